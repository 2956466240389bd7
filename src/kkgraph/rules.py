"""The inferred triples: each rule is one SPARQL CONSTRUCT, applied until nothing is new.

A rule's header says where its triples go and what it needs. `layer: citation` and
`layer: hierarchy` say nothing new and are kept by `--stated`. `reads: stated` promises
that the rule needs no other one, `reads: NAME, NAME` that it needs those only: it then
runs once, after them, and the hierarchy once at the end. As soon as one rule makes no
such promise, all of them run until nothing is new.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors import DataFileError
from kkgraph.project import read_text
from kkgraph.sparql import engine, headers
from kkgraph.sparql import text as sparql
from kkgraph.sparql.datasets import BASE
from kkgraph.texts import Message

_CONSTRUCT = re.compile(r"\bCONSTRUCT\s*\{([^{}]*)\}\s*WHERE\b", re.IGNORECASE)
_ALL = re.compile(r"\bSELECT\s+\*", re.IGNORECASE)
VARIABLE = "urn:kkgraph:variable:"
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
# What a rule's header calls its layer -> the graph of its triples.
LAYERS: Final = {
    "derived": terms.DERIVED,
    "hierarchy": terms.HIERARCHY,
    "citation": terms.CITATIONS,
}
_KEYS = {"summary", "summary_da", "layer", "reads"}
# The layers that say nothing new.
KEPT: Final = ("hierarchy", "citation")


@dataclass(frozen=True)
class Rule:
    """A rule: its file, one-line summaries (en, da), its layer, what it reads, and its text.

    `reads`: the rules that it needs, or None when the rule does not say.
    """

    name: str
    path: Path
    summary: str
    summary_da: str
    layer: str
    reads: tuple[str, ...] | None
    text: str

    def said(self, lang: str) -> str:
        """Return what the rule says in one line, in English where it says it in no other."""
        return (self.summary_da if lang == "da" else "") or self.summary

    @property
    def update(self) -> str:
        """The same rule as an update that writes to its layer's and the default graph."""
        insert = rf"INSERT {{ \1 GRAPH <{LAYERS[self.layer]}> {{ \1 }} }} WHERE"
        return _prologue(self.plain) + _CONSTRUCT.sub(insert, _once(self.plain), count=1)

    @property
    def matches(self) -> str:
        """The rule as a SELECT of what its variables are in each match."""
        return _CONSTRUCT.sub("SELECT * WHERE", self.plain, count=1)

    @cached_property
    def plain(self) -> str:
        """The text as the engine reads it, without comment lines."""
        return sparql.prepare(_COMMENT.sub("", self.text), {}).text

    @cached_property
    def named(self) -> frozenset[str]:
        """The IRIs that the rule names: what it reads, as far as it has no variable for that."""
        found = (one.text for one in sparql.tokens(self.plain) if one.kind in ("name", "iri"))
        expanded = (text[1:-1] if text[0] == "<" else terms.expand(text) for text in found)
        return frozenset(iri for iri in expanded if iri)

    @cached_property
    def template(self) -> tuple[ox.Triple, ...]:
        """The triples it constructs; a variable is the IRI of its name after VARIABLE."""
        head, body, *_ = _CONSTRUCT.split(self.plain, maxsplit=1)
        turtle = f"{sparql.prologue()}{head}\n{_as_iris(body).rstrip().rstrip('.')} ."
        quads = ox.parse(input=turtle, format=ox.RdfFormat.TURTLE, base_iri=BASE)
        return tuple(quad.triple for quad in quads)


def _prologue(text: str) -> str:
    """Return the prefixes that a text may use: reading all of them costs more than many a rule."""
    used = {name: iri for name, iri in terms.PREFIXES.items() if f"{name}:" in text}
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in used.items())


def _once(text: str) -> str:
    """Return a rule whose sub-selects of all give the rest each answer once.

    What they match is joined with the rest, pair by pair, and the triples are the same. The
    rule's `matches` keep all variables: they tell the facts.
    """
    for found in reversed(list(_ALL.finditer(text))):
        start, end = found.start(), _closing(text, found.end())
        shared = _variables(text[start:end]) & _variables(text[:start] + text[end:])
        names = "".join(f" ?{name}" for name in sorted(shared)) or " *"
        text = f"{text[:start]}SELECT DISTINCT{names}{text[found.end() :]}"
    return text


def _variables(text: str) -> set[str]:
    """Return the names of variables in a text, and what looks like one in a literal: it matches."""
    return set(re.findall(r"[?$](\w+)", text))


def _closing(text: str, start: int) -> int:
    """Return where the group ends in which a place of a text lies."""
    depth = 0
    for token in sparql.tokens(text[start:]):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth < 0:
            return start + token.start
    return len(text)


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
        raise DataFileError(path, None, Message("errors.data.rule"))
    header = headers.read(path, text).only(_KEYS)
    layer = header.text("layer", "derived")
    if layer not in LAYERS:
        raise header.error("layer", Message("errors.data.layer", known=", ".join(LAYERS)))
    summaries = header.text("summary"), header.text("summary_da")
    return Rule(path.stem, path, *summaries, layer, _reads(header.text("reads")), text)


def _reads(header: str) -> tuple[str, ...] | None:
    """Return the rules that a header names; none for "stated", None for no header."""
    names = tuple(name for name in re.split(r"[,\s]+", header) if name)
    return None if not names else tuple(name for name in names if name != "stated")


def apply(graph: ox.Store, paths: list[Path], layers: Container[str] = LAYERS) -> None:
    """Add what the rules of the layers construct to the layers' graphs and the default graph."""
    infer(graph, [rule for rule in load_rules(paths) if rule.layer in layers])


def infer(graph: ox.Store, rules: list[Rule]) -> None:
    """Add what rules construct.

    Citations come after what is derived: the more a fact has, the longer it takes to find one
    thing of it.
    """
    hierarchy = [rule for rule in rules if rule.layer == "hierarchy"]
    others = [rule for rule in rules if rule.layer != "hierarchy"]
    others.sort(key=lambda rule: rule.layer == "citation")
    for rule in (*_in_order(others), *hierarchy):
        _apply(graph, rule)
    if any(rule.reads is None for rule in others):
        _settle(graph, rules)


def _in_order(rules: list[Rule]) -> list[Rule]:
    """Return the rules, each after those that it reads."""
    named = {rule.name: rule for rule in rules}
    needs = {rule.name: named.keys() & set(rule.reads or ()) for rule in rules}
    try:
        return [named[name] for name in TopologicalSorter(needs).static_order()]
    except CycleError as error:
        names = error.args[1]
        cause = Message("errors.data.cycle", names=", ".join(names[1:]))
        raise DataFileError(named[names[0]].path, None, cause) from None


def _settle(graph: ox.Store, rules: list[Rule]) -> None:
    """Apply rules that may feed each other to a fixed point."""
    before = -1
    while (size := len(graph)) != before:
        before = size
        for rule in rules:
            _apply(graph, rule)


def _apply(graph: ox.Store, rule: Rule) -> None:
    engine.update(graph, rule.update, rule.text, str(rule.path))
