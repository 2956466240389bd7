"""Rows that a query orders by texts, in the order of the Danish alphabet.

SPARQL compares texts by code points, which puts Å before Ø and Aarhus first. Rows come
from the engine in the order of their keys; here the runs of rows that one text tells apart
are put in the alphabet's order, key by key.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyoxigraph as ox

from kkgraph.sparql.terms import Term
from kkgraph.sparql.text import Token, tokens
from kkgraph.texts.alphabet import order

Row = tuple[Term | None, ...]
_ENDS = ("LIMIT", "OFFSET", "HAVING", "VALUES")


def in_order(columns: Sequence[str], rows: tuple[Row, ...], text: str) -> tuple[Row, ...]:
    """Return rows, which the engine has ordered as a query says, in alphabetical order.

    Only keys that are columns count, up to the first that is none. A query with a limit of
    its own keeps its order: the alphabet must not change which rows there are.
    """
    keys = _keys(list(tokens(text)), columns)
    return tuple(_ordered(list(rows), keys)) if keys else rows


def _keys(found: list[Token], columns: Sequence[str]) -> list[tuple[int, bool]]:
    """Return the columns that the last ORDER BY names, and whether each descends."""
    start = max((i for i, t in enumerate(found) if t.word == "ORDER"), default=None)
    if start is None or any(token.word in _ENDS for token in found[start:]):
        return []
    if any(token.word == "}" for token in found[start:]):
        return []
    keys, descends = [], False
    for token in found[start + 2 :]:
        if token.kind == "variable":
            if token.text[1:] not in columns:
                break
            keys.append((columns.index(token.text[1:]), descends))
            descends = False
        elif token.word in ("ASC", "DESC"):
            descends = token.word == "DESC"
        elif token.word not in ("(", ")"):
            break
    return keys


def _ordered(rows: list[Row], keys: Sequence[tuple[int, bool]]) -> list[Row]:
    if not keys or len(rows) < 2:  # noqa: PLR2004 - nothing to order
        return rows
    (column, descends), rest = keys[0], keys[1:]
    runs = [list(run) for _, run in groupby(rows, itemgetter(column))]
    firsts = [run[0][column] for run in runs]
    if all(isinstance(term, ox.Literal) and _is_text(term) for term in firsts):
        runs.sort(key=_key(column), reverse=descends)
    return [row for run in runs for row in _ordered(run, rest)]


def _key(column: int) -> Callable[[list[Row]], Any]:
    alphabet = order("da")
    return lambda run: alphabet(getattr(run[0][column], "value", ""))


def _is_text(term: ox.Literal) -> bool:
    return bool(term.language) or term.datatype.value.endswith("#string")
