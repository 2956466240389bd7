"""The dumps of a release: canonical N-Quads, TriG, Turtle, and the tables as CSV."""

import pyoxigraph as ox

from kkgraph import export, terms
from kkgraph.citing.digests import stated
from kkgraph.differences.blanks import nquads
from kkgraph.export.selection import Selection, quads
from kkgraph.export.tables import tables
from kkgraph.formats import standard
from kkgraph.store import Store
from kkgraph.tables import Table

FOLDER = "dump"
TABLES = "tables"


def files(store: Store, version: str) -> dict[str, bytes]:
    """Return the dumps of RDF by their path in the release; the first is the canonical one.

    Its SHA-256 is the digest of the dataset that `kkgraph cite` gives.
    """
    name = f"{FOLDER}/kkgraph-{version}"
    given = stated(store)
    derived = [quad for quad in quads(store, Selection()) if _is_derived(quad)]
    triples = sorted({quad.triple for quad in given}, key=str)
    return {
        f"{name}.nq": nquads(given),
        f"{name}-derived.nq": nquads(derived),
        f"{name}.trig": standard.serialized(sorted(given, key=str), "trig"),
        f"{name}.ttl": standard.serialized(triples, "ttl"),
        f"{name}.jsonld": export.WRITERS["jsonld"].content(store, Selection()),
    }


def _is_derived(quad: ox.Quad) -> bool:
    return getattr(quad.graph_name, "value", "") in terms.INFERRED


def as_tables(store: Store) -> dict[str, Table]:
    """Return the tables of a release by name: a class each, facts, sources."""
    return tables(store, Selection())
