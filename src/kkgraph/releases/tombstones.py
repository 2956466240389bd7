"""Tombstones: what stands for a thing that an earlier release had and this one has not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editions.withdrawn import REPLACED_BY
from kkgraph.texts import bilingual

DEPRECATED = terms.OWL + "deprecated"
_INVALIDATED = terms.PREFIXES["prov"] + "invalidatedAtTime"


@dataclass(frozen=True)
class Leaving:
    """The release that things are no more in, its date, and the address of the one before."""

    version: str
    date: str
    last: str


def withdrawn(before: Iterable[ox.Quad], after: Iterable[ox.Quad]) -> dict[str, list[ox.Literal]]:
    """Return the things that are described before and nowhere after, with their labels."""
    old = list(before)
    known = {_name(q.subject) for q in after if q.predicate.value == terms.TYPE}
    gone = {_name(q.subject) for q in old if q.predicate.value == terms.TYPE} - known
    labels: dict[str, list[ox.Literal]] = {iri: [] for iri in sorted(gone) if "://" in iri}
    for quad in old:
        iri = _name(quad.subject)
        is_label = quad.predicate.value in (terms.PREF_LABEL, terms.LABEL)
        if iri in labels and is_label and isinstance(quad.object, ox.Literal):
            labels[iri].append(quad.object)
    return labels


def replaced(
    after: Iterable[ox.Quad], gone: Iterable[str], named: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return what took the place of things that are gone, by those things.

    That is what is said to be a revision of one, and what a person named (`named`).
    """
    found = {iri: [named[iri]] if iri in named else [] for iri in gone}
    for quad in after:
        earlier = _name(quad.object)
        if quad.predicate.value == terms.WAS_REVISION_OF and earlier in found:
            found[earlier].append(_name(quad.subject))
    return found


def _name(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def turtle(
    gone: dict[str, list[ox.Literal]],
    replacing: Mapping[str, list[str]],
    earlier: Path | None,
    leaving: Leaving,
) -> bytes:
    """Return the tombstones of what is withdrawn now, and those of the release before.

    `replacing`: what took the place of each. `leaving`: when they left.
    """
    triples = set(_earlier(earlier)) if earlier else set()
    moment = ox.Literal(f"{leaving.date}T00:00:00Z", datatype=ox.NamedNode(terms.XSD + "dateTime"))
    truth = ox.Literal("true", datatype=ox.NamedNode(terms.XSD + "boolean"))
    for iri, labels in gone.items():
        said: list[tuple[str, ox.Literal | ox.NamedNode]] = [
            (DEPRECATED, truth),
            (_INVALIDATED, moment),
            (terms.DCTERMS + "isPartOf", ox.NamedNode(leaving.last)),
            *((terms.PREF_LABEL, label) for label in labels),
            *((REPLACED_BY, ox.NamedNode(one)) for one in replacing.get(iri, ())),
        ]
        for lang, text in bilingual("releases.withdrawn", version=leaving.version).items():
            said.append((terms.COMMENT, ox.Literal(text, language=lang)))
        node = ox.NamedNode(iri)
        triples |= {ox.Triple(node, ox.NamedNode(p), value) for p, value in said}
    ordered = sorted(triples, key=str)
    prefixes = dict(terms.PREFIXES)
    return ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _earlier(path: Path) -> list[ox.Triple]:
    if not path.is_file():
        return []
    return [quad.triple for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)]
