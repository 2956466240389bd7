"""What a person types for a field, as a term: on the tiny graph, with fields made up here."""

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.editing import values
from kkgraph.editing.fields import Field
from kkgraph.errors import EntityNotFound
from kkgraph.errors.editing import FieldInvalid

XSD = terms.XSD


def field(**given):
    """Return a field; its name does not matter."""
    plain = {"path": terms.KK + "x", "names": {"da": "felt", "en": "field"}, "minimum": 0}
    none = {"maximum": None, "classes": (), "datatypes": (), "options": (), "pattern": ""}
    return Field(**{**plain, **none, "is_own": True, **given})


@pytest.mark.parametrize(
    ("kinds", "text", "value"),
    [
        (("gYear",), "2021", "2021"),
        (("gYear",), "21", None),
        (("gYear",), "12021", None),
        (("gYearMonth",), "2021-12", "2021-12"),
        (("gYearMonth",), "2021-13", None),
        (("date",), "2021-02-28", "2021-02-28"),
        (("date",), "2021-02-29", None),
        (("date", "gYear"), "2021", "2021"),
        (("integer",), "-12", "-12"),
        (("integer",), "1.5", None),
        (("decimal",), "1.5", "1.5"),
        (("decimal",), "600000", "600000"),
        (("decimal",), "600.000", None),
        (("decimal",), "600,000", None),
        (("duration",), "P1Y", "P1Y"),
        (("duration",), "1 year", "P1Y"),
        (("duration",), "2 måneder", "P2M"),
        (("duration",), "3  weeks", "P21D"),
        (("duration",), "10 dage", "P10D"),
        (("duration",), "2 lightyears", None),
        (("duration",), "P", None),
        (("gMonth",), "--05", "--05"),
        (("boolean",), "Ja", "true"),
        (("boolean",), "no", "false"),
        (("boolean",), "TRUE", "true"),
        (("boolean",), "maybe", None),
        (("string",), " a  b ", "a b"),
    ],
)
def test_literal(mini, kinds, text, value):
    """A value is read by the first datatype that it fits, and told when it fits none."""
    asked = field(datatypes=tuple(XSD + kind for kind in kinds))
    if value is None:
        with pytest.raises(FieldInvalid):
            values.parsed(mini, asked, text)
    else:
        found = values.parsed(mini, asked, text)
        assert (found.value, found.datatype.value.removeprefix(XSD) in kinds) == (value, True)


def test_pattern_of_a_literal(mini):
    """A pattern narrows what a datatype takes; the example fits the field."""
    lines = field(path=terms.LINES, datatypes=(XSD + "string",), pattern=r"^\d+(-\d+)?$")
    assert values.parsed(mini, lines, "3-4").value == "3-4"
    with pytest.raises(FieldInvalid) as told:
        values.parsed(mini, lines, "three")
    assert "309 / 309-310" in str(told.value)
    with pytest.raises(FieldInvalid) as told:
        values.parsed(mini, field(datatypes=(XSD + "gYear", XSD + "date")), "x")
    assert "2021 / 2021-05-17" in str(told.value)


def test_text(mini):
    """A text is kept as it is, white space aside, in its language."""
    asked = field(datatypes=(terms.RDF + "langString",))
    assert values.parsed(mini, asked, "a \n b", "da") == ox.Literal("a b", language="da")


def test_thing(mini):
    """A thing goes by any name, if it is of one of the field's classes."""
    asked = field(classes=(terms.KK + "City",))
    assert values.parsed(mini, asked, "malmø").value == terms.thing("city/malmoe")
    with pytest.raises(EntityNotFound):
        values.parsed(mini, asked, "Fyrtårn")
    assert values.choices(mini, asked, "da") == ["Malmø", "Oslo"]
    assert values.choices(mini, field(), "da") == []
    assert values.choices(mini, field(datatypes=(XSD + "gYear",)), "da") == []


def test_names_that_are_several_things(mini):
    """Where two things have one name their IRIs are offered."""
    asked = field(classes=(terms.KK + "Network", terms.KK + "Project"))
    assert values.choices(mini, asked, "en") == [
        "Lighthouse",
        "NORDLYS",
        "SOLSKIN",
        "The NORDLYS project",
    ]


def test_option(mini):
    """One of a list goes by its name or label, in any case; others are told the list."""
    options = tuple(ox.NamedNode(terms.KK + one) for one in ("Partner", "Chair"))
    asked = field(options=options)
    assert values.parsed(mini, asked, "partner") == options[0]
    with pytest.raises(FieldInvalid) as told:
        values.parsed(mini, asked, "friend")
    assert "Partner, Chair" in str(told.value)
    assert values.choices(mini, asked, "en") == ["Partner", "Chair"]


def test_term(mini):
    """A term goes by its local name, its CURIE or its IRI, where the pattern takes it."""
    asked = field(pattern="^https://w3id.org/kkgraph/ontology#has")
    for text in ("hasMember", "kk:hasMember", terms.KK + "hasMember"):
        assert values.parsed(mini, asked, text).value == terms.KK + "hasMember"
    with pytest.raises(FieldInvalid):
        values.parsed(mini, asked, "isPartOf")
    with pytest.raises(FieldInvalid):
        values.parsed(mini, asked, "has member")


@pytest.mark.parametrize(
    ("given", "note"),
    [
        ({"minimum": 0, "maximum": 1}, "field"),
        ({"minimum": 1, "maximum": 1}, "field. needed"),
        ({"minimum": 0, "maximum": None}, "field. several"),
        ({"minimum": 0, "maximum": 1, "datatypes": (XSD + "gYear", XSD + "string")}, "field. 2021"),
    ],
)
def test_note(given, note):
    """What a field is, whether it is needed, whether it takes several, and an example."""
    found = values.note(field(**given), "en")
    first, _, rest = note.partition(". ")
    assert found.startswith(first)
    assert (found == first) is (not rest)
    assert rest[:4].casefold() in found.casefold()
