"""What the graph says of a thing, as rows, cards and proofs that a template can print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities import description
from kkgraph.formats.entity import duration, grouped, month
from kkgraph.site.index import Knowledge, numbers
from kkgraph.site.links import page_of
from kkgraph.tables import Value
from kkgraph.texts import phrase, table

_DASH = "\N{EN DASH}"
_MONEY = {
    terms.AMOUNT: terms.CURRENCY,
    terms.EQUIVALENT_AMOUNT: terms.EQUIVALENT_CURRENCY,
}
NAMING = {
    terms.TYPE,
    terms.LINES,
    terms.PREF_LABEL,
    terms.ALT_LABEL,
    terms.HIDDEN_LABEL,
    terms.IS_STATED_IN,
    terms.MENTIONS,
}
_LAYERS = {terms.DERIVED: "derived", terms.THEMES: "reading"}
Raw = tuple[str, Value, str]


@dataclass(frozen=True)
class Proof:
    """Where something stands: a short text, what it links to, and an explanation."""

    text: str
    page: str | None
    title: str
    layer: str


@dataclass(frozen=True)
class Cell:
    """A value to print: a page of ours, an address outside, or text in some language."""

    text: str
    page: str | None = None
    href: str | None = None
    lang: str | None = None
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class Row:
    """A property with its values; `proofs` when all of them stand in the same place."""

    label: str
    term: str | None
    cells: tuple[Cell, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Card:
    """A fact: its kind, what it says in a line, its rows and the facts that are its parts."""

    iri: str
    page: str
    anchor: str
    type: str
    kind: str
    title: str
    rows: tuple[Row, ...]
    proofs: tuple[Proof, ...]
    parts: tuple["Card", ...]


class Reader:
    """Statements in one language."""

    def __init__(self, known: Knowledge, lang: str) -> None:
        """Read from this knowledge in this language."""
        self.known, self.lang = known, lang

    def name(self, iri: str) -> str:
        """Return what to call a thing or term."""
        return self.known.label(iri, self.lang)

    def cell(self, value: Value, proofs: tuple[Proof, ...] = ()) -> Cell:
        """Return a value as a reader wants it: a labelled link, a number, a date, a text."""
        if isinstance(value, ox.NamedNode):
            return self._thing(value.value, proofs)
        if not isinstance(value, ox.Literal):
            return Cell(str(value), proofs=proofs)
        shown = value.language if value.language and value.language != self.lang else None
        return Cell(readable(value, self.lang), lang=shown, proofs=proofs)

    def _thing(self, iri: str, proofs: tuple[Proof, ...]) -> Cell:
        page = page_of(iri)
        if iri in self.known.of and page:
            lang = self.known.label_lang(iri, self.lang)
            return Cell(self.name(iri), page=page, lang=lang, proofs=proofs)
        if iri.startswith("http"):
            label = self.name(iri) if terms.shorten(iri) != iri else shown_address(iri)
            return Cell(label, href=iri, proofs=proofs)
        return Cell(self.name(iri), proofs=proofs)

    def proof(self, subject: str, value: Value, graph: str) -> Proof | None:
        """Return where a statement stands; None for the register and the ontology."""
        number = terms.section_number(graph)
        if number is not None:
            return self._section_proof(subject, graph, number)
        if graph == terms.LINKS:
            return self._outside(subject, value)
        layer = _LAYERS.get(graph)
        if layer is None:
            return None
        return Proof(self.say(layer), None, self.say(f"{layer}_title"), layer)

    def say(self, key: str, **values: object) -> str:
        """Return one of the words in which a place is told."""
        return phrase(f"site.proof.{key}", self.lang, **values)

    def _section_proof(self, subject: str, graph: str, number: str) -> Proof:
        lines = self.known.lines.get((graph, subject), ())
        ranges = ", ".join(line.replace("-", _DASH) for line in lines)
        where = f"{self.say('lines', n=len(numbers(ranges)))} {ranges}" if ranges else ""
        printed = self.known.text(graph, terms.NUMBER) or number
        text = self.say("place" if ranges else "heading", section=printed, lines=ranges)
        title = f"{self.say('section')} {self.name(graph)}, {where}".rstrip(", ")
        return Proof(text, f"{page_of(graph)}#{anchor(subject)}", title, "section")

    def _outside(self, subject: str, value: Value) -> Proof:
        link = self.known.link(subject, value)
        title = self.say("outside")
        if link is None:
            return Proof(title, None, title, "outside")
        source = self.known.text(link, terms.SOURCE, self.lang)
        return Proof(title, page_of(link), f"{title}: {source}", "outside")

    def rows(
        self, subject: str, said: Iterable[Raw], without: frozenset[str] = frozenset()
    ) -> tuple[Row, ...]:
        """Return statements of one subject as rows, one a property, each value once."""
        found: dict[str, dict[Value, list[Proof]]] = {}
        kept = [s for s in said if s[0] not in NAMING | without | set(_MONEY.values())]
        for predicate, value, graph in kept:
            if self._is_other_language(subject, predicate, value):
                continue
            proofs = found.setdefault(predicate, {}).setdefault(value, [])
            proof = self.proof(subject, value, graph)
            if proof and proof not in proofs:
                proofs.append(proof)
        return tuple(self._row(subject, p, values) for p, values in found.items())

    def heading(self, predicate: str) -> str:
        """Return what a row of a property is called: a noun, where the property has one."""
        return table("headings", self.lang).get(terms.shorten(predicate)) or self.name(predicate)

    def _row(self, subject: str, predicate: str, values: dict[Value, list[Proof]]) -> Row:
        cells = [self.cell(v, tuple(_in_order(proofs))) for v, proofs in values.items()]
        if predicate in _MONEY:
            cells = [self._money(subject, predicate, cell) for cell in cells]
        cells.sort(key=lambda c: (numbers(c.proofs[0].text) if c.proofs else (), c.text.casefold()))
        common = {cell.proofs for cell in cells}
        shared = cells[0].proofs if len(common) == 1 else ()
        if shared:
            cells = [Cell(c.text, c.page, c.href, c.lang) for c in cells]
        term = page_of(predicate) if predicate in self.known.of else None
        return Row(self.heading(predicate), term, tuple(cells), shared)

    def _money(self, subject: str, predicate: str, cell: Cell) -> Cell:
        code = self.known.text(subject, _MONEY[predicate])
        currency = table("literals.currencies", self.lang).get(code, code)
        return Cell(f"{cell.text} {currency}".strip(), proofs=cell.proofs)

    def _is_other_language(self, subject: str, predicate: str, value: Value) -> bool:
        return (
            isinstance(value, ox.Literal)
            and value.language in ("da", "en")
            and value.language != self.lang
            and self.lang in self.known.texts(subject, predicate)
        )

    def card(
        self, iri: str, graph: str | None = None, seen: str | None = None, *, deep: bool = True
    ) -> Card:
        """Return a fact; only what one graph says of it if a graph is named.

        `seen` is the thing whose page it stands on: a row that only points back is left out.
        """
        said = [s for s in self.known.of[iri] if graph is None or s[2] == graph]
        inner = [o.value for _, o, _ in said if isinstance(o, ox.NamedNode) and _is_part(o)]
        title = self.known.text(iri, terms.SUMMARY, self.lang) or self.name(iri)
        hidden = frozenset({terms.SUMMARY})
        plain = [s for s in said if not (isinstance(s[1], ox.NamedNode) and s[1].value in inner)]
        if not deep:
            plain, inner = said, []
        rows = self.rows(iri, plain, hidden)
        own = self._own_proofs(iri, said)
        if seen is not None:
            rows = tuple(row for row in rows if not _points_only_at(row, seen))
        type_ = self.known.type(iri)
        return Card(
            iri=iri,
            page=page_of(iri) or "",
            anchor=anchor(iri),
            type=type_.rpartition("#")[2],
            kind=self.name(type_),
            title=title[:1].upper() + title[1:],
            rows=tuple(_less(row, own) for row in rows),
            proofs=own,
            parts=tuple(self.card(part, seen=seen, deep=False) for part in dict.fromkeys(inner)),
        )

    def _own_proofs(self, iri: str, said: list[Raw]) -> tuple[Proof, ...]:
        graphs = dict.fromkeys(g for p, _, g in said if p == terms.LINES)
        proofs = (self._section_proof(iri, g, terms.section_number(g) or "") for g in graphs)
        return tuple(_in_order(list(proofs)))


def _is_part(value: ox.NamedNode) -> bool:
    return description.is_fact(value.value)


def _less(row: Row, own: tuple[Proof, ...]) -> Row:
    """Leave out the proof of a row where it is the fact's only or first one."""
    return Row(row.label, row.term, row.cells, ()) if row.proofs == own else row


def _points_only_at(row: Row, iri: str) -> bool:
    return len(row.cells) == 1 and row.cells[0].page == page_of(iri)


def _in_order(proofs: list[Proof]) -> list[Proof]:
    return sorted(proofs, key=lambda p: (p.layer != "section", numbers(p.text)))


def anchor(iri: str) -> str:
    """Return the anchor of a subject on the page of a section that speaks of it."""
    return iri.removeprefix(terms.ID).replace("/", "-")


def shown_address(iri: str) -> str:
    """Return an outside address without its scheme."""
    return iri.partition("://")[2].rstrip("/")


def readable(value: ox.Literal, lang: str) -> str:
    """Return a literal for a reader: numbers grouped, durations and dates in words."""
    kind = value.datatype.value.removeprefix(terms.XSD)
    text = value.value
    if kind in ("decimal", "integer"):
        precise = kind == "decimal" and len(text.partition(".")[2].rstrip("0")) > 2  # noqa: PLR2004 - no money: a coordinate
        return text if precise else grouped(text, lang)
    if kind == "duration":
        return duration(text, lang)
    return _date(kind, text, lang)


def day(text: str, lang: str) -> str:
    """Return an ISO date in words."""
    return _date("date", text, lang)


def _date(kind: str, text: str, lang: str) -> str:
    """Return a month or a day in words; what the calendar has not is returned as it is."""
    if kind == "gMonth":
        return month(text, lang)
    day = _day(f"{text}-01" if kind == "gYearMonth" else text)
    if kind not in ("gYearMonth", "date") or day is None:
        return text
    name = f"{month(f'--{day.month:02}', lang)} {day.year}"
    dot = "." if lang == "da" else ""
    return name if kind == "gYearMonth" else f"{day.day}{dot} {name}"


def _day(text: str) -> date | None:
    """Read a day as XML Schema writes it; Python knows other ways."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
