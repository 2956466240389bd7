"""Tables for data science: pandas, polars, Arrow and Parquet, each column of one type."""

import importlib
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from kkgraph.errors.installation import not_importable
from kkgraph.sparql.native import value
from kkgraph.tables import Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

EXTRA = "frames"
# The type of a column by the types of its values -> what pandas, polars and Arrow call it.
_TYPES = {
    "boolean": ("boolean", "Boolean", "bool_"),
    "integer": ("Int64", "Int64", "int64"),
    "number": ("Float64", "Float64", "float64"),
    "date": ("datetime64[s]", "Date", "date32"),
    "text": ("string", "String", "string"),
}
_LARGEST = 2**63 - 1


def library(name: str) -> Any:  # noqa: ANN401 - a module
    """Return a library that is installed with `frames`; raises LibraryMissing without it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise not_importable("this", error, EXTRA) from None


def typed(table: Table) -> list[tuple[str, str, list[Any]]]:
    """Return each column's name, type and values, all of that type or None.

    A column of whole numbers or years is `integer`, of any numbers `number`, of days `date`,
    of truth values `boolean`; anything else, and what mixes them, is `text`.
    """
    found = []
    for i, name in enumerate(table.columns):
        values = [value(row[i]) for row in table.rows]
        kind, convert = _type([v for v in values if v is not None])
        found.append((name, kind, [None if v is None else convert(v) for v in values]))
    return found


def _type(values: list[Any]) -> tuple[str, Callable[[Any], Any]]:
    types = {type(v) for v in values}
    if types == {bool}:
        return "boolean", bool
    if types == {int} and all(abs(v) <= _LARGEST for v in values):
        return "integer", int
    if types and types <= {int, float, Decimal} and all(map(_is_float, values)):
        return "number", float
    return ("date", lambda day: day) if types == {date} else ("text", str)


def _is_float(number: float | Decimal) -> bool:
    """Tell whether a number can be a float."""
    return isinstance(number, float) or abs(number) <= sys.float_info.max


def to_pandas(table: Table) -> "pd.DataFrame":
    """Return a DataFrame: Int64, Float64, datetime64, boolean or string columns."""
    pandas = library("pandas")
    columns = {
        name: pandas.Series(values, dtype=_TYPES[kind][0]) for name, kind, values in typed(table)
    }
    return pandas.DataFrame(columns, columns=list(table.columns))


def to_polars(table: Table) -> "pl.DataFrame":
    """Return polars' DataFrame with the same types."""
    polars = library("polars")
    columns = typed(table)
    schema = {name: getattr(polars, _TYPES[kind][1]) for name, kind, _ in columns}
    values = {name: values for name, _, values in columns}
    return cast("pl.DataFrame", polars.DataFrame(values, schema=schema))


def to_arrow(table: Table) -> "pa.Table":
    """Return an Arrow table with the same types."""
    arrow = library("pyarrow")
    columns = typed(table)
    arrays = [arrow.array(values, type=getattr(arrow, _TYPES[k][2])()) for _, k, values in columns]
    return arrow.table(arrays, names=[name for name, _, _ in columns])


def parquet(table: Table) -> bytes:
    """Return a Parquet file."""
    arrow = library("pyarrow")
    writer = library("pyarrow.parquet")
    sink = arrow.BufferOutputStream()
    writer.write_table(to_arrow(table), sink)
    return bytes(sink.getvalue().to_pybytes())
