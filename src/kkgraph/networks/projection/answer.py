"""The rows of a network's query that a selection leaves: what its ties rest on."""

from dataclasses import replace

from kkgraph import queries, terms
from kkgraph.networks.model import Network
from kkgraph.networks.projection import filters, merging
from kkgraph.networks.projection.attributes import Attributes
from kkgraph.networks.projection.declaration import Projection
from kkgraph.networks.projection.evidence_rows import EvidenceRow, read_rows
from kkgraph.networks.projection.projection import select
from kkgraph.networks.selection import Selection, resolved, said
from kkgraph.store import Store
from kkgraph.tables import Result, Table

Ends = tuple[str, str, str]


def selected(store: Store, projection: Projection, chosen: Selection, lang: str = "en") -> Result:
    """Return the answer of a network's query with those rows only that its selected ties rest on.

    A row without a target stays where its node does. Raises what `projection.build` raises.
    """
    result = queries.run(store, projection.query, lang=lang)
    wanted, attributes = resolved(store, chosen), Attributes(store)
    evidence = read_rows(result, projection.name)
    passing = set(filters.filtered(evidence, wanted, attributes))
    network = select(store, projection, chosen)
    ties, nodes = _ties(network), {node.id for node in network.nodes}
    if not isinstance(result, Table):
        return result
    told = (row for row in result.rows if row[result.columns.index("source")] is not None)
    rows = tuple(
        row
        for row, one in zip(told, evidence, strict=True)
        if one in passing and _stays(one, wanted, attributes, ties, nodes)
    )
    return replace(result, rows=rows, about=result.about._replace(values=said(chosen)))


def _ties(network: Network) -> set[Ends]:
    """Return the ties of a network, both ways where they have no direction."""
    there = {(edge.source, edge.target, edge.relation) for edge in network.edges}
    return there if network.directed else there | {(b, a, name) for a, b, name in there}


def _stays(
    row: EvidenceRow, wanted: Selection, attributes: Attributes, ties: set[Ends], nodes: set[str]
) -> bool:
    rows = merging.merged([row], attributes) if wanted.merge else [row]
    return any(
        (one.source, one.target, terms.shorten(one.relation)) in ties
        if one.target
        else one.source in nodes
        for one in rows
    )
