"""The Reconciliation Service API 0.2 at /reconcile, and at /da/reconcile in Danish."""

import re
from urllib.parse import quote

from starlette.requests import Request

from kkgraph import terms
from kkgraph.endpoint.http.requests import (
    form_of,
    invalid,
    language_asked,
    nothing_here,
    number,
)
from kkgraph.endpoint.protocol.call import Pairs, pairs
from kkgraph.endpoint.responses import SPOKEN, Response
from kkgraph.endpoint.state import State
from kkgraph.reconciliation.names import thing_of
from kkgraph.reconciliation.service import MOST
from kkgraph.site.links import folder
from kkgraph.texts import Message

_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*", re.ASCII)
_NAME = "/reconcile"
_SUGGESTED = 10


async def service(request: Request, state: State) -> Response:
    """Answer a batch of queries or a data extension; without either, describe the service."""
    fields = _fields(request)
    if request.method == "POST":
        fields += await form_of(request, state.settings)
    given = dict(fields)
    what = next((name for name in ("queries", "extend") if name in given), "manifest")
    return await _ask(request, state, what, fields)


async def suggest(request: Request, state: State) -> Response:
    """Suggest entities, types or properties that a text begins to name."""
    kind = request.path_params["kind"]
    if kind not in ("entity", "type", "property"):
        raise nothing_here()
    return await _ask(request, state, kind, _fields(request))


async def properties(request: Request, state: State) -> Response:
    """Propose the properties that can be fetched for things of a type."""
    fields = _fields(request)
    type_ = dict(fields).get("type", "")
    return await _ask(request, state, "properties", [*fields, ("prefix", type_)])


async def preview(request: Request, state: State) -> Response:
    """Show a thing on a card."""
    return await _ask(request, state, "preview", _fields(request))


async def view(request: Request, state: State) -> Response:
    """Send whoever wants to see a thing to its page."""
    iri = thing_of(dict(_fields(request)).get("id", ""))
    there = await state.ask({"job": "presence", "iri": iri})
    if there.status != 200:  # noqa: PLR2004 - OK
        return there
    address = quote(terms.address(iri).removeprefix("/"))
    return Response(303, {"location": f"/{folder(_lang(request, {}))}{address}/"})


def _fields(request: Request) -> Pairs:
    return pairs(request.scope["query_string"])


async def _ask(request: Request, state: State, what: str, fields: Pairs) -> Response:
    given = dict(fields)
    lang = _lang(request, given)
    SPOKEN.set(lang)  # a form's, too
    callback = given.get("callback", "")
    if callback and not _CALLBACK.fullmatch(callback):
        raise invalid(Message("endpoint.invalid.callback"))
    prefix = "/da" if lang == "da" else ""
    usual = MOST if what == "properties" else _SUGGESTED
    asked = {
        "queries": given.get("queries", ""),
        "extend": given.get("extend", ""),
        "prefix": given.get("prefix", ""),
        "id": given.get("id", ""),
        "limit": number(given.get("limit"), usual, (1, MOST)),
        "lang": lang,
        "url": f"{state.url}{prefix}{_NAME}",
        "callback": callback,
    }
    return await state.ask({"job": "reconcile", "what": what, "asked": asked})


def _lang(request: Request, given: dict[str, str]) -> str:
    """Return the language: that of the address, of `lang`, of the header."""
    if request.scope["path"].startswith("/da/"):
        return "da"
    return language_asked(request, given.get("lang"))
