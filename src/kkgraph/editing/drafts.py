"""A new thing or fact as it is filled in: its IRI, what is said of it, the section that does."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing import naming, values
from kkgraph.editing.fields import Field, Form
from kkgraph.entities.labels import LABELS, WHAT, WHO, label
from kkgraph.entities.search import keys, resolve, spellings
from kkgraph.errors.editing import (
    FieldMissing,
    FieldUnknown,
    SectionMissing,
    ThingExists,
    TooManyValues,
)
from kkgraph.evidence.citations import CITED
from kkgraph.sparql.terms import Term
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES

_VERBS = {"has", "is", "in", "har", "er", "i"}
_SPLIT = re.compile(r"\s*[,;]\s*")
NAME = "name"


@dataclass(frozen=True)
class Draft:
    """What is to be written: statements of a subject, in a section and (labels) the register."""

    form: Form
    subject: str
    section: str | None
    said: Mapping[str, tuple[Term, ...]]

    @property
    def cited(self) -> list[tuple[str, tuple[Term, ...]]]:
        """The lines and pages that the section cites."""
        return [(path, self.said[path]) for path in CITED if path in self.said]


def field_of(form: Form, name: str) -> tuple[Field, str | None]:
    """Return the field that a name means, with a language if the name ends in one.

    A name is that of the property (hasMember), with or without its verb (member), or its label
    in either language, however it is hyphenated. Raises FieldUnknown with near names.
    """
    whole = _bare(name)
    for key, lang in ((whole, None), *_tagged(name)):
        for field in form.fields:
            if key in called(field) and (lang is None or field.is_text):
                return field, lang
    known = [option(field) for field in form.fields]
    raise FieldUnknown(name, get_close_matches(name, known, n=3, cutoff=0.6) or known)


def _tagged(name: str) -> list[tuple[str, str]]:
    found = re.fullmatch(r"(.+?)[-_ @(]+(da|en)\)?", name.strip().lower())
    return [(_bare(found[1]), found[2])] if found else []


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9æøå]", "", text.lower())


def called(field: Field) -> set[str]:
    """Return the names of a field, bare of hyphens and blanks."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", field.local)
    words = [name.lower().split() for name in (spaced, *field.names.values())]
    words += [parts[1:] for parts in words if parts[0] in _VERBS and len(parts) > 1]
    names = {_bare("".join(parts)) for parts in words}
    return names | ({NAME, "navn", "label"} if field.path == terms.PREF_LABEL else set())


def option(field: Field) -> str:
    """Return a field's name as an option: hasMember is `member`, prefLabel `name`."""
    if field.path == terms.PREF_LABEL:
        return NAME
    hyphened = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", field.local).lower()
    return re.sub(r"^(has|is|in)-", "", hyphened)


Given = Mapping[str, Iterable[str]]


def draft(
    store: Store, form: Form, given: Given, section: str | None = None, slug: str | None = None
) -> Draft:
    """Return what a person fills in as statements, with an IRI by the project's rule.

    `given`: texts by the name of a field; `section`: number or IRI of the section that says so.
    Raises FieldUnknown, FieldInvalid, FieldMissing, SectionMissing, ThingExists, EntityNotFound.
    """
    said = _said(store, form, given)
    node = resolve(store, section, terms.SECTION).value if section else None
    _complete(form, said, node)
    return Draft(form, _subject(store, form, said, slug), node, said)


def _said(store: Store, form: Form, given: Given) -> dict[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {}
    for name, texts in given.items():
        field, lang = field_of(form, name)
        for text in texts:
            found.setdefault(field.path, []).extend(_values(store, field, text, lang))
    for path, said in found.items():
        field = next(one for one in form.fields if one.path == path)
        if field.maximum is not None and len(set(said)) > field.maximum:
            raise TooManyValues(option(field), field.maximum)
    order = [field.path for field in form.fields]
    return {path: tuple(dict.fromkeys(found[path])) for path in order if path in found}


def _values(store: Store, field: Field, text: str, lang: str | None) -> list[Term]:
    """Return the terms of one text: lines may be several, a name is the same in each language."""
    if field.path in CITED:
        return [values.parsed(store, field, part) for part in _SPLIT.split(text) if part]
    if field.is_text and lang is None:
        langs = LANGUAGES if field.path == terms.PREF_LABEL else ("da",)
        return [values.parsed(store, field, text, one) for one in langs]
    return [values.parsed(store, field, text, lang)]


def missing(form: Form, said: Mapping[str, object], section: str | None) -> list[str]:
    """Return the options that still have to be given; of several that may, "one|other"."""
    required = [f for f in form.fields if f.minimum and f.path not in said]
    found = [option(field) for field in required if field.path not in CITED]
    by_path = {field.path: option(field) for field in form.fields}
    open_ = (paths for paths in form.either if not any(path in said for path in paths))
    found += ["|".join(by_path[path] for path in paths if path in by_path) for paths in open_]
    if form.is_fact and section is None:
        found.append("section")
    if (form.is_fact or section) and not any(path in said for path in CITED):
        found.append("lines")
    return found


def _complete(form: Form, said: Mapping[str, tuple[Term, ...]], section: str | None) -> None:
    lacking = missing(form, said, section)
    if lacking:
        raise FieldMissing(form.kind, lacking)
    stated = {path for path in said if path not in LABELS}
    if stated and section is None:
        raise SectionMissing(form.kind)


def _subject(
    store: Store, form: Form, said: Mapping[str, tuple[Term, ...]], slug: str | None
) -> str:
    """Return the IRI of the new thing; raises ThingExists where it, or its name, is there."""

    def iri(name: str) -> str:
        return store.project.settings.iri(f"{form.kind}/{name}")

    def is_free(name: str) -> bool:
        node = ox.NamedNode(iri(name))
        return not any(store.graph.quads_for_pattern(node, None, None, None))

    if slug is not None:
        if not is_free(naming.slug(slug)):
            raise ThingExists(terms.shorten(iri(naming.slug(slug))), "")
        return iri(naming.slug(slug))
    if form.is_fact:
        _refuse_again(store, form, said)
        return iri(naming.of_fact(*_ends(said), is_free))
    name = _name(said)
    _refuse_same(store, form, said)
    if not is_free(naming.slug(name)):
        there = iri(naming.slug(name))
        raise ThingExists(terms.shorten(there), label(store.graph, there, "da"))
    return iri(naming.slug(name))


def _name(said: Mapping[str, tuple[Term, ...]]) -> str:
    texts = [t for t in said.get(terms.PREF_LABEL, ()) if isinstance(t, ox.Literal)]
    return next((t.value for t in texts if t.language == "da"), texts[0].value)


def _refuse_same(store: Store, form: Form, said: Mapping[str, tuple[Term, ...]]) -> None:
    """Refuse a thing whose name one of the same kind goes by: one thing has one IRI."""
    texts = (t.value for t in said.get(terms.PREF_LABEL, ()) if isinstance(t, ox.Literal))
    wanted = frozenset(key for text in texts for key in keys(text))
    for spelling in spellings(store):
        if terms.kind_of(spelling.thing) == form.kind and keys(spelling.text) & wanted:
            raise ThingExists(terms.shorten(spelling.thing), spelling.text)


def _refuse_again(store: Store, form: Form, said: Mapping[str, tuple[Term, ...]]) -> None:
    """Refuse a fact of which one of its class says all already: nothing is counted twice."""
    pairs = [(p, term) for p, terms_ in said.items() if p not in CITED for term in terms_]
    if not pairs:
        return
    (path, value), *others = pairs
    for quad in store.graph.quads_for_pattern(None, ox.NamedNode(path), value, None):
        node = quad.subject
        if not isinstance(node, ox.NamedNode) or terms.kind_of(node.value) != form.kind:
            continue
        if all(_says(store, node, *pair) for pair in others):
            raise ThingExists(terms.shorten(node.value), label(store.graph, form.cls, "da"))


def _says(store: Store, node: ox.NamedNode, path: str, value: Term) -> bool:
    return any(store.graph.quads_for_pattern(node, ox.NamedNode(path), value, None))


def _ends(said: Mapping[str, tuple[Term, ...]]) -> tuple[str, str]:
    """Return the slugs of what a fact is with or about, and of who does it, if not ourselves."""
    what, who = _first(said, WHAT), _first(said, WHO)
    own = terms.home()
    does = who if who and ((who not in own and what) or not what) else None
    return naming.last(what) if what else "", naming.last(does) if does else ""


def _first(said: Mapping[str, tuple[Term, ...]], paths: Iterable[str]) -> str | None:
    found = (term for path in paths for term in said.get(path, ()))
    return next((term.value for term in found if isinstance(term, ox.NamedNode)), None)
