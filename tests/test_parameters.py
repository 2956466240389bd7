"""Parameters: what a person types, as a term."""

import pyoxigraph as ox
import pytest

from kkgraph import parameters, terms
from kkgraph.errors import EntityNotFound, ParameterInvalid
from kkgraph.parameters import Parameter
from kkgraph.store import Store


def one(type_: str, **more: object) -> Parameter:
    """Return a parameter of a type."""
    return Parameter("p", type_, {"en": "P", "da": "P"}, **more)


def typed(text: str, name: str) -> ox.Literal:
    """Return a typed literal."""
    return ox.Literal(text, datatype=ox.NamedNode(terms.XSD + name))


@pytest.mark.parametrize(
    ("type_", "text", "term"),
    [
        ("string", 'a "b" }', ox.Literal('a "b" }')),
        ("lang", "da", ox.Literal("da")),
        ("integer", "-3", typed("-3", "integer")),
        ("decimal", "2.5", typed("2.5", "decimal")),
        ("decimal", "2", typed("2", "decimal")),
        ("year", "2019", typed("2019", "gYear")),
        ("date", "2020-02-14", typed("2020-02-14", "date")),
        ("entity", "Malmö", ox.NamedNode(terms.ID + "city/malmoe")),
        ("entity(kk:City)", "oslo", ox.NamedNode(terms.ID + "city/oslo")),
        ("section", "1.1.2", ox.NamedNode(terms.ID + "section/1.1.2")),
    ],
)
def test_term(mini: Store, type_: str, text: str, term: ox.NamedNode | ox.Literal) -> None:
    """A value becomes a term of its type; a string stays whatever it is."""
    assert parameters.term(mini, one(type_), text) == term


@pytest.mark.parametrize(
    ("type_", "text", "message"),
    [
        ("integer", "2.5", "--p: '2.5' is not a whole number such as 3"),
        ("decimal", "x", "--p: 'x' is not a number such as 2.5"),
        ("year", "19", "--p: '19' is not a year such as 2019"),
        ("date", "2020-13-01", "--p: '2020-13-01' is not a date such as 2020-02-14"),
        ("date", "2020-02-31", "--p: '2020-02-31' is not a date such as 2020-02-14"),
        ("date", "2019-02-29", "--p: '2019-02-29' is not a date such as 2020-02-14"),
        ("date", "0000-01-01", "--p: '0000-01-01' is not a date such as 2020-02-14"),
        ("date", "2020-02-1٤", "--p: '2020-02-1٤' is not a date such as 2020-02-14"),
        ("year", "٢٠١٩", "--p: '٢٠١٩' is not a year such as 2019"),
        ("integer", "٣", "--p: '٣' is not a whole number such as 3"),
        ("integer", "3\n", "--p: '3\n' is not a whole number such as 3"),
        ("decimal", "٢.٣", "--p: '٢.٣' is not a number such as 2.5"),
        ("lang", "sv", "--p: 'sv' is no language of the graph; use da or en"),
    ],
)
def test_ill_typed(mini: Store, type_: str, text: str, message: str) -> None:
    """An ill-typed value is an error that shows a right one."""
    with pytest.raises(ParameterInvalid) as caught:
        parameters.term(mini, one(type_), text)
    assert str(caught.value) == message


def test_entity_of_another_class(mini: Store) -> None:
    """A thing of another class is not accepted."""
    with pytest.raises(EntityNotFound, match="no city goes by 'SOLSKIN'"):
        parameters.term(mini, one("entity(kk:City)"), "SOLSKIN")


def test_bind(mini: Store) -> None:
    """Given values win over defaults; what has neither is left out."""
    wanted = (
        Parameter("a", "string", {}, default="x"),
        Parameter("b", "string", {}, default="y"),
        Parameter("c", "string", {}, optional=True),
    )
    bound = parameters.bind(mini, wanted, {"a": "z"})
    assert bound == {"a": ox.Literal("z"), "b": ox.Literal("y")}


def test_unknown_parameter(mini: Store) -> None:
    """An unknown name is an error that lists the known ones."""
    with pytest.raises(ParameterInvalid) as caught:
        parameters.bind(mini, (one("string"),), {"q": "x"})
    assert str(caught.value) == "--q: the query has no such parameter; it has --p"


def test_types() -> None:
    """The types a header may name."""
    known = ["entity", "entity(kk:City)", "section", *("string", "integer", "decimal")]
    known += ["year", "date", "lang"]
    assert [name for name in known if not parameters.is_type(name)] == []
    assert not parameters.is_type("entity(City)")
    assert parameters.entity_class("entity(kk:City)") == terms.KK + "City"
    assert parameters.entity_class("entity") is None


def test_optional_defaults_give_way(mini: Store) -> None:
    """`all` takes back the default of a parameter that need not be given, and of no other."""
    loose = one("string", default="x", optional=True)
    assert (loose.yields, loose.required) == (True, False)
    assert parameters.bind(mini, (loose,), {"p": "all"}) == {}
    assert parameters.bind(mini, (loose,), {}) == {"p": ox.Literal("x")}
    firm = one("string", default="x")
    assert (firm.yields, firm.required) == (False, False)
    assert parameters.bind(mini, (firm,), {"p": "all"}) == {"p": ox.Literal("all")}
    assert (one("string").required, one("string", optional=True).required) == (True, False)
    assert not one("string", optional=True).yields


def test_enumerations(mini: Store) -> None:
    """Only a value of the list will do."""
    few = one("enum", values=("a", "b"))
    assert parameters.term(mini, few, "b") == ox.Literal("b")
    with pytest.raises(ParameterInvalid, match="a, b"):
        parameters.term(mini, few, "c")


def test_examples_are_of_the_graph(mini: Store) -> None:
    """A default or example that the graph lacks is replaced by one of its kind, each another."""
    there = one("entity(kk:City)", example="Oslo")
    assert parameters.fitted(mini, there) is there
    gone = one("entity(kk:City)", default="Paris")
    assert parameters.fitted(mini, gone)[3:5] == (None, "city:malmoe")
    assert parameters.fitted(mini, gone, ["city:malmoe"]).example == "city:oslo"
    every = ["city:malmoe", "city:oslo"]
    assert parameters.fitted(mini, gone, every).example == "city:malmoe"
    half = one("entity(kk:City)", default="Oslo", example="Paris")
    assert parameters.fitted(mini, half)[3:5] == ("Oslo", "city:malmoe")
    unknown = one("entity", example="network:gone")
    assert parameters.fitted(mini, unknown).example == "network:fyrtaarn"
    assert parameters.fitted(mini, one("section", example="9")).example == "section:1"
    assert parameters.fitted(mini, one("entity", example="x:y")).example is None
    text = one("string", example="x")
    assert parameters.fitted(mini, text) is text


def test_what_may_be_given(mini: Store) -> None:
    """Things have to be there; whatever else is given is."""
    assert parameters.is_there(mini, one("entity"), None)
    assert parameters.is_there(mini, one("string"), "x")
    assert parameters.is_there(mini, one("section"), "1.1")
    assert not parameters.is_there(mini, one("section"), "9")
    assert parameters.is_thing(one("entity(any)"))
    assert not parameters.is_thing(one("year"))
    assert parameters.is_any("entity(any)")
    assert not parameters.is_any("entity")
    assert parameters.entity_class("entity(any)") is None
    assert not parameters.is_entity("entity(kk:City)x")
