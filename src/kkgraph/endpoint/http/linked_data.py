"""The IRIs of the graph: things, the vocabulary, named graphs, saved queries."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from starlette.requests import Request

from kkgraph import media, terms
from kkgraph.endpoint.http.requests import (
    asked_so,
    edition_in,
    nothing_here,
    path_of,
    with_query,
)
from kkgraph.endpoint.pool.channel import ServiceUnavailable
from kkgraph.endpoint.protocol.call import Asking, accept_of
from kkgraph.endpoint.protocol.negotiation import DOCUMENTS, PAGES, RESULTS, choose, language
from kkgraph.endpoint.responses import Response, not_acceptable
from kkgraph.endpoint.state import State
from kkgraph.site.links import folder, language_of

_RECORDS = media.offers([*(media.GRAPHS[e] for e in media.TRIPLES), *media.PAGES.values()])
_FORMS = {**media.GRAPHS, **media.PAGES}


@dataclass(frozen=True)
class _Asked:
    """The server as it is asked: as of when and according to whom."""

    state: State
    edition: Asking

    async def ask(self, head: dict[str, Any]) -> Response:
        """Return a worker's response."""
        return await self.state.ask({**head, **self.edition})

    async def page(self, path: str) -> Response | None:
        """Return a file of the site."""
        return await self.state.pages.find(path, self.edition)


async def thing(request: Request, state: State) -> Response:
    """Answer for a thing's IRI, or for a document about it."""
    asked = _Asked(state, edition_in(request))
    prefix, _, path = path_of(request).removesuffix("index.html").partition("/id/")
    lang = language_of(prefix)
    if path.endswith("/"):
        return await _page(asked, path.removesuffix("/"), lang)
    stem, _, ending = path.rpartition(".")
    if stem and ending in _FORMS:
        return await _document(asked, terms.thing(stem), ending, lang)
    return await _negotiated(request, asked, terms.thing(path), f"/id/{path}")


async def _page(asked: _Asked, path: str, lang: str) -> Response:
    iri = terms.thing(path)
    try:
        found = await asked.page(f"{folder(lang)}id/{path}/")
    except ServiceUnavailable:  # not in time: a plain page says the same, this once
        return replace(await _document(asked, iri, "html", lang), cacheable=False)
    if found is not None and found.status == 200:  # noqa: PLR2004 - OK
        return _linked(found, iri)
    if found is not None and found.status == 410:  # noqa: PLR2004 - gone
        return found
    return await _document(asked, iri, "html", lang)


async def _document(asked: _Asked, iri: str, form: str, lang: str) -> Response:
    head = {"job": "document", "iri": iri, "form": form, "lang": lang}
    response = await asked.ask(head)
    return _linked(response, iri) if response.status == 200 else response  # noqa: PLR2004 - OK


def _linked(response: Response, iri: str) -> Response:
    """Add the Link headers of a document: what it describes, and its other forms."""
    path = terms.address(iri)
    links = [f'<{iri}>; rel="describes"', f'<{path}/>; rel="alternate"; type="{media.HTML}"']
    links += [
        f'<{path}.{form}>; rel="alternate"; type="{one.media_type}"'
        for form, one in media.GRAPHS.items()
    ]
    return replace(response, headers={**response.headers, "link": ", ".join(links)})


async def _negotiated(request: Request, asked: _Asked, iri: str, path: str) -> Response:
    """Answer for an IRI: 303 for a thing, 200 for what is a document itself (a section)."""
    there = await asked.ask({"job": "presence", "iri": iri})
    chosen = choose(_accept_of(request), DOCUMENTS)
    if there.status == 410 and chosen is not None:  # noqa: PLR2004 - gone
        _, form, lang = _target(request, path, chosen)
        return _varied(await _one_of(asked, (iri, form, lang)))
    if there.status != 200:  # noqa: PLR2004 - OK
        return there
    if chosen is None:
        return _varied(not_acceptable(DOCUMENTS))
    target, form, lang = _target(request, path, chosen)
    if not _is_document(iri):
        location = asked_so(target, asked.edition)
        return _varied(Response(303, {"location": location, "cache-control": "no-cache"}))
    response = await _one_of(asked, (iri, form, lang))
    return _varied(replace(response, headers={**response.headers, "content-location": target}))


def _target(request: Request, path: str, chosen: str) -> tuple[str, str, str]:
    """Return the address of a document, its form and its language."""
    form = DOCUMENTS[chosen]
    if form != "html":
        return f"{path}.{form}", form, "en"
    asked = request.query_params.get("lang")
    lang = language(asked, request.headers.get("accept-language"))
    return f"{'/da' if lang == 'da' else ''}{path}/", "html", lang


def _accept_of(request: Request) -> str | None:
    """Return what is accepted: the format named in the address, or else the header."""
    return accept_of(request.query_params.multi_items(), request.headers.get("accept"))


def _is_document(iri: str) -> bool:
    return terms.path_of(iri) is None or terms.kind_of(iri) == "section"


async def _one_of(asked: _Asked, wanted: tuple[str, str, str]) -> Response:
    iri, form, lang = wanted
    if form == "html" and (path := terms.path_of(iri)) is not None:
        return await _page(asked, path, lang)
    if form == "html":
        found = await asked.page(f"{folder(lang)}{terms.address(iri).removeprefix('/')}/")
        if found is not None:
            return _linked(found, iri)
    return await _document(asked, iri, form, lang)


def _varied(response: Response) -> Response:
    return replace(response, headers={**response.headers, "vary": "Accept, Accept-Language"})


async def ontology(request: Request, state: State) -> Response:
    """Answer for the vocabulary."""
    asked = _Asked(state, edition_in(request))
    return await _negotiated(request, asked, terms.ONTOLOGY, "/ontology")


async def record(request: Request, state: State) -> Response:
    """Send the IRI of what the catalogue describes to its page, or to the catalogue's file."""
    path = path_of(request)
    chosen = choose(_accept_of(request), _RECORDS)
    if chosen is None:
        return _varied(not_acceptable(_RECORDS))
    page = await state.pages.find(f"{path.removeprefix('/')}/")
    is_version = path.startswith("/ontology/")
    if page is None and not (is_version and await _is_known_version(state, path)):
        raise nothing_here()
    target, form, _ = _target(request, path, chosen)
    if form != "html" or page is None:
        target = f"/{'ontology' if is_version else 'dataset'}.{form}"
    return _varied(Response(303, {"location": target}))


async def _is_known_version(state: State, path: str) -> bool:
    iri = terms.ONTOLOGY + path.removeprefix("/ontology")
    return (await state.ask({"job": "version", "iri": iri})).status == 200  # noqa: PLR2004 - OK


async def graph(request: Request, state: State) -> Response:
    """Answer for a named graph: the register, the links, what was derived."""
    asked = _Asked(state, edition_in(request))
    name = path_of(request).removeprefix("/graph/")
    stem, _, ending = name.rpartition(".")
    if stem and ending in _FORMS:
        return await _document(asked, terms.graph(stem), ending, "en")
    return await _negotiated(request, asked, terms.graph(name), f"/graph/{name}")


async def ontology_document(request: Request, state: State) -> Response:
    """Answer for the vocabulary in one form."""
    asked = _Asked(state, edition_in(request))
    form = request.path_params["form"]
    if form not in _FORMS:
        raise nothing_here()
    return await _document(asked, terms.ONTOLOGY, form, "en")


async def section(request: Request, state: State) -> Response:
    """Send a section's short address to its IRI."""
    del state
    address = f"/id/section/{_safe(request.path_params['number'])}"
    return Response(301, {"location": with_query(request, address)})


async def query_iri(request: Request, state: State) -> Response:
    """Send the IRI of a saved query to its page, or to its answer."""
    there = await state.ask({"job": "known", "name": request.path_params["name"]})
    if there.status != 200:  # noqa: PLR2004 - OK
        return there
    name = _safe(request.path_params["name"])
    page = await state.pages.find(f"queries/{name}/")
    wanted = choose(_accept_of(request), [*RESULTS, *PAGES])
    target = f"/queries/{name}/" if page is not None and wanted in PAGES else f"/api/queries/{name}"
    return _varied(Response(303, {"location": with_query(request, target)}))


def _safe(text: str) -> str:
    """Return a path segment as it may stand in a Location."""
    return quote(text, safe="")
