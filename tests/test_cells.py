"""Cells of sheets and exported tables: what they are as text, and which statements they change."""

import datetime as dt
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.editing.fields import Shapes
from kkgraph.editing.tables import sheets, statements, workbooks
from kkgraph.editing.tables.sheets import Column
from kkgraph.editing.tables.statements import Statements
from kkgraph.errors import EntityNotFound, InputNotReadable
from kkgraph.errors.editing import (
    CellNotEntered,
    FieldUnknown,
    SectionMissing,
    StatedOften,
    TooManyValues,
    ValueNotFound,
)
from kkgraph.export.selection import Selection
from kkgraph.export.tables import _statement, stated
from kkgraph.project import find
from kkgraph.store import load

HAVNBY = Path(__file__).parent.parent / "examples" / "havnby"


# Files.


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (3.0, "3"),
        (3.5, "3.5"),
        (-0.5, "-0.5"),
        (7, "7"),
        (True, "true"),
        (False, "false"),
        (dt.datetime(2021, 3, 4, 5, 6, tzinfo=dt.UTC), "2021-03-04"),
        (dt.date(2021, 3, 4), "2021-03-04"),
        ("a\r\nb", "a\nb"),
        (" x ", " x "),
    ],
)
def test_cell_as_typed(cell, text):
    """A cell of a workbook is read as a person would have typed it."""
    assert workbooks._text(cell) == text  # noqa: SLF001 - each cell of a workbook


def test_headings_that_come_again():
    """They get a number; empty ones do not."""
    assert workbooks.told_apart(["a", "b", "a", "", "", "a"]) == (
        *("a", "b", "a (2)"),
        *("", "", "a (3)"),
    )


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("city,x\r\n1,2\r\n", [(2, {"city": "1", "x": "2"})]),
        ("\ufeffcity;x\n1;2,5\n", [(2, {"city": "1", "x": "2,5"})]),
        ("city,x;y\n1,2\n", [(2, {"city": "1", "x;y": "2"})]),
        ("city,x\n\n ,\n# no\n1, 2 \n", [(5, {"city": "1", "x": "2"})]),
        ("city,x\n1\n", [(2, {"city": "1"})]),
        ("city,,x\n1,2,3\n", [(2, {"city": "1", "x": "3"})]),
        ('city,x\n1,"a\nb"\n', [(2, {"city": "1", "x": "a\nb"})]),
        ("city,x\n'=1,''=2\n", [(2, {"city": "=1", "x": "'=2"})]),
        ("city,x\n'a,1\n", [(2, {"city": "'a", "x": "1"})]),
        ("city,#x\n1,#2\n", [(2, {"city": "1", "#x": "#2"})]),
    ],
)
def test_rows_of_a_file(tmp_path, text, rows):
    """Rows have their numbers in the file; empty ones and remarks are none."""
    path = tmp_path / "some.csv"
    path.write_bytes(text.encode())
    (sheet,) = workbooks.read(path)
    assert list(sheet.rows) == rows
    assert sheet.title == "some"
    assert sheet.kind == "city"


def test_files_that_are_no_sheets(tmp_path):
    """Another ending, other letters, what is no workbook and what is not there are refused."""
    for name, content in (("a.txt", b"x"), ("a.csv", b"\xe6"), ("a.xlsx", b"x")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputNotReadable):
            workbooks.read(tmp_path / name)
    for name in ("none.csv", "none.xlsx"):
        with pytest.raises(InputNotReadable):
            workbooks.read(tmp_path / name)
    for name in ("b.CSV", "a.Csv"):
        (tmp_path / name).write_text("city\n1\n")
        assert workbooks.read(tmp_path / name)[0].title == name[0]
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("b.csv", "a.csv", "c.txt"):
        (folder / name).write_text("city\n1\n")
    assert [sheet.title for sheet in workbooks.read(folder)] == ["a", "b"]


def test_a_workbook_of_rows(tmp_path):
    """Each cell in its row and column, notes on headings, and lists of what may be chosen."""
    form = shapes().form("payment")
    amount = next(c for c in sheets.columns(form) if c.name == "amount")
    columns = [Column("payment"), amount, Column("about")]
    rows = [
        {"payment": "=x", "amount": "12.5", "about": "A"},
        {"payment": "p", "amount": "1e3"},
        {"payment": "q", "amount": "7"},
    ]
    content = workbooks.xlsx("payment", columns, rows, {"amount": "how much"}, {"about": "AB"})
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    book = openpyxl.load_workbook(path)
    sheet = book["payment"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values == [
        ["payment", "amount", "about"],
        ["=x", 12.5, "A"],
        ["p", "1e3", None],
        ["q", 7, None],
    ]
    assert sheet["A2"].data_type == "s"
    assert sheet["A1"].font.bold
    assert not sheet["A2"].font.bold
    assert sheet["B1"].comment.text == "how much"
    assert sheet["A1"].comment is None
    assert sheet.freeze_panes == "B2"
    assert sheet.column_dimensions["A"].width == sheet.column_dimensions["B"].width > 15
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("C2:C204", "choices!$C$1:$C$2")
    assert rule.errorStyle == "information"
    assert [cell.value for cell in book["choices"]["C"]] == ["A", "B"]
    assert book["choices"].sheet_state == "hidden"
    assert [one.title for one in workbooks.read(path)] == ["payment"]
    assert workbooks.xlsx("payment", columns, rows, {"amount": "how much"}, {"about": "AB"}) == (
        content
    )


# Statements.


@cache
def shapes():
    """Return the shapes of the documents' small project, which are read once."""
    return Shapes.of(find(HAVNBY))


@pytest.fixture
def made(monkeypatch):
    """Return the statements of the documents' small project."""
    monkeypatch.setattr(statements, "Shapes", SimpleNamespace(of=lambda _: shapes()))
    store = load(find(HAVNBY))
    return Statements(store, stated(store, Selection()))


STRING, MALMOE = terms.thing("payment/string"), terms.thing("city/malmoe")


@pytest.fixture(autouse=True)
def _used():
    find(HAVNBY).use()


def iri(path):
    """Return the IRI of a thing."""
    return terms.thing(path)


def changed(made):
    """Return what is removed and added: values, each with the section that says so."""
    return tuple(
        sorted(
            (ox_value(q.object), terms.section_number(q.graph_name.value) or "register")
            for q in found
        )
        for found in (made.removed, made.added)
    )


def ox_value(term):
    """Return a term's text."""
    return terms.shorten(term.value)


def change(made, path, name, cell, *, lang=""):
    """Bring the values of a thing to those of a cell, and return what that changes."""
    made.change(iri(path), (terms.KK + name, lang), cell, "")
    return changed(made)


def test_a_value_in_place_of_another(made):
    """It is said where the other was; the same value, however it is written, is no change."""
    assert change(made, "payment/string", "amount", "120000") == ([], [])
    assert change(made, "payment/string", "amount", "130000") == (
        [("120000", "2.2")],
        [("130000", "2.2")],
    )


def test_values_come_and_go(made):
    """Of several values those that are named stay; a new one is said beside them."""
    assert change(made, "membership/string", "hasFee", "") == ([("payment:string", "2.2")], [])
    made.removed.clear()
    assert change(made, "membership/string", "hasMember", "city:malmoe; Hamborg")[1] == [
        ("city:hamborg", "2.2"),
        ("city:malmoe", "2.2"),
    ]


def test_texts_have_a_language(made):
    """A column of texts is one of a language, and changes those of that language alone."""
    assert change(made, "payment/string", "summary", "Fee.", lang="en") == (
        [("Membership fee.", "2.2")],
        [("Fee.", "2.2")],
    )
    with pytest.raises(FieldUnknown, match="summary_da"):
        change(made, "payment/string", "summary", "Fee.")


def test_more_values_than_there_may_be(made):
    """A payment has one amount; the same twice is one."""
    with pytest.raises(TooManyValues):
        change(made, "payment/string", "amount", "1; 2")
    assert change(made, "payment/string", "amount", "1; 1")[1] == [("1", "2.2")]


def test_what_is_entered_nowhere(made):
    """A property that rules give, and one that the class has not, are not changed in a cell."""
    for path, name in (("city/malmoe", "isMemberOf"), ("payment/string", "hasMember")):
        with pytest.raises(CellNotEntered):
            change(made, path, name, "STRING")
    with pytest.raises(EntityNotFound):
        change(made, "membership/string", "hasMember", "xyzzy")


def test_names_are_the_register_s(made):
    """A new name goes to the register, whatever sections speak of the thing."""
    made.change(iri("city/malmoe"), (terms.ALT_LABEL, "da"), "Malmø By", "")
    assert changed(made) == ([("Malmö", "register")], [("Malmø By", "register")])


def test_the_section_is_named_or_the_only_one(made):
    """Where a thing is spoken of in one section a value goes there, else it has to be named."""
    quads = made.about[iri("city/malmoe")]
    said = {terms.section_number(q.graph_name.value) for q in quads if q.graph_name.value}
    with pytest.raises(SectionMissing):
        made._home(iri("city/nowhere"), [], "", is_label=False)  # noqa: SLF001 - where a value goes
    assert "2.2" in said
    assert made._home(iri("payment/string"), [], "", is_label=False) == iri("section/2.2")  # noqa: SLF001 - same
    assert made._home(iri("payment/string"), [], "2.1", is_label=True) == iri("section/2.1")  # noqa: SLF001 - same
    two = [
        ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("x"), ox.NamedNode(graph))
        for graph in (iri("section/2.1"), iri("section/10"), terms.REGISTER)
    ]
    assert made._home("urn:x", two[1:], "", is_label=False) == iri("section/10")  # noqa: SLF001 - same
    made.about["urn:x"] = two
    with pytest.raises(StatedOften, match=r"2\.1.*10"):
        made._home("urn:x", two, "", is_label=False)  # noqa: SLF001 - same


def test_a_statement_gets_another_value(made):
    """In its own section; none at all removes it; what a rule gives is not changed."""
    quad = next(q for q in made.about[iri("payment/string")] if q.predicate.value == terms.AMOUNT)
    made.replace(quad, "1")
    assert changed(made) == ([("120000", "2.2")], [("1", "2.2")])
    made.added.clear()
    made.replace(quad, "")
    assert changed(made) == ([("120000", "2.2")], [])
    loose = ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(terms.LINKS))
    with pytest.raises(CellNotEntered):
        made.replace(loose, "1")


def test_a_section_says_one_more(made):
    """Only a section that speaks of the fact already says one more thing of it."""
    made.add(iri("payment/string"), terms.KK + "note", "x", "en", iri("section/2.2"))
    assert changed(made) == ([], [("x", "2.2")])
    with pytest.raises(ValueNotFound):
        made.add(iri("payment/string"), terms.KK + "note", "x", "en", iri("section/2.1"))


@pytest.mark.parametrize(
    ("cell", "known", "parts"),
    [
        ("a; b", [], ["a", "b"]),
        ("a;b ; ", [], ["a", "b"]),
        ("a; b; c", ["a; b"], ["a; b", "c"]),
        ("a; b", ["a", "b"], ["a", "b"]),
        ("a; b; c; d", ["b; c", "a; b; c"], ["a; b; c", "d"]),
        ("", ["a; b"], []),
    ],
)
def test_values_of_a_cell(cell, known, parts):
    """They are told apart by semicolons, but for values known to have one."""
    assert statements._parts(cell, known) == parts  # noqa: SLF001 - how each cell is read


def test_alike():
    """Cells are compared by CURIEs, and white space counts as one blank."""
    assert statements.alike(terms.KK + "Exact") == "kk:Exact"
    assert statements.alike(" a \n b ") == "a b"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("city/malmoe", ("Malmö", None, None)),
        (ox.Literal("tekst", language="da"), (None, "da", "rdf:langString")),
        (
            ox.Literal("500", datatype=ox.NamedNode(terms.XSD + "decimal")),
            (None, None, "xsd:decimal"),
        ),
    ],
)
def test_a_statement_in_columns(value, said):
    """The fact, its kind, the property, the value and its name, language and datatype."""
    fact, amount = ox.NamedNode(terms.thing("payment/string")), ox.NamedNode(terms.term("amount"))
    value = ox.NamedNode(iri(value)) if isinstance(value, str) else value
    quad = ox.Quad(fact, amount, value, ox.NamedNode(terms.graph("x")))
    cells = _statement(load(find(HAVNBY)), quad, "en")
    found = tuple(one and one.value for one in cells)
    assert found[:4] == (fact.value, "Payment", "kk:amount", value.value)
    assert found[4:7] == said
