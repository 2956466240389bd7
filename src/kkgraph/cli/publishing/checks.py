"""`kkgraph validate`: hold the data against the shapes."""

from pathlib import Path

import click

from kkgraph.cli import options
from kkgraph.formats import write_output
from kkgraph.project import Project
from kkgraph.validation.shacl import ENGINES

FOUND = 1
_FORMATS = ("text", "json", "sarif", "junit", "html", "ttl")
_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=_PATH)
@click.option(
    "--shapes", type=_PATH, metavar="FILE", help="Check against the shapes in FILE alone."
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    help="pyshacl: the reference. fast: compiled (pip install 'kkgraph[fast]'); the default "
    "where it is installed and proved the same for these shapes.",
)
@click.option(
    "--passages",
    type=_PATH,
    envvar="KKGRAPH_SURVEY",
    show_envvar=True,
    metavar="FILE",
    help="Your copy of the survey text: show the lines that a finding cites.",
)
@click.option("--watch", is_flag=True, help="Run again when a file changes; show what is new.")
@click.option(
    "--format",
    "fmt",
    type=click.Choice(_FORMATS),
    help="Format of the report; else by the ending of FILE, else text.",
)
@options.output
@options.lang
@options.with_
@options.project
@click.pass_context
def validate(
    ctx: click.Context,
    files: tuple[Path, ...],
    shapes: Path | None,
    engine: str | None,
    passages: Path | None,
    watch: bool,  # noqa: FBT001 - click's way
    fmt: str | None,
    output: Path | None,
    lang: str,
    project: Project,
) -> None:
    """Check the data: every term, every value, every file, and the shapes.

    A FILE is checked together with the project's data, in place of the
    project's file of the same name if there is one: any format of RDF, by its
    ending (.ttl .trig .nt .nq .rdf .jsonld, also .gz), or - for standard input.
    Exit code 0: nothing is wrong (notes allowed); 1: there are violations or
    warnings, or nothing was looked at; 2: it could not run.

    Example: kkgraph validate
    """
    from kkgraph.validation.conformance import Validation
    from kkgraph.validation.report import formats
    from kkgraph.validation.report.passages import with_passages

    validation = Validation(project, files, shapes, engine)
    if watch:
        from kkgraph.validation.watching import watch as watching

        watching(validation, lang, click.echo)
        return
    report = with_passages(validation.run(), passages)
    name = fmt or (output and formats.of_file(output)) or "text"
    text = formats.WRITERS[name](report, project.root, lang)
    write_output(output, f"{text}\n".encode())
    ctx.exit(0 if report.is_clean else FOUND)
