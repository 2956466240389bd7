"""A project of an earlier version is brought to the present one, and what is left is told."""

import re
import shutil
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kkgraph.cli import CONTEXT, main
from kkgraph.cli.publishing.migrate import migrate as command
from kkgraph.migrations import migration
from kkgraph.migrations.migration import Todo
from kkgraph.migrations.steps import Step, steps

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


# The parts of a migration, without a project's data.

SURVEY = (
    f"INSERT {{ GRAPH ?g {{ ?t <{KK}new> ?_survey }} }} WHERE {{ GRAPH ?g {{ ?t <{KK}old> ?o }} }}"
)


def step(text: str, ending: str = ".ru", needs: str = "") -> Step:
    """Return a step."""
    return Step(Path(f"x{ending}"), text, {"da": "Da", "en": "En"}, needs)


def test_steps_that_change_something() -> None:
    """They are told of; one that needs the survey is left where it is not known."""
    said = f"<{KK}old> 1"
    graph = quads(said)
    changes, nothing = step(SURVEY), step("DELETE DATA { <urn:a> <urn:b> 1 }")
    done, todo = migration._run(graph, [changes, nothing, changes], "urn:s")  # noqa: SLF001 - a run
    assert (done, todo) == ([changes], [])
    assert {str(quad.object.value) for quad in graph} == {"1", "urn:s"}
    needing = step(SURVEY, needs="survey")
    untouched = quads(said)
    assert migration._run(untouched, [needing], "") == ([], [Todo(needing)])  # noqa: SLF001 - same
    assert len(untouched) == 1
    assert migration._run(quads(said), [needing], "urn:s")[1] == []  # noqa: SLF001 - same


def test_questions_to_a_person() -> None:
    """Each with the statements that it is about; one that finds none is not asked."""
    asks = step("SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }", ".rq")
    (todo,) = migration._run(quads("a <u>"), [asks], "")[1]  # noqa: SLF001 - a run
    assert todo.step is asks
    assert [[term.value for term in row][2] for row in todo.rows] == ["urn:u"]
    assert migration._run(ox.Store(), [asks], "") == ([], [])  # noqa: SLF001 - same


@pytest.mark.parametrize(("surveys", "iri"), [((), ""), (("a",), "iri:a"), (("a", "b"), "")])
def test_the_only_survey(surveys: tuple[str, ...], iri: str) -> None:
    """Where there are several, none is it."""
    settings = SimpleNamespace(surveys=surveys, iri=lambda path: f"iri:{path}")
    assert migration._survey(SimpleNamespace(settings=settings)) == iri  # noqa: SLF001 - what steps get


def test_ontology_of_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that differ are replaced, rules that are gone removed; migrations are not copied."""
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    for name, text in (("kk.ttl", "new"), ("same.ttl", "s"), ("rules/a.rq", "a")):
        for root in (shipped, own):
            path = root / "ontology" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    migrations = shipped / migration.FOLDER / "0.1-0.2"
    migrations.mkdir(parents=True)
    (shipped / migration.FOLDER / "x.ru").write_text("x")
    (own / "ontology" / "kk.ttl").write_text("old")
    (own / "ontology" / "rules" / "gone.rq").write_text("g")
    (own / "ontology" / "notes.txt").write_text("n")
    monkeypatch.setattr(migration, "present", lambda: SimpleNamespace(root=shipped))
    found = migration._ontology(SimpleNamespace(root=own))  # noqa: SLF001 - what is replaced
    assert {str(path.relative_to(own)): content for path, content in found.items()} == {
        "ontology/kk.ttl": b"new",
        "ontology/rules/gone.rq": None,
    }
    assert migration._ontology(SimpleNamespace(root=shipped)) == {}  # noqa: SLF001 - same
    assert migration._ontology(SimpleNamespace(root=tmp_path)) == {}  # noqa: SLF001 - same


@pytest.mark.parametrize(
    ("dry", "found", "written"), [(False, 1, True), (True, 1, False), (False, 0, False)]
)
def test_what_is_written(tmp_path, monkeypatch, dry, found, written) -> None:
    """Ontology and data at once, unless it is a dry run or nothing changes."""
    project = SimpleNamespace(root=tmp_path, ontology_version="0.2.0")
    asked: list[object] = []
    every = [step(SURVEY)] * found
    monkeypatch.setattr(migration, "steps", lambda _, version: asked.append(version) or every)
    monkeypatch.setattr(migration, "present", lambda: SimpleNamespace(root=tmp_path))
    monkeypatch.setattr(migration, "_stated", lambda _: quads(f"<{KK}old> 1"))
    monkeypatch.setattr(migration, "_survey", lambda _: "urn:s")
    monkeypatch.setattr(migration, "_files", lambda _: "files")
    plans: list[tuple[int, int]] = []
    monkeypatch.setattr(
        migration.rewriting, "plan", lambda _, gone, new: plans.append((len(gone), len(new)))
    )
    texts = {tmp_path / "a": "text"} if found else {}
    monkeypatch.setattr(migration.changes, "edited", lambda _: texts)
    proved: list[object] = []
    monkeypatch.setattr(migration.changes, "prove", lambda *given: proved.append(given))
    monkeypatch.setattr(migration, "_ontology", lambda _: {tmp_path / "o": None})
    made = SimpleNamespace(root="made")
    monkeypatch.setattr(migration.changes, "copied", lambda *_: nullcontext(made))
    monkeypatch.setattr(migration, "Validation", lambda one: SimpleNamespace(run=lambda: one))
    monkeypatch.setattr(migration, "read_version", lambda root, _: root)
    monkeypatch.setattr(migration, "compare", lambda before, after: (before, after))
    files: list[object] = []
    monkeypatch.setattr(migration.transaction, "write", lambda _, given: files.append(given))
    got = migration.migrate(project, dry=dry)
    assert (asked, len(proved), got.difference) == (["0.2.0"], 1, (str(tmp_path), "made"))
    assert got.report is made
    assert len(got.done) == found
    assert plans[0][0] == 0
    assert files == ([{tmp_path / "o": None, tmp_path / "a": b"text"}] if written else [])


@pytest.mark.parametrize(
    ("todo", "severities", "code"),
    [
        (False, [], 0),
        (True, [], 1),
        (False, ["Violation"], 1),
        (False, ["Warning"], 1),
        (False, ["Info"], 0),
    ],
)
def test_what_the_command_says(monkeypatch, tmp_path, todo, severities, code) -> None:
    """What changed, what is left to decide, and what is wrong; 1 where anything is left."""
    from kkgraph.differences import sentences, writers

    rows = ((ox.NamedNode(f"{KK}a"), ox.NamedNode(f"{KK}b"), ox.Literal("c")),)
    findings = [
        SimpleNamespace(
            severity=one, sentence=lambda _: "S.", cure=lambda _: "C.", named=lambda _: "t"
        )
        for one in severities
    ]
    found = SimpleNamespace(
        difference="d",
        todo=[Todo(step("x", ".rq"), rows)] if todo else [],
        report=SimpleNamespace(findings=findings),
    )
    dry: list[bool] = []
    monkeypatch.setattr(migration, "migrate", lambda _, dry: dry_run(dry))

    def dry_run(given: bool) -> object:  # noqa: FBT001 - what the command gives
        dry.append(given)
        return found

    monkeypatch.setattr(migration, "present", lambda: SimpleNamespace(ontology_file=lambda: None))
    monkeypatch.setattr(sentences.Speaker, "of", lambda *_: None)
    monkeypatch.setattr(writers, "text", lambda *_: "changed\n")
    folder = str(ROOT / "tests" / "mini")
    for words, is_dry in (([], False), (["--dry-run"], True)):
        got = CliRunner().invoke(command, ["--project", folder, *words], **CONTEXT)
        assert got.exit_code == code, got.output
        assert dry.pop() is is_dry
        lines = got.stdout.splitlines()
        assert lines[0] == "changed"
        assert (": En" in got.stdout or " En" in got.stdout) is todo
        assert ("  kk:a kk:b c" in lines) is todo
        assert ("  S. C. t" in lines) is (severities not in ([], ["Info"]))
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(command, [], **CONTEXT).exception is not None
    assert dry == []
