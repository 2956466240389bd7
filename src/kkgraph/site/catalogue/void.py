"""VoID: the sizes of the dataset, its partitions, its links to other datasets."""

import re
from collections import Counter

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.site.catalogue.description import FOAF, VOID, Description, named
from kkgraph.site.context import Site
from kkgraph.site.data import dumps
from kkgraph.site.index import plural
from kkgraph.texts import LANGUAGES, bilingual

_THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
_SUBJECTS = (f"{_THEMES}GOVE", f"{_THEMES}INTR")
_FEATURES = ("Turtle", "JSON-LD", "N-Triples", "RDF_XML", "TriG", "N-Quads")
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
    document = f"{site.base_url}void.ttl"
    found.add(document, terms.TYPE, VOID + "DatasetDescription")
    found.add(document, FOAF + "primaryTopic", dataset)
    found.both(document, terms.TITLE, title())
    found.add(dataset, terms.TYPE, VOID + "Dataset")
    found.both(dataset, terms.TITLE, title())
    found.both(dataset, terms.DESCRIPTION, bilingual("site.frame.lead"))
    for role in ("creator", "contributor", "publisher"):
        found.add(dataset, terms.DCTERMS + role, named("publisher"))
    found.add(dataset, terms.SOURCE, named("survey"))
    found.add(dataset, terms.ISSUED, found.date())
    for event in ("created", "date", "modified"):
        found.add(dataset, terms.DCTERMS + event, found.date())
    found.add(dataset, terms.DCTERMS + "license", site.settings.licence)
    found.add(dataset, terms.DCTERMS + "subject", *_SUBJECTS)
    found.add(dataset, FOAF + "homepage", site.base_url)
    found.add(dataset, FOAF + "page", f"{site.base_url}about/")
    found.add(f"{site.base_url}about/", terms.TYPE, FOAF + "Document")
    for form in _FEATURES:
        found.add(dataset, VOID + "feature", "http://www.w3.org/ns/formats/" + form)
    found.add(dataset, VOID + "uriSpace", ox.Literal(terms.thing("")))
    found.add(dataset, VOID + "uriRegexPattern", ox.Literal("^" + re.escape(terms.thing(""))))
    found.add(dataset, VOID + "triples", _integer(site.counts["triples"]))
    found.add(dataset, VOID + "entities", _integer(len(index.subjects())))
    found.add(dataset, VOID + "classes", _integer(len(_used_classes(site))))
    found.add(dataset, VOID + "properties", _integer(len(_used(site))))
    found.add(dataset, VOID + "distinctSubjects", _integer(len(index.by_subject)))
    found.add(dataset, VOID + "distinctObjects", _integer(len(_objects(site))))
    found.add(dataset, VOID + "documents", _integer(len(index.subjects())))
    found.add(dataset, VOID + "rootResource", named("catalog"))
    if site.endpoint:
        found.add(dataset, VOID + "sparqlEndpoint", site.base_url + site.endpoint.lstrip("/"))
    for name in dumps.WHOLE:
        found.add(dataset, VOID + "dataDump", f"{site.base_url}dump/{name}")
    spaces = {_namespace(p) for p in _used(site)}
    found.add(dataset, VOID + "vocabulary", *sorted(spaces))
    found.add(terms.KK, terms.RDFS + "seeAlso", terms.ONTOLOGY)
    for iri in ("city/oslo", "network/c40", "section/4.1.5"):
        if terms.thing(iri) in index.by_subject:
            found.add(dataset, VOID + "exampleResource", terms.thing(iri))
    _classes(found)
    _properties(found)
    _linksets(found)
    return found


def title() -> dict[str, str]:
    """Return what the dataset is called, by language: its name, and then what it is."""
    name, what = bilingual("site.frame.title"), bilingual("site.frame.subtitle")
    return {lang: f"{name[lang]}: {what[lang]}" for lang in LANGUAGES}


def _used(site: Site) -> set[str]:
    return {p for said in site.index.by_subject.values() for p, _, _ in said}


def _used_classes(site: Site) -> set[str]:
    return {cls for cls, things in site.index.instances.items() if things}


def _objects(site: Site) -> set[str]:
    return {str(o) for said in site.index.by_subject.values() for _, o, _ in said}


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _classes(found: Description) -> None:
    for cls, things in sorted(found.site.index.instances.items()):
        own = [iri for iri in things if terms.path_of(iri) is not None]
        if own and cls.startswith(terms.KK):
            part = f"{named('void')}#class-{cls[len(terms.KK) :]}"
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
        part = f"{named('void')}#property-{name}"
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
        linkset, target = f"{named('void')}#links-{name}", f"https://{host}/"
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
