"""A project of an earlier version is brought to the present one, and what is left is told."""

import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kkgraph.cli import main
from kkgraph.migrations.steps import steps

ROOT = Path(__file__).parent.parent
STEPS = steps(ROOT / "ontology" / "migrations", "0.1.0")
KK = "https://w3id.org/kkgraph/ontology#"
SECTIONS = "data/sections.ttl"
# What the present data say in other words than those of 0.1 did, by file.
OLDER = [
    ("data/survey/04-medlemskaber.trig", "kk:hasResponsibleParty", "kk:hasUnit"),
    ("data/survey/06-igangvaerende-projekter.trig", "kk:hasResponsibleParty", "kk:isServedBy"),
    ("data/survey/05-samarbejdsbyer.trig", "kk:isRunBy", "kk:isHostedBy"),
]


def call(folder: Path, *args: str) -> Result:
    """Run `kkgraph migrate` on a project."""
    words = ["migrate", "--project", str(folder), *args]
    return CliRunner().invoke(main, words, prog_name="kkgraph")


def data(folder: Path) -> dict[str, str]:
    """Return the files of data by name."""
    inside = (path for path in (folder / "data").rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in inside}


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Return the shipped project put into the words of 0.1."""
    folder = tmp_path / "project"
    for name in ("data", "ontology", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "kkgraph.toml", folder)
    for name, new, old in OLDER:
        path = folder / name
        text = path.read_text("utf-8")
        assert new in text
        path.write_text(text.replace(new, old), "utf-8")
    path = folder / SECTIONS
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"    dcterms:isPartOf [^\n]*\n", "", text), "utf-8")
    path = folder / "ontology" / "kk.ttl"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r'owl:versionInfo "[^"]*"', 'owl:versionInfo "0.1.0"', text), "utf-8")
    return folder


@pytest.mark.slow
def test_migrated(older: Path) -> None:
    """Renamed properties are renamed in place; files are then what they are in the present."""
    result = call(older)
    assert (result.stderr, result.exit_code) == ("", 0), result.stdout + result.stderr
    now, shipped = data(older), data(ROOT)
    assert {name for name in shipped if now[name] != shipped[name]} == {SECTIONS}
    present = (ROOT / "ontology" / "kk.ttl").read_bytes()
    assert (older / "ontology" / "kk.ttl").read_bytes() == present
    same = CliRunner().invoke(main, ["diff", "--exit-code", str(older), str(ROOT)])
    assert same.stdout == "Nothing differs. (Re-ordered: 1 file.)\n"
    assert call(older).stdout == "Nothing differs.\n"


@pytest.mark.slow
def test_dry_run(older: Path) -> None:
    """A dry run says what would change, in sentences, and changes nothing."""
    before = data(older)
    said = call(older, "--dry-run", "--lang", "da").stdout
    assert "har ansvarlig" in said
    assert re.search(r"\d+ udsagn rettet, \d+ tilføjet, \d+ trukket tilbage", said)
    assert data(older) == before


@pytest.mark.slow
def test_what_is_left(older: Path) -> None:
    """What a step cannot decide is listed for a person, and the exit code says so."""
    path = older / "data/survey/04-medlemskaber.trig"
    text = path.read_text("utf-8")
    path.write_text(text.replace("kk:role kk:BoardMember", "kk:role kk:Funder", 1), "utf-8")
    result = call(older)
    assert result.exit_code == 1
    assert "For you to decide: A funder is no role any more" in result.stdout
    assert "kk:role kk:Funder" in result.stdout


CASES = {
    "01-has-unit": ("kk:hasUnit <u>", "kk:hasResponsibleParty <u>"),
    "02-is-served-by": ("kk:isServedBy <u>", "kk:hasResponsibleParty <u>"),
    "03-is-part-of-network": ("kk:isPartOfNetwork <u>", "kk:isPartOf <u>"),
    "04-is-sub-agreement-of": ("kk:isSubAgreementOf <u>", "kk:isPartOf <u>"),
    "05-is-hosted-by": ("kk:isHostedBy <u>", "kk:isRunBy <u>"),
    "06-has-committee": ("kk:hasCommittee <u>", "kk:isAbout <u>"),
    "07-condition": ('kk:condition "x"@da', 'kk:note "x"@da'),
    "08-source": ("a kk:Section", "a kk:Section ; dcterms:isPartOf <s>"),
    "09-is-stated-in": ('kk:lines "1" ; kk:isStatedIn <g>', 'kk:lines "1"'),
}


def quads(said: str) -> ox.Store:
    """Return a graph in which one thing has some properties."""
    head = f"@base <urn:x:> . @prefix kk: <{KK}> . @prefix dcterms: <http://purl.org/dc/terms/> .\n"
    graph = ox.Store()
    graph.load(f"{head}<g> {{ <t> {said} . }}", format=ox.RdfFormat.TRIG)
    return graph


@pytest.mark.parametrize("step", [s for s in STEPS if s.is_update], ids=lambda s: s.path.stem)
def test_step(step) -> None:
    """Each update brings what it is for to the present, and twice changes nothing more."""
    before, after = CASES[step.path.stem]
    graph = quads(before)
    survey = next(quads("a <s>").quads_for_pattern(None, None, None)).object.value
    for _ in range(2):
        graph.update(step.text.replace("?_survey", f'"{survey}"'))
        assert set(graph) == set(quads(after))


def test_steps_are_in_both_languages() -> None:
    """Every step says what it is about, in Danish and English; none is left for the present."""
    assert all(step.summary["da"] and step.summary["en"] for step in STEPS)
    assert {s.path.stem for s in STEPS if s.is_update} == CASES.keys()
    assert steps(ROOT / "ontology" / "migrations", "0.2.0") == []
