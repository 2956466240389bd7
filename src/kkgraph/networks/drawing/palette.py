"""Colours and shapes by type and by community, told apart by colour-blind readers too.

Colours are those of Okabe and Ito and of Paul Tol's muted scheme; kindred types have a
lighter or darker shade of one colour and differ in shape too.
"""

from typing import NamedTuple

from kkgraph.networks.model import Community


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

COMMUNITIES = (_BLUE, _ORANGE, _GREEN, _PINK, _INDIGO, _VERMILION, _SKY, _WINE)
ALONE = "#999999"


def look(type_: str) -> Look:
    """Return how a type is drawn."""
    return _LOOKS.get(type_, _OTHER)


def community_colour(community: Community | None) -> str:
    """Return a community's colour; grey past the eighth, so that none is mistaken."""
    if community is None or community.isolates or community.id >= len(COMMUNITIES):
        return ALONE
    return COMMUNITIES[community.id]
