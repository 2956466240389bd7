"""One HTTP connection, with bounds on how slowly and how much a client may send as a head."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import httptools
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from kkgraph.endpoint.http.requests import ENDS, Headers, ordinary
from kkgraph.endpoint.responses import problem
from kkgraph.endpoint.transport import Joined
from kkgraph.endpoint.wire import written
from kkgraph.texts import Message

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from kkgraph.endpoint.state import State

HEAD_BYTES = 64 * 1024
RAW = "kkgraph.raw"  # where a scope has the bytes of a request that came in one piece
WHOLE = "kkgraph.whole"  # where it has a function that takes an answer whole, if there is one
_RAW_BYTES, _WHOLE_BYTES = 1024, 16 * 1024
_OF_BODY = (b"content-length", b"transfer-encoding")
_NO_PATH = re.compile(rb"^(\w+://[^/?#]*)(?=\?|$)")  # an absolute target that ends with its host


class Cycle(RequestResponseCycle):
    """uvicorn's request and response, which takes a small answer whole, too."""

    async def write(self, status: int, rest: bytes, patience: float) -> None:
        """Write an answer behind what every one begins with; whoever does not read is cut off."""
        if self.flow.write_paused:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.flow.drain(), patience)
        if self.flow.write_paused:
            self.transport.abort()
        self.finish(status, rest)

    def finish(self, status: int, rest: bytes) -> None:
        """Write an answer, for a client that reads."""
        self.response_started = self.response_complete = True
        self.message_event.set()
        if self.disconnected:
            return
        first = [b"%b: %b\r\n" % pair for pair in self.default_headers]
        first += [] if self.keep_alive else [b"connection: close\r\n"]
        self.transport.write_whole(b"".join((STATUS_LINE[status], *first, rest)))  # type: ignore[attr-defined]
        if not self.keep_alive:
            self.transport.close()
        self.on_response()


Start = Callable[[Cycle, Any], None]  # has a request answered by an application, in a task


class Connection(HttpToolsProtocol):
    """uvicorn's connection, closed when a head is too slow or too long, or an unread body slow."""

    patience = 15.0
    most = 1024  # connections at once; as many again are told that they are too many
    full: ASGIApp
    begin: Callable[[Cycle, Start], bool]  # has a request answered without a task, if it can be
    state: State

    def __init__(self, *args: Any, **extra: Any) -> None:  # noqa: ANN401 - uvicorn's signature
        """Start to wait for the first request."""
        super().__init__(*args, **extra)
        self._raw = b""
        self._head_bytes = 0
        self._head_end = b""
        self._in_head, self._between = True, True
        self._in_headers = False
        self._goes_on = False
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock for the first head."""
        joined = Joined(transport, self.loop, self.patience)
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
        is_whole = self._is_whole(data)
        stays = b"close" not in data.lower()
        self._raw = data if is_whole and stays and len(data) <= _RAW_BYTES else b""
        if is_whole and (self._answered() or self._begun(data)):
            return
        in_line = not self._in_headers
        if self._in_head or self._between:
            data = self._spaced(data)
        if self._in_head:
            self._head_bytes += _of_head(self._head_end, data)
            self._head_end = (self._head_end + data)[-3:]
            if self._head_bytes > HEAD_BYTES:
                in_line = in_line and b"\n" not in data[:HEAD_BYTES]
                self._refuse(414 if in_line else 431, "head")
                return
        elif self._timer is None and (self.cycle is None or self.cycle.response_complete):
            self._wait()  # for the rest of a body that nobody reads, or for another head
        self._read(data)

    def _spaced(self, data: bytes) -> bytes:
        """Return a piece with spaces in place of the tabs in the headers.

        There they mean the same (RFC 9110, 5.6.3), but not to the library wherever they stand.
        """
        start = 0 if self._in_headers else data.find(b"\n") + 1
        self._in_headers = self._in_headers or start > 0
        if b"\t" not in data or not self._in_headers:
            return data
        end = max(_of_head(self._head_end if self._in_head else b"", data), start)
        return data[:start] + data[start:end].replace(b"\t", b" ") + data[end:]

    def _read(self, data: bytes) -> None:
        """Have the library read a piece."""
        self._unset_keepalive_if_required()
        try:
            while data:
                data = self._left(data)
        except httptools.HttpParserError:
            self.send_400_response("")

    def _left(self, data: bytes) -> bytes:
        """Return what the library leaves of a piece: all behind a head that asks to upgrade.

        It is read on as if no other protocol had been asked for (RFC 9110, 7.8), and the library
        is told anew of the body that comes.
        """
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as asked:
            rest = data[asked.args[0] :]
            told = b"".join(b"%b: %b\r\n" % pair for pair in self.headers if pair[0] in _OF_BODY)
            self._goes_on = bool(told)
            return b"POST / HTTP/1.1\r\n%b\r\n%b" % (told, rest) if told else rest
        return b""

    def on_message_begin(self) -> None:
        """Start to count, and the clock."""
        super().on_message_begin()
        self.scope[RAW] = self._raw  # type: ignore[literal-required]
        self._in_head, self._head_bytes, self._head_end = True, 0, b""
        self._between = False
        self._wait()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, without white space around it; none that comes behind a body."""
        if self._in_head:
            super().on_header(name, value.strip(b" \t"))

    def on_headers_complete(self) -> None:
        """Stop both."""
        self._in_head = False
        self._stop()
        if self._goes_on:
            self._goes_on, self.cycle.more_body = False, True
        else:
            self.url = _NO_PATH.sub(rb"\1/", self.url)
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Stop the clock of a body."""
        self._stop()
        self._between, self._in_headers = True, False
        super().on_message_complete()

    def _is_whole(self, data: bytes) -> bool:
        """Tell whether a piece is one request without a body, and nothing is under way."""
        return (
            len(data) <= _WHOLE_BYTES
            and data.startswith(b"GET ")
            and data.find(b"\r\n\r\n") == len(data) - 4
            and (self.cycle is None or self.cycle.response_complete)
            and self._between
            and (self._head_bytes == 0 or not self._in_head)
        )

    def _begun(self, data: bytes) -> bool:
        """Start to answer a request whose head is an ordinary one, without the library's parser."""
        found = ordinary(data)
        if found is None:
            return False
        self._stop()
        self._unset_keepalive_if_required()
        path, query, headers = found
        self.cycle = Cycle(
            self._scope(path, query, headers),
            self.transport,
            self.flow,
            self.logger,
            self.access_logger,
            self.access_log,
            self.server_state.default_headers,
            asyncio.Event(),
            expect_100_continue=False,
            keep_alive=ENDS not in headers,
            on_response=self.on_response_complete,
        )
        self.cycle.more_body = False
        self.cycle.message_event.set()
        self.cycle.scope[WHOLE] = self.cycle.write  # type: ignore[literal-required]
        if self.app is self.full or not self.begin(self.cycle, self._start_asgi_task):
            self._start_asgi_task(self.cycle, self.app)
        return True

    def _scope(self, path: bytes, query: bytes, headers: Headers) -> Any:  # noqa: ANN401 - a dictionary of its own kind
        """Return what the library's parser would make of a head."""
        return {
            "type": "http",
            "asgi": {"version": self.asgi_version, "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "server": self.server,
            "client": self.client,
            "scheme": self.scheme,
            "root_path": "",
            "path": unquote(path.decode("ascii")),
            "raw_path": path,
            "query_string": query,
            "headers": headers,
            "state": {},
            RAW: self._raw,
        }

    def _answered(self) -> bool:
        """Write the answer that the same bytes got before, if it is kept and the client reads."""
        pool = self.state.current
        kept = pool.wire.find(self._raw) if pool and self._raw else None
        if kept is None or self.app is self.full or self.transport.get_write_buffer_size():
            return False
        lines = (b"%b: %b\r\n" % pair for pair in self.server_state.default_headers)
        self.transport.write(b"".join((b"HTTP/1.1 200 OK\r\n", *lines, kept.body)))
        self.state.metrics.count(("GET", kept.headers["label"], 200), 0.0, len(kept.body))
        self._unset_keepalive_if_required()
        self._wait()
        return True

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        del msg
        self._refuse(400, "http")

    def _refuse(self, status: int, why: str) -> None:
        """Answer what is not read on with a problem; the connection ends."""
        title, detail = Message("endpoint.ill-formed.title"), Message(f"endpoint.ill-formed.{why}")
        answer = problem(status, title, detail, headers={"connection": "close"})
        lines = (b"%b: %b\r\n" % pair for pair in self.server_state.default_headers)
        self.transport.write(b"".join((STATUS_LINE[status], *lines, written(answer))))
        self.transport.close()
        self._refused("ill-formed", status)

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
