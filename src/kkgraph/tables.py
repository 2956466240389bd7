"""What a query answers: a table of terms, a graph of triples, or yes or no."""

from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph.sparql.terms import Term


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
