"""Colours and shapes by type and by community, told apart by colour-blind readers too.

Colours are those of Okabe and Ito and of Paul Tol's muted scheme; kindred types have a
lighter or darker shade of one colour and differ in shape too.
"""

from collections.abc import Iterable
from typing import NamedTuple

from kkgraph.networks.model import Community
from kkgraph.texts import phrase


class Look(NamedTuple):
    """How a type is drawn: colour (#rrggbb) and shape (disc, square, diamond or triangle)."""

    colour: str
    shape: str


_BLUE, _SKY, _VERMILION, _ORANGE = "#0072b2", "#56b4e9", "#d55e00", "#e69f00"
_GREEN, _PINK, _INDIGO, _WINE = "#009e73", "#cc79a7", "#332288", "#882255"

_LOOKS = {
    "City": Look(_BLUE, "disc"),
    "Municipality": Look("#004d7a", "square"),
    "Region": Look(_SKY, "diamond"),
    "Country": Look("#2b8cc4", "triangle"),
    "Place": Look("#9ad3f2", "disc"),
    "Department": Look(_VERMILION, "square"),
    "Committee": Look("#8f3f00", "diamond"),
    "Unit": Look(_ORANGE, "disc"),
    "Office": Look("#b37a00", "diamond"),
    "Person": Look("#f2c14e", "triangle"),
    "Network": Look(_GREEN, "disc"),
    "WorkingGroup": Look("#66c9ab", "diamond"),
    "Organisation": Look(_PINK, "disc"),
    "Museum": Look("#9c4f78", "square"),
    "Project": Look(_INDIGO, "disc"),
    "Activity": Look("#7a6cc4", "diamond"),
    "Event": Look("#5540b8", "triangle"),
    "Programme": Look(_WINE, "square"),
    "FundingTotal": Look("#b85480", "diamond"),
    "Grant": Look("#661a40", "disc"),
    "Policy": Look("#777777", "square"),
    "Document": Look("#a0a0a0", "disc"),
    "System": Look("#555555", "diamond"),
    "Award": Look("#8a8a5c", "triangle"),
}
_OTHER = Look("#444444", "disc")

# The last four, and the greys, are told apart from the others by colour-blind readers too.
COMMUNITIES = (
    *(_BLUE, _ORANGE, _GREEN, _PINK, _INDIGO, _VERMILION, _SKY, _WINE),
    *("#8a7bff", "#a3d9a5", "#4d3800", "#9c4a1a"),
)
OTHERS, ALONE = "#787d82", "#b8bfc8"


def look(type_: str) -> Look:
    """Return how a type is drawn."""
    return _LOOKS.get(type_, _OTHER)


def community_colour(community: Community | None) -> str:
    """Return a community's colour; past the twelfth all have one grey, so that none is mistaken."""
    if community is None or community.isolates:
        return ALONE
    return COMMUNITIES[community.id] if community.id < len(COMMUNITIES) else OTHERS


def community_keys(communities: Iterable[Community], lang: str) -> list[tuple[str, str]]:
    """Return each colour of some communities with what has it: a name, or how many groups."""
    found: dict[str, list[str]] = {}
    for one in communities:
        found.setdefault(community_colour(one), []).append(one.label[lang])
    return [
        (colour, names[0] if len(names) == 1 else phrase("networks.others", lang, n=len(names)))
        for colour, names in found.items()
    ]


# Of dark pages, the paper, and the contrast to it that WCAG asks of what is not text.
DARK_PAPER = "#12181e"
_CONTRAST = 3.0
_STEP = 0.05


def colours() -> list[str]:
    """Return every colour that a node may have."""
    looks = (one.colour for one in (*_LOOKS.values(), _OTHER))
    return list(dict.fromkeys([*looks, *COMMUNITIES, OTHERS, ALONE]))


def on_dark(colour: str) -> str:
    """Return a colour as much lighter as it takes to be seen on a dark page."""
    least = _CONTRAST * (_luminance(_parts(DARK_PAPER)) + 0.05) - 0.05
    share, mixed = 0.0, _parts(colour)
    while _luminance(mixed) < least:
        share += _STEP
        mixed = [round(part + (255 - part) * share) for part in _parts(colour)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(parts: list[int]) -> float:
    """Return the relative luminance of WCAG 2 for red, green and blue from 0 to 255."""
    shares = (part / 255 for part in parts)
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]  # noqa: PLR2004 - sRGB's own
    return sum(w * s for w, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
