"""Do ties join like with like: by degree (Newman 2002), and by kind (Newman 2003).

doi:10.1103/PhysRevLett.89.208701 and doi:10.1103/PhysRevE.67.026126.
"""

import math
from collections import Counter
from collections.abc import Hashable, Sequence

from kkgraph.networks.measures.graph import SimpleGraph


def by_degree(graph: SimpleGraph) -> float | None:
    """Return Pearson's correlation of the degrees at both ends, None where they do not vary.

    In a directed graph it is that of the source's out-degree and the target's in-degree.
    """
    out, into = Counter[int](), Counter[int]()
    for a, b in graph.weights:
        out[a] += 1
        into[b] += 1
    if not graph.directed:
        out = into = out + into
    ends = [(out[a], into[b]) for a, b in graph.weights]
    return _correlation(ends if graph.directed else ends + [(y, x) for x, y in ends])


def _correlation(pairs: list[tuple[int, int]]) -> float | None:
    n = len(pairs) or 1
    mean_x, mean_y = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    together = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    apart = sum((x - mean_x) ** 2 for x, _ in pairs) * sum((y - mean_y) ** 2 for _, y in pairs)
    return together / math.sqrt(apart) if apart > 1e-12 else None  # noqa: PLR2004 - rounding


def by_kind(graph: SimpleGraph, kinds: Sequence[Hashable]) -> float | None:
    """Return how much more ties join one kind than by chance; None where there is one kind."""
    ends = [(kinds[a], kinds[b]) for a, b in graph.weights]
    if not graph.directed:
        ends += [(y, x) for x, y in ends]
    if not ends:
        return None
    out, into = Counter(x for x, _ in ends), Counter(y for _, y in ends)
    same = sum(x == y for x, y in ends) / len(ends)
    chance = sum(out[kind] * into[kind] for kind in out) / len(ends) ** 2
    return (same - chance) / (1 - chance) if chance < 1 else None
