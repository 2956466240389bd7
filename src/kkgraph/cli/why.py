"""`kkgraph why`: where a statement comes from."""

from pathlib import Path

import click

from kkgraph.cli import options
from kkgraph.formats.prose import write_prose
from kkgraph.project import Project


@click.command()
@click.argument("entity", shell_complete=options.completed("entity"))
@click.argument("property_", metavar="[PROPERTY]", required=False)
@click.argument("value", required=False, shell_complete=options.completed("entity"))
@click.option(
    "--survey",
    "copy",
    type=click.Path(path_type=Path),
    envvar="KKGRAPH_SURVEY",
    show_envvar=True,
    metavar="FILE",
    help="Your copy of the survey text: show the passages too.",
)
@options.format_(["text"], "text")
@options.lang
@options.endpoint
@options.edition
@options.projects
def why(
    entity: str,
    property_: str | None,
    value: str | None,
    copy: Path | None,
    fmt: str,  # noqa: ARG001 - there is one, by the ending of the file
    output: Path | None,
    lang: str,
    project: Project,
) -> None:
    """Say which sections and lines, rule or outside source a statement comes from.

    PROPERTY is a name such as isMemberOf; VALUE is the thing it points to, or its literal.

    Example: kkgraph why Oslo isMemberOf STRING
    """
    from kkgraph.cache import load
    from kkgraph.evidence.explanation import explain
    from kkgraph.evidence.words import Renderer, in_words

    store = load(project)
    renderer = Renderer.of(store, copy, lang)
    found = explain(store, entity, property_, value)
    said = "\n\n".join(in_words(renderer, one) for one in found)
    write_prose(output, f"{said}\n")
