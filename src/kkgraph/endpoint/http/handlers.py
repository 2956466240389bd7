"""What each address answers: the endpoint, things, saved queries, networks, and the rest."""

from dataclasses import replace
from urllib.parse import quote, urlencode

from starlette.requests import Request

from kkgraph import terms
from kkgraph.endpoint.http.requests import Refused, call_of, number, refuse, single
from kkgraph.endpoint.http.responses import Reply, content, not_acceptable, problem
from kkgraph.endpoint.pool.pool import Gone
from kkgraph.endpoint.protocol.api import NETWORKS, PAGE
from kkgraph.endpoint.protocol.negotiation import GRAPHS, HTML, PAGES, RESULTS, choose, language
from kkgraph.endpoint.protocol.openapi import MOST
from kkgraph.endpoint.state import Service

BASE = terms.ROOT.rstrip("/")
_FORMS = {**{name: media for media, name in GRAPHS.items()}, "html": HTML}
_ENDINGS = (*dict.fromkeys((*RESULTS.values(), *GRAPHS.values())),)
_BUILDING = 60.0  # seconds that a network may take: it is ours, and kept once it is made
_LONGEST = 200


async def sparql(request: Request, service: Service) -> Reply:
    """Answer a query; without one, say what the endpoint is."""
    call = await call_of(request, service.settings)
    accept = request.headers.get("accept")
    if call.text is None:
        return await _described(request, service)
    head = {"job": "sparql", "accept": accept, "dataset": call.dataset}
    return await service.ask(head, call.text.encode("utf-8", "surrogatepass"), _gone(request))


def _gone(request: Request) -> Gone:
    async def wait() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            continue

    return wait


async def _described(request: Request, service: Service) -> Reply:
    accept = request.headers.get("accept")
    page = service.generation.pages.find("sparql/")
    if page is not None and choose(accept, [*GRAPHS, *PAGES]) in PAGES:
        return replace(page, headers={**page.headers, "vary": "Accept"})
    url = service.url + "/sparql"
    return await service.ask({"job": "description", "accept": accept, "url": url})


async def thing(request: Request, service: Service) -> Reply:
    """Answer for a thing's IRI, or for a document about it."""
    path = request.path_params["path"].removesuffix("index.html")
    lang = "da" if request.url.path.startswith("/da/") else None
    if path.endswith("/"):
        return await _page(service, path.rstrip("/"), lang or "en")
    stem, _, ending = path.rpartition(".")
    if stem and ending in _FORMS:
        return await _document(service, terms.ID + stem, ending, lang or "en")
    return await _negotiated(request, service, terms.ID + path, f"/id/{path}")


async def _page(service: Service, path: str, lang: str) -> Reply:
    prefix = "da/" if lang == "da" else ""
    found = service.generation.pages.find(f"{prefix}id/{path}/")
    if found is not None:
        return _linked(found, terms.ID + path)
    return await _document(service, terms.ID + path, "html", lang)


async def _document(service: Service, iri: str, form: str, lang: str) -> Reply:
    head = {"job": "document", "iri": iri, "form": form, "lang": lang}
    reply = await service.ask(head)
    return _linked(reply, iri) if reply.status == 200 else reply  # noqa: PLR2004 - OK


def _linked(reply: Reply, iri: str) -> Reply:
    """Add the Link headers of a document: what it describes, and its other forms."""
    path = iri.removeprefix(BASE)
    links = [f'<{iri}>; rel="describes"', f'<{path}/>; rel="alternate"; type="text/html"']
    links += [
        f'<{path}.{form}>; rel="alternate"; type="{media}"'
        for form, media in _FORMS.items()
        if form != "html"
    ]
    return replace(reply, headers={**reply.headers, "link": ", ".join(links)})


async def _negotiated(request: Request, service: Service, iri: str, path: str) -> Reply:
    """Answer for an IRI: 303 for a thing, 200 for what is a document itself (a section)."""
    there = await service.ask({"job": "presence", "iri": iri})
    if there.status != 200:  # noqa: PLR2004 - OK
        return there
    offers = [*GRAPHS, *PAGES]
    media = choose(request.headers.get("accept"), offers)
    if media is None:
        return _varied(not_acceptable(offers, "What is known of it"))
    target, form, lang = _target(request, path, media)
    if not _is_document(iri):
        return _varied(Reply(303, {"location": target, "cache-control": "no-cache"}))
    reply = await _one_of(service, (iri, form, lang))
    return _varied(replace(reply, headers={**reply.headers, "content-location": target}))


def _target(request: Request, path: str, media: str) -> tuple[str, str, str]:
    """Return the address of a document, its form and its language."""
    if media not in PAGES:
        return f"{path}.{GRAPHS[media]}", GRAPHS[media], "en"
    asked = request.query_params.get("lang")
    lang = language(asked, request.headers.get("accept-language"))
    return f"{'/da' if lang == 'da' else ''}{path}/", "html", lang


def _is_document(iri: str) -> bool:
    return not iri.startswith(terms.ID) or iri.startswith(terms.SECTION_BASE)


async def _one_of(service: Service, wanted: tuple[str, str, str]) -> Reply:
    iri, form, lang = wanted
    if form == "html" and iri.startswith(terms.ID):
        return await _page(service, iri.removeprefix(terms.ID), lang)
    if form == "html":
        prefix = "da/" if lang == "da" else ""
        found = service.generation.pages.find(f"{prefix}{iri.removeprefix(BASE + '/')}/")
        if found is not None:
            return _linked(found, iri)
    return await _document(service, iri, form, lang)


def _varied(reply: Reply) -> Reply:
    return replace(reply, headers={**reply.headers, "vary": "Accept, Accept-Language"})


async def ontology(request: Request, service: Service) -> Reply:
    """Answer for the vocabulary."""
    return await _negotiated(request, service, terms.ONTOLOGY, "/ontology")


async def graph(request: Request, service: Service) -> Reply:
    """Answer for a named graph: the register, the links, what was derived."""
    name = request.path_params["name"]
    stem, _, ending = name.rpartition(".")
    if stem and ending in _FORMS:
        return await _document(service, terms.GRAPH + stem, ending, "en")
    return await _negotiated(request, service, terms.GRAPH + name, f"/graph/{name}")


async def ontology_document(request: Request, service: Service) -> Reply:
    """Answer for the vocabulary in one form."""
    form = request.path_params["form"]
    if form not in _FORMS:
        raise _nothing(request)
    return await _document(service, terms.ONTOLOGY, form, "en")


async def section(request: Request, service: Service) -> Reply:
    """Send a section's short address to its IRI."""
    del service
    return Reply(301, {"location": f"/id/section/{_safe(request.path_params['number'])}"})


async def query_iri(request: Request, service: Service) -> Reply:
    """Send the IRI of a saved query to its page, or to its answer."""
    there = await service.ask({"job": "known", "name": request.path_params["name"]})
    if there.status != 200:  # noqa: PLR2004 - OK
        return there
    name = _safe(request.path_params["name"])
    page = service.generation.pages.find(f"queries/{name}/") is not None
    wanted = choose(request.headers.get("accept"), [*RESULTS, *PAGES])
    target = f"/queries/{name}/" if page and wanted in PAGES else f"/api/queries/{name}"
    return _varied(Reply(303, {"location": target}))


def _safe(text: str) -> str:
    """Return a path segment as it may stand in a Location."""
    return quote(text, safe="")


async def saved_list(_request: Request, service: Service) -> Reply:
    """List the saved queries."""
    return await service.ask({"job": "queries"})


async def saved(request: Request, service: Service) -> Reply:
    """Run a saved query."""
    name, form = request.path_params["name"], None
    stem, _, ending = name.rpartition(".")
    if stem and ending in _ENDINGS:
        name, form = stem, ending
    values = single(request)
    call = {
        "form": form,
        "accept": request.headers.get("accept"),
        "lang": _lang(request, values.pop("lang", None)),
        "limit": number(request, values.pop("limit", None), PAGE, (1, MOST)),
        "offset": number(request, values.pop("offset", None), 0, (0, 10**9)),
        "values": values,
    }
    rest = urlencode({**values, "lang": call["lang"]})
    call["here"] = f"{request.url.path}?{rest}&"
    return await service.ask({"job": "query", "name": name, "call": call})


def _lang(request: Request, asked: str | None) -> str:
    if asked not in (None, "da", "en"):
        raise refuse(request, 400, "Invalid parameter", "lang is da or en.")
    return language(asked, request.headers.get("accept-language"))


async def search(request: Request, service: Service) -> Reply:
    """Find things by any spelling."""
    values = single(request)
    text = " ".join(values.get("q", "").split())
    if not text or len(text) > _LONGEST:
        detail = f"q is what to look for: 1 to {_LONGEST} characters."
        raise refuse(request, 400, "Invalid parameter", detail)
    limit = number(request, values.get("limit"), 20, (1, 100))
    lang = _lang(request, values.get("lang"))
    head = {"job": "search", "q": text, "lang": lang, "limit": limit}
    return _only_json(request, await service.ask(head))


def _only_json(request: Request, reply: Reply) -> Reply:
    if choose(request.headers.get("accept"), ["application/json"]) is None:
        return not_acceptable(["application/json"], "This")
    return replace(reply, headers={**reply.headers, "vary": "Accept, Accept-Language"})


async def network_list(_request: Request, service: Service) -> Reply:
    """List the networks."""
    return await service.ask({"job": "networks"})


async def network(request: Request, service: Service) -> Reply:
    """Return a network as a file."""
    name, _, form = request.path_params["name"].rpartition(".")
    if form not in NETWORKS or not name:
        raise _nothing(request)
    lang = _lang(request, single(request).get("lang"))
    head = {"job": "network", "name": name, "form": form, "lang": lang, "limit": _BUILDING}
    return await service.ask(head)


async def openapi(_request: Request, service: Service) -> Reply:
    """Return the OpenAPI document."""
    return await service.ask({"job": "openapi", "url": service.url})


async def health(_request: Request, service: Service) -> Reply:
    """Say that the graph is in service, and which; 503 when no worker could be started."""
    nursery = service.generation.nursery
    if not nursery.alive:
        headers = {"retry-after": "5"}
        return problem(503, "Not ready", "The graph is being loaded again.", headers=headers)
    report = nursery.report
    text = f'{{"status":"ok","quads":{report["quads"]},"digest":"{report["digest"]}"}}\n'
    reply = content(text.encode(), "application/json", keep=False)
    return replace(reply, headers={**reply.headers, "cache-control": "no-store"})


async def metrics(_request: Request, service: Service) -> Reply:
    """Return the counts for Prometheus."""
    generation = service.generation
    gauges = {
        "quads": float(generation.nursery.report["quads"]),
        "queries_slow": generation.slow,
        "queries_waiting": generation.waiting,
        "queries_killed": generation.killed,
        "workers_lost": generation.lost,
    }
    headers = {"content-type": "text/plain; version=0.0.4; charset=utf-8"}
    return Reply(200, {**headers, "cache-control": "no-store"}, service.metrics.text(gauges))


async def page(request: Request, service: Service) -> Reply:
    """Return a file of the site, or say what there is instead."""
    path = request.url.path.removeprefix("/")
    pages = service.generation.pages
    found = pages.find(path)
    if found is not None:
        return found
    if not path.endswith("/") and pages.find(f"{path}/") is not None:
        return Reply(308, {"location": f"/{path}/"})
    if not path:
        return content(_welcome(), HTML)
    raise _nothing(request)


def _nothing(request: Request) -> Refused:
    return refuse(request, 404, "Not found", "There is nothing at this address.")


def _welcome() -> bytes:
    links = ("/sparql", "/ontology", "/api/queries", "/api/networks", "/openapi.json")
    items = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>kkgraph</title>'
        f"</head><body><h1>kkgraph</h1><ul>{items}</ul></body></html>\n"
    ).encode()


async def options(request: Request, service: Service) -> Reply:
    """Say what may be done here, also across origins."""
    del service
    methods = "GET, HEAD, POST, OPTIONS" if _is_endpoint(request) else "GET, HEAD, OPTIONS"
    return Reply(
        204,
        {
            "allow": methods,
            "access-control-allow-methods": methods,
            "access-control-allow-headers": "Accept, Accept-Language, Content-Type, If-None-Match",
            "access-control-max-age": "86400",
        },
    )


def _is_endpoint(request: Request) -> bool:
    return request.url.path.rstrip("/") == "/sparql"


async def wrong_method(request: Request, service: Service) -> Reply:
    """Refuse a method."""
    allow = (await options(request, service)).headers["allow"]
    detail = f"{request.method} is not allowed here; use {allow}."
    raise refuse(request, 405, "Method not allowed", detail, allow=allow, connection="close")
