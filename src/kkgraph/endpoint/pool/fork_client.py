"""The server's end of the fork server process."""

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
from typing import Any

from kkgraph.endpoint.pool import messages
from kkgraph.endpoint.pool.channel import Channel, ServiceUnavailable, WorkerDied
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError, system
from kkgraph.texts import Message

_NAMES = itertools.count(1)
_START = 10.0  # seconds that a worker has to say it is ready


class ForkServerClient:
    """The server's end of a fork server process."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket) -> None:
        """Take a process that has just been started."""
        self.process, self._control = process, control
        self.report: dict[str, Any] = {}
        self.alive = True
        self._buffer = bytearray()
        self._listening: asyncio.Task[None] | None = None

    async def loaded(self) -> None:
        """Wait for its report; raises KkgraphError when the project cannot be served."""
        try:
            self.report = await self._message()
        except (EOFError, OSError):
            raise KkgraphError(Message("errors.server.loader")) from None
        if "error" in self.report:
            raise KkgraphError(self.report["error"])
        self._listening = asyncio.ensure_future(self._listen())

    async def _message(self) -> dict[str, Any]:
        """Return what it says next; raises EOFError when it has ended."""
        loop = asyncio.get_running_loop()
        while (found := next(messages.taken(self._buffer), None)) is None:
            piece = await loop.sock_recv(self._control, 65536)
            if not piece:
                raise EOFError
            self._buffer += piece
        return found[0]

    async def _listen(self) -> None:
        """Take note of the end."""
        with contextlib.suppress(EOFError, OSError):
            await self._message()
        self.alive = False

    async def fork(self, role: str = "worker") -> Channel:
        """Return a new worker in a role, ready for work; raises ServiceUnavailable without one."""
        ours, theirs = socket.socketpair()
        name = str(next(_NAMES))
        try:
            with theirs:
                socket.send_fds(self._control, [f"{role} {name}\n".encode()], [theirs.fileno()])
            ours.setblocking(False)  # noqa: FBT003 - the standard library's signature
            loop = asyncio.get_running_loop()
            _, line = await loop.create_unix_connection(Channel, sock=ours)
        except OSError:
            ours.close()
            raise ServiceUnavailable(5) from None
        line.name = name
        try:
            await line.ready(_START)
        except BaseException as error:
            line.close()
            if isinstance(error, (WorkerDied, TimeoutError)):
                raise ServiceUnavailable(5) from None
            raise
        return line

    def tell(self, order: str, name: str) -> None:
        """Have a worker killed, or slowed down."""
        try:
            self._control.send(f"{order} {name}\n".encode())
        except OSError:
            self.process.kill()

    async def ended(self) -> None:
        """Wait until the process has gone."""
        if self._listening is not None:
            await asyncio.shield(self._listening)

    async def close(self) -> None:
        """Let the process end, as it does when its connection closes; all of its kind if not."""
        try:
            if self._listening is not None:  # its number may be another's once it is closed
                self._listening.cancel()
                await asyncio.gather(self._listening, return_exceptions=True)
        finally:
            self._control.close()
        try:
            await asyncio.to_thread(self.process.wait, 5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            await asyncio.to_thread(self.process.wait)


def start(settings: Settings) -> ForkServerClient:
    """Start a fork server; raises KkgraphError when the system has no process to give."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)  # noqa: FBT003 - the standard library's signature
    try:
        with theirs:
            return ForkServerClient(_process(theirs, settings.dump()), ours)
    except OSError as error:
        ours.close()
        raise KkgraphError(Message("errors.server.no_loader", why=system(error))) from None


def _process(theirs: socket.socket, text: str) -> subprocess.Popen[bytes]:
    """Start the process at the other end of a socket.

    `-P`: no module is taken from the folder that the server was started in.
    """
    module = ("-P", "-m", "kkgraph.endpoint.pool.fork_server")
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, *module, str(theirs.fileno()), text],
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
