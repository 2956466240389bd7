"""The one graph that the shapes are held against: data, ontology, derived triples, citations."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import rules, terms
from kkgraph import store as stores
from kkgraph.evidence.citations import by_speaker
from kkgraph.lines import pages_of, parse_range
from kkgraph.project import Project
from kkgraph.validation.sources import Source

CITE = "urn:kkgraph:cite:"
_LINES, _PAGES = (terms.FIRST_LINE, terms.LAST_LINE), (terms.FIRST_PAGE, terms.LAST_PAGE)
_INTEGER = ox.NamedNode(terms.XSD + "integer")


@dataclass(frozen=True)
class CitedLines:
    """A subject of a section graph with one place that it cites there, None without any.

    A blank node is "_:" and its name in the store.
    """

    section: str
    subject: str
    lines: str | None


def load(project: Project, sources: Iterable[Source]) -> ox.Store:
    """Return the sources' statements in one store, with what the project's rules derive.

    SHACL climbs the hierarchy of classes itself, so that layer stays out. Raises
    DataFileError for a rule that is broken.
    """
    quads = ox.Store()
    for source in sources:
        quads.extend(source.quads)
    quads.update(stores.MERGE)
    rules.apply(quads, project.rule_files(), ("derived", "citation"))
    return quads


def cited_lines(quads: ox.Store, unknown: Container[str] = ()) -> list[CitedLines]:
    """Return what every subject of every section graph cites, in a fixed order.

    Graphs that are no section's, and so have no lines, are left out.
    """
    return [
        CitedLines(section, subject, value)
        for (section, subject), values in by_speaker(quads).items()
        if section not in unknown
        for value in values or (None,)
    ]


@dataclass(frozen=True)
class Merged:
    """The default graph of a store, and beside it a `kk:Citation` for each cited value.

    `<urn:kkgraph:cite:N>` stands for `citations[N]`; SHACL sees one graph only, and
    these helpers tell it which graph a subject stood in. They are no part of the data.
    """

    quads: ox.Store
    citations: Sequence[CitedLines]

    def triples(self) -> Iterator[ox.Triple]:
        """Yield every triple."""
        for quad in self.quads.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            yield quad.triple
        yield from self._cited()

    def n_triples(self) -> str:
        """Return the same as N-Triples."""
        form = ox.RdfFormat.N_TRIPLES
        graph = self.quads.dump(format=form, from_graph=ox.DefaultGraph()) or b""
        return (graph + (ox.serialize(self._cited(), format=form) or b"")).decode()

    def _cited(self) -> Iterator[ox.Triple]:
        for number, one in enumerate(self.citations):
            yield from _citation(ox.NamedNode(f"{CITE}{number}"), one)


def _citation(node: ox.NamedNode, one: CitedLines) -> Iterator[ox.Triple]:
    blank = one.subject.removeprefix("_:")
    subject = ox.NamedNode(one.subject) if blank == one.subject else ox.BlankNode(blank)
    pages = pages_of(one.lines or "")
    kind = terms.CITATION if pages is None else terms.PAGE_CITATION
    yield ox.Triple(node, ox.NamedNode(terms.TYPE), ox.NamedNode(kind))
    yield ox.Triple(node, ox.NamedNode(terms.IS_ABOUT), subject)
    yield ox.Triple(node, ox.NamedNode(terms.CITED_FROM), ox.NamedNode(one.section))
    units = _LINES if pages is None else _PAGES
    found = parse_range(pages or one.lines or "")
    for unit, number in zip(units, found or (), strict=False):
        yield ox.Triple(node, ox.NamedNode(unit), _number(number))


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_INTEGER)
