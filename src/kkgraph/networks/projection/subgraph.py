"""Taking a part of a network: by weight, backbone, around a node, core, component, no isolates."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kkgraph import terms
from kkgraph.errors.networks import NodeNotInNetwork
from kkgraph.networks.measures.backbone import BACKBONES
from kkgraph.networks.measures.graph import components
from kkgraph.networks.model import Edge, Network
from kkgraph.networks.selection import Selection

if TYPE_CHECKING:
    import networkx as nx


def take(network: Network, chosen: Selection) -> Network:
    """Return the part of a network; an edge stays only with both its ends."""
    if not chosen.cuts:
        return network
    edges = _strong(network, chosen)
    graph = _graph(replace(network, edges=edges))
    if chosen.ego is not None:
        graph = _neighbourhood(graph, chosen.ego, chosen.radius, network.name)
    if chosen.core:
        graph = _core(graph, chosen.core)
    if chosen.largest:
        graph = graph.subgraph(next(iter(components(graph)), ()))
    keep = {one for one in graph if graph.degree[one] or not chosen.drop_isolated}
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.id in keep),
        edges=tuple(edge for edge in edges if {edge.source, edge.target} <= keep),
    )


def _strong(network: Network, chosen: Selection) -> tuple[Edge, ...]:
    """Return the edges that weigh enough, and more than chance gives their ends."""
    edges = tuple(edge for edge in network.edges if edge.weight >= chosen.min_weight)
    if chosen.backbone is None:
        return edges
    levels = BACKBONES[chosen.filter](edges, directed=network.directed)
    return tuple(edge for edge, level in zip(edges, levels, strict=True) if level < chosen.backbone)


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


def _core(graph: "nx.Graph[str]", k: int) -> "nx.Graph[str]":
    import networkx as nx

    core: nx.Graph[str] = nx.k_core(graph, k)
    return core
