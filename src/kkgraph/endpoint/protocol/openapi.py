"""The OpenAPI 3.1 document of the server, with every saved query as an operation."""

import json
from typing import Any

from kkgraph import __version__
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.protocol.api import PAGE
from kkgraph.endpoint.protocol.negotiation import GRAPHS, RESULTS, SHEETS
from kkgraph.endpoint.responses import Response, content
from kkgraph.media import FORM, HTML, JSON, NETWORKS, PROBLEM, QUERY
from kkgraph.networks.selection import OPTIONS
from kkgraph.parameters import PATTERNS, Parameter
from kkgraph.project import licences
from kkgraph.queries import Query
from kkgraph.texts import LANGUAGES

MOST = 10_000
_SCHEMAS: dict[str, dict[str, Any]] = {
    **{
        name: {"type": "string", "pattern": f"^{pattern}$"}
        for name, (pattern, _) in PATTERNS.items()
    },
    "date": {"type": "string", "format": "date"},
    "lang": {"type": "string", "enum": list(LANGUAGES)},
}
_TEXT: dict[str, Any] = {"type": "string"}
_OBJECT: dict[str, Any] = {"type": "object"}


def answer(snapshot: Snapshot, url: str) -> Response:
    """Return the document."""
    body = json.dumps(document(snapshot, url), ensure_ascii=False, indent=1).encode()
    return content(body, JSON)


def _licence(address: str) -> dict[str, str]:
    """Return the licence of the data; OpenAPI takes its name in SPDX's list or its address."""
    named = licences.identifier(address)
    found = {"identifier": named} if named else {"url": address}
    return {"name": f"{licences.called(address)} (data)", **found}


def document(snapshot: Snapshot, url: str) -> dict[str, Any]:
    """Describe the server at a URL."""
    whose = snapshot.store.project.settings.words("en")["municipality"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kkgraph",
            "version": __version__,
            "description": f"The international work of the {whose} as a knowledge graph.",
            "license": _licence(snapshot.store.project.settings.licence),
        },
        "servers": [{"url": url}],
        "paths": {
            "/sparql": _sparql(),
            "/api/queries": _plain("listQueries", "All saved queries"),
            **{f"/api/queries/{q.name}": _saved(q) for q in snapshot.queries.values()},
            "/api/networks": _plain("listNetworks", "All networks"),
            **({"/api/networks/{name}.{form}": _network(snapshot)} if snapshot.projections else {}),
            "/api/search": _search(),
            "/api/ask": _ask(),
            "/reconcile": _plain("reconcile", "The Reconciliation Service API 0.2: its manifest"),
            "/healthz": _plain("health", "Whether the server is up"),
            "/livez": _plain("alive", "Whether the process lives"),
            "/readyz": _plain("ready", "Whether the server takes questions"),
        },
        "components": {"schemas": {"Problem": _problem()}},
    }


def _problem() -> dict[str, Any]:
    properties = {"type": _TEXT, "title": _TEXT, "detail": _TEXT, "status": {"type": "integer"}}
    return {"type": "object", "required": ["title", "status", "detail"], "properties": properties}


def _operation(name: str, summary: str, media: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    wrong = {"description": "A problem (RFC 9457)", "content": {PROBLEM: reference}}
    right = {"description": "The answer", "content": media}
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": right, "304": {"description": "Not modified"}, "default": wrong},
        **more,
    }


def _plain(name: str, summary: str) -> dict[str, Any]:
    return {"get": _operation(name, summary, {JSON: {"schema": _OBJECT}})}


def _media(names: Any) -> dict[str, Any]:  # noqa: ANN401 - an iterable of media types
    return {name: {"schema": _of_media(name)} for name in names}


def _of_media(name: str) -> dict[str, Any]:
    if GRAPHS.get(name) == "jsonld":
        return {"type": ["array", "object"]}
    return _OBJECT if name.endswith("json") else _TEXT


def _query_parameter(name: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"name": name, "in": "query", "schema": schema, **more}


def _format() -> dict[str, Any]:
    """Describe the parameter that names a form, before the Accept header."""
    names = [*RESULTS.values(), *GRAPHS.values(), *SHEETS.values(), "html"]
    return _query_parameter("format", {"type": "string", "enum": list(dict.fromkeys(names))})


def _edition() -> list[dict[str, Any]]:
    """Describe the parameters that say as of when and according to whom."""
    day = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
    return [
        _query_parameter("as-of", day, description="What counted on a day, in a month or year"),
        _query_parameter("source", _TEXT, description="What one source says: the end of its IRI"),
    ]


def _sparql() -> dict[str, Any]:
    media = _media([*RESULTS, *GRAPHS, *SHEETS, HTML])
    graphs = {"type": "array", "items": _TEXT}
    text = {"type": "string", "minLength": 1}
    parameters = [
        _query_parameter("query", text, description="SPARQL 1.1; without it, the description"),
        _query_parameter("default-graph-uri", graphs),
        _query_parameter("named-graph-uri", graphs),
        *_edition(),
        _format(),
    ]
    form = {"type": "object", "required": ["query"], "properties": {"query": text}}
    body = {
        "required": True,
        "content": {QUERY: {"schema": text}, FORM: {"schema": form}},
    }
    return {
        "get": _operation("queryByGet", "Run a query", media, parameters=parameters),
        "post": _operation(
            "queryByPost", "Run a query", media, parameters=parameters[1:], requestBody=body
        ),
    }


def _saved(query: Query) -> dict[str, Any]:
    number = {"type": "integer", "minimum": 0, "default": 0}
    parameters = [
        *(_parameter(one) for one in query.parameters),
        _query_parameter("lang", _SCHEMAS["lang"]),
        _query_parameter(
            "limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE}
        ),
        _query_parameter("offset", number),
        *_edition(),
        _format(),
    ]
    return {
        "get": _operation(
            f"query-{query.name}",
            query.summary["en"],
            _media([*RESULTS, *GRAPHS, *SHEETS, HTML]),
            description=query.description["en"],
            tags=[query.topic],
            parameters=parameters,
        )
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    schema = {**_SCHEMAS.get(one.type, _TEXT)}
    if one.values:
        schema["enum"] = list(one.values)
    if one.default is not None:
        schema["default"] = one.default
    more = {"example": one.example} if one.example is not None else {}
    return _query_parameter(
        one.name, schema, required=one.required, description=one.label["en"], **more
    )


def _network(snapshot: Snapshot) -> dict[str, Any]:
    parameters = [
        _path_parameter("name", sorted(snapshot.projections)),
        _path_parameter("form", list(NETWORKS)),
        _query_parameter("lang", _SCHEMAS["lang"]),
        *(_query_parameter(name, _TEXT) for name in OPTIONS),
        *_edition(),
    ]
    media = _media(one.media_type for one in NETWORKS.values())
    return {"get": _operation("network", "A network as a file", media, parameters=parameters)}


def _path_parameter(name: str, values: list[str]) -> dict[str, Any]:
    schema = {"type": "string", "enum": values}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _search() -> dict[str, Any]:
    parameters = [
        _query_parameter("q", {"type": "string", "minLength": 1, "maxLength": 200}, required=True),
        _query_parameter("lang", _SCHEMAS["lang"]),
        _query_parameter("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}),
    ]
    media = {JSON: {"schema": _OBJECT}}
    operation = _operation("search", "Find things by any spelling", media, parameters=parameters)
    return {"get": operation}


def _ask() -> dict[str, Any]:
    parameters = [
        _query_parameter("q", {"type": "string", "minLength": 1, "maxLength": 200}, required=True),
        _query_parameter("lang", _SCHEMAS["lang"]),
    ]
    media = {JSON: {"schema": _OBJECT}}
    return {"get": _operation("ask", "Answer a plain question", media, parameters=parameters)}
