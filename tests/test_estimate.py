"""How many rows and how much work a query is thought to be: by hand, from counts made up here."""

import pyoxigraph as ox
import pytest

from kkgraph.endpoint.protocol import estimate
from kkgraph.endpoint.protocol.cardinality import Pattern, Size, Statistics, combined, statistics
from kkgraph.endpoint.protocol.estimate import _Reader

# Triples, subjects, objects.
KNOWN = Statistics((1000, 100, 200), {"urn:p": (100, 50, 20), "urn:q": (40, 40, 8)})
P, Q = "?s <urn:p> ?o", "?s <urn:q> ?x"


def node(name):
    """Return an IRI."""
    return ox.NamedNode(f"urn:{name}")


@pytest.fixture(scope="module")
def graph():
    """Return four triples of one property, three of them with one object."""
    made = ox.Store()
    for subject, value in (("a", "o"), ("b", "o"), ("c", "o"), ("c", "z")):
        made.add(ox.Quad(node(subject), node("p"), node(value)))
    return made


def size(graph, text):
    """Return what a query comes to."""
    return _Reader(graph, KNOWN, text).size()


@pytest.mark.parametrize(
    ("query", "rows", "work"),
    [
        # A pattern: its triples, and a hundredth of them for finding them.
        (f"SELECT * {{ {P} }}", 100, 101),
        ("SELECT * { ?s ?any ?o }", 1000, 1010),
        ("SELECT * { ?s <urn:unknown> ?o }", 0, 0),
        ("SELECT * { ?s <p> ?o }", 0, 0),
        # A literal is one of the objects.
        ('SELECT * { ?s <urn:p> "a" }', 5, 5.05),
        ("SELECT * { ?s <urn:p> 3 }", 5, 5.05),
        # What a given end has is counted.
        ("SELECT * { ?s <urn:p> <urn:o> }", 3, 3.03),
        ("SELECT * { <urn:c> <urn:p> ?o }", 2, 2.02),
        ("SELECT * { <urn:c> ?p ?o }", 2, 2.02),
        ("SELECT * { <urn:c> <urn:q> ?o }", 0, 0),
        # A join: the smaller first, the rows over the greater number of values.
        (f"SELECT * {{ {P} . {Q} }}", 80, 121.4),
        (f"SELECT * {{ {Q} . {P} }}", 80, 121.4),
        ("SELECT * { _:s <urn:p> ?o . _:s <urn:q> ?x }", 80, 121.4),
        (f"SELECT * {{ {P} ; <urn:q> ?x }}", 80, 121.4),
        (f"SELECT * {{ {P} , ?o2 ; <urn:q> ?x }}", 160, 282.4),
        ("SELECT * { ?a <urn:q> ?b . ?c <urn:p> ?d }", 4000, 4041.4),
        # What shares a variable comes before what shares none.
        ("SELECT * { ?a <urn:q> ?b . ?c <urn:p> ?d . ?b <urn:p> ?e }", 8000, 8122.4),
        ("SELECT * { ?s ?any ?o . ?x ?any ?y }", 500_000, 501_020),
        # Paths.
        ("SELECT * { ?s <urn:p>/<urn:q> ?o }", 100, 101),
        ("SELECT * { ?s <urn:q>/<urn:p> ?o }", 100, 101),
        ("SELECT * { ?s ^<urn:q> ?o }", 40, 40.4),
        ("SELECT * { ?s a/<urn:q> ?o }", 40, 40.4),
        ("SELECT * { ?s <urn:p>? ?o }", 100, 101),
        ("SELECT * { ?s <urn:p>* ?o }", 2000, 2020),
        ("SELECT * { ?s <urn:p>+ ?o }", 2000, 2020),
        ("SELECT * { ?s <urn:p>*/<urn:q>* ?o }", 4000, 4040),
        ("SELECT * { ?s (<urn:p>|<urn:q>)* ?o }", 2000, 2020),
        ("SELECT * { ?s (<urn:p>|^<urn:p>)* ?o }", 10_000, 10_100),
        ("SELECT * { ?s !<urn:p> ?o }", 1000, 1010),
        ("SELECT * { ?s (!<urn:p>)* ?o }", 100_000, 101_000),
        ("SELECT * { <urn:a> <urn:p>* ?o }", 1000, 1010),
        ("SELECT * { <urn:a> <urn:q>? ?o }", 40, 40.4),
        # Groups.
        (f"SELECT * {{ {Q} OPTIONAL {{ {P} }} }}", 80, 222.4),
        (f"SELECT * {{ {P} OPTIONAL {{ ?s <urn:unknown> ?y }} }}", 100, 101),
        (f"SELECT * {{ {P} MINUS {{ ?s <urn:unknown> ?y }} }}", 100, 101),
        (f"SELECT * {{ {P} {{ ?s <urn:unknown> ?y }} }}", 0, 101),
        (f"SELECT * {{ {{ {P} }} UNION {{ {Q} }} }}", 140, 242.4),
        (f"SELECT * {{ {{ {P} }} }}", 100, 202),
        (f"SELECT * {{ GRAPH ?g {{ {P} }} }}", 100, 202),
        (f"SELECT * {{ {{ SELECT ?s {{ {P} }} LIMIT 3 }} }}", 100, 202),
        (f"SELECT * {{ {P} FILTER EXISTS {{ {Q} }} }}", 100, 181.4),
        (f"SELECT * {{ {P} FILTER(?o = 1 && NOT EXISTS {{ {Q} }}) }}", 100, 181.4),
        (f"SELECT * {{ {P} FILTER(?o > (1 + 2)) {Q} }}", 80, 121.4),
        (f"SELECT * {{ BIND(STR(1) AS ?b) {P} }}", 100, 101),
        (f"SELECT * {{ VALUES ?s {{ <urn:a> <urn:b> }} {P} }}", 100, 101),
        # A LIMIT stops the engine, but where all is needed before.
        (f"SELECT * {{ {P} }} LIMIT 10", 100, 10.1),
        (f"SELECT * {{ {P} }} LIMIT 10 OFFSET 5", 100, 10.1),
        (f"SELECT * {{ {P} }} LIMIT 1000", 100, 101),
        (f"SELECT DISTINCT * {{ {P} }} LIMIT 10", 100, 101),
        (f"SELECT * {{ {P} }} ORDER BY ?s LIMIT 10", 100, 101),
        (f"ASK {{ {P} }}", 100, 1.01),
        ("ASK { <urn:a> <urn:p> ?o }", 1, 1.01),
        # What is made is no pattern.
        (f"CONSTRUCT {{ {Q} }} WHERE {{ {P} }}", 100, 101),
        (f"CONSTRUCT WHERE {{ {P} }}", 100, 101),
        # Prefixes: declared, and not.
        ("PREFIX x: <urn:> SELECT * { ?s x:p ?o }", 100, 101),
        ("SELECT * { ?s nowhere:p ?o }", 1000, 1010),
        # What does not parse.
        ("SELECT *", 1, 0),
        ("SELECT * { ?s", 1, 0),
        (f"SELECT * {{ {P}", 100, 101),
    ],
)
def test_size(graph, query, rows, work):
    """Rows and work follow from the counts, as the sizes of joins do."""
    found = size(graph, query)
    assert (found.rows, found.work) == pytest.approx((rows, work))


def test_many_of_a_given_end_are_guessed(graph, monkeypatch):
    """Only so many triples are counted; beyond, the property's own number stands for them."""
    query = "SELECT * { ?s <urn:p> <urn:o> }"
    monkeypatch.setattr(estimate, "_COUNTED", 4)
    assert size(graph, query).rows == 3
    monkeypatch.setattr(estimate, "_COUNTED", 3)
    assert size(graph, query).rows == 100


def test_few_patterns_are_looked_at(graph, monkeypatch):
    """What stands behind the last pattern that is looked at counts for nothing."""
    query = f"SELECT * {{ {P} . {Q} . ?x <urn:p> ?y }}"
    found = []
    for most in (1, 2, 3):
        monkeypatch.setattr(estimate, "_PATTERNS", most)
        found.append(size(graph, query).work)
    assert found == pytest.approx([101, 121.4, 121.4 + 160 + 1])


@pytest.mark.parametrize(("most", "heavy"), [(121.5, False), (121.3, True)])
def test_heavy_is_more_than_the_most(graph, monkeypatch, most, heavy):
    """A query is heavy if its work is more; one pattern, and one that is refused, never is."""
    monkeypatch.setattr(estimate, "MOST", most)
    assert estimate.is_heavy(graph, KNOWN, f"SELECT * {{ {P} . {Q} }}") is heavy
    assert not estimate.is_heavy(graph, KNOWN, "SELECT * { ?s ?any ?o }")
    assert not estimate.is_heavy(graph, KNOWN, f"SELECT * {'{' * 900} {P} . {Q} {'}' * 900}")


def test_statistics(graph):
    """A subject or object with more than its share counts for more of them."""
    found = statistics(graph)
    # Subjects a, b once and c twice: 4 * 4 / (1 + 1 + 4); objects o thrice and z once.
    expected = pytest.approx((4, 16 / 6, 16 / 10))
    assert found.every == expected
    assert found.properties == {"urn:p": expected}
    assert statistics(ox.Store()) == Statistics((0, 1, 1), {})


def test_values_of_a_join():
    """A variable has the fewer values of the two; a new one those of its pattern."""
    found = Size(10, 5, {"a": 4}).joined(Pattern(6, {"a": 3, "b": 2}))
    assert found == Size(10 * 6 / 4, 5 + 15 + 0.06, {"a": 3, "b": 2})
    assert Size(10, 0, {"a": 0.5}).joined(Pattern(6, {"a": 0.1})).rows == 60  # never more


def test_a_group_without_patterns_is_one_row():
    """Nothing is asked, and that once; a union needs something before it."""
    assert combined([], []) == Size(1, 0, {})
    assert combined([], [("UNION", Size(3, 4, {}))]) == Size(3, 3 + 0.03 + 4, {})
