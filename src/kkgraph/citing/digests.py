"""SHA-256 of what is cited: of canonical N-Quads, and of rows in an order of their own.

The digest does not depend on the order of statements or rows, on the names of blank nodes or
on the language of the citation, and not on what rules derive, but for the rows of a query.
"""

import hashlib
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.differences.blanks import nquads
from kkgraph.sparql.terms import Term
from kkgraph.store import Store
from kkgraph.tables import Answer, Graph, Result


def stated(store: Store) -> list[ox.Quad]:
    """Return every statement of the named graphs that is not derived."""
    return [quad for quad in store.local if _is_stated(quad)]


def _is_stated(quad: ox.Quad) -> bool:
    graph = quad.graph_name
    return isinstance(graph, ox.NamedNode) and graph.value not in terms.INFERRED


def described(store: Store, thing: ox.NamedNode) -> list[ox.Quad]:
    """Return what is stated of a thing, in a section, and the facts that name the thing."""
    pointing = set(_stated(store, value=thing))
    facts = {q.subject for q in pointing if terms.is_fact(getattr(q.subject, "value", ""))}
    whole = {q for fact in facts for q in _stated(store, subject=fact)}  # type: ignore[arg-type]
    inside = store.graph.quads_for_pattern(None, None, None, thing)
    return [*{*pointing, *whole, *inside, *_stated(store, subject=thing)}]


def _stated(
    store: Store, *, subject: ox.NamedNode | None = None, value: ox.NamedNode | None = None
) -> Iterator[ox.Quad]:
    found = store.graph.quads_for_pattern(subject, None, value, None)
    return (quad for quad in found if _is_stated(quad))


def of_quads(quads: Iterable[ox.Quad]) -> str:
    """Return the digest of statements: of their canonical N-Quads (RDFC-1.0)."""
    return hashlib.sha256(nquads(quads)).hexdigest()


def of_result(result: Result) -> str:
    """Return the digest of a query's result: its columns, then its rows, sorted."""
    if isinstance(result, Graph):
        return of_quads(ox.Quad(*triple) for triple in result.triples)
    if isinstance(result, Answer):
        return hashlib.sha256(str(result.value).encode()).hexdigest()
    rows = sorted("\t".join(map(_cell, row)) for row in result.rows)
    return hashlib.sha256("\n".join(["\t".join(result.columns), *rows, ""]).encode()).hexdigest()


def _cell(term: Term | None) -> str:
    """Return a term as N-Triples has it, "" where a row leaves it out."""
    if term is None:
        return ""
    return str(term).replace("\t", "\\t").replace("\n", "\\n")
