"""What is done before the first worker: load, validate, write the pages, import.

What needs much memory once is done in a child process, whose memory goes with it.
"""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kkgraph.endpoint.metrics import log
from kkgraph.endpoint.pool import snapshot as snapshots
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError

SITE = "site"  # within the folder of pages, for the builder puts its own beside it
_LONGEST = 60_000  # bytes of a message: a pipe holds a few more


class NotConforming(KkgraphError):
    """The data do not hold against the shapes."""

    def __init__(self, report: str) -> None:
        """Say how to see more, and how to serve them nevertheless."""
        super().__init__(report, "see `kkgraph validate`, or serve them with --force")


def prepare(settings: Settings) -> Snapshot:
    """Return a snapshot that holds against the shapes, with all imported that workers import.

    Raises KkgraphError when the project cannot be served.
    """
    while True:
        snapshot = snapshots.take(settings)
        validated = None if settings.force else in_subprocess(partial(_validate, snapshot))
        snapshots.warm_up(snapshot)
        if validated is not None:
            validated()
        if snapshots.fingerprint(snapshot.store.project) == snapshot.digest:
            return snapshot


def _validate(snapshot: Snapshot) -> None:
    from kkgraph.validation.conformance import examine
    from kkgraph.validation.findings import as_text

    report = examine(snapshot.store.project)
    if not report.conforms:
        text = as_text(report, snapshot.store.project.root, "en")
        raise NotConforming(text.rstrip().rpartition("\n")[2])


def write_pages(snapshot: Snapshot, folder: str) -> None:
    """Write the site's pages to a folder; without them the server has plain pages only.

    A full disk, or an installation without the site's templates, is no reason not to
    serve the graph: it is said in the log.
    """
    try:
        _build(snapshot, Path(folder))
    except Exception as error:  # noqa: BLE001 - the graph is served without
        log(f"no pages: {error}")


def _build(snapshot: Snapshot, folder: Path) -> None:
    from kkgraph.site.builder import build
    from kkgraph.site.context import Site

    site = Site(snapshot.store, f"{snapshot.settings.base_url}/", endpoint="/sparql")
    build(site, folder / SITE)


def in_subprocess(work: Callable[[], None]) -> Callable[[], None]:
    """Start work in a child, whose memory goes with it, and return what waits for its end.

    That raises the KkgraphError that the work raises.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        os._exit(_report(work, writing))
    os.close(writing)
    return partial(_finish, pid, reading)


def _finish(pid: int, reading: int) -> None:
    with os.fdopen(reading, "rb") as pipe:
        message = pipe.read().decode(errors="ignore")  # it may be cut within a character
    _, status = os.waitpid(pid, 0)
    if message or status:
        raise KkgraphError(message or f"a preparing process ended with status {status}")


def _report(work: Callable[[], None], writing: int) -> int:
    try:
        work()
    except KkgraphError as error:
        os.write(writing, str(error).encode()[:_LONGEST])
        return 1
    except Exception as error:  # noqa: BLE001 - the process ends here, the message does not
        os.write(writing, f"{type(error).__name__}: {error}".encode()[:_LONGEST])
        return 1
    return 0
