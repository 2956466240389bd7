"""`kkgraph mcp`: the graph for an assistant, over standard input and output."""

from collections.abc import Callable

import click

from kkgraph.cli import options
from kkgraph.cli.publishing import values
from kkgraph.errors.installation import not_importable
from kkgraph.project import Project


@click.command()
@values.time_limit
@options.messages
@options.edition
@options.project
def mcp(project: Project, time_limit: float) -> None:
    """Answer an assistant's questions by the Model Context Protocol, on standard input and output.

    Tools for a plain question, search, a thing, why a statement holds, SPARQL, networks and the
    saved queries by topic. Nothing can be changed. `kkgraph serve` has the same over HTTP, at
    /mcp. To begin, tell your assistant to start this command (docs/assistants.md).

    Example: kkgraph mcp --project DIR
    """
    from kkgraph.endpoint.settings import Settings

    _runner()(
        Settings(
            root=str(project.root),
            time_limit=time_limit,
            quick_workers=1,
            slow_workers=1,
            force=True,
            pages=False,
            as_of=project.edition.as_of,
            source=project.edition.source,
        )
    )


def _runner() -> Callable[..., None]:
    """Return what runs the server; raises LibraryMissing without its libraries."""
    try:
        from kkgraph.endpoint.mcp import run
    except ImportError as error:
        raise not_importable("kkgraph mcp", error, "mcp") from None
    return run
