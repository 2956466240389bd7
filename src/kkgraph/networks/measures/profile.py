"""What a network is as a whole: size, density, components, distances, clustering, mixing, groups.

Structure is that of the simple graph. Distances and components are those of the undirected one,
and the diameter and mean distance are over the pairs that can reach each other.
"""

from collections.abc import Sequence
from typing import Any

from kkgraph.networks.measures import assortativity
from kkgraph.networks.measures.communities import partition
from kkgraph.networks.measures.distances import distances
from kkgraph.networks.measures.graph import SimpleGraph, components

Profile = dict[str, float | None]


def profile(graph: SimpleGraph, kinds: Sequence[str], sides: Sequence[int] | None) -> Profile:
    """Return the measures of a graph by name, None where one is not defined.

    `kinds` are the classes of the nodes; `sides` 0 or 1 for each, where it is bipartite.
    """
    plain = undirected(graph)
    parts = components(plain.to_networkx())
    far = distances(plain.neighbours())
    return {
        "nodes": graph.size,
        "edges": len(graph.weights),
        "density": _density(graph, sides),
        "components": len(parts),
        "largest_component": len(parts[0]) if parts else 0,
        "diameter": far.diameter,
        "mean_distance": far.mean,
        "clustering": _clustering(graph, sides),
        "modularity": _modularity(plain),
        "degree_assortativity": assortativity.by_degree(graph),
        "class_assortativity": assortativity.by_kind(graph, kinds),
    }


def undirected(graph: SimpleGraph) -> SimpleGraph:
    """Return the graph without arrows, the weights of a pair added."""
    weights: dict[tuple[int, int], float] = {}
    for (a, b), weight in graph.weights.items():
        pair = (a, b) if a < b else (b, a)
        weights[pair] = weights.get(pair, 0.0) + weight
    return SimpleGraph(graph.size, weights)


def _density(graph: SimpleGraph, sides: Sequence[int] | None) -> float | None:
    """Return the ties as a share of those that there could be."""
    possible = graph.size * (graph.size - 1) / (1 if graph.directed else 2)
    if sides is not None:
        possible = sum(sides) * (graph.size - sum(sides))
    return len(graph.weights) / possible if possible else None


def _clustering(graph: SimpleGraph, sides: Sequence[int] | None) -> float | None:
    """Return the mean local clustering, or Robins and Alexander's of a bipartite graph.

    Robins and Alexander (2004, doi:10.1023/B:CMOT.0000032580.12184.c0); Fagiolo's (2007,
    doi:10.1103/PhysRevE.76.026107) where the graph is directed.
    """
    import networkx as nx

    found: Any = graph.to_networkx()
    if not graph.weights:
        return None
    if sides is not None:
        return float(nx.bipartite.robins_alexander_clustering(found))
    return float(nx.average_clustering(found))


def _modularity(plain: SimpleGraph) -> float | None:
    """Return the modularity of the communities that Louvain finds (Blondel et al. 2008)."""
    import networkx as nx

    groups = partition(plain)
    if not groups:
        return None
    alone = set(range(plain.size)) - {node for group in groups for node in group}
    parts = [*groups, *([node] for node in sorted(alone))]
    return float(nx.community.modularity(plain.to_networkx(), parts))
