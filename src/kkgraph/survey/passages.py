"""The passages of the survey behind a section or behind a thing of the graph."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.evidence.citations import Citation, load_citations, node
from kkgraph.lines import LineRange, merged
from kkgraph.sparql.graphs import Quads
from kkgraph.store import section_statements
from kkgraph.survey.sections import Section


@dataclass(frozen=True)
class Passage:
    """A run of lines of a section."""

    section: Section
    lines: LineRange


def of_section(section: Section) -> list[Passage]:
    """Return the whole of a section."""
    return [Passage(section, section.lines)]


def of_entity(quads: Quads, iri: str, sections: Sequence[Section]) -> list[Passage]:
    """Return the lines cited for an entity and for the facts that speak of it, in order."""
    naming = section_statements(quads, value=ox.NamedNode(iri))
    speakers = {(section, node(quad.subject)) for section, quad in naming}
    cited = [
        one
        for one in load_citations(quads)
        if one.subject == iri or (one.section, one.subject) in speakers
    ]
    return [
        Passage(section, lines) for section in sections for lines in merged(_of(cited, section.iri))
    ]


def find_section(sections: Iterable[Section], text: str) -> Section | None:
    """Return the section that goes by a number ("4.1.5"), a CURIE or an IRI; None if none does."""
    name = terms.section_number(terms.expand(text) or text) or text.removeprefix("section/")
    return next((section for section in sections if section.name == name), None)


def _of(citations: Iterable[Citation], section: str) -> list[LineRange]:
    return [one.lines for one in citations if one.section == section]
