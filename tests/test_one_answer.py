"""One query, one answer: on the command line, in Python and at the server."""

import json

import pytest
from click.testing import CliRunner

from kkgraph import queries
from kkgraph.cli import main
from kkgraph.formats import render
from kkgraph.store import Store

REGISTER = "<https://w3id.org/kkgraph/graph/register>"
SECTIONS = "FROM <https://w3id.org/kkgraph/id/section/8.4> FROM section:2.7"
COUNT = "SELECT (COUNT(*) AS ?n)"
UNIT = "unit:ledelsessekretariatet-socialforvaltningen"


def rows_of(text: str) -> list[dict[str, dict[str, str]]]:
    """Return the rows of a result in SPARQL's JSON."""
    return list(json.loads(text)["results"]["bindings"])


def everywhere(store: Store, server, query: str) -> list[dict[str, dict[str, str]]]:
    """Return the rows of a query, which are the same wherever it is asked."""
    call = ["query", "-e", query, "--format", "json"]
    command = rows_of(CliRunner().invoke(main, call, catch_exceptions=False).stdout)
    python = rows_of(render(queries.evaluate(store, query), "json").decode())
    served = rows_of(server.sparql(query).text)
    assert command == python == served
    return command


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # stated in both sections: a default graph is a set
        (f'{COUNT} {SECTIONS} {{ {UNIT} kk:printedName "Ledelsessekretariatet" }}', 1),
        (f"{COUNT} FROM {REGISTER} FROM <graph/register> {{ city:oslo a ?class }}", 1),
        (f"{COUNT} FROM {REGISTER} {{ <id/city/oslo> a <ontology#City> }}", 1),
        (f"BASE <https://w3id.org/kkgraph/id/> {COUNT} {{ <city/oslo> a kk:City }}", 1),
        (f"{COUNT} FROM <graph/links> {{ city:oslo a kk:City }}", 0),
        (f"{COUNT} FROM NAMED <graph/register> {{ city:oslo a kk:City }}", 0),
        (f"{COUNT} FROM NAMED graph:register {{ GRAPH ?g {{ city:oslo a kk:City }} }}", 1),
        (f"{COUNT} {{ city:oslo skos:prefLabel ?l FILTER(LANG(?l) = ?_lang) }}", 1),
        (f"{COUNT} {{ section:4.1.5 a kk:Section }}", 1),
        (f"{COUNT} FROM section:4.1.5 {{ city:oslo a kk:City }}", 0),
        (f"{COUNT} {{ VALUES ?s {{ section:4.1.5 section:4.1 }} }}", 2),
    ],
)
def test_one_answer(store: Store, server, query: str, expected: int) -> None:
    """Prefixes, base, datasets, language and names mean the same everywhere."""
    (row,) = everywhere(store, server, query)
    assert row["n"]["value"] == str(expected)


def test_sections_of_three_numbers(store: Store, server) -> None:
    """A name with several dots in GRAPH, VALUES or FROM is that section and no other."""
    query = "SELECT DISTINCT ?s ?p ?o {} {{ {} }} ORDER BY ?s ?p ?o"
    whole = "GRAPH <https://w3id.org/kkgraph/id/section/4.1.5> { ?s ?p ?o }"
    expected = everywhere(store, server, query.format("", whole))
    assert len(expected) > 20
    for dataset, pattern in (
        ("", "GRAPH section:4.1.5 { ?s ?p ?o }"),
        ("", "VALUES ?g { section:4.1.5 } GRAPH ?g { ?s ?p ?o }"),
        ("FROM section:4.1.5", "?s ?p ?o"),
        ("FROM NAMED section:4.1.5", "GRAPH ?g { ?s ?p ?o }"),
    ):
        assert everywhere(store, server, query.format(dataset, pattern)) == expected


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT ?x {\n  section:4.1.5 a ?x ?y }", (2, 22)),
        ("SELECT ?x FROM section:4.1.5\n{ ?x a <id/city/oslo> ?y }", (2, 23)),
        ("SELECT * " + "{" * 300 + "}" * 300, (1, 210)),
    ],
)
def test_one_error(server, query: str, place: tuple[int, int]) -> None:
    """What is wrong is at the same line and column everywhere."""
    printed = CliRunner().invoke(main, ["query", "-e", query])
    assert printed.exit_code == 2
    assert printed.stderr.startswith(f"kkgraph: -e:{place[0]}:{place[1]}: ")
    got = server.sparql(query)
    assert got.status == 400
    assert (got.json()["line"], got.json()["column"]) == place
