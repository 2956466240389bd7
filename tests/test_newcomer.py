"""A newcomer's walk: from a text to a published version, no file edited by hand."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from serving import serving

from kkgraph.cli import main

# A long walk, step by step; each command has tests of its own.
pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
TEXT = """\
Internationalt arbejde i Solby Kommune

1. Indledning
Solby Kommune samarbejder med byer i udlandet.
2. Netværk
Kommunen er med i netværk.
2.1. EUROCITIES
Kommunen er medlem af EUROCITIES.
Oslo og Malmø er også medlemmer.
2.2. STRING
Kommunen er medlem af STRING sammen med Hamborg.
Det koster 100.000 kr. om året.
3. Byer
3.1. Malmø
Kommunen samarbejder med Malmø om cykler.
3.2. Oslo
Kommunen samarbejder med Oslo.
4. Projekter
4.1. Lysere gader
Projektet Lysere gader har partnere i udlandet.
5. Udvalg
Udvalget drøfter det internationale arbejde.
"""
SUMMARY = {"summary-da": "Cykler i byen.", "summary-en": "Cycling in the city."}
FACTS = [
    ("membership", "2.1", "7", {"member": "Solby Kommune", "organisation": "EUROCITIES"}),
    ("membership", "2.2", "10", {"member": "Solby Kommune", "organisation": "STRING"}),
    (
        *("payment", "2.2", "11"),
        {
            "payer": "Solby Kommune",
            "about": "STRING",
            "amount": "100000",
            "currency": "DKK",
            "interval": "1 år",
            "precision": "Exact",
        },
    ),
    ("cooperation", "3.1", "14", {"participant": "Solby Kommune", "partner": "Malmø", **SUMMARY}),
    ("project", "4.1", "19-20", {"name-da": "Lysere gader", "name-en": "Brighter streets"}),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the walk leads."""
    return tmp_path_factory.mktemp("walk")


def walk(folder: Path, command: str, *words: object) -> Result:
    """Run a command on the project; it has to end well."""
    args = [command, "--project", str(folder / "solby"), *map(str, words)]
    result = CliRunner().invoke(main, args, prog_name="kkgraph")
    assert result.exit_code == 0, result.stderr + result.stdout
    return result


def test_init(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project is begun from a text; what the register knows is proposed at the terminal."""
    (folder / "solby.txt").write_text(TEXT, "utf-8")
    words = ["--city", "Solby", "--year", "2023", "--survey", str(folder / "solby.txt")]
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
    answers = "\n".join(["ja", "hvad", "j", "yes", "y", *["ja"] * 5]) + "\n"
    call = ["init", str(folder / "solby"), *words, "--lang", "da"]
    begun = CliRunner().invoke(main, call, input=answers)
    assert begun.exit_code == 0, begun.stderr
    assert "solby: 10 afsnit er læst" in begun.stdout
    for name in ("EUROCITIES", "STRING", "Malmø", "Oslo", "Hamborg"):
        assert f"{name} (" in begun.stdout
    assert begun.stderr == "Svar ja eller nej.\n"
    assert "5 ting er taget med" in begun.stdout
    assert walk(folder, "validate").stdout.startswith("Nothing found")
    asked = "SELECT ?x { ?x a kk:City ; kk:lines ?l }"
    cities = walk(folder, "query", "-e", asked, "--format", "csv").stdout
    assert all(f"solby/id/city/{name}" in cities for name in ("malmoe", "oslo", "hamborg"))
    walk(folder, "release", "1.0.0", "--date", "2023-01-01")
    shutil.copytree(folder / "solby", folder / "before")


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_new(folder: Path, fact: tuple) -> None:
    """Five facts are added by command."""
    kind, section, lines, fields = fact
    words = [word for name, value in fields.items() for word in (f"--{name}", value)]
    walk(folder, "new", kind, "--section", section, "--lines", lines, *words)


def test_spreadsheet(folder: Path) -> None:
    """Twenty more come in from a spreadsheet."""
    sheet = folder / "participations.xlsx"
    walk(folder, "template", "participation", "-o", sheet)
    book = openpyxl.load_workbook(sheet)
    rows = book["participation"]
    head = [cell.value for cell in rows[1]]
    for number in range(20):
        row = {"section": "4.1", "lines": 20, "activity": "Brighter streets", "role": "Partner"}
        row |= {"participant": ("Malmø", "Oslo", "Hamborg", "Solby Kommune")[number % 4]}
        row |= {"note-da": f"prøve {number}", "note-en": f"test {number}"}
        for name, value in row.items():
            rows.cell(number + 2, head.index(name) + 1, value)
    book.save(sheet)
    assert "+  <participation/" in walk(folder, "import", sheet, "--dry-run").stderr
    assert len(walk(folder, "import", sheet).stdout.splitlines()) == 20
    assert walk(folder, "validate").stdout.startswith("Nothing found")


def test_difference(folder: Path) -> None:
    """What changed since the copy and since the release is said in sentences."""
    said = walk(folder, "diff", folder / "before").stdout
    assert "2.2  City of Solby is now a member of STRING." in said
    assert "City of Solby now pays DKK 100,000 a year for STRING." in said
    assert said.count("now takes part in Brighter streets.") == 20
    assert "0 statements corrected, 25 added, 0 withdrawn." in said
    assert said == walk(folder, "diff", folder / "solby/releases/1.0.0").stdout
    assert (
        "er nu medlem af STRING." in walk(folder, "diff", folder / "before", "--lang", "da").stdout
    )


def test_release(folder: Path) -> None:
    """The second release says what changed since the first."""
    walk(folder, "release", "1.1.0", "--date", "2023-06-01")
    release = folder / "solby/releases/1.1.0"
    assert "er nu medlem af STRING" in (release / "changes.da.md").read_text("utf-8")
    assert b"2023-06-01" in (release / "dataset.ttl").read_bytes()


def test_citation(folder: Path) -> None:
    """It is cited with its own number and date, and the citation verifies, later too."""
    cited = walk(folder, "cite", "STRING").stdout
    assert "1.1.0, 2023-06-01" in cited
    walk(folder, "cite", "--verify", cited)
    walk(folder, "edit", "payment:string", "amount=120000")
    words = ["cite", "--project", str(folder / "solby"), "--verify", cited]
    assert CliRunner().invoke(main, words).exit_code == 1
    walk(folder, "cite", "--verify", cited, "--against", folder / "solby/releases/1.1.0")


def test_site(folder: Path) -> None:
    """A site is made of it, with a page of what was added."""
    walk(folder, "site", folder / "public")
    assert "Solby in the world" in (folder / "public" / "index.html").read_text("utf-8")
    page = folder / "public" / "id" / "project" / "lysere-gader" / "index.html"
    assert "Hamburg" in page.read_text("utf-8")


def test_serve(folder: Path) -> None:
    """It is served, and answers what was added, with its own addresses."""
    with serving(folder / "solby", folder / "log") as server:
        got = server.sparql("SELECT (COUNT(?x) AS ?n) { ?x a kk:Participation }", {"format": "csv"})
        assert (got.status, got.text.split()) == (200, ["n", "20"])
        page = server.ask("/id/network/string", accept="text/turtle")
    assert page.status in {200, 303}


def test_comparison(folder: Path) -> None:
    """What it shares with Copenhagen is said in sentences, in both languages."""
    words = ["compare", str(folder / "solby"), str(ROOT)]
    said = CliRunner().invoke(main, words)
    assert said.exit_code == 0, said.stderr
    assert "Solby and Copenhagen are both members of: Eurocities, STRING." in said.stdout
    assert "For STRING Solby pays DKK 120,000 a year, and Copenhagen DKK 500,000" in said.stdout
    danish = CliRunner().invoke(main, [*words, "--lang", "da"]).stdout
    assert "Solby og København er begge medlem af: EUROCITIES, STRING." in danish
