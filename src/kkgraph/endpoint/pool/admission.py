"""Who may work: turns at the quick and the slow lane, and the queries known to be heavy."""

import math
from collections import OrderedDict
from contextvars import ContextVar

from kkgraph.endpoint.pool.channel import ServiceUnavailable
from kkgraph.endpoint.pool.quick import AHEAD
from kkgraph.endpoint.pool.turns import Ticket, Turns
from kkgraph.endpoint.settings import Settings

CLIENT: ContextVar[str] = ContextVar("client", default="")  # whom the request under way is from
_REMEMBERED = 1000  # heavy queries that go to the slow lane at once when asked again
_LIGHT = 0.02  # seconds that the work of a quick client takes, at most
_QUICK, _SLOW = 0.005, 1.0  # seconds that a query is thought to take before any was seen
_MOST = 4096  # waiting at once in a lane, whatever they wait for


class Lane:
    """Some places, and those who wait for one."""

    def __init__(self, places: int, turns: Turns, patience: float, ahead: int = 1) -> None:
        """Start with all places free; nobody is let in who would wait longer than `patience`.

        `ahead` are at each place: one whose work is done, the others next. These are only
        clients whose work is known to be quick, or not known.
        """
        self.places, self.turns, self._patience = places * ahead, turns, patience
        self._abreast = places
        self.taken = 0

    async def enter(self, client: str) -> None:
        """Take a place when it is this client's turn; raises ServiceUnavailable."""
        if not self.enter_now(client):
            await self._wait(client)
        self.turns.account(client).running += 1

    def enter_now(self, client: str) -> bool:
        """Take a place if there is one for which nobody waits."""
        free = self._has_room(client) and self.turns.may_run(client) and not self.turns.waited_for
        if free:
            self.taken += 1
        return free

    def _has_room(self, client: str) -> bool:
        """Tell whether there is a place for a client."""
        is_quick = self.turns.account(client).mean < _LIGHT
        return self.taken < (self.places if is_quick else self._abreast)

    async def _wait(self, client: str) -> None:
        delay = self.turns.delay(client, self._abreast)
        if delay > self._patience or self.turns.count >= _MOST:
            raise ServiceUnavailable(math.ceil(min(max(delay, 1), 60)))
        ticket = self.turns.wait(client)
        timer = ticket.get_loop().call_later(self._patience, _give_up, ticket)
        try:
            await ticket
        except BaseException:
            if ticket.done() and not ticket.cancelled() and ticket.exception() is None:
                self._free()
            self.turns.leave(client, ticket)
            raise
        finally:
            timer.cancel()

    def leave(self, client: str, seconds: float) -> None:
        """Give a place back after work of some seconds: to the next one, if anyone waits."""
        account = self.turns.account(client)
        account.running = max(account.running - 1, 0)
        account.charge(seconds)
        self._free()

    def _free(self) -> None:
        self.taken -= 1
        while self.taken < self.places and self.turns.call(self._has_room):
            self.taken += 1


def _give_up(ticket: Ticket) -> None:
    if not ticket.done():
        ticket.set_exception(ServiceUnavailable(2))


class Admission:
    """A feedback queue of two lanes, each of them fair to the clients."""

    def __init__(self, settings: Settings) -> None:
        """Start with all places free; nobody has all places of the slow lane, if it has two."""
        most = max(settings.slow_workers - 1, 1)
        patience = settings.queue_timeout
        self.quick = Lane(settings.quick_workers, Turns(_QUICK), patience, AHEAD)
        self.slow = Lane(settings.slow_workers, Turns(_SLOW, most), patience)
        self._heavy: OrderedDict[bytes, None] = OrderedDict()

    def is_heavy(self, key: bytes) -> bool:
        """Tell whether a query has needed the slow lane before."""
        return key in self._heavy

    def remember_heavy(self, key: bytes) -> None:
        """Keep in mind that a query needs the slow lane."""
        self._heavy[key] = None
        while len(self._heavy) > _REMEMBERED:
            self._heavy.popitem(last=False)
