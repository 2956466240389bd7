"""The data beside the pages: the triples of each subject in four formats, all graphs merged."""

from collections.abc import Iterator

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.formats.standard import prefixes_in
from kkgraph.site.context import Site
from kkgraph.site.links import data_of

# Prefixes worth a line in a small file; kinds of thing have none, their IRIs stay whole.
_BASE = terms.EVERYWHERE


def grouped(site: Site) -> dict[str, list[ox.Triple]]:
    """Return the triples of the whole graph by the path of the file they belong in."""
    found: dict[str, dict[ox.Triple, None]] = {}
    for subject, said in site.index.by_subject.items():
        path = data_of(subject) or "ontology"
        triples = found.setdefault(path, {})
        for predicate, value, _ in said:
            triples[ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)] = None
    return {path: sorted(triples, key=str) for path, triples in sorted(found.items())}


def files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the entity files, four for each subject; the ontology is one subject."""
    for path, triples in grouped(site).items():
        for ending in media.TRIPLES:
            yield f"{path}.{ending}", serialized(triples, media.GRAPHS[ending].rdf)


def serialized(triples: list[ox.Triple], fmt: ox.RdfFormat) -> bytes:
    """Return triples in a format, with the prefixes that occur where it has prefixes."""
    if fmt == ox.RdfFormat.N_TRIPLES:
        return ox.serialize(triples, format=fmt) or b""
    return ox.serialize(triples, format=fmt, prefixes=prefixes_in(triples, _BASE)) or b""
