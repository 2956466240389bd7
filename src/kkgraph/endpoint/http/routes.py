"""The routes: which handler answers which address."""

from collections.abc import Mapping
from functools import partial

from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from kkgraph.endpoint.http import api, linked_data, operations, pages, reconciliation, sparql
from kkgraph.endpoint.http.connections import Cycle, Start
from kkgraph.endpoint.http.forwarding import Forwarding
from kkgraph.endpoint.http.middleware import Handler, assistant, respond
from kkgraph.endpoint.state import State

# Address -> (label in the counts and the log, handler).
_RECONCILE: dict[str, tuple[str, Handler]] = {
    "/reconcile": ("/reconcile", reconciliation.service),
    "/reconcile/": ("/reconcile", reconciliation.service),
    "/reconcile/suggest/{kind}": ("/reconcile/suggest", reconciliation.suggest),
    "/reconcile/properties": ("/reconcile/properties", reconciliation.properties),
    "/reconcile/preview": ("/reconcile/preview", reconciliation.preview),
    "/reconcile/view": ("/reconcile/view", reconciliation.view),
}
ROUTES: dict[str, tuple[str, Handler]] = {
    "/sparql": ("/sparql", sparql.sparql),
    "/sparql/": ("/sparql", sparql.sparql),
    "/id/{path:path}": ("/id", linked_data.thing),
    "/da/id/{path:path}": ("/id", linked_data.thing),
    "/ontology": ("/ontology", linked_data.ontology),
    "/ontology.{form}": ("/ontology", linked_data.ontology_document),
    "/ontology/index.html": ("page", pages.page),
    "/ontology/{version}": ("/ontology", linked_data.record),
    "/dataset": ("/dataset", linked_data.record),
    "/dataset/index.html": ("page", pages.page),
    "/dataset/{version}": ("/dataset", linked_data.record),
    "/catalog": ("/dataset", linked_data.record),
    "/publisher": ("/dataset", linked_data.record),
    "/survey": ("/dataset", linked_data.record),
    "/graph/{name}": ("/graph", linked_data.graph),
    "/query/{name}": ("/query", linked_data.query_iri),
    "/section/{number}": ("/section", linked_data.section),
    "/api/queries": ("/api/queries", api.saved_list),
    "/api/queries/{name}": ("/api/queries/{name}", api.saved),
    "/api/search": ("/api/search", api.search),
    "/api/ask": ("/api/ask", api.ask),
    "/api/networks": ("/api/networks", api.network_list),
    "/api/networks/{name}": ("/api/networks/{name}", api.network),
    **_RECONCILE,
    **{f"/da{address}": to for address, to in _RECONCILE.items()},
    "/openapi.json": ("/openapi.json", api.openapi),
    "/healthz": ("/healthz", operations.health),
    "/livez": ("/livez", operations.alive),
    "/readyz": ("/readyz", operations.ready),
    "/metrics": ("/metrics", operations.metrics),
    "/{path:path}": ("page", pages.page),
}
_METHODS = ("GET", "HEAD")
_POSTED = (sparql.sparql, reconciliation.service)


class Application:
    """The server as an ASGI application."""

    def __init__(self, plain: Mapping[str, ASGIApp], other: ASGIApp) -> None:
        """Take what answers at addresses without a variable part, and what at all others."""
        self._plain, self._other = plain, other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            await self._plain.get(scope["path"], self._other)(scope, receive, send)

    def begin(self, cycle: Cycle, start: Start) -> bool:
        """Have a request answered without a task; False if it needs one."""
        to = self._plain.get(cycle.scope["path"])
        return isinstance(to, Forwarding) and to.begin(cycle, start)


def application(state: State) -> Application:
    """Return the server as an ASGI application."""
    every = {address: _methods(*to, state) for address, to in ROUTES.items()}
    plain: dict[str, ASGIApp] = {address: to for address, to in every.items() if "{" not in address}
    plain |= {path: Forwarding(state, "/sparql", plain[path]) for path in ("/sparql", "/sparql/")}
    plain |= dict.fromkeys(("/mcp", "/mcp/"), _by_method("/mcp", {"POST": assistant(state)}, state))
    routes = [Route(address, to) for address, to in every.items()]
    router = Router(routes, default=every["/{path:path}"])  # which has no address as `*`
    router.redirect_slashes = False
    return Application(plain, router)


def refusal(state: State) -> ASGIApp:
    """Return what answers a connection too many."""
    return respond(operations.full, state, "refused")


def _methods(label: str, handler: Handler, state: State) -> "_Methods":
    """Return a handler's methods: a wrong one is our own problem to tell, not the router's."""
    allowed = (*_METHODS, "POST") if handler in _POSTED else _METHODS
    return _by_method(label, dict.fromkeys(allowed, respond(handler, state, label)), state)


def _by_method(label: str, allowed: dict[str, ASGIApp], state: State) -> "_Methods":
    """Return what goes by the method, and says which there are."""
    methods = ", ".join((*allowed, "OPTIONS"))
    options, wrong = (
        respond(partial(handler, methods=methods), state, label)
        for handler in (operations.options, operations.wrong_method)
    )
    return _Methods({**allowed, "OPTIONS": options}, wrong)


class _Methods:
    """An ASGI application that goes by the method."""

    def __init__(self, by_method: dict[str, ASGIApp], other: ASGIApp) -> None:
        self.by_method, self.other = by_method, other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.by_method.get(scope["method"], self.other)(scope, receive, send)
