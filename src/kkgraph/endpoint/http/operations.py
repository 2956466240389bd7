"""What operators and browsers ask of a server: health, metrics, methods."""

from dataclasses import replace

from starlette.requests import Request

from kkgraph import media
from kkgraph.endpoint.http.requests import refuse
from kkgraph.endpoint.responses import Response, content, problem
from kkgraph.endpoint.state import State


async def health(_request: Request, state: State) -> Response:
    """Say that the graph is in service, and which; 503 when no worker could be started."""
    fork_server = state.pool.fork_server
    if not fork_server.alive:
        headers = {"retry-after": "5"}
        return problem(503, "Not ready", "The graph is being loaded again.", headers=headers)
    report = fork_server.report
    text = f'{{"status":"ok","quads":{report["quads"]},"digest":"{report["digest"]}"}}\n'
    response = content(text.encode(), media.JSON, cacheable=False)
    return replace(response, headers={**response.headers, "cache-control": "no-store"})


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


async def options(request: Request, state: State) -> Response:
    """Say what may be done here, also across origins."""
    del state
    methods = "GET, HEAD, POST, OPTIONS" if _is_endpoint(request) else "GET, HEAD, OPTIONS"
    return Response(
        204,
        {
            "allow": methods,
            "access-control-allow-methods": methods,
            "access-control-allow-headers": "Accept, Accept-Language, Content-Type, If-None-Match",
            "access-control-max-age": "86400",
        },
    )


def _is_endpoint(request: Request) -> bool:
    path: str = request.scope["path"]
    return path.rstrip("/") == "/sparql"


async def wrong_method(request: Request, state: State) -> Response:
    """Refuse a method."""
    allow = (await options(request, state)).headers["allow"]
    detail = f"{request.method} is not allowed here; use {allow}."
    raise refuse(request, 405, "Method not allowed", detail, allow=allow, connection="close")
