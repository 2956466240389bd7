"""XML for graph formats: attributes with their types, texts without forbidden characters."""

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

from kkgraph.formats.standard import clean

Value = str | int | float
Rows = list[dict[str, Value]]

# What can stand between double quotes as it is.
_PLAIN = re.compile('[^<>&"\t\n\r\x00-\x1f\ud800-\udfff\ufffe\uffff]*')


def tag(name: str, values: Mapping[str, Value], *, closed: bool = True) -> str:
    """Return `<name key="value"/>`, left open if not closed."""
    inner = "".join([f" {key}={quoted(str(value))}" for key, value in values.items()])
    return f"<{name}{inner}{'/' if closed else ''}>"


def quoted(text: str) -> str:
    """Return a text between quotes, as the value of an attribute."""
    return f'"{text}"' if _PLAIN.fullmatch(text) else quoteattr(clean(text))


def columns(rows: Rows, names: Mapping[type, str]) -> dict[str, str]:
    """Return each attribute that occurs, with the format's name of its type, in order."""
    found: dict[str, str] = {}
    for row in rows:
        for key, value in row.items():
            found.setdefault(key, names[type(value)])
    return found


def without(row: Mapping[str, Value], left_out: Iterable[str]) -> dict[str, Value]:
    """Return a row without some of its attributes."""
    gone = set(left_out)
    return {key: value for key, value in row.items() if key not in gone}
