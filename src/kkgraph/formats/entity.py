"""A thing's portrait as text for a reader, and as JSON."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities import search
from kkgraph.entities.description import Fact, Portrait, Statement
from kkgraph.store import Store
from kkgraph.tables import Value
from kkgraph.texts import LANGUAGES, phrase, table

_DASH = "\N{EN DASH}"
_NUMBER = re.compile(r"[+-]?(?=\.?[0-9])[0-9]*(?:\.[0-9]*)?")
_DURATION = re.compile(
    r"P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_MONTH = re.compile(r"--(0[1-9]|1[0-2])")
_MONEY = {
    terms.AMOUNT: terms.CURRENCY,
    terms.EQUIVALENT_AMOUNT: terms.EQUIVALENT_CURRENCY,
}


def text(store: Store, portrait: Portrait, lang: str) -> bytes:
    """Return the portrait as a page of text in one language."""
    return ("\n".join(_Page(store, lang).lines(portrait)) + "\n").encode()


class _Page:
    """The lines of a portrait: one store, one language."""

    def __init__(self, store: Store, lang: str) -> None:
        self.store, self.lang = store, lang

    def lines(self, portrait: Portrait) -> Iterator[str]:
        yield self.name(portrait.iri)
        kinds = ", ".join(self.name(cls) for cls in portrait.types)
        yield f"{kinds} · {terms.shorten(portrait.iri)}".removeprefix(" · ")
        other = [n for n in portrait.names.values() if n != self.name(portrait.iri)]
        spellings = dict.fromkeys([*other, *portrait.spellings])
        if spellings:
            yield f"{self.say('also')}: {' · '.join(spellings)}"
        if portrait.mentioned:
            head = self.say("mentioned", n=len(portrait.mentioned))
            yield f"{head}: {', '.join(portrait.mentioned)}"
        yield from self.block("said", list(self.rows(_once(portrait.statements), "  ")))
        yield from self.block("facts", [x for f in portrait.facts for x in self.fact(f, "  ")])
        yield from self.block("incoming", list(self.incoming(portrait)))

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
        shown = [s for s in listed if s.predicate not in _MONEY.values()]
        for (predicate, evidence), same in groupby(shown, self.grouping):
            values = "; ".join(self.value(s.object) + self.currency(s, listed) for s in same)
            place = "" if evidence == known else f"  {evidence}"
            yield f"{indent}{self.heading(predicate)}: {values}{place}"

    def incoming(self, portrait: Portrait) -> Iterator[str]:
        for (predicate, evidence), same in groupby(portrait.incoming, self.grouping):
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
            and self.lang in search.texts(self.store, statement.subject, statement.predicate)
        )

    def currency(self, statement: Statement, others: list[Statement]) -> str:
        wanted = _MONEY.get(statement.predicate)
        same = (o for o in others if o.predicate == wanted and o.graph == statement.graph)
        known = table("literals.currencies", self.lang)
        codes = (self.value(other.object) for other in same)
        return "".join(f" {known.get(code, code)}" for code in codes)

    def heading(self, predicate: str) -> str:
        """Return what a row of a property is called: a noun, where the property has one."""
        return table("headings", self.lang).get(terms.shorten(predicate)) or self.name(predicate)

    def name(self, iri: str) -> str:
        standard = table("terms", self.lang).get(terms.shorten(iri))
        return standard or search.label(self.store, iri, self.lang)

    def value(self, value: Value) -> str:
        if isinstance(value, ox.NamedNode):
            return self.name(value.value)
        if not isinstance(value, ox.Literal):
            return str(value)
        kind = value.datatype.value.removeprefix(terms.XSD)
        if kind in ("decimal", "integer"):
            return grouped(value.value, self.lang)
        if kind == "duration":
            return duration(value.value, self.lang)
        return month(value.value, self.lang) if kind == "gMonth" else value.value

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


def grouped(number: str, lang: str) -> str:
    """Return a number with thousands set apart, as the language does: 1,130,000 or 1.130.000.

    What is no number is returned as it is; so it is with durations and months.
    """
    if not _NUMBER.fullmatch(number):
        return number
    whole, _, rest = number.lstrip("+-").partition(".")
    sign = "-" if number.startswith("-") else ""
    shown = sign + f"{int(whole or 0):,}" + (f".{rest}" if rest.strip("0") else "")
    return shown.translate(str.maketrans(",.", ".,")) if lang == "da" else shown


def duration(text: str, lang: str) -> str:
    """Return an xsd:duration in words: P1Y is "1 year", PT1H30M "1 hour 30 minutes"."""
    found = _DURATION.fullmatch(text)
    if not found:
        return text
    counted = [(n, unit) for n, unit in zip(found.groups(), _UNITS, strict=True) if n]
    return " ".join(
        phrase(f"literals.units.{unit}", lang, n=grouped(n, lang)) for n, unit in counted
    )


def month(text: str, lang: str) -> str:
    """Return an xsd:gMonth in words: --05 is "May"."""
    found = _MONTH.fullmatch(text)
    return phrase(f"literals.months.{found[1]}", lang) if found else text


def json(store: Store, portrait: Portrait, lang: str) -> bytes:
    """Return the portrait as JSON: IRIs in full, labels in one language."""
    from json import dumps

    def statement(s: Statement) -> dict[str, object]:
        literal = isinstance(s.object, ox.Literal)
        value: dict[str, object] = {"value": getattr(s.object, "value", str(s.object))}
        if isinstance(s.object, ox.Literal):
            value |= {"datatype": s.object.datatype.value, "lang": s.object.language}
        return {
            "subject": s.subject,
            "property": s.predicate,
            "property_label": search.label(store, s.predicate, lang),
            **value,
            "label": None if literal else search.label(store, str(value["value"]), lang),
            "graph": s.graph,
            "section": s.section,
            "lines": list(s.lines),
            "source": s.source or None,
        }

    def fact(f: Fact) -> dict[str, object]:
        return {
            "iri": f.iri,
            "type": f.type,
            "type_label": search.label(store, f.type, lang),
            "statements": [statement(s) for s in f.statements],
            "parts": [fact(part) for part in f.parts],
        }

    document = {
        "iri": portrait.iri,
        "curie": terms.shorten(portrait.iri),
        "label": search.label(store, portrait.iri, lang),
        "labels": portrait.names,
        "spellings": list(portrait.spellings),
        "types": list(portrait.types),
        "statements": [statement(s) for s in portrait.statements],
        "facts": [fact(f) for f in portrait.facts],
        "incoming": [statement(s) for s in portrait.incoming],
        "mentioned_in": list(portrait.mentioned),
    }
    return (dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
