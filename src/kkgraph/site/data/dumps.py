"""The whole graph to take away: quads, triples by layer, JSON-LD."""

import gzip

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.site.context import Site

WHOLE = ("kkgraph.trig", "kkgraph.nq.gz", "kkgraph.jsonld")  # each is the whole graph
_FILES = (*WHOLE, *(f"{name}.ttl" for name in (terms.SURVEY, *terms.LAYERS.values())))


def format_of(name: str) -> media.Format:
    """Return the format of a dump; a packed one is what it is once it is unpacked."""
    return media.GRAPHS[name.removesuffix(".gz").rpartition(".")[2]]


# Every dump with its media type, as the page about the dataset lists them.
LISTED = tuple((f"dump/{name}", format_of(name).media_type) for name in _FILES)


def quads(site: Site) -> list[ox.Quad]:
    """Return the quads of the named graphs, sorted."""
    found = (q for q in site.store.graph if isinstance(q.graph_name, ox.NamedNode))
    return sorted(found, key=lambda quad: (str(quad.graph_name), str(quad)))


def files(site: Site) -> list[tuple[str, bytes]]:
    """Return the dumps."""
    every = quads(site)
    prefixes = dict(terms.PREFIXES)
    nquads = ox.serialize(every, format=ox.RdfFormat.N_QUADS) or b""
    trig = ox.serialize(every, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b""
    jsonld = ox.serialize(every, format=ox.RdfFormat.JSON_LD, prefixes=prefixes) or b""
    return [
        ("dump/kkgraph.nq.gz", gzip.compress(nquads, mtime=0)),
        ("dump/kkgraph.trig", trig),
        ("dump/kkgraph.jsonld", jsonld),
        *((f"dump/{name}.ttl", _layer(found)) for name, found in layers(every).items()),
    ]


def layers(every: list[ox.Quad]) -> dict[str, list[ox.Quad]]:
    """Return the quads by layer: the survey's section graphs are one."""
    found: dict[str, list[ox.Quad]] = {}
    for quad in every:
        name = terms.LAYERS.get(getattr(quad.graph_name, "value", ""), terms.SURVEY)
        found.setdefault(name, []).append(quad)
    return found


def _layer(found: list[ox.Quad]) -> bytes:
    triples = sorted({quad.triple for quad in found}, key=str)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(terms.PREFIXES)) or b""
