"""Replies that stay true until a reload, the least recently asked for dropped first."""

from collections import OrderedDict

from kkgraph.endpoint.http.responses import Reply

_SHARE = 16  # one reply may take this part of the room
_OVERHEAD = 1024


class Cache:
    """Replies by key, in a bounded number of bytes."""

    def __init__(self, room: int) -> None:
        """Start empty."""
        self._room, self._used = room, 0
        self._kept: OrderedDict[bytes, Reply] = OrderedDict()

    def find(self, key: bytes) -> Reply | None:
        """Return a kept reply, and keep it longer."""
        reply = self._kept.get(key)
        if reply is not None:
            self._kept.move_to_end(key)
        return reply

    def keep(self, key: bytes, reply: Reply) -> None:
        """Keep a reply that may be kept, if it is not too large a part of all."""
        size = len(reply.body) + _OVERHEAD
        if not reply.keep or size > self._room // _SHARE or key in self._kept:
            return
        self._kept[key] = reply
        self._used += size
        while self._used > self._room:
            _, dropped = self._kept.popitem(last=False)
            self._used -= len(dropped.body) + _OVERHEAD
