"""A loaded graph made to hold what one source says, or what held on a day.

It is done to the named graphs, before they are merged and before any rule. A section of a
source that does not count leaves with its graph. A fact leaves that holds from a later day, or
that a later fact takes the place of; what pointed at it points at that one, which is derived.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editions.edition import Edition
from kkgraph.errors.projects import SourceUnknown
from kkgraph.sparql.graphs import reached
from kkgraph.sparql.terms import Term

_PART_OF, _ISSUED = ox.NamedNode(terms.IS_PART_OF_SOURCE), ox.NamedNode(terms.ISSUED)
_FROM, _REVISES = ox.NamedNode(terms.VALID_FROM), ox.NamedNode(terms.WAS_REVISION_OF)
_ABOUT = ox.NamedNode(terms.IS_ABOUT)
_OURS = tuple(map(ox.NamedNode, (terms.REGISTER, terms.LINKS, terms.THEMES)))
_SECTIONS, _DERIVED = ox.NamedNode(terms.SECTIONS), ox.NamedNode(terms.DERIVED)


def sources(graph: ox.Store) -> dict[str, str]:
    """Return the sources of a graph with their dates, the earliest first."""
    found = graph.quads_for_pattern(None, _ISSUED, None, _SECTIONS)
    dated = {_text(quad.subject): _text(quad.object) for quad in found}
    return dict(sorted(dated.items(), key=lambda pair: (pair[1], pair[0])))


def named(graph: ox.Store, name: str) -> str:
    """Return the source that goes by a slug, a CURIE or an IRI; raises SourceUnknown."""
    known = list(sources(graph))
    slugs = {iri.rpartition("/")[2]: iri for iri in known}
    whole = terms.expand(name) or name
    for iri in (whole, slugs.get(name, ""), terms.thing(name)):
        if iri in known:
            return iri
    raise SourceUnknown(name, list(slugs), get_close_matches(name, slugs, 1))


def narrow(graph: ox.Store, edition: Edition) -> None:
    """Leave in a graph what counts for an edition; raises SourceUnknown."""
    if edition.is_whole:
        return
    wanted = named(graph, edition.source) if edition.source else None
    dates = sources(graph)
    kept = {
        iri for iri, issued in dates.items() if wanted in (None, iri) and edition.includes(issued)
    }
    _drop_sections(graph, kept)
    if edition.as_of:
        _drop_later(graph, edition)
        _drop_revised(graph)
    _drop_unnamed(graph)


def _drop_sections(graph: ox.Store, kept: set[str]) -> None:
    """Remove the sources that are not kept, their sections and what those say."""
    for source in sources(graph).keys() - kept:
        node = ox.NamedNode(source)
        for quad in [*graph.quads_for_pattern(None, _PART_OF, node, _SECTIONS)]:
            if isinstance(quad.subject, ox.NamedNode):
                graph.remove_graph(quad.subject)
            _remove(graph, graph.quads_for_pattern(quad.subject, None, None, _SECTIONS))
        _remove(graph, graph.quads_for_pattern(node, None, None, _SECTIONS))


def _drop_later(graph: ox.Store, edition: Edition) -> None:
    for quad in [*graph.quads_for_pattern(None, _FROM, None, None)]:
        if not edition.includes(_text(quad.object)):
            _drop_fact(graph, quad.subject)


def _drop_revised(graph: ox.Store) -> None:
    """Remove what was revised, the latest first, so that a chain ends in the one that holds."""
    pairs = {q.object: q.subject for q in graph.quads_for_pattern(None, _REVISES, None, None)}
    for earlier, later in pairs.items():
        seen = {earlier}
        while later in pairs and later not in seen:
            seen.add(later)
            later = pairs[later]  # noqa: PLW2901 - along the chain
        pointing = [*graph.quads_for_pattern(None, None, earlier, None)]
        _drop_fact(graph, earlier)
        graph.extend(
            ox.Quad(quad.subject, quad.predicate, later, _DERIVED)
            for quad in pointing
            if quad.predicate != _REVISES
        )


def _drop_fact(graph: ox.Store, fact: Term) -> None:
    """Remove a fact and what points at it from the graphs of sections."""
    if isinstance(fact, ox.Literal):
        return
    about = graph.quads_for_pattern(fact, None, None, None)
    pointing = graph.quads_for_pattern(None, None, fact, None)
    _remove(graph, [*about, *pointing])


def _drop_unnamed(graph: ox.Store) -> None:
    """Remove the things that no section left names, and the links to and from them."""
    named = _named(graph)
    for layer in _OURS:
        for quad in [*graph.quads_for_pattern(None, None, None, layer)]:
            if not _is_kept(graph, quad, named):
                graph.remove(quad)


def _is_kept(graph: ox.Store, quad: ox.Quad, named: set[str]) -> bool:
    subject = _text(quad.subject)
    if terms.kind_of(subject) in terms.THING_KINDS:
        return subject in named
    if terms.link_system(subject) is None:
        return True
    about = graph.quads_for_pattern(quad.subject, _ABOUT, None, None)
    return any(_text(one.object) in named for one in about)


def _named(graph: ox.Store) -> set[str]:
    """Return what the sections left name, and what that in turn is described by."""

    def described(one: str) -> Iterator[str]:
        for layer in _OURS:
            about = graph.quads_for_pattern(ox.NamedNode(one), None, None, layer)
            iris = (q.object.value for q in about if isinstance(q.object, ox.NamedNode))
            yield from filter(terms.kind_of, iris)

    return reached(filter(terms.kind_of, _said(graph)), described)


def _said(graph: ox.Store) -> Iterator[str]:
    for name in graph.named_graphs():
        own = isinstance(name, ox.NamedNode) and terms.section_number(name.value) is not None
        if own or name == _SECTIONS:
            for quad in graph.quads_for_pattern(None, None, None, name):
                yield from (_text(term) for term in (quad.subject, quad.object))


def _remove(graph: ox.Store, quads: Iterable[ox.Quad]) -> None:
    for quad in [*quads]:
        graph.remove(quad)


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else ""
