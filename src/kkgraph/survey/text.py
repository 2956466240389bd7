"""The survey's text on the user's own disk: its lines, ranges of them, and their digests."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kkgraph.errors import system
from kkgraph.errors.survey import SurveyNotReadable
from kkgraph.lines import LineRange
from kkgraph.texts import Message

_FEED = "\f"  # what copies of a PDF have between its pages


@dataclass(frozen=True)
class Survey:
    """A copy of the survey's text; line 1 is `lines[0]`."""

    path: Path
    lines: tuple[str, ...]

    def passage(self, lines: LineRange) -> list[tuple[int, str]]:
        """Return the numbered lines of a range, as far as the text reaches."""
        numbered = enumerate(self.lines[lines.first - 1 : lines.last], lines.first)
        return [(number, text.rstrip()) for number, text in numbered]

    def pages(self, lines: LineRange) -> LineRange | None:
        """Return the pages that lines stand on, counted by form feeds; None in a text without."""
        if not any(_FEED in text for text in self.lines):
            return None
        return LineRange(self._page(lines.first), self._page(lines.last))

    def _page(self, line: int) -> int:
        """Return the page on which a line begins: a form feed at its head comes before it."""
        text = self.lines[line - 1]
        head = len(text) - len(text.lstrip(_FEED))
        return 1 + head + sum(before.count(_FEED) for before in self.lines[: line - 1])

    def digest(self, lines: LineRange) -> str:
        """Return the SHA-256 of a range, each run of white space made one space."""
        words = "\n".join(self.lines[lines.first - 1 : lines.last]).split()
        return hashlib.sha256(" ".join(words).encode()).hexdigest()


def read(path: Path) -> Survey:
    """Read the text of the survey; SurveyNotReadable if it cannot be read as UTF-8 text.

    Only line feeds end a line: the form feeds that some copies carry between
    pages would otherwise shift every line number behind them.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        why = (
            system(problem)
            if isinstance(problem, OSError)
            else Message("errors.input.utf8_at", byte=problem.start)
        )
        raise SurveyNotReadable(path, why) from problem
    return Survey(path, tuple(text.removesuffix("\n").split("\n")))
