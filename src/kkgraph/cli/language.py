"""In which language the command line speaks: as the call says, else the environment, else English.

The locale (LANG, LC_ALL) does not count: what a script reads is the same on every machine.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from itertools import pairwise
from typing import Any, cast

import click

from kkgraph.errors import KkgraphError
from kkgraph.texts import LANGUAGES, Message, danish, phrase, spoken

VARIABLE = "KKGRAPH_LANG"
HELP = ["-h", "--help"]  # what asks for the help of any command
_METAVAR = r"(?<!\w)[A-Z]{2,}(?!\w)"
_COMPLETING = "_KKGRAPH_COMPLETE"
_EXAMPLE = "Example:"
_LANGUAGE = click.Choice(LANGUAGES)
_OPTION = "--lang"


@contextmanager
def speaking(args: Sequence[str]) -> Iterator[str]:
    """Speak the language of a call for as long as the context lasts."""
    before = spoken.set(_of(args))
    try:
        yield spoken.get()
    finally:
        spoken.reset(before)


def say(key: str, **values: object) -> str:
    """Return a text in the language that is spoken."""
    return phrase(key, spoken.get(), **values)


def tell(text: str) -> None:
    """Say something on standard error, on a screen folded to its width, but what a caret shows."""
    first, *below = text.split("\n") if text.endswith("^") else [text]
    if sys.stderr.isatty():
        from shutil import get_terminal_size

        from kkgraph.formats.prose import folded

        first = folded(first, get_terminal_size().columns)
    click.echo("\n".join([first, *below]), err=True)


def lang(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--lang da|en`: the language of labels, texts and messages."""
    words = f"Language of labels, texts and messages; else that of {VARIABLE}, else en."
    option = click.option("--lang", type=_LANGUAGE, default=spoken.get, help=words)
    return option(function)


def messages(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--lang da|en` of a command that has no other text: `say` knows it, the function need not."""
    words = f"Language of messages; else that of {VARIABLE}, else en."
    return click.option("--lang", type=_LANGUAGE, expose_value=False, help=words)(function)


def wants_help(args: Sequence[str]) -> bool:
    """Tell whether a call asks for help in Danish, or the shell for what could be typed."""
    asks = not args or bool({"-h", "--help"} & set(args)) or _COMPLETING in os.environ
    return asks and spoken.get() == "da"


def teach_click() -> None:
    """Let click's own texts be Danish: it asks gettext, under two names in each module.

    In English they are as click has them, without gettext's look for the locale's files.
    """
    from click import core, decorators, exceptions, formatting, parser, termui, types

    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        for name, asked in (("_", from_click), ("ngettext", _plural)):
            if hasattr(module, name):
                setattr(module, name, asked)


def translated(command: click.Command) -> click.Command:
    """Return a command as it is, but with its help in Danish."""
    twin, ctx = copy(command), click.Context(command, help_option_names=HELP)
    twin.help, twin.short_help = in_danish(command.help), in_danish(command.short_help)
    twin.options_metavar = metavars(command.options_metavar or "")
    asking = command.get_help_option(ctx)  # click keeps it, so it is not made in Danish
    if asking:
        twin._help_option = cast("click.Option", _translated(asking, ctx))  # noqa: SLF001 - as it
    twin.params = [_translated(one, ctx) for one in command.params]
    if isinstance(twin, click.Group):
        twin.subcommand_metavar = metavars(twin.subcommand_metavar)
        twin.commands = {name: translated(one) for name, one in twin.commands.items()}
    return twin


def _translated(parameter: click.Parameter, ctx: click.Context) -> click.Parameter:
    twin = copy(parameter)
    if isinstance(twin, click.Option):
        twin.help = in_danish(twin.help)
    if not getattr(twin, "is_flag", False):
        twin.metavar = metavars(parameter.make_metavar(ctx))
    return twin


def in_danish(english: str | None) -> str:
    """Return a help text in Danish, by its paragraphs; one that has none stays as it is."""
    paragraphs = (" ".join(part.split()) for part in (english or "").split("\n\n"))
    return "\n\n".join(map(_paragraph, paragraphs))


def _paragraph(english: str) -> str:
    known = danish("help")
    example, call = f"{_EXAMPLE} ", english.removeprefix(f"{_EXAMPLE} ")
    return (
        f"{known[_EXAMPLE]} {call}" if english.startswith(example) else known.get(english, english)
    )


def from_click(english: str) -> str:
    """Return a text of click's in the language that is spoken."""
    return danish("click").get(english, english) if spoken.get() == "da" else english


def _plural(one: str, other: str, n: int) -> str:
    return from_click(one if n == 1 else other)


def metavars(text: str) -> str:
    """Return a text with what stands for values in the language that is spoken: FILE, FIL."""
    if spoken.get() != "da":
        return text
    return re.sub(_METAVAR, lambda word: danish("metavars").get(word[0], word[0]), text)


def _of(args: Sequence[str]) -> str:
    """Return the language of a call whose words may not be understood otherwise."""
    words = list(args[: args.index("--")] if "--" in args else args)
    said = [word for option, word in pairwise(words) if option == _OPTION]
    said += [word.partition("=")[2] for word in words if word.startswith(f"{_OPTION}=")]
    chosen = next((word for word in reversed(said) if word in LANGUAGES), "")
    return chosen or _of_environment()


def _of_environment() -> str:
    found = os.environ.get(VARIABLE) or "en"
    if found not in LANGUAGES:
        raise KkgraphError(Message("cli.no_language", variable=VARIABLE, text=found))
    return found
