"""One query of the SPARQL protocol, inside a worker: refuse, evaluate, write, count."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from kkgraph import media
from kkgraph import queries as saved
from kkgraph.editions.edition import WHOLE, Edition
from kkgraph.endpoint.protocol.negotiation import (
    ANSWERS,
    GRAPHS,
    PAGES,
    RESULTS,
    SHEETS,
    choose,
)
from kkgraph.endpoint.protocol.table import SHOWN, page, result_of
from kkgraph.endpoint.responses import Response, content, not_acceptable, problem
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import QuerySyntaxError, QueryTooComplex, ServiceRefused
from kkgraph.evidence.emptiness import explained
from kkgraph.formats import WRITERS
from kkgraph.formats.literals import counted
from kkgraph.formats.standard import prefixes_in
from kkgraph.sparql import engine
from kkgraph.sparql.datasets import Dataset
from kkgraph.sparql.graphs import Found
from kkgraph.sparql.text import mentions
from kkgraph.store import Store
from kkgraph.tables import About, Answer, Graph, Result, Table
from kkgraph.texts import Message

if TYPE_CHECKING:
    from typing_extensions import Buffer

# What stands once a row, and nowhere else, in each format (in a literal, JSON's and CSV's
# count a row too many), and the rows that there are before the first of it.
_ROW_MARKS = {
    "json": (b"},{", 1),
    "xml": (b"<result>", 0),
    "csv": (b"\r\n", -1),
    "tsv": (b"\n", -1),
}
_CHANGING = ("rand", "now", "uuid", "bnode")
_CHANGES = re.compile(rf"\b(str)?({'|'.join(_CHANGING)})\b", re.IGNORECASE)


class TooLarge(Exception):
    """A result grew beyond what the server hands out."""


@dataclass(frozen=True)
class Asked:
    """A query of the protocol: its text, the Accept header, the dataset; the language of a page.

    `edition`: as of when and according to whom it is asked.
    """

    text: str
    accept: str | None
    dataset: Dataset | None
    lang: str = "en"
    edition: Edition = WHOLE


class LimitedWriter(io.BytesIO):
    """Where the engine writes a result: keeps it, counts rows, stops at the caps."""

    def __init__(self, limits: Settings, mark: bytes, rows: int = 0) -> None:
        """Start empty; `mark` stands once a row, and `rows` are there before the first."""
        super().__init__()
        self._limits, self._mark = limits, mark
        self._counted, self._rows = 0, rows

    def write(self, piece: "Buffer", /) -> int:
        """Take a piece; raises TooLarge beyond a cap."""
        taken = super().write(piece)
        size = self.tell()
        if size > self._limits.answer_bytes:
            raise TooLarge
        if size > self._limits.rows:  # a row has a byte at least
            self._count(size)
        return taken

    def _count(self, size: int) -> None:
        """Count the rows that have come since the last time; one may have been cut in two."""
        start = max(self._counted - len(self._mark) + 1, 0)
        with self.getbuffer() as seen:
            self._rows += bytes(seen[start:]).count(self._mark)
        self._counted = size
        if self._rows > self._limits.rows:
            raise TooLarge


def answer(store: Store, asked: Asked, limits: Settings) -> Response:
    """Return the response to a query, whatever becomes of it."""
    try:
        return _evaluated(store, asked, limits)
    except (QuerySyntaxError, QueryTooComplex) as error:
        return _misplaced(error, asked)
    except (ServiceRefused, OSError):
        return refused_service()
    except TooLarge:
        return too_large(limits)
    except (RuntimeError, ValueError) as error:
        return problem(422, Message("endpoint.not-run.title"), str(error))


def refused_service() -> Response:
    """Return the response to a query that wants something fetched."""
    title, detail = Message("endpoint.service.title"), Message("endpoint.service.detail")
    return problem(403, title, detail)


def too_large(limits: Settings) -> Response:
    """Return the response to a query whose result is beyond the caps; nothing is cut in silence."""
    most = {"rows": limits.rows, "bytes": limits.answer_bytes}
    told = {name: counted(n) for name, n in most.items()}
    detail = Message("endpoint.too-large.detail", **told)
    title = Message("endpoint.too-large.title")
    return problem(422, title, detail, most=most)


def _evaluated(store: Store, asked: Asked, limits: Settings) -> Response:
    found = engine.evaluate(store.graph, asked.text, dataset=asked.dataset)
    offers = _offers(found)
    chosen = choose(asked.accept, offers)
    if chosen is None:
        return not_acceptable(offers)
    keep = not (mentions(asked.text, *_CHANGING) and _CHANGES.search(asked.text))
    if chosen in PAGES or chosen in SHEETS:
        body, notes = _for_people(store, found, asked, chosen, limits)
        head = {"vary": "Accept, Accept-Language", "content-language": asked.lang}
        return content(body, chosen, {**head, **notes}, cacheable=keep)
    body, is_empty = _written(found, offers[chosen], limits)
    if not is_empty:
        return content(body, chosen, {"vary": "Accept"}, cacheable=keep)
    notes = noted(explained(store, Graph((), _about(store, asked))))
    return content(body, chosen, {"vary": "Accept, Accept-Language", **notes}, cacheable=keep)


_OF_TRIPLES = {**GRAPHS, **PAGES}
_OF_ANSWER = {**ANSWERS, **PAGES}
_OF_ROWS = {**RESULTS, **SHEETS, **PAGES}


def _offers(found: Found) -> dict[str, str]:
    if isinstance(found, ox.QueryTriples):
        return _OF_TRIPLES
    return _OF_ANSWER if isinstance(found, ox.QueryBoolean) else _OF_ROWS


def _about(store: Store, asked: Asked) -> About:
    name_of = saved.namer(store, asked.lang)
    return About(asked.lang, text=asked.text, version=saved.version(store), name_of=name_of)


def _for_people(
    store: Store, found: Found, asked: Asked, chosen: str, limits: Settings
) -> tuple[bytes, dict[str, str]]:
    """Return a result as a page or a workbook, and the header that says why it is empty."""
    most = SHOWN if chosen in PAGES else limits.rows
    result, more = result_of(found, _about(store, asked), most)
    result = explained(store, result)
    if chosen in PAGES:
        return page(result, _links(result, asked), more=more), noted(result)
    if more:
        raise TooLarge
    return WRITERS["xlsx"].write(result), noted(result)


def _links(result: Result, asked: Asked) -> dict[str, str]:
    """Return the addresses at which a query's result is to be had in other forms."""
    forms = {Table: (*media.RESULTS, *media.SHEETS), Graph: media.TRIPLES, Answer: ("json", "xml")}
    names = forms[type(result)]
    return {
        media.label(name): "/sparql?"
        + urlencode({"query": asked.text, **asked.edition.words, "format": name})
        for name in names
    }


def noted(result: Result) -> dict[str, str]:
    """Return why there is no row as a header, percent-encoded: a header holds ASCII."""
    notes = " ".join(result.about.notes)
    return {"kkgraph-note": quote(notes, safe=" !#$&'()*+,/:;=?@[]<>")} if notes else {}


def _written(found: Found, name: str, limits: Settings) -> tuple[bytes, bool]:
    """Return a result in a format, and whether it has no row or triple."""
    if isinstance(found, ox.QueryTriples):
        triples = _capped(found, limits)
        return graph_bytes(triples, name, limits), not triples
    writer = LimitedWriter(limits, *_ROW_MARKS[name])
    found.serialize(writer, media.RESULTS[name].results)
    body = writer.getvalue()
    is_rows = isinstance(found, ox.QuerySolutions)
    return body, is_rows and _NO_ROWS[name](body)


_NO_ROWS: dict[str, Callable[[bytes], bool]] = {
    "json": lambda body: b'"bindings":[]' in body[-20:],
    "xml": lambda body: body.endswith(b"<results></results></sparql>"),
    "csv": lambda body: body.count(b"\n") <= 1,
    "tsv": lambda body: body.count(b"\n") <= 1,
}


def _capped(found: ox.QueryTriples, limits: Settings) -> list[ox.Triple]:
    """Return the triples, each once; raises TooLarge beyond the cap on rows."""
    triples: dict[ox.Triple, None] = {}
    for triple in found:
        triples[triple] = None
        if len(triples) > limits.rows:
            raise TooLarge
    return list(triples)


def graph_bytes(triples: "list[ox.Triple] | list[ox.Quad]", name: str, limits: Settings) -> bytes:
    """Return triples or quads in a format, with the prefixes that occur; raises TooLarge."""
    writer = LimitedWriter(limits, b"\0")
    form = media.GRAPHS[name].rdf
    ox.serialize(triples, writer, form, prefixes=prefixes_in(triples))
    return writer.getvalue()


def _misplaced(error: QuerySyntaxError | QueryTooComplex, asked: Asked) -> Response:
    is_syntax = isinstance(error, QuerySyntaxError)
    title = Message("endpoint.not-parsed.title" if is_syntax else "endpoint.complex.title")
    code = error.code if isinstance(error, QuerySyntaxError) else "complex"
    more = {"line": error.line, "column": error.column, "code": code}
    detail = error.said(asked.lang)
    return problem(400, title, detail, headers=None, **more)
