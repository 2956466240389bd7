"""The order of the alphabet: Danish names in Danish, with Æ, Ø and Å (or Aa) last."""

import os
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyuca import Collator

_ELEMENT = r"\[[*.](\w{4})\.(\w{4})\.(\w{4})"

# The letters after Z, each with what sorts as it: (letter, its place, what is told from it last).
_LAST = (("æ", 1, 2), ("ä", 1, 3), ("ø", 2, 2), ("ö", 2, 3), ("å", 3, 2), ("aa", 3, 3))


def order(lang: str) -> Callable[[str], Any]:
    """Return the key by which to sort texts of a language."""
    return _danish if lang == "da" else str.casefold


def read() -> None:
    """Read the order of letters, for a process that cannot open files later."""
    _collator()


@lru_cache(10_000)
def _danish(text: str) -> tuple[float, ...]:
    return tuple(_collator().sort_key(text))


class _Table:
    """The elements of characters, as pyuca's own table has them: a line is parsed when needed.

    To parse all thirty thousand would take longer than most commands.
    """

    def __init__(self, text: str) -> None:
        """Keep the lines by the character that they begin with."""
        from pyuca.trie import Trie

        self._trie = Trie()
        self._lines: dict[str, list[str]] = {}
        for line in text.splitlines():
            self._lines.setdefault(line.partition(" ")[0], []).append(line)

    def find_prefix(self, points: list[int]) -> tuple[list[int], Any, list[int]]:
        """Return the longest beginning that there is, its elements and the rest."""
        self._learn(points[0])
        found: tuple[list[int], Any, list[int]] = self._trie.find_prefix(points)
        return found

    def add(self, points: list[int], elements: list[list[float]]) -> None:
        """Give characters elements of our own."""
        self._learn(points[0])
        self._trie.add(points, elements)

    def _learn(self, point: int) -> None:
        first = f"{point:04X}"
        for line in self._lines.get(first, ()):
            points, _, elements = line.partition(";")
            weights = [_numbers(one) for one in re.findall(_ELEMENT, elements)]
            self._trie.add(_numbers(points.split()), weights)
        self._lines.pop(first, None)

    def ranges(self) -> list[list[int]]:
        """Return the ranges of characters that have no line: first, last and their weight."""
        lines = (line.split("#")[0] for line in self._lines.get("@implicitweights", ()))
        return [_numbers(re.findall(r"\b[0-9A-F]+\b", line)) for line in lines]


def _numbers(digits: Iterable[str]) -> list[int]:
    return [int(one, 16) for one in digits]


@cache
def _collator() -> "Collator":
    """Return the Unicode collation algorithm with the Danish letters put in."""
    from unicodedata import normalize

    import pyuca

    collator = pyuca.Collator(os.devnull)
    text = Path(pyuca.__file__).with_name(f"allkeys-{collator.UCA_VERSION}.txt").read_text("utf-8")
    collator.table = table = _Table(text)
    collator.implicit_weights = table.ranges()
    last = collator.table.find_prefix([ord("z")])[1][0][0]
    for letter, place, difference in _LAST:
        cases = {letter: 2, letter.upper(): 9, letter.capitalize(): 8}  # Å as Aa, not as AA
        for text, case in cases.items():
            points = [ord(c) for c in normalize("NFD", text)]
            collator.table.add(points, [[last + place / 10, 0x20, case, difference]])
    return collator
