"""How names are held against a few made up here: scores, what is sure, and the API's documents."""

import json
import math

import pyoxigraph as ox
import pytest

from kkgraph import __version__, terms
from kkgraph.entities.search import Spelling
from kkgraph.errors.reconciling import ColumnNotFound, RequestIllFormed, TableIllFormed
from kkgraph.reconciliation import candidates as matching
from kkgraph.reconciliation import card, names, properties, service, sheet
from kkgraph.reconciliation.candidates import Asked, Candidate, candidates
from kkgraph.store import Store

OSLO, BERGEN, TRENTO = (terms.thing(f"city/{one}") for one in ("oslo", "bergen", "trento"))
NETWORK, NORWAY = terms.thing("network/nordic-lights"), terms.thing("country/norge")
OTHER = terms.thing("network/lights")
CITY, NET, COUNTRY = (terms.term(name) for name in ("City", "Network", "Country"))
DATA = f"""
@prefix kk: <{terms.KK}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{OSLO}> a kk:City ; skos:prefLabel "Oslo" ; skos:altLabel "Kristiania" ;
  kk:isLocatedIn <{NORWAY}> ; kk:population 700000 ; kk:note "a" , "b" , "c" .
<{BERGEN}> a kk:City ; skos:prefLabel "Bergen" ; kk:isLocatedIn <{NORWAY}> .
<{TRENTO}> a kk:City , kk:Network ; skos:prefLabel "Trento" .
<{NORWAY}> a kk:Country ; skos:prefLabel "Norge"@da , "Norway"@en ;
  dcterms:identifier "ISO 3166-1 alpha-2: NO" .
<{NETWORK}> a kk:Network ; skos:prefLabel "Nordic Lights (network of towns)" ;
  skos:altLabel "NLN" .
<{OTHER}> a kk:Network ; skos:prefLabel "Lights" ; dcterms:identifier "NO" .
kk:City a owl:Class ; rdfs:label "by"@da , "city"@en .
kk:Network a owl:Class ; rdfs:label "netværk"@da , "network"@en .
kk:Country a owl:Class ; rdfs:label "land"@da , "country"@en .
kk:isLocatedIn a owl:ObjectProperty ; rdfs:label "ligger i"@da , "is located in"@en .
kk:population a owl:DatatypeProperty ; rdfs:label "indbyggere"@da , "population"@en .
kk:note a owl:DatatypeProperty ; rdfs:label "note" .
"""


@pytest.fixture(scope="module")
def index(mini_project):
    """Return the names of six things."""
    graph = ox.Store()
    graph.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    return names.build(Store(mini_project, graph, stated=False, inferred=True))


def found(index, text, **asked):
    """Return the candidates: last part of the IRI, score, whether it is the match."""
    every = candidates(index, Asked(text, **asked))
    return [(one.thing.rpartition("/")[2], one.score, one.match) for one in every]


# Scores.


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Oslo", ("oslo", 100.0, True)),
        (" oSLO ", ("oslo", 100.0, True)),
        ("Óslo", ("oslo", 95.0, True)),
        ("kristiania", ("oslo", 95.0, True)),
        ("Kristianja", ("oslo", 90.0, True)),
        ("Nordic Lights (network of towns)", ("nordic-lights", 100.0, True)),
        ("Nordic Lights", ("nordic-lights", 95.0, True)),
        # All its words are a name's: 0.85 of what is alike, and never sure.
        ("Lights of sea", ("lights", 85.0, False)),
        # A name and one letter more, of few letters: another name as well as not.
        ("Trent", ("trento", 90.9, False)),
        ("NLNN", ("nordic-lights", 85.7, False)),
        ("country:norge", ("norge", 100.0, True)),
        ("iso 3166-1 alpha-2: no", ("norge", 90.0, False)),
    ],
)
def test_scores(index, text, best):
    """100 the label, 95 another spelling, below that by letters; codes are not sure alone."""
    assert found(index, text)[0] == best


@pytest.mark.parametrize("text", ["Xyzzy", "Ox"])
def test_nothing_alike(index, text):
    """Below sixty nothing is proposed."""
    assert found(index, text) == []


def test_codes(index):
    """A code of two things is open; one of the classes asked for is sure."""
    assert found(index, "NO")[:2] == [("norge", 90.0, False), ("lights", 90.0, False)]
    assert found(index, "NO", types=(COUNTRY,)) == [("norge", 100.0, True)]
    assert found(index, "no", types=(NET,)) == [("lights", 100.0, True)]


def test_classes(index):
    """One of them, all of them, or if need be none, which costs ten."""
    assert found(index, "Trento", types=(CITY, COUNTRY)) == [("trento", 100.0, True)]
    assert found(index, "Trento", types=(CITY, NET), strict="all") == [("trento", 100.0, True)]
    assert found(index, "Oslo", types=(CITY, NET), strict="all") == []
    assert found(index, "Oslo", types=(NET,)) == []
    assert found(index, "Oslo", types=(NET,), strict="should") == [("oslo", 90.0, True)]
    (one,) = candidates(index, Asked("Oslo", (NET,), "should"))
    assert one.features == {"name": 100.0, "type": 0.0}
    (one,) = candidates(index, Asked("Oslo", (CITY,)))
    assert one.features == {"name": 100.0, "type": 100.0}


def test_values(index):
    """A value that agrees costs nothing, another twenty; one that is not there tells nothing."""
    place = lambda *said: (("isLocatedIn", said),)  # noqa: E731
    assert found(index, "Oslo", properties=place("Norge")) == [("oslo", 100.0, True)]
    assert found(index, "Oslo", properties=place("Italy", "norway")) == [("oslo", 100.0, True)]
    assert found(index, "Oslo", properties=place("Italy")) == [("oslo", 80.0, False)]
    assert found(index, "Trento", properties=place("Italy")) == [("trento", 100.0, True)]
    (one,) = candidates(index, Asked("Oslo", (), "any", place("Italy")))
    assert one.features == {"name": 100.0, "isLocatedIn": 0.0}
    (one,) = candidates(index, Asked("Oslo", (), "any", place("Norge")))
    assert one.features == {"name": 100.0, "isLocatedIn": 100.0}


def test_values_alone(index):
    """Without a name, what has the values; a value that is not there is none."""
    two = found(index, " ", properties=(("isLocatedIn", ("Norge",)),))
    assert two == [("bergen", 100.0, False), ("oslo", 100.0, False)]
    known = (("isLocatedIn", ("Norge",)), ("population", ("700000",)))
    assert found(index, "", properties=known) == [("oslo", 100.0, True)]
    assert found(index, "", properties=(("isLocatedIn", ("Italy",)),)) == []


def test_as_many_as_are_wanted(index):
    """The best come, and whether one is a match is seen among all."""
    asked = (("isLocatedIn", ("Norge",)),)
    assert found(index, "", properties=asked, limit=1) == [("bergen", 100.0, False)]


def one(thing, score, *, sure=True):
    """Return a candidate."""
    return Candidate(thing, score, "x", sure)


@pytest.mark.parametrize(
    ("ordered", "is_match"),
    [
        ([one("a", 100)], True),
        ([one("a", 100, sure=False)], False),
        ([one("a", 90)], True),
        ([one("a", 89.9)], False),
        ([one("a", 100), one("b", 95)], False),
        ([one("a", 100), one("b", 94.9)], True),
        # Beside what is spelt exactly, what is only alike is no rival, however near.
        ([one("a", 95), one("b", 94)], True),
        ([one("a", 95), one("b", 95)], False),
        ([one("a", 94), one("b", 89)], False),
        ([one("a", 94), one("b", 88.9)], True),
    ],
)
def test_match(ordered, is_match):
    """What is sure, is spelt nearly so and has no rival."""
    assert matching._is_match(ordered) is is_match  # noqa: SLF001 - the rule


@pytest.mark.parametrize(
    ("key", "spelling", "is_slip"),
    [
        ("bergem", "Bergen", True),
        ("osla", "Oslo", False),
        ("berge", "BERGEN", False),
        ("trent", "Trento", False),
        ("trentoo", "Trento", False),
        ("lovetrento", "Love trento", True),
        ("copenhag", "Copenhagen", True),
        ("agenda 21", "Agenda 20", False),
        ("agenda 21", "Agendo 21", True),
        ("north seas town", "North sea town", True),
        ("north sea town", "North bay town", False),
        ("north sea", "North sea town", False),
    ],
)
def test_slip(key, spelling, is_slip):
    """Letters may differ; not the numbers, a word, few letters, nor a short name's end."""
    assert matching._is_slip(key, spelling) is is_slip  # noqa: SLF001 - the rule


def test_the_best_of_each():
    """A thing comes once, with its best score, of equal ones what is sure."""
    every = [one("a", 90), one("a", 95, sure=False), one("a", 95), one("a", 80), one("b", 1)]
    assert list(matching._best(every)) == [one("a", 95), one("b", 1)]  # noqa: SLF001 - the rule


# Names.


def test_names_of_a_spelling():
    """What stands before brackets that explain is a name, too, and never the label."""
    spelt = lambda text: [(n.text, n.rank) for n in names._names(Spelling("t", text, None, 0))]  # noqa: E731, SLF001
    assert spelt("Oslo") == [("Oslo", 0)]
    assert spelt("Oslo (city)") == [("Oslo (city)", 0), ("Oslo", 1)]
    assert spelt("(city)") == [("(city)", 0)]
    assert spelt("A (b) c") == [("A (b) c", 0)]


def test_index(index):
    """Things have their classes and codes; a class of another vocabulary, and a term, are none."""
    assert index.classes[TRENTO] == {CITY, NET}
    assert set(index.classes) == {OSLO, BERGEN, TRENTO, NORWAY, NETWORK, OTHER}
    assert index.codes == {"iso 3166-1 alpha-2: no": (NORWAY,), "no": (NORWAY, OTHER)}
    assert [name.text for name in index.names["nordic lights"]] == ["Nordic Lights"]


@pytest.mark.parametrize(
    ("text", "cls", "thing"),
    [
        ("City", CITY, terms.thing("City")),
        ("kk:City", CITY, CITY),
        ("urn://x", "urn://x", "urn://x"),
        ("city/oslo", terms.KK + "city/oslo", OSLO),
        ("city:oslo", OSLO, OSLO),
    ],
)
def test_what_is_called_how(text, cls, thing):
    """An IRI, a CURIE, or what follows the space of names."""
    assert (names.class_of(text), names.thing_of(text)) == (cls, thing)


def test_local_names():
    """What follows the space of things or classes."""
    assert names.local(OSLO) == "city/oslo"
    assert names.local(CITY) == "City"
    assert names.local("urn:x") == "urn:x"


# Properties.


def test_known_properties(index):
    """Ours first, then the vocabulary's by name, each in the language."""
    found = properties.known(index.store, "da")
    assert [one.name for one in found[: len(properties.PATTERNS)]] == list(properties.PATTERNS)
    rest = found[len(properties.PATTERNS) :]
    assert [one.name for one in rest] == ["isLocatedIn", "note", "population"]
    assert rest[0].label == "ligger i"
    assert found[0].label != properties.known(index.store, "en")[0].label


def test_properties_of_a_class(index):
    """Those that a thing of it has."""
    have = lambda cls: {one.name for one in properties.of_class(index.store, cls, "en")}  # noqa: E731
    assert have(CITY) == {
        *("kind", "country", "country-code", "place", "spellings"),
        *("isLocatedIn", "note", "population"),
    }
    assert have(COUNTRY) == {"kind", "country-code", "code", "label-da", "label-en"}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("country", [NORWAY]),
        ("country-code", ["NO"]),
        ("place", [NORWAY]),
        ("kk:note", ["a", "b", "c"]),
        (terms.KK + "note", ["a", "b", "c"]),
        ("note", ["a", "b", "c"]),
        ("kind", [CITY]),
        ("nothing", None),
        ("no iri://", None),
    ],
)
def test_values_of_a_thing(index, name, values):
    """By a name of ours, a local one, a CURIE or an IRI; sorted, and only where there are any."""
    said = properties.values(index.store, [OSLO, NETWORK], name).get(OSLO)
    assert (said and [one.value for one in said]) == values
    assert (NETWORK in properties.values(index.store, [OSLO, NETWORK], name)) is (name == "kind")


@pytest.mark.parametrize(
    ("said", "wanted", "agrees"),
    [
        ([], ["x"], None),
        ([ox.Literal("A-b")], ["a b"], True),
        ([ox.Literal("a")], ["b"], False),
        ([ox.Literal("a"), ox.Literal("b")], ["b"], True),
        ([ox.Literal("a")], [], False),
        ([ox.NamedNode(NORWAY)], ["norway"], True),
        ([ox.NamedNode(NORWAY)], ["country/norge"], True),
        ([ox.NamedNode(NORWAY)], [NORWAY], True),
        ([ox.NamedNode(NORWAY)], ["country:norge"], True),
        ([ox.NamedNode("urn:x")], ["urn:x"], True),
        ([ox.NamedNode(NORWAY)], ["Sverige"], False),
    ],
)
def test_agreement(index, said, wanted, agrees):
    """A thing by its IRI, path, CURIE and labels; a text by its letters; nothing of nothing."""
    assert properties.agreement(index.store, said, wanted) is agrees


# The API's documents.


def test_manifest():
    """What the specification asks for, at the addresses given."""
    found = service.manifest("http://h/reconcile", "en", "Made")
    assert found["versions"] == ["0.2"]
    assert found["serviceVersion"] == __version__
    assert (found["identifierSpace"], found["schemaSpace"]) == (terms.thing(""), terms.KK)
    assert found["view"] == {"url": "http://h/reconcile/view?id={{id}}"}
    preview = {"url": "http://h/reconcile/preview?id={{id}}", "width": 430, "height": 300}
    assert found["preview"] == preview
    for kind in ("entity", "type", "property"):
        wanted = {"service_url": "http://h/reconcile", "service_path": f"/suggest/{kind}"}
        assert found["suggest"][kind] == wanted
    proposes = {"service_url": "http://h/reconcile", "service_path": "/properties"}
    assert found["extend"]["propose_properties"] == proposes
    (setting,) = found["extend"]["property_settings"]
    assert (setting["name"], setting["type"], setting["default"]) == ("limit", "number", 0)
    assert "Made" in found["name"]
    assert {"id": "City", "name": "City"} in found["defaultTypes"]


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '"x"', "[" * 100_000])
def test_no_object(text):
    """What is no JSON, and what is no object, is refused with an example."""
    with pytest.raises(RequestIllFormed, match="queries="):
        service.read(text, "queries")
    assert service.read('{"a": 1}', "queries") == {"a": 1}


@pytest.mark.parametrize(
    "query",
    [
        "Oslo",
        {"query": 3},
        {"query": " "},
        {},
        {"query": "", "properties": []},
        {"query": "x", "type_strict": "maybe"},
        {"query": "x", "properties": {"a": 1}},
        {"query": "x", "properties": ["a"]},
        {"query": "x", "properties": [{"pid": 3, "v": "x"}]},
        {"query": "x", "properties": [{"pid": "a"}]},
    ],
)
def test_query_that_is_none(index, query):
    """It is named by its key, and none of the batch is answered."""
    with pytest.raises(RequestIllFormed, match="q7"):
        service.batch(index, {"q0": {"query": "Oslo"}, "q7": query}, "en")


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({"query": "x"}, Asked("x", (), "any", (), 10)),
        ({"query": "x", "type": "City", "limit": 3}, Asked("x", (CITY,), "any", (), 3)),
        (
            {"query": "x", "type": ["City", {"id": "Network"}], "type_strict": "all"},
            Asked("x", (CITY, NET), "all", (), 10),
        ),
        (
            {"properties": [{"pid": "p", "v": ["a", {"id": "b"}, {"name": "c"}, {}, 3, True]}]},
            Asked("", (), "any", (("p", ("a", "b", "c", "", "3", "true")),), 10),
        ),
        (
            {"query": "x", "properties": [{"pid": "p", "v": 1.5}], "type": None},
            Asked("x", (), "any", (("p", ("1.5",)),), 10),
        ),
    ],
)
def test_query(query, asked):
    """Types, values and entities in each way that the API allows."""
    assert service._asked("q", query) == asked  # noqa: SLF001 - what is asked


@pytest.mark.parametrize(
    ("given", "limit"),
    [
        (None, 10),
        (0, 1),
        (1, 1),
        (7.9, 7),
        (100, 100),
        (101, 100),
        (-5, 1),
        (True, 10),
        ("5", 10),
        (math.nan, 10),
        (math.inf, 100),
    ],
)
def test_limit(given, limit):
    """From one to a hundred; ten for what is no number."""
    assert service._limit(given) == limit  # noqa: SLF001 - the rule


def test_answer(index):
    """A candidate has name, kind, classes, score and what the score is of."""
    (got,) = service.batch(index, {"q": {"query": "Oslo", "type": "City"}}, "da")["q"]["result"]
    assert got == {
        "id": "city/oslo",
        "name": "Oslo",
        "description": "by",
        "score": 100.0,
        "match": True,
        "type": [{"id": "City", "name": "by"}],
        "features": [{"id": "name", "value": 100.0}, {"id": "type", "value": 100.0}],
    }


def test_suggestions(index):
    """What begins so: things with their kinds, classes that have things, properties."""
    (oslo,) = service.suggest_entities(index, "osl", "en")["result"]
    assert oslo == {
        "id": "city/oslo",
        "name": "Oslo",
        "description": "city",
        "notable": [{"id": "City", "name": "city"}],
    }
    assert len(service.suggest_entities(index, "lights", "en", 1)["result"]) == 1
    classes = lambda text, lang="en": [  # noqa: E731
        one["id"] for one in service.suggest_types(index, text, lang)["result"]
    ]
    assert (classes("ci"), classes("netv", "da"), classes("netw", "da")) == (
        ["City"],
        ["Network"],
        ["Network"],
    )
    assert set(classes("")) == {"City", "Country", "Network"}
    assert classes("zz") == []
    assert len(service.suggest_types(index, "", "en", 2)["result"]) == 2


@pytest.mark.parametrize(
    ("text", "limit", "found"),
    [
        ("li", 9, ["b", "a", "c"]),
        ("LI", 2, ["b", "a"]),
        ("lights", 9, ["b", "a", "c"]),
        ("", 9, ["a", "b", "c", "d"]),
        ("zz", 9, []),
    ],
)
def test_beginnings(text, limit, found):
    """A word of any name begins so; names that begin so as a whole come first."""
    names = {
        "a": ("Green lights",),
        "b": ("Lights",),
        "c": ("x", "of lights"),
        "d": ("Moonlights",),
    }
    offered = [({"id": one, "name": name}, tuple(more)) for one, (name, *more) in names.items()]
    got = service._beginning(text, offered, limit)  # noqa: SLF001 - what all suggestions go through
    assert [one["id"] for one in got] == found


def test_proposed(index):
    """Properties that things of a class have, no more than are wanted."""
    got = service.propose(index, "Country", "en", 2)
    assert (got["type"], got["limit"], len(got["properties"])) == ("Country", 2, 2)
    assert got["properties"][0]["id"] == "kind"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"ids": ["a"]},
        {"ids": "a", "properties": []},
        {"ids": [], "properties": {}},
        {"ids": [3], "properties": []},
        {"ids": [], "properties": ["p"]},
        {"ids": [], "properties": [{"id": 3}]},
        {"ids": [], "properties": [{"id": "p", "settings": [1]}]},
    ],
)
def test_extension_that_is_none(index, query):
    """It is refused with an example."""
    with pytest.raises(RequestIllFormed, match="extend="):
        service.extend(index, query, "en")


def test_extension(index):
    """Each thing has each property, empty where it has no value, no more than are wanted."""
    wanted = [
        {"id": "country"},
        {"id": "note", "settings": {"limit": 2}},
        {"id": "population", "settings": None},
        {"id": "nothing"},
    ]
    got = service.extend(index, {"ids": ["city/oslo", "none"], "properties": wanted}, "en")
    assert got["meta"][1:] == [
        {"id": "note", "name": "note"},
        {"id": "population", "name": "population"},
        {"id": "nothing", "name": "nothing"},
    ]
    assert got["rows"] == {
        "city/oslo": {
            "country": [{"id": "country/norge", "name": "Norway"}],
            "note": [{"str": "a"}, {"str": "b"}],
            "population": [{"float": 700000.0}],
            "nothing": [],
        },
        "none": {"country": [], "note": [], "population": [], "nothing": []},
    }
    assert service.extend(index, {"ids": [], "properties": []}, "en") == {"meta": [], "rows": {}}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1.5", "decimal", {"float": 1.5}),
        ("2", "integer", {"float": 2.0}),
        ("true", "boolean", {"bool": True}),
        ("1", "boolean", {"bool": True}),
        ("false", "boolean", {"bool": False}),
        ("2020-01-01", "date", {"str": "2020-01-01"}),
    ],
)
def test_value_as_the_api_has_it(index, text, kind, value):
    """Numbers and truths by their kind, the rest as text."""
    literal = ox.Literal(text, datatype=ox.NamedNode(terms.XSD + kind))
    assert service._value(index, literal, "en") == value  # noqa: SLF001 - what is told


def test_other_values_as_the_api_has_them(index):
    """A thing and a class by name, another IRI and what is neither as text."""
    value = lambda term: service._value(index, term, "en")  # noqa: E731, SLF001
    assert value(ox.NamedNode(CITY)) == {"id": "City", "name": "city"}
    assert value(ox.NamedNode("urn:x")) == {"str": "urn:x"}
    assert value(ox.BlankNode("b")) == {"str": "_:b"}


def test_card(index):
    """Name, kind and CURIE, what it is tied to, no row for what is not said."""
    page = card.card(index.store, OSLO, "da")
    assert page.startswith('<!doctype html>\n<html lang="da">')
    assert "<title>Oslo</title>" in page
    assert '<p class="kind">by · city:oslo</p>' in page
    assert "<dd>Norge </dd>" in page
    assert page.count("<dt>") == 1


def test_a_card_is_short(index, monkeypatch):
    """Of many values it has four, and says how many more there are."""
    many = [ox.Literal(text) for text in "vwxyz"]
    for some, said in ((many, "v, w, x, y and 1 more"), (many[:4], "v, w, x, y ")):
        monkeypatch.setattr(card.properties, "values", lambda *_, some=some: {OSLO: some})
        assert f"<dd>{said}</dd>" in card._row(index.store, OSLO, "country", "en")  # noqa: SLF001


# A file.


def table(index, tmp_path, text, **more):
    """Return the rows of a file with what its names mean, and the counts."""
    path = tmp_path / "names.csv"
    path.write_text(text, "utf-8")
    got, counts = sheet.reconciled(index, path, more.pop("column", "by"), (), "en")
    return got.decode().splitlines(), counts


def test_file(index, tmp_path):
    """A match has its IRI and label, others their candidates, none a nought; no row is lost."""
    text = "\ufeffn;by\n1;Oslo\n2;Trent\n3;\n\n4;Xyzzy\n5;Oslo\n"
    rows, counts = table(index, tmp_path, text)
    assert rows == [
        "n;by;by_match;by_label;by_confidence;by_candidates",
        f'1;Oslo;{OSLO};Oslo;100;"city:oslo (Oslo) 100"'.replace('"', ""),
        "2;Trent;;;90.9;city:trento (Trento) 90.9",
        "3;;;;0;",
        "4;Xyzzy;;;0;",
        f"5;Oslo;{OSLO};Oslo;100;city:oslo (Oslo) 100",
    ]
    assert counts == (2, 1, 1)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(index, tmp_path, separator):
    """That of the first line, and the one that is added with."""
    rows, _ = table(index, tmp_path, f"by{separator}n\nOslo{separator}1\n")
    assert rows[0].split(separator)[:3] == ["by", "n", "by_match"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("by,n\nOslo,1\n\nBergen\n", 4),
        ("by,n\nOslo,1,2\n", 2),
        ('by,n\nOslo,1\n"a"b,2\n', 3),
        ("", 1),
        ("\n\n", 1),
    ],
)
def test_no_table(index, tmp_path, text, line):
    """It is told on which line."""
    with pytest.raises(TableIllFormed, match=rf"names\.csv:{line}\b"):
        table(index, tmp_path, text)


def test_no_such_column(index, tmp_path):
    """Those that there are are named."""
    with pytest.raises(ColumnNotFound, match="by, n"):
        table(index, tmp_path, "by,n\n", column="city")


def test_documents_are_json(index):
    """All that is told can be written."""
    query = {"q": {"query": "Oslo", "properties": [{"pid": "country", "v": "Norge"}]}}
    assert json.loads(json.dumps(service.batch(index, query, "en")))
