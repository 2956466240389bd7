"""One frame of a map: outlines, arcs from home, places with their names."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kkgraph.maps.outlines import outlines
from kkgraph.maps.places import Stop
from kkgraph.maps.projections import Project, azimuthal, equal_earth
from kkgraph.networks.drawing import labels
from kkgraph.networks.drawing.labels import Anchor, Placed
from kkgraph.networks.drawing.shapes import number
from kkgraph.texts import phrase

HOME_PLACE = (12.56553, 55.67594)  # Copenhagen; GeoNames 2618425
_LAND, _BORDER, _SEA, _ARC, _DOT, _HOME = (
    "#e9ebe6", "#c3c8bf", "#f3f7fa", "#0072b2", "#0072b2", "#d55e00",
)  # fmt: skip
_TEXT = 11.0
_BEND = 0.16  # how far an arc leaves the straight line, in its length
_CURVE_STEPS = 8
_WALL = 20

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees
Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
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

    def shows(self, stop: Stop) -> bool:
        """Tell whether a place lies in the frame."""
        west, south, east, north = self.bounds
        if not (west <= stop.long <= east and south <= stop.lat <= north):
            return False
        x, y, wide, high = self.frame
        px, py = self.at(stop.long, stop.lat)
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


PANELS = (
    Panel("world", "world", equal_earth, (-168, -56, 179, 78), (30, 120, 1140, 500)),
    Panel("europe", "europe", azimuthal(9, 48), (-13, 36, 31, 60), (30, 640, 560, 560)),
    Panel("norden", "europe", azimuthal(5, 60), (-27, 53.2, 36, 66), (610, 640, 560, 560)),
)


def home_panel(stop: Stop) -> Panel:
    """Return the nearest view of a place: the last panel that shows it."""
    return next((panel for panel in reversed(PANELS) if panel.shows(stop)), PANELS[0])


def draw(panel: Panel, stops: Sequence[Stop], lang: str) -> list[str]:
    """Return a panel as SVG; each place and arc carries its stop's place in the list."""
    shown = [(index, stop) for index, stop in enumerate(stops) if panel.shows(stop)]
    x, y, wide, high = (number(value) for value in panel.frame)
    return [
        (
            f'<clipPath id="clip-{panel.name}">'
            f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="6"/></clipPath>'
        ),
        f'<g class="panel" clip-path="url(#clip-{panel.name})">',
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{_SEA}"/>',
        f'<path d="{_land(panel)}" fill="{_LAND}" stroke="{_BORDER}" stroke-width="0.5"/>',
        *(_arc(panel, index, stop) for index, stop in shown),
        *(_dot(panel, index, stop) for index, stop in shown),
        *_home(panel, lang),
        *_names(panel, shown, lang),
        "</g>",
        (
            f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="6" fill="none" '
            f'stroke="{_BORDER}"/>'
        ),
    ]


def _land(panel: Panel) -> str:
    x, y, wide, high = panel.frame
    parts = []
    for ring in outlines(panel.outline):
        points = [panel.at(*point) for point in ring]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if max(xs) > x and min(xs) < x + wide and max(ys) > y and min(ys) < y + high:
            parts.append("M" + "L".join(f"{number(px)} {number(py)}" for px, py in points) + "Z")
    return "".join(parts)


def radius(weight: float) -> float:
    """Return the radius of a place's dot."""
    return 2.2 + 1.3 * math.sqrt(weight)


def thickness(weight: float) -> float:
    """Return the width of an arc."""
    return 0.6 + 0.55 * math.sqrt(weight)


def _bend(start: Point, end: Point) -> Point:
    """Return the control point of an arc, above the straight line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    side = 1 if dx >= 0 else -1
    return (start[0] + end[0]) / 2 + dy * _BEND * side, (start[1] + end[1]) / 2 - dx * _BEND * side


def _arc(panel: Panel, index: int, stop: Stop) -> str:
    start, end = panel.at(*HOME_PLACE), panel.at(stop.long, stop.lat)
    a, b, c = (" ".join(map(number, point)) for point in (start, _bend(start, end), end))
    width = number(thickness(stop.weight))
    return (
        f'<path class="arc" data-stop="{index}" d="M{a}Q{b} {c}" fill="none" stroke="{_ARC}" '
        f'stroke-opacity="0.45" stroke-width="{width}"/>'
    )


def _dot(panel: Panel, index: int, stop: Stop) -> str:
    x, y = (number(value) for value in panel.at(stop.long, stop.lat))
    return (
        f'<circle class="dot" data-stop="{index}" cx="{x}" cy="{y}" '
        f'r="{number(radius(stop.weight))}" fill="{_DOT}" stroke="#ffffff" stroke-width="0.8"/>'
    )


def _home(panel: Panel, lang: str) -> list[str]:
    x, y = panel.at(*HOME_PLACE)
    name = _name("home", f'x="{number(x)}" y="{number(y - 9)}"', phrase("maps.home", lang))
    dot = f'<circle cx="{number(x)}" cy="{number(y)}" r="5" fill="{_HOME}" stroke="#ffffff"/>'
    return [dot, name]


def _names(panel: Panel, shown: list[tuple[int, Stop]], lang: str) -> list[str]:
    """Name what no nearer panel shows; what overlaps stays nameless rather than unreadable."""
    own = [(index, stop) for index, stop in shown if home_panel(stop) is panel]
    spots = [_spot(panel, stop, lang) for _, stop in own]
    others = [_spot(panel, stop, lang) for _, stop in shown]
    x, y = panel.at(*HOME_PLACE)
    home = [Anchor(x + shift, y - 6, 10, ("",), _TEXT) for shift in (-24, -8, 8, 24)]
    placed = labels.place(spots, [*others, *home, *_walls(panel)], _segments(panel, shown))
    return [
        _placed(index, one) for (index, _), one in zip(own, placed, strict=True) if one is not None
    ]


def _walls(panel: Panel) -> list[Anchor]:
    """Return spots all around the frame, so that no label leaves it."""
    x, y, wide, high = panel.frame
    across = [x + step for step in range(0, int(wide), _WALL)]
    down = [y + step for step in range(0, int(high), _WALL)]
    beside = [(edge, at) for at in down for edge in (x - _WALL, x + wide + _WALL)]
    above = [(at, edge) for at in across for edge in (y - _WALL, y + high + _WALL)]
    return [Anchor(px, py, _WALL, ("",), _TEXT) for px, py in beside + above]


def _spot(panel: Panel, stop: Stop, lang: str) -> Anchor:
    return Anchor(*panel.at(stop.long, stop.lat), radius(stop.weight), (stop.label[lang],), _TEXT)


def _segments(panel: Panel, shown: list[tuple[int, Stop]]) -> list[labels.Segment]:
    """Return the arcs as short straight lines, for labels to keep off."""
    start = panel.at(*HOME_PLACE)
    found: list[labels.Segment] = []
    for _, stop in shown:
        end = panel.at(stop.long, stop.lat)
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
    return _name("name", f'data-stop="{index}" x="{x}" y="{y}"', placed.spot.lines[0])


def _name(kind: str, attributes: str, text: str) -> str:
    """Return a name over its white rim: two texts, since not every program does `paint-order`."""
    common = f'{attributes} text-anchor="middle" font-size="{number(_TEXT)}"'
    white = 'fill="#ffffff" stroke="#ffffff" stroke-width="2.4" stroke-linejoin="round"'
    return (
        f'<text class="{kind} rim" {common} {white} aria-hidden="true">{escape(text)}</text>'
        f'<text class="{kind}" {common} fill="#1c2330">{escape(text)}</text>'
    )
