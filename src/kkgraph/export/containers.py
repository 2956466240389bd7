"""Tables in one container: a SQLite database, a workbook, a folder of CSV with its metadata."""

import io
import tempfile
from collections.abc import Mapping
from pathlib import Path

from kkgraph.errors.output import OutputNotWritable
from kkgraph.export import csvw
from kkgraph.formats import spreadsheet, standard
from kkgraph.formats.columns import view
from kkgraph.formats.frames import typed
from kkgraph.tables import Table

_SQL = {"boolean": "INTEGER", "integer": "INTEGER", "number": "REAL"}


def sqlite(tables: Mapping[str, Table]) -> bytes:
    """Return a database for Datasette or any SQL: one table each, their first column indexed."""
    import sqlite3

    base = sqlite3.connect(":memory:")
    for name, table in tables.items():
        columns = typed(table)
        declared = ", ".join(f'"{c}" {_SQL.get(kind, "TEXT")}' for c, kind, _ in columns)
        base.execute(f'CREATE TABLE "{name}" ({declared})')
        marks = ", ".join("?" * len(columns))
        rows = zip(*(values for _, _, values in columns), strict=True)
        base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608 - our names
        base.execute(f'CREATE INDEX "{name} by {columns[0][0]}" ON "{name}" ("{columns[0][0]}")')
    base.commit()
    return base.serialize()


def xlsx(tables: Mapping[str, Table]) -> bytes:
    """Return a workbook with a sheet a table."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    # Without links: Excel allows 65,530 a sheet, and the IRIs stand there as text.
    with Workbook(target, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": spreadsheet.MADE})
        for name, table in tables.items():
            spreadsheet.add(book, name, view(table, ids=True))
    return target.getvalue()


def folder(tables: Mapping[str, Table], path: Path) -> None:
    """Write a CSV file a table, each with CSVW metadata, into a new or empty folder."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise OutputNotWritable(path, "it exists and is no empty folder")
    try:
        with tempfile.TemporaryDirectory(
            dir=path.resolve().parent, prefix=f".{path.name}."
        ) as made:
            whole = Path(made) / "whole"
            whole.mkdir()
            for name, table in tables.items():
                (whole / f"{name}.csv").write_bytes(standard.csv(table))
                told = csvw.metadata(table, f"{name}.csv", {"en": name})
                (whole / f"{name}.csv-metadata.json").write_bytes(told)
            if path.exists():
                path.rmdir()
            whole.rename(path)
    except OSError as error:
        raise OutputNotWritable(path, error.strerror or str(error)) from None
