"""Edits of a text, each a span and what replaces it; what is not in a span stays as it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kkgraph.editing.layout import Block, Group, Layout, Value

_COMMENTS = re.compile(r"(?:^[ \t]*#[^\n]*\n)+\Z", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Edit:
    """A span of a text and its replacement; of an insertion the span is empty."""

    start: int
    end: int
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
    return Edit(at, at, block if alone else f"\n{block}")


def added_to_register(layout: Layout, subject: str, kind: str, block: str) -> Edit:
    """Insert a block among those of its kind, in the order of their IRIs; else at the end."""
    later = [b for b in layout.blocks if b.subject > subject and kind in b.subject]
    text = layout.text
    blank = "\n" if re.search(r"\.\n\n", text) else ""
    if later:
        start = text.rfind("\n", 0, later[0].start) + 1
        comment = _COMMENTS.search(text[:start])
        at = comment.start() if comment else start
        return Edit(at, at, f"{block}{blank}")
    ending = "" if text.endswith("\n") else "\n"
    return Edit(len(text), len(text), f"{ending}{blank}{block}")


def replaced(value: Value, text: str) -> Edit:
    """Put another text in the place of a value."""
    return Edit(value.start, value.end, text)


def extended(value: Value, text: str) -> Edit:
    """Give a property another value, behind one that it has."""
    return Edit(value.end, value.end, f", {text}")


def said_too(layout: Layout, block: Block, text: str) -> Edit:
    """Add a property at the end of a block, on a line of its own."""
    line = layout.text.rfind("\n", 0, block.start) + 1
    indent = re.match(r"[ \t]*", layout.text[line:])
    before = (indent[0] if indent else "") + ("  " if block.graph else "    ")
    at = block.values[-1].end
    return Edit(at, at, f" ;\n{before}{text}")


def dropped(layout: Layout, block: Block, value: Value) -> Edit:
    """Remove a value; with its property if it is the only one, with the block if all else is."""
    same = [v for v in block.values if v.property_start == value.property_start]
    if len(same) > 1:
        i = same.index(value)
        if i:
            return Edit(same[i - 1].end, value.end, "")
        return Edit(value.start, same[1].start, "")
    others = [v for v in block.values if v is not value]
    if not others:
        return removed(layout, block)
    before = [v for v in others if v.end <= value.property_start]
    if before:
        return Edit(before[-1].end, value.end, "")
    return Edit(value.property_start, others[0].property_start, "")


def removed(layout: Layout, block: Block) -> Edit:
    """Remove a block: whole lines where nothing else stands on them."""
    text = layout.text
    start, end = text.rfind("\n", 0, block.start) + 1, text.find("\n", block.end)
    end = len(text) if end < 0 else end + 1
    if text[start : block.start].strip() or text[block.end : end].strip():
        return Edit(block.start, block.end, "")
    blank_after = text[end : end + 1] == "\n" and text[max(0, start - 2) : start] in ("\n\n", "")
    return Edit(start, end + (1 if blank_after else 0), "")
