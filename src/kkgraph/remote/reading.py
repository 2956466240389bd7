"""Graphs of a server, whole, and what tells whether two are the same."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kkgraph.errors import EndpointFailed
from kkgraph.remote.client import Client
from kkgraph.remote.graph import Remote
from kkgraph.sparql.terms import lexical

_COUNTS: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def triples(client: Client, graph: str | None) -> Iterator[ox.Triple]:
    """Yield the triples of a named graph, or of the default graph; raises EndpointFailed."""
    pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
    found = Remote(client).ask_plainly(query, is_graph=True)
    try:
        yield from found if isinstance(found, ox.QueryTriples) else ()
    except (OSError, SyntaxError, ValueError) as error:
        raise EndpointFailed(client.shown, str(error)) from None


def counts(client: Client) -> dict[str, int]:
    """Return the number of triples of every named graph of a server."""
    found = Remote(client).ask_plainly(_COUNTS)
    rows = found if isinstance(found, ox.QuerySolutions) else ()
    return {lexical(row["g"]): int(lexical(row["n"])) for row in rows if row["g"] is not None}


def digest(found: Iterable[ox.Triple]) -> str:
    """Return the digest of some triples: SHA-256 of their canonical N-Quads (RDFC-1.0)."""
    dataset = ox.Dataset(ox.Quad(*triple) for triple in found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} .\n" for quad in dataset)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
