"""Results are values: frozen, comparable, usable as members of a set."""

from dataclasses import FrozenInstanceError

import pyoxigraph as ox
import pytest

from kkgraph.tables import Answer, Graph, Table


def test_results_are_values() -> None:
    """Equal contents are equal results."""
    rows = ((ox.Literal("1"), None),)
    assert Table(("a", "b"), rows) == Table(("a", "b"), rows)
    assert Graph(()) == Graph(())
    assert len({Answer(value=True), Answer(value=True), Answer(value=False)}) == 2


def test_results_do_not_change() -> None:
    """A result cannot be altered between the query and the writer."""
    with pytest.raises(FrozenInstanceError):
        Answer(value=True).value = False  # type: ignore[misc]
