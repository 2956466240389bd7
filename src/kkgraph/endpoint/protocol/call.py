"""What a request to the endpoint asks: a query, the forms that are wanted, the dataset."""

import codecs
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote_to_bytes

import pyoxigraph as ox

from kkgraph import media
from kkgraph.errors import Said
from kkgraph.texts import Message

_FIELDS = 1000
_read_escapes = codecs.getdecoder("unicode_escape")  # here: a worker can open no module
_SHOWN = 200  # characters of a wrong value that an error repeats

Pairs = list[tuple[str, str]]
# What a message to a worker says of the edition that is asked for; nothing of the whole.
Asking = dict[str, dict[str, str | None]]
EDITION = ("as-of", "source")


class Refused(Exception):
    """A request is not well-formed, or asks for what is not done here."""

    def __init__(self, status: int, title: Said, detail: Said, **headers: str) -> None:
        """Carry the status to answer with and what is wrong, in a few words and in a sentence."""
        super().__init__(str(title))
        self.status, self.title, self.detail, self.headers = status, title, detail, headers


@dataclass(frozen=True)
class Call:
    """A query of the SPARQL protocol; `text` is None when the request asks for no query."""

    text: str | None
    accept: str | None
    default: tuple[str, ...]
    named: tuple[str, ...]
    edition: Asking

    @property
    def dataset(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The dataset of the request, None when it names none."""
        return (self.default, self.named) if self.default or self.named else None


def pairs(text: bytes) -> Pairs:
    """Return the fields of a query string or form; raises Refused when they are no UTF-8."""
    if text.count(b"&") >= _FIELDS:
        raise ill_formed(Message("endpoint.ill-formed.fields", n=_FIELDS))
    parts = (part.partition(b"=") for part in text.split(b"&") if part)
    try:
        return [(_unescaped(name), _unescaped(value)) for name, _, value in parts]
    except UnicodeDecodeError:
        raise ill_formed(Message("endpoint.ill-formed.utf8")) from None


def _unescaped(text: bytes) -> str:
    """Return a name or value of a form as text.

    Python's own escapes are read by a codec in C: urllib, which goes from one escape to the
    next, takes many times as long over a query. What is no escape it leaves as it is.
    """
    text = text.replace(b"+", b" ")
    if b"%" not in text:
        return text.decode()
    escaped = text.replace(b"\\", b"\\\\").replace(b"%", b"\\x")
    try:
        plain = _read_escapes(escaped)[0].encode("latin-1")
    except UnicodeDecodeError:
        plain = unquote_to_bytes(text)
    return plain.decode()


def text_of(query_string: bytes) -> str:
    """Return the query of a query string, "" without one."""
    return dict(parse_qsl(query_string.decode(errors="replace"))).get("query", "")


def call(fields: Pairs, accept: str | None) -> Call:
    """Return the query that fields ask, `accept` being the header; raises Refused."""
    if len(fields) == 1 and fields[0][0] == "query":
        return Call(fields[0][1], accept, (), (), {})
    if _all(fields, "update"):
        raise read_only()
    texts = _all(fields, "query")
    if len(texts) > 1:
        raise ill_formed(Message("endpoint.ill-formed.queries"))
    default, named = (tuple(_all(fields, f"{kind}-graph-uri")) for kind in ("default", "named"))
    for iri in (*default, *named):
        _demand_iri(iri)
    text, edition = texts[0] if texts else None, edition_of(dict(fields))
    return Call(text, accept_of(fields, accept), default, named, edition)


def edition_of(values: dict[str, str]) -> Asking:
    """Take off the fields that say as of when and according to whom something is asked."""
    as_of, source = (values.pop(name, "") or None for name in EDITION)
    return {"edition": {"as_of": as_of, "source": source}} if as_of or source else {}


def read_only() -> Refused:
    """Return the refusal of an update."""
    title, detail = Message("endpoint.read-only.title"), Message("endpoint.read-only.detail")
    return Refused(403, title, detail)


def ill_formed(detail: Said, **headers: str) -> Refused:
    """Return the refusal of what cannot be read."""
    return Refused(400, Message("endpoint.ill-formed.title"), detail, **headers)


def accept_of(fields: Pairs, header: str | None) -> str | None:
    """Return what is accepted: the format named in the address, or else the header.

    Raises Refused for the name of none.
    """
    for name, value in fields:
        if name in ("format", "output"):
            types = media.named(value)
            if not types:
                known = ", ".join((*media.RESULTS, *media.SHEETS, *media.GRAPHS, *media.PAGES))
                detail = Message("endpoint.no-format.detail", name=value[:_SHOWN], known=known)
                raise Refused(400, Message("endpoint.no-format.title"), detail)
            return ", ".join(types)
    return header


def _demand_iri(text: str) -> None:
    try:
        ox.NamedNode(text)
    except ValueError:
        detail = Message("endpoint.no-graph.detail", name=text[:_SHOWN])
        raise Refused(400, Message("endpoint.no-graph.title"), detail) from None


def _all(fields: Pairs, name: str) -> list[str]:
    return [value for key, value in fields if key == name]
