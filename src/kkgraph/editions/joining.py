"""Several projects in one graph: what goes by one identifier is one thing.

Two things of two projects are the same if `owl:sameAs` leads from both to one identifier, over
as many steps as it takes, and they are of one kind. The first project's IRI stands for both; the
other's names become further names of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import pyoxigraph as ox

from kkgraph import terms

T = TypeVar("T")
_SAME, _LABEL = ox.NamedNode(terms.SAME_AS), ox.NamedNode(terms.PREF_LABEL)
_OTHER = ox.NamedNode(terms.ALT_LABEL)
_DERIVED = ox.NamedNode(terms.DERIVED)


@dataclass(frozen=True)
class Joined:
    """One thing of several projects: the IRI that stands for it, the others, the identifiers."""

    thing: str
    others: tuple[str, ...]
    identifiers: tuple[str, ...]


def found(graph: ox.Store, bases: tuple[str, ...]) -> list[Joined]:
    """Return the things that several projects have; `bases` are theirs, in order."""
    joined = (_joined(group, bases) for group in _groups(graph))
    return sorted((one for one in joined if one), key=lambda one: one.thing)


def join(graph: ox.Store, bases: tuple[str, ...]) -> list[Joined]:
    """Make one thing of what several projects have, and return what was joined."""
    joined = found(graph, bases)
    names = {other: one.thing for one in joined for other in one.others}
    for other in names:
        node = ox.NamedNode(other)
        about = graph.quads_for_pattern(node, None, None, None)
        pointing = graph.quads_for_pattern(None, None, node, None)
        for quad in {*about, *pointing}:
            graph.remove(quad)
            graph.extend(_renamed(graph, quad, names))
    graph.extend(
        ox.Quad(ox.NamedNode(one.thing), _SAME, ox.NamedNode(other), _DERIVED)
        for one in joined
        for other in one.others
    )
    return joined


def _renamed(graph: ox.Store, quad: ox.Quad, names: Mapping[str, str]) -> Iterator[ox.Quad]:
    """Yield a statement about the thing that stands for its own; a second name is another name."""
    subject, value = _one(quad.subject, names), _one(quad.object, names)
    predicate = quad.predicate
    if predicate == _LABEL and isinstance(value, ox.Literal):
        known = [q.object for q in graph.quads_for_pattern(subject, _LABEL, None, None)]
        if value in known:
            return
        if any(isinstance(k, ox.Literal) and k.language == value.language for k in known):
            predicate = _OTHER
    yield ox.Quad(subject, predicate, value, quad.graph_name)


def _one(term: T, names: Mapping[str, str]) -> T | ox.NamedNode:
    whole = names.get(term.value) if isinstance(term, ox.NamedNode) else None
    return ox.NamedNode(whole) if whole else term


def _joined(group: set[str], bases: tuple[str, ...]) -> Joined | None:
    """Return a group as one thing, None unless it has one thing each of several projects."""
    things = [iri for iri in group if terms.kind_of(iri) in terms.THING_KINDS]
    by_base = {base: [iri for iri in things if iri.startswith(base + "id/")] for base in bases}
    own = [iris for iris in by_base.values() if iris]
    kinds = {terms.kind_of(iri) for iri in things}
    if len(own) < 2 or len(kinds) > 1 or any(len(iris) > 1 for iris in own):  # noqa: PLR2004 - two
        return None
    first, *others = (iris[0] for iris in own)
    return Joined(first, tuple(others), tuple(sorted(group - {first, *others})))


def _groups(graph: ox.Store) -> Iterator[set[str]]:
    """Yield what `owl:sameAs` holds together, over any number of steps."""
    import networkx as nx

    tied: nx.Graph[str] = nx.Graph()
    for quad in graph.quads_for_pattern(None, _SAME, None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            tied.add_edge(quad.subject.value, quad.object.value)
    yield from nx.connected_components(tied)
