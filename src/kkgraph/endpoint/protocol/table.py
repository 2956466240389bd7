"""The result of a query as a page, for a browser that opens its address."""

from html import escape
from urllib.parse import urlencode

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.sparql.graphs import Found
from kkgraph.texts import phrase

SHOWN = 1000  # rows; the page says so when there are more
_FORMS = {True: tuple(media.RESULTS), False: media.TRIPLES}


def page(found: Found, query: str, lang: str) -> bytes:
    """Return rows, triples or an answer as a table, with links to the other forms."""
    is_graph = isinstance(found, ox.QueryTriples)
    if isinstance(found, ox.QueryBoolean):
        body = f"<p><strong>{phrase(f'site.result.{str(bool(found)).lower()}', lang)}</strong></p>"
    else:
        body = _table(found, lang)
    forms = " · ".join(_link(query, form) for form in _FORMS[not is_graph])
    title = escape(phrase("site.result.title", lang))
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>"
        '<link rel="stylesheet" href="/assets/site.css"></head>\n'
        f'<body><main id="content"><h1>{title}</h1>\n<pre>{escape(query)}</pre>\n'
        f"<p>{forms}</p>\n{body}</main></body></html>\n"
    ).encode()


def _link(query: str, form: str) -> str:
    address = "/sparql?" + urlencode({"query": query, "format": form})
    return f'<a href="{escape(address)}">{form.upper()}</a>'


def _table(found: ox.QuerySolutions | ox.QueryTriples, lang: str) -> str:
    if isinstance(found, ox.QuerySolutions):
        names = [variable.value for variable in found.variables]
    else:
        names = ["subject", "predicate", "object"]
    rows: list[str] = []
    more = False
    for row in found:
        if len(rows) == SHOWN:
            more = True
            break
        rows.append("<tr>" + "".join(f"<td>{cell(term)}</td>" for term in row) + "</tr>")
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    key = "site.result.more" if more else "site.result.all"
    count = escape(phrase(key, lang, n=len(rows)))
    return f"<p>{count}</p>\n<table>\n<tr>{head}</tr>\n" + "\n".join(rows) + "\n</table>"


def cell(term: object) -> str:
    """Return a term as HTML: things of the graph are links on this server, others to the web."""
    if term is None:
        return ""
    if not isinstance(term, ox.NamedNode):
        return escape(term.value if isinstance(term, ox.Literal) else str(term))
    name = escape(terms.shorten(term.value))
    if not term.value.lower().startswith(("http://", "https://")):
        return name
    local = term.value.startswith(terms.ID)
    target = term.value.removeprefix(terms.ROOT.rstrip("/")) if local else term.value
    return f'<a href="{escape(target)}">{name}</a>'
