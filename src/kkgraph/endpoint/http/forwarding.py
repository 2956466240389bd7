"""Plain queries are handed on as they came: a worker reads them and writes the whole answer."""

from functools import lru_cache, partial

from starlette.types import ASGIApp, Receive, Scope, Send

from kkgraph.endpoint.http.clients import client_of, networks
from kkgraph.endpoint.http.connections import WHOLE, Cycle, Start
from kkgraph.endpoint.http.middleware import Exchange, failed
from kkgraph.endpoint.http.requests import Headers, is_host
from kkgraph.endpoint.pool.admission import CLIENT
from kkgraph.endpoint.pool.messages import GET, NOT_PLAIN, Head
from kkgraph.endpoint.pool.pool import Begun, Disconnected
from kkgraph.endpoint.protocol.negotiation import language, packs
from kkgraph.endpoint.responses import SPOKEN, Response
from kkgraph.endpoint.state import State

_CHOOSING = (b"accept", b"accept-language", b"accept-encoding")
_REMEMBERED = 256  # sets of headers
_OTHERWISE = (b"if-match", b"if-none-match", b"range")


class Forwarding:
    """An ASGI application that hands plain queries on, and leaves all else to another."""

    def __init__(self, state: State, label: str, otherwise: ASGIApp) -> None:
        """Take under which label the requests are counted, and what answers all else."""
        self._state, self._label, self._otherwise = state, label, otherwise
        self._trusted = networks(state.settings.trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        head = _head(scope) if WHOLE in scope and self._state.is_free else None
        if head is None:
            await self._otherwise(scope, receive, send)
        else:
            exchange = Exchange(scope, self._state, self._label)
            await self._asking(exchange, head)(scope, receive, send)

    def begin(self, cycle: Cycle, start: Start) -> bool:
        """Have a worker asked now, if there is one free, and the answer written when it comes.

        That costs no task. What comes of it in another way goes on in one: see `start`.
        """
        scope: Scope = cycle.scope  # type: ignore[assignment]
        state = self._state
        head = _head(scope) if state.is_free else None
        if head is None:
            return False
        begun = state.pool.begin({**head}, scope["query_string"], client_of(scope, self._trusted))
        if begun is None:
            return False
        exchange = Exchange(scope, state, self._label)
        begun.asked.question.answer.add_done_callback(
            lambda _: self._end(exchange, head, begun, cycle, start)
        )
        return True

    def _end(
        self, exchange: Exchange, head: Head, begun: Begun, cycle: Cycle, start: Start
    ) -> None:
        """Write the answer that has come, or go on in a task.

        As it was written it is kept only when it is asked for again: most are not.
        """
        response = begun.pool.end(begun)
        if response is None:
            start(cycle, self._asking(exchange, head, begun))
        elif cycle.flow.write_paused:
            start(cycle, partial(_finish, exchange, response))
        else:
            cycle.finish(response.status, response.body)
            exchange.count(response.status, len(response.body))

    def _asking(self, exchange: Exchange, head: Head, begun: Begun | None = None) -> ASGIApp:
        """Return what waits for a worker's answer, and leaves to another what is not plain."""

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            CLIENT.set(client_of(scope, self._trusted))
            SPOKEN.set(head["spoken"])
            query, gone = scope["query_string"], hangup(receive)
            try:
                response = await self._state.ask({**head}, query, gone, begun)
            except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an answer
                response = failed(error)
            if response.status == NOT_PLAIN:
                await self._otherwise(scope, receive, send)
            else:
                await exchange.finish(response, receive, send)

        return application


async def _finish(
    exchange: Exchange, response: Response, _scope: Scope, receive: Receive, send: Send
) -> None:
    await exchange.finish(response, receive, send)


def _head(scope: Scope) -> Head | None:
    """Return what a worker is told besides a query's text; None if it is none, or not plain."""
    text = scope["query_string"]
    return _told(scope["headers"]) if b"query=" in text and b"lang=" not in text else None


@lru_cache(_REMEMBERED)
def _told(headers: Headers) -> Head | None:
    given = dict(headers)
    is_odd = len(given) != len(headers) or not is_host(given.get(b"host", b" ").decode("latin-1"))
    if is_odd or not given.keys().isdisjoint(_OTHERWISE):
        return None
    accept, lang, encoding = (given.get(name, b"") for name in _CHOOSING)
    packing = packs(encoding.decode("latin-1"))
    spoken = language(None, lang.decode("latin-1"))
    return {
        "job": GET,
        "accept": accept.decode("latin-1") or None,
        "lang": spoken,
        "spoken": spoken,
        "packing": packing,
    }


def hangup(receive: Receive) -> Disconnected:
    """Return what waits until the client has hung up."""

    async def wait() -> None:
        while (await receive())["type"] != "http.disconnect":
            continue

    return wait
