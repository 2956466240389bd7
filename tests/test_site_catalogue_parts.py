"""Parts of the catalogue and of the build: what is said of each thing, in both languages."""

import hashlib
from base64 import b64encode
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import __version__, terms
from kkgraph.errors import DataFileError
from kkgraph.errors.output import OutputNotWritable
from kkgraph.project import Project
from kkgraph.site import builder, output, policy, shares
from kkgraph.site.catalogue import dcat, hosting, provenance, schema_org, sparql_examples, void
from kkgraph.site.catalogue.description import Description
from kkgraph.site.colophon import record, service
from kkgraph.site.context import Site
from kkgraph.site.data import dumps
from kkgraph.site.pages import gone
from kkgraph.site.pages.listing import Page, PathTaken

BASE = "https://h.example/kk/"
OURS = "https://w3id.org/kkgraph/"
DATASET, EARLIER = f"{OURS}dataset", f"{OURS}dataset/0.0.0"
DCT, DCAT, PROV = "http://purl.org/dc/terms/", "http://www.w3.org/ns/dcat#", terms.PREFIXES["prov"]
FOAF, SCHEMA = "http://xmlns.com/foaf/0.1/", "http://schema.org/"
SH, VOID = "http://www.w3.org/ns/shacl#", "http://rdfs.org/ns/void#"
SPDX, XSD = "http://spdx.org/rdf/terms#", "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
EU = "http://publications.europa.eu/resource/authority/"


class Said:
    """What a description says, by subject and property."""

    def __init__(self, found):
        """Take a description."""
        self.triples = found.triples

    def terms(self, subject, predicate):
        """Return the values of a property of a subject."""
        wanted = (ox.NamedNode(subject), ox.NamedNode(predicate))
        return [t.object for t in self.triples if (t.subject, t.predicate) == wanted]

    def __call__(self, subject, predicate):
        """Return the values as texts."""
        return {one.value for one in self.terms(subject, predicate)}

    def texts(self, subject, predicate):
        """Return the values by language; there is one a language."""
        values = self.terms(subject, predicate)
        found = {one.language: one.value for one in values}
        assert len(found) == len(values)
        return found


@pytest.fixture(scope="module")
def site(mini):
    """Return the tiny graph as a site of a version that has replaced another."""
    site = Site(mini, BASE)
    vars(site)["earlier"] = ["0.0.0"]
    return site


@pytest.fixture(scope="module")
def said(site):
    """Return what the catalogue says, with one file packed and one not."""
    return Said(dcat.catalogue(site, [("dump/kkgraph.nq.gz", b"packed"), ("dump/a.ttl", b"")]))


@pytest.fixture(scope="module")
def sizes(site):
    """Return what VoID says."""
    return Said(void.partitions(site))


def test_catalogue_says_what_dcat_asks(said):
    """A catalogue has title, description, publisher, dataset, date, licence and home."""
    catalog = f"{OURS}catalog"
    assert said(catalog, RDF + "type") == {DCAT + "Catalog"}
    assert said.texts(catalog, DCT + "title") == {"da": "kkgraph", "en": "kkgraph"}
    described = said.texts(catalog, DCT + "description")
    assert described["da"].startswith("En vidensgraf over ")
    assert described["en"].endswith(": a knowledge graph")
    assert said(catalog, DCT + "publisher") == {f"{OURS}publisher"}
    assert said(catalog, DCAT + "dataset") == {DATASET}
    assert said.terms(catalog, DCT + "issued") == [
        ox.Literal("2020-01-01", datatype=ox.NamedNode(XSD + "date"))
    ]
    assert said(catalog, FOAF + "homepage") == {BASE}
    assert said(catalog, DCT + "license") == said(DATASET, DCT + "license") == {terms.LICENCE}
    for one in (catalog, DATASET):
        assert said(one, SCHEMA + "inLanguage") == {"da", "en"}


def test_publisher_is_an_agent_with_a_name(said):
    """The publisher is a foaf:Agent, named in both languages."""
    assert said(f"{OURS}publisher", RDF + "type") == {FOAF + "Agent"}
    assert said.texts(f"{OURS}publisher", FOAF + "name") == {"da": "kkgraph", "en": "kkgraph"}


def test_dataset_says_what_dcat_asks(said):
    """A dataset has title, description, makers, dates, version, landing page, rights, source."""
    assert said(DATASET, RDF + "type") == {DCAT + "Dataset", VOID + "Dataset"}
    for lang, text in said.texts(DATASET, DCT + "title").items():
        begin = {"da": "kkgraph: En vidensgraf", "en": "kkgraph: The municipality's"}
        assert text.startswith(begin[lang])
    assert set(said.texts(DATASET, DCT + "title")) == {"da", "en"}
    described = said.texts(DATASET, DCT + "description")
    assert described["da"].startswith("kommunen afdækkede")
    assert described["en"].startswith("The municipality surveyed")
    for role in ("publisher", "creator"):
        assert said(DATASET, DCT + role) == {f"{OURS}publisher"}
    for event in ("issued", "modified"):
        assert said(DATASET, DCT + event) == {"2020-01-01"}
    assert said(DATASET, DCT + "identifier") == {DATASET}
    assert said(DATASET, DCAT + "version") == {"0.0.1"}
    assert said(DATASET, terms.OWL + "versionInfo") == {"0.0.1"}
    assert said(DATASET, DCAT + "landingPage") == {BASE}
    assert said(DATASET, DCT + "accessRights") == {f"{EU}access-right/PUBLIC"}
    assert said(DATASET, DCT + "conformsTo") == {f"{OURS}ontology"}
    assert said(DATASET, DCT + "source") == {f"{OURS}survey"}
    assert said(DATASET, DCAT + "previousVersion") == {EARLIER}


def test_keywords_are_a_word_each_in_its_language(said):
    """Each keyword is a value of its own, in Danish or in English."""
    words = {(one.value, one.language) for one in said.terms(DATASET, DCAT + "keyword")}
    assert {("bynetværk", "da"), ("vidensgraf", "da")} <= words
    assert {("city networks", "en"), ("knowledge graph", "en")} <= words
    assert not [word for word, _ in words if ";" in word]


def test_an_earlier_version_says_what_it_is(said):
    """An earlier version has its own title and description, and leads to the one in use."""
    assert said(EARLIER, RDF + "type") == {DCAT + "Dataset"}
    assert said.texts(EARLIER, DCT + "title") == {"da": "kkgraph 0.0.0", "en": "kkgraph 0.0.0"}
    described = said.texts(EARLIER, DCT + "description")
    assert described["da"].startswith("En tidligere version, 0.0.0;")
    assert described["en"].startswith("An earlier version, 0.0.0;")
    assert said(EARLIER, DCAT + "isVersionOf") == {DATASET}
    assert said(EARLIER, DCAT + "version") == {"0.0.0"}
    assert said(EARLIER, DCT + "publisher") == {f"{OURS}publisher"}


def test_survey_is_described(said):
    """The survey is what the dataset was made from, and is described in both languages."""
    survey = f"{OURS}survey"
    assert said(survey, RDF + "type") == {DCAT + "Dataset", PROV + "Entity"}
    described = said.texts(survey, DCT + "description")
    assert described["da"].startswith("Afdækningen")
    assert described["en"].startswith("The survey")


def test_survey_has_its_title_and_day(store):
    """Where the project names its survey, the source has its Danish title and its day."""
    site = Site(store, BASE)
    said = Said(dcat.catalogue(site, []))
    survey = f"{OURS}survey"
    (title,) = said.terms(survey, DCT + "title")
    assert (title.value, title.language) == (site.index.label(site.survey_iri, "da"), "da")
    (day,) = said(survey, DCT + "issued")
    assert day.startswith("2020")
    assert said(DATASET, DCT + "spatial") == {"https://sws.geonames.org/2618425/"}
    assert said("https://sws.geonames.org/2618425/", RDF + "type") == {DCT + "Location"}


def test_versions_of_the_vocabulary_are_standards(said):
    """Each version of the vocabulary is a standard with a title; its picture is a picture."""
    for version in ("0.0.0", "0.0.1"):
        iri = f"{OURS}ontology/{version}"
        assert said(iri, RDF + "type") == {DCT + "Standard"}
        assert said.texts(iri, DCT + "title") == {
            "da": f"Begrebsmodellen, version {version}",
            "en": f"The vocabulary, version {version}",
        }
    assert said(f"{OURS}assets/icon.svg", RDF + "type") == {FOAF + "Image"}


def test_a_file_says_what_dcat_asks(said):
    """A distribution has title, addresses, types, licence, date, size and digests."""
    iri = f"{BASE}dump/kkgraph.nq.gz"
    assert said(DATASET, DCAT + "distribution") == {iri, f"{BASE}dump/a.ttl"}
    assert said(iri, RDF + "type") == {DCAT + "Distribution"}
    assert said.texts(iri, DCT + "title") == {"da": "kkgraph.nq.gz", "en": "kkgraph.nq.gz"}
    assert said(iri, DCAT + "accessURL") == said(iri, DCAT + "downloadURL") == {iri}
    media = "https://www.iana.org/assignments/media-types/"
    assert said(iri, DCAT + "mediaType") == {f"{media}application/n-quads"}
    assert said(iri, DCAT + "compressFormat") == {f"{media}application/gzip"}
    assert said(iri, DCT + "format") == {f"{EU}file-type/RDF_N_QUADS"}
    assert said(iri, DCT + "license") == {terms.LICENCE}
    assert said(iri, DCT + "issued") == {"2020-01-01"}
    assert said(iri, SCHEMA + "contentSize") == {"6 B"}
    plain = f"{BASE}dump/a.ttl"
    assert said(plain, DCAT + "mediaType") == {f"{media}text/turtle"}
    assert said(plain, DCAT + "compressFormat") == set()
    assert said(plain, SCHEMA + "contentSize") == {"0 B"}


def test_a_checksum_says_how_it_was_worked_out(said):
    """The digests of no bytes at all are those that everybody knows."""
    (checksum,) = said(f"{BASE}dump/a.ttl", SPDX + "checksum")
    assert said(checksum, RDF + "type") == {SPDX + "Checksum"}
    assert said(checksum, SPDX + "algorithm") == {SPDX + "checksumAlgorithm_sha1"}
    (value,) = said.terms(checksum, SPDX + "checksumValue")
    assert value.value == "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    assert value.datatype.value == XSD + "hexBinary"
    assert said(f"{BASE}dump/a.ttl", SCHEMA + "sha256") == {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    }


@pytest.mark.parametrize(
    ("iri", "kind"),
    [
        (f"{EU}file-type/RDF_TURTLE", DCT + "MediaTypeOrExtent"),
        ("https://www.iana.org/assignments/media-types/text/turtle", DCT + "MediaType"),
        ("https://www.iana.org/assignments/media-types/application/gzip", DCT + "MediaType"),
        (f"{EU}access-right/PUBLIC", DCT + "RightsStatement"),
        (terms.LICENCE, DCT + "LicenseDocument"),
        (f"{OURS}ontology", DCT + "Standard"),
        (BASE, FOAF + "Document"),
        (SPDX + "checksumAlgorithm_sha1", SPDX + "ChecksumAlgorithm"),
        (f"{EU}data-theme/GOVE", terms.SKOS + "Concept"),
    ],
)
def test_controlled_values_have_their_classes(said, iri, kind):
    """DCAT-AP asks for the class of each value that is taken from a list."""
    assert kind in said(iri, RDF + "type")


def test_themes_have_names(said):
    """The two themes of the EU's list are named in both languages."""
    assert said(DATASET, DCAT + "theme") == {f"{EU}data-theme/GOVE", f"{EU}data-theme/INTR"}
    name = terms.SKOS + "prefLabel"
    assert said.texts(f"{EU}data-theme/GOVE", name)["en"] == "Government and public sector"
    assert said.texts(f"{EU}data-theme/INTR", name) == {
        "da": "Internationale spørgsmål",
        "en": "International issues",
    }


def test_descriptions_are_seen_under_every_name(site):
    """The catalogue is there in four formats; VoID and queries at their well-known paths, too."""
    found = dict(dcat.files(site, []))
    assert set(found) == {
        *("dataset.ttl", "dataset.jsonld", "dataset.nt", "dataset.rdf"),
        *("void.ttl", ".well-known/void", "provenance.ttl"),
        *("queries.ttl", ".well-known/sparql-examples"),
    }
    assert found["void.ttl"] == found[".well-known/void"]
    assert found["queries.ttl"] == found[".well-known/sparql-examples"]


def test_description_is_written_sorted_and_short(site):
    """Turtle has the prefixes that it uses; N-Triples have none."""
    found = Description(site)
    found.add(f"{OURS}b", DCT + "title", ox.Literal("B"))
    found.add(f"{OURS}a", RDF + "type", DCAT + "Dataset", VOID + "Dataset")
    assert found.written("nt").decode().splitlines() == [
        f"<{OURS}a> <{RDF}type> <{VOID}Dataset> .",
        f"<{OURS}a> <{RDF}type> <{DCAT}Dataset> .",
        f'<{OURS}b> <{DCT}title> "B" .',
    ]
    assert b"a void:Dataset" in found.turtle()
    assert b"dcat:Dataset" in found.turtle()


def test_void_says_what_it_recommends(sizes):
    """VoID's description has a title and the dataset; the dataset title, makers, dates, pages."""
    document = f"{BASE}void.ttl"
    assert sizes(document, RDF + "type") == {VOID + "DatasetDescription"}
    assert sizes(document, FOAF + "primaryTopic") == {DATASET}
    for one in (document, DATASET):
        found = sizes.texts(one, DCT + "title")
        assert set(found) == {"da", "en"}
        assert found["en"].endswith("a knowledge graph")
    assert sizes(DATASET, RDF + "type") == {VOID + "Dataset"}
    assert set(sizes.texts(DATASET, DCT + "description")) == {"da", "en"}
    for role in ("creator", "contributor", "publisher"):
        assert sizes(DATASET, DCT + role) == {f"{OURS}publisher"}
    for event in ("issued", "created", "date", "modified"):
        assert sizes(DATASET, DCT + event) == {"2020-01-01"}
    assert sizes(DATASET, DCT + "source") == {f"{OURS}survey"}
    assert sizes(DATASET, DCT + "license") == {terms.LICENCE}
    assert sizes(DATASET, DCT + "subject") == {f"{EU}data-theme/GOVE", f"{EU}data-theme/INTR"}
    assert sizes(DATASET, FOAF + "homepage") == {BASE}
    assert sizes(DATASET, FOAF + "page") == {f"{BASE}about/"}
    assert sizes(f"{BASE}about/", RDF + "type") == {FOAF + "Document"}


def test_void_says_where_things_are(sizes):
    """IRIs begin alike, the formats are those of the W3C's list, and the catalogue is the root."""
    assert sizes(DATASET, VOID + "uriSpace") == {f"{OURS}id/"}
    (pattern,) = sizes(DATASET, VOID + "uriRegexPattern")
    assert pattern == r"^https://w3id\.org/kkgraph/id/"
    formats = "http://www.w3.org/ns/formats/"
    assert {f"{formats}Turtle", f"{formats}RDF_XML"} <= sizes(DATASET, VOID + "feature")
    assert sizes(DATASET, VOID + "rootResource") == {f"{OURS}catalog"}
    assert sizes(f"{OURS}ontology#", RDFS + "seeAlso") == {f"{OURS}ontology"}


def test_parts_of_void_have_names(sizes):
    """A class's part is named by what there are of it; a linkset is one, between two datasets."""
    city = f"{OURS}void#class-City"
    assert city in sizes(DATASET, VOID + "classPartition")
    assert sizes.texts(city, DCT + "title") == {"da": "Byer", "en": "Cities"}
    for one in sizes(DATASET, VOID + "subset"):
        assert sizes(one, RDF + "type") == {VOID + "Linkset"}
        assert sizes(one, VOID + "subjectsTarget") == {DATASET}
    other = "https://www.wikidata.org/"
    assert sizes(other, RDF + "type") == {VOID + "Dataset"}
    assert sizes.texts(other, DCT + "title") == {"da": "Wikidata", "en": "Wikidata"}


def test_provenance_names_program_and_files(site):
    """PROV: the dataset is made from the survey by a build, by kkgraph, from files with digests."""
    said = Said(provenance.build_provenance(site))
    build, program = f"{OURS}provenance#build", f"{OURS}provenance#kkgraph"
    assert said(DATASET, RDF + "type") == {PROV + "Entity"}
    assert said(DATASET, PROV + "wasGeneratedBy") == {build}
    assert said(DATASET, PROV + "wasDerivedFrom") == {f"{OURS}survey"}
    assert said(build, RDF + "type") == {PROV + "Activity"}
    assert said.texts(build, RDFS + "label") == {"da": "kkgraph site", "en": "kkgraph site"}
    assert said(build, PROV + "wasAssociatedWith") == {program}
    assert said(program, RDF + "type") == {PROV + "SoftwareAgent"}
    assert said(program, FOAF + "name") == {"kkgraph"}
    assert said(program, SCHEMA + "softwareVersion") == {__version__}
    root = site.store.project.root
    used = said(build, PROV + "used")
    themes = f"{OURS}provenance#data/themes.ttl"
    assert {themes, f"{OURS}provenance#ontology/kk.ttl"} <= used
    assert any("/rules/" in one for one in used)
    assert said(themes, RDF + "type") == {PROV + "Entity"}
    assert said(themes, DCT + "title") == {"data/themes.ttl"}
    digest = hashlib.sha256((root / "data" / "themes.ttl").read_bytes()).hexdigest()
    assert said(themes, DCT + "identifier") == {f"sha256:{digest}"}


def test_saved_queries_are_examples(site):
    """A saved query is executable, says in both languages what it asks, its tags, and where."""
    said = Said(sparql_examples.examples(site))
    fees = f"{OURS}query/fees"
    assert said(fees, RDF + "type") == {SH + "SPARQLExecutable", SH + "SPARQLSelectExecutable"}
    assert said.texts(fees, RDFS + "comment") == {
        "da": "Kontingenter pr. netværk",
        "en": "Fees by network",
    }
    described = said.texts(fees, DCT + "description")
    assert described["da"].startswith("Hvad et medlemskab koster om året")
    assert described["en"].startswith("What a membership costs a year")
    (text,) = said(fees, SH + "select")
    assert "ORDER BY DESC(?amount)" in text
    assert said(fees, SCHEMA + "keywords") == {"money", "memberships"}
    assert said(fees, SCHEMA + "target") == {f"{BASE}sparql/"}
    assert said(f"{BASE}sparql/", RDF + "type") == {FOAF + "Document"}
    prefixes = f"{BASE}queries#prefixes"
    assert said(fees, SH + "prefixes") == {prefixes}
    skos = f"{BASE}queries#prefix-skos"
    assert skos in said(prefixes, SH + "declare")
    assert said(skos, SH + "prefix") == {"skos"}
    (space,) = said.terms(skos, SH + "namespace")
    assert (space.value, space.datatype.value) == (terms.SKOS, XSD + "anyURI")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ASK { ?s ?p ?o }", "ASK"),
        ("PREFIX a: <x> construct { ?s ?p ?o } WHERE { { SELECT * { ?s ?p ?o } } }", "CONSTRUCT"),
        ("# SELECT\nDESCRIBE <x>", "DESCRIBE"),
    ],
)
def test_form_of_a_query(text, form):
    """The form is the first of the four words, not one in a comment or further in."""
    assert sparql_examples._form(text) == form  # noqa: SLF001 - all saved queries are SELECT


@pytest.mark.parametrize("lang", ["da", "en"])
def test_search_engines_read_of_the_dataset(store, lang):
    """Name, description, maker, dates, licence, keywords, places and source, as Google asks for.

    Each in the language of the page.
    """
    site = Site(store, BASE)
    home = BASE if lang == "en" else f"{BASE}da/"
    found = schema_org.dataset(site, lang)
    name = {"da": "København i verden", "en": "Copenhagen in the world"}[lang]
    city = {"da": "København", "en": "Copenhagen"}[lang]
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Dataset")
    assert (found["name"], found["alternateName"], found["url"]) == (name, "kkgraph", home)
    assert found["@id"] == found["identifier"] == DATASET
    assert found["inLanguage"] == ["da", "en"]
    assert found["datePublished"] == found["dateModified"] == site.issued
    assert (found["version"], found["license"]) == (site.version, site.settings.licence)
    assert found["keywords"][0] == city
    assert (found["isAccessibleForFree"], "2020" in found["description"]) == (True, True)
    publisher = found["publisher"]
    assert found["creator"] == publisher
    assert (publisher["@type"], publisher["@id"]) == ("Organization", f"{OURS}publisher")
    assert publisher["url"] == f"{home}about/"
    assert publisher["name"] == {"da": "kkgraphs forfattere", "en": "The kkgraph authors"}[lang]
    places = {one["@id"]: one["@type"] for one in found["spatialCoverage"]}
    assert places == dict.fromkeys(site.settings.home, "Place")
    assert found["includedInDataCatalog"] == {
        "@type": "DataCatalog",
        "@id": f"{OURS}catalog",
        "name": name,
        "url": f"{home}about/",
    }
    based = found["isBasedOn"]
    assert (based["@type"], based["inLanguage"]) == ("Report", "da")
    assert based["datePublished"].startswith("2020")
    assert based["name"] == site.index.label(site.survey_iri, "da")
    assert [one["name"] for one in found["distribution"]] == [
        *("kkgraph.trig", "kkgraph.nq.gz", "kkgraph.jsonld")
    ]


def test_records_are_all_that_the_catalogue_describes(site):
    """Dataset, catalogue, publisher, survey, earlier versions and the vocabulary's have pages."""
    assert set(record.paths(site)) == {
        *("dataset/", "catalog/", "publisher/", "survey/", "dataset/0.0.0/"),
        *("ontology/0.0.0/", "ontology/0.0.1/"),
    }
    assert [(cell.text, cell.page) for cell in record.listed(site, "en")] == [
        ("The dataset", "dataset/"),
        ("The catalogue", "catalog/"),
        ("The publisher", "publisher/"),
        ("The survey as a source", "survey/"),
        ("The dataset, version 0.0.0", "dataset/0.0.0/"),
        ("The vocabulary, version 0.0.0", "ontology/0.0.0/"),
        ("The vocabulary, version 0.0.1", "ontology/0.0.1/"),
    ]


def test_record_of_the_dataset(site):
    """Each row is in the page's language only; what has a page here leads to it, the rest out."""
    found = record.data(site, DATASET, "en")
    assert (found["title"], found["iri"], found["files"]) == ("The dataset", DATASET, "dataset")
    assert found["crumbs"][0]["page"] == "about/"
    rows = dict(found["rows"])
    assert list(rows) == [
        *("Description", "Publisher", "Published", "Version", "Licence", "Made from"),
        "Previous version",
    ]
    (description,) = rows["Description"]
    assert description.text.startswith("The municipality surveyed")
    (publisher,) = rows["Publisher"]
    assert (publisher.text, publisher.page, publisher.href) == ("kkgraph", "publisher/", None)
    assert [cell.text for cell in rows["Version"]] == ["0.0.1"]
    assert [cell.text for cell in rows["Published"]] == ["1 January 2020"]
    (licence,) = rows["Licence"]
    assert (licence.page, licence.href) == (None, terms.LICENCE)
    assert licence.text in terms.LICENCE
    (before,) = rows["Previous version"]
    assert (before.text, before.page) == ("kkgraph 0.0.0", "dataset/0.0.0/")


def test_record_of_an_earlier_version(site):
    """It says which version it is, and leads to the dataset that is in use."""
    found = record.data(site, EARLIER, "da")
    assert found["title"] == "Datasættet, version 0.0.0"
    assert found["name"] == "kkgraph 0.0.0"
    (whole,) = dict(found["rows"])["Version af"]
    assert whole.page == "dataset/"


@pytest.mark.parametrize(
    ("lang", "publisher"), [("da", "kkgraphs forfattere"), ("en", "The kkgraph authors")]
)
def test_records_have_names(store, lang, publisher):
    """A name is in the page's language where there is one, the survey's Danish on every page."""
    site = Site(store, BASE)
    assert record.data(site, f"{OURS}publisher", lang)["name"] == publisher
    survey = record.data(site, f"{OURS}survey", lang)["name"]
    assert survey == site.index.text(site.survey_iri, terms.TITLE, "da")


@pytest.mark.parametrize(
    ("version", "text"),
    [
        ("0.0.1", "This is the version in use, 0.0.1."),
        ("0.0.0", "This version was replaced by version 0.0.1,"),
    ],
)
def test_record_of_a_vocabulary(site, version, text):
    """A version of the vocabulary is the one in use, or says which has replaced it."""
    found = record.data(site, f"{OURS}ontology/{version}", "en")
    assert (found["name"], found["to"], found["files"]) == ("", "ontology/", "ontology")
    assert found["title"] == f"The vocabulary, version {version}"
    ((name, (cell,)),) = found["rows"]
    assert name == "Description"
    assert cell.text.startswith(text)
    assert found["crumbs"][0]["page"] == "ontology/"


CORRECTED = """
[[correction]]
date = 2026-01-02
version = "1"
section = "2.1"
da = "Ældre."
en = "Older."
[[correction]]
date = 2026-03-04
version = "2"
section = "99"
da = "Yngre."
en = "Younger."
"""


def corrected(mini, folder, text):
    """Return the tiny graph as a site of a project with a list of corrections."""
    (folder / "corrections.toml").write_text(text, "utf-8")
    return Site(mini._replace(project=Project(folder)), BASE)


def test_corrections_come_latest_first(mini, tmp_path):
    """Each has its day, version and text; the section leads to its page where there is one."""
    found = service.corrections(corrected(mini, tmp_path, CORRECTED), "en")
    assert [(one.date, one.version, one.text) for one in found] == [
        ("4 March 2026", "2", "Younger."),
        ("2 January 2026", "1", "Older."),
    ]
    assert [(one.section.page, one.section.lang) for one in found] == [
        (None, "da"),
        ("id/section/2.1/", "da"),
    ]
    assert found[0].section.text == "99"


def test_no_list_of_corrections_is_none(mini, tmp_path):
    """A project without the file has corrected nothing."""
    assert service.corrections(Site(mini._replace(project=Project(tmp_path))), "en") == []


@pytest.mark.parametrize(
    "text",
    [CORRECTED.replace('version = "1"\n', ""), f"{CORRECTED}by = 'me'\n", "[[correction"],
)
def test_other_lists_of_corrections_are_refused(mini, tmp_path, text):
    """A correction with a key too few or too many, or no TOML, names the file."""
    with pytest.raises(DataFileError, match=r"corrections\.toml"):
        service.corrections(corrected(mini, tmp_path, text), "en")


def page(path, template="page.html"):
    """Return a page."""
    return Page(path, "en", template, "", dict)


@pytest.fixture
def short(monkeypatch):
    """Build pages that say their path, one document a part, and one other file."""
    monkeypatch.setattr(builder.rendering, "render", lambda _, page: page.path)
    monkeypatch.setattr(
        builder.entities, "files", lambda _, part: [(f"{part.start or 0}.ttl", b"T")]
    )
    monkeypatch.setattr(builder, "files", lambda *_: [("other", b"O")])


@pytest.mark.usefixtures("short")
def test_a_part_of_a_build(site, tmp_path):
    """The first of two parts writes every second page and what there is one of, and tells it.

    Of five pages it writes three; each is told as a third of the five, rounded down.
    """
    told, listing = [], [page(f"id/{name}/") for name in "abcde"]
    parts = [
        builder._share(site, listing, tmp_path, slice(start, None, 2), lambda *n: told.append(n))  # noqa: SLF001 - processes do it
        for start in (None, 1)
    ]
    assert parts == [
        ["id/a/index.html", "id/c/index.html", "id/e/index.html", "0.ttl", "other"],
        ["id/b/index.html", "id/d/index.html", "1.ttl"],
    ]
    assert told == [(1, 5), (3, 5), (5, 5)]
    assert (tmp_path / "id" / "c" / "index.html").read_text() == "id/c/"


@pytest.mark.usefixtures("short")
def test_a_build_puts_all_in_its_folder(site, tmp_path, monkeypatch):
    """The folder has what was written, which is counted; somebody else's folder is refused."""
    monkeypatch.setattr(builder.pages, "listing", lambda _: [page("a/"), page("b/")])
    assert builder.build(site, tmp_path / "out") == 4
    found = (tmp_path / "out").rglob("[!.]*.*")
    assert {one.relative_to(tmp_path / "out").as_posix() for one in found} == {
        *("a/index.html", "b/index.html", "0.ttl")
    }
    assert (tmp_path / "out" / "other").read_bytes() == b"O"
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "letter").write_text("Dear")
    with pytest.raises(OutputNotWritable):
        builder.build(site, tmp_path / "theirs")
    assert [one.name for one in (tmp_path / "theirs").iterdir()] == ["letter"]


@pytest.mark.parametrize(("pages", "count"), [(500, 1), (501, 3)])
def test_only_many_pages_are_worth_sharing(site, tmp_path, monkeypatch, pages, count):
    """Up to 500 pages one process builds, from there on as many as there are processors."""
    shared = []
    monkeypatch.setattr(builder.pages, "listing", lambda _: [page("a/")] * pages)
    monkeypatch.setattr(builder.saved, "prepare", lambda _: None)
    monkeypatch.setattr(shares, "processors", lambda: 3)
    monkeypatch.setattr(shares, "done", lambda number, _: shared.append(number) or ["a", "b"])
    monkeypatch.setattr(output, "replace", lambda *_: None)
    assert builder.build(site, tmp_path / "out") == 2
    assert shared == [count]


def test_a_path_written_twice_is_named():
    """Each file is written once; else the error has the path."""
    assert builder._each_once(["a", "b"]) == {"a", "b"}  # noqa: SLF001 - no data can clash
    with pytest.raises(PathTaken, match="b/index"):
        builder._each_once(["a", "b/index.html", "b/index.html"])  # noqa: SLF001 - same


def test_withdrawn_things_are_left_out_of_the_sitemap(site, monkeypatch):
    """Search engines are sent to what there is, not to the pages of what was withdrawn."""
    sent = []
    monkeypatch.setattr(dumps, "files", lambda _: [])
    monkeypatch.setattr(hosting, "files", lambda _, paths: sent.extend(paths) or [])
    listing = [page("a/"), page("b/", gone.TEMPLATE), page("c/")]
    found = dict(builder.files(site, listing))
    assert {"citation.bib", "assets/ask.js"} <= set(found)  # no server reads the questions here
    assert sent == ["a/", "c/"]


def test_shares_are_all_that_was_written():
    """The first share is done here, the others elsewhere; what all wrote is one list."""
    assert shares.done(1, lambda share: [f"{share}"]) == ["0"]
    assert shares.done(3, lambda share: [f"{share}a", f"{share}b"]) == [
        *("0a", "0b", "1a", "1b", "2a", "2b")
    ]


def test_what_a_share_raises_is_raised():
    """The error of another process is raised here; one that just ends is an error, too."""

    def full(share):
        if share:
            raise OutputNotWritable("there", "full")
        return []

    def killed(share):
        if share:
            raise SystemExit
        return []

    with pytest.raises(OutputNotWritable, match="there"):
        shares.done(2, full)
    with pytest.raises(OSError, match="was ended"):
        shares.done(2, killed)


@pytest.mark.parametrize(
    ("free", "ways", "count"),
    [(1, ["fork"], 1), (2, ["spawn", "fork"], 2), (9, ["fork"], 4), (9, ["spawn"], 1)],
)
def test_at_most_four_processes(monkeypatch, free, ways, count):
    """As many as there are processors, four at most; one where none can be copied."""
    monkeypatch.setattr(shares, "get_all_start_methods", lambda: ways)
    monkeypatch.setattr(
        shares.os, "sched_getaffinity", lambda one: range(free * (one == 0)), raising=False
    )
    assert shares.processors() == count


@pytest.mark.parametrize(("known", "count"), [(3, 3), (None, 1)])
def test_processors_where_none_are_assigned(monkeypatch, known, count):
    """A system that assigns no processors is asked how many there are; one, if it does not know."""
    system = SimpleNamespace(cpu_count=lambda: known)
    monkeypatch.setattr(shares, "os", system)
    assert shares.processors() == count


def test_policy_lets_the_scripts_given_run():
    """A script is allowed by the digest of its text, as CSP level 2 has it.

    Told by the digest of nothing, and by the example in the text of CSP level 2.
    """
    empty = b64encode(hashlib.sha256(b"").digest()).decode()
    assert empty == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    example = "qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
    found = dict(
        part.split(" ", 1) for part in policy.policy("", "alert('Hello, world.');").split("; ")
    )
    scripts = found["script-src"].split()
    assert scripts == ["'self'", "'wasm-unsafe-eval'", f"'sha256-{empty}'", f"'sha256-{example}'"]
    assert found["default-src"] == "'self'"
    assert found["object-src"] == found["base-uri"] == found["frame-ancestors"] == "'none'"
    assert "connect-src" not in found
    assert "connect-src 'self' http: https:;" in policy.policy(elsewhere=True)
