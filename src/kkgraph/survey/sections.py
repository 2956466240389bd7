"""The survey's sections with their lines, and the check of a text against them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors.survey import SectionWithoutLines, SurveyMismatch
from kkgraph.lines import LineRange, parse_range
from kkgraph.sparql.graphs import Quads
from kkgraph.sparql.terms import lexical
from kkgraph.survey.text import Survey, read
from kkgraph.texts import Message


@dataclass(frozen=True)
class Section:
    """A heading of the survey and the lines from it to the next heading of any level."""

    iri: str
    number: str
    title: str
    lines: LineRange
    digest: str

    @property
    def name(self) -> str:
        """Return the last part of the IRI, unique where the printed number is not."""
        return terms.section_number(self.iri) or self.iri


def load_sections(quads: Quads) -> tuple[Section, ...]:
    """Return the survey's sections in the order of the text; not those of a later source.

    Raises SectionWithoutLines.
    """
    found = quads.quads_for_pattern(
        None, ox.NamedNode(terms.FIRST_LINE), None, ox.NamedNode(terms.SECTIONS)
    )
    own = (iri for quad in found if is_survey(iri := lexical(quad.subject)))
    sections = [_section(quads, iri) for iri in own]
    return tuple(sorted(sections, key=lambda section: section.lines))


def is_survey(section: str) -> bool:
    """Tell whether a section's IRI is of the survey: a later source's has its name before it."""
    return "/" not in (terms.section_number(section) or "/")


def _section(quads: Quads, iri: str) -> Section:
    """Read one section's other properties."""

    def value(predicate: str) -> str:
        return next(
            (
                lexical(quad.object)
                for quad in quads.quads_for_pattern(
                    ox.NamedNode(iri),
                    ox.NamedNode(predicate),
                    None,
                    ox.NamedNode(terms.SECTIONS),
                )
            ),
            "",
        )

    first, last = value(terms.FIRST_LINE), value(terms.LAST_LINE)
    lines = parse_range(f"{first}-{last}")
    if lines is None:
        raise SectionWithoutLines(terms.section_number(iri) or iri, first, last)
    return Section(iri, value(terms.NUMBER), value(terms.TITLE), lines, value(terms.DIGEST))


def section_at(sections: Sequence[Section], line: int) -> Section:
    """Return the section that a line belongs to; `sections` are in the order of the text."""
    place = bisect_right(sections, line, key=lambda section: section.lines.first)
    return sections[max(place - 1, 0)]


def differing(survey: Survey, sections: Iterable[Section]) -> list[Section]:
    """Return the sections that differ, in order; none means that the copy is the text."""
    return [one for one in sections if survey.digest(one.lines) != one.digest]


def moved_to(survey: Survey, section: Section) -> int | None:
    """Return the line at which a section's unchanged text begins instead, if it only moved."""
    length = section.lines.last - section.lines.first
    for first, text in enumerate(survey.lines, 1):
        is_heading = " ".join(text.split()).endswith(section.title)
        if is_heading and survey.digest(LineRange(first, first + length)) == section.digest:
            return first
    return None


def fault(survey: Survey, section: Section, lang: str = "en") -> str:
    """Say how a section that differs does so."""
    return _fault(survey, section).said(lang)


def _fault(survey: Survey, section: Section) -> Message:
    if section.lines.last > len(survey.lines):
        return Message("survey.ends", line=len(survey.lines))
    line = moved_to(survey, section)
    return Message("survey.moved" if line else "survey.words", line=line)


def read_same(copy: Path, sections: Iterable[Section]) -> Survey:
    """Read a copy of the text; SurveyMismatch if its lines are not those the graph cites."""
    survey = read(copy)
    require_same(survey, sections)
    return survey


def require_same(survey: Survey, sections: Iterable[Section]) -> None:
    """Raise SurveyMismatch unless the copy is the text that the line numbers are of."""
    for section in differing(survey, sections)[:1]:
        what = Message("errors.survey.check", fault=_fault(survey, section))
        raise SurveyMismatch(
            survey.path,
            Message("errors.survey.lines", section=section.name, lines=section.lines),
            what,
        )
