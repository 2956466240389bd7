"""What operators and browsers ask of a server: health, metrics, methods."""

from dataclasses import replace

from starlette.requests import Request

from kkgraph import media
from kkgraph.endpoint.protocol.call import Refused
from kkgraph.endpoint.responses import Response, busy, content, problem
from kkgraph.endpoint.state import State
from kkgraph.errors import Said
from kkgraph.texts import Message

_SHOWN = 40  # characters of a method
_HEADERS = "*, Content-Type, If-Match, If-None-Match"  # any, and what older browsers may send


async def alive(_request: Request, _state: State) -> Response:
    """Say that the server runs, whatever it can answer."""
    return _never_kept(b'{"status":"ok"}\n')


async def health(_request: Request, state: State) -> Response:
    """Say that the graph is in service, and which; 503 when no worker could be started."""
    fork_server = state.pool.fork_server
    if not fork_server.alive:
        return _not_ready(Message("endpoint.not-ready.loading"))
    report = fork_server.report
    text = f'{{"status":"ok","quads":{report["quads"]},"digest":"{report["digest"]}"}}\n'
    return _never_kept(text.encode())


async def ready(request: Request, state: State) -> Response:
    """Say that the graph is in service and was found to hold against the shapes."""
    if state.pool.fork_server.report["digest"] != state.held:
        return _not_ready(Message("endpoint.not-ready.checking"))
    return await health(request, state)


def _never_kept(body: bytes) -> Response:
    response = content(body, media.JSON, cacheable=False)
    return replace(response, headers={**response.headers, "cache-control": "no-store"})


def _not_ready(detail: Said) -> Response:
    title = Message("endpoint.not-ready.title")
    return problem(503, title, detail, headers={"retry-after": "5"})


async def full(_request: Request, _state: State) -> Response:
    """Refuse a connection too many."""
    return busy(Message("endpoint.busy.clients"), 5, {"connection": "close"})


async def metrics(_request: Request, state: State) -> Response:
    """Return the counts for Prometheus."""
    pool = state.pool
    gauges = {
        "quads": float(pool.fork_server.report["quads"]),
        "queries_quick": pool.admission.quick.taken,
        "queries_slow": pool.admission.slow.taken,
        "queries_waiting": pool.admission.quick.turns.count,
        "queries_waiting_slow": pool.admission.slow.turns.count,
        "cached_answers": len(pool.cache),
        "cached_bytes": pool.cache.used,
        "queries_killed": pool.killed,
        "workers_lost": pool.lost,
    }
    headers = {"content-type": media.METRICS}
    return Response(200, {**headers, "cache-control": "no-store"}, state.metrics.text(gauges))


async def options(_request: Request, _state: State, methods: str) -> Response:
    """Say what may be done here, also across origins."""
    return Response(
        204,
        {
            "allow": methods,
            "access-control-allow-methods": methods,
            "access-control-allow-headers": _HEADERS,
            "access-control-max-age": "86400",
        },
    )


async def wrong_method(request: Request, _state: State, methods: str) -> Response:
    """Refuse a method."""
    title = Message("endpoint.method.title")
    detail = Message("endpoint.method.detail", method=request.method[:_SHOWN], allow=methods)
    raise Refused(405, title, detail, allow=methods, connection="close")
