"""What a person types for a field, as a term: a thing by its name, a number, a date, a text."""

import re

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing.fields import Field
from kkgraph.entities.classes import instances
from kkgraph.entities.labels import label
from kkgraph.entities.search import keys, resolve
from kkgraph.errors.editing import FieldInvalid
from kkgraph.parameters import is_day
from kkgraph.sparql.terms import Term, lexical
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES, phrase, table

_LEXICAL = {
    kind: re.compile(form, re.ASCII)
    for kind, form in {
        "gYear": r"\d{4}",
        "gYearMonth": r"\d{4}-(0[1-9]|1[0-2])",
        "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
        "integer": r"[+-]?\d+",
        "decimal": r"[+-]?\d+(\.\d+)?",
        "duration": r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?",
        "gMonth": r"--(0[1-9]|1[0-2])",
        "boolean": r"true|false",
    }.items()
}
_RANGES = {terms.LINES: ("309", "309-310"), terms.PAGES: ("2", "2-3")}
_THOUSANDS = re.compile(r"\d{1,3}([.,]\d{3})+")


def parsed(store: Store, field: Field, text: str, lang: str | None = None) -> Term:
    """Return the term that a text means as a value of a field; `lang`: of a text.

    Raises FieldInvalid, EntityNotFound, EntityAmbiguous.
    """
    text = " ".join(text.split())
    if field.options:
        return _option(store, field, text)
    if field.is_text:
        return ox.Literal(text, language=lang)
    if field.datatypes:
        return _literal(field, text)
    if field.pattern:
        return _term(field, text)
    return _thing(store, field, text)


def _option(store: Store, field: Field, text: str) -> Term:
    named = {key: option for option in field.options for key in _names(store, option)}
    found = next((named[key] for key in keys(text) if key in named), None)
    if found is None:
        raise FieldInvalid(field.local, text, ", ".join(_shown(o) for o in field.options))
    return found


def _shown(option: Term) -> str:
    return terms.shorten(lexical(option)).removeprefix("kk:")


def _names(store: Store, option: Term) -> list[str]:
    """Return what a controlled value goes by: its name and its labels."""
    words = [_shown(option)]
    if isinstance(option, ox.NamedNode):
        words += [label(store.graph, option.value, lang) for lang in LANGUAGES]
    return [key for word in words for key in keys(word)]


def _literal(field: Field, text: str) -> ox.Literal:
    kinds = [kind.removeprefix(terms.XSD) for kind in field.datatypes] or ["string"]
    for kind in kinds:
        value = _typed(kind, text)
        if value is not None and (not field.pattern or re.search(field.pattern, value)):
            return ox.Literal(value, datatype=ox.NamedNode(terms.XSD + kind))
    likes = _RANGES.get(field.path) or map(_like, kinds)
    raise FieldInvalid(field.local, text, " / ".join(likes))


def _term(field: Field, text: str) -> ox.NamedNode:
    """Return the term of the ontology that a name means, where a pattern says which fit."""
    for iri in (terms.expand(text) or "", terms.term(text), text):
        if iri and " " not in iri and re.search(field.pattern, iri):
            return ox.NamedNode(iri)
    raise FieldInvalid(field.local, text, field.pattern)


def _typed(kind: str, text: str) -> str | None:
    """Return the lexical form of a text as a value of a datatype, None if it is none."""
    if kind == "string":
        return text
    if kind == "duration":
        text = _duration(text)
    if kind == "boolean":
        text = _boolean(text)
    if kind == "decimal" and _THOUSANDS.fullmatch(text):
        return None
    pattern = _LEXICAL.get(kind)
    if pattern is None or not pattern.fullmatch(text):
        return None
    return text if kind != "date" or is_day(text) else None


def _duration(text: str) -> str:
    """Return "1 year" as xsd:duration, which has no weeks; any other text as it is."""
    found = re.fullmatch(r"([0-9]{1,9}) (\w+)", text.lower())
    if not found:
        return text
    for unit, letter in (("year", "Y"), ("month", "M"), ("week", ""), ("day", "D")):
        for lang in LANGUAGES:
            for n in (1, 2):
                words = phrase(f"literals.units.{unit}", lang, n=n)
                if words == f"{n} {found[2]}":
                    return f"P{found[1]}{letter}" if letter else f"P{7 * int(found[1])}D"
    return text


def _boolean(text: str) -> str:
    for lang in LANGUAGES:
        for value, word in table("literals.truth", lang).items():
            if word == text.lower():
                return value
    return text.lower()


def _like(kind: str) -> str:
    """Return an example of a datatype."""
    examples = {
        "gYear": "2021",
        "gYearMonth": "2021-05",
        "date": "2021-05-17",
        "integer": "12",
        "decimal": "600000",
        "duration": "P1Y",
        "gMonth": "--05",
        "boolean": "true",
    }
    return examples.get(kind, kind)


def _thing(store: Store, field: Field, text: str) -> ox.NamedNode:
    """Return the thing of one of the field's classes that a text names."""
    for cls in field.classes:
        controlled = _controlled(store, cls, text)
        if controlled is not None:
            return controlled
    return resolve(store, text, *field.classes)


def _controlled(store: Store, cls: str, text: str) -> ox.NamedNode | None:
    """Return the controlled value of a class (a role, a status) that a text names."""
    for iri in instances(store.graph, cls):
        if iri.startswith(terms.KK) and keys(text) & set(_names(store, ox.NamedNode(iri))):
            return ox.NamedNode(iri)
    return None


def choices(store: Store, field: Field, lang: str) -> list[str]:
    """Return the values that a field may take, as a person would type them; none if any will do."""
    if field.options:
        return [_shown(option) for option in field.options]
    if not field.is_thing or not field.classes:
        return []
    things = {iri for cls in field.classes for iri in instances(store.graph, cls)}
    labels: dict[str, list[str]] = {}
    for iri in things:
        labels.setdefault(label(store.graph, iri, lang), []).append(iri)
    shown = (
        [name] if len(iris) == 1 else [terms.shorten(iri) for iri in iris]
        for name, iris in labels.items()
    )
    return sorted(one for names in shown for one in names)


def note(field: Field, lang: str) -> str:
    """Return what a field is and takes, for whoever fills it in."""
    needed = phrase("editing.needed", lang) if field.minimum else ""
    several = phrase("editing.several", lang) if field.maximum != 1 else ""
    like = "" if field.is_thing or field.options or field.is_text else _likes(field)
    parts = (field.names.get(lang, field.local), needed, several, like)
    return ". ".join(part for part in parts if part)


def _likes(field: Field) -> str:
    kinds = [kind.removeprefix(terms.XSD) for kind in field.datatypes]
    return " / ".join(_like(kind) for kind in kinds if kind != "string")
