"""One HTTP connection, with bounds on how slowly and how much a client may send as a head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kkgraph.endpoint.responses import problem

if TYPE_CHECKING:
    import asyncio

    from starlette.types import ASGIApp

    from kkgraph.endpoint.state import State

HEAD_BYTES = 64 * 1024
RAW = "kkgraph.raw"  # where a scope has the bytes of a request that came in one piece
_RAW_BYTES = 1024
_SMALL = 64 * 1024


class Joined:
    """A transport that writes a response's head and body together: one system call, not two."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Stand in front of a transport."""
        self._transport, self._loop = transport, loop
        self._pieces: list[bytes] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else the transport does
        """Leave all else to the transport."""
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Keep a small piece until the end of this turn of the loop."""
        if not self._pieces:
            self._loop.call_soon(self._flush)
        self._pieces.append(data)
        if len(data) > _SMALL:
            self._flush()

    def close(self) -> None:
        """Close after what was written."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._pieces:
            self._transport.write(b"".join(self._pieces))
            self._pieces.clear()


class Connection(HttpToolsProtocol):
    """uvicorn's connection, closed when a head is too slow or too long, or an unread body slow."""

    patience = 15.0
    most = 1024  # connections at once; as many again are told that they are too many
    full: ASGIApp
    state: State

    def __init__(self, *args: Any, **extra: Any) -> None:  # noqa: ANN401 - uvicorn's signature
        """Start to wait for the first request."""
        super().__init__(*args, **extra)
        self._raw = b""
        self._head_bytes = 0
        self._head_end = b""
        self._in_head = True
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock for the first head."""
        joined = Joined(transport, self.loop)
        super().connection_made(joined)  # type: ignore[arg-type]
        if len(self.connections) > 2 * self.most:
            self._refused("refused", 0)
            transport.abort()
        elif len(self.connections) > self.most:
            self.app = self.full
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answer what was asked before in the same words; count what comes before a head ends."""
        self._raw = data if self._is_whole(data) else b""
        if self._raw and self._answered():
            return
        if self._in_head:
            self._head_bytes += _of_head(self._head_end, data)
            self._head_end = (self._head_end + data)[-3:]
            if self._head_bytes > HEAD_BYTES:
                self.send_400_response("The head of the request is too long.")
                return
        elif self._timer is None and (self.cycle is None or self.cycle.response_complete):
            self._wait()  # for the rest of a body that nobody reads, or for another head
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Start to count, and the clock."""
        super().on_message_begin()
        self.scope[RAW] = self._raw  # type: ignore[literal-required]
        self._in_head, self._head_bytes, self._head_end = True, 0, b""
        self._wait()

    def on_headers_complete(self) -> None:
        """Stop both."""
        self._in_head = False
        self._stop()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Stop the clock of a body."""
        self._stop()
        super().on_message_complete()

    def _is_whole(self, data: bytes) -> bool:
        """Tell whether a piece is one request without a body, and nothing is under way."""
        return (
            len(data) <= _RAW_BYTES
            and data.startswith(b"GET ")
            and data.find(b"\r\n\r\n") == len(data) - 4
            and b"close" not in data
            and (self.cycle is None or self.cycle.response_complete)
            and (self._head_bytes == 0 or not self._in_head)
        )

    def _answered(self) -> bool:
        """Write the answer that the same bytes got before, if it is kept and the client reads."""
        pool = self.state.current
        kept = pool.wire.find(self._raw) if pool else None
        if kept is None or self.app is self.full or self.transport.get_write_buffer_size():
            return False
        lines = (b"%b: %b\r\n" % pair for pair in self.server_state.default_headers)
        self.transport.write(b"".join((b"HTTP/1.1 200 OK\r\n", *lines, kept.body)))
        self.state.metrics.count(("GET", kept.headers["label"], 200), 0.0, len(kept.body))
        self._unset_keepalive_if_required()
        self._wait()
        return True

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or a head too long, as a problem; the connection ends."""
        answer = problem(400, "Ill-formed request", msg)
        lines = [f"{name}: {value}" for name, value in answer.headers.items()]
        head = "\r\n".join(["HTTP/1.1 400 Bad Request", *lines])
        ends = f"content-length: {len(answer.body)}\r\nconnection: close\r\n\r\n"
        self.transport.write(f"{head}\r\n{ends}".encode() + answer.body)
        self.transport.close()
        self._refused("ill-formed", 400)

    def _refused(self, route: str, status: int) -> None:
        self.state.metrics.count(("other", route, status), 0.0, 0)

    def _wait(self) -> None:
        self._stop()
        self._timer = self.loop.call_later(self.patience, self._give_up)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def _of_head(before: bytes, data: bytes) -> int:
    """Return how many bytes of a piece are of the head: behind a blank line the body begins."""
    end = (before + data).find(b"\r\n\r\n")
    return len(data) if end < 0 else end - len(before)
