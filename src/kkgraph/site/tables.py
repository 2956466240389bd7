"""Answers and lists as tables: what a cell shows, and the value it is sorted and saved by.

Without a script a table stands in its given order; `web/src/table` sorts, filters and saves it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from kkgraph.formats import columns
from kkgraph.formats.columns import View
from kkgraph.site.links import page_of
from kkgraph.site.pages.statements import Cell, Renderer
from kkgraph.sparql.terms import lexical

_TYPED = ("money", "number", "date", "duration")


@dataclass(frozen=True)
class Head:
    """A column: its name for programs, what stands over it, what its values are."""

    name: str
    label: str
    kind: str = "text"


@dataclass(frozen=True)
class Entry:
    """What a cell shows, its parts set apart by a mark, and its value where the text is another."""

    cells: tuple[Cell, ...]
    value: str = ""
    iri: str = ""
    between: str = ", "


@dataclass(frozen=True)
class Sheet:
    """A table of a page: heads, rows, and the name of the files it is saved in."""

    name: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Entry, ...], ...]


def of_view(renderer: Renderer, name: str, shown: View, most: int) -> Sheet:
    """Return the first rows of an answer: things and sections as links, the rest as read."""
    heads = tuple(Head(c.name, c.label[shown.lang], c.kind) for c in shown.columns)
    rows = (zip(heads, row, strict=True) for row in shown.rows[:most])
    return Sheet(name, heads, tuple(tuple(entry(renderer, *pair) for pair in row) for row in rows))


def entry(renderer: Renderer, head: Head, cell: columns.Cell) -> Entry:
    """Return one cell of an answer."""
    if isinstance(cell.term, NamedNode):
        thing = replace(renderer.cell(cell.term), text=cell.text)
        return Entry((thing,), iri=cell.term.value)
    if cell.cited:
        return Entry(tuple(_cited(renderer, cell)), between="; ")
    own = cell.term.language if isinstance(cell.term, Literal) else None
    value = lexical(cell.term) if cell.term is not None and head.kind in _TYPED else ""
    text = Cell(cell.text, lang=own if own != renderer.lang else None)
    return Entry((text,), "" if value == cell.text else value)


def _cited(renderer: Renderer, cell: columns.Cell) -> Iterator[Cell]:
    """Yield each place that a cell cites, with the page of its section."""
    for text, section in columns.places(cell):
        page = page_of(section) if section and section in renderer.index.by_subject else None
        yield Cell(text, page=page)
