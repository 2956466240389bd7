"""`kkgraph links`: links to other collections, both ways."""

from pathlib import Path

import click

from kkgraph import formats
from kkgraph.cache import load
from kkgraph.cli import options
from kkgraph.formats.screen import Screen
from kkgraph.project import Project
from kkgraph.tables import Table


@click.group()
@options.messages
def links() -> None:
    """Check the links to other collections, and hand them on.

    Example: kkgraph links check
    """


@links.command(short_help="List the things without an identifier from outside.")
@click.option(
    "--candidates",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A CSV file with the columns id and label, of any collection.",
)
@options.format_(formats.fitting(Table), "table")
@options.screen
@options.lang
@options.project
def check(
    project: Project, file: Path | None, fmt: str, output: Path | None, lang: str, screen: Screen
) -> None:
    """List the things without an identifier from outside, and candidates from a local FILE.

    Names are compared as in `kkgraph reconcile`. Nothing is written to the data: a link needs a
    person who looks.

    Example: kkgraph links check --format csv
    """
    from kkgraph.links import checking

    formats.write(checking.table(load(project), file, lang), fmt, output, screen)


@links.command(short_help="Write what the survey adds to Wikidata.")
@options.output
@options.messages
@options.project
def quickstatements(project: Project, output: Path | None) -> None:
    """Write what the survey adds to Wikidata, with its citation, as QuickStatements.

    Only what a section states, between things that have an item. Look at each before you run
    them: what Wikidata has already gets the citation only.

    Example: kkgraph links quickstatements
    """
    from kkgraph.links.quickstatements import commands

    formats.write_output(output, commands(load(project)).encode())


@links.command(short_help="Write all mappings as SSSOM.")
@options.output
@options.messages
@options.project
def sssom(project: Project, output: Path | None) -> None:
    """Write all mappings to other collections as SSSOM (TSV), each with its source.

    Example: kkgraph links sssom
    """
    from kkgraph.links.sssom import tsv

    formats.write_output(output, tsv(load(project)))
