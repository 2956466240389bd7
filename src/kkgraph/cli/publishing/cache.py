"""`kkgraph cache`: the graphs that are kept on disk, and removing them."""

import time
from collections.abc import Iterator

import click

from kkgraph.cache import entries
from kkgraph.cli import options
from kkgraph.cli.language import say
from kkgraph.formats.literals import number
from kkgraph.texts import spoken


@click.command()
@click.option("--clear", is_flag=True, help="Remove them all.")
@options.messages
def cache(*, clear: bool) -> None:
    """Show the loaded graphs that are kept in the cache folder, so that commands start fast.

    Each is made again when a file, a rule or a version has changed. At most 8 are kept,
    and none that was not used for 30 days. KKGRAPH_NO_CACHE=1 does without.

    Example: kkgraph cache --clear
    """
    found = entries.found()
    click.echo(say("cache.folder", folder=entries.root()))
    if clear:
        gone = sum(entries.remove(entry.folder) for entry in found)
        kept = len(found) - gone
        click.echo(say("cache.removed_but" if kept else "cache.removed", n=gone, kept=kept))
        return
    click.echo("\n".join(_lines(found)))


def _lines(found: list[entries.Entry]) -> Iterator[str]:
    """Yield a line an entry: its name, its size, when it was last used."""
    if not found:
        yield say("cache.none")
    for entry in found:
        used = time.localtime(entry.used)
        day, hour = time.strftime("%Y-%m-%d", used), time.strftime("%H:%M", used)
        size = number(f"{entry.size / 1e6:.1f}", spoken.get())
        yield f"{entry.folder.name}  {size:>8} MB  {say('cache.used', day=day, hour=hour)}"
