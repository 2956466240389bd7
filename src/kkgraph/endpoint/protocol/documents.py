"""What the graph says about one of its IRIs, as RDF or as a plain page, inside a worker."""

from collections.abc import Iterable, Iterator
from html import escape

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.protocol.negotiation import LANGUAGES
from kkgraph.endpoint.protocol.query import TooLarge, graph_bytes, too_large
from kkgraph.endpoint.protocol.table import cell
from kkgraph.endpoint.responses import Response, content, problem
from kkgraph.entities.labels import label, title

_DEFAULT = ox.DefaultGraph()
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
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


def missing(snapshot: Snapshot, iri: str) -> Response:
    """Return 404 with what the IRI may have been meant to be."""
    from difflib import get_close_matches

    near = get_close_matches(iri[:_LONGEST], snapshot.things, n=5, cutoff=_NEAR)
    return problem(404, "Not in the graph", f"The graph says nothing of <{iri}>.", near=near)


def document(snapshot: Snapshot, iri: str, form: str, lang: str) -> Response:
    """Return what is said of a thing, in a format by its ending ("ttl", ..., "html")."""
    if not is_there(snapshot, iri):
        return missing(snapshot, iri)
    if form == "html":
        return content(page(snapshot, iri, lang), media.HTML, {"content-language": lang})
    quads = list(dict.fromkeys(said(snapshot, iri)))
    about = list(_about(snapshot, iri)) if terms.path_of(iri) is not None else []
    try:
        body = graph_bytes(_shaped(quads, about, form), form, snapshot.settings)
    except TooLarge:
        return too_large(snapshot.settings, None)
    return content(body, media.GRAPHS[form].media_type)


def _about(snapshot: Snapshot, iri: str) -> Iterator[ox.Triple]:
    """Yield what the document is about, where it belongs, its licence; a name for what has none."""
    node, document = ox.NamedNode(iri), ox.NamedNode(f"{iri}/")
    yield ox.Triple(document, ox.NamedNode(terms.PREFIXES["foaf"] + "primaryTopic"), node)
    dataset = ox.NamedNode(terms.dataset())
    yield ox.Triple(document, ox.NamedNode(terms.PREFIXES["void"] + "inDataset"), dataset)
    licence = ox.NamedNode(terms.PREFIXES["dcterms"] + "license")
    yield ox.Triple(document, licence, ox.NamedNode(_LICENCE))
    if terms.is_fact(iri):
        for lang in LANGUAGES:
            name = ox.Literal(title(snapshot.graph, iri, lang), language=lang)
            yield ox.Triple(node, ox.NamedNode(terms.LABEL), name)


def _shaped(
    quads: list[ox.Quad], about: list[ox.Triple], form: str
) -> "list[ox.Triple] | list[ox.Quad]":
    """Return what is said as triples, each once; as quads also with the graphs that state it.

    Many clients read the default graph only.
    """
    triples = sorted({*about, *(quad.triple for quad in quads)}, key=str)
    if form in media.QUADS:
        plain = [ox.Quad(t.subject, t.predicate, t.object, _DEFAULT) for t in triples]
        return [*plain, *sorted(quads, key=str)]
    return triples


def said(snapshot: Snapshot, iri: str) -> Iterator[ox.Quad]:
    """Yield the quads about a thing: its own, those that point at it, its facts in whole.

    For the IRI of a graph (a section, the register, the ontology) all that it holds.
    """
    node = ox.NamedNode(iri)
    yield from snapshot.graph.quads_for_pattern(None, None, None, node)
    yield from named(snapshot.graph.quads_for_pattern(node, None, None))
    for quad in named(snapshot.graph.quads_for_pattern(None, None, node)):
        yield quad
        if isinstance(quad.subject, ox.NamedNode) and terms.is_fact(quad.subject.value):
            yield from named(snapshot.graph.quads_for_pattern(quad.subject, None, None))


def named(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the quads of named graphs: the default graph repeats them."""
    return (quad for quad in quads if quad.graph_name != _DEFAULT)


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
