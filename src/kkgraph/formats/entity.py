"""The description of a thing as text for a reader, and as JSON."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.description import Description, Fact, Statement
from kkgraph.entities.labels import label, texts
from kkgraph.formats import values
from kkgraph.sparql.terms import Term
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES, phrase, table

_DASH = "\N{EN DASH}"
# These read here as the data write them.
_DAYS = {terms.XSD + "date", terms.XSD + "gYearMonth"}


def text(store: Store, described: Description, lang: str) -> bytes:
    """Return the description as a page of text in one language."""
    return ("\n".join(_Page(store, lang).lines(described)) + "\n").encode()


class _Page:
    """The lines of a description: one store, one language."""

    def __init__(self, store: Store, lang: str) -> None:
        self.store, self.lang = store, lang

    def lines(self, described: Description) -> Iterator[str]:
        yield self.name(described.iri)
        kinds = ", ".join(self.name(cls) for cls in described.types)
        yield f"{kinds} · {terms.shorten(described.iri)}".removeprefix(" · ")
        other = [n for n in described.names.values() if n != self.name(described.iri)]
        spellings = dict.fromkeys([*other, *described.spellings])
        if spellings:
            yield f"{self.say('also')}: {' · '.join(spellings)}"
        if described.mentioned:
            head = self.say("mentioned", n=len(described.mentioned))
            yield f"{head}: {', '.join(described.mentioned)}"
        yield from self.block("said", list(self.rows(_once(described.statements), "  ")))
        yield from self.block("facts", [x for f in described.facts for x in self.fact(f, "  ")])
        yield from self.block("incoming", list(self.incoming(described)))

    def say(self, key: str, **values: object) -> str:
        return phrase(f"entity.{key}", self.lang, **values)

    def block(self, title: str, lines: list[str]) -> Iterator[str]:
        if lines:
            yield ""
            yield self.say(title)
            yield from lines

    def fact(self, fact: Fact, indent: str) -> Iterator[str]:
        """Give a fact's own evidence once, and a statement's where it differs."""
        common = Counter(map(self.evidence, fact.statements)).most_common(1)
        own = common[0][0] if common else ""
        head = f"{self.name(fact.type).capitalize()} · {terms.shorten(fact.iri)}"
        yield f"{indent}{head}  {own}".rstrip()
        parts = {part.iri: part for part in fact.parts}
        plain = [s for s in fact.statements if _node(s) not in parts]
        yield from self.rows(plain, indent + "  ", own)
        for statement in fact.statements:
            part = parts.get(_node(statement))
            if part is not None:
                yield f"{indent}  {self.heading(statement.predicate)}:"
                yield from self.fact(part, indent + "    ")

    def rows(self, statements: Iterable[Statement], indent: str, known: str = "") -> Iterator[str]:
        """Give statements, those with one property and evidence on one line."""
        listed = [s for s in statements if self.is_shown(s)]
        shown = [s for s in listed if s.predicate not in values.MONEY.values()]
        for (predicate, evidence), same in groupby(shown, self.grouping):
            said = "; ".join(self.value(s.object) + self.currency(s, listed) for s in same)
            place = "" if evidence == known else f"  {evidence}"
            yield f"{indent}{self.heading(predicate)}: {said}{place}"

    def incoming(self, described: Description) -> Iterator[str]:
        for (predicate, evidence), same in groupby(described.incoming, self.grouping):
            names = "; ".join(self.name(s.subject) for s in same)
            yield f"  ← {self.name(predicate)}: {names}  {evidence}".rstrip()

    def grouping(self, statement: Statement) -> tuple[str, str]:
        return statement.predicate, self.evidence(statement)

    def is_shown(self, statement: Statement) -> bool:
        """Leave out the other language of a text, but never a text that has only one."""
        value = statement.object
        return not (
            isinstance(value, ox.Literal)
            and value.language in LANGUAGES
            and value.language != self.lang
            and self.lang in texts(self.store.graph, statement.subject, statement.predicate)
        )

    def currency(self, statement: Statement, others: list[Statement]) -> str:
        wanted = values.MONEY.get(statement.predicate)
        same = (o for o in others if o.predicate == wanted and o.graph == statement.graph)
        known = table("literals.currencies", self.lang)
        codes = (self.value(other.object) for other in same)
        return "".join(f" {known.get(code, code)}" for code in codes)

    def heading(self, predicate: str) -> str:
        """Return what a row of a property is called: a noun, where the property has one."""
        return table("headings", self.lang).get(terms.shorten(predicate)) or self.name(predicate)

    def name(self, iri: str) -> str:
        return label(self.store.graph, iri, self.lang)

    def value(self, value: Term) -> str:
        if isinstance(value, ox.NamedNode):
            return self.name(value.value)
        if not isinstance(value, ox.Literal):
            return str(value)
        is_day = value.datatype.value in _DAYS
        return value.value if is_day else values.in_words(value, self.lang)

    def evidence(self, s: Statement) -> str:
        """Return where a statement stands: `[§4.1.5, lines 309-312]`, or which layer adds it."""
        if s.section is not None:
            ranges = ", ".join(lines.replace("-", _DASH) for lines in s.lines)
            several = 2 if re.search(f"[{_DASH},]", ranges) else 1
            place = self.say("place", section=s.section, lines=ranges, n=several)
            return f"[{place if ranges else self.say('heading', section=s.section)}]"
        layer = s.graph.removeprefix(terms.GRAPH)
        known = self.say(layer) if layer in ("derived", "themes", "links") else ""
        return f"[{known}{': ' + s.source if s.source else ''}]" if known else ""


def _once(statements: tuple[Statement, ...]) -> list[Statement]:
    """Leave out the match with what the thing is already said to be the same as."""
    same = {s.object for s in statements if s.predicate == terms.SAME_AS}
    return [s for s in statements if s.predicate != terms.EXACT_MATCH or s.object not in same]


def _node(statement: Statement) -> str:
    value = statement.object
    return value.value if isinstance(value, ox.NamedNode) else ""


def json(store: Store, described: Description, lang: str) -> bytes:
    """Return the description as JSON: IRIs in full, labels in one language."""
    from json import dumps

    def statement(s: Statement) -> dict[str, object]:
        literal = isinstance(s.object, ox.Literal)
        value: dict[str, object] = {"value": getattr(s.object, "value", str(s.object))}
        if isinstance(s.object, ox.Literal):
            value |= {"datatype": s.object.datatype.value, "lang": s.object.language}
        return {
            "subject": s.subject,
            "property": s.predicate,
            "property_label": label(store.graph, s.predicate, lang),
            **value,
            "label": None if literal else label(store.graph, str(value["value"]), lang),
            "graph": s.graph,
            "section": s.section,
            "lines": list(s.lines),
            "source": s.source or None,
        }

    def fact(f: Fact) -> dict[str, object]:
        return {
            "iri": f.iri,
            "type": f.type,
            "type_label": label(store.graph, f.type, lang),
            "statements": [statement(s) for s in f.statements],
            "parts": [fact(part) for part in f.parts],
        }

    document = {
        "iri": described.iri,
        "curie": terms.shorten(described.iri),
        "label": label(store.graph, described.iri, lang),
        "labels": described.names,
        "spellings": list(described.spellings),
        "types": list(described.types),
        "statements": [statement(s) for s in described.statements],
        "facts": [fact(f) for f in described.facts],
        "incoming": [statement(s) for s in described.incoming],
        "mentioned_in": list(described.mentioned),
    }
    return (dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
