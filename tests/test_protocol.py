"""Answers of the endpoint as values: what a worker gives, asked in this process."""

import csv
import io
import json
from dataclasses import replace
from html import escape
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from kkgraph import media, terms
from kkgraph.endpoint.pool import worker
from kkgraph.endpoint.pool.snapshot import take
from kkgraph.endpoint.protocol import api, call, documents, negotiation, service_description, table
from kkgraph.endpoint.protocol.query import Asked, LimitedWriter, TooLarge, answer, graph_bytes
from kkgraph.endpoint.responses import content, matches, preferred, problem
from kkgraph.endpoint.settings import Settings
from kkgraph.sparql.datasets import Dataset
from kkgraph.tables import About, Answer, Graph, Table

CITIES = "SELECT ?c { ?c a kk:City } ORDER BY ?c"
OSLO, MALMOE = terms.thing("city/oslo"), terms.thing("city/malmoe")
CALL = {"values": {}, "lang": "en", "limit": 10, "offset": 0, "here": "/x?", "form": "csv"}
CALL["accept"] = None


@pytest.fixture(scope="module")
def snapshot(mini_project):
    """Return the tiny project as workers have it."""
    return take(Settings(str(mini_project.root)))


def limited(snapshot, **limits):
    """Return a snapshot whose settings are others."""
    return replace(snapshot, settings=replace(snapshot.settings, **limits))


def ask(snapshot, text, accept=None, lang="en", **limits):
    """Ask a query of the protocol."""
    settings = replace(snapshot.settings, **limits)
    return answer(snapshot.store, Asked(text, accept, None, lang), settings)


def saved(snapshot, name="fees", **more):
    """Return a page of a saved query's rows."""
    return api.saved(snapshot, name, {**CALL, **more})


def rows(response):
    """Return the rows of a CSV body, without its head."""
    return list(csv.reader(io.StringIO(response.body.decode())))[1:]


# The protocol's queries.


@pytest.mark.parametrize(
    ("text", "accept", "media_type"),
    [
        (CITIES, None, "application/sparql-results+json"),
        (CITIES, "text/csv", "text/csv; charset=utf-8"),
        (CITIES, "text/html", "text/html; charset=utf-8"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("CONSTRUCT WHERE { ?c a kk:City }", "text/turtle", "text/turtle; charset=utf-8"),
    ],
)
def test_form_that_is_wanted(snapshot, text, accept, media_type):
    """An answer has the form that was asked for, else the first that there is."""
    got = ask(snapshot, text, accept)
    assert (got.status, got.headers["content-type"]) == (200, media_type)
    assert got.headers["vary"].startswith("Accept")
    assert got.cacheable


@pytest.mark.parametrize("accept", ["text/csv", "text/turtle", "image/png"])
def test_form_that_there_is_not(snapshot, accept):
    """A yes or no is to be had in two forms and as a page; the answer names them."""
    got = ask(snapshot, "ASK {}", accept)
    available = json.loads(got.body)["available"]
    assert got.status == 406
    assert set(available) == {*negotiation.ANSWERS, *negotiation.PAGES}


@pytest.mark.parametrize(
    ("expression", "cacheable"),
    [
        ("RAND()", False),
        ("NOW()", False),
        ("STRUUID()", False),
        ("UUID()", False),
        ("BNODE()", False),
        ("'branded'", True),
        ("ABS(1)", True),
    ],
)
def test_what_changes_is_not_kept(snapshot, expression, cacheable):
    """An answer that is another one each time is no answer to the next who asks."""
    assert ask(snapshot, f"SELECT ({expression} AS ?x) {{}}").cacheable is cacheable


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", None, "*/xml"])
def test_caps_of_rows(snapshot, accept):
    """As many rows as the cap are handed out, one more is told, with the cap."""
    accept = "application/sparql-results+xml" if accept == "*/xml" else accept
    for text in (CITIES, CITIES.replace("?c {", "?none {")):  # the latter without a value
        assert ask(snapshot, text, accept, rows=2).status == 200
        got = ask(snapshot, text, accept, rows=1)
        document = json.loads(got.body)
        assert (got.status, document["most"]["rows"]) == (422, 1)
        assert document["title"] == "The result is too large"


def test_caps_of_triples_and_bytes(snapshot):
    """Triples count once each; a body may have as many bytes as the cap."""
    twice = "CONSTRUCT { ?c a kk:City } WHERE { ?c a kk:City . ?x a kk:Network }"
    assert ask(snapshot, twice, "text/turtle", rows=2).status == 200
    assert ask(snapshot, twice, "text/turtle", rows=1).status == 422
    size = len(ask(snapshot, CITIES).body)
    assert ask(snapshot, CITIES, answer_bytes=size).status == 200
    assert ask(snapshot, CITIES, answer_bytes=size - 1).status == 422


def test_caps_of_a_workbook(snapshot):
    """A workbook with more rows than the cap is not cut."""
    sheet = next(iter(negotiation.SHEETS))
    assert ask(snapshot, CITIES, sheet, rows=2).status == 200
    assert ask(snapshot, CITIES, sheet, rows=1).status == 422


def test_mark_across_pieces():
    """A row's mark is counted once, wherever the pieces that the engine writes end."""
    settings = Settings("", rows=2, answer_bytes=100)
    for at in range(1, 24):
        writer = LimitedWriter(settings, b"<result>")
        text = b"<result>..<result>......"
        writer.write(text[:at])
        writer.write(text[at:])
        assert writer.getvalue() == text
        with pytest.raises(TooLarge):
            writer.write(b"<result>")


@pytest.mark.parametrize("accept", list(negotiation.RESULTS))
def test_no_rows_are_explained(snapshot, accept):
    """An answer without a row says why, in its language; one with rows says nothing."""
    notes = [
        unquote(ask(snapshot, "SELECT * { ?x a kk:Citty }", accept, lang).headers["kkgraph-note"])
        for lang in ("en", "da")
    ]
    assert ["Did you mean" in notes[0], "Mente du" in notes[1]] == [True, True]
    assert "kkgraph-note" not in ask(snapshot, CITIES, accept).headers


def test_no_triples_are_explained(snapshot):
    """A graph without triples says why; no is an answer."""
    got = ask(snapshot, "CONSTRUCT WHERE { ?x a kk:Citty }")
    assert "kk:City" in unquote(got.headers["kkgraph-note"])
    assert "kkgraph-note" not in ask(snapshot, "ASK { ?x a kk:Citty }").headers
    assert "kkgraph-note" not in ask(snapshot, "CONSTRUCT WHERE { ?x a kk:City }").headers


@pytest.mark.parametrize(
    ("text", "status", "title"),
    [
        ("SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }", 403, "Federated queries"),
        ("SELECT *\n{ ?s ?p }", 400, "The query does not parse"),
        (f"SELECT * {{ {'{' * 900} {'}' * 900} }}", 400, "The query is too complex"),
    ],
)
def test_what_is_refused(snapshot, text, status, title):
    """What cannot be answered is told as a problem."""
    got = ask(snapshot, text)
    document = json.loads(got.body)
    assert (got.status, document["status"]) == (status, status)
    assert document["title"].startswith(title)
    assert not got.cacheable


def test_where_a_query_is_wrong(snapshot):
    """The problem says line, column and a code."""
    document = json.loads(ask(snapshot, "SELECT *\n{ ?s ?p }").body)
    assert (document["line"], document["column"]) == (2, 9)
    assert document["code"] != "complex"
    deep = json.loads(ask(snapshot, f"SELECT * {{ {'{' * 900} {'}' * 900} }}").body)
    assert deep["code"] == "complex"


def test_page_of_a_query(snapshot):
    """A page has the rows, links to other forms of the same query, and the query itself."""
    text = ask(snapshot, CITIES, "text/html", "da").body.decode()
    assert '<html lang="da">' in text
    for name in (*media.RESULTS, *media.SHEETS):
        assert f"&amp;format={name}" in text
    assert "format=ttl" not in text
    assert f"<pre>{escape(CITIES)}</pre>" in text
    assert '<a href="/id/city/oslo">' in text
    graph = ask(snapshot, "CONSTRUCT WHERE { ?c a kk:City }", "text/html").body.decode()
    assert "&amp;format=ttl" in graph
    assert "format=csv" not in graph
    yes = ask(snapshot, "ASK {}", "text/html").body.decode()
    assert "&amp;format=json" in yes
    assert "format=csv" not in yes


# Results as pages.


def test_page_of_yes_and_no():
    """A yes and a no are words, without a count of rows."""
    yes, no = (table.page(Answer(is_so, About("en")), {}).decode() for is_so in (True, False))
    assert ["<strong>yes</strong>" in yes.lower(), "<strong>no</strong>" in no.lower()] == [
        True,
        True,
    ]
    assert 'class="data"' not in yes + no


def test_page_of_rows():
    """A cell has its value for the reader's own sorting, and a link where it is a thing."""
    made = Table(
        ("thing", "amount", "text"),
        (
            (
                ox.NamedNode(OSLO),
                ox.Literal("1500.0", datatype=ox.NamedNode(terms.XSD + "decimal")),
                ox.Literal("a < b"),
            ),
            (ox.NamedNode("urn:x:y"), None, ox.Literal("c")),
        ),
        About("en", title="Fees & <more>"),
    )
    text = table.page(made, {"CSV": "/x?a=1&b=2"}, more=True).decode()
    assert "<h1>Fees &amp; &lt;more&gt;</h1>" in text
    assert '<a href="/x?a=1&amp;b=2">CSV</a>' in text
    assert text.count("<tr>") == 3
    assert 'data-value="1500' in text
    assert text.count('class="number"') == 2  # also where there is none
    assert '<a href="/id/city/oslo">' in text
    assert f'data-iri="{OSLO}"' in text
    assert "a &lt; b" in text
    assert 'href="urn:x:y"' not in text
    assert table.page(made, {}, more=True) != table.page(made, {})


def test_page_without_rows_has_no_table():
    """It says why there is none."""
    about = About("en")._replace(notes=("Why <not>",))
    text = table.page(Table(("x",), (), about), {}).decode()
    assert "<p>Why &lt;not&gt;</p>" in text
    assert '<table class="data">' not in text


def test_page_of_triples():
    """The heads of triples are subject, predicate and object."""
    triple = ox.Triple(ox.NamedNode(OSLO), ox.NamedNode(terms.TYPE), ox.Literal("x & y"))
    text = table.page(Graph((triple,), About("en")), {}).decode()
    assert [f'data-name="{name}"' in text for name in ("subject", "predicate", "object")] == [
        True
    ] * 3
    assert ">Subject</th>" in text
    assert "<td>x &amp; y</td>" in text


@pytest.mark.parametrize(
    ("term", "html"),
    [
        (None, ""),
        (ox.Literal("<b>"), "&lt;b&gt;"),
        (ox.BlankNode("b1"), "_:b1"),
        (ox.NamedNode(OSLO), '<a href="/id/city/oslo">city:oslo</a>'),
        (
            ox.NamedNode("https://x.example/?a&b"),
            '<a href="https://x.example/?a&amp;b">https://x.example/?a&amp;b</a>',
        ),
        (ox.NamedNode("HTTP://x.example/"), '<a href="HTTP://x.example/">HTTP://x.example/</a>'),
        (ox.NamedNode("javascript:alert"), "javascript:alert"),
    ],
)
def test_term_as_html(term, html):
    """Things are links on this server, what is on the web is one there, all else is text."""
    assert table.cell(term) == html


@pytest.mark.parametrize(("most", "kept", "more"), [(1, 1, True), (2, 2, False), (3, 2, False)])
def test_so_many_of_what_is_found(snapshot, most, kept, more):
    """Rows and triples are kept up to the most; whether there are more is told."""
    for text in (CITIES, "CONSTRUCT WHERE { ?c a kk:City }"):
        found = snapshot.graph.query(text, prefixes=terms.PREFIXES)
        result, is_more = table.result_of(found, About("en"), most)
        assert (len(result), is_more) == (kept, more)
    assert table.result_of(snapshot.graph.query("ASK {}"), About("en"), 0)[1] is False


# Saved queries, search and networks.


def test_list_of_saved_queries(snapshot):
    """Each query says what it wants and gives."""
    listed = {one["name"]: one for one in json.loads(api.listing(snapshot).body)["queries"]}
    assert set(listed) == {"fees", "members", "partners"}
    fees = listed["fees"]
    assert (fees["topic"], fees["tags"]) == ("memberships", ["money", "memberships"])
    assert fees["summary"] == {"en": "Fees by network", "da": "Kontingenter pr. netværk"}
    assert fees["href"] == "/api/queries/fees"
    (minimum,) = fees["parameters"]
    assert (minimum["type"], minimum["required"], minimum["default"]) == ("decimal", False, "0")
    assert "enum" not in minimum
    network, since = listed["members"]["parameters"]
    assert (network["type"], network["required"], network["example"]) == ("entity", True, "NORDLYS")
    assert (since["type"], since["required"], since["default"]) == ("year", False, None)
    names = [column["name"] for column in fees["columns"]]
    assert all(all(column.values()) for column in fees["columns"]), "no empty value is told"
    assert names == [] or "network" in names


def test_name_of_a_saved_query(snapshot):
    """A name is known or not; names that are near are told, far ones not."""
    assert (api.known(snapshot, "fees").status, api.known(snapshot, "fees").cacheable) == (
        200,
        True,
    )
    missing = api.known(snapshot, "fee")
    assert (missing.status, json.loads(missing.body)["near"][0]) == (404, "fees")
    assert json.loads(saved(snapshot, "zzzz").body)["near"] == []
    assert "x" * 101 not in saved(snapshot, "x" * 200).body.decode()


@pytest.mark.parametrize(
    ("offset", "limit", "amounts", "links"),
    [
        (0, 10, ["250000.0", "0.0"], []),
        (0, 2, ["250000.0", "0.0"], []),
        (0, 1, ["250000.0"], ['</x?limit=1&offset=1>; rel="next"']),
        (1, 1, ["0.0"], ['</x?limit=1&offset=0>; rel="prev"']),
        (1, 5, ["0.0"], ['</x?limit=5&offset=0>; rel="prev"']),
        (2, 1, [], ['</x?limit=1&offset=1>; rel="prev"']),
    ],
)
def test_page_of_rows_and_links(snapshot, offset, limit, amounts, links):
    """A page has its rows, says how many there are in all, and links to its neighbours."""
    got = saved(snapshot, offset=offset, limit=limit)
    assert [float(row[1]) for row in rows(got)] == [float(one) for one in amounts]
    assert got.headers["kkgraph-rows"] == "2"
    assert got.headers.get("link", "") == ", ".join(links)
    assert (got.headers["vary"], got.headers["content-language"]) == (
        "Accept, Accept-Language",
        "en",
    )


def test_both_links_of_a_page(snapshot):
    """In the middle there is a page before and one behind."""
    got = saved(snapshot, "members", values={"network": "NORDLYS"}, offset=1, limit=1)
    assert got.headers["kkgraph-rows"] == "2"
    assert got.headers["link"] == '</x?limit=1&offset=0>; rel="prev"'
    beyond = saved(snapshot, "members", values={"network": "NORDLYS"}, offset=99, limit=1)
    assert beyond.headers["link"] == '</x?limit=1&offset=1>; rel="prev"'  # the last that has any
    first = saved(snapshot, "members", values={"network": "NORDLYS"}, limit=1)
    assert [row[0] for row in rows(first)] == ["Municipality of Lysby"]


@pytest.mark.parametrize(
    ("name", "form", "accept", "media_type"),
    [
        ("fees", "", None, "application/sparql-results+json"),
        ("fees", "", "text/csv", "text/csv; charset=utf-8"),
        ("fees", "tsv", "text/csv", "text/tab-separated-values; charset=utf-8"),
        ("fees", "ttl", "text/csv", "application/problem+json"),
        ("partners", "ttl", None, "text/turtle; charset=utf-8"),
        ("partners", "csv", None, "application/problem+json"),
    ],
)
def test_form_of_a_saved_query(snapshot, name, form, accept, media_type):
    """The ending of the address decides, else the header."""
    got = saved(snapshot, name, form=form, accept=accept)
    is_there = "problem" not in media_type
    assert (got.status, got.headers["content-type"]) == (200 if is_there else 406, media_type)


def test_graph_of_a_saved_query_has_no_pages_of_rows(snapshot):
    """A graph comes whole, without a count of rows."""
    got = saved(snapshot, "partners", form="nt", limit=1)
    assert got.body.count(b"\n") == 2
    assert {"kkgraph-rows", "link"}.isdisjoint(got.headers)


def test_page_of_a_saved_query(snapshot):
    """A browser's page links the same part in the other forms."""
    text = saved(snapshot, form="html", offset=1, limit=1).body.decode()
    assert 'href="/x?limit=1&amp;offset=1&amp;format=csv"' in text
    assert "format=html" not in text


def test_wrong_value(snapshot):
    """A value that cannot be is told in the language asked for, with what is near."""
    for lang in ("en", "da"):
        got = saved(snapshot, "members", values={"network": "NORDLYSE"}, lang=lang)
        document = json.loads(got.body)
        assert (got.status, document["title"]) == (400, "Invalid parameter")
        assert "NORDLYSE" in document["detail"]
    assert isinstance(document["near"], list)


def test_saved_query_beyond_the_cap(snapshot):
    """A body of the cap's size is handed out, a byte more is not."""
    size = len(saved(snapshot).body)
    assert saved(limited(snapshot, answer_bytes=size)).status == 200
    assert saved(limited(snapshot, answer_bytes=size - 1)).status == 422


def test_found_things(snapshot):
    """Things, queries and facts of a text, each as many as are wanted, and how many there are."""
    got = api.search(snapshot, "nordlys", "en", 1)
    found = json.loads(got.body)
    assert got.headers["content-language"] == "en"
    assert (found["q"], len(found["hits"])) == ("nordlys", 1)
    assert found["count"] >= 2
    (hit,) = found["hits"]
    assert hit["iri"] == terms.thing("network/nordlys")
    assert (hit["curie"], hit["type"], hit["fact"]) == ("network:nordlys", "Network", False)
    assert round(hit["score"], 3) == hit["score"]
    query = json.loads(api.search(snapshot, "fees", "en", 5).body)["queries"][0]
    assert (query["name"], query["href"]) == ("fees", "/api/queries/fees")
    assert query["summary"] == "Fees by network"


def test_question(snapshot):
    """A question comes back in its own language, with addresses of its readings."""
    got = api.ask(snapshot, "Hvem er medlem af NORDLYS?", None)
    found = json.loads(got.body)
    assert got.headers["content-language"] == "da"
    for one in found["readings"]:
        assert one["href"].startswith(f"/api/queries/{one['query']}")
        assert not one["href"].endswith("?")
    assert (found["answer"] is not None) is found["sure"]
    assert api.ask(snapshot, "Who?", "da").headers["content-language"] == "da"


def test_networks_that_there_are_not(snapshot):
    """The tiny project declares none: the list is empty, a name is not known."""
    assert json.loads(api.networks(snapshot).body) == {"networks": []}
    assert api.network(snapshot, "cities", "gexf", "en", {}).status == 404


# Documents and the service description.


def test_what_is_there(snapshot):
    """A thing and a graph are there; what nobody speaks of, and what is no IRI, are not."""
    there = [OSLO, terms.section("2.1.1")]
    assert [documents.is_there(snapshot, iri) for iri in there] == [True, True]
    assert not documents.is_there(snapshot, terms.thing("city/oslooo"))
    assert not documents.is_there(snapshot, "no IRI")
    assert documents.presence(snapshot, OSLO).status == 200
    missing = documents.presence(snapshot, terms.thing("city/osl"))
    assert (missing.status, json.loads(missing.body)["near"][0]) == (404, OSLO)


def test_document_of_a_thing(snapshot):
    """As RDF and as a page; beyond the cap it is not handed out."""
    turtle = documents.document(snapshot, OSLO, "ttl", "en")
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    page = documents.document(snapshot, MALMOE, "html", "da")
    assert page.headers["content-language"] == "da"
    text = page.body.decode()
    assert "<h1>Malmø</h1>" in text
    assert text.count('rel="alternate"') == len(media.GRAPHS)
    assert 'href="/id/city/malmoe.ttl"' in text
    malmoe = ox.NamedNode(MALMOE)
    cities = list(snapshot.graph.quads_for_pattern(malmoe, None, None, ox.DefaultGraph()))
    assert text.count("<tr>") == len(cities)
    small = limited(snapshot, answer_bytes=len(turtle.body) - 1)
    assert documents.document(small, OSLO, "ttl", "en").status == 422
    whole = limited(snapshot, answer_bytes=len(turtle.body))
    assert documents.document(whole, OSLO, "ttl", "en").status == 200


def test_service_description(snapshot):
    """It has as many triples as graph and engine, and each named graph with its size."""
    url = "http://x.example/sparql"
    found = service_description.triples(snapshot, url)
    said = {}
    for triple in found:
        said.setdefault((triple.subject.value, triple.predicate.value), []).append(triple.object)
    sizes = {}
    for quad in snapshot.graph.quads_for_pattern(None, None, None, None):
        sizes[quad.graph_name] = sizes.get(quad.graph_name, 0) + 1
    merged = said[f"{url}#merge", terms.PREFIXES["void"] + "triples"]
    assert [int(one.value) for one in merged] == [sizes.pop(ox.DefaultGraph())]
    names = said[f"{url}#data", service_description.SD + "namedGraph"]
    assert len(names) == len(sizes) > 3
    for name in names:
        (graph,) = said[name.value, service_description.SD + "name"]
        (inner,) = said[name.value, service_description.SD + "graph"]
        (count,) = said[inner.value, terms.PREFIXES["void"] + "triples"]
        assert int(count.value) == sizes[graph]
    formats = said[f"{url}#service", service_description.SD + "resultFormat"]
    assert len(formats) == len(media.RESULTS) + len(media.GRAPHS)
    assert service_description.answer(snapshot, "image/png", url).status == 406
    assert service_description.answer(snapshot, None, url).headers["vary"] == "Accept"


# Headers and fields.


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "a/x"),
        ("", "a/x"),
        ("*/*", "a/x"),
        ("b/*", "b/y"),
        ("a/x;q=0.5, b/y;q=0.6", "b/y"),
        ("a/x;q=0.5, b/y;q=0.5", "a/x"),
        ("a/x;q=0, */*", "b/y"),
        ("a/*;q=0.1, b/y;q=0", "a/x"),
        ("a/x;q=2, b/y;q=1", "b/y"),
        ("a/x;q=-1, b/y;q=0.1", "b/y"),
        ("a/x;q=many", None),
        ("a/x;q=0", None),
        ("a/x;level=1;q=0.2, b/y;q=0.3", "b/y"),
        ("A/X", "a/x"),
        ("a/x;q=0.1, a/x;q=0.9, b/y;q=0.5", "a/x"),
        ("c/z", None),
        ("c/z" + ", c/z" * 100 + ", b/y", "b/y"),
    ],
)
def test_choice(accept, chosen):
    """What is wanted most is chosen, of equals the first, by the most specific range."""
    assert negotiation.choose(accept, ["a/x", "b/y"]) == chosen


@pytest.mark.parametrize(
    ("asked", "header", "lang"),
    [
        (None, None, "en"),
        ("da", None, "da"),
        ("da", "en", "da"),
        ("en", "da", "en"),
        ("fr", "da", "da"),
        (None, "da", "da"),
        (None, "da-DK", "da"),
        (None, "da;q=0.5, en;q=0.5", "en"),
        (None, "da;q=0.6, en;q=0.5", "da"),
        (None, "fr, da;q=0.1", "da"),
        (None, "*, da;q=0.5", "en"),
        (None, "*;q=0.1, da;q=0.5", "da"),
        (None, "fr", "en"),
    ],
)
def test_language(asked, header, lang):
    """The address decides, then the header, then English."""
    assert negotiation.language(asked, header) == lang


@pytest.mark.parametrize(
    ("header", "packs"),
    [
        ("", False),
        ("gzip", True),
        ("GZIP;q=0.1", True),
        ("x-gzip", True),
        ("br, *", True),
        ("*;q=0, gzip", True),
        ("gzip;q=0, *", False),
        ("gzip;q=0.5, identity", False),
        ("gzip;q=0.5, identity;q=0.5", True),
        ("identity;q=0", False),
        ("br", False),
    ],
)
def test_whether_it_is_packed(header, packs):
    """What is wanted more is sent; gzip where both are wanted as much."""
    assert negotiation.packs(header) is packs


@pytest.mark.parametrize(
    ("header", "same"),
    [
        (None, False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ("*", True),
        ('"b"', False),
        ("", False),
    ],
)
def test_tag_that_the_client_has(header, same):
    """An answer that the client has already is told by its tag, however weak."""
    assert matches('"a"', header) is same


def test_weak_tag_for_that_version_only():
    """A weak tag names no version that is to be that one, byte by byte."""
    assert matches('"a"', '"x", W/"a"')
    assert not matches('"a"', '"x", W/"a"', weak=False)
    assert matches('"a"', '"x", "a"', weak=False)
    assert matches('"a"', "*", weak=False)


def test_tag_says_form_and_body():
    """The same bytes in another form are another answer; more headers change nothing."""
    tags = [
        content(body, form).headers["etag"]
        for body, form in ((b"x", "text/csv"), (b"x", "text/html"), (b"y", "text/csv"))
    ]
    assert len(set(tags)) == 3
    assert content(b"x", "text/csv", {"vary": "Accept"}).headers["etag"] == tags[0]
    assert content(b"x", "text/csv", cacheable=False).cacheable is False


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "application/problem+json"),
        ("application/json", "application/problem+json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("image/png", "application/problem+json"),
        ("text/html, */*;q=0.8", "text/html; charset=utf-8"),
        ("text/plain;q=0.5, text/csv", "text/plain; charset=utf-8"),
        ("text/plain;q=0.5, */*", "application/problem+json"),
    ],
)
def test_problem(accept, form):
    """A problem is a document, or text or a page for whoever prefers that; it is never kept."""
    made = problem(418, "<Short>", "and stout", headers={"x": "y"}, handle="here")
    found = preferred(made, accept)
    assert (found.status, found.headers["content-type"]) == (418, form)
    assert (found.headers["cache-control"], found.headers["x"]) == ("no-store", "y")
    if "json" in form:
        wanted = {"title": "<Short>", "detail": "and stout", "status": 418, "handle": "here"}
        assert json.loads(found.body) == {"type": "about:blank", **wanted}
        return
    text = found.body.decode()
    is_page = "html" in form
    said = "I'm a Teapot: &lt;Short&gt;" if is_page else "I'm a Teapot: <Short>"
    assert [said in text.replace("&#x27;", "'"), "and stout" in text] == [True, True]


def test_what_was_sent_is_not_sent_back():
    """A detail that repeats what was sent is cut."""
    found = json.loads(problem(404, "Short", "x" * 60_000).body)
    assert 100 < len(found["detail"]) < 3000
    assert found["detail"].endswith("…")


def test_what_is_no_problem():
    """An answer is as it is, whatever its form."""
    found = content(b"{}", "application/json")
    assert preferred(found, "text/plain") is found


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (b"", []),
        (b"a=1&b=2", [("a", "1"), ("b", "2")]),
        (b"a=1&&b", [("a", "1"), ("b", "")]),
        (b"a=x+y%20z", [("a", "x y z")]),
        (b"a=%c3%a6%26", [("a", "æ&")]),
        (b"a=100%", [("a", "100%")]),
        (b"a=%zz", [("a", "%zz")]),
        (rb"a=\n%5c", [("a", "\\n\\")]),
        (b"a=b=c", [("a", "b=c")]),
    ],
)
def test_fields(text, pairs):
    """Fields are read as forms write them; what is no escape stays."""
    assert call.pairs(text) == pairs


def test_how_many_fields():
    """A thousand fields are read, one more is refused."""
    assert len(call.pairs(b"&".join([b"a=1"] * 1000))) == 1000
    with pytest.raises(call.Refused) as refused:
        call.pairs(b"&".join([b"a=1"] * 1001))
    assert refused.value.status == 400
    with pytest.raises(call.Refused):
        call.pairs(b"a=%ff")


def test_call():
    """What a request asks: the query, the form, the dataset and the edition."""
    assert call.call([("query", "Q")], "a/x") == call.Call("Q", "a/x", (), (), {})
    fields = [
        ("query", "Q"),
        ("default-graph-uri", "urn:a"),
        ("named-graph-uri", "urn:b"),
        ("named-graph-uri", "urn:c"),
        ("as-of", "2021"),
        ("format", "csv"),
    ]
    found = call.call(fields, "a/x")
    assert found.dataset == (("urn:a",), ("urn:b", "urn:c"))
    assert found.accept == "text/csv"
    assert found.edition == {"edition": {"as_of": "2021", "source": None}}
    assert call.call([], None) == call.Call(None, None, (), (), {})
    assert call.call([], None).dataset is None
    assert call.call([("named-graph-uri", "urn:b")], None).dataset == ((), ("urn:b",))
    by_source = call.call([("query", "Q"), ("source", "x")], None).edition
    assert by_source == {"edition": {"as_of": None, "source": "x"}}


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ([("update", "x")], 403),
        ([("query", "x"), ("update", "x")], 403),
        ([("query", "x"), ("query", "y")], 400),
        ([("query", "x"), ("default-graph-uri", "no iri")], 400),
        ([("query", "x"), ("named-graph-uri", "no iri")], 400),
        ([("query", "x"), ("format", "exe")], 400),
    ],
)
def test_call_that_is_refused(fields, status):
    """Updates, several queries, graphs that are none and forms that are none."""
    with pytest.raises(call.Refused) as refused:
        call.call(fields, None)
    assert refused.value.status == status


# A worker's own work.


class Socket:
    """What a worker sends on: it keeps what is sent."""

    def __init__(self):
        """Start with nothing sent."""
        self.sent = []

    def sendall(self, data):
        """Keep what is sent."""
        self.sent.append(data)


def head(job, **more):
    """Return what a message to a worker says."""
    return {"job": job, "accept": None, "dataset": None, **more}


def test_answers_wait_for_each_other():
    """An answer waits for others as long as it may; what is sent is not sent again."""
    patient, hasty = Socket(), Socket()
    waits, goes = worker.Sending(patient, 60), worker.Sending(hasty, 0)
    for sending in (waits, goes):
        sending.add(b"a")
        sending.add(b"b")
    assert (patient.sent, hasty.sent) == ([], [b"a", b"b"])
    waits.flush()
    waits.flush()
    assert patient.sent == [b"ab"]


def test_light_work_is_done_and_heavy_handed_back(snapshot, monkeypatch):
    """What a quick worker does itself, and what it hands back; answers that wait go off before."""
    monkeypatch.setattr(worker, "is_heavy", lambda _graph, _known, text: "HEAVY" in text)
    light = b"SELECT * { <urn:x> ?p ?o }"

    def asked(head, body=b""):
        socket = Socket()
        sending = worker.Sending(socket, 60)
        sending.add(b"before")
        response = worker._light(snapshot, sending, head, body)  # noqa: SLF001 - what `quick` calls
        return response.status, bool(socket.sent)

    assert asked(head("sparql"), light) == (200, False)
    assert asked(head("sparql", edition={}), light) == (200, True)
    assert asked(head("sparql", dataset=[["urn:a"], []]), light) == (200, True)
    assert asked(head("sparql"), b"ASK { ?s ?p 1 }") == (200, True)
    assert asked(head("sparql"), b"ASK { ?HEAVY ?p 1 }") == (worker.HEAVY, True)
    assert asked(head("assistant-heavy", tool="x", given={})) == (worker.HEAVY, True)
    missing = {"name": "none", "form": "gexf", "lang": "en", "words": {}}
    assert asked(head("network", **missing)) == (404, True)


def test_dataset_and_edition_of_a_job(snapshot):
    """A job is done on the graphs that are named; as of before the survey there is nothing."""
    everything = b"SELECT (COUNT(*) AS ?n) { ?s a kk:Membership }"

    def count(**more):
        found = worker._job(snapshot, head("sparql", **more), everything)  # noqa: SLF001 - as roles do
        return int(json.loads(found.body)["results"]["bindings"][0]["n"]["value"])

    assert count() == 3
    assert count(dataset=[[terms.section("1.1.2")], []]) == 1
    assert count(dataset=[[], [terms.section("1.1.2")]]) == 0
    wrong = head("sparql", edition={"as_of": None, "source": "nobody"})
    assert worker._job(snapshot, wrong, everything).status == 400  # noqa: SLF001 - as roles do


@pytest.mark.parametrize(
    ("error", "status"), [(MemoryError(), 422), (KeyError("x" * 900), 500), (None, 200)]
)
def test_a_worker_outlives_its_work(error, status):
    """What fails is told: too much memory to whoever asks, the rest to the log, cut."""

    def work(_head, _body):
        if error:
            raise error
        return problem(200, "", "")

    found = worker._safely(work, {}, b"")  # noqa: SLF001 - what the loop calls
    assert found.status == status
    assert len(found.headers.get("failure", "")) <= 500


def test_dataset_of_the_protocol_wins(snapshot):
    """Of a query's own FROM and that of the request, the request's counts."""
    text = f"ASK FROM <{terms.section('2.1.1')}> {{ ?s a kk:Membership }}"
    asked = Asked(text, None, Dataset((terms.section("1.1.2"),), ()))
    assert json.loads(answer(snapshot.store, asked, snapshot.settings).body)["boolean"] is True
    assert json.loads(ask(snapshot, text).body)["boolean"] is False


def test_graph_in_a_form(snapshot):
    """Only prefixes that occur are declared."""
    triple = ox.Triple(
        ox.NamedNode(OSLO), ox.NamedNode(terms.TYPE), ox.NamedNode(terms.KK + "City")
    )
    text = graph_bytes([triple], "ttl", snapshot.settings).decode()
    assert ("@prefix kk:" in text, "@prefix skos:" in text) == (True, False)
