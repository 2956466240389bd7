"""Responses that stay true until a reload, the least recently asked for dropped first."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

from kkgraph.endpoint.responses import Response

_OVERHEAD = 1024


Key = TypeVar("Key", bound=Hashable)


class Cache(Generic[Key]):
    """Responses by key, in a bounded number of bytes."""

    def __init__(self, room: int, share: int = 16) -> None:
        """Start empty; one response may take one part of the room in `share`."""
        self._room, self._most = room, room // share
        self.used = 0
        self._kept: OrderedDict[Key, Response] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._kept)

    def __contains__(self, key: Key) -> bool:
        """Tell whether there is a response."""
        return key in self._kept

    def find(self, key: Key) -> Response | None:
        """Return a kept response, and keep it longer."""
        response = self._kept.get(key)
        if response is not None:
            self._kept.move_to_end(key)
        return response

    def keep(self, key: Key, response: Response) -> None:
        """Keep a response that may be kept, if it is not too large a part of all."""
        size = len(response.body) + _OVERHEAD
        if not response.cacheable or size > self._most or key in self._kept:
            return
        self._kept[key] = response
        self.used += size
        while self.used > self._room:
            _, dropped = self._kept.popitem(last=False)
            self.used -= len(dropped.body) + _OVERHEAD
