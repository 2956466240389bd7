"""Where labels go: beside their nodes, on no other label and no node, over few edges."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kkgraph.networks.drawing import text_metrics

Box = tuple[float, float, float, float]  # left, top, right, bottom
Segment = tuple[float, float, float, float]

ANYWHERE = (-math.inf, -math.inf, math.inf, math.inf)
LINE = 1.18  # height of a line of text, in its size
_CELL = 80.0
# Directions to try (x, y; sides before corners), and how far off.
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
_OFF = (3.0, 11.0, 22.0, 38.0)
# The first to be served may stand farther off.
_LEADING, _FARTHER = 12, (60.0, 95.0, 140.0)
_FAR_COST = 1.5


@dataclass(frozen=True)
class Anchor:
    """A node to be labelled: centre, radius, the label's lines and the size of its letters."""

    x: float
    y: float
    radius: float
    lines: tuple[str, ...]
    size: float

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height of the label."""
        wide = max(text_metrics.width(line, self.size) for line in self.lines)
        return wide, len(self.lines) * self.size * LINE


@dataclass(frozen=True)
class Placed:
    """A label with its place. `led`: it is so far off that a line leads to its node."""

    spot: Anchor
    box: Box
    led: bool


class Grid:
    """Boxes or segments by the cells they touch, so that only near ones are compared."""

    def __init__(self) -> None:
        """Start empty."""
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, item: Box, reach: Box | None = None) -> None:
        """Add an item under the cells of its reach."""
        for cell in _cells(reach or item):
            self._cells[cell].append(item)

    def near(self, box: Box) -> Iterator[Box]:
        """Yield the items in the cells of a box (an item may come twice)."""
        for cell in _cells(box):
            yield from self._cells.get(cell, ())


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for i in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1):
        for j in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1):
            yield i, j


def place(
    spots: Sequence[Anchor],
    nodes: Iterable[Anchor],
    edges: Iterable[Segment],
    inside: Box = ANYWHERE,
) -> list[Placed | None]:
    """Return a place for each spot's label, the first served first; None where there is none."""
    taken, lines = Grid(), Grid()
    for node in nodes:
        taken.add(_disc(node))
    for edge in edges:
        for piece in _pieces(edge):
            lines.add(piece, _around(piece))
    return [
        _placed(spot, taken, lines, (inside, (*_OFF, *_FARTHER) if i < _LEADING else _OFF))
        for i, spot in enumerate(spots)
    ]


def _disc(node: Anchor) -> Box:
    reach = node.radius + 1.0
    return node.x - reach, node.y - reach, node.x + reach, node.y + reach


def _pieces(edge: Segment) -> Iterator[Segment]:
    """Cut a long edge, so that a piece touches few cells."""
    x1, y1, x2, y2 = edge
    count = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) // _CELL) + 1)
    for i in range(count):
        a, b = i / count, (i + 1) / count
        dx, dy = x2 - x1, y2 - y1
        yield x1 + dx * a, y1 + dy * a, x1 + dx * b, y1 + dy * b


def _around(piece: Segment) -> Box:
    x1, y1, x2, y2 = piece
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _placed(
    spot: Anchor, taken: Grid, lines: Grid, room: tuple[Box, Sequence[float]]
) -> Placed | None:
    best: tuple[float, Placed] | None = None
    inside, offs = room
    for rank, off in enumerate(offs):
        for order, side in enumerate(_SIDES):
            box = _beside(spot, side, off)
            if not _within(box, inside) or any(_overlap(box, one) for one in taken.near(box)):
                continue
            crossed = sum(_touches(piece, box) for piece in set(lines.near(box)))
            cost = crossed + rank * _FAR_COST + order * 0.1
            if best is None or cost < best[0]:
                best = cost, Placed(spot, box, led=rank > 1)
        if best is not None and best[0] <= (rank + 1) * _FAR_COST:
            break
    if best is None:
        return None
    taken.add(best[1].box)
    return best[1]


def _beside(spot: Anchor, side: tuple[int, int], off: float) -> Box:
    """Return the label's box on a side of its node."""
    wide, high = spot.extent
    away = (spot.radius + off) * (1.0 if 0 in side else 0.72)
    x = spot.x + side[0] * (away + wide / 2)
    y = spot.y + side[1] * (away + high / 2)
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _within(box: Box, room: Box) -> bool:
    return box[0] >= room[0] and box[1] >= room[1] and box[2] <= room[2] and box[3] <= room[3]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _touches(piece: Segment, box: Box) -> bool:
    """Tell whether a segment passes through a box (clipping by Liang and Barsky)."""
    x1, y1, x2, y2 = piece
    low, high = 0.0, 1.0
    for delta, from_, to in (
        (x2 - x1, box[0] - x1, box[2] - x1),
        (y2 - y1, box[1] - y1, box[3] - y1),
    ):
        if delta == 0:
            if from_ > 0 or to < 0:
                return False
            continue
        near, far = sorted((from_ / delta, to / delta))
        low, high = max(low, near), min(high, far)
        if low > high:
            return False
    return True
