"""How a question is read, piece by piece: words as atoms, rows that are no answer, what is sure."""

from dataclasses import replace
from math import exp, sqrt
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.asking import atoms, export, finding, index, mentions, question, readings, reply, words
from kkgraph.asking.atoms import Worth
from kkgraph.asking.index import Asked
from kkgraph.asking.mentions import Mention
from kkgraph.asking.question import Question
from kkgraph.asking.readings import NONE, Reading
from kkgraph.asking.slots import Filling
from kkgraph.asking.words import Words
from kkgraph.entities.search import Spelling
from kkgraph.parameters import Parameter
from kkgraph.tables import About, Column, Table

CITY, NET = terms.thing("city/oslo"), terms.thing("network/net")
STOP = {"da": frozenset({"er", "i", "hvad"}), "en": frozenset({"is", "in", "the"})}
KNOWN = Words({"klima": frozenset({"=climate"}), "netvaerk": frozenset()}, STOP, {}, {},
              {"klima", "plan", "kontor"})  # fmt: skip


def thing(*iris, **more):
    """Return a mention of things."""
    return Mention("thing", more.pop("text", "x"), 0, 1, iris, **more)


def other(kind, value):
    """Return a mention of a section, a year or a day."""
    return Mention(kind, value, 0, 1, (value,))


def asked(**given):
    """Return a question."""
    plain = {"text": "", "lang": "en", "atoms": (), "mentions": (), "wanted": (),
             "kinds": frozenset(), "is_open": True, "is_negative": False,
             "strange": False}  # fmt: skip
    return Question(**{**plain, **given})


def query(**given):
    """Return a saved query with what is said of it."""
    plain = {"query": SimpleNamespace(name="q", parameters=()), "patterns": ((),), "title": {},
             "columns": {}, "text": {}, "kinds": frozenset()}  # fmt: skip
    return Asked(**{**plain, **given})


def table(*rows, columns=("a", "b"), about=()):
    """Return rows, with what is declared of columns: name, kind, label."""
    declared = tuple(Column(n, kind, {"da": label, "en": label}) for n, kind, label in about)
    return Table(columns, tuple(rows), About("en", columns=declared))


def text(value):
    """Return a text."""
    return ox.Literal(value)


def node(iri):
    """Return a thing."""
    return ox.NamedNode(iri)


# Words.


@pytest.mark.parametrize(
    ("said", "lang", "expected"),
    [
        ("Klima", "da", [{"klima": 1.0, "=climate": 0.85}]),
        ("er i klima", "da", [{"klima": 1.0, "=climate": 0.85}]),
        ("klimaplan", "da", [{"klimaplan": 1.0, "klima": 0.7, "plan": 0.7, "=climate": 0.7}]),
        ("klimaplan", "en", [{"klimaplan": 1.0}]),
        ("plan-kontor", "da", [{"plan": 1.0}, {"kontor": 1.0}]),
        ("plankontor", "da", [{"plankontor": 1.0, "plan": 0.7, "kontor": 0.7}]),
        ("planskontor", "da", [{"planskontor": 1.0, "plan": 0.7, "kontor": 0.7}]),
        ("ukendtplan", "da", [{"ukendtplan": 1.0}]),
    ],
)
def test_words_as_atoms(said, lang, expected):
    """Small words say nothing; stems, groups and parts of Danish compounds count, the less so."""
    found = KNOWN.atoms(said, lang)
    assert [set(atom) for atom in found] == [set(atom) for atom in expected]
    assert found == expected


def test_words_that_are_learned():
    """Of three letters or more, by their stem, small ones not."""
    made = replace(KNOWN, known=set())
    made.learn("Byernes i by er", "da")
    assert made.known == {words.stem("byernes", "da")}


@pytest.mark.parametrize(
    ("said", "fallback", "lang"),
    [
        ("hvad er klima", "en", "da"),
        ("the plan is", "da", "en"),
        ("klima", "da", "da"),
        ("klima", "en", "en"),
        ("er is", "da", "da"),
    ],
)
def test_language_of_a_text(said, fallback, lang):
    """The one of which it has more small words, else what is given."""
    assert KNOWN.language(said, fallback) == lang


def test_words_to_look_for():
    """All have to be there, each by its stem in any language or by its parts."""
    assert KNOWN.searched("hvad er") == ""
    assert KNOWN.searched("Plan i kontor") == '("plan"*) AND ("kontor"*)'
    found = KNOWN.searched("klimaplan")
    assert '("klima"* AND "plan"*)' in found
    assert " OR " in found
    assert KNOWN.stemmed("Planer i kontorer", "da") == "plan kontor"
    assert words.spelt("Å-b_c 1,5") == ["å", "b", "c", "1", "5"]


def test_the_words_of_the_package():
    """Groups go by the stems of their words, named after =."""
    known = words.read()
    assert all(group.startswith("=") for groups in known.groups.values() for group in groups)
    assert set(known.stop) == {"da", "en"}
    assert known.known == set(known.groups)


# How well they fit.

EVEN = Worth(10, {})


def test_worth_of_words():
    """The rarer the more; of several terms the commonest counts; unknown ones are in the middle."""
    found = atoms.worth([[{"a": 1.0, "b": 0.5}], [{"a": 1.0}], [{"c": 1.0}, {"c": 1.0}]])
    assert (found.count, dict(found.found)) == (3, {"a": 2, "b": 1, "c": 1})
    assert found.of({"b": 1.0}) > found.of({"a": 1.0})
    assert found.of({"a": 1.0, "b": 1.0}) == found.of({"a": 1.0})
    assert found.of({"none": 1.0}) == found.middle


def test_what_texts_share():
    """Each atom by its best match; alike is the geometric mean of both ways."""
    a, b, half = {"a": 1.0}, {"b": 1.0}, {"a": 0.5}
    assert atoms.match(a, half) == 0.5
    assert atoms.match(a, b) == 0
    assert atoms.covered([a, b], [half], EVEN) == pytest.approx(0.25)
    assert atoms.covered([], [a], EVEN) == 0
    assert atoms.likeness([a, b], [a], EVEN) == pytest.approx(sqrt(0.5))
    assert atoms.likeness([a], [b], EVEN) == 0
    assert atoms.evidence([a], a, EVEN) == pytest.approx(EVEN.middle / (EVEN.middle + 2))
    assert atoms.merged([a, half, b]) == {"a": 1.0, "b": 1.0}
    assert atoms.merged([half, a]) == {"a": 1.0}


def test_words_of_a_question_and_a_query():
    """Title, texts, columns and patterns; what is asked for and of which kind, half if unknown."""
    one = query(title={"a": 1.0}, columns={"b": 1.0}, text={"c": 1.0}, patterns=(({"a": 1.0},),),
                kinds=frozenset({"date"}))  # fmt: skip
    made = asked(atoms=({"a": 1.0}, {"@thing": 0.7, "a": 1.0}), wanted=({"b": 0.5},),
                 kinds=frozenset({"date"}))  # fmt: skip
    found = readings._words(SimpleNamespace(worth=EVEN), one, made)  # noqa: SLF001 - what is weighed
    share = EVEN.middle / (EVEN.middle + 2)
    assert found == {
        "pattern": 1, "title": pytest.approx(share), "text": 0, "columns": 0, "asked": 0.5,
        "kind": 1,
    }  # fmt: skip
    plain = readings._words(SimpleNamespace(worth=EVEN), query(patterns=()), asked())  # noqa: SLF001 - same
    assert (plain["pattern"], plain["asked"], plain["kind"]) == (0, 0.5, 0.5)


@pytest.mark.parametrize(
    ("wanted", "having", "kind"),
    [
        ({"date"}, {"date", "text"}, 1), ({"date"}, {"text"}, 0), (set(), {"text"}, 0.5),
        ({"date"}, set(), 0.5),
    ],
)  # fmt: skip
def test_kind_that_is_asked_for(wanted, having, kind):
    """There or not; half where nothing is known of it."""
    assert readings._kind(frozenset(wanted), frozenset(having)) == kind  # noqa: SLF001 - what is weighed


def test_what_is_not_is_less_alike():
    """A question of what is absent and a pattern of what is there."""
    absent, plain = {"=absent": 0.85, "a": 1.0}, {"a": 1.0}
    alike = readings._alike  # noqa: SLF001 - what is weighed
    assert alike([plain], [plain], EVEN) == 1
    assert alike([absent], [absent], EVEN) == pytest.approx(1)
    assert alike([absent], [plain], EVEN) == pytest.approx(0.7)
    assert not question.is_negative([plain, {"=absent": 0.7}])
    assert question.is_negative([plain, absent])


# Rows that are no answer.


def test_a_kind_of_which_rows_name_none():
    """Which departments: rows of cities alone are none, nor is what the question names itself."""
    made = SimpleNamespace(kinds={"city": {"city": 1.0}, "network": {"network": 1.0}})
    rows = table((node(CITY), text("x")))
    none = readings._names_none  # noqa: SLF001 - what is no answer
    assert not none(made, rows, asked(wanted=({"city": 1.0},)))
    assert none(made, rows, asked(wanted=({"network": 1.0},)))
    assert none(made, rows, asked(wanted=({"city": 1.0},), mentions=(thing(CITY),)))
    assert not none(made, rows, asked(wanted=({"else": 1.0},)))
    assert not none(made, rows, asked())


def test_a_column_that_is_empty():
    """What is asked for by the name of a column in which no row has anything."""
    made = SimpleNamespace(words=words.read())
    about = (("a", "text", "price"), ("b", "text", "owner"), ("c", "text", "colour"))
    rows = table((text("x"), None), (text("y"), None), about=about)
    empty = readings._is_empty  # noqa: SLF001 - what is no answer

    def wanted(word):
        return asked(wanted=tuple(made.words.atoms(word, "en")))

    assert not empty(made, rows, wanted("price"))
    assert empty(made, rows, wanted("owner"))
    assert empty(made, rows, wanted("colour"))
    assert not empty(made, rows, wanted("else"))
    some = table((text("x"), None), (text("y"), text("z")), about=(("b", "text", "owner"),))
    assert not empty(made, some, wanted("owner"))


@pytest.mark.parametrize(
    ("kinds", "has_none"),
    [
        ({"date"}, False), ({"money"}, True), ({"number"}, True), ({"date", "money"}, False),
        ({"text"}, False), ({"money", "text"}, False), (set(), False),
    ],
)  # fmt: skip
def test_a_day_or_an_amount_of_which_there_is_none(kinds, has_none):
    """No row has a value of any kind that is asked for, and nothing else is."""
    rows = table((text("x"), None), about=(("a", "date", "x"), ("b", "money", "y")))
    found = readings._has_no_value(rows, asked(kinds=frozenset(kinds)))  # noqa: SLF001 - no answer
    assert found is has_none


def test_roles_that_are_others():
    """A role that is asked for by name, where rows have others; those of all that join aside."""
    chair, host, member = (terms.term(one) for one in ("Chair", "Host", "Member"))
    roles = {chair: frozenset({"chair"}), host: frozenset({"host"}), member: frozenset({"member"})}
    made = SimpleNamespace(roles=roles)
    others = readings._has_other_roles  # noqa: SLF001 - what is no answer
    rows = table((text("host"), None))
    assert others(made, rows, asked(text="who is chair"))
    assert not others(made, rows, asked(text="who is host"))
    assert not others(made, rows, asked(text="who is member"))
    assert not others(made, rows, asked(text="who is there"))
    assert not others(made, table((text("x"), None)), asked(text="who is chair"))
    both = table((text("host"), text("chair")))
    assert not others(made, both, asked(text="who is chair"))


def test_what_a_query_does_not_speak_of():
    """Nothing that is said beside names, years and words that ask."""
    one = query(text={"a": 1.0})
    off = readings._is_off  # noqa: SLF001 - what is no answer
    assert not off(one, asked(atoms=({"a": 1.0},)))
    assert off(one, asked(atoms=({"b": 1.0},)))
    assert not off(one, asked(atoms=({"a": 1.0}, {"b": 1.0})))
    for said in ({"@city": 1.0}, {"2019": 1.0}, {"=who": 0.85, "who": 1.0}):
        assert not off(one, asked(atoms=(said,)))
        assert off(one, asked(atoms=(said, {"b": 1.0})))
    assert one.said == {"a": 1.0}


def test_the_opposite():
    """Only one of the two is about what is not."""
    absent = ({"=absent": 1.0},)
    opposite = readings._is_opposite  # noqa: SLF001 - what is no answer
    assert opposite(query(), asked(is_negative=True))
    assert not opposite(query(), asked())
    assert opposite(query(patterns=(absent,)), asked())
    assert not opposite(query(patterns=(absent, ())), asked(is_negative=True))


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({}, False),
        ({"strange": True}, True),
        ({"kinds": frozenset({"money"})}, True),
        ({"kinds": frozenset({"money"}), "is_open": False}, False),
        ({"is_negative": True}, True),
        ({"atoms": ({"zzz": 1.0},)}, True),
        ({"text": "chair"}, True),
    ],
)
def test_rows_that_are_no_answer(given, lacks):
    """Any reason is enough."""
    roles = {terms.term("Chair"): frozenset({"chair"}), terms.term("Host"): frozenset({"host"})}
    made = SimpleNamespace(kinds={}, words=words.read(), roles=roles)
    rows = table((text("host"), None), about=(("a", "text", "x"),))
    found = readings._lacks(made, query(), rows, asked(**given), {"asked": 0.5})  # noqa: SLF001 - all of them
    assert found is lacks


def test_what_a_parameter_still_wants(monkeypatch):
    """A thing that is not named, and has to be; the home city goes unsaid."""
    monkeypatch.setattr(terms, "home", lambda: frozenset({CITY}))
    label = {"da": "x", "en": "x"}
    city = Parameter(name="p", type="entity(kk:City)", label=label)
    wants = readings._wants  # noqa: SLF001 - what is missing
    assert wants(city, Filling())
    assert not wants(city, Filling({"p": "city:oslo"}))
    assert not wants(city._replace(type="year"), Filling())
    assert not wants(city._replace(default=terms.shorten(CITY)), Filling())
    assert wants(city._replace(default="city:other"), Filling())


# Rows that name what is named.

GRAPH = ox.Store()
GRAPH.add(ox.Quad(node(CITY), node(terms.PREF_LABEL), ox.Literal("Oslo", language="en")))
SHELF = SimpleNamespace(store=SimpleNamespace(graph=GRAPH))
BY_IRI, BY_TEXT, DATED, CITED = (
    (node(CITY), text("a")), (None, text("in Oslo")), (None, text("2019-05")),
    (None, text("§4.1, l. 3")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "mention", "kept", "place"),
    [
        ([BY_IRI, BY_TEXT], thing(CITY), [BY_IRI], 0.85),
        ([BY_TEXT, DATED], thing(CITY), [BY_TEXT], 0.6),
        ([DATED], thing(CITY), [], 0.6),
        ([DATED, BY_TEXT], other("year", "2019"), [DATED], 0.6),
        ([DATED], other("year", "2018"), [], 0.6),
        ([CITED], other("section", "4.1"), [CITED], 0.6),
        ([CITED, DATED], other("section", "4"), [CITED], 0.6),
    ],
)
def test_rows_that_name_it(rows, mention, kept, place):
    """As a thing, or else in a text; a year as a date begins; a section as it is cited."""
    found, how = readings._naming(SHELF, table(*rows), mention)  # noqa: SLF001 - which rows are kept
    assert (list(found.rows), how) == (kept, place)
    assert readings.narrowed(SHELF, table(*rows), []).rows == tuple(rows)


def test_forms_of_what_is_named():
    """A thing by its labels, a section as answers cite it, and the value itself."""
    forms = readings._forms  # noqa: SLF001 - what is looked for
    assert list(forms(SHELF, thing(CITY))) == ["Oslo", CITY]
    assert list(forms(SHELF, other("section", "4"))) == ["§4.", "§4,", "§4 ", "4"]
    assert list(forms(SHELF, other("year", "2019"))) == ["2019"]


# What is sure.


def reading(score=0.0, **given):
    """Return a reading with a score."""
    plain = {"values": {}, "only": (), "unused": (), "wanting": (),
             "table": table((text("x"), None)),
             "features": {"rows": score / readings.WEIGHTS["rows"]}}  # fmt: skip
    return Reading(SimpleNamespace(name="q"), **{**plain, **given})


def test_score_of_a_reading():
    """Its features by their weights."""
    assert reading(features={"pattern": 0.5, "wanting": 1.0}).score == pytest.approx(4.5 - 2)


def test_how_likely_a_reading_is():
    """Against the others and none of them."""
    assert readings.likelihood([]) == 0
    assert readings.likelihood([reading(NONE)]) == pytest.approx(0.5)
    two = [reading(NONE + 2), reading(NONE + 1)]
    assert readings.likelihood(two) == pytest.approx(exp(2) / (exp(2) + exp(1) + 1))


@pytest.mark.parametrize(
    ("given", "is_whole"),
    [
        ({}, True),
        ({"unused": (thing(CITY),)}, False),
        ({"wanting": ("p",)}, False),
        ({"lacking": True}, False),
        ({"table": None}, False),
        ({"table": table()}, False),
    ],
)
def test_a_whole_reading(given, is_whole):
    """It has rows, leaves out nothing that is named, and asks for nothing."""
    assert readings.whole(reading(**given)) is is_whole


def test_a_sure_reading():
    """Whole, and likely enough."""
    assert not readings.sure([])
    assert readings.sure([reading(NONE + 2)])
    assert not readings.sure([reading(NONE)])
    assert not readings.sure([reading(NONE + 2, lacking=True)])
    assert not readings.sure([reading(NONE + 2), reading(NONE + 2)])


# What is replied.


def test_how_it_was_read():
    """The query's summary, its values by name, defaults that were taken, which rows were kept."""
    label = {"da": "by", "en": "City"}
    city = Parameter(name="city", type="entity(kk:City)", label=label, default="city:oslo")
    year = Parameter(name="year", type="year", label={"da": "år", "en": "Year"})
    made = SimpleNamespace(name="q", summary={"en": "A query", "da": "En"}, parameters=(city, year))
    one = replace(reading(), query=made, values={"year": "2019"}, wanting=("city",))
    assert reply.said(SHELF, one, "en") == "A query (q), city = Oslo, year = 2019"
    bare = replace(one, values={}, wanting=(), only=(thing(CITY), other("year", "2018")))
    said = reply.said(SHELF, bare, "en").split(", ")
    assert said[0] == "A query (q)"
    assert "Oslo" in said[1]
    assert "2018" in said[2]
    assert len(said) == 3
    data = reply.document(
        SHELF, reply.Reply(asked(text="?"), (one, bare, one, one), sure=True), "en"
    )
    assert (data["question"], data["language"], data["sure"]) == ("?", "en", True)
    assert len(data["readings"]) == 3
    assert data["readings"][0]["rows"] == 1
    assert data["readings"][1]["only"] == [[CITY], ["2018"]]
    nothing = replace(one, table=None)
    data = reply.document(SHELF, reply.Reply(asked(), (nothing,), sure=False), "en")
    assert data["readings"][0]["rows"] == 0


def test_rows_in_the_questions_language():
    """They are there already; without a table there is an empty one."""
    one = reading()
    made = reply.Reply(asked(), (one,), sure=True)
    assert reply.answer(SHELF, made, one, "en") is one.table
    assert reply.answer(SHELF, made, replace(one, table=None), "en").rows == ()


# What is asked of.


def test_a_pattern():
    """Its words, and an atom for each slot: of a kind of thing, or plain."""
    found = index._pattern("klima i {city} i {year}", "da", KNOWN)  # noqa: SLF001 - what is compared
    assert found == (
        {"klima": 1.0, "=climate": 0.85}, mentions.atom_of("city"), {"@year": 1.0},
    )  # fmt: skip
    assert "@city" in found[1]
    assert index._first_words({"q": {"da": ["Hvad er", "hvem"], "en": ["Who is"]}}) == {  # noqa: SLF001 - small words
        "hvad", "hvem", "who",
    }  # fmt: skip


def test_atoms_of_kinds():
    """A kind has its own term, wider ones, and that of a thing."""
    assert mentions.atom_of("thing") == {"@thing": 0.7}
    city = mentions.atom_of("city")
    assert (city["@city"], city["@thing"]) == (1.0, 0.7)
    assert set(city.values()) == {1.0, 0.85, 0.7}


def test_what_is_found_as_a_table():
    """A row each: group, thing, label, kind, what matched; notes say why there is none."""
    one = finding.Found("thing", CITY, "Oslo", "city", "oslo", 1.0)
    made = finding.table([one], "en", ("note",))
    assert made.columns == ("group", "thing", "label", "kind", "matches")
    group, iri, *rest = made.rows[0]
    assert group.value == "thing"
    assert iri == node(CITY)
    assert [cell.value for cell in rest] == ["Oslo", "city", "oslo"]
    assert made.about.notes == ("note",)
    assert made.about.columns[2].of == "thing"


def test_texts_by_their_words():
    """Those that have all words, by stem; a title counts more; each once, and not too many."""
    rows = (
        ("b", "plan", ""),
        ("a", "kontor", "plan"),
        ("c", "kontor", ""),
        ("a", "plan", "kontor"),
    )
    ranked = finding._ranked  # noqa: SLF001 - what is found
    assert ranked(KNOWN, rows, "planer") == ["b", "a"]
    assert ranked(KNOWN, rows, "plan kontor") == ["a"]
    assert ranked(KNOWN, rows, "hvad er") == []
    many = tuple((f"r{n:02}", "plan", "") for n in range(50))
    assert ranked(KNOWN, many, "plan") == [f"r{n:02}" for n in range(20)]


def test_parameters_for_the_page():
    """With the kinds of things that they may stand for."""
    made = SimpleNamespace(
        names=SimpleNamespace(things={"oslo": {CITY: 1}, "net": {NET: 1, "urn:x": 1}}),
        instances=lambda cls: {CITY} if cls == terms.term("City") else set(),
    )
    label = {"da": "x", "en": "x"}
    city = Parameter(name="p", type="entity(kk:City)", label=label, default="city:oslo")
    told = export._parameter(made, city)  # noqa: SLF001 - what the page reads
    assert told["kinds"] == ["city"]
    assert (told["name"], told["default"], told["enum"]) == ("p", "city:oslo", [])
    assert export._kinds(made, city._replace(type="entity(any)")) == ["city", "network"]  # noqa: SLF001 - same
    assert export._kinds(made, city._replace(type="year")) == []  # noqa: SLF001 - same


# How it is understood.


@pytest.mark.parametrize(
    ("text_", "expected"),
    [
        ("Which cities?", {"wanted": 1, "is_open": True}),
        ("What is in Oslo?", {"named": [CITY], "is_open": True}),
        ("Is Oslo in 2019?", {"named": [CITY, "2019"], "is_open": False}),
        ("(what) Is it?", {"is_open": False}),
        ("Hello. How many?", {"is_open": True}),
        ("In which cities?", {"wanted": 1, "is_open": True}),
        ("Which of cities?", {"wanted": 1, "is_open": True}),
        ("Who is not there?", {"is_open": True, "is_negative": True}),
        ("Not this. Who is there?", {"is_open": True}),
        ("Is there a Grzk?", {"strange": True}),
        ("Grzk", {}),
        ("Is there a Price?", {}),
        ("When is it?", {"kinds": {"date"}, "is_open": True}),
    ],
)
def test_a_question_is_understood(text_, expected):
    """What it names and asks for, whether for more than yes or no, what is not, a strange name."""
    known = replace(words.read(), cues={"date": ("when",), "money": ("how much",)})
    names = mentions.Names([Spelling(CITY, "Oslo", None, 0)])
    found = atoms.worth([[atom] for atom in known.atoms("price cities", "en")])
    shelf = SimpleNamespace(words=known, names=names, common=frozenset({"is", "it", "in"}),
                            store=SimpleNamespace(graph=ox.Store()), worth=found)  # fmt: skip
    made = question.understood(shelf, text_, "en")
    assert made.text == text_
    assert made.lang == "en"
    assert [one.values[0] for one in made.mentions] == expected.get("named", [])
    assert len(made.wanted) == expected.get("wanted", 0)
    assert made.kinds == expected.get("kinds", set())
    assert made.is_open is expected.get("is_open", False)
    assert made.is_negative is expected.get("is_negative", False)
    assert made.strange is expected.get("strange", False)
    for one in expected.get("named", []):
        term = "@city" if one == CITY else "@year"
        assert any(term in atom for atom in made.atoms)
    assert not any("oslo" in atom for atom in made.atoms)
