"""Small questions to a store of quads that several modules ask."""

from collections.abc import Iterator

import pyoxigraph as ox

from kkgraph import terms

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def characters(term: Term) -> str:
    """Return the IRI, or the characters of a literal; a quoted triple as N-Triples has it."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def stated(
    quads: ox.Store,
    *,
    subject: ox.NamedNode | None = None,
    predicate: ox.NamedNode | None = None,
    value: ox.NamedNode | None = None,
) -> Iterator[tuple[str, ox.Quad]]:
    """Yield the triples of the section graphs that fit, each with its section's IRI."""
    for quad in quads.quads_for_pattern(subject, predicate, value, None):
        graph = quad.graph_name
        if isinstance(graph, ox.NamedNode) and terms.section_number(graph.value):
            yield graph.value, quad
