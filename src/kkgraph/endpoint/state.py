"""The server's state: the generation in service, and how it is replaced."""

import asyncio
import shutil
import tempfile
from dataclasses import dataclass, field
from typing import Any

from kkgraph.endpoint.http.operations import Metrics, say
from kkgraph.endpoint.http.responses import Reply, problem
from kkgraph.endpoint.pool.channel import Busy, TimeLimit, WorkerLost
from kkgraph.endpoint.pool.pool import Generation, Gone, begin
from kkgraph.endpoint.settings import MEGABYTE, Settings
from kkgraph.errors import KkgraphError

# Seconds before another try to load when the loading process was lost: the first after
# workers were lost too (the memory may be short), the others twice as long each.
_PAUSE, _LONGEST_PAUSE = 5.0, 60.0


@dataclass
class Service:
    """What requests are answered from. `current` is replaced whole, by one that is ready."""

    settings: Settings
    metrics: Metrics = field(default_factory=Metrics)
    current: Generation | None = None
    folder: str = ""
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where the world sees the server, without a slash at the end."""
        return self.settings.base_url

    @property
    def generation(self) -> Generation:
        """The generation in service."""
        if self.current is None:
            raise Busy(5)
        return self.current

    async def load(self) -> None:
        """Load the project and put it into service; raises KkgraphError and changes nothing."""
        async with self._lock:
            folder = _folder() if self.settings.pages else ""
            try:
                fresh = await begin(self.settings, folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            old, old_folder = self.current, self.folder
            self.current, self.folder = fresh, folder
        self._start(self._watch(fresh))
        if old is not None:
            self._start(self._retire(old, old_folder))

    async def reload(self) -> None:
        """Load anew; keep what is in service when that fails, and log why."""
        try:
            await self.load()
        except KkgraphError as error:
            self.metrics.refused_reloads += 1
            say(f"not reloaded, the graph in service stays: {error}")
        else:
            self.metrics.reloads += 1
            say(f"reloaded: {self.generation.nursery.report}")

    def begin_reload(self) -> None:
        """Reload in the background (SIGHUP)."""
        self._start(self.reload())

    def _start(self, work: Any) -> None:  # noqa: ANN401 - a coroutine
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self, generation: Generation) -> None:
        """Load again if the process that forks the workers is lost, trying until it is done."""
        await generation.nursery.ended()
        pause = _PAUSE if generation.lost else 0.0
        while generation is self.current:
            say(f"the loading process ended; starting another in {pause:g} s")
            await asyncio.sleep(pause)
            if generation is self.current:
                await self.reload()
            pause = min(max(2 * pause, 1.0), _LONGEST_PAUSE)

    async def _retire(self, old: Generation, folder: str) -> None:
        await old.retire(self.settings.time_limit + self.settings.patience)
        shutil.rmtree(folder, ignore_errors=True)

    async def close(self) -> None:
        """Finish what is under way and end all processes."""
        last, self.current = self.current, None
        for task in list(self._tasks):
            task.cancel()
        if last is not None:
            await self._retire(last, self.folder)

    async def ask(self, head: dict[str, Any], body: bytes = b"", gone: Gone | None = None) -> Reply:
        """Return a worker's reply, or the problem that kept it from replying."""
        accept = head.get("accept")
        try:
            reply = await self.generation.ask(head, body, gone)
        except Busy as error:
            return _busy(error.seconds, accept)
        except TimeLimit:
            return _out_of_time(head["limit"], accept)
        except WorkerLost:
            return self._lost(accept)
        if "failure" in reply.headers:
            say(f"a job failed: {head['job']}: {reply.headers['failure']}")
            return problem(500, "The server failed", "The operator's log says why.", accept=accept)
        return reply

    def _lost(self, accept: str | None) -> Reply:
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
        say(f"no folder for the pages: {error}")
        return ""


def _busy(seconds: int, accept: str | None) -> Reply:
    detail = f"Too many queries are under way; try again in {seconds} s."
    return problem(503, "Busy", detail, accept=accept, headers={"retry-after": str(seconds)})


def _out_of_time(limit: float, accept: str | None) -> Reply:
    detail = f"The query was stopped after {limit:g} s, the time limit of this server."
    return problem(504, "Out of time", detail, accept=accept, seconds=limit)
