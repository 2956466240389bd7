"""The SPARQL endpoint: queries, and what the endpoint is."""

from dataclasses import replace
from typing import Any

from starlette.requests import Request

from kkgraph.endpoint.http.forwarding import hangup
from kkgraph.endpoint.http.requests import call_of
from kkgraph.endpoint.protocol.negotiation import DOCUMENTS, PAGES, choose
from kkgraph.endpoint.responses import SPOKEN, Response
from kkgraph.endpoint.state import State


async def sparql(request: Request, state: State) -> Response:
    """Answer a query; without one, say what the endpoint is."""
    call = await call_of(request, state.settings)
    if call.text is None:
        return await _described(call.accept, state)
    head: dict[str, Any] = {"job": "sparql", "accept": call.accept, "dataset": call.dataset}
    head |= call.edition
    head["lang"] = SPOKEN.get()
    return await state.ask(
        head, call.text.encode("utf-8", "surrogatepass"), hangup(request.receive)
    )


async def _described(accept: str | None, state: State) -> Response:
    wants_page = choose(accept, DOCUMENTS) in PAGES
    page = await state.pages.find("sparql/") if wants_page else None
    if page is not None:
        return replace(page, headers={**page.headers, "vary": "Accept"})
    url = state.url + "/sparql"
    return await state.ask({"job": "description", "accept": accept, "url": url})
