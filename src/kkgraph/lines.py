"""Lines and pages of a source, and numbers of its sections: ranges, how written, their order.

A place is "297" or "297-300" where it is lines, and "p. 2" or "p. 2-3" where it is pages: a text
that has pages may be cited by either.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from kkgraph.texts import phrase

# How places are said: in a sentence, in a row of a table, beside a fact.
Style = Literal["long", "row", "badge"]
_PAGE, _DASH = "p. ", "\N{EN DASH}"
_RANGE = re.compile(r"(\d+)(?:-(\d+))?\Z", re.ASCII)


class LineRange(NamedTuple):
    """Lines `first` to `last` of the survey, both included, counted from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        """Return the range as `kk:lines` writes it: "297" or "297-300"."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def __contains__(self, line: object) -> bool:
        """Tell whether the line lies in the range."""
        return isinstance(line, int) and self.first <= line <= self.last


def parse_range(text: str) -> LineRange | None:
    """Read a value of `kk:lines`; None if it is not "N" or "N-M" with N ≤ M."""
    match = _RANGE.match(text)
    if match is None:
        return None
    first = int(match[1])
    last = int(match[2] or match[1])
    return LineRange(first, last) if 1 <= first <= last else None


def ranges(lines: Iterable[str]) -> list[LineRange]:
    """Return the well-formed ones of some values of `kk:lines` as ranges."""
    return [one for one in map(parse_range, lines) if one]


def page(text: str) -> str:
    """Return a value of `kk:pages` as a place."""
    return f"{_PAGE}{text}"


def pages_of(place: str) -> str | None:
    """Return the value of `kk:pages` that a place is; None if it is lines."""
    return place.removeprefix(_PAGE) if place.startswith(_PAGE) else None


def cited(places: Iterable[str], lang: str, style: Style = "long") -> str:
    """Return places as a reader knows them, "lines 3, 7, page 2"; "" without any."""
    return ", ".join(_by_unit(places, lang, style))


def located(section: str, places: Iterable[str], lang: str, style: Style = "long") -> str:
    """Return a section by its number with the places in it, or alone: "§4.1.5, line 307"."""
    units = _by_unit(places, lang, style)
    found = [_said(style, "place", lang, section=section, where=where) for where in units]
    return "; ".join(found) or _said(style, "heading", lang, section=section)


def _by_unit(places: Iterable[str], lang: str, style: Style) -> list[str]:
    found = list(places)
    pages = [text for place in found if (text := pages_of(place))]
    units = {"lines": [place for place in found if pages_of(place) is None], "pages": pages}
    return [_counted(style, unit, units[unit], lang) for unit in units if units[unit]]


def _counted(style: Style, unit: str, texts: list[str], lang: str) -> str:
    several = 1 if len(texts) == 1 and texts[0].isdigit() else 2
    return _said(style, unit, lang, n=several, where=", ".join(texts).replace("-", _DASH))


def _said(style: Style, key: str, lang: str, **values: object) -> str:
    return phrase(f"cited.{style}.{key}", lang, **values)


def merged(ranges: Iterable[LineRange]) -> list[LineRange]:
    """Return the ranges in order, those that touch or overlap made one."""
    runs: list[LineRange] = []
    for one in sorted(ranges):
        if runs and one.first <= runs[-1].last + 1:
            runs[-1] = LineRange(runs[-1].first, max(runs[-1].last, one.last))
        else:
            runs.append(one)
    return runs


def joined(text: str) -> str:
    """Return lines listed in a text once and in order, what touches as one range; others after."""
    found = text.split(", ")
    runs = [f"{run.first}-{run.last}" for run in merged(ranges(found))]
    others = [one for one in found if parse_range(one) is None]
    return ", ".join([*map(range_of, runs), *others]).replace("-", _DASH)


def cited_numbers(lines: Iterable[str]) -> set[int]:
    """Return the number of every line that values of `kk:lines` name."""
    return {number for one in ranges(lines) for number in range(one.first, one.last + 1)}


def numbers(text: str) -> tuple[int, ...]:
    """Return the whole numbers in a text: the one key that sorts lines and sections."""
    return tuple(int(number) for number in re.findall(r"\d+", text))


def section_order(number: str) -> tuple[tuple[int, ...], str]:
    """Return a key that sorts "4.1.2" before "4.1.10"."""
    return numbers(number), number


def chapter(number: str) -> str:
    """Return the chapter of a section: "4" of "4.1.5", "source/memo-2021/1" of one of a memo."""
    source, slash, own = number.rpartition("/")
    return source + slash + re.split("[.-]", own)[0]


def range_of(text: str) -> str:
    """Return the range from the least number above 0 of a text to the greatest, or ""."""
    numbers = sorted(n for n in map(int, re.findall(r"\d+", text)) if n)
    return "-".join(map(str, dict.fromkeys((numbers[0], numbers[-1])))) if numbers else ""
