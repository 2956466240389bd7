"""The page with the query engine, and what it knows, as `web/src/sparql/page.ts` declares it."""

import json
from itertools import chain
from typing import Any

from kkgraph import terms
from kkgraph.assets import texts
from kkgraph.maps import charts
from kkgraph.site import maps
from kkgraph.site.context import Site
from kkgraph.site.links import Here
from kkgraph.site.pages import query as saved
from kkgraph.sparql.datasets import BASE
from kkgraph.texts import phrase, table

SCRIPT, STYLE = "sparql.js", "sparql.css"
FILES = (
    SCRIPT,
    STYLE,
    "sparql-editor.js",
    "sparql-editor.css",
    "sparql-worker.js",
    "oxigraph.wasm",
)


def data(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `sparql.html` prints."""
    is_built = site.bundle(SCRIPT) is not None
    return {
        "title": phrase("site.menu.sparql", lang),
        "lead": phrase(f"site.sparql.{'lead_server' if site.endpoint else 'lead'}", lang),
        "knowledge": f"assets/{knowledge(lang)}" if is_built else None,
        "texts": texts("sparql", [lang], ("formats", "cited.row", "empty", "web.table")),
        "script": f"assets/{SCRIPT}",
        "style": f"assets/{STYLE}",
        "crumbs": [],
    }


def knowledge(lang: str) -> str:
    """Return the name of the script that holds what the page knows: large, and the same for all."""
    return f"sparql.{lang}.js"


def script(site: Site, lang: str) -> bytes:
    """Return what the page knows, as a script."""
    text = json.dumps(settings(site, lang), ensure_ascii=False, separators=(",", ":"))
    return f"window.kkgraphSparql={text};\n".encode()


def settings(site: Site, lang: str) -> dict[str, Any]:
    """Return the data of the page."""
    index, here = site.index, Here("sparql/", lang)
    options = saved.options(site, lang)
    own = [iri for iri in index.by_subject if iri.startswith(terms.KK)]
    kinds = {iri: set(index.iris(iri, terms.TYPE)) for iri in own}
    return {
        "lang": lang,
        "prefixes": terms.PREFIXES,
        "base": BASE,
        "dump": here.file("dump/kkgraph.nq.gz"),
        "endpoint": site.endpoint,
        "classes": [_named(site, i, lang) for i in sorted(own) if terms.CLASS in kinds[i]],
        "properties": [
            _named(site, iri, lang)
            for iri in sorted(own)
            if kinds[iri] & {terms.OBJECT_PROPERTY, terms.DATATYPE_PROPERTY}
        ],
        "options": {
            type_: [terms.path_of(iri) for iri in found] for type_, found in options.items()
        },
        "things": {terms.path_of(iri): index.label(iri, lang) for iri in chain(*options.values())},
        "namespace": terms.thing(""),
        "currencies": dict(table("literals.currencies", lang)),
        "money": phrase("literals.money", lang),
        "maps": [maps.spots(site, view) for view in charts.VIEWS],
        "queries": [saved.form(site, query, lang) for query in site.queries],
    }


def _named(site: Site, iri: str, lang: str) -> dict[str, str]:
    return {"iri": iri, "label": site.index.label(iri, lang)}
