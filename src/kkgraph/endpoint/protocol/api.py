"""Saved queries, search and networks for programs, inside a worker."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from kkgraph import queries, terms
from kkgraph.asking import finding
from kkgraph.asking import reply as replies
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.protocol.negotiation import (
    ANSWERS,
    GRAPHS,
    PAGES,
    RESULTS,
    SHEETS,
    choose,
)
from kkgraph.endpoint.protocol.query import TooLarge, graph_bytes, noted, too_large
from kkgraph.endpoint.protocol.table import page
from kkgraph.endpoint.responses import Response, content, not_acceptable, problem
from kkgraph.errors import KkgraphError
from kkgraph.evidence.emptiness import explained
from kkgraph.formats import WRITERS
from kkgraph.media import JSON, NETWORKS, label
from kkgraph.parameters import Parameter, is_entity
from kkgraph.queries import Query
from kkgraph.tables import Answer, Column, Graph, Result, Table
from kkgraph.texts import Message

PAGE = 1000
_SHOWN = 100  # characters of a name that is none
OFFERS: dict[type[Result], dict[str, str]] = {
    Graph: {**GRAPHS, **PAGES},
    Answer: {**ANSWERS, **PAGES},
    Table: {**RESULTS, **SHEETS, **PAGES},
}


def listing(snapshot: Snapshot) -> Response:
    """Return all saved queries with their parameters."""
    every = [_described(query) for query in snapshot.queries.values()]
    return _json({"queries": every})


def _described(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "topic": query.topic,
        "summary": query.summary,
        "description": query.description,
        "tags": query.tags,
        "parameters": [_parameter(one) for one in query.parameters],
        "columns": [_column(one) for one in query.columns],
        "href": f"/api/queries/{query.name}",
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    kind = "entity" if is_entity(one.type) else one.type
    return {
        "name": one.name,
        "type": kind,
        **({"enum": one.values} if one.values else {}),
        "label": one.label,
        "required": one.required,
        "default": one.default,
        "example": one.example,
    }


def _column(one: Column) -> dict[str, Any]:
    told = {"name": one.name, "kind": one.kind, "of": one.of, "currency": one.currency}
    label = None if one.kind == "label" else one.label
    return {key: value for key, value in {**told, "label": label}.items() if value}


def _json(document: object, headers: Mapping[str, str] | None = None) -> Response:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return content(body, JSON, headers)


def known(snapshot: Snapshot, name: str) -> Response:
    """Return 200 for the name of a saved query, without a body worth reading, or 404."""
    if name in snapshot.queries:
        return Response(200, {}, b"", cacheable=True)
    return no_query(snapshot, name)


def saved(snapshot: Snapshot, name: str, call: Mapping[str, Any]) -> Response:
    """Return a page of a saved query's rows.

    `call` has values, lang, limit, offset, here (the URL to page on from), and the form
    (an ending) or else the Accept header.
    """
    query = snapshot.queries.get(name)
    if query is None:
        return no_query(snapshot, name)
    try:
        result = queries.run(snapshot.store, query, call["values"], call["lang"])
        result = explained(snapshot.store, result, query, call["values"])
    except KkgraphError as error:
        return invalid(error, call["lang"])
    return _result(snapshot, result, call)


def no_query(snapshot: Snapshot, name: str) -> Response:
    """Return 404 with the saved queries whose names are near."""
    title = Message("endpoint.unknown.no-query")
    detail = Message("endpoint.unknown.query", name=name[:_SHOWN])
    return problem(404, title, detail, near=near_to(name, snapshot.queries))


def no_network(snapshot: Snapshot, name: str) -> Response:
    """Return 404 with the networks whose names are near."""
    title = Message("endpoint.unknown.no-network")
    detail = Message("endpoint.unknown.network", name=name[:_SHOWN])
    return problem(404, title, detail, near=near_to(name, snapshot.projections))


def near_to(name: str, known: Mapping[str, object]) -> list[str]:
    """Return the names that are near to one."""
    from difflib import get_close_matches

    return get_close_matches(name[:_SHOWN], known, n=5, cutoff=0.4)


def invalid(error: KkgraphError, lang: str) -> Response:
    """Return 400 for an invalid parameter, with near matches when there are any."""
    near = getattr(error, "near", None) or getattr(error, "candidates", [])
    return problem(400, Message("endpoint.invalid.title"), error.reason(lang), near=list(near))


def _result(snapshot: Snapshot, result: Result, call: Mapping[str, Any]) -> Response:
    offers = OFFERS[type(result)]
    chosen = _media(call, offers)
    if chosen is None:
        return not_acceptable(offers)
    try:
        body = _bytes(snapshot, _paged(result, call), offers[chosen], call)
    except TooLarge:
        return too_large(snapshot.settings)
    head = {"vary": "Accept, Accept-Language", "content-language": call["lang"]}
    return content(body, chosen, {**head, **_links(result, call), **noted(result)})


def _media(call: Mapping[str, Any], offers: Mapping[str, str]) -> str | None:
    """Return the media type by the URL's ending, else by the Accept header."""
    if not call["form"]:
        return choose(call["accept"], offers)
    return next((media for media, name in offers.items() if name == call["form"]), None)


def _bytes(snapshot: Snapshot, result: Result, form: str, call: Mapping[str, Any]) -> bytes:
    if form == "html":
        return page(result, _forms(result, call))
    if isinstance(result, Graph):
        return graph_bytes(list(result.triples), form, snapshot.settings)
    body = WRITERS[form].write(result)
    if len(body) > snapshot.settings.answer_bytes:
        raise TooLarge
    return body


def _forms(result: Result, call: Mapping[str, Any]) -> dict[str, str]:
    """Return the addresses of a result in other forms."""
    names = (name for name in dict.fromkeys(OFFERS[type(result)].values()) if name != "html")
    start, limit = call["offset"], call["limit"]
    return {
        label(name): f"{call['here']}limit={limit}&offset={start}&format={name}" for name in names
    }


def _paged(result: Result, call: Mapping[str, Any]) -> Result:
    if not isinstance(result, Table):
        return result
    start = call["offset"]
    return replace(result, rows=result.rows[start : start + call["limit"]])


def _links(result: Result, call: Mapping[str, Any]) -> dict[str, str]:
    """Return how many rows there are, and where the pages before and after are."""
    if not isinstance(result, Table):
        return {}
    count, start, limit = len(result.rows), call["offset"], call["limit"]
    links = []
    if start + limit < count:
        links.append(f'<{call["here"]}limit={limit}&offset={start + limit}>; rel="next"')
    if start > 0:
        before = max(min(start, count) - limit, 0)
        links.append(f'<{call["here"]}limit={limit}&offset={before}>; rel="prev"')
    return {"kkgraph-rows": str(count), **({"link": ", ".join(links)} if links else {})}


def search(snapshot: Snapshot, text: str, lang: str, limit: int) -> Response:
    """Return the things that a text may mean, best first, and queries and facts of its words."""
    found = finding.search(snapshot.library, text, lang)
    things, saved_ones, facts = (
        [one for one in found if one.group == group] for group in finding.GROUPS
    )
    body = {
        "q": text,
        "count": len(things),
        "hits": [_hit(one) for one in things[:limit]],
        "queries": [_found_query(one) for one in saved_ones[:limit]],
        "facts": [_hit(one) for one in facts[:limit]],
    }
    return _json(body, {"content-language": lang})


def _hit(one: finding.Found) -> dict[str, Any]:
    score = {} if one.score is None else {"score": round(one.score, 3)}
    return {
        "iri": one.iri,
        "curie": terms.shorten(one.iri),
        "label": one.label,
        "type": terms.KINDS.get(terms.kind_of(one.iri) or ""),
        "spelling": one.matches,
        **score,
        "fact": terms.is_fact(one.iri),
    }


def _found_query(one: finding.Found) -> dict[str, Any]:
    return {"name": one.matches, "summary": one.label, "href": f"/api/queries/{one.matches}"}


def ask(snapshot: Snapshot, text: str, lang: str | None) -> Response:
    """Return how a question can be read, and the rows where that is sure."""
    index = snapshot.asking
    reply = replies.ask(index, text, lang)
    said_in = lang or reply.question.lang
    body = replies.document(index, reply, said_in)
    for one in body["readings"]:
        one["href"] = f"/api/queries/{one['query']}?{urlencode(one['values'])}".rstrip("?")
    table = replies.answer(index, reply, reply.readings[0], said_in) if reply.sure else None
    body["answer"] = None if table is None else json.loads(WRITERS["json"].write(table))
    body["notes"] = [] if table is None else list(table.about.notes)
    return _json(body, {"content-language": said_in})


def network(
    snapshot: Snapshot, name: str, form: str, lang: str, words: Mapping[str, Sequence[str]]
) -> Response:
    """Return a declared network as a graph file, of which `words` select a part."""
    declared = snapshot.projections.get(name)
    if declared is None:
        return no_network(snapshot, name)
    from kkgraph.networks.projection.projection import build
    from kkgraph.networks.selection import from_words
    from kkgraph.networks.writers import WRITERS as writers  # noqa: N811 - two of that name here

    try:
        found = build(snapshot.store, declared, from_words(words))
    except KkgraphError as error:
        return invalid(error, lang)
    return content(writers[form](found, lang), NETWORKS[form].media_type)


def networks(snapshot: Snapshot) -> Response:
    """Return the declared networks."""
    every = [
        {
            "name": one.name,
            "mode": one.mode,
            "title": one.query.summary,
            "weight": one.weight_meaning,
            "files": [f"/api/networks/{one.name}.{form}" for form in NETWORKS],
        }
        for one in snapshot.projections.values()
    ]
    return _json({"networks": every})
