"""From a response to HTTP: conditional requests, headers for all, sending at a client's pace."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kkgraph import media, texts
from kkgraph.endpoint.http.clients import Network, client_of, networks
from kkgraph.endpoint.http.connections import RAW, WHOLE
from kkgraph.endpoint.http.pages import explained
from kkgraph.endpoint.http.requests import (
    demand_json,
    demand_one_reading,
    merged,
    read_body,
    spoken_in,
)
from kkgraph.endpoint.metrics import log
from kkgraph.endpoint.pool.admission import CLIENT
from kkgraph.endpoint.pool.channel import ServiceUnavailable
from kkgraph.endpoint.protocol.call import Refused
from kkgraph.endpoint.protocol.negotiation import choose
from kkgraph.endpoint.responses import (
    SPOKEN,
    Response,
    broken,
    busy,
    matches,
    not_acceptable,
    preferred,
    problem,
    refusal,
)
from kkgraph.endpoint.state import State
from kkgraph.endpoint.wire import HEADERS, PIECE, headers_of, written

Handler = Callable[[Request, State], Awaitable[Response]]
_SAFE = ("GET", "HEAD")
_JSON = (media.JSON,)


class Sending:
    """An ASGI application that sends one response."""

    def __init__(self, response: Response, state: State) -> None:
        """Take what to send."""
        self.response, self.state = response, state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send it; a client that takes too long over a piece is cut off."""
        response = self.response
        if WHOLE in scope and len(response.body) <= PIECE and "connection" not in response.headers:
            patience = self.state.settings.client_timeout
            await scope[WHOLE](response.status, written(response), patience)
            return
        headers = _encoded(headers_of(response))
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else response.body
        if len(body) <= PIECE:
            await send({"type": "http.response.body", "body": body})
            return
        await self._in_pieces(body, send)

    async def _in_pieces(self, body: bytes, send: Send) -> None:
        metrics = self.state.metrics
        metrics.outgoing += len(body)
        try:
            for start in range(0, len(body), PIECE):
                more = start + PIECE < len(body)
                piece: Message = {"type": "http.response.body", "more_body": more}
                async with asyncio.timeout(self.state.settings.client_timeout):
                    await send({**piece, "body": body[start : start + PIECE]})
        finally:
            metrics.outgoing -= len(body)


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]


class Exchange:
    """A request and its response: sent as the client wants it, kept, and counted."""

    def __init__(self, scope: Scope, state: State, label: str) -> None:
        """Start the clock."""
        self.scope, self.state, self.label = scope, state, label
        self.pool, self.started = state.current, time.perf_counter()

    async def finish(self, response: Response, receive: Receive, send: Send) -> None:
        """Send the response; one that was written by a worker goes as it is."""
        if not response.written:
            request = Request(self.scope)
            response = conditional(request, await self.state.packing.packed(request, response))
            response = preferred(response, request.headers.get("accept"))
        self.keep(response)
        try:
            await Sending(response, self.state)(self.scope, receive, send)
        finally:
            self.count(response.status, len(response.body))

    def count(self, status: int, size: int) -> None:
        """Count it, with the time that it took."""
        seconds = time.perf_counter() - self.started
        self.state.metrics.count((self.scope["method"], self.label, status), seconds, size)

    def keep(self, response: Response) -> None:
        """Keep what may be kept for whoever asks in the same bytes."""
        if response.cacheable and self.scope.get(RAW) and self.pool is not None:
            kept = Response(200, {"label": self.label}, written(response), cacheable=True)
            self.pool.wire.keep(self.scope[RAW], kept)


def respond(handler: Handler, state: State, label: str) -> ASGIApp:
    """Return an ASGI application for a handler, which is counted under a label."""
    trusted, explaining = networks(state.settings.trusted_proxies), _explaining(handler)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        scope = {**scope, "headers": merged(scope["headers"])}
        _attend(scope, trusted)
        exchange = Exchange(scope, state, label)
        response = await _reply(explaining, Request(scope, receive), state)
        await exchange.finish(response, receive, send)

    return application


def assistant(state: State) -> ASGIApp:
    """Return an ASGI application that hands requests to /mcp on, and adds our headers."""
    trusted = networks(state.settings.trusted_proxies)
    absent = respond(_no_assistant, state, "/mcp")

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        scope = {**scope, "headers": merged(scope["headers"])}
        _attend(scope, trusted)
        exchange = Exchange(scope, state, "/mcp")

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_encoded(HEADERS)]}
                exchange.count(message["status"], 0)
            await send(message)

        if not state.has_assistant:
            await absent(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            demand_one_reading(request)
            body = await read_body(request, state.settings)
            demand_json(request)
        except Refused as refused:
            await exchange.finish(refusal(refused), receive, send)
            return
        if choose(request.headers.get("accept"), _JSON) is None:
            await exchange.finish(not_acceptable(_JSON), receive, send)
            return
        found = await state.assisting()
        await (found or absent)(_as_json(scope), _having_read(body, receive), sending)

    return application


def _attend(scope: Scope, trusted: Sequence[Network]) -> None:
    """Keep in mind whom the request under way is from, and in which language to answer."""
    CLIENT.set(client_of(scope, trusted))
    SPOKEN.set(spoken_in(Request(scope)))


def _as_json(scope: Scope) -> Scope:
    """Return a request as the library of /mcp reads it, where JSON is sent and taken.

    It goes by the letters of a media type, and without Accept takes nothing to be acceptable.
    """
    rest = [pair for pair in scope["headers"] if pair[0] not in (b"accept", b"content-type")]
    said = [(name, media.JSON.encode()) for name in (b"accept", b"content-type")]
    return {**scope, "headers": rest + said}


def _having_read(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read, and then whatever comes after it."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receiving() -> Message:
        return messages.pop() if messages else await receive()

    return receiving


async def _no_assistant(_request: Request, state: State) -> Response:
    if state.has_assistant:
        raise ServiceUnavailable(1)
    title = texts.Message("endpoint.nothing.title")
    return problem(404, title, texts.Message("endpoint.nothing.assistant"))


def _explaining(handler: Handler) -> Handler:
    """Return a handler whose 404 is a page for a browser."""

    async def handle(request: Request, state: State) -> Response:
        try:
            response = await handler(request, state)
        except Refused as refused:
            response = refusal(refused)
        if response.status == 404 and request.method in _SAFE:  # noqa: PLR2004 - Not Found
            return await explained(request, response, state)
        return response

    return handle


async def _reply(handler: Handler, request: Request, state: State) -> Response:
    if state.is_sending_much:
        return busy(texts.Message("endpoint.busy.sending"), 5)
    try:
        demand_one_reading(request)
        return await handler(request, state)
    except Refused as refused:
        return refusal(refused)
    except ServiceUnavailable as error:
        again = {"refresh": str(error.seconds)}  # a browser asks again by itself
        detail = texts.Message("endpoint.busy.starting")
        return busy(detail, error.seconds, again)
    except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer
        return failed(error)


def failed(error: Exception) -> Response:
    """Return the response where something went wrong that should not, and log what."""
    log(f"a request failed: {type(error).__name__}: {error}")
    return broken()


def conditional(request: Request, response: Response) -> Response:
    """Return 304 when the client has the response, with the headers that may have changed.

    412 when it wants another one.
    """
    tag = response.headers.get("etag")
    if response.status != 200 or tag is None or request.method not in _SAFE:  # noqa: PLR2004 - OK
        return response
    if "if-match" in request.headers and not matches(tag, request.headers["if-match"], weak=False):
        title = texts.Message("endpoint.changed.title")
        return problem(412, title, texts.Message("endpoint.changed.detail"))
    if not matches(tag, request.headers.get("if-none-match")):
        return response
    left_out = ("content-type", "content-length")
    kept = {name: value for name, value in response.headers.items() if name not in left_out}
    return Response(304, kept)
