"""Places on a map: points on two drawn maps, Europe and the world."""

from dataclasses import dataclass, replace

from kkgraph import terms
from kkgraph.site.index import Index
from kkgraph.site.links import page_of

_NEAREST = 24.0  # units between labels on the map of Europe


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
class Dot:
    """A place on a map, with how large and where its label stands (None: no label)."""

    iri: str
    page: str
    label: str
    kind: str
    x: float
    y: float
    radius: float
    labelled: bool


def point(index: Index, iri: str) -> tuple[float, float] | None:
    """Return latitude and longitude of a thing, None if it has none."""
    lat, long = index.text(iri, terms.LATITUDE), index.text(iri, terms.LONGITUDE)
    return (float(lat), float(long)) if lat and long else None


def frame_for(place: tuple[float, float]) -> Frame:
    """Return the closest map that shows a point."""
    return EUROPE if EUROPE.holds(*place) else WORLD


def dots(index: Index, frame: Frame, lang: str, kinds: tuple[str, ...]) -> list[Dot]:
    """Return the places of some kinds on a map, the most mentioned last; few labels, no overlap."""
    found = [
        _dot(index, frame, iri, lang) for iri in index.subjects() if terms.kind_of(iri) in kinds
    ]
    shown = sorted((d for d in found if d), key=lambda d: (-d.radius, d.label))
    return list(reversed(_labelled(shown)))


def _dot(index: Index, frame: Frame, iri: str, lang: str) -> Dot | None:
    where = point(index, iri)
    if where is None or not frame.holds(*where):
        return None
    x, y = frame.place(*where)
    mentions = sum(p == terms.MENTIONS for _, p, _ in index.by_object[iri])
    kind = index.type(iri).rpartition("#")[2]
    radius = round(3.2 + 1.3 * mentions**0.5, 1)
    return Dot(iri, page_of(iri) or "", index.label(iri, lang), kind, x, y, radius, labelled=False)


def _labelled(shown: list[Dot]) -> list[Dot]:
    """Give labels to the largest places whose label overlaps no other."""
    taken: list[tuple[float, float, float, float]] = []
    result = []
    for dot in shown:
        width = 9.5 * len(dot.label)
        box = (dot.x + dot.radius, dot.y - 11, dot.x + dot.radius + 6 + width, dot.y + 11)
        free = not any(_overlap(box, other) for other in taken)
        if free:
            taken.append(box)
        result.append(replace(dot, labelled=free))
    return result


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
