"""`kkgraph cache`: the graphs that are kept on disk, and removing them."""

import time
from collections.abc import Iterator

import click

from kkgraph.cache import entries


@click.command()
@click.option("--clear", is_flag=True, help="Remove them all.")
def cache(*, clear: bool) -> None:
    """Show the loaded graphs that are kept in the cache folder, so that commands start fast.

    Each is made again when a file, a rule or a version has changed. At most 8 are kept,
    and none that was not used for 30 days. KKGRAPH_NO_CACHE=1 does without.

    Example: kkgraph cache --clear
    """
    found = entries.found()
    click.echo(f"Folder: {entries.root()}")
    if clear:
        gone = sum(entries.remove(entry.folder) for entry in found)
        kept = len(found) - gone
        click.echo(f"Removed: {gone}" + (f"; {kept} in use" if kept else ""))
        return
    click.echo("\n".join(_lines(found)))


def _lines(found: list[entries.Entry]) -> Iterator[str]:
    """Yield a line an entry: its name, its size, when it was last used."""
    if not found:
        yield "No graph is kept."
    for entry in found:
        day = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.used))
        yield f"{entry.folder.name}  {entry.size / 1e6:8.1f} MB  last used {day}"
