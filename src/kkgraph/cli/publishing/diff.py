"""`kkgraph diff`: what changed between two states of the graph, in sentences or as a patch."""

from pathlib import Path

import click

from kkgraph.cli import options
from kkgraph.differences.writers import WRITERS
from kkgraph.formats import write_output
from kkgraph.formats.prose import write_prose
from kkgraph.project import Project

DIFFERS = 1


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False)
@options.format_(WRITERS, "text")
@click.option("--exit-code", is_flag=True, help="End with 1 when they differ.")
@options.lang
@options.project
@click.pass_context
def diff(
    ctx: click.Context,
    before: str,
    after: str | None,
    fmt: str,
    output: Path | None,
    lang: str,
    project: Project,
    *,
    exit_code: bool,
) -> None:
    """Say what changed from A to B: what is corrected, added and withdrawn, by section.

    A and B are each a project's folder, a revision of git, a file of RDF (a dump) or the address
    of a SPARQL endpoint; without B it is the project as it is now. What is stated is compared:
    the order of statements, comments, derived statements, shapes and saved queries make no
    difference. ru (SPARQL Update) and rdfp (RDF Patch) turn A into B.

    Example: kkgraph diff HEAD
    """
    from kkgraph.differences.comparison import compare
    from kkgraph.differences.readings import read_version
    from kkgraph.differences.sentences import Speaker

    found = compare(
        read_version(before, project), read_version(after or str(project.root), project)
    )
    speaker = Speaker.of(found, project.ontology_file(), lang)
    text = WRITERS[fmt](found, speaker)
    if fmt == "text":
        write_prose(output, text)
    else:
        write_output(output, text.encode())
    ctx.exit(DIFFERS if found and exit_code else 0)
