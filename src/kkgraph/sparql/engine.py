"""The one evaluator of queries: command line, Python, site and server ask through it.

So a query means the same everywhere: the project's prefixes need no declaration,
relative IRIs are relative to the project's address, `FROM` and the dataset of a
request choose graphs of the store by one rule, and `?_lang` is the language asked in.
"""

import re
from collections.abc import Mapping

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors import ServiceRefused
from kkgraph.sparql import datasets
from kkgraph.sparql.bounds import check
from kkgraph.sparql.datasets import BASE, Dataset
from kkgraph.sparql.syntax import syntax_error
from kkgraph.sparql.terms import Value
from kkgraph.sparql.text import Prepared, prepare, tokens

LANG = "_lang"
Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_SERVICE = re.compile(r"\bservice\b", re.IGNORECASE)


def evaluate(
    graph: ox.Store,
    text: str,
    values: Mapping[str, Value] | None = None,
    *,
    source: str = "query",
    dataset: Dataset | None = None,
) -> Found:
    """Return what the engine finds, read from it row by row.

    `values` stand for their variables (`?_lang` is "en" unless they say otherwise), and
    `dataset` goes before the FROM of the text.
    Raises QuerySyntaxError at the place in `source`, ServiceRefused, and while rows
    are read whatever the engine raises.
    """
    check(source, text)
    if _calls_service(text):
        raise ServiceRefused(source)
    prepared = prepare(text, {LANG: ox.Literal("en"), **(values or {})})
    store, chosen = datasets.view(graph, dataset or datasets.described(text))
    try:
        return store.query(prepared.text, prefixes=terms.PREFIXES, base_iri=BASE, **chosen)
    except SyntaxError:
        raise syntax_error(source, prepared, _parse) from None


def update(graph: ox.Store, text: str, query: Prepared, source: str) -> None:
    """Run the update that was made of a query, in which errors have their place."""
    check(source, query.original)
    try:
        graph.update(text, prefixes=terms.PREFIXES, base_iri=BASE)
    except SyntaxError:
        raise syntax_error(source, query, _parse) from None


def _parse(text: str) -> None:
    ox.Store().query(text, prefixes=terms.PREFIXES, base_iri=BASE)


def _calls_service(text: str) -> bool:
    if not _SERVICE.search(text):
        return False
    return any(token.word == "SERVICE" for token in tokens(text))
