"""A change in a sentence, Danish or English, with things called by their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.differences.comparison import Change, Difference
from kkgraph.entities.labels import DASH, NAMING, WHAT, WHO, in_language, label, title
from kkgraph.formats.literals import MONEY, duration, money, number, readable
from kkgraph.project import DataFile
from kkgraph.sparql.terms import Term, lexical
from kkgraph.store import MERGE, read
from kkgraph.texts import phrase, table

_TEXTS = (terms.XSD + "string", terms.RDF + "langString")
_MOST = 8  # values that a sentence lists


@dataclass(frozen=True)
class Speaker:
    """Says changes in a language. `old` and `new` are the graphs that things have names in."""

    old: ox.Store
    new: ox.Store
    lang: str
    kept: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, found: Difference, ontology: DataFile, lang: str) -> Self:
        """Read names from both sides, those of terms from the ontology where a side has none."""
        return cls(
            _named(found.before.stated, ontology), _named(found.after.stated, ontology), lang
        )

    def sentence(self, change: Change) -> str:
        """Return what happened, in one sentence."""
        if change.predicate is None:
            return self._whole(change)
        return self._corrected(change)

    def place(self, graph: str) -> tuple[str, str]:
        """Return the number and title of a section; a layer's name, and nothing."""
        number_ = terms.section_number(graph)
        if number_ is None:
            name = terms.LAYERS.get(graph, "")
            return table("site.layers", self.lang).get(name, graph or self._say("no_graph")), ""
        words = label(self.new, graph, self.lang)
        words = label(self.old, graph, self.lang) if words.startswith("section:") else words
        return number_, words.removeprefix(number_).strip()

    def _say(self, key: str, **details: object) -> str:
        return phrase(f"differences.{key}", self.lang, **details)

    def _graph(self, iri: str) -> ox.Store:
        """Return the graph in which a thing is described: the newer one if both do."""
        said = self.new.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph())
        return self.new if next(said, None) else self.old

    def name(self, term: Term | str) -> str:
        """Return what to call a thing, or a literal in words."""
        if isinstance(term, ox.Literal):
            words, is_text = readable(term, self.lang), term.datatype.value in _TEXTS
            return self._say("quoted", text=words) if is_text else words
        iri = term if isinstance(term, str) else lexical(term)
        if iri not in self.kept:
            found = self._graph(iri)
            words = title(found, iri, self.lang, with_kind=True)
            self.kept[iri] = label(self.new, iri, self.lang) if found is self.old else words
            if terms.is_fact(iri) or self.kept[iri] == terms.shorten(iri):
                self.kept[iri] = words
        return self.kept[iri]

    def names(self, values: Iterable[Term | str]) -> str:
        """Return several in one phrase: "A, B and C"."""
        words = [self.name(value) for value in values]
        more = len(words) - _MOST
        if more > 1:
            words = [*words[:_MOST], self._say("more", n=more)]
        *first, last = words
        return self._say("and", first=", ".join(first), last=last) if first else last

    def _whole(self, change: Change) -> str:
        """Say that a thing has come or gone: by what its class ties, or by its name."""
        said = self._said(change)
        kind = terms.class_of_kind(change.subject)
        local = (kind or "").removeprefix(terms.KK)
        pattern = table(f"differences.{change.kind}", self.lang).get(local)
        who, what = _first(said, WHO), _first(said, WHAT)
        if pattern and who and what:
            details = {"who": self.names(who), "what": self.names(what), "sum": self._sum(said)}
            return _capital(pattern.format_map(details))
        words = label(self.new, kind, self.lang) if kind else self._say("thing")
        name = self._own_name(change, said)
        return self._say(f"whole.{change.kind}", kind=words, name=name)

    def _own_name(self, change: Change, said: Mapping[str, list[Term]]) -> str:
        graph = self.new if change.kind == "added" else self.old
        if terms.is_fact(change.subject):
            return title(graph, change.subject, self.lang)
        labels = {t.language or "": t.value for p in NAMING for t in _texts(said.get(p, ()))}
        return in_language(labels, self.lang) or title(graph, change.subject, self.lang)

    def _said(self, change: Change) -> dict[str, list[Term]]:
        """Return what the side that has the thing says of it, by property."""
        graph = self.new if change.kind == "added" else self.old
        node = ox.NamedNode(change.subject)
        found: dict[str, list[Term]] = {}
        quads = graph.quads_for_pattern(node, None, None, ox.DefaultGraph())
        for quad in sorted(quads, key=str):
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return found

    def _sum(self, said: Mapping[str, list[Term]]) -> str:
        """Return an amount in words with its period: "DKK 500,000 a year"."""
        amounts = said.get(terms.AMOUNT, [])
        if not amounts:
            return self._say("no_sum")
        return self._money(amounts, terms.AMOUNT, said) + self._period(said)

    def _money(
        self, amounts: Iterable[Term], predicate: str, said: Mapping[str, list[Term]]
    ) -> str:
        currency = next((lexical(t) for t in said.get(MONEY[predicate], ())), "")
        digits = (number(lexical(amount), self.lang) for amount in amounts)
        return ", ".join(money(one, currency, self.lang) for one in digits)

    def _period(self, said: Mapping[str, list[Term]]) -> str:
        interval = next((lexical(t) for t in said.get(terms.INTERVAL, ())), "")
        if interval == "P1Y":
            return " " + self._say("a_year")
        return f" / {duration(interval, self.lang)}" if interval else ""

    def _corrected(self, change: Change) -> str:
        """Say that values of a property have changed, come or gone."""
        predicate = change.predicate or ""
        name, said = self._of(change.subject), self._said(_now(change))
        if predicate in MONEY and change.kind == "corrected":
            before = self._money(change.before, predicate, self._said(_before(change)))
            after = self._money(change.after, predicate, said) + self._period(said)
            return self._say("money", name=_capital(name), before=before, after=after)
        words = label(self.new, predicate, self.lang)
        before, after = self._shown(change.before), self._shown(change.after)
        details = {"name": _capital(name), "property": words, "before": before, "after": after}
        return self._say(f"property.{change.kind}", **details)

    def _of(self, iri: str) -> str:
        """Return what to call the thing that changed: "the fee of STRING"."""
        said = self._said(Change("added", "", iri, None)) or self._said(
            Change("withdrawn", "", iri, None)
        )
        what = _first(said, WHAT)
        kind = (terms.class_of_kind(iri) or "").removeprefix(terms.KK)
        if what and kind in ("Payment", "Grant"):
            pointing = self.new.quads_for_pattern(
                None, ox.NamedNode(terms.HAS_FEE), ox.NamedNode(iri), None
            )
            key = "fee" if next(pointing, None) else kind.lower()
            return self._say(f"called.{key}", what=self.names(what))
        who = _first(said, WHO)
        if kind and terms.is_fact(iri) and (who or what):
            words = label(self.new, terms.term(kind), self.lang)
            ends = DASH.join(self.names(one) for one in (who, what) if one)
            return f"{words} {ends}"
        return self.name(iri)

    def _shown(self, values: tuple[Term, ...]) -> str:
        """Return values; of a text in several languages the one that is spoken."""
        spoken = [t for t in values if getattr(t, "language", None) == self.lang]
        return self.names(spoken or values) if values else ""


def _named(quads: Iterable[ox.Quad], ontology: DataFile) -> ox.Store:
    graph = ox.Store()
    graph.extend(quads)
    graph.update(MERGE)
    term = ox.NamedNode(terms.FACT)
    if next(graph.quads_for_pattern(term, None, None, None), None) is None:
        read(graph, ontology)
        graph.update(MERGE)
    return graph


def _first(said: Mapping[str, list[Term]], properties: Iterable[str]) -> list[Term]:
    """Return the things that the first of some properties that has any points at."""
    found = (said.get(predicate, []) for predicate in properties)
    return next((values for values in found if values), [])


def _texts(values: Iterable[Term]) -> list[ox.Literal]:
    return [term for term in values if isinstance(term, ox.Literal)]


def _now(change: Change) -> Change:
    return Change("added", change.graph, change.subject, None)


def _before(change: Change) -> Change:
    return Change("withdrawn", change.graph, change.subject, None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
