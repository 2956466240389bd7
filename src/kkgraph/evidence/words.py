"""Evidence in words: an account of where a statement comes from, with passages if at hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import label
from kkgraph.evidence.citations import ranges
from kkgraph.evidence.explanation import Cited, Derivation, Evidence
from kkgraph.quads import Term, characters
from kkgraph.store import Store
from kkgraph.survey import text
from kkgraph.survey.sections import load_sections, read_same
from kkgraph.texts import phrase


@dataclass(frozen=True)
class Reader:
    """Whom an account is for: the graph's labels, a language, and the text if at hand."""

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
        """Return a phrase in the reader's language."""
        return phrase(f"evidence.{key}", self.lang, **details)

    def name(self, term: Term | str) -> str:
        """Return a term as a reader knows it: label with CURIE, or a literal in quotes."""
        if isinstance(term, ox.Literal):
            return f'"{term.value}"' + (f"@{term.language}" if term.language else "")
        iri = term if isinstance(term, str) else characters(term)
        curie, words = terms.shorten(iri), label(self.store.graph, iri, self.lang)
        return curie if words == curie else f"{words} ({curie})"

    def triple(self, subject: str, predicate: str | None, value: Term | None) -> str:
        """Return a triple in one line; a subject alone if there is no more."""
        parts = [self.name(subject)]
        parts += [] if predicate is None else [self.name(predicate)]
        parts += [] if value is None else [self.name(value)]
        return " · ".join(parts)

    def lines(self, lines: Sequence[str]) -> str:
        """Return cited lines in words."""
        if not lines:
            return self.say("no_lines")
        one = len(lines) == 1 and lines[0].isdigit()
        return self.say("lines", n=1 if one else 2, lines=", ".join(lines))


def account(reader: Reader, evidence: Evidence) -> str:
    """Return the statement, and below it, indented, everything that speaks for it."""
    head = reader.triple(evidence.subject, evidence.predicate, evidence.value)
    return "\n".join([head, *(f"  {line}".rstrip() for line in _reasons(reader, evidence))])


def _reasons(reader: Reader, evidence: Evidence) -> Iterator[str]:
    for cited in evidence.cited:
        yield reader.say("stated", section=_section(reader, cited), lines=reader.lines(cited.lines))
        yield from _passage(reader, cited)
    for derivation in evidence.derivations:
        yield from _derivation(reader, derivation)
    for source in evidence.sources:
        yield reader.say("outside", source=source)
    for layer in evidence.layers:
        yield reader.say("layer", layer=reader.say(f"layers.{layer}"))


def _derivation(reader: Reader, derivation: Derivation) -> Iterator[str]:
    rule = derivation.rule
    summary = (rule.summary_da if reader.lang == "da" else "") or rule.summary
    yield reader.say("derived", rule=rule.name, summary=summary)
    for fact in derivation.facts:
        triple = reader.triple(fact.subject, fact.predicate, fact.value)
        section, lines = _section(reader, fact), reader.lines(fact.lines)
        yield "  " + reader.say("fact", triple=triple, section=section, lines=lines)
        yield from (f"  {line}" for line in _passage(reader, fact))


def _section(reader: Reader, cited: Cited) -> str:
    return label(reader.store.graph, cited.section, reader.lang)


def _passage(reader: Reader, cited: Cited) -> Iterator[str]:
    """Yield the cited lines of the survey, numbered, when the reader has the text."""
    if reader.survey is None:
        return
    for lines in ranges(cited.lines):
        for number, line in reader.survey.passage(lines):
            yield f"  {number:5}  {line}"
