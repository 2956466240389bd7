"""A response as it goes over the wire: the headers that all have, packed with gzip or not."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from kkgraph import media
from kkgraph.endpoint.responses import Response
from kkgraph.site.policy import policy

PIECE = 128 * 1024  # bytes that are sent at once
HEADERS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": (
        "ETag, Link, Retry-After, Content-Location, Kkgraph-Rows, Kkgraph-Note"
    ),
    "content-security-policy": policy(),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_NO_BODY = (204, 304)
_BEYOND = re.compile(r"[^\x20-\x7e]+")
_LEAST = 1024  # bytes: a smaller body is hardly made smaller
_LEVEL = 6


def headers_of(response: Response) -> dict[str, str]:
    """Return all headers of a response; one that is empty is left out."""
    return {name: value for name, value in (HEADERS | _own(response)).items() if value}


def _own(response: Response) -> dict[str, str]:
    own = {name.lower(): as_uri(value) for name, value in response.headers.items()}
    if response.status not in _NO_BODY:
        own["content-length"] = str(len(response.body))
    return own


def as_uri(text: str) -> str:
    """Return an IRI, or a header with IRIs in it, as RFC 3987 maps it to URIs."""
    if text.isascii() and text.isprintable():
        return text
    return _BEYOND.sub(lambda part: quote(part[0]), text)


def written(response: Response) -> bytes:
    """Return a response as it is written, but for what every response begins with."""
    if response.written:
        return response.body
    own = _own(response)
    head = _ALL + _lines(own) if HEADERS.keys().isdisjoint(own) else _lines(headers_of(response))
    return f"{head}\r\n".encode("ascii") + response.body


def _lines(headers: Mapping[str, str]) -> str:
    return "".join([f"{name}: {value}\r\n" for name, value in headers.items() if value])


_ALL = _lines(HEADERS)


def whole(response: Response, *, packing: bool) -> Response:
    """Return a response ready to be written, packed if that is wanted; a long one as it is."""
    if len(response.body) > PIECE:
        return response
    if shrinks(response):
        varying = varied(response)
        response = packed(varying, pack(response.body)) if packing else varying
    return Response(response.status, {}, written(response), response.cacheable, written=True)


def shrinks(response: Response) -> bool:
    """Tell whether a body is worth packing, and kept for others."""
    kind = response.headers.get("content-type", "").partition(";")[0]
    return (
        response.status == 200  # noqa: PLR2004 - OK
        and response.cacheable
        and "etag" in response.headers
        and len(response.body) >= _LEAST
        and not media.is_packed(kind)
    )


def varied(response: Response) -> Response:
    """Return a response that says that it can be had packed and not."""
    vary = ", ".join(filter(None, (response.headers.get("vary"), "Accept-Encoding")))
    headers = {**response.headers, "vary": vary}
    return Response(response.status, headers, response.body, response.cacheable)


def pack(body: bytes) -> bytes:
    """Return a body packed: the same bytes each time."""
    return gzip.compress(body, _LEVEL, mtime=0)


def packed(response: Response, body: bytes) -> Response:
    """Return a response with its body packed, which is another entity."""
    more = {"content-encoding": "gzip", "etag": f'{response.headers["etag"][:-1]}-gzip"'}
    return replace(response, headers={**response.headers, **more}, body=body)
