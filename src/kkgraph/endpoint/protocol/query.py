"""One query of the SPARQL protocol, inside a worker: refuse, evaluate, write, count."""

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kkgraph import media
from kkgraph.endpoint.protocol.negotiation import ANSWERS, GRAPHS, PAGES, RESULTS, choose
from kkgraph.endpoint.protocol.table import page
from kkgraph.endpoint.responses import Response, content, not_acceptable, problem
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import QuerySyntaxError, QueryTooComplex, ServiceRefused
from kkgraph.formats.standard import prefixes_in
from kkgraph.sparql import engine
from kkgraph.sparql.datasets import Dataset
from kkgraph.sparql.graphs import Found

if TYPE_CHECKING:
    from typing_extensions import Buffer

# What stands once a row, and nowhere else, in each format (a line break within a
# quoted CSV field aside, which counts a row too many).
_ROW_MARKS = {"json": b'}},{"', "xml": b"<result>", "csv": b"\r\n", "tsv": b"\n"}
_CHANGING = re.compile(r"\b(rand|now|uuid|struuid|bnode)\b", re.IGNORECASE)


class TooLarge(Exception):
    """A result grew beyond what the server hands out."""


@dataclass(frozen=True)
class Asked:
    """A query of the protocol: its text, the Accept header, the dataset; the language of a page."""

    text: str
    accept: str | None
    dataset: Dataset | None
    lang: str = "en"


class LimitedWriter(io.BytesIO):
    """Where the engine writes a result: keeps it, counts rows, stops at the caps."""

    def __init__(self, limits: Settings, mark: bytes) -> None:
        """Start empty; `mark` stands once a row."""
        super().__init__()
        self._limits, self._mark, self._rows, self._size, self._tail = limits, mark, 0, 0, b""

    def write(self, piece: "Buffer", /) -> int:
        """Take a piece; raises TooLarge beyond a cap."""
        text = bytes(piece)
        seen = self._tail + text
        self._rows += seen.count(self._mark)
        self._tail = seen[len(seen) - len(self._mark) + 1 :] if len(self._mark) > 1 else b""
        self._size += len(text)
        if self._size > self._limits.answer_bytes or self._rows > self._limits.rows:
            raise TooLarge
        return super().write(text)


def answer(graph: ox.Store, asked: Asked, limits: Settings) -> Response:
    """Return the response to a query, whatever becomes of it."""
    try:
        return _evaluated(graph, asked, limits)
    except (QuerySyntaxError, QueryTooComplex) as error:
        return _misplaced(error, asked.accept)
    except (ServiceRefused, OSError):
        return refused_service(asked.accept)
    except TooLarge:
        return too_large(limits, asked.accept)
    except (RuntimeError, ValueError) as error:
        return problem(422, "The query cannot be run", str(error), accept=asked.accept)


def refused_service(accept: str | None) -> Response:
    """Return the response to a query that wants something fetched."""
    detail = "SERVICE is switched off: this server asks no other server and opens no address."
    return problem(403, "Federated queries are refused", detail, accept=accept)


def too_large(limits: Settings, accept: str | None) -> Response:
    """Return the response to a query whose result is beyond the caps; nothing is cut in silence."""
    detail = (
        f"The result has more than {limits.rows:,} rows or {limits.answer_bytes:,} bytes, the most "
        "this server hands out. Nothing was sent, so that no part passes for the whole: "
        "add a LIMIT, page with ORDER BY and OFFSET, or take the dump."
    )
    most = {"rows": limits.rows, "bytes": limits.answer_bytes}
    return problem(422, "The result is too large", detail, accept=accept, most=most)


def _evaluated(graph: ox.Store, asked: Asked, limits: Settings) -> Response:
    found = engine.evaluate(graph, asked.text, dataset=asked.dataset)
    offers = _offers(found)
    chosen = choose(asked.accept, offers)
    if chosen is None:
        return not_acceptable(offers, "The result of this query")
    keep = not _CHANGING.search(asked.text)
    if chosen in PAGES:
        headers = {"vary": "Accept, Accept-Language", "content-language": asked.lang}
        return content(page(found, asked.text, asked.lang), chosen, headers, cacheable=keep)
    body = _written(found, offers[chosen], limits)
    return content(body, chosen, {"vary": "Accept"}, cacheable=keep)


def _offers(found: Found) -> dict[str, str]:
    if isinstance(found, ox.QueryTriples):
        return {**GRAPHS, **PAGES}
    return {**(ANSWERS if isinstance(found, ox.QueryBoolean) else RESULTS), **PAGES}


def _written(found: Found, name: str, limits: Settings) -> bytes:
    if isinstance(found, ox.QueryTriples):
        return graph_bytes(_capped(found, limits), name, limits)
    writer = LimitedWriter(limits, _ROW_MARKS[name])
    found.serialize(writer, media.RESULTS[name].results)
    return writer.getvalue()


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


def _misplaced(error: QuerySyntaxError | QueryTooComplex, accept: str | None) -> Response:
    what = "does not parse" if isinstance(error, QuerySyntaxError) else "is too complex"
    title, line, column = f"The query {what}", error.line, error.column
    return problem(400, title, str(error), accept=accept, line=line, column=column)
