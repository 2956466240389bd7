"""Answers as values: a status, headers and bytes, and the problems of RFC 9457."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from html import escape
from http import HTTPStatus
from typing import Any

from kkgraph.endpoint.protocol.call import Refused
from kkgraph.endpoint.protocol.negotiation import choose
from kkgraph.errors import Said
from kkgraph.media import HTML, JSON, PROBLEM, TEXT, with_charset
from kkgraph.texts import Message, said

# The language of whoever made the request under way.
SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")
_OF_PROBLEMS = {"vary": "Accept, Accept-Language", "cache-control": "no-store"}
_LONGEST = 2000  # characters of a detail: what was sent is not sent back in whole
CACHED = {"cache-control": "no-cache"}


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
    headers: Mapping[str, str] | None = None,
    **more: Any,  # noqa: ANN401 - any JSON
) -> Response:
    """Return a problem in the language of whoever asks: see SPOKEN, and `preferred`."""
    lang = SPOKEN.get()
    head = {"content-type": PROBLEM, **_OF_PROBLEMS, "content-language": lang, **(headers or {})}
    told = {"title": said(title, lang), "status": status, "detail": _cut(said(detail, lang))}
    body = json.dumps({"type": "about:blank", **told, **more}, ensure_ascii=False, indent=1)
    return Response(status, head, body.encode() + b"\n")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def preferred(response: Response, accept: str | None) -> Response:
    """Return a problem as plain text or a page for whoever prefers that; all else as it is."""
    if response.headers.get("content-type") != PROBLEM:
        return response
    form = choose(accept, _PROBLEM_FORMS)
    if form not in _PROBLEMS_WRITTEN:
        return response
    told, status = json.loads(response.body), response.status
    first = f"{status} {HTTPStatus(status).phrase}: {told['title']}"
    text = _PROBLEMS_WRITTEN[form](first, told["detail"], response.headers["content-language"])
    headers = {**response.headers, "content-type": with_charset(form)}
    return replace(response, headers=headers, body=text.encode())


def _as_text(first: str, detail: str, _lang: str) -> str:
    return f"{first}\n{detail}\n"


def _as_page(first: str, detail: str, lang: str) -> str:
    title = escape(first)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body><h1>{title}</h1>\n<p>{escape(detail)}</p></body></html>\n"
    )


_PROBLEMS_WRITTEN = {TEXT: _as_text, HTML: _as_page}
_PROBLEM_FORMS = (PROBLEM, JSON, *_PROBLEMS_WRITTEN)


def refusal(error: Refused) -> Response:
    """Return the problem of a request that is refused."""
    return problem(error.status, error.title, error.detail, headers=error.headers)


def busy(detail: Said, seconds: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return 503 with the seconds after which to come again."""
    head = {"retry-after": str(seconds), **(headers or {})}
    return problem(503, Message("endpoint.busy.title"), detail, headers=head)


def broken() -> Response:
    """Return 500: what went wrong is in the log."""
    title, detail = Message("endpoint.failed.title"), Message("endpoint.failed.detail")
    return problem(500, title, detail)


def not_acceptable(offers: Iterable[str]) -> Response:
    """Return 406 with the list of what there is."""
    listed = list(offers)
    detail = Message("endpoint.no-form.detail", forms=", ".join(listed))
    return problem(406, Message("endpoint.no-form.title"), detail, available=listed)


def matches(etag: str, header: str | None, *, weak: bool = True) -> bool:
    """Tell whether If-None-Match names this entity tag (or any, with `*`).

    Not `weak`: If-Match, for which a weak tag is none (RFC 9110, section 13.1.1).
    """
    if header is None:
        return False
    named = [tag.strip() for tag in header.split(",")]
    tags = {tag.removeprefix("W/") if weak else tag for tag in named}
    return "*" in tags or etag in tags
