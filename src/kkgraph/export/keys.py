"""How the tables hang together: their keys, and the columns that point at another table."""

from collections.abc import Mapping

from kkgraph.export.tables import DICTIONARY, FACTS, RELATIONS, SOURCES, THINGS
from kkgraph.tables import Table

_NO_CLASS = (THINGS, RELATIONS, FACTS, SOURCES, DICTIONARY)
_POINTING = {RELATIONS: ("thing", "target"), FACTS: ("fact", "thing"), SOURCES: ("fact",)}

_APART = {
    RELATIONS: ("thing", "property", "target"),
    FACTS: ("statement",),
    SOURCES: ("fact", "section"),
    DICTIONARY: ("table", "column"),
}


def primary(name: str) -> str | None:
    """Return the column that tells the rows of a table apart, None of a table without one."""
    return "iri" if name == THINGS or name not in _NO_CLASS else None


def foreign(name: str) -> tuple[str, ...]:
    """Return the columns of a table that hold a row of `things`."""
    return _POINTING.get(name, () if name in _NO_CLASS else ("iri",))


def apart(name: str) -> tuple[str, ...]:
    """Return the columns that tell the rows of a table apart."""
    return _APART.get(name, ("iri",))


def is_class(name: str) -> bool:
    """Tell whether a table is that of a class."""
    return name not in _NO_CLASS


def classes(tables: Mapping[str, Table]) -> list[str]:
    """Return the tables of classes."""
    return [name for name in tables if is_class(name)]
