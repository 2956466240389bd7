"""How much work a query is, guessed before it runs: the sizes of its joins from cheap counts.

A guess only: what is thought light and is not runs out of its slice of time; what is
thought heavy and is not waits for its turn in the slow lane.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.endpoint.protocol.cardinality import (
    DEFAULT,
    Counted,
    Pattern,
    Size,
    Statistics,
    combined,
)
from kkgraph.errors import QueryTooComplex
from kkgraph.sparql.bounds import check
from kkgraph.sparql.datasets import BASE
from kkgraph.sparql.text import Token, tokens

HEAVY = 1  # the status of a worker's answer that hands a query back
MOST = 20_000_000  # rows put together on the way: some seconds of the engine's work
_COUNTED = 2_000  # triples of a pattern that are counted, not guessed
_PATTERNS = 60  # of a query that are looked at
_CLOSURE = 20  # times the triples of a property that its * or + may lead to
_TERM = r"(?:<[^<>\s]*>|[?$\w:.-]+)"
_ONE = re.compile(rf"[^{{}}]*\{{\s*{_TERM}\s+{_TERM}\s+{_TERM}\s*\.?\s*\}}[^{{}}]*")
# One pattern of a given subject, without an expression anywhere or another dataset.
_GIVEN = r"(?!_:)(?:<[^<>\s]*>|[\w.-]*:[\w.-]*)"
_OF_ONE_THING = re.compile(
    rf"\s*(?:SELECT(?:\s+DISTINCT)?(?:\s+\*|(?:\s+\?\w+)+)|ASK)\s*(?:WHERE\s*)?"
    rf"\{{\s*{_GIVEN}\s+{_TERM}\s+{_TERM}\s*\.?\s*\}}\s*(?:LIMIT\s+\d+\s*)?(?:#[^\n]*)?",
    re.IGNORECASE,
)
_ENDING = {".", "}", "{", "OPTIONAL", "UNION", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH"}
_REDUCING = {"GROUP", "ORDER", "DISTINCT", "REDUCED", "COUNT", "SUM", "AVG", "MIN", "MAX"}
_REDUCING |= {"SAMPLE", "GROUP_CONCAT", "HAVING"}


def is_heavy(graph: ox.Store, known: Statistics, text: str) -> bool:
    """Tell whether a query looks as if it took long; one that is refused anyway does not."""
    if _ONE.fullmatch(text):
        return False  # one pattern
    try:
        check("query", text)
    except QueryTooComplex:
        return False
    return _Reader(graph, known, text).size().work > MOST


def is_light(text: str) -> bool:
    """Tell whether a query only looks one thing up, so that it can take neither time nor memory."""
    return _OF_ONE_THING.fullmatch(text) is not None


class _Reader:
    """Reads the groups of a query, and leaves out what it does not understand."""

    def __init__(self, graph: ox.Store, known: Statistics, text: str) -> None:
        self._graph, self._known = graph, known
        self._tokens = list(tokens(text))
        self._at = 0
        self._left = _PATTERNS
        self._prefixes = dict(terms.PREFIXES)

    def size(self) -> Size:
        """Return the size of the whole query."""
        words = [token.word for token in self._tokens]
        self._declare()
        while self._at < len(words) and words[self._at] != "{":
            self._at += 1
        if words[: self._at].count("CONSTRUCT") and "WHERE" in words[self._at :]:
            self._at = words.index("WHERE", self._at)
        while self._at < len(words) and words[self._at] != "{":
            self._at += 1
        found = self._group()
        return self._limited(found, words)

    def _limited(self, found: Size, words: list[str]) -> Size:
        """Take account of a LIMIT, before which the engine stops."""
        is_own = "LIMIT" in words[-4:] and words[-1] != "}"  # no group's within
        ends = is_own and not _REDUCING.intersection(words)
        asks = "ASK" in words[:1]
        if not (ends or asks) or found.rows <= 1:
            return found
        limit = self._tokens[len(words) - words[::-1].index("LIMIT")].text if ends else "1"
        wanted = float(limit) if limit.isdecimal() else found.rows
        return replace(found, work=found.work * min(wanted / found.rows, 1))

    def _declare(self) -> None:
        for before, name, iri in zip(
            self._tokens, self._tokens[1:], self._tokens[2:], strict=False
        ):
            if before.word == "PREFIX" and iri.kind == "iri":
                self._prefixes[name.text.rstrip(":")] = iri.text[1:-1]

    def _word(self) -> str:
        return self._tokens[self._at].word if self._at < len(self._tokens) else "}"

    def _group(self) -> Size:
        """Read a group, from its brace to the other."""
        self._at += 1
        patterns: list[Pattern] = []
        parts: list[tuple[str, Size]] = []
        kind = ""
        while self._at < len(self._tokens) and self._word() != "}":
            word = self._word()
            if word == "{":
                parts.append((kind, self._group()))
                kind = ""
            elif word in ("FILTER", "BIND", "HAVING"):
                parts += [("EXISTS", asked) for asked in self._expression()]
            elif word == "VALUES":
                self._skip_values()
            elif word in ("OPTIONAL", "UNION", "MINUS", "EXISTS"):
                kind, self._at = word, self._at + 1
            elif word == "SELECT":
                return self._subselect()
            elif word in _ENDING or self._left <= 0:
                self._at += 1 + (word == "GRAPH")
            else:
                patterns += self._triples()
        self._at += 1
        return combined(patterns, parts)

    def _subselect(self) -> Size:
        while self._word() not in ("{", "}"):
            self._at += 1
        found = self._group() if self._word() == "{" else Size()
        while self._word() != "}":
            self._at += 1
        self._at += 1
        return found

    def _expression(self) -> Iterator[Size]:
        """Go over a FILTER or BIND, and read what its EXISTS ask for."""
        depth = 0
        self._at += 1
        while self._at < len(self._tokens):
            word = self._word()
            if word == "{":
                yield self._group()
            elif depth or word != "}":
                depth += (word == "(") - (word == ")")
                self._at += 1
            if depth <= 0 and word in (")", "{", "}"):
                return

    def _skip_values(self) -> None:
        while self._at < len(self._tokens) and self._word() != "}":
            self._at += 1
        self._at += 1

    def _triples(self) -> Iterator[Pattern]:
        """Read a subject with its properties and objects."""
        subject, self._at = self._tokens[self._at], self._at + 1
        while self._at < len(self._tokens) and self._word() not in _ENDING:
            path = self._path()
            while self._at < len(self._tokens) and self._word() not in (*_ENDING, ";"):
                if self._word() != ",":
                    self._left -= 1
                    yield self._pattern(subject, path, self._tokens[self._at])
                self._at += 1
            self._at += self._word() == ";"

    def _path(self) -> list[Token]:
        """Read a property or a path: it goes on over its marks, and within its brackets."""
        path: list[Token] = []
        depth = 0
        joined = True
        while self._at < len(self._tokens) and self._word() not in ("{", "}"):
            token = self._tokens[self._at]
            mark = token.text if token.kind == "mark" else ""
            if not (joined or depth or mark in ("/", "|", "*", "+", "?")):
                break
            depth += (mark == "(") - (mark == ")")
            joined = mark in ("/", "|", "^", "!", "(")
            path.append(token)
            self._at += 1
        return path

    def _pattern(self, subject: Token, path: list[Token], value: Token) -> Pattern:
        ends = [_name(subject), _name(value)]
        if len(path) > 1:
            return self._of_path(path, ends)
        s, p, o = (self._term(token) for token in (subject, path[0], value))
        if s is not None or o is not None:
            found = self._graph.quads_for_pattern(s, p, o, DEFAULT)
            count = float(sum(1 for _ in islice(found, _COUNTED)))
            if count == _COUNTED and isinstance(p, ox.NamedNode):
                count = self._of(p)[0]
            names = filter(None, (*ends, _name(path[0])))
            return Pattern(count, dict.fromkeys(names, max(count, 1)))
        count, subjects, objects = self._of(p)
        if value.kind == "text" or value.word.isdecimal():
            count, objects = count / max(objects, 1), 1
        values = {"": 1.0, ends[0]: subjects, ends[1]: objects}
        values[_name(path[0])] = float(len(self._known.properties))
        return Pattern(count, {name: number for name, number in values.items() if name})

    def _of(self, p: object) -> Counted:
        if isinstance(p, ox.NamedNode):
            return self._known.properties.get(p.value, (0, 1, 1))
        return self._known.every

    def _of_path(self, path: list[Token], ends: list[str]) -> Pattern:
        """Guess a path: from a given end it is a walk, else all of what it may join."""
        steps = [t for t in path if t.kind in ("iri", "name") or t.word == "A"]
        marks = {token.text for token in path if token.kind == "mark"}
        negated = "!" in marks
        counts = [self._of(self._term(token))[0] for token in steps]
        count = max([self._known.every[0]] * negated + counts, default=0)
        stars = sum(token.text in ("*", "+") for token in path)
        is_everywhere = negated or {"^", "|"} <= marks  # back and forth: a closure leads all over
        reached = self._known.every[1] if is_everywhere else _CLOSURE
        count *= max(stars * reached, 1)
        free = [end for end in ends if end]
        if len(free) < 2:  # noqa: PLR2004 - both ends
            count = min(count, self._known.every[0])
        return Pattern(count, dict.fromkeys(free, max(min(count, self._known.every[1]), 1)))

    def _term(self, token: Token) -> ox.NamedNode | None:
        """Return a given IRI, None for whatever else."""
        if token.word == "A":
            return ox.NamedNode(terms.TYPE)
        try:
            if token.kind == "iri":
                text = token.text[1:-1]
                return ox.NamedNode(text if ":" in text else BASE + text)
            if token.kind == "name":
                prefix, _, local = token.text.partition(":")
                return ox.NamedNode(self._prefixes[prefix] + local.replace("\\", ""))
        except (KeyError, ValueError):
            return None
        return None


def _name(token: Token) -> str:
    return token.text[1:] if token.kind == "variable" or token.text.startswith("_:") else ""
