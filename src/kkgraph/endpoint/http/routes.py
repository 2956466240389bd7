"""The routes: which handler answers which address."""

from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from kkgraph.endpoint.http import handlers
from kkgraph.endpoint.http.answers import Handler, answering
from kkgraph.endpoint.state import Service

# Address -> (label in the counts and the log, handler).
ROUTES: dict[str, tuple[str, Handler]] = {
    "/sparql": ("/sparql", handlers.sparql),
    "/sparql/": ("/sparql", handlers.sparql),
    "/id/{path:path}": ("/id", handlers.thing),
    "/da/id/{path:path}": ("/id", handlers.thing),
    "/ontology": ("/ontology", handlers.ontology),
    "/ontology.{form}": ("/ontology", handlers.ontology_document),
    "/graph/{name}": ("/graph", handlers.graph),
    "/query/{name}": ("/query", handlers.query_iri),
    "/section/{number}": ("/section", handlers.section),
    "/api/queries": ("/api/queries", handlers.saved_list),
    "/api/queries/{name}": ("/api/queries/{name}", handlers.saved),
    "/api/search": ("/api/search", handlers.search),
    "/api/networks": ("/api/networks", handlers.network_list),
    "/api/networks/{name}": ("/api/networks/{name}", handlers.network),
    "/openapi.json": ("/openapi.json", handlers.openapi),
    "/healthz": ("/healthz", handlers.health),
    "/metrics": ("/metrics", handlers.metrics),
    "/{path:path}": ("page", handlers.page),
}
_METHODS = ("GET", "HEAD")


def application(service: Service) -> ASGIApp:
    """Return the server as an ASGI application."""
    router = Router([_route(address, *to, service) for address, to in ROUTES.items()])
    router.redirect_slashes = False

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await router(scope, receive, send)

    return app


def _route(address: str, label: str, handler: Handler, service: Service) -> Route:
    """Return a route for every method: a wrong one is our own problem to tell, not the router's."""
    allowed = (*_METHODS, "POST") if handler is handlers.sparql else _METHODS
    by_method = {method: answering(handler, service, label) for method in allowed}
    by_method["OPTIONS"] = answering(handlers.options, service, label)
    wrong = answering(handlers.wrong_method, service, label)
    return Route(address, _Methods(by_method, wrong))


class _Methods:
    """An ASGI application that goes by the method."""

    def __init__(self, by_method: dict[str, ASGIApp], other: ASGIApp) -> None:
        self.by_method, self.other = by_method, other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.by_method.get(scope["method"], self.other)(scope, receive, send)
