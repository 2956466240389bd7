"""Saved queries, search and networks for programs."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, urlencode

from starlette.requests import Request

from kkgraph import media
from kkgraph.endpoint.http.requests import (
    invalid,
    language_asked,
    nothing_here,
    number,
    single,
)
from kkgraph.endpoint.protocol.api import PAGE
from kkgraph.endpoint.protocol.call import EDITION, accept_of, edition_of, pairs
from kkgraph.endpoint.protocol.negotiation import choose
from kkgraph.endpoint.protocol.openapi import MOST
from kkgraph.endpoint.responses import Response, not_acceptable
from kkgraph.endpoint.state import State
from kkgraph.texts import Message

_ENDINGS = {**media.RESULTS, **media.GRAPHS, **media.SHEETS, **media.PAGES}
_BUILDING = 60.0  # seconds that a network may take: it is ours, and cached once it is made
_LONGEST = 200


async def saved_list(_request: Request, state: State) -> Response:
    """List the saved queries."""
    return await state.ask({"job": "queries"})


async def saved(request: Request, state: State) -> Response:
    """Run a saved query."""
    name, form = request.path_params["name"], None
    stem, _, ending = name.rpartition(".")
    if stem and ending in _ENDINGS:
        name, form = stem, ending
    values = single(request)
    edition = edition_of(values)
    asked: list[tuple[str, str]] = [
        (key, values.pop(key)) for key in ("format", "output") if key in values
    ]
    call = {
        "form": form,
        "accept": accept_of(asked, request.headers.get("accept")),
        "lang": language_asked(request, values.pop("lang", None)),
        "limit": number(values.pop("limit", None), PAGE, (1, MOST)),
        "offset": number(values.pop("offset", None), 0, (0, 10**9)),
        "values": values,
    }
    named = {key: value for key, value in single(request).items() if key in EDITION}
    rest = urlencode({**values, **named, "lang": call["lang"]})
    call["here"] = f"{quote(request.scope['path'])}?{rest}&"
    return await state.ask({"job": "query", "name": name, "call": call, **edition})


async def search(request: Request, state: State) -> Response:
    """Find things by any spelling."""
    values = single(request)
    text = _text(values)
    limit = number(values.get("limit"), 20, (1, 100))
    lang = language_asked(request, values.get("lang"))
    head = {"job": "search", "q": text, "lang": lang, "limit": limit}
    return _only_json(request, await state.ask(head))


async def ask(request: Request, state: State) -> Response:
    """Read a plain question and answer it where its meaning is sure."""
    values = single(request)
    text, asked = _text(values), values.get("lang")
    lang = None if asked is None else language_asked(request, asked)
    return _only_json(request, await state.ask({"job": "ask", "q": text, "lang": lang}))


def _text(values: Mapping[str, str]) -> str:
    """Return what is looked for, in the newest graph: one of an earlier day has no index."""
    for name in EDITION:
        if name in values:
            raise invalid(Message("endpoint.invalid.edition", name=name))
    text = " ".join(values.get("q", "").split())
    if not text or len(text) > _LONGEST:
        raise invalid(Message("endpoint.invalid.text", n=_LONGEST))
    return text


def _only_json(request: Request, response: Response) -> Response:
    if choose(request.headers.get("accept"), [media.JSON]) is None:
        return not_acceptable([media.JSON])
    return replace(response, headers={**response.headers, "vary": "Accept, Accept-Language"})


async def network_list(_request: Request, state: State) -> Response:
    """List the networks."""
    return await state.ask({"job": "networks"})


async def network(request: Request, state: State) -> Response:
    """Return a network as a file."""
    name, _, form = request.path_params["name"].rpartition(".")
    if form not in media.NETWORKS or not name:
        raise nothing_here()
    words: dict[str, list[str]] = {}
    for key, value in pairs(request.scope["query_string"]):
        words.setdefault(key, []).append(value)
    lang = language_asked(request, words.pop("lang", [None])[0])
    edition = edition_of({name: words.pop(name)[0] for name in EDITION if name in words})
    head = {"job": "network", "name": name, "form": form, "lang": lang, "limit": _BUILDING}
    return await state.ask({**head, **edition, "words": words})


async def openapi(_request: Request, state: State) -> Response:
    """Return the OpenAPI document."""
    return await state.ask({"job": "openapi", "url": state.url})
