"""VoID: the sizes of the dataset, its partitions, its links to other datasets."""

from collections import Counter

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.site.catalogue.description import FOAF, LICENSE, VOID, Description
from kkgraph.site.context import Site
from kkgraph.site.data import dumps
from kkgraph.site.index import plural
from kkgraph.texts import LANGUAGES, bilingual

_LINKSETS = {
    "sws.geonames.org": "GeoNames",
    "www.wikidata.org": "Wikidata",
    "ror.org": "ROR",
    "cordis.europa.eu": "CORDIS",
    "publications.europa.eu": "EU Publications Office",
}


def partitions(site: Site) -> Description:
    """Describe the dataset after VoID: sizes, partitions, linksets, examples, dumps."""
    found = Description(site)
    dataset, index = found.dataset, site.index
    found.add(dataset, terms.TYPE, VOID + "Dataset")
    found.both(dataset, terms.TITLE, bilingual("site.frame.title"))
    found.add(dataset, terms.DCTERMS + "license", LICENSE)
    found.add(dataset, FOAF + "homepage", site.base_url)
    found.add(dataset, VOID + "uriSpace", ox.Literal(terms.ID))
    found.add(dataset, VOID + "triples", _integer(site.counts["triples"]))
    found.add(dataset, VOID + "entities", _integer(len(index.subjects())))
    for name in dumps.WHOLE:
        found.add(dataset, VOID + "dataDump", f"{site.base_url}dump/{name}")
    used = sorted({p for said in index.by_subject.values() for p, _, _ in said})
    spaces = {_namespace(p) for p in used}
    found.add(dataset, VOID + "vocabulary", *sorted(spaces))
    for iri in ("city/oslo", "network/c40", "section/4.1.5"):
        if terms.thing(iri) in index.by_subject:
            found.add(dataset, VOID + "exampleResource", terms.thing(iri))
    _classes(found)
    _properties(found)
    _linksets(found)
    return found


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _classes(found: Description) -> None:
    for cls, things in sorted(found.site.index.instances.items()):
        own = [iri for iri in things if iri.startswith(terms.ID)]
        if own and cls.startswith(terms.KK):
            part = f"{found.base}void#class-{cls[len(terms.KK) :]}"
            found.add(found.dataset, VOID + "classPartition", part)
            found.add(part, VOID + "class", cls)
            found.add(part, VOID + "entities", _integer(len(own)))
            label = {lang: plural(cls[len(terms.KK) :], lang) for lang in LANGUAGES}
            found.both(part, terms.TITLE, label)


def _properties(found: Description) -> None:
    counts: Counter[str] = Counter()
    for said in found.site.index.by_subject.values():
        counts.update(predicate for predicate, _ in {(p, o) for p, o, _ in said})
    for predicate, count in sorted(counts.items()):
        name = terms.shorten(predicate).replace(":", "-").rpartition("/")[2]
        part = f"{found.base}void#property-{name}"
        found.add(found.dataset, VOID + "propertyPartition", part)
        found.add(part, VOID + "property", predicate)
        found.add(part, VOID + "triples", _integer(count))


def _linksets(found: Description) -> None:
    """Describe the links to each outside dataset, one linkset a property."""
    counts: Counter[tuple[str, str]] = Counter()
    for said in found.site.index.by_subject.values():
        for predicate, value in {(p, o) for p, o, _ in said}:
            if _host(value) in _LINKSETS and not predicate.startswith(terms.KK):
                counts[_host(value), predicate] += 1
    for (host, predicate), count in sorted(counts.items()):
        name = f"{host}-{terms.shorten(predicate).replace(':', '-')}"
        linkset, target = f"{found.base}void#links-{name}", f"https://{host}/"
        found.add(found.dataset, VOID + "subset", linkset)
        found.add(linkset, terms.TYPE, VOID + "Linkset")
        found.add(linkset, VOID + "linkPredicate", predicate)
        found.add(linkset, VOID + "subjectsTarget", found.dataset)
        found.add(linkset, VOID + "objectsTarget", target)
        found.add(linkset, VOID + "triples", _integer(count))
        found.add(target, terms.TYPE, VOID + "Dataset")
        found.both(target, terms.TITLE, dict.fromkeys(LANGUAGES, _LINKSETS[host]))


def _host(value: object) -> str:
    return (
        value.value.partition("://")[2].partition("/")[0] if isinstance(value, ox.NamedNode) else ""
    )


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(terms.XSD + "integer"))
