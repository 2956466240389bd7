"""A worker: asked one thing at a time, without files or network, within a bound of memory."""

import os
import resource
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kkgraph.endpoint.pool import messages
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.protocol import api, documents, openapi, query, service_description
from kkgraph.endpoint.responses import Response, problem
from kkgraph.sparql.datasets import Dataset

Job = Callable[[Snapshot, dict[str, Any], bytes], Response]
_GRACE = 5  # seconds after which a worker ends itself, should the server not have ended it


def _sparql(snapshot: Snapshot, head: dict[str, Any], body: bytes) -> Response:
    dataset = head["dataset"]
    chosen = Dataset(*map(tuple, dataset)) if dataset else None
    asked = query.Asked(body.decode(), head["accept"], chosen)
    return query.answer(snapshot.graph, asked, snapshot.settings)


JOBS: dict[str, Job] = {
    "sparql": _sparql,
    "description": lambda s, h, _: service_description.answer(s, h["accept"], h["url"]),
    "presence": lambda s, h, _: documents.presence(s, h["iri"]),
    "document": lambda s, h, _: documents.document(s, h["iri"], h["form"], h["lang"]),
    "queries": lambda s, _h, _: api.listing(s),
    "known": lambda s, h, _: api.known(s, h["name"]),
    "query": lambda s, h, _: api.saved(s, h["name"], h["call"]),
    "search": lambda s, h, _: api.search(s, h["q"], h["lang"], h["limit"]),
    "networks": lambda s, _h, _: api.networks(s),
    "network": lambda s, h, _: api.network(s, h["name"], h["form"], h["lang"], h["words"]),
    "openapi": lambda s, h, _: openapi.answer(s, h["url"]),
}


def serve(sock: socket.socket, snapshot: Snapshot) -> None:
    """Answer until the server closes its end."""
    confine(snapshot.settings.worker_memory)
    sock.sendall(messages.encode({"status": 0, "headers": {}, "cacheable": False}))
    while (message := messages.receive(sock)) is not None:
        head, body = message
        signal.setitimer(signal.ITIMER_REAL, head["limit"] + _GRACE)
        response = _answer(snapshot, head, body)
        signal.setitimer(signal.ITIMER_REAL, 0)
        line = {
            "status": response.status,
            "headers": dict(response.headers),
            "cacheable": response.cacheable,
        }
        sock.sendall(messages.encode(line, response.body))


def _answer(snapshot: Snapshot, head: dict[str, Any], body: bytes) -> Response:
    try:
        return JOBS[head["job"]](snapshot, head, body)
    except MemoryError:
        return problem(422, "The query needs too much memory", "It was stopped.")
    except Exception as error:  # noqa: BLE001 - a worker outlives whatever a question does to it
        return Response(500, {"failure": f"{type(error).__name__}: {error}"[:500]})


def confine(memory: int) -> None:
    """Let this process open nothing more (no file, no socket) and grow by `memory` at most.

    The SERVICE of a query is refused from its text; this is what holds if that is fooled.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    limit = _size() + memory
    for kind, value in (
        (resource.RLIMIT_AS, limit),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def _size() -> int:
    """Return the bytes of address space this process has now (0 where the system has no /proc)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 1 << 40
    return pages * os.sysconf("SC_PAGE_SIZE")
