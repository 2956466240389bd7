"""The survey cut into sentences and list items, each with its lines and its section."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kkgraph.lines import LineRange
from kkgraph.survey.sections import Section, section_at
from kkgraph.survey.text import Survey

BULLETS = ("•", "–")  # noqa: RUF001 - as the survey prints it
_OPENING = "\"'”’‘“«»"  # noqa: RUF001 - as the survey prints it
_CLOSING = "\"'”’‘“)«»´"  # noqa: RUF001 - as the survey prints it
# A full stop after these never ends a sentence, whatever follows it.
_NEVER_FINAL = frozenset(
    [
        "bl.a",
        "ca",
        "cpr",
        "d",
        "dr",
        "eks",
        "evt",
        "f.eks",
        "fx",
        "hhv",
        "ift",
        "jf",
        "kl",
        "m.fl",
        "nr",
        "pga",
        "p.t",
        "pkt",
        "skt",
        "stk",
        "tlf",
        "vedr",
    ]
)
_BREAK = re.compile(rf"[.!?][{re.escape(_CLOSING)}]*\s+(?=[{re.escape(_OPENING)}]*[A-ZÆØÅÄÖ0-9])")
_LAST_WORD = re.compile(r"(\S+)\Z")
# A line this long was broken by the layout rather than by its author.
_FULL_LINE = 75
_PAGE_NUMBER = re.compile(r"\d{1,3}\Z")


@dataclass(frozen=True)
class Sentence:
    """One sentence or list item of the survey, white space normalised.

    `numbers` are the lines that hold its text, blank ones in between left out.
    """

    section: str
    numbers: tuple[int, ...]
    text: str

    @property
    def lines(self) -> LineRange:
        """The range from its first to its last line."""
        return LineRange(self.numbers[0], self.numbers[-1])


@dataclass(frozen=True)
class _Line:
    """A line with text: its number, its words, and whether blank lines stand before it."""

    number: int
    text: str
    after_blank: bool


def split(survey: Survey, sections: Sequence[Section]) -> list[Sentence]:
    """Return the survey's sentences in order; headings and page numbers are none."""
    return [
        sentence
        for paragraph in _paragraphs(survey, sections)
        for sentence in _sentences(paragraph, sections)
    ]


def _text_lines(survey: Survey, sections: Sequence[Section]) -> Iterator[_Line | None]:
    """Yield the lines that hold running text, and None for each heading."""
    headings = {section.lines.first for section in sections}
    after_blank = True
    for number, raw in enumerate(survey.lines, 1):
        text = " ".join(raw.split())
        if number in headings:
            yield None
        elif text and not _PAGE_NUMBER.match(text):
            yield _Line(number, text, after_blank)
        after_blank = not text


def _paragraphs(survey: Survey, sections: Sequence[Section]) -> Iterator[list[_Line]]:
    """Yield runs of lines that belong together, a list item being a run of its own."""
    run: list[_Line] = []
    for line in _text_lines(survey, sections):
        if run and (line is None or _begins_paragraph(line, run[-1])):
            yield run
            run = []
        if line is not None:
            run.append(line)
    if run:
        yield run


def _begins_paragraph(line: _Line, before: _Line) -> bool:
    """Tell whether the line starts anew; a blank line inside a sentence does not count.

    The layout puts blank lines into sentences. A sentence goes on behind one when
    the next line begins in lower case, or when it stopped, without a full stop,
    at the right margin.
    """
    if line.text.startswith(BULLETS):
        return True
    if not line.after_blank or line.text[0].islower():
        return False
    return before.text[-1] in ".!?:;" or len(before.text) < _FULL_LINE


def _sentences(paragraph: Sequence[_Line], sections: Sequence[Section]) -> Iterator[Sentence]:
    """Cut one paragraph at the ends of its sentences."""
    text = " ".join(line.text for line in paragraph)
    line_of = [line.number for line in paragraph for _ in range(len(line.text) + 1)]
    start = 0
    for end in _ends(text):
        piece = text[start:end].rstrip()
        numbers = tuple(dict.fromkeys(line_of[start : start + len(piece)]))
        yield Sentence(section_at(sections, numbers[0]).iri, numbers, piece)
        start = end


def _ends(text: str) -> list[int]:
    """Return where each sentence of a paragraph stops, the last one included."""
    ends = [match.end() for match in _BREAK.finditer(text) if _is_final(text, match)]
    return [*ends, len(text)]


def _is_final(text: str, stop: re.Match[str]) -> bool:
    """Tell whether a full stop ends its sentence rather than an abbreviation."""
    before = _LAST_WORD.search(text[: stop.start()])
    word = before[1].strip(_OPENING).lower() if before else ""
    after = text[stop.end() : stop.end() + 1]
    if word.isdigit() and after.isdigit():
        return False
    initial = len(word.rsplit(".", 1)[-1]) == 1 and not word.isdigit()
    return not (word in _NEVER_FINAL or (initial and "." in word))
