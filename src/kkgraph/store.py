"""From files to one store: every triple once in its named graph and once in the default graph.

Queries see the default graph as the merge of all graphs, and `GRAPH ?section {...}`
says which section states a triple. The engine's own union of graphs counts a
triple that two graphs hold twice, so it is not used.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editions.edition import Edition
from kkgraph.errors import DataFileError, Said
from kkgraph.project import DataFile, Project, memory, read_text
from kkgraph.sparql.graphs import Quads
from kkgraph.texts import Message

if TYPE_CHECKING:
    from kkgraph.rules import Rule

# The RDF merge: a triple of any named graph, once, in the default graph.
MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"

# White space and marks that Turtle does not allow between terms and an editor does not show.
_INVISIBLE = (
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\xa0\\xad\\u1680\\u2000-\\u200f"
    "\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff]"
)

_CURLY = "[\u2018\u2019\u201c-\u201e]"  # quotation marks of a word processor
_QUOTED = r'"(?:[^"\\]|\\.)*"'


class Store(NamedTuple):
    """A loaded project. `stated`: only what the survey says; `inferred`: all rules were applied."""

    project: Project
    graph: Quads
    stated: bool
    inferred: bool

    @property
    def local(self) -> ox.Store:
        """The engine's store itself, of a graph on this machine; raises TypeError of another."""
        if not isinstance(self.graph, ox.Store):
            raise TypeError(type(self.graph))
        return self.graph


def load(project: Project, *, stated: bool = False, infer: bool = True) -> Store:
    """Parse the project's files and apply its rules.

    `stated` leaves out whatever the survey does not say itself: links, themes and
    derived triples. The register and the ontology stay, for labels and types; so do
    the hierarchy of classes and properties and the citations, which say nothing new.
    Raises DataFileError for a file that does not parse, MemoryShort before a graph that is
    too large for the memory that is free.
    """
    project.use()
    graph, files = ox.Store(), project.stated_files() if stated else project.data_files()
    if infer and not stated:
        memory.demand(files)
    for file in files:
        read(graph, file)
    editions(graph, project)
    graph.update(MERGE)
    if infer:
        from kkgraph import rules

        rules.apply(graph, project.rule_files(), rules.KEPT if stated else rules.LAYERS)
    return Store(project, graph, stated, infer and not stated)


def narrowed(store: Store, edition: Edition, found: "list[Rule]") -> Store:
    """Return a loaded project as it is asked, made of what is loaded; `found`: all its rules.

    Its graph is the same where all that is loaded counts. Raises SourceUnknown.
    """
    from kkgraph import rules
    from kkgraph.editions.narrowing import narrow

    made = {ox.DefaultGraph(), *map(ox.NamedNode, rules.LAYERS.values())}
    read_ = {quad for quad in store.local if quad.graph_name not in made}
    graph = ox.Store()
    graph.bulk_extend(read_)
    narrow(graph, edition)
    asked = replace(store.project, edition=edition.within(store.project.edition))
    vars(asked)["settings"] = store.project.settings  # read: a server's worker opens no file
    if set(graph) == read_:
        return store._replace(project=asked)
    graph.update(MERGE)
    rules.infer(graph, found)
    return store._replace(graph=graph, project=asked)


def editions(graph: ox.Store, project: Project) -> None:
    """Join the projects that were read, and leave what counts for the project's edition."""
    if project.beside:
        from kkgraph.editions.joining import join

        join(graph, tuple(one.settings.base for one in (project, *project.beside)))
    if not project.edition.is_whole:
        from kkgraph.editions.narrowing import narrow

        narrow(graph, project.edition)


def read(graph: ox.Store, file: DataFile) -> None:
    """Add one file's triples to the named graphs they belong to."""
    from kkgraph import media

    target = ox.NamedNode(file.graph) if file.graph else None
    text = read_text(file.path)
    try:
        graph.load(text, format=media.GRAPHS[file.format].rdf, to_graph=target)
    except SyntaxError as error:
        raise DataFileError(file.path, error.lineno, parser_message(error, text)) from None


def parser_message(error: SyntaxError, text: str) -> Said:
    """Return the parser's message without its own "Parser error at line 3 column 9:".

    A character that nobody sees, or a quotation mark of a word processor, is the cause, so it is
    named instead.
    """
    line = _line(text, error.lineno or 0)
    bare = re.sub(_QUOTED, lambda quoted: "_" * len(quoted[0]), line)
    curly = re.search(_CURLY, bare)
    if curly:
        return Message("errors.data.curly", column=curly.start() + 1, sign=curly[0])
    found = re.search(_INVISIBLE, bare)
    if found:
        import unicodedata

        name = unicodedata.name(found[0], "control character")
        column = found.start() + 1
        sign = f"U+{ord(found[0]):04X} {name}"
        return Message("errors.data.invisible", column=column, sign=sign)
    said = str(error.msg)
    _, colon, rest = said.partition(": ") if said.startswith("Parser error") else ("", "", "")
    what = rest if colon else said
    return Message("errors.data.column", column=error.offset, what=what) if error.offset else what


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1] if 0 < number <= len(lines) else ""


def section_statements(
    graph: Quads,
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
