"""The one graph that the shapes are held against: data, ontology, derived triples, citations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kkgraph import rules, terms
from kkgraph import store as stores
from kkgraph.errors import InputNotReadable
from kkgraph.evidence.citations import by_speaker
from kkgraph.project import DataFile, Project
from kkgraph.sparql.terms import Term
from kkgraph.survey.text import parse_range

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

CITE = "urn:kkgraph:cite:"
_EXTRA_GRAPH = "urn:kkgraph:file:"


@dataclass(frozen=True)
class CitedLines:
    """A subject of a section graph with one value of its `kk:lines` there, None without any.

    A blank node is "_:" and its name in the store.
    """

    section: str
    subject: str
    lines: str | None


def chosen_files(project: Project, given: Sequence[Path]) -> list[DataFile]:
    """Return the project's files with the given ones among them.

    A given file replaces the project's of the same name; any other one is added.
    """
    named = {path.name: path for path in given}
    files = [
        DataFile(named.pop(file.path.name, file.path), file.graph) for file in project.data_files()
    ]
    return [*files, *(_extra(path) for path in named.values())]


def _extra(path: Path) -> DataFile:
    """Return a file that the project has no place for, in a graph of its own."""
    if path.suffix not in (".ttl", ".trig"):
        raise InputNotReadable(path, "only .ttl (Turtle) and .trig (TriG) files are validated")
    return DataFile(path, None if path.suffix == ".trig" else f"{_EXTRA_GRAPH}{path.name}")


def load(project: Project, files: Iterable[DataFile]) -> ox.Store:
    """Parse the files and apply the project's rules; DataFileError for one that is broken.

    SHACL climbs the hierarchy of classes itself, so that layer stays out.
    """
    quads = ox.Store()
    for file in files:
        stores.read(quads, file)
    quads.update(stores.MERGE)
    rules.apply(quads, project.rule_files(), ("derived", "citation"))
    return quads


def cited_lines(quads: ox.Store) -> list[CitedLines]:
    """Return what every subject of every section graph cites, in a fixed order."""
    return [
        CitedLines(section, subject, value)
        for (section, subject), values in by_speaker(quads).items()
        for value in values or (None,)
    ]


def merged(quads: ox.Store, citations: Sequence[CitedLines]) -> "rdflib.Graph":
    """Return the default graph for pySHACL, with a `kk:Citation` for each cited value.

    `<urn:kkgraph:cite:N>` stands for `citations[N]`; SHACL sees one graph only, and
    these helpers tell it which graph a subject stood in. They are no part of the data.
    """
    graph = as_rdflib(quads.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    for number, one in enumerate(citations):
        _add_citation(graph, f"{CITE}{number}", one)
    return graph


def _add_citation(graph: "rdflib.Graph", iri: str, one: CitedLines) -> None:
    from rdflib import BNode, Literal, URIRef

    def add(predicate: str, value: "Node") -> None:
        graph.add((URIRef(iri), URIRef(predicate), value))

    add(terms.TYPE, URIRef(terms.CITATION))
    blank = one.subject.removeprefix("_:")
    add(terms.IS_ABOUT, URIRef(one.subject) if blank == one.subject else BNode(blank))
    add(terms.CITED_FROM, URIRef(one.section))
    lines = parse_range(one.lines or "")
    if lines:
        add(terms.FIRST_LINE, Literal(lines.first))
        add(terms.LAST_LINE, Literal(lines.last))


def as_rdflib(quads: Iterable[ox.Quad]) -> "rdflib.Graph":
    """Return the triples of quads as rdflib's graph, literals exactly as they are written."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    graph.addN((_term(q.subject), _term(q.predicate), _term(q.object), graph) for q in quads)
    return graph


def _term(term: Term) -> "Node":
    """Return rdflib's counterpart of a term."""
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        datatype = None if term.language else rdflib.URIRef(term.datatype.value)
        if datatype == rdflib.XSD.string:
            datatype = None
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    raise TypeError(f"no triple in a triple here: {term}")
