"""A worker: asked one thing at a time, without files or network, within a bound of memory."""

import contextlib
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from kkgraph.editions.edition import WHOLE, Edition
from kkgraph.endpoint.pool import messages
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.protocol import (
    api,
    assistant,
    documents,
    openapi,
    reconciliation,
    service_description,
)
from kkgraph.endpoint.protocol import query as queries
from kkgraph.endpoint.protocol.call import Refused, call, pairs
from kkgraph.endpoint.protocol.estimate import HEAVY, is_heavy, is_light
from kkgraph.endpoint.responses import SPOKEN, Response, preferred, problem
from kkgraph.endpoint.wire import whole
from kkgraph.errors import KkgraphError
from kkgraph.sparql.datasets import Dataset
from kkgraph.texts import Message

Job = Callable[[Snapshot, dict[str, Any], bytes], Response]
_OVER = object()
_QUERIES = ("sparql", "assistant")  # whose body is a query of anyone's
_NICE = 10
_FILES = 64
_TOGETHER = 0.001  # seconds that an answer waits for others to go off with
_GRACE = 5  # seconds after which a worker ends itself, should the server not have ended it


def _sparql(snapshot: Snapshot, head: dict[str, Any], body: bytes) -> Response:
    dataset = head["dataset"]
    chosen = Dataset(*map(tuple, dataset)) if dataset else None
    edition = Edition(**head["edition"]) if "edition" in head else WHOLE
    lang = head.get("lang", "en")
    asked = queries.Asked(body.decode(), head["accept"], chosen, lang, edition)
    return queries.answer(snapshot.store, asked, snapshot.settings)


JOBS: dict[str, Job] = {
    "sparql": _sparql,
    "description": lambda s, h, _: service_description.answer(s, h["accept"], h["url"]),
    "presence": lambda s, h, _: documents.presence(s, h["iri"]),
    "version": lambda s, h, _: documents.version(s, h["iri"]),
    "document": lambda s, h, _: documents.document(s, h["iri"], h["form"], h["lang"]),
    "queries": lambda s, _h, _: api.listing(s),
    "known": lambda s, h, _: api.known(s, h["name"]),
    "query": lambda s, h, _: api.saved(s, h["name"], h["call"]),
    "search": lambda s, h, _: api.search(s, h["q"], h["lang"], h["limit"]),
    "ask": lambda s, h, _: api.ask(s, h["q"], h["lang"]),
    "networks": lambda s, _h, _: api.networks(s),
    "network": lambda s, h, _: api.network(s, h["name"], h["form"], h["lang"], h["words"]),
    "reconcile": lambda s, h, _: reconciliation.answer(s, h["what"], h["asked"]),
    "assistant": lambda s, h, _: assistant.answer(s, h["tool"], h["given"]),
    "assistant-heavy": lambda s, h, _: assistant.answer(s, h["tool"], h["given"]),
    "assistant-list": lambda s, _h, _: assistant.listing(s),
    "openapi": lambda s, h, _: openapi.answer(s, h["url"]),
}


class Sending:
    """Answers that go off together: each on its own wakes the server, which costs more."""

    def __init__(self, sock: socket.socket, patience: float) -> None:
        """Start with none; an answer waits for others so many seconds at most."""
        self._sock, self._patience = sock, patience
        self._waiting: list[bytes] = []
        self._until = 0.0

    def add(self, answer: bytes) -> None:
        """Take an answer, which goes off soon."""
        now = time.monotonic()
        if not self._waiting:
            self._until = now + self._patience
        self._waiting.append(answer)
        if now >= self._until:
            self.flush()

    def flush(self) -> None:
        """Send all: before work that may take long, or end the process."""
        if self._waiting:
            self._sock.sendall(b"".join(self._waiting))
            self._waiting.clear()


def quick(sock: socket.socket, snapshot: Snapshot) -> None:
    """Answer what is no heavy query, and hand back what is."""
    confine(snapshot.settings.worker_memory, files=0)
    sending = Sending(sock, _TOGETHER)
    loop(sock, partial(_reading, partial(_light, snapshot, sending)), sending=sending)


def heavy(sock: socket.socket, snapshot: Snapshot) -> None:
    """Answer whatever anyone asks, with less of the processor."""
    confine(snapshot.settings.worker_memory, files=0)
    loop(sock, partial(_reading, partial(_job, snapshot)))


def build(sock: socket.socket, snapshot: Snapshot) -> None:
    """Answer what only the project's own queries are needed for; it imports what it needs."""
    confine(snapshot.settings.worker_memory, files=_FILES)
    loop(sock, partial(_job, snapshot))


def _check(sock: socket.socket, snapshot: Snapshot) -> None:
    from kkgraph.endpoint.checking import check

    loop(sock, lambda _head, _body: check(snapshot))


def _render(sock: socket.socket, snapshot: Snapshot) -> None:
    from kkgraph.endpoint.pool.rendering import Renderer

    renderer = Renderer(snapshot)
    loop(sock, renderer.answer, renderer.prepare())


Answer = Callable[[dict[str, Any], bytes], Response]
ROLES: dict[str, Callable[[socket.socket, Snapshot], None]] = {
    "worker": quick,
    "heavy": heavy,
    "builder": build,
    "checker": _check,
    "renderer": _render,
}


def start(role: str, sock: socket.socket, snapshot: Snapshot) -> None:
    """Work in a role until the server closes its end.

    In a thread of its own: the engine's source of randomness is one of a thread, and
    would be the same in all that are forked from one process.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if role != "worker":
        os.nice(_NICE)
    thread = threading.Thread(target=_work, args=(role, sock, snapshot))
    thread.start()
    thread.join()


def _work(role: str, sock: socket.socket, snapshot: Snapshot) -> None:
    with contextlib.suppress(ConnectionError):  # the server has gone, and nobody waits
        ROLES[role](sock, snapshot)


def loop(
    sock: socket.socket,
    answer: Answer,
    idle: Iterator[None] | None = None,
    sending: Sending | None = None,
) -> None:
    """Answer one message after the other; between them, go a step on with `idle`.

    Answers go off one by one, unless `sending` keeps them for a moment.
    """
    sock.sendall(messages.encode({"status": 0, "headers": {"pid": str(os.getpid())}}))
    sending = sending or Sending(sock, 0)
    incoming = messages.incoming(sock)
    while True:
        while idle and not select.select([sock], [], [], 0)[0] and _step(idle):
            pass
        together = next(incoming, None)
        if together is None:
            return
        for head, body in together:
            signal.setitimer(signal.ITIMER_REAL, head["limit"] + _GRACE)
            response = _safely(answer, head, body)
            sending.add(messages.encode(_line(response), response.body))
        signal.setitimer(signal.ITIMER_REAL, 0)
        sending.flush()


def _line(response: Response) -> dict[str, Any]:
    """Return the head of the message that a response is."""
    flags = {"cacheable": response.cacheable, "written": response.written}
    headers = {"headers": dict(response.headers)} if response.headers else {}
    return {"status": response.status, **flags, **headers}


def _step(idle: Iterator[None]) -> bool:
    """Do a piece of work, and tell whether there was one."""
    return next(idle, _OVER) is None


def _reading(answer: Answer, head: dict[str, Any], body: bytes) -> Response:
    """Answer; a plain request is read here, and its answer written."""
    if head["job"] != messages.GET:
        return answer(head, body)
    try:
        asked = call(pairs(body), head["accept"])
    except Refused:
        return Response(messages.NOT_PLAIN)
    if asked.text is None:
        return Response(messages.NOT_PLAIN)
    said = {"accept": asked.accept, "dataset": asked.dataset, **asked.edition}
    query = {**head, "job": "sparql", **said}
    response = answer(query, asked.text.encode())
    if response.status == HEAVY:
        return response
    return whole(preferred(response, head["accept"]), packing=head["packing"])


def _job(snapshot: Snapshot, head: dict[str, Any], body: bytes) -> Response:
    """Do a job; of an edition in that one."""
    try:
        snapshot = snapshot.at(Edition(**head["edition"])) if "edition" in head else snapshot
    except KkgraphError as error:
        return api.invalid(error, head.get("lang", "en"))
    return JOBS[head["job"]](snapshot, head, body)


def _light(snapshot: Snapshot, sending: Sending, head: dict[str, Any], body: bytes) -> Response:
    """Answer, or hand back what is heavy, or looks so.

    What is not light for sure may end this process: the answers that are made go off before.
    """
    if _is_light(head, body):
        return _job(snapshot, head, body)
    sending.flush()
    if head["job"] == "network" and head["name"] in snapshot.projections:
        return Response(HEAVY)
    if head["job"] == "assistant-heavy":
        return Response(HEAVY)
    if (
        head["job"] in _QUERIES
        and body
        and is_heavy(snapshot.graph, snapshot.statistics, body.decode())
    ):
        return Response(HEAVY)
    return _job(snapshot, head, body)


def _is_light(head: dict[str, Any], body: bytes) -> bool:
    """Tell whether a job is a query whose work and memory are small, whatever it finds."""
    return (
        head["job"] == "sparql"
        and not head["dataset"]
        and "edition" not in head
        and is_light(body.decode())
    )


def _safely(answer: Answer, head: dict[str, Any], body: bytes) -> Response:
    SPOKEN.set(head.get("spoken", "en"))
    try:
        return answer(head, body)
    except MemoryError:
        return problem(422, Message("endpoint.too-much.title"), Message("endpoint.too-much.memory"))
    except Exception as error:  # noqa: BLE001 - a worker outlives whatever a question does to it
        return Response(500, {"failure": f"{type(error).__name__}: {error}"[:500]})


def confine(memory: int, files: int) -> None:
    """Let this process have so many files and sockets open, and grow by `memory` at most.

    With none it opens no other than it has.

    The SERVICE of a query is refused from its text; this is what holds if that is fooled.
    """
    import resource

    limit = _size() + memory
    for kind, value in (
        (resource.RLIMIT_AS, limit),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, files),
    ):
        resource.setrlimit(kind, (value, value))


def _size() -> int:
    """Return the bytes of address space this process has now (0 where the system has no /proc)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 1 << 40
    return pages * os.sysconf("SC_PAGE_SIZE")
