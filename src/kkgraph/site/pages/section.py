"""The survey in its own order: the page of a section, and the table of contents."""

from dataclasses import dataclass
from typing import Any

from kkgraph import terms
from kkgraph.lines import LineRange, cited_numbers, numbers
from kkgraph.site.catalogue import schema_org
from kkgraph.site.context import Site
from kkgraph.site.links import page_of
from kkgraph.site.pages.statements import NAMING, Card, Cell, Renderer, Row, anchor
from kkgraph.site.things import titles
from kkgraph.texts import phrase
from kkgraph.texts.alphabet import order

_STRUCTURE = {
    terms.NUMBER,
    terms.TITLE,
    terms.LEVEL,
    terms.ORDER,
    terms.FIRST_LINE,
    terms.LAST_LINE,
    terms.DIGEST,
    terms.IS_PART_OF_SECTION,
}


@dataclass(frozen=True)
class Entry:
    """What a section says of one subject: a fact's card, or a thing with rows."""

    anchor: str
    lines: str
    card: Card | None
    thing: Cell | None
    kind: str
    rows: tuple[Row, ...]


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
    cited = cited_lines(site, iri)
    return {
        "title": titles.title(site, iri, lang),
        "number": index.text(iri, terms.NUMBER),
        "heading": index.text(iri, terms.TITLE),
        "iri": iri,
        "curie": terms.shorten(iri),
        "span": span,
        "strip": [(n, n in cited) for n in range(span.first, span.last + 1)],
        "cited": sum(n in cited for n in range(span.first, span.last + 1)),
        "previous": heading(site, ordered[place - 1]) if place else None,
        "next": heading(site, ordered[place + 1]) if place + 1 < len(ordered) else None,
        "children": [heading(site, child) for child in _children(site, iri)],
        "entries": entries(site, iri, lang),
        "lists": _listed(site, iri, lang),
        "names": _named(site, iri, lang),
        "passage": _passage(site, span, cited),
        "crumbs": _crumbs(site, iri, lang),
        "schema": schema_org.thing(site, iri, lang),
    }


def lines_of(site: Site, iri: str) -> LineRange:
    """Return a section's first and last line."""
    first, last = (site.index.text(iri, p) for p in (terms.FIRST_LINE, terms.LAST_LINE))
    return LineRange(int(first), int(last))


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


def entries(site: Site, iri: str, lang: str) -> list[Entry]:
    """Return what a section states, in the order of its lines."""
    index, renderer = site.index, Renderer(site.index, lang)
    subjects = list(dict.fromkeys(s for s, _, _ in index.by_graph.get(iri, ())))
    found = [_entry(site, renderer, iri, subject) for subject in subjects]
    return sorted((e for e in found if e), key=lambda e: (numbers(e.lines), e.anchor))


def _entry(site: Site, renderer: Renderer, section: str, subject: str) -> Entry | None:
    index = site.index
    lines = ", ".join(index.lines.get((section, subject), ())).replace("-", "\N{EN DASH}")
    if terms.is_fact(subject):
        card = renderer.card(subject, graph=section, deep=False)
        return Entry(anchor(subject), lines, card, None, card.type, card.rows)
    said = [s for s in index.by_subject[subject] if s[2] == section and s[0] not in NAMING]
    rows = renderer.rows(subject, said)
    kind = index.type(subject).rpartition("#")[2]
    bare = tuple(Row(row.label, row.term, row.cells, ()) for row in rows)
    name = Cell(renderer.name(subject), page=page_of(subject))
    return Entry(anchor(subject), lines, None, name, kind, bare)


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
