"""A thing on a screen, piece by piece; and what a project says of itself."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kkgraph import description, terms
from kkgraph.description import Fact, portrait
from kkgraph.errors import DataFileError
from kkgraph.errors.projects import MemoryShort
from kkgraph.formats.screen import Screen
from kkgraph.project import DataFile, licences, memory, settings
from kkgraph.project.settings import Named, Settings

NORDLYS, MEMBER = terms.thing("network/nordlys"), terms.thing("membership/nordlys")
ONE, TWO = terms.section("1.1"), terms.section("2")


def page(mini, iri=NORDLYS, **given):
    """Return the page of a thing."""
    described = description.describe(mini, ox.NamedNode(iri))
    made = {"everything": False, **given}
    return portrait._Page(mini, described, "en", Screen(), **made)  # noqa: SLF001 - what is shown


def statement(subject=NORDLYS, predicate="urn:p", value="x", graph=ONE, **more):
    """Return a statement; its value an IRI, or else a text."""
    term = ox.NamedNode(value) if ":" in value else ox.Literal(value)
    given = {"section": terms.section_number(graph), "lines": ("3",), **more}
    return description.Statement(subject, predicate, term, graph, **given)


def fact(name, *said, parts=()):
    """Return a fact."""
    iri = terms.thing(f"membership/{name}")
    return Fact(iri, terms.term("Membership"), tuple(statement(iri, p, v) for p, v in said), parts)


def rows(view):
    """Return the texts of a table."""
    return [tuple(cell.text for cell in row) for row in view.rows]


def test_a_page(mini):
    """Name, kind and identifier, a few sentences, other names, own values, facts, where named."""
    lines = list(page(mini).lines())
    assert lines[0].startswith("NORDLYS")
    assert lines[1].endswith(f" · {terms.shorten(NORDLYS)}")
    assert lines[1].count(" · ") == 1
    assert any("Nordlysnetværket" in line for line in lines)
    assert lines[-1].endswith(terms.shorten(NORDLYS)) or terms.shorten(NORDLYS) in lines[-1]
    assert any(line.endswith(": 1.1.1") for line in lines)
    whole = list(page(mini, everything=True).lines())
    assert terms.shorten(NORDLYS) not in whole[-1]
    assert len(whole) >= len(lines) - 1
    text = portrait.text(mini, page(mini).described, "en", Screen()).decode()
    assert text == "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("given", "matters"),
    [
        ({}, True), ({"graph": terms.REGISTER}, True), ({"graph": terms.LINKS}, False),
        ({"graph": terms.DERIVED}, False),
        ({"graph": terms.LINKS, "predicate": terms.HOMEPAGE}, True),
        ({"predicate": terms.IS_LISTED_IN}, False), ({"predicate": terms.TITLE}, False),
    ],
)  # fmt: skip
def test_what_matters(mini, given, matters):
    """Not what is linked or derived, nor how the survey is divided."""
    assert page(mini).matters(statement(**given)) is matters


def test_what_is_told_of_a_fact(mini):
    """Derived statements only where all is asked for; never that it is about the thing itself."""
    derived, own = statement(graph=terms.DERIVED), statement(value=NORDLYS)
    few, all_ = page(mini), page(mini, everything=True)
    assert (few.is_told(derived), all_.is_told(derived)) == (False, True)
    assert few.is_told(statement())
    assert few.is_itself(own)
    assert not few.is_itself(statement())
    said = few.properties(
        fact("a", ("urn:p", "x"), ("urn:p", "y"), ("urn:q", "z"), ("urn:q", NORDLYS))
    )
    assert said == {"urn:p": "x; y", "urn:q": "z"}
    paid = fact("a", (terms.AMOUNT, "1000"), (terms.CURRENCY, "DKK"), ("urn:p", "x."))
    assert few.properties(paid) == {terms.AMOUNT: "DKK 1000", "urn:p": "x."}
    inner = few.part(paid)
    assert inner.startswith("DKK 1000, ")
    assert inner.endswith(": x")
    outer = few.properties(fact("b", ("urn:fee", paid.iri), parts=(paid,)))
    assert outer == {"urn:fee": inner}


def test_facts_as_a_table(mini):
    """A fact is a property a line; several are a line each, their notes last."""
    one = page(mini).table([fact("a", (terms.NOTE, "n"), ("urn:p", "x"))])
    assert [row[1] for row in rows(one)] == ["x", "n"]
    assert "3" in rows(one)[0][2]
    assert rows(one)[1][2] == ""
    two = page(mini).table([fact("a", ("urn:p", "x")), fact("b", ("urn:q", "y"), ("urn:p", "z"))])
    assert [row[:2] for row in rows(two)] == [("x", ""), ("z", "y")]
    assert all("3" in row[-1] for row in rows(two))


@pytest.mark.parametrize(
    ("count", "everything", "shown", "more"),
    [(1, False, 1, False), (12, False, 12, False), (13, False, 12, True), (13, True, 13, False)],
)
def test_many_facts_are_folded(mini, count, everything, shown, more):
    """Twelve lines of a kind, and how many more there are; a count where there are several."""
    same = [fact(f"n{n:02}", ("urn:p", f"v{n:02}")) for n in range(count)]
    lines = list(page(mini, everything=everything).facts(terms.term("Membership"), same))
    assert sum(any(f"v{n:02}" in line for line in lines) for n in range(count)) == shown
    head = next(line for line in lines if line)
    assert head[:1].isupper()
    assert head.endswith(f" · {count}") is (count > 1)
    assert (f"{count - 12}" in lines[-1] and "v" not in lines[-1].split()[0]) is more


def test_order_of_facts():
    """That of the kinds; unknown kinds come last."""
    order = list(terms.FACT_KINDS.values())
    first = Fact("a", terms.term(order[0]), (), ())
    last = Fact("b", terms.term(order[-1]), (), ())
    none = Fact("c", "urn:x", (), ())
    kinds = portrait._kind  # noqa: SLF001 - in which order
    assert sorted([none, last, first], key=kinds) == [first, last, none]
    assert kinds(none) == (len(order), "urn:x")


def test_values_on_one_line():
    """Of one property from one place; each once; a match that is said already is left out."""
    merged = portrait._merged([("h", "a", "1"), ("h", "b", "2"), ("h", "c", "1"), ("h", "a", "1")])  # noqa: SLF001 - lines
    assert merged == [("h", "a; c", "1"), ("h", "b", "2")]
    same, match = statement(predicate=terms.SAME_AS, value="urn:x"), terms.EXACT_MATCH
    kept = portrait._once((same, statement(predicate=match, value="urn:x"),  # noqa: SLF001 - lines
                           statement(predicate=match, value="urn:y"), statement()))  # fmt: skip
    assert [s.object.value for s in kept] == ["urn:x", "urn:y", "x"]
    assert portrait._line(" a\n  b ") == "a b"  # noqa: SLF001 - each cell


def test_places_of_a_sentence(mini):
    """Of many sections the first two."""
    made = page(mini)
    said = made.places([MEMBER, terms.thing("payment/nordlys"), NORDLYS])
    assert said.startswith("(")
    assert said.endswith(")")
    assert made.places([]) == ""
    assert made.places(["urn:none"]) == ""


def test_columns_that_are_empty(mini):
    """They are left out; without rows there is nothing at all."""
    made = page(mini)
    assert rows(made.view(("a", "b", "c"), [("x", "", "1"), ("y", "", "")])) == [
        ("x", "1"),
        ("y", ""),
    ]
    assert list(made.block("head", made.view(("a",), []))) == []
    lines = list(made.block("head", made.view(("a",), [("x",)])))
    assert lines[0] == ""
    assert "head" in lines[1]
    assert len(list(made.block("", made.view(("a",), [("x",)])))) == len(lines) - 1


# A project.

FULL = """version = "1.2.3"
base = "https://h.example/"
surveys = ["survey/oslo-2021"]
licence = "https://creativecommons.org/licenses/by/4.0/"
[city]
id = "city/oslo"
da = "Oslo (da)"
en = "Oslo"
[prefixes]
own = "https://o.example/"
[replaced]
"city/a" = "city/b"
"""


def test_settings_of_a_project():
    """What it says, and what follows: IRIs, its home, the year of its first survey."""
    found = settings.read(Path("x"), FULL)
    assert (found.version, found.base, found.issued) == ("1.2.3", "https://h.example/", "")
    assert found.city == Named("city/oslo", {"da": "Oslo (da)", "en": "Oslo"})
    assert found.municipality == Named()
    assert found.home == ("https://h.example/id/city/oslo",)
    assert found.year == "2021"
    assert (found.prefixes, found.replaced) == ({"own": "https://o.example/"}, {"city/a": "city/b"})
    words = found.words("en")
    assert (words["city"], words["municipality"], words["in_year"]) == (
        "Oslo",
        "municipality",
        " in 2021",
    )
    assert (words["of_year"], words["the_year"]) == (" of 2021", " 2021")
    danish = found.words("da")
    assert (danish["city"], danish["municipality"], danish["in_year"]) == (
        "Oslo (da)",
        "kommunen",
        " i 2021",
    )
    assert (danish["of_year"], danish["the_year"]) == (" fra 2021", " fra 2021")
    assert words["licence"] == "CC BY 4.0"
    assert Settings().year == Settings(surveys=("survey/x",)).year == ""
    assert Settings().words("da")["in_year"] == ""
    assert Settings().city.name("en") == ""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('version = "1.2.3"', "version = 1", 1), ('version = "1.2.3"', 'none = "x"', 1),
        ('base = "https://h.example/"', 'base = "https://h.example"', 2),
        ('["survey/oslo-2021"]', '"survey/x"', 3), ('["survey/oslo-2021"]', '["Survey"]', 3),
        ('["survey/oslo-2021"]', "[1]", 3), ("[city]\n", "city = 1\n[x]\n", None),
        ('id = "city/oslo"\n', "", 5), ('da = "Oslo (da)"\n', "", 5), ('"city/oslo"', '"oslo"', 6),
        ('own = "https', 'kk = "https', 10), ('own = "https', '"1" = "https', 10),
        ('"https://o.example/"', '"here"', 10), ('"city/a" =', '"a" =', 12),
        ('= "city/b"', '= "b"', 12),
        ("[prefixes]", "[prefixes", 9),
    ],
)  # fmt: skip
def test_settings_that_are_wrong(old, new, line):
    """The line is told."""
    with pytest.raises(DataFileError) as told:
        settings.read(Path("x"), FULL.replace(old, new, 1))
    if line:
        assert told.value.line == line


@pytest.mark.parametrize(
    ("address", "name", "spdx"),
    [
        ("https://creativecommons.org/licenses/by-sa/3.0", "CC BY-SA 3.0", "CC-BY-SA-3.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", "CC0-1.0"),
        ("https://h.example/licence", "https://h.example/licence", ""),
    ],
)
def test_names_of_licences(address, name, spdx):
    """As people call them, and as SPDX does; an address where neither is known."""
    assert (licences.called(address), licences.identifier(address)) == (name, spdx)


@pytest.mark.parametrize(
    ("name", "size", "free", "is_short"),
    [
        ("x.ttl", 49_999_999, 1, False), ("x.ttl", 50_000_000, 37 * 50_000_000, False),
        ("x.ttl", 50_000_000, 37 * 50_000_000 - 1, True),
        ("x.nt", 50_000_000, 9 * 50_000_000, False),
        ("x.nq", 50_000_000, 9 * 50_000_000 - 1, True), ("x.trig", 10**9, None, False),
    ],
)  # fmt: skip
def test_memory_for_a_graph(monkeypatch, name, size, free, is_short):
    """Asked of large files alone: 37 bytes a byte of Turtle, 9 of formats that repeat names."""
    monkeypatch.setattr(memory, "_size", lambda _: size)
    monkeypatch.setattr(memory, "available", lambda: free)
    files = [DataFile(Path(name), None)]
    if is_short:
        with pytest.raises(MemoryShort):
            memory.demand(files)
    else:
        memory.demand(files)


def test_memory_that_is_free(monkeypatch, tmp_path):
    """The least of what the machine and the process may take; None where nobody says."""
    monkeypatch.setattr(memory, "_of_machine", lambda: [5])
    monkeypatch.setattr(memory, "_of_process", lambda: [3])
    assert memory.available() == 3
    monkeypatch.setattr(memory, "_of_process", list)
    assert memory.available() == 5
    monkeypatch.setattr(memory, "_of_machine", list)
    assert memory.available() is None
    (tmp_path / "x").write_text("12345")
    assert memory._size(tmp_path / "x") == 5  # noqa: SLF001 - of each file
    assert memory._size(tmp_path / "none") == 0  # noqa: SLF001 - same
