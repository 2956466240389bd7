"""A crowd at `kkgraph serve`: how long honest clients wait while others attack.

Honest clients ask fresh look-ups, each one after the other; attackers ask heavy queries,
no query twice, as fast as they are answered. Attackers come from one address or from ten
(127.0.0.2 and on), honest clients each from its own (127.1.x.y), as all are told apart by
their address. `--proxy` has all of them come through a trusted proxy instead.

Prints the times of the honest clients and how many were refused. Exit 1 when one was
refused or not done within ten seconds, or when the 99th percentile is a second or more.
One server answers all crowds, one after the other: in all they take less than six minutes.

    python bench/crowd.py [--smoke] [--proxy] [--fresh N] [--json FILE]
"""

import argparse
import asyncio
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
from suite import machine

try:  # the crowd should cost little beside the server
    from uvloop import run
except ImportError:
    from asyncio import run

from kkgraph import project, store, terms

HONEST, ATTACKERS = (10, 100, 400), (0, 2, 8, 40, 100)
GOAL = 1.0  # seconds, of the 99th percentile
LONGEST = 10.0  # seconds that a crowd has
HEAVY = (
    "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} #{}",
    "SELECT (COUNT(*) AS ?n) {{ ?a ?p ?x . ?b ?q ?x . ?c ?r ?x }} #{}",
    "SELECT * {{ ?s (!<x:>|^!<x:>)*/(!<x:>|^!<x:>)* ?o }} #{}",
    "SELECT ?s {{ ?s ?p ?o FILTER(REGEX(STR(?o), '(a+)+b.*{}') && EXISTS {{ ?x ?y ?s }}) }}",
    "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c FILTER EXISTS {{ ?d ?e ?f FILTER(?f > ?c) }} }} #{}",
)
_NUMBERS = itertools.count()


@dataclass
class Tally:
    """What became of the requests of one kind of client."""

    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def take(self, status: int, seconds: float) -> None:
        """Take down an answer (0: the connection was lost)."""
        self.times.append(seconds)
        self.statuses[status] = self.statuses.get(status, 0) + 1

    def at(self, part: float) -> float:
        """Return the time within which a part of the answers came."""
        times = sorted(self.times)
        return times[min(int(len(times) * part), len(times) - 1)] if times else 0.0


class Exchange(asyncio.Protocol):
    """A connection for one request: `status` is that of the answer, 0 if none came."""

    def __init__(self, request: bytes) -> None:
        """Take what to send."""
        self.status: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._request, self._begin = request, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send it."""
        transport.write(self._request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """Look at the first line only: what comes after it is read, and that is all."""
        if len(self._begin) < len(b"HTTP/1.1 200"):
            self._begin += data[:12]

    def connection_lost(self, exc: Exception | None) -> None:
        """Take the status: the answer is there."""
        del exc
        if not self.status.done():
            self.status.set_result(int(self._begin[9:12] or 0))


@dataclass(frozen=True)
class Client:
    """A client of a server: its own address, or the one that a proxy gives it."""

    port: int
    address: str
    proxied: bool

    async def ask(self, query: str, tally: Tally) -> None:
        """Send one query over a connection of its own and read the answer."""
        started = time.monotonic()
        try:
            async with asyncio.timeout(60):  # wait_for of 3.11 may overlook its end
                status = await self._status(query)
        except (OSError, EOFError, TimeoutError, ValueError):
            status = 0
        tally.take(status, time.monotonic() - started)

    async def _status(self, query: str) -> int:
        local = None if self.proxied else (self.address, 0)
        via = f"X-Forwarded-For: {self.address}\r\n" if self.proxied else ""
        head = f"GET /sparql?query={quote(query, safe='')} HTTP/1.1\r\nHost: x\r\n{via}"
        request = f"{head}Connection: close\r\n\r\n".encode()
        transport, exchange = await asyncio.get_running_loop().create_connection(
            lambda: Exchange(request), "127.0.0.1", self.port, local_addr=local
        )
        try:
            return await exchange.status
        finally:
            transport.abort()


async def honest(client: Client, lookups: list[str], fresh: int, tally: Tally) -> None:
    """Ask some fresh look-ups, one after the other."""
    for _ in range(fresh):
        number = next(_NUMBERS)
        await client.ask(f"{lookups[number % len(lookups)]} #{number}", tally)


async def attack(client: Client, tally: Tally) -> None:
    """Ask heavy queries until it is called off; a refused one is asked again at once."""
    while True:
        number = next(_NUMBERS)
        await client.ask(HEAVY[number % len(HEAVY)].format(number), tally)
        await asyncio.sleep(0.05)


async def crowd(
    make: Callable[[str], Client], lookups: list[str], sizes: tuple[int, int, int], fresh: int
) -> tuple[Tally, Tally]:
    """Let honest clients and attackers at a server: how many, and attackers' addresses."""
    count, attackers, addresses = sizes
    good, bad = Tally(), Tally()
    against = [
        asyncio.ensure_future(attack(make(f"127.0.0.{2 + number % addresses}"), bad))
        for number in range(attackers)
    ]
    await asyncio.sleep(2 if attackers else 0)
    clients = (make(f"127.1.{number // 250}.{1 + number % 250}") for number in range(count))
    asking = [asyncio.ensure_future(honest(client, lookups, fresh, good)) for client in clients]
    await asyncio.wait(asking, timeout=LONGEST)
    for task in (*against, *asking):
        task.cancel()
    await asyncio.gather(*against, *asking, return_exceptions=True)
    return good, bad


@contextmanager
def serving(proxied: bool) -> Iterator[int]:  # noqa: FBT001 - it is what the option says
    """Run the server on a free port until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = int(sock.getsockname()[1])
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "kkgraph", "serve", "--project", str(root), "--force"]
    command += ["--quiet", "--no-pages", "--port", str(port)]
    command += ["--trusted-proxy", "127.0.0.1"] if proxied else []
    with tempfile.TemporaryFile() as log, subprocess.Popen(command, stderr=log) as process:
        try:
            asyncio.run(_until_it_answers(port))
            yield port
        finally:
            process.terminate()


async def _until_it_answers(port: int) -> None:
    tally = Tally()
    for _ in range(600):
        await Client(port, "127.0.0.1", proxied=False).ask("ASK {}", tally)
        if 200 in tally.statuses:  # noqa: PLR2004 - OK
            return
        await asyncio.sleep(0.1)
    sys.exit("the server does not answer")


def lookups_of(graph: ox.Store) -> list[str]:
    """Return a look-up of each of two hundred things."""
    quads = graph.quads_for_pattern(None, ox.NamedNode(terms.TYPE), None, ox.DefaultGraph())
    things = sorted({q.subject.value for q in quads if str(q.subject.value).startswith(terms.ID)})
    return [f"SELECT ?p ?o WHERE {{ <{thing}> ?p ?o }}" for thing in things[:200]]


def main() -> int:
    """Measure and print a line for each crowd; return 1 where the goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true", help="two small crowds only")
    parser.add_argument("--proxy", action="store_true", help="all come through one proxy")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--fresh", type=int, default=20, help="look-ups of each honest client")
    options = parser.parse_args()
    lookups = lookups_of(store.load(project.find(Path(__file__).parents[1])).graph)
    every = [(h, a, n) for h in HONEST for a in ATTACKERS for n in (1, 10) if a or n == 1]
    crowds = [(10, 0, 1), (20, 10, 5)] if options.smoke else every
    missed = False
    lines: list[dict[str, object]] = []
    print(f"load of the machine {os.getloadavg()[0]:.1f}")
    print("honest attackers addresses     p50 ms   p99 ms   503  other   attackers' answers")
    with serving(options.proxy) as port:
        for sizes in crowds:
            make = _maker(port, options.proxy)
            good, bad = run(crowd(make, lookups, sizes, options.fresh))
            missed |= _told(sizes, good, bad, options.fresh, lines)
    if options.json:
        told = {**machine(), "proxy": options.proxy, "crowds": lines}
        options.json.write_text(json.dumps(told, indent=2) + "\n")
    return int(missed)


def _told(
    sizes: tuple[int, int, int], good: Tally, bad: Tally, fresh: int, lines: list[dict[str, object]]
) -> bool:
    """Print a line for a crowd and add it to others; tell whether the goal is missed."""
    refused = good.statuses.get(503, 0)
    other = sizes[0] * fresh - good.statuses.get(200, 0) - refused  # not done in time, too
    times = f"{good.at(0.5) * 1000:8.0f} {good.at(0.99) * 1000:8.0f}"
    counts = "{:6} {:9} {:9}".format(*sizes)
    statuses = dict(sorted(bad.statuses.items()))
    odd = {status: n for status, n in good.statuses.items() if status not in (200, 503)}
    what = f"   honest clients' other answers: {odd}" if odd else ""
    print(f"{counts}   {times} {refused:5} {other:6}   {statuses}{what}", flush=True)
    found = {"p50": good.at(0.5), "p99": good.at(0.99), "503": refused, "other": other}
    lines.append({"sizes": sizes, **found})
    return bool(refused or other) or good.at(0.99) >= GOAL


def _maker(port: int, proxied: bool) -> Callable[[str], Client]:  # noqa: FBT001 - as above
    return lambda address: Client(port, address, proxied)


if __name__ == "__main__":
    sys.exit(main())
