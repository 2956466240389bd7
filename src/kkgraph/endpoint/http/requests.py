"""What a request says: its parameters, its body, its query; refused when it is not well-formed."""

import asyncio
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote_to_bytes, urlencode

from starlette.requests import ClientDisconnect, Request

from kkgraph.editions.edition import Edition
from kkgraph.endpoint.protocol.call import (
    Asking,
    Call,
    Pairs,
    Refused,
    call,
    edition_of,
    ill_formed,
    pairs,
    read_only,
)
from kkgraph.endpoint.protocol.negotiation import language
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import Said
from kkgraph.formats.literals import counted
from kkgraph.media import FORM, JSON, QUERY, UPDATE
from kkgraph.texts import OFFERED, Message

_SPARE = 1024 * 1024
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]|[^\x00-\x7f]")
_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s";]+)', re.IGNORECASE)
_HOST = re.compile(
    r"(\[[0-9A-Za-z:.]+\]|([\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(:[0-9]*)?", re.ASCII
)

# A head without anything out of the ordinary, and one of its lines.
_HEAD = re.compile(
    rb"GET (/[\w.~%:@!$&'()*+,;=/-]*)(?:\?([!\"$-~]*))? HTTP/1\.1\r\n"
    rb"((?:[\w-]+: [!-~](?:[ -~]*[!-~])?\r\n)+)\r\n"
)
_LINE = re.compile(rb"([\w-]+): ([ -~]+)\r\n")
# Headers that say how a connection goes on, or that a body follows: they are left to the library.
_OTHERWISE = {
    b"connection",
    b"content-length",
    b"expect",
    b"proxy-connection",
    b"transfer-encoding",
    b"upgrade",
}
_LISTS = {
    b"accept",
    b"accept-encoding",
    b"accept-language",
    b"content-encoding",
    b"if-match",
    b"if-none-match",
}
_HEADS, _SHORT = 256, 1024  # blocks of headers that are remembered, and the bytes of one

Headers = tuple[tuple[bytes, bytes], ...]  # names in small letters
_STAYS, ENDS = (b"connection", b"keep-alive"), (b"connection", b"close")


async def call_of(request: Request, settings: Settings) -> Call:
    """Return the query that a request to the endpoint asks; raises Refused."""
    fields = pairs(request.scope["query_string"])
    if request.method == "POST":
        fields += await _posted(request, settings)
    found = call(fields, request.headers.get("accept"))
    if request.method == "POST" and found.text is None:
        raise ill_formed(Message("endpoint.ill-formed.no-query"))
    return found


def asked_so(address: str, edition: Asking) -> str:
    """Return an address of ours with what asks for an edition."""
    words = Edition(**edition["edition"]).words if edition else {}
    return f"{address}?{urlencode(words)}" if words else address


def with_query(request: Request, address: str) -> str:
    """Return an address of ours with all that was asked at another one."""
    query = request.scope["query_string"].decode("latin-1")
    return f"{address}?{query}" if query else address


def edition_in(request: Request) -> Asking:
    """Return the edition that an address asks for; raises Refused."""
    return edition_of(dict(pairs(request.scope["query_string"])))


async def _posted(request: Request, settings: Settings) -> Pairs:
    """Return the fields of a POST; the direct kind counts as a field `query`."""
    kind, charset = _content_type(request)
    if kind == UPDATE:
        raise read_only()
    if kind not in (FORM, QUERY):
        kinds = f"{FORM}, {QUERY}"
        raise unsupported(Message("endpoint.unsupported.query", kinds=kinds), kinds)
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise unsupported(Message("endpoint.unsupported.charset"), f"{FORM}, {QUERY}")
    body = await read_body(request, settings)
    if kind == FORM:
        return pairs(body)
    try:
        return [("query", body.decode())]
    except UnicodeDecodeError:
        raise ill_formed(Message("endpoint.ill-formed.body")) from None


async def form_of(request: Request, settings: Settings) -> Pairs:
    """Return the fields of a form that is posted; raises Refused for another kind of body."""
    kind, _ = _content_type(request)
    if kind != FORM:
        raise unsupported(Message("endpoint.unsupported.form", kinds=FORM), FORM)
    return pairs(await read_body(request, settings))


def demand_json(request: Request) -> None:
    """Raise Refused for a body that is no JSON."""
    if _content_type(request)[0] != JSON:
        raise unsupported(Message("endpoint.unsupported.message", kinds=JSON), JSON)


def _content_type(request: Request) -> tuple[str, str]:
    """Return the media type and the charset; other parameters, well-formed or not, do not count.

    What is of two types is of none.
    """
    header, *more = request.headers.getlist("content-type") or [""]
    header = "" if more else header
    charset = _CHARSET.search(header)
    return header.partition(";")[0].strip().lower(), charset[1].lower() if charset else "utf-8"


async def read_body(request: Request, settings: Settings) -> bytes:
    """Return the body; raises Refused when it is too long or too slow in coming.

    A body that is not much too long is read to its end: a client that is cut off while it
    sends may not see the answer.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        title = Message("endpoint.unsupported.title")
        detail = Message("endpoint.unsupported.packed")
        raise Refused(415, title, detail, **{"accept-encoding": "identity"})
    most = settings.request_bytes
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most + _SPARE:
        raise _too_long(most)
    body = bytearray()
    try:
        async with asyncio.timeout(settings.client_timeout):
            async for piece in request.stream():
                body += piece
                if len(body) > most + _SPARE:
                    break
    except TimeoutError:
        detail = Message("endpoint.slow.detail", seconds=counted(settings.client_timeout))
        title = Message("endpoint.slow.title")
        raise Refused(408, title, detail, connection="close") from None
    except ClientDisconnect:
        raise ill_formed(Message("endpoint.ill-formed.broken")) from None
    if len(body) > most:
        raise _too_long(most)
    return bytes(body)


def _too_long(most: int) -> Refused:
    detail = Message("endpoint.long.detail", n=counted(most))
    return Refused(413, Message("endpoint.long.title"), detail, connection="close")


def merged(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return headers in which a list that came in several lines is one (RFC 9110, section 5.3)."""
    found: list[tuple[bytes, bytes]] = []
    lists: dict[bytes, list[bytes]] = {name: [] for name in _LISTS}
    for name, value in headers:
        if name in lists:
            lists[name].append(value)
        else:
            found.append((name, value))
    return found + [(name, b", ".join(values)) for name, values in lists.items() if values]


def spoken_in(request: Request) -> str:
    """Return the language of problems: that of the address, or of the header."""
    is_danish = request.scope["path"].startswith("/da/")
    asked = "da" if is_danish else request.query_params.get("lang")
    return language(asked, request.headers.get("accept-language"))


def language_asked(request: Request, asked: str | None) -> str:
    """Return the language of an answer: `asked`, or the header's; raises Refused for others."""
    if asked is not None and asked not in OFFERED:
        raise invalid(Message("endpoint.invalid.language"))
    return language(asked, request.headers.get("accept-language"))


def demand_one_reading(request: Request) -> None:
    """Raise Refused for what a proxy may read otherwise than we do.

    That is a request to two hosts or to what is none (one without is of HTTP/1.0), and a body
    in another coding than `chunked` (RFC 9112, sections 3.2 and 6.1); and another version.
    """
    hosts, version = request.headers.getlist("host"), request.scope["http_version"]
    if version not in ("1.0", "1.1"):
        title, detail = Message("endpoint.version.title"), Message("endpoint.version.detail")
        raise Refused(505, title, detail, connection="close")
    if (len(hosts) != 1 and (hosts or version == "1.1")) or not all(map(is_host, hosts)):
        raise ill_formed(Message("endpoint.ill-formed.host"), connection="close")
    codings = request.headers.getlist("transfer-encoding")
    if codings and [coding.strip().lower() for coding in codings] != ["chunked"]:
        title, detail = Message("endpoint.coding.title"), Message("endpoint.coding.detail")
        raise Refused(501, title, detail, connection="close")


def is_host(text: str) -> bool:
    """Tell whether a text is a host, or none, with or without a port (RFC 3986, section 3.2)."""
    return _HOST.fullmatch(text) is not None


def path_of(request: Request) -> str:
    """Return the path as it stands in an IRI: RFC 3987 maps `%C3%B8` to ø, and `%20` stays."""
    return _ESCAPES.sub(_as_iri, request.scope["raw_path"].decode("ascii", "replace"))


def _as_iri(escapes: re.Match[str]) -> str:
    try:
        text = unquote_to_bytes(escapes[0]).decode()
    except UnicodeDecodeError:
        return escapes[0]
    return "".join(c if _UNRESERVED.fullmatch(c) else f"%{ord(c):02X}" for c in text)


def single(request: Request) -> dict[str, str]:
    """Return the parameters of a URL, each given once; raises Refused."""
    fields = pairs(request.scope["query_string"])
    found = dict(fields)
    if len(found) != len(fields):
        raise invalid(Message("endpoint.invalid.repeated"))
    return found


def nothing_here() -> Refused:
    """Return the refusal of an address without anything."""
    title, detail = Message("endpoint.nothing.title"), Message("endpoint.nothing.detail")
    return Refused(404, title, detail)


def invalid(detail: Said) -> Refused:
    """Return the refusal of a parameter."""
    return Refused(400, Message("endpoint.invalid.title"), detail)


def unsupported(detail: Said, kinds: str) -> Refused:
    """Return the refusal of a kind of body, with those that are taken."""
    return Refused(415, Message("endpoint.unsupported.title"), detail, accept=kinds)


def number(text: str | None, default: int, bounds: tuple[int, int]) -> int:
    """Return a whole number within bounds; raises Refused."""
    if text is None:
        return default
    low, high = bounds
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and low <= int(text) <= high):  # noqa: PLR2004 - digits enough
        between = {"low": counted(low), "high": counted(high)}
        raise invalid(Message("endpoint.invalid.number", given=text[:40], **between))
    return int(text)


def ordinary(data: bytes) -> tuple[bytes, bytes, Headers] | None:
    """Return the path, the query and the headers of an ordinary head, None of any other."""
    head = _HEAD.fullmatch(data)
    if head is None:
        return None
    path, query, lines = head.groups(b"")
    headers = (_headers if len(lines) <= _SHORT else _headers.__wrapped__)(lines)
    return None if headers is None else (path, query, headers)


@lru_cache(_HEADS)
def _headers(lines: bytes) -> Headers | None:
    """Return the headers in some lines, None if one is for the library."""
    headers = tuple((name.lower(), value) for name, value in _LINE.findall(lines))
    for name, value in headers:
        is_usual = (name, value) == ENDS or (name, value.lower()) == _STAYS
        if name in _OTHERWISE and not is_usual:
            return None
    return headers
