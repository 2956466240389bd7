"""`kkgraph serve`: the graph over HTTP."""

from collections.abc import Callable
from ipaddress import ip_network

import click

from kkgraph.cli import options
from kkgraph.cli.language import say
from kkgraph.cli.publishing import values
from kkgraph.errors import KkgraphError
from kkgraph.errors.installation import not_importable
from kkgraph.project import Project
from kkgraph.texts import Message

_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - it is refused, or given a name


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 picks a free one.",
)
@click.option(
    "--base-url",
    default="",
    callback=values.web_address,
    metavar="URL",
    help="Public URL, when behind a proxy.",
)
@values.time_limit
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Queries run at once; long ones have as many places again.",
)
@click.option(
    "--memory",
    type=click.IntRange(64, 65536),
    default=512,
    show_default=True,
    metavar="MB",
    help="Memory that one query may take.",
)
@click.option(
    "--trusted-proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="A proxy (or network of them) whose X-Forwarded-For says who asks. Repeatable.",
)
@click.option("--force", is_flag=True, help="Serve data even if they do not conform to the shapes.")
@click.option("--no-pages", is_flag=True, help="Leave out the site's pages and files.")
@click.option("--log-queries", is_flag=True, help="Log the text of slow queries, not a digest.")
@click.option("--quiet", is_flag=True, help="Log no requests.")
@options.messages
@options.edition
@options.project
def serve(
    project: Project,
    host: str,
    port: int,
    base_url: str,
    time_limit: float,
    workers: int,
    memory: int,
    proxies: tuple[str, ...],
    *,
    force: bool,
    no_pages: bool,
    log_queries: bool,
    quiet: bool,
) -> None:
    """Serve the graph over HTTP: SPARQL, linked data, saved queries, pages; read-only.

    SIGHUP reloads the project's files without dropping a request, and keeps what it
    has if they are broken; SIGTERM finishes what is under way and ends.

    Example: kkgraph serve --port 8000
    """
    from kkgraph.endpoint.settings import MEGABYTE, Settings

    if host in _EVERYWHERE and not base_url:
        raise KkgraphError(Message("errors.server.host", host=host, port=port))
    run = _runner()
    settings = Settings(
        root=str(project.root),
        host=host,
        port=port,
        base_url=base_url.rstrip("/"),
        time_limit=time_limit,
        quick_workers=workers,
        slow_workers=workers,
        worker_memory=memory * MEGABYTE,
        trusted_proxies=_networks(proxies),
        log_queries=log_queries,
        force=force,
        pages=not no_pages,
        as_of=project.edition.as_of,
        source=project.edition.source,
    )
    run(settings, logged=not quiet)


def _runner() -> Callable[..., None]:
    """Return what runs a server; raises LibraryMissing without its libraries."""
    try:
        from kkgraph.endpoint.server import run
    except ImportError as error:
        raise not_importable("kkgraph serve", error, "serve") from None
    return run


def _networks(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return addresses and networks; raises BadParameter for what is neither."""
    for text in texts:
        try:
            ip_network(text)
        except ValueError as error:
            hint = say("cli.serve.proxy", why=error)
            raise click.BadParameter(hint, param_hint="--trusted-proxy") from None
    return texts
