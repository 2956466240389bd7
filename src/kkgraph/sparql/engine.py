"""The one evaluator of queries: command line, Python, site and server ask through it.

So a query means the same everywhere: the project's prefixes need no declaration,
relative IRIs are relative to the project's address, `FROM` and the dataset of a
request choose graphs of the store by one rule, and `?_lang` is the language asked in.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from urllib.parse import urlsplit

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors import QuerySyntaxError, Said, ServiceRefused
from kkgraph.sparql import datasets
from kkgraph.sparql.bounds import check
from kkgraph.sparql.datasets import BASE, Dataset
from kkgraph.sparql.graphs import Found, Quads, expect
from kkgraph.sparql.terms import Value
from kkgraph.sparql.text import Prepared, mentions, prepare, tokens

LANG = "_lang"
_ENGLISH: Mapping[str, Value] = {LANG: ox.Literal("en")}
_BACKWARDS, _LONGEST = re.compile(r"[\w.-]*"), 200  # characters of a prefix


def evaluate(  # noqa: PLR0913 - all but the first two are keywords or may be left out
    graph: Quads,
    text: str,
    values: Mapping[str, Value] | None = None,
    *,
    source: Said = "query",
    dataset: Dataset | None = None,
    services: Collection[str] = (),
) -> Found:
    """Return what the engine finds, read from it row by row.

    `services` are the hosts that a SERVICE may ask, none if not given.
    `values` stand for their variables (`?_lang` is "en" unless they say otherwise), and
    `dataset` goes before the FROM of the text.
    Raises QuerySyntaxError at the place in `source`, ServiceRefused, and while rows
    are read whatever the engine raises.
    """
    check(source, text)
    for host in _services(text):
        if host not in services:
            raise ServiceRefused(source, host)
    prepared = prepare(text, {**_ENGLISH, **values} if values else _ENGLISH)
    store, chosen = datasets.view(graph, dataset or datasets.described(text))
    try:
        return store.query(prepared.text, prefixes=_prefixes(text), base_iri=BASE, **chosen)
    except SyntaxError:
        raise _error(source, prepared) from None


def _prefixes(text: str) -> dict[str, str]:
    """Return the project's prefixes that a query may use: the engine takes its time over each."""
    names = {name for before in set(text.split(":")[:-1]) for name in _names_before(before)}
    return {name: terms.PREFIXES[name] for name in names if name in terms.PREFIXES}


def _names_before(text: str) -> list[str]:
    """Return what may be a prefix at the end of a text: `?x.city` is a variable, too.

    Read from behind, as a search would try every place of a long text.
    """
    name = _BACKWARDS.match(text[: -_LONGEST - 1 : -1])[0][::-1]  # type: ignore[index]
    return [name, *(name[i + 1 :] for i, c in enumerate(name) if c in ".-")]


def iris(graph: Quads, text: str) -> set[str]:
    """Return the IRIs that a SELECT of our own finds as ?iri."""
    found = graph.query(text)
    rows = found if isinstance(found, ox.QuerySolutions) else ()
    nodes = {row["iri"] for row in rows if isinstance(row["iri"], ox.NamedNode)}
    expect(graph, nodes)
    return {node.value for node in nodes}


def update(graph: ox.Store, text: str, query: str, source: str) -> None:
    """Run the update that was made of a query, in whose text errors have their place."""
    check(source, query)
    try:
        graph.update(text, base_iri=BASE)
    except SyntaxError:
        raise _error(source, prepare(query, {})) from None


def _error(source: Said, prepared: Prepared) -> QuerySyntaxError:
    from kkgraph.sparql.syntax import syntax_error

    return syntax_error(source, prepared, _parse)


def _parse(text: str) -> None:
    ox.Store().query(text, prefixes=terms.PREFIXES, base_iri=BASE)


def _services(text: str) -> Iterator[str]:
    """Yield the hosts that a query wants asked; "" for one that is not written as an IRI."""
    if not mentions(text, "service"):
        return
    found = [token for token in tokens(text) if token.word != "SILENT"]
    for token, after in pairwise(found):
        if token.word == "SERVICE":
            yield urlsplit(after.text[1:-1]).netloc if after.kind == "iri" else ""
