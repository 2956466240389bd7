"""What two have in common, against chance: each keeps its number, and each thing its own.

As many random networks are made as asked for, by exchanging who is in what (`nulls.rewired`).
The interval holds the middle 95 % of them. `share` is that of random networks in which the two
have as much in common or more; `family` that in which some pair stands out as far, so that it
is what counts where one looks for the pair that stands out most.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from kkgraph.networks.measures.centrality import SEED
from kkgraph.networks.measures.graph import Pair, SimpleGraph
from kkgraph.networks.measures.nulls import compared, rewired, spread

_TAIL = 0.025

Counts = dict[Pair, int]


class Overlap(NamedTuple):
    """How many things two share, and what chance gives."""

    one: str
    other: str
    shared: int
    mean: float
    low: int
    high: int
    z: float | None
    share: float
    family: float


def overlaps(memberships: Iterable[tuple[str, str]], count: int, seed: int = SEED) -> list[Overlap]:
    """Return each pair of owners with what they share of their things, most beyond chance first.

    A membership is an owner and a thing. `count` is the number of random networks, 1 or more.
    """
    ties = set(memberships)
    owners = sorted({owner for owner, _ in ties})
    things = sorted({thing for _, thing in ties})
    number = {one: i for i, one in enumerate([*owners, *things])}
    pairs = {(number[owner], number[thing]): 1.0 for owner, thing in ties}
    graph = SimpleGraph(len(number), pairs)
    sides = [0] * len(owners) + [1] * len(things)
    found = _shared(graph, len(owners))
    nulls = [_shared(null, len(owners)) for null in rewired(graph, sides, count, seed)]
    chance = {pair: [null[pair] for null in nulls] for pair in found}
    most = _most(chance, nulls)
    rows = [
        _overlap((owners[a], owners[b]), shared, chance[a, b], most)
        for (a, b), shared in found.items()
    ]
    return sorted(rows, key=lambda row: (-(row.z or 0.0), row.one, row.other))


def _shared(graph: SimpleGraph, owners: int) -> Counts:
    """Return how many things each pair of owners shares: an owner's things are bits of a number."""
    bits = [0] * owners
    for owner, thing in graph.weights:
        bits[owner] |= 1 << thing
    return {(a, b): (bits[a] & bits[b]).bit_count() for a, b in combinations(range(owners), 2)}


def _most(chance: dict[Pair, list[int]], nulls: list[Counts]) -> list[float]:
    """Return of each null network how far the pair that stands out most lies above chance.

    In standard deviations; a pair that cannot vary stands out nowhere.
    """
    spreads = {pair: spread(values) for pair, values in chance.items()}
    return [
        max(spreads[pair].z(shared) or 0.0 for pair, shared in null.items())
        for null in nulls
        if null
    ]


def _overlap(ends: tuple[str, str], shared: int, nulls: list[int], most: list[float]) -> Overlap:
    found = compared(shared, nulls)
    ordered = sorted(nulls)
    tail = int(_TAIL * len(ordered))
    beyond = sum(one >= (found.z or 0.0) - 1e-12 for one in most)
    return Overlap(
        *ends,
        shared=shared,
        mean=found.mean,
        low=ordered[tail],
        high=ordered[-1 - tail],
        z=found.z,
        share=found.share,
        family=beyond / len(most),
    )
