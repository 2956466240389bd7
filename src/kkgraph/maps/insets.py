"""One frame of a map: outlines, arcs from home or between places, with their names."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from xml.sax.saxutils import escape

from kkgraph.maps.places import Arc, Place
from kkgraph.maps.projections import azimuthal, equal_earth
from kkgraph.maps.views import Point, View
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
RADIUS, THICKNESS = (2.2, 1.3), (0.6, 0.55)

INSETS = (
    View("world", "world", equal_earth, (-168, -56, 179, 78), (30, 66, 1140, 500)),
    View("europe", "europe", azimuthal(9, 48), (-13, 36, 31, 60), (30, 586, 560, 560)),
    View("norden", "europe", azimuthal(5, 60), (-27, 53.2, 36, 66), (610, 586, 560, 560)),
)


def _shows(inset: View, place: Place) -> bool:
    return inset.shows(place.long, place.lat)


def nearest_inset(place: Place) -> View:
    """Return the nearest view of a place: the last inset that shows it."""
    return next((inset for inset in reversed(INSETS) if _shows(inset, place)), INSETS[0])


def draw(
    inset: View, places: Sequence[Place], arcs: Sequence[Arc], lang: str, home: Place | None
) -> list[str]:
    """Return an inset as SVG; a mark carries the number in the list of the place it stands for.

    Arcs that begin in no place begin at `home`, and are left out without one.
    """
    shown = [(index, place) for index, place in enumerate(places) if _shows(inset, place)]
    drawn = [
        arc if arc.start else replace(arc, start=home)
        for arc in arcs
        if (arc.start or home) and all(_shows(inset, end) for end in arc.places)
    ]
    x, y, wide, high = (number(value) for value in inset.frame)
    return [
        (
            f'<clipPath id="clip-{inset.name}">'
            f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" rx="6"/></clipPath>'
        ),
        f'<g class="inset" clip-path="url(#clip-{inset.name})">',
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{_SEA}"/>',
        f'<path d="{inset.land()}" fill="{_LAND}" stroke="{_BORDER}" stroke-width="0.5"/>',
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


def scaled(scale: tuple[float, float], weight: float) -> float:
    """Return the radius of a dot or the width of an arc, which grow as the root of a weight."""
    return scale[0] + scale[1] * math.sqrt(weight)


def _bend(start: Point, end: Point) -> Point:
    """Return the control point of an arc, above the straight line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    side = 1 if dx >= 0 else -1
    return (start[0] + end[0]) / 2 + dy * _BEND * side, (start[1] + end[1]) / 2 - dx * _BEND * side


def _ends(inset: View, arc: Arc) -> tuple[Point, Point]:
    """Return where an arc begins and ends on the page."""
    start = arc.start or arc.end
    return inset.at(start.long, start.lat), inset.at(arc.end.long, arc.end.lat)


def _arc(inset: View, arc: Arc, places: Sequence[Place]) -> str:
    start, end = _ends(inset, arc)
    a, b, c = (" ".join(map(number, point)) for point in (start, _bend(start, end), end))
    width = number(scaled(THICKNESS, arc.weight))
    index = places.index(arc.end)
    other = f' data-other="{places.index(arc.start)}"' if arc.start in places else ""
    return (
        f'<path class="arc" data-place="{index}"{other} d="M{a}Q{b} {c}" fill="none" '
        f'stroke="{_ARC}" stroke-opacity="0.45" stroke-width="{width}"/>'
    )


def _dot(inset: View, index: int, place: Place) -> str:
    x, y = (number(value) for value in inset.at(place.long, place.lat))
    return (
        f'<circle class="dot" data-place="{index}" cx="{x}" cy="{y}" '
        f'r="{number(scaled(RADIUS, place.weight))}" fill="{_DOT}" stroke="#ffffff" '
        'stroke-width="0.8"/>'
    )


def _origin(inset: View, lang: str, home: Place) -> list[str]:
    x, y = inset.at(home.long, home.lat)
    name = _name("origin", f'x="{number(x)}" y="{number(y - 9)}"', phrase("maps.origin", lang))
    dot = f'<circle cx="{number(x)}" cy="{number(y)}" r="5" fill="{_START}" stroke="#ffffff"/>'
    return [dot, name]


def _around(x: float, y: float) -> list[Anchor]:
    """Return where the name of the home city stands, which no other may cover."""
    return [Anchor(x + shift, y - 6, 10, ("",), _TEXT) for shift in (-24, -8, 8, 24)]


def _names(
    inset: View, shown: list[tuple[int, Place]], arcs: list[Arc], lang: str, home: Place | None
) -> list[str]:
    """Name what no nearer inset shows; what overlaps stays nameless rather than unreadable."""
    own = [(index, place) for index, place in shown if nearest_inset(place) is inset]
    spots = [_spot(inset, place, lang) for _, place in own]
    others = [_spot(inset, place, lang) for _, place in shown]
    origin = _around(*inset.at(home.long, home.lat)) if home else []
    x, y, wide, high = inset.frame
    room = (x, y, x + wide, y + high)
    placed = labels.place(spots, [*others, *origin], _segments(inset, arcs), room)
    return [
        _placed(index, one) for (index, _), one in zip(own, placed, strict=True) if one is not None
    ]


def _spot(inset: View, place: Place, lang: str) -> Anchor:
    return Anchor(
        *inset.at(place.long, place.lat), scaled(RADIUS, place.weight), (place.label[lang],), _TEXT
    )


def _segments(inset: View, arcs: list[Arc]) -> list[labels.Segment]:
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
