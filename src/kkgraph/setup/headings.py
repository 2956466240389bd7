"""The numbered headings of a survey's text, and the sections that they begin.

A heading is a line that begins with a number and a word in capitals, and whose number can follow
the one before: the next of its level, the first of the level below, or the next of a level above.
So "9 authorities take part" within chapter 6 is none. A table of contents is what comes before
the first heading a second time.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kkgraph.editing.naming import slug
from kkgraph.lines import LineRange
from kkgraph.survey.text import Survey

_HEADING = re.compile(r"\s*(\d+(?:\.\d+)*)\.?\s+(\S.*?)\s*")
_PAGE = re.compile(r"[\s.·_]*\d+$")
_LONGEST = 150
_SKIPS = 2  # how many numbers of a level may be missing before one


@dataclass(frozen=True)
class Heading:
    """A heading: the line it stands in, the number as printed ("" for none), the title."""

    line: int
    number: str
    title: str

    @property
    def level(self) -> int:
        """How deep its number is; 0 without one."""
        return len(self.number.split(".")) if self.number else 0


@dataclass(frozen=True)
class Found:
    """A section of a text: the last part of its IRI, and that of the section it is part of."""

    name: str
    heading: Heading
    level: int
    parent: str
    lines: LineRange


def headings(survey: Survey, unnumbered: Iterable[str] = ()) -> list[Heading]:
    """Return the headings in order; `unnumbered` are titles known to be headings."""
    found: list[Heading] = []
    titles = {" ".join(title.split()) for title in unnumbered}
    for line, text in enumerate(survey.lines, 1):
        plain = " ".join(text.split())
        match = _HEADING.fullmatch(text)
        heading = Heading(line, match[1], " ".join(match[2].split())) if match else None
        if heading and found and _is_again(found[0], heading):
            found = [heading]
        elif heading and _is_title(heading.title) and _may_follow(found, heading):
            found.append(heading)
        elif plain in titles and found:
            found.append(Heading(line, "", plain))
    return found


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST and not text[0].islower() and not _is_measure(text)


def _is_measure(text: str) -> bool:
    """Tell whether a line goes on with a figure or a sum: "20 mio. kr. over 4 år"."""
    return bool(re.match(r"(\d|[a-zæøå]+\.)", text)) or text[0] in ".,;:)%-"


def _is_again(first: Heading, heading: Heading) -> bool:
    """Tell whether a heading is the first one again: what came before was a table of contents."""
    listed = _PAGE.sub("", first.title)
    return heading.number == first.number and heading.title in (first.title, listed)


def _may_follow(found: Sequence[Heading], heading: Heading) -> bool:
    numbered = [one for one in found if one.number]
    after = _parts(heading.number)
    if not numbered:
        return after == (1,)
    before = _parts(numbered[-1].number)
    if len(after) > len(before):
        return after[: len(before)] == before and len(after) == len(before) + 1 and _near(after, 0)
    same = after[:-1] == before[: len(after) - 1]
    return same and (after == before or _near(after, before[len(after) - 1]))


def _near(after: tuple[int, ...], before: int) -> bool:
    """Tell whether a number goes on from another, or skips few."""
    most = 1 if len(after) == 1 else 1 + _SKIPS
    return 0 < after[-1] - before <= most


def _parts(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def sections(survey: Survey, found: Sequence[Heading]) -> list[Found]:
    """Return the sections that headings begin; each ends before the next heading of any level."""
    ends = [*(one.line - 1 for one in found[1:]), len(survey.lines)][: len(found)]
    return list(_sections(found, ends))


def _sections(found: Sequence[Heading], ends: Sequence[int]) -> Iterator[Found]:
    names: dict[str, str] = {}
    used: set[str] = set()
    last = Found("", Heading(0, "", ""), 0, "", LineRange(1, 1))
    for heading, end in zip(found, ends, strict=True):
        if heading.number:
            parent = next((names[n] for n in _above(heading.number) if n in names), "")
            name = _unused(heading.number, used)
            used.add(name)
            names.setdefault(heading.number, name)
            last = Found(name, heading, heading.level, parent, LineRange(heading.line, end))
            yield last
        else:
            name = f"{last.name}-{slug(heading.title)}"
            yield Found(name, heading, last.level + 1, last.name, LineRange(heading.line, end))


def _above(number: str) -> Iterator[str]:
    while "." in number:
        number = number.rpartition(".")[0]
        yield number


def _unused(name: str, used: set[str]) -> str:
    """Return a name for a number that is printed again: 6.2.10, 6.2.10b, 6.2.10c."""
    letters = ("", *"bcdefgh")
    return next(f"{name}{letter}" for letter in letters if f"{name}{letter}" not in used)
