"""Statements as an engine of SHACL takes them, for the tests that hold files against shapes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Held:
    """Triples as an engine takes them."""

    listed: tuple[ox.Triple, ...]

    def triples(self) -> Iterator[ox.Triple]:
        """Yield each."""
        yield from self.listed

    def n_triples(self) -> str:
        """Return them as N-Triples."""
        return (ox.serialize(self.listed, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def read(*paths: Path) -> tuple[ox.Quad, ...]:
    """Return the statements of files, relative IRIs against the file's own."""
    return tuple(
        quad
        for path in paths
        for quad in ox.parse(
            path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=path.resolve().as_uri()
        )
    )


@cache
def ontology() -> Graph:
    """Return the ontology, read once a worker, and only to be read from."""
    return Graph().parse(ROOT / "ontology" / "kk.ttl")


@cache
def shapes() -> Graph:
    """Return the shapes of the data in the same way."""
    return Graph().parse(ROOT / "ontology" / "shapes.ttl")
