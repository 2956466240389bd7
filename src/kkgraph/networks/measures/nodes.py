"""More of each node than every file carries: closeness, eigenvector, clustering, redundancy."""

from typing import Any

from kkgraph.networks.measures.graph import SimpleGraph

NodeMeasures = dict[str, float]


def node_measures(graph: SimpleGraph, sides: list[int] | None) -> list[NodeMeasures]:
    """Return what can be measured of each node, by name.

    Closeness is that of Wasserman and Faust (by arrows that lead to the node where the graph is
    directed). Eigenvector centrality is left out where it does not settle, or no arrows lead back.
    Clustering is Latapy's in a bipartite graph, where redundancy is defined for nodes with two ties
    or more (Latapy et al. 2008, doi:10.1016/j.socnet.2007.04.006).
    """
    import networkx as nx

    found: Any = graph.to_networkx()
    values = {"closeness": nx.closeness_centrality(found), "eigenvector": _eigenvector(found)}
    if sides is None:
        values["clustering"] = nx.clustering(found)
    else:
        values["clustering"] = nx.bipartite.clustering(found)
        several = [node for node in found if found.degree[node] > 1]
        values["redundancy"] = nx.bipartite.node_redundancy(found, several)
    return [
        {name: float(each[node]) for name, each in values.items() if node in each}
        for node in range(graph.size)
    ]


def _eigenvector(graph: Any) -> dict[int, float]:  # noqa: ANN401 - nx.Graph
    import networkx as nx

    if graph.is_directed() and graph.size() and nx.is_directed_acyclic_graph(graph):
        return {}  # it has no eigenvalue but 0, which takes 20,000 rounds to see
    try:
        found: dict[int, float] = nx.eigenvector_centrality(
            graph, max_iter=20_000, tol=1e-12, weight="weight"
        )
    except nx.NetworkXException:
        return {}
    return found
