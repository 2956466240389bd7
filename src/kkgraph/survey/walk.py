"""Nothing invented: each name and figure of the section graphs stands in the lines it cites.

The walk goes through every triple of every section graph. A registered thing
must be printed, in one of its spellings, in the lines that the triple's subject
cites there; failing that, in the section's heading or in the lines that the
thing itself cites in the same graph (an entry under "STRING" need not repeat
the name). A figure, date, duration, hedge, currency or printed name must stand
in the subject's own cited lines. Where a section writes a thing otherwise than its
Danish label, the section's graph must give that name as `kk:printedName`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.evidence.citations import Cited, by_subject, load_citations, node
from kkgraph.lines import LineRange
from kkgraph.sparql.graphs import Quads
from kkgraph.sparql.terms import lexical
from kkgraph.store import section_statements
from kkgraph.survey.exceptions import Unprinted
from kkgraph.survey.printed import (
    Otherwise,
    Patterns,
    literal_patterns,
    load_names,
    load_otherwise,
    term_patterns,
)
from kkgraph.survey.sections import is_survey, load_sections
from kkgraph.survey.spellings import passages, stands_in
from kkgraph.survey.text import Survey

NO_LINES, OUTSIDE, NOT_PRINTED, OTHERWISE = "no-lines", "outside", "not-printed", "otherwise"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a claim, one of the four; `name` is the other name that is printed."""

    kind: str
    name: str = ""


@dataclass(frozen=True)
class Claim:
    """A value of a section graph that has to stand in the text; the subject itself is one too."""

    section: str
    subject: str
    predicate: str | None
    value: str
    patterns: Patterns
    is_name: bool


@dataclass(frozen=True)
class Unfounded:
    """A claim that the text does not bear out, and the lines looked into."""

    claim: Claim
    lines: tuple[LineRange, ...]
    fault: Fault


@dataclass(frozen=True)
class Walk:
    """What a walk found: failures, how much was looked at, and exceptions nothing needs.

    `by_context` are names that stand only in the heading or in lines that the
    thing itself cites: true, but for a person to look over.
    """

    failures: tuple[Unfounded, ...]
    checked: int
    by_context: tuple[Claim, ...]
    excepted: int
    needless: tuple[Unprinted, ...]


@dataclass(frozen=True)
class _Ground:
    """What claims are held against: the text, what is cited where, and the headings."""

    survey: Survey
    cited: Cited
    sections: Mapping[str, LineRange]
    otherwise: Otherwise

    def fault(self, claim: Claim) -> Fault | None:
        """Return what is wrong with the claim's own cited lines, None if they bear it out."""
        ranges = self.cited.get((claim.section, claim.subject), ())
        whole = self.sections.get(claim.section)
        if not ranges:
            return Fault(NO_LINES)
        if whole is None or any(one.first not in whole or one.last not in whole for one in ranges):
            return Fault(OUTSIDE)
        if claim.patterns and not self._stands(claim.patterns, ranges):
            return Fault(NOT_PRINTED)
        if claim.is_name and (name := self._unnamed(claim, ranges)):
            return Fault(OTHERWISE, name)
        return None

    def in_context(self, claim: Claim) -> bool:
        """Tell whether a name stands in its section's heading or in lines of its own there."""
        heading = self.sections[claim.section].first
        own = self.cited.get((claim.section, claim.value), ())
        return claim.is_name and self._stands(claim.patterns, (LineRange(heading, heading), *own))

    def _unnamed(self, claim: Claim, ranges: Sequence[LineRange]) -> str | None:
        """Return the name that the lines print, if the section gives the thing no such name."""
        others = self.otherwise.others.get(claim.value, ())
        if self._stands(self.otherwise.own(claim.section, claim.value), ranges):
            return None
        texts = [text for lines in ranges for text in self._texts(lines)]
        found = (pattern.search(text) for pattern in others for text in texts)
        return next((match.group() for match in found if match), None)

    def _stands(self, patterns: Patterns, ranges: Sequence[LineRange]) -> bool:
        return any(
            stands_in(pattern, texts) for texts in map(self._texts, ranges) for pattern in patterns
        )

    def _texts(self, lines: LineRange) -> tuple[str, str]:
        """Return a passage as running text, in both ways to read the hyphens at its line ends."""
        return passages(text for _, text in self.survey.passage(lines))


def walk(quads: Quads, survey: Survey, unprinted: Sequence[Unprinted] = ()) -> Walk:
    """Check every claim of every section graph against the text."""
    sections = {section.iri: section.lines for section in load_sections(quads)}
    cited = by_subject(load_citations(quads))
    ground = _Ground(survey, cited, sections, load_otherwise(quads))
    failures: list[Unfounded] = []
    used: set[Unprinted] = set()
    by_context: list[Claim] = []
    checked = excepted = 0
    for claim in _claims(quads):
        if not is_survey(claim.section):
            continue
        checked += 1
        fault = ground.fault(claim)
        if fault is None:
            continue
        if fault.kind == NOT_PRINTED and ground.in_context(claim):
            by_context.append(claim)
        elif excuses := [one for one in unprinted if _excuses(one, claim)]:
            used.update(excuses)
            excepted += 1
        else:
            lines = tuple(ground.cited.get((claim.section, claim.subject), ()))
            failures.append(Unfounded(claim, lines, fault))
    needless = tuple(one for one in unprinted if one not in used)
    return Walk(tuple(failures), checked, tuple(by_context), excepted, needless)


def _excuses(exception: Unprinted, claim: Claim) -> bool:
    """Tell whether a listed exception is about the claim."""
    return (
        exception.section == claim.section
        and exception.value in (claim.value, terms.path_of(claim.value))
        and exception.subject in (None, claim.subject)
    )


def _claims(quads: Quads) -> Iterator[Claim]:
    """Yield the claims of all section graphs, section by section in a fixed order."""
    names = load_names(quads)
    triples = sorted(section_statements(quads), key=lambda one: (one[0], str(one[1])))
    subjects = dict.fromkeys((section, node(quad.subject)) for section, quad in triples)
    for section, subject in subjects:
        yield Claim(section, subject, None, subject, names.get(subject, ()), is_name=True)
    for section, quad in triples:
        if claim := _claim(section, quad, names):
            yield claim


def _claim(section: str, quad: ox.Quad, names: Mapping[str, Patterns]) -> Claim | None:
    """Return what the text has to say for the triple's value, None if nothing has to."""
    predicate, value = quad.predicate.value, lexical(quad.object)
    if isinstance(quad.object, ox.Literal):
        patterns = literal_patterns(predicate, quad.object)
    else:
        patterns = names.get(value) or term_patterns(predicate, value)
    if not patterns:
        return None
    return Claim(
        section=section,
        subject=node(quad.subject),
        predicate=predicate,
        value=value,
        patterns=patterns,
        is_name=value in names,
    )
