"""Adding and changing data by command: the right lines of the right files, and nothing else."""

import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kkgraph.cli import main
from kkgraph.editing import edits, layout, naming, transaction, turtle
from kkgraph.editing.fields import Shapes
from kkgraph.project import find

ROOT = Path(__file__).parent.parent
HAVNBY = ROOT / "examples" / "havnby"
SURVEY = "data/survey/02-netvaerk.trig"
CITIES = "data/register/cities.ttl"
STRING = ("--member", "Gdansk", "--organisation", "STRING", "--section", "2.2")
Call = Callable[..., Result]


def call(folder: Path, *args: object, stdin: str | None = None) -> Result:
    """Run the command on a project."""
    name, *rest = map(str, args)
    words = [name, "--project", str(folder), *rest]
    return CliRunner().invoke(main, words, input=stdin, prog_name="kkgraph")


def git(folder: Path, *words: str) -> str:
    """Run git in a folder and return what it prints."""
    head = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    return subprocess.run([*head, *words], check=True, capture_output=True, text=True).stdout


def copied(source: Path, folder: Path) -> Path:
    """Copy a project's files into a folder, which it returns."""
    shutil.copy(source / "kkgraph.toml", folder)
    for name in ("data", "ontology", "queries"):
        if (source / name).exists():
            shutil.copytree(source / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def tracked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the documents' small project, Havnby, under git."""
    folder = copied(HAVNBY, tmp_path_factory.mktemp("tracked"))
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        git(folder, *words)
    return folder


@pytest.fixture
def project(tracked: Path) -> Path:
    """Return the copy as it is in the documents."""
    git(tracked, "checkout", "-q", ".")
    git(tracked, "clean", "-qfd")
    return tracked


def changed(folder: Path) -> list[str]:
    """Return the lines that git says were removed and added, by file."""
    rows = git(folder, "diff", "-U0").splitlines()
    return [row for row in rows if re.match(r"[+-](?![+-])|\+\+\+", row)]


def test_new_fact(project: Path) -> None:
    """A new fact stands at the end of its section's graph; git shows its lines and no other."""
    result = call(
        project, *("new", "membership", *STRING, "--lines", "20-21"),
        *("--note-da", "en prøve", "--note-en", "a test"),
    )  # fmt: skip
    assert (result.stdout, result.exit_code) == ("membership:string-gdansk\n", 0), result.stderr
    assert changed(project) == [
        f"+++ b/{SURVEY}",
        '+  <membership/string-gdansk> a kk:Membership ; kk:lines "20-21" ;',
        (
            "+    kk:hasMember <city/gdansk> ; kk:hasOrganisation <network/string> ;"
            ' kk:note "en prøve"@da, "a test"@en .'
        ),
    ]
    said = call(project, "diff", "HEAD").stdout
    assert said.startswith("2.2  Gdańsk is now a member of STRING.\n")


@pytest.mark.slow  # the shipped project, copied and validated
def test_new_thing(tmp_path: Path) -> None:
    """A new city of the shipped project stands among the cities, in order; a section has it."""
    project = copied(ROOT, tmp_path)
    git(project, "init", "-q")
    git(project, "add", "-A")
    result = call(
        project, *("new", "city", "--name-da", "Ålesund", "--name-en", "Aalesund"),
        *("--section", "5.1.1", "--lines", "575"),
    )  # fmt: skip
    assert result.stdout == "city:aalesund\n"
    lines = changed(project)
    assert [line for line in lines if line.startswith("-")] == []
    assert "+<city/aalesund> a kk:City ;" in lines
    assert '+  <city/aalesund> kk:lines "575" .' in lines
    text = (project / CITIES).read_text("utf-8")
    subjects = re.findall(r"^<city/([^>]+)>", text, re.MULTILINE)
    assert subjects == sorted(subjects)
    checked = call(project, "validate")
    assert checked.exit_code == 0, checked.stdout


@pytest.mark.slow
def test_options_go_by_any_name(project: Path) -> None:
    """A field is named by its property, with or without its verb, or by its label."""
    words = ("--section", "2.2", "--lines", "20", "--dry-run")
    for names in (
        ("hasMember", "hasOrganisation"),
        ("member", "organisation"),
        ("has-member", "has organisation"),
        ("har-medlem", "har organisation"),
    ):
        said = [f"--set={names[0]}=Gdansk", f"--set={names[1]}=STRING"]
        result = call(project, "new", "membership", *said, *words)
        assert result.stdout == "membership:string-gdansk\n", result.stderr
    assert changed(project) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("membership",), "a new membership needs more: --organisation, --member|department"),
        (("membership", "--membr", "x"), "there is no field 'membr'; there are: member"),
        (("membership", "--member", "Gdanskk"), "near matches: city:gdansk (Gdańsk)"),
        (("payment", "--amount", "600.000"), "'600.000' does not fit; write it like: 600000"),
        (("payment", "--currency", "kroner"), "does not fit; write it like: DKK, EUR"),
        (("membership", "--start", "sidste år"), "write it like: 2021"),
        (("city", "--name", "Malmø"), "city:malmoe (Malmø) is there already"),
        (("town",), "no class is called 'town'"),
        (("city", "--name", "Ålesund", "--fullName", "X"), "stands in a section"),
    ],
)
def test_refused_call(project: Path, words: tuple[str, ...], message: str) -> None:
    """What does not fit is told, with what would; nothing is written."""
    result = call(project, "new", *words)
    assert message in result.stderr
    assert result.exit_code == 2
    assert git(project, "status", "--short") == ""


def test_a_section_without_a_graph_gets_one_in_its_place(tmp_path: Path) -> None:
    """A first fact of section 2 stands before those of 2.1, whatever numbers the base has."""
    project = copied(HAVNBY, tmp_path)
    for path in (path for path in project.rglob("*.*") if path.is_file()):
        text = path.read_text("utf-8")
        path.write_text(text.replace("//example.org", "//9.example.org"), "utf-8")
    result = call(project, "new", "membership", *STRING[:4], "--section", "2", "--lines", "13")
    assert result.exit_code == 0, result.stderr
    text = (project / SURVEY).read_text("utf-8")
    graphs = re.findall(r"^<(section/[\d.]+)> \{", text, re.MULTILINE)
    assert graphs == ["section/2", "section/2.1", "section/2.2"]


def test_refused_data(project: Path) -> None:
    """What would not validate is not written: lines outside the section, say."""
    result = call(project, "new", "membership", *STRING, "--lines", "9000")
    assert result.exit_code == 1
    assert "nothing was written: validation finds 1 thing" in result.stderr
    assert "membership:string-gdansk" in result.stderr
    assert git(project, "status", "--short") == ""


def test_asking(project: Path) -> None:
    """In a terminal the fields are asked for; an answer that does not fit is asked for again."""
    answers = {
        "has fee": "",
        "has member": "Gdanskk\nGdansk",
        "has organisation": "STRING",
        "has responsible party": "",
        "on behalf of": "",
        "summary (da)": "",
        "summary (en)": "",
        "section (number)": "9.9\n2.2",
        "lines": "20",
    }
    result = call(project, "new", "membership", "--ask", stdin="\n".join(answers.values()) + "\n")
    asked = [part for part in answers if part in result.stderr]
    assert asked == list(answers)
    assert "near matches: city:gdansk" in result.stderr
    assert result.stderr.count("section (number)") == 2
    assert result.stdout.endswith("membership:string-gdansk\n")


def test_edit(project: Path) -> None:
    """Only the value's own characters change."""
    result = call(project, "edit", "payment:string", "amount=600000")
    assert result.exit_code == 0
    old = '    kk:amount 120000.0 ; kk:currency "DKK" ; kk:interval "P1Y"^^xsd:duration ;'
    lines = changed(project)
    assert len(lines) == 3
    assert lines[1].startswith("-" + old)
    assert lines[2] == "+" + lines[1][1:].replace("120000.0", "600000.0")


@pytest.mark.parametrize(
    ("words", "written"), [("2 weeks", "P14D"), ("1 uge", "P7D"), ("2 måneder", "P2M")]
)
def test_a_duration_in_words(project: Path, words: str, written: str) -> None:
    """A duration may be written in words; weeks become days, as XML Schema has no weeks."""
    result = call(project, "edit", "payment:string", f"interval={words}")
    assert result.exit_code == 0, result.stderr
    assert f'"{written}"^^xsd:duration' in changed(project)[2]


@pytest.mark.parametrize(
    "value", ["amount=\u0666\u0660\u0660", "amount=\u00b2", "interval=P\u0661Y", "interval=P2W"]
)
def test_digits_of_another_script_are_refused(project: Path, value: str) -> None:
    """What XML Schema does not take for a number or duration is told before anything is written."""
    result = call(project, "edit", "payment:string", value)
    assert (result.exit_code, changed(project)) == (2, [])
    assert result.stderr.startswith("kkgraph: ")


def test_edit_text_and_thing(project: Path) -> None:
    """A text changes in its language, a thing by its name; += adds, -= removes what was added."""
    call(project, "edit", "payment:string", "summary-en=A fee.")
    assert changed(project)[2].endswith('@da, "A fee."@en .')
    git(project, "checkout", "-q", ".")
    call(project, "edit", "cooperation:malmoe", "topic+=kultur", "--section", "3.1")
    assert [line[1:] for line in changed(project)[1:]] == [
        "    kk:hasTopic <topic/cykelstier> ;",
        "    kk:hasTopic <topic/cykelstier>, <topic/kultur> ;",
    ]
    git(project, "checkout", "-q", ".")
    assert call(project, "edit", "membership:string", "start=2011").exit_code == 0
    assert any('kk:start "2011"^^xsd:gYear' in line for line in changed(project))
    assert call(project, "edit", "membership:string", "start=").exit_code == 0
    assert changed(project) == []


def test_one_value_of_several_goes(project: Path) -> None:
    """The one in the middle or the first goes with a comma beside it, the others stay."""
    call(project, "edit", "agreement:gdansk", "topic+=cykelstier", "--section", "3.2")
    for word, left in {
        "topic+=kultur": "<topic/cykelstier>, <topic/kultur>",
        "topic+=havne": "<topic/cykelstier>, <topic/kultur>, <topic/havne>",
        "topic-=kultur": "<topic/cykelstier>, <topic/havne>",
        "topic-=cykelstier": "<topic/havne>",
    }.items():
        result = call(project, "edit", "cooperation:malmoe", word, "--section", "3.1")
        assert result.exit_code == 0, result.stderr
        assert f"+    kk:hasTopic {left} ;" in changed(project)


def test_edit_asks_which(project: Path) -> None:
    """Of several values it has to be said which changes."""
    result = call(project, "edit", "agreement:gdansk", "topic=cykelstier")
    assert result.exit_code == 2
    assert "agreement:gdansk has several values of 'topic': topic:havne (3.2)" in result.stderr
    assert "--old" in result.stderr


@pytest.mark.slow  # a fact entered and withdrawn; the next has it too
def test_withdraw(project: Path) -> None:
    """A fact is withdrawn with all that is said of it; what others need of it is told."""
    call(project, "new", "membership", *STRING, "--lines", "20")
    assert call(project, "edit", "membership:string-gdansk", "--withdraw").exit_code == 0
    assert changed(project) == []
    result = call(project, "edit", "network:string", "--withdraw")
    assert result.exit_code == 1
    assert "membership:string" in result.stderr
    assert changed(project) == []


def test_withdraw_and_replace(project: Path) -> None:
    """What pointed at a replaced thing points at the other; the project's file names it."""
    place = ("--section", "2.2", "--lines", "20")
    for name in ("Porto", "Oporto"):
        call(project, "new", "city", "--name", name, *place)
    call(project, "new", "membership", "--member", "Porto", "--organisation", "STRING", *place)
    result = call(project, "edit", "Porto", "--withdraw", "--replaced-by", "Oporto")
    assert result.exit_code == 0, result.stderr
    added = [line for line in changed(project) if "porto" in line.lower()]
    assert added == [
        "+<city/oporto> a kk:City ;",
        '+    skos:prefLabel "Oporto"@da, "Oporto"@en .',
        '+  <city/oporto> kk:lines "20" .',
        '+  <membership/string-porto> a kk:Membership ; kk:lines "20" ;',
        "+    kk:hasMember <city/oporto> ; kk:hasOrganisation <network/string> .",
        '+"city/porto" = "city/oporto"',
    ]
    assert find(project).settings.replaced == {"city/porto": "city/oporto"}
    result = call(project, "edit", "Oporto", "note-da=x", "--replaced-by", "Oslo")
    assert "--replaced-by goes with --withdraw" in result.stderr


def test_slugs() -> None:
    """A slug is lower case, Danish letters spelt out, others to their base, hyphens between."""
    assert naming.slug("Ærø & Læsø: 3 åer") == "aeroe-laesoe-3-aaer"
    assert naming.slug("Łódź, São Paulo") == "lodz-sao-paulo"


def test_every_shipped_slug_is_one() -> None:
    """The rule keeps the slugs there are."""
    subjects = {
        block.subject
        for file in find(ROOT).register_files()
        for block in layout.read(file.path.read_text("utf-8")).blocks
    }
    slugs = {naming.last(subject) for subject in subjects}
    assert len(slugs) > 400
    assert {slug for slug in slugs if naming.slug(slug) != slug} == set()


def test_forms_have_fields_of_their_own() -> None:
    """Every class of things and facts has a form, with what its shapes need."""
    shapes = Shapes.of(find(ROOT))
    for kind in {iri.removeprefix("kk:") for iri in shapes.classes}:
        form = shapes.form(kind)
        assert form.fields
        assert any(field.path.endswith("#lines") for field in form.fields)
    needed = {f.local for f in shapes.form("membership").fields if f.minimum}
    assert needed == {"hasOrganisation", "lines"}


LITERALS = st.one_of(
    st.text(max_size=12).map(ox.Literal),
    st.text(max_size=6).map(lambda text: ox.Literal(text, language="da")),
    st.integers().map(ox.Literal),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(ox.Literal),
    st.booleans().map(ox.Literal),
    st.integers(1000, 2999).map(
        lambda year: ox.Literal(str(year), datatype=ox.NamedNode(f"{turtle.terms.XSD}gYear"))
    ),
)
HEAD = (
    "@base <https://w3id.org/kkgraph/id/> .\n@prefix kk: <https://w3id.org/kkgraph/ontology#> .\n"
)


@settings(max_examples=200, deadline=None)
@given(LITERALS)
@pytest.mark.slow  # hundreds of made-up values
def test_any_value_is_written_as_it_is(value: ox.Literal) -> None:
    """What is written for a value reads back as the value, whatever it is."""
    text = turtle.written(value, layout.read(HEAD))
    found = ox.Store()
    found.load(f"{HEAD}<a> kk:b {text} .", format=ox.RdfFormat.TURTLE)
    expected = ox.Store()
    expected.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), value))
    assert {q.object for q in found} == {q.object for q in expected}


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.data())
@pytest.mark.slow  # a hundred made-up edits
def test_any_value_can_be_dropped(seed: int, data: st.DataObject) -> None:
    """Dropping a value of a file removes that statement and no other."""
    text = (ROOT / "data/survey/04-medlemskaber.trig").read_text("utf-8")[:20_000]
    text = text[: text.rindex("\n}\n") + 3]
    laid = layout.read(text)
    rng = random.Random(seed)  # noqa: S311 - a choice, no secret
    block = rng.choice(laid.blocks)
    value = data.draw(st.sampled_from(block.values))
    after = edits.applied(text, edits.dropped(laid, block, [value]))
    before_quads, after_quads = (set(ox.parse(t, format=ox.RdfFormat.TRIG)) for t in (text, after))
    assert after_quads < before_quads
    assert len(before_quads) - len(after_quads) == 1


def _write(root: str, number: int) -> None:
    with transaction.locked(Path(root)):
        paths = [Path(root) / name for name in ("a.txt", "b.txt")]
        transaction.write(Path(root), {path: str(number).encode() * 2000 for path in paths})


@pytest.mark.slow  # four processes
def test_two_at_once(tmp_path: Path) -> None:
    """Two that write at once write one after the other: the files belong together."""
    context = multiprocessing.get_context("spawn")
    tasks = [context.Process(target=_write, args=(str(tmp_path), n)) for n in range(4)]
    for task in tasks:
        task.start()
    for task in tasks:
        task.join(60)
    contents = {(tmp_path / name).read_bytes() for name in ("a.txt", "b.txt")}
    assert len(contents) == 1
    assert list(tmp_path.glob(".kkgraph*")) == []


@pytest.mark.parametrize("place", range(50))
def test_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """Killed at any call to the system, every file is whole; the next command sets all right."""
    names = [f"{n}.txt" for n in range(6)]
    for name in names:
        (tmp_path / name).write_text("old " * 500)
    calls = 0

    def counted(function: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*args: object, **more: object) -> object:
            nonlocal calls
            calls += 1
            if calls > place:
                raise KeyboardInterrupt
            return function(*args, **more)

        return wrapper

    for owner, name in ((os, "fsync"), (Path, "open"), (Path, "replace"), (Path, "mkdir"),
                        (shutil, "rmtree"), (Path, "chmod")):  # fmt: skip
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    try:
        files = {tmp_path / name: b"new " * 500 for name in names}
        with transaction.locked(tmp_path):
            transaction.write(tmp_path, files)
    except KeyboardInterrupt:
        assert place < 40
    monkeypatch.undo()
    for name in names:
        assert (tmp_path / name).read_text() in ("old " * 500, "new " * 500)
    with transaction.locked(tmp_path):
        found = {(tmp_path / name).read_text() for name in names}
    assert len(found) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == names


def test_full_disk(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told, and nothing is written."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(project / SURVEY))

    monkeypatch.setattr(os, "fsync", full)
    result = call(project, "edit", "payment:string", "amount=600000")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    monkeypatch.undo()
    assert git(project, "status", "--short") == ""


@pytest.mark.slow  # four processes, after up to a second each
def test_killed(project: Path) -> None:
    """A command that is killed at a random moment leaves the old file or the new one."""
    rng = random.Random(7)  # noqa: S311 - a moment, no secret
    old = (project / SURVEY).read_text("utf-8")
    new = old.replace("kk:amount 120000.0", "kk:amount 600000.0")
    for _ in range(4):
        words = ["edit", "--project", str(project), "payment:string", "amount=600000"]
        running = subprocess.Popen([sys.executable, "-m", "kkgraph", *words])
        time.sleep(rng.uniform(0.2, 1.0))
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert (project / SURVEY).read_text("utf-8") in (old, new)
        git(project, "checkout", "-q", ".")


@pytest.mark.slow  # the shipped project
def test_the_packaged_graph_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no project is named and none is around, nothing is written: not to the package."""
    monkeypatch.chdir(tmp_path)
    words = ["edit", "payment:string", "amount=600000"]
    assert CliRunner().invoke(main, [*words, "--dry-run"]).exit_code == 0
    for call_ in (words, ["release", "9.9.9"], ["migrate"]):
        result = CliRunner().invoke(main, call_)
        assert result.exit_code == 2
        assert "no kkgraph project here" in result.stderr


@pytest.mark.slow  # two processes
def test_two_of_the_same_at_once(project: Path) -> None:
    """Of two commands at once that add the same, one adds it and one says that it is there."""
    words = ["new", "membership", "--project", str(project), *STRING, "--lines", "20"]
    command = [sys.executable, "-m", "kkgraph", *words]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(one.communicate()[0] for one in running)
    assert said == ["", "membership:string-gdansk\n"]
    assert len([line for line in changed(project) if line.startswith("+ ")]) == 2
