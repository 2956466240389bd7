"""Answers packed with gzip for clients that ask for it, each once, beside the event loop."""

import asyncio

from starlette.requests import Request

from kkgraph.endpoint import wire
from kkgraph.endpoint.cache import Cache
from kkgraph.endpoint.protocol.negotiation import packs
from kkgraph.endpoint.responses import Response

_ROOM, _SHARE = 16 * 1024 * 1024, 4
_AT_ONCE = 2


class Packing:
    """What was packed, by entity tag: the same bytes are packed once."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._cache: Cache[str] = Cache(_ROOM, share=_SHARE)
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def packed(self, request: Request, response: Response) -> Response:
        """Return a response as the client wants it: packed, or as it is."""
        if not wire.shrinks(response):
            return response
        response = wire.varied(response)
        if not packs(request.headers.get("accept-encoding", "")):
            return response
        tag = response.headers["etag"]
        found = self._cache.find(tag)
        if found is None:
            async with self._turns:
                body = await asyncio.to_thread(wire.pack, response.body)
            found = Response(200, {}, body, cacheable=True)
            self._cache.keep(tag, found)
        return wire.packed(response, found.body)
