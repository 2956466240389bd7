"""`kkgraph release`: a version of the graph, with everything that belongs to it."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import click

from kkgraph.cli import options
from kkgraph.cli.language import say
from kkgraph.cli.publishing import values
from kkgraph.errors import KkgraphError
from kkgraph.project import Project
from kkgraph.texts import Message, spoken

NOT_VALID = 1


@click.command()
@click.argument("version")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The release's new folder; else releases/VERSION in the project.",
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The release's date; else that of SOURCE_DATE_EPOCH, else today.",
)
@click.option(
    "--previous",
    metavar="RELEASE",
    help="The folder of the last release; else the newest older one beside the new folder.",
)
@click.option(
    "--base-url",
    metavar="URL",
    callback=values.web_address,
    help="Where release/VERSION/ will be served; else the project's base.",
)
@click.option("--dry-run", is_flag=True, help="Check that it can be made, and write nothing.")
@options.messages
@options.project
@click.pass_context
def release(
    ctx: click.Context,
    project: Project,
    version: str,
    output: Path | None,
    day: datetime | None,
    previous: str | None,
    base_url: str | None,
    *,
    dry_run: bool,
) -> None:
    """Release the graph as VERSION: validate it, and write a folder with all of it.

    The folder is a project that every command takes, with canonical dumps, tables,
    checksums, what changed since the last release, tombstones of what was withdrawn, and
    descriptions (DCAT, RO-Crate, Zenodo, Croissant). Ontology, CITATION.cff, CHANGELOG.md and
    the package, if they are the project's, get the number too. The same project, version and
    date give the same bytes. Exit code 1: the data are not valid, nothing was written.

    Example: kkgraph release 0.3.0 --dry-run
    """
    from kkgraph.editions import versions
    from kkgraph.errors.versions import ProjectNotValid
    from kkgraph.releases import builder

    versions.order(version)
    if not dry_run:
        options.own(project)
    folder = output or project.root / "releases" / version
    before = previous or builder.latest(folder.resolve().parent, version)
    base = (base_url or project.settings.base).rstrip("/") + "/"
    try:
        count = builder.release(
            project, builder.Plan(version, _date(day), folder, base, before, dry_run)
        )
    except ProjectNotValid as error:
        click.echo(f"kkgraph: {error.said(spoken.get())}", err=True)
        ctx.exit(NOT_VALID)
    click.echo(say("cli.files", folder=folder, n=count), err=True)


def _date(given: datetime | None) -> str:
    """Return the release's date: as given, as reproducible builds say, or today."""
    if given is not None:
        return given.date().isoformat()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            raise KkgraphError(Message("cli.no_epoch", text=epoch)) from None
    return date.today().isoformat()  # noqa: DTZ011 - the publisher's own day
