"""Who may work: waiting places, places in the slow lane, and the queries known to be heavy."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from kkgraph.endpoint.pool.channel import ServiceUnavailable
from kkgraph.endpoint.settings import Settings

_REMEMBERED = 1000  # heavy queries that go to the slow lane at once when asked again


class Admission:
    """A feedback queue of two levels, as numbers: who waits for which is the pool's business."""

    def __init__(self, settings: Settings) -> None:
        """Start with all places free."""
        self._settings = settings
        self.waiting = self.slow = 0
        self._heavy: OrderedDict[bytes, None] = OrderedDict()

    @contextmanager
    def waiting_place(self) -> Iterator[None]:
        """Hold a place among those who wait for a worker; raises ServiceUnavailable."""
        if self.waiting >= self._settings.queue_length:
            raise ServiceUnavailable(1)
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1

    def enter_slow_lane(self) -> None:
        """Take a place in the slow lane; raises ServiceUnavailable."""
        if self.slow >= self._settings.slow_workers:
            raise ServiceUnavailable(5)
        self.slow += 1

    def leave_slow_lane(self) -> None:
        """Give a place in the slow lane back."""
        self.slow -= 1

    def is_heavy(self, key: bytes) -> bool:
        """Tell whether a query has needed the slow lane before."""
        return key in self._heavy

    def remember_heavy(self, key: bytes) -> None:
        """Keep in mind that a query needs the slow lane."""
        self._heavy[key] = None
        while len(self._heavy) > _REMEMBERED:
            self._heavy.popitem(last=False)
