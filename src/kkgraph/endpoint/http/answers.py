"""From a reply to HTTP: conditional requests, headers for all, sending at a client's pace."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kkgraph.endpoint.http import policies
from kkgraph.endpoint.http.requests import Refused
from kkgraph.endpoint.http.responses import Reply, matches, problem
from kkgraph.endpoint.pool.channel import Busy
from kkgraph.endpoint.state import Service

Handler = Callable[[Request, Service], Awaitable[Reply]]
_PIECE = 128 * 1024
_SAFE = ("GET", "HEAD")

HEADERS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Retry-After, Content-Location, Kkgraph-Rows",
    "content-security-policy": policies.policy(),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_ENCODED = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_NO_BODY = (204, 304)
_BEYOND = re.compile(r"[^\x20-\x7e]+")


class Answer:
    """An ASGI application that sends one reply."""

    def __init__(self, reply: Reply, service: Service) -> None:
        """Take what to send."""
        self.reply, self.service = reply, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send it; a client that takes too long over a piece is cut off."""
        reply = self.reply
        start: Message = {"type": "http.response.start", "status": reply.status}
        await send({**start, "headers": _head(reply)})
        body = b"" if scope["method"] == "HEAD" else reply.body
        if len(body) <= _PIECE:
            await send({"type": "http.response.body", "body": body})
            return
        await self._in_pieces(body, send)

    async def _in_pieces(self, body: bytes, send: Send) -> None:
        metrics = self.service.metrics
        metrics.outgoing += len(body)
        try:
            for start in range(0, len(body), _PIECE):
                more = start + _PIECE < len(body)
                piece: Message = {"type": "http.response.body", "more_body": more}
                async with asyncio.timeout(self.service.settings.slow_client):
                    await send({**piece, "body": body[start : start + _PIECE]})
        finally:
            metrics.outgoing -= len(body)


def _head(reply: Reply) -> list[tuple[bytes, bytes]]:
    given = [(k.lower().encode("ascii"), as_uri(v)) for k, v in reply.headers.items()]
    names = {name for name, _ in given}
    if reply.status not in _NO_BODY:
        given.append((b"content-length", str(len(reply.body)).encode()))
    return given + [pair for pair in _ENCODED if pair[0] not in names]


def as_uri(text: str) -> bytes:
    """Return an IRI, or a header with IRIs in it, as RFC 3987 maps it to URIs."""
    return _BEYOND.sub(lambda part: quote(part[0]), text).encode("ascii")


def answering(handler: Handler, service: Service, label: str) -> ASGIApp:
    """Return an ASGI application for a handler, which is counted under a label."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        request = Request(scope, receive)
        reply = conditional(request, await _reply(handler, request, service))
        try:
            await Answer(reply, service)(scope, receive, send)
        finally:
            seconds = time.perf_counter() - started
            route = (scope["method"], label, reply.status)
            service.metrics.count(route, seconds, len(reply.body))

    return application


async def _reply(handler: Handler, request: Request, service: Service) -> Reply:
    if service.metrics.outgoing > service.settings.outgoing_bytes:
        headers = {"retry-after": "5"}
        return problem(503, "Busy", "Too much is being sent; try again in 5 s.", headers=headers)
    try:
        return await handler(request, service)
    except Refused as refused:
        return refused.reply
    except Busy as busy:
        headers = {"retry-after": str(busy.seconds)}
        return problem(503, "Busy", "The server is starting or stopping.", headers=headers)


def conditional(request: Request, reply: Reply) -> Reply:
    """Return 304 when the client has the reply already, with the headers that may have changed."""
    tag = reply.headers.get("etag")
    if reply.status != 200 or tag is None or request.method not in _SAFE:  # noqa: PLR2004 - OK
        return reply
    if not matches(tag, request.headers.get("if-none-match")):
        return reply
    left_out = ("content-type", "content-length")
    kept = {name: value for name, value in reply.headers.items() if name not in left_out}
    return Reply(304, kept)
