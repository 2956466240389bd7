"""The page of a thing, a fact, a theme or an outside link."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.description import IMPLIED
from kkgraph.description.introduction import introduce
from kkgraph.entities.labels import LABELS
from kkgraph.lines import numbers, ranges
from kkgraph.parameters import entity_class, is_entity
from kkgraph.site import maps
from kkgraph.site.catalogue import schema_org
from kkgraph.site.context import Site
from kkgraph.site.index import plural
from kkgraph.site.links import page_of
from kkgraph.site.pages.statements import Badge, Card, Cell, Renderer, Row
from kkgraph.site.things import derivations, glance, neighbourhood, titles
from kkgraph.site.things.tables import FactTable, fact_table
from kkgraph.sparql.graphs import reached
from kkgraph.texts import phrase, table
from kkgraph.texts.alphabet import order

_OUTSIDE = {
    terms.SAME_AS,
    terms.EXACT_MATCH,
    terms.CLOSE_MATCH,
    terms.RELATED_MATCH,
    terms.BROAD_MATCH,
    terms.NARROW_MATCH,
    terms.HOMEPAGE,
    terms.IDENTIFIER,
    terms.LATITUDE,
    terms.LONGITUDE,
}
_HIDDEN_INCOMING = {terms.MENTIONS, terms.CITED_FROM}
_MOST_PLACES = 2
_ORDER = {kind: number for number, kind in enumerate(terms.FACT_KINDS)}


@dataclass(frozen=True)
class Group:
    """Facts of one kind: one as a card, several as a table."""

    title: str
    anchor: str
    cards: tuple[Card, ...]
    table: FactTable | None


@dataclass(frozen=True)
class Mention:
    """A section that names the thing."""

    number: str
    title: str
    page: str


def data(site: Site, iri: str, lang: str) -> dict[str, Any]:
    """Return what the template `thing.html` prints."""
    index, renderer = site.index, Renderer(site.index, lang)
    own = index.by_subject[iri]
    label = renderer.name(iri)
    return {
        "title": titles.title(site, iri, lang),
        "introduction": introduction(site, renderer, iri),
        "glance": glance.rows(renderer, iri) if not terms.is_fact(iri) else (),
        "reasons": derivations.reasons(site, renderer, iri),
        "iri": iri,
        "curie": terms.shorten(iri),
        "kind": _kind(renderer, iri),
        "types": [renderer.cell(ox.NamedNode(c)) for c in index.iris(iri, terms.TYPE)],
        "names": _names(site, iri, label),
        "rows": renderer.rows(iri, own, frozenset(_OUTSIDE)) if not terms.is_fact(iri) else (),
        "card": renderer.card(iri) if terms.is_fact(iri) else None,
        "groups": fact_groups(site, renderer, iri),
        "incoming": incoming(site, renderer, iri),
        "mentions": mentions(site, iri),
        "outside": outside(renderer, iri),
        "around": neighbourhood.around(index, iri, lang),
        "locator": maps.locator(site, iri),
        "questions": questions(site, iri, lang),
        "passages": passages(site, iri),
        "crumbs": crumbs(site, iri, lang),
        "schema": schema_org.thing(site, iri, lang),
    }


def introduction(site: Site, renderer: Renderer, iri: str) -> list[Cell]:
    """Return what a thing is in a few sentences, each with where it stands."""
    said = introduce(site.store.graph, iri, renderer.lang, site.index.label)
    return [Cell(one.text, badges=_places(renderer, one.facts)) for one in said]


def _places(renderer: Renderer, facts: Iterable[str]) -> tuple[Badge, ...]:
    """Return where facts stand; of many only the first ones, the table below has them all."""
    found = dict.fromkeys(badge for fact in facts for badge in renderer.places(fact))
    return tuple(found)[:_MOST_PLACES]


def _kind(renderer: Renderer, iri: str) -> dict[str, str]:
    type_ = renderer.index.type(iri)
    local = type_.rpartition("#")[2]
    return {"local": local, "label": renderer.name(type_), "browse": f"browse/{slug(local)}/"}


def slug(local: str) -> str:
    """Return the folder of a class in `browse/`: WorkingGroup is `working-group`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in local).lstrip("-")


def _names(site: Site, iri: str, label: str) -> list[Cell]:
    """Return the other names of a thing, each once, with its language where it has one."""
    found: dict[str, Cell] = {}
    for predicate in LABELS:
        for value in site.index.values(iri, predicate):
            if isinstance(value, ox.Literal) and value.value != label:
                found.setdefault(value.value, Cell(value.value, lang=value.language))
    return list(found.values())


def fact_groups(site: Site, renderer: Renderer, iri: str) -> list[Group]:
    """Return the facts that speak of a thing, by kind; one within another comes only there."""
    index = site.index
    found = {s for s, _, _ in index.by_object.get(iri, ()) if terms.is_fact(s)}
    if terms.is_fact(iri):
        found -= {iri}
    by_type: dict[str, list[Card]] = {}
    cards = [renderer.card(fact, seen=iri) for fact in sorted(found, key=_fact_order)]
    inner = {part.iri for card in cards for part in card.parts}
    for card in cards:
        if card.iri not in inner:
            by_type.setdefault(card.type, []).append(card)
    return [
        _group(plural(t, renderer.lang, cards[0].kind), t.lower(), tuple(_by_place(cards)))
        for t, cards in by_type.items()
    ]


def _group(title: str, anchor: str, cards: tuple[Card, ...]) -> Group:
    return Group(title, anchor, cards, fact_table(cards) if len(cards) > 1 else None)


def _fact_order(iri: str) -> tuple[int, str]:
    return _ORDER.get(terms.kind_of(iri) or "", 0), iri


def _by_place(cards: list[Card]) -> list[Card]:
    return sorted(cards, key=lambda c: (numbers(c.badges[0].text) if c.badges else (), c.iri))


def incoming(site: Site, renderer: Renderer, iri: str) -> list[Row]:
    """Return the things that point at a thing, by property, named from this thing's side."""
    found: dict[str, dict[str, list[Badge]]] = {}
    target = ox.NamedNode(iri)
    for subject, predicate, graph in site.index.by_object.get(iri, ()):
        hidden = predicate in _HIDDEN_INCOMING or graph in IMPLIED or terms.is_fact(subject)
        if hidden or not _is_shown(subject):
            continue
        badges = found.setdefault(predicate, {}).setdefault(subject, [])
        badge = renderer.badge(subject, predicate, target, graph)
        if badge and badge not in badges:
            badges.append(badge)
    rows = [_incoming_row(renderer, predicate, ends) for predicate, ends in found.items()]
    return sorted(rows, key=lambda row: order(renderer.lang)(row.label))


def _is_shown(subject: str) -> bool:
    return terms.path_of(subject) is not None and terms.link_system(subject) is None


def _incoming_row(renderer: Renderer, predicate: str, ends: dict[str, list[Badge]]) -> Row:
    cells = [renderer.cell(ox.NamedNode(s), tuple(badges)) for s, badges in ends.items()]
    cells.sort(key=lambda cell: order(renderer.lang)(cell.text))
    inverse = table("site.inverses", renderer.lang).get(terms.shorten(predicate))
    label = inverse or f"← {renderer.name(predicate)}"
    common = {cell.badges for cell in cells}
    shared = cells[0].badges if len(common) == 1 else ()
    if shared:
        cells = [Cell(c.text, c.page, c.href, c.lang) for c in cells]
    return Row(label, page_of(predicate), tuple(cells), shared)


def mentions(site: Site, iri: str) -> list[Mention]:
    """Return the sections that name a thing, in the survey's order."""
    index = site.index
    found = {s for s, p, _ in index.by_object.get(iri, ()) if p == terms.MENTIONS}
    ordered = sorted(found, key=lambda s: int(index.text(s, terms.ORDER) or 0))
    return [
        Mention(index.text(s, terms.NUMBER), index.text(s, terms.TITLE), page_of(s) or "")
        for s in ordered
    ]


def outside(renderer: Renderer, iri: str) -> tuple[Row, ...]:
    """Return identifiers, coordinates and homepages, a match left out where it is the same."""
    same = set(renderer.index.values(iri, terms.SAME_AS))
    said = [
        s
        for s in renderer.index.by_subject[iri]
        if s[0] in _OUTSIDE and not (s[0] == terms.EXACT_MATCH and s[1] in same)
    ]
    return renderer.rows(iri, said)


def questions(site: Site, iri: str, lang: str) -> list[dict[str, str]]:
    """Return the saved queries that can be asked about a thing, with its form filled in."""
    from urllib.parse import urlencode

    found = []
    for query in site.queries:
        for parameter in query.parameters:
            if is_entity(parameter.type) and _fits(site, iri, entity_class(parameter.type)):
                values = urlencode({"saved": query.name, parameter.name: f"<{iri}>"})
                found.append(
                    {"text": query.summary[lang], "page": f"sparql/#{values}", "name": query.name}
                )
                break
    return found


def _fits(site: Site, iri: str, wanted: str | None) -> bool:
    if terms.kind_of(iri) not in terms.THING_KINDS or wanted is None:
        return False
    return any(wanted in ancestors(site, c) for c in site.index.types(iri))


def ancestors(site: Site, cls: str) -> set[str]:
    """Return a class and all the classes above it."""
    return reached([cls], lambda one: site.index.iris(one, terms.SUB_CLASS_OF))


@dataclass(frozen=True)
class Passage:
    """Lines of the survey text that bear something out: section, and numbered lines."""

    number: str
    page: str
    lines: tuple[tuple[int, str], ...]


def passages(site: Site, iri: str) -> list[Passage]:
    """Return the survey's words behind a thing, where the site is built with them."""
    if site.survey is None:
        return []
    index = site.index
    speakers: dict[str, set[str]] = {}
    for graph in {g for _, _, g in index.by_subject[iri]}:
        speakers.setdefault(graph, set()).add(iri)
    for subject, _, graph in index.by_object.get(iri, ()):
        speakers.setdefault(graph, set()).add(subject)
    graphs = [section for section in index.sections() if section in speakers]
    found = (_passage(site, graph, speakers[graph]) for graph in graphs)
    return [one for one in found if one.lines]


def _passage(site: Site, graph: str, subjects: Iterable[str]) -> Passage:
    from kkgraph.lines import merged

    texts = (line for s in subjects for line in site.index.lines.get((graph, s), ()))
    survey = site.survey
    lines = [pair for r in merged(ranges(texts)) for pair in (survey.passage(r) if survey else [])]
    kept = tuple((number, text.strip()) for number, text in lines if text.strip())
    return Passage(site.index.text(graph, terms.NUMBER), page_of(graph) or "", kept)


def crumbs(site: Site, iri: str, lang: str) -> list[dict[str, str]]:
    """Return the way from the front page to a thing, without either end."""
    type_ = site.index.type(iri)
    local = type_.rpartition("#")[2].rpartition("/")[2]
    name = plural(local, lang, site.index.label(type_, lang))
    return [
        {"text": phrase("site.menu.browse", lang), "page": "browse/"},
        {"text": name, "page": f"browse/{slug(local)}/"},
    ]
