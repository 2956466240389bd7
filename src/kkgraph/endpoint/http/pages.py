"""The site's pages by their addresses."""

from dataclasses import replace

from starlette.requests import Request

from kkgraph import media
from kkgraph.endpoint.http.requests import edition_in, nothing_here, path_of, with_query
from kkgraph.endpoint.protocol.negotiation import PAGES, choose
from kkgraph.endpoint.responses import Response, content
from kkgraph.endpoint.state import State
from kkgraph.media import PROBLEM


async def page(request: Request, state: State) -> Response:
    """Return a file of the site, or say what there is instead."""
    path = path_of(request).removeprefix("/")
    edition = edition_in(request)
    found = await state.pages.find(path, edition)
    if found is not None:
        return found
    if path and not path.endswith("/") and await state.pages.find(f"{path}/") is not None:
        return Response(308, {"location": with_query(request, f"/{path}/")})
    if not path:
        return content(_welcome(), media.HTML)
    raise nothing_here()


async def explained(request: Request, response: Response, state: State) -> Response:
    """Return a 404 as a page of the site for a browser, with the pages that are near."""
    if choose(request.headers.get("accept"), (PROBLEM, *PAGES)) not in PAGES:
        return response
    page = await state.pages.missing(path_of(request).removeprefix("/"))
    if page is None:
        return response
    return replace(page, headers={**page.headers, "vary": response.headers.get("vary", "Accept")})


def _welcome() -> bytes:
    links = ("/sparql", "/ontology", "/api/queries", "/api/networks", "/openapi.json")
    items = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>kkgraph</title>'
        f"</head><body><h1>kkgraph</h1><ul>{items}</ul></body></html>\n"
    ).encode()
