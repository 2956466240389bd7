"""How the text of a file is laid out: where blocks, properties and values begin and end.

Parsers forget it, and a file that people write keeps its comments and its order. This reads the
tokens as `kkgraph.evidence.positions` does; what stands in [ ] or ( ) counts as one value.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kkgraph.evidence.positions import TOKEN, Reader
from kkgraph.sparql.text import Token

_SUBJECT, _PREDICATE, _VALUE = 1, 2, 3


@dataclass
class Value:
    """A value, with its datatype or language; `property_start`: where its property begins.

    `name`: its IRI, or its characters.
    """

    predicate: str
    name: str
    start: int
    end: int
    property_start: int


@dataclass
class Block:
    """What is said of a subject in one place; `end` is behind its full stop."""

    graph: str | None
    subject: str
    start: int
    end: int = 0
    values: list[Value] = field(default_factory=list)

    def of(self, predicate: str) -> list[Value]:
        """Return the values of a property."""
        return [value for value in self.values if value.predicate == predicate]


@dataclass(frozen=True)
class Group:
    """A named graph in TriG: where its braces stand."""

    name: str
    open: int
    close: int


@dataclass
class Layout:
    """A file's text, its base and prefixes, and what stands where."""

    text: str
    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    def of(self, subject: str, graph: str | None = None) -> list[Block]:
        """Return the blocks about a subject, in a graph if one is given."""
        return [b for b in self.blocks if b.subject == subject and graph in (None, b.graph)]


def read(text: str) -> Layout:
    """Read the layout of a text that is known to parse."""
    found = _Walk(text)
    for token in found.tokens:
        found.take(token)
    reader = found.reader
    return Layout(text, reader.base, reader.prefixes, found.blocks, found.groups)


def _tokens(text: str) -> Iterator[Token]:
    for match in TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "comment":
            yield Token(match.lastgroup, match.group(), match.start())


class _Walk:
    """The state of the reading: which graph, and how many terms of a triple there are."""

    def __init__(self, text: str) -> None:
        self.reader, self.tokens = Reader(text), _tokens(text)
        self.blocks: list[Block] = []
        self.groups: list[Group] = []
        self.graph: str | None = None
        self.opened = 0
        self.depth = 0
        self.terms: list[tuple[str, int]] = []
        self.block: Block | None = None

    def take(self, token: Token) -> None:
        if token.kind == "directive":
            self.reader.directive(self.tokens, with_prefix="prefix" in token.text.lower())
        elif token.kind == "mark":
            self._mark(token)
        elif token.kind == "suffix":
            self._suffix(token)
        elif not self.depth:
            is_predicate = len(self.terms) == _SUBJECT
            name = self.reader.term(token.kind, token.text, is_predicate=is_predicate)
            self._term(name, token.start, token.end)

    def _term(self, name: str, start: int, end: int) -> None:
        self.terms.append((name, start))
        if len(self.terms) == _SUBJECT:
            self.block = Block(self.graph, name, start)
        elif len(self.terms) == _VALUE and self.block:
            predicate, begins = self.terms[1]
            self.block.values.append(Value(predicate, name, start, end, begins))

    def _suffix(self, token: Token) -> None:
        end = next(self.tokens).end if token.text == "^^" else token.end
        if self.block and self.block.values and not self.depth:
            self.block.values[-1].end = end

    def _mark(self, token: Token) -> None:
        if token.text in "[(":
            if not self.depth:
                self._term("_:", token.start, token.end)
            self.depth += 1
        elif token.text in "])":
            self.depth -= 1
            if not self.depth and self.block and self.block.values:
                self.block.values[-1].end = token.end
        elif self.depth:
            return
        elif token.text in ";,":
            self.terms = self.terms[: {";": _SUBJECT, ",": _PREDICATE}[token.text]]
        elif token.text == "{":
            self.graph, self.opened = (self.terms[-1][0] if self.terms else None), token.end
            self.terms, self.block = [], None
        else:
            self._ended(token)

    def _ended(self, token: Token) -> None:
        """End the block at a full stop, and at a brace the graph, too."""
        if self.block and self.block.values:
            last = self.block.values[-1].end
            self.block.end = token.end if token.text == "." else last
            self.blocks.append(self.block)
        self.terms, self.block = [], None
        if token.text == "}":
            if self.graph is not None:
                self.groups.append(Group(self.graph, self.opened, token.start))
            self.graph = None
