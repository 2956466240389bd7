"""A result as a page, for a browser that opens its address: a table as the site's pages have it."""

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from itertools import islice
from urllib.parse import quote

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.assets import texts
from kkgraph.formats import columns
from kkgraph.formats.columns import View
from kkgraph.site.links import folder
from kkgraph.sparql.graphs import Found
from kkgraph.sparql.terms import lexical
from kkgraph.tables import About, Answer, Graph, Result, Table
from kkgraph.texts import phrase

SHOWN = 1000  # rows; the page says so when there are more
_TYPED = ("money", "number", "date", "duration")

Links = Mapping[str, str]  # the name of a form -> the address of the result in it


def page(result: Result, links: Links, *, more: bool = False) -> bytes:
    """Return a result as a page with links to its other forms; `more`: not all rows are in it."""
    about, lang = result.about, result.about.lang
    title = escape(about.title or phrase("site.result.title", lang))
    forms = " · ".join(f'<a href="{escape(to)}">{escape(name)}</a>' for name, to in links.items())
    home = f"/{folder(lang)}"
    editor = f"{home}sparql/index.html#query={quote(about.text)}"
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>"
        '<link rel="stylesheet" href="/assets/site.css"></head>\n'
        f'<body><main id="content"><p><a href="{home}">{phrase("site.frame.title", lang)}</a></p>'
        f"<h1>{title}</h1>\n"
        f"{_body(result, more=more)}\n<p>{forms}</p>\n"
        f"<details><summary>{phrase('site.query.text', lang)}</summary>"
        f"<pre>{escape(about.text)}</pre>\n"
        f'<p><a href="{escape(editor)}">{phrase("site.result.edit", lang)}</a></p></details>\n'
        f"</main>{_texts(lang)}"
        '<script src="/assets/table.js" defer></script></body></html>\n'
    ).encode()


@cache
def _texts(lang: str) -> str:
    return texts("table", [lang])


def _body(result: Result, *, more: bool) -> str:
    lang = result.about.lang
    if isinstance(result, Answer):
        return f"<p><strong>{phrase(f'site.result.{str(bool(result)).lower()}', lang)}</strong></p>"
    notes = "".join(f"<p>{escape(note)}</p>" for note in result.about.notes)
    key = "site.result.more" if more else "site.result.all"
    count = escape(phrase(key, lang, n=len(result)))
    rows = _triples(result) if isinstance(result, Graph) else _rows(columns.view(result))
    return f"<p>{count}</p>\n{notes}{rows if len(result) else ''}"


def _triples(graph: Graph) -> str:
    lang, names = graph.about.lang, ("subject", "predicate", "object")
    heads = [(name, columns.upfirst(phrase(f"formats.{name}", lang)), "text") for name in names]
    rows = ("".join(f"<td>{cell(term)}</td>" for term in triple) for triple in graph.triples)
    return _table(lang, heads, rows)


def _rows(shown: View) -> str:
    heads = [(c.name, columns.upfirst(c.label[shown.lang]), c.kind) for c in shown.columns]
    rows = ("".join(map(_cell, heads, row)) for row in shown.rows)
    return _table(shown.lang, heads, rows)


def _table(lang: str, heads: Iterable[tuple[str, str, str]], rows: Iterable[str]) -> str:
    head = "".join(
        f'<th scope="col" data-name="{escape(name)}" data-kind="{kind}">{escape(label)}</th>'
        for name, label, kind in heads
    )
    answer = phrase("site.query.answer", lang)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="sheet" tabindex="0" role="region" aria-label="{answer}">'
        '<table class="data">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _cell(head: tuple[str, str, str], one: columns.Cell) -> str:
    _, label, kind = head
    said = {"data-label": label}
    if kind in _TYPED and one.term is not None:
        said["data-value"] = lexical(one.term)
    if isinstance(one.term, ox.NamedNode):
        said["data-iri"] = one.term.value
    if kind in ("number", "money"):
        said["class"] = "number"
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in said.items())
    return f"<td{attributes}>{_linked(one)}</td>"


def _linked(one: columns.Cell) -> str:
    if isinstance(one.term, ox.NamedNode):
        return _link(one.term.value, one.text)
    if not one.cited:
        return escape(one.text)
    return "; ".join(
        _link(section, text) if section else escape(text) for text, section in columns.places(one)
    )


def _link(iri: str, name: str) -> str:
    if not iri.lower().startswith(("http://", "https://")):
        return escape(name)
    path = terms.path_of(iri)
    target = iri if path is None else f"/id/{path}"
    return f'<a href="{escape(target)}">{escape(name)}</a>'


def cell(term: object) -> str:
    """Return a term as HTML: things of the graph are links on this server, others to the web."""
    if term is None:
        return ""
    if not isinstance(term, ox.NamedNode):
        return escape(term.value if isinstance(term, ox.Literal) else str(term))
    return _link(term.value, terms.shorten(term.value))


def result_of(found: Found, about: About, most: int) -> tuple[Result, bool]:
    """Return what is found, at most so many rows or triples, and whether there are more."""
    if isinstance(found, ox.QueryBoolean):
        return Answer(bool(found), about), False
    rows = [tuple(row) for row in islice(found, most + 1)]
    more, rows = len(rows) > most, rows[:most]
    if isinstance(found, ox.QuerySolutions):
        names = tuple(variable.value for variable in found.variables)
        return Table(names, tuple(rows), about), more
    triples = (ox.Triple(*row) for row in rows)
    return Graph(tuple(dict.fromkeys(triples)), about), more
