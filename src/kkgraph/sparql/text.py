"""SPARQL text: its tokens, values put in, names spelled so that the engine reads them right.

Nothing here evaluates a query. A prepared text has the lines of the original;
what was changed is remembered, so that a place in one is known in the other.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kkgraph import terms
from kkgraph.sparql.terms import Value

_LETTER = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+|\#[^\n]*)
    | (?P<text>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
              |\"(?:[^"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')
    | (?P<iri><[^<>"{{}}|^`\\\s]*>)
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:{_LETTER}(?:(?:{_LETTER}|[.-])*(?:{_LETTER}|-))?)?)
    | (?P<word>_:\w(?:[\w.-]*[\w-])?|@[A-Za-z][\w-]*|\d*\.?\d+(?:[eE][+-]?\d+)?|\w+)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SHORT = 6000  # characters of a text whose tokens are kept; no saved query has more
_DOT = re.compile(r"(?<!\\)\.")
# Where a prefixed name with several dots may be; most texts have none, and are not cut in tokens.
_DOTTED = re.compile(r":[^\s<>{}\"]*\.[^\s<>{}\"]*\.")


class Token(NamedTuple):
    """A piece of SPARQL or Turtle that is no white space: its kind, its characters, its offset."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after it."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """A keyword or mark in upper case; "" for what can be neither."""
        return self.text.upper() if self.kind in ("word", "mark") else ""


class Edit(NamedTuple):
    """What stands in a prepared text in place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


class Prepared(NamedTuple):
    """A text for the engine, and how it differs from the original."""

    text: str
    original: str
    edits: tuple[Edit, ...] = ()

    def origin(self, offset: int) -> int:
        """Return the place in the original for a place in the prepared text."""
        shift = 0
        for edit in self.edits:
            start = edit.start + shift
            if offset < start:
                break
            if offset < start + len(edit.text):
                return edit.start
            shift += len(edit.text) - (edit.end - edit.start)
        return offset - shift


def prologue() -> str:
    """Return the PREFIX declarations of all the project's prefixes, on one line."""
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in terms.PREFIXES.items())


def mentions(text: str, *words: str) -> bool:
    """Tell whether any of some words, given in small letters, may stand in a query text."""
    folded = text.casefold()
    return any(word in folded for word in words)


def tokens(text: str) -> Iterator[Token]:
    """Cut a query text into tokens, leaving out white space and comments."""
    return iter(_kept(text)) if len(text) <= _SHORT else _cut(text)


@lru_cache(maxsize=16)
def _kept(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text that is cut several times on its way to one answer."""
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "space":
            yield Token(match.lastgroup, match[0], match.start())


@lru_cache(maxsize=256)
def variables(text: str) -> frozenset[str]:
    """Return the names of the variables in a query text, without their mark."""
    found = (match[0] for match in _TOKEN.finditer(text) if match.lastgroup == "variable")
    return frozenset(name[1:] for name in found)


def prepare(text: str, values: Mapping[str, Value]) -> Prepared:
    """Put each value in the place of its variable, and spell names as the engine reads them.

    `BOUND(?x)` of a variable with a value is `true`, and SELECT ?x is still a column x.
    A variable that the text itself gives a value (`AS ?x`, `VALUES ?x`) stays as it is.
    """
    has_dots = text.count(".") > 1 and _DOTTED.search(text)
    if not has_dots and not any(name in text for name in values):
        return Prepared(text, text)
    found = list(tokens(text))
    own = _assigned(found)
    free = {name: value for name, value in values.items() if name not in own}
    edits = tuple(_edits(text, found, free))
    return Prepared(_edited(text, edits), text, edits)


def _assigned(found: list[Token]) -> set[str]:
    """Return the variables that a text gives a value itself."""
    names: set[str] = set()
    listed = False
    for before, token in pairwise(found):
        listed = before.word == "VALUES" or (listed and before.word != "{")
        if token.kind == "variable" and (listed or before.word == "AS"):
            names.add(token.text[1:])
    return names


def _edits(text: str, found: list[Token], values: Mapping[str, Value]) -> Iterator[Edit]:
    columns = _columns(found)
    for i, token in enumerate(found):
        if token.kind == "name":
            if (escaped := escape(token.text)) != token.text:
                yield Edit(token.start, token.end, escaped)
        elif token.kind == "variable" and token.text[1:] in values:
            if [t.word for t in found[max(i - 2, 0) : i]] == ["BOUND", "("]:
                yield Edit(found[i - 2].start, found[i + 1].end, "true")
                continue
            value = _written(text, token, values[token.text[1:]])
            is_column = token.start in columns
            yield Edit(token.start, token.end, f"({value} AS {token.text})" if is_column else value)


def escape(name: str) -> str:
    """Return a prefixed name with the dots of its local part escaped, if there are several.

    The engine reads one dot in a local name, and takes the next for the end of a triple.
    """
    prefix, colon, local = name.partition(":")
    return prefix + colon + (_DOT.sub(r"\\.", local) if local.count(".") > 1 else local)


def _columns(found: list[Token]) -> set[int]:
    """Return the offsets of the variables that a SELECT names as its columns."""
    columns: set[int] = set()
    selecting, depth = False, 0
    for token in found:
        word = token.word
        depth += (word == "(") - (word == ")")
        if word == "SELECT":
            selecting, depth = True, 0
        elif word in ("{", "WHERE", "FROM"):
            selecting = False
        elif selecting and depth == 0 and token.kind == "variable":
            columns.add(token.start)
    return columns


def _written(text: str, token: Token, value: Value) -> str:
    """Return a value as SPARQL has it; `<` before an IRI would begin a quoted triple."""
    return f" {value}" if text[: token.start].endswith("<") else str(value)


def _edited(text: str, edits: tuple[Edit, ...]) -> str:
    pieces, last = [], 0
    for edit in edits:
        pieces += [text[last : edit.start], edit.text]
        last = edit.end
    return "".join([*pieces, text[last:]])
