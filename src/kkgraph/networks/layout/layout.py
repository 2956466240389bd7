"""Places for nodes, the same on every machine: stress per component, components side by side."""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kkgraph.networks.layout import packing
from kkgraph.networks.layout.stress import STEP, Point, stress
from kkgraph.networks.measures.centrality import SEED, igraph_of, note
from kkgraph.networks.measures.graph import LARGE, SimpleGraph, components
from kkgraph.networks.model import Network
from kkgraph.texts import Message

_LARGE_ROUNDS = 30  # more change no picture of 10,000 nodes that a person could tell
_BETWEEN = 0.1  # how much a tie between groups pulls, where one within pulls 1
_GOLDEN = math.pi * (3 - math.sqrt(5))  # the angle that leaves no two of a spiral in line


def laid_out(network: Network, plain: SimpleGraph) -> Network:
    """Return the network with a place for each node; the whole is centred on (0, 0).

    `plain` is its `simple` graph.
    """
    if plain.size >= LARGE:
        note(Message("networks.progress.layout", n=plain.size))
        places = large(plain, [node.community for node in network.nodes])
    else:
        places = _packed(plain)
    nodes = tuple(
        replace(node, x=round(x, 2), y=round(y, 2))
        for node, (x, y) in zip(network.nodes, _centred(places), strict=True)
    )
    return replace(network, nodes=nodes)


def large(plain: SimpleGraph, groups: Sequence[int]) -> list[Point]:
    """Lay out with igraph's Fruchterman-Reingold on a grid, beginning with groups side by side.

    Ties between groups pull less than those within one, or all would be a ball. What has no
    tie would drift away; it stands in rows below the rest.
    """
    start = _side_by_side(groups)
    pulls = [1.0 if groups[a] == groups[b] else _BETWEEN for a, b in plain.pairs()]
    found = igraph_of(plain).layout_fruchterman_reingold(
        seed=start, grid=True, niter=_LARGE_ROUNDS, weights=pulls
    )
    near = plain.neighbours()
    alone = [i for i, others in enumerate(near) if not others]
    tied = [i for i, others in enumerate(near) if others]
    places = _spread([(x, y) for x, y in found.coords], tied)
    for i, place in zip(alone, _rows(len(alone), [places[i] for i in tied]), strict=True):
        places[i] = place
    return places


def _side_by_side(groups: Sequence[int]) -> list[Point]:
    """Return a seeded place for each member of groups that lie in a spiral, the first inmost."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    middles, within = {}, 0
    for group, size in sorted(Counter(groups).items()):
        far, angle = math.sqrt(within + size / 2), group * _GOLDEN
        middles[group] = far * math.cos(angle), far * math.sin(angle), math.sqrt(size)
        within += size
    places = []
    for group in groups:
        x, y, radius = middles[group]
        far, angle = radius * math.sqrt(chance.random()), 2 * math.pi * chance.random()
        places.append((x + far * math.cos(angle), y + far * math.sin(angle)))
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


def _packed(plain: SimpleGraph) -> list[Point]:
    graph = plain.to_networkx()
    parts = components(graph)
    inner = [packing.turned(stress(part, graph)) for part in parts]
    corners = packing.arranged([packing.size(each) for each in inner])
    places: list[Point] = [(0.0, 0.0)] * plain.size
    for part, local, (left, top) in zip(parts, inner, corners, strict=True):
        for node, (x, y) in zip(part, local, strict=True):
            places[node] = (left + x, top + y)
    return places
