"""Answers as values: a status, headers and bytes, and the problems of RFC 9457."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from kkgraph.endpoint.protocol.negotiation import choose
from kkgraph.media import JSON, PROBLEM, TEXT, with_charset

_PROBLEM_FORMS = (PROBLEM, JSON, TEXT)
CACHED = {"cache-control": "no-cache"}
_ALIKE = {PROBLEM: PROBLEM, JSON: PROBLEM}


@dataclass(frozen=True)
class Response:
    """An answer to a request. `cacheable`: the same question has the same answer until a reload.

    `written`: the body has all headers before it, as they are written (`wire.whole`).
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cacheable: bool = False
    written: bool = False


def content(
    body: bytes, media: str, headers: Mapping[str, str] | None = None, *, cacheable: bool = True
) -> Response:
    """Return 200 with a body, its media type and a strong ETag, which may be revalidated."""
    tag = hashlib.sha256(media.encode() + b"\0" + body).hexdigest()[:32]
    return Response(
        200,
        {"content-type": with_charset(media), "etag": f'"{tag}"', **CACHED, **(headers or {})},
        body,
        cacheable,
    )


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    accept: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,  # noqa: ANN401 - any JSON
) -> Response:
    """Return a problem as problem+json, or as plain text for whoever prefers that."""
    media = choose(accept, _PROBLEM_FORMS)
    head = {"vary": "Accept", "cache-control": "no-store", **(headers or {})}
    if media == TEXT:
        text = f"{status} {HTTPStatus(status).phrase}: {title}\n{detail}\n"
        return Response(status, {**head, "content-type": with_charset(TEXT)}, text.encode())
    document = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    body = json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
    return Response(status, {**head, "content-type": _ALIKE.get(media or "", PROBLEM)}, body)


def not_acceptable(offers: Iterable[str], what: str) -> Response:
    """Return 406 with the list of what there is, one a line."""
    listed = list(offers)
    detail = f"{what} can be had as: {', '.join(listed)}"
    return problem(406, "No acceptable form", detail, available=listed)


def matches(etag: str, header: str | None) -> bool:
    """Tell whether If-None-Match names this entity tag (or any, with `*`)."""
    if header is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return "*" in tags or etag in tags
