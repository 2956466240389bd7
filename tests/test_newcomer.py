"""A newcomer's walk: from a text to a published version, no file edited by hand."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kkgraph.cli import main

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


def test_init(folder: Path) -> None:
    """A project is begun from a text; what the register knows is proposed, and accepted."""
    (folder / "solby.txt").write_text(TEXT, "utf-8")
    words = ["--city", "Solby", "--year", "2023", "--survey", str(folder / "solby.txt")]
    begun = CliRunner().invoke(main, ["init", str(folder / "solby"), *words])
    assert begun.exit_code == 0, begun.stderr
    proposals = folder / "solby" / "proposals.csv"
    rows = list(csv.reader(io.StringIO(proposals.read_text("utf-8-sig"))))
    assert {row[1] for row in rows[1:]} >= {"city/malmoe", "city/oslo", "network/string"}
    taken = [rows[0], *(["yes", *row[1:]] for row in rows[1:])]
    target = io.StringIO()
    csv.writer(target).writerows(taken)
    proposals.write_text(target.getvalue(), "utf-8")
    accepted = CliRunner().invoke(main, ["init", str(folder / "solby"), "--accept"])
    assert accepted.exit_code == 0, accepted.stderr
    walk(folder, "validate")
    walk(folder, "release", "1.0.0", "--date", "2023-01-01")


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_new(folder: Path, fact: tuple) -> None:
    """Five facts are added by command."""
    kind, section, lines, fields = fact
    words = [word for name, value in fields.items() for word in (f"--{name}", value)]
    walk(folder, "new", kind, "--section", section, "--lines", lines, *words)


def test_spreadsheet(folder: Path) -> None:
    """Twenty more come in from a spreadsheet."""
    sheet = folder / "participations.csv"
    walk(folder, "template", "participation", "-o", sheet)
    head = sheet.read_text("utf-8-sig").splitlines()[0].split(",")
    rows = []
    for number in range(20):
        row = dict.fromkeys(head, "")
        row |= {"section": "4.1", "lines": "20", "activity": "Lysere gader", "role": "Partner"}
        row |= {"participant": ("Malmø", "Oslo", "Hamborg", "Solby Kommune")[number % 4]}
        row |= {"note-da": f"prøve {number}", "note-en": f"test {number}"}
        rows.append([row[name] for name in head])
    target = io.StringIO()
    csv.writer(target).writerows([head, *rows])
    sheet.write_text(target.getvalue(), "utf-8")
    assert len(walk(folder, "import", sheet).stdout.splitlines()) == 20
    walk(folder, "validate")


def test_difference(folder: Path) -> None:
    """What changed since the release is said in sentences."""
    said = walk(folder, "diff", folder / "solby/releases/1.0.0").stdout
    assert "is now a member of STRING." in said
    assert "0 statements corrected, 25 added, 0 withdrawn." in said


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


def test_site_and_comparison(folder: Path) -> None:
    """A site is made of it, and it is compared with Copenhagen."""
    walk(folder, "site", folder / "public")
    assert (folder / "public" / "index.html").is_file()
    compared = CliRunner().invoke(main, ["compare", str(folder / "solby"), str(ROOT)])
    assert compared.exit_code == 0, compared.stderr
    assert "STRING" in compared.stdout
