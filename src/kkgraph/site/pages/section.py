"""The survey in its own order: the page of a section, and the table of contents."""

from dataclasses import dataclass, replace
from typing import Any

from kkgraph import terms
from kkgraph.lines import LineRange, cited, cited_numbers, numbers, page
from kkgraph.site.catalogue import schema_org
from kkgraph.site.context import Site
from kkgraph.site.index import plural
from kkgraph.site.links import page_of
from kkgraph.site.pages.statements import Card, Cell, Renderer, Row
from kkgraph.site.things import titles
from kkgraph.site.things.tables import FactTable, fact_table
from kkgraph.survey.sections import is_survey
from kkgraph.texts import phrase
from kkgraph.texts.alphabet import order

_ALIKE = 3  # subjects of which the same is said, before they are a table


@dataclass(frozen=True)
class Block:
    """What a section says: of one subject, or alike of several, which are a table."""

    title: str
    anchor: str
    card: Card
    table: FactTable | None = None
    is_of_facts: bool = True


@dataclass(frozen=True)
class Heading:
    """A section in a list: number, title, page, and how many statements it makes."""

    number: str
    title: str
    page: str
    facts: int
    children: tuple["Heading", ...] = ()


def data(site: Site, iri: str, lang: str) -> dict[str, Any]:
    """Return what the template `section.html` prints."""
    index = site.index
    ordered = index.sections()
    place = ordered.index(iri)
    span = lines_of(site, iri)
    known, pages = cited_lines(site, iri), _pages(site, iri)
    strip = [(n, n in known) for n in range(span.first, span.last + 1)]
    return {
        "title": titles.title(site, iri, lang),
        "number": index.text(iri, terms.NUMBER),
        "heading": index.text(iri, terms.TITLE),
        "iri": iri,
        "curie": terms.shorten(iri),
        "reach": cited([str(span), *pages], lang),
        "strip": [] if pages and not known else strip,
        "cited": sum(is_cited for _, is_cited in strip),
        "previous": heading(site, ordered[place - 1]) if place else None,
        "next": heading(site, ordered[place + 1]) if place + 1 < len(ordered) else None,
        "children": [heading(site, child) for child in _children(site, iri)],
        "blocks": blocks(entries(site, iri, lang), lang),
        "lists": _listed(site, iri, lang),
        "names": _named(site, iri, lang),
        "passage": _passage(site, span, known) if is_survey(iri) else [],
        "crumbs": _crumbs(site, iri, lang),
        "schema": schema_org.thing(site, iri, lang),
    }


def lines_of(site: Site, iri: str) -> LineRange:
    """Return a section's first and last line."""
    first, last = (site.index.text(iri, p) for p in (terms.FIRST_LINE, terms.LAST_LINE))
    return LineRange(int(first), int(last))


def _pages(site: Site, iri: str) -> list[str]:
    """Return the pages that a section runs over, where its source has pages."""
    first, last = (site.index.text(iri, p) for p in (terms.FIRST_PAGE, terms.LAST_PAGE))
    return [page(str(LineRange(int(first), int(last))))] if first and last else []


def cited_lines(site: Site, iri: str) -> set[int]:
    """Return the lines that some statement of a section cites."""
    subjects = {s for s, _, _ in site.index.by_graph.get(iri, ())}
    texts = (line for s in subjects for line in site.index.lines.get((iri, s), ()))
    return cited_numbers(texts)


def heading(site: Site, iri: str) -> Heading:
    """Return a section as a line of a list."""
    index = site.index
    stated = {s for s, p, _ in index.by_graph.get(iri, ()) if p == terms.TYPE and terms.is_fact(s)}
    return Heading(
        index.text(iri, terms.NUMBER),
        index.text(iri, terms.TITLE),
        page_of(iri) or "",
        len(stated),
        tuple(heading(site, child) for child in _children(site, iri)),
    )


def _children(site: Site, iri: str) -> list[str]:
    index = site.index
    found = {s for s, p, _ in index.by_object.get(iri, ()) if p == terms.IS_PART_OF_SECTION}
    return sorted(found, key=lambda s: int(index.text(s, terms.ORDER)))


def entries(site: Site, iri: str, lang: str) -> list[Card]:
    """Return what a section states of each fact and thing, in the order of its lines."""
    renderer = Renderer(site.index, lang)
    subjects = list(dict.fromkeys(s for s, _, _ in site.index.by_graph.get(iri, ())))
    found = [_entry(renderer, iri, subject) for subject in subjects]
    return sorted(found, key=lambda card: (_lines(card), card.anchor))


def _entry(renderer: Renderer, section: str, subject: str) -> Card:
    card = renderer.card(subject, graph=section, deep=False)
    rows = tuple(Row(row.label, row.term, row.cells, ()) for row in card.rows)
    return replace(card, rows=rows, badges=renderer.lines(subject, section))


def _lines(card: Card) -> tuple[int, ...]:
    return numbers(card.badges[0].text) if card.badges else ()


def blocks(cards: list[Card], lang: str) -> list[Block]:
    """Return what a section states, what it says alike of many as one table where it begins."""
    alike: dict[tuple[str, ...], list[Card]] = {}
    for card in cards:
        alike.setdefault(_sort(card), []).append(card)
    found = [
        block
        for sort, those in alike.items()
        for block in (
            [_table(sort, those, lang)] if len(those) >= _ALIKE else [_single(c) for c in those]
        )
    ]
    return sorted(found, key=lambda block: (_lines(block.card), block.anchor))


def _sort(card: Card) -> tuple[str, ...]:
    """Return what a card shares with those it may share a table with: facts their class."""
    if terms.is_fact(card.iri):
        return (card.type,)
    return ("", *(row.label for row in card.rows))


def _single(card: Card) -> Block:
    return Block(card.title, card.anchor, card)


def _table(sort: tuple[str, ...], cards: list[Card], lang: str) -> Block:
    fact = sort[0]
    title = plural(fact, lang, cards[0].kind) if fact else ", ".join(sort[1:])
    table = fact_table(tuple(cards if fact else [replace(c, is_summed_up=True) for c in cards]))
    return Block(title, fact.lower() or f"as-{cards[0].anchor}", cards[0], table, bool(fact))


def _listed(site: Site, iri: str, lang: str) -> list[Cell]:
    found = {s for s, p, _ in site.index.by_object.get(iri, ()) if p == terms.IS_LISTED_IN}
    return _cells(site, found, lang)


def _named(site: Site, iri: str, lang: str) -> list[Cell]:
    return _cells(site, set(site.index.iris(iri, terms.MENTIONS)), lang)


def _cells(site: Site, iris: set[str], lang: str) -> list[Cell]:
    cells = [Cell(site.index.label(i, lang), page=page_of(i)) for i in iris]
    return sorted(cells, key=lambda cell: (order(lang)(cell.text), cell.page))


def _passage(site: Site, span: LineRange, cited: set[int]) -> list[tuple[int, str, bool]]:
    """Return the section's own words, where the site is built with them."""
    if site.survey is None:
        return []
    return [(n, text.strip(), n in cited) for n, text in site.survey.passage(span) if text.strip()]


def _crumbs(site: Site, iri: str, lang: str) -> list[dict[str, str]]:
    above = []
    parents = site.index.iris(iri, terms.IS_PART_OF_SECTION)
    while parents:
        above.append(
            {"text": site.index.label(parents[0], lang), "page": page_of(parents[0]) or ""}
        )
        parents = site.index.iris(parents[0], terms.IS_PART_OF_SECTION)
    return [{"text": phrase("site.menu.sections", lang), "page": "sections/"}, *reversed(above)]


def contents(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `contents.html` prints: all chapters with their sections."""
    top = [s for s in site.index.sections() if not site.index.iris(s, terms.IS_PART_OF_SECTION)]
    return {
        "title": phrase("site.menu.sections", lang),
        "chapters": [heading(site, one) for one in top],
        "crumbs": [],
    }
