"""Start, reload and stop: the socket, the event loop, the signals."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import uvicorn

from kkgraph.endpoint import notify
from kkgraph.endpoint.http.connections import Connection
from kkgraph.endpoint.http.routes import application, refusal
from kkgraph.endpoint.metrics import log
from kkgraph.endpoint.settings import Settings
from kkgraph.endpoint.state import State
from kkgraph.errors import KkgraphError, system
from kkgraph.texts import Message

_BACKLOG = 1024
_SPARE = 256  # descriptors besides those of connections


class _Server(uvicorn.Server):
    """uvicorn's server, without its handling of signals: ours reload too, and end with 0."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def run(settings: Settings, *, logged: bool = True) -> None:
    """Serve until SIGTERM or SIGINT; raises KkgraphError when it cannot start."""
    _require_fork()
    _allow_descriptors(2 * settings.connections + _SPARE)
    with _listening(settings) as sock:
        work = _serve(settings, sock, logged=logged)
        try:
            import uvloop
        except ImportError:
            asyncio.run(work)
        else:
            uvloop.run(work)


def _require_fork() -> None:
    """Raise KkgraphError where workers cannot share the memory of what loaded the graph."""
    if not hasattr(os, "fork"):
        what = Message("errors.installation.system", what="kkgraph serve", module="os.fork")
        raise KkgraphError(what)


def _allow_descriptors(wanted: int) -> None:
    """Have as many files and sockets open as the system lets us, if we want so many."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _listening(settings: Settings) -> socket.socket:
    given = notify.handed_over()
    if given is not None:
        return given
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((settings.host, settings.port))
        sock.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        sock.close()
        place = f"{settings.host} port {settings.port}"
        why = system(error) if isinstance(error, OSError) else str(error)
        what = Message("errors.server.listen", place=place, why=why)
        raise KkgraphError(what, Message("errors.server.port")) from None
    return sock


def _url(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def _serve(settings: Settings, sock: socket.socket, *, logged: bool) -> None:
    """Answer from the start (503 until the graph is loaded) to the end."""
    state = State(replace(settings, base_url=settings.base_url or _url(sock)))
    state.metrics.logged = logged
    server = _Server(_config(settings, state))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, server)
    loop.add_signal_handler(signal.SIGHUP, state.begin_reload)
    serving = asyncio.ensure_future(server.serve(sockets=[sock]))
    loading = asyncio.ensure_future(_load(state))
    watching = asyncio.ensure_future(state.metrics.watch())
    assisting = asyncio.ensure_future(_assist(state))
    try:
        await asyncio.wait((serving, loading), return_when=asyncio.FIRST_COMPLETED)
        if loading.done() and loading.exception():
            _stop(server)
        await serving
    finally:
        watching.cancel()
        try:
            await _cancelled(assisting)
            await _cancelled(loading)
        finally:
            await state.close()
    log("stopped")


async def _assist(state: State) -> None:
    """Answer at /mcp, if the library is installed, from the first request on: it loads slowly."""
    state.has_assistant = find_spec("mcp") is not None
    await state.assistant_wanted.wait()
    try:
        module = await asyncio.to_thread(import_module, "kkgraph.endpoint.mcp")
        found = module.manager(state)
        async with found.run():
            state.assistant = found.handle_request
            state.assistant_tried.set()
            await asyncio.Event().wait()  # until it is cancelled
    except Exception as error:  # noqa: BLE001 - whatever it is, all else is answered
        state.has_assistant = False
        log(f"/mcp is not there: {type(error).__name__}: {error}")
    finally:
        state.assistant = None
        state.assistant_tried.set()


async def _load(state: State) -> None:
    """Load the project, and say when it was found to hold."""
    await state.load()
    gc.freeze()  # the modules and settings: a collection of garbage need not look at them
    notify.tell("READY=1")
    log(f"serving {state.pool.fork_server.report['quads']} quads at {state.url}/")


async def _cancelled(work: asyncio.Future[None]) -> None:
    """Give up what is not done yet; raises the error of what failed."""
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work


def _stop(server: uvicorn.Server) -> None:
    notify.tell("STOPPING=1")
    server.should_exit = True


def _config(settings: Settings, state: State) -> uvicorn.Config:
    app = application(state)
    given = {
        "patience": settings.client_timeout,
        "most": settings.connections,
        "full": staticmethod(refusal(state)),
        "begin": staticmethod(app.begin),
        "state": state,
    }
    protocol: Any = type("Connection", (Connection,), given)
    return uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=int(settings.time_limit) + 5,
    )
