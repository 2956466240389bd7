"""The process that loads the project once and forks workers, which share its memory.

It is told what to do over a socket, a line each: `fork 7` with the worker's socket,
`kill 7`, `slow 7`. A worker that was killed is still its child, so that no number can
have passed to a stranger. It ends when the server does.
"""

import contextlib
import gc
import json
import os
import shutil
import signal
import socket
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kkgraph.endpoint.pool import messages, worker
from kkgraph.endpoint.pool.preparation import prepare, write_pages
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

_NICE = 10
_WRITER = "pages"  # the child that writes the pages; workers have numbers


@dataclass
class ForkServer:
    """The children by the number the server gave them."""

    snapshot: Snapshot
    control: socket.socket
    children: dict[str, int] = field(default_factory=dict)

    def write_pages(self, folder: str) -> None:
        """Have a child write the pages, beside the first answers, and say when they are there."""
        pid = os.fork()
        if pid:
            self.children[_WRITER] = pid
            signal.signal(signal.SIGCHLD, lambda *_: self._tell_of_pages())
            self._tell_of_pages()
            return
        try:
            self.control.close()  # or the server would not see the end of this process
            _slow_down(0)
            write_pages(self.snapshot, folder)
        finally:
            os._exit(0)

    def _tell_of_pages(self) -> None:
        """Tell the server when the child that writes the pages has ended."""
        with contextlib.suppress(OSError):  # it was told meanwhile, or has gone
            pid = self.children.get(_WRITER)
            if pid and os.waitpid(pid, os.WNOHANG)[0]:
                del self.children[_WRITER]
                self.control.sendall(messages.encode({"pages": True}))

    def kill_all(self) -> None:
        """End what is still at work, before what it works with is removed."""
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
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

    def _reap(self) -> None:
        for name, pid in list(self.children.items()):
            if name != _WRITER and os.waitpid(pid, os.WNOHANG)[0]:
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
        snapshot = prepare(settings)
    except KkgraphError as error:
        control.sendall(messages.encode({"error": str(error)}))
        return
    triples = len(snapshot.graph)
    control.sendall(messages.encode({"digest": snapshot.digest, "quads": triples}))
    gc.freeze()
    server = ForkServer(snapshot, control)
    if folder:
        server.write_pages(folder)
    server.obey()
    server.kill_all()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)  # the server cannot, if it was killed


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
