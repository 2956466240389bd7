"""The workers of the quick lane: each has a few questions before it, so that it need not wait."""

import asyncio
import time

from kkgraph.endpoint.pool.channel import (
    Channel,
    Overdue,
    Overtaken,
    Question,
    ServiceUnavailable,
    WorkerDied,
)
from kkgraph.endpoint.pool.fork_client import ForkServerClient
from kkgraph.endpoint.responses import Response
from kkgraph.endpoint.settings import Settings

AHEAD = 8  # questions that a worker is given before it has answered the first
_LONG = 0.01  # seconds after which nothing is put behind a question, if another worker is free


class QuickWorkers:
    """Workers that are replaced as soon as one is lost, or kept by a heavy question."""

    def __init__(self, fork_server: ForkServerClient, settings: Settings) -> None:
        """Take what starts and ends workers, and how long a question may take."""
        self._fork_server = fork_server
        self._slice, self._patience = settings.time_slice, settings.queue_timeout
        self.workers: list[Channel] = []
        self.lost = 0
        self._free = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, count: int) -> None:
        """Start workers and wait until they are ready."""
        await asyncio.gather(*(self._grow() for _ in range(count)))

    async def ask(self, message: bytes) -> tuple[Response, float]:
        """Return the answer and the seconds it took.

        Raises Overdue when the slice is over, ServiceUnavailable or WorkerDied.
        """
        while True:
            worker = await self._worker()
            question = worker.put(message)
            try:
                return await question.answer, question.seconds
            except Overtaken:
                continue
            except (Overdue, WorkerDied) as error:
                self._replace(worker, lost=isinstance(error, WorkerDied))
                raise
            except asyncio.CancelledError:
                self._give_up(worker, question)
                raise
            finally:
                self._free.set()

    async def _worker(self) -> Channel:
        """Return the worker that has least to do, when one has not enough."""
        while True:
            for dead in [worker for worker in self.workers if not worker.alive]:
                self._replace(dead, lost=True)
            able = [one for one in self.workers if one.load < AHEAD and not one.kept]
            if able:
                return min(able, key=_pressure)
            self._free.clear()
            try:
                await asyncio.wait_for(self._free.wait(), self._patience)
            except TimeoutError:
                raise ServiceUnavailable(2) from None

    def _give_up(self, worker: Channel, question: Question) -> None:
        """End a worker that is at a question nobody waits for any more."""
        if worker.first is question:
            self._fork_server.tell("kill", worker.name)
            worker.close()
            self._replace(worker, lost=False)

    def _replace(self, worker: Channel, *, lost: bool) -> None:
        """Start another worker in the place of one, once."""
        if worker in self.workers:
            self.workers.remove(worker)
            self.lost += lost
            task = asyncio.ensure_future(self._regrow())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _grow(self) -> None:
        worker = await self._fork_server.fork()
        worker.limit(self._slice)
        self.workers.append(worker)
        self._free.set()

    async def _regrow(self) -> None:
        """Start a worker, trying until it starts."""
        while True:
            try:
                return await self._grow()
            except ServiceUnavailable as error:
                await asyncio.sleep(error.seconds)

    def close(self) -> None:
        """Let the workers go."""
        for task in self._tasks:
            task.cancel()
        for worker in self.workers:
            worker.close()


def _pressure(worker: Channel) -> tuple[bool, int]:
    """Return how little a worker is fit for one more question."""
    first = worker.first
    return first is not None and time.monotonic() - first.started > _LONG, worker.load
