"""`kkgraph reconcile`: what the names in a column of a CSV file mean."""

from pathlib import Path

import click

from kkgraph.cache import load
from kkgraph.cli import options
from kkgraph.formats import write_output
from kkgraph.project import Project
from kkgraph.texts import phrase


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", required=True, metavar="NAME", help="The column with the names.")
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="CLASS",
    help="Only things of this class, such as City; may be repeated.",
)
@options.output
@options.lang
@options.edition
@options.project
def reconcile(
    project: Project,
    file: Path,
    column: str,
    types: tuple[str, ...],
    output: Path | None,
    lang: str,
) -> None:
    """Match the names in a column of FILE (CSV) with things of the graph.

    Adds four columns, called after yours: NAME_match (the IRI, only where it is sure),
    NAME_label, NAME_confidence (100 the label or an identifier, 95 another spelling, below that
    how alike the letters are) and NAME_candidates. The server has the same at /reconcile, for
    OpenRefine.

    Example: kkgraph reconcile FILE.csv --column by -o OUT.csv
    """
    from kkgraph.cli.publishing.export import class_named
    from kkgraph.reconciliation import names, sheet

    store = load(project)
    classes = tuple(class_named(store, one) for one in types)
    content, (sure, open_, none) = sheet.reconciled(names.build(store), file, column, classes, lang)
    write_output(output, content)
    click.echo(phrase("reconcile.done", lang, sure=sure, open=open_, none=none), err=True)
