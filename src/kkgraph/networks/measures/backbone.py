"""The backbone of a weighted network: edges that weigh more than chance gives their ends.

Two ways to tell, both as the level at which an edge is more than chance:

The disparity filter of Serrano, Boguñá and Vespignani (2009, doi:10.1073/pnas.0808904106): were
a node's weight spread at random over its k edges, an edge would hold a share p of it or more
with probability (1 - p) ** (k - 1). An edge's level is the smaller one of its two ends.

The noise-corrected backbone of Coscia and Neffke (2017, doi:10.1109/ICDE.2017.100): a weight is
held against the one that the strengths of both ends give, and against how uncertain it is, the
prior being a beta distribution of the hypergeometric mean and variance. The level is that of the
normal distribution: 0.1, 0.05 and 0.01 are the paper's delta of 1.28, 1.64 and 2.32.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from math import sqrt
from statistics import NormalDist

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


def noise_corrected(edges: Sequence[Edge], *, directed: bool) -> list[float]:
    """Return the level of each edge, between 0 and 1; 1 where its ends leave no other choice.

    Without a direction an edge counts once each way.
    """
    out: dict[str, float] = defaultdict(float)
    into: dict[str, float] = defaultdict(float)
    for edge in edges:
        ways = [(edge.source, edge.target), (edge.target, edge.source)]
        for start, end in ways[: 1 if directed else 2]:
            out[start] += edge.weight
            into[end] += edge.weight
    total = sum(out.values())
    return [
        _excess_level(edge.weight, out[edge.source], into[edge.target], total) for edge in edges
    ]


def _excess_level(weight: float, out: float, into: float, total: float) -> float:
    """Return the probability of so much more than the ends' strengths give."""
    if total <= 1 or total in (out, into):
        return 1.0
    lift = total / (out * into)
    score = (lift * weight - 1) / (lift * weight + 1)
    return 1 - NormalDist().cdf(score / sqrt(_score_variance(weight, out, into, total)))


def _score_variance(weight: float, out: float, into: float, total: float) -> float:
    """Return the variance of an edge's score, by the delta method on that of its weight."""
    lift = total / (out * into)
    mean = out * into / total**2
    variance = out * into * (total - out) * (total - into) / (total**4 * (total - 1))
    alpha = mean**2 / variance * (1 - mean) - mean + weight
    beta = mean / variance * (1 - mean**2) - (1 - mean) + total - weight
    share = alpha / (alpha + beta)
    slope = 1 / (out * into) - total * (out + into) / (out * into) ** 2
    derivative = 2 * (lift + weight * slope) / (lift * weight + 1) ** 2
    return share * (1 - share) * total * derivative**2


BACKBONES: dict[str, Callable[..., list[float]]] = {
    "disparity": disparity,
    "noise-corrected": noise_corrected,
}
