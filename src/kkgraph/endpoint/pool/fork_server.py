"""The process that loads the project once and forks workers, which share its memory.

It is told what to do over a socket, a line each: `worker 7` (or another role) with the
worker's socket, `kill 7`, `slow 7`. A worker that was killed is still its child, so that
no number can have passed to a stranger. It ends when the server does.
"""

import contextlib
import gc
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kkgraph.endpoint.pool import messages, worker
from kkgraph.endpoint.pool import snapshot as snapshots
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError
from kkgraph.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

_NICE = 10


@dataclass
class ForkServer:
    """The children by the number the server gave them."""

    snapshot: Snapshot
    control: socket.socket
    children: dict[str, int] = field(default_factory=dict)

    def kill_all(self) -> None:
        """End what is still at work."""
        for pid in self.children.values():
            _kill(pid)
            os.waitpid(pid, 0)

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
            self._reap()

    def _do(self, order: str, name: str, fds: list[int]) -> None:
        if order in worker.ROLES:
            self._fork(order, name, fds.pop(0), fds)
        elif name in self.children:
            orders: dict[str, Callable[[int], None]] = {"kill": _kill, "slow": _slow_down}
            orders[order](self.children[name])

    def _fork(self, role: str, name: str, fd: int, others: list[int]) -> None:
        try:
            pid = os.fork()
        except OSError:  # no process or memory to give: the worker's connection ends
            os.close(fd)
            return
        if pid:
            os.close(fd)
            self.children[name] = pid
            return
        try:
            self.control.close()
            for other in others:
                os.close(other)
            worker.start(role, socket.socket(fileno=fd), self.snapshot)
        finally:
            os._exit(0)

    def _reap(self) -> None:
        for name, pid in list(self.children.items()):
            if os.waitpid(pid, os.WNOHANG)[0]:
                del self.children[name]


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def _slow_down(pid: int) -> None:
    """Give a worker less of the processor: each of its threads has a priority of its own."""
    with contextlib.suppress(OSError):  # a thread, or all of it, has just ended
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.setpriority(os.PRIO_PROCESS, int(thread.name), _NICE)


def main(fd: int, text: str) -> None:
    """Load, report, and obey: the server waits for the report before it relies on us."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    control = socket.socket(fileno=fd)
    try:
        snapshot = snapshots.take(Settings.parse(text))
    except KkgraphError as error:
        control.sendall(messages.encode({"error": {lang: error.said(lang) for lang in LANGUAGES}}))
        return
    snapshots.warm_up(snapshot)
    gc.freeze()
    server = ForkServer(snapshot, control)
    with contextlib.suppress(BrokenPipeError):  # the server has gone
        triples = len(snapshot.graph)
        control.sendall(messages.encode({"digest": snapshot.digest, "quads": triples}))
        server.obey()
    server.kill_all()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
