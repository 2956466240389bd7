"""A server's graph, asked as the engine's store is: the same queries, the same patterns.

What is said of a thing is fetched once, together with that of others that are likely to be
asked for next, so that a page of names costs a few requests and not hundreds.
"""

from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.errors.remote import EndpointFailed, RowsMissing
from kkgraph.remote.client import Client, body
from kkgraph.remote.layout import PLAIN, Fields, Layout
from kkgraph.sparql.graphs import Found
from kkgraph.sparql.terms import lexical
from kkgraph.sparql.text import Token, tokens
from kkgraph.texts import Message

_ROWS: Final = media.RESULTS["json"].media_type
_TRIPLES: Final = f"{media.GRAPHS['nt'].media_type}, {media.GRAPHS['ttl'].media_type};q=0.5"
_LONGEST_GET: Final = 1500  # characters of a query that goes into an address
_BATCH: Final = 200  # things that are fetched together
_DEFAULT: Final = ox.DefaultGraph()
_READS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_CUT_OFF: Final = "x-sparql-maxrows"  # Virtuoso's way of saying that rows are missing
_YES, _NO = (f'{{"head":{{}},"boolean":{truth}}}' for truth in ("true", "false"))
_NAMES: Final = ("s", "p", "o", "g")

Pattern = tuple[ox.NamedNode | None, object, object]


class Remote:
    """The graph that a server holds; has what `sparql.graphs.Quads` asks for."""

    def __init__(self, client: Client, layout: Layout = PLAIN) -> None:
        """Ask nothing yet."""
        self.client, self.layout = client, layout
        self._near = ox.Store()
        self._fetched: set[str] = set()
        self._expected: dict[str, None] = {}
        self._patterns: dict[Pattern, list[ox.Quad]] = {}

    def query(
        self,
        query: str,
        /,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        default_graph: Any = None,  # noqa: ANN401 - the engine's
        named_graphs: Any = None,  # noqa: ANN401 - the engine's
    ) -> Found:
        """Return what the server finds, read from it row by row.

        Raises SyntaxError as the engine does, EndpointFailed, and OSError while rows are read.
        """
        found = list(tokens(query))
        _parse(query, found, base_iri, prefixes)
        fields = self.layout.fields()
        if default_graph is not None or named_graphs is not None:
            fields = _dataset(default_graph, named_graphs)
        form = next((token.word for token in found if token.word in _READS), "SELECT")
        text = prologue(found, base_iri, prefixes) + self.layout.text(query)
        return self._asked(text, fields, form)

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a SELECT over all that a server has, half-written graphs and all."""
        found = self._asked(query, [])
        try:
            yield from map(tuple, found if isinstance(found, ox.QuerySolutions) else ())
        except (OSError, SyntaxError, ValueError) as error:
            raise EndpointFailed(self.client.shown, str(error)) from None

    def _asked(self, text: str, fields: Fields, form: str = "SELECT") -> Found:
        is_graph = form in _READS[2:]
        accept = _TRIPLES if is_graph else _ROWS
        sent = dict(_sent([("query", text), *fields]), headers={"Accept": accept})
        response = self.client.open(**sent, url=self.client.profile.url, safe=True)
        if limit := response.headers.get(_CUT_OFF):
            response.close()
            raise RowsMissing(self.client.shown, limit)
        file = body(response)
        media = response.headers.get("content-type", "").partition(";")[0]
        try:
            found = _triples(file, media) if is_graph else _solutions(file)
            return _truth(found) if form == "ASK" else found
        except (SyntaxError, ValueError) as error:
            raise EndpointFailed(
                self.client.shown, Message("errors.remote.answers_no", media=accept, why=error), 200
            ) from None

    def quads_for_pattern(
        self,
        subject: Any,  # noqa: ANN401 - the engine's
        predicate: ox.NamedNode | None,
        object: Any,  # noqa: A002, ANN401 - the engine's
        graph_name: Any = None,  # noqa: ANN401 - the engine's
        /,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that fit, as the engine's store does."""
        if isinstance(subject, ox.NamedNode):
            self._fetch(subject.value)
            yield from self._near.quads_for_pattern(subject, predicate, object, graph_name)
        elif predicate is None and object is None:
            yield from self._matching(None, None, graph_name)
        else:
            key = (predicate, object, graph_name)
            if key not in self._patterns:
                self._patterns[key] = list(self._matching(*key))
                self.expect(quad.subject for quad in self._patterns[key])
            yield from self._patterns[key]

    def __iter__(self) -> Iterator[ox.Quad]:
        """Yield every quad."""
        return self._matching(None, None, None)

    def expect(self, terms_: Iterable[object]) -> None:
        """Take note of things that may be asked for soon."""
        for term in terms_:
            if isinstance(term, ox.NamedNode) and terms.is_ours(term.value):
                self._expected[term.value] = None

    def _fetch(self, iri: str) -> None:
        """Fetch what is said of a thing, and of others that are expected."""
        if iri in self._fetched:
            return
        self._expected.pop(iri, None)
        batch = [iri]
        while self._expected and len(batch) < _BATCH:
            other, _ = self._expected.popitem()
            if other not in self._fetched:
                batch.append(other)
        self._fetched.update(batch)
        values = f"VALUES ?s {{ {' '.join(f'<{one}>' for one in batch)} }}"
        found = list(self._quads(_both(values, "?s ?p ?o")))
        self._near.extend(found)
        self.expect(quad.object for quad in found)

    def _matching(self, predicate: Any, object_: Any, graph: Any) -> Iterator[ox.Quad]:  # noqa: ANN401 - the engine's
        p, o = predicate or "?p", object_ or "?o"
        values = "".join(
            f"VALUES ?{name} {{ {term} }} "
            for name, term in (("p", predicate), ("o", object_))
            if term is not None
        )
        pattern = f"?s {p} {o}"
        if isinstance(graph, ox.NamedNode):
            where = f"GRAPH {graph} {{ {pattern} }} {values} VALUES ?g {{ {graph} }}"
        elif graph == _DEFAULT:
            where = f"{pattern} {values}"
        else:
            where = _both("", pattern) + values
        return self._quads(where)

    def _quads(self, where: str) -> Iterator[ox.Quad]:
        """Yield quads from the rows of ?s ?p ?o and, for a named graph, ?g."""
        found = self.query(f"SELECT ?s ?p ?o ?g WHERE {{ {where} }}")
        rows = found if isinstance(found, ox.QuerySolutions) else ()
        try:
            for row in rows:
                s, p, o, g = (row[name] for name in _NAMES)
                yield ox.Quad(s, p, o, g or _DEFAULT)
        except (OSError, SyntaxError, ValueError) as error:
            raise EndpointFailed(self.client.shown, str(error)) from None


def _both(values: str, pattern: str) -> str:
    """Return a pattern in the default graph and in the named ones."""
    return f"{{ {values} {pattern} }} UNION {{ {values} GRAPH ?g {{ {pattern} }} }} "


def prologue(found: list[Token], base: str | None, prefixes: dict[str, str] | None) -> str:
    """Return the declarations that a query makes use of, on one line before it."""
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    named = (f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items() if name in used)
    return "".join([f"BASE <{base}> " if base else "", *named])


def _parse(
    query: str, found: list[Token], base: str | None, prefixes: dict[str, str] | None
) -> None:
    """Raise SyntaxError as the engine does; nothing is asked of anybody."""
    if not any(token.word == "SERVICE" for token in found):
        ox.Store().query(query, base_iri=base, prefixes=prefixes)


def _dataset(default: Any, named: Any) -> Fields:  # noqa: ANN401 - the engine's
    """Return a dataset in the protocol's words."""
    default = default if isinstance(default, list) else [default] if default else []
    fields = [("default-graph-uri", graph.value) for graph in default if graph != _DEFAULT]
    return fields + [("named-graph-uri", graph.value) for graph in named or ()]


def _sent(fields: Fields) -> dict[str, Any]:
    """Return how fields are sent: in the address while they are short, else as a form."""
    if sum(len(value) for _, value in fields) <= _LONGEST_GET:
        return {"method": "GET", "params": fields}
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return {"method": "POST", "data": data}


def _solutions(file: IO[bytes]) -> Found:
    return ox.parse_query_results(file, format=ox.QueryResultsFormat.JSON)


def _truth(found: Found) -> Found:
    """Return the answer of an ASK: Virtuoso gives it as a table with a number."""
    if isinstance(found, ox.QuerySolutions):
        value = any(lexical(cell) in ("1", "true") for row in found for cell in row)
        found = ox.parse_query_results(_YES if value else _NO, format=ox.QueryResultsFormat.JSON)
    return found


def _triples(file: IO[bytes], media: str) -> Found:
    """Return triples as the engine gives them."""
    held = ox.Store()
    format_ = ox.RdfFormat.from_media_type(media) or ox.RdfFormat.N_TRIPLES
    held.extend(ox.Quad(*quad.triple) for quad in ox.parse(file, format=format_))
    return held.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
