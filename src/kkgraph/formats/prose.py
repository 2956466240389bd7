"""Text for a person to read: on a screen its lines are folded between words."""

import re
import sys
from pathlib import Path
from shutil import get_terminal_size

from kkgraph.formats.output import write_output
from kkgraph.formats.screen import width_of, wrapped

_GAP = re.compile(r"\s{2,}(?=\S)")
_HANG = 2


def write_prose(path: Path | None, text: str) -> None:
    """Write to a file or to standard output; to a screen with its lines folded to fit."""
    if path is None and sys.stdout is not None and sys.stdout.isatty():
        text = folded(text, get_terminal_size().columns)
    write_output(path, text.encode())


def folded(text: str, width: int) -> str:
    """Return a text with no line longer than a width; what is folded stands under its beginning.

    That is under the last column of a list, two columns in where there are none.
    """
    return "\n".join(part for line in text.split("\n") for part in _parts(line, width))


def _parts(line: str, width: int) -> list[str]:
    if width_of(line) <= width:
        return [line]
    ends = [gap.end() for gap in _GAP.finditer(line) if gap.end() <= width * 2 // 3]
    start = ends[-1] if ends else 0
    hang = start if line[:start].strip() else start + _HANG
    first, *rest = wrapped(line[start:], width - hang)
    return [line[:start] + first, *(" " * hang + part for part in rest)]
