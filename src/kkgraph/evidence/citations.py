"""What a graph cites: the one reading of lines and pages, and of the links of outside values.

A section graph gives `kk:lines` ("297", "297-300"), or where its source has pages `kk:pages`, for
each subject that it speaks of; they hold for all that the graph says of the subject. What comes
from outside stands in the graph of links, beside a `kk:Link` that is about the same thing, records
the value and names its source.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.lines import LineRange, numbers, page, ranges, section_order
from kkgraph.sparql.graphs import Quads
from kkgraph.sparql.terms import Term
from kkgraph.store import section_statements

CITED = (terms.LINES, terms.PAGES)  # a section cites one of them for a fact, or both
_LINES, _PAGES = map(ox.NamedNode, CITED)
_LINKS = ox.NamedNode(terms.LINKS)
_RECORDED = (terms.HAS_TARGET, terms.LATITUDE, terms.LONGITUDE)


@dataclass(frozen=True)
class Citation:
    """A subject, the section graph that speaks of it, and one range of lines it cites there."""

    section: str
    subject: str
    lines: LineRange


Subject = ox.NamedNode | ox.BlankNode
Cited = Mapping[tuple[str, str], Sequence[LineRange]]


def node(term: object) -> str:
    """Return an IRI, or a blank node as "_:name": what names a subject in this module."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _subject(name: str) -> Subject:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def _in_order(lines: Iterable[str]) -> tuple[str, ...]:
    found = tuple(lines)
    if len(found) == 1:
        return found
    return tuple(sorted(found, key=lambda text: (not text[:1].isdigit(), numbers(text), text)))


def _read(
    quads: Quads, subject: Subject | None = None, graph: ox.NamedNode | None = None
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the places cited by graph and subject, lines before pages, each in order."""
    found: dict[tuple[str, str], list[str]] = {}
    for predicate, place in ((_LINES, str), (_PAGES, page)):
        for quad in quads.quads_for_pattern(subject, predicate, None, graph):
            if isinstance(quad.graph_name, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                key = quad.graph_name.value, node(quad.subject)
                found.setdefault(key, []).append(place(quad.object.value))
    return {key: _in_order(lines) for key, lines in found.items()}


def all_lines(quads: Quads) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return what every graph cites: places by (graph, subject), in order."""
    return _read(quads)


def lines_of(quads: Quads, subject: str, graph: str) -> tuple[str, ...]:
    """Return the lines and pages that a graph gives for a subject, in order."""
    return _read(quads, _subject(subject), ox.NamedNode(graph)).get((graph, subject), ())


def by_section(quads: Quads, subject: str) -> dict[str, tuple[str, ...]]:
    """Return the lines and pages that sections give for a subject, by section."""
    found = _read(quads, _subject(subject)).items()
    return {graph: places for (graph, _), places in found if terms.section_number(graph)}


def sections_of(quads: Quads, subject: str) -> dict[str, tuple[str, ...]]:
    """Return the sections that give lines for a subject, by number and in order, with the lines."""
    read = _read(quads, _subject(subject))
    found = {terms.section_number(graph) or "": lines for (graph, _), lines in read.items()}
    return {number: found[number] for number in sorted(filter(None, found), key=section_order)}


def by_number(quads: Quads) -> dict[str, dict[str, str]]:
    """Return for every subject the sections that give lines for it, by number and in order.

    Read at once, which costs less than `sections_of` for many subjects one by one; those that
    cite the same share what is returned.
    """
    found: dict[str, dict[str, str]] = {}
    for (graph, subject), lines in _read(quads).items():
        if alone := _numbered(graph, lines):
            found[subject] = _merged(found[subject], alone) if subject in found else alone
    return found


@lru_cache(1000)
def _numbered(graph: str, lines: tuple[str, ...]) -> dict[str, str]:
    number = terms.section_number(graph)
    return {number: ", ".join(lines)} if number else {}


def _merged(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    both = one | other
    return {number: both[number] for number in sorted(both, key=section_order)}


def load_citations(quads: Quads) -> list[Citation]:
    """Return every well-formed `kk:lines` of the section graphs, in a fixed order."""
    found = [
        Citation(section, subject, lines)
        for (section, subject), values in _read(quads).items()
        if terms.section_number(section)
        for lines in ranges(values)
    ]
    return sorted(found, key=lambda one: (one.lines, one.section, one.subject))


def by_subject(citations: Iterable[Citation]) -> Cited:
    """Return the cited ranges by (section, subject)."""
    cited: dict[tuple[str, str], list[LineRange]] = {}
    for one in citations:
        cited.setdefault((one.section, one.subject), []).append(one.lines)
    return cited


def by_speaker(quads: Quads) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the lines of each (section, subject) of the section graphs, () where none is given."""
    lines = _read(quads)
    keys = sorted({(section, node(quad.subject)) for section, quad in section_statements(quads)})
    return {key: lines.get(key, ()) for key in keys}


def links_of(quads: Quads, subject: str, value: Term) -> tuple[str, ...]:
    """Return the `kk:Link`s about a thing that record a value of it, sorted."""
    about = ox.NamedNode(terms.IS_ABOUT)
    found = quads.quads_for_pattern(None, about, _subject(subject), _LINKS)
    links = (quad.subject for quad in found if isinstance(quad.subject, Subject))
    return tuple(sorted(node(link) for link in links if value in set(_recorded(quads, link))))


def _recorded(quads: Quads, link: Subject) -> Iterator[Term]:
    """Yield the values that a link records: its target, coordinates, "ISO 3166-2: SI-133"."""
    for predicate in _RECORDED:
        yield from _values(quads, link, predicate)
    for name in _values(quads, link, terms.PROPERTY_ID):
        for code in _values(quads, link, terms.VALUE):
            yield ox.Literal(f"{_text(name)}: {_text(code)}")


def _values(quads: Quads, link: Subject, predicate: str) -> Iterator[Term]:
    found = quads.quads_for_pattern(link, ox.NamedNode(predicate), None, _LINKS)
    return (quad.object for quad in found)


def _text(term: Term) -> str:
    return term.value if isinstance(term, ox.Literal) else node(term)


def sources_of(quads: Quads, subject: str, value: Term) -> tuple[str, ...]:
    """Return where an outside value of a thing is from, as its links say, sorted."""
    links = (_subject(link) for link in links_of(quads, subject, value))
    return tuple(sorted({_text(t) for link in links for t in _values(quads, link, terms.SOURCE)}))
