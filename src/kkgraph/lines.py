"""Lines of a survey and numbers of its sections: ranges, how they are written, their order."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_RANGE = re.compile(r"(\d+)(?:-(\d+))?\Z")


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


def merged(ranges: Iterable[LineRange]) -> list[LineRange]:
    """Return the ranges in order, those that touch or overlap made one."""
    runs: list[LineRange] = []
    for one in sorted(ranges):
        if runs and one.first <= runs[-1].last + 1:
            runs[-1] = LineRange(runs[-1].first, max(runs[-1].last, one.last))
        else:
            runs.append(one)
    return runs


def cited_numbers(lines: Iterable[str]) -> set[int]:
    """Return the number of every line that values of `kk:lines` name."""
    return {number for one in ranges(lines) for number in range(one.first, one.last + 1)}


def numbers(text: str) -> tuple[int, ...]:
    """Return the whole numbers in a text: the one key that sorts lines and sections."""
    return tuple(int(number) for number in re.findall(r"\d+", text))


def section_order(number: str) -> tuple[tuple[int, ...], str]:
    """Return a key that sorts "4.1.2" before "4.1.10"."""
    return numbers(number), number
