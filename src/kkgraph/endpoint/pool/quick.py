"""The workers of the quick lane: each has a few questions before it, so that it need not wait."""

import asyncio
import time
from typing import NamedTuple

from kkgraph.endpoint.pool.channel import (
    Channel,
    Overdue,
    Overtaken,
    Question,
    ServiceUnavailable,
    WorkerDied,
)
from kkgraph.endpoint.pool.fork_client import ForkServerClient
from kkgraph.endpoint.pool.turns import Place
from kkgraph.endpoint.responses import Response
from kkgraph.endpoint.settings import Settings

AHEAD = 8  # questions that a worker is given before it has answered the first
_LONG = 0.01  # seconds after which nothing is put behind a question, if another worker is free


class Asked(NamedTuple):
    """A question, and the worker that it was put to."""

    worker: Channel
    question: Question


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

    def begin(self, message: bytes, place: Place) -> Asked | None:
        """Ask at once, None if no worker can take a question now."""
        worker = self._able()
        if worker is None:
            return None
        return Asked(worker, worker.put(message, is_quick=place.is_quick))

    async def ask(
        self, message: bytes, place: Place, asked: Asked | None = None
    ) -> tuple[Response, float]:
        """Return the answer and the seconds it took; `asked`: where it was asked already.

        Raises Overdue when the slice is over, ServiceUnavailable or WorkerDied.
        """
        while True:
            if asked is None:
                worker = await self._worker()
                asked = Asked(worker, worker.put(message, is_quick=place.is_quick))
            worker, question = asked
            try:
                return await question.answer, question.seconds
            except Overtaken:
                asked = None
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
        while (worker := self._able()) is None:
            self._free.clear()
            try:
                await asyncio.wait_for(self._free.wait(), self._patience)
            except TimeoutError:
                raise ServiceUnavailable(2) from None
        return worker

    def _able(self) -> Channel | None:
        for dead in [worker for worker in self.workers if not worker.alive]:
            self._replace(dead, lost=True)
        able = [one for one in self.workers if one.load < AHEAD and not one.kept]
        return min(able, key=_pressure) if able else None

    def end(self, asked: Asked) -> Response | None:
        """Return the answer that has come, None if there is none; those who wait may go on."""
        answer = asked.question.answer
        self._free.set()
        return None if answer.cancelled() or answer.exception() else answer.result()

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
    is_kept = first is not None and (not first.is_quick or time.monotonic() - first.started > _LONG)
    return is_kept, worker.load
