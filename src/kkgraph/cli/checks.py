"""`kkgraph validate`: hold the data against the shapes."""

from pathlib import Path

import click

from kkgraph.cli import options
from kkgraph.formats import write_output
from kkgraph.project import Project

VIOLATIONS = 1


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@options.format_(["text", "json", "ttl"], "text")
@options.lang
@options.with_
@options.project
@click.pass_context
def validate(
    ctx: click.Context,
    files: tuple[Path, ...],
    fmt: str,
    output: Path | None,
    lang: str,
    project: Project,
) -> None:
    """Check the data against the shapes.

    A FILE is checked together with the project's data, in place of the
    project's file of the same name if there is one. Exit code 0: the data
    conform, warnings allowed; 1: there are violations; 2: it could not run.

    Example: kkgraph validate
    """
    from kkgraph.validation.conformance import examine
    from kkgraph.validation.findings import as_json, as_text, as_turtle

    report = examine(project, files)
    write = {"text": as_text, "json": as_json, "ttl": as_turtle}[fmt]
    write_output(output, f"{write(report, project.root, lang)}\n".encode())
    ctx.exit(0 if report.conforms else VIOLATIONS)
