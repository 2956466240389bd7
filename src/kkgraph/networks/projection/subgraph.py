"""Taking a part of a network: by weight, around a node, its largest component, without isolates."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kkgraph import terms
from kkgraph.errors import NodeNotInNetwork
from kkgraph.networks.measures.graph import components
from kkgraph.networks.model import Network

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Subgraph:
    """Which part to keep. `ego`: the IRI in whose neighbourhood of `radius` steps to stay."""

    min_weight: float = 0.0
    ego: str | None = None
    radius: int = 1
    largest: bool = False
    drop_isolated: bool = False


def take(network: Network, wanted: Subgraph) -> Network:
    """Return the part of a network; an edge stays only with both its ends."""
    edges = tuple(edge for edge in network.edges if edge.weight >= wanted.min_weight)
    graph = _graph(replace(network, edges=edges))
    if wanted.ego is not None:
        graph = _neighbourhood(graph, wanted.ego, wanted.radius, network.name)
    if wanted.largest:
        graph = graph.subgraph(next(iter(components(graph)), ()))
    keep = {one for one in graph if graph.degree[one] or not wanted.drop_isolated}
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.id in keep),
        edges=tuple(edge for edge in edges if {edge.source, edge.target} <= keep),
    )


def _graph(network: Network) -> "nx.Graph[str]":
    """Return who is tied to whom, whatever the direction."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(node.id for node in network.nodes)
    graph.add_edges_from((edge.source, edge.target) for edge in network.edges)
    return graph


def _neighbourhood(graph: "nx.Graph[str]", ego: str, radius: int, name: str) -> "nx.Graph[str]":
    import networkx as nx

    if ego not in graph:
        raise NodeNotInNetwork(terms.shorten(ego), name)
    near: nx.Graph[str] = nx.ego_graph(graph, ego, radius=radius)
    return near
