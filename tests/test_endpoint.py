"""The SPARQL 1.1 protocol at /sparql, asked of a running server."""

import csv
import io
import xml.etree.ElementTree as ET
from urllib.parse import quote, urlencode

import pytest
import rdflib

# rdflib's JSON-LD parser uses what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

REGISTER = "https://w3id.org/kkgraph/graph/register"
LINKS = "https://w3id.org/kkgraph/graph/links"
FORM = "application/x-www-form-urlencoded"
ONE = "SELECT ?n WHERE { VALUES ?n { 1 } }"
TRIPLE = "CONSTRUCT { city:oslo a kk:City } WHERE {}"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
RESULTS = "application/sparql-results+json"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def test_get(server):
    """A query in the URL is answered, in SPARQL JSON unless something else is asked for."""
    got = server.sparql("SELECT ?type WHERE { <id/city/oslo> a ?type }")
    assert (got.status, got.media()) == (200, RESULTS)
    assert "https://w3id.org/kkgraph/ontology#City" in got.column("type")


def test_query_twice(server):
    """A second time the answer comes from the cache and is the same."""
    first, second = (server.sparql("SELECT ?p WHERE { city:oslo ?p ?o }") for _ in range(2))
    assert (first.body, first.headers["etag"]) == (second.body, second.headers["etag"])


def test_fresh_each_time(server):
    """An answer that changes is not kept."""
    first, second = (server.sparql("SELECT (STRUUID() AS ?id) WHERE {}") for _ in range(2))
    assert first.column("id") != second.column("id")


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=UTF-8", FORM.upper()])
def test_post_form(server, kind):
    """A form is answered as a URL is."""
    got = server.ask("/sparql", "POST", urlencode({"query": ONE}), content_type=kind)
    assert (got.status, got.column("n")) == (200, ["1"])


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", ';charset="UTF-8"'])
def test_post_direct(server, charset):
    """A query may be the body itself, in UTF-8."""
    query = "SELECT ('Malmø' AS ?n) WHERE {}".encode()
    got = server.ask("/sparql", "POST", query, content_type=f"application/sparql-query{charset}")
    assert (got.status, got.column("n")) == (200, ["Malmø"])


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (ONE, None, RESULTS),
        (ONE, "*/*", RESULTS),
        (ONE, "text/csv", "text/csv"),
        (ONE, "text/tab-separated-values", "text/tab-separated-values"),
        (ONE, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ONE, "application/xml", "application/xml"),
        (ONE, "application/json", "application/json"),
        (ONE, "text/csv;q=0.5, application/sparql-results+xml;q=0.9", f"{RESULTS[:-4]}xml"),
        (ONE, "text/*", "text/csv"),
        (ONE, "text/csv;q=0, text/*", "text/tab-separated-values"),
        (ONE, "text/turtle, */*;q=0.1", RESULTS),
        (ONE, "TEXT/CSV", "text/csv"),
        ("ASK {}", "text/csv, application/sparql-results+xml;q=0.1", f"{RESULTS[:-4]}xml"),
        (TRIPLE, None, "text/turtle"),
        (TRIPLE, "application/n-triples", "application/n-triples"),
        (TRIPLE, "application/ld+json", "application/ld+json"),
        (TRIPLE, "application/rdf+xml", "application/rdf+xml"),
        (TRIPLE, "application/trig", "application/trig"),
        (TRIPLE, "application/n-quads", "application/n-quads"),
        (TRIPLE, "application/rdf+xml, text/html;q=0.9, */*;q=0.8", "application/rdf+xml"),
        ("DESCRIBE <id/city/oslo>", "text/turtle", "text/turtle"),
    ],
)
def test_negotiation(server, query, accept, media):
    """The Accept header decides, with its q-values, and the answer varies with it."""
    got = server.sparql(query, **({"accept": accept} if accept else {}))
    assert (got.status, got.media()) == (200, media)
    assert got.headers["vary"].partition(", Accept-Encoding")[0] == "Accept"


@pytest.mark.parametrize(
    ("query", "accept", "offered"),
    [
        (ONE, "image/png", "text/csv"),
        (ONE, "text/turtle", "text/csv"),
        (ONE, "*/*;q=0", "text/csv"),
        (TRIPLE, "text/csv", "application/n-quads"),
        ("ASK {}", "text/csv", "application/sparql-results+xml"),
    ],
)
def test_nothing_acceptable(server, query, accept, offered):
    """What cannot be had in the wanted form is 406, with the list of forms."""
    got = server.sparql(query, accept=accept)
    assert (got.status, got.media()) == (406, "application/problem+json")
    assert offered in got.json()["available"]
    assert offered in got.json()["detail"]


@pytest.mark.parametrize("q", ["5", "1.1", "-1", "nan", "inf", "much"])
def test_a_wish_beyond_measure_is_none(server, q):
    """A q-value is between 0 and 1; a format with another is not the one that is sent."""
    accept = f"text/csv;q={q}, application/sparql-results+xml;q=0.1"
    assert server.sparql("ASK {}", accept=accept).media() == "application/sparql-results+xml"


def test_result_formats_agree(server):
    """JSON, XML, CSV and TSV hold the same rows."""
    query = "SELECT ?s ?l WHERE { ?s a kk:City ; skos:prefLabel ?l FILTER(LANG(?l) = 'da') }"
    rows = server.sparql(query).json()["results"]["bindings"]
    expected = sorted((row["s"]["value"], row["l"]["value"]) for row in rows)
    assert len(expected) > 20
    table = list(csv.reader(io.StringIO(server.sparql(query, accept="text/csv").text)))
    assert (table[0], sorted(map(tuple, table[1:]))) == (["s", "l"], expected)
    rows = server.sparql(query, accept="text/tab-separated-values").text.splitlines()
    assert rows[0] == "?s\t?l"
    assert sorted(rows[1:]) == sorted(f'<{s}>\t"{label}"@da' for s, label in expected)
    space = {"r": "http://www.w3.org/2005/sparql-results#"}
    root = ET.fromstring(server.sparql(query, accept="application/xml").text)
    found = [(row[0][0].text, row[1][0].text) for row in root.iterfind("r:results/r:result", space)]
    assert sorted(found) == expected


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ],
)
def test_graph_formats_agree(server, media, form):
    """A graph is the same in all formats, as rdflib reads them."""
    query = "CONSTRUCT WHERE { city:oslo ?p ?o }"
    expected = rdflib.Graph().parse(data=server.sparql(query).text, format="turtle")
    assert len(expected) > 3
    found = rdflib.Dataset()
    found.parse(data=server.sparql(query, accept=media).text, format=form)
    assert {quad[:3] for quad in found.quads()} == set(expected)


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * WHERE {\n  ?s ?p .\n}", 2, 9),
        ("SELECT * WHERE { ?s nope:p ?o }", 1, 21),
        ("SELECT ?s WHERE { ?s ?p ?o", 1, 27),
        ("INSERT DATA { <a> <b> <c> }", 1, 1),
        ("", 1, 1),
    ],
)
def test_bad_query(server, query, line, column):
    """A query that does not parse is 400, with line and column, as JSON and as text."""
    got = server.sparql(query)
    assert (got.status, got.media()) == (400, "application/problem+json")
    problem = got.json()
    assert (problem["status"], problem["line"], problem["column"]) == (400, line, column)
    got = server.sparql(query, accept="text/plain")
    assert (got.status, got.media()) == (400, "text/plain")
    assert f"query:{line}" in got.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (urlencode({"query": ONE, "x": "y"}), FORM, 200),
        (urlencode([("query", ONE), ("query", "ASK {}")]), FORM, 400),
        ("", FORM, 400),
        ("query=%ff", FORM, 400),
        (b"ASK { ?s ?p '\xe9' }", "application/sparql-query", 400),
        (ONE, "application/sparql-query; charset=latin-1", 415),
        (ONE, "text/plain", 415),
        (ONE, "nonsense", 415),
        ("INSERT DATA { <a> <b> <c> }", "application/sparql-update", 403),
        (urlencode({"update": "CLEAR ALL"}), FORM, 403),
        (urlencode({"query": "CLEAR ALL"}), FORM, 400),
        ("x" * 300_000, "application/sparql-query", 413),
    ],
)
def test_posted(server, body, kind, status):
    """What is posted in another way, or is no query, is refused by the right name."""
    got = server.ask("/sparql", "POST", body, content_type=kind)
    assert got.status == status
    if status != 200:
        assert got.json()["status"] == status


def test_two_queries(server):
    """Two queries in one URL are none."""
    assert server.ask(f"/sparql?{urlencode([('query', ONE)] * 2)}").status == 400


def test_long_body_of_unknown_length(server):
    """A body without a length is read up to the cap and not further."""
    got = server.ask("/sparql", "POST", iter([b"x" * 200_000] * 3), content_type=FORM)
    assert got.status == 413
    assert "262,144" in got.json()["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "QUERY"])
@pytest.mark.parametrize("path", ["/sparql", "/id/city/oslo", "/api/queries", "/healthz"])
def test_wrong_method(server, path, method):
    """Any other method is 405 and told what there is."""
    got = server.ask(path, method)
    assert got.status == 405
    assert got.headers["allow"] == "GET, HEAD, POST, OPTIONS".replace(
        "" if path == "/sparql" else "POST, ", ""
    )


def test_head(server):
    """HEAD has the headers of GET and no body."""
    path = f"/sparql?query={quote(COUNT)}"
    get, head = server.ask(path), server.ask(path, "HEAD")
    without_date = [{**got.headers, "date": ""} for got in (get, head)]
    assert (head.status, head.body) == (200, b"")
    assert without_date[0] == without_date[1]


@pytest.mark.parametrize("path", ["/sparql", "/id/city/oslo", "/nowhere"])
def test_options(server, path):
    """OPTIONS says what may be done, across origins too."""
    got = server.ask(path, "OPTIONS", origin="https://example.org")
    assert (got.status, got.body) == (204, b"")
    assert "content-length" not in got.headers
    assert got.headers["access-control-allow-origin"] == "*"
    assert {"*", "Content-Type"} <= {*got.headers["access-control-allow-headers"].split(", ")}
    assert ("POST" in got.headers["allow"]) == (path == "/sparql")


@pytest.mark.parametrize("path", ["/sparql", "/sparql?query=x", "/id/city/oslo.ttl", "/nowhere"])
def test_headers_of_every_answer(server, path):
    """Every answer may be read across origins, and cannot be sniffed or framed."""
    headers = server.ask(path).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "server" not in headers


def test_default_graph(server):
    """`default-graph-uri` makes a graph the default one; the union is the merge."""
    cities = "SELECT (COUNT(*) AS ?n) WHERE { ?s a kk:City }"
    sizes = {
        graphs: int(server.sparql(COUNT, {"default-graph-uri": graphs}).column("n")[0])
        for graphs in [(REGISTER,), (LINKS,), (REGISTER, LINKS), (REGISTER, REGISTER)]
    }
    assert sizes[REGISTER, LINKS] == sizes[REGISTER,] + sizes[LINKS,]
    assert sizes[REGISTER, REGISTER] == sizes[REGISTER,] > 1000
    assert server.sparql(cities, {"default-graph-uri": LINKS}).column("n") == ["0"]
    whole = server.sparql(COUNT).column("n")
    assert int(whole[0]) > sizes[REGISTER, LINKS]


def test_merged_default_graph(server):
    """A triple that stands in two default graphs is there once."""
    every = server.sparql("SELECT DISTINCT ?g WHERE { GRAPH ?g {} }").column("g")
    got = server.sparql(COUNT, {"default-graph-uri": every})
    assert got.column("n") == server.sparql(COUNT).column("n")


def test_named_graph(server):
    """`named-graph-uri` says what GRAPH sees, and leaves the default graph empty."""
    query = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert server.sparql(query, {"named-graph-uri": LINKS}).column("g") == [LINKS]
    assert server.sparql(COUNT, {"named-graph-uri": LINKS}).column("n") == ["0"]
    fields = {"default-graph-uri": REGISTER, "named-graph-uri": [LINKS, REGISTER]}
    assert sorted(server.sparql(query, fields).column("g")) == [LINKS, REGISTER]


def test_dataset_of_the_request_wins(server):
    """The request's dataset is taken, not the one of the query's FROM."""
    query = "SELECT (COUNT(*) AS ?n) FROM graph:register WHERE { ?s a kk:City }"
    assert int(server.sparql(query).column("n")[0]) > 20
    assert server.sparql(query, {"default-graph-uri": LINKS}).column("n") == ["0"]


@pytest.mark.parametrize(
    "clause", [f"FROM <{LINKS}>", "FROM graph:links", f"FROM <{LINKS}> FROM NAMED <{REGISTER}>"]
)
def test_from(server, clause):
    """FROM chooses among the graphs of the store."""
    got = server.sparql(f"SELECT (COUNT(*) AS ?n) {clause} WHERE {{ ?s ?p ?o }}")
    assert got.column("n") == server.sparql(COUNT, {"default-graph-uri": LINKS}).column("n")


@pytest.mark.parametrize(
    "query",
    [
        "{count} FROM <graph/links> {where}",
        "{count} FROM NAMED <graph/links> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "BASE <https://w3id.org/kkgraph/graph/> {count} FROM <links> {where}",
        "BASE <https://w3id.org/> BASE <kkgraph/> {count} FROM <./graph/x/../links> {where}",
        "BASE <https://w3id.org/kkgraph/> PREFIX g: <graph/> {count} FROM g:links {where}",
    ],
)
def test_from_relative(server, query):
    """A relative IRI in FROM is resolved as elsewhere in the query."""
    count, where = COUNT.split("WHERE")
    got = server.sparql(query.format(count=count, where=f"WHERE{where}"))
    assert got.column("n") == server.sparql(COUNT, {"default-graph-uri": LINKS}).column("n")


@pytest.mark.parametrize("field", ["default-graph-uri", "named-graph-uri"])
def test_dataset_of_no_iri(server, field):
    """A graph of the request that is named by no absolute IRI is refused, not empty."""
    got = server.sparql(COUNT, {field: ["graph/links", LINKS]})
    assert got.status == 400
    assert "graph/links" in got.json()["detail"]


def test_from_twice_counts_once(server):
    """Several FROM clauses are merged as SPARQL says: a set of triples."""
    every = server.sparql("SELECT DISTINCT ?g WHERE { GRAPH ?g {} }").column("g")
    clauses = " ".join(f"FROM <{name}>" for name in every)
    got = server.sparql(COUNT.replace("WHERE", f"{clauses} WHERE"))
    assert got.column("n") == server.sparql(COUNT).column("n")


@pytest.mark.parametrize("media", ["text/turtle", "application/rdf+xml", "application/ld+json"])
def test_service_description(server, media):
    """Without a query the endpoint says what it is, in RDF."""
    got = server.ask("/sparql", accept=media)
    assert (got.status, got.media()) == (200, media)
    graph = rdflib.Graph().parse(data=got.text, format=media)
    service = graph.value(predicate=rdflib.RDF.type, object=SD.Service)
    assert graph.value(service, SD.endpoint) == rdflib.URIRef(f"{server.url}/sparql")
    assert SD.SPARQL11Query in set(graph.objects(service, SD.supportedLanguage))
    named = {str(graph.value(entry, SD.name)) for entry in graph.objects(predicate=SD.namedGraph)}
    assert {REGISTER, LINKS} < named


def test_service_description_not_acceptable(server):
    """The description has no picture."""
    assert server.ask("/sparql", accept="image/png").status == 406


def test_conditional_query(server):
    """A result is not sent again to a client that has it."""
    first = server.sparql(ONE)
    got = server.sparql(ONE, if_none_match=first.headers["etag"])
    assert (got.status, got.body) == (304, b"")
    assert got.headers["etag"] == first.headers["etag"]
    other = server.sparql(ONE, if_none_match=first.headers["etag"], accept="text/csv")
    assert other.status == 200


@pytest.mark.parametrize("accept", ["application/json", "text/csv", "application/xml"])
def test_cap_on_results(server, accept):
    """A result beyond the caps is not cut in silence: nothing of it is sent, and why is told."""
    got = server.sparql("SELECT * WHERE { ?s ?p ?o . ?a ?b ?c }", accept=accept)
    assert (got.status, got.json()["title"]) == (422, "The result is too large")
    assert got.json()["most"] == {"rows": 200_000, "bytes": 16_777_216}
    assert "LIMIT" in got.json()["detail"]
