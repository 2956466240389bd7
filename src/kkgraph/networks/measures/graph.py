"""The plain graph under a network, for what counts nodes by number and knows one edge a pair."""

from collections.abc import Iterable
from dataclasses import dataclass

from kkgraph.networks.model import Network

Pair = tuple[int, int]

# From so many nodes on, igraph does what plain Python would take seconds for
# (measured in bench/networks.py).
LARGE = 1_000


@dataclass(frozen=True)
class Simple:
    """Nodes 0 to `size` - 1 and the summed strength of each pair, smaller number first."""

    size: int
    strength: dict[Pair, float]

    def pairs(self) -> list[Pair]:
        """Return the pairs that are tied, in order."""
        return sorted(self.strength)

    def neighbours(self) -> list[list[int]]:
        """Return for each node those tied to it, in order."""
        near: list[list[int]] = [[] for _ in range(self.size)]
        for a, b in self.pairs():
            near[a].append(b)
            near[b].append(a)
        return [sorted(each) for each in near]


def simple(network: Network) -> Simple:
    """Return the undirected graph of a network; sums of money do not count as strength."""
    number = {node.id: i for i, node in enumerate(network.nodes)}
    ends = ((number[e.source], number[e.target], e.weight) for e in network.edges)
    return _summed(len(number), ((a, b, 1.0 if network.money else w) for a, b, w in ends))


def _summed(size: int, edges: Iterable[tuple[int, int, float]]) -> Simple:
    strength: dict[Pair, float] = {}
    for a, b, weight in edges:
        pair = (a, b) if a < b else (b, a)
        strength[pair] = strength.get(pair, 0.0) + weight
    return Simple(size, strength)
