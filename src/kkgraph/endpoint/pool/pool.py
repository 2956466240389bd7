"""The workers of one loaded project, and the lanes that queries take.

A query starts in the quick lane. If it is not done after a slice of time, its worker
moves to the slow lane, with less of the processor, and a new worker takes its place:
so a few heavy queries never stand in the way of the ordinary ones.

Why no library: Pebble 5.2's ProcessPool, the one that can kill a worker on time-out, was
tried behind the same `ask()` (two workers, the same graph and queries, time limit 1 s).
It answered more lookups a second (2,240 against 1,075 on a busy machine), but a query in
the engine's code, deaf to SIGTERM, was stopped after 4.1 s (ours: 1.0 s), two heavy
queries kept a lookup waiting for 4 to 7 s (ours: 0.25 s), and its workers are forked from
the server itself, where a reload would hold the event loop for as long as loading takes.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from kkgraph.endpoint.pool import fork_client, messages
from kkgraph.endpoint.pool.admission import Admission
from kkgraph.endpoint.pool.cache import Cache
from kkgraph.endpoint.pool.channel import Channel, ServiceUnavailable, TimeLimitExceeded
from kkgraph.endpoint.pool.fork_client import ForkServerClient
from kkgraph.endpoint.responses import Response
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError

Disconnected = Callable[[], Awaitable[None]]


class Pool:
    """The workers of a snapshot in service."""

    def __init__(self, settings: Settings, fork_server: ForkServerClient) -> None:
        """Take a fork server that has reported its project loaded."""
        self.settings, self.fork_server = settings, fork_server
        self.admission = Admission(settings)
        self.cache: Cache[bytes] = Cache(settings.cache_bytes)
        self.active = self.killed = self.lost = 0
        self._idle: asyncio.Queue[Channel] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Start the workers of the quick lane and wait until they are ready."""
        await asyncio.gather(*(self._grow() for _ in range(self.settings.quick_workers)))

    async def ask(
        self, head: dict[str, Any], body: bytes = b"", disconnected: Disconnected | None = None
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
                response = await self._asked(key, message, head["limit"], disconnected)
            finally:
                self.active -= 1
            self.cache.keep(key, response)
        return response

    async def _asked(
        self, key: bytes, message: bytes, limit: float, disconnected: Disconnected | None
    ) -> Response:
        if self.admission.is_heavy(key):
            self.admission.enter_slow_lane()
            return await self._slowly(await self._fresh(), message, limit, disconnected)
        worker = await self._quick_worker()
        task = worker.ask(message)
        try:
            done, _ = await asyncio.wait((task,), timeout=self.settings.time_slice)
        except asyncio.CancelledError:
            self._stop(worker, task)
            self._replace()
            raise
        if done:
            return self._returned(worker, task)
        self._replace()
        return await self._demoted(key, worker, task, limit, disconnected)

    async def _quick_worker(self) -> Channel:
        """Return a worker that is free and alive."""
        while not (worker := await self._free_worker()).alive:
            self.lost += 1
            self._replace()
        return worker

    async def _free_worker(self) -> Channel:
        if not self._idle.empty():
            return self._idle.get_nowait()
        with self.admission.waiting_place():
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

    async def _demoted(
        self,
        key: bytes,
        worker: Channel,
        task: asyncio.Future[Response],
        limit: float,
        disconnected: Disconnected | None,
    ) -> Response:
        self.admission.remember_heavy(key)
        try:
            self.admission.enter_slow_lane()
        except ServiceUnavailable:
            self._stop(worker, task)
            raise
        return await self._finished(worker, task, limit - self.settings.time_slice, disconnected)

    async def _fresh(self) -> Channel:
        """Start a worker for the slow lane; the place is taken already."""
        try:
            return await self.fork_server.fork()
        except BaseException:
            self.admission.leave_slow_lane()
            raise

    async def _slowly(
        self, worker: Channel, message: bytes, limit: float, disconnected: Disconnected | None
    ) -> Response:
        return await self._finished(worker, worker.ask(message), limit, disconnected)

    async def _finished(
        self,
        worker: Channel,
        task: asyncio.Future[Response],
        limit: float,
        disconnected: Disconnected | None,
    ) -> Response:
        """Wait for an answer in the slow lane; its worker ends with it."""
        hangup = asyncio.ensure_future(disconnected()) if disconnected else None
        try:
            self.fork_server.tell("slow", worker.name)
            awaited: list[asyncio.Future[Any]] = [task, hangup] if hangup else [task]
            await asyncio.wait(awaited, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise TimeLimitExceeded
            self.lost += task.exception() is not None
            return task.result()
        finally:
            self.admission.leave_slow_lane()
            if hangup:
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
        while not self._idle.empty():
            self._idle.get_nowait().close()
        await self.fork_server.close()


async def start(settings: Settings, folder: str) -> Pool:
    """Load the project anew and return its pool, ready for work; raises KkgraphError."""
    fork_server = fork_client.start(settings, folder)
    try:
        await fork_server.loaded()
        pool = Pool(settings, fork_server)
        await pool.open()
    except BaseException as error:
        await fork_server.close()
        if isinstance(error, ServiceUnavailable):
            raise KkgraphError("the workers do not start") from None
        raise
    return pool
