"""An Excel workbook with the tables of nodes and ties, what they say, and what the network is."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime

from kkgraph.networks.markup import Rows, Value
from kkgraph.networks.model import Network
from kkgraph.networks.writers.csv import tables

_LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)  # the same bytes each time
_WIDEST = 60


def write(network: Network, lang: str = "en") -> bytes:
    """Return the workbook."""
    return workbook(network.title[lang], tables(network, lang))


def workbook(title: str, sheets: Mapping[str, Rows]) -> bytes:
    """Return a workbook with a sheet a table."""
    import xlsxwriter

    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": _LONG_AGO})
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            columns = list(dict.fromkeys(key for row in rows for key in row))
            sheet.write_row(0, 0, columns, bold)
            for i, row in enumerate(rows, 1):
                for j, column in enumerate(columns):
                    sheet.write(i, j, row.get(column))
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(rows), max(len(columns) - 1, 0))
            for j, column in enumerate(columns):
                sheet.set_column(j, j, _width(column, [row.get(column) for row in rows]))
    return packed.getvalue()


def _width(name: str, values: list[Value | None]) -> int:
    return min(_WIDEST, max(len(str(value)) for value in (name, *values)) + 2)
