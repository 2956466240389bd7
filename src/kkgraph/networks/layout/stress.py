"""Places for the nodes of a connected component, so that distances match steps.

Only +, -, *, / and square roots are used and all choices come from one seed, so that
positions do not depend on a library's version. A tied pair is about `STEP` apart.
"""

import math
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kkgraph.networks.measures.centrality import SEED

if TYPE_CHECKING:
    import networkx as nx

Point = tuple[float, float]
Term = tuple[int, int, float]

STEP = 100.0
_ROUNDS = 30
_EPSILON = 0.1


def stress(part: Sequence[int], graph: "nx.Graph[Any]") -> list[Point]:
    """Place a connected part so that distances match steps (stochastic gradient descent)."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    radius = math.sqrt(len(part))
    places = [[chance.random() * radius, chance.random() * radius] for _ in part]
    terms = _terms(part, graph)
    for rate in _rates(terms):
        chance.shuffle(terms)
        _pull(places, terms, rate)
    return _apart([(x * STEP, y * STEP) for x, y in places])


def _terms(part: Sequence[int], graph: "nx.Graph[Any]") -> list[Term]:
    """Return each pair and its wanted distance; neighbours of busy nodes get more room."""
    import networkx as nx

    index = {node: i for i, node in enumerate(part)}
    terms = []
    for node in part:
        steps = nx.single_source_shortest_path_length(graph, node)
        for other in part:
            if node < other:
                room = _room(graph.degree[node], graph.degree[other]) if steps[other] == 1 else 1.0
                terms.append((index[node], index[other], steps[other] * room))
    return terms


def _room(one: int, other: int) -> float:
    """Return how far apart two tied nodes go, by the number of their ties."""
    return 1.0 + 0.25 * math.sqrt(max(0, min(max(one, other), 36) - 6))


def _rates(terms: list[Term]) -> list[float]:
    """Return the learning rate of each round: from the largest distance squared to small."""
    if not terms:
        return []
    distances = [distance for _, _, distance in terms]
    first, last = max(distances) ** 2, _EPSILON * min(distances) ** 2
    factor = (last / first) ** (1 / (_ROUNDS - 1)) if first > last else 1.0
    rates = [first]
    for _ in range(_ROUNDS - 1):
        rates.append(rates[-1] * factor)
    return rates


def _pull(places: list[list[float]], terms: list[Term], rate: float) -> None:
    """Move each pair towards its distance, the nearer pairs the more."""
    for a, b, wanted in terms:
        one, other = places[a], places[b]
        dx, dy = one[0] - other[0], one[1] - other[1]
        length = math.sqrt(dx * dx + dy * dy) or 1e-9
        share = min(1.0, rate / (wanted * wanted)) * (length - wanted) / (2 * length)
        dx, dy = dx * share, dy * share
        one[0], one[1] = one[0] - dx, one[1] - dy
        other[0], other[1] = other[0] + dx, other[1] + dy


def _apart(places: list[Point]) -> list[Point]:
    """Push nodes that lie closer than half a step away from each other."""
    least = STEP * 0.5
    moved = [list(place) for place in places]
    for _ in range(40):
        if not _pushed(moved, least):
            break
    return [(x, y) for x, y in moved]


def _pushed(places: list[list[float]], least: float) -> bool:
    """Part each pair that is too close by half of what is missing; tell whether there was one."""
    order = sorted(range(len(places)), key=lambda i: (places[i][0], i))
    pushed = False
    for at, i in enumerate(order):
        for j in order[at + 1 :]:
            dx, dy = places[j][0] - places[i][0], places[j][1] - places[i][1]
            if dx >= least:
                break
            length = math.sqrt(dx * dx + dy * dy)
            if length < least * 0.98:
                _part(places[i], places[j], (dx, dy, length), least)
                pushed = True
    return pushed


def _part(
    one: list[float], other: list[float], gap: tuple[float, float, float], least: float
) -> None:
    dx, dy, length = gap
    if length < 1e-6:  # noqa: PLR2004 - on the very same spot there is no direction
        dx, dy, length = 1.0, 0.5, 1.118
    share = (least - length) / (2 * length)
    one[0], one[1] = one[0] - dx * share, one[1] - dy * share
    other[0], other[1] = other[0] + dx * share, other[1] + dy * share
