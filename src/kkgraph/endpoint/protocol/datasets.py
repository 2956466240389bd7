"""The dataset a query is asked of: graphs of the store, never anything fetched or opened.

A graph the store does not hold is empty. Several default graphs are merged as SPARQL
says: the engine would count a triple that stands in two of them twice.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.sparql import text as sparql

_PLAIN = ox.DefaultGraph()


@dataclass(frozen=True)
class Dataset:
    """The IRIs of the default graphs (merged) and of the named graphs."""

    default: tuple[str, ...]
    named: tuple[str, ...]


def described(text: str, base: str) -> Dataset | None:
    """Return what the FROM clauses of a query say, None without any.

    Relative IRIs are relative to the query's BASE, and that to `base`.
    """
    if not re.search(r"\bfrom\b", text, re.IGNORECASE):
        return None
    tokens = [token for token in sparql.tokens(text) if token.kind in ("word", "iri", "mark")]
    names, base = _declared(tokens, base)
    default: list[str] = []
    named: list[str] = []
    depth = 0
    for i, token in enumerate(tokens[:-1]):
        depth += (token.text == "{") - (token.text == "}")
        if depth or token.text.upper() != "FROM":
            continue
        is_named = tokens[i + 1].text.upper() == "NAMED"
        target = _iri(tokens[min(i + 1 + is_named, len(tokens) - 1)], names, base)
        (named if is_named else default).append(target)
    return Dataset(tuple(default), tuple(named)) if default or named else None


def _declared(tokens: list[sparql.Token], base: str) -> tuple[dict[str, str], str]:
    """Return the prefixes of a query and its base, each resolved where it is declared."""
    found = dict(terms.PREFIXES)
    for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if word.text.upper() == "PREFIX" and iri.kind == "iri":
            found[name.text.removesuffix(":")] = _resolved(iri, base)
        elif word.text.upper() == "BASE" and name.kind == "iri":
            base = _resolved(name, base)
    return found, base


def _resolved(token: sparql.Token, base: str) -> str:
    """Return the IRI of a token as the engine resolves it; as it is written if it is none."""
    text = f"{token.text} a {token.text} ."
    try:
        triples = list(ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base))
    except (SyntaxError, ValueError):
        return token.text[1:-1]
    return str(triples[0].subject.value)


def _iri(token: sparql.Token, names: dict[str, str], base: str) -> str:
    if token.kind == "iri":
        return _resolved(token, base)
    prefix, _, local = token.text.partition(":")
    return names.get(prefix, "") + local


def view(graph: ox.Store, dataset: Dataset | None) -> tuple[ox.Store, dict[str, object]]:
    """Return the store to ask, and the engine's arguments that say which of its graphs."""
    if dataset is None:
        return graph, {}
    named = _nodes(dataset.named)
    default = _nodes(dataset.default)
    if len(default) <= 1:
        return graph, {"default_graph": default, "named_graphs": named}
    return _merged(graph, default, named), {"default_graph": _PLAIN, "named_graphs": named}


def _nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    """Return the graphs of well-formed IRIs, each once; there is none by any other name."""
    found = []
    for iri in dict.fromkeys(iris):
        try:
            found.append(ox.NamedNode(iri))
        except ValueError:
            continue
    return found


def _merged(graph: ox.Store, default: list[ox.NamedNode], named: list[ox.NamedNode]) -> ox.Store:
    merged = ox.Store()
    for name in default:
        quads = graph.quads_for_pattern(None, None, None, name)
        merged.extend(ox.Quad(q.subject, q.predicate, q.object, _PLAIN) for q in quads)
    for name in named:
        merged.extend(graph.quads_for_pattern(None, None, None, name))
    return merged
