"""The workers of one loaded project, and the lanes that queries take.

A query starts in the quick lane, unless it is known to be heavy. The worker estimates it
before it runs it, and hands it back if it looks heavy. If it is not done after a slice of
time, its worker moves to the slow lane, with less of the processor, and a new worker takes
its place. In both lanes the clients take turns, and pay with the time their queries took:
so heavy queries do not stand in the way of the ordinary ones, nor a client in another's.

Why no library: Pebble 5.2's ProcessPool, the one that can kill a worker on time-out, was
tried behind the same `ask()` (two workers, the same graph and queries, time limit 1 s).
It answered more lookups a second (2,240 against 1,075 on a busy machine), but a query in
the engine's code, deaf to SIGTERM, was stopped after 4.1 s (ours: 1.0 s), two heavy
queries kept a lookup waiting for 4 to 7 s (ours: 0.25 s), and its workers are forked from
the server itself, where a reload would hold the event loop for as long as loading takes.
"""

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NamedTuple

from kkgraph.endpoint import checking
from kkgraph.endpoint.cache import Cache
from kkgraph.endpoint.pool import fork_client, messages
from kkgraph.endpoint.pool.admission import CLIENT, Admission
from kkgraph.endpoint.pool.channel import (
    Channel,
    Overdue,
    ServiceUnavailable,
    TimeLimitExceeded,
    WorkerDied,
)
from kkgraph.endpoint.pool.fork_client import ForkServerClient
from kkgraph.endpoint.pool.pages import NoPages, Pages
from kkgraph.endpoint.pool.quick import Asked, QuickWorkers
from kkgraph.endpoint.pool.turns import Place
from kkgraph.endpoint.protocol.estimate import HEAVY
from kkgraph.endpoint.responses import Response
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError
from kkgraph.texts import Message

_ROLES = {"network": "builder", "assistant-heavy": "builder"}  # who does a heavy job: no query
_SHARE = 128  # the part of the room that one answer as it was written may take
_PAGE = 5.0  # seconds to wait for a page
Disconnected = Callable[[], Awaitable[None]]


async def stays() -> None:
    """Wait for a client that does not hang up."""
    await asyncio.Event().wait()


class _Job(NamedTuple):
    """Work to be done: `key` tells it from other work, `role` who does it if it is heavy."""

    key: bytes
    role: str
    message: bytes
    limit: float
    client: str
    disconnected: Disconnected
    is_anew: bool = False  # whether it was begun before, at a place that was wanted back


class Begun(NamedTuple):
    """A job that a quick worker was given without waiting, and since when it is under way."""

    pool: "Pool"
    job: _Job
    place: Place
    asked: Asked
    started: float


class Pool:
    """The workers of a snapshot in service."""

    def __init__(self, settings: Settings, fork_server: ForkServerClient) -> None:
        """Take a fork server that has reported its project loaded."""
        self.settings, self.fork_server = settings, fork_server
        self.admission = Admission(settings)
        self.cache: Cache[bytes] = Cache(settings.cache_bytes)
        self.wire: Cache[bytes] = Cache(settings.wire_bytes, share=_SHARE)
        self.pages = (
            Pages(fork_server.fork, settings.page_bytes, _PAGE) if settings.pages else NoPages()
        )
        self.quick = QuickWorkers(fork_server, settings)
        self.active = self.killed = self._lost = 0

    @property
    def lost(self) -> int:
        """How many workers ended by themselves."""
        return self._lost + self.quick.lost

    async def open(self) -> None:
        """Start the workers of the quick lane and wait until they are ready."""
        await self.quick.open(self.settings.quick_workers)

    async def check(self) -> bool:
        """Hold the data against the shapes; raises KkgraphError when they do not hold.

        Returns False when the files changed meanwhile: then nothing is known.
        """
        checker = await self.fork_server.fork("checker")
        try:
            found = await checker.ask(messages.encode({"limit": checking.LONGEST}))
        except WorkerDied:
            raise KkgraphError(Message("errors.server.checker")) from None
        finally:
            checker.close()
        if found.status in (checking.CHANGED, 200):
            return found.status == 200  # noqa: PLR2004 - OK
        raise KkgraphError(
            json.loads(found.body) if found.body else found.headers.get("failure", "")
        )

    async def ask(
        self, head: dict[str, Any], body: bytes = b"", disconnected: Disconnected = stays
    ) -> Response:
        """Return a worker's response; raises ServiceUnavailable, TimeLimitExceeded or WorkerDied.

        `disconnected` ends when the client has hung up: its query is then stopped.
        """
        job = self._job(head, body, CLIENT.get(), disconnected)
        response = self.cache.find(job.key)
        if response is None:
            self.active += 1
            try:
                response = await self._asked(job)
            finally:
                self.active -= 1
            self.cache.keep(job.key, response)
        return response

    def begin(self, head: dict[str, Any], body: bytes, client: str) -> Begun | None:
        """Give a job to a quick worker, if nothing is to be waited for; see `end`.

        None if there is, or if the answer is kept: then `ask`.
        """
        job, lane = self._job(head, body, client, stays), self.admission.quick
        if job.key in self.cache or self.admission.is_heavy(job.key):
            return None
        place = lane.enter_now(client)
        if place is None:
            return None
        asked = self.quick.begin(job.message, place)
        if asked is None:
            lane.leave(place, 0)
            return None
        self.active += 1
        return Begun(self, job, place, asked, time.monotonic())

    def end(self, begun: Begun) -> Response | None:
        """Return the answer that has come, if it was written whole; otherwise see `resume`."""
        response = self.quick.end(begun.asked)
        if response is None or not response.written:
            return None
        self.active -= 1
        self.admission.quick.leave(begun.place, begun.asked.question.seconds)
        self.cache.keep(begun.job.key, response)
        return response

    async def resume(self, begun: Begun, disconnected: Disconnected = stays) -> Response:
        """Return the response to a job that has not come to its end; raises as `ask`."""
        try:
            job = begun.job._replace(disconnected=disconnected)
            response = await self._quickly(job, begun.place, begun)
        finally:
            self.active -= 1
        self.cache.keep(begun.job.key, response)
        return response

    def _job(
        self, head: dict[str, Any], body: bytes, client: str, disconnected: Disconnected
    ) -> _Job:
        head.setdefault("limit", self.settings.time_limit)
        message = messages.encode(head, body)
        key = hashlib.sha256(message).digest()
        role = _ROLES.get(head["job"], "heavy")
        return _Job(key, role, message, head["limit"], client, disconnected)

    async def _asked(self, job: _Job) -> Response:
        if self.admission.is_heavy(job.key):
            return await self._slowly(job)
        place = await self.admission.quick.enter(job.client)
        return await self._quickly(job, place)

    async def _quickly(self, job: _Job, place: Place, begun: Begun | None = None) -> Response:
        """Have a place in the quick lane, and go on in the slow one with what is heavy."""
        started, asked = (begun.started, begun.asked) if begun else (time.monotonic(), None)
        late = seconds = None
        try:
            response, seconds = await self.quick.ask(job.message, place, asked)
            if response.status != HEAVY:
                return response
        except Overdue as overdue:
            late = overdue
        finally:
            seconds = time.monotonic() - started if seconds is None else seconds
            self.admission.quick.leave(place, seconds)
        self.admission.remember_heavy(job.key)
        return await (self._slowly(job) if late is None else self._demoted(job, late))

    async def _demoted(self, job: _Job, late: Overdue) -> Response:
        """Go on in the slow lane: at once if there is a place, or anew when there is one."""
        place = self.admission.slow.enter_now(job.client)
        if place is None:
            self._stop(late.worker, late.answer)
            return await self._slowly(job)
        self.fork_server.tell("slow", late.worker.name)
        return await self._finished(job, place, late.worker, late.answer)

    async def _slowly(self, job: _Job) -> Response:
        """Wait for a place in the slow lane and start a worker in it."""
        entering = self.admission.slow.enter(job.client, is_anew=job.is_anew)
        place = await self._unless_gone(job, entering)
        try:
            worker = await self.fork_server.fork(job.role)
        except BaseException:
            self.admission.slow.leave(place, 0)
            raise
        return await self._finished(job, place, worker, worker.ask(job.message))

    async def _unless_gone(self, job: _Job, waiting: Coroutine[Any, Any, Place]) -> Place:
        """Wait, but not for a client that has hung up."""
        entering = asyncio.ensure_future(waiting)
        hangup = asyncio.ensure_future(job.disconnected())
        try:
            await asyncio.wait((entering, hangup), return_when=asyncio.FIRST_COMPLETED)
            if not entering.done():
                raise ServiceUnavailable(1)
            return await entering
        finally:
            hangup.cancel()
            entering.cancel()

    async def _finished(
        self, job: _Job, place: Place, worker: Channel, task: asyncio.Future[Response]
    ) -> Response:
        """Wait for an answer in the slow lane; its worker ends with it.

        Where its place was lent and is wanted back, it is asked anew when its turn comes.
        """
        hangup = asyncio.ensure_future(job.disconnected())
        started, recalled = time.monotonic(), place.recalled or asyncio.Future()
        try:
            ends = (task, hangup, recalled)
            await asyncio.wait(ends, timeout=job.limit, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                self._lost += task.exception() is not None
                return task.result()
            if hangup.done() or not recalled.done():
                raise TimeLimitExceeded
        finally:
            self.admission.slow.leave(place, time.monotonic() - started)
            hangup.cancel()
            self._stop(worker, task)
        if job.is_anew:
            raise ServiceUnavailable(1)
        return await self._slowly(job._replace(is_anew=True))

    def _stop(self, worker: Channel, task: asyncio.Future[Response]) -> None:
        """End a worker: for good if it is still at work, or has more before it."""
        if not task.done():
            self.killed += 1
            task.cancel()
        if task.cancelled() or worker.littered:
            self.fork_server.tell("kill", worker.name)
        worker.close()

    async def retire(self, seconds: float) -> None:
        """Finish what is under way, within a time, and end the workers and the fork server."""
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            while self.active and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        finally:
            self.pages.close()
            self.quick.close()
            await self.fork_server.close()


async def start(settings: Settings) -> Pool:
    """Load the project anew and return its pool, ready for work; raises KkgraphError."""
    fork_server = fork_client.start(settings)
    try:
        await fork_server.loaded()
        pool = Pool(settings, fork_server)
        await pool.open()
    except BaseException as error:
        await fork_server.close()
        if isinstance(error, ServiceUnavailable):
            raise KkgraphError(Message("errors.server.workers")) from None
        raise
    return pool
