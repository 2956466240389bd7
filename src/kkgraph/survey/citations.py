"""Which lines of the survey each subject of each section graph cites."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.sparql.terms import lexical
from kkgraph.store import section_statements
from kkgraph.survey.text import LineRange, parse_range


@dataclass(frozen=True)
class Citation:
    """A subject, the section graph that speaks of it, and one range of lines it cites there."""

    section: str
    subject: str
    lines: LineRange


Cited = Mapping[tuple[str, str], Sequence[LineRange]]


def load_citations(quads: ox.Store) -> list[Citation]:
    """Return every well-formed `kk:lines` of the section graphs, in a fixed order."""
    found = [
        Citation(section, lexical(quad.subject), lines)
        for section, quad in section_statements(quads, predicate=ox.NamedNode(terms.LINES))
        if (lines := parse_range(lexical(quad.object)))
    ]
    return sorted(found, key=lambda one: (one.lines, one.section, one.subject))


def by_subject(citations: Iterable[Citation]) -> Cited:
    """Return the cited ranges by (section, subject)."""
    cited: dict[tuple[str, str], list[LineRange]] = {}
    for one in citations:
        cited.setdefault((one.section, one.subject), []).append(one.lines)
    return cited
