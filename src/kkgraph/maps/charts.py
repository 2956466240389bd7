"""Places on a map: points on two views, Europe and the world."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kkgraph.maps.projections import azimuthal, equal_earth
from kkgraph.maps.views import View
from kkgraph.networks.drawing import labels
from kkgraph.networks.drawing.labels import Anchor

_TEXT = 18.0  # size of the letters, as site.css has it
_APART = 3.0  # of the page: what lies closer is one point of a coast

EUROPE = View("europe", "europe", azimuthal(11, 52), (-14, 35, 32, 70.5), (0, 0, 706, 690))
WORLD = View("world", "world", equal_earth, (-170, -56, 180, 76), (0, 0, 1232, 528))
VIEWS = (EUROPE, WORLD)  # the closest first


@dataclass(frozen=True)
class Located:
    """A thing with a place: degrees (WGS84), how often it is mentioned, and where its page is."""

    iri: str
    page: str
    label: str
    kind: str
    mentions: int
    lat: float
    long: float


@dataclass(frozen=True)
class Dot:
    """A place on a map, with how large it is and where its label begins (None: no label)."""

    iri: str
    page: str
    label: str
    kind: str
    x: float
    y: float
    radius: float
    text: tuple[float, float] | None = None


def size(view: View) -> tuple[float, float]:
    """Return width and height of a drawing."""
    return view.frame[2:]


def file(view: View) -> str:
    """Return the path of a drawing's outlines in the site."""
    return f"assets/{view.name}.svg"


def background(view: View) -> bytes:
    """Return the outlines as SVG; raises BundleMissing where the browser part was not built."""
    wide, high = size(view)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}"><path fill="#dfe5ea" stroke="#ffffff" stroke-width=".7" '
        f'd="{view.land(0, _APART)}"/></svg>\n'
    ).encode()


def at(view: View, lat: float, long: float) -> tuple[float, float] | None:
    """Return the point of a drawing for a point of the earth, None if it is not shown."""
    if not view.shows(long, lat):
        return None
    x, y = view.at(long, lat)
    return round(x, 1), round(y, 1)


def nearest(lat: float, long: float) -> View | None:
    """Return the closest view that shows a point."""
    return next((view for view in VIEWS if view.shows(long, lat)), None)


def dots(places: Iterable[Located], view: View) -> list[Dot]:
    """Return the places on a map, the most mentioned last; no label lies on another or a dot."""
    found = [dot for one in places if (dot := _dot(one, view))]
    shown = sorted(found, key=lambda dot: (-dot.radius, dot.label))
    return list(reversed(_labelled(shown, view)))


def _dot(one: Located, view: View) -> Dot | None:
    spot = at(view, one.lat, one.long)
    radius = round(3.2 + 1.3 * one.mentions**0.5, 1)
    return Dot(one.iri, one.page, one.label, one.kind, *spot, radius) if spot else None


def _labelled(shown: list[Dot], view: View) -> list[Dot]:
    """Give labels to the largest places that have room for one beside them, inside the map."""
    anchors = [Anchor(dot.x, dot.y, dot.radius, (dot.label,), _TEXT) for dot in shown]
    placed = labels.place(anchors, anchors, (), (0, 0, *size(view)))
    return [
        replace(dot, text=_start(one.box)) if one and not one.led else dot
        for dot, one in zip(shown, placed, strict=True)
    ]


def _start(box: labels.Box) -> tuple[float, float]:
    """Return where the text of a label's box begins, on its baseline."""
    return round(box[0], 1), round(box[3] - _TEXT * 0.32, 1)
