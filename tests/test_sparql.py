"""SPARQL texts: values put in, names spelled, bounds, and errors at the right place."""

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.errors import QuerySyntaxError, QueryTooComplex
from kkgraph.sparql import bounds, engine
from kkgraph.sparql import text as sparql

ONE = ox.Literal("1")
OSLO = ox.NamedNode("https://w3id.org/kkgraph/id/city/oslo")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s ?p ?_x }", 'SELECT * { ?s ?p "1" }'),
        ("SELECT * { ?s ?p $_x }", 'SELECT * { ?s ?p "1" }'),
        ("ASK { FILTER(!BOUND(?_x) || ?a = ?_x) }", 'ASK { FILTER(!true || ?a = "1") }'),
        ("ASK { FILTER(bound ( ?_x )) }", "ASK { FILTER(true) }"),
        ("ASK { FILTER(BOUND(?_y)) }", "ASK { FILTER(BOUND(?_y)) }"),
        ("ASK { ?s ?p '{ ?_x' . # { ?_x\n }", "ASK { ?s ?p '{ ?_x' . # { ?_x\n }"),
        ("SELECT ?a ?_x { ?a ?b ?_x }", 'SELECT ?a ("1" AS ?_x) { ?a ?b "1" }'),
        ("SELECT (MAX(?_x) AS ?m) {}", 'SELECT (MAX("1") AS ?m) {}'),
        ("SELECT ?_x { VALUES ?_x { 2 } }", "SELECT ?_x { VALUES ?_x { 2 } }"),
        ("SELECT * { VALUES (?a ?_x) { (1 2) } }", "SELECT * { VALUES (?a ?_x) { (1 2) } }"),
        ("SELECT * { BIND(2 AS ?_x) }", "SELECT * { BIND(2 AS ?_x) }"),
        ("DESCRIBE ?_c", f"DESCRIBE {OSLO}"),
        ("ASK { FILTER(?a<?_c) }", f"ASK {{ FILTER(?a< {OSLO}) }}"),
    ],
)
def test_values_stand_for_their_variables(text: str, expected: str) -> None:
    """A token `?_x` becomes the term, BOUND of it true; what the text itself binds stays."""
    assert sparql.prepare(text, {"_x": ONE, "_c": OSLO}).text == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("section:4.1.5", r"section:4\.1\.5"),
        ("section:4.1", "section:4.1"),
        ("a.b:c", "a.b:c"),
        ("x:a.b.c", r"x:a\.b\.c"),
        (r"x:4\.1.5", r"x:4\.1\.5"),
        ("x:4%2E1.2.3", r"x:4%2E1\.2\.3"),
        ("x:æ.1.2-3", r"x:æ\.1\.2-3"),
    ],
)
def test_names_with_dots(name: str, expected: str) -> None:
    """A name with several dots is one name to the engine, whatever stands after it."""
    prefix, _, local = name.partition(":")
    for after in (" ", ".", " .", "}", ","):
        text = sparql.prepare(f"ASK {{ ?s ?p {name}{after}", {}).text
        assert text == f"ASK {{ ?s ?p {expected}{after}"
    iri = ox.NamedNode("http://x/" + local.replace("\\", ""))
    store = ox.Store()
    store.add(ox.Quad(iri, iri, iri))
    query = sparql.prepare(f"SELECT ?s {{ ?s {name} {name}. ?s ?p {name} }}", {}).text
    (row,) = store.query(query, prefixes={prefix: "http://x/"})
    assert row[0] == iri


def test_no_names_in_strings_and_comments() -> None:
    """Only names are spelled anew."""
    text = "SELECT * { ?s ?p 'x:1.2.3', <x:1.2.3>, 1.5, 'a'@en . # x:1.2.3\n }"
    assert sparql.prepare(text, {}).text == text


def test_lines_stay_true() -> None:
    """No line is added, and every place leads back to its origin."""
    text = "SELECT *\nWHERE {\n  ?s ?p ?_x . ?s ?p section:4.1.5\n  FILTER(BOUND(?_x))\n}\n"
    prepared = sparql.prepare(text, {"_x": ONE})
    assert prepared.text.count("\n") == text.count("\n")
    for token in sparql.tokens(text):
        if token.text not in ("BOUND", "(", ")", "?_x", "section:4.1.5"):
            assert prepared.origin(prepared.text.index(token.text)) == text.index(token.text)
    for new, old in (('"1"', "?_x"), ("section:", "section:"), ("true", "BOUND")):
        assert prepared.origin(prepared.text.index(new)) == text.index(old)


def test_all_prefixes_are_known() -> None:
    """A prepared query may use any prefix of the project."""
    names = " ".join(f"{name}:x" for name in terms.PREFIXES)
    found = engine.evaluate(ox.Store(), f"SELECT * {{ VALUES ?x {{ {names} }} }}")
    assert len(list(found)) == len(terms.PREFIXES)


FORMS = "begins with SELECT, ASK, CONSTRUCT or DESCRIBE"
BEGINS, NOTHING = f"a query {FORMS}", f"there is no query; one {FORMS}"
UPDATE = "this is an update, which changes data; kkgraph only answers queries"


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("INSERT DATA { <a> <b> <c> }", (1, 1), UPDATE),
        ("PREFIX x: <http://x/>\nBASE <http://y/> # and\nload <z>", (3, 1), UPDATE),
        ("WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", (1, 1), UPDATE),
        ("SELECT * { INSERT }", (1, 12), "cannot go on at INSERT"),
        ("SELECT ?x WHERE {\n ?x a ?y ?z .\n ?a ?b ?c \n}", (2, 10), "cannot go on at ?z"),
        ("SELECT ?x WHERE {\n ?x a ?y .\n ?a ?b \n}", (4, 1), "cannot go on at }"),
        ("SELECT ?x WHERE {\n ?x a ?y .\n ?a kk ?c \n}", (3, 5), "cannot go on at kk"),
        ("SELCT ?x WHERE {\n ?x a ?y }", (1, 1), f"{BEGINS}, not with SELCT"),
        ("BASE <http://y/> ?x a ?y", (1, 18), f"{BEGINS}, not with ?x"),
        ("PREFIX x <http://x/> ASK {}", (1, 8), "cannot go on at x"),
        ("SELECT ?x WERE {\n ?x a ?y }", (1, 11), "cannot go on at WERE"),
        ("SELECT ?x {\n ?x a ?y FILTR(?y) }", (2, 10), "cannot go on at FILTR"),
        ("SELECT ?x {\n ?x a ?y FILTER(?y > ) }", (2, 22), "cannot go on at )"),
        ("SELECT ?x { ?x a ?y }\nORDER B ?x", (2, 7), "cannot go on at B"),
        ("SELECT ?x {\n ?x a foo:Bar }", (2, 7), "this prefix is not known"),
        ("SELECT ?x {\n ?x a kk:City }}", (2, 16), "cannot go on at }"),
        ("SELECT ?x {\n ?x a ?y\n", (2, 9), "the text ends too early (a missing }?)"),
        ("ASK { FILTER(EXISTS {} }", (1, 24), "cannot go on at }"),
        ("SELECT (COUNT(*)", (1, 17), "the text ends too early"),
        ("", (1, 1), NOTHING),
        ("BASE <http://y/> # no more", (1, 27), NOTHING),
        ("SELECT ?x {\n ?x a 'æøå'@da ?_x }", (2, 16), "cannot go on at ?_x"),
        ("SELECT ?x {\n ?x a x:1.2.3 ?y }", (2, 7), "this prefix is not known"),
        ("ASK {\n section:4.1.5 a ?_x, ?x ?y }", (2, 26), "cannot go on at ?y"),
        (
            "ASK { FILTER(BOUND(?_x) && ?_x = section:4.1.5 section:4.1.6) }",
            (1, 48),
            "cannot go on at section:4.1.6",
        ),
        (
            "SELECT (COUNT(?a) AS ?n) ?y { ?a a ?y }",
            (1, 40),
            "SELECT names a variable that is neither grouped nor aggregated",
        ),
    ],
)
def test_syntax_errors_are_placed(text: str, place: tuple[int, int], what: str) -> None:
    """Line and column are those of the token at which the text stops making sense."""
    with pytest.raises(QuerySyntaxError) as caught:
        engine.evaluate(ox.Store(), text, {"_x": ONE}, source="q")
    error = caught.value
    assert (error.line, error.column) == place
    assert str(error).splitlines()[0] == f"q:{place[0]}:{place[1]}: SPARQL syntax: {what}"


def nested(opening: str, closing: str, inside: str = "") -> str:
    """Return a text nested a good deal deeper than the engine's stack allows."""
    return f"ASK {{ ?s ?p ?o {opening * 100_000}{inside}{closing * 100_000} }}"


def chained(between: str, piece: str, around: str) -> str:
    """Return a text with a chain of that many pieces."""
    return around.replace("%", between.join([piece] * 20_000))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 100_000 + "}" * 100_000,
        nested("FILTER EXISTS {", "}"),
        nested("OPTIONAL { ?s ?p ?o ", "}"),
        nested("{ SELECT * {", "}}"),
        nested("[ ?p ", "]"),
        nested("FILTER(", ")", "1"),
        nested("FILTER IF(1, 1,", ")", "1"),
        chained("||", "?s", "ASK { ?s ?p ?o FILTER(%) }"),
        chained("&&", "?s", "ASK { ?s ?p ?o FILTER(%) }"),
        chained("-", "1", "ASK { ?s ?p ?o FILTER(%) }"),
        chained("/", "kk:x", "ASK { ?s % ?o }"),
        chained("|", "kk:x", "ASK { ?s % ?o }"),
        chained(" UNION ", "{}", "ASK { % }"),
        chained(" ", "OPTIONAL {}", "ASK { % }"),
        chained(" ", "BIND(1 AS ?x)", "ASK { % }"),
        chained(" ", "FILTER ?x", "ASK { % }"),
        chained(" ", "(1 AS ?x)", "SELECT % {}"),
        chained(" . ", "?s ?p ?o", "ASK { % }"),
        chained(" ; ", "?p ?o", "ASK { ?s % }"),
        chained(", ", "?o", "ASK { ?s ?p % }"),
        chained(" ", "1", "ASK { ?s ?p (%) }"),
        chained("||", "?s", "ASK { ?s ?p ?o FILTER(?s IN (%)) }"),
        chained(" ", "city:oslo", "DESCRIBE %"),
        chained(" ", "(?s)", "SELECT ?s {} GROUP BY ?s HAVING %"),
    ],
)
def test_too_complex(text: str) -> None:
    """What would fill the engine's stack, and end the process, is an error in one line."""
    with pytest.raises(QueryTooComplex) as caught:
        engine.evaluate(ox.Store(), text, source="q")
    message = str(caught.value)
    assert message.startswith(f"q:1:{caught.value.column}: ")
    assert len(message) < 120


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ VALUES (?x ?y) {{ {'(-1 +2) ' * 10_000} }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?s IN ({', '.join(['city:oslo'] * 5_000)})) }}",
        f"ASK {'{' * (bounds.DEPTH - 1)} ?s ?p ?o {'}' * (bounds.DEPTH - 1)}",
        f"ASK {{ ?s ?p ?o FILTER({'||'.join(['?s'] * 450)}) }}",
    ],
)
def test_long_lists_are_no_depth(text: str) -> None:
    """Many values, and as much nesting as the bounds allow, are fine."""
    engine.evaluate(ox.Store(), text)
