"""The work of a build in shares, each done by a process of its own that shares the memory."""

import os
from collections.abc import Callable
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Final

from kkgraph.errors import KkgraphError

_MOST = 4
_COPY: Final = "fork"  # the graph is in memory, and is not sent
Work = Callable[[int], list[str]]


def processors() -> int:
    """Return how many processes are worth having: one where a process cannot be copied."""
    return min(_MOST, _free()) if _COPY in get_all_start_methods() else 1


def _free() -> int:
    """Return how many processors this process may use, or how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def done(shares: int, work: Work) -> list[str]:
    """Do every share, the first in this process, and return what all of them wrote.

    What a share raises is raised here, once all have ended.
    """
    if shares == 1:
        return work(0)
    context = get_context(_COPY)
    others = []
    for share in range(1, shares):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_do, args=(work, share, there), daemon=True)
        process.start()
        there.close()
        others.append((process, here))
    try:
        written = work(0)
        for process, here in others:
            written += _received(here)
            process.join()
    finally:
        for process, _ in others:
            process.terminate()
            process.join()
    return written


def _do(work: Work, share: int, there: Connection) -> None:
    try:
        there.send(work(share))
    except (KkgraphError, OSError) as error:
        there.send(error)


def _received(here: Connection) -> list[str]:
    """Return what a share wrote; raises what it raised, or OSError if it was killed."""
    try:
        found = here.recv()
    except EOFError:
        raise OSError(0, "a process of the build was ended") from None
    if isinstance(found, Exception):
        raise found
    return list(found)
