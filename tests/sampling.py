"""What takes long is run in part for each change, and as a whole with the slow tests."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest


def each(values: Sequence[Any], one_in: int, name: Callable[[Any], str] = str) -> list[Any]:
    """Return the values for parametrize: each so-manieth runs always, the rest if asked for."""
    return [
        pytest.param(value, id=name(value), marks=[pytest.mark.slow] * bool(number % one_in))
        for number, value in enumerate(values)
    ]


def each_row(rows: Sequence[Sequence[Any]], one_in: int) -> list[Any]:
    """Return rows of several values for parametrize, in the same way."""
    return [
        pytest.param(*row, marks=[pytest.mark.slow] * bool(number % one_in))
        for number, row in enumerate(rows)
    ]
