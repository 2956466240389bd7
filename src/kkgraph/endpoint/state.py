"""The server's state: the pool in service, and how it is replaced."""

import asyncio
import gc
import hashlib
import time
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp

from kkgraph.endpoint import notify
from kkgraph.endpoint.metrics import Metrics, log
from kkgraph.endpoint.packing import Packing
from kkgraph.endpoint.pool import pool as pools
from kkgraph.endpoint.pool.channel import ServiceUnavailable, TimeLimitExceeded, WorkerDied
from kkgraph.endpoint.pool.messages import GET
from kkgraph.endpoint.pool.pages import Pages
from kkgraph.endpoint.pool.pool import Begun, Disconnected, Pool, stays
from kkgraph.endpoint.protocol.call import text_of
from kkgraph.endpoint.responses import SPOKEN, Response, broken, busy, problem
from kkgraph.endpoint.settings import MEGABYTE, Settings
from kkgraph.errors import KkgraphError
from kkgraph.formats.literals import counted
from kkgraph.texts import Message

# Seconds before another try to load when the loading process was lost: the first after
# workers were lost too (the memory may be short), the others twice as long each.
_PAUSE, _LONGEST_PAUSE = 5.0, 60.0


@dataclass
class State:
    """What requests are answered from. `current` is replaced whole, by one that is ready."""

    settings: Settings
    metrics: Metrics = field(default_factory=Metrics)
    current: Pool | None = None
    held: str = ""  # the digest of the files that were found to hold against the shapes
    assistant: ASGIApp | None = None  # what answers at /mcp, once its library is loaded
    has_assistant: bool = False  # whether its library is installed
    assistant_wanted: asyncio.Event = field(default_factory=asyncio.Event)
    assistant_tried: asyncio.Event = field(default_factory=asyncio.Event)
    packing: Packing = field(default_factory=Packing)
    _reload_waits: bool = False
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where the world sees the server, without a slash at the end."""
        return self.settings.base_url

    @property
    def pool(self) -> Pool:
        """The pool in service."""
        if self.current is None:
            raise ServiceUnavailable(5)
        return self.current

    async def assisting(self) -> ASGIApp | None:
        """Return what answers at /mcp, loaded when first asked for; None without its library."""
        if self.has_assistant:
            self.assistant_wanted.set()
            await self.assistant_tried.wait()
        return self.assistant

    @property
    def is_sending_much(self) -> bool:
        """Whether more is being sent than may be at once."""
        return self.metrics.outgoing > self.settings.outgoing_bytes

    @property
    def is_free(self) -> bool:
        """Whether a query can be asked."""
        return self.current is not None and not self.is_sending_much

    @property
    def pages(self) -> Pages:
        """The site's pages."""
        return self.pool.pages

    async def load(self) -> None:
        """Load the project and put it into service; raises KkgraphError and changes nothing.

        The first graph answers while it is held against the shapes, a later one when it holds.
        """
        async with self._lock:
            self._reload_waits = False
            while not await self._load():
                log("the files changed while they were read; reading them again")

    async def _load(self) -> bool:
        fresh = await pools.start(self.settings)
        if self.current is None:
            self._take_over(fresh)
            log(f"answering at {self.url}/")
        try:
            held = await self._holds(fresh)
        except BaseException:
            if fresh is not self.current:
                await fresh.retire(0)
            raise
        if held and fresh is not self.current:
            self._take_over(fresh)
        elif not held and fresh is not self.current:
            await fresh.retire(0)
        return held

    async def _holds(self, fresh: Pool) -> bool:
        """Hold the data against the shapes, unless these very files were found to hold before."""
        digest = fresh.fork_server.report["digest"]
        if not self.settings.force and digest != self.held and not await fresh.check():
            return False
        self.held = digest
        return True

    def _take_over(self, fresh: Pool) -> None:
        old, self.current = self.current, fresh
        fresh.pages.open()
        self._start(self._watch(fresh))
        if old is not None:
            self._start(self._retire(old))

    async def reload(self) -> None:
        """Load anew; keep what is in service when that fails, and log why."""
        notify.reloading()
        try:
            await self.load()
        except KkgraphError as error:
            self.metrics.refused_reloads += 1
            log(f"not reloaded, the graph in service stays: {error}")
        else:
            self.metrics.reloads += 1
            log(f"reloaded: {self.pool.fork_server.report}")
        notify.tell("READY=1")

    def begin_reload(self) -> None:
        """Reload in the background (SIGHUP); once more at most after the load under way."""
        if not self._reload_waits:
            self._reload_waits = True
            self._start(self.reload())

    def _start(self, work: Any) -> None:  # noqa: ANN401 - a coroutine
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self, pool: Pool) -> None:
        """Load again if the process that forks the workers is lost, trying until it is done."""
        await pool.fork_server.ended()
        pause = _PAUSE if pool.lost else 0.0
        while pool is self.current:
            log(f"the loading process ended; starting another in {pause:g} s")
            await asyncio.sleep(pause)
            if pool is self.current:
                await self.reload()
            pause = min(max(2 * pause, 1.0), _LONGEST_PAUSE)

    async def _retire(self, old: Pool) -> None:
        """Finish what an old pool has under way, and give its memory back.

        Its parts point at each other, so that it would stay until Python next looks for garbage.
        """
        await old.retire(self.settings.time_limit + self.settings.queue_timeout)
        del old
        gc.collect()

    async def close(self) -> None:
        """Finish what is under way and end all processes."""
        last, self.current = self.current, None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if last is not None:
            await self._retire(last)

    async def ask(
        self,
        head: dict[str, Any],
        body: bytes = b"",
        disconnected: Disconnected = stays,
        begun: Begun | None = None,
    ) -> Response:
        """Return a worker's response, or the problem that kept it from replying.

        `begun`: the job, where a worker of this pool has it already.
        """
        head.setdefault("spoken", SPOKEN.get())
        started = time.monotonic()
        try:
            response = await (
                begun.pool.resume(begun, disconnected)
                if begun
                else self.pool.ask(head, body, disconnected)
            )
        except ServiceUnavailable as error:
            is_up = self.current is not None
            what = "endpoint.busy.queries" if is_up else "endpoint.busy.starting"
            detail = Message(what, n=error.seconds)
            return busy(detail, error.seconds)
        except TimeLimitExceeded:
            return _out_of_time(head.get("limit", self.settings.time_limit))
        except WorkerDied:
            return self._lost()
        finally:
            self._note_slow(head["job"], body, time.monotonic() - started)
        if "failure" in response.headers:
            log(f"a job failed: {head['job']}: {response.headers['failure']}")
            return broken()
        return response

    def _note_slow(self, job: str, body: bytes, seconds: float) -> None:
        """Log a query that took long: as a digest, unless the operator wants its text."""
        if seconds >= self.settings.slow_query and job in ("sparql", GET):
            query = text_of(body).encode() if job == GET else body
            digest = hashlib.sha256(query).hexdigest()[:16]
            text = f" {query.decode()!r}" if self.settings.log_queries else ""
            log(f"slow query {digest} {seconds:.1f} s{text}")

    def _lost(self) -> Response:
        memory = self.settings.worker_memory // MEGABYTE
        title = Message("endpoint.too-much.title")
        detail = Message("endpoint.too-much.detail", memory=counted(memory))
        return problem(422, title, detail)


def _out_of_time(limit: float) -> Response:
    detail = Message("endpoint.late.detail", seconds=counted(limit))
    return problem(504, Message("endpoint.late.title"), detail, seconds=limit)
