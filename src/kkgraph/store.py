"""From files to one store: every triple once in its named graph and once in the default graph.

Queries see the default graph as the merge of all graphs, and `GRAPH ?section {...}`
says which section states a triple. The engine's own union of graphs counts a
triple that two graphs hold twice, so it is not used.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import media, rules, terms
from kkgraph.errors import DataFileError, InputNotReadable
from kkgraph.project import DataFile, Project

# The RDF merge: a triple of any named graph, once, in the default graph.
MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"


@dataclass(frozen=True)
class Store:
    """A loaded project. `stated`: only what the survey says; `inferred`: all rules were applied."""

    project: Project
    graph: ox.Store
    stated: bool
    inferred: bool


def load(project: Project, *, stated: bool = False, infer: bool = True) -> Store:
    """Parse the project's files and apply its rules.

    `stated` leaves out whatever the survey does not say itself: links, themes and
    derived triples. The register and the ontology stay, for labels and types; so do
    the hierarchy of classes and properties and the citations, which say nothing new.
    Raises DataFileError for a file that does not parse.
    """
    graph = ox.Store()
    for file in project.stated_files() if stated else project.data_files():
        read(graph, file)
    graph.update(MERGE)
    if infer:
        rules.apply(graph, project.rule_files(), rules.KEPT if stated else rules.LAYERS)
    return Store(project, graph, stated, infer and not stated)


def read(graph: ox.Store, file: DataFile) -> None:
    """Add one file's triples to the named graphs they belong to."""
    target = ox.NamedNode(file.graph) if file.graph else None
    try:
        graph.load(path=str(file.path), format=media.GRAPHS[file.format].rdf, to_graph=target)
    except SyntaxError as error:
        raise DataFileError(file.path, error.lineno, _cause(error)) from None
    except OSError as error:
        raise InputNotReadable(file.path, error.strerror or str(error)) from None


def _cause(error: SyntaxError) -> str:
    """Return the parser's message without its own "Parser error at line 3 column 9:"."""
    text = str(error.msg)
    _, found, rest = text.partition(": ") if text.startswith("Parser error") else ("", "", "")
    column = f"column {error.offset}: " if error.offset else ""
    return column + (rest if found else text)


def section_statements(
    graph: ox.Store,
    *,
    subject: ox.NamedNode | None = None,
    predicate: ox.NamedNode | None = None,
    value: ox.NamedNode | None = None,
) -> Iterator[tuple[str, ox.Quad]]:
    """Yield the triples of the section graphs that fit, each with its section's IRI."""
    for quad in graph.quads_for_pattern(subject, predicate, value, None):
        section = quad.graph_name
        if isinstance(section, ox.NamedNode) and terms.section_number(section.value):
            yield section.value, quad
