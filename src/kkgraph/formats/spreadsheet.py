"""Tables for Excel: a workbook with typed cells, and CSV as Excel opens it.

XlsxWriter writes the workbook: it needs nothing else, and the same cells give the same bytes.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kkgraph.formats.columns import Cell, View, view
from kkgraph.formats.literals import separated
from kkgraph.formats.screen import width_of
from kkgraph.sparql.native import value
from kkgraph.tables import About, Table
from kkgraph.texts import phrase, table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_WIDEST = 60  # characters of a column
LONGEST = 32_767  # characters of a cell
_FIRST_YEAR = 1900  # of Excel's calendar
_GREATEST = 1e307  # number, about
_LONGEST_LINK = 2079
_MOST_LINKS = 65_530  # links of a sheet; those of later cells are left as text
_WEB = ("http://", "https://")
MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - a file's date that does not change; Excel has no zones
_FORMULA = ("=", "+", "-", "@")


def typed(cell: Cell) -> Any:  # noqa: ANN401 - any type of value
    """Return what a cell holds: a number, a day, or text as a person reads it."""
    found = value(cell.term) if isinstance(cell.term, ox.Literal) else None
    return found if _fits(found) else cell.text


def _fits(found: Any) -> bool:  # noqa: ANN401 - any type of value
    """Tell whether Excel has such a number or time: not NaN, infinite, before 1900, in a zone."""
    if isinstance(found, date):
        return found.year >= _FIRST_YEAR and getattr(found, "tzinfo", None) is None
    if isinstance(found, bool) or not isinstance(found, int | float | Decimal):
        return False
    return bool(-_GREATEST < found < _GREATEST)


def xlsx(found: Table) -> bytes:
    """Return a workbook: a sheet with the answer, and one that says what was asked."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": found.about.title, "created": MADE})
        add(book, phrase("formats.excel.answer", found.about.lang), view(found))
        _told(book, found)
    return target.getvalue()


def plain(title: str, sheets: Mapping[str, Sequence[Mapping[str, str | float]]]) -> bytes:
    """Return a workbook with a sheet a table: rows of texts and numbers by the column's name."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": MADE})
        for name, rows in sheets.items():
            columns = list(dict.fromkeys(key for row in rows for key in row))
            texts = [[str(row.get(column, "")) for column in columns] for row in rows]
            sheet = _sheet(book, name, columns, texts)
            for number, row in enumerate(rows, 1):
                for i, column in enumerate(columns):
                    _put_plain(sheet, number, i, row.get(column, ""))
    return target.getvalue()


def add(book: "Workbook", name: str, shown: View) -> None:
    """Add a sheet with a view: headings that stay and filter, cells with their types."""
    texts = [[cell.text for cell in row] for row in shown.rows]
    sheet = _sheet(book, name, shown.headings(), texts)
    formats = _Formats(book, shown.lang)
    for number, row in enumerate(shown.rows, 1):
        for i, cell in enumerate(row):
            _put(sheet, number, i, cell, formats)


def _sheet(
    book: "Workbook", name: str, headings: Sequence[str], texts: Sequence[Sequence[str]]
) -> "Worksheet":
    """Add a sheet with headings that stay and filter, its columns as wide as their texts."""
    sheet = book.add_worksheet(name)
    bold, top = book.add_format({"bold": True}), book.add_format({"valign": "top"})
    for i, head in enumerate(headings):
        sheet.write_string(0, i, head, bold)
        longest = max([width_of(head), *(width_of(row[i]) for row in texts)])
        sheet.set_column(i, i, min(longest + 2, _WIDEST), top)
    if headings:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(texts), 1), len(headings) - 1)
    return sheet


def _put_plain(sheet: "Worksheet", row: int, column: int, value: str | float) -> None:
    if isinstance(value, int | float) and _fits(value):
        sheet.write_number(row, column, value)
    elif value != "":
        sheet.write_string(row, column, str(value)[:LONGEST])


class _Formats:
    """How a workbook shows money, numbers and days, each format made once."""

    def __init__(self, book: "Workbook", lang: str) -> None:
        self.book, self.lang = book, lang
        self.known: dict[str, Any] = {}

    def of(self, cell: Cell, found: object) -> Any:  # noqa: ANN401 - the library's, untyped
        pattern = "General"
        if isinstance(found, date):
            pattern = "yyyy-mm-dd"
        elif cell.currency:
            name = table("literals.currencies", self.lang).get(cell.currency, cell.currency)
            pattern = phrase("literals.money", self.lang, amount="#,##0", currency=f'"{name}"')
        if pattern not in self.known:
            self.known[pattern] = self.book.add_format({"num_format": pattern, "valign": "top"})
        return self.known[pattern]


def _put(sheet: "Worksheet", row: int, column: int, cell: Cell, formats: _Formats) -> None:
    found, link = typed(cell), _link(cell)
    if isinstance(found, date):
        sheet.write_datetime(row, column, found, formats.of(cell, found))
    elif isinstance(found, int | float | Decimal):
        sheet.write_number(row, column, float(found), formats.of(cell, found))
    elif link and sheet.hlink_count < _MOST_LINKS:
        sheet.write_url(row, column, link, string=cell.text[:LONGEST])
    elif cell.text:
        sheet.write_string(row, column, cell.text[:LONGEST])


def _link(cell: Cell) -> str:
    """Return where a cell leads on the web; "" where into files or the workbook, and for text."""
    iri = cell.term.value if isinstance(cell.term, ox.NamedNode) else ""
    return iri if iri.startswith(_WEB) and len(iri) <= _LONGEST_LINK else ""


def _told(book: "Workbook", found: Table) -> None:
    """Add the sheet that says what was asked, of which version, and how to cite it."""
    lang = found.about.lang
    sheet = book.add_worksheet(phrase("formats.excel.about", lang))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16, bold)
    sheet.set_column(1, 1, 100, wrap)
    for number, (name, said) in enumerate(told(found.about, len(found.rows))):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, said[:LONGEST], wrap)


def told(about: About, rows: int) -> list[tuple[str, str]]:
    """Return what was asked, line by line: names and texts."""
    lang = about.lang
    values = "; ".join(f"{name} = {said}" for name, said in about.values.items())
    cited = phrase("formats.excel.cited", lang, version=about.version, query=about.query)
    lines = {
        "question": about.title,
        "query": about.query,
        "parameters": values,
        "rows": str(rows),
        "version": about.version,
        "citation": cited.rstrip(", ") if about.version else "",
        "text": about.text.replace("\r\n", "\n"),
    }
    named = ((phrase(f"formats.excel.{key}", lang), said) for key, said in lines.items())
    return [(name, said) for name, said in named if said]


def csv(found: Table) -> bytes:
    """Return CSV as Excel opens it by a click: a mark of UTF-8, semicolons, the comma of Danish."""
    shown = view(found)
    rows = ([_text(cell, shown.lang) for cell in row] for row in shown.rows)
    lines = (";".join(map(_quoted, row)) + "\r\n" for row in [shown.headings(), *rows])
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + "".join(lines)).encode()


def _text(cell: Cell, lang: str) -> str:
    found = typed(cell)
    if isinstance(found, str):  # what begins like a formula is none
        return f"'{found}" if found.startswith(_FORMULA) else found
    return separated(str(found), lang)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ';"\r\n') else text
