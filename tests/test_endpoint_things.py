"""Linked data over HTTP: the IRIs of things, sections, graphs and the vocabulary."""

import shutil
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from sampling import each
from serving import serving

from kkgraph.cli import main

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

MINI = Path(__file__).parent / "mini"
FOREIGN = ("ærø", "łódź", "東京")
BASE = "https://w3id.org/kkgraph"
OSLO = rdflib.URIRef(f"{BASE}/id/city/oslo")
PRIOR = rdflib.OWL.priorVersion
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"  # as browsers say
FORMS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
    "trig": ("application/trig", "trig"),
    "nq": ("application/n-quads", "nquads"),
}


@pytest.mark.parametrize(
    ("headers", "query", "location"),
    [
        ({}, "", "/id/city/oslo.ttl"),
        *(({"accept": media}, "", f"/id/city/oslo.{end}") for end, (media, _) in FORMS.items()),
        ({"accept": HTML}, "", "/id/city/oslo/"),
        ({"accept": HTML, "accept_language": "da, en;q=0.8"}, "", "/da/id/city/oslo/"),
        ({"accept": HTML, "accept_language": "da-DK"}, "", "/da/id/city/oslo/"),
        ({"accept": HTML, "accept_language": "en, da;q=0.8"}, "", "/id/city/oslo/"),
        ({"accept": HTML, "accept_language": "fr"}, "", "/id/city/oslo/"),
        ({"accept": HTML, "accept_language": "en"}, "?lang=da", "/da/id/city/oslo/"),
        ({"accept": "text/html;q=0.1, text/turtle"}, "", "/id/city/oslo.ttl"),
    ],
)
def test_thing(server, headers, query, location):
    """The IRI of a thing is no document: 303 leads to the one that suits."""
    got = server.ask(f"/id/city/oslo{query}", **headers)
    assert (got.status, got.headers["location"]) == (303, location)
    assert got.headers["vary"].startswith("Accept, Accept-Language")


def test_thing_not_acceptable(server):
    """A thing cannot be had as a picture."""
    got = server.ask("/id/city/oslo", accept="image/png")
    assert got.status == 406
    assert "text/turtle" in got.json()["available"]


@pytest.mark.parametrize(("ending", "media", "form"), [(e, m, f) for e, (m, f) in FORMS.items()])
def test_document(server, ending, media, form):
    """A document about a thing says what the graph says, and links to its other forms."""
    got = server.ask(f"/id/city/oslo.{ending}")
    assert (got.status, got.media()) == (200, media)
    found = rdflib.Dataset()
    found.parse(data=got.text, format=form)
    triples = {quad[:3] for quad in found.quads()}
    assert (OSLO, rdflib.RDF.type, rdflib.URIRef(f"{BASE}/ontology#City")) in triples
    assert any(o == OSLO for _, _, o in triples), "what points at it is missing"
    assert f'<{OSLO}>; rel="describes"' in got.headers["link"]
    assert (
        '</id/city/oslo.jsonld>; rel="alternate"; type="application/ld+json"'
        in (got.headers["link"])
    )


def test_document_with_graphs(server):
    """TriG and N-Quads say which section states each triple, and have it in the default graph."""
    quads = list(ox.parse(server.ask("/id/city/oslo.nq").body, format=ox.RdfFormat.N_QUADS))
    plain = {quad.triple for quad in quads if quad.graph_name == ox.DefaultGraph()}
    stated = {quad.triple for quad in quads if quad.graph_name != ox.DefaultGraph()}
    own = {one for one in plain if str(one.subject) == f"<{BASE}/id/city/oslo/>"}
    assert plain - own == stated
    assert len(own) == 3  # what it is about, its dataset, its licence
    assert any(f"{BASE}/id/section/" in str(quad.graph_name) for quad in quads)
    same = ox.parse(server.ask("/id/city/oslo.nt").body, format=ox.RdfFormat.N_TRIPLES)
    assert {quad.triple for quad in same} == plain


def test_facts_come_whole(server):
    """A thing's facts are in its document, with everything they say."""
    query = "SELECT ?f ?p ?o WHERE { ?f a kk:Membership ; kk:hasOrganisation network:c40 ; ?p ?o }"
    rows = server.sparql(query).json()["results"]["bindings"]
    assert rows
    graph = rdflib.Graph().parse(data=server.ask("/id/network/c40.ttl").text, format="turtle")
    for row in rows:
        found = {str(o) for o in graph.objects(rdflib.URIRef(row["f"]["value"]))}
        assert row["o"]["value"] in found


@pytest.mark.parametrize(("path", "lang"), [("/id/city/oslo/", "en"), ("/da/id/city/oslo/", "da")])
def test_plain_page(server, path, lang):
    """Without the site's pages there is a plain one, in both languages."""
    got = server.ask(path)
    assert (got.status, got.media(), got.headers["content-language"]) == (200, "text/html", lang)
    assert f'<html lang="{lang}">' in got.text
    assert server.ask(f"{path}index.html").body == got.body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("tag", ["{}", "W/{}", '"other", {}', "*"])
def test_not_modified(server, method, tag):
    """A document that a client has is not sent again; its tag is strong and stays."""
    first = server.ask("/id/city/oslo.ttl")
    etag = first.headers["etag"]
    assert etag.startswith('"')
    got = server.ask("/id/city/oslo.ttl", method, if_none_match=tag.format(etag))
    assert (got.status, got.body) == (304, b"")
    assert (got.headers["etag"], got.headers["link"]) == (etag, first.headers["link"])


def test_modified(server):
    """Another form has another tag."""
    etag = server.ask("/id/city/oslo.ttl").headers["etag"]
    assert server.ask("/id/city/oslo.ttl", if_none_match='"other"').status == 200
    assert server.ask("/id/city/oslo.nt", if_none_match=etag).status == 200


@pytest.mark.parametrize("path", ["/id/city/olso", "/id/city/olso.ttl", "/id/city/olso/"])
def test_missing_thing(server, path):
    """What the graph does not hold is 404, with what was perhaps meant."""
    got = server.ask(path)
    assert (got.status, got.media()) == (404, "application/problem+json")
    assert str(OSLO) in got.json()["near"]


@pytest.mark.parametrize(
    "path",
    [
        "/id/",
        "/id",
        "/id/city/",
        "/id/%00",
        "/id/city/%ff%fe",
        "/id/" + quote("city/o<slo>"),
        "/id/city/oslo.exe",
        "/id/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/graph/nothing",
        "/ontology.exe",
        "/id/section/99.9",
        "/nowhere",
        "/id/" + "x" * 5000,
    ],
)
def test_nothing_there(server, path):
    """Anything else is 404 too, however it is written."""
    assert server.ask(path, accept="*/*").status == 404


def test_section(server):
    """A section is a document: it answers itself, and has its short address."""
    got = server.ask("/section/4.1")
    assert (got.status, got.headers["location"]) == (301, "/id/section/4.1")
    got = server.ask("/id/section/4.1", accept="text/turtle")
    assert (got.status, got.media()) == (200, "text/turtle")
    assert got.headers["content-location"] == "/id/section/4.1.ttl"
    assert got.headers["vary"].startswith("Accept, Accept-Language")
    assert got.body == server.ask("/id/section/4.1.ttl").body
    again = server.ask("/id/section/4.1", accept="text/turtle", if_none_match=got.headers["etag"])
    assert again.status == 304


def test_section_holds_its_graph(server):
    """A section's document holds every triple that the section states."""
    section = f"{BASE}/id/section/4.1.5"
    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{section}> {{ ?s ?p ?o }} }}"
    count = int(server.sparql(query).column("n")[0])
    quads = ox.parse(server.ask("/id/section/4.1.5.nq").body, format=ox.RdfFormat.N_QUADS)
    assert sum(quad.graph_name == ox.NamedNode(section) for quad in quads) == count > 0


def test_ontology(server):
    """The vocabulary answers by content negotiation, whole."""
    got = server.ask("/ontology")
    assert (got.status, got.media()) == (200, "text/turtle")
    graph = rdflib.Graph().parse(data=got.text, format="turtle")
    classes = set(graph.subjects(rdflib.RDF.type, rdflib.OWL.Class))
    assert rdflib.URIRef(f"{BASE}/ontology#City") in classes
    assert got.headers["content-location"] == "/ontology.ttl"
    page = server.ask("/ontology", accept=HTML)
    assert (page.status, page.media()) == (200, "text/html")


def test_versions_of_the_vocabulary_without_pages(server):
    """A version that the vocabulary names leads to it, as RDF or as a plain page; no other does."""
    graph = rdflib.Graph().parse(data=server.ask("/ontology.ttl").text, format="turtle")
    named = {*graph.objects(None, rdflib.OWL.versionIRI), *graph.objects(None, PRIOR)}
    assert len(named) > 1
    for path in (iri.removeprefix(BASE) for iri in named):
        for accept, form in (("*/*", "ttl"), ("application/rdf+xml", "rdf"), (HTML, "html")):
            got = server.ask(path, accept=accept)
            assert (got.status, got.headers["location"]) == (303, f"/ontology.{form}")
    assert server.ask("/ontology.html").status == 200
    assert server.ask("/ontology/9.9.9").status == 404
    assert server.ask("/ontology/%3C").status == 404


def test_graph(server):
    """A named graph that is no section answers too."""
    got = server.ask("/graph/links", accept="application/n-triples")
    assert (got.status, got.media()) == (200, "application/n-triples")
    assert got.body == server.ask("/graph/links.nt").body


def test_query_iri(server):
    """The IRI of a saved query leads to its answer."""
    got = server.ask("/query/fees-by-network")
    assert (got.status, got.headers["location"]) == (303, "/api/queries/fees-by-network")


@pytest.mark.parametrize("one_in", each([10, 1], 2))
def test_every_thing_answers(server, one_in):
    """Each thing, section and graph of the graph is found under its own IRI."""
    query = "SELECT DISTINCT ?s WHERE { ?s a ?t FILTER(STRSTARTS(STR(?s), STR(<id/>))) }"
    iris = server.sparql(query).column("s")
    assert len(iris) > 500
    wrong = [
        iri
        for iri in iris[::one_in]
        if server.ask(quote(iri.removeprefix(BASE)), accept="text/turtle").status
        != (200 if iri.startswith(f"{BASE}/id/section/") else 303)
    ]
    assert wrong == []


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """Run a server with things whose IRIs go beyond ASCII, and beyond Latin-1."""
    folder = tmp_path_factory.mktemp("foreign")
    root = Path(shutil.copytree(MINI, folder / "project"))
    with (root / "data" / "register" / "cities.ttl").open("a", encoding="utf-8") as file:
        file.write("\n<city/oslo> kk:isIn <javascript:alert(1)>, <https://example.org/> .\n")
        file.writelines(f'\n<city/{n}> a kk:City ; skos:prefLabel "{n}"@da .\n' for n in FOREIGN)
    with serving(root, folder / "log", "--force", "--no-pages") as running:
        yield running


@pytest.mark.slow  # a server of its own
@pytest.mark.parametrize("name", FOREIGN)
def test_beyond_ascii(foreign, name):
    """Headers hold an IRI as the URI that RFC 3987 makes of it, and it leads to the thing."""
    there = f"/id/city/{quote(name)}"
    got = foreign.ask(there)
    assert (got.status, got.headers["location"]) == (303, f"{there}.ttl")
    got = foreign.ask(got.headers["location"])
    assert got.status == 200
    assert f'<{BASE}{there}>; rel="describes"' in got.headers["link"]
    assert f"<{there}.nt>; rel=" in got.headers["link"]
    graph = rdflib.Graph().parse(data=got.text, format="turtle")
    assert (rdflib.URIRef(f"{BASE}/id/city/{name}"), None, None) in graph
    assert foreign.ask(f"{there}/", accept=HTML).status == 200


@pytest.mark.slow  # a server of its own
def test_plain_page_links_to_web_addresses_only(foreign):
    """An IRI that a browser would run is shown and is no link."""
    text = foreign.ask("/id/city/oslo/").text
    assert '<a href="https://example.org/">' in text
    assert "<td>javascript:alert(1)</td>" in text


def test_no_such_saved_query(server):
    """The IRI of a saved query that does not exist is 404, with near names."""
    got = server.ask("/query/fees-by-netwrk")
    assert (got.status, got.media()) == (404, "application/problem+json")
    assert "fees-by-network" in got.json()["near"]


@pytest.mark.slow  # a server of its own
def test_a_server_does_not_differ_from_its_project(server):
    """`kkgraph diff` reads a server's graph: what it derived is no difference to the project."""
    root = Path(__file__).parent.parent
    words = ["diff", "--exit-code", "--project", str(root), str(root), f"{server.url}/sparql"]
    result = CliRunner().invoke(main, words)
    assert (result.stdout, result.stderr, result.exit_code) == ("Nothing differs.\n", "", 0)
