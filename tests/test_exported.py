"""Tables of `kkgraph export` that come back, edited in a spreadsheet or not."""

import csv
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sampling import each, each_row

from kkgraph import export
from kkgraph.cli import main
from kkgraph.editing import changes
from kkgraph.editing.tables import exported, workbooks
from kkgraph.errors.editing import SheetInvalid
from kkgraph.export.selection import Selection
from kkgraph.project import Project, find
from kkgraph.store import Store, load

PAYMENT = "/payment/string"
ROOT = Path(__file__).parent.parent
HAVNBY = ROOT / "examples" / "havnby"
# How many tables an export has, at least.
TABLES = {ROOT: 25, HAVNBY: 10}
SURVEY = "data/survey/02-netvaerk.trig"


def call(project: Project, *args: object) -> Result:
    """Run the command on a project."""
    name, *rest = map(str, args)
    words = [name, "--project", str(project.root), *rest]
    return CliRunner().invoke(main, words, prog_name="kkgraph")


def taken(store: Store, path: Path) -> exported.Taken:
    """Return what is changed in the tables of a file or folder."""
    sheets = workbooks.read(path)
    assert exported.is_export(sheets)
    return exported.take(store, path, sheets)


@pytest.mark.parametrize(
    ("root", "name", "lang"),
    each_row([(HAVNBY, "x", "en"), (ROOT, "x", "en"), (ROOT, "x.xlsx", "da")], 3),
)
def test_what_went_out_comes_in(tmp_path: Path, root: Path, name: str, lang: str) -> None:
    """An export changes nothing when it is taken in again; that of all data is a slow test."""
    store = load(find(root))
    form = "xlsx" if name.endswith("xlsx") else export.FOLDER
    export.write(store, Selection(lang=lang), form, tmp_path / name)
    assert len(workbooks.read(tmp_path / name)) > TABLES[root]
    plan = taken(store, tmp_path / name).plan
    assert (plan.added, plan.removed, plan.edits, plan.created) == (set(), set(), {}, {})


def written(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as CSV."""
    head = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head)
        writer.writeheader()
        writer.writerows(rows)


class Tables:
    """An export of a project as a folder of CSV, to be edited."""

    def __init__(self, project: Project, folder: Path) -> None:
        """Take the folder that the project was exported to."""
        self.project, self.folder = project, folder

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a table."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, name: str, rows: list[dict[str, str]]) -> None:
        """Write the rows of a table."""
        written(self.folder / f"{name}.csv", rows)

    def edit(self, name: str, where: Mapping[str, str], **cells: str) -> None:
        """Change cells of the row whose cells end in certain texts."""
        rows = self.rows(name)
        (row,) = (r for r in rows if all(r[k].endswith(v) for k, v in where.items()))
        row.update(cells)
        self.write(name, rows)

    def add(self, name: str, **cells: str) -> None:
        """Add a row."""
        self.write(name, [*self.rows(name), cells])


@pytest.fixture
def havnby(tmp_path: Path) -> Project:
    """Return a copy of the documents' small project."""
    return find(Path(shutil.copytree(HAVNBY, tmp_path / "havnby")))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an export of the small project, which no test changes."""
    folder = tmp_path_factory.mktemp("whole") / "tables"
    export.write(load(find(HAVNBY)), Selection(), export.FOLDER, folder)
    return folder


@pytest.fixture
def edited(havnby: Project, whole: Path, tmp_path: Path) -> Tables:
    """Return an export of the small project."""
    return Tables(havnby, Path(shutil.copytree(whole, tmp_path / "tables")))


def changed(before: Mapping[Path, str]) -> Iterator[str]:
    """Yield the lines that files have now and had not before, and the other way round."""
    for path, text in sorted(before.items()):
        old, new = text.splitlines(), path.read_text("utf-8").splitlines()
        yield from (f"-{line.strip()}" for line in old if line not in new)
        yield from (f"+{line.strip()}" for line in new if line not in old)


def texts(project: Project) -> dict[Path, str]:
    """Return the files of the data."""
    return {path: path.read_text("utf-8") for path in project.root.rglob("data/**/*.t*")}


def test_changed_cells(edited: Tables) -> None:
    """A changed cell changes its statement, in the lines that have it and no others."""
    before = texts(edited.project)
    edited.edit("facts", {"fact": PAYMENT, "property": "kk:amount"}, value="130000")
    edited.edit("sources", {"fact": "/cooperation/malmoe"}, lines="25, 26")
    edited.edit("Network", {"iri": "/network/eurocities"}, label_en="EUROCITIES")
    edited.edit("City", {"iri": "/city/malmoe"}, skos_altLabel_da="")
    result = call(edited.project, "import", edited.folder)
    assert result.exit_code == 0, result.output
    rest = ' kk:currency "DKK" ; kk:interval "P1Y"^^xsd:duration ; kk:precision kk:Exact ;'
    assert set(changed(before)) == {
        f"-kk:amount 120000.0 ;{rest}",
        f"+kk:amount 130000.0 ;{rest}",
        '-<cooperation/malmoe> a kk:Cooperation ; kk:lines "25-26" ;',
        '+<cooperation/malmoe> a kk:Cooperation ; kk:lines "25", "26" ;',
        '-skos:prefLabel "EUROCITIES"@da, "Eurocities"@en .',
        '+skos:prefLabel "EUROCITIES"@da, "EUROCITIES"@en .',
        '-skos:prefLabel "Malmø"@da, "Malmö"@en ;',
        '+skos:prefLabel "Malmø"@da, "Malmö"@en .',
        '-skos:altLabel "Malmö"@da .',
    }


def test_new_rows(edited: Tables) -> None:
    """Rows without an identifier are new: a city, a membership of it, one more text."""
    edited.add("City", label_da="Ålesund", label_en="Aalesund", section="2.2", lines="20")
    fact = {"fact": "membership:string-aalesund", "graph": "2.2"}
    edited.add("facts", **fact, property="kk:hasMember", value="Ålesund")
    edited.add("facts", **fact, property="kk:hasOrganisation", value="network:string")
    edited.add("facts", **fact, property="kk:lines", value="20")
    note = {"fact": "membership:string-malmoe", "graph": "section:2.2", "property": "kk:note"}
    edited.add("facts", **note, value="en prøve", language="da")
    edited.add("facts", **note, value="a test", language="en")
    result = call(edited.project, "import", edited.folder)
    assert result.stdout == "city:aalesund\nmembership:string-aalesund\n", result.output
    text = (edited.project.root / SURVEY).read_text("utf-8")
    assert '  <city/aalesund> kk:lines "20" .\n' in text
    assert "    kk:hasMember <city/aalesund> ; kk:hasOrganisation <network/string> .\n" in text
    assert 'kk:note "a test"@en, "en prøve"@da .' in text
    assert call(edited.project, "validate").exit_code == 0


@pytest.mark.slow  # a workbook written, edited and read
def test_edited_in_a_workbook(havnby: Project, tmp_path: Path) -> None:
    """In a workbook, with headings in Danish and numbers typed as numbers, it is the same."""
    path = tmp_path / "x.xlsx"
    assert call(havnby, "export", path, "--lang", "da").exit_code == 0
    book = openpyxl.load_workbook(path)
    sheet = book["facts"]
    at = {cell.value: cell.column - 1 for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        if row[0].value.endswith(PAYMENT) and row[at["egenskab"]].value == "kk:amount":
            row[at["værdi"]].value = 130000
    book.save(path)
    assert call(havnby, "import", path).exit_code == 0
    assert "kk:amount 130000.0 ;" in (havnby.root / SURVEY).read_text("utf-8")


AMOUNT = {"fact": PAYMENT, "property": ":amount"}
REFUSED = [
    ("things", {"iri": "/city/malmoe"}, {"label_en": "X"}, "'label_en' of things follows from"),
    ("relations", {"thing": "/city/malmoe", "property": ":isMemberOf"}, {"target": "X"},
     "a row of relations follows from other cells"),
    ("facts", {**AMOUNT, "property": ":isAbout"}, {"value_label": "X"},
     "'value_label' of facts follows from other cells"),
    ("City", {"iri": "/city/malmoe"}, {"isMemberOf": ""},
     "'isMemberOf' of city is not stated by the register or a section"),
    ("City", {"iri": "/city/malmoe"}, {"geo_lat": "1"}, "'geo_lat' of city is not stated"),
    ("facts", {**AMOUNT, "property": ":citation"}, {"value": "§2"},
     "'citation' of payment is not stated"),
    ("facts", AMOUNT, {"graph": "section:2.1"}, "'graph' says which statement it is"),
    ("facts", AMOUNT, {"statement": "0"}, "facts has no row 0 now; export again"),
    ("City", {"iri": "/city/malmoe"}, {"iri": "city:nowhere"}, "City has no row city:nowhere now"),
    ("facts", AMOUNT, {"value": "much"}, "amount: 'much' does not fit"),
    ("City", {"iri": "/city/malmoe"}, {"printedName": "Malmø By"}, "say in which it changes"),
    ("City", {"iri": "/city/malmoe"}, {"x": "1"}, "there is no field 'x'"),
]  # fmt: skip


@pytest.mark.parametrize("case", each(REFUSED, 4, lambda case: case[-1][:30]))
def test_what_is_refused(edited: Tables, case: tuple[str, dict, dict, str]) -> None:
    """What is not entered by hand, or does not fit, is told with its row; nothing comes in."""
    table, where, cells, message = case
    edited.edit(table, where, **cells)
    edited.edit("Network", {"iri": "/network/eurocities"}, label_en="EUROCITIES")
    before = texts(edited.project)
    result = call(edited.project, "import", edited.folder)
    assert result.exit_code == 2
    assert "nothing was taken in" in result.stderr
    assert f"  {table}" in result.stderr
    assert message in result.stderr
    assert texts(edited.project) == before


@pytest.mark.slow  # a whole import; the refused rows have the short ways
def test_a_copied_row(edited: Tables) -> None:
    """A row that was copied to make a new one has the old one's identifier: which is told."""
    edited.add("facts", **{**edited.rows("facts")[0], "value": "kk:X"})
    result = call(edited.project, "import", edited.folder)
    assert "stands in a row above; empty 'statement' in a new row" in result.stderr


def test_a_table_of_another_name(edited: Tables) -> None:
    """A table has to keep its name."""
    path = edited.folder / "Town.csv"
    (edited.folder / "City.csv").rename(path)
    result = call(edited.project, "import", path)
    assert "no table of `kkgraph export` is called 'Town'" in result.stderr


CELLS = st.one_of(
    st.sampled_from(["", "Hamborg", "STRING", "kk:Exact", "12", "2012", "2.2", "3-4", "a; b"]),
    st.text(max_size=8),
)


@pytest.fixture(scope="module")
def small(whole: Path) -> tuple[Store, Tables]:
    """Return the small project and an export of it."""
    store = load(find(HAVNBY))
    return store, Tables(store.project, whole)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@pytest.mark.slow  # dozens of imports; test_changed_cells has one
def test_any_cell(small: tuple[Store, Tables], tmp_path: Path, data: st.DataObject) -> None:
    """Any text in any cell is refused with its row, or changes what is said of its thing."""
    store, tables = small
    name = data.draw(st.sampled_from(sorted(path.stem for path in tables.folder.glob("*.csv"))))
    rows = tables.rows(name)
    at = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(sorted(rows[at])))
    changed = {**rows[at], column: data.draw(CELLS)}
    path = tmp_path / f"{name}.csv"
    store.project.use()
    written(path, [*rows[:at], changed, *rows[at + 1 :]])
    try:
        plan = taken(store, path).plan
    except SheetInvalid as error:
        lines = str(error).splitlines()[1:]
        assert [line.startswith(f"  {name}, row {at + 2}: ") for line in lines] == [True]
        return
    changes.prove(store.project, plan, changes.edited(plan))
    about = {quad.subject.value for quad in plan.added | plan.removed}  # type: ignore[union-attr]
    assert about <= {rows[at].get("iri"), rows[at].get("fact")}
