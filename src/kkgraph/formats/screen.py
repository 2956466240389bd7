"""An answer as lines: a table fitted to a width, or a block a row where none fits.

A table keeps words whole. It is given up for blocks when a word of each column does not fit,
or when its cells would be so narrow that a row takes many lines.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import combining, east_asian_width

from kkgraph.texts import phrase

if TYPE_CHECKING:
    from kkgraph.formats.columns import View

Layout = Literal["table", "rows"]
_GAP = 2
_TALLEST = 6  # lines of a row that still reads as a row
_USUAL = 3
_FEW = 4  # rows of one line for each taller one, and no blank lines are needed
_TIED = "\N{NO-BREAK SPACE}"
_CITED = 28  # columns of a citation that stays on one line
_MARKS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_INDENT = "  "


class Screen(NamedTuple):
    """Where an answer goes: its width (None: as wide as it likes), its layout, bold or not."""

    width: int | None = None
    layout: Layout | None = None
    ids: bool = False
    is_bold: bool = False

    def strong(self, text: str) -> str:
        """Return a text that stands out where it can."""
        return f"\x1b[1m{text}\x1b[0m" if self.is_bold and text else text

    def pale(self, text: str) -> str:
        """Return a text that stands back where it can."""
        return f"\x1b[2m{text}\x1b[0m" if self.is_bold and text else text


def lines(view: "View", title: str, screen: Screen) -> Iterator[str]:
    """Yield the heading and the rows of an answer."""
    head = " · ".join(filter(None, (title, count(len(view.rows), view.lang))))
    yield from map(screen.strong, wrapped(head, screen.width or width_of(head)))
    if not view.rows or not view.columns:
        return
    yield ""
    yield from body(view, screen)


def body(view: "View", screen: Screen) -> Iterator[str]:
    """Yield the rows alone: a table, or blocks where it does not fit."""
    if screen.layout != "rows":
        marked, notes = _footnotes(view)
        widths = _widths(marked, screen)
        if widths is not None:
            yield from _table(marked, widths, screen)
            yield from _notes(notes, screen)
            return
    yield from _blocks(view, screen)


def count(n: int, lang: str) -> str:
    """Return how many rows there are, in words."""
    return phrase("formats.rows", lang, n=n)


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of a width, broken between words; a longer word where it must."""
    found, room = [""], width
    for word in text.split(" "):
        for piece in _pieces(word, width):
            need = width_of(piece)
            space = bool(found[-1])
            if need + space > room:
                found.append("")
                room, space = width, False
            found[-1] += " " * space + piece
            room -= need + space
    return found


def _cited(text: str, width: int) -> list[str]:
    """Return citations in lines, each whole on a line where it fits one."""
    parts = _citations(text)
    tied = (part if width_of(part) > width else part.replace(" ", _TIED) for part in parts)
    return [line.replace(_TIED, " ") for line in wrapped(" ".join(tied), width)]


def _citations(text: str) -> list[str]:
    """Return citations one by one, each with the semicolon behind it."""
    return re.findall(r"[^;]+;?", text.replace("; ", ";"))


def _pieces(word: str, width: int) -> list[str]:
    """Return a word whole if it fits; else an address cut after its slashes, or anywhere."""
    if width_of(word) <= width:
        return [word]
    parts = [part for one in re.findall(r"[^/_]*[/_]?", word) for part in _cut(one, width)]
    pieces = [""]
    for part in parts:
        if width_of(pieces[-1] + part) > width:
            pieces.append("")
        pieces[-1] += part
    return [piece for piece in pieces if piece]


def _cut(text: str, width: int) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), max(width, 1))]


def _footnotes(view: "View") -> "tuple[View, list[str]]":
    """Put notes below the table, if there are few, and marks at the rows they belong to."""
    from kkgraph.formats.columns import NOTE, View

    at = next((i for i, column in enumerate(view.columns) if column.name == NOTE), None)
    notes = [] if at is None else list(dict.fromkeys(r[at].text for r in view.rows if r[at].text))
    few = 0 < len(notes) <= max(3, len(view.rows) // 2) and len(notes) < 10  # noqa: PLR2004
    if at is None or len(view.columns) == 1 or not few:
        return view, []
    mark = {note: f" {str(i).translate(_MARKS)}" for i, note in enumerate(notes, 1)}
    rest = view.only([i for i in range(len(view.columns)) if i != at])
    rows = []
    for row, whole in zip(rest.rows, view.rows, strict=True):
        first = row[0]._replace(text=row[0].text + mark.get(whole[at].text, ""))
        rows.append((first, *row[1:]))
    return View(rest.columns, tuple(rows), rest.lang), notes


def _notes(notes: Sequence[str], screen: Screen) -> Iterator[str]:
    if notes:
        yield ""
    for i, note in enumerate(notes, 1):
        mark = str(i).translate(_MARKS) + " "
        yield from map(screen.pale, _hanging(mark, note, screen.width))


def _hanging(mark: str, text: str, width: int | None) -> list[str]:
    """Return a text behind a mark, its lines below each other."""
    if width is None:
        return [mark + text]
    before = width_of(mark)
    body = wrapped(text, max(width - before, 1))
    return [mark + body[0], *(" " * before + line for line in body[1:])]


def _texts(view: "View") -> list[list[str]]:
    """Return the texts of each column, its heading first."""
    heads = view.headings()
    return [[head, *(row[i].text for row in view.rows)] for i, head in enumerate(heads)]


def _widths(view: "View", screen: Screen) -> list[int] | None:
    """Return the widths of a table's columns; None where blocks read better."""
    columns = _texts(view)
    natural = [max(map(width_of, column)) for column in columns]
    room = (screen.width or 0) - _GAP * (len(columns) - 1)
    if screen.width is None or sum(natural) <= room:
        return natural
    least = [max(width_of(w) for text in column for w in text.split(" ")) for column in columns]
    roomy = [_whole(view, i, columns[i], width) for i, width in enumerate(least)]
    least = roomy if sum(roomy) <= room else least
    if sum(least) > room:
        return _squeezed(least, room) if screen.layout == "table" else None
    widths = _shared(natural, least, room)
    return widths if screen.layout == "table" or _reads_well(columns, widths) else None


def _whole(view: "View", number: int, column: list[str], least: int) -> int:
    """Return the width in which a citation, a sum or a day stays on a line, if it is short."""
    kind = view.columns[number].kind
    if kind in ("thing", "text"):
        return least
    parts = (width_of(part) for text in column[1:] for part in _citations(text))
    return max(least, max((width for width in parts if width <= _CITED), default=0))


def _shared(natural: list[int], least: list[int], room: int) -> list[int]:
    """Give each column what it needs up to a common cap, the largest that fits."""

    def at(cap: int) -> list[int]:
        return [min(n, max(m, cap)) for n, m in zip(natural, least, strict=True)]

    cap = max(c for c in range(max(natural) + 1) if sum(at(c)) <= room)
    return at(cap)


def _squeezed(least: list[int], room: int) -> list[int]:
    """Return widths in which words break, for whoever wants a table in any case."""
    cap = max([c for c in range(max(least) + 1) if sum(min(c, w) for w in least) <= room] or [1])
    return [max(min(cap, width), 1) for width in least]


def _reads_well(columns: list[list[str]], widths: list[int]) -> bool:
    heights = [
        max(len(wrapped(text, width)) for text, width in zip(row, widths, strict=True))
        for row in zip(*columns, strict=True)
    ][1:]
    return max(heights) <= _TALLEST and sum(heights) <= _USUAL * len(heights)


def _table(view: "View", widths: list[int], screen: Screen) -> Iterator[str]:
    rows = list(zip(*_texts(view), strict=True))
    right = [view.is_right(i) for i in range(len(widths))]
    is_cited = view.columns[-1].kind == "citation"
    folded = [list(_row(row, widths, right, is_cited=is_cited)) for row in rows]
    if any(view.headings()):
        yield from map(screen.strong, folded[0])
    tall = sum(len(row) > 1 for row in folded[1:])
    is_airy = any(view.headings()) and tall * _FEW > len(folded)
    for number, row in enumerate(folded[1:]):
        if is_airy and number:
            yield ""
        yield from row


def _row(
    row: Sequence[str], widths: list[int], right: list[bool], *, is_cited: bool
) -> Iterator[str]:
    *rest, last = zip(row, widths, strict=True)
    fold = _cited if is_cited else wrapped
    cells = [*(wrapped(text, width) for text, width in rest), fold(*last)]
    for n in range(max(map(len, cells))):
        parts = [cell[n] if n < len(cell) else "" for cell in cells]
        yield (" " * _GAP).join(map(_padded, parts, widths, right)).rstrip()


def _padded(text: str, width: int, right: bool) -> str:  # noqa: FBT001 - mapped over columns
    gap = " " * (width - width_of(text))
    return gap + text if right else text + gap


def _blocks(view: "View", screen: Screen) -> Iterator[str]:
    """Yield a block a row: the thing it is about, the others under their headings, the source."""
    heads = view.headings()
    things = [i for i, column in enumerate(view.columns) if column.kind == "thing"]
    for number, row in enumerate(view.rows):
        if number:
            yield ""
        first = next((i for i in (*things, *range(len(row))) if row[i].text), 0)
        widest = max((width_of(h) for i, h in enumerate(heads) if i != first), default=0)
        width = screen.width or width_of(row[first].text)
        yield from map(screen.strong, wrapped(row[first].text, width))
        for i in range(len(row)):
            if i != first and row[i].text:
                mark = f"{_INDENT}{heads[i]}{' ' * (widest - width_of(heads[i]))}  "
                yield from _hanging(mark, row[i].text, screen.width)
