"""What a question names, among a few names made up here; and how much words are worth."""

from math import log

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.asking.atoms import Worth, covered, evidence, match, worth
from kkgraph.asking.mentions import Mention, Names, atom_of, find
from kkgraph.entities.search import Spelling

COMMON = frozenset({"the", "of", "in", "and", "city", "hvad", "what", "er"})
NAMES = {
    "city/oslo": ["Oslo"],
    "city/gothenburg": ["Gothenburg", "Göteborg"],
    "network/c40": ["C40"],
    "network/nordic-city-network": ["Nordic City Network"],
    "network/climate-cities": ["Climate Cities of Europe"],
    "network/climate-towns": ["Climate Towns of Asia"],
    "topic/water": ["water"],
    "organisation/eu": ["EU"],
    "project/green": ["green"],
    "project/oslo": ["Project Oslo"],
}


@pytest.fixture(scope="module")
def names():
    """Return the names, the first of each thing before its others."""
    found = [
        Spelling(terms.thing(path), text, None, rank)
        for path, texts in NAMES.items()
        for rank, text in enumerate(texts)
    ]
    return Names([*found, Spelling(terms.thing("project/oslo"), "Oslo", None, 2)])


@pytest.fixture(scope="module")
def sections():
    """Return a graph of two sections."""
    made = ox.Store()
    for number in ("4", "4.1.5"):
        kind, cls = ox.NamedNode(terms.TYPE), ox.NamedNode(terms.SECTION)
        made.add(ox.Quad(ox.NamedNode(terms.section(number)), kind, cls))
    return made


@pytest.fixture
def read(names, sections):
    """Return what reads a text: kinds and values of what it names."""

    def reading(text):
        return [
            (one.kind, *(value.removeprefix(terms.thing("")) for value in one.values))
            for one in find(text, names, COMMON, sections)
        ]

    return reading


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What is Oslo?", [("thing", "city/oslo")]),
        ("Göteborg and Oslo", [("thing", "city/gothenburg"), ("thing", "city/oslo")]),
        ("Oslo and Oslo", [("thing", "city/oslo")]),
        ("Oslos networks", [("thing", "city/oslo")]),
        ("Oslo's networks", [("thing", "city/oslo")]),
        ("the Nordic City Network", [("thing", "network/nordic-city-network")]),
        ("Project Oslo", [("thing", "project/oslo")]),
        ("Climate Cities", [("thing", "network/climate-cities")]),
        ("Climate of Asia", []),
        ("of Europe", []),
        ("Gothenbrug", [("thing", "city/gothenburg")]),
        ("gothenbrug", []),
        ("Oslp", []),
        ("the city", []),
        ("eu", []),
        ("EU", [("thing", "organisation/eu")]),
    ],
)
def test_things(read, text, found):
    """By any spelling, the longest first, a genitive aside; misspelt where that is plain."""
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in 2019", [("year", "2019")]),
        ("in 2019 and 2020", [("year", "2019"), ("year", "2020")]),
        ("in 1850", []),
        ("3. maj 2019", [("date", "2019-05-03")]),
        ("3 May 2019", [("date", "2019-05-03")]),
        ("31 February 2019", []),
        ("3 zzz 2019", [("year", "2019")]),
        ("2019-05-03", [("date", "2019-05-03")]),
        ("chapter 4", [("section", "4")]),
        ("afsnit 4.1.5", [("section", "4.1.5")]),
        ("4.1.5", [("section", "4.1.5")]),
        ("section 9", []),
        ("1.000", []),
        ("C40 in 2019", [("thing", "network/c40"), ("year", "2019")]),
    ],
)
def test_numbers(read, text, found):
    """Sections that there are, days that the calendar has, and years of two centuries."""
    assert [one for one in read(text) if one != ("year", "2019")] == [
        one for one in found if one != ("year", "2019")
    ]
    if ("year", "2019") in found:
        assert ("year", "2019") in read(text)


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("water", True),
        ("green", True),
        ("Green", False),
        ("Oslo", False),
        ("C40", False),
        ("C40-networks", True),
        ("EU", False),
        ("EU projects", True),
        ("EU 2019", False),
    ],
)
def test_vague_names(names, sections, text, vague):
    """A topic, a common word, and what only says which kind of thing follows."""
    assert find(text, names, COMMON, sections)[0].vague is vague


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("before 2019", True),
        ("later than the 3 May 2019", True),
        ("inden den 3. maj 2019", True),
        ("before May 2019", True),
        ("efter september 2019", True),
        ("by the end of 2019", True),
        ("før udgangen af 2019", True),
        ("in May 2019", False),
        ("at the end of 2019", False),
        ("what came after Oslo in 2019", False),
    ],
)
def test_bounds_of_a_time(names, sections, text, bound):
    """A year or a day before or after which something is asked for, a month or its end named."""
    times = [one for one in find(text, names, COMMON, sections) if one.kind in ("year", "date")]
    assert [one.is_bound for one in times] == [bound]


def test_names_by_rank(names):
    """A preferred name beats another thing's other name; part of one name alone is that thing."""
    assert names.exactly("oslo") == (terms.thing("city/oslo"),)
    assert names.exactly("x") == ()
    assert names.partly("climate cities") == (terms.thing("network/climate-cities"),)
    assert names.partly("climate") == ()
    assert names.nearly("Gothenbu") == ()
    assert names.nearly("Gothenborg") == (terms.thing("city/gothenburg"),)
    assert names.nearly("Osl") == ()


def test_kinds_of_a_mention(monkeypatch):
    """A city is a place and a thing; of several things the kinds of all; home is all around."""
    assert atom_of("city") == {"@thing": 0.7, "@places": 0.85, "@city": 1.0}
    assert atom_of("project") == {"@thing": 0.7, "@doings": 0.85, "@project": 1.0}
    assert atom_of("thing") == {"@thing": 0.7}
    assert atom_of("network")["@bodies"] == 0.85
    year = Mention("year", "2019", 0, 4, ("2019",))
    assert (year.atom, year.ambient) == ({"@year": 1.0}, False)
    both = Mention("thing", "x", 0, 1, (terms.thing("city/a"), terms.thing("project/b")))
    assert {"@city", "@project", "@places", "@doings"} <= both.atom.keys()
    monkeypatch.setattr(terms, "home", lambda: frozenset({terms.thing("city/a")}))
    assert both.ambient
    assert not Mention("section", "x", 0, 1, (terms.thing("city/a"),)).ambient


# What words are worth.


def test_rare_words_are_worth_more():
    """A word of every text is worth least; one that no text has is in the middle."""
    found = worth([[{"a": 1, "b": 1}], [{"a": 1}, {"a": 1}], [{"a": 1}]])
    assert (found.count, found.found) == (3, {"a": 3, "b": 1})
    assert found.of({"a": 1}) == pytest.approx(0.15 + log(4 / 3.5))
    assert found.of({"b": 1}) == pytest.approx(0.15 + log(4 / 1.5))
    assert found.of({"a": 1, "b": 1}) == found.of({"a": 1})
    assert found.of({"zzz": 1}) == found.middle == pytest.approx(0.15 + log(4) / 2)


def test_what_atoms_share():
    """Two atoms share their best common term, by the weaker of the two."""
    assert match({"a": 0.5, "b": 1}, {"a": 1, "b": 0.3}) == 0.5
    assert match({"a": 1}, {"b": 1}) == 0
    by = Worth(1, {})
    one = by.middle
    wanted = [{"a": 1.0}, {"b": 1.0}]
    assert covered(wanted, [{"a": 0.5}], by) == pytest.approx(0.25)
    assert covered(wanted, [{"a": 0.5}, {"a": 1.0}], by) == pytest.approx(0.5)
    assert covered([], [{"a": 1.0}], by) == 0
    assert evidence(wanted, {"a": 1.0}, by) == pytest.approx(one / (2 * one + 2))
