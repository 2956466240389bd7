"""What commands say and how they end, with what they rest on made up: no server, little data."""

import sys
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import click
import pyoxigraph as ox
import pytest
import toy
from click.testing import CliRunner

from kkgraph import cli, terms
from kkgraph.cli import ask, main, network
from kkgraph.cli.editing import new, prompts, report
from kkgraph.cli.publishing import cite, export, migrate, release, servers
from kkgraph.cli.setup import text as setup
from kkgraph.differences import sentences as spoken_of
from kkgraph.editing.fields import Field, Form
from kkgraph.errors import ClassNotFound, KkgraphError
from kkgraph.errors.output import EndingClash, EndingUnfit, FormatUnfit, SameFile
from kkgraph.migrations import migration
from kkgraph.networks.drawing.style import PRESETS, Style
from kkgraph.project import find
from kkgraph.texts import Message
from kkgraph.validation.report.findings import Finding

MINI = Path(__file__).parent / "mini"
CITY = terms.thing("city/oslo")


def call(*words, **more):
    """Run the command."""
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="kkgraph", **more)


def finding(focus, sentence="S.", severity="Violation"):
    """Return a finding."""
    return Finding("r", focus, {"en": sentence}, {"en": "C."}, severity=severity)


# Bringing a project to the present.


def migrated(monkeypatch, todo=(), findings=()):
    """Return how a migration ends that leaves something to do."""
    found = SimpleNamespace(difference=None, todo=todo, report=SimpleNamespace(findings=findings))
    monkeypatch.setattr(migration, "migrate", lambda *_, **__: found)
    monkeypatch.setattr(migration, "present", lambda: SimpleNamespace(ontology_file=lambda: None))
    monkeypatch.setattr(spoken_of.Speaker, "of", lambda *_: None)
    monkeypatch.setattr("kkgraph.differences.writers.text", lambda *_: "changes\n")
    return call("migrate", "--dry-run", "--project", MINI)


def test_nothing_is_left_to_do(monkeypatch):
    """What changed is told; remarks are nothing to do."""
    done = migrated(monkeypatch, findings=[finding(CITY, severity="Info")])
    assert (done.exit_code, done.output) == (0, "changes\n")


def test_what_is_left_to_do(monkeypatch):
    """Each step with its rows, each mistake once with the first things that have it."""
    row = (ox.NamedNode(CITY), ox.Literal("x"))
    todo = SimpleNamespace(step=SimpleNamespace(summary={"en": "Do it."}), rows=[row])
    wrong = [finding(f"urn:{n}", "Many.") for n in range(4)] + [finding("urn:x", "One.")]
    done = migrated(monkeypatch, [todo], wrong)
    assert done.exit_code == 1
    lines = done.output.split("\n")
    assert lines[0] == "changes"
    assert lines[2].endswith(" Do it.")
    assert lines[3] == f"  {terms.shorten(CITY)} x"
    assert "5" in lines[5]
    assert lines[6:8] == ["  Many. C. urn:0, urn:1, urn:2 … (4)", "  One. C. urn:x"]
    assert migrated(monkeypatch, [todo]).exit_code == 1
    assert migrated(monkeypatch, (), wrong).exit_code == 1
    three = list(migrate._folded(wrong[:3], "en"))  # noqa: SLF001 - what is told
    assert three == ["Many. C. urn:0, urn:1, urn:2"]


# Citing.


def test_what_is_cited():
    """A name of several words, and parameters behind it; no name has none."""
    assert cite._find(()) is None  # noqa: SLF001 - what is looked for
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kkgraph.citing.subjects.find", lambda *given: found.append(given))
        cite._find(("some", "thing"))("store")  # noqa: SLF001 - same
        cite._find(("query", "--city", "Oslo"))("store")  # noqa: SLF001 - same
    assert [(name, dict(values)) for _, name, values in found] == [
        ("some thing", {}),
        ("query", {"city": "Oslo"}),
    ]
    with pytest.raises(click.NoSuchOption, match="--none"):
        cite._find(("--none=1",))  # noqa: SLF001 - same


def test_text_of_a_citation(tmp_path, monkeypatch):
    """That of a file, or itself; whatever is long, has lines or is no file is a text."""
    path = tmp_path / "citation.txt"
    path.write_text("cited")
    read = cite._text  # noqa: SLF001 - what is checked
    assert read(str(path)) == "cited"
    for words in ("a citation", f"{path}\n", "x" * 5000):
        assert read(words) == words
    monkeypatch.setattr("sys.stdin", SimpleNamespace(read=lambda: "from there"))
    assert read("-") == "from there"


# Servers.


def remote(monkeypatch, **module):
    """Put a module in the place of what talks to a server."""
    monkeypatch.setattr(servers, "_remote", lambda _: SimpleNamespace(**module))


def change(graph, what, there, here):
    """Return what is to be done about a graph."""
    return SimpleNamespace(graph=graph, what=what, there=there, here=here)


@pytest.mark.parametrize("dry", [True, False])
def test_push(monkeypatch, dry):
    """A line a graph: what is done, how many there and here; then how many of how many."""
    todo = [change(None, "new", 0, 5), change("urn:g", "gone", 12, 0)]
    plan, asked = SimpleNamespace(todo=todo, changes=[*todo, change("urn:h", "same", 1, 1)]), []
    remote(
        monkeypatch,
        connected=lambda url: f"client of {url}",
        local=lambda _: "store",
        plan=lambda client, store, dry: asked.append(("plan", client, store, dry)) or plan,
        push=lambda client, store, _: asked.append(("push", client, store)) or plan,
    )
    done = call("push", "http://h", *(["--dry-run"] * dry), "--project", MINI)
    first = ("plan", "client of http://h", "store", True) if dry else (
        "push", "client of http://h", "store")  # fmt: skip
    assert (done.exit_code, asked) == (0, [first])
    one, two, last, _ = done.output.split("\n")
    assert one.split()[:4] == ["new", "0", "->", "5"]
    assert two.split() == ["gone", "12", "->", "0", "urn:g"]
    assert len(one.split()) > 4
    assert "2" in last
    assert "3" in last


def test_pull(monkeypatch, tmp_path):
    """A dry run counts; else the file is written, named graphs and all."""
    quad = ox.Quad(*(ox.NamedNode(f"urn:{one}") for one in "spog"))
    remote(monkeypatch, connected=str, sizes=lambda _: {"a": 1200, "b": 34}, pull=lambda *_: [quad])
    path = tmp_path / "x.nq"
    done = call("pull", "http://h", path, "--dry-run")
    assert done.exit_code == 0
    assert not path.exists()
    assert "2" in done.output
    assert call("pull", "http://h", path).output == ""
    assert path.read_text() == "<urn:s> <urn:p> <urn:o> <urn:g> .\n"
    assert call("pull", "http://h", tmp_path / "x.ttl").exit_code == 2


@pytest.mark.parametrize(
    ("verdicts", "words", "listed", "code"),
    [
        (["same", "same"], [], 0, 0), (["same", "differs"], [], 1, 1), (["same values"], [], 0, 0),
        (["same", "differs"], ["--all"], 2, 1), (["same"], ["--all"], 1, 0),
    ],
)  # fmt: skip
def test_compare(monkeypatch, verdicts, words, listed, code):
    """What differs is listed, with --all everything; one that differs is exit code 1."""
    from kkgraph.remote.transfer import compare

    pairs = [compare.Pair(f"urn:{n}", None, None) for n in range(len(verdicts))]
    told = []
    remote(
        monkeypatch,
        OTHER="differs",
        compare=lambda *_: [
            SimpleNamespace(verdict=v, pair=p) for v, p in zip(verdicts, pairs, strict=True)
        ],
        table=lambda found: told.append(found) or compare.table([one.pair for one in found]),
    )
    done = call("compare", "a", "b", "--format", "csv", *words)
    assert (done.exit_code, len(told[0])) == (code, listed)
    assert str(sum(v == "differs" for v in verdicts)) in done.stderr
    assert done.stdout.count("urn:") == listed


def test_compare_two_municipalities(monkeypatch, tmp_path):
    """In sentences, or as JSON; into a file if one is named; no other form."""
    monkeypatch.setattr(servers, "_municipalities", lambda *_: ("a", "b"))
    monkeypatch.setattr("kkgraph.comparison.shared.compare", lambda *two: two)
    monkeypatch.setattr(
        "kkgraph.comparison.sentences.text", lambda found, lang: f"{found} {lang}\n"
    )
    monkeypatch.setattr("kkgraph.comparison.sentences.as_json", lambda *_: "{}\n")
    assert call("compare", "a", "b").output == "('a', 'b') en\n"
    assert call("compare", "a", "b", "--format", "json").output == "{}\n"
    path = tmp_path / "x.json"
    assert call("compare", "a", "b", "-o", path).output == ""
    assert path.read_text() == "{}\n"
    assert call("compare", "a", "b", "--format", "csv").exit_code == 2


def test_two_places():
    """Folders of two municipalities are; one of them twice, or a server, is not."""
    assert servers._municipalities(str(MINI), str(MINI)) is None  # noqa: SLF001 - which comparison
    assert servers._municipalities(str(MINI), "http://h") is None  # noqa: SLF001 - same
    havnby = MINI.parent.parent / "examples" / "havnby"
    two = servers._municipalities(str(MINI), str(havnby))  # noqa: SLF001 - same
    assert two is None or [one.root for one in two] == [MINI, havnby]


# Files.


@pytest.mark.parametrize(
    ("path", "fmt", "as_tables", "name"),
    [
        ("x.ttl", None, False, "ttl"), ("x.TTL", "ttl", False, "ttl"), ("x", None, False, "folder"),
        ("x", None, True, "parquet folder"), ("x", "ttl", False, "ttl"),
        ("x.ttl", "nq", True, None),
    ],
)  # fmt: skip
def test_format_of_an_export(path, fmt, as_tables, name):
    """The one that is asked for, else that of the ending; a bare name is a folder."""
    known = {"folder": export.exports.FOLDER, "parquet folder": export.exports.PARQUET_FOLDER}
    made = export._format  # noqa: SLF001 - what is written
    if name is None:
        with pytest.raises(click.UsageError):
            made(Path(path), fmt, as_tables=as_tables)
    else:
        assert made(Path(path), fmt, as_tables=as_tables) == known.get(name, name)


def test_one_place():
    """A file is named once."""
    one = export._one  # noqa: SLF001 - where it goes
    assert one(Path("a"), None) == one(None, Path("a")) == Path("a")
    for two in ((Path("a"), Path("b")), (None, None)):
        with pytest.raises(click.UsageError):
            one(*two)


def test_class_by_name(mini):
    """By local name, CURIE or IRI; else the names are told."""
    city = terms.term("City")
    for name in ("City", "kk:City", city):
        assert export.class_named(mini, name) == city
    with pytest.raises(ClassNotFound, match="Network"):
        export.class_named(mini, "none")


@pytest.mark.parametrize(
    ("given", "epoch", "day"),
    [
        (datetime(2026, 1, 2), "0", "2026-01-02"),  # noqa: DTZ001 - as click gives it
        (None, "86400", "1970-01-02"),
    ],
)
def test_date_of_a_release(monkeypatch, given, epoch, day):
    """As given, else as reproducible builds say."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert release._date(given) == day  # noqa: SLF001 - what stands in it


def test_date_of_a_release_that_is_none(monkeypatch):
    """The variable's text is told."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(KkgraphError, match="soon"):
        release._date(None)  # noqa: SLF001 - what stands in it


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--exit-code"], 1)])
def test_exit_code_of_a_difference(tmp_path, words, code):
    """Only where it is asked for."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.nt").write_text(f"<urn:{name}> <urn:p> <urn:o> .\n")
    a, b = tmp_path / "a.nt", tmp_path / "b.nt"
    done = call("diff", a, b, "--format", "rdfp", "--project", MINI, *words)
    assert done.exit_code == code
    assert "D <urn:a> <urn:p> <urn:o> ." in done.output
    assert call("diff", a, a, "--project", MINI, *words).exit_code == 0


# Errors.


def test_errors_in_one_line():
    """Click's, with the command whose help would have told."""
    context = click.Context(click.Command("show"), info_name="show")
    hint = cli._with_hint  # noqa: SLF001 - what is told
    assert hint(click.ClickException("a\n  b.")) == "a b."
    told = hint(click.UsageError("Bad.", ctx=context))
    assert told.startswith("Bad; ")
    assert "show" in told
    assert hint(click.UsageError("Bad.")) == "Bad."
    missing = click.MissingParameter(
        "no", ctx=context, param=click.Argument(["file"], metavar="FILE")
    )
    with cli.speaking(["--lang", "da"]):
        assert "FIL" in hint(missing)
        assert "FILE" not in hint(missing)
        assert "FILE" in hint(click.UsageError("FILE", ctx=context))


# Asking.


def readings(count, *, sure=False):
    """Return a reply with so many readings."""
    return SimpleNamespace(readings=tuple(range(1, count + 1)), sure=sure)


@pytest.fixture
def told(monkeypatch):
    """Return what is told on standard error; a reading is said by its number."""
    found = []
    monkeypatch.setattr(ask, "tell", found.append)
    monkeypatch.setattr(ask, "said", lambda _, reading, __: f"reading {reading}")
    return found


def test_other_readings(told):
    """The next best with their numbers, but for the one that was answered."""
    ask._others(None, readings(5), 2, "en")  # noqa: SLF001 - what is told
    assert told[1:] == ["  1  reading 1", "  3  reading 3"]


@pytest.mark.parametrize(
    ("key", "chosen"), [("1", 1), ("3", 3), ("4", None), ("0", None), ("x", None)]
)
def test_a_key_that_chooses(monkeypatch, told, key, chosen):
    """At a screen the number of a reading; elsewhere nothing is asked."""
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("sys.stderr", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(ask.click, "getchar", lambda: key)
    choose = ask._chosen  # noqa: SLF001 - what is asked
    assert choose(None, readings(4), "en") == chosen
    assert told[1:4] == [f"  {n}  reading {n}" for n in (1, 2, 3)]
    assert len(told) == 5
    monkeypatch.setattr("sys.stderr", SimpleNamespace(isatty=lambda: False))
    assert choose(None, readings(4), "en") is None
    told.clear()
    assert choose(None, readings(0), "en") is None
    assert len(told) == 1


# A survey's text.


def test_names_of_sections():
    """The first five, in order; what is new, gone and changed."""
    few = setup._few  # noqa: SLF001 - what is told
    assert few("edcba") == "a, b, c, d, e"
    assert few("fedcba") == "a, b, c, d, e, …"
    said = setup._changes("x.ttl", {"a": "1", "b": "1", "c": "1"}, {"b": "1", "c": "2", "d": "1"})  # noqa: SLF001 - same
    assert "x.ttl" in said
    for name in ("a", "c", "d"):
        assert f" {name}" in said or f"{name})" in said or f": {name}" in said
    same = setup._changes("x.ttl", {"a": "1"}, {"a": "1"})  # noqa: SLF001 - same
    assert same != said


@pytest.fixture
def project(tmp_path):
    """Return a small project and a copy of its text."""
    root = toy.build(tmp_path / "toy")
    copy = tmp_path / "survey.txt"
    copy.write_text(toy.TEXT, "utf-8")
    return root, copy


def test_check_of_the_text(project):
    """The same text is; another is told with the first section that differs."""
    root, copy = project
    same = call("survey", "check", copy, "--project", root)
    assert same.exit_code == 0
    assert str(copy) in same.output
    copy.write_text(toy.TEXT.replace("Nordnet er", "Nordnet var"), "utf-8")
    other = call("survey", "check", copy, "--project", root)
    assert other.exit_code == 1
    assert "2.1" in other.output
    assert "14" in other.output


def test_passage_of_a_section(project):
    """Its lines with their numbers, under what they are."""
    root, copy = project
    head, *lines = call(
        "survey", "passage", "2.1", "--survey", copy, "--project", root
    ).output.split("\n")
    assert "Nordnet" in head
    assert lines[0].split() == ["14", "2.1", "Nordnet"]
    assert lines[1] == "   15"
    assert call("survey", "passage", "2.1", "--project", root).exit_code == 2


@pytest.mark.parametrize("command", ["coverage", "walk"])
def test_reports_of_the_text(project, command, tmp_path):
    """As text or JSON, into a file if one is named; what is wanting is exit code 1."""
    root, copy = project
    words = ["survey", command, "--survey", copy, "--project", root]
    text, path = call(*words), tmp_path / "report.json"
    assert text.exit_code in (0, 1)
    assert text.output.endswith("\n")
    data = call(*words, "-o", path)
    assert (data.exit_code, data.output) == (text.exit_code, "")
    assert path.read_text().startswith("{")


def test_message_is_said():
    """What goes on at a server is told in the language, with our name before it."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servers, "tell", found.append)
        servers._tell(Message("remote.changed"))  # noqa: SLF001 - while it reads
    assert found[0].startswith("kkgraph: ")


def test_lines_that_differ():
    """With + and - before them, and no others."""
    assert report.changed_lines("a\nb\nc\n", "a\nx\nc\ny\n") == "  -b\n  +x\n  +y\n"
    assert report.changed_lines("a\n", "a\n") == ""


# A network's files.


@pytest.mark.parametrize(
    ("fmt", "output", "name"),
    [
        (None, None, network._DEFAULT), ("gexf", None, "gexf"), (None, "x.svg", "svg"),  # noqa: SLF001 - usual
        ("svg", "x.SVG", "svg"), ("svg", "x", "svg"), (None, "x.gv", "dot"),
        (None, "x.txt", EndingUnfit), (None, "x", EndingUnfit), ("svg", "x.gexf", EndingClash),
        ("svg", "x.txt", EndingUnfit),
    ],
)  # fmt: skip
def test_format_of_a_network(fmt, output, name):
    """The one that is named, or that of the ending; both have to agree."""
    made = network._format  # noqa: SLF001 - what is written
    path = Path(output) if output else None
    if isinstance(name, str):
        assert made(fmt, path) == name
    else:
        with pytest.raises(name):
            made(fmt, path)


def test_formats_that_an_ending_may_be_of():
    """The one that is named, or all."""
    made = network._format  # noqa: SLF001 - what is written
    with pytest.raises(EndingUnfit) as one:
        made("svg", Path("x.txt"))
    with pytest.raises(EndingUnfit) as every:
        made(None, Path("x.txt"))
    assert "gexf" in str(every.value)
    assert "gexf" not in str(one.value)


@pytest.mark.parametrize(
    ("size", "font", "caption", "expected"),
    [
        (None, None, None, None),
        ("single", None, None, PRESETS["single"]),
        (None, "X", None, Style(font="X")),
        (None, None, Path("c.txt"), Style(captioned=False)),
        ("slide", "X", Path("c"), replace(PRESETS["slide"], font="X", captioned=False)),
    ],
)
def test_style_of_a_picture(size, font, caption, expected):
    """As it is said; nothing where it is not; of a picture alone."""
    style = network._style  # noqa: SLF001 - how it is set
    assert style("svg", size, font, caption).get("style") == expected
    if expected:
        with pytest.raises(FormatUnfit, match="svg"):
            style("gexf", size, font, caption)
    else:
        assert style("gexf", size, font, caption) == {}


def test_two_results_have_two_files(tmp_path):
    """However one is named."""
    apart = network._apart  # noqa: SLF001 - where they go
    apart(None, tmp_path / "a", tmp_path / "b", None)
    with pytest.raises(SameFile):
        apart(tmp_path / "a", None, tmp_path / "x" / ".." / "a")


def test_a_network_without_ties(monkeypatch):
    """It is told, and only then."""
    told = []
    monkeypatch.setattr(network, "tell", told.append)
    network.say_if_empty(SimpleNamespace(name="cities", edges=[1]))
    assert told == []
    network.say_if_empty(SimpleNamespace(name="cities", edges=[]))
    assert "cities" in told[0]


def test_list_of_networks():
    """To read, or as a table; no other form."""
    havnby = MINI.parent.parent / "examples" / "havnby"
    rows = call("network", "--list", "--format", "csv", "--project", havnby).output.split("\n")
    assert rows[0].strip() == "name,mode,summary,weight"
    listed = call("network", "--list", "--project", havnby).output
    names = [row.partition(",")[0] for row in rows[1:] if row]
    assert names
    assert all(any(line.startswith(f"{name} ") for line in listed.split("\n")) for name in names)
    assert call("network", "--list", "--format", "gexf", "--project", havnby).exit_code == 2
    assert call("network", "--project", havnby).exit_code == 2


# A new thing, field by field.


def field(**given):
    """Return a field."""
    plain = {"names": {"en": "field"}, "minimum": 0, "maximum": 1, "classes": (), "datatypes": (),
             "options": (), "pattern": "", "is_own": True}  # fmt: skip
    return Field(given.pop("path", terms.KK + "hasMember"), **{**plain, **given})


def test_fields_of_help():
    """Each with its label, whether it is needed, whether there may be several."""
    text = (terms.RDF + "langString",)
    made = (field(), field(minimum=1), field(maximum=None), field(datatypes=text))
    needed, several = cli.say("cli.new.needed"), cli.say("cli.new.several")
    assert list(new._listed(Form("c", "k", made, ()))) == [  # noqa: SLF001 - what is shown
        ("--member", "field"),
        ("--member", f"field, {needed}"),
        ("--member", f"field, {several}"),
        ("--member-da, -en", "field"),
    ]


@pytest.mark.parametrize(
    ("given", "choices", "question"),
    [
        ({}, [], "field"), ({}, ["a", "b"], "field [a, b]"),
        ({}, ["a"] * 12, f"field [{', '.join('a' * 12)}]"),
        ({}, ["a"] * 13, "field"), ({"datatypes": (terms.RDF + "langString",)}, [], "field (da)"),
    ],
)  # fmt: skip
def test_a_question(given, choices, question):
    """A field's label, the language of a text, what may be chosen if it is not much."""
    asked = prompts._question(field(**given), "name-da", choices, "en")  # noqa: SLF001 - what is asked
    assert asked == question


@pytest.mark.parametrize(
    ("typed", "needed", "answer"),
    [
        ([" x "], True, "x"), ([""], False, None), (["bad", "x"], True, "x"),
        (["bad", ""], False, None),
    ],
)  # fmt: skip
def test_an_answer(monkeypatch, typed, needed, answer):
    """Asked until it fits, or is empty where it may be."""
    told, left = [], list(typed)
    monkeypatch.setattr(prompts.click, "prompt", lambda *_, **__: left.pop(0))
    monkeypatch.setattr(prompts.click, "echo", lambda text, err: told.append((text, err)))

    def fits(text):
        if text == "bad":
            raise KkgraphError(Message("cli.stopped"))

    assert prompts._answer("?", fits, needed=needed) == answer  # noqa: SLF001 - of each field
    assert left == []
    assert len(told) == typed.count("bad")
    assert all(text.startswith("  ") and err for text, err in told)


def test_what_tab_completes():
    """Names that begin so, whatever the case, one after the other."""
    choices = prompts._completing(["Oslo", "Odense", "Lund"])  # noqa: SLF001 - with readline
    found = [choices._complete("o", n) for n in range(3)]  # noqa: SLF001 - same
    assert found == ["Oslo", "Odense", None]


def test_tab_completes_whole_names(monkeypatch):
    """Only a line's end ends a name, which may have blanks; afterwards Tab does nothing."""
    said = []
    asked = ("set_completer_delims", "set_completer", "parse_and_bind")
    fake = SimpleNamespace(**{name: partial(lambda *one: said.append(one), name) for name in asked})
    monkeypatch.setitem(sys.modules, "readline", fake)
    choices = prompts._completing(["New York"])  # noqa: SLF001 - with readline
    with choices:
        assert ("set_completer_delims", "\n") in said
        assert ("set_completer", choices._complete) in said  # noqa: SLF001 - same
        assert ("parse_and_bind", "tab: complete") in said
    assert said[-1] == ("set_completer", None)


@pytest.mark.parametrize(
    ("section", "asked"),
    [(None, ["member", "section", "lines"]), ("2", ["member", "lines"])],
)
def test_what_is_asked_for(monkeypatch, section, asked):
    """Own and needed fields that are not given, the section, then lines."""
    made = (
        field(), field(path=terms.KK + "hasOther", is_own=False),
        field(path=terms.KK + "given"), field(path=terms.LINES), field(path=terms.PAGES),
    )  # fmt: skip
    found = []
    monkeypatch.setattr(
        prompts, "_field", lambda _, one, *__: found.append(prompts.drafts.option(one))
    )
    monkeypatch.setattr(prompts, "_answer", lambda *_, **__: found.append("section") or "2")
    monkeypatch.setattr(prompts, "_has_pages", lambda *_: False)
    form = Form(terms.term("Membership"), "membership", made, ())
    assert prompts.ask(None, form, {"given": ["x"]}, section, "en") == "2"
    assert found == asked
    found.clear()
    monkeypatch.setattr(prompts, "_has_pages", lambda *_: True)
    prompts.ask(None, form, {"given": ["x"]}, "2", "en")
    assert found == ["member", "pages"]


def test_class_that_a_call_names(monkeypatch):
    """The first word that is no option, as a class of the project; None for no class."""
    havnby = MINI.parent.parent / "examples" / "havnby"
    found = find(havnby)
    monkeypatch.setattr(new, "find", lambda: found)
    assert new._named(["--help", "membership", "city"]).kind == "membership"  # noqa: SLF001 - whose help
    assert new._named(["none"]) is new._named(["--help"]) is None  # noqa: SLF001 - same
