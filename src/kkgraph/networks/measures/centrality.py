"""Degree, weighted degree, betweenness and PageRank of a network's nodes."""

import random
import sys
from dataclasses import replace
from typing import Any

from kkgraph.errors import LibraryMissing
from kkgraph.networks.measures.graph import LARGE, SimpleGraph, simple
from kkgraph.networks.model import Network

SEED = 2020
_DAMPING, _ROUNDS, _CLOSE = 0.85, 200, 1e-10
# Above so many nodes times edges betweenness is estimated from some nodes only.
_EXACT = 50_000_000
PIVOTS = 250


def measured(network: Network) -> Network:
    """Return the network with its nodes' measures.

    Degree counts edges, weighted degree sums their weights (parallel edges each);
    betweenness is the share of shortest paths through a node, steps uncounted by
    weight; PageRank follows strength, in both directions unless the network is directed.
    """
    degree, weighted = _degrees(network)
    plain = simple(network)
    between = betweenness(plain)
    ranks = pagerank(plain, _arrows(network) if network.directed else None)
    nodes = tuple(
        replace(
            node,
            degree=degree[node.id],
            weighted_degree=weighted[node.id],
            betweenness=between[i],
            pagerank=ranks[i],
        )
        for i, node in enumerate(network.nodes)
    )
    return replace(network, nodes=nodes)


def _degrees(network: Network) -> tuple[dict[str, int], dict[str, float]]:
    degree = {node.id: 0 for node in network.nodes}
    weighted = {node.id: 0.0 for node in network.nodes}
    for edge in network.edges:
        for end in (edge.source, edge.target):
            degree[end] += 1
            weighted[end] += edge.weight
    return degree, weighted


def _arrows(network: Network) -> list[tuple[int, int]]:
    number = {node.id: i for i, node in enumerate(network.nodes)}
    return sorted({(number[e.source], number[e.target]) for e in network.edges})


def betweenness(plain: SimpleGraph) -> list[float]:
    """Return each node's betweenness between 0 and 1; estimated from samples when large."""
    if plain.size < 3:  # noqa: PLR2004 - no node lies between two others
        return [0.0] * plain.size
    if plain.size < LARGE:
        import networkx as nx

        found = nx.betweenness_centrality(plain.to_networkx())
        return [round(found[i], 8) for i in range(plain.size)]
    return _sampled_betweenness(plain)


def _sampled_betweenness(plain: SimpleGraph) -> list[float]:
    graph = igraph_of(plain)
    size, pivots = plain.size, _pivots(plain)
    if pivots is None:
        scale = 2 / ((size - 1) * (size - 2))
        return [value * scale for value in graph.betweenness()]
    note(f"betweenness is estimated from {len(pivots)} of {size} nodes")
    scale = 2 / ((size - 1) * (size - 2)) * size / len(pivots) / 2
    return [value * scale * 2 for value in graph.betweenness(sources=pivots, targets=None)]


def _pivots(plain: SimpleGraph) -> list[int] | None:
    """Return the nodes to start from, None for all; fewer the larger the graph."""
    work = plain.size * len(plain.weights)
    if work <= _EXACT:
        return None
    count = max(25, min(PIVOTS, _EXACT // max(1, len(plain.weights))))
    return sorted(random.Random(SEED).sample(range(plain.size), count))  # noqa: S311 - no secret


def pagerank(plain: SimpleGraph, arrows: list[tuple[int, int]] | None = None) -> list[float]:
    """Return PageRank (sums to 1) by power iteration, along arrows if there are any."""
    if plain.size >= LARGE:
        return [float(value) for value in _large_pagerank(plain, arrows)]
    links = _links(plain, arrows)
    ranks = [1 / plain.size] * plain.size if plain.size else []
    for _ in range(_ROUNDS):
        fresh = _step(ranks, links)
        if sum(abs(a - b) for a, b in zip(ranks, fresh, strict=True)) < _CLOSE:
            break
        ranks = fresh
    return [round(rank, 8) for rank in ranks]


def _links(
    plain: SimpleGraph, arrows: list[tuple[int, int]] | None
) -> list[list[tuple[int, float]]]:
    """Return for each node where its rank goes, with shares that sum to 1."""
    out: list[list[tuple[int, float]]] = [[] for _ in range(plain.size)]
    for (a, b), strength in sorted(plain.weights.items()):
        if arrows is None:
            out[a].append((b, strength))
            out[b].append((a, strength))
    for a, b in arrows or ():
        out[a].append((b, 1.0))
    totals = [sum(strength for _, strength in each) for each in out]
    return [
        [(node, strength / total) for node, strength in each] if total else []
        for each, total in zip(out, totals, strict=True)
    ]


def _step(ranks: list[float], links: list[list[tuple[int, float]]]) -> list[float]:
    size = len(ranks) or 1
    lost = sum(rank for rank, each in zip(ranks, links, strict=True) if not each)
    fresh = [(1 - _DAMPING) / size + _DAMPING * lost / size] * len(ranks)
    for rank, each in zip(ranks, links, strict=True):
        for node, share in each:
            fresh[node] += _DAMPING * rank * share
    return fresh


def _large_pagerank(plain: SimpleGraph, arrows: list[tuple[int, int]] | None) -> list[float]:
    graph = igraph_of(plain, arrows)
    weights = None if arrows is not None else "weight"
    return list(graph.pagerank(directed=arrows is not None, weights=weights))


def igraph_of(plain: SimpleGraph, arrows: list[tuple[int, int]] | None = None) -> Any:  # noqa: ANN401 - igraph has no types
    """Return the graph in igraph; raises LibraryMissing where that is not installed."""
    try:
        import igraph
    except ImportError:
        what = f"a network of {plain.size} nodes"
        raise LibraryMissing(what, "igraph", "networks") from None
    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - no secret
    if arrows is not None:
        return igraph.Graph(n=plain.size, edges=arrows, directed=True)
    graph = igraph.Graph(n=plain.size, edges=plain.pairs())
    graph.es["weight"] = [plain.weights[pair] for pair in plain.pairs()]
    return graph


def note(text: str) -> None:
    """Tell on stderr what is going on in a large network."""
    print(f"kkgraph: {text}", file=sys.stderr)  # noqa: T201 - progress, not output
