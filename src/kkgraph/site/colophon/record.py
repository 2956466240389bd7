"""The pages of what the catalogue describes: dataset, catalogue, publisher, survey, versions.

Their IRIs lead here on any host; what machines read of them is `dataset.ttl`.
"""

from typing import Any

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.formats import literals
from kkgraph.site.catalogue.dcat import catalogue
from kkgraph.site.catalogue.description import named
from kkgraph.site.context import Site, once
from kkgraph.site.pages.statements import Cell, shown_address
from kkgraph.texts import phrase

_SHOWN = (
    terms.DESCRIPTION,
    terms.DCTERMS + "publisher",
    terms.ISSUED,
    terms.PREFIXES["dcat"] + "version",
    terms.DCTERMS + "license",
    terms.SOURCE,
    terms.PREFIXES["dcat"] + "dataset",
    terms.PREFIXES["dcat"] + "previousVersion",
    terms.PREFIXES["dcat"] + "isVersionOf",
)


def paths(site: Site) -> dict[str, str]:
    """Return the pages by path, each with the IRI that it is about."""
    one_each = (terms.dataset(), named("catalog"), named("publisher"), named("survey"))
    versions = [f"{terms.dataset()}/{version}" for version in site.earlier]
    vocabulary = [f"{terms.ONTOLOGY}/{version}" for version in (*site.earlier, site.version)]
    return {f"{_path(iri)}/": iri for iri in (*one_each, *versions, *vocabulary)}


def listed(site: Site, lang: str) -> list[Cell]:
    """Return the pages as links, for the page about the whole."""
    return [Cell(data(site, iri, lang)["title"], page=p) for p, iri in paths(site).items()]


def _path(iri: str) -> str:
    """Return the path of a page by the IRI that it is about."""
    base = terms.ROOT if iri.startswith(terms.ONTOLOGY) else named("")
    return iri.removeprefix(base)


@once
def _said(site: Site) -> dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]:
    """Return what the catalogue says, by subject and property."""
    found: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    for triple in sorted(catalogue(site, []).triples, key=str):
        if isinstance(triple.subject, ox.NamedNode):
            by_property = found.setdefault(triple.subject.value, {})
            if isinstance(triple.object, ox.NamedNode | ox.Literal):
                by_property.setdefault(triple.predicate.value, []).append(triple.object)
    return found


def data(site: Site, iri: str, lang: str) -> dict[str, Any]:
    """Return what the template `record.html` prints."""
    if iri.startswith(terms.ONTOLOGY):
        return _version(site, iri, lang)
    said = _said(site)[iri]
    version = (
        iri.removeprefix(terms.dataset()).strip("/") if iri.startswith(terms.dataset()) else ""
    )
    after = f", {phrase('site.frame.version', lang).lower()} {version}" if version else ""
    rows = [(p, cells) for p in _SHOWN if (cells := _cells(site, said.get(p, []), lang))]
    return {
        "title": phrase(f"site.records.{_kind(iri)}", lang) + after,
        "name": _name(site, iri, lang),
        "rows": [(phrase(f"site.records.rows.{_local(p)}", lang), cells) for p, cells in rows],
        "files": "dataset",
        "iri": iri,
        "to": None,
        "crumbs": [{"text": phrase("site.menu.about", lang), "page": "about/"}],
    }


def _version(site: Site, iri: str, lang: str) -> dict[str, Any]:
    """Return the page of a version of the vocabulary: this one, or one that it replaces."""
    version = iri.rpartition("/")[2]
    is_this = version == site.version
    said = phrase(f"site.records.{'this' if is_this else 'replaced'}", lang, version=site.version)
    return {
        "title": phrase("site.records.vocabulary", lang, version=version),
        "name": "",
        "rows": [(phrase("site.records.rows.description", lang), [Cell(said)])],
        "files": "ontology",
        "iri": iri,
        "to": "ontology/",
        "crumbs": [{"text": phrase("site.menu.ontology", lang), "page": "ontology/"}],
    }


def _kind(iri: str) -> str:
    return _path(iri).partition("/")[0]


def _local(predicate: str) -> str:
    return predicate.rpartition("#")[2].rpartition("/")[2]


def _name(site: Site, iri: str, lang: str) -> str:
    said = _said(site).get(iri, {})
    named = said.get(terms.TITLE) or said.get(terms.PREFIXES["foaf"] + "name") or []
    by_lang = {v.language or "": v.value for v in named if isinstance(v, ox.Literal)}
    return by_lang.get(lang) or next(iter(by_lang.values()), iri)


def _cells(site: Site, found: list[ox.NamedNode | ox.Literal], lang: str) -> list[Cell]:
    kept = [v for v in found if not (isinstance(v, ox.Literal) and v.language not in (None, lang))]
    return [_cell(site, value, lang) for value in kept]


def _cell(site: Site, value: ox.NamedNode | ox.Literal, lang: str) -> Cell:
    if isinstance(value, ox.Literal):
        return Cell(literals.readable(value, lang))
    own = paths(site)
    page = next((path for path, iri in own.items() if iri == value.value), None)
    if page:
        return Cell(_name(site, value.value, lang), page=page)
    return Cell(shown_address(value.value), href=value.value)
