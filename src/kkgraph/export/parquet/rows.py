"""The rows of the tables: statements, things, facts, and the lines that facts stand in."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from typing import TypeVar

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities import labels
from kkgraph.entities.classes import classes_of, instances, own_class
from kkgraph.evidence.citations import by_section
from kkgraph.export.parquet.tables import Row
from kkgraph.export.selection import Selection, layer
from kkgraph.lines import parse_range
from kkgraph.sparql import engine
from kkgraph.sparql.terms import lexical
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES

T = TypeVar("T")
_GRAPHS = "SELECT DISTINCT ?iri { GRAPH ?iri { ?s ?p ?o } }"
_PLACE = ("geo:lat", "geo:long")
_PRINTED = ("kk:start", "kk:end")
_DAYS = ("kk:earliestStart", "kk:latestStart", "kk:earliestEnd", "kk:latestEnd")
_MONEY = ("kk:currency", "kk:precision", "kk:status")


def statements(store: Store, chosen: Selection) -> Iterator[ox.Quad]:
    """Yield the statements that are chosen, graph by graph, in order."""
    members = None if chosen.cls is None else instances(store.graph, chosen.cls)
    for graph in sorted(engine.iris(store.graph, _GRAPHS)):
        if not chosen.layers or layer(graph) in chosen.layers:
            found = store.graph.quads_for_pattern(None, None, None, ox.NamedNode(graph))
            kept = (quad for quad in found if members is None or lexical(quad.subject) in members)
            yield from sorted(kept, key=str)


def statement(quad: ox.Quad) -> Row:
    """Return the row of a statement of a named graph: of `literals` if it has one, or `edges`."""
    graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
    said = _name(lexical(quad.subject)), terms.shorten(quad.predicate.value)
    if not isinstance(quad.object, ox.Literal):
        return *said, _name(lexical(quad.object)), graph, layer(graph)
    text = quad.object
    kind = terms.shorten(text.datatype.value)
    return *said, text.value, text.language, kind, graph, layer(graph)


def _name(iri: str) -> str:
    """Return a term of our vocabulary by its CURIE, anything else by its IRI."""
    return terms.shorten(iri) if iri.startswith(terms.KK) else iri


def _read(kind: Callable[[str], T], text: str | None) -> T | None:
    """Return a text as a number or day, None where it is none: `literals` has it as it is."""
    try:
        return None if text is None else kind(text)
    except ValueError:
        return None


class Things:
    """Rows of nodes and facts, looked up in a loaded store."""

    def __init__(self, store: Store) -> None:
        """Look them up in this store."""
        self._graph = store.graph
        self._called = cache(partial(labels.label, store.graph))

    def node(self, iri: str) -> Row:
        """Return the row of a thing or term."""
        values = self._values(iri)
        return *self._named(iri), *(_read(float, values.get(p)) for p in _PLACE)

    def fact(self, iri: str) -> Row:
        """Return the row of a fact; what it has more than once is in the other tables only."""
        values = self._values(iri)
        days = (_read(date.fromisoformat, values.get(p)) for p in _DAYS)
        amount = _read(float, values.get("kk:amount"))
        money = (_name(values[p]) if p in values else None for p in _MONEY)
        return *self._named(iri), *map(values.get, _PRINTED), *days, amount, *money

    def sources(self, iri: str) -> Iterator[Row]:
        """Yield the lines that a fact stands in, a row a range of a section; pages have no line."""
        found = by_section(self._graph, iri)
        for section, text in sorted((one, text) for one, texts in found.items() for text in texts):
            lines = parse_range(text) or (None, None)
            yield iri, section, terms.section_number(section), text, *lines

    def _named(self, iri: str) -> Row:
        """Return what a thing is called, its class, and its labels."""
        said = classes_of(self._graph, iri)
        cls = own_class(iri, said) or next(iter(said), None)
        called = labels.titles(self._graph, iri, LANGUAGES, self._called)
        return _name(iri), cls and terms.shorten(cls), *(called[lang] for lang in LANGUAGES)

    def _values(self, iri: str) -> dict[str, str]:
        """Return the values of the properties that a thing has once, by CURIE."""
        found: dict[str, list[str]] = defaultdict(list)
        quads = self._graph.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph())
        for quad in quads:
            found[terms.shorten(quad.predicate.value)].append(lexical(quad.object))
        return {name: values[0] for name, values in found.items() if len(values) == 1}
