"""`kkgraph ask`: a plain question, answered by the saved query that fits it."""

import sys
from pathlib import Path

import click

from kkgraph import formats
from kkgraph.asking.index import Index
from kkgraph.asking.reply import NEXT, Reply, answer, said
from kkgraph.cache import load
from kkgraph.cli import options
from kkgraph.cli.language import tell
from kkgraph.errors import ChoiceInvalid
from kkgraph.formats.screen import Screen
from kkgraph.project import Project
from kkgraph.tables import Table
from kkgraph.texts import LANGUAGES, phrase, spoken

UNSURE = 1


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--choose", type=click.IntRange(1, NEXT), metavar="N", help="Answer by the reading number N."
)
@options.format_(formats.fitting(Table), "table")
@options.screen
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of labels and texts.  [default: that of the question]",
)
@options.endpoint
@options.project
@click.pass_context
def ask(
    ctx: click.Context,
    project: Project,
    text: tuple[str, ...],
    choose: int | None,
    fmt: str,
    output: Path | None,
    lang: str | None,
    screen: Screen,
) -> None:
    """Answer a plain question in Danish or English by the saved query that fits it.

    Says on standard error how the question was read, and how else it could be. Where that is
    not sure, nothing is answered: three readings are listed to choose from (by a key, or
    --choose N), and the exit code is 1.

    Example: kkgraph ask "Hvad betaler kommunen for STRING?" --format csv
    """
    from kkgraph.asking import index as indexes
    from kkgraph.asking.reply import ask as read

    index = indexes.build(load(project))
    reply = read(index, " ".join(text), lang)
    lang = lang or reply.question.lang
    for name in reply.question.strange:
        tell(phrase("ask.strange", lang, name=name))
    if choose is None and not reply.sure:
        choose = _chosen(index, reply, lang)
        if choose is None:
            ctx.exit(UNSURE)
    number = choose or 1
    if number > len(reply.readings):
        spoken.set(lang)
        raise ChoiceInvalid(number, len(reply.readings))
    reading = reply.readings[number - 1]
    tell(phrase("ask.read_as", lang, reading=said(index, reading, lang)))
    found = answer(index, reply, reading, lang)
    formats.write(found, fmt, output, screen)
    for note in found.about.notes:
        tell(note)
    _others(index, reply, number, lang)


def _others(index: Index, reply: Reply, number: int, lang: str) -> None:
    """List the next best readings with the numbers that choose them."""
    tell(phrase("ask.others", lang))
    for n, reading in enumerate(reply.readings[:NEXT], 1):
        if n != number:
            tell(f"  {n}  {said(index, reading, lang)}")


def _chosen(index: Index, reply: Reply, lang: str) -> int | None:
    """List the readings to choose from; return the one whose number a person presses."""
    if not reply.readings:
        tell(phrase("ask.nothing", lang))
        return None
    tell(phrase("ask.unsure", lang))
    for n, reading in enumerate(reply.readings[:NEXT], 1):
        tell(f"  {n}  {said(index, reading, lang)}")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        tell(phrase("ask.choose", lang))
        return None
    tell(phrase("ask.press", lang))
    key = click.getchar()
    return int(key) if key.isdecimal() and 0 < int(key) <= NEXT else None
