"""Plain queries are handed on as they came: a worker reads them and writes the whole answer."""

from functools import lru_cache
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from kkgraph.endpoint.http.clients import client_of, networks
from kkgraph.endpoint.http.connections import WHOLE
from kkgraph.endpoint.http.middleware import Exchange
from kkgraph.endpoint.pool.admission import CLIENT
from kkgraph.endpoint.pool.messages import GET, NOT_PLAIN
from kkgraph.endpoint.pool.pool import Disconnected
from kkgraph.endpoint.protocol.negotiation import language, quality
from kkgraph.endpoint.state import State

_CHOOSING = (b"accept", b"accept-language", b"accept-encoding")
_LONGEST = 512  # bytes of such a header
_REMEMBERED = 256  # combinations of them
_OTHERWISE = (b"if-none-match", b"range")


def forwarding(state: State, label: str, otherwise: ASGIApp) -> ASGIApp:
    """Return an ASGI application that hands plain queries on, and leaves all else to another."""
    trusted = networks(state.settings.trusted_proxies)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        head = _head(scope) if WHOLE in scope and state.is_free else None
        if head is not None:
            CLIENT.set(client_of(scope, trusted))
            exchange = Exchange(scope, state, label)
            response = await state.ask({**head}, scope["query_string"], hangup(receive))
            if response.status != NOT_PLAIN:
                await exchange.finish(response, receive, send)
                return
        await otherwise(scope, receive, send)

    return application


def _head(scope: Scope) -> dict[str, Any] | None:
    """Return what a worker is told besides a query's text; None if it is none, or not plain."""
    headers = dict(scope["headers"])
    is_plain = len(headers) == len(scope["headers"]) and headers.keys().isdisjoint(_OTHERWISE)
    if not is_plain or b"query=" not in scope["query_string"]:
        return None
    chosen = [headers.get(name, b"") for name in _CHOOSING]
    return None if max(map(len, chosen)) > _LONGEST else _chosen(*chosen)


@lru_cache(_REMEMBERED)
def _chosen(accept: bytes, lang: bytes, encoding: bytes) -> dict[str, Any]:
    packing = quality("gzip", encoding.decode("latin-1")) > 0
    spoken = language(None, lang.decode("latin-1"))
    return {
        "job": GET,
        "accept": accept.decode("latin-1") or None,
        "lang": spoken,
        "packing": packing,
    }


def hangup(receive: Receive) -> Disconnected:
    """Return what waits until the client has hung up."""

    async def wait() -> None:
        while (await receive())["type"] != "http.disconnect":
            continue

    return wait
