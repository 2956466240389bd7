"""Where a statement stands: an index from Turtle and TriG terms to file and line.

RDF parsers forget the lines. This reads the same files as a stream of tokens,
far enough to know which subject, predicate and value each token is; the
parsers have already said whether the files are valid.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from kkgraph.terms import TYPE

TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<iri><[^<>"\s]*>)
    | (?P<text>(?:\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
              |\"(?:[^"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'))
    | (?P<directive>@prefix\b|@base\b|(?i:PREFIX|BASE)(?=[\s\#<]))
    | (?P<suffix>@[A-Za-z][A-Za-z0-9-]*|\^\^)
    | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?<!\.))
    | (?P<name>_:[\w.-]*[\w-]|[\w-]*:(?:[\w:%/\\~!$&'*+=-]|\.(?=[\w:%/\\-]))*|[A-Za-z]+)
    | (?P<mark>[;,.{}\[\]()])
    """,
    re.VERBOSE | re.DOTALL,
)
# urljoin would also drop the "#" that ends a namespace.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DECIMAL = re.compile(r"[+-]?\d+\.\d+\Z")
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)


@dataclass(frozen=True, order=True)
class Position:
    """A line of a file, counted from 1."""

    path: Path
    line: int

    def __str__(self) -> str:
        """Return `file:line`, the file as it was named."""
        return f"{self.path}:{self.line}"

    def shown(self, root: Path) -> str:
        """Return `file:line`, the file relative to a folder when it lies inside it."""
        inside = self.path.is_relative_to(root)
        return f"{self.path.relative_to(root) if inside else self.path}:{self.line}"


Triple = tuple[str, str, str]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Index:
    """Positions of subjects, of subject-predicate-value triples, and of the names of graphs.

    Values are IRIs or the characters of literals; a subject may have several
    blocks, one a graph.
    """

    blocks: dict[str, list[tuple[str | None, Position]]] = field(default_factory=dict)
    values: dict[Triple, list[tuple[str | None, Position]]] = field(default_factory=dict)
    graphs: dict[str, Position] = field(default_factory=dict)

    def subject(self, iri: str, graph: str | None = None) -> Position | None:
        """Return where the subject's first block begins, in the graph if one is given."""
        return _choose(self.blocks.get(iri, ()), graph)

    def value(self, triple: Triple, graph: str | None = None) -> Position | None:
        """Return the line where the value of a triple stands."""
        subject, predicate, value = triple
        return _choose(self.values.get((subject, predicate, _shortest(value)), ()), graph)

    def predicate(self, subject: str, predicate: str, graph: str | None = None) -> Position | None:
        """Return the first line where the subject has any value of the predicate."""
        places = (
            place
            for (iri, term, _), found in self.values.items()
            if iri == subject and term == predicate
            for where, place in found
            if graph in (None, where)
        )
        return min(places, default=None)

    def nameless(self, said: Iterable[Pair], sought: Pair) -> Position | None:
        """Return where a blank node stands of which all this is said, predicates with values.

        The line of the sought pair if it is among them, else the node's first; the first
        of several such nodes.
        """
        wanted = {(predicate, _shortest(value)) for predicate, value in said}
        found: dict[tuple[Path, str], dict[Pair, Position]] = {}
        for (subject, *rest), places in self.values.items():
            if subject.startswith("_:") and tuple(rest) in wanted:
                for _, place in places:
                    found.setdefault((place.path, subject), {})[rest[0], rest[1]] = place
        whole = [lines for lines in found.values() if lines.keys() == wanted]
        best = min(whole, key=lambda lines: min(lines.values()), default=None)
        return best.get((sought[0], _shortest(sought[1])), min(best.values())) if best else None


def _shortest(value: str) -> str:
    """Return a decimal number without the zeros behind it, as stores keep it: 1.50 is 1.5."""
    return value.rstrip("0").rstrip(".") if _DECIMAL.match(value) else value


def _choose(places: Iterable[tuple[str | None, Position]], graph: str | None) -> Position | None:
    """Return the first position that is in the graph, or the first at all without one."""
    return next((place for where, place in places if graph in (None, where)), None)


def index(paths: Iterable[Path]) -> Index:
    """Read the files; those that cannot be read are left out."""
    return index_texts(_readable(paths))


def _readable(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    for path in paths:
        with suppress(OSError, UnicodeDecodeError):
            yield path, path.read_text(encoding="utf-8")


def index_texts(texts: Iterable[tuple[Path, str]]) -> Index:
    """Read the texts of files."""
    built = Index()
    for path, text in texts:
        reader = Reader(text)
        for graph, triple, begins, line in reader.triples():
            place = (graph, Position(path, line))
            built.values.setdefault(triple, []).append(place)
            block = (graph, Position(path, begins))
            known = built.blocks.setdefault(triple[0], [])
            if block not in known:
                known.append(block)
        for graph, line in reader.graphs.items():
            built.graphs.setdefault(graph, Position(path, line))
    return built


class Reader:
    """Reads the tokens of one file; holds the prefixes met so far."""

    def __init__(self, text: str) -> None:
        """Begin at the start of a text."""
        self.text = text
        self.base = ""
        self.prefixes: dict[str, str] = {}
        self.blanks = 0
        self.graphs: dict[str, int] = {}

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        """Yield (kind, text, line) of each token, comments left out."""
        line, seen = 1, 0
        for match in TOKEN.finditer(self.text):
            line += self.text.count("\n", seen, match.start())
            seen = match.start()
            if match.lastgroup and match.lastgroup != "comment":
                yield match.lastgroup, match.group(), line

    def triples(self) -> Iterator[tuple[str | None, Triple, int, int]]:
        """Yield graph, triple, line of the subject's block, line of the value."""
        graph: str | None = None
        terms: list[tuple[str, int]] = []
        outer: list[list[tuple[str, int]]] = []
        tokens = self._tokens()
        for kind, text, line in tokens:
            if kind == "directive":
                self.directive(tokens, with_prefix="prefix" in text.lower())
            elif kind == "suffix":
                _skip_suffix(tokens, text)
            elif kind != "mark":
                terms.append((self.term(kind, text, is_predicate=len(terms) == 1), line))
                if len(terms) == 3:  # noqa: PLR2004 (subject, predicate, value)
                    (subject, begins), (predicate, _), (value, _) = terms
                    yield graph, (subject, predicate, value), begins, line
            elif text == "{":
                graph, terms = self._begun(terms), []
            elif text in "[(":
                self.blanks += 1
                blank = (f"_:{self.blanks}", line)
                if len(terms) == 2:  # noqa: PLR2004 (subject, predicate; the blank is the value)
                    (subject, begins), (predicate, _) = terms
                    yield graph, (subject, predicate, blank[0]), begins, line
                outer.append([*terms, blank])
                terms = [blank]
            elif text in "])" and outer:
                terms = outer.pop()
            else:
                terms = terms[: {";": 1, ",": 2}.get(text, 0)]
                graph = None if text == "}" else graph

    def _begun(self, terms: list[tuple[str, int]]) -> str | None:
        """Return the name of the graph that begins, None for the one without, and note its line."""
        if not terms:
            return None
        name, line = terms[-1]
        self.graphs.setdefault(name, line)
        return name

    def directive(self, tokens: Iterator[tuple[str, str, int]], *, with_prefix: bool) -> None:
        """Take in a prefix or a base; the full stop behind it does no harm."""
        prefix = next(tokens)[1].removesuffix(":") if with_prefix else None
        iri = self._resolved(next(tokens)[1])
        if prefix is None:
            self.base = iri
        else:
            self.prefixes[prefix] = iri

    def _resolved(self, text: str) -> str:
        """Return an IRI without its brackets, against the base if it is relative."""
        iri = text[1:-1]
        return iri if _SCHEME.match(iri) else urljoin(self.base, iri)

    def term(self, kind: str, text: str, *, is_predicate: bool) -> str:
        """Return the IRI, or the characters of the literal, that a token stands for."""
        if kind == "iri":
            return self._resolved(text)
        if kind == "text":
            return _shortest(_unescape(text))
        if kind == "number" or ":" not in text:
            return TYPE if is_predicate and text == "a" else _shortest(text)
        prefix, _, local = text.partition(":")
        return self.prefixes.get(prefix, prefix + ":") + local.replace("\\", "")


def _skip_suffix(tokens: Iterator[tuple[str, str, int]], text: str) -> None:
    """Pass over the datatype behind a literal; a language tag is a token by itself."""
    if text == "^^":
        next(tokens, None)


def _unescape(text: str) -> str:
    """Return the characters between the quotation marks."""
    body = text[3:-3] if text[:3] in ('"""', "'''") else text[1:-1]

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _ESCAPES.get(match[3], match[3])

    return _ESCAPE.sub(character, body)
