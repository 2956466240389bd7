"""Who may work: turns at the quick and the slow lane, and the queries known to be heavy."""

import asyncio
import math
import time
from collections import OrderedDict
from contextvars import ContextVar

from kkgraph.endpoint.pool.channel import ServiceUnavailable
from kkgraph.endpoint.pool.quick import AHEAD
from kkgraph.endpoint.pool.turns import Account, Place, Ticket, Turns
from kkgraph.endpoint.settings import Settings

CLIENT: ContextVar[str] = ContextVar("client", default="")  # whom the request under way is from
_REMEMBERED = 1000  # heavy queries that go to the slow lane at once when asked again
_LIGHT = 0.02  # seconds that the work of a quick client takes, at most
_ABSENT = 1.0  # seconds without a quick client after which its place is lent to others
_QUICK, _SLOW = 0.005, 1.0  # seconds that a query is thought to take before any was seen
_MOST = 4096  # waiting at once in a lane, whatever they wait for


class Lane:
    """Some places, and those who wait for one."""

    def __init__(self, places: int, turns: Turns, patience: float, ahead: int = 1) -> None:
        """Start with all places free; nobody is let in who would wait longer than `patience`.

        `ahead` are at each place: one whose work is done, the others next. These are only
        clients whose work is known to be quick, or not known. Each other has a place to
        itself, and one is left for the quick, unless no other client of them has come of late.

        A client that is alone is lent the place beyond its share, until another one comes.
        """
        self.turns, self._patience, self._ahead = turns, patience, ahead
        self._abreast, self._apart = places, max(places - 1, 1) if ahead > 1 else places
        self.taken = self._slow = 0
        self._quick_seen: OrderedDict[str, float] = OrderedDict()  # the last two, and when
        self._lent: Place | None = None

    async def enter(self, client: str, *, is_anew: bool = False) -> Place:
        """Take a place when it is this client's turn; raises ServiceUnavailable.

        `is_anew`: for work that was begun at a place that was wanted back: it may wait for sure.
        """
        return self.enter_now(client) or await self._wait(client, is_anew=is_anew)

    def enter_now(self, client: str) -> Place | None:
        """Take a place if there is one for which nobody waits."""
        account = self.turns.account(client)
        if _is_quick(account):
            self._see(client)
        free = self._may_run(account) and self._has_room(account)
        if not free or self.turns.waited_for(self._may_run):
            return None
        return self._take(account)

    def _see(self, client: str) -> None:
        self._quick_seen[client] = time.monotonic()
        self._quick_seen.move_to_end(client)
        if len(self._quick_seen) > 2:  # noqa: PLR2004 - one of them is another client than who asks
            self._quick_seen.popitem(last=False)

    def _take(self, account: Account) -> Place:
        place = Place(account.client, _is_quick(account))
        if not self.turns.may_run(account):
            place = self._lent = place._replace(recalled=asyncio.Future())
        account.running += 1
        self.taken += 1
        self._slow += not place.is_quick
        return place

    def _may_run(self, account: Account) -> bool:
        """Tell whether a client has not all places that it, or its kind, may have."""
        may = _is_quick(account) or self._slow < self._for_slow(account.client)
        return may and (self.turns.may_run(account) or self.turns.is_alone(account, self.taken))

    def _for_slow(self, client: str) -> int:
        """Return how many places those have whose work takes long: all while no other comes."""
        seen = max((at for one, at in self._quick_seen.items() if one != client), default=-math.inf)
        is_lent = self.taken == self._slow and time.monotonic() - seen > _ABSENT
        return self._abreast if is_lent else self._apart

    def _has_room(self, account: Account) -> bool:
        """Tell whether there is a place for a client: behind others, if its work is quick."""
        if _is_quick(account):
            return self.taken - self._slow < (self._abreast - self._slow) * self._ahead
        return self.taken < self._abreast

    async def _wait(self, client: str, *, is_anew: bool) -> Place:
        delay = self.turns.delay(self.turns.account(client), self._abreast, self.taken)
        if self._recall(client) or is_anew:
            delay = 0.0
        if delay > self._patience or self.turns.count >= _MOST:
            raise ServiceUnavailable(math.ceil(min(max(delay, 1), 60)))
        ticket = self.turns.wait(client)
        timer = ticket.get_loop().call_later(self._patience, _give_up, ticket)
        try:
            return await ticket
        except BaseException:
            if ticket.done() and not ticket.cancelled() and ticket.exception() is None:
                self._free(ticket.result(), self.turns.account(client))
            self.turns.leave(client, ticket)
            raise
        finally:
            timer.cancel()

    def _recall(self, client: str) -> bool:
        """Have the place that was lent given back, for another client; tell whether it will be."""
        lent = self._lent
        if lent is None or lent.recalled is None or lent.client == client or lent.recalled.done():
            return False
        lent.recalled.set_result(None)
        return True

    def leave(self, place: Place, seconds: float) -> None:
        """Give a place back after work of some seconds: to the next one, if anyone waits."""
        self._free(place, self.turns.charge(place.client, seconds))

    def _free(self, place: Place, account: Account) -> None:
        account.running = max(account.running - 1, 0)
        self.taken -= 1
        self._slow -= not place.is_quick
        if self._lent and self._lent.client == place.client:
            self._lent = None  # it is this one, or within the client's share now
        self.turns.call(self._may_run, self._has_room, self._take)


def _is_quick(account: Account) -> bool:
    return account.mean < _LIGHT


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
