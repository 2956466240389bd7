"""Components side by side: each turned to lie wide, the whole as compact as a page."""

import math

Point = tuple[float, float]
Box = tuple[float, float]
Corners = tuple[float, float, float, float]  # left, top, right, bottom

_GAP = 110.0
_ASPECT = 1.45


def turned(places: list[Point]) -> list[Point]:
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


def size(places: list[Point]) -> Box:
    """Return width and height of a part whose corner is at (0, 0)."""
    return max(x for x, _ in places), max(y for _, y in places)


def arranged(boxes: list[Box]) -> list[Point]:
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
