"""Degree, betweenness, PageRank and core number of a network's nodes."""

import random
import sys
from collections import Counter
from dataclasses import replace
from typing import Any

from kkgraph.networks.measures.graph import LARGE, SimpleGraph, arrows
from kkgraph.networks.model import Network
from kkgraph.texts import Message, spoken

SEED = 2020
DIGITS = 11  # what two ways of reckoning, and igraph twice, agree on
_DAMPING, _ROUNDS, _CLOSE = 0.85, 1000, 1e-13
# Above so many nodes times edges betweenness is estimated from some nodes only.
_EXACT = 50_000_000
PIVOTS = 250


def measured(network: Network, plain: SimpleGraph) -> Network:
    """Return the network with its nodes' measures; `plain` is its `simple` graph.

    Degree counts edges, weighted degree sums their weights (parallel edges each). Betweenness
    is the share of shortest paths through a node, steps uncounted by weight; PageRank follows
    weights. Both go along the arrows of a directed network. The core number does not.
    """
    graph = arrows(network) if network.directed else plain
    between, ranks, cores = betweenness(graph), pagerank(graph), core_numbers(plain)
    out = Counter(edge.source for edge in network.edges)
    into = Counter(edge.target for edge in network.edges)
    strength = _strengths(network)
    nodes = tuple(
        replace(
            node,
            degree=into[node.id] + out[node.id],
            in_degree=into[node.id],
            out_degree=out[node.id],
            weighted_degree=strength[node.id],
            betweenness=between[i],
            pagerank=ranks[i],
            core=cores[i],
        )
        for i, node in enumerate(network.nodes)
    )
    return replace(network, nodes=nodes, sampled=len(_pivots(graph) or ()))


def _strengths(network: Network) -> dict[str, float]:
    """Return the weights of each node's edges, added."""
    found = dict.fromkeys([node.id for node in network.nodes], 0.0)
    for edge in network.edges:
        found[edge.source] += edge.weight
        found[edge.target] += edge.weight
    return found


def core_numbers(graph: SimpleGraph) -> list[int]:
    """Return for each node the largest k of a part in which all have k neighbours."""
    if graph.size >= LARGE:
        found = igraph_of(graph).coreness()
        return [int(core) for core in found]
    import networkx as nx

    cores = nx.core_number(graph.to_networkx())
    return [cores[i] for i in range(graph.size)]


def betweenness(graph: SimpleGraph) -> list[float]:
    """Return each node's betweenness between 0 and 1; estimated from samples when large."""
    if graph.size < 3:  # noqa: PLR2004 - no node lies between two others
        return [0.0] * graph.size
    if graph.size < LARGE:
        import networkx as nx

        found = nx.betweenness_centrality(graph.to_networkx())
        return [round(found[i], DIGITS) for i in range(graph.size)]
    return _large_betweenness(graph)


def _large_betweenness(graph: SimpleGraph) -> list[float]:
    size, pivots = graph.size, _pivots(graph)
    scale = (1 if graph.directed else 2) / ((size - 1) * (size - 2))
    if pivots is None:
        return [round(value * scale, DIGITS) for value in igraph_of(graph).betweenness()]
    note(Message("networks.progress.betweenness", n=len(pivots), size=size))
    scale *= size / len(pivots)
    found = igraph_of(graph).betweenness(sources=pivots, targets=None)
    return [round(value * scale, DIGITS) for value in found]


def _pivots(graph: SimpleGraph) -> list[int] | None:
    """Return the nodes to start from, None for all; fewer the larger the graph."""
    work = graph.size * len(graph.weights)
    if graph.size < LARGE or work <= _EXACT:
        return None
    count = max(25, min(PIVOTS, _EXACT // max(1, len(graph.weights))))
    return sorted(random.Random(SEED).sample(range(graph.size), count))  # noqa: S311 - no secret


def pagerank(graph: SimpleGraph) -> list[float]:
    """Return PageRank (sums to 1) by power iteration, along arrows if there are any."""
    if graph.size >= LARGE:
        found = igraph_of(graph).pagerank(directed=graph.directed, weights="weight")
        return [round(float(value), DIGITS) for value in found]
    links = _links(graph)
    ranks = [1 / graph.size] * graph.size if graph.size else []
    for _ in range(_ROUNDS):
        fresh = _step(ranks, links)
        if sum(abs(a - b) for a, b in zip(ranks, fresh, strict=True)) < _CLOSE:
            break
        ranks = fresh
    return [round(rank, DIGITS) for rank in ranks]


def _links(graph: SimpleGraph) -> list[list[tuple[int, float]]]:
    """Return for each node where its rank goes, with shares that sum to 1."""
    out: list[list[tuple[int, float]]] = [[] for _ in range(graph.size)]
    for (a, b), weight in sorted(graph.weights.items()):
        out[a].append((b, weight))
        if not graph.directed:
            out[b].append((a, weight))
    totals = [sum(weight for _, weight in each) for each in out]
    return [
        [(node, weight / total) for node, weight in each] if total else []
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


def igraph_of(graph: SimpleGraph) -> Any:  # noqa: ANN401 - igraph has no types
    """Return the graph in igraph, whose random numbers begin anew from the seed.

    Raises LibraryMissing where igraph is not installed.
    """
    found = graph.igraph
    import igraph

    igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - no secret
    return found


def note(message: Message) -> None:
    """Tell on stderr what is going on in a large network."""
    print(f"kkgraph: {message.said(spoken.get())}", file=sys.stderr)  # noqa: T201 - progress, not output
