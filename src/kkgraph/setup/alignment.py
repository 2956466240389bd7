"""From the lines of one version of a text to those of another, by the words that both have.

The longest common sequence of words says which word became which. Lines are placed where their
words now stand, if most of them are still there and close together; words that moved as a whole
are looked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kkgraph.lines import LineRange
from kkgraph.survey.text import Survey

_MOST = 0.6  # share of the words that have to be there again
_WIDER = 1.5  # how many times as many words the new lines may have
_SOME = 4  # words more, in a short passage
_ENOUGH = 3  # words by which a passage that moved is told


@dataclass(frozen=True)
class Words:
    """The words of a text, and the line (from 1) of each."""

    words: tuple[str, ...]
    lines: tuple[int, ...]

    @classmethod
    def of(cls, survey: Survey) -> "Words":
        """Return the words of a text."""
        pairs = [(w, n) for n, text in enumerate(survey.lines, 1) for w in text.split()]
        return cls(tuple(w for w, _ in pairs), tuple(n for _, n in pairs))

    def within(self, lines: LineRange) -> range:
        """Return the places of the words that stand in some lines."""
        from bisect import bisect_left, bisect_right

        first, last = bisect_left(self.lines, lines.first), bisect_right(self.lines, lines.last)
        return range(first, last)


@dataclass(frozen=True)
class Alignment:
    """Two versions of a text."""

    old: Words
    new: Words

    @cached_property
    def became(self) -> dict[int, int]:
        """The place of each word of the old text that is in the new one, there."""
        from rapidfuzz.distance import LCSseq

        return {
            code.src_start + step: code.dest_start + step
            for code in LCSseq.opcodes(self.old.words, self.new.words)
            if code.tag == "equal"
            for step in range(code.src_end - code.src_start)
        }

    def placed(self, lines: LineRange) -> LineRange | None:
        """Return where the words of some lines stand now, None if that cannot be told."""
        words = self.old.within(lines)
        found = [self.became[place] for place in words if place in self.became]
        if words and len(found) >= _MOST * len(words):
            first, last = found[0], found[-1]
            if last - first + 1 <= _WIDER * len(words) + _SOME:
                return LineRange(self.new.lines[first], self.new.lines[last])
        return self._moved([self.old.words[place] for place in words])

    def _moved(self, words: Sequence[str]) -> LineRange | None:
        """Return where the same words stand as a whole, if that is in one place only."""
        size, every = len(words), self.new.words
        if size < _ENOUGH:
            return None
        starts = [
            start
            for start, word in enumerate(every[: len(every) - size + 1])
            if word == words[0] and list(every[start : start + size]) == list(words)
        ]
        if len(starts) != 1:
            return None
        return LineRange(self.new.lines[starts[0]], self.new.lines[starts[0] + size - 1])


def align(old: Survey, new: Survey) -> Alignment:
    """Return how the lines of two versions go together."""
    return Alignment(Words.of(old), Words.of(new))
