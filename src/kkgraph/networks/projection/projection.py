"""From a declared network to a Network: run its query, group the ties, measure, lay out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kkgraph import queries, terms
from kkgraph.networks.layout import layout
from kkgraph.networks.measures import centrality, communities
from kkgraph.networks.model import Edge, Evidence, Network, Node, Text
from kkgraph.networks.projection import subgraph
from kkgraph.networks.projection.attributes import Things
from kkgraph.networks.projection.declaration import Projection
from kkgraph.networks.projection.evidence_rows import (
    SHARED,
    EvidenceRow,
    Filters,
    departments_of,
    filtered,
    read_rows,
    sections_of,
    themes_of,
)
from kkgraph.networks.projection.subgraph import Subgraph
from kkgraph.store import Store
from kkgraph.texts import bilingual

Ends = tuple[str, str, str]
_NO_FILTERS = Filters()
_WHOLE = Subgraph()


def build(
    store: Store, projection: Projection, filters: Filters = _NO_FILTERS, cut: Subgraph = _WHOLE
) -> Network:
    """Return a declared network of a loaded store, filtered, measured and laid out.

    Filters decide which statements count; the cut then takes a part of the network.
    """
    result = queries.run(store, projection.query)
    things = Things(store)
    rows = filtered(read_rows(result, projection.name), filters, things)
    return finish(subgraph.take(assemble(projection, rows, things), cut))


def assemble(projection: Projection, rows: list[EvidenceRow], things: Things) -> Network:
    """Group ties into edges, and describe the nodes; nothing is measured yet."""
    edges = _edges(rows, things, directed=projection.directed)
    ids = sorted({end for row in rows for end in (row.source, row.target) if end})
    nodes = tuple(_node(iri, things) for iri in ids)
    return Network(
        name=projection.name,
        title=projection.query.summary,
        summary=projection.query.description,
        mode=projection.mode,
        directed=projection.directed,
        weight_meaning=projection.weight_meaning,
        version=things.version,
        nodes=nodes,
        edges=tuple(edges),
        names=_names(nodes, edges, things),
        money=any(row.amount is not None for row in rows),
    )


def finish(network: Network) -> Network:
    """Measure a network, find its communities and lay it out."""
    measured = centrality.measured(with_ties(network))
    return layout.laid_out(communities.grouped(measured))


def _edges(rows: list[EvidenceRow], things: Things, *, directed: bool) -> list[Edge]:
    groups: dict[Ends, list[EvidenceRow]] = defaultdict(list)
    for row in rows:
        if row.target and row.target != row.source:
            groups[_ends(row, directed=directed)].append(row)
    money = any(row.amount is not None for row in rows)
    return [_edge(ends, groups[ends], things, money=money) for ends in sorted(groups)]


def _ends(row: EvidenceRow, *, directed: bool) -> Ends:
    """Return what makes ties one edge; without a direction `a, b` shared is `b, a` shared."""
    if not directed and row.relation == SHARED and row.target < row.source:
        return row.target, row.source, row.relation
    return row.source, row.target, row.relation


def _edge(ends: Ends, rows: list[EvidenceRow], things: Things, *, money: bool) -> Edge:
    source, target, relation = ends
    return Edge(
        source=source,
        target=target,
        relation=terms.shorten(relation),
        weight=_weight(rows, money=money),
        things=tuple(sorted({row.thing for row in rows if row.thing})),
        themes=_sorted(theme for row in rows for theme in themes_of(row, things)),
        departments=_sorted(one for row in rows for one in departments_of(row, things)),
        evidence=_evidence(rows, things),
    )


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _weight(rows: list[EvidenceRow], *, money: bool) -> float:
    """Return the sum of the facts' amounts, or the number of shared things, or of facts."""
    if money:
        amounts = {row.facts: row.amount for row in rows if row.amount is not None}
        return float(sum(amounts.values()))
    shared = {row.thing for row in rows if row.thing}
    return float(len(shared or {row.facts for row in rows}))


def _evidence(rows: list[EvidenceRow], things: Things) -> tuple[Evidence, ...]:
    found = {
        (fact, section): lines
        for row in rows
        for fact in row.facts
        for section, lines in sections_of(row, fact, things).items()
    }
    return tuple(
        Evidence(fact, section, lines, things.label(fact))
        for (fact, section), lines in sorted(found.items())
    )


def _node(iri: str, things: Things) -> Node:
    lat, long = things.place(iri)
    return Node(
        id=iri,
        curie=terms.shorten(iri),
        label=things.label(iri),
        type=things.type(iri),
        themes=things.themes(iri),
        departments=(iri,) if things.is_department(iri) else (),
        lat=lat,
        long=long,
        same=things.same(iri),
    )


def with_ties(network: Network) -> Network:
    """Give each node the themes and departments of its ties besides its own."""
    themes: dict[str, set[str]] = defaultdict(set)
    departments: dict[str, set[str]] = defaultdict(set)
    for edge in network.edges:
        for end in (edge.source, edge.target):
            themes[end].update(edge.themes)
            departments[end].update(edge.departments)
    nodes = tuple(
        replace(
            node,
            themes=_sorted((*node.themes, *themes[node.id])),
            departments=_sorted((*node.departments, *departments[node.id])),
        )
        for node in network.nodes
    )
    return replace(network, nodes=nodes)


def _names(nodes: Iterable[Node], edges: list[Edge], things: Things) -> dict[str, Text]:
    """Return the labels of all that nodes and edges speak of."""
    found = {node.type: things.label(terms.term(node.type)) for node in nodes}
    for edge in edges:
        found[edge.relation] = _relation_name(edge.relation, things)
        found.update({iri: things.label(iri) for iri in (*edge.things, *edge.themes)})
        found.update({iri: things.label(iri) for iri in edge.departments})
    for node in nodes:
        found.update({iri: things.label(iri) for iri in (*node.themes, *node.departments)})
    return found


def _relation_name(relation: str, things: Things) -> Text:
    if relation == SHARED:
        return bilingual("networks.shared")
    return things.label(terms.expand(relation) or relation)
