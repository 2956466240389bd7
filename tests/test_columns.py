"""Columns that a saved query's header declares."""

from dataclasses import replace

import pyoxigraph as ox
import pytest

from kkgraph import formats, terms
from kkgraph.errors import QueryHeaderInvalid
from kkgraph.formats import columns
from kkgraph.formats.cited import gathered
from kkgraph.queries import read_query
from kkgraph.tables import About, Column, Table

HEAD = """#+ summary: Fees
#+ summary_da: Kontingenter
#+ description: Fees
#+ description_da: Kontingenter
#+ columns:
"""
TEXT = (
    "SELECT ?network ?networkLabel ?amount ?currency { ?network ?networkLabel ?amount, ?currency }"
)


def written(folder, *lines):
    """Return the path of a query with these column lines."""
    path = folder / "fees.rq"
    path.write_text(HEAD + "".join(f"#+   - {line}\n" for line in lines) + TEXT, "utf-8")
    return path


def test_declared_columns(tmp_path):
    """A column a line, in braces; a label belongs to its thing, an amount has a currency."""
    path = written(
        tmp_path,
        "{name: network, kind: thing, label: network, label_da: netværk}",
        "{name: networkLabel, kind: label, of: network}",
        '{name: amount, kind: money, currency: currency, label: "amount, a year", label_da: beløb}',
        "{name: currency, kind: text, label: currency, label_da: valuta}",
    )
    assert read_query(path).columns == (
        Column("network", "thing", {"en": "network", "da": "netværk"}),
        Column("networkLabel", "label", {"en": "networkLabel", "da": "networkLabel"}, "network"),
        Column("amount", "money", {"en": "amount, a year", "da": "beløb"}, None, "currency"),
        Column("currency", "text", {"en": "currency", "da": "valuta"}),
    )


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{name: fee, kind: money, label: a, label_da: b}", "does not use ?fee"),
        ("{name: amount, kind: sum, label: a, label_da: b}", "kind is one of thing"),
        ("{name: amount, kind: money, label: a}", "label and label_da"),
        ("{name: networkLabel, kind: label}", "a label is `of` another column"),
        ("{name: networkLabel, kind: label, of: net}", "no column is called net"),
        ("{name: amount, kind: money, colour: red}", "unknown key colour"),
        ("{name amount}", "not `key: value, …` in braces"),
    ],
)
def test_faulty_column(tmp_path, line, what):
    """A column that cannot be right is refused with file and line."""
    with pytest.raises(QueryHeaderInvalid) as caught:
        read_query(written(tmp_path, line))
    assert what in str(caught.value)
    assert "fees.rq:6" in str(caught.value)


@pytest.mark.parametrize(
    ("cited", "whole"),
    [
        (["§4.1, line 307", "§4.1, line 308"], "§4.1, lines 307\N{EN DASH}308"),
        (["§4.1, lines 309, 312; §4.1, lines 310-311"], "§4.1, lines 309\N{EN DASH}312"),
        (
            ["§4.1.11, line 384; §4.1.2, lines 289-290"],
            "§4.1.2, lines 289\N{EN DASH}290; §4.1.11, line 384",
        ),
        (["§1 (memo), page 3; §1 (memo), page 2"], "§1 (memo), pages 2\N{EN DASH}3"),
        (["§1 (memo), line 3", "§1 (memo), page 1"], "§1 (memo), line 3; §1 (memo), page 1"),
        (["§4.1", "§4.1, line 307"], "§4.1, line 307"),
        (["our reading", "§2"], "§2; our reading"),
    ],
)
def test_citations_of_a_row_are_gathered(cited, whole):
    """A section stands once, lines that touch are one range, sections in the survey's order."""
    assert gathered(cited) == whole


def test_lines_are_shown_once_and_in_order() -> None:
    """Lines that several facts cite are one list on the screen, and stay as they are in a file."""
    said = ox.Literal("11, 15, 15-16, 20, 20-21, p. 2")
    about = About(columns=(Column("lines", "lines", {"en": "lines", "da": "linjer"}),))
    table = Table(("lines",), ((said,),), about)
    assert columns.view(table).rows[0][0].text == "11, 15\u201316, 20\u201321, p. 2"
    assert b'"11, 15, 15-16, 20, 20-21, p. 2"' in formats.render(table, "csv")


# Columns that no header declares, and what stands in them.


def lit(text, kind=None):
    """Return a literal."""
    return ox.Literal(text, datatype=ox.NamedNode(terms.XSD + kind)) if kind else ox.Literal(text)


CITY, FACT = ox.NamedNode(terms.thing("city/oslo")), ox.NamedNode(terms.thing("payment/string"))


def table(names, *rows, **about):
    """Return a table: the names of its columns, its rows."""
    return Table(tuple(names.split()), rows, About(**about))


def shown(found, **more):
    """Return the headings and the texts of the cells."""
    view = columns.view(found, **more)
    return view.headings(), [[cell.text for cell in row] for row in view.rows]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([CITY, CITY], "thing"),
        ([CITY, None], "thing"),
        ([CITY, lit("x")], "text"),
        ([], "text"),
        ([None], "text"),
        ([lit("1", "integer"), lit("1.5", "decimal")], "number"),
        ([lit("1", "integer"), lit("x")], "text"),
        ([lit("2020", "gYear"), lit("2020-01-02", "date")], "date"),
        ([lit("2020", "gYear"), lit("1", "integer")], "text"),
        ([lit("P1Y", "duration")], "duration"),
        ([lit("§4.1"), lit("§5")], "citation"),
        ([lit("§4.1"), lit("x")], "text"),
        ([ox.BlankNode("b")], "text"),
    ],
)
def test_kind_of_values(values, kind):
    """A column is what all its values are; empty cells do not count."""
    (column,) = columns.meanings(table("x", *((value,) for value in values)))
    assert column.kind == kind


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("listedMembers", "listed members"),
        ("cityLabel", "city"),
        ("EUProjects", "EU projects"),
        ("n", "n"),
        ("first_year", "first year"),
        ("Name", "name"),
        ("A", "a"),
        ("aGDPShare", "a GDP share"),
        ("Label", "Label"),
    ],
)
def test_a_name_in_words(name, words):
    """Words of a variable stand apart, small but for abbreviations; a label is its thing's."""
    assert columns.heading(name) == words


def test_labels_belong_to_their_things():
    """A thing goes by the label beside it, else by its name, else by CURIE; ids by CURIE."""
    found = table(
        "city cityLabel n", (CITY, lit("O  s\nlo"), lit("1", "integer")), (CITY, None, None)
    )
    assert shown(found) == (["city", "n"], [["O s lo", "1"], ["city:oslo", ""]])
    named = found.about._replace(name_of=lambda iri: iri[-4:])
    assert shown(replace(found, about=named))[1] == [["O s lo", "1"], ["oslo", ""]]
    assert shown(found, ids=True)[1] == [["city:oslo", "1"], ["city:oslo", ""]]
    alone = table("xLabel", (lit("a"),))
    assert shown(alone) == (["x"], [["a"]])
    mixed = table("x", (CITY,), (lit("a"),))
    assert shown(mixed)[1] == [["city:oslo"], ["a"]]


def test_money_has_its_currency():
    """An amount beside a currency is written with it, and stands to the right; else a number."""
    found = table("amount currency", (lit("1000", "integer"), lit("DKK")), (None, None))
    view = columns.view(found)
    assert [column.kind for column in view.columns] == ["money"]
    assert [row[0].text for row in view.rows] == ["DKK 1,000", ""]
    assert (view.rows[0][0].currency, view.is_right(0)) == ("DKK", True)
    other = columns.view(table("amount x", (lit("1000", "integer"), lit("DKK"))))
    assert [column.kind for column in other.columns] == ["number", "text"]
    assert [other.is_right(i) for i in (0, 1)] == [True, False]
    assert shown(table("sum currency", (lit("1", "integer"), lit("DKK"))))[0] == ["sum", "currency"]


def test_the_source_comes_last():
    """Citations of a row are one; so are a section and lines, unless they are declared."""
    cited = table("source x", (lit("§4.1, line 3"), lit("a")), (None, lit("b")))
    heads, rows = shown(cited)
    assert (heads[0], [row[0] for row in rows]) == ("x", ["a", "b"])
    assert "line 3" in rows[0][1]
    section = ox.NamedNode(terms.section("4.1"))
    pair = table("section lines x", (section, lit("3"), lit("a")), (lit("5"), None, lit("b")))
    view = columns.view(pair)
    assert [column.kind for column in view.columns] == ["text", "citation"]
    assert [row[1].cited for row in view.rows] == ["§4.1, line 3", "§5"]
    assert [columns.section_of(row[1]) for row in view.rows] == [section.value, terms.section("5")]
    declared = (Column("lines", "text", {"en": "lines", "da": "linjer"}),)
    view = columns.view(replace(pair, about=About(columns=declared)))
    assert [column.name for column in view.columns] == ["section", "lines", "x"]
    assert [c.name for c in columns.view(table("section x", (section, lit("a")))).columns] == [
        "section",
        "x",
    ]


def test_places_of_a_source():
    """Each place with its section; two sections at once lead nowhere."""
    both = table("source", (lit("§4.1, line 3; §5, line 7"),))
    ((cell,),) = columns.view(both).rows
    assert [iri for _, iri in columns.places(cell)] == [terms.section("4.1"), terms.section("5")]
    assert columns.section_of(cell) is None
    assert columns.section_of(columns.Cell()) is None


def test_empty_columns_are_left_out():
    """A column without any text is left out, unless all are; the rows stay."""
    assert shown(table("x y", (lit("a"), None), (lit("b"), lit("")))) == (["x"], [["a"], ["b"]])
    assert shown(table("x", (None,))) == (["x"], [[""]])
    assert shown(table("x")) == (["x"], [])


def test_a_fact_that_another_column_tells():
    """A fact whose name stands in another column in full is shown once; a thing stays."""
    name = {"name_of": lambda _: "A fee"}
    assert shown(table("fact said", (FACT, lit("A fee.")), **name)) == (["said"], [["A fee."]])
    assert shown(table("city said", (CITY, lit("A fee.")), **name))[0] == ["city", "said"]
    assert shown(table("fact said", (FACT, lit("Another")), **name))[0] == ["fact", "said"]
    assert shown(table("fact said", (FACT, lit("A fee.")), **name), ids=True)[0] == ["fact", "said"]


def test_characters_that_are_no_letters():
    """Control characters are shown as such, and a line is one."""
    assert shown(table("x", (lit("a\x00b\tc\nd"),)))[1] == [["a\N{REPLACEMENT CHARACTER}b c d"]]
    assert columns.upfirst("abc") == "Abc"
