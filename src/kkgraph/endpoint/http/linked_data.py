"""The IRIs of the graph: things, the vocabulary, named graphs, saved queries."""

from dataclasses import replace
from urllib.parse import quote

from starlette.requests import Request

from kkgraph import media, terms
from kkgraph.endpoint.http.requests import accept_of, nothing_here, path_of
from kkgraph.endpoint.pool.channel import ServiceUnavailable
from kkgraph.endpoint.protocol.negotiation import DOCUMENTS, PAGES, RESULTS, choose, language
from kkgraph.endpoint.responses import Response, not_acceptable
from kkgraph.endpoint.state import State

_RECORDS = media.offers([*(media.GRAPHS[e] for e in media.TRIPLES), *media.PAGES.values()])
_FORMS = {**media.GRAPHS, **media.PAGES}


async def thing(request: Request, state: State) -> Response:
    """Answer for a thing's IRI, or for a document about it."""
    prefix, _, path = path_of(request).removesuffix("index.html").partition("/id/")
    lang = "da" if prefix == "/da" else "en"
    if path.endswith("/"):
        return await _page(state, path.rstrip("/"), lang)
    stem, _, ending = path.rpartition(".")
    if stem and ending in _FORMS:
        return await _document(state, terms.thing(stem), ending, lang)
    return await _negotiated(request, state, terms.thing(path), f"/id/{path}")


async def _page(state: State, path: str, lang: str) -> Response:
    prefix = "da/" if lang == "da" else ""
    try:
        found = await state.pages.find(f"{prefix}id/{path}/")
    except ServiceUnavailable:  # not in time: a plain page says the same
        found = None
    if found is not None and found.status == 200:  # noqa: PLR2004 - OK
        return _linked(found, terms.thing(path))
    if found is not None and found.status == 410:  # noqa: PLR2004 - gone
        return found
    return await _document(state, terms.thing(path), "html", lang)


async def _document(state: State, iri: str, form: str, lang: str) -> Response:
    head = {"job": "document", "iri": iri, "form": form, "lang": lang}
    response = await state.ask(head)
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


async def _negotiated(request: Request, state: State, iri: str, path: str) -> Response:
    """Answer for an IRI: 303 for a thing, 200 for what is a document itself (a section)."""
    there = await state.ask({"job": "presence", "iri": iri})
    chosen = choose(accept_of(request, request.query_params.multi_items()), DOCUMENTS)
    if there.status == 410 and chosen is not None:  # noqa: PLR2004 - gone
        _, form, lang = _target(request, path, chosen)
        return _varied(await _one_of(state, (iri, form, lang)))
    if there.status != 200:  # noqa: PLR2004 - OK
        return there
    if chosen is None:
        return _varied(not_acceptable(DOCUMENTS, "What is known of it"))
    target, form, lang = _target(request, path, chosen)
    if not _is_document(iri):
        return _varied(Response(303, {"location": target, "cache-control": "no-cache"}))
    response = await _one_of(state, (iri, form, lang))
    return _varied(replace(response, headers={**response.headers, "content-location": target}))


def _target(request: Request, path: str, chosen: str) -> tuple[str, str, str]:
    """Return the address of a document, its form and its language."""
    form = DOCUMENTS[chosen]
    if form != "html":
        return f"{path}.{form}", form, "en"
    asked = request.query_params.get("lang")
    lang = language(asked, request.headers.get("accept-language"))
    return f"{'/da' if lang == 'da' else ''}{path}/", "html", lang


def _is_document(iri: str) -> bool:
    return terms.path_of(iri) is None or terms.kind_of(iri) == "section"


async def _one_of(state: State, wanted: tuple[str, str, str]) -> Response:
    iri, form, lang = wanted
    if form == "html" and (path := terms.path_of(iri)) is not None:
        return await _page(state, path, lang)
    if form == "html":
        prefix = "da/" if lang == "da" else ""
        found = await state.pages.find(f"{prefix}{terms.address(iri).removeprefix('/')}/")
        if found is not None:
            return _linked(found, iri)
    return await _document(state, iri, form, lang)


def _varied(response: Response) -> Response:
    return replace(response, headers={**response.headers, "vary": "Accept, Accept-Language"})


async def ontology(request: Request, state: State) -> Response:
    """Answer for the vocabulary."""
    return await _negotiated(request, state, terms.ONTOLOGY, "/ontology")


async def record(request: Request, state: State) -> Response:
    """Send the IRI of what the catalogue describes to its page, or to the catalogue's file."""
    path = path_of(request)
    chosen = choose(accept_of(request, request.query_params.multi_items()), _RECORDS)
    if chosen is None:
        return _varied(not_acceptable(_RECORDS, "What the catalogue says of it"))
    target, form, _ = _target(request, path, chosen)
    if form != "html":
        target = f"/{'ontology' if path.startswith('/ontology/') else 'dataset'}.{form}"
    elif await state.pages.find(target.removeprefix("/")) is None:
        raise nothing_here(request)
    return _varied(Response(303, {"location": target}))


async def graph(request: Request, state: State) -> Response:
    """Answer for a named graph: the register, the links, what was derived."""
    name = path_of(request).removeprefix("/graph/")
    stem, _, ending = name.rpartition(".")
    if stem and ending in _FORMS:
        return await _document(state, terms.graph(stem), ending, "en")
    return await _negotiated(request, state, terms.graph(name), f"/graph/{name}")


async def ontology_document(request: Request, state: State) -> Response:
    """Answer for the vocabulary in one form."""
    form = request.path_params["form"]
    if form not in _FORMS:
        raise nothing_here(request)
    return await _document(state, terms.ONTOLOGY, form, "en")


async def section(request: Request, state: State) -> Response:
    """Send a section's short address to its IRI."""
    del state
    return Response(301, {"location": f"/id/section/{_safe(request.path_params['number'])}"})


async def query_iri(request: Request, state: State) -> Response:
    """Send the IRI of a saved query to its page, or to its answer."""
    there = await state.ask({"job": "known", "name": request.path_params["name"]})
    if there.status != 200:  # noqa: PLR2004 - OK
        return there
    name = _safe(request.path_params["name"])
    page = await state.pages.find(f"queries/{name}/")
    wanted = choose(request.headers.get("accept"), [*RESULTS, *PAGES])
    target = f"/queries/{name}/" if page is not None and wanted in PAGES else f"/api/queries/{name}"
    return _varied(Response(303, {"location": target}))


def _safe(text: str) -> str:
    """Return a path segment as it may stand in a Location."""
    return quote(text, safe="")
