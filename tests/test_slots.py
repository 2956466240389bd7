"""Which parameters take which mentions of a question: made up, without a graph."""

from types import SimpleNamespace

import pytest

from kkgraph import terms
from kkgraph.asking import slots
from kkgraph.asking.mentions import Mention
from kkgraph.parameters import Parameter

OSLO, BERGEN, C40 = (terms.thing(one) for one in ("city/oslo", "city/bergen", "network/c40"))
CITY, NETWORK = terms.KK + "City", terms.KK + "Network"


def parameter(name, type_, label="x", default=None):
    """Return a parameter."""
    return Parameter(name=name, type=type_, label={"da": label, "en": label}, default=default)


def thing(*iris, vague=False):
    """Return a mention of things."""
    return Mention("thing", "x", 0, 1, iris, vague)


def other(kind, value):
    """Return a mention of a section, a year or a day."""
    return Mention(kind, value, 0, 1, (value,))


INDEX = SimpleNamespace(
    instances=lambda cls: {CITY: {OSLO, BERGEN}, NETWORK: {C40}}.get(cls, set()),
)


@pytest.fixture(autouse=True)
def at_home(monkeypatch):
    """Make Bergen home."""
    monkeypatch.setattr(terms, "home", lambda: frozenset({BERGEN}))


@pytest.mark.parametrize(
    ("type_", "mention", "value"),
    [
        ("entity(kk:City)", thing(OSLO), "city:oslo"),
        ("entity(kk:City)", thing(C40, OSLO), "city:oslo"),
        ("entity(kk:City)", thing(C40), None),
        ("entity(any)", thing(C40), "network:c40"),
        ("year", thing(OSLO), None),
        ("section", other("section", "4.1"), "4.1"),
        ("year", other("section", "4.1"), None),
        ("year", other("year", "2019"), "2019"),
        ("date", other("date", "2019-05-03"), "2019-05-03"),
        ("year", other("date", "2019-05-03"), "2019"),
        ("date", other("year", "2019"), None),
        ("entity(kk:City)", thing(BERGEN), None),
    ],
)
def test_what_a_parameter_takes(type_, mention, value):
    """A thing of its class, a section, a year, also that of a day; home only where it is usual."""
    assert slots.accepted(INDEX, parameter("p", type_), mention) == value


def test_home_where_it_is_the_default():
    """Home is taken by a parameter that stands for it unless another is named."""
    usual = parameter("p", "entity(kk:City)", default="city:bergen")
    assert slots.accepted(INDEX, usual, thing(BERGEN)) == "city:bergen"
    unusual = parameter("p", "entity(kk:City)", default="city:oslo")
    assert slots.accepted(INDEX, unusual, thing(BERGEN)) is None


@pytest.mark.parametrize(
    ("label", "number", "takes"),
    [("Chapter", "4", True), ("Chapter", "4.1", False), ("Section", "4.1", True)],
)
def test_chapters(label, number, takes):
    """A parameter that is called chapter takes chapters alone."""
    one = parameter("p", "section", label)
    assert (slots.accepted(INDEX, one, other("section", number)) is not None) is takes


def fillings(parameters, mentions):
    """Return the values of each way to fill parameters, the best first."""
    query = SimpleNamespace(parameters=parameters)
    question = SimpleNamespace(mentions=mentions)
    return [(one.values, len(one.used)) for one in slots.fillings(INDEX, query, question)]


def test_ways_to_fill():
    """What uses most of what is named comes first; the last way uses nothing."""
    city, since = parameter("city", "entity(kk:City)"), parameter("since", "year")
    named = [thing(OSLO), other("year", "2019")]
    found = fillings((city, since), named)
    assert found[0] == ({"city": "city:oslo", "since": "2019"}, 2)
    assert found[-1] == ({}, 0)
    assert {tuple(sorted(values)) for values, _ in found} == {
        ("city", "since"),
        ("city",),
        ("since",),
        (),
    }
    assert [used for _, used in found] == [2, 1, 1, 0]
    assert fillings((city,), []) == [({}, 0)]
    assert fillings((), named) == [({}, 0)]


def test_two_of_a_kind():
    """Two cities go to two parameters, in their order first, and never one to both."""
    one, two = parameter("one", "entity(kk:City)"), parameter("two", "entity(kk:City)")
    stays = SimpleNamespace(instances=lambda _: {OSLO, C40})
    query = SimpleNamespace(parameters=(one, two))
    question = SimpleNamespace(mentions=[thing(OSLO), thing(C40)])
    found = [way.values for way in slots.fillings(stays, query, question)]
    assert found[:2] == [
        {"one": "city:oslo", "two": "network:c40"},
        {"one": "network:c40", "two": "city:oslo"},
    ]
    assert len(found) == 7


def test_vague_mentions_weigh_half():
    """A common word is used if there is nothing better."""
    one = parameter("one", "entity(kk:City)")
    found = fillings((one,), [thing(OSLO, vague=True), thing(OSLO)])
    assert found[0][1] == 1
    weights = [slots._weight(((one, m, "x"),)) for m in (thing(OSLO), thing(OSLO, vague=True))]  # noqa: SLF001 - the order
    assert weights == [1.0, 0.5]
    assert slots._weight(((one, thing(BERGEN), "x"),)) == 0.5  # noqa: SLF001 - same


def test_no_more_than_twelve_ways():
    """Of many ways only the first are tried."""
    many = tuple(parameter(f"p{n}", "entity(kk:City)") for n in range(4))
    assert len(fillings(many, [thing(OSLO), thing(OSLO), thing(OSLO)])) == 12
