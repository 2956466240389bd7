"""From a page to HTML: Jinja2 templates, with links that hold from any place."""

from functools import lru_cache
from importlib import resources
from typing import Any

import jinja2

from kkgraph import media
from kkgraph.assets import embedded, texts
from kkgraph.formats import literals
from kkgraph.networks.drawing.palette import look
from kkgraph.project import licences
from kkgraph.site.catalogue import citations, schema_org
from kkgraph.site.context import Site, once
from kkgraph.site.links import Here, file_of
from kkgraph.site.pages.listing import NOT_FOUND, Page
from kkgraph.texts import OFFERED, phrase

MENU = ("browse", "sections", "queries", "networks", "map", "about")
_FORMATS = tuple(media.GRAPHS[ending] for ending in media.BESIDE)


@lru_cache(1)
def environment() -> jinja2.Environment:
    """Return the templates, which refuse names that a page does not give."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("kkgraph.site", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        look=look,
        formats=_FORMATS,
        turtle=media.GRAPHS["ttl"],
        menu=MENU,
        languages=OFFERED,
        media={ending: media.of_file(f".{ending}") for ending in ("csv", "jsonld", "svg")},
    )
    made.globals["triples"] = tuple(media.GRAPHS[ending] for ending in media.TRIPLES)
    made.filters["grouped"] = lambda n, lang: literals.number(str(n), lang)
    made.filters["day"] = literals.date
    made.filters["upfirst"] = lambda text: text[:1].upper() + text[1:]
    return made


def render(site: Site, page: Page) -> str:
    """Return a page as HTML."""
    data = page.make()
    template = environment().get_template(page.template)
    return template.render(**frame(site, page, data), **data)


def frame(site: Site, page: Page, data: dict[str, Any]) -> dict[str, Any]:
    """Return what every page has around its own data."""
    here = Here(page.path, page.lang, site.base_url if page.path == NOT_FOUND else None)
    title = None if page.path == "" else data["title"]
    citation_path = file_of(page.path, page.lang).removesuffix("index.html")
    return {
        "here": here,
        "inline": _style() if page.path == NOT_FOUND else "",
        "lang": page.lang,
        "other": "da" if page.lang == "en" else "en",
        "path": page.path,
        "tab": page.tab,
        "subject": page.subject,
        "t": lambda key, /, **values: phrase(key, page.lang, **values),
        "site_version": site.version,
        "issued": site.issued,
        "licence": site.settings.licence,
        "licence_name": licences.called(site.settings.licence),
        "with_survey": site.survey is not None,
        "canonical": schema_org.url(site, page.path, page.lang),
        "alternates": {lang: schema_org.url(site, page.path, lang) for lang in OFFERED},
        "linked_data": _linked(site, page, data),
        "citation": citations.cite(site, title, citation_path, page.lang),
        "base_url": site.base_url,
        "scripted": scripted(site),
        "endpoint": site.endpoint,
        "table_texts": texts("table", [page.lang]),
    }


@lru_cache(1)
def _style() -> str:
    """Return the site's style, for the page that is shown at any address, on any host."""
    return (resources.files("kkgraph.site") / "static" / "site.css").read_text("utf-8")


@once
def scripted(site: Site) -> bool:
    """Tell whether the browser part was built."""
    return site.bundle("table.js") is not None


def _linked(site: Site, page: Page, data: dict[str, Any]) -> list[str]:
    """Return the embedded JSON-LD of a page: what it is about, and the way to it."""
    own = {"text": data["title"], "page": page.path}
    trail = [{"text": phrase("site.menu.home", page.lang), "page": ""}, *data["crumbs"], own]
    found = [data["schema"]] if "schema" in data else []
    if page.path:
        found.append(schema_org.breadcrumbs(site, trail, page.lang))
    return [embedded(one) for one in found]
