"""Facts of one kind as a table: a line each, a column for what they have in common."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from kkgraph.site.pages.statements import Badge, Card, Cell, Row

_MOST_COLUMNS = {False: 4, True: 1}  # beside a column of summaries there is less room
_WORTH_SHARING = 3  # facts
_FOLD = 10  # lines of a table, or values of a row, before the rest is folded


@dataclass(frozen=True)
class Line:
    """A fact in a table: its title, page and anchor, a cell for each column, the rest, sources."""

    title: str
    page: str
    anchor: str
    cells: tuple[tuple[Cell, ...], ...]
    rest: tuple[Row, ...]
    badges: tuple[Badge, ...]


@dataclass(frozen=True)
class FactTable:
    """Facts of one kind: what all of them share, columns, lines in the survey's order.

    `fold` is how many lines stand before the fold.
    """

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    named: bool
    rests: bool
    shared: tuple[Row, ...] = ()
    fold: int = _FOLD


def fact_table(cards: tuple[Card, ...]) -> FactTable:
    """Return facts as a table; what few of them have stands in one column for the rest.

    What all of three facts or more have alike stands once, before the table.
    """
    shared = _shared(cards)
    alike = {row.label for row in shared}
    told = [row for card in cards for row in _told(card) if row.label not in alike]
    counts = Counter(row.label for row in told)
    common = [label for label, n in counts.items() if 3 * n >= len(cards)]
    named = any(card.is_summed_up for card in cards)
    columns = tuple(sorted(common, key=lambda label: -counts[label])[: _MOST_COLUMNS[named]])
    lines = tuple(_line(card, columns, alike) for card in cards)
    return FactTable(columns, lines, named, any(line.rest for line in lines), shared)


def _shared(cards: tuple[Card, ...]) -> tuple[Row, ...]:
    """Return the rows that several facts have alike, but where a fact has no other."""
    told = [_told(card) for card in cards]
    alike = tuple(row for row in told[0] if all(row in rows for rows in told))
    enough = len(cards) >= _WORTH_SHARING and all(len(rows) > len(alike) for rows in told)
    return alike if enough else ()


def _told(card: Card) -> list[Row]:
    """Return the rows of a fact but those that follow by a rule: they stand on its page."""
    return [row for row in card.rows if not all(map(_derived, _places(row)))]


def _places(row: Row) -> list[Badge]:
    return [*row.badges, *(badge for cell in row.cells for badge in cell.badges)] or [_STATED]


_STATED = Badge("", None, "", "section")


def _derived(badge: Badge) -> bool:
    return badge.layer in ("derived", "reading")


def _line(card: Card, columns: tuple[str, ...], alike: Container[str]) -> Line:
    rows = {row.label: row for row in _told(card) if row.label not in alike}
    cells = tuple(rows[c].cells if c in rows else () for c in columns)
    rest = [row for label, row in rows.items() if label not in columns]
    parts = [Row(part.kind, None, (Cell(part.title, page=part.page),), ()) for part in card.parts]
    return Line(card.title, card.page, card.anchor, cells, (*rest, *parts), card.badges)
