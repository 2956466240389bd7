"""Results are values: frozen, comparable, usable as members of a set."""

from dataclasses import FrozenInstanceError

import pyoxigraph as ox
import pytest

from kkgraph.tables import About, Answer, Graph, Table


def test_results_are_values() -> None:
    """Equal contents are equal results."""
    rows = ((ox.Literal("1"), None),)
    assert Table(("a", "b"), rows) == Table(("a", "b"), rows)
    assert Graph(()) == Graph(())
    assert len({Answer(value=True), Answer(value=True), Answer(value=False)}) == 2


def test_what_a_result_is_about_is_no_part_of_it() -> None:
    """The same rows under another title or in another language are the same rows, and shown so."""
    rows, about = ((ox.Literal("1"),),), About(lang="da", title="Byer")
    assert Table(("a",), rows, about) == Table(("a",), rows)
    assert hash(Table(("a",), rows, about)) == hash(Table(("a",), rows))
    assert "Byer" not in repr(Table(("a",), rows, about))


def test_results_do_not_change() -> None:
    """A result cannot be altered between the query and the writer."""
    with pytest.raises(FrozenInstanceError):
        Answer(value=True).value = False  # type: ignore[misc]
