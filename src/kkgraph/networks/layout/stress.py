"""Places for nodes, the same on every machine: stress per component, components side by side.

Only +, -, *, / and square roots are used and all choices come from one seed, so that
positions do not depend on a library's version. A tied pair is about `STEP` apart.
"""

import math
import random
from collections import deque
from dataclasses import replace

from kkgraph.networks.measures.centrality import SEED, igraph_of, note
from kkgraph.networks.measures.graph import LARGE, Simple, simple
from kkgraph.networks.model import Network

Point = tuple[float, float]
Term = tuple[int, int, float]
Box = tuple[float, float]
Corners = tuple[float, float, float, float]  # left, top, right, bottom

STEP = 100.0
_GAP = 110.0
_ROUNDS = 30
_LARGE_ROUNDS = 80
_EPSILON = 0.1
_ASPECT = 1.45


def laid_out(network: Network) -> Network:
    """Return the network with a place for each node; the whole is centred on (0, 0)."""
    plain = simple(network)
    if plain.size >= LARGE:
        note(f"laying out {plain.size} nodes")
        places = large(plain)
    else:
        places = _packed(plain)
    nodes = tuple(
        replace(node, x=round(x, 2), y=round(y, 2))
        for node, (x, y) in zip(network.nodes, _centred(places), strict=True)
    )
    return replace(network, nodes=nodes)


def large(plain: Simple) -> list[Point]:
    """Lay out with igraph's Fruchterman-Reingold on a grid, from a seeded start.

    What has no tie would drift away; it stands in rows below the rest.
    """
    chance = random.Random(SEED)  # noqa: S311 - no secret
    side = math.sqrt(plain.size)
    start = [[chance.random() * side, chance.random() * side] for _ in range(plain.size)]
    found = igraph_of(plain).layout_fruchterman_reingold(seed=start, grid=True, niter=_LARGE_ROUNDS)
    near = plain.neighbours()
    alone = [i for i, others in enumerate(near) if not others]
    tied = [i for i, others in enumerate(near) if others]
    places = _spread([(x, y) for x, y in found.coords], tied)
    for i, place in zip(alone, _rows(len(alone), [places[i] for i in tied]), strict=True):
        places[i] = place
    return places


def _spread(places: list[Point], tied: list[int]) -> list[Point]:
    """Scale places so that the tied nodes have about half a step of room each."""
    xs, ys = [places[i][0] for i in tied], [places[i][1] for i in tied]
    extent = (max(xs) - min(xs)) * (max(ys) - min(ys)) if tied else 0.0
    scale = STEP / 2 * math.sqrt(len(tied) / extent) if extent else STEP
    return [(x * scale, y * scale) for x, y in places]


def _rows(count: int, above: list[Point]) -> list[Point]:
    """Return places in rows below others, as wide as those, half a step apart."""
    left, right = min((x for x, _ in above), default=0.0), max((x for x, _ in above), default=0.0)
    top, step = max((y for _, y in above), default=0.0) + STEP, STEP / 2
    wide = max(int((right - left) / step) + 1, math.isqrt(count))
    return [(left + i % wide * step, top + i // wide * step) for i in range(count)]


def _centred(places: list[Point]) -> list[Point]:
    if not places:
        return []
    xs, ys = [x for x, _ in places], [y for _, y in places]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return [(x - middle[0], y - middle[1]) for x, y in places]


def _packed(plain: Simple) -> list[Point]:
    near = plain.neighbours()
    parts = _parts(near)
    inner = [_turned(stress(part, near)) for part in parts]
    corners = _arranged([_size(each) for each in inner])
    places: list[Point] = [(0.0, 0.0)] * plain.size
    for part, local, (left, top) in zip(parts, inner, corners, strict=True):
        for node, (x, y) in zip(part, local, strict=True):
            places[node] = (left + x, top + y)
    return places


def _parts(near: list[list[int]]) -> list[list[int]]:
    """Return the connected parts, the largest first, nodes in order."""
    seen: set[int] = set()
    parts = []
    for start in range(len(near)):
        if start not in seen:
            part = sorted(steps_from(start, near))
            seen.update(part)
            parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def steps_from(start: int, near: list[list[int]]) -> dict[int, int]:
    """Return how many steps each reachable node is away."""
    steps, waiting = {start: 0}, deque([start])
    while waiting:
        node = waiting.popleft()
        for other in near[node]:
            if other not in steps:
                steps[other] = steps[node] + 1
                waiting.append(other)
    return steps


def stress(part: list[int], near: list[list[int]]) -> list[Point]:
    """Place a connected part so that distances match steps (stochastic gradient descent)."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    radius = math.sqrt(len(part))
    places = [[chance.random() * radius, chance.random() * radius] for _ in part]
    terms = _terms(part, near)
    for rate in _rates(terms):
        chance.shuffle(terms)
        _pull(places, terms, rate)
    return _apart([(x * STEP, y * STEP) for x, y in places])


def _terms(part: list[int], near: list[list[int]]) -> list[Term]:
    """Return each pair and its wanted distance; neighbours of busy nodes get more room."""
    index = {node: i for i, node in enumerate(part)}
    terms = []
    for node in part:
        steps = steps_from(node, near)
        for other in part:
            if node < other:
                room = _room(len(near[node]), len(near[other])) if steps[other] == 1 else 1.0
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


def _turned(places: list[Point]) -> list[Point]:
    """Turn a part so that it lies wide rather than high, its corner at (0, 0)."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    mean = sum(xs) / len(xs), sum(ys) / len(ys)
    moved = [(x - mean[0], y - mean[1]) for x, y in places]
    wide = sum(x * x - y * y for x, y in moved)
    cross = 2 * sum(x * y for x, y in moved)
    cos, sin = _half_angle(wide, cross)
    turned = [(x * cos + y * sin, y * cos - x * sin) for x, y in moved]
    left, top = min(x for x, _ in turned), min(y for _, y in turned)
    return [(x - left, y - top) for x, y in turned]


def _half_angle(wide: float, cross: float) -> Point:
    """Return cosine and sine of the main axis, from the doubled angle, without trigonometry."""
    length = math.sqrt(wide * wide + cross * cross)
    if length == 0:
        return 1.0, 0.0
    cos = math.sqrt(max(0.0, (1 + wide / length) / 2))
    sin = math.sqrt(max(0.0, (1 - wide / length) / 2))
    return cos, sin if cross >= 0 else -sin


def _size(places: list[Point]) -> Box:
    return max(x for x, _ in places), max(y for _, y in places)


def _arranged(boxes: list[Box]) -> list[Point]:
    """Return a corner for each box, the largest first, so that the whole stays compact."""
    taken: list[Corners] = []
    corners = [(0.0, 0.0)]
    found = []
    for w, h in boxes:
        wide, high = w + _GAP, h + _GAP
        free = [at for at in corners if not _hit(at, wide, high, taken)]
        left, top = min(free, key=lambda at: _cost(at, wide, high, taken))
        taken.append((left, top, left + wide, top + high))
        right, bottom = left + wide, top + high
        corners += [(right, top), (left, bottom), (right, 0.0), (0.0, bottom)]
        found.append((left, top))
    return found


def _hit(at: Point, wide: float, high: float, taken: list[Corners]) -> bool:
    x, y = at
    return any(
        x < right and left < x + wide and y < bottom and top < y + high
        for left, top, right, bottom in taken
    )


def _cost(at: Point, wide: float, high: float, taken: list[Corners]) -> tuple[float, float, float]:
    """Return how far the whole would reach, height counted by the wanted shape of a page."""
    right = max([at[0] + wide, *(box[2] for box in taken)])
    bottom = max([at[1] + high, *(box[3] for box in taken)])
    return max(right, bottom * _ASPECT), at[1], at[0]
