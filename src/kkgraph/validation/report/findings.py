"""Findings of a validation: what is wrong, where it stands, and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import in_language
from kkgraph.evidence.citations import node
from kkgraph.evidence.positions import Position
from kkgraph.sparql.terms import Term, lexical
from kkgraph.texts import LANGUAGES, phrase
from kkgraph.validation.sources import is_section_graph

SEVERITIES = ("Violation", "Warning", "Info")
Said = Mapping[str, str]
OWN = "urn:kkgraph:rule:"  # our own rules, where SHACL's findings have a component


@dataclass(frozen=True)
class Finding:
    """One mistake: the rule it breaks, its sentence, value and cure by language, its place.

    `component` and `shape` are whole IRIs or SHACL's local names; `more` counts like mistakes
    that one cure mends with this one; `cited` are the values of `kk:lines` of the thing, and
    `passages` what the survey has there, if that was asked for.
    """

    rule: str
    focus: str
    sentences: Said
    cures: Said
    details: Said = field(default_factory=dict)
    severity: str = "Violation"
    labels: Said = field(default_factory=dict)
    path: str | None = None
    value: str | None = None
    term: Term | None = None
    component: str = ""
    shape: str = ""
    place: Position | None = None
    graph: str | None = None
    more: int = 0
    cited: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()

    @property
    def is_nameless(self) -> bool:
        """Whether the thing is a blank node."""
        return self.focus.startswith("_:")

    def named(self, lang: str) -> str:
        """Return the thing's label with its CURIE, or the CURIE alone."""
        curie = terms.shorten(self.focus)
        label = in_language(self.labels, lang)
        return f"{label} ({curie})" if label else curie

    def sentence(self, lang: str) -> str:
        """Return the rule in words, in the other language if only that is written."""
        return self.sentences.get(lang) or next(iter(self.sentences.values()), self.component)

    def detail(self, lang: str) -> str:
        """Return what stands there, "" where the sentence says it all."""
        return self.details.get(lang, "")

    def cure(self, lang: str) -> str:
        """Return what to do about it, with how many like it."""
        more = phrase("validation.more", lang, n=self.more) if self.more else ""
        return " ".join(filter(None, (self.cures.get(lang, ""), more)))


@dataclass(frozen=True)
class Report:
    """All findings, the worst first, then by file and line, and what was looked at.

    `things` and `statements`: to how many of each, in the given files if there are any, a shape
    or check applied; `files`: how many
    were read; `folded`: findings that follow from a lost file and are not listed.
    """

    findings: tuple[Finding, ...]
    things: int = 0
    statements: int = 0
    files: int = 0
    folded: int = 0
    seconds: float = 0.0
    engine: str = ""

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and remarks are allowed."""
        return all(one.severity != "Violation" for one in self.findings)

    @property
    def is_clean(self) -> bool:
        """Whether there is neither a violation nor a warning."""
        return all(one.severity == "Info" for one in self.findings)


def told(rule: str, focus: str, **values: object) -> Finding:
    """Return a finding of one of our own rules: its texts, filled; the place comes later."""

    def text(part: str) -> Said:
        filled = {
            lang: phrase(f"validation.rules.{rule}.{part}", lang, **_in(lang, values))
            for lang in LANGUAGES
        }
        return {lang: " ".join(words.split()) for lang, words in filled.items()}

    return Finding(
        rule=rule,
        focus=focus,
        sentences=text("said"),
        cures=text("cure"),
        component=OWN + rule,
    )


def _in(lang: str, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values in a language: those that are texts by language, and the others."""
    return {
        name: value.get(lang, "") if isinstance(value, Mapping) else value
        for name, value in values.items()
    }


def resource(text: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return what a text names: a blank node ("_:x"), an IRI, or else itself, as a literal."""
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    try:
        return ox.NamedNode(text)
    except ValueError:
        return ox.Literal(text)


def order(one: Finding) -> tuple[bool, int, str, int, str, str]:
    """Return a key: lost files first, then the worst, then by file and line."""
    place = one.place
    return (
        one.rule != "lost-file",
        SEVERITIES.index(one.severity),
        str(place.path) if place else "~",
        place.line if place else 0,
        "" if one.is_nameless else one.focus,
        one.sentence("en"),
    )


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings in order, like ones in one file and with one cure as one with a count."""

    def like(one: Finding) -> tuple[str, str, str, str]:
        if one.rule in ("lines-outside", "pages-outside"):
            return (one.rule, one.graph or "", file_name(one), "")
        if one.rule == "no-class":
            return (one.rule, one.focus, "", "")
        if one.rule == "not-here":
            return (one.rule, f"{one.focus} {one.path}", file_name(one), "")
        same = one.value if one.rule in _FOLDING else f"{one.focus} {one.path} {one.value}"
        return (one.rule, same or one.focus, file_name(one), one.cure("en"))

    listed = sorted(findings, key=lambda one: (like(one), order(one)))
    kept = []
    for _, group in groupby(listed, key=like):
        first, *rest = group
        is_counted = rest and first.rule != "no-class"
        kept.append(replace(first, more=first.more + len(rest)) if is_counted else first)
    return sorted(kept, key=order)


def file_name(one: Finding) -> str:
    """Return the file of a finding, "" where none is known."""
    return str(one.place.path) if one.place else ""


# Rules about a term: the same wrong term in one file is one mistake.
_FOLDING = ("unknown-class", "unknown-property", "unknown-value", "unknown-thing", "not-a-section")


def located(found: Finding, quad: ox.Quad, value: Term | None = None) -> Finding:
    """Return the finding with the statement that it is about."""
    graph = node(quad.graph_name) if is_section_graph(quad.graph_name) else None
    term = quad.object if value is None else value
    is_predicate = value is not None and value == quad.predicate
    return replace(
        found,
        path=quad.predicate.value,
        value=None if isinstance(term, ox.BlankNode) else lexical(term),
        term=None if isinstance(term, ox.BlankNode | ox.Triple) or is_predicate else term,
        graph=graph,
    )
