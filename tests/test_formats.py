"""Results as bytes, and where they are written."""

import fcntl
import io
import json
import os
import pty
import re
import stat
import struct
import subprocess
import sys
import termios
from datetime import date, datetime
from functools import partial
from itertools import product
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
import rdflib.query
from pyarrow import parquet
from sampling import each_row

from kkgraph import description, formats, terms
from kkgraph.description import portrait, record
from kkgraph.errors.output import FormatUnfit, OutputNotWritable
from kkgraph.formats import literals, spreadsheet, standard
from kkgraph.formats.columns import Cell
from kkgraph.formats.screen import Screen
from kkgraph.queries import evaluate
from kkgraph.store import Store
from kkgraph.tables import About, Answer, Graph, Table

MINI = Path(__file__).parent / "mini"
VALUES = """SELECT ?iri ?text ?number ?none WHERE { VALUES (?iri ?text ?number ?none) {
  (city:oslo "a, \\"b\\"\\nc\\td" 1 UNDEF)
  (kk:City "æ <&> |"@da 2.5 UNDEF)
  (<https://example.org/é> "2019"^^xsd:gYear 1 UNDEF)
  (UNDEF "" -3 UNDEF)
} }"""
STANDARD = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


@pytest.fixture(scope="module")
def table(mini: Store) -> Table:
    """Return a table with everything that is hard to write."""
    found = evaluate(mini, VALUES)
    assert isinstance(found, Table)
    return found


def rows(solutions: ox.QuerySolutions) -> list[tuple[object, ...]]:
    """Return what an engine's parser reads."""
    return [tuple(solution) for solution in solutions]


@pytest.mark.parametrize("name", ["tsv", "json", "xml"])
def test_standard_formats_can_be_read_back(table: Table, name: str) -> None:
    """Another's parser of the W3C's formats reads the same rows."""
    read = ox.parse_query_results(formats.render(table, name), format=STANDARD[name])
    assert isinstance(read, ox.QuerySolutions)
    assert tuple(v.value for v in read.variables) == table.columns
    assert rows(read) == list(table.rows)


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
def test_rdflib_reads_the_standard_formats(table: Table, name: str) -> None:
    """So does rdflib's."""
    source = io.BytesIO(formats.render(table, name))
    read = rdflib.query.Result.parse(source, format=name)
    assert tuple(map(str, read.vars or [])) == table.columns
    assert len(read.bindings) == len(table.rows)


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_same_bytes_as_the_engine(mini: Store, name: str) -> None:
    """CSV and TSV are the engine's own, byte for byte."""
    text = "SELECT ?s ?o WHERE { ?s skos:prefLabel|kk:amount|kk:start ?o } ORDER BY ?s ?o"
    found = mini.graph.query(text, prefixes=terms.PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    expected = found.serialize(format=STANDARD[name])
    assert formats.render(evaluate(mini, text), name) == expected


def test_csv(table: Table) -> None:
    """Values are plain, quoted where needed; lines end with CR LF."""
    assert formats.render(table, "csv").decode() == (
        "iri,text,number,none\r\n"
        'https://w3id.org/kkgraph/id/city/oslo,"a, ""b""\nc\td",1,\r\n'
        "https://w3id.org/kkgraph/ontology#City,æ <&> |,2.5,\r\n"
        "https://example.org/é,2019,1,\r\n"
        ",,-3,\r\n"
    )


def test_plain_table(table: Table) -> None:
    """Away from a screen a table is aligned text: things by name, numbers to the right."""
    assert formats.render(table, "table").decode() == (
        "4 rows\n"
        "\n"
        "iri                    text        number\n"
        'Oslo                   a, "b" c d       1\n'
        "city                   æ <&> |        2.5\n"
        "https://example.org/é  2019             1\n"
        "                                       -3\n"
    )


def on_terminal(*call: str, columns: int) -> str:
    """Return what the command prints on a terminal of some width, without colours."""
    master, terminal = pty.openpty()
    size = struct.pack("HHHH", 24, columns, 0, 0)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("COLUMNS", None)
    command = [sys.executable, "-m", "kkgraph", *call, "--project", str(MINI)]
    subprocess.run(command, stdout=terminal, env=environment, check=True)
    os.close(terminal)
    with os.fdopen(master, "rb") as screen:
        shown = b"".join(iter(partial(_read, screen), b""))
    return re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).replace("\r\n", "\n")


def _read(screen: io.BufferedReader) -> bytes:
    try:
        return screen.read1()
    except OSError:  # Linux, when all is read and nobody holds the other end
        return b""


def test_table_on_a_screen() -> None:
    """On a terminal the table is fitted to it, its numbers to the right; no value is markup."""
    select = 'SELECT ?n ?text { VALUES (?n ?text) { (3 "[b]x[/b]") (14 "[red]") } }'
    shown = on_terminal("query", "-e", select, columns=100)
    assert shown == "2 rows\n\n n  text\n 3  [b]x[/b]\n14  [red]\n"


def test_answer_fits_the_terminal() -> None:
    """No line is wider than the terminal, and no row is left out."""
    shown = on_terminal("query", "-e", "SELECT * { ?s ?p ?o } LIMIT 5", columns=40)
    assert max(map(len, shown.splitlines())) <= 40
    assert shown.startswith("5 rows\n")


def test_bold_only_on_a_screen(kkgraph) -> None:
    """A heading stands out on a terminal, never in a pipe."""
    assert "\x1b" not in kkgraph("query", "fees").stdout


@pytest.mark.parametrize(
    "call",
    [
        ["query", "-e", "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3"],
        ["search", "Oslo"],
    ],
)
def test_a_file_does_not_depend_on_the_terminal(kkgraph, tmp_path: Path, call: list[str]) -> None:
    """-o FILE holds what a pipe gets, on whatever terminal."""
    master, terminal = pty.openpty()
    command = [sys.executable, "-m", "kkgraph", *call, "--project", str(MINI)]
    environment = {**os.environ, "COLUMNS": "20", "TERM": "xterm-256color"}
    for extra in ([], ["-o", str(tmp_path / "out.txt")]):
        subprocess.run([*command, *extra], stdout=terminal, env=environment, check=True)
    os.close(terminal)
    os.close(master)
    assert (tmp_path / "out.txt").read_text("utf-8") == kkgraph(*call).stdout


def test_markdown(table: Table) -> None:
    """Markdown keeps a row on a line and a bar inside its cell."""
    assert formats.render(table, "md").decode() == (
        "| iri | text | number |\n"
        "| --- | --- | ---: |\n"
        '| Oslo | a, "b" c d | 1 |\n'
        "| city | æ &lt;&> \\| | 2.5 |\n"
        "| https://example.org/é | 2019 | 1 |\n"
        "|  |  | -3 |\n"
    )


def test_answer() -> None:
    """An ASK is answered in words, or as the W3C has it."""
    yes = Answer(value=True)
    assert formats.render(yes, "table") == b"yes\n"
    assert formats.render(Answer(value=False), "md") == b"no\n"
    for name in ("json", "xml"):
        read = ox.parse_query_results(formats.render(yes, name), format=STANDARD[name])
        assert bool(read)


def test_graph(mini: Store) -> None:
    """A graph is Turtle with the prefixes it needs, sorted N-Triples, or a table."""
    found = evaluate(
        mini,
        "CONSTRUCT { ?x kk:takesPartIn ?y } "
        "WHERE { ?x a kk:City ; kk:takesPartIn ?y . ?y a kk:Project }",
    )
    assert isinstance(found, Graph)
    nt = formats.render(found, "nt").decode()
    assert nt.splitlines() == [f"{triple} ." for triple in found.triples]
    turtle = formats.render(found, "ttl").decode()
    assert "city:malmoe kk:takesPartIn project:solskin .\n" in turtle
    assert "@prefix skos:" not in turtle
    assert set(ox.parse(turtle, format=ox.RdfFormat.TURTLE)) == {
        ox.Quad(t.subject, t.predicate, t.object) for t in found.triples
    }
    assert formats.render(found, "table").decode().splitlines() == [
        "2 rows",
        "",
        "subject  property       value",
        "Malmö    takes part in  SOLSKIN",
        "Oslo     takes part in  SOLSKIN",
    ]


@pytest.mark.parametrize(
    ("result", "name"), [(Table((), ()), "ttl"), (Graph(()), "csv"), (Answer(value=True), "nt")]
)
def test_format_that_does_not_fit(result: Table | Graph | Answer, name: str) -> None:
    """A format that cannot hold the result is an error that lists those that can."""
    with pytest.raises(FormatUnfit, match=f"--format {name} cannot hold this result; use one"):
        formats.render(result, name)


def test_no_columns_no_rows() -> None:
    """The empty table can be written in every format."""
    for name in ("table", "csv", "tsv", "json", "xml", "md"):
        assert formats.render(Table((), ()), name)


def test_write_to_a_file(tmp_path: Path) -> None:
    """A file is replaced whole, keeps its permissions, and leaves nothing beside it."""
    path = tmp_path / "out.csv"
    path.write_text("old")
    path.chmod(0o640)
    formats.write_output(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_write_through_a_link(tmp_path: Path) -> None:
    """A symbolic link stays one; what it points at is written."""
    target, link = tmp_path / "a", tmp_path / "b"
    target.write_text("old")
    link.symlink_to(target)
    formats.write_output(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_write_to_a_device() -> None:
    """A device is written, not replaced."""
    formats.write_output(Path("/dev/null"), b"gone")
    assert not Path("/dev/null").is_file()


def test_write_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A path that cannot be written is an error that names it; nothing is left behind."""
    for path in (tmp_path, tmp_path / "no" / "such"):
        with pytest.raises(OutputNotWritable, match=str(path)):
            formats.write_output(path, b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "en", "da"),
    [
        ("P1Y", "1 year", "1 år"),
        ("P2Y", "2 years", "2 år"),
        ("P1Y6M", "1 year 6 months", "1 år 6 måneder"),
        ("P2D", "2 days", "2 dage"),
        ("PT2H", "2 hours", "2 timer"),
        ("P", "P", "P"),
        ("PT30M", "30 minutes", "30 minutter"),
        ("PT1H30M", "1 hour 30 minutes", "1 time 30 minutter"),
        ("P1DT1M1S", "1 day 1 minute 1 second", "1 dag 1 minut 1 sekund"),
        ("PT1.5S", "1.5 seconds", "1,5 sekunder"),
        ("-P1D", "-P1D", "-P1D"),
        ("P1YT", "P1YT", "P1YT"),
        ("P٣Y", "P٣Y", "P٣Y"),
    ],
)
def test_duration(text: str, en: str, da: str) -> None:
    """Durations are read out; what cannot be is left."""
    assert (literals.duration(text, "en"), literals.duration(text, "da")) == (en, da)


@pytest.mark.parametrize(
    ("number", "en", "da"),
    [
        ("1130000", "1,130,000", "1.130.000"),
        ("0.5", "0.5", "0,5"),
        ("12.0", "12", "12"),
        ("-0.5", "-0.5", "-0,5"),
        ("-1200", "-1,200", "-1.200"),
        (".5", "0.5", "0,5"),
        ("ca. 12", "ca. 12", "ca. 12"),
        ("1.130.000", "1.130.000", "1.130.000"),
        ("--5", "--5", "--5"),
        ("", "", ""),
    ],
)
def test_grouped(number: str, en: str, da: str) -> None:
    """Numbers are written as the language writes them."""
    assert (literals.number(number, "en"), literals.number(number, "da")) == (en, da)


@pytest.mark.parametrize(
    ("number", "en", "da"),
    [(200_000, "200,000", "200.000"), (1.5, "1.5", "1,5"), (30.0, "30", "30")],
)
def test_limits_in_words(number: float, en: str, da: str) -> None:
    """The limits of a server, counts or seconds, have the marks of each language."""
    assert literals.counted(number) == {"en": en, "da": da}


ODD = [
    "",
    "\u00b2",
    "\u0661\u0662",
    "NaN",
    "1_000",
    "x",
    "--13",
    "--00",
    "1.2.3",
    "2020-13",
    "2020-02-31",
    "2020-05-01-02",
]


KINDS = ("integer", "decimal", "duration", "gMonth", "gYearMonth", "date", "gYear")


# Five is prime to the eight texts: each text and kind is among what is always tried.
@pytest.mark.parametrize(("kind", "text"), each_row(list(product(KINDS, ODD)), 5))
def test_ill_typed_value_is_shown_as_it_is(kkgraph, mini_copy, kind, text):
    """What is no value of its type reads as it is written, on the page and on the site."""
    value = ox.Literal(text, datatype=ox.NamedNode(terms.XSD + kind))
    path = mini_copy.root / "data/register/odd.ttl"
    path.write_text(f"<{terms.ID}city/oslo> <{terms.KK}odd> {value} .\n")
    shown = kkgraph("show", "Oslo", folder=mini_copy.root)
    assert shown.exit_code == 0, shown.exception
    assert f"kk:odd  {text}".rstrip() in shown.stdout or not text
    assert literals.readable(value, "en") == text


PAGE = """NORDLYS
network · network:nordlys
Network; the survey names it in one section.
Also written: Nordlysnetværket

theme  light  our reading

Memberships · 2
department  Light Department{}§1.1, line 3; §1.1.1, lines 4, 6
fee         DKK 250,000, payer: Municipality of Lysby, interval: 1 year
member      Municipality of Lysby

member  Oslo  §1.1.1, line 5

Stated count
counted as  cities in the network  §1.1.1, line 5
precision   approximate
value       12

Mentioned in section: 1.1.1
More: kkgraph show network:nordlys --all · kkgraph why network:nordlys
"""

PAGE = PAGE.replace("{}", " " * 45)


def test_portrait_as_text(mini: Store) -> None:
    """The page of a thing: what it is, facts of a kind in one table, each with its source."""
    found = description.describe(mini, ox.NamedNode(terms.ID + "network/nordlys"))
    assert portrait.text(mini, found, "en", Screen()).decode() == PAGE


def test_portrait_as_json(mini: Store) -> None:
    """The same as data."""
    from json import loads

    found = description.describe(mini, ox.NamedNode(terms.ID + "network/nordlys"))
    document = loads(record.json(mini, found, "da"))
    assert document["label"] == "NORDLYS"
    assert document["statements"][0] == {
        "subject": terms.ID + "network/nordlys",
        "property": terms.IS_LISTED_IN,
        "property_label": "er opført i",
        "value": terms.ID + "section/1.1.1",
        "label": "1.1.1 NORDLYS",
        "graph": terms.ID + "section/1.1.1",
        "section": "1.1.1",
        "lines": ["4-5"],
        "source": None,
    }
    assert document["facts"][0]["parts"][0]["type_label"] == "betaling"
    assert document["mentioned_in"] == ["1.1.1"]


def test_registry() -> None:
    """Each kind of result has at least one format for people and one for machines."""
    for kind in (Table, Graph, Answer):
        assert sum(kind in writer.kinds for writer in formats.WRITERS.values()) > 1
    assert standard.csv(Table(("a",), ())) == b"a\r\n"


def test_triple_terms_and_control_characters(mini: Store) -> None:
    """JSON and XML hold a triple as the W3C has it, and XML no character that it forbids."""
    text = r'SELECT ("a\u0001\uFFFEb" AS ?x) (<<( city:oslo kk:note "n"@da )>> AS ?t) {}'
    found = evaluate(mini, text)
    for name in ("json", "xml"):
        read = ox.parse_query_results(formats.render(found, name), format=STANDARD[name])
        assert isinstance(read, ox.QuerySolutions)
        ((x, triple),) = rows(read)
        assert isinstance(triple, ox.Triple)
        assert triple.object == ox.Literal("n", language="da")
        assert isinstance(x, ox.Literal)
        assert len(x.value) == 4
        assert "\ufffd\ufffd" in x.value or name == "json"


def test_workbook(mini: Store) -> None:
    """A workbook has cells of their types, names for things, and says what was asked."""
    text = """SELECT ?thing ?n ?d ?amount ?currency { VALUES (?thing ?n ?d ?amount ?currency) {
      (city:oslo 2.5 "2020-05-04"^^xsd:date 1200 "DKK") (UNDEF UNDEF UNDEF UNDEF UNDEF) } }"""
    found = evaluate(mini, text)
    content = formats.render(found, "xlsx")
    assert content == formats.render(evaluate(mini, text), "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    answer, about = book.worksheets
    cells = list(answer.iter_rows(max_row=2))
    assert [cell.value for cell in cells[0]] == ["thing", "n", "d", "amount"]
    assert [cell.value for cell in cells[1]] == ["Oslo", 2.5, datetime(2020, 5, 4), 1200]  # noqa: DTZ001 - Excel has no zones
    assert cells[1][0].hyperlink.target == terms.ID + "city/oslo"
    assert cells[1][3].number_format == '"DKK" #,##0'
    told = {row[0].value: row[1].value for row in about.iter_rows()}
    assert told["SPARQL"] == text
    assert told["Rows"] == "2"


def test_workbook_leads_to_the_web_alone(mini: Store) -> None:
    """What begins like a formula is text, and an IRI is a link only if it leads to the web."""
    iris = ("external:c:/x.xlsx", "internal:Sheet1!A1", "file:///etc/passwd")
    formulas = ("=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x.example/")')
    values = [f"<{iri}>" for iri in iris] + [json.dumps(text) for text in formulas]
    found = evaluate(mini, f"SELECT ?x {{ VALUES ?x {{ {' '.join(values)} }} }}")
    book = openpyxl.load_workbook(io.BytesIO(formats.render(found, "xlsx")))
    cells = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert {cell.value for cell in cells} == {*iris, *formulas}
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}


def test_workbook_keeps_what_excel_takes_no_link_for(mini: Store, monkeypatch) -> None:
    """A cell beyond the number of links that a sheet may have is there, as text."""
    monkeypatch.setattr(spreadsheet, "_MOST_LINKS", 2)
    found = evaluate(mini, "SELECT ?x { ?x a kk:City }")
    sheet = openpyxl.load_workbook(io.BytesIO(formats.render(found, "xlsx"))).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert all(cell.value for cell in cells)
    assert [bool(cell.hyperlink) for cell in cells] == [n < 2 for n in range(len(cells))]


STRANGE = """SELECT ?n ?d ?x { VALUES (?n ?d ?x) {
  ("INF"^^xsd:double "1850-01-01"^^xsd:date "NaN"^^xsd:decimal)
  (1%s "0001-01-01"^^xsd:date "1_000"^^xsd:integer) } }"""


def test_strange_numbers_and_days(mini: Store) -> None:
    """What neither Excel nor a column of numbers can hold is there as it is written."""
    large = "1" + 400 * "0"
    found = evaluate(mini, STRANGE % large[1:])
    assert isinstance(found, Table)
    sheet = openpyxl.load_workbook(io.BytesIO(formats.render(found, "xlsx"))).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [[str(cell).replace(",", "") for cell in row] for row in cells] == [
        ["INF", "1 January 1850", "NaN"],
        [large, "1 January 1", "1_000"],
    ]
    read = parquet.read_table(io.BytesIO(formats.render(found, "parquet")))
    assert read.column("x").to_pylist() == ["NaN", "1_000"]
    assert read.column("n").to_pylist() == ["inf", large]
    assert [str(kind) for kind in found.to_pandas().dtypes][2] == "string"


def test_a_time_in_a_zone_is_text_in_a_workbook(mini: Store) -> None:
    """Excel has no time zones: such a time is there as it is written, one without is a time."""
    found = evaluate(
        mini,
        """SELECT ?at { VALUES ?at { "2020-05-04T10:00:00Z"^^xsd:dateTime
        "2020-05-04T10:00:00+02:00"^^xsd:dateTime "2020-05-04T10:00:00"^^xsd:dateTime } }""",
    )
    sheet = openpyxl.load_workbook(io.BytesIO(formats.render(found, "xlsx"))).worksheets[0]
    cells = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert cells[:2] == ["2020-05-04T10:00:00Z", "2020-05-04T10:00:00+02:00"]
    assert cells[2] == datetime(2020, 5, 4, 10)  # noqa: DTZ001 - of no zone


def test_data_frames(mini: Store) -> None:
    """Each column has one type; days, whole numbers, numbers and texts are told apart."""
    text = """SELECT ?thing ?n ?m ?d ?y ?b ?mixed { VALUES (?thing ?n ?m ?d ?y ?b ?mixed) {
      (city:oslo 1 2.5 "2020-05-04"^^xsd:date "2019"^^xsd:gYear true 1)
      (UNDEF UNDEF 3 UNDEF UNDEF UNDEF "x") } }"""
    found = evaluate(mini, text)
    assert isinstance(found, Table)
    frame = found.to_pandas()
    types = ["string", "Int64", "Float64", "datetime64[s]", "Int64", "boolean", "string"]
    assert [str(kind) for kind in frame.dtypes] == types
    assert frame["n"].isna().tolist() == [False, True]
    polars = found.to_polars()
    assert [str(kind) for kind in polars.dtypes] == [
        *("String", "Int64", "Float64", "Date", "Int64", "Boolean", "String")
    ]
    read = parquet.read_table(io.BytesIO(formats.render(found, "parquet")))
    assert read.column("y").to_pylist() == [2019, None]
    import pandas as pd

    assert pd.DataFrame(found)["thing"].tolist()[0] == terms.ID + "city/oslo"


def test_in_a_notebook(mini: Store) -> None:
    """A notebook shows a table with links and without markup of the data's."""
    found = evaluate(mini, 'SELECT ?c ("<b>" AS ?x) { VALUES ?c { city:oslo } }')
    assert isinstance(found, Table)
    shown = found._repr_html_()
    assert f'<a href="{terms.ID}city/oslo">Oslo</a>' in shown
    assert "&lt;b&gt;" in shown
    assert found._repr_markdown_().startswith("| c | x |")


def test_graph_for_rdflib(mini: Store) -> None:
    """A graph goes to rdflib with the project's prefixes."""
    found = evaluate(mini, "CONSTRUCT { ?x a kk:City } WHERE { ?x a kk:City }")
    assert isinstance(found, Graph)
    assert len(found.to_graph()) == len(found) > 0


# Cells for Excel.


def literal(text: str, kind: str = "string") -> ox.Literal:
    """Return a literal of a datatype."""
    return ox.Literal(text, datatype=ox.NamedNode(terms.XSD + kind))


@pytest.mark.parametrize(
    ("term", "found"),
    [
        (literal("12", "integer"), 12),
        (literal("-9e306", "double"), -9e306),
        (literal("1e307", "double"), "shown"),
        (literal("-1e307", "double"), "shown"),
        (literal("1900-01-01", "date"), date(1900, 1, 1)),
        (literal("1899-12-31", "date"), "shown"),
        (literal("true", "boolean"), "shown"),
        (literal("x"), "shown"),
        (ox.NamedNode("urn:x"), "shown"),
        (None, "shown"),
    ],
)
def test_what_a_cell_holds(term: ox.Literal | ox.NamedNode | None, found: object) -> None:
    """A number or day that Excel has; all else is the text that a person reads."""
    assert spreadsheet.typed(Cell("shown", term)) == found


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell("=1"), "'=1"),
        (Cell("-x"), "'-x"),
        (Cell("a-b"), "a-b"),
        (Cell("1.5", literal("1.5", "decimal")), "1,5"),
        (Cell("-2", literal("-2", "integer")), "-2"),
        (Cell('a;"b"'), '"a;""b"""'),
        (Cell("a\nb"), '"a\nb"'),
        (Cell("a,b"), "a,b"),
    ],
)
def test_csv_for_excel(cell: Cell, text: str) -> None:
    """Numbers have the comma of Danish, no text is a formula, and what needs them has quotes."""
    shown = spreadsheet._text(cell, "da")  # noqa: SLF001 - each cell of the file
    assert spreadsheet._quoted(shown) == text  # noqa: SLF001 - same


def test_links_of_cells() -> None:
    """Only addresses of the web, of a length that Excel takes."""
    link = spreadsheet._link  # noqa: SLF001 - each cell of a workbook
    long = "https://e.example/" + "x" * (2079 - 18)
    assert link(Cell("x", ox.NamedNode(long))) == long
    assert link(Cell("x", ox.NamedNode(long + "x"))) == ""
    assert link(Cell("x", ox.NamedNode("ftp://e.example/"))) == ""
    assert link(Cell("x", literal("https://e.example/"))) == ""


def test_what_a_workbook_tells() -> None:
    """What was asked and how to cite it, in the language; what is not known is left out."""
    about = About(
        "en", title="Fees", query="urn:q", version="1.0", text="a\r\nb", values={"x": "1", "y": "2"}
    )
    told = spreadsheet.told(about, 3)
    assert [said for _, said in told][:4] == ["Fees", "urn:q", "x = 1; y = 2", "3"]
    assert [said for _, said in told][-1] == "a\nb"
    assert "1.0" in told[-2][1]
    assert [said for _, said in spreadsheet.told(About("da"), 0)] == ["0"]


def test_plain_workbook() -> None:
    """A sheet a table, its columns those of all rows; a number is one, and what is empty stays."""
    rows = [{"a": "x", "n": 1.5}, {"n": float("nan"), "b": "y" * 80}]
    book = openpyxl.load_workbook(io.BytesIO(spreadsheet.plain("T", {"one": rows, "two": []})))
    one, two = book.worksheets
    assert [[cell.value for cell in row] for row in one.iter_rows()] == [
        ["a", "n", "b"],
        ["x", 1.5, None],
        [None, "nan", "y" * 80],
    ]
    assert (one.freeze_panes, one.auto_filter.ref) == ("A2", "A1:C3")
    assert one["A1"].font.bold
    widths = {letter: round(one.column_dimensions[letter].width) for letter in "ABC"}
    assert widths["A"] < widths["B"] < widths["C"] <= 61
    assert list(two.iter_rows(values_only=True)) in ([], [(None,)])
