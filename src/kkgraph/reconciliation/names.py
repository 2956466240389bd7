"""The names by which a table may speak of things, sorted by their comparable forms."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.search import Spelling, keys, spellings
from kkgraph.store import Store

_EXPLAINED = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True)
class Name:
    """A spelling of a thing; `rank` 0 is its label."""

    thing: str
    text: str
    rank: int


@dataclass(frozen=True)
class Index:
    """The names of all things by comparable form, their codes, and the classes they are of."""

    store: Store
    names: dict[str, tuple[Name, ...]]
    codes: dict[str, tuple[str, ...]]
    classes: dict[str, frozenset[str]]


def build(store: Store) -> Index:
    """Return the names of a store's things; facts, sections and terms are none."""
    found: dict[str, list[Name]] = defaultdict(list)
    for spelling in spellings(store):
        if terms.kind_of(spelling.thing) in terms.THING_KINDS:
            for name in _names(spelling):
                for key in sorted(keys(name.text)):
                    found[key].append(name)
    things = sorted({name.thing for names in found.values() for name in names})
    classes = {thing: _classes(store, thing) for thing in things}
    return Index(store, {key: tuple(names) for key, names in found.items()}, _codes(store), classes)


def _names(spelling: Spelling) -> Iterator[Name]:
    """Yield a spelling, and what stands of it before brackets that only explain it."""
    yield Name(spelling.thing, spelling.text, spelling.rank)
    bare = _EXPLAINED.sub("", spelling.text)
    if bare and bare != spelling.text:
        yield Name(spelling.thing, bare, 1)


def _classes(store: Store, thing: str) -> frozenset[str]:
    """Return the classes of ours that a thing is of, those above them among them."""
    found = store.graph.quads_for_pattern(
        ox.NamedNode(thing), ox.NamedNode(terms.TYPE), None, ox.DefaultGraph()
    )
    iris = (quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode))
    return frozenset(iri for iri in iris if iri.startswith(terms.KK))


def _codes(store: Store) -> dict[str, tuple[str, ...]]:
    """Return the things by their codes, with the name of the system and without."""
    found: dict[str, set[str]] = defaultdict(set)
    wanted = ox.NamedNode(terms.IDENTIFIER)
    for quad in store.graph.quads_for_pattern(None, wanted, None, ox.DefaultGraph()):
        if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
            whole = quad.object.value
            for code in (whole, whole.rpartition(": ")[2]):
                found[code.casefold()].add(quad.subject.value)
    return {code: tuple(sorted(things)) for code, things in found.items()}


def local(iri: str) -> str:
    """Return how the service calls a thing or a class: what follows its space of identifiers."""
    return terms.path_of(iri) or iri.removeprefix(terms.KK)


def class_of(text: str) -> str:
    """Return the IRI of a class by its IRI, CURIE or local name."""
    return text if "://" in text else terms.expand(text) or terms.term(text)


def thing_of(text: str) -> str:
    """Return the IRI of a thing by its IRI, CURIE or path."""
    return text if "://" in text else terms.expand(text) or terms.thing(text)
