"""The server's end of a nursery process."""

import asyncio
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
from typing import Any

from kkgraph.endpoint.pool import messages
from kkgraph.endpoint.pool.channel import Busy, Line, WorkerLost
from kkgraph.errors import KkgraphError

_NAMES = itertools.count(1)
_START = 10.0  # seconds that a worker has to say it is ready


class Nursery:
    """The server's end of a nursery process."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket) -> None:
        """Take a process that has just been started."""
        self.process, self._control = process, control
        self.report: dict[str, Any] = {}
        self.alive = True

    async def loaded(self) -> None:
        """Wait for its report; raises KkgraphError when the project cannot be served."""
        loop = asyncio.get_running_loop()
        try:
            data = await self._report(loop)
        except (EOFError, OSError):
            raise KkgraphError("the process that loads the project ended") from None
        self.report = data
        if "error" in data:
            raise KkgraphError(data["error"])

    async def _report(self, loop: asyncio.AbstractEventLoop) -> dict[str, Any]:
        buffer = b""
        while True:
            piece = await loop.sock_recv(self._control, 65536)
            if not piece:
                raise EOFError
            buffer += piece
            length = messages.whole(buffer)
            if length is not None:
                return json.loads(buffer[messages.SIZE : length])  # type: ignore[no-any-return]

    async def fork(self) -> Line:
        """Return a new worker, ready for work; raises Busy when none can be had."""
        ours, theirs = socket.socketpair()
        name = str(next(_NAMES))
        try:
            with theirs:
                socket.send_fds(self._control, [f"fork {name}\n".encode()], [theirs.fileno()])
            ours.setblocking(False)  # noqa: FBT003 - the standard library's signature
            loop = asyncio.get_running_loop()
            _, line = await loop.create_unix_connection(Line, sock=ours)
            line.name = name
            await line.ready(_START)
        except (OSError, WorkerLost, TimeoutError):
            ours.close()
            raise Busy(5) from None
        return line

    def tell(self, order: str, name: str) -> None:
        """Have a worker killed, or slowed down."""
        try:
            self._control.send(f"{order} {name}\n".encode())
        except OSError:
            self.process.kill()

    async def ended(self) -> None:
        """Wait until the process has gone: it says nothing more than that."""
        try:
            while await asyncio.get_running_loop().sock_recv(self._control, 4096):
                pass
        except OSError:
            pass
        self.alive = False

    async def close(self) -> None:
        """Let the process end, as it does when its connection closes; all of its kind if not."""
        self._control.close()
        try:
            await asyncio.to_thread(self.process.wait, 5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def started(theirs: socket.socket, text: str) -> subprocess.Popen[bytes]:
    """Start a nursery process at the other end of a socket.

    `-P`: no module is taken from the folder that the server was started in.
    """
    command = [
        sys.executable,
        "-P",
        "-m",
        "kkgraph.endpoint.pool.fork_server",
        str(theirs.fileno()),
        text,
    ]
    return subprocess.Popen(  # noqa: S603 - our own module
        command,
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
