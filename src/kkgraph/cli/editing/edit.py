"""`kkgraph edit`: another value for a thing or fact, or the whole withdrawn."""

import click

from kkgraph import terms
from kkgraph.cli import options
from kkgraph.cli.language import say
from kkgraph.project import Project


@click.command()
@click.argument("thing", shell_complete=options.completed("entity"))
@click.argument("changes", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--section", metavar="NUMBER", help="Where it changes, if several sections say it.")
@click.option("--old", metavar="VALUE", help="The value that changes, if there are several.")
@click.option("--withdraw", is_flag=True, help="Remove the thing and what points at it.")
@click.option(
    "--replaced-by",
    "instead",
    metavar="THING",
    help="What takes the place of the thing that is withdrawn: what pointed at the one then "
    "points at the other, and the next release's tombstone names it.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@options.lang
@options.project
def edit(
    project: Project,
    thing: str,
    changes: tuple[str, ...],
    section: str | None,
    old: str | None,
    instead: str | None,
    lang: str,
    *,
    withdraw: bool,
    dry_run: bool,
) -> None:
    """Change THING: FIELD=VALUE puts another value, += adds one, -= (or = nothing) removes one.

    Only the value's own characters change in the file. Data that would not validate are not
    written: exit code 1.

    Example: kkgraph edit payment:string amount=600000 --dry-run
    """
    from kkgraph.cli.editing import report
    from kkgraph.editing import corrections
    from kkgraph.editing.placement import Plan
    from kkgraph.entities.search import resolve
    from kkgraph.store import load

    if bool(changes) == withdraw:
        raise click.UsageError(say("cli.edit"))
    if instead and not withdraw:
        raise click.UsageError(say("cli.replaced.without"))
    store = load(project)
    node = resolve(store, thing)
    other = resolve(store, instead, terms.class_of_kind(node.value)) if instead else None
    if other == node:
        raise click.UsageError(say("cli.replaced.itself"))
    assigned = [corrections.assignment(text) for text in changes]

    def plan() -> Plan:
        if withdraw:
            return corrections.withdraw(store, node, other)
        return corrections.correct(store, node, assigned, section, old)

    report.written(project, plan, lang, dry=dry_run)
    click.echo(report.names([node.value]), nl=False)
