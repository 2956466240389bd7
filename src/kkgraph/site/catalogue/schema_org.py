"""What search engines read: schema.org descriptions embedded in the pages."""

from typing import Any

from kkgraph import terms
from kkgraph.site.catalogue.description import named
from kkgraph.site.context import Site
from kkgraph.site.data import dumps
from kkgraph.site.links import file_of, page_of
from kkgraph.texts import phrase

_TYPES = {
    "City": "City",
    "Country": "Country",
    "Region": "AdministrativeArea",
    "Place": "Place",
    "Municipality": "GovernmentOrganization",
    "Department": "GovernmentOrganization",
    "Committee": "GovernmentOrganization",
    "Unit": "Organization",
    "Organisation": "Organization",
    "Museum": "Museum",
    "Network": "Organization",
    "WorkingGroup": "Organization",
    "Person": "Person",
    "Project": "Project",
    "Event": "Event",
    "Policy": "CreativeWork",
    "Document": "CreativeWork",
    "Grant": "MonetaryGrant",
    "Topic": "DefinedTerm",
    "Theme": "DefinedTerm",
    "Section": "Chapter",
}
# The vocabulary without a context to fetch: offline readers can parse the pages, too.
_VOCABULARY = {"@vocab": "https://schema.org/"}
_SAME = (terms.SAME_AS, terms.EXACT_MATCH)


def url(site: Site, path: str, lang: str) -> str:
    """Return the address of a page as it is served."""
    return site.base_url + file_of(path, lang).removesuffix("index.html")


def dataset(site: Site, lang: str) -> dict[str, Any]:
    """Describe the dataset, for the front page, with what Google's dataset search asks for."""
    publisher = {
        "@type": "Organization",
        "@id": named("publisher"),
        "name": phrase("site.citation.author", lang),
        "url": url(site, "about/", lang),
    }
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": terms.dataset(),
        "name": phrase("site.frame.title", lang),
        "alternateName": "kkgraph",
        "description": phrase("site.frame.lead", lang),
        "url": url(site, "", lang),
        "inLanguage": ["da", "en"],
        "version": site.version,
        "datePublished": site.issued,
        "dateModified": site.issued,
        "identifier": terms.dataset(),
        "isAccessibleForFree": True,
        "keywords": phrase("site.catalogue.keywords", lang).split("; "),
        "license": site.settings.licence,
        "creator": publisher,
        "publisher": publisher,
        "spatialCoverage": [
            {"@type": "Place", "name": site.index.label(home, lang), "@id": home}
            for home in sorted(terms.home())
        ],
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": named("catalog"),
            "name": phrase("site.frame.title", lang),
            "url": url(site, "about/", lang),
        },
        **({"isBasedOn": _report(site)} if site.survey_iri else {}),
        "distribution": [
            _download(site, f"dump/{name}", dumps.format_of(name).media_type)
            for name in dumps.WHOLE
        ],
    }


def _report(site: Site) -> dict[str, str]:
    survey, language = site.survey_iri, site.index.text(site.survey_iri, terms.LANGUAGE)
    return {
        "@type": "Report",
        "name": site.index.text(survey, terms.TITLE, language),
        "inLanguage": language,
        "datePublished": site.index.text(survey, terms.ISSUED),
    }


def _download(site: Site, path: str, media: str) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": path.rpartition("/")[2],
        "contentUrl": site.base_url + path,
        "encodingFormat": media,
    }


def thing(site: Site, iri: str, lang: str) -> dict[str, Any]:
    """Describe a thing in schema.org's terms, as far as they fit."""
    index = site.index
    local = index.type(iri).rpartition("#")[2]
    described: dict[str, Any] = {
        "@context": _VOCABULARY,
        "@type": _TYPES.get(local, "Thing"),
        "@id": iri,
        "name": index.label(iri, lang),
        "url": url(site, page_of(iri) or "", lang),
        "subjectOf": {"@type": "Dataset", "@id": terms.dataset(), "name": "kkgraph"},
    }
    other = [v.value for v in index.values(iri, terms.ALT_LABEL) if hasattr(v, "value")]
    if other:
        described["alternateName"] = other
    same = list(dict.fromkeys(i for p in _SAME for i in index.iris(iri, p)))
    if same:
        described["sameAs"] = same
    where = index.point(iri)
    if where and local in ("City", "Country", "Region", "Place"):
        described["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": where[0],
            "longitude": where[1],
        }
    if local in {"Theme", "Topic"}:
        described["inDefinedTermSet"] = site.base_url + "ontology"
    return described


def breadcrumbs(site: Site, crumbs: list[dict[str, str]], lang: str) -> dict[str, Any]:
    """Describe the way from the front page to a page."""
    items = [
        {
            "@type": "ListItem",
            "position": number,
            "name": crumb["text"],
            "item": url(site, crumb["page"], lang),
        }
        for number, crumb in enumerate(crumbs, 1)
    ]
    return {
        "@context": _VOCABULARY,
        "@type": "BreadcrumbList",
        "itemListElement": items,
    }
