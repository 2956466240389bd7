"""The `#+` header of a query or rule: the one reader of its lines.

It is the subset of YAML that grlc's headers use, in the comment lines a file begins with:

    #+ summary: One line of text
    #+ tags: [memberships, money]
    #+ params:
    #+   - name: strictness
    #+     enum: [strict, wide]

A value is a text or a list in brackets on its line; a key without one may be followed by a
list of items, each of which has keys of its own, on lines or in braces on one line
(`- {name: fee, kind: money}`). A `#+` after the first line of SPARQL is
an ordinary comment.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

from kkgraph.errors import QueryHeaderInvalid, Said
from kkgraph.texts import Message

_LINE = re.compile(r"#\+(?P<indent>\s*)(?P<dash>-\s+)?(?P<key>\w+):(?:\s+(?P<value>.*))?")
_FLOW = re.compile(r"#\+(?P<indent>\s*)-\s+\{(?P<pairs>.*)\}")
_PAIR = re.compile(r"""\s*(?P<key>\w+):\s+(?P<value>"[^"]*"|'[^']*'|[^,"']*?)\s*(?:,|$)""")
_QUOTED = re.compile(r"""(["'])(.*)\1(?:\s+#.*)?""")
_COMMENT = re.compile(r"(^|\s+)#.*$")


class Header:
    """The keys of a header or of one item in it: where they stand, their texts, their items."""

    def __init__(self, path: Path, line: int) -> None:
        """Begin one without keys at a line of a file."""
        self.path, self.line = path, line
        self.lines: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.lists: dict[str, list[Header]] = {}

    def text(self, key: str, default: str = "") -> str:
        """Return the text of a key."""
        return self.texts.get(key) or default

    def words(self, key: str) -> tuple[str, ...]:
        """Return the entries of a list in brackets, `[a, b]`."""
        found = re.findall(r"[^\[\],\s][^\[\],]*", self.text(key))
        return tuple(str(one).strip() for one in found)

    def items(self, key: str) -> list["Header"]:
        """Return the items of a list, in order."""
        return self.lists.get(key, [])

    def both(self, key: str) -> dict[str, str]:
        """Return a text in both languages, English under `key` and Danish under `key_da`."""
        found = {"en": self.text(key), "da": self.text(f"{key}_da")}
        if not all(found.values()):
            raise self.error(key, Message("errors.header.both", key=key))
        return found

    def only(self, known: Collection[str]) -> "Header":
        """Return the header itself; raises QueryHeaderInvalid at a key that is not known."""
        for key in self.lines:
            if key not in known:
                listed = ", ".join(sorted(known))
                raise self.error(key, Message("errors.header.unknown", key=key, known=listed))
        return self

    def error(self, key: str, what: Said) -> QueryHeaderInvalid:
        """Return an error at the line of a key, or where the header begins."""
        return QueryHeaderInvalid(self.path, self.lines.get(key, self.line), what)


@lru_cache(maxsize=256)
def read(path: Path, text: str) -> Header:
    """Read the header of a text; raises QueryHeaderInvalid at a line that is no `key: value`.

    It is kept: a server and an assistant read each saved query many times.
    """
    open_ = [(0, Header(path, 1))]  # the header and the item within it, each by its indent
    for number, line in _leading(text):
        flow = _FLOW.fullmatch(line.rstrip())
        if flow:
            _close(open_, len(flow["indent"]))
            _fill(_item(open_[-1][1], number), flow["pairs"])
            continue
        match = _LINE.fullmatch(line.rstrip())
        if not match:
            raise QueryHeaderInvalid(path, number, Message("errors.header.line", line=line))
        indent, dash = len(match["indent"]), match["dash"] or ""
        _close(open_, indent)
        if dash:
            open_.append((indent + len(dash), _item(open_[-1][1], number)))
        _add(open_[-1][1], number, match["key"], _value(match["value"] or ""))
    return open_[0][1]


def _close(open_: list[tuple[int, Header]], indent: int) -> None:
    """Leave the items that a line's indent ends."""
    while len(open_) > 1 and open_[-1][0] > indent:
        open_.pop()


def _fill(item: Header, pairs: str) -> None:
    """Read an item that stands in braces on one line."""
    end = 0
    for match in _PAIR.finditer(pairs):
        if match.start() != end:
            break
        _add(item, item.line, match["key"], _value(match["value"]))
        end = match.end()
    if pairs[end:].strip() or not item.lines:
        rest = pairs[end:].strip()
        raise QueryHeaderInvalid(item.path, item.line, Message("errors.header.braces", rest=rest))


def _item(parent: Header, number: int) -> Header:
    """Return a new item of the list that the last key of its parent begins."""
    key = next(reversed(parent.lines), None)
    if key is None or parent.texts[key]:
        raise QueryHeaderInvalid(parent.path, number, Message("errors.header.item"))
    item = Header(parent.path, number)
    parent.lists.setdefault(key, []).append(item)
    return item


def _add(header: Header, number: int, key: str, value: str) -> None:
    if key in header.lines:
        raise QueryHeaderInvalid(header.path, number, Message("errors.header.twice", key=key))
    header.lines[key], header.texts[key] = number, value


def _leading(text: str) -> Iterator[tuple[int, str]]:
    """Yield the `#+` lines of the comment that a text begins with, numbered."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            return
        if line.startswith("#+") and line[2:].strip():
            yield number, line


def _value(text: str) -> str:
    """Return a value without quotes and without a comment (white space and #)."""
    quoted = _QUOTED.fullmatch(text)
    return quoted[2] if quoted else _COMMENT.sub("", text).strip()
