"""Tables in one container: a SQLite database, a workbook, a folder of CSV with its metadata."""

import io
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kkgraph.errors import system
from kkgraph.errors.output import OutputNotWritable
from kkgraph.export import csvw, datapackage, keys
from kkgraph.export.tables import THINGS
from kkgraph.formats import spreadsheet, standard
from kkgraph.formats.columns import view
from kkgraph.formats.frames import typed
from kkgraph.tables import Table
from kkgraph.texts import Message

if TYPE_CHECKING:
    import sqlite3

_SQL = {"boolean": "INTEGER", "integer": "INTEGER", "number": "REAL"}


def sqlite(tables: Mapping[str, Table]) -> bytes:
    """Return a database for Datasette or any SQL: one table each, their first column indexed."""
    import sqlite3

    base = sqlite3.connect(":memory:")
    for name, table in tables.items():
        columns = typed(table)
        declared = [f'"{c}" {_declared(name, c, kind)}' for c, kind, _ in columns]
        base.execute(f'CREATE TABLE "{name}" ({", ".join(declared)})')
        marks = ", ".join("?" * len(columns))
        rows = zip(*(values for _, _, values in columns), strict=True)
        base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608 - our names
        for column in dict.fromkeys((columns[0][0], *keys.foreign(name))):
            base.execute(f'CREATE INDEX "{name} by {column}" ON "{name}" ("{column}")')
    for name in tables:
        if keys.primary(name):
            _searchable(base, name)
    base.commit()
    return base.serialize()


def _declared(table: str, column: str, kind: str) -> str:
    """Return the type of a column, and whether it is the key or holds a row of `things`."""
    key = " PRIMARY KEY" if column == keys.primary(table) else ""
    points = f' REFERENCES "{THINGS}" ("iri")' if column in keys.foreign(table) else ""
    return f"{_SQL.get(kind, 'TEXT')}{key}{points}"


def _searchable(base: "sqlite3.Connection", name: str) -> None:
    """Index the names of a table's rows for full-text search, as Datasette looks for it."""
    index = f"{name}_fts"
    base.execute(
        f'CREATE VIRTUAL TABLE "{index}" USING fts5("label_en", "label_da", content="{name}", '
        "tokenize='unicode61 remove_diacritics 2')"
    )
    base.execute(f'INSERT INTO "{index}" ("{index}") VALUES (?)', ("rebuild",))  # noqa: S608 - ours


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


def folder(tables: Mapping[str, Table], path: Path, package: bytes) -> None:
    """Write a CSV file a table, each with CSVW metadata, into a new or empty folder.

    `package`: the descriptor that makes the folder a Frictionless data package.
    """
    with new_folder(path) as whole:
        for name, table in tables.items():
            (whole / f"{name}.csv").write_bytes(standard.csv(table))
            told = csvw.metadata(table, f"{name}.csv", {"en": name}, keys.primary(name))
            (whole / f"{name}.csv-metadata.json").write_bytes(told)
        (whole / datapackage.FILE).write_bytes(package)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give a folder to write into, which takes a new or empty one's place when all is written."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise OutputNotWritable(path, Message("errors.output.not_empty"))
    try:
        with tempfile.TemporaryDirectory(
            dir=path.resolve().parent, prefix=f".{path.name}."
        ) as made:
            whole = Path(made) / "whole"
            whole.mkdir()
            yield whole
            if path.exists():
                path.rmdir()
            whole.rename(path)
    except OSError as error:
        raise OutputNotWritable(path, system(error)) from None
