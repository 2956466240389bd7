"""Citations for the eye: each section once, in order, its lines and pages as ranges."""

import re
from collections.abc import Iterable

from kkgraph.lines import located, merged, page, pages_of, ranges, section_order

_DASH = "\N{EN DASH}"
_CITED = re.compile(
    rf"§(?P<section>[^;]+?)(?:, (?P<unit>line|page)s? (?P<where>[\d{_DASH}, -]+))?(?=;|$)"
)


def citation(text: str, lang: str) -> str:
    """Return a citation as the language writes it: "4.1.5, l. 307" or "§4.1.5, lines 307"."""
    return _CITED.sub(lambda found: located(found["section"], _places(found), lang, "row"), text)


def _places(found: re.Match[str]) -> list[str]:
    texts = (found["where"] or "").replace(_DASH, "-").split(", ")
    return [page(text) if found["unit"] == "page" else text for text in texts if text]


def gathered(texts: Iterable[str]) -> str:
    """Return citations as one: a section once, lines that touch made one range, all in order.

    What is not a citation of a section stays as it is, after those.
    """
    parts = [part.strip() for text in texts for part in text.split(";")]
    places: dict[str, list[str]] = {}
    other: dict[str, None] = {}
    for part in filter(None, parts):
        if found := _CITED.fullmatch(part):
            places.setdefault(found["section"], []).extend(_places(found))
        else:
            other[part] = None
    return "; ".join([*(_written(one, places[one]) for one in _in_order(places)), *other])


def _in_order(sections: Iterable[str]) -> list[str]:
    return sorted(sections, key=section_order)


def _written(section: str, places: list[str]) -> str:
    pages = merged(ranges(filter(None, map(pages_of, places))))
    found = [*map(str, merged(ranges(places))), *(page(str(one)) for one in pages)]
    return located(section, found, "en", "row")


def sections_in(cited: str) -> set[str]:
    """Return the numbers of the sections that a citation names."""
    return {found["section"] for found in _CITED.finditer(cited)}
