"""The whole graph to take away: quads, triples as JSON-LD, triples by layer."""

import gzip
from collections.abc import Iterable

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.site.context import Site

WHOLE = ("kkgraph.trig", "kkgraph.nq.gz", "kkgraph.jsonld")  # each is the whole graph
_FILES = (*WHOLE, *(f"{name}.ttl" for name in (terms.SURVEY, *terms.LAYERS.values())))


def format_of(name: str) -> media.Format:
    """Return the format of a dump; a packed one is what it is once it is unpacked."""
    return media.GRAPHS[name.removesuffix(".gz").rpartition(".")[2]]


def listed(site: Site) -> list[tuple[str, str]]:
    """Return every dump that the site has, with its media type; no layer without a triple."""
    graphs = {getattr(graph, "value", "") for graph in site.store.local.named_graphs()}
    there = {f"{terms.LAYERS.get(graph, terms.SURVEY)}.ttl" for graph in graphs}
    return [
        (f"dump/{name}", format_of(name).media_type)
        for name in _FILES
        if name in WHOLE or name in there
    ]


def quads(site: Site) -> list[ox.Quad]:
    """Return the quads of the named graphs, sorted."""
    found = (q for q in site.store.graph if isinstance(q.graph_name, ox.NamedNode))
    return sorted(found, key=lambda quad: (str(quad.graph_name), str(quad)))


def files(site: Site) -> list[tuple[str, bytes]]:
    """Return the dumps."""
    every = quads(site)
    nquads = ox.serialize(every, format=ox.RdfFormat.N_QUADS) or b""
    parts = layers(every).items()
    return [
        ("dump/kkgraph.nq.gz", gzip.compress(nquads, mtime=0)),
        _named("dump/kkgraph.trig", every),
        _triples("dump/kkgraph.jsonld", every),
        *(_triples(f"dump/{name}.ttl", found) for name, found in parts),
    ]


def _named(path: str, every: list[ox.Quad]) -> tuple[str, bytes]:
    """Return the whole graph as a file of named graphs, what the file is in the default graph."""
    about = [ox.Quad(t.subject, t.predicate, t.object) for t in description(path)]
    return path, _serialized(path, [*about, *every])


def _triples(path: str, found: list[ox.Quad]) -> tuple[str, bytes]:
    """Return quads as a file of triples: a program that knows no named graphs reads all."""
    return path, _serialized(
        path, sorted({*description(path), *(q.triple for q in found)}, key=str)
    )


def _serialized(path: str, found: Iterable[ox.Triple] | Iterable[ox.Quad]) -> bytes:
    form = format_of(path.rpartition("/")[2]).rdf
    return ox.serialize(found, format=form, prefixes=dict(terms.PREFIXES)) or b""


def description(path: str) -> list[ox.Triple]:
    """Return what a file says of itself: the dataset that it belongs to, and the licence."""
    document = ox.NamedNode(terms.document(path))
    belongs = ox.NamedNode(terms.PREFIXES["void"] + "inDataset")
    return [
        ox.Triple(document, ox.NamedNode(terms.DCTERMS + "license"), ox.NamedNode(terms.licence())),
        ox.Triple(
            document,
            belongs,
            ox.NamedNode(terms.dataset()),
        ),
    ]


def layers(every: list[ox.Quad]) -> dict[str, list[ox.Quad]]:
    """Return the quads by layer: the survey's section graphs are one."""
    found: dict[str, list[ox.Quad]] = {}
    for quad in every:
        name = terms.LAYERS.get(getattr(quad.graph_name, "value", ""), terms.SURVEY)
        found.setdefault(name, []).append(quad)
    return found
