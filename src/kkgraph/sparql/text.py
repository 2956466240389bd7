"""SPARQL text: the project's prefixes, values put in, and where a syntax error really is.

Nothing here evaluates a query. A prepared text has the lines of the original;
what was put in is remembered, so that a place in one is known in the other.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors import QuerySyntaxError

Term = ox.NamedNode | ox.Literal

_TOKEN = re.compile(
    r"""
      (?P<space>\s+|\#[^\n]*)
    | (?P<text>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
              |\"(?:[^"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<variable>[?$]\w+)
    | (?P<word>[\w.:@%-]+)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# Longer than any keyword the engine looks for: see `_widened`.
_WIDTH = 20
_SENTENCES = {
    "Prefix not found": "this prefix is not known",
    "The SELECT contains a variable that is unbound": (
        "SELECT names a variable that is neither grouped nor aggregated"
    ),
    "The SELECT overrides an existing variable": "AS names a variable that is already in use",
}


@dataclass(frozen=True)
class Token:
    """A piece of a query text that is no white space: its kind, its characters, its offset."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True)
class Prepared:
    """A text for the engine, and what was put in: (offset in the original, characters)."""

    text: str
    original: str
    inserted: tuple[tuple[int, str], ...]

    def origin(self, offset: int) -> int:
        """Return the place in the original for a place in the prepared text."""
        shift = 0
        for place, extra in self.inserted:
            if offset < place + shift + len(extra):
                return max(min(offset - shift, place), 0)
            shift += len(extra)
        return offset - shift


@dataclass
class Group:
    """A pair of braces: where its content begins, what it is, the variables it names itself.

    Kinds: "pattern", "optional" (see `_hand_over`), "template" (of CONSTRUCT), "data" (of
    VALUES), "subselect".
    """

    start: int
    kind: str
    outermost: bool
    parent: "Group | None"
    names: set[str] = field(default_factory=set)


def prologue() -> str:
    """Return the PREFIX declarations of all the project's prefixes, on one line."""
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in terms.PREFIXES.items())


def tokens(text: str) -> Iterator[Token]:
    """Cut a query text into tokens, leaving out white space and comments."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "space":
            yield Token(match.lastgroup, match[0], match.start())


def variables(text: str) -> set[str]:
    """Return the names of the variables in a query text, without their mark."""
    return {token.text[1:] for token in tokens(text) if token.kind == "variable"}


def prepare(text: str, bindings: Mapping[str, Term]) -> Prepared:
    """Put the prefixes in front, and each bound variable as VALUES where it is spoken of.

    A group sees only its own bindings in SPARQL (a FILTER in a UNION does not see the
    outer VALUES), so the VALUES stands in every group that names the variable, and in
    the outermost. It is written from the term, on the line that is there.
    """
    inserted = [(0, prologue())]
    for group in groups(text):
        names = [name for name in bindings if group.outermost or name in group.names]
        if names and group.kind == "pattern":
            values = "".join(f" VALUES ?{name} {{ {bindings[name]} }}" for name in names)
            inserted.append((group.start, values + " "))
    return Prepared(_with(text, inserted), text, tuple(inserted))


def groups(text: str) -> list[Group]:
    """Return the pairs of braces of a query, in the order of their openings."""
    found: list[Group] = []
    open_: list[Group] = []
    previous, depth, data = "", 0, False
    for token in tokens(text):
        word = token.text.upper() if token.kind in ("word", "mark") else ""
        if word == "{":
            found.append(_opened(token, open_, previous, data=data, depth=depth))
            open_.append(found[-1])
            data = False
        elif word == "}" and open_:
            open_.pop()
        elif word == "SELECT" and previous == "{" and open_:
            open_[-1].kind = "subselect"
        elif word == "BIND" and open_ and open_[-1].kind == "optional":
            open_[-1].kind = "pattern"
        elif token.kind == "variable" and open_:
            open_[-1].names.add(token.text[1:])
        data = data or word == "VALUES"
        depth += (word == "(") - (word == ")")
        previous = word
    _hand_over(found)
    return found


def _opened(token: Token, open_: list[Group], previous: str, *, data: bool, depth: int) -> Group:
    kinds = {"CONSTRUCT": "template", "OPTIONAL": "optional"}
    kind = "data" if data else kinds.get(previous, "pattern")
    outermost = not open_ and depth == 0 and kind == "pattern"
    return Group(token.start + 1, kind, outermost, open_[-1] if open_ else None)


def _hand_over(found: list[Group]) -> None:
    """Give what a group names to the group that has to bind it.

    A sub-SELECT's clauses see what its own WHERE binds. A FILTER in an OPTIONAL sees what
    the group around it binds (unlike BIND); the fewer VALUES stand in an OPTIONAL the
    better, as rdflib loses rows over those in nested ones.
    """
    for group in reversed(found):
        if group.kind == "optional" and group.parent is not None:
            holds = any(g.parent is group and g.names for g in found)
            group.kind = "pattern" if holds else "optional"
            group.parent.names |= group.names
    for outer in found:
        if outer.kind == "subselect":
            where = next((g for g in found if g.parent is outer and g.kind == "pattern"), None)
            if where is not None:
                where.names |= outer.names


def _with(text: str, inserted: list[tuple[int, str]]) -> str:
    pieces, last = [], 0
    for place, extra in inserted:
        pieces += [text[last:place], extra]
        last = place
    return "".join([*pieces, text[last:]])


def syntax_error(source: str, prepared: Prepared, engine: ox.Store) -> QuerySyntaxError:
    """Return the error of a text that the engine refuses, at the token where it stops."""
    widened, starts = _widened(prepared.text)
    message, line, column = _complaint(engine, widened)
    token = _token_at(widened, starts, line, column)
    text = prepared.original
    offset = prepared.origin(token.start) if token else len(text.rstrip())
    what = next((s for key, s in _SENTENCES.items() if key in message), _unexpected(token))
    place = (text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
    return QuerySyntaxError(source, text, place, what)


def _complaint(engine: ox.Store, text: str) -> tuple[str, int, int]:
    """Return the engine's message about a text, and the line and column that it gives."""
    try:
        engine.query(text)
    except SyntaxError as error:
        message = str(error.msg)
        found = re.search(r"error at (\d+):(\d+)", message)
        return (message, int(found[1]), int(found[2])) if found else (message, 1, 1)
    return "", 1, 1


def _unexpected(token: Token | None) -> str:
    return f"cannot go on at {token.text}" if token else "the text ends too early (a missing }?)"


def _widened(text: str) -> tuple[str, list[tuple[int, Token]]]:
    """Set the tokens of a text far apart; return it with (new offset, token) for each.

    The engine reports the farthest place at which it looked for a keyword, plus the
    keyword's length: with wide gaps that place cannot lie in a later token.
    """
    pieces: list[str] = []
    starts: list[tuple[int, Token]] = []
    length = end = 0
    for token in tokens(text):
        gap = text[end : token.start]
        wide = " " * _WIDTH if gap or token.text in "{}()" else ""
        pieces += ["\n" * gap.count("\n") + wide, token.text]
        starts.append((length + len(pieces[-2]), token))
        length += len(pieces[-2]) + len(token.text)
        end = token.start + len(token.text)
    return "".join(pieces) + " " * _WIDTH, starts


def _token_at(text: str, starts: list[tuple[int, Token]], line: int, column: int) -> Token | None:
    """Return the last token that begins at or before the place, None at the text's end."""
    offset = sum(len(part) + 1 for part in text.split("\n")[: line - 1]) + column - 1
    if offset >= len(text) or not starts:
        return None
    before = [token for start, token in starts if start <= offset]
    return before[-1] if before else starts[0][1]
