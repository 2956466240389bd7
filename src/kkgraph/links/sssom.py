"""Our links as a mapping set of SSSOM (Simple Standard for Sharing Ontological Mappings)."""

import csv
import io
import re

from kkgraph import terms
from kkgraph.entities.classes import classes_of, own_class
from kkgraph.links.records import Link, links, name
from kkgraph.store import Store

_COLUMNS = (
    "subject_id",
    "subject_label",
    "subject_category",
    "predicate_id",
    "object_id",
    "object_source",
    "mapping_justification",
    "comment",
)
_CURATED = "semapv:ManualMappingCuration"
_LOCAL = re.compile(r"[^/#]+/?$")


def tsv(store: Store) -> bytes:
    """Return the mapping set: metadata as comments, then a mapping a line."""
    found = links(store)
    prefixes = {"semapv": "https://w3id.org/semapv/vocab/", "skos": terms.SKOS}
    prefixes |= {terms.kind_of(one.thing) or "": _space(one.thing) for one in found}
    prefixes |= {_prefix(one): _space(one.target) for one in found}
    told = [
        "#curie_map:",
        *(f'#  {prefix}: "{space}"' for prefix, space in sorted(prefixes.items())),
        f'#mapping_set_id: "{terms.dataset()}/links"',
        f'#mapping_set_version: "{store.project.version}"',
        f'#license: "{terms.licence()}"',
    ]
    target = io.StringIO()
    writer = csv.writer(target, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_row(store, one) for one in found)
    return ("\n".join(told) + "\n" + target.getvalue()).encode()


def _row(store: Store, link: Link) -> tuple[str, ...]:
    cls = own_class(link.thing, classes_of(store.graph, link.thing)) or terms.class_of_kind(
        link.thing
    )
    return (
        terms.shorten(link.thing),
        name(store, link.thing, "en"),
        (cls or "").removeprefix(terms.KK),
        terms.shorten(link.how),
        f"{_prefix(link)}:{_end(link.target)}",
        f"{_prefix(link)}:",
        _CURATED,
        f"{link.confidence}; {link.source}",
    )


def _prefix(link: Link) -> str:
    """Return the prefix of a target: its system, and which space of it if it has several."""
    space = _space(link.target).rstrip("/#").rpartition("/")[2]
    own = re.sub(r"[^a-z0-9]+", "-", space.casefold()).strip("-")
    system = link.system.replace(".", "-")
    return system if system in ("wikidata", "geonames", "ror") else f"{system}-{own}"


def _end(iri: str) -> str:
    found = _LOCAL.search(iri)
    return found[0] if found else iri


def _space(iri: str) -> str:
    return iri.removesuffix(_end(iri))
