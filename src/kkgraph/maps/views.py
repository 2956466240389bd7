"""A view of the globe: which part of it is shown, how it is projected, and where on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kkgraph.maps.outlines import outlines, path
from kkgraph.maps.projections import Project

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees
Point = tuple[float, float]
_BESIDE = 40.0  # of the page: how far outlines are drawn beside the frame


@dataclass(frozen=True)
class View:
    """A frame on the page, and what part of the globe it shows, on which outlines."""

    name: str
    outline: str
    project: Project
    bounds: Bounds
    frame: tuple[float, float, float, float]  # x, y, width, height

    def at(self, longitude: float, latitude: float) -> Point:
        """Return a place of the globe on the page."""
        x, y = self.project(longitude, latitude)
        left, top, scale = self._fit
        return left + x * scale, top + y * scale

    def shows(self, longitude: float, latitude: float) -> bool:
        """Tell whether a place lies in the frame."""
        west, south, east, north = self.bounds
        if not (west <= longitude <= east and south <= latitude <= north):
            return False
        x, y, wide, high = self.frame
        px, py = self.at(longitude, latitude)
        return x < px < x + wide and y < py < y + high

    def land(self, digits: int = 1, apart: float = 0.0) -> str:
        """Return the outlines in the frame as path data; `digits`, `apart` as in `path`."""
        return _land(self, digits, apart)

    def near(self, point: Point) -> Point:
        """Return a point, moved to just outside the frame if it lies far from it."""
        x, y, wide, high = self.frame
        across = min(max(point[0], x - _BESIDE), x + wide + _BESIDE)
        return across, min(max(point[1], y - _BESIDE), y + high + _BESIDE)

    def touches(self, ring: Sequence[Point]) -> bool:
        """Tell whether a ring has a part in the frame."""
        x, y, wide, high = self.frame
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        return max(xs) > x and min(xs) < x + wide and max(ys) > y and min(ys) < y + high

    @cached_property
    def _fit(self) -> tuple[float, float, float]:
        """Return the shift and scale that put the middle of the bounds into the frame."""
        west, south, east, north = self.bounds
        middle = self.project((west + east) / 2, (south + north) / 2)
        span_x = self.project(east, (south + north) / 2)[0]
        span_x -= self.project(west, (south + north) / 2)[0]
        span_y = self.project((west + east) / 2, south)[1]
        span_y -= self.project((west + east) / 2, north)[1]
        x, y, wide, high = self.frame
        scale = min(wide / span_x, high / span_y)
        return x + wide / 2 - middle[0] * scale, y + high / 2 - middle[1] * scale, scale


@lru_cache(maxsize=16)
def _land(view: View, digits: int, apart: float) -> str:
    """Return what `View.land` does: always the same, and most of the work on a map."""
    rings = ([view.at(*point) for point in ring] for ring in outlines(view.outline))
    seen = (map(view.near, ring) for ring in rings if view.touches(ring))
    return "".join(path(ring, digits, apart) for ring in seen)
