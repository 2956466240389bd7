"""An explanation in words: where a statement comes from, with the passages if at hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import label
from kkgraph.evidence.explanation import Cited, Derivation, Evidence
from kkgraph.lines import cited as in_lines
from kkgraph.lines import ranges
from kkgraph.sparql.terms import Term, lexical
from kkgraph.store import Store
from kkgraph.survey import text
from kkgraph.survey.sections import is_survey, load_sections, read_same
from kkgraph.texts import phrase


@dataclass(frozen=True)
class Renderer:
    """What words are made from: the graph's labels, a language, and the text if at hand."""

    store: Store
    survey: text.Survey | None
    lang: str

    @classmethod
    def of(cls, store: Store, copy: Path | None, lang: str) -> Self:
        """Read the copy of the survey, if there is one; SurveyMismatch if it is another text."""
        if copy is None:
            return cls(store, None, lang)
        return cls(store, read_same(copy, load_sections(store.graph)), lang)

    def say(self, key: str, **details: object) -> str:
        """Return a phrase in its language."""
        return phrase(f"evidence.{key}", self.lang, **details)

    def name(self, term: Term | str) -> str:
        """Return a term as a reader knows it: label with CURIE, or a literal in quotes."""
        if isinstance(term, ox.Literal):
            return f'"{term.value}"' + (f"@{term.language}" if term.language else "")
        iri = term if isinstance(term, str) else lexical(term)
        curie, words = terms.shorten(iri), label(self.store.graph, iri, self.lang)
        return curie if words == curie else f"{words} ({curie})"

    def triple(self, subject: str, predicate: str | None, value: Term | None) -> str:
        """Return a triple in one line; a subject alone if there is no more."""
        parts = [self.name(subject)]
        parts += [] if predicate is None else [self.name(predicate)]
        parts += [] if value is None else [self.name(value)]
        return " · ".join(parts)

    def lines(self, lines: Sequence[str]) -> str:
        """Return cited lines and pages in words."""
        return in_lines(lines, self.lang) or self.say("no_lines")


def in_words(renderer: Renderer, evidence: Evidence) -> str:
    """Return the statement, and below it, indented, everything that speaks for it."""
    head = renderer.triple(evidence.subject, evidence.predicate, evidence.value)
    return "\n".join([head, *(f"  {line}".rstrip() for line in _reasons(renderer, evidence))])


def _reasons(renderer: Renderer, evidence: Evidence) -> Iterator[str]:
    for cited in evidence.cited:
        yield renderer.say(
            "stated", section=_section(renderer, cited), lines=renderer.lines(cited.lines)
        )
        yield from _passage(renderer, cited)
    for derivation in evidence.derivations:
        yield from _derivation(renderer, derivation)
    for source in evidence.sources:
        yield renderer.say("outside", source=source)
    for layer in evidence.layers:
        yield renderer.say("layer", layer=renderer.say(f"layers.{layer}"))


def _derivation(renderer: Renderer, derivation: Derivation) -> Iterator[str]:
    rule = derivation.rule
    yield renderer.say("derived", rule=rule.name, summary=rule.said(renderer.lang))
    for fact in derivation.facts:
        triple = renderer.triple(fact.subject, fact.predicate, fact.value)
        section, lines = _section(renderer, fact), renderer.lines(fact.lines)
        yield "  " + renderer.say("fact", triple=triple, section=section, lines=lines)
        yield from (f"  {line}" for line in _passage(renderer, fact))


def _section(renderer: Renderer, cited: Cited) -> str:
    return label(renderer.store.graph, cited.section, renderer.lang)


def _passage(renderer: Renderer, cited: Cited) -> Iterator[str]:
    """Yield the cited lines of the survey, numbered, when the text is at hand."""
    if renderer.survey is None or not is_survey(cited.section):
        return
    for lines in ranges(cited.lines):
        for number, line in renderer.survey.passage(lines):
            yield f"  {number:5}  {line}"
