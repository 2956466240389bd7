"""The options of the commands: which are flags, which may be repeated, what has to be given."""

from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest

from kkgraph.cli import COMMANDS, language, options, selection
from kkgraph.errors import KkgraphError
from kkgraph.networks.selection import Selection
from kkgraph.texts import spoken

# Whatever the command, these are on or off; all other options take a value.
FLAGS = {
    *("accept", "all", "ask", "clear", "drop-isolated", "dry-run", "excel", "exit-code", "filled"),
    *("force", "ids", "largest", "list", "log-queries", "no-pages", "parquet", "quiet", "stated"),
    *("watch", "withdraw"),
}
# These may be given again, each time with one more value.
SEVERAL = {
    *("allow-service", "chapter", "department", "layer", "set", "theme", "trusted-proxy", "type"),
    "with",
}
# Of these commands several projects may be asked together.
TOGETHER = {"query", "show", "why", "stats", "network", "map", "export"}
# What has to be given besides what stands without a name.
NEEDED = {
    "reconcile": {"column"},
    "survey add": {"name", "date", "title-da", "title-en"},
    "survey coverage": {"survey"},
    "survey passage": {"survey"},
    "survey walk": {"survey"},
}
# The least and the most of a number, None where there is no bound.
BOUNDS = {
    ("ask", "choose"): (1, 3),
    ("network", "radius"): (0, None),
    ("network", "k-core"): (1, None),
    ("network", "nulls"): (0, None),
    ("map", "radius"): (0, None),
    ("map", "k-core"): (1, None),
    ("serve", "port"): (0, 65535),
    ("serve", "time-limit"): (0.1, 3600),
    ("serve", "workers"): (1, 64),
    ("serve", "memory"): (64, 65536),
    ("mcp", "time-limit"): (0.1, 3600),
    ("init", "year"): (1900, 2999),
}
# What stands without a name: how many, and whether it has to be there.
ARGUMENTS = {
    "ask": "text...+",
    "query": "name values...",
    "queries": "text...",
    "show": "entity...+",
    "search": "text...+",
    "why": "entity+ property_ value",
    "network": "name",
    "map": "name",
    "reconcile": "file+",
    "export": "file",
    "site": "out+",
    "validate": "files...",
    "new": "kind+ words...",
    "edit": "thing+ changes...",
    "template": "kind+",
    "import": "file+",
    "cite": "words...",
    "release": "version+",
    "diff": "before+ after",
    "push": "url+",
    "pull": "url+ file+",
    "compare": "left+ right+",
    "init": "where+",
    "completion": "shell+",
    "survey add": "file+",
    "survey align": "old+ new+",
    "survey check": "file+",
    "survey passage": "name+",
    "survey sections": "file+",
}


@cache
def commands():
    """Return every command by its name, those of a group too."""
    found = {}
    for name, (where, _) in COMMANDS.items():
        module, _, attribute = where.partition(":")
        command = getattr(import_module(module), attribute)
        if isinstance(command, click.Group):
            context = click.Context(command)
            for one in command.list_commands(context):
                found[f"{name} {one}"] = command.get_command(context, one)
        else:
            found[name] = command
    return found


def named(command):
    """Return the options of a command by name."""
    found = (one for one in command.params if isinstance(one, click.Option))
    return {max(one.opts, key=len).removeprefix("--"): one for one in found}


def both(test):
    """Return the names of the options for which something holds, and of those for which not."""
    every = [(name, one, option) for name, command in commands().items()
             for one, option in named(command).items()]  # fmt: skip
    return ({(c, o) for c, o, option in every if test(option)},
            {(c, o) for c, o, option in every if not test(option)})  # fmt: skip


def test_flags():
    """An option is on or off in every command that has it, and off unless it is given."""
    flags, others = both(lambda option: option.is_flag)
    assert {name for _, name in flags} == FLAGS
    assert not {name for _, name in others} & FLAGS
    for command, name in flags - {("new", "ask")}:  # asks where nothing is given
        one = commands()[command]
        assert not named(one)[name].get_default(click.Context(one)), (command, name)
    assert named(commands()["new"])["ask"].secondary_opts == ["--no-ask"]


def test_what_may_be_repeated():
    """Filters, data of one's own, and projects where several are asked together."""
    several, once = both(lambda option: option.multiple)
    projects = {(name, "project") for name in TOGETHER}
    assert {name for _, name in several - projects} == SEVERAL
    assert projects <= several
    assert not {name for _, name in once} & SEVERAL
    assert named(commands()["network"])["backbone"].nargs == 2
    others = {(c, o) for c, o in both(lambda option: option.nargs != 1)[0]}
    assert {o for _, o in others} == {"backbone"}


def test_what_has_to_be_given():
    """Nothing but what the command is of no use without."""
    needed, _ = both(lambda option: option.required)
    assert needed == {(command, name) for command, names in NEEDED.items() for name in names}


def test_bounds_of_numbers():
    """Bounds belong to what is asked for; a width leaves room for a word."""
    found = {}
    for command, every in ((name, named(one)) for name, one in commands().items()):
        for name, option in every.items():
            if isinstance(option.type, click.IntRange | click.FloatRange):
                found[command, name] = (option.type.min, option.type.max)
                assert (option.type.min_open, option.type.max_open) == (False, False)
    widths = {key for key in found if key[1] == "width"}
    assert {found[key] for key in widths} == {(20, None)}
    assert {key: value for key, value in found.items() if key not in widths} == BOUNDS


def test_what_stands_without_a_name():
    """Each command takes what it is about, some of them several words."""
    told = {}
    for name, command in commands().items():
        arguments = [one for one in command.params if isinstance(one, click.Argument)]
        said = [f"{one.name}{'...' * (one.nargs == -1)}{'+' * one.required}" for one in arguments]
        if said:
            told[name] = " ".join(said)
    assert told == ARGUMENTS


def test_every_option_is_told():
    """None is hidden, and each says what it is for; usual values are shown where they matter."""
    hidden, _ = both(lambda option: option.hidden or not option.help)
    assert hidden == set()
    shown, _ = both(lambda option: option.show_default)
    assert shown == {
        *((name, "projection") for name in ("network", "map")), ("network", "nulls"),
        *(("serve", name) for name in ("host", "port", "time-limit", "workers", "memory")),
        ("mcp", "time-limit"),
    }  # fmt: skip
    serve = named(commands()["serve"])
    assert (serve["host"].default, serve["port"].default) == ("127.0.0.1", 8000)
    from_environment, _ = both(lambda option: option.envvar)
    assert {name for _, name in from_environment} >= {"endpoint"}
    assert all(named(commands()[c])[o].show_envvar for c, o in from_environment if o == "endpoint")


# The options of networks.


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, {}),
        ({"theme": (), "first": "", "largest": False, "ego": None}, {}),
        ({"theme": ("a", "b")}, {"themes": ("a", "b")}),
        ({"first": "2018", "last": "2019"}, {"first": "2018", "last": "2019"}),
        ({"at": "2019"}, {"first": "2019", "last": "2019"}),
        ({"merge": "city-municipality", "method": "newman"}, {"merge": True, "method": "newman"}),
        ({"min_weight": 0.0}, {}),
        ({"min_weight": 1.5}, {"min_weight": 1.5}),
        ({"backbone": ("noise-corrected", 0.05)}, {"filter": "noise-corrected", "backbone": 0.05}),
        ({"ego": "x", "radius": 0}, {"ego": "x", "radius": 0}),
        ({"core": 2, "largest": True, "drop_isolated": True},
         {"core": 2, "largest": True, "drop_isolated": True}),
    ],
)  # fmt: skip
def test_what_of_a_network(given, wanted):
    """What is given is asked for; nothing else differs from the whole."""
    assert selection.chosen(given) == Selection(**wanted)


# The screen.


@pytest.mark.parametrize(
    ("is_terminal", "output", "width", "environment", "expected"),
    [
        (True, None, None, {}, (100, True)),
        (True, None, 50, {}, (50, True)),
        (True, None, None, {"NO_COLOR": "1"}, (100, False)),
        (True, None, None, {"TERM": "dumb"}, (100, False)),
        (True, Path("x"), None, {}, (None, False)),
        (False, None, None, {}, (None, False)),
        (False, None, 50, {}, (50, False)),
    ],
)
def test_screen(monkeypatch, is_terminal, output, width, environment, expected):  # noqa: PLR0913, PLR0917 - a table
    """As wide as the terminal, and bold there; files and pipes are neither."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    made = options._screen(output, None, width, ids=True)  # noqa: SLF001 - what commands get
    assert (made.width, made.is_bold) == expected
    assert made.ids


# The language.


@pytest.mark.parametrize(
    ("words", "environment", "spoken_"),
    [
        ("query x --lang da", "", "da"),
        ("query x --lang=da", "", "da"),
        ("--lang da query --lang en", "", "en"),
        ("query --lang sv", "da", "da"),
        ("query", "da", "da"),
        ("query", "", "en"),
        ("query -- --lang da", "", "en"),
        ("query --lang", "", "en"),
    ],
)
def test_language_of_a_call(monkeypatch, words, environment, spoken_):
    """As the call says last, else as the environment does, else English."""
    monkeypatch.setenv("KKGRAPH_LANG", environment)
    with language.speaking(words.split()) as found:
        assert found == spoken_ == spoken.get()
    assert spoken.get() == "en"


def test_a_language_that_there_is_not(monkeypatch):
    """The variable is named."""
    monkeypatch.setenv("KKGRAPH_LANG", "sv")
    with pytest.raises(KkgraphError, match="KKGRAPH_LANG"), language.speaking([]):
        pass


def test_help_in_danish(monkeypatch):
    """Paragraph by paragraph, what has no Danish as it is; values by their Danish names."""
    things = {"Usage:": "Brug:", "{n} thing": "{n} ting", "{n} things": "{n} tings"}
    shown = {"One.": "En.", "Example:": "Eksempel:"}
    known = {"help": shown, "metavars": {"FILE": "FIL"}, "click": things}
    monkeypatch.setattr(language, "danish", known.get)
    text = "One.\n\nTwo\n  words.\n\nExample: kkgraph x"
    assert language.in_danish(text) == "En.\n\nTwo words.\n\nEksempel: kkgraph x"
    assert language.in_danish(None) == ""
    assert language.metavars("FILE [OTHER]") == "FILE [OTHER]"
    assert language.from_click("Usage:") == "Usage:"
    assert not language.wants_help(["-h"])
    with language.speaking(["--lang", "da"]):
        assert language.metavars("FILE [OTHER] FILES") == "FIL [OTHER] FILES"
        assert language.from_click("Usage:") == "Brug:"
        assert language.from_click("else") == "else"
        plural = language._plural  # noqa: SLF001 - what click asks for
        assert [plural("{n} thing", "{n} things", n) for n in (1, 2)] == ["{n} ting", "{n} tings"]
        assert [language.wants_help(words.split()) for words in ("", "x -h", "x --help", "x")] == [
            *(True, True, True, False),
        ]
        monkeypatch.setenv("_KKGRAPH_COMPLETE", "bash_complete")
        assert language.wants_help(["x"])


def test_a_command_in_danish():
    """It has the same options, told in Danish; the English one stays as it is."""
    english = commands()["network"]
    before = named(english)["theme"].help
    with language.speaking(["--lang", "da"]):
        danish = language.translated(english)
    assert [one.name for one in danish.params] == [one.name for one in english.params]
    assert named(danish)["theme"].help != before == named(english)["theme"].help
    assert danish.help != english.help
    assert named(danish)["largest"].metavar is None
    assert named(danish)["output"].metavar == "FIL"
