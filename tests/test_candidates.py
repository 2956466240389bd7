"""What a name may mean, on a few names made up here; what the service reads and answers."""

import csv
import io
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.comparison import by_survey, sentences
from kkgraph.comparison.shared import Common, Comparison, Fee
from kkgraph.editions.joining import Joined
from kkgraph.entities.search import Spelling
from kkgraph.errors.reconciling import ColumnNotFound, RequestIllFormed, TableIllFormed
from kkgraph.reconciliation import candidates as found
from kkgraph.reconciliation import card, names, properties, service, sheet
from kkgraph.reconciliation.candidates import Asked, Candidate
from kkgraph.reconciliation.names import Index, Name
from kkgraph.tables import About, Answer, Column, Table

CITY, NETWORK = terms.term("City"), terms.term("Network")
OSLO, TRENTO, NET, OTHER = (
    terms.thing(one) for one in ("city/oslo", "city/trento", "network/net", "network/oslo")
)
GRAPH = ox.Store()
for iri, name in ((OSLO, "Oslo"), (TRENTO, "Trento"), (NET, "Climate Network"), (OTHER, "Oslo 21")):
    label = ox.Literal(name, language="en")
    GRAPH.add(ox.Quad(ox.NamedNode(iri), ox.NamedNode(terms.PREF_LABEL), label))
STORE = SimpleNamespace(graph=GRAPH)
NAMES = {
    "oslo": (Name(OSLO, "Oslo", 0),),
    "kristiania": (Name(OSLO, "Kristiania", 1),),
    "trento": (Name(TRENTO, "Trento", 0),),
    "climate network": (Name(NET, "Climate Network", 0),),
    "oslo 21": (Name(OTHER, "Oslo 21", 0),),
}
CLASSES = {OSLO: frozenset({CITY, "up"}), TRENTO: frozenset({CITY}), NET: frozenset({NETWORK}),
           OTHER: frozenset({NETWORK})}  # fmt: skip
INDEX = Index(STORE, NAMES, {"no": (OSLO,)}, CLASSES)


def best(text, **given):
    """Return the candidates: local name, score, and whether it is the match."""
    return [
        (names.local(one.thing), one.score, one.match)
        for one in found.candidates(INDEX, Asked(text, **given))
    ]


# Names.


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Oslo", ("city/oslo", 100, True)),
        (" oslo ", ("city/oslo", 100, True)),
        ("Kristiania", ("city/oslo", 95, True)),
        ("Trent", ("city/trento", 90.9, False)),  # only ends otherwise
        ("Climate Netwerk", ("network/net", 93.3, True)),
        ("Network Climate", ("network/net", 85, False)),  # words in common are not sure
    ],
)
def test_what_a_name_means(text, first):
    """The label at 100, another spelling at 95, below that how alike the letters are."""
    assert best(text)[0] == first


def test_what_is_nothing_like_a_name():
    """It has no candidates; a bare code is sure only of the classes that are asked for."""
    assert best("Zzzzzz") == []
    assert best("NO")[0] == ("city/oslo", 90, False)
    assert best("no", types=(CITY,))[0] == ("city/oslo", 100, True)
    assert best("NO", types=(NETWORK,)) == []


@pytest.mark.parametrize(
    ("types", "strict", "expected"),
    [
        ((CITY,), "any", ("city/oslo", 100, True)),
        ((CITY, "up"), "all", ("city/oslo", 100, True)),
        ((CITY, "none"), "any", ("city/oslo", 100, True)),
        ((NETWORK,), "should", ("city/oslo", 90, False)),
    ],
)
def test_classes_that_are_asked_for(types, strict, expected):
    """Any of them, or all; what should fit and does not has ten less."""
    assert best("Oslo", types=types, strict=strict)[0][:2] == expected[:2]
    if strict != "should":
        assert best("Oslo", types=types, strict=strict)[0] == expected


def test_classes_that_do_not_fit():
    """Others are no candidates."""
    assert all(name != "city/oslo" for name, _, _ in best("Oslo", types=(NETWORK,)))
    assert all(n != "city/oslo" for n, _, _ in best("Oslo", types=(CITY, "no"), strict="all"))


def test_values_that_are_asked_for(monkeypatch):
    """A value that disagrees takes twenty; one that is not there nothing, but by values alone."""
    said = {OSLO: [ox.Literal("north")], TRENTO: [ox.Literal("south")]}
    monkeypatch.setattr(found, "values", lambda *_: said)
    asked = {"properties": (("side", ("north",)),)}
    (one,) = [c for c in found.candidates(INDEX, Asked("Oslo", **asked)) if c.thing == OSLO]
    assert (one.score, one.features) == (100, {"name": 100, "side": 100})
    (one,) = [c for c in found.candidates(INDEX, Asked("Trento", **asked)) if c.thing == TRENTO]
    assert (one.score, one.features, one.match) == (80, {"name": 100, "side": 0}, False)
    by_value = found.candidates(INDEX, Asked("", **asked))
    assert [(c.thing, c.score) for c in by_value] == [(OSLO, 100)]
    assert len(found.candidates(INDEX, Asked("", limit=1, **asked))) == 1


@pytest.mark.parametrize(
    ("key", "spelling", "is_slip"),
    [
        ("trentoo", "Trento", False), ("climate netwerk", "Climate Network", True),
        ("oslp", "Oslo", False), ("oslo 22", "Oslo 21", False), ("euroc", "EUROC", False),
        ("climatenetwork", "Climate Network", True),
        ("a climate network", "Climate Network", False),
        ("gothenbrug", "Gothenburg", True), ("trante", "Trento", False),
    ],
)  # fmt: skip
def test_what_can_only_be_misspelt(key, spelling, is_slip):
    """The same numbers, word for word alike; not short ones, acronyms, or other ends."""
    assert found._is_slip(key, spelling) is is_slip  # noqa: SLF001 - what is sure


@pytest.mark.parametrize(
    ("scores", "is_match"),
    [
        ([(100, True)], True), ([(90, True)], True), ([(89.9, True)], False),
        ([(100, False)], False),
        ([(100, True), (100, True)], False), ([(100, True), (95, True)], False),
        ([(100, True), (94.9, True)], True), ([(95, True), (94, True)], True),
        ([(94, True), (90, True)], False), ([(94, True), (88, True)], True),
    ],
)  # fmt: skip
def test_when_a_candidate_is_the_match(scores, is_match):
    """It is sure and no other is near it; what is only alike is not near what is exact."""
    ordered = [Candidate(f"urn:{n}", score, "x", sure) for n, (score, sure) in enumerate(scores)]
    assert found._is_match(ordered) is is_match  # noqa: SLF001 - what is matched


def test_each_thing_once():
    """By the spelling that fits best; of two alike the sure one."""
    one, two, sure = (
        Candidate(OSLO, score, "x", is_sure)
        for score, is_sure in ((90, True), (95, False), (95, True))
    )
    assert list(found._best([one, two])) == [two]  # noqa: SLF001 - which is kept
    assert list(found._best([two, sure, one])) == [sure]  # noqa: SLF001 - same
    assert list(found._best([sure, two])) == [sure]  # noqa: SLF001 - same


def test_names_of_things(mini):
    """Every spelling of things, also what stands before brackets; classes and codes."""
    made = names.build(mini)
    assert {one.thing for one in made.names["oslo"]} == {OSLO}
    assert [one.rank for one in made.names["lighthouse"]] == [0]
    assert CITY in made.classes[OSLO]
    assert all(terms.kind_of(thing) in terms.THING_KINDS for thing in made.classes)
    bracketed = list(names._names(Spelling(OSLO, "Oslo (city)", None, 0)))  # noqa: SLF001 - of one spelling
    assert bracketed == [Name(OSLO, "Oslo (city)", 0), Name(OSLO, "Oslo", 1)]
    assert list(names._names(Spelling(OSLO, "(x)", None, 2))) == [Name(OSLO, "(x)", 2)]  # noqa: SLF001 - same
    graph = ox.Store()
    code = ox.Literal("ISO 3166-1 alpha-2: NO")
    graph.add(ox.Quad(ox.NamedNode(OSLO), ox.NamedNode(terms.IDENTIFIER), code))
    codes = names._codes(SimpleNamespace(graph=graph))  # noqa: SLF001 - by code
    assert codes == {"iso 3166-1 alpha-2: no": (OSLO,), "no": (OSLO,)}
    for short, whole in (("city/oslo", OSLO), ("City", CITY)):
        assert names.local(whole) == short
    assert names.class_of("City") == names.class_of("kk:City") == names.class_of(CITY) == CITY
    assert (
        names.thing_of("city/oslo") == names.thing_of("city:oslo") == names.thing_of(OSLO) == OSLO
    )


def test_an_identifier_is_sure(mini):
    """By CURIE, IRI or an outside record's, whatever else is alike."""
    made = names.build(mini)
    for text in ("city:oslo", OSLO, "http://www.wikidata.org/entity/Q585"):
        first = found.candidates(made, Asked(text))[0]
        assert (first.thing, first.score, first.sure, first.match) == (OSLO, 100, True, True)


# Values.


@pytest.mark.parametrize(
    ("said", "wanted", "agrees"),
    [
        ([], ("x",), None), ([ox.Literal("Xå")], ("xå",), True), ([ox.Literal("x")], ("y",), False),
        ([ox.Literal("x"), ox.Literal("y")], ("y",), True), ([ox.NamedNode(OSLO)], ("Oslo",), True),
        ([ox.NamedNode(OSLO)], (OSLO,), True), ([ox.NamedNode(OSLO)], ("city/oslo",), True),
        ([ox.NamedNode(OSLO)], ("Trento", "oslo"), True),
        ([ox.NamedNode(OSLO)], ("Trento",), False),
    ],
)  # fmt: skip
def test_values_that_agree(said, wanted, agrees):
    """Texts by their letters, things by IRI, path or label; None of what is not there."""
    assert properties.agreement(STORE, said, wanted) is agrees


def test_values_of_properties(mini):
    """By name here, or by the ontology's; sorted, and none of what is no property."""
    nordlys = terms.thing("network/nordlys")
    name = properties.values(mini, [OSLO], "label-en")
    assert [value.value for value in name[OSLO]] == ["Oslo"]
    listed = properties.values(mini, [nordlys, OSLO], "isListedIn")
    assert list(listed) == [nordlys]
    assert [value.value for value in listed[nordlys]] == [terms.section("1.1.1")]
    assert (
        properties.values(mini, [OSLO], "none") == properties.values(mini, [OSLO], "no iri") == {}
    )
    assert properties.values(mini, [nordlys], "kk:isListedIn") == listed
    known = [one.name for one in properties.known(mini, "en")]
    assert known[: len(properties.PATTERNS)] == list(properties.PATTERNS)
    assert known[len(properties.PATTERNS) :] == sorted(known[len(properties.PATTERNS) :])
    of_cities = {one.name for one in properties.of_class(mini, CITY, "en")}
    assert {"kind", "label-en"} <= of_cities
    assert "geonames" not in of_cities


# Files.


def filled(path, text, types=()):
    """Return the rows of a file with what its names mean, and the counts."""
    path.write_text(text, "utf-8")
    content, counts = sheet.reconciled(INDEX, path, "by", types, "en")
    return content.decode(), counts


def test_a_file_of_names(tmp_path):
    """A match with its label, what is open with its candidates, what is nothing, what is empty."""
    path = tmp_path / "x.csv"
    text, counts = filled(path, "n,by\n1,Oslo\n2,Trent\n3,Zzzzzz\n4,\n5,Oslo\n")
    header, *rows = csv.reader(io.StringIO(text))
    assert header == ["n", "by", "by_match", "by_label", "by_confidence", "by_candidates"]
    assert counts == (2, 1, 1)
    assert rows[0][2:5] == [OSLO, "Oslo", "100"]
    assert rows[0][5].startswith(f"{terms.shorten(OSLO)} (Oslo) 100; ")
    assert rows[1][2:5] == ["", "", "90.9"]
    assert rows[2][2:] == rows[3][2:] == ["", "", "0", ""]
    assert rows[4][2:] == rows[0][2:]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_separates_cells(tmp_path, separator):
    """What the first line has most of; a mark of the byte order is no part of it."""
    text, _ = filled(tmp_path / "x.csv", f"\ufeffby{separator}x\nOslo{separator}1\n\n")
    assert text.split("\n")[0] == separator.join(["by", "x", *(f"by_{one}" for one in sheet.ADDED)])
    assert text.count("\n") == 2


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("", TableIllFormed, ":1"),
        ("x\n1\n", ColumnNotFound, ""),
        ("by,x\n1,2\n1\n", TableIllFormed, ":3"),
        ('by,x\n"a"b,1\n', TableIllFormed, ":2"),
    ],
)
def test_files_that_are_no_tables(tmp_path, text, error, line):
    """The file and the line are told."""
    with pytest.raises(error, match=f"x.csv{line}"):
        filled(tmp_path / "x.csv", text)


# The service.


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({"query": "x"}, Asked("x", limit=10)),
        ({"query": "x", "type": "City", "limit": 3}, Asked("x", (CITY,), limit=3)),
        ({"query": "x", "type": ["City", {"id": "Network"}], "type_strict": "all"},
         Asked("x", (CITY, NETWORK), "all", limit=10)),
        ({"query": "", "properties": [{"pid": "p", "v": "y"}]},
         Asked("", properties=(("p", ("y",)),), limit=10)),
        ({"query": "x", "properties": [{"pid": "p", "v": [1, True, {"id": "i"}, {"name": "n"}]}]},
         Asked("x", properties=(("p", ("1", "true", "i", "n")),), limit=10)),
    ],
)  # fmt: skip
def test_a_query_of_the_service(query, asked):
    """Its text, classes, values and how many; ten where it does not say."""
    assert service._asked("q0", query) == asked  # noqa: SLF001 - what is asked


@pytest.mark.parametrize(
    "query",
    [
        "x", {}, {"query": " "}, {"query": 1}, {"query": "x", "type_strict": "none"},
        {"query": "x", "properties": {"pid": "p"}}, {"query": "x", "properties": ["p"]},
        {"query": "x", "properties": [{"pid": 1, "v": 1}]},
        {"query": "x", "properties": [{"pid": "p"}]},
    ],
)  # fmt: skip
def test_a_query_that_is_none(query):
    """The field is named."""
    with pytest.raises(RequestIllFormed, match="queries"):
        service._asked("q0", query)  # noqa: SLF001 - what is asked


@pytest.mark.parametrize(
    ("given", "limit"),
    [(None, 10), (5, 5), (0, 1), (-3, 1), (100, 100), (101, 100), (2.9, 2), (True, 10), ("5", 10),
     (float("nan"), 10), (float("inf"), 100)],
)  # fmt: skip
def test_how_many(given, limit):
    """From one to a hundred."""
    assert service._limit(given) == limit  # noqa: SLF001 - of every request


@pytest.mark.parametrize("text", ["", "x", "[]", "1", '"x"', "[" * 100_000])
def test_fields_that_are_no_objects(text):
    """The field is named."""
    with pytest.raises(RequestIllFormed, match="extend"):
        service.read(text, "extend")
    assert service.read('{"a": 1}', "extend") == {"a": 1}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (ox.NamedNode(OSLO), {"id": "city/oslo", "name": "Oslo"}),
        (ox.NamedNode("urn:x"), {"str": "urn:x"}),
        (ox.Literal("x"), {"str": "x"}),
        (ox.Literal("1.50", datatype=ox.NamedNode(terms.XSD + "decimal")), {"float": 1.5}),
        (ox.Literal("7", datatype=ox.NamedNode(terms.XSD + "integer")), {"float": 7.0}),
        (ox.Literal("true", datatype=ox.NamedNode(terms.XSD + "boolean")), {"bool": True}),
        (ox.Literal("0", datatype=ox.NamedNode(terms.XSD + "boolean")), {"bool": False}),
        (ox.Literal("2019", datatype=ox.NamedNode(terms.XSD + "gYear")), {"str": "2019"}),
        (ox.BlankNode("b"), {"str": "_:b"}),
    ],
)
def test_a_value_of_the_service(value, said):
    """A thing, a number, a truth, or a text."""
    assert service._value(INDEX, value, "en") == said  # noqa: SLF001 - of every cell


def test_beginnings_of_names():
    """A whole name that begins so comes before one in which a word does; in their order."""
    named = (
        ("b", "The Network", ()),
        ("network", "x", ()),
        ("c", "y", ("netting",)),
        ("d", "z", ()),
    )
    known = [({"id": id_, "name": name}, others) for id_, name, others in named]
    begin = service._beginning  # noqa: SLF001 - what is suggested
    assert [one["id"] for one in begin("Net", known, 9)] == ["network", "c", "b"]
    assert [one["id"] for one in begin("net", known, 2)] == ["network", "c"]
    assert len(begin("", known, 9)) == 4


def test_what_the_service_answers(mini, monkeypatch):
    """Batches by their keys, suggestions, properties of a class, values of things."""
    made = names.build(mini)
    answer = service.batch(made, {"q": {"query": "Oslo"}, "r": {"query": "zzzzzz"}}, "en")
    assert answer["r"] == {"result": []}
    first = answer["q"]["result"][0]
    assert (first["id"], first["name"], first["score"], first["match"]) == (
        "city/oslo",
        "Oslo",
        100,
        True,
    )
    assert first["features"] == [{"id": "name", "value": 100}]
    assert {"id": "City", "name": first["description"]} in first["type"]
    ids = [one["id"] for one in service.suggest_entities(made, "Oslo", "en")["result"]]
    assert ids == ["city/oslo"]
    assert service.suggest_entities(made, "Oslo", "en", 0)["result"] == []
    assert "City" in [one["id"] for one in service.suggest_types(made, "cit", "en")["result"]]
    assert service.suggest_properties(made, "label", "en", 1)["result"][0]["id"].startswith("label")
    told = service.propose(made, "City", "en", 1)
    assert (told["type"], told["limit"], len(told["properties"])) == ("City", 1, 1)
    wanted = [{"id": "label-en"}, {"id": "kind", "settings": {"limit": 1}}]
    asked = {"ids": ["city/oslo", "city/none"], "properties": wanted}
    given = service.extend(made, asked, "en")
    assert given["rows"]["city/oslo"]["label-en"] == [{"str": "Oslo"}]
    assert len(given["rows"]["city/oslo"]["kind"]) == 1
    assert given["rows"]["city/none"] == {"label-en": [], "kind": []}
    assert [one["id"] for one in given["meta"]] == ["label-en", "kind"]
    for wrong in ({}, {"ids": [1], "properties": []}, {"ids": ["x"], "properties": [{}]},
                  {"ids": ["x"], "properties": [{"id": "p", "settings": 1}]},
                  {"ids": "x", "properties": []}):  # fmt: skip
        with pytest.raises(RequestIllFormed, match="extend"):
            service.extend(made, wrong, "en")
    hits = [SimpleNamespace(thing=one) for one in ("urn:none", OSLO)]
    monkeypatch.setattr(service.entities, "search", lambda *_: hits)
    ids = [one["id"] for one in service.suggest_entities(made, "x", "en")["result"]]
    assert ids == ["city/oslo"]
    page = card.card(mini, OSLO, "en")
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert "<h1>Oslo</h1>" in page
    assert page.endswith("</dl></body></html>\n")


# Two municipalities.


def compared(**given):
    """Return a comparison of two cities."""

    def project(name):
        city = SimpleNamespace(name=lambda lang: f"{name} {lang}")
        return SimpleNamespace(settings=SimpleNamespace(city=city))

    plain = {"store": STORE, "projects": (project("A"), project("B")), "joined": (), "commons": (),
             "fees": ()}  # fmt: skip
    return Comparison(**{**plain, **given})


def test_two_in_sentences():
    """What both have, what only one has, what each pays, what is the same thing."""
    common = Common("networks", (NET,), (OTHER,), ())
    none = Common("cities", (), (), (TRENTO, OSLO))
    fee = Fee(NET, (("1000.0", "DKK"), ("2.5", "EUR")), (("3000", "SEK"),))
    joined = Joined(OSLO, ("urn:other",), ("urn:id",))
    made = compared(commons=(common, none), fees=(fee,), joined=(joined,))
    said = list(sentences.sentences(made, "en"))
    assert len(said) == 6
    assert "Climate Network" in said[0]
    assert all(name in said[0] for name in ("A en", "B en"))
    assert "Oslo 21" in said[1]
    assert "A en" in said[1]
    assert "Oslo, Trento" in said[3]
    assert "B en" in said[3]
    assert "DKK 1,000 + EUR 2.5" in said[4] or "EUR 2.50" in said[4]
    assert "SEK 3,000" in said[4]
    assert "Oslo (urn:other)" in said[5]
    assert sentences.text(made, "en") == "\n".join(said) + "\n"
    (alone,) = sentences.sentences(compared(), "en")
    assert alone != said[5]


@pytest.mark.parametrize(("count", "more"), [(8, False), (9, True)])
def test_many_names_of_two(count, more):
    """Eight are named, in the order of the alphabet, and how many more there are."""
    things = [f"urn:{n}" for n in range(count)]
    listed = sentences._listed(compared(), reversed(things), "en")  # noqa: SLF001 - what is named
    assert listed.startswith("urn:0, urn:1, ")
    assert ("urn:8" not in listed) is True
    assert (listed == ", ".join(things)) is not more


def test_a_query_of_each_survey(monkeypatch):
    """The survey is a column before the others; what is no table is asked of all together."""
    edition = SimpleNamespace(source=None)
    project = SimpleNamespace(
        edition=edition, beside=(), settings=SimpleNamespace(surveys=("a/1", "b/2"))
    )
    monkeypatch.setattr(by_survey, "_according", lambda _, name: name)
    monkeypatch.setattr(by_survey, "namer", lambda *_: None)
    store = SimpleNamespace(project=project)
    column = Column("x", "text", {"en": "X"})
    rows = {"1": ((ox.Literal("p"),),), "2": ()}
    about = About("en", columns=(column,), notes=("why",))
    answer = by_survey.asked(store, lambda name: Table(("x",), rows[name], about), "en")
    assert answer.columns == ("survey", "x")
    assert [[cell.value for cell in row] for row in answer.rows] == [["1", "p"]]
    assert [one.name for one in answer.about.columns] == ["survey", "x"]
    assert answer.about.notes == ()
    empty = by_survey.asked(store, lambda _: Table(("x",), (), about._replace(columns=())), "en")
    assert (empty.about.notes, empty.about.columns) == (("why",), ())
    whole = by_survey.asked(store, lambda name: Answer(value=name is project), "en")
    assert whole.value
    edition.source = "2"
    asked = []
    by_survey.asked(store, lambda name: asked.append(name) or Table(("x",), (), about), "en")
    assert asked == ["2"]
