"""The files that are validated: read once each, with the statements and where they stand.

Any format of RDF that the engine reads may be given, by its ending (upper case, and with
`.gz`, too) or, on standard input, by what it looks like.
"""

import gzip
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.errors import DataFileError, InputNotReadable, system
from kkgraph.evidence.positions import Index, index_texts
from kkgraph.project import Project
from kkgraph.store import parser_message
from kkgraph.texts import Message

STDIN = Path("-")
ENDINGS = tuple(media.GRAPHS)
_TOKENS = ("ttl", "trig", "nt", "nq")  # what the index of positions can read
_EXTRA = "urn:kkgraph:file:"
_DEFAULT = ox.DefaultGraph()
_BOM = b"\xef\xbb\xbf"
# What RDF 1.2 adds to Turtle: a triple in a triple, or an annotation behind one.
_STAR = re.compile(r"\{\||<<|^\s*VERSION\b|@version\b", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """A file with its statements; `given` says that it came from the command line.

    Statements of a format without graphs stand in the graph of the file's layer.
    """

    path: Path
    quads: tuple[ox.Quad, ...]
    text: str
    format: str
    given: bool = False

    @cached_property
    def places(self) -> Index:
        """Where each statement stands; empty for a format that is not read by its tokens."""
        return index_texts([(self.path, self.text)] if self.format in _TOKENS else ())

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The IRI of every subject, and "_:name" of a blank one."""
        return frozenset(str(q.subject).strip("<>") for q in self.quads)

    def with_quads(self, quads: Sequence[ox.Quad]) -> "Source":
        """Return the same file with other statements, its positions kept."""
        changed = replace(self, quads=tuple(quads))
        changed.__dict__["places"] = self.places
        return changed


@dataclass(frozen=True)
class Input:
    """A file to read: its path, the graph of its layer, and whether it was given."""

    path: Path
    graph: str | None
    given: bool = False


def chosen(project: Project, given: Sequence[Path]) -> list[Input]:
    """Return the project's files with the given ones among them.

    A given file replaces the project's of the same name; any other one is added.
    """
    named = {path.name: path for path in given}
    files = [
        Input(named.pop(name, file.path), file.graph, name in {path.name for path in given})
        for file in project.data_files()
        for name in (file.path.name,)
    ]
    extra = (Input(path, _EXTRA + quote(path.name, safe=""), given=True) for path in named.values())
    return [*files, *extra]


def read(file: Input) -> Source:
    """Parse a file. Raises DataFileError for one that is broken, InputNotReadable for none."""
    content = _content(file.path)
    text = _decoded(file.path, content)
    name = _format(file.path, text)
    return parsed(file, text, name)


def parsed(file: Input, text: str, name: str) -> Source:
    """Return a text as the file's source. Raises DataFileError for one that is broken."""
    quads = tuple(_placed(_parse(file.path, text, name), file.graph))
    return Source(file.path, quads, text, name, file.given)


def format_of(path: Path) -> str | None:
    """Return the format that a file's ending names, None for no format of RDF."""
    endings = [suffix[1:].lower() for suffix in path.suffixes]
    last = endings[-2:-1] if endings[-1:] == ["gz"] else endings[-1:]
    return last[0] if last and last[0] in ENDINGS else None


def _content(path: Path) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if path.suffix.lower() == ".gz" else content
    except (OSError, EOFError, ValueError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
        why = system(error) if isinstance(error, OSError) else str(error)
        raise InputNotReadable(path, why) from None


def _decoded(path: Path, content: bytes) -> str:
    """Return the text; a byte order mark is no part of it."""
    try:
        return content.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataFileError(path, line, Message("errors.input.save_utf8")) from None


def _format(path: Path, text: str) -> str:
    if path == STDIN:
        return _guess(text)
    found = format_of(path)
    if found is None:
        endings = ", ".join(f".{ending}" for ending in ENDINGS)
        raise InputNotReadable(path, Message("errors.input.only_rdf", endings=endings))
    return found


def _guess(text: str) -> str:
    """Return the format that a text of unknown format is in: TriG reads Turtle too."""
    start = text.lstrip()
    if start.startswith(("<?xml", "<rdf:RDF", "<!DOCTYPE")):
        return "rdf"
    if re.match(r"[\[{]\s*[\"\[{\]}]", start):
        return "jsonld"
    return "trig" if _parses(text, "trig") or not _parses(text, "nq") else "nq"


def _parses(text: str, name: str) -> bool:
    try:
        return sum(1 for _ in ox.parse(text, format=media.GRAPHS[name].rdf)) >= 0
    except (SyntaxError, ValueError):
        return False


def _parse(path: Path, text: str, name: str) -> list[ox.Quad]:
    try:
        quads = list(ox.parse(io.BytesIO(text.encode()), format=media.GRAPHS[name].rdf))
    except SyntaxError as error:
        raise DataFileError(path, error.lineno, parser_message(error, text)) from None
    except ValueError as error:
        raise DataFileError(path, None, str(error)) from None
    if any(isinstance(quad.object, ox.Triple) for quad in quads):
        star = _STAR.search(text)
        line = text.count("\n", 0, star.start()) + 1 if star else None
        what = Message("errors.data.quoted")
        raise DataFileError(path, line, what)
    return quads


def _placed(quads: Sequence[ox.Quad], graph: str | None) -> Iterator[ox.Quad]:
    """Put what names no graph into the file's own."""
    if graph is None:
        yield from quads
        return
    home = ox.NamedNode(graph)
    for quad in quads:
        nowhere = quad.graph_name == _DEFAULT
        yield ox.Quad(quad.subject, quad.predicate, quad.object, home) if nowhere else quad


def is_ours(term: object) -> bool:
    """Whether a term of a statement is one of our vocabularies or things."""
    return isinstance(term, ox.NamedNode) and terms.is_ours(term.value)


def is_section_graph(name: object) -> bool:
    """Whether a graph is named as a section is."""
    return isinstance(name, ox.NamedNode) and terms.section_number(name.value) is not None
