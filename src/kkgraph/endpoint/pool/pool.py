"""One loaded project in service: its nursery, its workers, and the lanes that queries take.

A query starts in the quick lane. If it is not done after a slice of time, its worker
moves to the slow lane, with less of the processor, and a new worker takes its place:
so a few heavy queries never stand in the way of the ordinary ones.
"""

import asyncio
import hashlib
import json
import socket
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from kkgraph.endpoint.http.cache import Cache
from kkgraph.endpoint.http.responses import Reply
from kkgraph.endpoint.http.static_files import Pages
from kkgraph.endpoint.pool import messages
from kkgraph.endpoint.pool.channel import Busy, Line, TimeLimit
from kkgraph.endpoint.pool.fork_client import Nursery, started
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError

Gone = Callable[[], Awaitable[None]]
_REMEMBERED = 1000  # heavy queries that go to the slow lane at once when asked again


class Generation:
    """A snapshot in service."""

    def __init__(self, settings: Settings, nursery: Nursery, pages: Pages) -> None:
        """Take a nursery that has reported its project loaded."""
        self.settings, self.nursery, self.pages = settings, nursery, pages
        self.cache = Cache(settings.cache_bytes)
        self.waiting = self.slow = self.active = self.killed = self.lost = 0
        self._idle: asyncio.Queue[Line] = asyncio.Queue()
        self._heavy: OrderedDict[bytes, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Start the workers of the quick lane and wait until they are ready."""
        await asyncio.gather(*(self._grow() for _ in range(self.settings.quick)))

    async def ask(self, head: dict[str, Any], body: bytes = b"", gone: Gone | None = None) -> Reply:
        """Return a worker's reply; raises Busy, TimeLimit or LineLost.

        `gone` ends when the client has hung up: its query is then stopped.
        """
        head.setdefault("limit", self.settings.time_limit)
        message = messages.pack(head, body)
        key = hashlib.sha256(message).digest()
        reply = self.cache.find(key)
        if reply is None:
            self.active += 1
            try:
                reply = await self._asked(key, message, head["limit"], gone)
            finally:
                self.active -= 1
            self.cache.keep(key, reply)
        return reply

    async def _asked(self, key: bytes, message: bytes, limit: float, gone: Gone | None) -> Reply:
        if key in self._heavy:
            self._take_slow_place()
            return await self._slowly(await self._fresh(), message, limit, gone)
        worker = await self._quick_worker()
        task = worker.ask(message)
        try:
            done, _ = await asyncio.wait((task,), timeout=self.settings.slice)
        except asyncio.CancelledError:
            self._stop(worker, task)
            self._replace()
            raise
        if done:
            return self._returned(worker, task)
        self._replace()
        return await self._demoted(key, worker, task, limit, gone)

    async def _quick_worker(self) -> Line:
        """Return a worker that is free and alive."""
        while not (worker := await self._free_worker()).alive:
            self.lost += 1
            self._replace()
        return worker

    async def _free_worker(self) -> Line:
        if not self._idle.empty():
            return self._idle.get_nowait()
        if self.waiting >= self.settings.queue:
            raise Busy(1)
        self.waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), self.settings.patience)
        except TimeoutError:
            raise Busy(2) from None
        finally:
            self.waiting -= 1

    def _returned(self, worker: Line, task: asyncio.Future[Reply]) -> Reply:
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
        worker: Line,
        task: asyncio.Future[Reply],
        limit: float,
        gone: Gone | None,
    ) -> Reply:
        self._heavy[key] = None
        while len(self._heavy) > _REMEMBERED:
            self._heavy.popitem(last=False)
        try:
            self._take_slow_place()
        except Busy:
            self._stop(worker, task)
            raise
        return await self._finished(worker, task, limit - self.settings.slice, gone)

    def _take_slow_place(self) -> None:
        if self.slow >= self.settings.slow:
            raise Busy(5)
        self.slow += 1

    async def _fresh(self) -> Line:
        """Start a worker for the slow lane; the place is taken already."""
        try:
            return await self.nursery.fork()
        except BaseException:
            self.slow -= 1
            raise

    async def _slowly(self, worker: Line, message: bytes, limit: float, gone: Gone | None) -> Reply:
        return await self._finished(worker, worker.ask(message), limit, gone)

    async def _finished(
        self, worker: Line, task: asyncio.Future[Reply], limit: float, gone: Gone | None
    ) -> Reply:
        """Wait for an answer in the slow lane; its worker ends with it."""
        hangup = asyncio.ensure_future(gone()) if gone else None
        try:
            self.nursery.tell("slow", worker.name)
            awaited: list[asyncio.Future[Any]] = [task, hangup] if hangup else [task]
            await asyncio.wait(awaited, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise TimeLimit
            self.lost += task.exception() is not None
            return task.result()
        finally:
            self.slow -= 1
            if hangup:
                hangup.cancel()
            self._stop(worker, task)

    def _stop(self, worker: Line, task: asyncio.Future[Reply]) -> None:
        """End a worker: for good if it is still at work."""
        if not task.done():
            self.killed += 1
            self.nursery.tell("kill", worker.name)
            task.cancel()
        worker.close()

    def _replace(self) -> None:
        task = asyncio.ensure_future(self._regrow())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _grow(self) -> None:
        self._idle.put_nowait(await self.nursery.fork())

    async def _regrow(self) -> None:
        """Start a worker in another's place, trying until it starts."""
        while True:
            try:
                return await self._grow()
            except Busy as error:
                await asyncio.sleep(error.seconds)

    async def retire(self, seconds: float) -> None:
        """Finish what is under way, within a time, and end the workers and the nursery."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self.active and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        for task in self._tasks:
            task.cancel()
        while not self._idle.empty():
            self._idle.get_nowait().close()
        await self.nursery.close()


async def begin(settings: Settings, folder: str) -> Generation:
    """Load the project anew and return it ready to serve; raises KkgraphError."""
    nursery = _nursery(json.dumps([settings.dump(), folder]))
    try:
        await nursery.loaded()
        generation = Generation(settings, nursery, Pages.of(folder))
        await generation.open()
    except BaseException as error:
        await nursery.close()
        if isinstance(error, Busy):
            raise KkgraphError("the workers do not start") from None
        raise
    return generation


def _nursery(text: str) -> Nursery:
    """Start a nursery; raises KkgraphError when the system has no process to give."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)  # noqa: FBT003 - the standard library's signature
    try:
        with theirs:
            return Nursery(started(theirs, text), ours)
    except OSError as error:
        ours.close()
        raise KkgraphError(f"the process that loads the project does not start: {error}") from None
