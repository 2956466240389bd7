"""Responses that stay true until a reload, the least recently asked for dropped first."""

from collections import OrderedDict

from kkgraph.endpoint.responses import Response

_SHARE = 16  # one response may take this part of the room
_OVERHEAD = 1024


class Cache:
    """Responses by key, in a bounded number of bytes."""

    def __init__(self, room: int) -> None:
        """Start empty."""
        self._room, self._used = room, 0
        self._kept: OrderedDict[bytes, Response] = OrderedDict()

    def find(self, key: bytes) -> Response | None:
        """Return a kept response, and keep it longer."""
        response = self._kept.get(key)
        if response is not None:
            self._kept.move_to_end(key)
        return response

    def keep(self, key: bytes, response: Response) -> None:
        """Keep a response that may be kept, if it is not too large a part of all."""
        size = len(response.body) + _OVERHEAD
        if not response.cacheable or size > self._room // _SHARE or key in self._kept:
            return
        self._kept[key] = response
        self._used += size
        while self._used > self._room:
            _, dropped = self._kept.popitem(last=False)
            self._used -= len(dropped.body) + _OVERHEAD
