"""What a query answers: a table of terms, a graph of triples, or yes or no."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from kkgraph.sparql.terms import Term

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import rdflib

_NOTHING: Mapping[str, str] = {}
KINDS = ("thing", "label", "money", "date", "duration", "number", "lines", "text", "citation")


class Column(NamedTuple):
    """What a column of a saved query's answer is, as its header declares it.

    `of`: the column that a label belongs to; `currency`: the one that names an amount's
    currency. A label column has no heading of its own.
    """

    name: str
    kind: str
    label: dict[str, str]
    of: str | None = None
    currency: str | None = None


class About(NamedTuple):
    """What was asked, for those who print the answer.

    `title` is the question in words; `name_of` returns what to call a thing; `columns` are
    those that the query declares; `notes` say why there is no row.
    """

    lang: str = "en"
    title: str = ""
    query: str = ""
    text: str = ""
    values: Mapping[str, str] = _NOTHING
    version: str = ""
    columns: tuple[Column, ...] = ()
    name_of: Callable[[str], str] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows of terms; None where a row leaves a column unbound.

    In Python it is a list of rows, each a dict of Python values, and pandas takes it as it is.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    about: About = field(default=About(), compare=False, repr=False)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield each row as a dict: IRIs and texts as str, numbers, dates, None."""
        from kkgraph.sparql.native import value

        for row in self.rows:
            yield {n: value(term) for n, term in zip(self.columns, row, strict=True)}

    def to_pandas(self) -> "pd.DataFrame":
        """Return a DataFrame with typed columns; raises LibraryMissing without pandas."""
        from kkgraph.formats.frames import to_pandas

        return to_pandas(self)

    def to_polars(self) -> "pl.DataFrame":
        """Return polars' DataFrame with typed columns; raises LibraryMissing without polars."""
        from kkgraph.formats.frames import to_polars

        return to_polars(self)

    def _repr_html_(self) -> str:
        """Return the table as a notebook shows it."""
        from kkgraph.formats.display import html

        return html(self)

    def _repr_markdown_(self) -> str:
        """Return the table in Markdown."""
        from kkgraph.formats.display import markdown

        return markdown(self).decode()


@dataclass(frozen=True)
class Graph:
    """Triples of a CONSTRUCT or DESCRIBE, each once, in a stable order."""

    triples: tuple[ox.Triple, ...]
    about: About = field(default=About(), compare=False, repr=False)

    def __len__(self) -> int:
        """Return the number of triples."""
        return len(self.triples)

    def to_graph(self) -> "rdflib.Graph":
        """Return the triples as rdflib's Graph."""
        from kkgraph.sparql.native import to_rdflib

        return to_rdflib(self)


@dataclass(frozen=True)
class Answer:
    """The answer of an ASK."""

    value: bool
    about: About = field(default=About(), compare=False, repr=False)

    def __bool__(self) -> bool:
        """Return the answer."""
        return self.value


Result = Table | Graph | Answer


def is_empty(result: Result) -> bool:
    """Tell whether there is nothing to show: no row, no triple."""
    return not isinstance(result, Answer) and len(result) == 0


def says_nothing(result: Result) -> bool:
    """Tell the same also of a no, and of one row that only counts nothing."""
    if isinstance(result, Answer):
        return not result.value
    one = result.rows[0] if isinstance(result, Table) and len(result) == 1 else None
    return is_empty(result) or (one is not None and all(_counts_nothing(cell) for cell in one))


def _counts_nothing(cell: Term | None) -> bool:
    return cell is None or (isinstance(cell, ox.Literal) and cell.value in ("0", "0.0", ""))
