"""How a question is read, step by step: words, readings and replies that are made up here."""

from dataclasses import replace
from math import exp
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.asking import finding, index, lacking, question, readings, reply, slots, words
from kkgraph.asking.atoms import Worth, likeness, merged
from kkgraph.asking.index import Asked
from kkgraph.asking.mentions import Mention, atom_of
from kkgraph.asking.question import Question
from kkgraph.asking.readings import NONE, WEIGHTS, Reading
from kkgraph.asking.slots import Filling
from kkgraph.asking.words import Words
from kkgraph.errors import ParameterInvalid
from kkgraph.parameters import Parameter
from kkgraph.tables import About, Column, Table

OSLO, BERGEN, NET = (terms.thing(one) for one in ("city/oslo", "city/bergen", "network/net"))
EVEN = Worth(1, {})  # each word is worth the same
MIDDLE = EVEN.middle
BOTH = lambda text: {"da": text, "en": text}  # noqa: E731


def asking(text="q", **more):
    """Return a question."""
    usual = {
        "lang": "en",
        "atoms": (),
        "mentions": (),
        "wanted": (),
        "kinds": frozenset(),
        "is_open": False,
        "is_negative": False,
        "strange": (),
    }
    return Question(text, **(usual | more))


def asked(*patterns, **more):
    """Return a saved query as it can be asked for."""
    usual = {
        "query": None,
        "title": {},
        "columns": {},
        "held": {},
        "text": {},
        "kinds": frozenset(),
    }
    return Asked(patterns=patterns, **(usual | more))


def table(*rows, columns=("a",), **more):
    """Return rows; a text is a literal, an IRI a thing."""
    cells = tuple(tuple(cell(one) for one in row) for row in rows)
    return Table(tuple(columns), cells, About("en", **more))


def cell(text):
    """Return a cell."""
    is_iri = text and text.startswith("http")
    return ox.NamedNode(text) if is_iri else None if text is None else ox.Literal(text)


def thing(*iris, **more):
    """Return a mention of things."""
    return Mention("thing", "x", 0, 1, iris, **more)


def time(kind, value, **more):
    """Return a mention of a year, a day or a section."""
    return Mention(kind, value, 0, 1, (value,), **more)


def reading(score=0.0, **more):
    """Return a reading that scores so much by having rows."""
    usual = {
        "query": SimpleNamespace(name="n", summary=BOTH("S"), parameters=()),
        "values": {},
        "only": (),
        "unused": (),
        "wanting": (),
        "table": table(("x",)),
        "features": {"rows": score / WEIGHTS["rows"]},
    }
    return Reading(**(usual | more))


@pytest.fixture(scope="module")
def graph():
    """Return a few labels."""
    made = ox.Store()
    for iri, text in ((OSLO, "Oslo"), (BERGEN, "Bergen"), (NET, "Net")):
        label = ox.NamedNode(terms.PREF_LABEL)
        made.add(ox.Quad(ox.NamedNode(iri), label, ox.Literal(text, language="en")))
    return made


@pytest.fixture
def known(graph):
    """Return an index of two words and two roles."""
    roles = {
        terms.term("Chair"): frozenset({"chair", "formand"}),
        terms.term("Member"): frozenset({"member"}),
    }
    roles[terms.term("Host")] = frozenset({"host"})
    return SimpleNamespace(
        store=SimpleNamespace(graph=graph),
        worth=EVEN,
        roles=roles,
        words=WORDS,
        common=frozenset({"the"}),
        kinds={"city": {"city": 1.0, "=city": 0.85}, "network": {"network": 1.0}},
        names=None,
    )


WORDS = Words(
    groups={"citi": frozenset({"=city"}), "medlem": frozenset({"=member"})},
    stop={"da": frozenset({"er", "det"}), "en": frozenset({"is", "it", "the"})},
    values={"strict": ("=strict", "only whole")},
    cues={"date": ("when", "hvornår"), "money": ("how much",)},
    known={"medlem", "kontingent"},
)


# Words.


@pytest.mark.parametrize(
    ("word", "lang", "atom"),
    [
        ("cities", "en", {"citi": 1.0, "=city": 0.85}),
        ("medlem", "da", {"medlem": 1.0, "=member": 0.85}),
        (
            "medlemskontingent",
            "da",
            {"medlemskontingent": 1.0, "medlem": 0.7, "kontingent": 0.7, "=member": 0.7},
        ),
        ("medlemskontingent", "en", {"medlemskonting": 1.0}),
        ("kontingentmedlem", "da", {"kontingentmedlem": 1.0, "kontingent": 0.7, "medlem": 0.7, "=member": 0.7}),  # noqa: E501 - a row
        ("medlemx", "da", {"medlemx": 1.0}),
    ],
)  # fmt: skip
def test_atom_of_a_word(word, lang, atom):
    """Its stem counts whole, its group nearly so, the parts of a Danish compound less."""
    learned = replace(WORDS, known={*WORDS.known, "medlemskontingent", "kontingentmedlem"})
    (found,) = learned.atoms(f"det {word} is" if lang == "da" else f"the {word} it", lang)[:1]
    assert found == atom


def test_atoms_of_a_compound_that_no_query_uses():
    """Its parts are words of their own."""
    parts = [{"medlem": 1.0, "=member": 0.85}, {"kontingent": 1.0}]
    assert WORDS.atoms("det medlemskontingent", "da") == parts


def test_words_that_are_learned():
    """Of three letters or more, by their stems; small words say nothing."""
    one = Words({}, WORDS.stop, {}, {}, set())
    one.learn("Kommunerne er ny. Netværkene 12", "da")
    assert one.known == {"kommun", "netværk"}
    two = Words({}, WORDS.stop, {}, {}, set())
    two.learn("abc ab", "en")
    assert two.known == {"abc"}
    assert WORDS.stemmed("The Cities, it", "en") == "citi"


def test_words_that_are_searched():
    """Each in any form, all of them; the parts of a compound stand for it."""
    assert WORDS.searched("the cities") == '("citi"*)'
    found = WORDS.searched("medlemskontingent oslo")
    assert '("medlem"* AND "kontingent"*)' in found
    assert found.count(" AND ") == 2
    assert WORDS.searched("the it er") == ""


@pytest.mark.parametrize(
    ("text", "lang"),
    [("er det", "da"), ("is it", "en"), ("er is", "xx"), ("", "xx"), ("er det is", "da")],
)
def test_language(text, lang):
    """That of more small words, else the one that is said."""
    assert WORDS.language(text, "xx") == lang


def test_words_of_the_package():
    """A word may be in several groups; a word's stem in both languages leads to it."""
    found = words.read()
    assert found.groups["betal"] >= {"=pay"}
    assert found.groups["citi"] >= {"=city"}
    assert found.known >= set(found.groups)
    assert words.spelt("Ærø-by_2, Q's") == ["ærø", "by", "2", "q", "s"]


def test_likeness_of_texts():
    """The geometric mean of what each has of the other; of nothing, nothing."""
    a, b = {"a": 1.0}, {"b": 1.0}
    assert likeness([a, b], [a, b], EVEN) == pytest.approx(1)
    assert likeness([a, b], [a], EVEN) == pytest.approx(0.5**0.5)
    assert likeness([a], [b], EVEN) == 0
    assert likeness([], [], EVEN) == 0
    assert merged([{"a": 0.5, "b": 1.0}, {"a": 0.7}]) == {"a": 0.7, "b": 1.0}


# Questions.


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("Hvem er det?", True),
        ("Is it? Who knows?", True),
        ("What is it? It is.", False),
        ("og hvornår", True),
        ("the year in which", False),
        ("Is it (who knows)", False),
        ("How many", True),
    ],
)
def test_open_questions(known, monkeypatch, text, is_open):
    """The last sentence begins with a word that asks, or has one before it; asides do not count."""
    monkeypatch.setattr(question, "find", lambda *_: [])
    assert question.understood(known, text, "en").is_open is is_open


def test_what_is_understood(known, monkeypatch):
    """What is named leaves the words; what is vague stays among them, weaker; home says nothing."""
    home = terms.thing("city/home")
    monkeypatch.setattr(terms, "home", lambda: frozenset({home}))
    text = "When is Oslo with green in Home the which cities"
    at = lambda word: (text.index(word), text.index(word) + len(word))  # noqa: E731
    mentions = [
        Mention("thing", "Oslo", *at("Oslo"), (OSLO,)),
        Mention("thing", "green", *at("green"), (NET,), vague=True),
        Mention("thing", "Home", *at("Home"), (home,)),
    ]
    monkeypatch.setattr(question, "find", lambda *_: mentions)
    found = question.understood(known, text, "da")
    assert found.lang == "en"
    assert {"when", "with", "green", "in", "which", "citi"} == {
        next(term for term, strength in atom.items() if strength == 1) for atom in found.atoms[:-2]
    }
    assert found.atoms[-2] == atom_of("city")
    assert found.atoms[-1] == {term: 0.6 * by for term, by in atom_of("network").items()}
    assert found.mentions == tuple(mentions)
    assert found.wanted == ({"citi": 1.0, "=city": 0.85},)
    assert found.kinds == {"date"}


def test_what_is_asked_for_is_no_name(known, monkeypatch):
    """A vague name that is the kind of thing asked for is left out; a plain one is not."""
    text = "which green"
    for vague in (True, False):
        mention = Mention("thing", "green", 6, 11, (NET,), vague=vague)
        monkeypatch.setattr(question, "find", lambda *_, one=mention: [one])
        assert bool(question.understood(known, text, "en").mentions) is not vague


@pytest.mark.parametrize(
    ("strength", "is_negative"), [(1.0, True), (0.85, True), (0.7, False), (0.0, False)]
)
def test_what_is_not(strength, is_negative):
    """A word says so, or one of like meaning, and no part of a word."""
    assert question.is_negative([{"a": 1.0}, {"=absent": strength}]) is is_negative
    assert question.is_negative([]) is False


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("is it Zorro", True),
        ("is it Oslo", False),
        ("is it Known", False),
        ("Zorro is it", False),
        ("is it zorro", False),
        ("is it The", False),
    ],
)
def test_strange_names(known, monkeypatch, text, strange):
    """A capital within a sentence, of no thing and no word of any query."""
    known.worth = Worth(1, {"known": 1})
    monkeypatch.setattr(question, "find", lambda *_: [Mention("thing", "Oslo", 6, 10, (OSLO,))])
    assert question.understood(known, text, "en").strange == (
        (text.split()[-1],) if strange else ()
    )


# Readings.


def test_score():
    """Each feature by its weight, which are as docs say: the rows weigh 2.7."""
    one = reading(features={"pattern": 0.5, "rows": 1.0, "wanting": 1.0})
    assert one.score == pytest.approx(9 * 0.5 + 2.7 - 2)


def test_words_of_a_reading(known):
    """How alike the patterns are, the words in title, text and columns, and what is asked for."""
    one = asked(
        ({"a": 1.0},),
        ({"a": 1.0}, {"b": 1.0}),
        title={"a": 1.0},
        columns={"c": 0.4},
        text={"a": 0.6, "b": 0.6},
        kinds=frozenset({"date"}),
    )
    wants = asking(atoms=({"a": 1.0}, {"@thing": 0.7, "a": 1.0}), wanted=({"c": 1.0}, {"z": 1.0}))
    found = readings._words(known, one, wants)  # noqa: SLF001 - its features
    total = MIDDLE + 2
    assert found == {
        "pattern": pytest.approx(1.0),
        "title": pytest.approx(MIDDLE / total),
        "text": pytest.approx(0.6 * MIDDLE / total),
        "columns": 0,
        "asked": 0.4,
        "kind": 0.5,
    }
    nothing = readings._words(known, asked(), asking())  # noqa: SLF001 - same
    assert (nothing["pattern"], nothing["asked"]) == (0.0, 0.5)


def test_opposites_are_less_alike():
    """Where only one of both asks what is absent."""
    atoms, absent = ({"a": 1.0},), ({"a": 1.0}, {"=absent": 1.0})
    alike = readings._alike  # noqa: SLF001 - the rule
    assert alike(atoms, atoms, EVEN) == pytest.approx(1.0)
    assert alike(absent, absent, EVEN) == pytest.approx(1.0)
    assert alike(atoms, absent, EVEN) == pytest.approx(0.7 * 0.5**0.5)


@pytest.mark.parametrize(
    ("wanted", "having", "found"),
    [("a", "ab", 1.0), ("c", "ab", 0.0), ("", "ab", 0.5), ("a", "", 0.5), ("", "", 0.5)],
)
def test_kind_that_is_asked_for(wanted, having, found):
    """Half where nothing is known of one."""
    assert readings._kind(frozenset(wanted), frozenset(having)) == found  # noqa: SLF001 - the rule


def test_the_best_come_first(known, monkeypatch):
    """Fourteen queries are run, those of the best words; then what scores most, by name."""
    every = [asked(query=SimpleNamespace(name=f"q{n:02}"), title={"a": n / 20}) for n in range(20)]
    known.asked = every
    made = lambda _index, one, _words, _question: reading(1.0, query=one.query)  # noqa: E731
    monkeypatch.setattr(readings, "_reading", made)
    found = readings.readings(known, asking(atoms=({"a": 1.0},)))
    assert [one.query.name for one in found] == [f"q{n:02}" for n in range(6, 20)]


PARAMETERS = (
    Parameter(name="net", type="entity(kk:Network)", label=BOTH("Net")),
    Parameter(name="by", type="entity(kk:City)", label=BOTH("By"), default="city:oslo"),
)


def tried(known, monkeypatch, rows, way=None, **more):
    """Return how a way to fill a query is read."""
    monkeypatch.setattr(readings.queries, "run", lambda *_: rows)
    monkeypatch.setattr(readings, "lacks", lambda *_, **_how: True)
    query = SimpleNamespace(name="q", parameters=more.pop("parameters", ()))
    one = asked(query=query)
    return readings._tried(known, one, way or Filling(), {"pattern": 1.0}, asking(**more))  # noqa: SLF001 - one reading


def test_rows_that_name_what_is_named(known, monkeypatch):
    """A thing in a cell leaves its rows; as a text it counts less; what is bound is passed over."""
    rows = table((OSLO,), (NET,), ("Bergen lies there",))
    oslo, bergen, year = thing(OSLO), thing(BERGEN), time("year", "2019", is_bound=True)
    one = tried(known, monkeypatch, rows, mentions=(oslo,))
    assert one.table.rows == ((ox.NamedNode(OSLO),),)
    assert (one.only, one.unused, one.features["used"]) == ((oslo,), (), 0.85)
    one = tried(known, monkeypatch, rows, mentions=(bergen,))
    assert (len(one.table.rows), one.features["used"]) == (1, 0.6)
    one = tried(known, monkeypatch, rows, mentions=(oslo, bergen))
    assert (one.only, one.unused, one.features["used"]) == ((oslo,), (bergen,), 0.425)
    one = tried(known, monkeypatch, rows, mentions=(year,))
    assert (len(one.table.rows), one.unused, one.features["used"]) == (3, (year,), 0)


def test_what_a_parameter_takes_is_used(known, monkeypatch):
    """It counts whole, without rows too, which then count less; without names half."""
    oslo = thing(OSLO)
    rows = table((NET,))
    one = tried(known, monkeypatch, rows, Filling({"by": "city:oslo"}, (oslo,)), mentions=(oslo,))
    assert (one.features["used"], one.only, one.values) == (1, (), {"by": "city:oslo"})
    one = tried(known, monkeypatch, table(), Filling({}, (oslo,)), mentions=(oslo,))
    assert (one.features["used"], one.features["rows"], one.lacking) == (1, 0.6, False)
    one = tried(known, monkeypatch, rows)
    assert (one.features["used"], one.features["rows"], one.lacking) == (0.5, 1, True)
    one = tried(known, monkeypatch, SimpleNamespace(), mentions=(oslo,))
    assert (one.table, one.unused, one.lacking) == (None, (oslo,), False)
    one = tried(known, monkeypatch, rows, mentions=(thing(BERGEN, vague=True),))
    assert (one.unused, one.features["used"]) == ((), 0.5)


def test_what_a_query_asks_for(known, monkeypatch):
    """A thing that is not named; not what may be left out, nor home."""
    monkeypatch.setattr(terms, "home", lambda: frozenset({OSLO}))
    rows = table((NET,))
    one = tried(known, monkeypatch, rows, parameters=PARAMETERS)
    assert (one.wanting, one.features["wanting"]) == (("net",), 1)
    one = tried(known, monkeypatch, rows, Filling({"net": "x"}), parameters=PARAMETERS)
    assert (one.wanting, one.features["wanting"]) == ((), 0)
    others = (
        Parameter(name="a", type="year", label=BOTH("A")),
        Parameter(name="b", type="entity(any)", label=BOTH("B"), optional=True),
    )
    assert tried(known, monkeypatch, rows, parameters=others).wanting == ()


@pytest.mark.parametrize(
    ("mention", "cell_", "names"),
    [
        (thing(OSLO), OSLO, True),
        (thing(OSLO), NET, False),
        (thing(OSLO), "in Oslo, too", True),
        (thing(OSLO), "in Bergen", False),
        (time("year", "2019"), "2019-05-01", True),
        (time("year", "2019"), "in 2019", False),
        (time("section", "4.1"), "§4.1, line 3", True),
        (time("section", "4.1"), "§4.1.5", True),
        (time("section", "4"), "§5, line 6", False),
        (time("section", "4"), "§41", False),
        (time("section", "4"), "§5, line 14", False),
        (time("section", "4"), "§4", True),
        (thing(OSLO), None, False),
    ],
)
def test_cells_that_name(known, mention, cell_, names):
    """A thing, its name in a text, a year or day at its beginning, a section's number."""
    found = readings.narrowed(known, table((cell_,)), [mention])
    assert bool(found.rows) is names


@pytest.mark.parametrize(
    ("wanted", "rows", "mentions", "lacks"),
    [
        ("city", [(OSLO,)], (), False),
        ("city", [(NET,)], (), True),
        ("city", [(OSLO,)], (thing(OSLO),), True),
        ("city", [("text",)], (), True),
        ("fee", [(NET,)], (), False),
        ("", [(NET,)], (), False),
    ],
)
def test_kind_that_rows_do_not_name(known, wanted, rows, mentions, lacks):
    """A kind of thing is asked for of which the rows name none but what is given."""
    one = asking(wanted=({wanted: 1.0},) if wanted else (), mentions=mentions)
    assert lacking._names_none(known, table(*rows), one) is lacks  # noqa: SLF001 - the rule


@pytest.mark.parametrize(
    ("columns", "row", "lacks"),
    [
        (("chair",), ("x",), False),
        (("chair",), (None,), True),
        (("chair", "chair2"), (None, "x"), True),
        (("other",), (None,), True),
        ((), (), True),
    ],
)
def test_column_that_is_empty(known, columns, row, lacks):
    """What is asked for is a column in which no row has anything, and no other one."""
    declared = (Column("chair", "text", BOTH("chairman")), Column("other", "text", BOTH("seat")))
    rows = Table(tuple(columns), (tuple(map(cell, row)),), About("en", columns=declared))
    one = asking(wanted=({"chairman": 1.0},))
    assert lacking._is_empty(known, rows, one) is lacks  # noqa: SLF001 - the rule


def test_column_of_the_same_name_that_is_full(known):
    """Then the other one says nothing."""
    declared = (Column("a", "text", BOTH("chairman")), Column("b", "text", BOTH("chairman")))
    rows = Table(("a", "b"), ((None, cell("x")),), About("en", columns=declared))
    assert not lacking._is_empty(known, rows, asking(wanted=({"chairman": 1.0},)))  # noqa: SLF001


@pytest.mark.parametrize(
    ("kinds", "row", "lacks"),
    [
        ({"date"}, ("2019", None), False),
        ({"date"}, (None, "5"), True),
        ({"money"}, (None, "5"), False),
        ({"number"}, (None, "5"), False),
        ({"number"}, ("2019", None), True),
        ({"date", "other"}, (None, "5"), False),
        ({"date", "money"}, (None, "5"), False),
        (set(), (None, None), False),
    ],
)
def test_value_that_rows_do_not_have(kinds, row, lacks):
    """All that is asked for is a day or an amount, and no row has one."""
    declared = (Column("d", "date", BOTH("d")), Column("m", "money", BOTH("m")))
    rows = Table(("d", "m"), (tuple(map(cell, row)),), About("en", columns=declared))
    one = asking(kinds=frozenset(kinds))
    assert lacking._has_no_value(rows, one) is lacks  # noqa: SLF001 - the rule


@pytest.mark.parametrize(
    ("text", "row", "lacks"),
    [
        ("who is chair", ("chair",), False),
        ("who is chair", ("host",), True),
        ("who is chair", ("member",), True),
        ("who is chair", ("else",), False),
        ("who is member", ("host",), False),
        ("who", ("host",), False),
    ],
)
def test_roles_that_rows_do_not_have(known, text, row, lacks):
    """A role is asked for by its name, and the rows have others; of all that take part none."""
    one = asking(text)
    assert lacking._has_other_roles(known, table(row), one) is lacks  # noqa: SLF001 - the rule


@pytest.mark.parametrize(
    ("atoms", "is_off"),
    [
        ([{"a": 1.0}], False),
        ([{"z": 1.0}], True),
        ([{"z": 1.0}, {"a": 1.0}], False),
        ([{"@city": 1.0}], False),
        ([{"2019": 1.0}], False),
        ([{"=who": 0.85, "who": 1.0}], False),
        ([{"=year": 0.85}, {"z": 1.0}], True),
        ([], False),
    ],
)
def test_words_that_a_query_does_not_have(atoms, is_off):
    """Nothing that is said beside names and words that ask is what the query speaks of."""
    one = asked(({"p": 1.0},), text={"a": 1.0})
    assert lacking._is_off(one, asking(atoms=tuple(atoms))) is is_off  # noqa: SLF001 - the rule
    assert not lacking._is_off(one, asking(atoms=({"p": 1.0},)))  # noqa: SLF001 - same


@pytest.mark.parametrize(
    ("negative", "patterns", "is_opposite"),
    [
        (False, [[{"a": 1.0}]], False),
        (True, [[{"a": 1.0}]], True),
        (True, [[{"a": 1.0}], [{"=absent": 1.0}]], False),
        (False, [[{"=absent": 1.0}]], True),
    ],
)
def test_opposite(negative, patterns, is_opposite):
    """Only one of the two is about what is not."""
    one = asked(*map(tuple, patterns))
    assert lacking._is_opposite(one, asking(is_negative=negative)) is is_opposite  # noqa: SLF001


@pytest.mark.parametrize(
    ("why", "lacks"),
    [
        (None, False),
        ("strange", True),
        ("_is_counted", True),
        ("_names_none", True),
        ("_is_empty", True),
        ("_has_no_value", True),
        ("_has_other_roles", True),
        ("_is_off", True),
        ("_is_opposite", True),
    ],
)
def test_why_rows_are_no_answer(monkeypatch, why, lacks):
    """Each reason by itself: what is held for sure need not be named, and "whether" no value."""
    every = ("_is_counted", "_names_none", "_is_empty", "_has_no_value", "_has_other_roles")
    for name in (*every, "_is_off", "_is_opposite"):
        monkeypatch.setattr(lacking, name, lambda *_, one=name: one == why)
    given = {"strange": ("Grzk",) if why == "strange" else (), "wanted": ({"a": 1.0},)}
    ask = lambda held, **more: lacking.lacks(  # noqa: E731
        None, asked(held=held), None, asking(**given, **more), chosen=True
    )
    assert ask({"a": 0.9}, is_open=True) is lacks
    assert ask({"a": 1.0}, is_open=True) is (lacks and why != "_names_none")
    assert ask({"a": 0.9}) is (lacks and why != "_has_no_value")


@pytest.mark.parametrize(
    ("word", "chosen", "lacks"), [("z", True, False), ("z", False, True), ("a", False, False)]
)
def test_rows_that_nothing_chose(monkeypatch, known, word, chosen, lacks):
    """All rows of a query are no answer where a word is one that no query knows."""
    for name in ("_is_counted", "_names_none", "_is_empty", "_has_other_roles", "_is_off"):
        monkeypatch.setattr(lacking, name, lambda *_: False)
    known.worth = Worth(1, {"a": 1})
    one = asking(atoms=({word: 1.0},))
    assert lacking.lacks(known, asked((), held={}), None, one, chosen=chosen) is lacks


@pytest.mark.parametrize(
    ("wanted", "columns", "held", "counted"),
    [
        ("museum", {"museum": 1.0}, {}, True),
        ("museum", {"museum": 1.0}, {"museum": 1.0}, False),
        ("museum", {"museum": 1.0}, {"museum": 0.7}, True),
        ("museum", {"museum": 0.9}, {}, False),
        ("=count", {"=count": 1.0}, {}, False),
    ],
)
def test_things_that_are_only_counted(wanted, columns, held, counted):
    """Things are asked for of which a query's rows have how many, and not which."""
    one = asking(wanted=({wanted: 1.0},))
    assert lacking._is_counted(asked(columns=columns, held=held), one) is counted  # noqa: SLF001 - the rule
    amount = replace(one, kinds=frozenset({"number"}))
    assert not lacking._is_counted(asked(columns=columns), amount)  # noqa: SLF001 - same


def test_a_query_that_fails_has_no_table(known, monkeypatch):
    """What cannot be run is no reading with rows; whatever else fails is not hidden."""

    def fail(*_):
        raise ParameterInvalid("a", "b")

    monkeypatch.setattr(readings.queries, "run", fail)
    assert readings._rows(known, None, Filling(), "en") is None  # noqa: SLF001 - what is tried


@pytest.mark.parametrize(
    ("scores", "share"),
    [
        ([], 0.0),
        ([NONE], 0.5),
        ([NONE + 2], 1 / (1 + exp(-2))),
        ([NONE, NONE], 1 / 3),
        ([NONE + 1, NONE], 1 / (1 + 2 * exp(-1))),
    ],
)
def test_likelihood(scores, share):
    """Against all others, and that none is meant."""
    assert readings.likelihood([reading(one) for one in scores]) == pytest.approx(share)


@pytest.mark.parametrize(
    ("more", "whole"),
    [
        ({}, True),
        ({"unused": (thing(OSLO),)}, False),
        ({"wanting": ("a",)}, False),
        ({"lacking": True}, False),
        ({"table": None}, False),
        ({"table": table()}, False),
    ],
)
def test_whole(more, whole):
    """It has rows, leaves nothing out, asks for nothing and lacks nothing."""
    assert readings.whole(reading(99.0, **more)) is whole
    assert readings.sure([reading(99.0, **more)]) is whole


def test_sure():
    """If it is as likely as not."""
    assert not readings.sure([])
    assert readings.sure([reading(NONE + 0.01)])
    assert not readings.sure([reading(NONE - 0.01)])


# Replies.


@pytest.mark.parametrize("lang", ["da", "en"])
def test_said(known, lang):
    """The summary, each value by its name, the defaults that stand in, and what rows were kept."""
    one = reading(
        query=SimpleNamespace(
            name="q", summary={"da": "Da", "en": "En"},
            parameters=(*PARAMETERS, Parameter(name="year", type="year", label=BOTH("Year"), default="2019")),  # noqa: E501 - a row
        ),
        values={"net": "network:net"},
        wanting=("by",),
        only=(thing(BERGEN), time("year", "2020")),
    )  # fmt: skip
    found = reply.said(known, one, lang)
    assert found.startswith(f"{lang.title()} (q), net = Net, by = Oslo, ")
    assert "Bergen" in found
    assert "2020" in found
    assert "2019" not in found
    values = one.values | {"by": "no name", "year": "1999"}
    assert "by = no name, year = 1999" in reply.said(known, replace(one, values=values), lang)


def test_answer_in_another_language(known, monkeypatch):
    """The query is run anew, its rows chosen as before; in the question's language it is not."""
    one = reading(table=table(("a",)), only=(thing(OSLO),))
    made = SimpleNamespace(question=asking(lang="en"))
    again = [table((OSLO,), (NET,))]
    monkeypatch.setattr(reply.queries, "run", lambda *_: again[0])
    assert reply.answer(known, made, one, "en") is one.table
    assert reply.answer(known, made, one, "da").rows == ((ox.NamedNode(OSLO),),)
    again[0] = table((NET,))
    assert reply.answer(known, made, one, "da") is one.table
    again[0] = SimpleNamespace()
    assert reply.answer(known, made, one, "da") is one.table


def test_reply_for_programs(known):
    """The first three readings, each with its query, values, what was kept and how many rows."""
    first = reading(only=(thing(OSLO, NET),), values={"a": "b"}, table=table(("x",), ("y",)))
    every = (first, reading(table=None), reading(), reading())
    made = reply.Reply(asking("Q?", lang="da"), every, sure=True)
    found = reply.document(known, made, "en")
    assert (found["question"], found["language"], found["sure"]) == ("Q?", "da", True)
    assert [one["rows"] for one in found["readings"]] == [2, 0, 1]
    assert found["readings"][0]["only"] == [[OSLO, NET]]
    assert found["readings"][0]["values"] == {"a": "b"}


def test_ask(known, monkeypatch):
    """Readings without rows at all are none; a question without words has none."""
    good, none = reading(99.0), reading(table=None)
    monkeypatch.setattr(reply, "readings", lambda *_: [none, good])
    monkeypatch.setattr(
        reply, "understood", lambda _i, text, lang: asking(text, lang=lang, atoms=tuple(text))
    )
    found = reply.ask(known, "x")
    assert (found.readings, found.sure, found.question.lang) == ((good,), True, "en")
    assert reply.ask(known, "x", "da").question.lang == "da"
    assert reply.ask(known, "").readings == ()


# Values of enumerations.


def test_value_that_is_asked_for(known):
    """By a word of its group first, then the longest phrase, of equal ones the first."""
    one = Parameter(name="p", type="enum", label=BOTH("P"), values=("strict", "Oslo", "wide"))
    chosen = lambda text, *atoms: slots._chosen(known, one, asking(text, atoms=atoms))  # noqa: E731, SLF001
    assert chosen("take only whole years") == "strict"
    assert chosen("nothing") is None
    assert chosen("nothing", {"=strict": 1.0}) == "strict"
    year = Parameter(name="p", type="year", label=BOTH("P"), values=("strict",))
    assert slots._chosen(known, year, asking("only whole")) is None  # noqa: SLF001 - same
    words_ = Words({}, WORDS.stop, {"strict": ("aa bb",), "wide": ("cc dd",)}, {}, set())
    known.words = words_
    assert chosen("cc dd aa bb") == "wide"
    assert chosen("aa bb cc dd") == "strict"


@pytest.mark.parametrize(
    ("phrase", "says"),
    [("cities", True), ("city", True), ("big city", True), ("city big", False), ("=x", False)],
)
def test_phrases_in_any_form(phrase, says):
    """The words of a phrase, one after the other, by their stems."""
    assert slots.says(asking("which big cities", atoms=({"which": 1.0},)), phrase) is says
    assert slots.says(asking("x", atoms=({"=x": 0.85},)), "=x")


# The index.


def test_pattern_with_braces():
    """What stands in braces is a kind of thing, or a year and the like; the rest are words."""
    found = index._pattern("Who is in {network} since {year}?", "en", WORDS)  # noqa: SLF001 - read
    assert found[-2:] == (atom_of("network"), {"@year": 1.0})
    assert [next(iter(atom)) for atom in found[:-2]] == ["who", "in", "sinc"]


def test_first_words():
    """Of all patterns, in small letters."""
    found = index._first_words({"a": {"da": ["Hvem er"], "en": ["Who is", "What"]}})  # noqa: SLF001
    assert found == {"hvem", "who", "what"}


def test_text_of_a_query_weighs_by_where_it_stands():
    """Title 1, labels of columns and parameters 0.85, tags 0.7, descriptions 0.6."""
    query = SimpleNamespace(
        name="fee-list",
        summary=BOTH("title"),
        description=BOTH("story"),
        tags=("tagged",),
        parameters=(Parameter(name="someName", type="year", label=BOTH("label")),),
        columns=(Column("other_name", "money", BOTH("column")),),
    )
    found = index._asked(query, WORDS, {"en": ["ask"]})  # noqa: SLF001 - one query
    stem = lambda word: words.stem(word, "en")  # noqa: E731
    weights = {
        word: found.text[stem(word)] for word in ("title", "label", "column", "tagged", "story")
    }
    assert weights == {"title": 1, "label": 0.85, "column": 0.85, "tagged": 0.7, "story": 0.6}
    assert {stem("fee"), stem("list"), stem("title")} <= found.title.keys()
    assert {
        stem(word) for word in ("some", "name", "other", "label", "column")
    } <= found.columns.keys()
    assert found.kinds == {"money"}
    assert found.patterns == (
        ({"ask": 1.0},),
        *[(WORDS.atoms("title", lang)[0],) for lang in ("da", "en")],
    )
    assert stem("ask") in found.said


# Search.


def test_table_of_what_was_found():
    """The group in the language, IRI, label, kind and what matched."""
    found = [finding.Found("thing", OSLO, "Oslo", "city", "oslo", 1.0)]
    made = finding.table(found, "da", ("why",))
    assert [one.value for one in made.rows[0]][1:] == [OSLO, "Oslo", "city", "oslo"]
    assert made.columns == ("group", "thing", "label", "kind", "matches")
    assert (made.about.lang, made.about.notes) == ("da", ("why",))
    assert made.rows[0][0].value != finding.table(found, "en").rows[0][0].value


def test_ranked_texts(monkeypatch):
    """All words have to be there; the title counts for more; each once, and so many at most."""
    rows = (
        ("body", "x", "citi"),
        ("title", "citi", "x"),
        ("title", "citi", "y"),
        ("none", "x", "y"),
    )
    assert finding._ranked(WORDS, rows, "cities") == ["title", "body"]  # noqa: SLF001 - the order
    assert finding._ranked(WORDS, rows, "cities zzz") == []  # noqa: SLF001 - same
    assert finding._ranked(WORDS, rows, "the") == []  # noqa: SLF001 - same
    monkeypatch.setattr(finding, "MOST", 1)
    assert finding._ranked(WORDS, rows, "cities") == ["title"]  # noqa: SLF001 - same


def test_why_nothing_is_found(monkeypatch):
    """What there is of another kind, the first three; the words that are found alone."""
    shelf = SimpleNamespace(words=WORDS, store=None)
    found = [SimpleNamespace(label=f"L{n}", kind="k") for n in range(5)]
    monkeypatch.setattr(finding, "search", lambda _s, text, _l: found if text != "none" else [])
    monkeypatch.setattr(finding, "_near", lambda *_: iter(("near",)))
    (said,) = finding.reasons(shelf, "x", "en", "city")
    assert "5 are found: L0 (k), L1 (k), L2 (k)." in said
    small = finding.reasons(shelf, "the it", "en")
    assert (len(small), small[0].startswith("These are small words")) == (2, True)
    parts = finding.reasons(shelf, "the aa none bb aa", "en")
    assert parts[0].endswith("On their own are found: aa, bb.")
    assert parts[1] == "near"
    assert finding.reasons(shelf, "aa", "en")[0] == "near"
    many = finding.reasons(shelf, "a1 a2 a3 a4 a5 a6", "en")[0]
    assert many.endswith("a1, a2, a3, a4, a5.")


def test_names_that_are_near(monkeypatch, graph):
    """The three likest, half alike at least."""
    spelling = lambda iri, text: SimpleNamespace(thing=iri, text=text)  # noqa: E731
    every = [
        spelling(OSLO, "Oslo"),
        spelling(BERGEN, "Osla"),
        spelling(NET, "Oslob"),
        spelling("urn:x", "Osloc"),
        spelling("urn:y", "zz"),
    ]
    monkeypatch.setattr(finding, "spellings", lambda _: every)
    shelf = SimpleNamespace(store=SimpleNamespace(graph=graph))
    (said,) = finding._near(shelf, "Oslo", "en")  # noqa: SLF001 - what is told
    assert said.startswith("The nearest names: Oslo, ")
    assert said.count(",") == 2
    assert list(finding._near(shelf, "qqqq", "en")) == []  # noqa: SLF001 - same
