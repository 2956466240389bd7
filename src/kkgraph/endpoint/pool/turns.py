"""Whose turn it is: deficit round robin over clients, who pay with the time their work took."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

QUANTUM = 0.05  # seconds of work that a round gives a client
_DEEPEST = -2.0  # seconds of debt, at most
_FORGIVEN = 0.2  # seconds of debt that a second takes away
_NEARLY = -1e-9  # no debt, but for rounding
_REMEMBERED = 4096  # clients


class Place(NamedTuple):
    """A place that a client has, and whether its work is known to be quick, or not known.

    `recalled` is done when a place that was lent is to be given back.
    """

    client: str
    is_quick: bool
    recalled: asyncio.Future[None] | None = None


Ticket = asyncio.Future[Place]


@dataclass
class Account:
    """What is known of a client: what it may use before others, how long its work takes."""

    client: str
    mean: float
    credit: float = QUANTUM
    seen: float = field(default_factory=time.monotonic)
    running: int = 0

    def charge(self, seconds: float) -> None:
        """Take down work that was done."""
        now = time.monotonic()
        self.credit = min(self.credit + _FORGIVEN * (now - self.seen), QUANTUM)
        self.credit = max(self.credit - seconds, _DEEPEST)
        self.mean += (seconds - self.mean) / 4
        self.seen = now


May = Callable[[Account], bool]  # whether a client may have a place, or has to wait for its own
Take = Callable[[Account], Place]


class Turns:
    """Those who wait for one of some places, by client."""

    def __init__(self, mean: float, most: int = 0) -> None:
        """Take how long work is thought to take, and the places of one client (0: all)."""
        self._mean, self._most = mean, most
        self._accounts: OrderedDict[str, Account] = OrderedDict()
        self._waiting: OrderedDict[str, deque[Ticket]] = OrderedDict()
        self.count = 0

    def account(self, client: str) -> Account:
        """Return a client's account; those of old are forgotten."""
        account = self._accounts.get(client)
        if account is None:
            account = self._accounts[client] = Account(client, self._mean)
            while len(self._accounts) > _REMEMBERED:
                self._accounts.popitem(last=False)
        return account

    def charge(self, client: str, seconds: float) -> Account:
        """Take down work that was done for a client, and return its account."""
        account = self.account(client)
        account.charge(seconds)
        self._accounts.move_to_end(client)
        return account

    def may_run(self, account: Account) -> bool:
        """Tell whether a client has not all the places that it may have."""
        return not self._most or account.running < self._most

    def is_alone(self, account: Account, taken: int) -> bool:
        """Tell whether a client has all the places that are taken, and no other waits for one."""
        return account.running == taken and self._waiting.keys() <= {account.client}

    def delay(self, account: Account, places: int, taken: int) -> float:
        """Return the seconds that one more piece of work of a client is likely to wait.

        Those who wait share the places, but none has more than it may have.
        """
        own = self._waiting.get(account.client, ())
        clients = len(self._waiting) + (not own)
        most = places if self.is_alone(account, taken) else self._most or places
        return (len(own) + 1) * account.mean * max(clients / places, 1 / most)

    def wait(self, client: str) -> Ticket:
        """Return a ticket, which is done when it is its turn."""
        ticket: Ticket = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(ticket)
        self.count += 1
        return ticket

    def leave(self, client: str, ticket: Ticket) -> None:
        """Take back a ticket whose turn has not come."""
        queue = self._waiting.get(client, deque())
        if ticket in queue:
            queue.remove(ticket)
            self._left(client)

    def waited_for(self, may: May) -> bool:
        """Tell whether anyone waits who may have a place."""
        return bool(self._waiting) and any(may(self.account(client)) for client in self._waiting)

    def call(self, may: May, has_room: May, take: Take) -> None:
        """Give places to those whose turn it is, until nobody waits or there is no room."""
        while (client := self._next(may)) is not None and has_room(self.account(client)):
            ticket = self._waiting[client].popleft()
            self._waiting.move_to_end(client)
            self._left(client)
            if not ticket.done():  # else it is given up
                ticket.set_result(take(self.account(client)))

    def _left(self, client: str) -> None:
        self.count -= 1
        if not self._waiting[client]:
            del self._waiting[client]

    def _next(self, may: May) -> str | None:
        """Return the first client without debt; each that has some goes to the end, with less."""
        while True:
            found, before = self._first(may)
            for client in before:
                account = self.account(client)
                account.credit = min(account.credit + QUANTUM, QUANTUM)
                self._waiting.move_to_end(client)
            if found is not None or not before:
                return found

    def _first(self, may: May) -> tuple[str | None, list[str]]:
        """Return the first client without debt that may have a place, and those with before it."""
        before: list[str] = []
        for client in self._waiting:
            account = self.account(client)
            if may(account):
                if account.credit > _NEARLY:
                    return client, before
                before.append(client)
        return None, before
