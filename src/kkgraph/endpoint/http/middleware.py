"""From a response to HTTP: conditional requests, headers for all, sending at a client's pace."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kkgraph.endpoint.http.clients import client_of, networks
from kkgraph.endpoint.http.connections import RAW
from kkgraph.endpoint.http.pages import explained
from kkgraph.endpoint.http.requests import HTTPProblem, demand_one_host
from kkgraph.endpoint.metrics import log
from kkgraph.endpoint.policy import policy
from kkgraph.endpoint.pool.admission import CLIENT
from kkgraph.endpoint.pool.channel import ServiceUnavailable
from kkgraph.endpoint.responses import Response, matches, problem
from kkgraph.endpoint.state import State

Handler = Callable[[Request, State], Awaitable[Response]]
_PIECE = 128 * 1024
_SAFE = ("GET", "HEAD")

HEADERS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": (
        "ETag, Link, Retry-After, Content-Location, Kkgraph-Rows, Kkgraph-Note"
    ),
    "content-security-policy": policy(),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_ENCODED = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_NO_BODY = (204, 304)
_BEYOND = re.compile(r"[^\x20-\x7e]+")


class Sending:
    """An ASGI application that sends one response."""

    def __init__(self, response: Response, state: State) -> None:
        """Take what to send."""
        self.response, self.state = response, state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send it; a client that takes too long over a piece is cut off."""
        response = self.response
        start: Message = {"type": "http.response.start", "status": response.status}
        await send({**start, "headers": _head(response)})
        body = b"" if scope["method"] == "HEAD" else response.body
        if len(body) <= _PIECE:
            await send({"type": "http.response.body", "body": body})
            return
        await self._in_pieces(body, send)

    async def _in_pieces(self, body: bytes, send: Send) -> None:
        metrics = self.state.metrics
        metrics.outgoing += len(body)
        try:
            for start in range(0, len(body), _PIECE):
                more = start + _PIECE < len(body)
                piece: Message = {"type": "http.response.body", "more_body": more}
                async with asyncio.timeout(self.state.settings.client_timeout):
                    await send({**piece, "body": body[start : start + _PIECE]})
        finally:
            metrics.outgoing -= len(body)


def _written(response: Response, label: str) -> Response:
    """Return a response as it is written, but for what every response begins with."""
    lines = b"".join(b"%b: %b\r\n" % pair for pair in _head(response))
    return Response(200, {"label": label}, lines + b"\r\n" + response.body, cacheable=True)


def _head(response: Response) -> list[tuple[bytes, bytes]]:
    given = [(k.lower().encode("ascii"), as_uri(v)) for k, v in response.headers.items()]
    names = {name for name, _ in given}
    given = [(name, value) for name, value in given if value]  # an empty one is left out
    if response.status not in _NO_BODY:
        given.append((b"content-length", str(len(response.body)).encode()))
    return given + [pair for pair in _ENCODED if pair[0] not in names]


def as_uri(text: str) -> bytes:
    """Return an IRI, or a header with IRIs in it, as RFC 3987 maps it to URIs."""
    return _BEYOND.sub(lambda part: quote(part[0]), text).encode("ascii")


def respond(handler: Handler, state: State, label: str) -> ASGIApp:
    """Return an ASGI application for a handler, which is counted under a label."""
    trusted, packing = networks(state.settings.trusted_proxies), state.packing

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        CLIENT.set(client_of(scope, trusted))
        started = time.perf_counter()
        request, pool = Request(scope, receive), state.current
        response = await packing.packed(request, await _reply(_explaining(handler), request, state))
        response = conditional(request, response)
        if scope.get(RAW) and response.cacheable and pool is not None:
            pool.wire.keep(scope[RAW], _written(response, label))
        try:
            await Sending(response, state)(scope, receive, send)
        finally:
            seconds = time.perf_counter() - started
            route = (scope["method"], label, response.status)
            state.metrics.count(route, seconds, len(response.body))

    return application


def assistant(state: State) -> ASGIApp:
    """Return an ASGI application that hands requests to /mcp on, and adds our headers."""
    trusted = networks(state.settings.trusted_proxies)
    absent = respond(_no_assistant, state, "/mcp")

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        CLIENT.set(client_of(scope, trusted))
        started = time.perf_counter()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_ENCODED]}
                route = (scope["method"], "/mcp", message["status"])
                state.metrics.count(route, time.perf_counter() - started, 0)
            await send(message)

        handed = state.assistant
        await (absent(scope, receive, send) if handed is None else handed(scope, receive, sending))

    return application


async def _no_assistant(_request: Request, _state: State) -> Response:
    detail = "This server was installed without the extra `mcp`."
    return problem(404, "No assistant", detail)


def _explaining(handler: Handler) -> Handler:
    """Return a handler whose 404 is a page for a browser."""

    async def handle(request: Request, state: State) -> Response:
        try:
            response = await handler(request, state)
        except HTTPProblem as refused:
            response = refused.response
        if response.status == 404 and request.method in _SAFE:  # noqa: PLR2004 - Not Found
            return await explained(request, response, state)
        return response

    return handle


async def _reply(handler: Handler, request: Request, state: State) -> Response:
    if state.metrics.outgoing > state.settings.outgoing_bytes:
        headers = {"retry-after": "5"}
        return problem(503, "Busy", "Too much is being sent; try again in 5 s.", headers=headers)
    try:
        demand_one_host(request)
        return await handler(request, state)
    except HTTPProblem as refused:
        return refused.response
    except ServiceUnavailable as busy:
        seconds = str(busy.seconds)
        headers = {"retry-after": seconds, "refresh": seconds}  # a browser asks again by itself
        return problem(503, "Busy", "The server is starting or stopping.", headers=headers)
    except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer
        log(f"a request failed: {type(error).__name__}: {error}")
        return problem(500, "The server failed", "The operator's log says why.")


def conditional(request: Request, response: Response) -> Response:
    """Return 304 when the client has the response, with the headers that may have changed."""
    tag = response.headers.get("etag")
    if response.status != 200 or tag is None or request.method not in _SAFE:  # noqa: PLR2004 - OK
        return response
    if not matches(tag, request.headers.get("if-none-match")):
        return response
    left_out = ("content-type", "content-length")
    kept = {name: value for name, value in response.headers.items() if name not in left_out}
    return Response(304, kept)
