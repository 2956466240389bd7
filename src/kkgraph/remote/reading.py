"""Graphs of a server, whole, and what tells whether two are the same."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

import pyoxigraph as ox

from kkgraph.errors.remote import RowsMissing
from kkgraph.remote.client import Client
from kkgraph.remote.graph import Remote
from kkgraph.remote.values import plain
from kkgraph.sparql.terms import lexical

Name = TypeVar("Name", bound=str | None)  # of a graph; None is the default graph

_FINEST: Final = 4
_TOGETHER: Final = 5000  # triples of small graphs that are read at once
_COUNTS: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


@dataclass(frozen=True)
class Content:
    """The triples of a graph as canonical lines of N-Triples (RDFC-1.0), in order."""

    lines: list[str]

    @property
    def size(self) -> int:
        """The number of triples."""
        return len(self.lines)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical lines."""
        return _digest(self.lines)

    @cached_property
    def meaning(self) -> str:
        """The same with each value spelled in its plainest way: some servers keep no spelling."""
        return _digest(sorted(map(plain, self.lines)))

    def means(self, other: "Content") -> bool:
        """Tell whether another graph holds the same triples, by value."""
        return self.digest == other.digest or self.meaning == other.meaning


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def content_of(found: Iterable[ox.Triple]) -> Content:
    """Return triples as canonical lines."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return Content(sorted(f"{quad.triple} .\n" for quad in dataset))


def contents(client: Client, sizes: Mapping[Name, int]) -> dict[Name, Content]:
    """Return what graphs of a server hold, small ones together; `sizes` are their triples."""
    large = [name for name, n in sizes.items() if name is None or n > _TOGETHER]
    found = {name: content_of(triples(client, name)) for name in large}
    for batch in _batches({name: n for name, n in sizes.items() if name not in large}):
        held: dict[str, list[ox.Triple]] = {str(name): [] for name in batch}
        values = " ".join(f"<{name}>" for name in batch)
        where = f"VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }}"
        for s, p, o, g in Remote(client).rows(f"SELECT ?s ?p ?o ?g WHERE {{ {where} }}"):
            held[lexical(g)].append(ox.Triple(s, p, o))
        found |= {name: content_of(held[str(name)]) for name in batch}
    return found


def _batches(sizes: Mapping[Name, int]) -> Iterator[list[Name]]:
    """Yield graphs, as many together as have so many triples."""
    batch: list[Name] = []
    room = _TOGETHER
    for name, n in sizes.items():
        if batch and n > room:
            yield batch
            batch, room = [], _TOGETHER
        batch.append(name)
        room -= n
    if batch:
        yield batch


def triples(client: Client, graph: str | None) -> Iterator[ox.Triple]:
    """Yield the triples of a named graph, or of the default graph; raises EndpointFailed."""
    yield from _part(client, "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}")


def _part(client: Client, pattern: str, start: str = "") -> Iterator[ox.Triple]:
    """Yield the triples of which the subject has a digest that begins so, "" for any.

    A server that gives only so many rows is asked for less at a time.
    """
    fits = f'FILTER(STRSTARTS(MD5(STR(?s)), "{start}"))' if start else ""
    try:
        for row in Remote(client).rows(f"SELECT ?s ?p ?o WHERE {{ {pattern} {fits} }}"):
            yield ox.Triple(*row)
    except RowsMissing:
        if len(start) == _FINEST:
            raise
        for digit in "0123456789abcdef":
            yield from _part(client, pattern, start + digit)


def counts(client: Client) -> dict[str, int]:
    """Return the number of triples of every named graph of a server."""
    rows = Remote(client).rows(_COUNTS)
    return {lexical(g): int(lexical(n)) for g, n in rows if g is not None}


def size(client: Client, graph: str | None) -> int:
    """Return the number of triples of a named graph, or of the default graph."""
    pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    rows = list(Remote(client).rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"))
    return int(lexical(rows[0][0])) if rows else 0


def quads(found: Mapping[Name, Content]) -> Iterator[ox.Quad]:
    """Yield the quads of graphs by name."""
    for name, content in found.items():
        node = ox.DefaultGraph() if name is None else ox.NamedNode(name)
        for quad in ox.parse("".join(content.lines), format=ox.RdfFormat.N_TRIPLES):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, node)
