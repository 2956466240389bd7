"""The server's end of a worker: what it was asked, and the answers in the same order."""

import asyncio
import sys
import time
from collections import deque
from dataclasses import dataclass
from typing import cast

from kkgraph.endpoint.pool import messages
from kkgraph.endpoint.responses import Response

_STARVED = 8  # times its slice that a question may take by the clock
_SCHEDULED = 2  # the kind of clock that counts what a process ran (linux/posix-timers.h)
_MOMENT = 0.005  # seconds in which an answer that has come is read


class ServiceUnavailable(Exception):
    """All places are taken; worth another try in `seconds`."""

    def __init__(self, seconds: int) -> None:
        """Remember when to come again."""
        super().__init__(seconds)
        self.seconds = seconds


class TimeLimitExceeded(Exception):
    """A query ran out of time and was stopped."""


class WorkerDied(Exception):
    """A worker ended while it worked on a query: memory, or nesting beyond its stack."""


class Overdue(Exception):
    """A question took more than its slice of time; its worker goes on with it."""

    def __init__(self, worker: "Channel", answer: "asyncio.Future[Response]") -> None:
        """Remember the worker, and what its answer will be in."""
        super().__init__()
        self.worker, self.answer = worker, answer


class Overtaken(Exception):
    """A question waited behind one that its worker is kept by: it is to be asked elsewhere."""


@dataclass
class Question:
    """What a worker was asked: its answer, since when it is at it, how long it took.

    `is_quick`: of a client whose questions are known to be quick, or not known.
    """

    answer: "asyncio.Future[Response]"
    is_quick: bool = True
    started: float = 0.0
    seconds: float = 0.0
    spent: float = 0.0  # seconds of the processor that its worker had spent before it

    def give(self, response: Response) -> None:
        """Have whoever waits for the answer get it."""
        if not self.answer.done():
            self.answer.set_result(response)

    def fail(self, error: Exception) -> None:
        """Have whoever waits for the answer know that there is none."""
        if not self.answer.done():
            self.answer.set_exception(error)


class Channel(asyncio.Protocol):
    """A connection to a worker, which answers what it is asked in turn."""

    def __init__(self) -> None:
        """Wait for the worker's word that it is ready."""
        self.name = ""
        self.kept = False  # whether it is left to one question, and takes no more
        self.littered = False  # whether others were left behind that nobody waits for
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray()
        self._ready = Question(self._loop.create_future())
        self._asked: deque[Question] = deque([self._ready])
        self._slice = 0.0
        self._clock = time.CLOCK_MONOTONIC
        self._timer: asyncio.TimerHandle | None = None
        self._due: Question | None = None
        self._transport: asyncio.WriteTransport | None = None

    @property
    def alive(self) -> bool:
        """Whether the worker is still there."""
        return self._transport is not None

    @property
    def load(self) -> int:
        """How many questions it has before it."""
        return len(self._asked)

    @property
    def first(self) -> Question | None:
        """The question that it is at."""
        return self._asked[0] if self._asked else None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport (uvloop's is one by its methods, not by its class)."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the question that was under way; those behind it are to be asked elsewhere."""
        del exc
        self._transport = None
        for number, question in enumerate(self._asked):
            question.fail(Overtaken() if number else WorkerDied())
        self._asked.clear()

    def data_received(self, data: bytes) -> None:
        """Collect the answers."""
        self._buffer += data
        answers = [Response(**head, body=body) for head, body in messages.taken(self._buffer)]
        answered = [self._asked.popleft() for _ in answers if self._asked]
        if answered:
            self._share(answered, time.monotonic())
        for question, response in zip(answered, answers, strict=False):
            question.give(response)

    def _share(self, answered: list[Question], now: float) -> None:
        """Share the time among questions that were answered together; the next one's begins."""
        seconds = (now - answered[0].started) / len(answered)
        for question in answered:
            question.seconds = seconds
        if self._asked:
            self._start(self._asked[0], now)

    def _start(self, question: Question, now: float) -> None:
        question.started, question.spent = now, self._spent()

    def _spent(self) -> float:
        """Return the worker's seconds of the processor, by the clock where that is not known."""
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return time.monotonic()

    async def ready(self, seconds: float) -> None:
        """Wait until the worker is ready; raises WorkerDied or TimeoutError."""
        response = await asyncio.wait_for(self._ready.answer, seconds)
        if "pid" in response.headers:
            self._clock = _clock_of(int(response.headers["pid"]))

    def put(self, message: bytes, *, is_quick: bool = True) -> Question:
        """Hand over a question; its future has the answer, or WorkerDied."""
        question = Question(self._loop.create_future(), is_quick)
        if self._transport is None:
            question.fail(WorkerDied())
            return question
        if not self._asked:
            self._start(question, time.monotonic())
        self._asked.append(question)
        self._transport.write(message)
        if self._slice and self._timer is None:
            self._timer = self._loop.call_later(self._slice, self._look)
        return question

    def ask(self, message: bytes) -> "asyncio.Future[Response]":
        """Hand over a question and return what will be its answer."""
        return self.put(message).answer

    def limit(self, seconds: float) -> None:
        """Let no question take more than a slice of time without being told: see Overdue."""
        self._slice = seconds

    def _look(self) -> None:
        """Part with a question that had its slice; come again when the one under way has.

        Its answer may have come while the server itself was held up: then it is read first.
        """
        self._timer = None
        if self._asked:
            first = self._asked[0]
            rest = self._rest(first)
            if rest <= 0 and first is self._due:
                self._part()
                return
            self._due = first if rest <= 0 else None
            self._timer = self._loop.call_later(max(rest, _MOMENT), self._look)

    def _rest(self, question: Question) -> float:
        """Return how much of its slice a question has left: of the processor's time.

        Where others keep the processor busy that takes longer by the clock, up to a limit.
        """
        passed = time.monotonic() - question.started
        spent = self._spent() - question.spent
        return self._slice - max(spent, passed / _STARVED)

    def _part(self) -> None:
        """Leave the worker to the question that it is at."""
        self._slice, self.kept = 0.0, True
        first, *others = self._asked
        going_on = Question(self._loop.create_future(), first.is_quick, first.started)
        self._asked, self.littered = deque([going_on]), bool(others)
        for question in others:
            question.fail(Overtaken())
        if first.answer.done():  # nobody waits for it: the worker ends itself when its time is over
            self.close()
        first.fail(Overdue(self, going_on.answer))

    def close(self) -> None:
        """Let the worker go: it ends when it reads the end of its connection."""
        if self._transport is not None:
            self._transport.close()


def _clock_of(pid: int) -> int:
    """Return the clock of the processor's time of a process (`clock_getcpuclockid` of Linux)."""
    return (~pid << 3) | _SCHEDULED if sys.platform == "linux" else time.CLOCK_MONOTONIC
