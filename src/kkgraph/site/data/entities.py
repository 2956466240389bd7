"""The data beside the pages: the document about each subject, in every format that pages link."""

from collections.abc import Iterator

from kkgraph import media, terms
from kkgraph.description.document import written
from kkgraph.formats.standard import serialized
from kkgraph.site.context import Site
from kkgraph.site.links import data_of


def files(site: Site, share: slice = slice(None)) -> Iterator[tuple[str, bytes]]:
    """Yield the documents of all subjects, or of a share of them; the ontology is one subject."""
    for iri in [*site.index.subjects(), terms.ONTOLOGY][share]:
        path = data_of(iri)
        for ending in media.BESIDE:
            yield f"{path}.{ending}", written(site.store.graph, iri, ending)


def tombstones(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the documents of what was withdrawn."""
    for iri, stone in site.withdrawn.items():
        for ending in media.BESIDE:
            yield f"{data_of(iri)}.{ending}", serialized(sorted(stone.triples, key=str), ending)
