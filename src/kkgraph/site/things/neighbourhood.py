"""The small network around a thing: its nearest neighbours by how many statements tie them."""

from collections import Counter
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.networks.drawing.palette import look
from kkgraph.site.index import Index
from kkgraph.site.links import page_of
from kkgraph.texts.alphabet import order

_MOST = 14
_ROW = 30
_WIDTH = 400
_MIDDLE = 24  # where the thing itself stands
_REACH = 104  # how far the fan reaches
_LONGEST = 30


@dataclass(frozen=True)
class Neighbour:
    """A neighbour in the picture: label (whole and cut), colour, place, how strong the tie is."""

    page: str
    label: str
    short: str
    colour: str
    x: int
    y: int
    weight: float


@dataclass(frozen=True)
class Surroundings:
    """A picture of the thing and a fan of neighbours; `all` counts the neighbours there are."""

    width: int
    height: int
    x: int
    y: int
    colour: str
    neighbours: tuple[Neighbour, ...]
    all: int


def around(index: Index, iri: str, lang: str) -> Surroundings | None:
    """Return the neighbours of a thing; None when it has fewer than two."""
    counts = neighbours(index, iri)
    chosen = sorted(counts, key=lambda one: (-counts[one], one))[:_MOST]
    if len(chosen) < 2:  # noqa: PLR2004 - one tie is no network
        return None
    chosen.sort(key=lambda one: (index.type(one), order(lang)(index.label(one, lang))))
    placed = [
        _placed(index, one, lang, counts[one], _spot(row, len(chosen)))
        for row, one in enumerate(chosen)
    ]
    height = len(chosen) * _ROW
    colour = _colour(index, iri)
    return Surroundings(_WIDTH, height, _MIDDLE, height // 2, colour, tuple(placed), len(counts))


def _spot(row: int, rows: int) -> tuple[int, int]:
    """Return the point of a row on a flat arc around the thing."""
    off = (2 * row + 1 - rows) / rows
    return round(_MIDDLE + _REACH * (1 - 0.75 * off * off) ** 0.5), row * _ROW + _ROW // 2


def _placed(index: Index, iri: str, lang: str, count: int, spot: tuple[int, int]) -> Neighbour:
    label = index.label(iri, lang)
    short = label if len(label) <= _LONGEST else label[: _LONGEST - 1].rstrip() + "…"
    weight = round(1 + min(count - 1, 6) * 0.6, 1)
    return Neighbour(page_of(iri) or "", label, short, _colour(index, iri), *spot, weight)


def _colour(index: Index, iri: str) -> str:
    return look(index.type(iri).rpartition("#")[2]).colour


def neighbours(index: Index, iri: str) -> Counter[str]:
    """Count the statements that tie a thing to each other thing: direct ones and facts."""
    found: Counter[str] = Counter()
    for _, value, _ in index.by_subject[iri]:
        if isinstance(value, ox.NamedNode) and _is_thing(value.value):
            found[value.value] += 1
    for subject, predicate, _ in index.by_object.get(iri, ()):
        if _is_thing(subject) and predicate != terms.MENTIONS:
            found[subject] += 1
        elif terms.is_fact(subject):
            found.update({other for other in _ends(index, subject) if _is_thing(other)})
    found.pop(iri, None)
    return found


def _ends(index: Index, fact: str) -> set[str]:
    return {o.value for _, o, _ in index.by_subject[fact] if isinstance(o, ox.NamedNode)}


def _is_thing(iri: str) -> bool:
    return terms.kind_of(iri) in terms.THING_KINDS
