"""Lists to browse: what there is, by kind, department, theme and chapter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kkgraph import terms
from kkgraph.lines import chapter, section_order
from kkgraph.networks.drawing.palette import look
from kkgraph.site.context import Site, once
from kkgraph.site.index import plural
from kkgraph.site.links import page_of
from kkgraph.site.pages.entity import slug
from kkgraph.site.pages.statements import Cell
from kkgraph.site.tables import Entry, Head, Sheet
from kkgraph.texts import phrase
from kkgraph.texts.alphabet import order


@dataclass(frozen=True)
class Kind:
    """A class in a list: its page, how many there are, its colour."""

    local: str
    label: str
    page: str
    count: int
    colour: str


@dataclass(frozen=True)
class Item:
    """A thing in a list, with what it falls under."""

    iri: str
    name: Cell
    note: str
    facts: int
    themes: tuple[Cell, ...]
    departments: tuple[Cell, ...]
    chapters: tuple[str, ...]


def kinds(site: Site, lang: str) -> tuple[list[Kind], list[Kind]]:
    """Return the classes of things and those of facts that have members, the largest first."""
    of_things = (c for kind, c in terms.THING_KINDS.items() if kind)
    things = [_kind(site, c, lang) for c in dict.fromkeys([*of_things, "Museum", "Theme"])]
    of_facts = [_kind(site, c, lang) for c in terms.FACT_KINDS.values()]
    return _largest(things), _largest(of_facts)


def _largest(found: Iterable[Kind]) -> list[Kind]:
    return sorted((k for k in found if k.count), key=lambda k: (-k.count, k.local))


def _kind(site: Site, local: str, lang: str) -> Kind:
    count = len(members(site, local))
    return Kind(local, plural(local, lang), f"browse/{slug(local)}/", count, look(local).colour)


def members(site: Site, local: str) -> list[str]:
    """Return the things of a class: those for which it is the class that says most."""
    cls = terms.SKOS + local if local == "ConceptScheme" else terms.term(local)
    found = site.index.instances.get(cls, [])
    return [iri for iri in found if terms.path_of(iri) is not None and site.index.type(iri) == cls]


def listed_classes(site: Site) -> list[str]:
    """Return the local names of all classes that have a list."""
    locals_ = {site.index.type(iri).rpartition("#")[2] for iri in site.index.subjects()}
    return sorted(locals_ - {"Section"})


def overview(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `browse.html` prints."""
    things, said = kinds(site, lang)
    rest = [_kind(site, c, lang) for c in ("Link", "ConceptScheme") if members(site, c)]
    return {
        "title": phrase("site.menu.browse", lang),
        "things": things,
        "facts": [*said, *rest],
        "departments": _named(site, members(site, "Department"), lang),
        "themes": _named(site, members(site, "Theme"), lang),
        "crumbs": [],
    }


def _named(site: Site, iris: list[str], lang: str) -> list[tuple[Cell, int]]:
    found = [(_cell(site, iri, lang), _facts(site)[iri] + _themed(site, iri)) for iri in iris]
    return sorted(found, key=lambda pair: order(lang)(pair[0].text))


def _themed(site: Site, iri: str) -> int:
    return sum(p == terms.HAS_THEME for _, p, _ in site.index.by_object.get(iri, ()))


def _cell(site: Site, iri: str, lang: str) -> Cell:
    label = site.index.label(iri, lang)
    return Cell(label[:1].upper() + label[1:], page=page_of(iri))


def data(site: Site, local: str, lang: str) -> dict[str, Any]:
    """Return what the template `list.html` prints: one class as a table."""
    items = [item(site, iri, lang) for iri in members(site, local)]
    items.sort(key=lambda one: order(lang)(one.name.text))
    definition = site.index.text(terms.term(local), terms.DEFINITION, lang)
    return {
        "title": plural(local, lang, local),
        "local": local,
        "definition": definition,
        "term": page_of(terms.term(local)) if terms.term(local) in site.index.by_subject else None,
        "sheet": _sheet(local, items, lang),
        "crumbs": [{"text": phrase("site.menu.browse", lang), "page": "browse/"}],
    }


def _sheet(local: str, items: list[Item], lang: str) -> Sheet:
    """Return a list as a table, without the columns that say nothing."""
    columns: tuple[tuple[str, str, list[Entry]], ...] = (
        ("name", "thing", [Entry((one.name,), iri=one.iri) for one in items]),
        ("about", "text", [Entry((Cell(_about(one)),)) for one in items]),
        ("department", "thing", [Entry(one.departments) for one in items]),
        ("theme", "thing", [Entry(one.themes) for one in items]),
        ("chapter", "text", [Entry(tuple(map(_chapter, one.chapters))) for one in items]),
        ("facts", "number", [Entry((Cell(str(one.facts)),)) for one in items]),
    )
    kept = [(name, kind, cells) for name, kind, cells in columns if _says(cells)]
    heads = tuple(Head(name, phrase(f"site.columns.{name}", lang), kind) for name, kind, _ in kept)
    return Sheet(slug(local), heads, tuple(zip(*(cells for _, _, cells in kept), strict=True)))


def _chapter(number: str) -> Cell:
    return Cell(number, page=page_of(terms.section(number)))


def _about(one: Item) -> str:
    return one.note if one.note != one.name.text else ""


def _says(cells: list[Entry]) -> bool:
    """Tell whether a column has more than nothing and noughts."""
    return any(cell.text not in ("", "0") for one in cells for cell in one.cells)


def item(site: Site, iri: str, lang: str) -> Item:
    """Return a thing as a line of a list."""
    index = site.index
    return Item(
        iri=iri,
        name=_cell(site, iri, lang),
        note=index.text(iri, terms.SUMMARY, lang),
        facts=_facts(site)[iri],
        themes=_cells(site, index.iris(iri, terms.HAS_THEME), lang),
        departments=_cells(site, departments(site, iri), lang),
        chapters=tuple(chapters(site, iri)),
    )


def _cells(site: Site, iris: Iterable[str], lang: str) -> tuple[Cell, ...]:
    found = (_cell(site, iri, lang) for iri in iris)
    return tuple(sorted(found, key=lambda cell: (order(lang)(cell.text), cell.page)))


@once
def _facts(site: Site) -> dict[str, int]:
    """Return how many facts speak of each thing."""
    about = site.index.by_object
    return {
        iri: len({s for s, _, _ in about.get(iri, ()) if terms.is_fact(s)})
        for iri in site.index.by_subject
    }


def departments(site: Site, iri: str) -> set[str]:
    """Return the departments that the facts about a thing, or a fact itself, concern."""
    index = site.index
    speakers = {s for s, _, _ in index.by_object.get(iri, ()) if terms.is_fact(s)} | {iri}
    return {d for s in speakers for d in index.iris(s, terms.HAS_DEPARTMENT) if d != iri}


def chapters(site: Site, iri: str) -> list[str]:
    """Return the chapters whose sections name a thing or state a fact."""
    index = site.index
    found = {s for s, p, _ in index.by_object.get(iri, ()) if p == terms.MENTIONS}
    found |= {g for _, _, g in index.by_subject.get(iri, ()) if terms.section_number(g)}
    return sorted({chapter(terms.section_number(s) or "") for s in found}, key=section_order)


def themes(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `themes.html` prints: each theme with the things under it."""
    index = site.index
    found = []
    for iri in members(site, "Theme"):
        under = {s for s, p, _ in index.by_object.get(iri, ()) if p == terms.HAS_THEME}
        definition = index.text(iri, terms.DEFINITION, lang)
        found.append((_cell(site, iri, lang), definition, _cells(site, under, lang)))
    return {
        "title": phrase("site.titles.themes", lang),
        "themes": sorted(found, key=lambda one: order(lang)(one[0].text)),
        "schemes": _cells(site, members(site, "ConceptScheme"), lang),
        "crumbs": [{"text": phrase("site.menu.browse", lang), "page": "browse/"}],
    }


def all_departments(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `departments.html` prints: what each department is tied to."""
    found = []
    for iri in members(site, "Department"):
        groups = [
            (plural(local, lang), _cells(site, ends, lang))
            for local, ends in _tied(site, iri).items()
        ]
        found.append((_cell(site, iri, lang), groups))
    return {
        "title": phrase("site.titles.departments", lang),
        "departments": found,
        "crumbs": [{"text": phrase("site.menu.browse", lang), "page": "browse/"}],
    }


def _tied(site: Site, department: str) -> dict[str, set[str]]:
    index = site.index
    speakers = {s for s, _, _ in index.by_object.get(department, ()) if terms.is_fact(s)}
    found: dict[str, set[str]] = {"Network": set(), "City": set(), "Project": set()}
    for fact in speakers:
        for _, value, _ in index.by_subject[fact]:
            iri = getattr(value, "value", "")
            local = index.type(iri).rpartition("#")[2] if terms.path_of(iri) is not None else ""
            if local in found:
                found[local].add(iri)
    return {local: ends for local, ends in found.items() if ends}
