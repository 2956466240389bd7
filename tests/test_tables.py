"""Results are values: frozen, comparable, usable as members of a set."""

from dataclasses import FrozenInstanceError, replace

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
    about = About(lang="da", title="Byer")
    table, graph, answer = Table(("a",), ((ox.Literal("1"),),)), Graph(()), Answer(value=True)
    for plain in (table, graph, answer):
        told = replace(plain, about=about)
        assert (told, hash(told), repr(told)) == (plain, hash(plain), repr(plain))


def test_results_do_not_change() -> None:
    """A result cannot be altered between the query and the writer."""
    with pytest.raises(FrozenInstanceError):
        Answer(value=True).value = False  # type: ignore[misc]
