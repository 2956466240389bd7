"""What the graph says of a thing, as rows, cards and badges that a template can print."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import description, terms
from kkgraph.description import reading
from kkgraph.formats import literals
from kkgraph.formats.literals import MONEY
from kkgraph.lines import cited, located, numbers
from kkgraph.site.index import Index
from kkgraph.site.links import page_of
from kkgraph.sparql.terms import Term
from kkgraph.texts import LANGUAGES, phrase, table
from kkgraph.texts.alphabet import order

NAMING = {*description.NAMING, terms.CITED_FROM, terms.MENTIONS}
_LAYERS = {terms.DERIVED: "derived", terms.THEMES: "reading"}
Raw = tuple[str, Term, str]


@dataclass(frozen=True)
class Badge:
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
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True)
class Row:
    """A property with its values; `badges` when all of them stand in the same place."""

    label: str
    term: str | None
    cells: tuple[Cell, ...]
    badges: tuple[Badge, ...]


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
    badges: tuple[Badge, ...]
    parts: tuple["Card", ...]
    is_summed_up: bool = False


class Renderer:
    """Statements in one language."""

    def __init__(self, index: Index, lang: str) -> None:
        """Read from this knowledge in this language."""
        self.index, self.lang = index, lang

    def name(self, iri: str) -> str:
        """Return what to call a thing or term."""
        return self.index.label(iri, self.lang)

    def cell(self, value: Term, badges: tuple[Badge, ...] = ()) -> Cell:
        """Return a value as a reader wants it: a labelled link, a number, a date, a text."""
        if isinstance(value, ox.NamedNode):
            return self._thing(value.value, badges)
        if not isinstance(value, ox.Literal):
            return Cell(str(value), badges=badges)
        shown = value.language if value.language and value.language != self.lang else None
        return Cell(literals.readable(value, self.lang), lang=shown, badges=badges)

    def _thing(self, iri: str, badges: tuple[Badge, ...]) -> Cell:
        page = page_of(iri)
        if iri in self.index.by_subject and page:
            lang = self.index.label_lang(iri, self.lang)
            return Cell(self.name(iri), page=page, lang=lang, badges=badges)
        if iri.startswith("http"):
            label = self.name(iri) if terms.shorten(iri) != iri else shown_address(iri)
            return Cell(label, href=iri, badges=badges)
        return Cell(self.name(iri), badges=badges)

    def badge(self, subject: str, predicate: str, value: Term, graph: str) -> Badge | None:
        """Return where a statement stands; None for the register and the ontology."""
        number = terms.section_number(graph)
        if number is not None:
            return self._section_badge(subject, graph, number)
        if graph == terms.LINKS:
            return self._outside(subject, value)
        layer = _LAYERS.get(graph)
        return None if layer is None else self._by_us(subject, predicate, value, layer)

    def _by_us(self, subject: str, predicate: str, value: Term, layer: str) -> Badge:
        """Return the badge of what no section states; a derived one leads to why it holds."""
        page = f"{page_of(subject)}#{reason(predicate, value)}" if layer == "derived" else None
        return Badge(self.say(layer), page, self.say(f"{layer}_title"), layer)

    def say(self, key: str, **values: object) -> str:
        """Return one of the words in which a place is told."""
        return phrase(f"site.proof.{key}", self.lang, **values)

    def _section_badge(self, subject: str, graph: str, number: str) -> Badge:
        places = self.index.lines.get((graph, subject), ())
        printed = self.index.text(graph, terms.NUMBER) or number
        text = located(printed, places, self.lang, "badge")
        where = cited(places, self.lang)
        title = f"{self.say('section')} {self.name(graph)}, {where}".rstrip(", ")
        return Badge(text, f"{page_of(graph)}#{anchor(subject)}", title, "section")

    def lines(self, subject: str, section: str) -> tuple[Badge, ...]:
        """Return the lines and pages that bear out a subject, as the section's own page says it."""
        where = cited(self.index.lines.get((section, subject), ()), self.lang)
        return (Badge(where, None, where, "section"),) if where else ()

    def _outside(self, subject: str, value: Term) -> Badge:
        link = self.index.link(subject, value)
        title = self.say("outside")
        if link is None:
            return Badge(title, None, title, "outside")
        source = self.index.text(link, terms.SOURCE, self.lang)
        return Badge(title, page_of(link), f"{title}: {source}", "outside")

    def rows(
        self, subject: str, said: Iterable[Raw], without: frozenset[str] = frozenset()
    ) -> tuple[Row, ...]:
        """Return statements of one subject as rows, one a property, each value once."""
        found: dict[str, dict[Term, list[Badge]]] = {}
        unshown = NAMING | without | set(MONEY.values())
        kept = [s for s in said if s[0] not in unshown and s[2] not in description.IMPLIED]
        for predicate, value, graph in kept:
            if self._is_other_language(subject, predicate, value):
                continue
            badges = found.setdefault(predicate, {}).setdefault(value, [])
            badge = self.badge(subject, predicate, value, graph)
            if badge and badge not in badges:
                badges.append(badge)
        return tuple(self._row(subject, p, those) for p, those in found.items())

    def heading(self, predicate: str) -> str:
        """Return what a row of a property is called: a noun, where the property has one."""
        return table("headings", self.lang).get(terms.shorten(predicate)) or self.name(predicate)

    def _row(self, subject: str, predicate: str, said: dict[Term, list[Badge]]) -> Row:
        cells = [self.cell(v, tuple(_in_order(badges))) for v, badges in said.items()]
        if predicate in MONEY:
            cells = [self._money(subject, predicate, cell) for cell in cells]
        alphabet = order(self.lang)
        cells.sort(key=lambda c: (numbers(c.badges[0].text) if c.badges else (), alphabet(c.text)))
        common = {cell.badges for cell in cells}
        shared = cells[0].badges if len(common) == 1 else ()
        if shared:
            cells = [Cell(c.text, c.page, c.href, c.lang) for c in cells]
        term = page_of(predicate) if predicate in self.index.by_subject else None
        return Row(self.heading(predicate), term, tuple(cells), shared)

    def _money(self, subject: str, predicate: str, cell: Cell) -> Cell:
        currency = self.index.text(subject, MONEY[predicate])
        return Cell(literals.money(cell.text, currency, self.lang), badges=cell.badges)

    def _is_other_language(self, subject: str, predicate: str, value: Term) -> bool:
        return (
            isinstance(value, ox.Literal)
            and value.language in LANGUAGES
            and value.language != self.lang
            and self.lang in self.index.texts(subject, predicate)
        )

    def card(
        self, iri: str, graph: str | None = None, seen: str | None = None, *, deep: bool = True
    ) -> Card:
        """Return a fact; only what one graph says of it if a graph is named.

        `seen` is the thing whose page it stands on: a row that only points back is left out.
        """
        said = [s for s in self.index.by_subject[iri] if graph is None or s[2] == graph]
        inner = [o.value for _, o, _ in said if isinstance(o, ox.NamedNode) and _is_part(o)]
        title = self.index.text(iri, terms.SUMMARY, self.lang) or self.name(iri)
        hidden = frozenset({terms.SUMMARY})
        plain = [s for s in said if not (isinstance(s[1], ox.NamedNode) and s[1].value in inner)]
        if not deep:
            plain, inner = said, []
        rows = self.rows(iri, plain, hidden)
        own = self._own_badges(iri, said)
        if seen is not None:
            rows = tuple(row for row in rows if not _points_only_at(row, seen))
        type_ = self.index.type(iri)
        return Card(
            iri=iri,
            page=page_of(iri) or "",
            anchor=anchor(iri),
            type=type_.rpartition("#")[2],
            kind=self.name(type_),
            title=title[:1].upper() + title[1:],
            rows=tuple(_less(row, own) for row in rows),
            badges=own,
            parts=tuple(self.card(part, seen=seen, deep=False) for part in dict.fromkeys(inner)),
            is_summed_up=bool(self.index.text(iri, terms.SUMMARY, self.lang)),
        )

    def places(self, iri: str) -> tuple[Badge, ...]:
        """Return where a fact or a thing stands: the sections that give lines for it."""
        return self._own_badges(iri, self.index.by_subject[iri])

    def sum(self, fact: str) -> str:
        """Return the sum of money that a fact states, with how often; "" without one."""
        return reading.sum_of(self.index.store.graph, fact, self.lang)

    def _own_badges(self, iri: str, said: list[Raw]) -> tuple[Badge, ...]:
        graphs = dict.fromkeys(g for p, _, g in said if p == terms.LINES)
        badges = (self._section_badge(iri, g, terms.section_number(g) or "") for g in graphs)
        return tuple(_in_order(list(badges)))


def _is_part(value: ox.NamedNode) -> bool:
    return terms.is_fact(value.value)


def _less(row: Row, own: tuple[Badge, ...]) -> Row:
    """Leave out the badge of a row where it is the fact's only or first one."""
    return Row(row.label, row.term, row.cells, ()) if row.badges == own else row


def _points_only_at(row: Row, iri: str) -> bool:
    return len(row.cells) == 1 and row.cells[0].page == page_of(iri)


def _in_order(badges: list[Badge]) -> list[Badge]:
    return sorted(badges, key=lambda p: (p.layer != "section", numbers(p.text)))


def anchor(iri: str) -> str:
    """Return the anchor of a subject on the page of a section that speaks of it."""
    return (terms.path_of(iri) or iri).replace("/", "-")


def reason(predicate: str, value: Term) -> str:
    """Return the anchor, on its subject's page, of why a derived statement holds."""
    end = value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)
    local = predicate.rpartition("#")[2].rpartition("/")[2]
    slug = (terms.path_of(end) or end).removeprefix(terms.KK)
    return f"why-{local}-" + "".join(c if c.isalnum() else "-" for c in slug)


def shown_address(iri: str) -> str:
    """Return an outside address without its scheme."""
    return iri.partition("://")[2].rstrip("/")
