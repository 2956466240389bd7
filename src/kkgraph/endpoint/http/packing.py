"""Answers packed with gzip for clients that ask for it, each once, beside the event loop."""

import asyncio
import gzip
from dataclasses import replace

from starlette.requests import Request

from kkgraph import media
from kkgraph.endpoint.pool.cache import Cache
from kkgraph.endpoint.protocol.negotiation import quality
from kkgraph.endpoint.responses import Response

_LEAST = 1024  # bytes: a smaller body is hardly made smaller
_ROOM, _SHARE = 16 * 1024 * 1024, 4
_AT_ONCE = 2
_LEVEL = 6


class Packing:
    """What was packed, by entity tag: the same bytes are packed once."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._cache: Cache[str] = Cache(_ROOM, share=_SHARE)
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def packed(self, request: Request, response: Response) -> Response:
        """Return a response as the client wants it: packed, or as it is."""
        tag = response.headers.get("etag")
        if tag is None or response.status != 200 or not _shrinks(response):  # noqa: PLR2004 - OK
            return response
        vary = ", ".join(filter(None, (response.headers.get("vary"), "Accept-Encoding")))
        response = replace(response, headers={**response.headers, "vary": vary})
        if not quality("gzip", request.headers.get("accept-encoding", "identity")):
            return response
        found = self._cache.find(tag)
        if found is None:
            async with self._turns:
                body = await asyncio.to_thread(gzip.compress, response.body, _LEVEL, mtime=0)
            found = Response(200, {}, body, cacheable=True)
            self._cache.keep(tag, found)
        more = {"content-encoding": "gzip", "etag": f'{tag[:-1]}-gzip"'}
        return replace(response, headers={**response.headers, **more}, body=found.body)


def _shrinks(response: Response) -> bool:
    """Tell whether a body is worth packing, and kept for others."""
    kind = response.headers.get("content-type", "").partition(";")[0]
    return response.cacheable and len(response.body) >= _LEAST and not media.is_packed(kind)
