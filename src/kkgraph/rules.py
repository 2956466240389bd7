"""The inferred shortcuts: each rule is one SPARQL CONSTRUCT, applied until nothing is new."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors import DataFileError
from kkgraph.project import read_text
from kkgraph.sparql import engine, headers
from kkgraph.sparql import text as sparql
from kkgraph.sparql.datasets import BASE

_CONSTRUCT = re.compile(r"\bCONSTRUCT\s*\{([^{}]*)\}\s*WHERE\b", re.IGNORECASE)
VARIABLE = "urn:kkgraph:variable:"
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """A rule: its file, one-line summaries (en, da), and its text."""

    name: str
    path: Path
    summary: str
    summary_da: str
    text: str

    @property
    def update(self) -> str:
        """The same rule as an update that writes to the derived and the default graph."""
        insert = rf"INSERT {{ \1 GRAPH <{terms.DERIVED}> {{ \1 }} }} WHERE"
        return _CONSTRUCT.sub(insert, self.plain, count=1)

    @property
    def matches(self) -> str:
        """The rule as a SELECT of what its variables are in each match."""
        return _CONSTRUCT.sub("SELECT * WHERE", self.plain, count=1)

    @cached_property
    def plain(self) -> str:
        """The text as the engine reads it, without comment lines."""
        return sparql.prepare(_COMMENT.sub("", self.text), {}).text

    @cached_property
    def template(self) -> tuple[ox.Triple, ...]:
        """The triples it constructs; a variable is the IRI of its name after VARIABLE."""
        head, body, *_ = _CONSTRUCT.split(self.plain, maxsplit=1)
        turtle = f"{sparql.prologue()}{head}\n{_as_iris(body).rstrip().rstrip('.')} ."
        quads = ox.parse(input=turtle, format=ox.RdfFormat.TURTLE, base_iri=BASE)
        return tuple(quad.triple for quad in quads)


def _as_iris(text: str) -> str:
    """Return a template with an IRI for each variable."""
    parts, at = [], 0
    for token in sparql.tokens(text):
        if token.kind == "variable":
            parts += [text[at : token.start], f"<{VARIABLE}{token.text[1:]}>"]
            at = token.start + len(token.text)
    return "".join([*parts, text[at:]])


def load_rules(paths: list[Path]) -> list[Rule]:
    """Read rule files; raises DataFileError for one that is no plain CONSTRUCT."""
    return [_rule(path) for path in paths]


def _rule(path: Path) -> Rule:
    text = read_text(path)
    if len(_CONSTRUCT.findall(_COMMENT.sub("", text))) != 1:
        raise DataFileError(path, None, "a rule has to be one CONSTRUCT { ... } WHERE { ... }")
    header = headers.read(path, text).only({"summary", "summary_da"})
    return Rule(path.stem, path, header.text("summary"), header.text("summary_da"), text)


def apply(graph: ox.Store, paths: list[Path]) -> None:
    """Add what the rules construct to the derived and the default graph, to a fixed point."""
    rules, before = load_rules(paths), -1
    while len(graph) != before:
        before = len(graph)
        for rule in rules:
            _apply(graph, rule)


def _apply(graph: ox.Store, rule: Rule) -> None:
    original = sparql.prepare(rule.text, {})
    engine.update(graph, rule.update, original, str(rule.path))
