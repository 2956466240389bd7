"""The order of the alphabet: Danish names in Danish, with Æ, Ø and Å (or Aa) last."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyuca import Collator

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


@cache
def _collator() -> "Collator":
    """Return the Unicode collation algorithm with the Danish letters put in."""
    from unicodedata import normalize

    from pyuca import Collator

    collator = Collator()
    last = collator.table.find_prefix([ord("z")])[1][0][0]
    for letter, place, difference in _LAST:
        cases = {letter: 2, letter.upper(): 9, letter.capitalize(): 8}  # Å as Aa, not as AA
        for text, case in cases.items():
            points = [ord(c) for c in normalize("NFD", text)]
            collator.table.add(points, [[last + place / 10, 0x20, case, difference]])
    return collator
