"""`kkgraph edit`: another value for a thing or fact, or the whole withdrawn."""

import click

from kkgraph.cli import options
from kkgraph.cli.language import say
from kkgraph.project import Project


@click.command()
@click.argument("thing", shell_complete=options.completed("entity"))
@click.argument("changes", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--section", metavar="NUMBER", help="Where it changes, if several sections say it.")
@click.option("--old", metavar="VALUE", help="The value that changes, if there are several.")
@click.option("--withdraw", is_flag=True, help="Remove the thing and what points at it.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@options.lang
@options.project
def edit(
    project: Project,
    thing: str,
    changes: tuple[str, ...],
    section: str | None,
    old: str | None,
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
    store = load(project)
    node = resolve(store, thing)
    assigned = [corrections.assignment(text) for text in changes]

    def plan() -> Plan:
        if withdraw:
            return corrections.withdraw(store, node)
        return corrections.correct(store, node, assigned, section, old)

    report.written(project, plan, lang, dry=dry_run)
    click.echo(report.names([node.value]), nl=False)
