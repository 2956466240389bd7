"""DCAT-AP 3: catalogue, dataset and distributions; and all descriptions as files.

Where DCAT-AP 3.0.1 and DCAT-AP-DK 2.0.2 ask for values that exclude each other (languages,
sizes), the properties of schema.org say it; DCAT-AP-DK takes SHA-1 as the only checksum.
"""

import hashlib

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.site.catalogue.description import (
    DCAT,
    FOAF,
    PROV,
    SCHEMA,
    SPDX,
    VOID,
    Description,
    named,
)
from kkgraph.site.catalogue.provenance import build_provenance
from kkgraph.site.catalogue.sparql_examples import examples
from kkgraph.site.catalogue.void import partitions, title
from kkgraph.site.context import Site
from kkgraph.site.data import dumps
from kkgraph.texts import LANGUAGES, bilingual

_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"


def files(site: Site, built: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Return the description files; `built` are the dumps they describe."""
    dcat = catalogue(site, built)
    catalogued = ((f"dataset.{ending}", dcat.written(ending)) for ending in media.TRIPLES)
    void = partitions(site)
    provenance = build_provenance(site)
    return [
        *catalogued,
        (".well-known/void", void.turtle()),
        ("void.ttl", void.turtle()),
        ("provenance.ttl", provenance.turtle()),
        (".well-known/sparql-examples", examples(site).turtle()),
        ("queries.ttl", examples(site).turtle()),
    ]


def catalogue(site: Site, built: list[tuple[str, bytes]]) -> Description:
    """Describe catalogue, dataset and distributions after DCAT-AP 3."""
    found = Description(site)
    catalog, dataset, publisher = named("catalog"), found.dataset, named("publisher")
    _agent(found, publisher)
    found.add(catalog, terms.TYPE, DCAT + "Catalog")
    found.both(catalog, terms.TITLE, bilingual("site.frame.title"))
    found.both(catalog, terms.DESCRIPTION, bilingual("site.frame.subtitle"))
    found.add(catalog, terms.DCTERMS + "publisher", publisher)
    found.add(catalog, DCAT + "dataset", dataset)
    found.add(catalog, terms.ISSUED, found.date())
    found.add(catalog, terms.DCTERMS + "license", found.site.settings.licence)
    found.add(catalog, FOAF + "homepage", site.base_url)
    for iri in (catalog, dataset):
        found.add(iri, SCHEMA + "inLanguage", *map(ox.Literal, LANGUAGES))
    _dataset(found, dataset, publisher)
    for path, content in built:
        _distribution(found, dataset, path, content)
    _vocabulary(found)
    _codes(found)
    return found


def _vocabulary(found: Description) -> None:
    """Describe the versions of the vocabulary, and its picture, which the vocabulary names."""
    for version in (*found.site.earlier, found.site.version):
        iri = f"{terms.ONTOLOGY}/{version}"
        found.add(iri, terms.TYPE, terms.DCTERMS + "Standard")
        found.both(iri, terms.TITLE, bilingual("site.records.vocabulary", version=version))
    found.add(terms.document("assets/icon.svg"), terms.TYPE, FOAF + "Image")


def _agent(found: Description, iri: str) -> None:
    found.add(iri, terms.TYPE, FOAF + "Agent")
    found.both(iri, FOAF + "name", bilingual("site.citation.author"))


def _dataset(found: Description, dataset: str, publisher: str) -> None:
    site = found.site
    found.add(dataset, terms.TYPE, DCAT + "Dataset", VOID + "Dataset")
    found.both(dataset, terms.TITLE, title())
    found.both(dataset, terms.DESCRIPTION, bilingual("site.frame.lead"))
    found.add(dataset, terms.DCTERMS + "publisher", publisher)
    found.add(dataset, terms.DCTERMS + "creator", publisher)
    found.add(dataset, terms.ISSUED, found.date())
    found.add(dataset, terms.DCTERMS + "modified", found.date())
    found.add(dataset, terms.IDENTIFIER, ox.Literal(dataset))
    found.add(dataset, DCAT + "version", ox.Literal(site.version))
    found.add(dataset, terms.VERSION_INFO, ox.Literal(site.version))
    found.add(dataset, DCAT + "landingPage", site.base_url)
    found.add(dataset, DCAT + "theme", _EU + "data-theme/GOVE", _EU + "data-theme/INTR")
    found.add(dataset, terms.DCTERMS + "accessRights", _EU + "access-right/PUBLIC")
    found.add(dataset, terms.DCTERMS + "conformsTo", terms.ONTOLOGY)
    found.add(dataset, terms.DCTERMS + "spatial", *_spatial(site))
    found.add(dataset, terms.DCTERMS + "license", found.site.settings.licence)
    for lang, words in bilingual("site.catalogue.keywords").items():
        keywords = (ox.Literal(word, language=lang) for word in words.split("; "))
        found.add(dataset, DCAT + "keyword", *keywords)
    for version in site.earlier:
        _earlier(found, dataset, version)
    report = named("survey")
    found.add(dataset, terms.SOURCE, report)
    found.add(report, terms.TYPE, DCAT + "Dataset", PROV + "Entity")
    survey = site.survey_iri
    language = site.index.text(survey, terms.LANGUAGE) or "da"
    name = site.index.text(survey, terms.TITLE, language)
    found.add(report, terms.TITLE, ox.Literal(name, language=language))
    found.both(
        report,
        terms.DESCRIPTION,
        bilingual("site.catalogue.survey"),
    )
    found.add(report, terms.ISSUED, *_literals(site, survey, terms.ISSUED))


def _literals(site: Site, subject: str, predicate: str) -> list[ox.Literal]:
    return [v for v in site.index.values(subject, predicate) if isinstance(v, ox.Literal)]


def _spatial(site: Site) -> list[str]:
    """Return what GeoNames calls the places that the project is about."""
    same = (iri for home in site.settings.home for iri in site.index.iris(home, terms.SAME_AS))
    return [iri for iri in same if "geonames.org" in iri]


def _earlier(found: Description, dataset: str, version: str) -> None:
    """Describe a version before this one."""
    iri = f"{dataset}/{version}"
    found.add(dataset, DCAT + "previousVersion", iri)
    found.add(iri, terms.TYPE, DCAT + "Dataset")
    found.add(iri, DCAT + "isVersionOf", dataset)
    found.add(iri, DCAT + "version", ox.Literal(version))
    found.add(iri, terms.DCTERMS + "publisher", named("publisher"))
    names = bilingual("site.frame.title")
    found.both(iri, terms.TITLE, {lang: f"{name} {version}" for lang, name in names.items()})
    found.both(iri, terms.DESCRIPTION, bilingual("site.catalogue.earlier", version=version))


def _distribution(found: Description, dataset: str, path: str, content: bytes) -> None:
    iri = found.base + path
    name = path.rpartition("/")[2]
    form = dumps.format_of(name)
    found.add(dataset, DCAT + "distribution", iri)
    found.add(iri, terms.TYPE, DCAT + "Distribution")
    found.both(iri, terms.TITLE, dict.fromkeys(LANGUAGES, name))
    found.add(iri, DCAT + "accessURL", iri)
    found.add(iri, DCAT + "downloadURL", iri)
    found.add(iri, DCAT + "mediaType", _MEDIA + form.media_type)
    found.add(iri, terms.DCTERMS + "format", _EU + "file-type/" + form.eu)
    found.add(iri, terms.DCTERMS + "license", found.site.settings.licence)
    found.add(iri, terms.ISSUED, found.date())
    found.add(iri, SCHEMA + "contentSize", ox.Literal(f"{len(content)} B"))
    found.add(iri, SCHEMA + "sha256", ox.Literal(hashlib.sha256(content).hexdigest()))
    if name.endswith(".gz"):
        found.add(iri, DCAT + "compressFormat", _MEDIA + media.of_file(name))
    checksum = f"{iri}#sha1"
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    binary = ox.NamedNode(terms.XSD + "hexBinary")
    found.add(iri, SPDX + "checksum", checksum)
    found.add(checksum, terms.TYPE, SPDX + "Checksum")
    found.add(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha1")
    found.add(checksum, SPDX + "checksumValue", ox.Literal(digest, datatype=binary))


def _codes(found: Description) -> None:
    """Give the classes of the controlled values, which DCAT-AP's shapes ask for."""
    classes = {
        terms.DCTERMS + "format": "MediaTypeOrExtent",
        DCAT + "mediaType": "MediaType",
        DCAT + "compressFormat": "MediaType",
        terms.DCTERMS + "accessRights": "RightsStatement",
        terms.DCTERMS + "license": "LicenseDocument",
        terms.DCTERMS + "conformsTo": "Standard",
        terms.DCTERMS + "spatial": "Location",
    }
    for triple in sorted(found.triples, key=str):
        name = classes.get(triple.predicate.value)
        if name and isinstance(triple.object, ox.NamedNode):
            found.add(triple.object.value, terms.TYPE, terms.DCTERMS + name)
        if triple.predicate.value == DCAT + "theme" and isinstance(triple.object, ox.NamedNode):
            _theme(found, triple.object.value)
        if triple.predicate.value in (DCAT + "landingPage", FOAF + "homepage"):
            found.add(found.base, terms.TYPE, FOAF + "Document")
        if triple.predicate.value == SPDX + "algorithm" and isinstance(triple.object, ox.NamedNode):
            found.add(triple.object.value, terms.TYPE, SPDX + "ChecksumAlgorithm")


def _theme(found: Description, iri: str) -> None:
    found.add(iri, terms.TYPE, terms.CONCEPT)
    found.both(iri, terms.PREF_LABEL, bilingual(f"site.catalogue.themes.{iri.rpartition('/')[2]}"))
