"""The command line speaks Danish where it is asked to: errors, notes, and what click says."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kkgraph.cli import COMMANDS, main
from kkgraph.cli.language import HELP, VARIABLE
from kkgraph.endpoint.protocol.api import invalid
from kkgraph.endpoint.protocol.query import Asked, answer
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import ParameterUnknown
from kkgraph.project import Project
from kkgraph.store import Store
from kkgraph.texts import danish

MINI = Path(__file__).parent / "mini"
CLICK = Path(click.__file__).parent
# Where click speaks to whoever calls a command; what it tells a programmer stays English.
TOLD = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
TO_PROGRAMMERS = re.compile(
    r"Deprecat|deprecat|declaration|decl!r|defined twice|iterable|colour|UUID|"
    r"Confirm the|start character|No options defined|Repeat for|Do you want|entered values"
)
# What a person gets wrong, as a call on the tiny project, and words of the answer.
MISTAKES = [
    (["query", "nosuch"], "intet færdigt spørgsmål hedder 'nosuch'"),
    (["query", "fee"], "mente du fees?"),
    (["query", "-e", "SELECT * { ?s ?p"], "teksten slutter for tidligt"),
    (["query", "-e", "SELECT * { ?s nope:x ?o }"], "præfikset er ukendt"),
    (["query", "-e", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"], "SERVICE er slået fra"),
    (["query", "-e", "SELECT * " + "{" * 300 + "}" * 300], "mere end 200 parenteser"),
    (["query", "fees", "--nettwork", "x"], "spørgsmålet har ikke den parameter"),
    (["query", "fees", "--format", "ttl"], "kan ikke rumme dette resultat"),
    (["query", "fees", "-o", "x.zip"], "navnet siger ikke, hvilket format"),
    (["query", "fees", "-o", "x.csv", "--format", "json"], "navnet ender på .csv"),
    (["query", "-f", "gone.rq"], "kan ikke læses: filen eller mappen findes ikke"),
    (["query"], "angiv én ting at køre"),
    (["show", "Nirgendwo"], "'Nirgendwo' findes ikke som ting"),
    (["show"], "Der mangler et argument 'TING...'"),
    (["show", "Oslo", "--nope"], "Tilvalget '--nope' findes ikke"),
    (["shwo", "Oslo"], "Kommandoen 'shwo' findes ikke (mente du show?)"),
    (["search", "x", "--kind", "nope"], "den type findes ikke"),
    (["stats", "--format", "nope"], "'nope' er ikke en af"),
    (["stats", "--width", "3"], "3 ligger ikke i intervallet x>=20"),
    (["stats", "--width", "x"], "'x' er ikke et gyldigt tal"),
    (["why", "Oslo", "isMembrOf"], "'isMembrOf' findes ikke som egenskab"),
    (["why", "Oslo", "isMemberOf", "Oslo"], "grafen indeholder ikke det udsagn"),
    (["network", "nope"], "intet netværk hedder 'nope'"),
    (["network"], "angiv et netværks NAVN, eller --list"),
    (["network", "x", "--radius", "y"], "'y' er ikke et gyldigt tal"),
    (["export"], "sig én gang, hvor der skal skrives"),
    (["export", "x.ttl", "--class", "Citty"], "ingen klasse hedder 'Citty'"),
    (["validate", "gone.ttl"], "kan ikke læses: filen eller mappen findes ikke"),
    (["cite", "--verify", "abc"], "er ikke en henvisning, der kan efterprøves"),
    (["diff", "nope"], "'nope' er hverken en fil, en mappe eller en version i git"),
    (["edit", "city:oslo"], "angiv, hvad der skal ændres"),
    (["edit", "city:oslo", "nonsense"], "'nonsense' passer ikke; skriv det som"),
    (["import", "gone.csv"], "kan ikke læses: filen eller mappen findes ikke"),
    (["push", "nope"], "'nope' er hverken en adresse (https://...) eller"),
    (["site", "out", "--base-url", "ftp:/x"], "'ftp:/x' er ikke en webadresse"),
    (["stats", "--as-of", "x"], "'x' er hverken et år, en måned eller en dag"),
    (["stats", "--source", "x"], "ingen kilde hedder 'x'"),
]
ENGLISH = re.compile(
    r"\b(the|not|no|and|or|of|with|there|are|see|use|cannot|missing|invalid|unexpected|"
    r"option|file|it|this|that|did|you|mean|such|called|needs|try|has|have|which|in)\b",
    re.IGNORECASE,
)
QUOTED_IN_LINE = re.compile(r"'[^']*'|`[^`]*`|\[[^\]]*\]|\S*[/.:]\S*|--\S+")
QUOTED = re.compile(r"'[^']*'|`[^`]*`|\[[^\]]*\]|\S*[/.:]\S*|--\S+|\n[\s\S]*")


@pytest.mark.parametrize(("call", "words"), MISTAKES, ids=lambda one: " ".join(one)[:40])
def test_mistakes_in_danish(kkgraph, call, words, tmp_path, monkeypatch):
    """What went wrong is told in Danish, and no word of English is left beside names and values."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, "da")
    monkeypatch.delenv("KKGRAPH_SURVEY", raising=False)
    done = kkgraph(*call)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("kkgraph: ")
    assert words in done.stderr
    assert ENGLISH.findall(QUOTED.sub("", done.stderr)) == []


def test_the_option_counts_before_the_environment(kkgraph, monkeypatch):
    """The call itself says the language, else KKGRAPH_LANG, else it is English."""
    assert "no saved query" in kkgraph("query", "x").stderr
    assert "intet færdigt" in kkgraph("query", "x", "--lang", "da").stderr
    assert "intet færdigt" in kkgraph("query", "x", "--lang=da").stderr
    monkeypatch.setenv(VARIABLE, "da")
    assert "intet færdigt" in kkgraph("query", "x").stderr
    assert "no saved query" in kkgraph("query", "x", "--lang", "en").stderr


def test_the_environment_decides_answers_too(kkgraph, monkeypatch):
    """KKGRAPH_LANG is what `--lang` would be."""
    danish_, english = (kkgraph("stats", "--lang", lang).stdout for lang in ("da", "en"))
    assert danish_ != english == kkgraph("stats").stdout
    monkeypatch.setenv(VARIABLE, "da")
    assert kkgraph("stats").stdout == danish_


def test_the_locale_decides_nothing(kkgraph, monkeypatch):
    """What a script reads is the same on a Danish machine."""
    english = kkgraph("stats").stdout, kkgraph("query", "x").stderr
    for name in ("LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.setenv(name, "da_DK.UTF-8")
    assert (kkgraph("stats").stdout, kkgraph("query", "x").stderr) == english


def test_a_language_that_is_none(kkgraph, monkeypatch):
    """A language that kkgraph has not is told, wherever it was asked for."""
    assert "'sv' is not one of 'da', 'en'" in kkgraph("stats", "--lang", "sv").stderr
    monkeypatch.setenv(VARIABLE, "sv")
    done = kkgraph("stats")
    assert done.exit_code == 2
    assert done.stderr == "kkgraph: KKGRAPH_LANG is 'sv', which is neither da nor en\n"


def test_ask_fails_in_the_language_of_the_question(kkgraph):
    """A question in Danish is told in Danish what is wrong with the choice."""
    done = kkgraph("ask", "Hvad koster NORDLYS?", "--choose", "3")
    assert "ask" not in done.stderr or "vælg 1 til" in done.stderr


def test_the_server_tells_in_the_language_asked_for():
    """A wrong parameter and a query that does not parse, for whoever reads Danish."""
    wrong = ParameterUnknown("x", ["network"])
    said = [json.loads(invalid(wrong, lang).body)["detail"] for lang in ("da", "en")]
    assert said == [
        "x: spørgsmålet har ikke den parameter; det har network",
        "x: the query has no such parameter; it has network",
    ]
    asked = Asked("SELECT", None, None, "da")
    done = answer(
        Store(Project(MINI), ox.Store(), stated=True, inferred=False), asked, Settings(root="")
    )
    assert done.status == 400
    assert "SPARQL-syntaks: teksten slutter for tidligt" in json.loads(done.body)["detail"]


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command and group."""
    yield path
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


def said(command: click.Command) -> Iterator[str]:
    """Yield the paragraphs of a command's help and of its options'."""
    asking = command.get_help_option(click.Context(command, help_option_names=HELP))
    texts = [command.help, command.short_help]
    texts += [getattr(one, "help", None) for one in (*command.params, asking)]
    for text in texts:
        yield from (" ".join(part.split()) for part in (text or "").split("\n\n"))


def helps() -> set[str]:
    """Return every paragraph of the commands' help, but examples."""
    found = {line for _, line in COMMANDS.values()}
    for words in commands(main):
        command: click.Command = main
        for word in words:
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), word) or command
        found |= set(said(command))
    return {text for text in found if text and not text.startswith("Example: ")}


@pytest.mark.parametrize("words", [(), ("stats",), ("reconcile",), ("links", "check")])
def test_short_option_asks_for_help_in_danish(words):
    """`-h` is `--help` in Danish, too."""
    short, long = (
        CliRunner().invoke(main, [*words, asked], env={VARIABLE: "da"})
        for asked in ("-h", "--help")
    )
    assert (short.exit_code, short.stdout) == (0, long.stdout)
    assert "-h, --help" in short.stdout


def test_every_help_has_its_danish():
    """What a command or an option says of itself is there in Danish, and nothing beside."""
    assert helps() == set(danish("help")) - {"Example:"}


def test_danish_helps_name_the_same():
    """Options, calls and figures are those of the English text; FILE is FIL everywhere."""
    special = re.compile(r"--[a-z-]+|`[^`]+`|\d+|KKGRAPH_\w+|\.[a-z]{2,}")
    every = danish("help")
    ours = {en: [metavar_free(one) for one in special.findall(en)] for en in every}
    theirs = {en: [metavar_free(one) for one in special.findall(da)] for en, da in every.items()}
    changed = {"docs/publisher.md"}
    assert [
        en
        for en in every
        if sorted(ours[en]) != sorted(theirs[en]) and not any(one in en for one in changed)
    ] == []
    words = set(danish("metavars")) - {"NEW", "OLD", "ARGS", "WORDS", "OPTIONS", "CITATION"}
    left = {word for da in every.values() for word in re.findall(r"\b[A-Z]{3,}\b", da)}
    assert left & words == set()


def metavar_free(text: str) -> str:
    """Return a call without what stands for a value in it."""
    return re.sub(r"\b[A-ZÆØÅ]{2,}\b", "", text)


@pytest.mark.parametrize("words", list(commands(main)), ids=" ".join)
def test_help_in_danish(words, monkeypatch):
    """Every page of help is Danish from the first line to the last."""
    monkeypatch.setenv("COLUMNS", "100")
    called = [*words, "--help", "--lang", "da"]
    done = CliRunner().invoke(main, called, prog_name="kkgraph")
    assert done.exit_code == 0
    assert done.stdout.startswith("Brug: kkgraph")
    text = "\n".join(line for line in done.stdout.splitlines() if "Eksempel:" not in line)
    assert ENGLISH.findall(QUOTED_IN_LINE.sub("", text)) == []
    english = CliRunner().invoke(main, [*words, "--help"], prog_name="kkgraph")
    assert english.stdout.startswith("Usage: kkgraph")
    assert "Show this message and exit." in english.stdout


def told() -> set[str]:
    """Return the texts that click puts into the language of whoever calls it."""
    found = set()
    for name in TOLD:
        for node in ast.walk(ast.parse((CLICK / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "ngettext"):
                found |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    return {text for text in found if isinstance(text, str) and not TO_PROGRAMMERS.search(text)}


def test_every_text_of_click_has_its_danish():
    """What click may say to a user, this version of it, is translated."""
    ours = set(danish("click")) | set(danish("help"))  # its `--help` is translated as our options
    assert told() - ours == set()


def test_texts_of_click_have_no_placeholder_of_their_own():
    """A Danish text fills in what the English one does, or less."""

    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert [en for en, da in danish("click").items() if names(da) - names(en)] == []
