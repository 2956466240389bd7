"""Writing a loaded graph to the cache folder, after the answer and out of its way."""

import atexit
import os
import signal
import sys
import threading
from contextlib import suppress

import pyoxigraph as ox

from kkgraph.cache import entries
from kkgraph.cache.sources import Sources
from kkgraph.store import Store

_LONGEST = 300  # seconds for one graph; who takes longer is ended, as others wait for the folder


def at_exit(store: Store, sources: Sources) -> None:
    """Have a graph written when this process ends, by a process of its own."""
    atexit.register(_begin, store, sources)


def _begin(store: Store, sources: Sources) -> None:
    """Start the process that writes; nobody waits for it, and it holds nothing of ours open."""
    if not entries.usable() or _threads() > 1:
        return
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    with suppress(OSError):
        if os.fork() == 0:
            _run(store, sources)


def _threads() -> int:
    """Return how many threads there are, those of libraries too where the system tells.

    A copy of a process with several may wait for ever for a lock that one of them held.
    """
    with suppress(OSError):
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - names are counted
    return threading.active_count()


def _run(store: Store, sources: Sources) -> None:
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(_LONGEST)
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for handle in range(3):
            os.dup2(nowhere, handle)
        os.closerange(3, 4096)
        prepare(store, sources)
    finally:
        os._exit(0)


def prepare(store: Store, sources: Sources) -> bool:
    """Write a graph to the cache folder; tell whether it is there now.

    It is not if another process is writing, if a source has changed since `sources` were
    read, or if there is no room or no right to write.
    """
    try:
        with entries.writing() as alone:
            return alone and _is_current(store, sources) and _written(store.local, sources.digest)
    except (OSError, ValueError, RuntimeError):
        return False


def _is_current(store: Store, sources: Sources) -> bool:
    return sources.settled and Sources.of(store.project, stated=store.stated) == sources


def _written(graph: ox.Store, digest: str) -> bool:
    """Write the entry beside its place and move it there whole."""
    place = entries.root() / digest
    if entries.is_whole(place):
        return True
    entries.tidy()
    part = place.with_suffix(entries.UNFINISHED)
    try:
        part.mkdir()
        quads = part / "quads"
        graph.dump(str(quads), format=ox.RdfFormat.N_QUADS)
        _fill(str(part / entries.GRAPH), str(quads), len(graph))
        quads.unlink()
        (part / entries.FILES).write_text(entries.listing(part / entries.GRAPH))
        entries.remove(place)
        part.rename(place)
    finally:
        entries.delete(part)
    return True


def _fill(folder: str, quads: str, size: int) -> None:
    """Make the engine's files; raises ValueError if they hold another number of quads."""
    written = ox.Store(folder)
    written.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
    written.optimize()
    written.flush()
    if len(written) != size:
        raise ValueError(folder)
