"""Sheets as files: CSV, and workbooks with drop-down lists and notes."""

import csv as csv_library
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kkgraph.editing.tables.sheets import Column, Row
from kkgraph.errors import InputNotReadable, system
from kkgraph.formats import spreadsheet
from kkgraph.texts import Message

_LISTED = 200  # rows below the last one that keep drop-downs
_CHOICES = "choices"
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SPREADSHEET_COMMA = ";"
# Begins like a formula, or like one that an apostrophe has made text.
_FORMULA = re.compile(r"'*[=+\-@\t]")


@dataclass(frozen=True)
class Sheet:
    """A sheet that was read: its rows with their numbers in the file.

    `title`: its name in the workbook, or its file's; `kind`: the first heading, a template's class.
    """

    title: str
    kind: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, Row], ...]


def csv(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """Return rows as CSV in UTF-8, marked so that Excel knows it."""
    target = io.StringIO()
    writer = csv_library.writer(target, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([[_guarded(column, row) for column in columns] for row in rows])
    return (_MARK + target.getvalue()).encode()


def _guarded(column: Column, row: Row) -> str:
    """Return a cell; an apostrophe before what a spreadsheet would take for a formula."""
    text = row.get(column.name, "")
    return f"'{text}" if _FORMULA.match(text) and not column.is_number else text


def xlsx(
    kind: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    notes: Mapping[str, str],
    choices: Mapping[str, Sequence[str]],
) -> bytes:
    """Return a workbook: a note on each heading, a drop-down list where values are known."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": spreadsheet.MADE})
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        sheet, hidden = book.add_worksheet(kind), book.add_worksheet(_CHOICES)
        hidden.hide()
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, 22, None if column.is_number else text)
            sheet.write_string(0, at, column.name, bold)
            if notes.get(column.name):
                sheet.write_comment(0, at, notes[column.name])
            listed = choices.get(column.name, ())
            if listed:
                _drop_down(hidden, sheet, at, listed, len(rows) + _LISTED)
        for number, row in enumerate(rows, 1):
            for at, column in enumerate(columns):
                _cell(sheet, number, at, column, row.get(column.name, ""))
    return target.getvalue()


def _drop_down(hidden: Any, sheet: Any, at: int, listed: Sequence[str], last: int) -> None:  # noqa: ANN401 - xlsxwriter has no types
    from xlsxwriter.utility import xl_col_to_name

    for number, value in enumerate(listed):
        hidden.write_string(number, at, value)
    letter = xl_col_to_name(at)
    source = f"={_CHOICES}!${letter}$1:${letter}${len(listed)}"
    # A cell may have several values, one a line, so that others are allowed, after a warning.
    rule = {"validate": "list", "source": source, "error_type": "information"}
    sheet.data_validation(1, at, last, at, rule)


def _cell(sheet: Any, row: int, at: int, column: Column, value: str) -> None:  # noqa: ANN401 - as above
    if value and column.is_number and str(float(value)).removesuffix(".0") == value:
        sheet.write_number(row, at, float(value))
    elif value:
        sheet.write_string(row, at, value)


def read(path: Path) -> list[Sheet]:
    """Return the sheets of CSV, a folder of it, or a workbook; raises InputNotReadable."""
    if path.is_dir():
        return [_sheet(one.stem, _csv_rows(one)) for one in sorted(path.glob("*.csv"))]
    if path.suffix.lower() == ".csv":
        return [_sheet(path.stem, _csv_rows(path))]
    if path.suffix.lower() == ".xlsx":
        return list(_workbook(path))
    raise InputNotReadable(path, Message("errors.input.table"))


def _csv_rows(path: Path) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputNotReadable(path, Message("errors.input.csv_utf8")) from None
    except OSError as error:
        raise InputNotReadable(path, system(error)) from None
    if not text.strip():
        raise InputNotReadable(path, Message("errors.table.empty"))
    head = text.partition("\n")[0]
    comma = _SPREADSHEET_COMMA if head.count(_SPREADSHEET_COMMA) > head.count(",") else ","
    rows = csv_library.reader(io.StringIO(text, newline=""), delimiter=comma)
    return [[_bare(cell) for cell in row] for row in rows]


def _bare(cell: str) -> str:
    """Return a cell without the apostrophe that `csv` puts before it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _workbook(path: Path) -> Iterator[Sheet]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=False, data_only=True)
    except OSError as error:
        raise InputNotReadable(path, system(error)) from None
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise InputNotReadable(path, str(error)) from None
    for sheet in book.worksheets:
        if sheet.title != _CHOICES:
            rows = sheet.iter_rows(values_only=True)
            yield _sheet(sheet.title, [[_text(cell) for cell in row] for row in rows])


def _text(cell: object) -> str:
    """Return a cell as a person would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, bool):
        return str(cell).lower()
    return str(cell).replace("\r\n", "\n")


def told_apart(headings: Iterable[str]) -> tuple[str, ...]:
    """Return headings, a number behind those that come again."""
    seen: Counter[str] = Counter()
    found = []
    for heading in headings:
        seen[heading] += 1
        again = bool(heading) and seen[heading] > 1
        found.append(f"{heading} ({seen[heading]})" if again else heading)
    return tuple(found)


def _sheet(title: str, rows: list[list[str]]) -> Sheet:
    head = told_apart(cell.strip() for cell in rows[0]) if rows else ()
    found = []
    for number, row in enumerate(rows[1:], 2):
        cells = {name: row[i].strip() for i, name in enumerate(head) if name and i < len(row)}
        is_comment = bool(row) and row[0].startswith("#")
        if any(cells.values()) and not is_comment:
            found.append((number, cells))
    return Sheet(title, head[0] if head else "", head, tuple(found))
