"""The saved queries as they can be asked for: their words, their patterns, what they can take.

Made when a question is asked, never to run a query. `asking.export` gives it as JSON.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from kkgraph import terms
from kkgraph.asking.atoms import Atom, Worth, merged, worth
from kkgraph.asking.mentions import Names, atom_of, names
from kkgraph.asking.words import Words, read, spelt
from kkgraph.entities.classes import instances
from kkgraph.entities.labels import label
from kkgraph.entities.labels import names as labels_of
from kkgraph.parameters import Parameter
from kkgraph.project import Project, read_text
from kkgraph.queries import Query, fitted, load_queries
from kkgraph.store import Store
from kkgraph.tables import Column
from kkgraph.texts import LANGUAGES

_SLOT = re.compile(r"\{(\w[\w-]*)\}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_|-")
_COUNTING = ("number", "money")
_TITLE, _LABELS, _TAGS, _TEXT = 1.0, 0.85, 0.7, 0.6


@dataclass(frozen=True)
class Asked:
    """A saved query with the atoms of its patterns, and the terms of title, columns and texts.

    `held`: of what its rows have, not of what they count.
    """

    query: Query
    patterns: tuple[tuple[Atom, ...], ...]
    title: Atom
    columns: Atom
    held: Atom
    text: Atom
    kinds: frozenset[str]

    @cached_property
    def said(self) -> Atom:
        """All terms that speak of it: those of its texts, and of how people ask for it."""
        return merged((self.text, self.title, self.columns, *map(merged, self.patterns)))


@dataclass(frozen=True)
class Index:
    """All saved queries, the names of things and of their kinds, words and what each is worth."""

    store: Store
    words: Words
    names: Names
    asked: tuple[Asked, ...]
    worth: Worth
    common: frozenset[str]
    kinds: dict[str, Atom]
    members: dict[str, frozenset[str]] = field(default_factory=dict)

    def instances(self, cls: str) -> frozenset[str]:
        """Return the things of a class, looked up once."""
        if cls not in self.members:
            self.members[cls] = instances(self.store.graph, cls)
        return self.members[cls]

    @cached_property
    def roles(self) -> dict[str, frozenset[str]]:
        """The names of each role that one may have, by its IRI."""
        roles = self.instances(terms.term("Role"))
        return {iri: frozenset(labels_of(self.store.graph, iri).values()) for iri in roles}


def build(store: Store) -> Index:
    """Return the index of a store's project."""
    words = _without_home(read(), store.project)
    words = replace(words, known=set(words.known))  # to what is learned here, and nowhere else
    every = [fitted(store, q) for q in load_queries(store.project) if _is_answer(q)]
    patterns = _patterns(store.project)
    for query in every:
        for lang, text in _texts(query):
            words.learn(text, lang)
    for lang, lines in (pair for one in patterns.values() for pair in one.items()):
        for line in lines:
            words.learn(_SLOT.sub(" ", line), lang)
    asked = tuple(_asked(query, words, patterns.get(query.name, {})) for query in every)
    texts = [merged((a.text, *(merged(p) for p in a.patterns))) for a in asked]
    small = frozenset().union(*words.stop.values()) | _first_words(patterns)
    by = worth([[text] for text in texts])
    return Index(store, words, names(store), asked, by, small, _kinds(store, words))


def _kinds(store: Store, words: Words) -> dict[str, Atom]:
    """Return what the kinds of things are called, each with the atom of its names."""
    called = (
        (kind, words.atoms(label(store.graph, cls, lang), lang))
        for kind in terms.THING_KINDS
        if (cls := terms.class_of_kind(terms.thing(f"{kind}/x")))
        for lang in LANGUAGES
    )
    found: dict[str, Atom] = {}
    for kind, atoms in called:
        if len(atoms) == 1:  # "working group" is asked for as a group of something
            found[kind] = merged([found.get(kind, {}), *atoms])
    return found


def _without_home(words: Words, project: Project) -> Words:
    """Add the city's English name to the words that say nothing: it stands for "we"."""
    own = spelt(project.settings.city.name("en"))
    return replace(words, stop={**words.stop, "en": words.stop["en"] | frozenset(own)})


def _is_answer(query: Query) -> bool:
    """Tell whether a query answers a question, and does not declare a network."""
    return not query.header.text("network")


def _patterns(project: Project) -> dict[str, dict[str, list[str]]]:
    """Return how people ask, by query and language."""
    path = project.questions_file()
    return {} if path is None else tomllib.loads(read_text(path))


def _first_words(patterns: dict[str, dict[str, list[str]]]) -> frozenset[str]:
    """Return the words that questions begin with."""
    lines = (line for one in patterns.values() for each in one.values() for line in each)
    return frozenset(line.split()[0].casefold() for line in lines)


def _declared(query: Query) -> list[Parameter | Column]:
    """Return what a query takes and what it gives."""
    return [*query.parameters, *query.columns]


def _texts(query: Query) -> Iterator[tuple[str, str]]:
    """Yield the texts of a query, each with its language."""
    for lang in LANGUAGES:
        yield lang, query.summary[lang]
        yield lang, query.description[lang]
        for one in _declared(query):
            yield lang, one.label[lang]


def _asked(query: Query, words: Words, patterns: dict[str, list[str]]) -> Asked:
    title = merged(
        [a for lang in LANGUAGES for a in words.atoms(query.summary[lang], lang)]
        + words.atoms(query.name.replace("-", " "), "en")
    )
    columns = merged(_columns(_declared(query), words))
    held = merged(_columns([c for c in query.columns if c.kind not in _COUNTING], words))
    described = merged(a for lang, text in _texts(query) for a in words.atoms(text, lang))
    tags = merged(words.atoms(" ".join(query.tags), "en"))
    fields = ((title, _TITLE), (columns, _LABELS), (tags, _TAGS), (described, _TEXT))
    text = merged({t: s * by for t, s in field_.items()} for field_, by in fields)
    lines = [(lang, line) for lang in LANGUAGES for line in patterns.get(lang, ())]
    lines += [(lang, query.summary[lang]) for lang in LANGUAGES]
    asked = tuple(_pattern(line, lang, words) for lang, line in lines)
    kinds = frozenset(column.kind for column in query.columns)
    return Asked(query, asked, title, columns, held, text, kinds)


def _columns(declared: Iterable[Parameter | Column], words: Words) -> Iterator[Atom]:
    """Yield the atoms of what columns and parameters are called."""
    for one in declared:
        for lang in LANGUAGES:
            yield from words.atoms(one.label[lang], lang)
        yield from words.atoms(_CAMEL.sub(" ", one.name), "en")


def _pattern(line: str, lang: str, words: Words) -> tuple[Atom, ...]:
    slots = [
        atom_of(kind) if kind not in _PLAIN else {f"@{kind}": 1.0} for kind in _SLOT.findall(line)
    ]
    return (*words.atoms(_SLOT.sub(" ", line), lang), *slots)


_PLAIN = frozenset({"section", "year", "date"})
