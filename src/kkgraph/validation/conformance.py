"""The run of the shapes over the data, and its results as findings."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kkgraph import store as stores
from kkgraph import terms
from kkgraph.entities import labels
from kkgraph.errors import DataFileError
from kkgraph.evidence.positions import Index, Position, index
from kkgraph.project import DataFile, Project
from kkgraph.sparql.terms import Term, lexical
from kkgraph.validation import graph as graphs
from kkgraph.validation.findings import SEVERITIES, Finding, Report, resource

if TYPE_CHECKING:
    import rdflib

SH = terms.PREFIXES["sh"]
_OURS = (ox.DefaultGraph(), *map(ox.NamedNode, terms.INFERRED))


def examine(project: Project, given: Sequence[Path] = ()) -> Report:
    """Hold the project's data, with the given files among them, against its shapes.

    Raises DataFileError for a file, or shapes, that cannot be read as what they are.
    """
    files = graphs.chosen_files(project, given)
    quads = graphs.load(project, files)
    citations = graphs.cited_lines(quads)
    with _quiet():
        data = graphs.merged(quads, citations)
        triples = len(data)
        results = _run(project, data)
    places = index(file.path for file in files) if len(results) > 2 else Index()  # noqa: PLR2004
    reading = _Reading(results, citations, quads, places)
    return Report(tuple(_numbered(sorted(reading.findings(), key=_order))), triples)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging each ill-typed literal: the report names them, with their line."""
    logger = logging.getLogger("rdflib")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _order(one: Finding) -> tuple[int, str, int, str, str]:
    place = one.place or Position(Path("~"), 0)
    return (
        SEVERITIES.index(one.severity),
        str(place.path),
        place.line,
        "" if one.is_nameless else one.focus,
        one.rule("en"),
    )


def _numbered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Call blank nodes _:1, _:2, ...: a parser's names for them are others in each run."""
    names: dict[str, str] = {}
    for one in findings:
        name = f"_:{len(names) + 1}"
        yield replace(one, focus=names.setdefault(one.focus, name)) if one.is_nameless else one


def _run(project: Project, data: "rdflib.Graph") -> "rdflib.Graph":
    """Return pySHACL's results graph; whatever it trips over in the shapes is an error of ours."""
    import rdflib
    from pyshacl import validate

    shapes = ox.Store()
    stores.read(shapes, DataFile(project.shapes, terms.SHAPES_NS))
    try:
        _, results, text = validate(
            data, shacl_graph=graphs.as_rdflib(shapes), inplace=True, allow_warnings=True
        )
    except Exception as problem:
        raise DataFileError(project.shapes, None, f"not usable as shapes: {problem}") from problem
    if not isinstance(results, rdflib.Graph):
        raise DataFileError(project.shapes, None, f"not usable as shapes: {text}")
    return results


@dataclass(frozen=True)
class _Reading:
    """A results graph with what it takes to say what each result means."""

    results: "rdflib.Graph"
    citations: Sequence[graphs.CitedLines]
    quads: ox.Store
    places: Index

    def findings(self) -> Iterator[Finding]:
        """Yield every result of the report itself, not the details below it."""
        from rdflib import RDF, URIRef

        for report in self.results.subjects(RDF.type, URIRef(SH + "ValidationReport")):
            for result in self.results.objects(report, URIRef(SH + "result")):
                yield self._finding(_properties(self.results, result))

    def _finding(self, result: Mapping[str, "Sequence[rdflib.term.Node]"]) -> Finding:
        def one(name: str) -> str | None:
            return next((_characters(node) for node in result.get(SH + name, ())), None)

        term = next((_as_ox(node) for node in result.get(SH + "value", ())), None)
        focus, path, value = one("focusNode") or "", _path(one("resultPath")), one("value")
        citation = self._citation(focus)
        if citation:
            focus, path, value = citation.subject, terms.LINES, citation.lines
            term = ox.Literal(value) if value is not None else None
        severity = (one("resultSeverity") or "").removeprefix(SH)
        return Finding(
            severity=severity if severity in SEVERITIES else "Violation",
            focus=focus,
            labels=self._labels(focus),
            path=path,
            value=None if value == focus else value,
            rules=_messages(result.get(SH + "resultMessage", ())),
            component=(one("sourceConstraintComponent") or "").removeprefix(SH),
            shape=_path(one("sourceShape")) or "",
            place=self._place(focus, path, value, citation.section if citation else None),
            term=term,
        )

    def _citation(self, focus: str) -> graphs.CitedLines | None:
        number = focus.removeprefix(graphs.CITE)
        return None if number == focus else self.citations[int(number)]

    def _place(
        self, focus: str, path: str | None, value: str | None, graph: str | None
    ) -> Position | None:
        """Return the line of the value, else of the property, else of the subject."""
        places = self.places
        if focus.startswith("_:"):
            return self._nameless(ox.BlankNode(focus[2:]), (path or "", value or ""))
        exact = places.value((focus, path or "", value or ""), graph)
        near = places.predicate(focus, path) if path and graph is None else None
        return exact or near or places.subject(focus, graph) or places.subject(focus)

    def _nameless(self, node: ox.BlankNode, sought: tuple[str, str]) -> Position | None:
        """Return the line of a blank node: by what is said of it, else by what points at it."""
        quads = self.quads.quads_for_pattern(node, None, None)
        said = {
            (quad.predicate.value, lexical(quad.object))
            for quad in quads
            if quad.graph_name not in _OURS and not isinstance(quad.object, ox.BlankNode)
        }
        pointing = (
            self.places.predicate(quad.subject.value, quad.predicate.value)
            for quad in self.quads.quads_for_pattern(None, None, node, ox.DefaultGraph())
            if isinstance(quad.subject, ox.NamedNode)
        )
        return self.places.nameless(said, sought) or next(filter(None, pointing), None)

    def _labels(self, text: str) -> dict[str, str]:
        node = resource(text)
        return labels.names(self.quads, node.value) if isinstance(node, ox.NamedNode) else {}


def _characters(node: "rdflib.term.Node") -> str:
    """Return the IRI or the characters of a literal; a blank node as "_:name"."""
    from rdflib import BNode

    return node.n3() if isinstance(node, BNode) else str(node)


def _as_ox(node: "rdflib.term.Node") -> Term | None:
    """Return an IRI or a literal as the engine's term, None for a blank node."""
    from rdflib import Literal, URIRef

    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        datatype = ox.NamedNode(str(node.datatype)) if node.datatype else None
        return ox.Literal(str(node), datatype=datatype)
    return ox.NamedNode(str(node)) if isinstance(node, URIRef) else None


def _properties(
    results: "rdflib.Graph", node: "rdflib.term.Node"
) -> dict[str, "list[rdflib.term.Node]"]:
    properties: dict[str, list[rdflib.term.Node]] = {}
    for predicate, value in results.predicate_objects(node):
        properties.setdefault(str(predicate), []).append(value)
    return properties


def _path(text: str | None) -> str | None:
    """Return a path or shape that has a name; None for one that is a blank node."""
    return text if text and text.startswith(("http:", "https:", "urn:")) else None


def _messages(nodes: "Sequence[rdflib.term.Node]") -> dict[str, str]:
    """Return the rule in words, by language ("en" for a message without one)."""
    return {getattr(node, "language", None) or "en": str(node) for node in nodes}
