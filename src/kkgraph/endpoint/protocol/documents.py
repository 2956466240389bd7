"""What the graph says about one of its IRIs, as RDF or as a plain page, inside a worker."""

from dataclasses import replace
from html import escape

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.description.document import written
from kkgraph.editions.withdrawn import Tombstone
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.protocol.query import too_large
from kkgraph.endpoint.protocol.table import cell
from kkgraph.endpoint.responses import SPOKEN, Response, content, problem
from kkgraph.entities.labels import label
from kkgraph.formats.standard import serialized
from kkgraph.texts import Message, phrase

_DEFAULT = ox.DefaultGraph()
_LONGEST = 200
_NEAR = 0.9  # likeness of whole IRIs, which begin alike


def is_there(snapshot: Snapshot, iri: str) -> bool:
    """Tell whether the graph says anything of an IRI, or holds a graph of that name."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    found = any(snapshot.graph.quads_for_pattern(node, None, None, _DEFAULT))
    return found or any(snapshot.graph.quads_for_pattern(None, None, None, node))


def presence(snapshot: Snapshot, iri: str) -> Response:
    """Return 200 or 404, without a body worth reading."""
    if is_there(snapshot, iri):
        return Response(200, {}, b"", cacheable=True)
    return missing(snapshot, iri)


def version(snapshot: Snapshot, iri: str) -> Response:
    """Return 200 for what the vocabulary names as its version or an earlier one, else 404."""
    named = (ox.NamedNode(name) for name in (terms.VERSION_IRI, terms.PRIOR_VERSION))
    vocabulary, node = ox.NamedNode(terms.ONTOLOGY), ox.NamedNode(iri)
    if any(ox.Quad(vocabulary, name, node) in snapshot.graph for name in named):
        return Response(200, {}, b"", cacheable=True)
    return missing(snapshot, iri)


def missing(snapshot: Snapshot, iri: str) -> Response:
    """Return 404 with what the IRI may have been meant to be; 410 for what was withdrawn."""
    from difflib import get_close_matches

    stone = snapshot.withdrawn.get(iri)
    if stone is not None:
        replaced, last = list(stone.replaced_by), list(stone.last)
        label_of_it, note = stone.label(SPOKEN.get()), stone.note(SPOKEN.get())
        about = {"iri": iri, "label": label_of_it, "replaced_by": replaced, "last": last}
        return problem(410, Message("endpoint.withdrawn.title"), note, withdrawn=about)
    near = get_close_matches(iri[:_LONGEST], snapshot.things, n=5, cutoff=_NEAR)
    detail = Message("endpoint.unknown.detail", iri=iri)
    return problem(404, Message("endpoint.unknown.title"), detail, near=near)


def document(snapshot: Snapshot, iri: str, form: str, lang: str) -> Response:
    """Return what is said of a thing, in a format by its ending ("ttl", ..., "html")."""
    if not is_there(snapshot, iri):
        stone = snapshot.withdrawn.get(iri)
        return gone(stone, form, lang) if stone else missing(snapshot, iri)
    if form == "html":
        return content(page(snapshot, iri, lang), media.HTML, {"content-language": lang})
    body = written(snapshot.graph, iri, form)
    if len(body) > snapshot.settings.answer_bytes:
        return too_large(snapshot.settings)
    return content(body, media.GRAPHS[form].media_type)


def gone(stone: Tombstone, form: str, lang: str) -> Response:
    """Return 410 with what is known of a thing that was withdrawn, as RDF or as a page."""
    if form == "html":
        found = content(_grave(stone, lang), media.HTML, {"content-language": lang})
    else:
        triples = sorted(stone.triples, key=str)
        found = content(serialized(triples, form), media.GRAPHS[form].media_type)
    return replace(found, status=410, cacheable=False)


def _grave(stone: Tombstone, lang: str) -> bytes:
    name = escape(stone.label(lang))
    replaced, last = phrase("releases.replaced", lang), phrase("releases.last", lang)
    rows = "".join(
        f'<p>{escape(words)} <a href="{escape(to)}">{escape(terms.shorten(one))}</a></p>\n'
        for words, one, to in (
            *((replaced, one, terms.address(one)) for one in stone.replaced_by),
            *((last, one, one) for one in stone.last),
        )
    )
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="robots" content="noindex"><title>{name}</title></head>\n'
        f"<body><h1>{name}</h1>\n<p>{escape(stone.note(lang))}</p>\n{rows}"
        f"<p>{escape(stone.iri)}</p></body></html>\n"
    ).encode()


def page(snapshot: Snapshot, iri: str, lang: str) -> bytes:
    """Return a plain page, for a server without the site's pages."""
    name = escape(label(snapshot.store.graph, iri, lang))
    subject = ox.NamedNode(iri)
    quads = sorted(snapshot.graph.quads_for_pattern(subject, None, None, _DEFAULT), key=str)
    rows = "".join(
        f"<tr><td>{cell(quad.predicate)}</td><td>{cell(quad.object)}</td></tr>\n" for quad in quads
    )
    path = escape(terms.address(iri))
    links = "".join(
        f'<link rel="alternate" type="{one.media_type}" href="{path}.{one.ending}">'
        for one in media.GRAPHS.values()
    )
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">{links}'
        f"<title>{name}</title></head>\n<body><h1>{name}</h1>\n<p>{escape(iri)}</p>\n"
        f"<table>\n{rows}</table></body></html>\n"
    ).encode()
