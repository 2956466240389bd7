"""`kkgraph new`: a new thing or fact, from options or from questions in a terminal."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from kkgraph.cli import options
from kkgraph.cli.language import say
from kkgraph.errors import KkgraphError
from kkgraph.errors.editing import FieldMissing, SectionMissing
from kkgraph.project import Project, find
from kkgraph.texts import spoken

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kkgraph.editing.fields import Form

_WORDS = "kkgraph.words"


class NewCommand(click.Command):
    """A command whose options are also the fields of the class that is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the words of the call for `--help`, which comes before they are read."""
        ctx.meta[_WORDS] = list(args)
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Add the fields of the class that is named beside `--help`."""
        super().format_options(ctx, formatter)
        form = _named(ctx.meta.get(_WORDS, []))
        if form is not None:
            with formatter.section(say("cli.new.fields", kind=form.kind)):
                formatter.write_dl(list(_listed(form)))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complete our options and the named class's fields."""
        from kkgraph.cli.editing import completion

        return super().shell_complete(ctx, incomplete) + completion.fields(ctx, incomplete)


def _named(words: list[str]) -> "Form | None":
    from kkgraph.editing.fields import Shapes

    with suppress(KkgraphError, StopIteration):
        return Shapes.of(find()).form(next(word for word in words if not word.startswith("-")))
    return None


def _listed(form: "Form") -> Iterable[tuple[str, str]]:
    from kkgraph.editing.drafts import option

    for field in form.fields:
        words = [field.names.get(spoken.get(), field.local)]
        words += [say("cli.new.needed")] if field.minimum else []
        words += [] if field.maximum == 1 else [say("cli.new.several")]
        tag = "-da, -en" if field.is_text else ""
        yield f"--{option(field)}{tag}", ", ".join(words)


@click.command(cls=NewCommand, context_settings={"ignore_unknown_options": True})
@click.argument("kind", metavar="CLASS", shell_complete=options.completed("class_names"))
@click.argument(
    "words", nargs=-1, type=click.UNPROCESSED, shell_complete=options.completed("field_values")
)
@click.option("--set", "assigned", multiple=True, metavar="FIELD=VALUE", help="Fill in a field.")
@click.option("--section", metavar="NUMBER", help="The section that says so, such as 4.1.5.")
@click.option("--slug", metavar="SLUG", help="The end of its IRI, where the rule gives another.")
@click.option("--ask/--no-ask", default=None, help="Ask for fields; else only in a terminal.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@options.lang
@options.project
def new(
    project: Project,
    kind: str,
    words: tuple[str, ...],
    assigned: tuple[str, ...],
    section: str | None,
    slug: str | None,
    lang: str,
    *,
    ask: bool | None,
    dry_run: bool,
) -> None:
    """Add a thing or fact of a CLASS: city, network, membership, payment, grant and so on.

    Each field of the class is an option: `kkgraph new membership --help` lists them. A thing is
    named as everywhere, by label, slug, CURIE or IRI. It is written in the right place of the
    right file; nothing else there changes. Data that would not validate are not written: exit
    code 1.

    Example: kkgraph new city --name Porto --section 5.1 --lines 569 --dry-run
    """
    from kkgraph.cli.editing import report
    from kkgraph.editing import drafts, placement
    from kkgraph.editing.fields import Shapes
    from kkgraph.store import load

    form, given = Shapes.of(project).form(kind), pairs(words, assigned)
    subject = ""

    def plan() -> placement.Plan:
        """Read the data while nobody else writes: what is new has to be free."""
        nonlocal subject
        store = load(project)
        draft = drafts.draft(store, form, given, section, slug)
        subject = draft.subject
        return placement.plan(store, [draft])

    try:
        report.written(project, plan, lang, dry=dry_run)
    except (FieldMissing, SectionMissing):
        if not (sys.stdin.isatty() if ask is None else ask):
            raise
        from kkgraph.cli.editing import prompts

        section = prompts.ask(load(project), form, given, section, lang)
        report.written(project, plan, lang, dry=dry_run)
    click.echo(report.names([subject]), nl=False)


def pairs(words: Iterable[str], assigned: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return `--name value …` and `name=value` as names with their values, in order.

    The words up to the next option are one value, so that a completed name needs no quotes.
    """
    found: list[tuple[str, list[str]]] = []
    for word in words:
        if word.startswith("--"):
            name, equals, rest = word[2:].partition("=")
            found.append((name, [rest] if equals else []))
        elif not found:
            raise click.UsageError(say("cli.new.unexpected", word=word))
        else:
            found[-1][1].append(word)
    for text in assigned:
        name, equals, rest = text.partition("=")
        found.append((name.strip(), [rest.strip()] if equals else []))
    given: dict[str, list[str]] = {}
    for name, parts in found:
        if not parts:
            raise click.UsageError(say("cli.new.valueless", name=name))
        given.setdefault(name, []).append(" ".join(parts))
    return given
