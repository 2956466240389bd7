"""The backbone of a weighted network: edges that weigh more than chance gives their ends.

The disparity filter of Serrano, Boguñá and Vespignani (2009, doi:10.1073/pnas.0808904106): were
a node's weight spread at random over its k edges, an edge would hold a share p of it or more
with probability (1 - p) ** (k - 1). An edge's level is the smaller one of its two ends.
"""

from collections import defaultdict
from collections.abc import Sequence

from kkgraph.networks.model import Edge


def disparity(edges: Sequence[Edge], *, directed: bool) -> list[float]:
    """Return the level of each edge, between 0 and 1; an end with one edge says nothing (1).

    In a directed network an edge is one of those that leave its source, and one of those that
    enter its target.
    """
    sides = ("out", "in") if directed else ("any", "any")
    shares: dict[tuple[str, str], list[float]] = defaultdict(list)
    for edge in edges:
        for end in zip(sides, (edge.source, edge.target), strict=True):
            shares[end].append(edge.weight)
    return [
        min(
            _level(edge.weight, shares[end])
            for end in zip(sides, (edge.source, edge.target), strict=True)
        )
        for edge in edges
    ]


def _level(weight: float, weights: list[float]) -> float:
    whole = sum(weights)
    return (1 - weight / whole) ** (len(weights) - 1) if whole else 1.0
