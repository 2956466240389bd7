"""Why an answer has no row, as far as it can be known: a word each reason, in one language.

A term that is not there, a text without the language it has in the data, a day compared with
years, a thing of another kind, a value or a default that leaves the last row out. None of this
changes an answer; it costs time only where there is none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise

import pyoxigraph as ox

from kkgraph import queries, terms
from kkgraph.entities.classes import classes_of, own_class
from kkgraph.entities.labels import label
from kkgraph.entities.search import identified
from kkgraph.errors import KkgraphError
from kkgraph.evidence import literals
from kkgraph.parameters import LOWEST, Parameter, is_any, is_entity, is_there, term
from kkgraph.queries import Query
from kkgraph.sparql import engine
from kkgraph.sparql.text import Token, tokens
from kkgraph.store import Store
from kkgraph.tables import Answer, Result, is_empty, says_nothing
from kkgraph.texts import phrase

_DATES = ("xsd:date", "xsd:gYear", "xsd:gYearMonth")
_MOST = 5  # names, and texts, of a query that are looked into
_FROM, _TO = "from", "to"  # the parameters of a period


def explained(
    store: Store,
    result: Result,
    query: Query | None = None,
    values: Mapping[str, object] | None = None,
) -> Result:
    """Return a result with the reasons in its notes, if it is empty; any other as it is."""
    if not says_nothing(result):
        return result
    reasons = _Reasons(store, result.about.lang)
    if not reasons.has(None, ox.NamedNode(terms.TYPE), ox.NamedNode(terms.SECTION)):
        return replace(result, about=result.about._replace(notes=(reasons.say("sources"),)))
    notes = [*reasons.of_text(result.about.text)]
    if query is not None and is_empty(result):
        notes += reasons.of_values(query, values or {})
    return replace(result, about=result.about._replace(notes=tuple(dict.fromkeys(notes))))


class _Reasons:
    """The reasons, in one language and from one store."""

    def __init__(self, store: Store, lang: str) -> None:
        self.store, self.lang = store, lang

    def say(self, key: str, **values: object) -> str:
        return phrase(f"empty.{key}", self.lang, **values)

    def of_text(self, text: str) -> Iterator[str]:
        """Yield what is wrong with the terms and literals of a query."""
        found = list(tokens(text))
        for name in islice(dict.fromkeys(_names(found)), _MOST):
            yield from self.name(name)
        yield from islice(literals.reasons(self.store, found, self.lang), _MOST)
        years = {token.text for token in _typed(found)}
        if years:
            yield self.say("dates", type=min(years))

    def name(self, name: str) -> Iterator[str]:
        """Yield that a term or thing is not there, or that nothing uses it."""
        iri = name[1:-1] if name.startswith("<") else terms.expand(name)
        if iri is None or not _is_iri(iri):
            return
        node = ox.NamedNode(iri)
        if not (self.has(node, None, None) or self.is_graph(node) or self.is_used(node)):
            near = self.near(iri)
            meant = self.say("meant", near=near) if near else ""
            kind = "term" if iri.startswith(terms.KK) else "thing"
            yield f"{self.say(kind, name=name)} {meant}".rstrip()
        elif iri.startswith(terms.KK) and not self.is_used(node):
            yield self.say("unused", name=name)

    def has(self, *pattern: ox.NamedNode | ox.Literal | None) -> bool:
        subject, predicate, value = pattern
        found = self.store.graph.quads_for_pattern(subject, predicate, value, None)  # type: ignore[arg-type]
        return next(iter(found), None) is not None

    def is_graph(self, node: ox.NamedNode) -> bool:
        return next(self.store.graph.quads_for_pattern(None, None, None, node), None) is not None

    def is_used(self, node: ox.NamedNode) -> bool:
        kind = ox.NamedNode(terms.TYPE)
        return (
            self.has(None, node, None) or self.has(None, None, node) or self.has(None, kind, node)
        )

    def near(self, iri: str) -> str:
        """Return the terms, or things of the kind, whose names are near, classes with sizes."""
        from difflib import get_close_matches

        space, local = _split(iri)
        meant = [one for one in (*identified(self.store, iri), terms.term(local)) if one != iri]
        there = [one for one in meant if self.has(ox.NamedNode(one), None, None)]
        if "<" in space or there:
            return ", ".join(map(self.counted, there))
        names = {one.removeprefix(space): one for one in self.beginning(space)}
        close = get_close_matches(local, names, n=3, cutoff=0.6)
        return ", ".join(self.counted(names[name]) for name in close)

    def beginning(self, space: str) -> Iterator[str]:
        """Yield what the graph has in a namespace: things, terms, properties in use."""
        for pattern in ("?iri a ?c", "?any a ?iri", "?any ?iri ?value", "GRAPH ?iri {}"):
            text = f'SELECT DISTINCT ?iri {{ {pattern} FILTER(STRSTARTS(STR(?iri), "{space}")) }}'
            yield from engine.iris(self.store.graph, text)

    def counted(self, iri: str) -> str:
        things = self.store.graph.quads_for_pattern(
            None, ox.NamedNode(terms.TYPE), ox.NamedNode(iri), ox.DefaultGraph()
        )
        n = sum(1 for _ in things)
        return f"{terms.shorten(iri)} ({self.say('things', n=n)})" if n else terms.shorten(iri)

    def of_values(self, query: Query, values: Mapping[str, object]) -> Iterator[str]:
        """Yield what the values of a saved query's parameters have to do with it."""
        yield from self.period(query, values)
        for parameter in query.parameters:
            if parameter.name in values:
                yield from self.given(query, parameter, values)
            elif parameter.default is not None:
                yield from self.default(query, parameter, values)

    def period(self, query: Query, values: Mapping[str, object]) -> Iterator[str]:
        """Yield that the first day of a period is after its last."""
        days = {p.name: p for p in query.parameters if p.type == "date"}
        said = {name: str(values.get(name, p.default or "")) for name, p in days.items()}
        if days.keys() >= {_FROM, _TO} and said[_FROM] > said[_TO]:
            first, last = (days[name].label[self.lang] for name in (_FROM, _TO))
            yield self.say("backwards", first=first, from_=said[_FROM], last=last, to=said[_TO])

    def given(
        self, query: Query, parameter: Parameter, values: Mapping[str, object]
    ) -> Iterator[str]:
        """Yield that a thing is of another kind, or that a value removes the last row."""
        said = str(values[parameter.name])
        if is_entity(parameter.type):
            yield from self.kind(parameter, said)
        if parameter.optional:
            rest = {name: value for name, value in values.items() if name != parameter.name}
            n = self.count(query, rest)
            if n:
                name = parameter.label[self.lang]
                called = self.called(parameter, said)
                yield self.say("without", parameter=name, value=called, n=n)

    def called(self, parameter: Parameter, said: str) -> str:
        """Return what a value is called: a thing by its label."""
        if not is_entity(parameter.type):
            return said
        return label(self.store.graph, term(self.store, parameter, said).value, self.lang)

    def kind(self, parameter: Parameter, said: str) -> Iterator[str]:
        example = parameter.example or parameter.default
        if example is None or is_any(parameter.type):
            return
        if not is_there(self.store, parameter, example):
            return
        mine, other = (term(self.store, parameter, text).value for text in (said, example))
        kinds = [self.class_of(iri) for iri in (mine, other)]
        if kinds[0] != kinds[1]:
            names = {
                "thing": label(self.store.graph, mine, self.lang),
                "kind": kinds[0],
                "other": label(self.store.graph, other, self.lang),
                "wanted": kinds[1],
            }
            yield self.say("kind", **names, curie=terms.shorten(mine))

    def class_of(self, iri: str) -> str:
        cls = terms.class_of_kind(iri) or own_class(iri, classes_of(self.store.graph, iri))
        return label(self.store.graph, cls, self.lang) if cls else ""

    def default(
        self, query: Query, parameter: Parameter, values: Mapping[str, object]
    ) -> Iterator[str]:
        """Yield that another value than the default has rows."""
        numbers = LOWEST if parameter.type in ("integer", "decimal") else ()
        for other in (*parameter.values, *numbers):
            n = self.count(query, {**values, parameter.name: other})
            if other != parameter.default and n:
                name = parameter.label[self.lang]
                default = str(parameter.default)
                yield self.say("default", parameter=name, value=default, other=other, n=n)
                return

    def count(self, query: Query, values: Mapping[str, object]) -> int:
        try:
            found = queries.run(self.store, query, values, self.lang)
        except KkgraphError:
            return 0
        return 0 if isinstance(found, Answer) else len(found)


def _names(found: list[Token]) -> Iterator[str]:
    """Yield the names and IRIs of a query, but for types and the prefixes that it declares."""
    own = {after.text for token, after in pairwise(found) if token.word == "PREFIX"}
    before = ["", "", ""]
    for token in found:
        declared = "PREFIX" in before[-2:] or before[-1] in ("BASE", "^")
        if token.kind == "iri" and not declared:
            yield token.text
        if token.kind == "name" and f"{token.text.partition(':')[0]}:" not in own and not declared:
            yield token.text
        before = [*before[1:], token.word]


def _split(iri: str) -> tuple[str, str]:
    """Return a namespace and the name in it."""
    at = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:at], iri[at:]


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _typed(found: list[Token]) -> Iterator[Token]:
    """Yield the types of the days and years that a query writes."""
    for token, after in pairwise(found):
        if token.text == "^" and after.text in _DATES:
            yield after
