"""The site's pages and files: kept, or asked for from the process that makes them."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from kkgraph.endpoint.cache import Cache
from kkgraph.endpoint.metrics import log
from kkgraph.endpoint.pool import messages
from kkgraph.endpoint.pool.channel import Channel, ServiceUnavailable, WorkerDied
from kkgraph.endpoint.protocol.call import Asking
from kkgraph.endpoint.responses import Response, broken

_SHARE = 4  # the part of the room that one file may take
_WAITING = 256  # who may wait for a page
_LONGEST = 60.0  # seconds that the making of one may take

Fork = Callable[[str], Awaitable[Channel]]


class Pages:
    """What the renderer makes, those asked for last in memory."""

    def __init__(self, fork: Fork, room: int, patience: float) -> None:
        """Take how a renderer is started, the bytes that may be kept, the seconds to wait."""
        self._fork, self._patience = fork, patience
        self._cache: Cache[str] = Cache(room, share=_SHARE)
        self._under_way: dict[str, asyncio.Task[Response]] = {}
        self._turn = asyncio.Lock()
        self._renderer: Channel | None = None

    async def find(self, path: str, edition: Asking | None = None) -> Response | None:
        """Return the file for a request's path ("" and "x/" are index pages), None without.

        `edition`: as of when and according to whom. Raises ServiceUnavailable when it is not
        there in time.
        """
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        key = f"{name}\0{json.dumps(edition)}" if edition else name
        found = self._cache.find(key)
        if found is None:
            found = await self._asked(key, {"path": name, **(edition or {})})
            self._cache.keep(key, found)
        return None if found.status == 404 else found  # noqa: PLR2004 - Not Found

    async def missing(self, path: str) -> Response | None:
        """Return the page that says there is nothing at a path, None where there is no such."""
        found = await self._asked(f"\0{path}", {"wrong": path})
        return found if found.body and found.status == 404 else None  # noqa: PLR2004 - Not Found

    async def _asked(self, key: str, head: dict[str, Any]) -> Response:
        """Wait for what is being made, once for all who ask for it."""
        task = self._under_way.get(key)
        if task is None:
            if len(self._under_way) >= _WAITING:
                raise ServiceUnavailable(2)
            task = asyncio.ensure_future(self._made(head))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._forget(key, done))
        try:
            return await asyncio.wait_for(asyncio.shield(task), self._patience)
        except (TimeoutError, WorkerDied):
            raise ServiceUnavailable(2) from None

    def _forget(self, key: str, done: asyncio.Task[Response]) -> None:
        del self._under_way[key]
        if not done.cancelled():
            done.exception()  # seen, also when nobody waits any more

    async def _made(self, head: dict[str, Any]) -> Response:
        async with self._turn:
            if self._renderer is None or not self._renderer.alive:
                self._renderer = await self._fork("renderer")
            found = await self._renderer.ask(messages.encode({**head, "limit": _LONGEST}))
        if "failure" in found.headers:
            log(f"a page failed: {head}: {found.headers['failure']}")
            return broken()
        return found

    def open(self) -> None:
        """Start the renderer, which begins to prepare."""
        task = asyncio.ensure_future(self._asked("\0", {"path": "robots.txt"}))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def close(self) -> None:
        """Let the renderer go."""
        for task in self._under_way.values():
            task.cancel()
        if self._renderer is not None:
            self._renderer.close()


class NoPages(Pages):
    """A server without the site's pages."""

    def __init__(self) -> None:
        """Have nothing."""

    async def find(self, path: str, edition: Asking | None = None) -> Response | None:  # noqa: ARG002 - there is none at any
        """Return None."""
        return None

    async def missing(self, path: str) -> Response | None:  # noqa: ARG002 - as above
        """Return None."""
        return None

    def open(self) -> None:
        """Start nothing."""

    def close(self) -> None:
        """End nothing."""
