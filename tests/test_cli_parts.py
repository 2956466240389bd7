"""What commands do with what they are given, piece by piece: no graph is loaded here."""

import datetime as dt
import re
import time
from pathlib import Path
from types import SimpleNamespace

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kkgraph import cli, terms
from kkgraph.cli import ask as asks
from kkgraph.cli import completion, language, options, query, selection
from kkgraph.cli import map as maps
from kkgraph.cli import network as networks
from kkgraph.cli import queries as lists
from kkgraph.cli.editing import edit as edited
from kkgraph.cli.editing import new, prompts, report
from kkgraph.cli.editing import sheets as sheeted
from kkgraph.cli.interchange import links, mcp, reconcile
from kkgraph.cli.publishing import cache, cite, export, migrate, release, serve, servers, values
from kkgraph.cli.setup import init, text
from kkgraph.errors import KkgraphError, ParameterInvalid, ProjectNotFound
from kkgraph.errors.output import EndingClash, EndingUnfit, FormatUnfit, SameFile
from kkgraph.networks.writers import WRITERS
from kkgraph.parameters import Parameter
from kkgraph.project import Project
from kkgraph.texts import Message, spoken

MINI = str(Path(__file__).parent / "mini")
ROOT = Path(__file__).parents[1]


@pytest.fixture
def danish():
    """Speak Danish."""
    before = spoken.set("da")
    yield
    spoken.reset(before)


def run(command, *words, **more):
    """Run a command alone."""
    return CliRunner().invoke(command, list(words), **cli.CONTEXT, **more)


# Which options may come more than once, and which have to be given (docs/cli.md).

SEVERAL = {
    "query": {"allowed", "own", "project"},
    "show": {"own", "project"},
    "why": {"project"},
    "stats": {"project"},
    "network": {"theme", "department", "chapter", "own", "project"},
    "map": {"theme", "department", "chapter", "project"},
    "export": {"layers", "own", "project"},
    "validate": {"own"},
    "new": {"assigned"},
    "serve": {"proxies"},
    "reconcile": {"types"},
    "push": {"own"},
}
WORDS = {  # arguments of any number of words
    "ask": {"text"},
    "query": {"values"},
    "queries": {"text"},
    "show": {"entity"},
    "search": {"text"},
    "validate": {"files"},
    "cite": {"words"},
    "new": {"words"},
    "edit": {"changes"},
}
NEEDED = {
    "ask": {"text"},
    "show": {"entity"},
    "search": {"text"},
    "why": {"entity"},
    "reconcile": {"file", "column"},
    "site": {"out"},
    "new": {"kind"},
    "edit": {"thing"},
    "template": {"kind"},
    "import": {"file"},
    "release": {"version"},
    "diff": {"before"},
    "push": {"url"},
    "pull": {"url", "file"},
    "compare": {"left", "right"},
    "init": {"where"},
    "completion": {"shell"},
}


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_what_may_come_several_times_and_what_has_to(name):
    """As the command reference has it: repeated options, words without end, what is needed."""
    found = cli.main.get_command(None, name).params
    several = {one.name for one in found if getattr(one, "multiple", False)}
    words = {one.name for one in found if one.nargs == -1}
    needed = {one.name for one in found if one.required}
    assert (several, words, needed) == (
        SEVERAL.get(name, set()),
        WORDS.get(name, set()),
        NEEDED.get(name, set()),
    )


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("survey", {"check", "passage", "coverage", "walk", "sections", "align", "add"}),
        ("links", {"check", "quickstatements", "sssom"}),
    ],
)
def test_commands_of_a_group(name, parts):
    """Each is there."""
    assert set(cli.main.get_command(None, name).commands) == parts


# Values of options.


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("https://data.example.dk/graph", True),
        ("http://[::1]:8000/", True),
        ("http://h.example:80/", True),
        ("ftp://h.example/", False),
        ("https://", False),
        ("https://me@h.example/", False),
        ("https://h.example:99999/", False),
        ("https://h.example/?q=1", False),
        ("https://h.example/#a", False),
        ("https://h.example/a b", False),
        ("h.example", False),
        ("http://[::1/", False),
    ],
)
def test_web_address(text, is_address):
    """Of the web, with a host, without password, query and fragment."""
    parameter = SimpleNamespace(default="")
    if is_address:
        assert values.web_address(None, parameter, text) == text
        return
    with pytest.raises(click.BadParameter, match="address of the web"):
        values.web_address(None, parameter, text)


def test_no_address_is_the_default():
    """What is not given stays so, and a default needs no look."""
    assert values.web_address(None, SimpleNamespace(default=None), None) is None
    assert values.web_address(None, SimpleNamespace(default=""), "") == ""


@pytest.mark.parametrize(
    ("text", "code"), [("0.1", 0), ("3600", 0), ("0.09", 2), ("3601", 2), ("nan", 2)]
)
def test_time_limit(text, code):
    """From a tenth of a second to an hour; what is no number is none of them."""

    @click.command()
    @values.time_limit
    def command(time_limit):
        click.echo(f"{time_limit}")

    got = run(command, "--time-limit", text)
    assert got.exit_code == code
    assert code == 2 or float(got.stdout) == float(text)
    assert run(command).stdout == "10.0\n"


def test_edition_of_a_project():
    """It is said if one of both options is, and else that of the project stays."""
    said = options.edition(lambda project: (project.edition.as_of, project.edition.source))
    made = Project(Path(MINI))
    assert said(project=made, as_of=None, source=None) == (None, None)
    assert said(project=made, as_of="2021", source=None) == ("2021", None)
    assert said(project=made, as_of=None, source="memo") == (None, "memo")


def test_own_project(tmp_path, monkeypatch):
    """To write takes a project that is named, or around the working folder."""
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)

    @click.command()
    @click.option("--project", default="x")
    def command(project):
        del project
        options.own(SimpleNamespace(root=tmp_path / "a"))

    for folder, words, fails in (
        (tmp_path, (), True),
        (tmp_path, ("--project", "y"), False),
        (tmp_path / "a", (), False),
        (inside, (), False),
    ):
        monkeypatch.chdir(folder)
        got = run(command, *words)
        assert isinstance(got.exception, ProjectNotFound) is fails


@pytest.mark.parametrize(
    ("is_screen", "environment", "output", "found"),
    [
        (True, {}, None, (77, True)),
        (True, {"NO_COLOR": "1"}, None, (77, False)),
        (True, {"TERM": "dumb"}, None, (77, False)),
        (False, {}, None, (None, False)),
        (True, {}, Path("x"), (None, False)),
    ],
)  # fmt: skip
def test_screen(monkeypatch, is_screen, environment, output, found):
    """On a screen its width and bold headings, as far as it has them; elsewhere neither."""
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "77")
    monkeypatch.setattr(options.sys, "stdout", SimpleNamespace(isatty=lambda: is_screen))
    screen = options._screen(output, "rows", None, ids=True)  # noqa: SLF001 - what commands get
    assert (screen.width, screen.is_bold) == found
    assert (screen.layout, screen.ids) == ("rows", True)
    assert options._screen(output, None, 30, ids=False).width == 30  # noqa: SLF001 - same


# The selection of a network.


def test_selection():
    """Options by their names on the command line; what is not given says nothing."""
    nothing = {
        "theme": (), "first": "", "merge": None, "largest": False, "min_weight": None,
        "backbone": None, "radius": None,
    }  # fmt: skip
    whole = selection.chosen(nothing)
    assert whole == selection.WHOLE
    got = selection.chosen(
        {
            **nothing,
            "theme": ("a", "b"),
            "first": "2018",
            "last": "2020",
            "min_weight": 0.0,
            "backbone": ("disparity", 0.05),
            "core": 2,
            "largest": True,
            "drop_isolated": True,
            "method": "newman",
            "radius": 0,
            "ego": "city:oslo",
        }
    )
    assert got.themes == ("a", "b")
    assert (got.min_weight, got.core, got.largest, got.drop_isolated) == (0.0, 2, True, True)
    assert (got.method, got.radius) == ("newman", 0)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, ["yes"]),
        (("disparity", 0.05), ["disparity 0.05"]),
        (("a", "b"), ["a", "b"]),
        (3, ["3"]),
        ("x", ["x"]),
    ],
)
def test_words_of_a_selection(value, words):
    """A flag is a yes, a backbone one word, several values each one."""
    assert selection._words(value) == words  # noqa: SLF001 - what is handed on


# Files and formats.


def test_format_of_an_export(tmp_path):
    """As it is named, else by the ending; a bare name and a folder are a folder."""
    found = lambda path, fmt=None, *, tables=False: export._format(  # noqa: E731, SLF001 - by name
        Path(path), fmt, as_tables=tables
    )
    assert found("graph.ttl") == "ttl"
    assert found("graph") == export.exports.FOLDER
    (tmp_path / "x.y").mkdir()
    assert found(tmp_path / "x.y") == export.exports.FOLDER
    assert found("graph", "ttl") == "ttl"
    folder = export.exports.PARQUET_FOLDER
    assert (
        found("graph", folder)
        == found("graph", None, tables=True)
        == found("g", folder, tables=True)
        == folder
    )
    with pytest.raises(click.UsageError, match="--parquet is a format itself"):
        found("graph", "ttl", tables=True)


def test_one_place_to_write():
    """It is named once."""
    assert export._one(Path("a"), None) == export._one(None, Path("a")) == Path("a")  # noqa: SLF001
    for both in ((None, None), (Path("a"), Path("b"))):
        with pytest.raises(click.UsageError, match="say once"):
            export._one(*both)  # noqa: SLF001 - what the command calls


@pytest.mark.parametrize(
    ("fmt", "output", "found"),
    [
        (None, None, "json"),
        ("gexf", None, "gexf"),
        (None, "a.GEXF", "gexf"),
        ("gexf", "a.gexf", "gexf"),
        ("gexf", "a", "gexf"),
        ("gexf", "a.svg", EndingClash),
        (None, "a.doc", EndingUnfit),
        (None, "a", EndingUnfit),
        ("gexf", "a.doc", EndingUnfit),
    ],
)
def test_format_of_a_network(fmt, output, found):
    """As it is named, by the ending of the file, and never two at once."""
    path = output and Path(output)
    if isinstance(found, str):
        assert networks._format(fmt, path) == found  # noqa: SLF001 - what the command calls
        return
    with pytest.raises(found) as raised:
        networks._format(fmt, path)  # noqa: SLF001 - same
    assert found is EndingClash or ("svg" in str(raised.value)) is (fmt is None)


@pytest.mark.parametrize(
    ("fmt", "output", "found"),
    [
        (None, None, "svg"),
        ("html", None, "page"),
        (None, "a.KML", "kml"),
        ("svg", "a.svg", "svg"),
        ("svg", "a", "svg"),
        ("svg", "a.png", EndingClash),
        ("svg", "a.doc", EndingUnfit),
        (None, "a", EndingUnfit),
    ],
)
def test_format_of_a_map(fmt, output, found):
    """The same."""
    path = output and Path(output)
    if isinstance(found, str):
        assert maps._writer(fmt, path).__name__ == found  # noqa: SLF001 - what the command calls
        return
    with pytest.raises(found):
        maps._writer(fmt, path)  # noqa: SLF001 - same


def test_how_a_picture_is_set():
    """Only where it is said, and only of a format that draws."""
    style = networks._style  # noqa: SLF001 - what the command calls
    assert style("json", None, None, None) == {}
    assert (
        style("svg", None, None, Path("c"))["style"].captioned,
        style("svg", None, "F", None)["style"].captioned,
    ) == (False, True)
    assert style("svg", None, "F", None)["style"].font == "F"
    name = next(iter(networks.PRESETS))
    assert style("svg", name, None, None)["style"].width == networks.PRESETS[name].width
    for more in (("p", None, None), (None, "F", None), (None, None, Path("c"))):
        with pytest.raises(FormatUnfit) as raised:
            style("json", *more)
        drawing = [one for one, writer in WRITERS.items() if writer.draws]
        assert all(one in str(raised.value) for one in drawing)
        assert "gexf" not in str(raised.value)


def test_two_results_in_one_file(tmp_path, monkeypatch):
    """A file holds one, however it is named."""
    monkeypatch.chdir(tmp_path)
    networks._apart(Path("a"), None, Path("b"), None)  # noqa: SLF001 - what the command calls
    with pytest.raises(SameFile):
        networks._apart(Path("a"), None, tmp_path / "a")  # noqa: SLF001 - same


# Queries.


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ((), {}),
        (("--a", "x", "y", "--b=z w"), {"a": ["x y"], "b": ["z w"]}),
        (("--a=", "--b", "1"), {"a": [""], "b": ["1"]}),
        (("--many", "1", "--many=2"), {"many": ["1", "2"]}),
        (("--flag", "--a", "x"), {"flag": ["yes"], "a": ["x"]}),
        (("--a=x=y",), {"a": ["x=y"]}),
        (("--a=x", "y"), {"a": ["x y"]}),
    ],
)
def test_words_of_a_call(said, found):
    """The words up to the next option are one value."""
    assert query.words(said, {"many"}, {"flag"}) == found
    assert query.given(("--a", "x", "y")) == {"a": "x y"}


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (("x",), click.UsageError),
        (("--a",), ParameterInvalid),
        (("--a", "1", "--a", "2"), ParameterInvalid),
        (("--flag", "--flag"), ParameterInvalid),
    ],
)
def test_words_that_make_no_call(said, error):
    """A value without a name, a name without a value, one twice."""
    with pytest.raises(error):
        query.words(said, (), {"flag"})


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        ({"type": "year"}, "L (year)"),
        ({"type": "enum", "values": ("a", "b")}, "L (a|b)"),
        ({"type": "year", "default": "2019"}, "L (year, default 2019)"),
        ({"type": "year", "optional": True}, "L (year, optional)"),
        ({"type": "year", "optional": True, "default": "2019"}, "L (year, default 2019)"),
    ],
)
def test_meaning_of_a_parameter(parameter, words):
    """Its label, what it takes, and its default or that it may be left out."""
    made = Parameter(name="p", label={"da": "L", "en": "L"}, **parameter)
    assert lists.meaning(made, "en") == words


def test_listed_queries():
    """A line a query, in line with the others, under its topic, which stands once."""
    made = lambda topic, name: SimpleNamespace(  # noqa: E731
        topic=topic, name=name, summary={"en": name.upper()}
    )
    every = [made("t", "a"), made("t", "long"), made("u", "b")]
    assert lists._listed(every, "en") == "t\n  a     A\n  long  LONG\n\nu\n  b     B\n"  # noqa: SLF001
    assert lists._listed([], "en").count("\n") == 1  # noqa: SLF001 - what is printed


# Asking.


def reply(count):
    """Return a reply with so many readings, and what tells them."""
    return SimpleNamespace(readings=[f"r{n}" for n in range(1, count + 1)])


@pytest.fixture
def told(monkeypatch):
    """Return what is told, each reading by its own name."""
    found = []
    monkeypatch.setattr(asks, "tell", found.append)
    monkeypatch.setattr(asks, "said", lambda _index, reading, _lang: reading)
    return found


def test_other_readings_are_numbered(told):
    """The first three but the one that was taken, each with the number that chooses it."""
    asks._others(None, reply(5), 2, "en")  # noqa: SLF001 - what the command calls
    assert told[1:] == ["  1  r1", "  3  r3"]


@pytest.mark.parametrize(
    ("key", "chosen"), [("1", 1), ("3", 3), ("4", None), ("0", None), ("x", None), ("\r", None)]
)
def test_key_that_chooses(told, monkeypatch, key, chosen):
    """A number of those shown; any other key chooses none."""
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr(asks, "sys", SimpleNamespace(stdin=terminal, stderr=terminal))
    monkeypatch.setattr(asks.click, "getchar", lambda: key)
    assert asks._chosen(None, reply(4), "en") == chosen  # noqa: SLF001 - what the command calls
    assert told[1:-1] == ["  1  r1", "  2  r2", "  3  r3"]


@pytest.mark.parametrize("terminals", [(True, False), (False, True), (False, False)])
def test_nobody_to_press_a_key(told, monkeypatch, terminals):
    """Without a terminal on both sides it is told how to choose."""
    one, other = (SimpleNamespace(isatty=lambda is_one=is_one: is_one) for is_one in terminals)
    monkeypatch.setattr(asks, "sys", SimpleNamespace(stdin=one, stderr=other))
    monkeypatch.setattr(asks.click, "getchar", lambda: pytest.fail("asked"))
    assert asks._chosen(None, reply(1), "en") is None  # noqa: SLF001 - what the command calls
    assert "--choose" in told[-1]
    told.clear()
    assert asks._chosen(None, reply(0), "en") is None  # noqa: SLF001 - same
    assert len(told) == 1


# Asking for what is missing.


@pytest.mark.parametrize(
    ("typed", "needed", "answer", "asked"),
    [
        ("x\n", False, "x", 1),
        ("\n", False, None, 1),
        ("bad\nx\n", False, "x", 2),
        ("bad\n\n", False, None, 2),
        ("\nx\n", True, "x", 2),
        (" x \n", True, "x", 1),
    ],
)
def test_answer_in_a_terminal(typed, needed, answer, asked):
    """Asked until it fits, or is empty where it may be."""
    found = []

    def fits(text):
        if text == "bad":
            raise KkgraphError(Message("cli.stopped"))

    @click.command()
    def command():
        found.append(prompts._answer("Q", fits, needed=needed))  # noqa: SLF001 - what is asked

    got = run(command, input=typed)
    assert found == [answer]
    assert got.stderr.count("Q") == asked
    assert ("  stopped\n" in got.stderr) is ("bad" in typed)


def test_question():
    """The field's name, the language of a text, and what there is to choose from, if not much."""
    field = SimpleNamespace(names={"da": "navn"}, local="name", is_text=True)
    question = prompts._question  # noqa: SLF001 - what is asked
    assert question(field, "name-da", [], "da") == "navn (da)"
    assert question(field, "name-en", ["a", "b"], "fr") == "name (en) [a, b]"
    field.is_text = False
    twelve = [str(n) for n in range(12)]
    assert question(field, "name", twelve, "da") == f"navn [{', '.join(twelve)}]"
    assert question(field, "name", [*twelve, "x"], "da") == "navn"


def test_completed_in_a_terminal():
    """What begins so, whatever its case, one after the other, then nothing."""
    complete = prompts._completing(["Oslo", "Bergen", "oslofjord"])._complete  # noqa: SLF001 - readline's
    assert [complete("os", n) for n in range(3)] == ["Oslo", "oslofjord", None]
    assert complete("", 2) == "oslofjord"
    assert complete("x", 0) is None


@pytest.mark.parametrize(
    ("typed", "yes", "asked"),
    [
        ("y\n", True, 1),
        ("ja\n", True, 1),
        ("n\n", False, 1),
        ("\n", False, 1),
        ("hm\nyes\n", True, 2),
    ],
)
def test_yes_or_no(typed, yes, asked):
    """In either language; nothing is a no, and anything else is asked again."""
    found = []

    @click.command()
    def command():
        found.append(init._is_yes("Q", "en"))  # noqa: SLF001 - what is asked

    got = run(command, input=typed)
    assert (found, got.output.count("Q [")) == ([yes], asked)


def test_each_thing_is_asked_for_once(monkeypatch):
    """With all its places; the answer holds for all of them."""
    from kkgraph.setup.proposals import Proposal

    fields = Proposal.__dataclass_fields__
    made = lambda thing, section, lines: Proposal(  # noqa: E731
        **(
            dict.fromkeys(fields, "")
            | {
                "thing": thing,
                "section": section,
                "lines": lines,
                "name_da": "Da",
                "name_en": "En",
            }
        )
    )
    asked = []
    monkeypatch.setattr(init, "_is_yes", lambda text, _: asked.append(text) or "city:a" in text)
    every = [made("city:a", "1", (2, 3)), made("city:b", "1", (4,)), made("city:a", "2", (9,))]
    found = init._asked(every, "da")  # noqa: SLF001 - what the command calls
    assert [one.accept for one in found] == [True, False, True]
    assert len(asked) == 2
    assert "1: 2 3, 2: 9" in asked[0]
    assert "Da" in asked[0]
    init._asked(every, "en")  # noqa: SLF001 - same
    assert "En" in asked[2]


@pytest.mark.parametrize(
    ("said", "assigned", "found"),
    [
        ((), (), {}),
        (("--name", "New", "York"), (), {"name": ["New York"]}),
        (("--a=1", "2", "--a", "3"), ("a = 4", "b=5=6"), {"a": ["1 2", "3", "4"], "b": ["5=6"]}),
        (("--a=",), (), {"a": [""]}),
    ],
)
def test_fields_of_what_is_new(said, assigned, found):
    """Names with their values, in order."""
    assert new.pairs(said, assigned) == found


@pytest.mark.parametrize(
    ("said", "assigned", "words"),
    [
        (("x",), (), "unexpected 'x'"),
        (("--a",), (), "--a: no value"),
        ((), ("a",), "--a: no value"),
    ],
)
def test_no_fields(said, assigned, words):
    """A value without a name, a name without a value."""
    with pytest.raises(click.UsageError, match=words):
        new.pairs(said, assigned)


def test_fields_in_the_help():
    """With what is needed, what may come several times, and the languages of a text."""
    made = lambda path, low, high, is_text: SimpleNamespace(  # noqa: E731
        path=path, local=path, names={"en": "E"}, minimum=low, maximum=high, is_text=is_text
    )
    monkey = [made("a", 1, 1, ""), made("b", 0, None, "text")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kkgraph.editing.drafts.option", lambda field: field.path)
        listed = list(new._listed(SimpleNamespace(fields=monkey)))  # noqa: SLF001 - in the help
    assert listed == [("--a", "E, needed"), ("--b-da, -en", "E, several")]


# What is said of what was done.


def test_lines_that_changed():
    """As a diff has them, without its heads."""
    assert report.changed_lines("a\nb\nc\n", "a\nx\nc\nd\n") == "  -b\n  +x\n  +d\n"
    assert report.changed_lines("a", "a") == ""
    oslo = terms.thing("city/oslo")
    assert report.names([oslo, oslo]) == "city:oslo\ncity:oslo\n"


def test_sections_that_changed():
    """How many are new, gone and changed, the first five by name."""
    six = {str(n): "x" for n in range(1, 7)}
    said = text._changes("s.ttl", {"1": "x", "9": "y", "2": "old"}, six)  # noqa: SLF001 - what is told
    assert "3, 4, 5, 6" in said
    assert "9" in said
    same = text._changes("s.ttl", six, six)  # noqa: SLF001 - same
    assert same != text._changes("s.ttl", {}, six)  # noqa: SLF001 - same
    assert "6" in same
    assert text._few("fedcba") == "a, b, c, d, e, …"  # noqa: SLF001 - same
    assert text._few("edcba") == "a, b, c, d, e"  # noqa: SLF001 - same


def finding(words, thing):
    """Return a finding."""
    return SimpleNamespace(
        sentence=lambda _: words, cure=lambda _: "do", named=lambda _: thing, severity="Violation"
    )


def test_mistakes_are_folded():
    """Each once, with the first three things, and how many there are of more."""
    folded = lambda *found: list(migrate._folded(list(found), "en"))  # noqa: E731, SLF001
    assert folded(finding("A", "x"), finding("B", "z"), finding("A", "y")) == [
        "A do x, y",
        "B do z",
    ]
    assert folded(*(finding("A", name) for name in "abc")) == ["A do a, b, c"]
    assert folded(*(finding("A", name) for name in "abcd")) == ["A do a, b, c … (4)"]


def test_date_of_a_release(monkeypatch):
    """As it is given, as reproducible builds say it, else today."""
    day = release._date  # noqa: SLF001 - what the command calls
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert day(dt.datetime(2021, 3, 4, tzinfo=dt.UTC)) == "2021-03-04"
    assert day(None) == "1970-01-02"
    for wrong in ("soon", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(KkgraphError, match="SOURCE_DATE_EPOCH"):
            day(None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert dt.date.fromisoformat(day(None))


def test_kept_graphs(monkeypatch):
    """A line each: name, size, when it was used; a number as the language writes it."""
    at = time.mktime((2021, 3, 4, 5, 6, 0, 0, 0, -1))
    one = SimpleNamespace(folder=Path("/x/abc"), size=1_500_000, used=at)
    (line,) = cache._lines([one])  # noqa: SLF001 - what is printed
    assert line.startswith("abc       1.5 MB  ")
    assert "2021-03-04" in line
    assert "05:06" in line
    assert len(list(cache._lines([]))) == 1  # noqa: SLF001 - same
    monkeypatch.setattr(cache.entries, "found", lambda: [one, one])
    removed = []
    monkeypatch.setattr(cache.entries, "remove", lambda folder: removed.append(folder) is None)
    assert run(cache.cache, "--clear").exit_code == 0
    assert removed == [Path("/x/abc")] * 2
    monkeypatch.setattr(cache.entries, "remove", lambda _: False)
    left = run(cache.cache, "--clear").stdout
    assert left != run(cache.cache).stdout
    assert "2" in left


# Servers.


@pytest.fixture
def settings(monkeypatch):
    """Return the settings that servers are run with."""
    found = []
    for module in (serve, mcp):
        monkeypatch.setattr(
            module, "_runner", lambda: lambda one, **more: found.append((one, more))
        )
    return found


def test_settings_of_a_server(settings):
    """Each option is in them; without any they are those that the help names."""
    assert run(serve.serve, "--project", MINI).exit_code == 0
    one, more = settings.pop()
    assert (one.host, one.port, one.base_url, one.time_limit) == ("127.0.0.1", 8000, "", 10.0)
    assert (one.quick_workers, one.slow_workers, one.worker_memory) == (2, 2, 512 * 1024 * 1024)
    assert (one.trusted_proxies, one.log_queries, one.force, one.pages) == ((), False, False, True)
    assert (one.as_of, one.source, more) == (None, None, {"logged": True})
    words = (
        "--host 192.0.2.1 --port 0 --base-url https://h.example/x/ --time-limit 3 --workers 5 "
        "--memory 64 --trusted-proxy 10.0.0.0/8 --trusted-proxy ::1 --force --no-pages "
        "--log-queries --quiet --as-of 2021"
    )
    assert run(serve.serve, "--project", MINI, *words.split()).exit_code == 0
    one, more = settings.pop()
    assert (one.host, one.port, one.base_url) == ("192.0.2.1", 0, "https://h.example/x")
    assert (one.quick_workers, one.slow_workers, one.worker_memory) == (5, 5, 64 * 1024 * 1024)
    assert one.trusted_proxies == ("10.0.0.0/8", "::1")
    assert (one.log_queries, one.force, one.pages) == (True, True, False)
    assert (one.as_of, more) == ("2021", {"logged": False})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--host", ""), "base-url"),
        (("--host", "::"), "base-url"),
        (("--trusted-proxy", "proxy.example"), "10.0.0.0/8"),
        (("--trusted-proxy", "10.0.0.1/8"), "10.0.0.0/8"),
        (("--port", "65536"), "65535"),
        (("--port", "-1"), "65535"),
        (("--workers", "0"), "64"),
        (("--workers", "65"), "64"),
        (("--memory", "63"), "65536"),
        (("--memory", "65537"), "65536"),
    ],
)
def test_servers_that_do_not_start(settings, words, said):
    """Open to all without a name, proxies that are none, numbers out of range."""
    got = run(serve.serve, "--project", MINI, *words)
    assert got.exit_code
    assert said in got.output + str(got.exception)
    assert settings == []


@pytest.mark.parametrize(
    "words", [("--port", "65535"), ("--workers", "1"), ("--workers", "64"), ("--memory", "65536")]
)
def test_the_last_numbers_that_are_in_range(settings, words):
    """The ends of a range are in it."""
    assert run(serve.serve, "--project", MINI, *words).exit_code == 0
    assert len(settings) == 1


def test_settings_for_an_assistant(settings):
    """One worker each, without pages and without a look at the shapes."""
    assert run(mcp.mcp, "--project", MINI, "--source", "memo").exit_code == 0
    one, _ = settings.pop()
    assert (one.quick_workers, one.slow_workers, one.force, one.pages) == (1, 1, True, False)
    assert (one.time_limit, one.source) == (10.0, "memo")


class Transfer:
    """What stands for the modules of push, pull and compare."""

    OTHER = "differs"

    def __init__(self):
        """Keep what is called."""
        self.called = []
        change = lambda graph, what: SimpleNamespace(graph=graph, what=what, there=2, here=30)  # noqa: E731
        self.todo = [change(None, "new"), change("urn:g", "changed")]

    def connected(self, url):
        """Return a server."""
        self.called.append(url)
        return url

    def local(self, _project):
        """Return a graph."""
        return "store"

    def plan(self, client, store, dry):
        """Say what would be done."""
        self.called.append(("plan", client, store, dry))
        return SimpleNamespace(todo=self.todo, changes=[1, 2, 3])

    def push(self, client, store, tell):
        """Do it."""
        self.called.append(("push", client, store, tell is not None))
        return SimpleNamespace(todo=self.todo[:1], changes=[1, 2, 3])

    def sizes(self, _client):
        """Return sizes."""
        return {"urn:a": 2, "urn:b": 5}

    def pull(self, _client, tell):
        """Return quads."""
        tell(Message("remote.changed"))
        return [ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.NamedNode("urn:o"))]

    def compare(self, *places):
        """Compare."""
        self.called.append(places)
        return [SimpleNamespace(verdict=one) for one in self.verdicts]

    def table(self, pairs):
        """Return a table."""
        from kkgraph.tables import Table

        return Table(("verdict",), tuple((ox.Literal(one.verdict),) for one in pairs))


@pytest.fixture
def transfer(monkeypatch):
    """Return what stands for the modules that speak with a server."""
    made = Transfer()
    monkeypatch.setattr(servers, "_remote", lambda _: made)
    return made


def test_push(transfer):
    """What differs is listed with how many triples there and here; a dry run only plans."""
    got = run(servers.push, "u", "--project", MINI, "--dry-run")
    assert transfer.called == ["u", ("plan", "u", "store", True)]
    lines = got.stdout.splitlines()
    assert lines[1].split() == ["changed", "2", "->", "30", "urn:g"]
    assert lines[1] == "changed         2 -> 30       urn:g"
    assert "urn:" not in lines[0]
    assert "would" in lines[2]
    got = run(servers.push, "u", "--project", MINI)
    assert transfer.called[-1] == ("push", "u", "store", True)
    assert len(got.stdout.splitlines()) == 2
    assert "would" not in got.stdout


@pytest.mark.usefixtures("transfer")
def test_pull(tmp_path):
    """A dry run writes nothing; the file has what the server has, and progress is told."""
    path = tmp_path / "graph.nq"
    got = run(servers.pull, "u", str(path), "--dry-run")
    assert ("7" in got.stdout, "2" in got.stdout, path.exists()) == (True, True, False)
    got = run(servers.pull, "u", str(path))
    assert path.read_text() == "<urn:s> <urn:p> <urn:o> .\n"
    assert got.stderr.startswith("kkgraph: ")


@pytest.mark.parametrize(
    ("verdicts", "words", "rows", "code"),
    [
        (["same", "differs"], (), ["differs"], 1),
        (["same", "differs"], ("--all",), ["same", "differs"], 1),
        (["same", "same values"], (), [], 0),
    ],
)
def test_compare(transfer, verdicts, words, rows, code):
    """Graphs that differ are listed, all if wanted; the exit code says whether any does."""
    transfer.verdicts = verdicts
    got = run(servers.compare, "a", "b", "--format", "csv", *words)
    assert (got.stdout.splitlines()[1:], got.exit_code) == (rows, code)
    assert transfer.called == [("a", "b")]
    assert f"{rows.count('differs')} of {len(verdicts)}" in got.stderr


def test_two_municipalities(tmp_path, monkeypatch):
    """Only folders of two projects with other IRIs are two municipalities."""
    for name in "abc":
        (tmp_path / name).mkdir()
    bases = {"a": "x", "b": "y", "c": "x"}
    monkeypatch.setattr(
        servers,
        "find",
        lambda path: SimpleNamespace(
            name=path.name, settings=SimpleNamespace(base=bases[path.name])
        ),
    )
    two = lambda *names: servers._municipalities(*(str(tmp_path / one) for one in names))  # noqa: E731, SLF001
    assert [one.name for one in two("a", "b")] == ["a", "b"]
    assert (two("a", "c"), two("a", "none"), two("none", "a")) == (None, None, None)


# What commands write.


@pytest.mark.parametrize(
    ("words", "made", "written"),
    [
        (("quickstatements",), "kkgraph.links.quickstatements.commands", "text"),
        (("sssom",), "kkgraph.links.sssom.tsv", b"text"),
    ],
)
def test_links_are_written(monkeypatch, tmp_path, words, made, written):
    """To the file that is named, else to standard output."""
    monkeypatch.setattr(links, "load", lambda _: "store")
    monkeypatch.setattr(made, lambda store: written if store == "store" else None)
    assert run(links.links, *words, "--project", MINI).stdout == "text"
    file = tmp_path / "x"
    run(links.links, *words, "--project", MINI, "-o", str(file))
    assert file.read_text() == "text"


def test_reconciled_names_are_written(monkeypatch, tmp_path):
    """With the counts on standard error, of the classes that are named."""
    asked = []
    monkeypatch.setattr(reconcile, "load", lambda _: "store")
    monkeypatch.setattr(export, "class_named", lambda _, text: f"urn:{text}")
    monkeypatch.setattr("kkgraph.reconciliation.names.build", lambda store: store)
    monkeypatch.setattr(
        "kkgraph.reconciliation.sheet.reconciled",
        lambda *given: asked.append(given) or (b"rows\n", (5, 6, 7)),
    )
    words = ("f.csv", "--column", "by", "--type", "A", "--type", "B", "--project", MINI)
    got = run(reconcile.reconcile, *words)
    assert asked == [("store", Path("f.csv"), "by", ("urn:A", "urn:B"), "en")]
    assert got.stdout == "rows\n"
    assert re.findall(r"\d", got.stderr) == ["5", "6", "7"]
    run(reconcile.reconcile, *words, "-o", str(tmp_path / "o"))
    assert (tmp_path / "o").read_text() == "rows\n"


def test_listed_networks(monkeypatch, tmp_path):
    """To read, or as a table in two formats; a name is needed to write one."""
    made = [
        SimpleNamespace(
            name="a",
            mode="one",
            query=SimpleNamespace(summary={"en": "A"}),
            weight_meaning={"en": "w"},
        ),
        SimpleNamespace(
            name="long",
            mode="two",
            query=SimpleNamespace(summary={"en": "B"}),
            weight_meaning={"en": "v"},
        ),
    ]
    monkeypatch.setattr(networks, "load_projections", lambda _: made)
    listed = run(networks.network, "--list", "--project", MINI)
    assert listed.stdout == "a     one           A\nlong  two           B\n"
    table = run(networks.network, "--list", "--project", MINI, "--format", "csv").stdout
    assert table.splitlines() == ["name,mode,summary,weight", "a,one,A,w", "long,two,B,v"]
    assert isinstance(
        run(networks.network, "--list", "--project", MINI, "--format", "gexf").exception,
        FormatUnfit,
    )
    assert "NAME of a network" in run(networks.network, "--project", MINI).output
    bad = run(networks.network, "a", "--measures", str(tmp_path / "m.doc"), "--project", str(ROOT))
    assert bad.exit_code
    assert [one.value for one in networks.names(SimpleNamespace(params={}), None, "l")] == ["long"]


def test_network_that_is_empty(capsys):
    """It is told; one with ties is not."""
    networks.say_if_empty(SimpleNamespace(edges=(), name="n"))
    assert "network n is left" in capsys.readouterr().err
    networks.say_if_empty(SimpleNamespace(edges=(1,), name="n"))
    assert capsys.readouterr().err == ""


def test_template(monkeypatch):
    """Columns and, if wanted, what is there; in a workbook with notes and choices."""
    from kkgraph.editing import fields
    from kkgraph.editing import values as choices
    from kkgraph.editing.tables import sheets, workbooks

    form = SimpleNamespace(kind="city")
    columns = [SimpleNamespace(name="a", field="A"), SimpleNamespace(name="iri", field=None)]
    monkeypatch.setattr("kkgraph.store.load", lambda _: "store")
    monkeypatch.setattr(fields.Shapes, "of", lambda _: SimpleNamespace(form=lambda _: form))
    monkeypatch.setattr(sheets, "columns", lambda _: columns)
    monkeypatch.setattr(sheets, "filled", lambda *_: ["row"])
    monkeypatch.setattr(workbooks, "csv", lambda _, rows: f"csv {rows}".encode())
    monkeypatch.setattr(workbooks, "xlsx", lambda *given: repr(given[2:]).encode())
    monkeypatch.setattr(choices, "note", lambda field, lang: f"{field} {lang}")
    monkeypatch.setattr(choices, "choices", lambda _, field, lang: [field, lang])
    call = lambda *words: run(sheeted.template, "city", "--project", MINI, *words).stdout  # noqa: E731
    assert (call(), call("--filled")) == ("csv []", "csv ['row']")
    assert call("--format", "xlsx") == "([], {'a': 'A en'}, {'a': ['A', 'en']})"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("x",), "FIELD=VALUE, or --withdraw"),
        (("x", "a=b", "--withdraw"), "FIELD=VALUE, or --withdraw"),
        (("x", "a=b", "--replaced-by", "y"), "--replaced-by goes with --withdraw"),
    ],
)
def test_edits_that_are_refused(words, said):
    """Nothing to do, two things at once, and what takes the place of nothing."""
    got = run(edited.edit, *words, "--project", MINI)
    assert got.exit_code == 2
    assert said in got.output


@pytest.mark.parametrize("accepts", [False, True])
def test_proposals_at_a_terminal(monkeypatch, tmp_path, accepts):
    """What is accepted is written under a lock, and it is told how much; of nothing, nothing."""
    did = []
    project = SimpleNamespace(root=tmp_path)
    monkeypatch.setattr(init.projects, "package", lambda: "package")
    monkeypatch.setattr(init.Register, "of", lambda one: one)
    texts = {tmp_path / "a": "x", tmp_path / "b": "y"} if accepts else {}
    monkeypatch.setattr(init.acceptance, "accepted", lambda *_: texts)
    monkeypatch.setattr(init.proposals, "by_thing", lambda _: ["t"] * 3 * accepts)
    monkeypatch.setattr(init.transaction, "write", lambda root, files: did.append((root, files)))

    @click.command()
    def command():
        init._accept(project, [], "en")  # noqa: SLF001 - what the command calls

    got = run(command)
    assert did == ([(tmp_path, {tmp_path / "a": b"x", tmp_path / "b": b"y"})] if accepts else [])
    assert re.findall(r"\d", got.stdout) == (["3", "2"] if accepts else ["0", "0"])


# Citations and completion.


def test_citation_that_is_given(tmp_path, monkeypatch):
    """A text, a file that holds it, or standard input."""
    path = tmp_path / "c.txt"
    path.write_text("cited")
    assert cite._text(str(path)) == "cited"  # noqa: SLF001 - what the command calls
    assert cite._text("cited\nso") == "cited\nso"  # noqa: SLF001 - same
    assert cite._text("x" * 5000) == "x" * 5000  # noqa: SLF001 - same
    monkeypatch.setattr(cite, "sys", SimpleNamespace(stdin=SimpleNamespace(read=lambda: "in")))
    assert cite._text("-") == "in"  # noqa: SLF001 - same


def test_what_is_cited(monkeypatch):
    """A name of several words, a query with its parameters; none without words."""
    from kkgraph.citing import subjects

    monkeypatch.setattr(subjects, "find", lambda *found: found)
    assert cite._find(()) is None  # noqa: SLF001 - what the command calls
    assert cite._find(("Oslo", "by"))("s") == ("s", "Oslo by", {})  # noqa: SLF001 - same
    assert cite._find(("q", "--a", "1", "2"))("s") == ("s", "q", {"a": "1 2"})  # noqa: SLF001 - same
    with pytest.raises(click.NoSuchOption, match="--a"):
        cite._find(("--a=1",))  # noqa: SLF001 - same


def test_nothing_is_completed_without_a_project():
    """What cannot be read completes nothing; other mistakes are not hidden."""

    def failing(error):
        raise error

    silent = completion.silent(failing)
    assert silent(KkgraphError(Message("cli.stopped"))) == []
    assert silent(OSError()) == []
    with pytest.raises(ValueError, match="x"):
        silent(ValueError("x"))
    assert completion.silent(lambda: [1])() == [1]


# The language.


@pytest.mark.parametrize(
    ("words", "environment", "lang"),
    [
        ([], None, "en"),
        ([], "da", "da"),
        ([], "", "en"),
        (["--lang", "da"], "en", "da"),
        (["--lang=da"], None, "da"),
        (["--lang", "da", "--lang", "en"], None, "en"),
        (["--lang", "fr"], "da", "da"),
        (["--lang=en", "--lang", "da"], None, "en"),
        (["--", "--lang", "da"], None, "en"),
        (["x", "da"], None, "en"),
        (["--lang"], None, "en"),
    ],
)
def test_language_of_a_call(monkeypatch, words, environment, lang):
    """That of the words, the last of them, else that of the environment, else English."""
    if environment is None:
        monkeypatch.delenv("KKGRAPH_LANG", raising=False)
    else:
        monkeypatch.setenv("KKGRAPH_LANG", environment)
    with language.speaking(words) as spoken_:
        assert (spoken_, spoken.get()) == (lang, lang)
    assert spoken.get() == "en"


def test_language_that_there_is_not(monkeypatch):
    """The environment's word is refused, not passed over."""
    monkeypatch.setenv("KKGRAPH_LANG", "fr")
    with pytest.raises(KkgraphError, match="'fr'"), language.speaking([]):
        pass


@pytest.mark.usefixtures("danish")
def test_help_in_danish(monkeypatch):
    """Where it is asked for, by an option or by no words at all, or by a shell."""
    monkeypatch.delenv("_KKGRAPH_COMPLETE", raising=False)
    assert [language.wants_help(words) for words in ([], ["x", "-h"], ["--help"], ["x"])] == [
        True,
        True,
        True,
        False,
    ]
    monkeypatch.setenv("_KKGRAPH_COMPLETE", "bash_complete")
    assert language.wants_help(["x"])
    spoken.set("en")
    assert not language.wants_help([])


@pytest.mark.usefixtures("danish")
def test_words_in_danish():
    """What stands for values, whole words in capitals alone; examples keep their call."""
    assert language.metavars("[FILE]... XFILE") == "[FIL]... XFILE"
    assert language.in_danish("Example: kkgraph FILE").endswith(": kkgraph FILE")
    assert not language.in_danish("Example: kkgraph FILE").startswith("Example")
    assert (
        language.in_danish("Nobody wrote\n  this.\n\nNor this.")
        == "Nobody wrote this.\n\nNor this."
    )
    assert language.in_danish(None) == ""
    spoken.set("en")
    assert language.metavars("[FILE]") == "[FILE]"


def test_what_is_told_is_folded_on_a_screen(monkeypatch, capsys):
    """To its width; what a caret shows and what is no screen stays as it is."""
    monkeypatch.setenv("COLUMNS", "20")
    long = "one two three four five six"
    language.tell(long)
    assert capsys.readouterr().err == f"{long}\n"
    monkeypatch.setattr(language.sys.stderr, "isatty", lambda: True, raising=False)
    language.tell(long)
    folded = capsys.readouterr().err
    assert max(map(len, folded.splitlines())) <= 20
    assert folded.split() == long.split()
    language.tell(f"x\n{long}\n  ^")
    assert capsys.readouterr().err == f"x\n{long}\n  ^\n"


# The group itself.


def test_exit_codes(monkeypatch):
    """What is refused ends with 2, what is interrupted with 130, what a command says with that."""
    code = lambda *words: CliRunner().invoke(cli.main, list(words), prog_name="kkgraph").exit_code  # noqa: E731
    assert code("--version") == 0
    assert code("no-such") == 2
    assert code("query", "--project", MINI) == 2

    @click.command()
    @click.argument("how")
    def odd(how):
        if how == "system":
            raise OSError(28, "full", "somewhere")
        if how == "number":
            click.get_current_context().exit(7)
        if how == "stop":
            raise KeyboardInterrupt
        raise click.Abort

    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: odd)
    assert (code("x", "number"), code("x", "stop"), code("x", "abort")) == (7, 130, 2)
    got = CliRunner().invoke(cli.main, ["x", "system"], prog_name="kkgraph")
    assert got.exit_code == 2
    assert got.stderr.startswith("kkgraph: somewhere: ")


def test_usage_in_one_line():
    """With the command whose help tells more."""
    got = CliRunner().invoke(cli.main, ["show", "--nothing"], prog_name="kkgraph")
    assert got.stderr.count("\n") == 1
    assert got.stderr.endswith("; see `kkgraph show --help`\n")
    assert cli._with_hint(click.ClickException("A\n b.")) == "A b."  # noqa: SLF001 - what is told


def test_closed_output():
    """What is printed is not lost without a word."""
    with pytest.raises(OSError, match="7") as raised:
        cli._Closed().write("1234567")  # noqa: SLF001 - what stands for it
    assert raised.value.errno == 9


def test_nearly_a_command():
    """Those that are spelled like it are named, if there are any."""
    near = lambda word: CliRunner().invoke(cli.main, [word], prog_name="kkgraph").stderr  # noqa: E731
    assert "did you mean query, queries?" in near("querys")
    assert "did you mean" not in near("zzzz")
