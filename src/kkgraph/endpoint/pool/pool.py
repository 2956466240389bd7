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
from dataclasses import dataclass
from typing import Any

from kkgraph.endpoint import checking
from kkgraph.endpoint.pool import fork_client, messages
from kkgraph.endpoint.pool.admission import CLIENT, Admission
from kkgraph.endpoint.pool.cache import Cache
from kkgraph.endpoint.pool.channel import (
    Channel,
    ServiceUnavailable,
    TimeLimitExceeded,
    WorkerDied,
    done_within,
)
from kkgraph.endpoint.pool.fork_client import ForkServerClient
from kkgraph.endpoint.pool.pages import NoPages, Pages
from kkgraph.endpoint.protocol.estimate import HEAVY
from kkgraph.endpoint.responses import Response
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError
from kkgraph.texts import Message

_ROLES = {
    "network": "builder",
    "assistant-heavy": "builder",
}  # who does a heavy job, if it is no query
_SHARE = 128  # the part of the room that one answer as it was written may take
_PAGE = 5.0  # seconds to wait for a page
Disconnected = Callable[[], Awaitable[None]]


async def stays() -> None:
    """Wait for a client that does not hang up."""
    await asyncio.Event().wait()


@dataclass(frozen=True)
class _Job:
    """Work to be done: `key` tells it from other work, `role` who does it if it is heavy."""

    key: bytes
    role: str
    message: bytes
    limit: float
    client: str
    disconnected: Disconnected


class _Heavy(Exception):
    """Work is none for the quick lane; a worker may be at it already."""

    def __init__(self, worker: Channel | None) -> None:
        """Remember the worker."""
        super().__init__()
        self.worker = worker


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
        self.active = self.killed = self.lost = 0
        self._idle: asyncio.Queue[Channel] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Start the workers of the quick lane and wait until they are ready."""
        await asyncio.gather(*(self._grow() for _ in range(self.settings.quick_workers)))

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
        head.setdefault("limit", self.settings.time_limit)
        message = messages.encode(head, body)
        key = hashlib.sha256(message).digest()
        response = self.cache.find(key)
        if response is None:
            self.active += 1
            try:
                role = _ROLES.get(head["job"], "heavy")
                asked = _Job(key, role, message, head["limit"], CLIENT.get(), disconnected)
                response = await self._asked(asked)
            finally:
                self.active -= 1
            self.cache.keep(key, response)
        return response

    async def _asked(self, job: _Job) -> Response:
        if self.admission.is_heavy(job.key):
            return await self._slowly(job)
        quick = self.admission.quick
        await quick.enter(job.client)
        started = time.monotonic()
        try:
            return await self._quickly(job)
        except _Heavy as heavy:
            self.admission.remember_heavy(job.key)
            worker = heavy.worker
        finally:
            quick.leave(job.client, time.monotonic() - started)
        return await self._demoted(job, worker)

    async def _quickly(self, job: _Job) -> Response:
        """Return the answer of a quick worker; raises _Heavy when it is none for it."""
        worker = await self._quick_worker()
        task = worker.ask(job.message)
        try:
            is_done = await done_within(task, self.settings.time_slice)
        except asyncio.CancelledError:
            self._stop(worker, task)
            self._replace()
            raise
        if not is_done:
            self._replace()
            raise _Heavy(worker)
        response = self._returned(worker, task)
        if response.status == HEAVY:
            raise _Heavy(None)
        return response

    async def _quick_worker(self) -> Channel:
        """Return a worker that is free and alive."""
        while not (worker := await self._free_worker()).alive:
            self.lost += 1
            self._replace()
        return worker

    async def _free_worker(self) -> Channel:
        if not self._idle.empty():
            return self._idle.get_nowait()
        try:
            return await asyncio.wait_for(self._idle.get(), self.settings.queue_timeout)
        except TimeoutError:
            raise ServiceUnavailable(2) from None

    def _returned(self, worker: Channel, task: asyncio.Future[Response]) -> Response:
        if task.exception() is not None:
            self.lost += 1
            worker.close()
            self._replace()
        else:
            self._idle.put_nowait(worker)
        return task.result()

    async def _demoted(self, job: _Job, worker: Channel | None) -> Response:
        """Go on in the slow lane: at once if there is a place, or anew when there is one."""
        slow = self.admission.slow
        if worker is None:
            return await self._slowly(job)
        if not slow.enter_now(job.client):
            self._stop(worker, worker.question)
            return await self._slowly(job)
        self.fork_server.tell("slow", worker.name)
        return await self._finished(job, worker, worker.question)

    async def _slowly(self, job: _Job) -> Response:
        """Wait for a place in the slow lane and start a worker in it."""
        slow = self.admission.slow
        await self._unless_gone(job, slow.enter(job.client))
        try:
            worker = await self.fork_server.fork(job.role)
        except BaseException:
            slow.leave(job.client, 0)
            raise
        return await self._finished(job, worker, worker.ask(job.message))

    async def _unless_gone(self, job: _Job, waiting: Coroutine[Any, Any, None]) -> None:
        """Wait, but not for a client that has hung up."""
        entering = asyncio.ensure_future(waiting)
        hangup = asyncio.ensure_future(job.disconnected())
        try:
            await asyncio.wait((entering, hangup), return_when=asyncio.FIRST_COMPLETED)
            if not entering.done():
                raise ServiceUnavailable(1)
            await entering
        finally:
            hangup.cancel()
            entering.cancel()

    async def _finished(
        self, job: _Job, worker: Channel, task: asyncio.Future[Response]
    ) -> Response:
        """Wait for an answer in the slow lane; its worker ends with it."""
        hangup = asyncio.ensure_future(job.disconnected())
        started = time.monotonic()
        try:
            await asyncio.wait(
                (task, hangup), timeout=job.limit, return_when=asyncio.FIRST_COMPLETED
            )
            if not task.done():
                raise TimeLimitExceeded
            self.lost += task.exception() is not None
            return task.result()
        finally:
            self.admission.slow.leave(job.client, time.monotonic() - started)
            hangup.cancel()
            self._stop(worker, task)

    def _stop(self, worker: Channel, task: asyncio.Future[Response]) -> None:
        """End a worker: for good if it is still at work."""
        if not task.done():
            self.killed += 1
            self.fork_server.tell("kill", worker.name)
            task.cancel()
        worker.close()

    def _replace(self) -> None:
        task = asyncio.ensure_future(self._regrow())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _grow(self) -> None:
        self._idle.put_nowait(await self.fork_server.fork())

    async def _regrow(self) -> None:
        """Start a worker in another's place, trying until it starts."""
        while True:
            try:
                return await self._grow()
            except ServiceUnavailable as error:
                await asyncio.sleep(error.seconds)

    async def retire(self, seconds: float) -> None:
        """Finish what is under way, within a time, and end the workers and the fork server."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self.active and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        for task in self._tasks:
            task.cancel()
        self.pages.close()
        while not self._idle.empty():
            self._idle.get_nowait().close()
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
