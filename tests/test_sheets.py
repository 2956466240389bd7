"""Data in spreadsheets: a template goes out, rows come in, all or none."""

import csv
import io
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sampling import each

from kkgraph import terms
from kkgraph.cli import main
from kkgraph.editing.fields import Shapes
from kkgraph.editing.tables import imports, sheets, workbooks
from kkgraph.errors.editing import SheetInvalid
from kkgraph.project import find
from kkgraph.store import Store, load

HAVNBY = Path(__file__).parent.parent / "examples" / "havnby"
KINDS = (*terms.THING_KINDS, *terms.FACT_KINDS)
MEMBERS = "membership,section,lines,member,organisation\n"


def call(folder: Path, *args: object) -> Result:
    """Run the command on a project."""
    name, *rest = map(str, args)
    words = [name, "--project", str(folder), *rest]
    return CliRunner().invoke(main, words, prog_name="kkgraph")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the documents' small project, Havnby."""
    return Path(shutil.copytree(HAVNBY, tmp_path / "project"))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path in it."""
    inside = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in inside}


def taken(store: Store, path: Path) -> imports.Taken:
    """Return what the rows of a file come to."""
    return imports.take(store, path, workbooks.read(path))


BOOKS = ("membership", "payment", "city", "count")
SHEETS = [*((kind, "xlsx") for kind in BOOKS), *((kind, "csv") for kind in KINDS)]


@pytest.mark.parametrize("sheet", each(SHEETS, 60, " ".join))
def test_what_went_out_comes_in(store: Store, tmp_path: Path, sheet: tuple[str, str]) -> None:
    """A sheet of what is there, of any class, changes nothing when it is taken in again."""
    kind, ending = sheet
    form = Shapes.of(store.project).form(kind)
    columns, rows = sheets.columns(form), sheets.filled(store, form, "da")
    assert rows
    path = tmp_path / f"{kind}.{ending}"
    if ending == "csv":
        path.write_bytes(workbooks.csv(columns, rows))
    else:
        path.write_bytes(workbooks.xlsx(kind, columns, rows, {}, {}))
    plan = taken(store, path).plan
    assert (plan.added, plan.removed) == (set(), set())


@pytest.mark.parametrize("text", ["=1+1", "+45 33 66 33 66", "-5", "@x", "'=1", "''+1", "'s", "x"])
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    """What begins like a formula is text in a spreadsheet, and comes in as it went out."""
    path = tmp_path / "x.csv"
    path.write_bytes(workbooks.csv([sheets.Column("note-da")], [{"note-da": text}]))
    cell = list(csv.reader(path.read_text("utf-8-sig").splitlines()))[1][0]
    assert cell[0] not in "=+-@"
    assert workbooks.read(path)[0].rows == ((2, {"note-da": text}),)


def test_workbook(copy: Path, tmp_path: Path) -> None:
    """A template has a note on each heading and a drop-down list where the values are known."""
    out = tmp_path / "members.xlsx"
    assert call(copy, "template", "membership", "-o", out).exit_code == 0
    sheet = openpyxl.load_workbook(out)["membership"]
    headings = {cell.value: cell for cell in sheet[1]}
    assert {"membership", "section", "lines", "member", "organisation", "note-da"} <= set(headings)
    assert "needed" in headings["organisation"].comment.text
    listed = {str(rule.sqref)[0] for rule in sheet.data_validations.dataValidation}
    assert headings["organisation"].column_letter in listed
    hidden = openpyxl.load_workbook(out)["choices"]
    column = hidden[headings["organisation"].column_letter]
    assert "STRING" in {cell.value for cell in column}


def test_rows_come_in(copy: Path, tmp_path: Path) -> None:
    """New rows are new facts, edited ones corrections; the result validates and says so."""
    out = tmp_path / "payments.xlsx"
    call(copy, "template", "payment", "--filled", "-o", out)
    book = openpyxl.load_workbook(out)
    sheet = book["payment"]
    at = {cell.value: cell.column for cell in sheet[1]}
    row = next(r[0].row for r in sheet.iter_rows() if r[0].value == "payment:string")
    sheet.cell(row, at["amount"]).value = 600000
    last = sheet.max_row + 1
    for name, value in {
        "section": "4.1",
        "lines": "33",
        "payer": "Havnby Kommune",
        "about": "Grønne Kajer",
        "amount": 1000,
        "currency": "DKK",
        "precision": "Exact",
        "summary-da": "En prøve.",
        "summary-en": "A test.",
    }.items():
        sheet.cell(last, at[name]).value = value
    book.save(out)
    result = call(copy, "import", out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "payment:groenne-kajer\n"
    said = call(copy, "diff", HAVNBY, copy).stdout
    assert "The fee of STRING changed from DKK 120,000 to DKK 600,000 a year." in said
    assert "now pays DKK 1,000 for Green Quays." in said
    assert "1 statement corrected, 1 added, 0 withdrawn. Nothing else differs." in said


def test_rows_that_are_wrong(copy: Path, tmp_path: Path) -> None:
    """Every row that is wrong is told with its number, and nothing is written."""
    path = tmp_path / "members.csv"
    rows = ",2.2,20,Gdansk,STRING\n,2.2,20,Gdanskk,STRING\n,,20,Havnby,STRING\n"
    path.write_text(MEMBERS + rows, "utf-8")
    before = snapshot(copy)
    result = call(copy, "import", path)
    assert result.exit_code == 2
    assert "nothing was taken in" in result.stderr
    assert "  row 3: no " in result.stderr
    assert "  row 4: a new membership needs more: --section" in result.stderr
    assert "row 2" not in result.stderr
    assert snapshot(copy) == before


def test_rows_that_do_not_validate(copy: Path, tmp_path: Path) -> None:
    """What validation finds is told with the row, and nothing is written."""
    path = tmp_path / "members.csv"
    path.write_text(MEMBERS + ",2.2,20,Gdansk,STRING\n,2.2,9000,Havnby,STRING\n", "utf-8")
    before = snapshot(copy)
    result = call(copy, "import", path)
    assert result.exit_code == 1, result.stderr
    assert "row 3 · " in result.stderr
    assert snapshot(copy) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"town,section\n,2.2\n", "no class is called 'town'"),
        (b"membership,sectoin\n,2.2\n", "there is no field 'sectoin'"),
        (b"\xff\xfe", "not UTF-8; save it as CSV UTF-8"),
        (b"", "the file is empty; its first line has to name the columns"),
        (b"\xef\xbb\xbf\r\n", "the file is empty; its first line has to name the columns"),
        (b"membership,section\nmembership:nix,2.2\n", "row 2: no thing goes by"),
    ],
)
def test_sheets_that_are_none(copy: Path, tmp_path: Path, content: bytes, message: str) -> None:
    """A file that is no sheet of ours is told."""
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    result = call(copy, "import", path)
    assert message in result.stderr
    assert result.exit_code == 2


def test_excel_in_danish(store: Store, tmp_path: Path) -> None:
    """CSV with semicolons, as Excel writes it in Danish, is read too."""
    path = tmp_path / "members.csv"
    text = (MEMBERS + ',4.1.5,"309\n310",Amsterdam,STRING\n').replace(",", ";")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    fresh = Store(store.project, store.graph, stated=False, inferred=True)
    ((number, row),) = workbooks.read(path)[0].rows
    assert (number, row["lines"], fresh.stated) == (2, "309\n310", False)


NEW = st.sampled_from(
    [
        *(("Gdansk", "STRING"), ("Havnby", "STRING")),
        *((city, "EUROCITIES") for city in ("Gdansk", "Havnby", "Malmø", "Hamborg")),
    ]
)
LINES = st.sampled_from(["20", "20-21", "21", "19"])
GOOD = st.tuples(st.just("2.2"), LINES, NEW).map(lambda row: (*row[:2], *row[2]))
BAD = st.sampled_from(
    [
        ("2.2", "20", "Nowhere at all", "STRING"),
        ("2.2", "three", "Gdansk", "STRING"),
        ("77.7", "20", "Gdansk", "STRING"),
        ("2.2", "", "Gdansk", "STRING"),
        ("2.2", "20", "Gdansk", ""),
    ]
)


def written(rows: list[tuple[str, ...]]) -> str:
    """Return rows as CSV."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([["", *row] for row in rows])
    return MEMBERS + target.getvalue()


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(GOOD, min_size=1, max_size=4, unique_by=lambda row: row[2:]), st.data())
@pytest.mark.slow  # eight imports; test_rows_come_in has one
def test_any_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list, data: st.DataObject
) -> None:
    """Valid rows come to as many new facts; one broken row among them, and nothing comes in."""
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    path.write_text(written(rows), "utf-8")
    found = taken(load(find(HAVNBY)), path)
    assert len(found.new) == len(set(found.new)) == len(rows)
    kinds = {q.object.value for q in found.plan.added if q.predicate.value == terms.TYPE}
    assert kinds == {terms.KK + "Membership"}
    at = data.draw(st.integers(0, len(rows)))
    broken = [*rows[:at], data.draw(BAD), *rows[at:]]
    path.write_text(written(broken), "utf-8")
    with pytest.raises(SheetInvalid, match=rf"row {at + 2}: "):
        taken(load(find(HAVNBY)), path)


# A member, a network, and lines of the section about the network: none is there yet.
PAIRS = [("Gdansk", "STRING"), ("Gdansk", "EUROCITIES"), ("Malmø", "EUROCITIES")]
WHERE = {"STRING": ("2.2", ["19", "20", "20-21"]), "EUROCITIES": ("2.1", ["15", "16-17"])}


@st.composite
def members(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Draw memberships that a person may enter."""
    found = []
    for member, network in draw(st.lists(st.sampled_from(PAIRS), min_size=1, unique=True)):
        section, lines = WHERE[network]
        found.append((section, draw(st.sampled_from(lines)), member, network))
    return found


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(members(), st.data())
@pytest.mark.slow  # eight imports with validation
def test_any_valid_row_validates_and_a_broken_one_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], data: st.DataObject
) -> None:
    """What rows come to is written and validates; with a broken row no file is touched."""
    area = tmp_path_factory.mktemp("valid")
    folder = Path(shutil.copytree(HAVNBY, area / "havnby"))
    before, path = snapshot(folder), area / "rows.csv"
    broken = data.draw(
        st.sampled_from(
            [
                ("2.2", "9000", "Gdansk", "STRING"),  # lines that the section has not
                ("2.2", "20", "Nowhere", "STRING"),
                ("", "20", "Gdansk", "STRING"),
                ("2.2", "20", "Malmø", "STRING"),  # it is there already
            ]
        )
    )
    at = data.draw(st.integers(0, len(rows)))
    path.write_text(written([*rows[:at], broken, *rows[at:]]), "utf-8")
    assert call(folder, "import", path).exit_code in {1, 2}
    assert snapshot(folder) == before
    path.write_text(written(rows), "utf-8")
    result = call(folder, "import", path)
    assert result.exit_code == 0, result.stderr
    assert len(result.stdout.splitlines()) == len(rows)
    assert call(folder, "validate").exit_code == 0
