"""`kkgraph push`, `pull` and `compare`: a project and the servers that have its graph."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kkgraph import formats, media
from kkgraph.cli import options
from kkgraph.cli.language import say, tell
from kkgraph.errors.installation import not_importable
from kkgraph.formats import standard
from kkgraph.formats.prose import write_prose
from kkgraph.formats.screen import Screen
from kkgraph.project import Project, find
from kkgraph.tables import Table
from kkgraph.texts import Message, spoken

if TYPE_CHECKING:
    from types import ModuleType

DIFFERS = 1
_dry = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")


def _remote(command: str) -> "ModuleType":
    """Return the module of a command; raises LibraryMissing without httpx."""
    from importlib import import_module

    try:
        return import_module(f"kkgraph.remote.transfer.{command}")
    except ImportError as error:
        raise not_importable(f"kkgraph {command}", error, "remote") from error


def _tell(message: Message) -> None:
    tell(f"kkgraph: {message.said(spoken.get())}")


@click.command()
@click.argument("url")
@_dry
@options.with_
@options.messages
@options.project
def push(project: Project, url: str, *, dry_run: bool) -> None:
    """Make the dataset of the SPARQL server at URL the same as the project's.

    URL is where it answers queries, or its name in the config file. Named graphs are kept,
    and the merge of all is put where the server does not make it itself. What differs is
    written beside the dataset first and then put in place by one update; a push that broke
    off goes on when it is called again. Last, counts and digests of every graph are compared.

    Example: kkgraph push http://localhost:7878/query --dry-run
    """
    module = _remote("push")
    client, store = module.connected(url), module.local(project)
    plan = module.plan(client, store, dry=True) if dry_run else module.push(client, store, _tell)
    for one in plan.todo:
        graph = one.graph or say("remote.default_graph")
        what = say(f"remote.change.{one.what}")
        click.echo(f"{what:<8} {one.there:>8} -> {one.here:<8} {graph}")
    key = "remote.would_change" if dry_run else "remote.has_changed"
    click.echo(say(key, n=len(plan.todo), of=len(plan.changes)))


@click.command()
@click.argument("url")
@click.argument("file", type=click.Path(path_type=Path))
@_dry
@options.messages
def pull(url: str, file: Path, *, dry_run: bool) -> None:
    """Write the dataset of the SPARQL server at URL to FILE (.nq, .trig), with its named graphs.

    The counts before and after have to agree with what was read. The same graph gives the same
    bytes as `kkgraph export FILE`.

    Example: kkgraph pull http://localhost:7878/query graph.nq --dry-run
    """
    name = formats.chosen(None, file, media.QUADS, "nq")
    module = _remote("pull")
    client = _remote("push").connected(url)
    if dry_run:
        sizes = module.sizes(client)
        click.echo(say("remote.would_write", quads=sum(sizes.values()), graphs=len(sizes)))
        return
    formats.write_output(file, standard.serialized(module.pull(client, _tell), name))


@click.command()
@click.argument("left")
@click.argument("right")
@click.option("--all", "everything", is_flag=True, help="List graphs that are the same, too.")
@options.format_(formats.fitting(Table), "table")
@options.screen
@options.lang
def compare(
    left: str,
    right: str,
    fmt: str,
    output: Path | None,
    screen: Screen,
    lang: str,
    *,
    everything: bool,
) -> None:
    """Compare LEFT and RIGHT, each a project's folder or a SPARQL server.

    For the projects of two municipalities it says in sentences what both share and where they
    differ: networks, cities, programmes, fees, and which things are the same. --format json has
    the same with all names.

    For two copies of one graph it compares the number of triples and the digest (SHA-256,
    RDFC-1.0) of each named graph. Exit code 1 if any differs. A server is named by its address or
    as in the config file.

    Example: kkgraph compare . http://localhost:7878/query
    """
    two = _municipalities(left, right)
    if two:
        _compare(*two, fmt, output, lang)
        return
    module = _remote("compare")
    pairs = module.compare(left, right)
    differing = [pair for pair in pairs if pair.verdict == module.OTHER]
    formats.write(module.table(pairs if everything else differing), fmt, output, screen)
    _tell(Message("remote.differ", n=len(differing), of=len(pairs)))
    click.get_current_context().exit(DIFFERS if differing else 0)


def _municipalities(left: str, right: str) -> tuple[Project, Project] | None:
    """Return two places as projects, None unless they are folders of two municipalities."""
    if not (Path(left).is_dir() and Path(right).is_dir()):
        return None
    first, second = find(Path(left)), find(Path(right))
    return None if first.settings.base == second.settings.base else (first, second)


def _compare(first: Project, second: Project, fmt: str, output: Path | None, lang: str) -> None:
    from kkgraph.comparison import sentences, shared

    if fmt not in ("table", "json"):
        raise click.UsageError(say("cli.servers.as_text"))
    found = shared.compare(first, second)
    if fmt == "json":
        formats.write_output(output, sentences.as_json(found, lang).encode())
    else:
        write_prose(output, sentences.text(found, lang))
