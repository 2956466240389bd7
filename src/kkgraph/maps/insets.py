"""One frame of a map: outlines, arcs from home or between places, with their names."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from kkgraph.maps.outlines import outlines
from kkgraph.maps.places import Arc, Place
from kkgraph.maps.projections import Project, azimuthal, equal_earth
from kkgraph.networks.drawing import labels
from kkgraph.networks.drawing.labels import Anchor, Placed
from kkgraph.networks.drawing.shapes import number
from kkgraph.texts import phrase

_LAND, _BORDER, _SEA, _ARC, _DOT, _START = (
    "#e9ebe6", "#c3c8bf", "#f3f7fa", "#0072b2", "#0072b2", "#d55e00",
)  # fmt: skip
_TEXT = 11.0
_BEND = 0.16  # how far an arc leaves the straight line, in its length
_CURVE_STEPS = 8
_WALL = 20
RADIUS, THICKNESS = (2.2, 1.3), (0.6, 0.55)

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees
Point = tuple[float, float]


@dataclass(frozen=True)
class Inset:
    """A frame on the page, and what part of the globe it shows."""

    name: str
    outline: str
    project: Project
    bounds: Bounds
    frame: tuple[float, float, float, float]  # x, y, width, height

    def at(self, longitude: float, latitude: float) -> Point:
        """Return a place of the globe on the page."""
        x, y = self.project(longitude, latitude)
        left, top, scale = self._fit()
        return left + x * scale, top + y * scale

    def shows(self, place: Place) -> bool:
        """Tell whether a place lies in the frame."""
        west, south, east, north = self.bounds
        if not (west <= place.long <= east and south <= place.lat <= north):
            return False
        x, y, wide, high = self.frame
        px, py = self.at(place.long, place.lat)
        return x < px < x + wide and y < py < y + high

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


INSETS = (
    Inset("world", "world", equal_earth, (-168, -56, 179, 78), (30, 66, 1140, 500)),
    Inset("europe", "europe", azimuthal(9, 48), (-13, 36, 31, 60), (30, 586, 560, 560)),
    Inset("norden", "europe", azimuthal(5, 60), (-27, 53.2, 36, 66), (610, 586, 560, 560)),
)


def nearest_inset(place: Place) -> Inset:
    """Return the nearest view of a place: the last inset that shows it."""
    return next((inset for inset in reversed(INSETS) if inset.shows(place)), INSETS[0])


def draw(
    inset: Inset, places: Sequence[Place], arcs: Sequence[Arc], lang: str, home: Place | None
) -> list[str]:
    """Return an inset as SVG; a mark carries the number in the list of the place it stands for.

    Arcs that begin in no place begin at `home`, and are left out without one.
    """
    shown = [(index, place) for index, place in enumerate(places) if inset.shows(place)]
    drawn = [
        arc if arc.start else replace(arc, start=home)
        for arc in arcs
        if (arc.start or home) and all(inset.shows(end) for end in arc.places)
    ]
    x, y, wide, high = (number(value) for value in inset.frame)
    return [
        (
            f'<clipPath id="clip-{inset.name}">'
            f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="6"/></clipPath>'
        ),
        f'<g class="inset" clip-path="url(#clip-{inset.name})">',
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{_SEA}"/>',
        f'<path d="{_land(inset)}" fill="{_LAND}" stroke="{_BORDER}" stroke-width="0.5"/>',
        *(_arc(inset, arc, places) for arc in drawn),
        *(_dot(inset, index, place) for index, place in shown),
        *(_origin(inset, lang, home) if home else ()),
        *_names(inset, shown, drawn, lang, home),
        "</g>",
        (
            f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="6" fill="none" '
            f'stroke="{_BORDER}"/>'
        ),
    ]


def _land(inset: Inset) -> str:
    x, y, wide, high = inset.frame
    parts = []
    for ring in outlines(inset.outline):
        points = [inset.at(*point) for point in ring]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if max(xs) > x and min(xs) < x + wide and max(ys) > y and min(ys) < y + high:
            parts.append("M" + "L".join(f"{number(px)} {number(py)}" for px, py in points) + "Z")
    return "".join(parts)


def scaled(scale: tuple[float, float], weight: float) -> float:
    """Return the radius of a dot or the width of an arc, which grow as the root of a weight."""
    return scale[0] + scale[1] * math.sqrt(weight)


def _bend(start: Point, end: Point) -> Point:
    """Return the control point of an arc, above the straight line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    side = 1 if dx >= 0 else -1
    return (start[0] + end[0]) / 2 + dy * _BEND * side, (start[1] + end[1]) / 2 - dx * _BEND * side


def _ends(inset: Inset, arc: Arc) -> tuple[Point, Point]:
    """Return where an arc begins and ends on the page."""
    start = arc.start or arc.end
    return inset.at(start.long, start.lat), inset.at(arc.end.long, arc.end.lat)


def _arc(inset: Inset, arc: Arc, places: Sequence[Place]) -> str:
    start, end = _ends(inset, arc)
    a, b, c = (" ".join(map(number, point)) for point in (start, _bend(start, end), end))
    width = number(scaled(THICKNESS, arc.weight))
    index = places.index(arc.end)
    other = f' data-other="{places.index(arc.start)}"' if arc.start in places else ""
    return (
        f'<path class="arc" data-place="{index}"{other} d="M{a}Q{b} {c}" fill="none" '
        f'stroke="{_ARC}" stroke-opacity="0.45" stroke-width="{width}"/>'
    )


def _dot(inset: Inset, index: int, place: Place) -> str:
    x, y = (number(value) for value in inset.at(place.long, place.lat))
    return (
        f'<circle class="dot" data-place="{index}" cx="{x}" cy="{y}" '
        f'r="{number(scaled(RADIUS, place.weight))}" fill="{_DOT}" stroke="#ffffff" '
        'stroke-width="0.8"/>'
    )


def _origin(inset: Inset, lang: str, home: Place) -> list[str]:
    x, y = inset.at(home.long, home.lat)
    name = _name("origin", f'x="{number(x)}" y="{number(y - 9)}"', phrase("maps.origin", lang))
    dot = f'<circle cx="{number(x)}" cy="{number(y)}" r="5" fill="{_START}" stroke="#ffffff"/>'
    return [dot, name]


def _around(x: float, y: float) -> list[Anchor]:
    """Return where the name of the home city stands, which no other may cover."""
    return [Anchor(x + shift, y - 6, 10, ("",), _TEXT) for shift in (-24, -8, 8, 24)]


def _names(
    inset: Inset, shown: list[tuple[int, Place]], arcs: list[Arc], lang: str, home: Place | None
) -> list[str]:
    """Name what no nearer inset shows; what overlaps stays nameless rather than unreadable."""
    own = [(index, place) for index, place in shown if nearest_inset(place) is inset]
    spots = [_spot(inset, place, lang) for _, place in own]
    others = [_spot(inset, place, lang) for _, place in shown]
    origin = _around(*inset.at(home.long, home.lat)) if home else []
    placed = labels.place(spots, [*others, *origin, *_walls(inset)], _segments(inset, arcs))
    return [
        _placed(index, one) for (index, _), one in zip(own, placed, strict=True) if one is not None
    ]


def _walls(inset: Inset) -> list[Anchor]:
    """Return spots all around the frame, so that no label leaves it."""
    x, y, wide, high = inset.frame
    across = [x + step for step in range(0, int(wide), _WALL)]
    down = [y + step for step in range(0, int(high), _WALL)]
    beside = [(edge, at) for at in down for edge in (x - _WALL, x + wide + _WALL)]
    above = [(at, edge) for at in across for edge in (y - _WALL, y + high + _WALL)]
    return [Anchor(px, py, _WALL, ("",), _TEXT) for px, py in beside + above]


def _spot(inset: Inset, place: Place, lang: str) -> Anchor:
    return Anchor(
        *inset.at(place.long, place.lat), scaled(RADIUS, place.weight), (place.label[lang],), _TEXT
    )


def _segments(inset: Inset, arcs: list[Arc]) -> list[labels.Segment]:
    """Return the arcs as short straight lines, for labels to keep off."""
    found: list[labels.Segment] = []
    for arc in arcs:
        start, end = _ends(inset, arc)
        points = [
            _on_curve(start, _bend(start, end), end, i / _CURVE_STEPS)
            for i in range(_CURVE_STEPS + 1)
        ]
        found += [(*a, *b) for a, b in itertools.pairwise(points)]
    return found


def _on_curve(start: Point, middle: Point, end: Point, t: float) -> Point:
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return (
        a * start[0] + b * middle[0] + c * end[0],
        a * start[1] + b * middle[1] + c * end[1],
    )


def _placed(index: int, placed: Placed) -> str:
    left, top, right, bottom = placed.box
    x, y = number((left + right) / 2), number((top + bottom) / 2 + _TEXT * 0.35)
    return _name("name", f'data-place="{index}" x="{x}" y="{y}"', placed.spot.lines[0])


def _name(kind: str, attributes: str, text: str) -> str:
    """Return a name over its white rim: two texts, since not every program does `paint-order`."""
    common = f'{attributes} text-anchor="middle" font-size="{number(_TEXT)}"'
    white = 'fill="#ffffff" stroke="#ffffff" stroke-width="2.4" stroke-linejoin="round"'
    return (
        f'<text class="{kind} rim" {common} {white} aria-hidden="true">{escape(text)}</text>'
        f'<text class="{kind}" {common} fill="#1c2330">{escape(text)}</text>'
    )
