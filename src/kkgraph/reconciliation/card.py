"""A thing on a card: what OpenRefine shows when the pointer rests on a candidate."""

from html import escape

from kkgraph import terms
from kkgraph.description.introduction import introduce
from kkgraph.entities.classes import classes_of, own_class
from kkgraph.entities.labels import label
from kkgraph.formats.cited import citation
from kkgraph.reconciliation import properties
from kkgraph.sparql.terms import lexical
from kkgraph.store import Store
from kkgraph.texts import phrase

_SHOWN = ("country", "memberships", "wikidata", "homepage", "sources")
_MOST = 4
_STYLE = """
body{font:14px/1.45 system-ui,sans-serif;margin:12px 14px;color:#1a1a1a;background:#fff}
h1{font-size:17px;margin:0}p{margin:6px 0}.kind{color:#555;margin:0 0 6px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 10px;margin:8px 0 0}
dt{color:#555}dd{margin:0;overflow-wrap:anywhere}
"""


def card(store: Store, iri: str, lang: str) -> str:
    """Return the card of a thing as a page of HTML."""
    name = escape(label(store.graph, iri, lang))
    cls = own_class(iri, classes_of(store.graph, iri)) or terms.RESOURCE
    told = " ".join(one.text for one in introduce(store.graph, iri, lang))
    rows = "".join(_row(store, iri, name, lang) for name in _SHOWN)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{name}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{name}</h1>"
        f'<p class="kind">{escape(label(store.graph, cls, lang))} · '
        f"{escape(terms.shorten(iri))}</p>\n<p>{escape(told)}</p>\n<dl>{rows}</dl></body></html>\n"
    )


def _row(store: Store, iri: str, name: str, lang: str) -> str:
    found = properties.values(store, [iri], name, lang).get(iri, [])
    texts = [citation(lexical(value), lang) for value in found[:_MOST]]
    shown = [label(store.graph, one, lang) if terms.is_ours(one) else one for one in texts]
    if not shown:
        return ""
    more = phrase("reconcile.more", lang, n=len(found) - _MOST) if len(found) > _MOST else ""
    title = escape(phrase(f"reconcile.properties.{name}", lang))
    return f"<dt>{title}</dt><dd>{escape(', '.join(shown))} {escape(more)}</dd>\n"
