"""`kkgraph template` and `kkgraph import`: data in a spreadsheet, out and in."""

from pathlib import Path

import click

from kkgraph.cli import options
from kkgraph.formats import write_output
from kkgraph.project import Project


@click.command()
@click.argument("kind", metavar="CLASS", shell_complete=options.completed("class_names"))
@click.option("--filled", is_flag=True, help="With what is there already, to be changed.")
@options.format_(["csv", "xlsx"], "csv")
@options.lang
@options.project
def template(
    project: Project, kind: str, fmt: str, output: Path | None, lang: str, *, filled: bool
) -> None:
    """Write a sheet for a CLASS, to fill in and take in again with `kkgraph import`.

    A row is a thing or fact in a section, a column a field; in a workbook (.xlsx) headings
    have notes and cells drop-down lists. Several values stand in one cell, one a line. The
    first column has the names of what is there already, and is empty in new rows.

    Example: kkgraph template membership
    """
    from kkgraph.editing import values
    from kkgraph.editing.fields import Shapes
    from kkgraph.editing.tables import sheets, workbooks
    from kkgraph.store import load

    store, form = load(project), Shapes.of(project).form(kind)
    columns = sheets.columns(form)
    rows = sheets.filled(store, form, lang) if filled else []
    if fmt == "csv":
        write_output(output, workbooks.csv(columns, rows))
        return
    fields = {column.name: column.field for column in columns if column.field}
    notes = {name: values.note(field, lang) for name, field in fields.items()}
    choices = {name: values.choices(store, field, lang) for name, field in fields.items()}
    write_output(output, workbooks.xlsx(form.kind, columns, rows, notes, choices))


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@options.lang
@options.project
def import_(project: Project, file: Path, lang: str, *, dry_run: bool) -> None:
    """Take in the rows of FILE, a sheet that `kkgraph template` wrote: all of them or none.

    Rows without a name in the first column are new; of the others the values that differ
    change. What is left out of the sheet stays as it is. Exit code 2: rows are wrong, each
    is told; 1: the data would not validate.

    FILE may be the workbook or the folder of CSV that `kkgraph export` wrote, or one of its
    tables. New rows have no `iri`, in facts no `statement`; what follows from other cells, such
    as names of values, may not change.

    Example: kkgraph import FILE
    """
    from kkgraph.cli.editing import report
    from kkgraph.editing.placement import Plan
    from kkgraph.editing.tables import exported, imports, workbooks
    from kkgraph.store import load

    given = workbooks.read(file)
    taken = imports.Taken()

    def plan() -> Plan:
        nonlocal taken
        take = exported.take if exported.is_export(given) else imports.take
        taken = take(load(project), file, given)
        return taken.plan

    report.written(project, plan, lang, dry=dry_run, rows=lambda: taken.rows)
    click.echo(report.names(taken.new), nl=False)
