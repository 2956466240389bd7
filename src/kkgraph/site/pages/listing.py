"""The list of the site's pages: path, template, and the function that makes its data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from kkgraph import terms
from kkgraph.errors import KkgraphError
from kkgraph.site.colophon import record, service
from kkgraph.site.context import Site
from kkgraph.site.links import data_of, page_of
from kkgraph.site.pages import (
    entity,
    front,
    gone,
    home,
    lists,
    network,
    section,
    sparql,
    vocabulary,
)
from kkgraph.site.pages import query as saved
from kkgraph.texts import OFFERED, Message

Data = dict[str, Any]
NOT_FOUND = "404.html"  # shown at the address that was asked for


class PathTaken(KkgraphError):
    """Two pages or files of the site would have the same path."""

    def __init__(self, path: str) -> None:
        """Name the path."""
        super().__init__(Message("errors.site.same_path", path=path))


@dataclass(frozen=True)
class Page:
    """A page in one language. `path` has no language; `tab` is the menu's entry it belongs to.

    `subject` is the path of the data files beside it, without ending, None if it has none.
    """

    path: str
    lang: str
    template: str
    tab: str
    make: Callable[[], Data]
    subject: str | None = None


def listing(site: Site) -> list[Page]:
    """Return all pages, English before Danish; raises PathTaken."""
    found = [page for lang in OFFERED for page in pages(site, lang)]
    seen: set[tuple[str, str]] = set()
    for page in found:
        if (page.path, page.lang) in seen:
            raise PathTaken(page.path)
        seen.add((page.path, page.lang))
    return found


def pages(site: Site, lang: str) -> Iterator[Page]:
    """Yield the pages of a language; what takes long to list comes last."""
    yield from _fixed(site, lang)
    yield from _subjects(site, lang)
    yield from _gone(site, lang)
    yield from _lists(site, lang)
    for query in site.queries:
        make = partial(saved.data, site, query, lang)
        yield Page(f"queries/{query.name}/", lang, "query.html", "queries", make)
    for name in network.declared(site):
        make = partial(network.data, site, name, lang)
        yield Page(f"networks/{name}/", lang, "network.html", "networks", make)


def _fixed(site: Site, lang: str) -> Iterator[Page]:
    """Yield the pages that there is one of."""
    one_each: tuple[tuple[str, str, str, Callable[[Site, str], Data]], ...] = (
        ("", "front.html", "home", front.data),
        ("browse/", "browse.html", "browse", lists.overview),
        ("browse/departments/", "departments.html", "browse", lists.all_departments),
        ("browse/themes/", "themes.html", "browse", lists.themes),
        ("sections/", "contents.html", "sections", section.contents),
        ("map/", "map.html", "map", home.world),
        ("networks/", "networks.html", "networks", network.listing),
        ("queries/", "queries.html", "queries", home.questions),
        ("sparql/", "sparql.html", "about", sparql.data),
        ("search/", "search.html", "search", home.search),
        ("about/", "about.html", "about", home.about),
        ("accessibility/", "accessibility.html", "about", service.accessibility),
        ("contact/", "contact.html", "about", service.contact),
        (NOT_FOUND, "404.html", "", home.not_found),
    )
    for path, template, tab, make in one_each:
        yield Page(path, lang, template, tab, partial(make, site, lang))
    for path, iri in record.paths(site).items():
        yield Page(path, lang, "record.html", "about", partial(record.data, site, iri, lang))
    make_ontology = partial(vocabulary.data, site, lang)
    yield Page("ontology/", lang, "ontology.html", "about", make_ontology, "ontology")


def _subjects(site: Site, lang: str) -> Iterator[Page]:
    """Yield the pages of everything that has triples of its own."""
    for iri in site.index.subjects():
        is_section = terms.section_number(iri) is not None
        template, tab = ("section.html", "sections") if is_section else ("thing.html", "browse")
        make = partial((section if is_section else entity).data, site, iri, lang)
        yield Page(page_of(iri) or "", lang, template, tab, make, data_of(iri))


def _gone(site: Site, lang: str) -> Iterator[Page]:
    """Yield the pages of what was withdrawn."""
    for iri, stone in site.withdrawn.items():
        make = partial(gone.data, site, stone, lang)
        yield Page(page_of(iri) or "", lang, gone.TEMPLATE, "browse", make, data_of(iri))


def _lists(site: Site, lang: str) -> Iterator[Page]:
    for local in lists.listed_classes(site):
        make = partial(lists.data, site, local, lang)
        yield Page(f"browse/{entity.slug(local)}/", lang, "list.html", "browse", make)
