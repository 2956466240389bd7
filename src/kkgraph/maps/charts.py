"""Places on a map: points on two drawn maps, Europe and the world."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kkgraph.networks.drawing import labels
from kkgraph.networks.drawing.labels import Anchor

_TEXT = 18.0  # size of the letters, as site.css has it


@dataclass(frozen=True)
class Frame:
    """A drawn map: its file, its box in degrees, units a degree (west-east and south-north)."""

    file: str
    west: float
    south: float
    east: float
    north: float
    across: float
    up: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the drawing."""
        return (
            round((self.east - self.west) * self.across),
            round((self.north - self.south) * self.up),
        )

    def holds(self, lat: float, long: float) -> bool:
        """Tell whether a point lies on the map."""
        return self.west < long < self.east and self.south < lat < self.north

    def place(self, lat: float, long: float) -> tuple[float, float]:
        """Return the point of the drawing for a point of the earth."""
        x, y = (long - self.west) * self.across, (self.north - lat) * self.up
        return round(x, 1), round(y, 1)


EUROPE = Frame("assets/europe.svg", -13, 35, 36, 70.5, 14.4, 24)
WORLD = Frame("assets/world.svg", -170, -56, 180, 76, 3.52, 4)


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


def frame_for(place: tuple[float, float]) -> Frame:
    """Return the closest map that shows a point."""
    return EUROPE if EUROPE.holds(*place) else WORLD


def dots(places: Iterable[Located], frame: Frame) -> list[Dot]:
    """Return the places on a map, the most mentioned last; no label lies on another or a dot."""
    found = [_dot(one, frame) for one in places if frame.holds(one.lat, one.long)]
    shown = sorted(found, key=lambda dot: (-dot.radius, dot.label))
    return list(reversed(_labelled(shown, frame)))


def _dot(one: Located, frame: Frame) -> Dot:
    x, y = frame.place(one.lat, one.long)
    radius = round(3.2 + 1.3 * one.mentions**0.5, 1)
    return Dot(one.iri, one.page, one.label, one.kind, x, y, radius)


def _labelled(shown: list[Dot], frame: Frame) -> list[Dot]:
    """Give labels to the largest places that have room for one beside them, inside the map."""
    anchors = [Anchor(dot.x, dot.y, dot.radius, (dot.label,), _TEXT) for dot in shown]
    placed = labels.place(anchors, anchors, ())
    return [
        replace(dot, text=_start(one.box))
        if one and not one.led and _inside(one.box, frame)
        else dot
        for dot, one in zip(shown, placed, strict=True)
    ]


def _start(box: labels.Box) -> tuple[float, float]:
    """Return where the text of a label's box begins, on its baseline."""
    return round(box[0], 1), round(box[3] - _TEXT * 0.32, 1)


def _inside(box: labels.Box, frame: Frame) -> bool:
    wide, high = frame.size
    return box[0] >= 0 and box[1] >= 0 and box[2] <= wide and box[3] <= high
