"""A state of a graph, read from a folder, a revision of git, a file of RDF or an endpoint."""

import gzip
import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.differences import endpoints, revisions
from kkgraph.differences.blanks import Quads, canonical
from kkgraph.errors import DataFileError, InputNotReadable, system
from kkgraph.errors.versions import VersionNotFound
from kkgraph.project import Project, find
from kkgraph.store import load, parser_message, read
from kkgraph.texts import Message


@dataclass(frozen=True)
class Part:
    """A file of a project: the digest of its bytes, and its statements."""

    digest: str
    quads: Quads


@dataclass(frozen=True)
class Reading:
    """A graph as it was read. `stated`: without what rules derive; `whole`: with that, as triples.

    `has_graphs`: whether statements name their graphs; `files`: those of a project.
    """

    name: str
    stated: Quads
    whole: Quads
    has_graphs: bool = True
    files: Mapping[str, Part] = field(default_factory=dict)


def read_version(text: str, project: Project) -> Reading:
    """Read what a text names: a file, a folder, an address, or else a revision of git.

    What is read may be a project of its own; the one given stays in use. Raises VersionNotFound
    for what is none of these, and the errors of what cannot be read.
    """
    try:
        return _read(text, project)
    finally:
        project.use()


def _read(text: str, project: Project) -> Reading:
    path = Path(text)
    if text.startswith(("http://", "https://")):
        return dumped(text, endpoints.quads(text))
    if path.is_dir():
        return _folder(text, find(path))
    if path.is_file():
        return dumped(text, parsed(path))
    with revision(project, text) as found:
        return _folder(text, found)


@contextmanager
def revision(project: Project, text: str) -> Iterator[Project]:
    """Give a project as it was in a revision of git, for as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="kkgraph-") as made:
        if not revisions.checkout(project.root, text, Path(made)):
            raise VersionNotFound(text)
        yield find(Path(made))


def _folder(name: str, project: Project) -> Reading:
    files = {}
    for file in project.data_files():
        graph = ox.Store()
        read(graph, file)
        digest = hashlib.sha256(file.path.read_bytes()).hexdigest()
        files[project.shown(file.path)] = Part(digest, canonical(graph))
    stated = canonical(quad for part in files.values() for quad in part.quads)
    default = ox.DefaultGraph()
    whole = canonical(load(project).graph.quads_for_pattern(None, None, None, default))
    return Reading(name, stated, whole, files=files)


def dumped(name: str, graph: ox.Store) -> Reading:
    """Return the reading of a graph in which rules may have written already."""
    triples = {_triple(quad) for quad in graph}
    named = {quad for quad in graph if quad.graph_name != ox.DefaultGraph()}
    if not named:
        every = canonical(triples)
        return Reading(name, every, every, has_graphs=False)
    stated = {quad for quad in named if _graph(quad) not in terms.INFERRED}
    merged = {_triple(quad) for quad in named}
    stated |= {quad for quad in graph if quad not in named and quad not in merged}
    return Reading(name, canonical(stated), canonical(triples))


def _graph(quad: ox.Quad) -> str:
    return getattr(quad.graph_name, "value", "")


def _triple(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def as_triples(quads: Quads) -> Quads:
    """Return statements without their graphs."""
    return canonical({_triple(quad) for quad in quads})


def parsed(path: Path) -> ox.Store:
    """Return the graph of a file of RDF, by its ending, `.gz` too."""
    packed = path.name.lower().endswith(".gz")
    form = media.rdf_of(path.name[: -len(".gz")] if packed else path.name)
    if form is None:
        known = ", ".join(f".{ending}" for ending in media.GRAPHS)
        raise InputNotReadable(path, Message("errors.input.no_rdf", known=known))
    graph, text = ox.Store(), _text(path, packed=packed)
    try:
        graph.load(text, format=form.rdf, base_iri=path.resolve().as_uri())
    except SyntaxError as error:
        raise DataFileError(path, error.lineno, parser_message(error, text)) from None
    return graph


def _text(path: Path, *, packed: bool) -> str:
    try:
        content = path.read_bytes()
        return (gzip.decompress(content) if packed else content).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputNotReadable(path, Message("errors.input.utf8")) from None
    except (OSError, EOFError) as error:
        why = system(error) if isinstance(error, OSError) else str(error)
        raise InputNotReadable(path, why) from None
