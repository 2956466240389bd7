"""The server's end of a worker: one question at a time, one answer."""

import asyncio
from typing import cast

from kkgraph.endpoint.pool import messages
from kkgraph.endpoint.responses import Response


class ServiceUnavailable(Exception):
    """All places are taken; worth another try in `seconds`."""

    def __init__(self, seconds: int) -> None:
        """Remember when to come again."""
        super().__init__(seconds)
        self.seconds = seconds


class TimeLimitExceeded(Exception):
    """A query ran out of time and was stopped."""


class WorkerDied(Exception):
    """A worker ended while it worked on a query: memory, or nesting beyond its stack."""


async def done_within(answer: "asyncio.Future[Response]", seconds: float) -> bool:
    """Wait for an answer, and tell whether it came in time; it may still come later."""
    loop = answer.get_loop()
    over: asyncio.Future[None] = loop.create_future()
    timer = loop.call_later(seconds, _end, over)
    answer.add_done_callback(end := lambda _: _end(over))
    try:
        await over
    finally:
        timer.cancel()
        answer.remove_done_callback(end)
    return answer.done()


def _end(over: "asyncio.Future[None]") -> None:
    if not over.done():
        over.set_result(None)


class Channel(asyncio.Protocol):
    """A connection to a worker."""

    def __init__(self) -> None:
        """Wait for the worker's word that it is ready."""
        self.name = ""
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray()
        self._answer: asyncio.Future[Response] = self._loop.create_future()
        self._transport: asyncio.WriteTransport | None = None

    @property
    def alive(self) -> bool:
        """Whether the worker is still there."""
        return self._transport is not None

    @property
    def question(self) -> "asyncio.Future[Response]":
        """The question under way, or the last one."""
        return self._answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport (uvloop's is one by its methods, not by its class)."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the question that was under way."""
        del exc
        self._transport = None
        if not self._answer.done():
            self._answer.set_exception(WorkerDied())

    def data_received(self, data: bytes) -> None:
        """Collect the answer."""
        self._buffer += data
        length = messages.length_of(self._buffer)
        if length is not None and not self._answer.done():
            head, body = messages.decode(bytes(self._buffer[:length]))
            del self._buffer[:length]
            self._answer.set_result(Response(**head, body=body))

    async def ready(self, seconds: float) -> None:
        """Wait until the worker is ready; raises WorkerDied or TimeoutError."""
        await asyncio.wait_for(self._answer, seconds)

    def ask(self, message: bytes) -> "asyncio.Future[Response]":
        """Hand over a question; the future has the answer, or WorkerDied."""
        self._answer = self._loop.create_future()
        if self._transport is None:
            self._answer.set_exception(WorkerDied())
        else:
            self._transport.write(message)
        return self._answer

    def close(self) -> None:
        """Let the worker go: it ends when it reads the end of its connection."""
        if self._transport is not None:
            self._transport.close()
