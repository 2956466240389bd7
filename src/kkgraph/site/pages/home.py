"""The pages about the whole: figures, map, search, licence, 404."""

from typing import Any

from kkgraph import terms
from kkgraph.entities import statistics
from kkgraph.maps import charts
from kkgraph.site import maps
from kkgraph.site.catalogue import citations
from kkgraph.site.colophon import record
from kkgraph.site.context import Site
from kkgraph.site.data import dumps
from kkgraph.site.pages import lists, network
from kkgraph.site.pages import query as saved
from kkgraph.tables import Table
from kkgraph.texts import phrase
from kkgraph.texts.alphabet import order

_EXAMPLES = (
    "fees-by-network",
    "partner-cities",
    "networks-by-department",
    "grants",
    "partner-city-counts",
    "policies",
    "posts",
    "stated-against-counted",
)
_DESCRIBED = (
    ("dataset.ttl", "dcat"),
    ("dataset.jsonld", "dcat"),
    (".well-known/void", "void"),
    ("void.ttl", "void"),
    ("provenance.ttl", "prov"),
    (".well-known/sparql-examples", "examples"),
    ("queries.ttl", "examples"),
)
_PLACES = ("city", "municipality", "region", "place", "country", "organisation")


def examples(site: Site, lang: str) -> list[dict[str, Any]]:
    """Return some questions, each with how many rows its answer has."""
    by_name = {query.name: query for query in site.queries}
    chosen = [by_name[name] for name in _EXAMPLES if name in by_name] or site.queries[:8]
    return [_example(site, query, lang) for query in chosen]


def _example(site: Site, query: Any, lang: str) -> dict[str, Any]:  # noqa: ANN401 - queries.Query
    result = saved.answer(site, query, lang)
    rows = len(result.rows) if isinstance(result, Table) else None
    return {"question": saved.question(query, lang), "rows": rows}


def world(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `map.html` prints: both maps and the list of places."""
    things = [i for i in site.index.subjects() if terms.kind_of(i) in terms.THING_KINDS]
    located = [iri for iri in things if site.index.point(iri)]
    places = [lists.item(site, iri, lang) for iri in located]
    return {
        "title": phrase("site.map.title", lang),
        "explore": network.EXPLORED_MAP if network.has_map(site) else None,
        "europe": maps.chart(site, charts.EUROPE, lang, _PLACES[:4]),
        "world": maps.chart(site, charts.WORLD, lang, (*_PLACES[:3], "country")),
        "places": sorted(places, key=lambda one: order(lang)(one.name.text)),
        "crumbs": [],
    }


def about(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `about.html` prints."""
    found = statistics.sizes(site.store, lang)
    groups = ("layer", "chapter")
    return {
        "title": phrase("site.menu.about", lang),
        "sizes": {g: [_size(one, lang) for one in found if one.group == g] for g in groups},
        "downloads": [(path, _what(path, lang), kind) for path, kind in dumps.listed(site)],
        "described": [(path, phrase(f"site.about.{key}", lang)) for path, key in _DESCRIBED],
        "records": record.listed(site, lang),
        "whole": citations.cite(site, None, "", lang),
        "crumbs": [],
    }


def _what(path: str, lang: str) -> str:
    name = path.rpartition("/")[2]
    return (
        phrase("site.about.everything", lang)
        if name in dumps.WHOLE
        else _layer(name.partition(".")[0], lang)
    )


def _layer(name: str, lang: str) -> str:
    return phrase(f"site.layers.{name}", lang)


def _size(size: statistics.Size, lang: str) -> tuple[str, str, int]:
    """Return a size as words: of what, what is counted, how many."""
    name = _layer(size.name, lang) if size.group == "layer" else size.name
    return name, phrase(f"site.counts.{size.counted}", lang, n=size.count), size.count


def search(_site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `search.html` prints."""
    return {"title": phrase("site.menu.search", lang), "crumbs": []}


def not_found(_site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `404.html` prints."""
    return {"title": phrase("site.not_found.title", lang), "near": [], "crumbs": []}


def questions(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `queries.html` prints."""
    return {
        "title": phrase("site.menu.queries", lang),
        "topics": saved.listing(site, lang),
        "crumbs": [],
    }
