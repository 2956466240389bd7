"""Answers as values: a status, headers and bytes, and the problems of RFC 9457."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from kkgraph.endpoint.protocol.negotiation import choose
from kkgraph.errors import Said
from kkgraph.media import JSON, PROBLEM, TEXT, with_charset
from kkgraph.texts import Message, said

# The language of whoever made the request under way.
SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")
_OF_PROBLEMS = {"vary": "Accept, Accept-Language", "cache-control": "no-store"}
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
    title: Said,
    detail: Said,
    *,
    accept: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,  # noqa: ANN401 - any JSON
) -> Response:
    """Return a problem as problem+json, or as plain text for whoever prefers that.

    It is said in the language of whoever asks: see SPOKEN.
    """
    media, lang = choose(accept, _PROBLEM_FORMS), SPOKEN.get()
    head = {**_OF_PROBLEMS, "content-language": lang, **(headers or {})}
    what, why = said(title, lang), said(detail, lang)
    if media == TEXT:
        text = f"{status} {HTTPStatus(status).phrase}: {what}\n{why}\n"
        return Response(status, {**head, "content-type": with_charset(TEXT)}, text.encode())
    document = {"type": "about:blank", "title": what, "status": status, "detail": why, **more}
    body = json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
    return Response(status, {**head, "content-type": _ALIKE.get(media or "", PROBLEM)}, body)


def busy(
    detail: Said, seconds: int, accept: str | None, headers: Mapping[str, str] | None = None
) -> Response:
    """Return 503 with the seconds after which to come again."""
    head = {"retry-after": str(seconds), **(headers or {})}
    return problem(503, Message("endpoint.busy.title"), detail, accept=accept, headers=head)


def broken(accept: str | None = None) -> Response:
    """Return 500: what went wrong is in the log."""
    title, detail = Message("endpoint.failed.title"), Message("endpoint.failed.detail")
    return problem(500, title, detail, accept=accept)


def not_acceptable(offers: Iterable[str]) -> Response:
    """Return 406 with the list of what there is."""
    listed = list(offers)
    detail = Message("endpoint.no-form.detail", forms=", ".join(listed))
    return problem(406, Message("endpoint.no-form.title"), detail, available=listed)


def matches(etag: str, header: str | None) -> bool:
    """Tell whether If-Match or If-None-Match names this entity tag (or any, with `*`)."""
    if header is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return "*" in tags or etag in tags
