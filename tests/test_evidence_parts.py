"""Why a statement holds and why an answer is empty, on a few statements made up here."""

from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import queries, terms
from kkgraph.errors import EntityNotFound, QuerySyntaxError
from kkgraph.errors.survey import FactNotFound
from kkgraph.evidence import emptiness, explanation, literals
from kkgraph.evidence.explanation import Cited, Derivation, Evidence, explain
from kkgraph.evidence.words import Renderer, in_words
from kkgraph.parameters import Parameter
from kkgraph.rules import VARIABLE
from kkgraph.sparql.text import Token, tokens
from kkgraph.store import Store
from kkgraph.tables import About, Answer, Table

OSLO, BERGEN, RIGA = (terms.thing(f"city/{one}") for one in ("oslo", "bergen", "riga"))
NET = terms.thing("network/lights")
S1, S2 = terms.section("1"), terms.section("1.1")
DATA = f"""
@prefix kk: <{terms.KK}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <{terms.XSD}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix dcterms: <{terms.DCTERMS}> .
<{terms.REGISTER}> {{
  <{OSLO}> a kk:City ; skos:prefLabel "Oslo" ; skos:altLabel "Kristiania"@da .
  <{BERGEN}> a kk:City ; skos:prefLabel "Bergen"@da , "Mountains"@en .
  <{NET}> a kk:Network ; skos:prefLabel "Lights"@en . }}
<{S1}> {{
  <{OSLO}> kk:isMemberOf <{NET}> ; kk:lines "3" , "1-2" ; kk:note "Bright" ; kk:since "2019"^^xsd:gYear .  # noqa: E501 - as it is said
  <{BERGEN}> kk:isMemberOf <{NET}> . <{NET}> kk:size 12 ; kk:fee 1.5 . }}
<{S2}> {{ <{OSLO}> kk:isMemberOf <{NET}> ; kk:lines "7" . }}
<{terms.ONTOLOGY}> {{
  kk:City a owl:Class ; rdfs:label "by"@da , "city"@en . kk:Network a owl:Class .
  kk:isMemberOf a owl:ObjectProperty ; rdfs:label "er medlem af"@da , "is member of"@en .
  kk:note rdfs:label "note"@en . kk:Unused a owl:Class . kk:unused a owl:ObjectProperty . }}
<{terms.SECTIONS}> {{ <{S1}> a kk:Section ; kk:number "1" ; dcterms:title "A"@da . }}
"""  # noqa: E501 - a table


@pytest.fixture(scope="module")
def store(mini_project):
    """Return two cities and a network."""
    graph = ox.Store()
    graph.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    graph.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return Store(mini_project, graph, stated=False, inferred=True)


@pytest.mark.parametrize(("lang", "name"), [("da", "Bergen"), ("en", "Mountains")])
def test_a_query_of_ones_own(store, monkeypatch, lang, name):
    """It is told in the words of its project, and knows the language that is asked for."""
    used = []
    monkeypatch.setattr(type(store.project), "use", lambda _: used.append(1))
    text = "SELECT ?name { ?s skos:prefLabel ?name FILTER(LANG(?name) = ?_lang) }"
    bound = {"s": ox.NamedNode(BERGEN)}
    found = queries.evaluate(store, text, bindings=bound, lang=lang)
    assert used == [1]
    assert (found.about.lang, found.about.text) == (lang, text)
    assert [cell.value for (cell,) in found.rows] == [name]
    with pytest.raises(QuerySyntaxError, match="mine:1:7: "):
        queries.evaluate(store, "SELECT", "mine")


# Where a statement comes from.


def told(store, *words):
    """Return subject, property, value and sections of each statement."""
    return [
        (
            terms.shorten(one.subject),
            terms.shorten(one.predicate),
            terms.shorten(getattr(one.value, "value", "")),
            [terms.section_number(cited.section) for cited in one.cited],
        )
        for one in explain(store, *words)
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("Oslo", "isMemberOf", "Lights"),
        ("oslo", "kk:isMemberOf", "network:lights"),
        ("city:oslo", terms.KK + "isMemberOf", NET),
        ("Kristiania", "er medlem af", "lights"),
        ("Oslo", "Is Member Of", "network/lights"),
        ("Oslo", "ISMEMBEROF"),
    ],
)
def test_a_statement_by_any_name(store, words):
    """Property and value by IRI, CURIE, local name, label, slug and path."""
    assert told(store, *words) == [("city:oslo", "kk:isMemberOf", "network:lights", ["1", "1.1"])]


def test_a_value_by_its_characters(store):
    """A text in any case; no part of it."""
    assert told(store, "Oslo", "note", "bRIGHT")[0][2] == "Bright"
    for value in ("Brigh", "Oslo"):
        with pytest.raises(FactNotFound, match=f"Oslo note {value}"):
            explain(store, "Oslo", "note", value)


def test_all_of_a_thing(store):
    """Its own statements but the lines, then the stated ones that point at it."""
    own = {row[1] for row in told(store, "Oslo")}
    assert "kk:lines" not in own
    assert {"kk:isMemberOf", "kk:note", "kk:since", "skos:prefLabel"} <= own
    subjects = [row[0] for row in told(store, "Lights")]
    assert subjects[-2:] == ["city:bergen", "city:oslo"]
    assert set(subjects[:-2]) == {"network:lights"}
    assert [row[0] for row in told(store, "Lights", "isMemberOf")] == ["city:bergen", "city:oslo"]
    assert len(told(store, "Lights", "isMemberOf", "Mountains")) == 1
    assert told(store, "Oslo", "lines")[0][1] == "kk:lines"


def test_what_a_statement_rests_on(store):
    """Sections with their lines in order; our own layers by name."""
    (one,) = explain(store, "Oslo", "isMemberOf")
    assert [cited.lines for cited in one.cited] == [("1-2", "3"), ("7",)]
    assert (one.derivations, one.sources, one.layers) == ((), (), ())
    (one,) = explain(store, "Oslo", "prefLabel")
    assert (one.cited, one.layers) == ((), ("register",))
    (lines,) = explain(store, "Oslo", "lines", "7")
    assert (lines.cited[0].predicate, lines.cited[0].value) == (None, None)


def test_no_such_property(store):
    """The nearest are named."""
    with pytest.raises(EntityNotFound, match="kk:isMemberOf"):
        explain(store, "Oslo", "isMemberOff")
    near = explanation._near  # noqa: SLF001 - what is proposed
    assert near("kk:NOTES", [terms.KK + "note", terms.KK + "fee"]) == ["kk:note"]
    assert near("notes", [terms.KK + "note"]) == ["kk:note"]
    assert near("zzz", [terms.KK + "note"]) == []


def variable(name):
    """Return how a rule's template has a variable."""
    return ox.NamedNode(VARIABLE + name)


def test_what_a_template_may_stand_for():
    """A variable for anything, but always the same; a term for itself."""
    a, b = ox.NamedNode("urn:a"), ox.NamedNode("urn:b")
    fits = explanation._fits  # noqa: SLF001 - what rules are asked by
    bindings = {}
    assert fits(variable("x"), a, bindings)
    assert fits(variable("x"), a, bindings)
    assert not fits(variable("x"), b, bindings)
    assert bindings == {"x": a}
    assert (fits(a, a, {}), fits(a, b, {}), fits(ox.Literal("a"), ox.Literal("a"), {})) == (
        True,
        False,
        True,
    )
    filled = explanation._filled  # noqa: SLF001 - same
    assert (filled(variable("x"), {"x": b}), filled(variable("y"), {"x": b}), filled(a, {})) == (
        b,
        None,
        a,
    )
    rule = SimpleNamespace(
        template=(ox.Triple(variable("x"), a, variable("x")), ox.Triple(variable("x"), a, b))
    )
    quad = ox.Quad(b, a, b)
    assert list(explanation._templates(rule, quad)) == [{"x": b}, {"x": b}]  # noqa: SLF001 - same
    assert list(explanation._templates(rule, ox.Quad(a, a, b))) == [{"x": a}]  # noqa: SLF001 - same


def test_facts_stand_in_order():
    """By their first line, then by what they say; those without lines before."""
    facts = [
        Cited(S1, ("10",), "b"),
        Cited(S1, ("9-11", "1"), "z"),
        Cited(S1, ("10",), "a", "p", "2"),
        Cited(S1, ("10",), "a", "p", "1"),
        Cited(S1, (), "x"),
    ]
    found = sorted(facts, key=explanation._place)  # noqa: SLF001 - the order
    assert [(one.subject, one.value) for one in found] == [
        ("x", None),
        ("z", None),
        ("a", "1"),
        ("a", "2"),
        ("b", None),
    ]


@pytest.mark.parametrize(
    ("graph", "is_layer"),
    [
        (terms.REGISTER, True),
        (terms.THEMES, True),
        (terms.SECTIONS, True),
        (terms.ONTOLOGY, True),
        (terms.LINKS, False),
        (S1, False),
    ],
)
def test_our_own_layers(graph, is_layer):
    """Register, themes, sections and vocabulary."""
    assert explanation._is_layer(graph) is is_layer  # noqa: SLF001 - the rule


# In words.


@pytest.fixture
def renderer(store):
    """Return what makes words, without the text."""
    return Renderer(store, None, "en")


@pytest.mark.parametrize(
    ("term", "name"),
    [
        (ox.Literal("a"), '"a"'),
        (ox.Literal("a", language="da"), '"a"@da'),
        (ox.NamedNode(BERGEN), "Mountains (city:bergen)"),
        (BERGEN, "Mountains (city:bergen)"),
        (terms.KK + "size", "kk:size"),
    ],
)
def test_names_in_words(renderer, term, name):
    """A thing by label and CURIE, a literal in quotes, what has no label by its CURIE alone."""
    assert renderer.name(term) == name


def test_statement_in_words(renderer):
    """The statement, and below it what speaks for it."""
    rule = SimpleNamespace(name="r", said=lambda lang: f"sum-{lang}")
    fact = Cited(S1, ("2",), OSLO, terms.KK + "size", ox.Literal("x"))
    evidence = Evidence(
        OSLO,
        terms.KK + "isMemberOf",
        ox.NamedNode(NET),
        (Cited(S1, ("1-2", "3"), OSLO), Cited(S1, (), OSLO)),
        (Derivation(rule, (fact,)),),
        ("Wikidata",),
        ("register", "themes"),
    )
    assert in_words(renderer, evidence).splitlines() == [
        "Oslo (city:oslo) · is member of (kk:isMemberOf) · Lights (network:lights)",
        "  stated in section 1 A, lines 1–2, 3",  # noqa: RUF001 - as it is printed
        "  stated in section 1 A, no lines given",
        "  derived by the rule r: sum-en",
        '    from Oslo (city:oslo) · kk:size · "x": section 1 A, line 2',
        "  from outside the survey: Wikidata",
        "  from our own register of things (data/register/)",
        "  from our own themes (data/themes.ttl), a reading that is not the survey's",
    ]
    assert renderer.triple(OSLO, None, None) == "Oslo (city:oslo)"


def test_passages_of_a_statement(store):
    """Its lines of the text, numbered, where the text is at hand and the section is its own."""
    survey = SimpleNamespace(
        passage=lambda lines: [(n, f"l{n}") for n in range(lines.first, lines.last + 1)]
    )
    with_text = Renderer(store, survey, "en")

    def said(section):
        cited = (Cited(section, ("1-2", "9"), OSLO),)
        whole = in_words(with_text, Evidence(OSLO, "urn:p", ox.Literal("x"), cited))
        return whole.splitlines()[2:]

    assert said(S1) == ["        1  l1", "        2  l2", "        9  l9"]
    assert said(terms.section("source/memo/1")) == []


# Why an answer is empty.


def names(text):
    """Return the names of a query that are looked into."""
    return list(emptiness._names(list(tokens(text))))  # noqa: SLF001 - what is looked into


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("?x a kk:City", ["kk:City"]),
        ("PREFIX x: <urn:x> SELECT * { ?s x:a <urn:b> , kk:c }", ["<urn:b>", "kk:c"]),
        ("BASE <urn:x> ?s a <urn:b>", ["<urn:b>"]),
        ('?s ?p "1"^^xsd:date', []),
        ('?s ?p "1"^^<urn:type>', []),
        ("?s ^kk:p ?o", []),
        ("?s kk:a/kk:b ?o", ["kk:a", "kk:b"]),
    ],
)
def test_names_of_a_query(text, found):
    """But types, declared prefixes, and what declares them."""
    assert names(text) == found


@pytest.mark.parametrize(
    ("iri", "parts"),
    [("urn:x/a#b", ("urn:x/a#", "b")), ("urn:x#a/b", ("urn:x#a/", "b")), ("abc", ("", "abc"))],
)
def test_namespace_of_a_name(iri, parts):
    """Up to the last slash or number sign."""
    assert emptiness._split(iri) == parts  # noqa: SLF001 - what is near lies in it


def test_types_that_are_written():
    """Of days and years, behind a literal."""
    found = emptiness._typed(list(tokens('"1"^^xsd:date "2"^^xsd:gYear "3"^^xsd:integer xsd:date')))  # noqa: SLF001
    assert [token.text for token in found] == ["xsd:date", "xsd:gYear"]


def notes(store, text, lang="en"):
    """Return why a text finds nothing."""
    empty = Table(("x",), (), About(lang, text=text))
    return list(emptiness.explained(store, empty).about.notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("?x a kk:City", []),
        ("?x a kk:Citi", ["kk:Citi is not in the ontology. Did you mean kk:City (2 things)?"]),
        ("?x a kk:Netwrk", ["kk:Netwrk is not in the ontology. Did you mean kk:Network (1 thing)?"]),  # noqa: E501 - as it is said
        ("?x a kk:Zzzzzz", ["kk:Zzzzzz is not in the ontology."]),
        ("?x ?p city:osol", ["city:osol is not in the graph. Did you mean city:oslo?"]),
        ("?x a kk:Unused", ["kk:Unused is in the ontology, but no statement here uses it."]),
        ("?x kk:unused ?y", ["kk:unused is in the ontology, but no statement here uses it."]),
        ("?x <urn:zz> ?y", ["<urn:zz> is not in the graph."]),
        ("?x nowhere:y ?y", []),
        (f"GRAPH <{S2}> {{ ?x kk:zz ?o }}", ["kk:zz is not in the ontology."]),
        ("?x kk:note 'Bright'", []),
        ("?x kk:note 'Bright'@en", ["In the data the text 'Bright' has another language tag; write 'Bright'."]),  # noqa: E501 - as it is said
        ("?x skos:altLabel 'Kristiania'", ["In the data the text 'Kristiania' has another language tag; write 'Kristiania'@da."]),  # noqa: E501 - as it is said
        ("?x kk:since '2019'", ["In the data '2019' is written \"2019\"^^xsd:gYear."]),
        ("?x kk:size '12'", ["In the data '12' is written 12."]),
        ("?x kk:fee '1.5'", ["In the data '1.5' is written 1.5."]),
        ("?x a 'City'", ["'City' is a term of the ontology, no text; write kk:City."]),
        ("?x kk:isMemberOf 'Bright'", ["In the data the text 'Bright' stands after kk:note."]),
        ("?x ?p 'Nothing'", []),
        ("?x ?p ''", []),
    ],
)  # fmt: skip
def test_why_a_query_finds_nothing(store, text, said):
    """A term or thing that is not there, nearly so or unused; a text that is written otherwise."""
    assert notes(store, text) == said


def test_each_reason_once_and_few(store):
    """A name is looked into once; five of them; days are told of, once."""
    text = "?x a kk:Zzzzzz, kk:Zzzzzz . " + " ".join(f"?x a kk:Qqqqqq{n} ." for n in range(9))
    found = notes(store, text)
    assert (len(found), len(set(found))) == (5, 5)
    dates = notes(store, 'FILTER(?d < "2020-01-01"^^xsd:date && ?e < "2020"^^xsd:gYear)')
    assert len(dates) == 1
    assert "type xsd:date" in dates[0]


def test_a_graph_without_sources(mini_project):
    """That alone is told."""
    empty = Store(mini_project, ox.Store(), stated=False, inferred=True)
    (said,) = notes(empty, "?x a kk:Zzzzzz")
    assert "no sources" in said


def test_what_is_not_empty_is_left_alone(store):
    """Rows, and an answer of yes."""
    for result in (
        Table(("x",), ((ox.Literal("1"),),), About("en", text="kk:Zzz")),
        Answer(value=True),
    ):
        assert emptiness.explained(store, result) is result


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("?s kk:p 'a' , \"b\"@da", ["'a'", '"b"']),
        ("?s kk:p 'a'^^xsd:string", []),
        ("FILTER(CONTAINS(?x, 'a'))", []),
        ("FILTER(CONTAINS(LCASE('a'), ?x))", ["'a'"]),
        ("FILTER(regex(?x, 'a') || ?x = 'b')", ["'b'"]),
        ("FILTER(?x IN ('a', 'b'))", ["'a'", "'b'"]),
        ("?s kk:p 12 ; ?q 13 ; <urn:r> 14", ["12", "14"]),
        ("LIMIT 12", []),
        (") 'a'", ["'a'"]),
    ],
)
def test_texts_that_a_value_has_to_equal(text, found):
    """No pieces of texts, none with a type; numbers only after a property."""
    every = literals._whole(list(tokens(text)))  # noqa: SLF001 - what is looked into
    assert [token.text for _, token, _ in every] == found


def test_what_is_around_a_text():
    """The token before and the one after; nothing at the ends."""
    ((before, token, after),) = literals._whole(list(tokens("'a'")))  # noqa: SLF001 - same
    assert (before.text, token.text, after.text) == ("", "'a'", "")
    assert isinstance(before, Token)


# Values of a saved query.


def parameter(name, type_="year", **more):
    """Return a parameter."""
    return Parameter(name=name, type=type_, label={"da": f"{name} da", "en": name.upper()}, **more)


def reasons(store, monkeypatch, parameters, values, rows):
    """Return what the values of a query have to do with its having no rows.

    `rows`: what gives how many rows some values have.
    """
    query = SimpleNamespace(parameters=parameters)

    def run(_store, _query, values, _lang):
        return [None] * rows(values)

    monkeypatch.setattr(emptiness.queries, "run", run)
    return list(emptiness._Reasons(store, "en").of_values(query, values))  # noqa: SLF001 - what is told


def test_a_value_that_takes_the_last_row(store, monkeypatch):
    """Only if there are rows without it, and it may be left out."""
    optional = (parameter("a", optional=True), parameter("b", optional=True))
    both = {"a": "1", "b": "2"}
    rows = lambda values: {"b": 3}.get("".join(sorted(values)), 0)  # noqa: E731
    found = reasons(store, monkeypatch, optional, both, rows)
    assert found == ["Without “A: 1” there are 3 rows."]
    needed = (parameter("a"), parameter("b"))
    assert reasons(store, monkeypatch, needed, both, rows) == []


def test_a_default_that_takes_the_last_row(store, monkeypatch):
    """The first other value that has rows is named."""
    one = (parameter("a", "enum", values=("x", "y", "z"), default="x"),)
    rows = lambda values: {"y": 1, "z": 5}.get(values.get("a"), 0)  # noqa: E731
    assert reasons(store, monkeypatch, one, {}, rows) == [
        "A is x unless you say otherwise; with y there is 1 row."
    ]
    assert reasons(store, monkeypatch, one, {}, lambda _: 0) == []
    number = (parameter("a", "integer", default="9"),)
    assert "with 1" in reasons(store, monkeypatch, number, {}, lambda _: 2)[0]
    year = (parameter("a", "year", default="9"),)
    assert reasons(store, monkeypatch, year, {}, lambda _: 2) == []
    assert reasons(store, monkeypatch, (parameter("a", "enum", values=("x", "y")),), {}, rows) == []


@pytest.mark.parametrize(
    ("values", "is_told"),
    [
        ({"from": "2020-02-01", "to": "2020-01-01"}, True),
        ({"from": "2020-01-01", "to": "2020-01-01"}, False),
        ({"from": "2020-01-01"}, False),
        ({"from": "2021-01-01"}, True),
    ],
)
def test_a_period_that_goes_backwards(store, monkeypatch, values, is_told):
    """Its first day after its last, a default among them."""
    days = (parameter("from", "date"), parameter("to", "date", default="2020-06-01"))
    found = reasons(store, monkeypatch, days, values, lambda _: 0)
    assert bool(found) is is_told
    if is_told:
        assert found[0].startswith(f"FROM ({values['from']}) comes after TO (20")
    alone = (parameter("from", "date"),)
    assert reasons(store, monkeypatch, alone, values, lambda _: 0) == []


@pytest.mark.parametrize(
    ("example", "type_", "is_told"),
    [
        ("Lights", "entity(kk:Network)", True),
        ("Bergen", "entity(kk:City)", False),
        (None, "entity(kk:City)", False),
        ("Lights", "entity(any)", False),
        ("Nowhere", "entity(kk:Network)", False),
    ],
)
def test_a_thing_of_another_kind(store, monkeypatch, example, type_, is_told):
    """Than the example is, where the kind matters and the example is there."""
    things = {"Oslo": OSLO, "Lights": NET, "Bergen": BERGEN}
    monkeypatch.setattr(emptiness, "term", lambda *given: ox.NamedNode(things[given[-1]]))
    monkeypatch.setattr(emptiness, "is_there", lambda *given: given[-1] in things)
    one = parameter("a", type_, example=example)
    found = list(emptiness._Reasons(store, "en").kind(one, "Oslo"))  # noqa: SLF001 - what is told
    assert bool(found) is is_told
    if is_told:
        assert found[0].startswith("Oslo is of the kind city; the question is for things like Lig")
        assert "kkgraph show city:oslo" in found[0]


@pytest.mark.parametrize(
    ("iri", "name"),
    [(OSLO, "city"), (terms.thing("city/nowhere"), "city"), ("https://example.org/x", "")],
)
def test_the_kind_of_a_thing(store, iri, name):
    """By its IRI, whether it is there or not; a stranger has none."""
    assert emptiness._Reasons(store, "en").class_of(iri) == name  # noqa: SLF001 - what is told
