"""Coastlines and borders: Natural Earth's, built into the package with the browser part."""

import itertools
import json
import math
from collections.abc import Iterable, Iterator
from functools import cache

from kkgraph.assets import bundle

Ring = list[tuple[float, float]]  # longitude, latitude in degrees
_FEWEST = 3  # corners of an outline that is drawn


@cache
def outlines(name: str) -> list[Ring]:
    """Return the rings of "world" (1:110m) or "europe" (1:50m).

    Raises BundleMissing where the browser part was not built.
    """
    found: dict[str, list[list[list[float]]]] = json.loads(bundle("outlines.json"))
    return [[(point[0], point[1]) for point in ring] for ring in found[name]]


def path(ring: Iterable[tuple[float, float]], digits: int, apart: float = 0.0) -> str:
    """Return a ring on the page as SVG path data with so many decimals, "" if little is left.

    Points that lie no more than `apart` from the one before are left out.
    """
    points = [*_apart(ring, digits, apart)]
    if len(points) < _FEWEST:
        return ""
    steps = [(x - ox, y - oy) for (ox, oy), (x, y) in itertools.pairwise(points)]
    moves = " ".join(f"{_short(x, digits)} {_short(y, digits)}" for x, y in steps)
    return f"M{_short(points[0][0], digits)} {_short(points[0][1], digits)}l{moves}Z"


def _apart(
    ring: Iterable[tuple[float, float]], digits: int, apart: float
) -> Iterator[tuple[float, float]]:
    last = (math.inf, math.inf)
    for x, y in ring:
        point = round(x, digits), round(y, digits)
        if math.dist(point, last) > apart:
            last = point
            yield point


def _short(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    return "0" if text == "-0" else text
