"""SPARQL texts: values put in their groups, and errors at the right place."""

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.sparql import text as sparql

START = len(sparql.prologue())
ONE = ox.Literal("1")


def filled(text: str, *names: str) -> str:
    """Return the prepared text, without the prefixes in front."""
    return sparql.prepare(text, dict.fromkeys(names, ONE)).text[START:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s ?p ?_x }", 'SELECT * { VALUES ?_x { "1" }  ?s ?p ?_x }'),
        (
            "SELECT * { { ?s ?p ?_x } UNION { ?s ?p ?o } }",
            'SELECT * { VALUES ?_x { "1" }  { VALUES ?_x { "1" }  ?s ?p ?_x } UNION { ?s ?p ?o } }',
        ),
        (
            "CONSTRUCT { ?s ?p ?_x } WHERE { ?s ?p ?_x }",
            'CONSTRUCT { ?s ?p ?_x } WHERE { VALUES ?_x { "1" }  ?s ?p ?_x }',
        ),
        (
            "SELECT (EXISTS { ?a ?b ?c } AS ?e) { VALUES ?z { 1 } ?s ?p ?_x }",
            'SELECT (EXISTS { ?a ?b ?c } AS ?e) { VALUES ?_x { "1" }  VALUES ?z { 1 } ?s ?p ?_x }',
        ),
        (
            "ASK { { SELECT (MAX(?_x) AS ?m) {} } }",
            'ASK { VALUES ?_x { "1" }  { SELECT (MAX(?_x) AS ?m) { VALUES ?_x { "1" } } } }',
        ),
        (
            "ASK { ?s ?p '{ ?_x' . # { ?_x\n }",
            "ASK { VALUES ?_x { \"1\" }  ?s ?p '{ ?_x' . # { ?_x\n }",
        ),
        ("DESCRIBE city:oslo", "DESCRIBE city:oslo"),
        (
            "ASK { OPTIONAL { ?a ?b ?c FILTER(?c = ?_x) } }",
            'ASK { VALUES ?_x { "1" }  OPTIONAL { ?a ?b ?c FILTER(?c = ?_x) } }',
        ),
        (
            "ASK { OPTIONAL { ?a ?b ?c BIND(?_x AS ?d) } }",
            'ASK { VALUES ?_x { "1" }  OPTIONAL { VALUES ?_x { "1" }  ?a ?b ?c BIND(?_x AS ?d) } }',
        ),
        (
            "ASK { OPTIONAL { ?a ?b ?c OPTIONAL { ?c ?d ?_x } } }",
            (
                'ASK { VALUES ?_x { "1" }  OPTIONAL { VALUES ?_x { "1" }  ?a ?b ?c '
                "OPTIONAL { ?c ?d ?_x } } }"
            ),
        ),
    ],
)
def test_values_stand_in_the_groups_that_name_them(text: str, expected: str) -> None:
    """The outermost group and those that name the variable get the value; no other braces do."""
    assert filled(text, "_x") == expected


def test_lines_stay_true() -> None:
    """Whatever is put in, no line is added and every place leads back to its origin."""
    text = "SELECT *\nWHERE {\n  ?s ?p ?_x\n}\n"
    prepared = sparql.prepare(text, {"_x": ONE})
    assert prepared.text.count("\n") == text.count("\n")
    for place, character in enumerate(text):
        if character not in " \n":
            found = [i for i, c in enumerate(prepared.text) if prepared.origin(i) == place]
            assert prepared.text[found[-1]] == character


def test_all_prefixes_are_known() -> None:
    """A prepared query may use any prefix of the project."""
    names = " ".join(f"{name}:x" for name in terms.PREFIXES)
    text = sparql.prepare(f"SELECT * {{ VALUES ?x {{ {names} }} }}", {}).text
    assert len(list(ox.Store().query(text))) == len(terms.PREFIXES)


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("SELECT ?x WHERE {\n ?x a ?y ?z .\n ?a ?b ?c \n}", (2, 10), "cannot go on at ?z"),
        ("SELECT ?x WHERE {\n ?x a ?y .\n ?a ?b \n}", (4, 1), "cannot go on at }"),
        ("SELECT ?x WHERE {\n ?x a ?y .\n ?a kk ?c \n}", (3, 5), "cannot go on at kk"),
        ("SELCT ?x WHERE {\n ?x a ?y }", (1, 1), "cannot go on at SELCT"),
        ("SELECT ?x WERE {\n ?x a ?y }", (1, 11), "cannot go on at WERE"),
        ("SELECT ?x {\n ?x a ?y FILTR(?y) }", (2, 10), "cannot go on at FILTR"),
        ("SELECT ?x {\n ?x a ?y FILTER(?y > ) }", (2, 22), "cannot go on at )"),
        ("SELECT ?x { ?x a ?y }\nORDER B ?x", (2, 7), "cannot go on at B"),
        ("SELECT ?x {\n ?x a foo:Bar }", (2, 7), "this prefix is not known"),
        ("SELECT ?x {\n ?x a kk:City }}", (2, 16), "cannot go on at }"),
        ("SELECT ?x {\n ?x a ?y\n", (2, 9), "the text ends too early (a missing }?)"),
        ("", (1, 1), "the text ends too early (a missing }?)"),
        ("SELECT ?x {\n ?x a 'æøå'@da ?_x }", (2, 16), "cannot go on at ?_x"),
        (
            "SELECT (COUNT(?a) AS ?n) ?y { ?a a ?y }",
            (1, 40),
            "SELECT names a variable that is neither grouped nor aggregated",
        ),
    ],
)
def test_syntax_errors_are_placed(text: str, place: tuple[int, int], what: str) -> None:
    """Line and column are those of the token at which the text stops making sense."""
    engine = ox.Store()
    prepared = sparql.prepare(text, {"_x": ONE} if "?_x" in text else {})
    with pytest.raises(SyntaxError):
        engine.query(prepared.text)
    error = sparql.syntax_error("q", prepared, engine)
    assert (error.line, error.column) == place
    assert str(error).splitlines()[0] == f"q:{place[0]}:{place[1]}: SPARQL syntax: {what}"
