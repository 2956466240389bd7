"""Every `kk:lines` of a survey's files brought from one version of the text to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kkgraph import terms
from kkgraph.editing import edits, layout
from kkgraph.editing.layout import Block, Layout, Value
from kkgraph.lines import parse_range
from kkgraph.project import read_text
from kkgraph.setup.alignment import Alignment


@dataclass(frozen=True)
class Anchor:
    """Lines that a file gives of a subject: where that stands, and the lines before and after.

    `after` is None where the words could not be found again.
    """

    path: Path
    line: int
    subject: str
    before: str
    after: str | None


@dataclass(frozen=True)
class Moved:
    """A file brought to the new text, and its anchors."""

    path: Path
    text: str
    anchors: tuple[Anchor, ...]


def moved(path: Path, sections: frozenset[str], alignment: Alignment) -> Moved:
    """Return a chapter's file with the lines of the new text in the graphs of some sections."""
    read = layout.read(read_text(path))
    pairs = [
        (value, _anchor(path, read, block, value, alignment))
        for block, value in _lines(read)
        if block.graph in sections
    ]
    changes = [
        edits.replaced(value, f'"{anchor.after}"')
        for value, anchor in pairs
        if anchor.after not in (None, anchor.before)
    ]
    return Moved(path, edits.applied(read.text, changes), tuple(one for _, one in pairs))


def _lines(read: Layout) -> Iterator[tuple[Block, Value]]:
    for block in read.blocks:
        for value in block.of(terms.LINES):
            yield block, value


def _anchor(path: Path, read: Layout, block: Block, value: Value, alignment: Alignment) -> Anchor:
    lines = parse_range(value.name)
    now = alignment.placed(lines) if lines else None
    line = read.text.count("\n", 0, value.start) + 1
    return Anchor(path, line, block.subject, value.name, str(now) if now else None)
