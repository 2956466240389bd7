"""The server's end of a worker: one question at a time, one answer."""

import asyncio
from typing import cast

from kkgraph.endpoint.http.responses import Reply
from kkgraph.endpoint.pool import messages


class Busy(Exception):
    """All places are taken; worth another try in `seconds`."""

    def __init__(self, seconds: int) -> None:
        """Remember when to come again."""
        super().__init__(seconds)
        self.seconds = seconds


class TimeLimit(Exception):
    """A query ran out of time and was stopped."""


class WorkerLost(Exception):
    """A worker ended while it worked on a query: memory, or nesting beyond its stack."""


class Line(asyncio.Protocol):
    """A connection to a worker."""

    def __init__(self) -> None:
        """Wait for the worker's word that it is ready."""
        self.name = ""
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray()
        self._answer: asyncio.Future[Reply] = self._loop.create_future()
        self._transport: asyncio.WriteTransport | None = None

    @property
    def alive(self) -> bool:
        """Whether the worker is still there."""
        return self._transport is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport (uvloop's is one by its methods, not by its class)."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the question that was under way."""
        del exc
        self._transport = None
        if not self._answer.done():
            self._answer.set_exception(WorkerLost())

    def data_received(self, data: bytes) -> None:
        """Collect the answer."""
        self._buffer += data
        length = messages.whole(self._buffer)
        if length is not None and not self._answer.done():
            head, body = messages.parted(bytes(self._buffer[:length]))
            del self._buffer[:length]
            reply = Reply(head["status"], head["headers"], body, head["keep"])
            self._answer.set_result(reply)

    async def ready(self, seconds: float) -> None:
        """Wait until the worker is ready; raises WorkerLost or TimeoutError."""
        await asyncio.wait_for(self._answer, seconds)

    def ask(self, message: bytes) -> "asyncio.Future[Reply]":
        """Hand over a question; the future has the answer, or WorkerLost."""
        self._answer = self._loop.create_future()
        if self._transport is None:
            self._answer.set_exception(WorkerLost())
        else:
            self._transport.write(message)
        return self._answer

    def close(self) -> None:
        """Let the worker go: it ends when it reads the end of its connection."""
        if self._transport is not None:
            self._transport.close()
