"""Reconciliation inside a worker: what each address of the API answers."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from kkgraph import media
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.protocol.documents import missing
from kkgraph.endpoint.responses import Response, content, problem
from kkgraph.errors.reconciling import RequestIllFormed
from kkgraph.reconciliation import service
from kkgraph.reconciliation.card import card
from kkgraph.reconciliation.names import thing_of
from kkgraph.texts import Message

_SCRIPT = media.FILES["js"].media_type
# A card stands in a frame of whoever asks, and runs nothing.
_CARD = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *",
    "x-frame-options": "",
}
Asked = Mapping[str, Any]
Document = dict[str, Any]


def _manifest(snapshot: Snapshot, asked: Asked) -> Document:
    title = snapshot.store.project.settings.words(asked["lang"])["project_title"]
    return service.manifest(asked["url"], asked["lang"], title)


def _batch(snapshot: Snapshot, asked: Asked) -> Document:
    queries = service.read(asked["queries"], "queries")
    return service.batch(snapshot.reconciling, queries, asked["lang"])


def _extend(snapshot: Snapshot, asked: Asked) -> Document:
    query = service.read(asked["extend"], "extend")
    return service.extend(snapshot.reconciling, query, asked["lang"])


def _suggest(suggested: Callable[..., Document]) -> Callable[[Snapshot, Asked], Document]:
    return lambda snapshot, asked: suggested(
        snapshot.reconciling, asked["prefix"], asked["lang"], asked["limit"]
    )


_ANSWERS: dict[str, Callable[[Snapshot, Asked], Document]] = {
    "manifest": _manifest,
    "queries": _batch,
    "extend": _extend,
    "entity": _suggest(service.suggest_entities),
    "type": _suggest(service.suggest_types),
    "property": _suggest(service.suggest_properties),
    "properties": _suggest(service.propose),
}


def answer(snapshot: Snapshot, what: str, asked: Asked) -> Response:
    """Return the document that is asked for, as JSON or within a function's call (JSONP)."""
    if what == "preview":
        return _preview(snapshot, asked)
    try:
        document = _ANSWERS[what](snapshot, asked)
    except RequestIllFormed as error:
        return problem(400, Message("endpoint.ill-formed.title"), error.reason(asked["lang"]))
    text = json.dumps(document, ensure_ascii=False)
    head = {"vary": "Accept-Language", "content-language": asked["lang"]}
    if asked["callback"]:
        return content(f"/**/{asked['callback']}({text});\n".encode(), _SCRIPT, head)
    return content(f"{text}\n".encode(), media.JSON, head)


def _preview(snapshot: Snapshot, asked: Asked) -> Response:
    iri = thing_of(asked["id"])
    if iri not in snapshot.reconciling.classes:
        return missing(snapshot, iri)
    body = card(snapshot.store, iri, asked["lang"]).encode()
    return content(body, media.HTML, {**_CARD, "vary": "Accept-Language"})
