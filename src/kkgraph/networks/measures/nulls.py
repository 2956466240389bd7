"""A network against chance: networks rewired at random that keep each node's degree.

Two ties exchange their ends, again and again, unless that made a loop or a tie twice (Maslov
and Sneppen 2002, doi:10.1126/science.1065103). Directed ties keep their direction, and those
of a bipartite network go from one side to the other, so that each keeps its degree as a source
and as a target. The weights stay with the ties that are exchanged.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from kkgraph.networks.measures.centrality import SEED
from kkgraph.networks.measures.graph import Pair, SimpleGraph, arrows
from kkgraph.networks.model import Network

_SWAPS = 10  # tried for each tie between one network and the next
_FIRST = 100  # before the first, so that it owes nothing to the real one


class Compared(NamedTuple):
    """A value against those of null networks.

    `z` is its distance from their mean in their standard deviations, None where they do not
    vary; `share` is that of null networks whose value is as large or larger.
    """

    value: float
    mean: float
    deviation: float
    z: float | None
    share: float


def null_networks(network: Network, count: int, seed: int = SEED) -> Iterator[SimpleGraph]:
    """Yield null networks of a network, in which all of its nodes keep their numbers.

    In a one-mode network it is who is in what that is exchanged, of the things that two nodes or
    more are in, and the ties come of that: a project of five ties all five by itself.
    """
    if network.mode == "one-mode" and any(edge.things for edge in network.edges):
        return _projected(network, count, seed)
    return rewired(arrows(network), sides_of(network), count, seed)


def sides_of(network: Network) -> list[int] | None:
    """Return the side of each node of a bipartite network, None for others."""
    sides = [node.side for node in network.nodes if node.side is not None]
    return sides if sides and len(sides) == len(network.nodes) else None


def _projected(network: Network, count: int, seed: int) -> Iterator[SimpleGraph]:
    size = len(network.nodes)
    number = {node.id: i for i, node in enumerate(network.nodes)}
    things = sorted({thing for edge in network.edges for thing in edge.things})
    number |= {thing: size + i for i, thing in enumerate(things)}
    members = {
        (number[end], number[thing]): 1.0
        for edge in network.edges
        for end in (edge.source, edge.target)
        for thing in edge.things
    }
    sides = [0] * size + [1] * len(things)
    for null in rewired(SimpleGraph(len(sides), members), sides, count, seed):
        yield _shared(null, size)


def _shared(members: SimpleGraph, size: int) -> SimpleGraph:
    """Return which of the first nodes share how many of the others."""
    weights: dict[Pair, float] = {}
    for ends in members.neighbours()[size:]:
        for pair in combinations(ends, 2):
            weights[pair] = weights.get(pair, 0.0) + 1.0
    return SimpleGraph(size, weights)


def rewired(
    graph: SimpleGraph, sides: list[int] | None, count: int, seed: int = SEED
) -> Iterator[SimpleGraph]:
    """Yield null networks of a graph; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    ties = [_oriented(pair, sides) for pair in graph.pairs()]
    weights = [graph.weights[pair] for pair in graph.pairs()]
    free = not graph.directed and sides is None
    for number in range(count):
        _swap(ties, chance, (_SWAPS if number else _FIRST) * len(ties), free=free)
        pairs = (pair if graph.directed else _key(pair) for pair in ties)
        yield SimpleGraph(graph.size, dict(zip(pairs, weights, strict=True)), graph.directed)


def _oriented(pair: Pair, sides: list[int] | None) -> Pair:
    return pair[::-1] if sides is not None and sides[pair[0]] else pair


def _key(pair: Pair) -> Pair:
    return pair if pair[0] < pair[1] else pair[::-1]


def _swap(ties: list[Pair], chance: random.Random, tries: int, *, free: bool) -> None:
    """Let pairs of ties exchange their targets; `free` ties have their ends in any order."""
    there = {_key(pair) if free else pair for pair in ties}
    if len(ties) < 2:  # noqa: PLR2004 - one tie has no other to exchange with
        return
    size, draw = len(ties), chance.random
    for _ in range(tries):
        i, j = int(draw() * size), int(draw() * size)
        (a, b), (c, d) = ties[i], ties[j]
        if free and draw() < 0.5:  # noqa: PLR2004 - either end
            c, d = d, c
        if i == j or a == d or c == b:
            continue
        one, other = (_key((a, d)), _key((c, b))) if free else ((a, d), (c, b))
        if one == other or one in there or other in there:
            continue
        there.remove(_key(ties[i]) if free else ties[i])
        there.remove(_key(ties[j]) if free else ties[j])
        there.add(one)
        there.add(other)
        ties[i], ties[j] = (a, d), (c, b)


class Spread(NamedTuple):
    """Mean and standard deviation of the values of null networks."""

    mean: float
    deviation: float

    def z(self, value: float) -> float | None:
        """Return how many deviations a value lies above the mean, None where they do not vary."""
        varies = self.deviation > 1e-12  # noqa: PLR2004 - rounding
        return (value - self.mean) / self.deviation if varies else None


def spread(nulls: Sequence[float]) -> Spread:
    """Return mean and standard deviation of some values, one or more."""
    mean = sum(nulls) / len(nulls)
    return Spread(mean, (sum((null - mean) ** 2 for null in nulls) / len(nulls)) ** 0.5)


def compared(value: float, nulls: Sequence[float]) -> Compared:
    """Return how a value compares with those of null networks."""
    found = spread(nulls)
    share = sum(null >= value - 1e-12 for null in nulls) / len(nulls)
    return Compared(value, *found, found.z(value), share)
