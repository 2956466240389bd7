"""What the columns of an answer are: the one reader for screen, pages, server and files.

A saved query's header declares its columns (`#+ columns:`). What it does not declare, or
what no header stands over, goes by name and values: `?xLabel` belongs to `?x`, a column of
citations is the source, and `?section` with `?lines` is one too.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.formats import literals
from kkgraph.formats.cited import citation, gathered, sections_in
from kkgraph.lines import joined
from kkgraph.sparql.terms import Term, lexical
from kkgraph.tables import Column, Table
from kkgraph.texts import LANGUAGES, bilingual

LABEL = "Label"
NOTE = "note"
_DATES = {terms.XSD + name for name in ("date", "gYear", "gYearMonth", "dateTime", "gMonth")}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z_]+")
SOURCE = "source"


class Cell(NamedTuple):
    """A cell as a person reads it, and what is behind it: a thing, an amount, a citation."""

    text: str = ""
    term: Term | None = None
    currency: str = ""
    cited: str = ""


class View(NamedTuple):
    """An answer for the eye: things by name, money and dates in words, the source last."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lang: str

    def headings(self) -> list[str]:
        """Return what stands over the columns."""
        return [column.label[self.lang] for column in self.columns]

    def is_right(self, column: int) -> bool:
        """Tell whether a column stands to the right: numbers and money."""
        return self.columns[column].kind in ("number", "money")

    def only(self, kept: Sequence[int]) -> "View":
        """Return some of the columns."""
        rows = tuple(tuple(row[i] for i in kept) for row in self.rows)
        return View(tuple(self.columns[i] for i in kept), rows, self.lang)


def meanings(table: Table) -> tuple[Column, ...]:
    """Return what each column is: as the query declares it, else by its name and values."""
    declared = {column.name: column for column in table.about.columns}
    return tuple(
        declared.get(name) or _guessed(table, name, i) for i, name in enumerate(table.columns)
    )


def _guessed(table: Table, name: str, number: int) -> Column:
    of = name.removesuffix(LABEL)
    label = {lang: heading(name) for lang in LANGUAGES}
    if of != name and of in table.columns:
        return Column(name, "label", label, of=of)
    kind = _kind([row[number] for row in table.rows if row[number] is not None])
    if kind == "number" and name == "amount" and "currency" in table.columns:
        return Column(name, "money", label, currency="currency")
    return Column(name, kind, label)


def heading(name: str) -> str:
    """Return a variable in words: "listedMembers" is "listed members", "xLabel" is "x"."""
    words = _WORD.findall(name.removesuffix(LABEL))
    return " ".join(w if w.isupper() and len(w) > 1 else w.lower() for w in words) or name


def _kind(found: Sequence[Term | None]) -> str:
    """Return what values without a declaration are."""
    if found and all(isinstance(term, ox.NamedNode) for term in found):
        return "thing"
    if not found or not all(isinstance(term, ox.Literal) for term in found):
        return "text"
    types = {term.datatype.value for term in found if isinstance(term, ox.Literal)}
    if types <= literals.NUMERIC:
        return "number"
    if types <= _DATES:
        return "date"
    if types == {terms.XSD + "duration"}:
        return "duration"
    return "citation" if all(_is_citation(term) for term in found) else "text"


def _is_citation(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.value.startswith("§")


def view(table: Table, *, ids: bool = False) -> View:
    """Return a table as a person reads it; `ids`: things by their CURIEs."""
    reader = _Reader(table, ids=ids)
    shown = [reader.column(column) for column in reader.shown()]
    places = reader.sources()
    every = [*shown, *([places] if places else [])]
    kept = [one for one in every if any(cell.text for cell in one[1])] or every
    rows = tuple(zip(*(cells for _, cells in kept), strict=True)) if kept else ()
    found = View(tuple(column for column, _ in kept), rows, table.about.lang)
    return found if ids or not rows else _once(found)


def _once(found: View) -> View:
    """Leave out facts whose names another column has in full."""
    columns = zip(*found.rows, strict=True)
    texts = [[cell.text.rstrip(".") for cell in column] for column in columns]
    twice = {
        i
        for i, column in enumerate(found.columns)
        if column.kind == "thing" and texts[i] in texts[:i] + texts[i + 1 :]
        if all(_is_fact(row[i].term) for row in found.rows)
    }
    return found.only([i for i in range(len(found.columns)) if i not in twice])


def _is_fact(term: Term | None) -> bool:
    return isinstance(term, ox.NamedNode) and terms.is_fact(term.value)


class _Reader:
    """The columns of one table."""

    def __init__(self, table: Table, *, ids: bool) -> None:
        self.table, self.ids, self.lang = table, ids, table.about.lang
        self.meanings = meanings(table)
        self.number = {name: i for i, name in enumerate(table.columns)}
        self.label_of = {column.of: column.name for column in self.meanings if column.of}

    def values(self, name: str | None) -> list[Term | None]:
        """Return the terms of a column; of none, as many empty ones."""
        if name not in self.number:
            return [None] * len(self.table.rows)
        return [row[self.number[name]] for row in self.table.rows]

    def shown(self) -> list[Column]:
        """Return the columns that stand for themselves, in order."""
        currencies = {column.currency for column in self.meanings}
        return [
            column
            for column in self.meanings
            if column.kind not in ("label", "citation")
            and column.name not in currencies
            and column.name not in self.places()
        ]

    def places(self) -> tuple[str, ...]:
        """Return `section` and `lines` where they are what is left to cite by."""
        declared = {column.name for column in self.table.about.columns}
        pair = ("section", "lines")
        is_pair = all(name in self.number and name not in declared for name in pair)
        return pair if is_pair else ()

    def column(self, column: Column) -> tuple[Column, list[Cell]]:
        """Return a column with its cells."""
        found = self.values(column.name)
        write: Callable[[Term | None, Term | None], Cell] = self.plain
        beside: list[Term | None] = [None] * len(found)
        if any(isinstance(term, ox.NamedNode) for term in found):
            write, beside = self.thing, self.values(self.label_of.get(column.name))
        elif column.kind == "money":
            write, beside = self.money, self.values(column.currency)
        elif column.kind == "lines":
            write = self.lines
        return column, [write(a, b) for a, b in zip(found, beside, strict=True)]

    def plain(self, term: Term | None, _beside: Term | None) -> Cell:
        if term is None:
            return Cell()
        if isinstance(term, ox.Literal):
            return Cell(_one_line(literals.readable(term, self.lang)), term)
        return Cell(_one_line(str(term)), term)

    def thing(self, term: Term | None, label: Term | None) -> Cell:
        if not isinstance(term, ox.NamedNode):
            return self.plain(term, None)
        name_of = self.table.about.name_of
        if self.ids:
            return Cell(terms.shorten(term.value), term)
        if label is not None:
            return Cell(_one_line(lexical(label)), term)
        name = name_of(term.value) if name_of else terms.shorten(term.value)
        return Cell(_one_line(name), term)

    def money(self, term: Term | None, currency: Term | None) -> Cell:
        cell, code = self.plain(term, None), lexical(currency) if currency else ""
        return cell._replace(text=literals.money(cell.text, code, self.lang), currency=code)

    def lines(self, term: Term | None, _beside: Term | None) -> Cell:
        return Cell(joined(lexical(term)), term) if term else Cell()

    def sources(self) -> tuple[Column, list[Cell]] | None:
        """Return all citations of a row in one column."""
        cited = [column for column in self.meanings if column.kind == "citation"]
        if not cited and not self.places():
            return None
        label = cited[0].label if cited else bilingual("formats.source")
        columns = [self.values(column.name) for column in cited]
        if self.places():
            pairs = zip(*map(self.values, self.places()), strict=True)
            columns.append([_joined(section, lines) for section, lines in pairs])
        cells = [self._cited(row) for row in zip(*columns, strict=True)]
        return Column(SOURCE, "citation", label), cells

    def _cited(self, found: Sequence[Term | None]) -> Cell:
        said = [lexical(term) for term in found if term is not None]
        whole = gathered(said)
        return Cell(citation(whole, self.lang), cited=whole)


def places(cell: Cell) -> list[tuple[str, str | None]]:
    """Return what a cell of a source column cites, place by place, with the section's IRI."""
    parts = (re.split(r";\s*", text) for text in (cell.text, cell.cited))
    return [(text, section_of(Cell(cited=cited))) for text, cited in zip(*parts, strict=True)]


def upfirst(text: str) -> str:
    """Return a text with a capital letter first, as it stands over a column."""
    return text[:1].upper() + text[1:]


def section_of(cell: Cell) -> str | None:
    """Return the IRI of the one section that a cell of a source column cites."""
    cited = sections_in(cell.cited)
    number = cited.pop() if len(cited) == 1 else ""
    return terms.section(number) if number and " " not in number else None


def _joined(section: Term | None, lines: Term | None) -> Term | None:
    """Return a citation of a section, by IRI or number, and its lines."""
    if section is None:
        return lines
    number = terms.section_number(lexical(section)) or lexical(section)
    said = f", lines {lexical(lines)}" if lines else ""
    return ox.Literal(f"§{number}{said}")


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
