"""What the graph says of one thing, in one language: values, names in a row, times, sums."""

from collections.abc import Callable, Iterable

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import label
from kkgraph.formats import literals
from kkgraph.sparql.graphs import Quads, expect
from kkgraph.texts import phrase
from kkgraph.texts.alphabet import order

_MOST = 3  # names before "and n others"
# Roles of those who do not take part.
_ASIDE = {terms.SUPPORTER, terms.BACKER, terms.WINNER}


class Reader:
    """The statements about one thing, for sentences about it."""

    def __init__(
        self, graph: Quads, iri: str, lang: str, name: Callable[[str, str], str] | None = None
    ) -> None:
        """Read of a thing from a graph; `name` gives labels that are kept."""
        self.graph, self.iri, self.lang = graph, iri, lang
        self.called = name or (lambda one, lang: label(graph, one, lang))

    def say(self, key: str, **details: object) -> str:
        """Return one of the words in which a thing is told."""
        return phrase(f"introduction.{key}", self.lang, **details)

    def name(self, iri: str) -> str:
        """Return what to call a thing or term."""
        return self.called(iri, self.lang)

    def values(self, subject: str, *predicates: str) -> list[object]:
        """Return the values of properties, sorted, each once."""
        found = {
            quad.object
            for predicate in predicates
            for quad in self.graph.quads_for_pattern(
                ox.NamedNode(subject), ox.NamedNode(predicate), None, ox.DefaultGraph()
            )
        }
        return sorted(found, key=str)

    def things(self, subject: str, *predicates: str) -> list[str]:
        """Return the things that properties point at, sorted, each once."""
        return [v.value for v in self.values(subject, *predicates) if isinstance(v, ox.NamedNode)]

    def text(self, subject: str, predicate: str) -> str:
        """Return the first text of a property; "" without one."""
        found = (v.value for v in self.values(subject, predicate) if isinstance(v, ox.Literal))
        return next(found, "")

    def facts(self, kind: str, predicate: str) -> list[str]:
        """Return the facts of a kind that point at the thing by a property."""
        found = self.graph.quads_for_pattern(
            None, ox.NamedNode(predicate), ox.NamedNode(self.iri), ox.DefaultGraph()
        )
        nodes = {q.subject for q in found if isinstance(q.subject, ox.NamedNode)}
        expect(self.graph, nodes)
        subjects = {node.value for node in nodes}
        return sorted(s for s in subjects if terms.kind_of(s) == kind)

    def when(self, subjects: Iterable[str]) -> str:
        """Return the time that subjects share, in words; "" unless they have one and the same."""
        found = {self.span(subject) for subject in subjects} - {("", "")}
        if len(found) != 1:
            return ""
        start, end = found.pop()
        key = "during" if start and end else "since" if start else "until"
        key = "in" if start == end else key
        return self.say(key, start=start, end=end)

    def span(self, subject: str) -> tuple[str, str]:
        """Return the beginning and the end of a subject in words, "" where none is stated."""
        return self.time(subject, terms.START), self.time(subject, terms.END)

    def time(self, subject: str, predicate: str) -> str:
        """Return a time in words with its hedges; "" where there is none, or more than one."""
        found = [v for v in self.values(subject, predicate) if isinstance(v, ox.Literal)]
        said = literals.readable(found[0], self.lang) if len(found) == 1 else ""
        for hedge in self.things(subject, f"{predicate}Hedge") if said else ():
            said = self.say(f"hedged.{terms.shorten(hedge)}", time=said)
        return said

    def listed(self, iris: Iterable[str], article: str = "") -> str:
        """Return names in the order of the alphabet, the last after an "and"; some of many."""
        found = sorted({*iris}, key=lambda iri: order(self.lang)(self.name(iri)))
        names = [self.with_article(iri) if article else self.name(iri) for iri in found]
        if len(names) > _MOST + 1:
            more = self.say("others", n=len(names) - _MOST)
            names = [*names[:_MOST], more]
        return self.joined(list(dict.fromkeys(names)))

    def joined(self, names: list[str]) -> str:
        """Return names in a row, the last after an "and"."""
        *first, last = names
        return self.say("and", first=", ".join(first), last=last) if first else last

    def with_article(self, iri: str) -> str:
        """Return what to call a thing in the middle of a sentence."""
        is_department = terms.is_department(iri)
        return self.say("the", name=self.name(iri)) if is_department else self.name(iri)

    def rhythm(self, interval: str) -> str:
        """Return how often, in words: P1Y is "a year"."""
        if interval == "P1Y":
            return self.say("yearly")
        return self.say("every", time=literals.duration(interval, self.lang))

    def sum(self, fact: str) -> str:
        """Return an amount above nothing with its currency and how exact it is, "" without one."""
        amount = self.text(fact, terms.AMOUNT)
        if not amount.strip("0."):
            return ""
        currency = self.text(fact, terms.CURRENCY)
        shown = literals.money(literals.number(amount, self.lang), currency, self.lang)
        return literals.rough(shown, next(iter(self.things(fact, terms.PRECISION)), ""), self.lang)

    def takes_part(self, fact: str) -> bool:
        """Tell whether who is in a fact takes part: not who is aside, nor in what was cancelled."""
        return not (
            terms.CANCELLED in self.things(fact, terms.STATUS)
            or _ASIDE & set(self.things(fact, terms.ROLE))
        )


def sum_of(graph: Quads, fact: str, lang: str) -> str:
    """Return the sum of money that a fact states and how often it is paid; "" without one."""
    said = Reader(graph, fact, lang)
    sum_, interval = said.sum(fact), said.text(fact, terms.INTERVAL)
    return f"{sum_} {said.rhythm(interval)}" if sum_ and interval else sum_
