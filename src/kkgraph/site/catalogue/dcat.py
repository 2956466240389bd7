"""DCAT-AP 3: catalogue, dataset and distributions; and all descriptions as files."""

import hashlib

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.site.catalogue.description import DCAT, FOAF, LICENSE, PROV, SPDX, VOID, Description
from kkgraph.site.catalogue.provenance import build_provenance
from kkgraph.site.catalogue.sparql_examples import examples
from kkgraph.site.catalogue.void import partitions
from kkgraph.site.context import Site
from kkgraph.site.data import dumps
from kkgraph.texts import LANGUAGES, bilingual

_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"


def files(site: Site, built: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Return the description files; `built` are the dumps they describe."""
    dcat = catalogue(site, built)
    void = partitions(site)
    provenance = build_provenance(site)
    return [
        ("dataset.ttl", dcat.turtle()),
        ("dataset.jsonld", dcat.jsonld()),
        (".well-known/void", void.turtle()),
        ("void.ttl", void.turtle()),
        ("provenance.ttl", provenance.turtle()),
        (".well-known/sparql-examples", examples(site).turtle()),
        ("queries.ttl", examples(site).turtle()),
    ]


def catalogue(site: Site, built: list[tuple[str, bytes]]) -> Description:
    """Describe catalogue, dataset and distributions after DCAT-AP 3."""
    found = Description(site)
    catalog, dataset = site.base_url + "catalog", found.dataset
    publisher = site.base_url + "publisher"
    _agent(found, publisher)
    found.add(catalog, terms.TYPE, DCAT + "Catalog")
    found.both(catalog, terms.TITLE, bilingual("site.frame.title"))
    found.both(catalog, terms.DESCRIPTION, bilingual("site.frame.subtitle"))
    found.add(catalog, terms.DCTERMS + "publisher", publisher)
    found.add(catalog, DCAT + "dataset", dataset)
    found.add(catalog, terms.ISSUED, found.date())
    found.add(catalog, terms.DCTERMS + "license", LICENSE)
    found.add(catalog, FOAF + "homepage", site.base_url)
    for iri in (catalog, dataset):
        found.add(iri, terms.DCTERMS + "language", _EU + "language/DAN", _EU + "language/ENG")
    _dataset(found, dataset, publisher)
    for path, content in built:
        _distribution(found, dataset, path, content)
    _codes(found)
    return found


def _agent(found: Description, iri: str) -> None:
    found.add(iri, terms.TYPE, FOAF + "Agent")
    found.both(iri, FOAF + "name", bilingual("site.citation.author"))


def _dataset(found: Description, dataset: str, publisher: str) -> None:
    site = found.site
    found.add(dataset, terms.TYPE, DCAT + "Dataset", VOID + "Dataset")
    subtitle = bilingual("site.frame.subtitle")
    title = {k: f"kkgraph: {v[:1].lower()}{v[1:]}" for k, v in subtitle.items()}
    found.both(dataset, terms.TITLE, title)
    found.both(dataset, terms.DESCRIPTION, bilingual("site.frame.lead"))
    found.add(dataset, terms.DCTERMS + "publisher", publisher)
    found.add(dataset, terms.DCTERMS + "creator", publisher)
    found.add(dataset, terms.ISSUED, found.date())
    found.add(dataset, terms.IDENTIFIER, ox.Literal(dataset))
    found.add(dataset, DCAT + "version", ox.Literal(site.version))
    found.add(dataset, terms.VERSION_INFO, ox.Literal(site.version))
    found.add(dataset, DCAT + "landingPage", site.base_url)
    found.add(dataset, DCAT + "theme", _EU + "data-theme/GOVE", _EU + "data-theme/INTR")
    found.add(dataset, terms.DCTERMS + "accessRights", _EU + "access-right/PUBLIC")
    found.add(dataset, terms.DCTERMS + "conformsTo", terms.ONTOLOGY)
    found.add(dataset, terms.DCTERMS + "spatial", "https://sws.geonames.org/2618425/")
    found.add(dataset, terms.DCTERMS + "license", LICENSE)
    for lang, words in bilingual("site.catalogue.keywords").items():
        keywords = (ox.Literal(word, language=lang) for word in words.split("; "))
        found.add(dataset, DCAT + "keyword", *keywords)
    report = site.base_url + "survey"
    found.add(dataset, terms.SOURCE, report)
    found.add(report, terms.TYPE, DCAT + "Dataset", PROV + "Entity")
    name = "Afdækning af det internationale arbejde i Københavns Kommune"
    found.add(report, terms.TITLE, ox.Literal(name, language="da"))
    found.both(
        report,
        terms.DESCRIPTION,
        bilingual("site.catalogue.survey"),
    )
    year = ox.Literal("2020", datatype=ox.NamedNode(terms.XSD + "gYear"))
    found.add(report, terms.ISSUED, year)


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
    found.add(iri, terms.DCTERMS + "license", LICENSE)
    found.add(iri, terms.ISSUED, found.date())
    whole = ox.NamedNode(terms.XSD + "nonNegativeInteger")
    found.add(iri, DCAT + "byteSize", ox.Literal(str(len(content)), datatype=whole))
    if name.endswith(".gz"):
        found.add(iri, DCAT + "compressFormat", _MEDIA + media.of_file(name))
    checksum = f"{iri}#sha256"
    digest = hashlib.sha256(content).hexdigest()
    binary = ox.NamedNode(terms.XSD + "hexBinary")
    found.add(iri, SPDX + "checksum", checksum)
    found.add(checksum, terms.TYPE, SPDX + "Checksum")
    found.add(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256")
    found.add(checksum, SPDX + "checksumValue", ox.Literal(digest, datatype=binary))


def _codes(found: Description) -> None:
    """Give the classes of the controlled values, which DCAT-AP's shapes ask for."""
    classes = {
        terms.DCTERMS + "language": "LinguisticSystem",
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
