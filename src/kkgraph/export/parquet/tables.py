"""The tables of the folder: their columns, and the files that they are written to."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from kkgraph.formats.frames import library

Cell = str | float | date | None
Row = tuple[Cell, ...]

# Each column is of one type, whatever the graph holds: as pyarrow calls it.
TABLES = {
    "nodes": {
        **dict.fromkeys(("id", "class", "label_da", "label_en"), "string"),
        **dict.fromkeys(("latitude", "longitude"), "float64"),
    },
    "edges": dict.fromkeys(("subject", "property", "object", "graph", "layer"), "string"),
    "literals": dict.fromkeys(
        ("subject", "property", "value", "language", "datatype", "graph", "layer"), "string"
    ),
    "facts": {
        **dict.fromkeys(("fact", "class", "label_da", "label_en", "start", "end"), "string"),
        **dict.fromkeys(("earliest_start", "latest_start", "earliest_end", "latest_end"), "date32"),
        "amount": "float64",
        **dict.fromkeys(("currency", "precision", "status"), "string"),
    },
    "sources": {
        **dict.fromkeys(("fact", "section", "number", "lines"), "string"),
        **dict.fromkeys(("first_line", "last_line"), "int32"),
    },
}
_GROUP = 50_000  # rows


class Sink:
    """A table's Parquet file in a folder, written a group of rows at a time."""

    def __init__(self, folder: Path, table: str) -> None:
        """Begin the file; raises LibraryMissing without pyarrow."""
        arrow, parquet = library("pyarrow"), library("pyarrow.parquet")
        self._names = list(TABLES[table])
        kinds = (getattr(arrow, kind)() for kind in TABLES[table].values())
        self._schema = arrow.schema(list(zip(self._names, kinds, strict=True)))
        self._batch = arrow.record_batch
        self._file = parquet.ParquetWriter(folder / f"{table}.parquet", self._schema)
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        """Add a row."""
        self._rows.append(row)
        if len(self._rows) == _GROUP:
            self._flush()

    def fill(self, rows: Iterable[Row]) -> None:
        """Add rows."""
        for row in rows:
            self.add(row)

    def _flush(self) -> None:
        columns = list(zip(*self._rows, strict=True)) or [()] * len(self._names)
        arrays = [list(column) for column in columns]
        self._file.write_batch(self._batch(arrays, schema=self._schema))
        self._rows.clear()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Write what is left, and end the file."""
        if kind is None:
            self._flush()
        self._file.close()
