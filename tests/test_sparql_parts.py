"""Pieces of reading and answering queries: headers, datasets, order, bounds, places of errors."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.errors import QueryHeaderInvalid, QuerySyntaxError, QueryTooComplex, ServiceRefused
from kkgraph.sparql import bounds, datasets, engine, headers, native, ordering, syntax
from kkgraph.sparql import text as sparql
from kkgraph.sparql.datasets import Dataset
from kkgraph.sparql.graphs import expect, reached
from kkgraph.sparql.text import Edit, Prepared, tokens
from kkgraph.tables import Graph

FILE = Path("q.rq")


def node(name):
    """Return an IRI."""
    return ox.NamedNode(f"urn:{name}")


# Headers.


def test_header():
    """Texts, lists in brackets, and items on lines or in braces; a comment ends a value."""
    found = headers.read(
        FILE,
        '#+ summary: One # two\n\n# no header\n#+ title: "a # b"  # c\n#+ tags: [a b, c,d ]\n'
        "#+ other: 'x'\n#+ params:\n#+   - name: one\n#+     enum: [x]\n"
        "#+   - {name: two, of: 'a, b'}\n"
        "#+ last: http://x#y\nSELECT\n#+ late: x\n",
    )
    assert [found.text(key) for key in ("summary", "title", "other", "last", "late", "none")] == [
        "One",
        "a # b",
        "x",
        "http://x#y",
        "",
        "",
    ]
    assert found.text("none", "usual") == "usual"
    assert found.words("tags") == ("a b", "c", "d")
    assert found.words("none") == ()
    one, two = found.items("params")
    assert (one.text("name"), one.words("enum"), two.text("name"), two.text("of")) == (
        "one",
        ("x",),
        "two",
        "a, b",
    )
    assert (found.items("none"), found.line, one.line, two.line) == ([], 1, 8, 10)
    assert found.lines == {"summary": 1, "title": 4, "tags": 5, "other": 6, "params": 7, "last": 11}


def test_items_in_items():
    """What is indented belongs to the item before it; what is not, to the whole."""
    found = headers.read(
        FILE, "#+ a:\n#+  - b: 1\n#+    c:\n#+     - d: 2\n#+    e: 3\n#+  - b: 4\n#+ f: 5"
    )
    first, second = found.items("a")
    assert (first.text("b"), first.text("e"), second.text("b"), found.text("f")) == (
        "1",
        "3",
        "4",
        "5",
    )
    assert first.items("c")[0].text("d") == "2"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("#+ nonsense", 1),
        ("#+ a: x\n#+ a: y", 2),
        ("#+ - a: x", 1),
        ("#+ a: x\n#+   - b: y", 2),
        ("#+ a:\n#+   - {}", 2),
        ("#+ a:\n#+   - {b: x c: y}", None),
        ("#+ a:\n#+   - {b: x, c}", 2),
        ("#+ a:\n#+   - {b}", 2),
        ("#+ a:\n#+   - {b: 'x' y}", 2),
    ],
)
def test_no_header(text, line):
    """The line is told."""
    if line is None:
        assert headers.read(FILE, text)
        return
    with pytest.raises(QueryHeaderInvalid, match=rf"q\.rq:{line}: "):
        headers.read(FILE, text)


def test_keys_of_a_header():
    """Both languages, and only known keys; errors stand at the key, or where it begins."""
    found = headers.read(FILE, "\n#+ summary: En\n#+ summary_da: Da\n#+ only: x")
    assert found.both("summary") == {"en": "En", "da": "Da"}
    with pytest.raises(QueryHeaderInvalid, match=r"q\.rq:4: "):
        found.both("only")
    with pytest.raises(QueryHeaderInvalid, match=r"q\.rq:1: "):
        found.both("none")
    assert found.only({"summary", "summary_da", "only"}) is found
    with pytest.raises(QueryHeaderInvalid, match=r"q\.rq:4: .*summary, summary_da"):
        found.only({"summary_da", "summary"})


# Datasets.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT * { ?s ?p ?o }", None),
        ("SELECT * { ?s ?p 'from' }", None),
        ("SELECT * FROM <urn:a> FROM NAMED <urn:b> { }", Dataset(("urn:a",), ("urn:b",))),
        ("SELECT * FROM <a> { }", Dataset((terms.ROOT + "a",), ())),
        ("BASE <http://x/y/> SELECT * FROM <a> { }", Dataset(("http://x/y/a",), ())),
        ("BASE <z/> SELECT * FROM <a> { }", Dataset((terms.ROOT + "z/a",), ())),
        ("PREFIX x: <urn:x#> SELECT * FROM x:a { }", Dataset(("urn:x#a",), ())),
        ("PREFIX x: <y/> SELECT * FROM x:a { }", Dataset((terms.ROOT + "y/a",), ())),
        (r"PREFIX x: <urn:> SELECT * FROM x:a\.b { }", Dataset(("urn:a.b",), ())),
        ("SELECT * FROM section:1 { }", Dataset((terms.section("1"),), ())),
        ("SELECT * { { SELECT * FROM <urn:a> {} } }", None),
        ("SELECT * FROM", None),
        ("SELECT * FROM NAMED", Dataset((), ("",))),
        ("SELECT * FROM <urn:a> FROM <urn:b> FROM <urn:a> {}", Dataset(("urn:a", "urn:b", "urn:a"), ())),  # noqa: E501 - a row
    ],
)  # fmt: skip
def test_dataset_of_a_query(text, found):
    """Its FROM clauses outside of groups, names and relative IRIs resolved."""
    assert datasets.described(text) == found


def test_view_of_a_dataset():
    """No dataset is the whole; one default graph is asked as it is, several are merged."""
    store = ox.Store()
    for graph, value in (("a", 1), ("b", 1), ("b", 2), ("c", 3)):
        store.add(ox.Quad(node("s"), node("p"), ox.Literal(value), node(graph)))
    assert datasets.view(store, None) == (store, {})
    one = datasets.view(store, Dataset(("urn:a",), ("urn:b", "urn:b", "no iri")))
    assert one == (store, {"default_graph": [node("a")], "named_graphs": [node("b")]})
    assert datasets.view(store, Dataset((), ("urn:b",)))[1]["default_graph"] == []
    merged, chosen = datasets.view(store, Dataset(("urn:a", "urn:b"), ("urn:c",)))
    assert chosen == {"default_graph": ox.DefaultGraph(), "named_graphs": [node("c")]}
    default = list(merged.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert sorted(quad.object.value for quad in default) == ["1", "2"]
    assert {quad.graph_name for quad in merged} == {ox.DefaultGraph(), node("c")}


# The order of rows.


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ORDER BY ?a", [(0, False)]),
        ("ORDER BY DESC(?b) ?a", [(1, True), (0, False)]),
        ("order by asc ( ?a ) desc(?b)", [(0, False), (1, True)]),
        ("ORDER BY ?x ?a", []),
        ("ORDER BY ?a ?x ?b", [(0, False)]),
        ("ORDER BY STR(?a)", []),
        ("ORDER BY ?a LIMIT 3", []),
        ("ORDER BY ?a OFFSET 3", []),
        ("{ SELECT * {} ORDER BY ?a }", []),
        ("{ SELECT * {} ORDER BY ?b } ORDER BY ?a", [(0, False)]),
        ("SELECT ?a {}", []),
    ],
)
def test_keys_of_an_order(text, keys):
    """Those of the last ORDER BY, up to the first that is no column; none where it is limited."""
    assert ordering._keys(list(tokens(text)), ["a", "b"]) == keys  # noqa: SLF001 - the rule


def in_order(text, *rows):
    """Return the texts of rows in order."""
    cells = tuple(tuple(None if one is None else ox.Literal(one) for one in row) for row in rows)
    return [
        tuple(cell and cell.value for cell in row)
        for row in ordering.in_order(["a", "b"], cells, text)
    ]


def test_danish_order():
    """Å comes last, and aa is å; keys one by one; what is no text stays."""
    assert in_order("ORDER BY ?a", ("Ab", "1"), ("Å", "2"), ("Ø", "3")) == [
        ("Ab", "1"),
        ("Ø", "3"),
        ("Å", "2"),
    ]
    assert in_order("ORDER BY DESC(?a)", ("Ø", "3"), ("Å", "2"), ("Ab", "1"))[0] == ("Å", "2")
    assert in_order("ORDER BY ?a ?b", ("x", "Å"), ("x", "Ø"), ("y", "a")) == [
        ("x", "Ø"),
        ("x", "Å"),
        ("y", "a"),
    ]
    assert in_order("ORDER BY ?a", ("Å", None), (None, None)) == [("Å", None), (None, None)]
    assert in_order("ORDER BY ?a LIMIT 2", ("Å", "1"), ("Ø", "2")) == [("Å", "1"), ("Ø", "2")]
    assert in_order("ORDER BY ?a", ("Å", "1")) == [("Å", "1")]
    number = ox.Literal("2", datatype=ox.NamedNode(terms.XSD + "integer"))
    rows = ((ox.Literal("Å"),), (number,))
    assert ordering.in_order(["a"], rows, "ORDER BY ?a") == rows
    tagged = ((ox.Literal("Å", language="da"),), (ox.Literal("Ø", language="da"),))
    assert ordering.in_order(["a"], tagged, "ORDER BY ?a") == tagged[::-1]


# Terms as Python values.


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("07", "integer", 7),
        ("-1", "integer", -1),
        ("1_000", "integer", "1_000"),
        ("1.50", "decimal", Decimal("1.50")),
        (".5", "decimal", Decimal("0.5")),
        ("1e3", "decimal", "1e3"),
        ("1e3", "double", 1000.0),
        ("INF", "float", float("inf")),
        ("2019", "gYear", 2019),
        ("19", "gYear", "19"),
        ("2019-05-03", "date", dt.date(2019, 5, 3)),
        ("2019-02-30", "date", "2019-02-30"),
        ("20190503", "date", "20190503"),
        ("2019-05-03T01:02:03Z", "dateTime", dt.datetime(2019, 5, 3, 1, 2, 3, tzinfo=dt.UTC)),
        ("true", "boolean", True),
        ("1", "boolean", True),
        ("false", "boolean", False),
        ("0", "boolean", False),
        ("yes", "boolean", "yes"),
        ("a", "string", "a"),
    ],
)
def test_value(text, kind, value):
    """As XML Schema writes it, else its characters."""
    found = native.value(ox.Literal(text, datatype=ox.NamedNode(terms.XSD + kind)))
    assert (found, type(found)) == (value, type(value))


def test_values_that_are_no_literals():
    """An IRI as it is; nothing is nothing; so many digits that Python reads none."""
    assert native.value(node("a")) == "urn:a"
    assert native.value(None) is None
    many = "1" * 5000
    assert native.value(ox.Literal(many, datatype=ox.NamedNode(terms.XSD + "integer"))) == many
    graph = native.to_rdflib(Graph((ox.Triple(node("s"), node("p"), ox.Literal("x")),)))
    assert len(graph) == 1
    assert dict(graph.namespaces())["kk"]
    assert len(native.to_rdflib(Graph(()))) == 0


# Bounds.


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{" * 200 + "}" * 200, None),
        ("{" * 201 + "}" * 201, "200"),
        ("([{" * 67 + "}])" * 67, "200"),
        ("a " * 1500, None),
        ("a " * 1501, "1,500|1500"),
        ("VALUES ?x { " + "1 " * 3000 + "}", None),
        ("FILTER(?x IN (" + "1, " * 3000 + "1))", None),
        ("FILTER(?x IN (" + "1 + " * 3000 + "1))", "1,500|1500"),
        ("VALUES ?x { 1 } " + "a " * 1600, "1,500|1500"),
        ("{ } " * 740, None),
    ],
)
def test_bounds(text, said):
    """Two hundred brackets deep, fifteen hundred tokens long; values that are listed count not."""
    if said is None:
        bounds.check("q", text)
        return
    with pytest.raises(QueryTooComplex, match=said):
        bounds.check("q", text)


def test_place_where_it_goes_too_far():
    """Line and column of the first token beyond."""
    with pytest.raises(QueryTooComplex) as deep:
        bounds.check("q", "\n " + "{" * 201)
    assert (deep.value.line, deep.value.column) == (2, 202)
    with pytest.raises(QueryTooComplex) as long:
        bounds.check("q", "a\n" * 1501)
    assert (long.value.line, long.value.column) == (1501, 1)


# The engine's door.


def test_values_and_languages():
    """`?_lang` is English unless it is said; values stand for their variables."""
    store = ox.Store()
    one = lambda text, **more: next(iter(engine.evaluate(store, text, **more)))[0].value  # noqa: E731
    assert one("SELECT (?_lang AS ?x) {}") == "en"
    assert one("SELECT (?_lang AS ?x) {}", values={"_lang": ox.Literal("da")}) == "da"
    assert one("SELECT (?_lang AS ?x) {}", values={"_a": ox.Literal("b")}) == "en"
    assert one("SELECT (<a> AS ?x) {}") == terms.ROOT + "a"
    assert one("SELECT (kk:City AS ?x) {}") == terms.KK + "City"


@pytest.mark.parametrize(
    ("text", "services", "host"),
    [
        ("SELECT * { SERVICE <http://h:8/x> {} }", (), "h:8"),
        ("SELECT * { SERVICE SILENT <http://h/x> {} }", (), "h"),
        ("SELECT * { SERVICE ?x {} }", ("h",), ""),
        ("SELECT * { SERVICE <http://h/x> {} SERVICE <http://i/> {} }", ("h",), "i"),
        ("SELECT * { ?s ?p 'SERVICE <http://h/>' }", (), None),
    ],
)
def test_services(text, services, host):
    """Only hosts that are allowed, by name and port."""
    found = [one for one in engine._services(text) if one not in services]  # noqa: SLF001 - the rule
    assert found == ([] if host is None else [host])
    if host is not None:
        with pytest.raises(ServiceRefused):
            engine.evaluate(ox.Store(), text, services=services)


def test_iris_and_updates():
    """What a SELECT of our own finds; an update that is wrong is told at its query's place."""
    store = ox.Store()
    store.add(ox.Quad(node("s"), node("p"), ox.Literal("x")))
    assert engine.iris(store, "SELECT ?iri { { ?iri ?p ?o } UNION { ?s ?p ?iri } }") == {"urn:s"}
    assert engine.iris(store, "ASK {}") == set()
    engine.update(store, "INSERT DATA { <a> <urn:b> 1 }", "CONSTRUCT {} WHERE {}", "r")
    assert any(quad.subject.value == terms.ROOT + "a" for quad in store)
    with pytest.raises(QuerySyntaxError, match=r"^r:1:"):
        engine.update(store, "INSERT", "CONSTRUCT {", "r")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x kk", ["kk"]),
        ("?a.kk", ["a.kk", "kk"]),
        ("a-b.c", ["a-b.c", "b.c", "c"]),
        ("", [""]),
        ("{ ", [""]),
    ],
)
def test_names_before_a_colon(text, names):
    """What may be a prefix at the end of a text."""
    assert engine._names_before(text) == names  # noqa: SLF001 - which prefixes are declared
    assert engine._prefixes("?x a kk:City . ?x.skos:a") == {  # noqa: SLF001 - same
        name: terms.PREFIXES[name] for name in ("kk", "skos")
    }


def test_graphs_that_are_far():
    """Only such a graph is told what may be asked for."""
    told = []

    class Far:
        def expect(self, things):
            told.append(list(things))

    expect(Far(), ["a"])
    expect(ox.Store(), ["a"])
    assert told == [["a"]]
    beyond = {"a": ["b", "c"], "b": ["a"], "c": ["d"]}
    assert reached(["a"], lambda one: beyond.get(one, [])) == {"a", "b", "c", "d"}


# Text.


def test_tokens():
    """Kinds, ends and keywords; comments and space are none."""
    found = list(tokens("SELECT ?x { <urn:a> kk:b 'c'@da , 1.5e3 _:d # no\n }"))
    assert [(one.kind, one.text) for one in found] == [
        ("word", "SELECT"),
        ("variable", "?x"),
        ("mark", "{"),
        ("iri", "<urn:a>"),
        ("name", "kk:b"),
        ("text", "'c'"),
        ("word", "@da"),
        ("mark", ","),
        ("word", "1.5e3"),
        ("word", "_:d"),
        ("mark", "}"),
    ]
    assert (found[1].start, found[1].end, found[1].word, found[2].word) == (7, 9, "", "{")
    assert next(tokens("select")).word == "SELECT"
    assert sparql.variables("?a $b '?c'") == {"a", "b"}
    assert sparql.mentions("xFROMx", "a", "from")
    assert not sparql.mentions("x", "from")


@pytest.mark.parametrize(
    ("offset", "origin"),
    [(0, 0), (3, 3), (4, 4), (7, 4), (8, 6), (9, 7), (11, 9), (12, 9), (13, 11)],
)
def test_origin_of_a_place(offset, origin):
    """Within what was put in, where it stands; behind it, moved by how much longer it is."""
    edits = (Edit(4, 6, "abcd"), Edit(9, 11, "xy"))
    assert Prepared("", "", edits).origin(offset) == origin


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (3, 1)), (6, (3, 2))]
)
def test_line_and_column(offset, place):
    """Both from one."""
    assert syntax.place("ab\nc\nde", offset) == place


def test_engine_without_a_place():
    """Its message stands at the beginning; none is none."""

    def parse(text):
        error = SyntaxError("odd")
        error.msg = text
        raise error

    complaint = syntax._complaint  # noqa: SLF001 - what the engine says
    assert complaint(parse, "error at 3:4: x") == ("error at 3:4: x", 3, 4)
    assert complaint(parse, "no place") == ("no place", 1, 1)
    assert complaint(lambda _: None, "x") == ("", 1, 1)


@pytest.mark.parametrize(
    ("text", "is_prologue"),
    [
        ("", True),
        ("PREFIX a: <b>", True),
        ("BASE <a> PREFIX b: <c>", True),
        ("PREFIX a:", False),
        ("SELECT", False),
        ("PREFIX a: <b> SELECT", False),
    ],
)
def test_prologue(text, is_prologue):
    """Whole declarations, or nothing."""
    assert syntax._is_prologue(text) is is_prologue  # noqa: SLF001 - the rule


def test_long_token_is_cut():
    """It is not repeated in whole."""
    said = str(syntax._unexpected("SELECT " + "x" * 600, 8))  # noqa: SLF001 - the message
    assert "x" * 500 + " …" in said
    assert "x" * 501 not in said
    assert "…" not in str(syntax._unexpected("SELECT " + "x" * 500, 8))  # noqa: SLF001 - same


@pytest.mark.parametrize(
    ("edits", "places"),
    [
        ((), [0, 1, 2, 3]),
        ((Edit(1, 3, "XYZ"),), [0, 1, 1, 1, 3, 4]),  # aXYZdef
        ((Edit(1, 3, ""),), [0, 3, 4]),  # adef
        ((Edit(0, 1, "XX"), Edit(2, 3, "")), [0, 0, 1, 3]),  # XXbdef
    ],
)
def test_place_in_the_original(edits, places):
    """What was put in is where it was put in, what stayed is where it was, behind it, too."""
    prepared = Prepared("", "abcdef", edits)
    assert [prepared.origin(offset) for offset in range(len(places))] == places
