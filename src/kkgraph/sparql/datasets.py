"""The dataset a query is asked of: graphs of the store, never anything fetched or opened.

A graph the store does not hold is empty. Several default graphs are merged as SPARQL
says: the engine would count a triple that stands in two of them twice.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple, TypedDict

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.sparql.graphs import Quads
from kkgraph.sparql.text import Token, mentions, tokens

# What relative IRIs in a query are relative to: `<id/city/oslo>` is Oslo.
BASE = terms.ROOT
_PLAIN = ox.DefaultGraph()


class Dataset(NamedTuple):
    """The IRIs of the default graphs (merged) and of the named graphs."""

    default: tuple[str, ...]
    named: tuple[str, ...]


class Chosen(TypedDict, total=False):
    """The engine's arguments for a dataset; without any, the whole store."""

    default_graph: ox.DefaultGraph | list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
    named_graphs: list[ox.NamedNode | ox.BlankNode]


def described(text: str) -> Dataset | None:
    """Return what the FROM clauses of a query say, None without any.

    Relative IRIs are relative to the query's BASE, and that to ours.
    """
    if not mentions(text, "from"):
        return None
    found = [token for token in tokens(text) if token.kind in ("word", "name", "iri", "mark")]
    names, base = _declared(found)
    default: list[str] = []
    named: list[str] = []
    depth = 0
    for i, token in enumerate(found[:-1]):
        depth += (token.word == "{") - (token.word == "}")
        if depth or token.word != "FROM":
            continue
        is_named = found[i + 1].word == "NAMED"
        target = _iri(found[min(i + 1 + is_named, len(found) - 1)], names, base)
        (named if is_named else default).append(target)
    return Dataset(tuple(default), tuple(named)) if default or named else None


def _declared(found: list[Token]) -> tuple[dict[str, str], str]:
    """Return the prefixes of a query and its base, each resolved where it is declared."""
    names, base = dict(terms.PREFIXES), BASE
    for word, name, iri in zip(found, found[1:], found[2:], strict=False):
        if word.word == "PREFIX" and iri.kind == "iri":
            names[name.text.removesuffix(":")] = _resolved(iri, base)
        elif word.word == "BASE" and name.kind == "iri":
            base = _resolved(name, base)
    return names, base


def _resolved(token: Token, base: str) -> str:
    """Return the IRI of a token as the engine resolves it; as it is written if it is none."""
    text = f"{token.text} a {token.text} ."
    try:
        triples = list(ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=base))
    except (SyntaxError, ValueError):
        return token.text[1:-1]
    return str(triples[0].subject.value)


def _iri(token: Token, names: dict[str, str], base: str) -> str:
    if token.kind == "iri":
        return _resolved(token, base)
    prefix, _, local = token.text.partition(":")
    return names.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)


def view(graph: Quads, dataset: Dataset | None) -> tuple[Quads, Chosen]:
    """Return the store to ask, and the engine's arguments that say which of its graphs."""
    if dataset is None:
        return graph, {}
    named = _nodes(dataset.named)
    default = _nodes(dataset.default)
    if len(default) <= 1:
        return graph, {"default_graph": list(default), "named_graphs": list(named)}
    whole = _merged(graph, default, named)
    return whole, {"default_graph": _PLAIN, "named_graphs": list(named)}


def _nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    """Return the graphs of well-formed IRIs, each once; there is none by any other name."""
    found = []
    for iri in dict.fromkeys(iris):
        try:
            found.append(ox.NamedNode(iri))
        except ValueError:
            continue
    return found


def _merged(graph: Quads, default: list[ox.NamedNode], named: list[ox.NamedNode]) -> Quads:
    merged = ox.Store()
    for name in default:
        quads = graph.quads_for_pattern(None, None, None, name)
        merged.extend(ox.Quad(q.subject, q.predicate, q.object, _PLAIN) for q in quads)
    for name in named:
        merged.extend(graph.quads_for_pattern(None, None, None, name))
    return merged
