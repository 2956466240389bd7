"""What a query answers: a table of terms, a graph of triples, or yes or no."""

from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph.sparql.terms import Term

KINDS = ("thing", "label", "money", "date", "duration", "number", "text", "citation")


@dataclass(frozen=True)
class Column:
    """What a column of a saved query's answer is, as its header declares it.

    `of`: the column that a label belongs to; `currency`: the one that names an amount's
    currency. A label column has no heading of its own.
    """

    name: str
    kind: str
    label: dict[str, str]
    of: str | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Table:
    """Rows of terms; None where a row leaves a column unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True)
class Graph:
    """Triples of a CONSTRUCT or DESCRIBE, each once, in a stable order."""

    triples: tuple[ox.Triple, ...]


@dataclass(frozen=True)
class Answer:
    """The answer of an ASK."""

    value: bool


Result = Table | Graph | Answer
