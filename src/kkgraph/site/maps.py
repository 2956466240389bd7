"""The maps on the pages: what things lie where, and on which of the two drawings."""

from collections.abc import Iterator
from typing import Any

from kkgraph import terms
from kkgraph.maps import charts
from kkgraph.maps.views import View
from kkgraph.site.context import Site
from kkgraph.site.links import page_of


def chart(site: Site, view: View, lang: str, kinds: tuple[str, ...]) -> dict[str, Any]:
    """Return a map with the things of some kinds that have a place."""
    return {**_drawing(site, view), "dots": charts.dots(_located(site, lang, kinds), view)}


def locator(site: Site, iri: str) -> dict[str, Any] | None:
    """Return the map on which a thing lies and its point, None where no map shows it."""
    where = site.index.point(iri)
    view = charts.nearest(*where) if where else None
    spot = charts.at(view, *where) if where and view else None
    return {**_drawing(site, view), "x": spot[0], "y": spot[1]} if view and spot else None


def spots(site: Site, view: View) -> dict[str, Any]:
    """Return a map, and the point of each thing that it shows, by the path of its IRI."""
    places = {iri: site.index.point(iri) for iri in site.index.subjects()}
    found = {iri: charts.at(view, *where) for iri, where in places.items() if where}
    shown = {terms.path_of(iri): spot for iri, spot in found.items() if spot}
    return {**_drawing(site, view), "spots": shown}


def is_in_europe(site: Site, iri: str) -> bool:
    """Tell whether a thing lies on the map of Europe."""
    where = site.index.point(iri)
    return where is not None and charts.at(charts.EUROPE, *where) is not None


def _drawing(site: Site, view: View) -> dict[str, Any]:
    """Return the size of a map, and its outlines' file where the browser part was built."""
    is_built = site.bundle("outlines.json") is not None
    return {"file": charts.file(view) if is_built else None, "size": charts.size(view)}


def _located(site: Site, lang: str, kinds: tuple[str, ...]) -> Iterator[charts.Located]:
    """Yield the things of some kinds that have a place."""
    index = site.index
    for iri in index.subjects():
        where = index.point(iri) if terms.kind_of(iri) in kinds else None
        if where is not None:
            mentions = sum(p == terms.MENTIONS for _, p, _ in index.by_object[iri])
            kind = index.type(iri).rpartition("#")[2]
            label = index.label(iri, lang)
            yield charts.Located(iri, page_of(iri) or "", label, kind, mentions, *where)
