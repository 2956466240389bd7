"""Edits of a text, each a span and what replaces it; what is not in a span stays as it is."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from kkgraph.editing.layout import Block, Group, Layout, Value

_COMMENTS = re.compile(r"(?:^[ \t]*#[^\n]*\n)+\Z", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Edit:
    """A span of a text and its replacement; of an insertion the span is empty.

    `rank`: the order of insertions in one place.
    """

    start: int
    end: int
    rank: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits that do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def newline(text: str) -> str:
    """Return how the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def added_to_graph(layout: Layout, group: Group, block: str) -> Edit:
    """Insert a block at the end of a graph, on lines of its own."""
    line = layout.text.rfind("\n", 0, group.close) + 1
    alone = not layout.text[line : group.close].strip()
    at = line if alone else group.close
    return Edit(at, at, 0, block if alone else f"\n{block}")


def added_to_register(layout: Layout, subject: str, kind: str, block: str) -> Edit:
    """Insert a block among those of its kind, in the order of their IRIs; else at the end."""
    later = [b for b in layout.blocks if b.subject > subject and kind in b.subject]
    text = layout.text
    blank = "\n" if re.search(r"\.\n\n", text) else ""
    if later:
        start = text.rfind("\n", 0, later[0].start) + 1
        comment = _COMMENTS.search(text[:start])
        at = comment.start() if comment else start
        return Edit(at, at, 0, f"{block}{blank}")
    ending = "" if text.endswith("\n") else "\n"
    return Edit(len(text), len(text), 0, f"{ending}{blank}{block}")


def replaced(value: Value, text: str) -> Edit:
    """Put another text in the place of a value."""
    return Edit(value.start, value.end, 0, text)


def extended(value: Value, text: str) -> Edit:
    """Give a property another value, behind one that it has."""
    return Edit(value.end, value.end, 0, f", {text}")


def said_too(layout: Layout, block: Block, text: str) -> Edit:
    """Add a property at the end of a block, on a line of its own."""
    line = layout.text.rfind("\n", 0, block.start) + 1
    indent = re.match(r"[ \t]*", layout.text[line:])
    before = (indent[0] if indent else "") + ("  " if block.graph else "    ")
    at = block.values[-1].end
    return Edit(at, at, 1, f" ;\n{before}{text}")


def dropped(layout: Layout, block: Block, gone: Collection[Value]) -> list[Edit]:
    """Remove values of a block; a property of which none is left goes, and so does the block."""
    starts = list(dict.fromkeys(value.property_start for value in block.values))
    left = {s: [v for v in block.values if v.property_start == s and v not in gone] for s in starts}
    if not any(left.values()):
        return [removed(layout, block)]
    found = []
    for start in starts:
        same = [value for value in block.values if value.property_start == start]
        if left[start]:
            found += _fewer(same, left[start])
        else:
            found.append(_without(block, starts, left, start))
    return found


def _fewer(same: list[Value], left: list[Value]) -> list[Edit]:
    """Remove the values of a property that are not left, each with a comma beside it."""
    found, first = [], same.index(left[0])
    if first:
        found.append(Edit(same[0].start, left[0].start, 0, ""))
    for before, value in pairwise(same[first:]):
        if value not in left:
            found.append(Edit(before.end, value.end, 0, ""))
    return found


def _without(block: Block, starts: list[int], left: dict[int, list[Value]], start: int) -> Edit:
    """Remove a property: with the semicolon before it, or behind it where all before are gone."""
    at = starts.index(start)
    end = max(v.end for v in block.values if v.property_start == start)
    if any(left[one] for one in starts[:at]):
        return Edit(max(v.end for v in block.values if v.end < start), end, 0, "")
    return Edit(start, starts[at + 1], 0, "")


def removed(layout: Layout, block: Block) -> Edit:
    """Remove a block: whole lines where nothing else stands on them."""
    text = layout.text
    start, end = text.rfind("\n", 0, block.start) + 1, text.find("\n", block.end)
    end = len(text) if end < 0 else end + 1
    if text[start : block.start].strip() or text[block.end : end].strip():
        return Edit(block.start, block.end, 0, "")
    blank_after = text[end : end + 1] == "\n" and text[max(0, start - 2) : start] in ("\n\n", "")
    return Edit(start, end + (1 if blank_after else 0), 0, "")
