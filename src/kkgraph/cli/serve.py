"""`kkgraph serve`: the graph over HTTP."""

import click

from kkgraph.cli import options
from kkgraph.errors import not_importable
from kkgraph.project import Project


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free."
)
@click.option(
    "--base-url", default="", metavar="URL", help="Where the world sees it, behind a proxy."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0.1, 3600),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="A query that takes longer is stopped.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Queries at once; as many again in the slow lane.",
)
@click.option(
    "--memory",
    type=click.IntRange(64, 65536),
    default=512,
    show_default=True,
    metavar="MB",
    help="Memory that one query may take.",
)
@click.option("--force", is_flag=True, help="Serve data that do not hold against the shapes.")
@click.option("--no-pages", is_flag=True, help="Leave out the site's pages.")
@click.option("--quiet", is_flag=True, help="Log no requests.")
@options.project
def serve(
    project: Project,
    host: str,
    port: int,
    base_url: str,
    time_limit: float,
    workers: int,
    memory: int,
    *,
    force: bool,
    no_pages: bool,
    quiet: bool,
) -> None:
    """Serve the graph over HTTP: SPARQL, linked data, saved queries, pages; read-only.

    SIGHUP reloads the project's files without dropping a request, and keeps what it
    has if they are broken; SIGTERM finishes what is under way and ends.

    Example: kkgraph serve --port 8000
    """
    from kkgraph.endpoint.settings import MEGABYTE, Settings

    try:
        from kkgraph.endpoint.server import run
    except ImportError as error:
        raise not_importable("kkgraph serve", error, "serve") from None
    settings = Settings(
        root=str(project.root),
        host=host,
        port=port,
        base_url=base_url.rstrip("/"),
        time_limit=time_limit,
        quick_workers=workers,
        slow_workers=workers,
        worker_memory=memory * MEGABYTE,
        force=force,
        pages=not no_pages,
    )
    run(settings, logged=not quiet)
