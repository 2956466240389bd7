"""What machines read about the dataset: DCAT-AP 3, VoID, PROV of the build, query examples."""

import hashlib
from collections import Counter
from urllib.parse import quote

import pyoxigraph as ox

from kkgraph import __version__, media, queries, terms
from kkgraph.site.context import Site
from kkgraph.site.data import dumps
from kkgraph.site.index import plural
from kkgraph.texts import LANGUAGES, bilingual

_DCAT, _VOID, _PROV = (terms.PREFIXES[name] for name in ("dcat", "void", "prov"))
_FOAF, _SH = terms.PREFIXES["foaf"], terms.PREFIXES["sh"]
_SCHEMA = terms.PREFIXES["schema"]
_SPDX = "http://spdx.org/rdf/terms#"
_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_PREFIXES = {
    "dcat": _DCAT,
    "dcterms": terms.DCTERMS,
    "foaf": _FOAF,
    "owl": terms.OWL,
    "prov": _PROV,
    "rdfs": terms.RDFS,
    "schema": _SCHEMA,
    "sh": _SH,
    "skos": terms.SKOS,
    "spdx": _SPDX,
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": _VOID,
    "xsd": terms.XSD,
}
_LINKSETS = {
    "sws.geonames.org": "GeoNames",
    "www.wikidata.org": "Wikidata",
    "ror.org": "ROR",
    "cordis.europa.eu": "CORDIS",
    "publications.europa.eu": "EU Publications Office",
}


class Description:
    """Triples about the dataset, gathered and written sorted."""

    def __init__(self, site: Site) -> None:
        """Describe the dataset as served at the site's address."""
        self.site, self.base = site, site.base_url
        self.triples: set[ox.Triple] = set()
        self.dataset = self.base + "dataset"

    def add(self, subject: str, predicate: str, *values: str | ox.Literal | ox.NamedNode) -> None:
        """Add values of a property; a plain text is the IRI it looks like, else a literal."""
        for value in values:
            term = value if not isinstance(value, str) else ox.NamedNode(value)
            self.triples.add(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term))

    def both(self, subject: str, predicate: str, text: dict[str, str]) -> None:
        """Add a text in both languages."""
        self.add(subject, predicate, *(ox.Literal(v, language=k) for k, v in text.items()))

    def date(self) -> ox.Literal:
        """Return the date of the data's version."""
        return ox.Literal(self.site.issued, datatype=ox.NamedNode(terms.XSD + "date"))

    def turtle(self) -> bytes:
        """Return the triples as Turtle."""
        return self._written(ox.RdfFormat.TURTLE)

    def jsonld(self) -> bytes:
        """Return the triples as JSON-LD."""
        return self._written(ox.RdfFormat.JSON_LD)

    def _written(self, fmt: ox.RdfFormat) -> bytes:
        ordered = sorted(self.triples, key=str)
        return ox.serialize(ordered, format=fmt, prefixes=_PREFIXES) or b""


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
    found.add(catalog, terms.TYPE, _DCAT + "Catalog")
    found.both(catalog, terms.TITLE, bilingual("site.frame.title"))
    found.both(catalog, terms.DESCRIPTION, bilingual("site.frame.subtitle"))
    found.add(catalog, terms.DCTERMS + "publisher", publisher)
    found.add(catalog, _DCAT + "dataset", dataset)
    found.add(catalog, terms.ISSUED, found.date())
    found.add(catalog, terms.DCTERMS + "license", found.site.settings.licence)
    found.add(catalog, _FOAF + "homepage", site.base_url)
    for iri in (catalog, dataset):
        found.add(iri, terms.DCTERMS + "language", _EU + "language/DAN", _EU + "language/ENG")
    _dataset(found, dataset, publisher)
    for path, content in built:
        _distribution(found, dataset, path, content)
    _codes(found)
    return found


def _agent(found: Description, iri: str) -> None:
    found.add(iri, terms.TYPE, _FOAF + "Agent")
    found.both(iri, _FOAF + "name", bilingual("site.citation.author"))


def _dataset(found: Description, dataset: str, publisher: str) -> None:
    site = found.site
    found.add(dataset, terms.TYPE, _DCAT + "Dataset", _VOID + "Dataset")
    subtitle = bilingual("site.frame.subtitle")
    title = {k: f"kkgraph: {v[:1].lower()}{v[1:]}" for k, v in subtitle.items()}
    found.both(dataset, terms.TITLE, title)
    found.both(dataset, terms.DESCRIPTION, bilingual("site.frame.lead"))
    found.add(dataset, terms.DCTERMS + "publisher", publisher)
    found.add(dataset, terms.DCTERMS + "creator", publisher)
    found.add(dataset, terms.ISSUED, found.date())
    found.add(dataset, terms.IDENTIFIER, ox.Literal(dataset))
    found.add(dataset, _DCAT + "version", ox.Literal(site.version))
    found.add(dataset, terms.VERSION_INFO, ox.Literal(site.version))
    found.add(dataset, _DCAT + "landingPage", site.base_url)
    found.add(dataset, _DCAT + "theme", _EU + "data-theme/GOVE", _EU + "data-theme/INTR")
    found.add(dataset, terms.DCTERMS + "accessRights", _EU + "access-right/PUBLIC")
    found.add(dataset, terms.DCTERMS + "conformsTo", terms.ONTOLOGY)
    found.add(dataset, terms.DCTERMS + "spatial", *_spatial(site))
    found.add(dataset, terms.DCTERMS + "license", found.site.settings.licence)
    for lang, words in bilingual("site.catalogue.keywords").items():
        keywords = (ox.Literal(word, language=lang) for word in words.split("; "))
        found.add(dataset, _DCAT + "keyword", *keywords)
    report = site.base_url + "survey"
    found.add(dataset, terms.SOURCE, report)
    found.add(report, terms.TYPE, _DCAT + "Dataset", _PROV + "Entity")
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


def _distribution(found: Description, dataset: str, path: str, content: bytes) -> None:
    iri = found.base + path
    name = path.rpartition("/")[2]
    form = dumps.format_of(name)
    found.add(dataset, _DCAT + "distribution", iri)
    found.add(iri, terms.TYPE, _DCAT + "Distribution")
    found.both(iri, terms.TITLE, dict.fromkeys(LANGUAGES, name))
    found.add(iri, _DCAT + "accessURL", iri)
    found.add(iri, _DCAT + "downloadURL", iri)
    found.add(iri, _DCAT + "mediaType", _MEDIA + form.media_type)
    found.add(iri, terms.DCTERMS + "format", _EU + "file-type/" + form.eu)
    found.add(iri, terms.DCTERMS + "license", found.site.settings.licence)
    found.add(iri, terms.ISSUED, found.date())
    whole = ox.NamedNode(terms.XSD + "nonNegativeInteger")
    found.add(iri, _DCAT + "byteSize", ox.Literal(str(len(content)), datatype=whole))
    if name.endswith(".gz"):
        found.add(iri, _DCAT + "compressFormat", _MEDIA + media.of_file(name))
    checksum = f"{iri}#sha256"
    digest = hashlib.sha256(content).hexdigest()
    binary = ox.NamedNode(terms.XSD + "hexBinary")
    found.add(iri, _SPDX + "checksum", checksum)
    found.add(checksum, terms.TYPE, _SPDX + "Checksum")
    found.add(checksum, _SPDX + "algorithm", _SPDX + "checksumAlgorithm_sha256")
    found.add(checksum, _SPDX + "checksumValue", ox.Literal(digest, datatype=binary))


def _codes(found: Description) -> None:
    """Give the classes of the controlled values, which DCAT-AP's shapes ask for."""
    classes = {
        terms.DCTERMS + "language": "LinguisticSystem",
        terms.DCTERMS + "format": "MediaTypeOrExtent",
        _DCAT + "mediaType": "MediaType",
        _DCAT + "compressFormat": "MediaType",
        terms.DCTERMS + "accessRights": "RightsStatement",
        terms.DCTERMS + "license": "LicenseDocument",
        terms.DCTERMS + "conformsTo": "Standard",
        terms.DCTERMS + "spatial": "Location",
    }
    for triple in sorted(found.triples, key=str):
        name = classes.get(triple.predicate.value)
        if name and isinstance(triple.object, ox.NamedNode):
            found.add(triple.object.value, terms.TYPE, terms.DCTERMS + name)
        if triple.predicate.value == _DCAT + "theme" and isinstance(triple.object, ox.NamedNode):
            _theme(found, triple.object.value)
        if triple.predicate.value in (_DCAT + "landingPage", _FOAF + "homepage"):
            found.add(found.base, terms.TYPE, _FOAF + "Document")
        if triple.predicate.value == _SPDX + "algorithm" and isinstance(
            triple.object, ox.NamedNode
        ):
            found.add(triple.object.value, terms.TYPE, _SPDX + "ChecksumAlgorithm")


def _theme(found: Description, iri: str) -> None:
    found.add(iri, terms.TYPE, terms.CONCEPT)
    found.both(iri, terms.PREF_LABEL, bilingual(f"site.catalogue.themes.{iri.rpartition('/')[2]}"))


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(terms.XSD + "integer"))


def partitions(site: Site) -> Description:
    """Describe the dataset after VoID: sizes, partitions, linksets, examples, dumps."""
    found = Description(site)
    dataset, index = found.dataset, site.index
    found.add(dataset, terms.TYPE, _VOID + "Dataset")
    found.both(dataset, terms.TITLE, bilingual("site.frame.title"))
    found.add(dataset, terms.DCTERMS + "license", found.site.settings.licence)
    found.add(dataset, _FOAF + "homepage", site.base_url)
    found.add(dataset, _VOID + "uriSpace", ox.Literal(terms.thing("")))
    found.add(dataset, _VOID + "triples", _integer(site.counts["triples"]))
    found.add(dataset, _VOID + "entities", _integer(len(index.subjects())))
    for name in dumps.WHOLE:
        found.add(dataset, _VOID + "dataDump", f"{site.base_url}dump/{name}")
    used = sorted({p for said in index.by_subject.values() for p, _, _ in said})
    spaces = {_namespace(p) for p in used}
    found.add(dataset, _VOID + "vocabulary", *sorted(spaces))
    for iri in ("city/oslo", "network/c40", "section/4.1.5"):
        if terms.thing(iri) in index.by_subject:
            found.add(dataset, _VOID + "exampleResource", terms.thing(iri))
    _classes(found)
    _properties(found)
    _linksets(found)
    return found


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _classes(found: Description) -> None:
    for cls, things in sorted(found.site.index.instances.items()):
        own = [iri for iri in things if terms.path_of(iri) is not None]
        if own and cls.startswith(terms.KK):
            part = f"{found.base}void#class-{cls[len(terms.KK) :]}"
            found.add(found.dataset, _VOID + "classPartition", part)
            found.add(part, _VOID + "class", cls)
            found.add(part, _VOID + "entities", _integer(len(own)))
            label = {lang: plural(cls[len(terms.KK) :], lang) for lang in LANGUAGES}
            found.both(part, terms.TITLE, label)


def _properties(found: Description) -> None:
    counts: Counter[str] = Counter()
    for said in found.site.index.by_subject.values():
        counts.update(predicate for predicate, _ in {(p, o) for p, o, _ in said})
    for predicate, count in sorted(counts.items()):
        name = terms.shorten(predicate).replace(":", "-").rpartition("/")[2]
        part = f"{found.base}void#property-{name}"
        found.add(found.dataset, _VOID + "propertyPartition", part)
        found.add(part, _VOID + "property", predicate)
        found.add(part, _VOID + "triples", _integer(count))


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
        found.add(found.dataset, _VOID + "subset", linkset)
        found.add(linkset, terms.TYPE, _VOID + "Linkset")
        found.add(linkset, _VOID + "linkPredicate", predicate)
        found.add(linkset, _VOID + "subjectsTarget", found.dataset)
        found.add(linkset, _VOID + "objectsTarget", target)
        found.add(linkset, _VOID + "triples", _integer(count))
        found.add(target, terms.TYPE, _VOID + "Dataset")
        found.both(target, terms.TITLE, dict.fromkeys(LANGUAGES, _LINKSETS[host]))


def _host(value: object) -> str:
    return (
        value.value.partition("://")[2].partition("/")[0] if isinstance(value, ox.NamedNode) else ""
    )


def build_provenance(site: Site) -> Description:
    """Describe how the site was made: from which files, by which program; no clock."""
    found = Description(site)
    build, program = site.base_url + "provenance#build", site.base_url + "provenance#kkgraph"
    found.add(found.dataset, terms.TYPE, _PROV + "Entity")
    found.add(found.dataset, _PROV + "wasGeneratedBy", build)
    found.add(found.dataset, _PROV + "wasDerivedFrom", site.base_url + "survey")
    found.add(build, terms.TYPE, _PROV + "Activity")
    found.both(build, terms.LABEL, dict.fromkeys(LANGUAGES, "kkgraph site"))
    found.add(build, _PROV + "wasAssociatedWith", program)
    found.add(program, terms.TYPE, _PROV + "SoftwareAgent")
    found.add(program, _FOAF + "name", ox.Literal("kkgraph"))
    found.add(program, _SCHEMA + "softwareVersion", ox.Literal(__version__))
    project = site.store.project
    used = [*(file.path for file in project.data_files()), *project.rule_files()]
    for path in used:
        iri = f"{site.base_url}provenance#{quote(project.shown(path))}"
        found.add(build, _PROV + "used", iri)
        found.add(iri, terms.TYPE, _PROV + "Entity")
        found.add(iri, terms.TITLE, ox.Literal(project.shown(path)))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found.add(iri, terms.IDENTIFIER, ox.Literal(f"sha256:{digest}"))
    return found


def examples(site: Site) -> Description:
    """Describe the saved queries as sh:SPARQLExecutable, as query collections do."""
    found = Description(site)
    for query in queries.load_queries(site.store.project):
        iri = queries.iri(query)
        form = _form(query.text)
        found.add(iri, terms.TYPE, _SH + "SPARQLExecutable", f"{_SH}SPARQL{form.title()}Executable")
        found.both(iri, terms.COMMENT, query.summary)
        found.both(iri, terms.DESCRIPTION, query.description)
        found.add(iri, _SH + form.lower(), ox.Literal(query.text))
        found.add(iri, _SH + "prefixes", site.base_url + "queries#prefixes")
        found.add(iri, _SCHEMA + "target", site.base_url + "sparql/")
        found.add(iri, _SCHEMA + "keywords", *(ox.Literal(tag) for tag in query.tags))
    for name, namespace in terms.PREFIXES.items():
        node = f"{site.base_url}queries#prefix-{name}"
        found.add(site.base_url + "queries#prefixes", _SH + "declare", node)
        found.add(node, _SH + "prefix", ox.Literal(name))
        any_uri = ox.NamedNode(terms.XSD + "anyURI")
        found.add(node, _SH + "namespace", ox.Literal(namespace, datatype=any_uri))
    return found


def _form(text: str) -> str:
    from kkgraph.sparql.text import tokens

    forms = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
    return next((t.text.upper() for t in tokens(text) if t.text.upper() in forms), "SELECT")
