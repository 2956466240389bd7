"""The command: what it prints, what it refuses, and how it ends."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
from click.shell_completion import CompletionItem
from click.testing import CliRunner, Result

import kkgraph as package
from kkgraph import queries
from kkgraph.cli import COMMANDS, completion, main
from kkgraph.entities.labels import DASH
from kkgraph.errors import KkgraphError
from kkgraph.project import Project, find

Call = Callable[..., Result]
HERE = Path(__file__).parent
MINI = HERE / "mini"
OURS = ("query", "queries", "show", "search", "stats", "completion")


def process(*args: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, in the tiny project."""
    command = [sys.executable, "-m", "kkgraph", *args]
    source = str(Path(package.__file__).parent.parent)
    env = {**os.environ, "PYTHONPATH": source}
    return subprocess.run(
        command, cwd=MINI, env=env, capture_output=True, text=True, check=False, **more
    )


def test_query(kkgraph: Call) -> None:
    """A saved query prints a table."""
    result = kkgraph("query", "fees")
    assert result.stderr == ""
    assert result.stdout == (
        "Fees by network · 2 rows\n"
        "\n"
        "network      amount\n"
        "NORDLYS     250,000\n"
        "Lighthouse        0\n"
    )


@pytest.mark.parametrize(
    ("args", "stdout"),
    [
        (("fees", "--minimum", "1"), "network,amount\r\nNORDLYS,250000\r\n"),
        (("fees", "--minimum=1", "--lang", "da"), "network,amount\r\nNORDLYS,250000\r\n"),
        (("members", "--network", "NORDLYS", "--since", "2007"), "member,since\r\n"),
        (
            ("members", "--network", "fyrtårn", "--since", "2007"),
            "member,since\r\nMunicipality of Lysby,2007\r\n",
        ),
        (("-e", "SELECT (1 AS ?n) {}"), "n\r\n1\r\n"),
        (
            ("-e", "SELECT ?o { city:oslo kk:isMemberOf ?o }", "--stated"),
            "o\r\n",
        ),
    ],
)
def test_query_csv(kkgraph: Call, args: tuple[str, ...], stdout: str) -> None:
    """Parameters are options; words up to the next option are one value."""
    result = kkgraph("query", "--format", "csv", *args)
    assert (result.stdout_bytes.decode(), result.exit_code) == (stdout, 0)
    assert bool(result.stderr) == (stdout.count("\r\n") == 1)  # an empty answer is explained


@pytest.mark.parametrize("command", ["query fees", "stats", "search oslo", "queries"])
def test_format_by_the_ending(kkgraph: Call, tmp_path: Path, command: str) -> None:
    """A file is written in the format that its name ends in."""
    for ending, start in {"csv": "", "json": "{", "md": "| ", "xlsx": "PK", "xml": "<?xml"}.items():
        path = tmp_path / f"x.{ending}"
        assert kkgraph(*command.split(), "-o", str(path)).stderr == ""
        assert path.read_bytes().startswith(start.encode())
    assert b"," in (tmp_path / "x.csv").read_bytes()


def test_format_of_a_graph_by_the_ending(kkgraph: Call, tmp_path: Path) -> None:
    """A graph goes into every format of RDF; what only holds tables is refused."""
    for ending in ("ttl", "nt", "trig", "nq", "jsonld", "rdf"):
        path = tmp_path / f"x.{ending}"
        assert kkgraph("query", "partners", "-o", str(path)).exit_code == 0
        form = ox.RdfFormat.from_extension(ending)
        assert form is not None
        assert len({quad.triple for quad in ox.parse(path.read_bytes(), format=form)}) == 2
    refused = kkgraph("query", "partners", "-o", str(tmp_path / "x.xlsx"))
    assert "xlsx cannot hold this result; use one of: table, ttl" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("-o", "x.csv", "--format", "json"),
            "x.csv: the name ends in .csv, but",
        ),
        (
            ("-o", "x.xyz"),
            "x.xyz: the name does not say in what format; end it in",
        ),
        (("-o", "x"), "x: the name does not say in what format"),
    ],
)
def test_ending_that_does_not_fit(kkgraph: Call, arguments: tuple[str, ...], message: str) -> None:
    """A file named after another format, or after none, is refused and not written."""
    result = kkgraph("query", "fees", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"kkgraph: {message}")
    assert not Path(arguments[1]).exists()


def test_csv_for_excel(kkgraph: Call) -> None:
    """`--excel` is CSV with a mark of UTF-8, semicolons and, in Danish, decimal commas."""
    text = 'SELECT (2.5 AS ?n) ("a;b" AS ?t) ("=1+1" AS ?f) {}'
    result = kkgraph("query", "-e", text, "--excel", "--lang", "da")
    assert (
        result.stdout_bytes.decode() == '\N{ZERO WIDTH NO-BREAK SPACE}n;t;f\r\n2,5;"a;b";\'=1+1\r\n'
    )
    assert "2.5;" in kkgraph("query", "-e", text, "--excel").stdout


@pytest.mark.parametrize("more", [["--format", "json"], ["-o", "x.xlsx"], ["-o", "x.txt"]])
def test_excel_and_another_format_clash(kkgraph: Call, more: list[str]) -> None:
    """`--excel` with another format is refused, and nothing is written."""
    result = kkgraph("query", "-e", "SELECT (2.5 AS ?x) {}", "--excel", *more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--excel writes CSV" in result.stderr
    assert not Path(more[1]).exists()


def test_value_of_several_words(kkgraph: Call) -> None:
    """A label needs no quotes."""
    result = kkgraph("show", "Lysby", "Kommune")
    assert result.stdout.startswith("Municipality of Lysby\nmunicipality · ")


def test_query_from_file_and_standard_input(kkgraph: Call, tmp_path: Path) -> None:
    """SPARQL comes from -e, -f or standard input."""
    path = tmp_path / "q.rq"
    path.write_text("ASK { city:oslo a kk:City }")
    assert kkgraph("query", "-f", str(path)).stdout == "yes\n"
    as_name = kkgraph("query", str(path))
    assert as_name.exit_code == 2
    assert f"{path} is a file, no saved query; for its SPARQL: -f {path}" in as_name.stderr
    for words in (("-",), ("-f", "-")):
        assert kkgraph("query", *words, stdin=path.read_text()).stdout == "yes\n"


def test_output_file(kkgraph: Call, tmp_path: Path) -> None:
    """-o writes a file and prints nothing."""
    path = tmp_path / "out.csv"
    result = kkgraph("query", "fees", "--format", "csv", "-o", str(path))
    assert (result.exit_code, result.output) == (0, "")
    assert path.read_bytes() == b"network,amount\r\nNORDLYS,250000\r\nLighthouse,0\r\n"


BAD = [
    (("query", "feees"), "no saved query is called 'feees'; did you mean fees, members?"),
    (
        ("query", "members"),
        "query 'members' needs --network; for example: kkgraph query members --network NORDLYS",
    ),
    (("query", "fees", "--minimum", "x"), "--minimum: 'x' is not a number such as 2.5"),
    (("query", "fees", "--minimum"), "--minimum: no value given"),
    (("query", "fees", "--minimum", "1", "--minimum", "2"), "--minimum: given twice"),
    (("query", "fees", "--x", "1"), "--x: the query has no such parameter; it has --minimum"),
    (
        ("query", "partners", "--x", "1"),
        "--x: the query has no such parameter; it has none",
    ),
    (
        ("query", "fees", "1"),
        "unexpected '1': a parameter is given as --name value; see `kkgraph query --help`",
    ),
    (
        ("query",),
        "give one thing to run: a saved query's NAME, -e, -f or -; see `kkgraph query --help`",
    ),
    (
        ("query", "fees", "-e", "ASK {}"),
        "give one thing to run: a saved query's NAME, -e, -f or -; see `kkgraph query --help`",
    ),
    (
        ("query", "members", "--network", "nordlis"),
        "no network goes by 'nordlis'; near matches: network:nordlys (NORDLYS)",
    ),
    (
        ("show", "nordlys"),
        (
            "'nordlys' names several things; say which: network:nordlys (NORDLYS), "
            "project:nordlys (The NORDLYS project)"
        ),
    ),
    (
        ("query", "-e", "SELECT * {\n  ?s a ?o ?x }"),
        "-e:2:11: SPARQL syntax: cannot go on at ?x\n    ?s a ?o ?x }\n            ^",
    ),
    (("query", "-f", "nope.rq"), "nope.rq: cannot read it: No such file or directory"),
    (
        ("query", "fees", "-o", "/nope/x.csv"),
        "/nope/x.csv: cannot write it: No such file or directory",
    ),
    (
        ("query", "fees", "--format", "ttl"),
        "--format ttl cannot hold this result; use one of: table, csv, tsv, json, xml, md",
    ),
    (("stats", "--nope"), "No such option '--nope'"),
]


@pytest.mark.parametrize(("args", "message"), BAD, ids=lambda value: str(value)[:40])
def test_bad_input(kkgraph: Call, args: tuple[str, ...], message: str) -> None:
    """One clear message on stderr, nothing on stdout, exit code 2."""
    result = kkgraph(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"kkgraph: {message}")
    assert result.stderr.count("\n") == message.count("\n") + 1


def test_standard_input_that_is_no_text(kkgraph: Call) -> None:
    """Bytes that are no UTF-8 are an error that says where."""
    result = kkgraph("query", "-", stdin=b"ASK { \xff }")
    assert (result.exit_code, result.stderr) == (
        2,
        "kkgraph: standard input: cannot read it: not UTF-8 at byte 6\n",
    )


def test_broken_data_file(kkgraph: Call, mini_copy: Project) -> None:
    """Broken Turtle is reported with file and line."""
    path = mini_copy.root / "data/themes.ttl"
    path.write_text(path.read_text() + "nonsense\n")
    lines = len(path.read_text().splitlines())
    result = kkgraph("query", "fees", folder=mini_copy.root)
    assert result.exit_code == 2
    assert re.fullmatch(rf"kkgraph: {re.escape(str(path))}:{lines}: .+\n", result.stderr)


def test_folder_without_project(kkgraph: Call, tmp_path: Path) -> None:
    """A folder that holds no project is an error."""
    result = kkgraph("stats", folder=tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"kkgraph: {tmp_path}: no kkgraph project here")


@pytest.mark.parametrize(("raised", "code"), [(KeyboardInterrupt, 130), (EOFError, 2)])
def test_interrupted(
    kkgraph: Call, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException], code: int
) -> None:
    """Ctrl-C ends in one line, with the code that a shell gives it."""

    def stop(*_: object) -> None:
        raise raised

    monkeypatch.setattr(queries, "load_queries", stop)
    ended = kkgraph("queries")
    assert (ended.exit_code, ended.stderr.strip()) == (code, "kkgraph: stopped")


def test_unknown_command() -> None:
    """An unknown command is an error that points at the help."""
    result = CliRunner().invoke(main, ["nope"], prog_name="kkgraph")
    assert (result.exit_code, result.stderr) == (
        2,
        "kkgraph: No such command 'nope'; see `kkgraph --help`\n",
    )


def test_nearly_a_command() -> None:
    """A command that is misspelled names the one that is meant; errors keep to one line."""
    result = CliRunner().invoke(main, ["netwrk"], prog_name="kkgraph")
    assert "No such command 'netwrk' (did you mean network" in result.stderr
    result = CliRunner().invoke(main, ["completion"], prog_name="kkgraph")
    assert result.stderr.count("\n") == 1
    assert "Choose from: bash, zsh, fish;" in result.stderr


def test_help_of_a_group_is_whole() -> None:
    """No line of a group's commands is cut."""
    result = CliRunner().invoke(main, ["survey", "--help"], prog_name="kkgraph")
    assert "..." not in result.stdout.partition("Commands:")[2]


def test_closed_pipe() -> None:
    """When the reader goes away the command ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 9999"  # more than a pipe holds
    command = [sys.executable, "-m", "kkgraph", "query", "-e", text, "--format", "csv"]
    env = {**os.environ, "PYTHONPATH": str(Path(package.__file__).parent.parent)}
    result = subprocess.run(
        command, cwd=MINI, env=env, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")


def test_process() -> None:
    """`python -m kkgraph` works, in the project around the working folder."""
    result = process("query", "fees", "--format", "md")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[2] == "| NORDLYS | 250,000 |"


def test_query_imports_nothing_heavy() -> None:
    """A query pays for no library that it does not use."""
    code = (
        "import sys\nfrom kkgraph.cli import main\n"
        "try:\n    main(['query', 'fees', '--format', 'csv'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'rdflib', 'pyshacl', 'networkx', 'pyuca', 'xlsxwriter', 'urllib.request'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(package.__file__).parent.parent)}
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=MINI, env=env, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


def test_queries(kkgraph: Call) -> None:
    """The list of saved queries, by topic; words and a topic narrow it."""
    assert kkgraph("queries").stdout == (
        "memberships\n"
        "  fees      Fees by network\n"
        "  members   Who is a member of a network\n"
        "\n"
        "projects\n"
        "  partners  Partners of projects, as a graph\n"
    )
    found = "projects\n  partners  Projekters partnere som graf\n"
    assert kkgraph("queries", "--topic", "projects", "--lang", "da").stdout == found
    assert kkgraph("queries", "partnere", "--lang", "da").stdout == found
    assert kkgraph("queries", "zzz").stdout == "No saved query mentions that.\n"
    danish = kkgraph("queries", "zzz", "--lang", "da").stdout
    assert danish == "Intet færdigt spørgsmål nævner det.\n"
    assert kkgraph("queries", "graph", "--format", "csv").stdout_bytes.decode() == (
        "topic,name,summary,example\r\n"
        'projects,partners,"Partners of projects, as a graph",kkgraph query partners\r\n'
    )


def test_queries_shows_one(kkgraph: Call) -> None:
    """A query's name shows its text, parameters and an example."""
    path = MINI / "queries/memberships/members.rq"
    assert kkgraph("queries", "members").stdout == (
        "members (memberships)\n"
        "Who is a member of a network\n"
        "\n"
        "The members of a network, optionally since a year.\n"
        "\n"
        "  --network  Network (entity(kk:Network))\n"
        "  --since  Member since (year, optional)\n"
        "\n"
        "Example:\n"
        "  kkgraph query members --network NORDLYS\n"
        "\n" + path.read_text()
    )


def test_show(kkgraph: Call) -> None:
    """A thing in Danish, and as JSON."""
    shown = kkgraph("show", "fyrtårnet", "--lang", "da").stdout.splitlines()
    assert shown[:5] == [
        "Fyrtårn",
        "netværk · network:fyrtaarn",
        "Netværk, som afdækningen nævner i ét afsnit.",
        "Andre navne: Lighthouse · Fyrtårnet",
        "",
    ]
    assert shown[-2] == "Nævnt i afsnit: 1.1.2"
    assert '"curie": "city:oslo"' in kkgraph("show", "oslo", "--format", "json").stdout


def test_show_a_fact(kkgraph: Call) -> None:
    """A fact is headed by its title, and called by it where another thing points at it."""
    shown = kkgraph("show", "payment:nordlys", "--lang", "da").stdout.splitlines()
    assert shown[0] == DASH.join(["Betaling: 250.000 kr.", "Lysby Kommune", "NORDLYS"])
    assert shown[1] == "betaling · payment:nordlys"
    shown = kkgraph("show", "membership:nordlys").stdout
    assert re.search(r"^fee +Payment: DKK 250,000", shown, re.MULTILINE)
    assert '"label": "Payment: ' in kkgraph("show", "payment:nordlys", "--format", "json").stdout


def test_default_that_chooses_the_answer_is_told(mini_copy: Project, kkgraph: Call) -> None:
    """On standard error, in the language; not the one given, nor one that leaves nothing out."""
    path = mini_copy.query_file("members")
    text = path.read_text("utf-8").replace("example: NORDLYS", "default: NORDLYS")
    path.write_text(text, "utf-8")
    told = kkgraph("query", "members", "--lang", "da", folder=mini_copy.root).stderr
    assert told == "Netværk: NORDLYS, medmindre --network siger andet\n"
    for given in (("--network", "fyrtårn"), ("--network=fyrtårn",)):
        assert kkgraph("query", "members", *given, folder=mini_copy.root).stderr == ""
    path.write_text(text.replace("type: year", "type: string"), "utf-8")
    named = kkgraph("query", "members", "--since", "network", folder=mini_copy.root).stderr
    assert "Network: NORDLYS, unless --network says otherwise" in named


def test_search(kkgraph: Call) -> None:
    """A misspelt name finds the thing, which is of the group of things."""
    assert kkgraph("search", "lisforvaltning", "--format", "csv").stdout.splitlines() == [
        "group,thing,label,kind,matches",
        (
            "thing,https://w3id.org/kkgraph/id/department/lysforvaltningen,"
            "Light Department,department,Lysforvaltningen"
        ),
    ]


def test_ask(kkgraph: Call) -> None:
    """Where it is not sure nothing is answered, and the exit code is 1; a number chooses."""
    unsure = kkgraph("ask", "Hvad", "er", "klokken?")
    assert (unsure.exit_code, unsure.stdout) == (1, "")
    assert unsure.stderr.splitlines()[-1] == "Vælg en af dem med --choose N."
    chosen = kkgraph("ask", "Hvem er medlem af NORDLYS?", "--choose", "1", "--format", "csv")
    assert chosen.exit_code == 0
    assert chosen.stdout.splitlines() == ["member,since", "Lysby Kommune,", "Oslo,"]
    assert chosen.stderr.startswith("Læst som: ")
    assert kkgraph("ask", "?", "--choose", "9").exit_code == 2


def test_stats(kkgraph: Call) -> None:
    """Sizes as a table; --stated counts only what the survey says."""
    assert "layer,derived,triples,18" in kkgraph("stats", "--format", "csv").stdout
    assert "derived" not in kkgraph("stats", "--stated", "--format", "csv").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(kkgraph: Call, shell: str) -> None:
    """Each shell has its script, which asks the command."""
    result = kkgraph("completion", shell)
    assert result.exit_code == 0
    assert f"_KKGRAPH_COMPLETE={shell}_complete" in result.stdout


def completed(words: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what bash offers for the last of some words."""
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    monkeypatch.setenv("_KKGRAPH_COMPLETE", "bash_complete")
    result = CliRunner().invoke(main, [], prog_name="kkgraph")
    return [line.partition(",")[2] for line in result.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kkgraph query f", ["fees"]),
        ("kkgraph queries p", ["partners"]),
        ("kkgraph query fees --min", ["--minimum"]),
        ("kkgraph query members --network f", ["Fyrtårn"]),
        ("kkgraph query members --network NORDLYS --since 2", []),
        ("kkgraph show osl", ["Oslo"]),
        ("kkgraph show Municipality o", ["of Lysby"]),
        ("kkgraph sho", ["show"]),
        ("kkgraph query nope --network f", []),
    ],
)
def test_completion(words: str, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The shell completes commands, query names, parameters and labels."""
    monkeypatch.chdir(MINI)
    assert completed(words, monkeypatch) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kkgraph new memb", ["membership"]),
        ("kkgraph new membership --mem", ["--member"]),
        ("kkgraph new city --name", ["--name-da", "--name-en"]),
        ("kkgraph new membership --project", ["--project"]),
        ("kkgraph new membership --organisation EURO", ["Eurocities"]),
        ("kkgraph new nothing --mem", []),
    ],
)
def test_completion_of_new(
    words: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shell completes classes, the fields of the class that is named, and their values."""
    monkeypatch.chdir(MINI.parents[1] / "examples" / "havnby")
    assert completed(words, monkeypatch) == expected


def offered(callback: Callable[..., list[CompletionItem]], *args: object, **given: object) -> dict:
    """Return what a callback completes on the tiny project: each word with its help."""
    ctx = SimpleNamespace(params={"project": find(MINI), **given})
    return {item.value: item.help for item in callback(ctx, *args)}


def test_what_is_offered_with_help() -> None:
    """Names of queries with their summaries, in the language of the call; all, or those begun."""
    names = partial(offered, completion.query_names, None)
    assert names("", lang="da") == {
        "fees": "Kontingenter pr. netværk",
        "members": "Hvem der er medlem af et netværk",
        "partners": "Projekters partnere som graf",
    }
    assert names("m") == {"members": "Who is a member of a network"}
    assert names("x") == {}


def test_parameters_that_are_offered() -> None:
    """Those of the query that is named, once a hyphen is typed."""
    names = partial(offered, completion.parameters)
    assert names("-", name="members") == {"--network": "Network", "--since": "Member since"}
    assert names("--s", name="members") == {"--since": "Member since"}
    assert names("", name="members") == names("s", name="members") == {}
    assert names("--", name="") == names("--", name="none") == names("--") == {}


def test_values_that_are_offered() -> None:
    """Things of the class of the parameter named last, word by word."""
    values = partial(offered, completion.parameter_values, None, name="members")
    assert values("", values=("--network",)) == {
        "Fyrtårn": "network",
        "Lighthouse": "network",
        "NORDLYS": "network",
    }
    assert values("n", values=("--network",)) == {"NORDLYS": "network"}
    assert values("n", values=("--since", "2000", "--network")) == {"NORDLYS": "network"}
    assert values("n", values=("--network", "x", "--since")) == {}
    assert values("n", values=()) == values("n", values=("x",)) == {}
    assert values("n", values=("--none",)) == {}
    assert offered(completion.parameter_values, None, "n", values=("--network",)) == {}


def test_labels_that_are_offered() -> None:
    """A label of several words is completed by what is missing of it; other spellings are none."""
    things = partial(offered, completion.entity, SimpleNamespace(name="thing"))
    assert things("of", thing=("Municipality",)) == {"of Lysby": "municipality"}
    assert things("Municipality ") == {"Municipality of Lysby": "municipality"}
    assert things("nordlys") == {"NORDLYS": "network", "Nordlysprojektet": "project"}
    assert "Nordlysnetværket" not in things("", thing=())
    assert list(things("")) == sorted(things(""))


def test_nothing_is_offered_without_a_project() -> None:
    """What cannot be read completes nothing, and says nothing."""

    def fails(error: Exception) -> list[CompletionItem]:
        raise error

    assert completion.silent(fails)(KkgraphError("no")) == []
    assert completion.silent(fails)(FileNotFoundError()) == []
    with pytest.raises(ZeroDivisionError):
        completion.silent(fails)(ZeroDivisionError())


def test_the_project_of_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that is named, else that of the working folder."""
    monkeypatch.chdir(MINI)
    assert completion.project_of(SimpleNamespace(params={"project": "x"})).root == MINI
    other = find(MINI.parents[1] / "examples" / "havnby")
    assert completion.project_of(SimpleNamespace(params={"project": other})) is other


def test_version_and_help() -> None:
    """--version, -h and --help; each command has its line in the list."""
    runner = CliRunner()
    assert runner.invoke(main, ["--version"]).stdout == f"kkgraph, version {package.__version__}\n"
    helped = runner.invoke(main, ["-h"]).stdout
    assert helped == runner.invoke(main, ["--help"]).stdout
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", helped, re.MULTILINE)] == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_has_example(name: str) -> None:
    """Each command's help ends with an example."""
    command = main.get_command(None, name)  # type: ignore[arg-type]
    assert "Example: kkgraph " in (command.help or "")


@pytest.mark.parametrize("name", OURS)
def test_example_works(name: str, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example works on the shipped data."""
    command = main.get_command(None, name)  # type: ignore[arg-type]
    (example,) = re.findall(r"Example: kkgraph (.+)", command.help or "")
    monkeypatch.chdir(project.root)
    result = CliRunner().invoke(main, example.split(), prog_name="kkgraph")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout


def test_notebook_functions(project: Project) -> None:
    """The package offers the few functions that a notebook needs."""
    assert package.find_project(project.root) == project
    assert {name for name in package.__all__ if not hasattr(package, name)} == set()
    with pytest.raises(AttributeError):
        package.nope  # noqa: B018


def test_help_of_a_saved_query() -> None:
    """`--help` beside a query's name lists its parameters and what each takes."""
    shown = CliRunner().invoke(main, ["query", "fees-by-network", "--help"]).stdout
    assert "Parameters of fees-by-network:\n  --network  Network (entity(kk:Organisation)" in shown
    assert "Parameters of" not in CliRunner().invoke(main, ["query", "--help"]).stdout


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 100_000 + "}" * 100_000,
        f"ASK {{ ?s ?p ?o FILTER({'||'.join(['?s'] * 20_000)}) }}",
    ],
)
def test_too_complex_query(tmp_path: Path, text: str) -> None:
    """A query beyond the engine's stack ends with one line and 2, not with the process."""
    file = tmp_path / "q.rq"
    file.write_text(text)
    ended = process("query", "-f", str(file))
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"kkgraph: {file}:1:")
    assert ended.stderr.count("\n") == 1


# What `show` prints, read against the lines of the tiny survey.
SHOWN = [
    (
        ("NORDLYS",),
        """\
NORDLYS
network · network:nordlys
Network; the survey names it in one section.
Also written: Nordlysnetværket

theme  light  our reading

Memberships · 2
department  Light Department                                             §1.1, line 3; §1.1.1, lines 4, 6
fee         DKK 250,000, payer: Municipality of Lysby, interval: 1 year
member      Municipality of Lysby

member  Oslo  §1.1.1, line 5

Stated count
counted as  cities in the network  §1.1.1, line 5
precision   approximate
value       12

Mentioned in section: 1.1.1
More: kkgraph show network:nordlys --all · kkgraph why network:nordlys
""",  # noqa: E501 - as it is printed
    ),
    (
        ("NORDLYS", "--all", "--lang", "da"),
        """\
NORDLYS
netværk · network:nordlys
Netværk, som afdækningen nævner i ét afsnit.
Andre navne: Nordlysnetværket

opført i afsnit  1.1.1 NORDLYS  1.1.1, l. 4\N{EN DASH}5
tema             lys            vores inddeling

Medlemskaber · 2
forvaltning  Lysforvaltningen                                     1.1, l. 3; 1.1.1, l. 4, 6
kontingent   250.000 kr., betaler: Lysby Kommune, interval: 1 år
medlem       Lysby Kommune

medlem  Oslo  1.1.1, l. 5

Angivet antal
det, der tælles  byer i netværket  1.1.1, l. 5
præcision        omtrentlig
værdi            12

Henvisninger hertil
← er medlem af  Oslo; Lysby Kommune  udledt efter en regel
← deltager i    Oslo; Lysby Kommune  udledt efter en regel

Nævnt i afsnit: 1.1.1
""",
    ),
    (
        ("section:2.1.1",),
        """\
2.1.1 SOLSKIN
section · section:2.1.1
Also written: SOLSKIN

kk:firstLine     13
part of section  2.1 Lysforvaltningen
kk:lastLine      14
kk:number        2.1.1

Participation · 2
department   Light Department  §2.1, line 12; §2.1.1, line 14
participant  Malmö
activity     SOLSKIN
role         partner

participant  Oslo     §2.1.1, line 14
activity     SOLSKIN
role         partner

More: kkgraph show section:2.1.1 --all · kkgraph why section:2.1.1
""",
    ),
    (
        ("payment:nordlys", "--lang", "da"),
        """\
Betaling: 250.000 kr. \N{EN DASH} Lysby Kommune \N{EN DASH} NORDLYS
betaling · payment:nordlys

beløb       250.000 kr.    1.1.1, l. 6
valuta      DKK            1.1.1, l. 6
betaler     Lysby Kommune  1.1.1, l. 6
interval    1 år           1.1.1, l. 6
handler om  NORDLYS        1.1.1, l. 6

Medlemskab
forvaltning   Lysforvaltningen  1.1, l. 3; 1.1.1, l. 4, 6
medlem        Lysby Kommune
organisation  NORDLYS

Mere: kkgraph show payment:nordlys --all · kkgraph why payment:nordlys
""",
    ),
]


@pytest.mark.parametrize(("call", "text"), SHOWN, ids=[" ".join(call) for call, _ in SHOWN])
def test_all_that_is_shown(kkgraph: Call, call: tuple[str, ...], text: str) -> None:
    """A thing, a section and a fact in words, each statement with where it stands, facts whole."""
    assert kkgraph("show", *call).stdout == text
