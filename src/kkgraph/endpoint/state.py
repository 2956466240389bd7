"""The server's state: the pool in service, and how it is replaced."""

import asyncio
import shutil
import tempfile
from dataclasses import dataclass, field
from typing import Any

from kkgraph.endpoint.http.static_files import Pages
from kkgraph.endpoint.metrics import Metrics, log
from kkgraph.endpoint.pool import pool as pools
from kkgraph.endpoint.pool.channel import ServiceUnavailable, TimeLimitExceeded, WorkerDied
from kkgraph.endpoint.pool.pool import Disconnected, Pool
from kkgraph.endpoint.responses import Response, problem
from kkgraph.endpoint.settings import MEGABYTE, Settings
from kkgraph.errors import KkgraphError

# Seconds before another try to load when the loading process was lost: the first after
# workers were lost too (the memory may be short), the others twice as long each.
_PAUSE, _LONGEST_PAUSE = 5.0, 60.0


@dataclass
class State:
    """What requests are answered from. `current` is replaced whole, by one that is ready."""

    settings: Settings
    metrics: Metrics = field(default_factory=Metrics)
    current: Pool | None = None
    folder: str = ""
    pages: Pages = field(default_factory=lambda: Pages("", 0))
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

    @property
    def pages_missing(self) -> bool:
        """Whether the pages are still being written."""
        return bool(self.folder) and not self.pool.fork_server.pages_written.is_set()

    async def load(self) -> None:
        """Load the project and put it into service; raises KkgraphError and changes nothing.

        The first graph answers before its pages are written, a later one has them from the start.
        """
        async with self._lock:
            self._reload_waits = False
            folder = _folder() if self.settings.pages else ""
            try:
                fresh = await pools.start(self.settings, folder)
                if self.current is not None and folder:
                    await fresh.fork_server.pages_written.wait()
            except BaseException:
                await _remove(folder)
                raise
            old, old_folder = self.current, self.folder
            self.current, self.folder, self.pages = fresh, folder, self._pages(folder)
        self._start(self._watch(fresh))
        if old is not None:
            self._start(self._retire(old, old_folder))

    def _pages(self, folder: str) -> Pages:
        return Pages(folder, self.settings.page_bytes)

    async def reload(self) -> None:
        """Load anew; keep what is in service when that fails, and log why."""
        try:
            await self.load()
        except KkgraphError as error:
            self.metrics.refused_reloads += 1
            log(f"not reloaded, the graph in service stays: {error}")
        else:
            self.metrics.reloads += 1
            log(f"reloaded: {self.pool.fork_server.report}")

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

    async def _retire(self, old: Pool, folder: str) -> None:
        await old.retire(self.settings.time_limit + self.settings.queue_timeout)
        await _remove(folder)

    async def close(self) -> None:
        """Finish what is under way and end all processes."""
        last, self.current = self.current, None
        for task in list(self._tasks):
            task.cancel()
        if last is not None:
            await self._retire(last, self.folder)

    async def ask(
        self, head: dict[str, Any], body: bytes = b"", disconnected: Disconnected | None = None
    ) -> Response:
        """Return a worker's response, or the problem that kept it from replying."""
        accept = head.get("accept")
        try:
            response = await self.pool.ask(head, body, disconnected)
        except ServiceUnavailable as error:
            return _busy(error.seconds, accept)
        except TimeLimitExceeded:
            return _out_of_time(head["limit"], accept)
        except WorkerDied:
            return self._lost(accept)
        if "failure" in response.headers:
            log(f"a job failed: {head['job']}: {response.headers['failure']}")
            return problem(500, "The server failed", "The operator's log says why.", accept=accept)
        return response

    def _lost(self, accept: str | None) -> Response:
        memory = self.settings.worker_memory // MEGABYTE
        detail = (
            f"The query was stopped: it needed more than {memory} MB of memory, "
            "or nests deeper than the engine can follow."
        )
        return problem(422, "The query needs too much", detail, accept=accept)


def _folder() -> str:
    """Return a new folder for pages, "" when none can be made: the graph is served without."""
    try:
        return tempfile.mkdtemp(prefix="kkgraph-pages-")
    except OSError as error:
        log(f"no folder for the pages: {error}")
        return ""


async def _remove(folder: str) -> None:
    """Remove a folder of pages beside the event loop: there are thousands of files in it."""
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _busy(seconds: int, accept: str | None) -> Response:
    detail = f"Too many queries are under way; try again in {seconds} s."
    return problem(503, "Busy", detail, accept=accept, headers={"retry-after": str(seconds)})


def _out_of_time(limit: float, accept: str | None) -> Response:
    detail = f"The query was stopped after {limit:g} s, the time limit of this server."
    return problem(504, "Out of time", detail, accept=accept, seconds=limit)
