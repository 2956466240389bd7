"""Saved queries, networks, search and the OpenAPI document, asked of a running server."""

import csv
import io
import json
import re
import shutil
from pathlib import Path
from urllib.parse import quote, unquote, urlencode, urlsplit

import networkx as nx
import openpyxl
import pytest
from sampling import each
from serving import serving

from kkgraph import queries

ROWS = "kkgraph-rows"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FEES = "SELECT ?network ?amount { ?fee a kk:Payment ; kk:isAbout ?network ; kk:amount ?amount }"

SHIPPED_ONTOLOGY = Path(__file__).parents[1] / "ontology" / "kk.ttl"


def test_list(server, project):
    """The list has every saved query, with what each wants."""
    listed = {one["name"]: one for one in server.ask("/api/queries").json()["queries"]}
    every = queries.load_queries(project)
    assert sorted(listed) == sorted(query.name for query in every)
    wanted = next(query for query in every if query.parameters)
    first = listed[wanted.name]["parameters"][0]
    assert first["name"] == wanted.parameters[0].name
    assert first["label"] == wanted.parameters[0].label


@pytest.mark.parametrize("one_in", each([5, 1], 2))
def test_every_query_answers(server, project, one_in):
    """Each saved query runs with its example values, and has the rows the command prints."""
    wrong = []
    for query in queries.load_queries(project)[::one_in]:
        pairs = "&".join(f"{n}={quote(v)}" for n, v in query.example_values.items())
        got = server.ask(f"/api/queries/{query.name}?{pairs}")
        if got.status != 200:
            wrong.append((query.name, got.status, got.text))
    assert wrong == []


def test_same_as_the_command(server, store, project):
    """The rows are the same as `kkgraph query` has them."""
    from kkgraph.formats import render

    query = queries.find_query(project, "fees-by-network")
    expected = render(queries.run(store, query, {}, "da"), "csv")
    assert server.ask("/api/queries/fees-by-network.csv?lang=da&limit=10000").body == expected


@pytest.mark.parametrize(
    ("suffix", "accept", "media"),
    [
        ("", None, "application/sparql-results+json"),
        ("", "application/json", "application/json"),
        ("", "text/csv", "text/csv"),
        (".json", None, "application/sparql-results+json"),
        (".csv", None, "text/csv"),
        (".csv", "application/json", "text/csv"),
        (".tsv", None, "text/tab-separated-values"),
        (".xml", None, "application/sparql-results+xml"),
    ],
)
def test_form(server, suffix, accept, media):
    """The ending decides, else the Accept header."""
    path = f"/api/queries/fees-by-network{suffix}"
    got = server.ask(path, **({"accept": accept} if accept else {}))
    assert (got.status, got.media()) == (200, media)


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/api/queries/fees-by-network", "image/png", 406),
        ("/api/queries/fees-by-network.ttl", "*/*", 406),
        ("/api/queries/fees-by-network.exe", "*/*", 404),
        ("/api/queries/fees-by-netwrok", "*/*", 404),
        ("/api/queries/members-of-network?network=nothing-like-it", "*/*", 400),
        ("/api/queries/members-of-network?network=C40&network=C40", "*/*", 400),
        ("/api/queries/members-of-network?network=C40&colour=red", "*/*", 400),
        ("/api/queries/members-of-network?network=C40&lang=fr", "*/*", 400),
        ("/api/queries/members-of-network?network=C40&limit=0", "*/*", 400),
        ("/api/queries/members-of-network?network=C40&limit=10001", "*/*", 400),
        ("/api/queries/members-of-network?network=C40&limit=many", "*/*", 400),
        ("/api/queries/members-of-network?network=C40&offset=-1", "*/*", 400),
        ("/api/queries/members-of-network?network=%ff", "*/*", 400),
        ("/api/queries/members-of-network?network=%16c", "*/*", 400),
        ("/api/networks/nothing.gexf", "*/*", 404),
        ("/api/networks/cities.gexf?theme=nothing-like-it", "*/*", 400),
        ("/api/networks/cities.gexf?radius=1", "*/*", 400),
        ("/api/networks/cities.gexf?colour=red", "*/*", 400),
        ("/api/networks/cities.gexf?min-weight=nan", "*/*", 400),
        ("/api/networks/cities.gexf?largest=yes&largest=yes", "*/*", 400),
        ("/api/networks/cities.exe", "*/*", 404),
        ("/api/networks/cities.json?lang=fr", "*/*", 400),
        ("/api/search", "*/*", 400),
        ("/api/search?q=", "*/*", 400),
        ("/api/search?q=%20", "*/*", 400),
        ("/api/search?q=" + "x" * 201, "*/*", 400),
        ("/api/search?q=Oslo&limit=0", "*/*", 400),
        ("/api/search?q=Oslo", "text/csv", 406),
    ],
)
def test_refused(server, path, accept, status):
    """What is wrong with a call is told as a problem."""
    got = server.ask(path, accept=accept)
    assert (got.status, got.media()) == (status, "application/problem+json")
    assert got.json()["status"] == status


def test_near_names(server):
    """A name that is nearly right is found again."""
    assert "fees-by-network" in server.ask("/api/queries/fees-by-netwrok").json()["near"]
    got = server.ask("/api/queries/members-of-network?network=C4O")
    assert got.json()["detail"] == "no organisation goes by 'C4O'"


def test_typed_parameter(server, project):
    """A value of the wrong type is told with the right one."""
    every = queries.load_queries(project)
    query, wanted = next((q, p) for q in every for p in q.parameters if p.type == "year")
    values = {**query.example_values, wanted.name: "soon"}
    pairs = "&".join(f"{name}={quote(value)}" for name, value in values.items())
    got = server.ask(f"/api/queries/{query.name}?{pairs}")
    assert got.status == 400
    assert "'soon' is not a year" in got.json()["detail"]


def test_pages_of_rows(server):
    """Following rel="next" gives all rows once, in order."""
    path = "/api/queries/memberships.csv"
    whole = list(csv.reader(io.StringIO(server.ask(path).text)))[1:]
    assert len(whole) > 7
    found, here, hops = [], f"{path}?limit=7", 0
    while here:
        got = server.ask(here)
        assert got.headers[ROWS] == str(len(whole))
        found += list(csv.reader(io.StringIO(got.text)))[1:]
        link = re.search(r'<([^>]+)>; rel="next"', got.headers.get("link", ""))
        here, hops = link and link[1], hops + 1
    assert found == whole
    assert hops == -(-len(whole) // 7)
    last = server.ask(f"{path}?limit=7&offset=7").headers["link"]
    assert 'limit=7&offset=0>; rel="prev"' in last
    for beyond in (100_000, 10**9):
        assert list(csv.reader(io.StringIO(server.ask(f"{path}?offset={beyond}").text)))[1:] == []
    assert server.ask(f"{path}?offset={10**9 + 1}").status == 400


def test_language(server):
    """`lang` wins over Accept-Language, which wins over English."""
    path = "/api/search?q=Copenhagen&limit=1"
    labels = [
        server.ask(f"{path}{more}", accept_language=header).headers["content-language"]
        for more, header in [("", "da"), ("&lang=en", "da"), ("", "fr"), ("&lang=da", "en")]
    ]
    assert labels == ["da", "en", "en", "da"]


def test_search(server):
    """Search finds a thing by any spelling, with its type and label."""
    got = server.ask("/api/search?q=oslo")
    hit = got.json()["hits"][0]
    assert (got.status, hit["curie"], hit["type"]) == (200, "city:oslo", "City")
    assert server.ask("/api/search?q=zzqqxx").json()["hits"] == []


def test_search_finds_queries_and_facts(server):
    """The words of saved queries and of facts are found too."""
    got = server.ask("/api/search?q=kontingent&lang=da").json()
    assert "fees-by-network" in {one["name"] for one in got["queries"]}
    assert got["facts"][0]["fact"]


def test_ask(server):
    """A question is read in its own language, and answered where that is sure."""
    got = server.ask("/api/ask?q=Hvad+betaler+kommunen+for+STRING%3F")
    found = got.json()
    assert (got.status, got.headers["content-language"], found["sure"]) == (200, "da", True)
    assert found["readings"][0]["href"] == "/api/queries/fees-by-network?network=network%3Astring"
    (row,) = found["answer"]["results"]["bindings"]
    assert row["amount"]["value"] == "500000"
    unsure = server.ask("/api/ask?q=What+is+the+time%3F").json()
    assert (unsure["sure"], unsure["answer"], unsure["notes"]) == (False, None, [])
    empty = server.ask("/api/ask?q=Which+museums+in+Oslo").json()
    assert (empty["sure"], empty["answer"]["results"]["bindings"]) == (True, [])
    assert "11" in empty["notes"][0]


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask?q=", "/api/ask?q=x&lang=fr"])
def test_ask_is_asked_something(server, path):
    """A call without a question, or in another language, is refused."""
    assert server.ask(path).status == 400


@pytest.mark.parametrize("one_in", each([4, 1], 2))
def test_networks(server, one_in):
    """Every declared network is listed with files that are there."""
    listed = server.ask("/api/networks").json()["networks"]
    assert {one["name"] for one in listed} >= {"cities", "departments"}
    for path in next(one for one in listed if one["name"] == "departments")["files"][::one_in]:
        assert server.ask(path).status == 200


def test_network_files_agree(server):
    """GEXF, GraphML and JSON hold the same network, as networkx reads them."""
    path = "/api/networks/departments"
    gexf = nx.read_gexf(io.BytesIO(server.ask(f"{path}.gexf").body))
    graphml = nx.read_graphml(io.BytesIO(server.ask(f"{path}.graphml").body))
    got = server.ask(f"{path}.json")
    assert got.media() == "application/json"
    assert len(gexf) > 3
    assert set(gexf) == set(graphml)
    assert gexf.number_of_edges() == graphml.number_of_edges()
    assert len(got.json()["nodes"]) == len(gexf)


def test_openapi(server, project):
    """The document describes what is there: each GET operation without a must answers."""
    got = server.ask("/openapi.json")
    document = got.json()
    assert (got.media(), document["openapi"]) == ("application/json", "3.1.0")
    assert document["servers"] == [{"url": server.url}]
    paths = document["paths"]
    for query in queries.load_queries(project):
        declared = paths[f"/api/queries/{query.name}"]["get"]["parameters"]
        required = {one["name"] for one in declared if one.get("required")}
        assert required == {one.name for one in query.parameters if one.required}
    names = [operation["operationId"] for path in paths.values() for operation in path.values()]
    assert len(set(names)) == len(names)
    assert _references(document) <= {
        f"#/components/schemas/{name}" for name in document["components"]["schemas"]
    }
    for path, operations in paths.items():
        get = operations["get"]
        if not any(one.get("required") for one in get.get("parameters", [])):
            found = server.ask(path)
            assert found.status == 200
            assert found.media() in get["responses"]["200"]["content"]


def _references(document):
    return set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(document)))


def test_links_of_the_list(server):
    """The links of the list lead to the queries: to rows, or to the name of what is missing."""
    wrong = []
    for one in server.ask("/api/queries").json()["queries"]:
        required = [p["name"] for p in one["parameters"] if p["required"]]
        got = server.ask(urlsplit(one["href"]).path)
        if got.status != (400 if required else 200):
            wrong.append((one["name"], got.status))
        elif required and not any(name in got.json()["detail"] for name in required):
            wrong.append((one["name"], got.json()["detail"]))
    assert wrong == []


def test_health_and_metrics(server):
    """The state of the server and its counts can be read, and name no path but patterns."""
    health = server.ask("/healthz").json()
    assert health["status"] == "ok"
    assert health["quads"] == server.metric("quads") > 1000
    server.ask("/id/city/oslo.ttl?secret=1")
    text = server.ask("/metrics").text
    assert 'kkgraph_requests_total{method="GET",route="/id",status="200"}' in text
    assert "oslo" not in text
    assert 'le="+Inf"' in text


def test_log_has_no_personal_data(server):
    """The log says what was answered, not who asked or what."""
    server.ask("/api/search?q=Hemmelig", user_agent="Spion", referer="http://hemmelig.dk/")
    server.ask("/id/person/hemmelig.ttl")
    server.wait_for_log("GET /api/search 200")
    text = server.log.read_text("utf-8").casefold()
    assert "hemmelig" not in text
    assert "spion" not in text


@pytest.mark.slow  # a server of its own
def test_enumeration_is_described(mini_copy, tmp_path):
    """OpenAPI and the list of queries name the values that a parameter may have."""
    (mini_copy.root / "ontology" / "shapes.ttl").write_text("# none\n")
    shutil.copy(SHIPPED_ONTOLOGY, mini_copy.root / "ontology")
    path = mini_copy.root / "queries" / "projects" / "strictness.rq"
    path.write_text(
        "#+ summary: a\n#+ summary_da: b\n#+ description: c\n#+ description_da: d\n#+ tags: [x]\n"
        "#+ params:\n#+   - name: strictness\n#+     enum: [strict, wide]\n#+     default: wide\n"
        "SELECT ?how { BIND(?_strictness AS ?how) }\n"
    )
    with serving(mini_copy.root, tmp_path / "log", "--no-pages") as running:
        described = running.ask("/openapi.json").json()
        parameters = described["paths"]["/api/queries/strictness"]["get"]["parameters"]
        assert parameters[0]["schema"] == {
            "type": "string",
            "enum": ["strict", "wide"],
            "default": "wide",
        }
        (listed,) = [
            one for one in running.ask("/api/queries").json()["queries"] if one["name"] == path.stem
        ]
        assert listed["parameters"][0]["enum"] == ["strict", "wide"]
        assert running.ask("/api/queries/strictness").column("how") == ["wide"]
        refused = running.ask("/api/queries/strictness?strictness=loose")
        assert refused.status == 400
        assert "use strict, wide" in refused.json()["detail"]


def test_empty_answer_is_explained(server):
    """An answer without a row says why in a header, percent-encoded; any other has none."""
    got = server.ask("/api/queries/project-participants?activity=organisation:nordisk-ministerraad")
    assert got.status == 200
    assert "organisation" in unquote(got.headers["kkgraph-note"])
    assert "kkgraph-note" not in server.ask("/api/queries/fees-by-network").headers


def test_columns_are_described(server):
    """The list says what each column of an answer is, as the query declares it."""
    listed = {one["name"]: one for one in server.ask("/api/queries").json()["queries"]}
    columns = {one["name"]: one for one in listed["fees-by-network"]["columns"]}
    assert columns["networkLabel"] == {"name": "networkLabel", "kind": "label", "of": "network"}
    assert columns["amount"]["currency"] == "currency"
    assert columns["amount"]["label"]["da"] == "beløb"


@pytest.mark.parametrize(
    "address",
    [
        "/api/queries/fees-by-network?format=xlsx",
        "/api/queries/fees-by-network.xlsx",
        f"/sparql?{urlencode({'query': FEES, 'output': 'xlsx'})}",
    ],
)
def test_workbook(server, address):
    """A saved query and any other are to be had as a workbook with typed cells and labels."""
    got = server.ask(address)
    assert (got.status, got.media()) == (200, SHEET)
    sheet = openpyxl.load_workbook(io.BytesIO(got.body)).worksheets[0]
    amounts = sorted(c.value for row in sheet for c in row if isinstance(c.value, int | float))
    assert amounts == [0, 500_000, 1_130_000, 1_300_000]
    assert "STRING" in {c.value for row in sheet for c in row}


def test_workbook_of_what_is_no_table(server):
    """A graph and a yes or no are no workbook."""
    for query in ("ASK {}", "CONSTRUCT WHERE { ?s a kk:City }"):
        got = server.sparql(query, {"format": "xlsx"})
        assert (got.status, "text/html" in got.json()["available"]) == (406, True)


def test_saved_query_for_a_browser(server):
    """A browser that opens a saved query's address sees names, heads and links to sources."""
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    address = "/api/queries/fees-by-network?network=STRING&lang=da"
    got = server.ask(address, accept=browser)
    assert (got.status, got.media()) == (200, "text/html")
    assert ">Beløb</th>" in got.text
    assert '<a href="/id/network/string">STRING</a>' in got.text
    assert '<a href="/id/section/4.1.5">4.1.5, l. 307, 320\N{EN DASH}321</a>' in got.text
    assert ">500.000 kr.</td>" in got.text
    assert "format=xlsx" in got.text


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "html", "xlsx"])
@pytest.mark.parametrize(("lang", "said"), [("en", "Did you mean"), ("da", "Mente du")])
def test_empty_answer_of_the_endpoint_is_explained(server, form, lang, said):
    """In every form of rows; a page says it too. What has rows says nothing."""
    empty = server.sparql("SELECT * { ?x a kk:Citty }", {"format": form}, accept_language=lang)
    note = unquote(empty.headers["kkgraph-note"])
    assert (empty.status, said in note, "kk:City" in note) == (200, True, True)
    assert form != "html" or said in empty.text
    one = server.sparql("SELECT ?x { ?x a kk:City } LIMIT 1", {"format": form})
    assert "kkgraph-note" not in one.headers


def test_empty_graph_of_the_endpoint_is_explained(server):
    """A CONSTRUCT without triples says why; a query that says no does not."""
    got = server.sparql("CONSTRUCT { ?x a ?x } WHERE { ?x a kk:Citty }")
    assert "kk:City" in unquote(got.headers["kkgraph-note"])
    assert "kkgraph-note" not in server.sparql("ASK { ?x a kk:Citty }").headers


def test_openapi_lists_pages_sheets_and_probes(server):
    """Every form that is answered is described."""
    document = server.ask("/openapi.json").json()
    assert {"/livez", "/readyz"} <= document["paths"].keys()
    for path in ("/sparql", "/api/queries/fees-by-network"):
        described = document["paths"][path]["get"]["responses"]["200"]["content"]
        assert {"text/html", SHEET} <= described.keys()
