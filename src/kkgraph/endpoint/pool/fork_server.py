"""The process that loads the project once and forks workers, which share its memory.

It is told what to do over a socket, a line each: `fork 7` with the worker's socket,
`kill 7`, `slow 7`. A worker that was killed is still its child, so that no number can
have passed to a stranger. It ends when the server does.
"""

import gc
import json
import os
import shutil
import signal
import socket
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kkgraph.endpoint.http import static_files
from kkgraph.endpoint.pool import messages, worker
from kkgraph.endpoint.pool import snapshot as snapshots
from kkgraph.endpoint.pool.children import apart
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

_NICE = 10


class NotConforming(KkgraphError):
    """The data do not hold against the shapes."""

    def __init__(self, report: str) -> None:
        """Say how to see more, and how to serve them nevertheless."""
        super().__init__(f"{report}; see `kkgraph validate`, or serve them with --force")


@dataclass
class Nursery:
    """The children by the number the server gave them."""

    snapshot: Snapshot
    control: socket.socket
    children: dict[str, int] = field(default_factory=dict)

    def obey(self) -> None:
        """Do what the server says until it closes its end."""
        pending = b""
        fds: list[int] = []
        while True:
            data, new, _, _ = socket.recv_fds(self.control, 4096, 16)
            if not data:
                return
            fds += new
            *lines, pending = (pending + data).split(b"\n")
            for line in lines:
                order, _, name = line.decode().partition(" ")
                self._do(order, name, fds)
            self._bury()

    def _do(self, order: str, name: str, fds: list[int]) -> None:
        if order == "fork":
            self._fork(name, fds.pop(0), fds)
        elif name in self.children:
            orders: dict[str, Callable[[int], None]] = {"kill": _kill, "slow": _slow_down}
            orders[order](self.children[name])

    def _fork(self, name: str, fd: int, others: list[int]) -> None:
        pid = os.fork()
        if pid:
            os.close(fd)
            self.children[name] = pid
            return
        try:
            self.control.close()
            for other in others:
                os.close(other)
            worker.serve(socket.socket(fileno=fd), self.snapshot)
        finally:
            os._exit(0)

    def _bury(self) -> None:
        for name, pid in list(self.children.items()):
            if os.waitpid(pid, os.WNOHANG)[0]:
                del self.children[name]


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def _slow_down(pid: int) -> None:
    os.setpriority(os.PRIO_PROCESS, pid, _NICE)


def main(fd: int, text: str) -> None:
    """Load, report, and obey: the server waits for the report before it relies on us."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    control = socket.socket(fileno=fd)
    settings, folder = Settings.parse(json.loads(text)[0]), json.loads(text)[1]
    try:
        snapshot = _prepared(settings, folder)
    except KkgraphError as error:
        control.sendall(messages.pack({"error": str(error)}))
        return
    triples = len(snapshot.graph)
    control.sendall(messages.pack({"digest": snapshot.digest, "quads": triples}))
    gc.freeze()
    Nursery(snapshot, control).obey()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)  # the server cannot, if it was killed


def _prepared(settings: Settings, folder: str) -> Snapshot:
    """Return a snapshot that holds against the shapes, with its pages written to a folder."""
    snapshot = snapshots.take(settings)
    if not settings.force:
        apart(lambda: _validate(snapshot))
    if snapshots.fingerprint(snapshot.store.project) != snapshot.digest:
        return _prepared(settings, folder)
    if settings.pages:
        static_files.write(snapshot, folder)
    snapshots.warm_up(snapshot)
    return snapshot


def _validate(snapshot: Snapshot) -> None:
    from kkgraph.validation.conformance import examine
    from kkgraph.validation.findings import as_text

    report = examine(snapshot.store.project)
    if not report.conforms:
        text = as_text(report, snapshot.store.project.root, "en")
        raise NotConforming(text.rstrip().rpartition("\n")[2])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
