"""From a declared network to a Network: run its query, group the ties, measure, lay out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from kkgraph import queries, terms
from kkgraph.errors import ParameterInvalid
from kkgraph.networks.layout import layout
from kkgraph.networks.measures import centrality, communities
from kkgraph.networks.measures.graph import simple
from kkgraph.networks.model import (
    Edge,
    Evidence,
    Later,
    Network,
    Node,
    Part,
    Text,
    sections_above,
)
from kkgraph.networks.projection import filters, merging, money, subgraph
from kkgraph.networks.projection.attributes import Attributes
from kkgraph.networks.projection.declaration import Projection
from kkgraph.networks.projection.evidence_rows import (
    SHARED,
    EvidenceRow,
    departments_of,
    period_of,
    read_rows,
    sections_of,
    themes_of,
)
from kkgraph.networks.projection.periods import whole
from kkgraph.networks.projection.weights import Weigh, meaning, weigher
from kkgraph.networks.selection import WHOLE, Selection, resolved, said
from kkgraph.store import Store
from kkgraph.texts import Message, bilingual

Ends = tuple[str, str, str]
_curie = lru_cache(256)(terms.shorten)  # of relations, which are few


def build(store: Store, projection: Projection, chosen: Selection = WHOLE) -> Network:
    """Return a declared network of a loaded store, as selected, measured and laid out.

    Raises ParameterInvalid, EntityNotFound, EntityAmbiguous or NodeNotInNetwork for a
    selection that does not fit.
    """
    return finish(select(store, projection, chosen))


def select(store: Store, projection: Projection, chosen: Selection = WHOLE) -> Network:
    """Return a declared network of a store, as selected, neither measured nor laid out.

    Raises what `build` raises.
    """
    wanted = resolved(store, chosen)
    if wanted.method != WHOLE.method and projection.mode != "one-mode":
        what = Message("errors.selection.one_mode", name=projection.name)
        raise ParameterInvalid("projection", what)
    attributes = Attributes(store)
    rows = read_rows(queries.run(store, projection.query), projection.name)
    rows = filters.filtered(rows, wanted, attributes)
    if wanted.merge:
        rows = merging.merged(rows, attributes)
    part = subgraph.take(assemble(projection, rows, attributes, wanted), wanted)
    stated = {"stated": "yes"} if store.stated else {}
    return replace(part, filters=said(chosen) | store.project.edition.words | stated)


def assemble(
    projection: Projection,
    rows: list[EvidenceRow],
    attributes: Attributes,
    chosen: Selection = WHOLE,
) -> Network:
    """Group ties into edges, and describe the nodes; nothing is measured yet."""
    weigh = weigher(rows, chosen.method)
    edges = _edges(rows, attributes, weigh, directed=projection.directed)
    ids = {end for row in rows for end in row.ends}
    if chosen.filters:
        ids = {end for edge in edges for end in (edge.source, edge.target)}
    nodes = tuple(_node(iri, attributes) for iri in sorted(ids))
    network = Network(
        name=projection.name,
        title=projection.query.summary,
        summary=projection.query.description,
        mode=projection.mode,
        directed=projection.directed,
        weight_meaning=meaning(projection.weight_meaning, chosen.method),
        version=attributes.version,
        nodes=nodes,
        edges=tuple(edges),
        names=_names(nodes, edges, attributes),
        home=tuple(_node(iri, attributes) for iri in attributes.home),
    )
    return with_sides(money.with_money(network, rows, attributes))


def with_sides(network: Network) -> Network:
    """Give the nodes of a bipartite network their side: 0 for sources, 1 for targets.

    A node without ties has the side of its class. Where a node is on both sides, none has one.
    """
    sources = {edge.source for edge in network.edges}
    targets = {edge.target for edge in network.edges}
    if network.mode != "bipartite" or sources & targets:
        return network
    classes = {node.type for node in network.nodes if node.id in targets}
    classes -= {node.type for node in network.nodes if node.id in sources}
    nodes = tuple(
        replace(
            node,
            side=int(node.id in targets or (node.id not in sources and node.type in classes)),
        )
        for node in network.nodes
    )
    return replace(network, nodes=nodes)


def finish(network: Network) -> Network:
    """Measure a network, find its communities and lay it out."""
    plain = simple(network)
    measured = centrality.measured(with_ties(network), plain)
    return layout.laid_out(communities.grouped(measured, plain), plain)


def _edges(
    rows: list[EvidenceRow], attributes: Attributes, weigh: Weigh, *, directed: bool
) -> list[Edge]:
    groups: dict[Ends, list[EvidenceRow]] = defaultdict(list)
    for row in rows:
        if row.target and row.target != row.source:
            groups[_ends(row, directed=directed)].append(row)
    return [_edge(ends, groups[ends], attributes, weigh) for ends in sorted(groups)]


def _ends(row: EvidenceRow, *, directed: bool) -> Ends:
    """Return what makes ties one edge; without a direction `a, b` shared is `b, a` shared."""
    if not directed and row.relation == SHARED and row.target < row.source:
        return row.target, row.source, row.relation
    return row.source, row.target, row.relation


def _edge(ends: Ends, rows: list[EvidenceRow], attributes: Attributes, weigh: Weigh) -> Edge:
    source, target, relation = ends
    period = whole([period_of(row, attributes) for row in rows])
    amount = money.amount_of(rows, attributes)
    return Edge(
        source=source,
        target=target,
        relation=_curie(relation),
        weight=weigh(rows),
        things=tuple(sorted({row.thing for row in rows if row.thing})),
        themes=_sorted(theme for row in rows for theme in themes_of(row, attributes)),
        departments=_sorted(one for row in rows for one in departments_of(row, attributes)),
        start=period.start,
        end=period.end,
        amount=None if amount is None else float(amount.amount),
        currency=amount.currency if amount else "",
        evidence=_evidence(rows, attributes),
        parts=_parts(rows, attributes) if len(rows) > 1 else (),
        surveys=_sorted(one for row in rows for f in row.facts for one in attributes.surveys(f)),
    )


def _parts(rows: list[EvidenceRow], attributes: Attributes) -> tuple[Part, ...]:
    """Return the pieces of evidence of one tie, none where there is but one."""
    found = {_part(row, attributes): None for row in rows}
    return tuple(found) if len(found) > 1 else ()


def _part(row: EvidenceRow, attributes: Attributes) -> Part:
    period = period_of(row, attributes)
    return Part(
        counted=row.thing or " ".join(row.facts),
        facts=row.facts,
        sections=tuple(tuple(sections_of(row, fact, attributes)) for fact in row.facts),
        themes=_sorted(themes_of(row, attributes)),
        departments=_sorted(departments_of(row, attributes)),
        start=period.start,
        end=period.end,
    )


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    found = set(values)
    return tuple(sorted(found)) if len(found) > 1 else tuple(found)


def _evidence(rows: list[EvidenceRow], attributes: Attributes) -> tuple[Evidence, ...]:
    found = {
        (fact, section): lines
        for row in rows
        for fact in row.facts
        for section, lines in sections_of(row, fact, attributes).items()
    }
    return tuple(
        Evidence(fact, section, lines, Later(attributes.label, fact))
        for (fact, section), lines in sorted(found.items())
    )


def _node(iri: str, attributes: Attributes) -> Node:
    lat, long = attributes.place(iri)
    period = attributes.period(iri)
    return Node(
        id=iri,
        curie=terms.shorten(iri),
        label=attributes.label(iri),
        type=attributes.type(iri),
        spellings=attributes.spellings(iri),
        themes=attributes.themes(iri),
        departments=(iri,) if attributes.is_department(iri) else (),
        lat=lat,
        long=long,
        same=attributes.same(iri),
        start=period.start,
        end=period.end,
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


def _names(nodes: Iterable[Node], edges: list[Edge], attributes: Attributes) -> dict[str, Text]:
    """Return the labels of all that nodes and edges speak of."""
    found = {node.type: attributes.label(terms.term(node.type)) for node in nodes}
    for edge in edges:
        found[edge.relation] = _relation_name(edge.relation, attributes)
        found.update({iri: attributes.label(iri) for iri in (*edge.things, *edge.themes)})
        found.update({iri: attributes.label(iri) for iri in edge.departments})
    for node in nodes:
        found.update({iri: attributes.label(iri) for iri in (*node.themes, *node.departments)})
    sections = sections_above(edges)
    return found | {number: attributes.label(terms.section(number)) for number in sections}


def _relation_name(relation: str, attributes: Attributes) -> Text:
    if relation == SHARED:
        return bilingual("networks.shared")
    return attributes.label(terms.expand(relation) or relation)
