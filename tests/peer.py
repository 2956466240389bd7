"""The same query in rdflib, an engine written apart from ours, and its rows beside ours."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import CUSTOM_EVALS, prepareQuery
from rdflib.plugins.sparql.evaluate import evalPart
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Bindings, FrozenBindings, QueryContext
from rdflib.term import Node
from rdflib.util import from_n3

from kkgraph import terms
from kkgraph.store import MERGE, Store
from kkgraph.tables import Answer, Graph, Result

NUMERIC = {terms.XSD + name for name in ("integer", "decimal", "double", "float")}
SECTION = terms.ID + "section/"


def part(whole: Store, sections: Iterable[str]) -> Store:
    """Return what some sections state, and all that is known of what they name."""
    names = {ox.NamedNode(SECTION + number) for number in sections}
    stated = [quad for quad in whole.graph if quad.graph_name in names]
    things = names | {term for quad in stated for term in (quad.subject, quad.object)}
    known = [quad for quad in whole.graph if quad.subject in things and _is_apart(quad.graph_name)]
    graph = ox.Store()
    graph.extend(stated + known)
    graph.update(MERGE)
    return Store(whole.project, graph, whole.stated, whole.inferred)


def _is_apart(graph: object) -> bool:
    """Tell whether a graph is neither the default graph nor a section's."""
    return isinstance(graph, ox.NamedNode) and not graph.value.startswith(SECTION)


def as_rdflib(store: Store) -> rdflib.Dataset:
    """Return a store's quads as rdflib's dataset."""
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=store.graph.dump(format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


def plain(dataset: rdflib.Dataset, text: str, given: dict[str, object]) -> Counter[object]:
    """Run a query in rdflib as everybody has it."""
    return rows(dataset.query(text, initBindings=_nodes(given)))


def helped(dataset: rdflib.Dataset, text: str, given: dict[str, object]) -> Counter[object]:
    """Run a query in rdflib, made to evaluate as SPARQL says and in reasonable time.

    Two of its habits are in the way. A sub-SELECT in an OPTIONAL loses what is outside it:
    here each sub-SELECT is evaluated once, on its own, and joined. And the sides of a join
    with a sub-SELECT are evaluated separately, a pattern of unconnected triples as a product
    of everything with everything: here a plain pattern is looked up for each row.
    """
    query = prepareQuery(text)
    _look_up(query.algebra)
    known: dict[object, list[FrozenBindings]] = {}
    sorted_: dict[object, defaultdict[object, list[FrozenBindings]]] = {}

    def subselect(ctx: QueryContext, part: CompValue) -> Iterator[FrozenBindings]:
        if part.name != "ToMultiSet" or "p" not in part or part.p.name == "values":
            raise NotImplementedError
        key = (id(part), ctx.graph.identifier)
        if key not in known:
            alone = ctx.clone()
            alone.bindings = Bindings(d=dict(ctx.initBindings))
            known[key] = list(evalPart(alone, part.p))
        outside = ctx.solution()
        shared = next((name for name in part.p.get("PV", ()) if name in outside), None)
        if (key, shared) not in sorted_:
            sorted_[key, shared] = defaultdict(list)
            for row in known[key]:
                sorted_[key, shared][row.get(shared) if shared else None].append(row)
        by_value = sorted_[key, shared]
        fitting = by_value[None] + (by_value[outside[shared]] if shared else [])
        return (outside.merge(row) for row in fitting if outside.compatible(row))

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(CUSTOM_EVALS, "subselect", subselect)
        return rows(dataset.query(query, initBindings=_nodes(given)))


def _look_up(node: object) -> None:
    if isinstance(node, CompValue):
        if node.name == "Join":
            if _is_plain(node.p1) and not _is_plain(node.p2):
                node["p1"], node["p2"] = node.p2, node.p1
            node["lazy"] = node.lazy or _is_plain(node.p2)
        for child in node.values():
            _look_up(child)
    elif isinstance(node, list | tuple):
        for child in node:
            _look_up(child)


def _is_plain(node: CompValue) -> bool:
    """Tell whether a pattern sees nothing of what is outside but the values it shares."""
    if node.name == "ToMultiSet":
        return "p" in node and node.p.name != "values"
    return node.name == "BGP" or (node.name == "Graph" and node.p.name == "BGP")


def _nodes(given: dict[str, object]) -> dict[str, Node]:
    return {name: from_n3(str(term)) for name, term in given.items()}


def ours(result: Result) -> Counter[object]:
    """Return our result as a multiset of rows."""
    if isinstance(result, Answer):
        return Counter([result.value])
    if isinstance(result, Graph):
        return Counter(tuple(map(key, t)) for t in result.triples)
    return Counter(tuple(map(key, row)) for row in result.rows)


def rows(result: rdflib.query.Result) -> Counter[object]:
    """Return rdflib's result as a multiset of rows."""
    if result.type == "ASK":
        return Counter([result.askAnswer])
    return Counter(tuple(key(term) for term in row) for row in result)


def key(term: object) -> object:
    """Return a term so that the two engines' terms compare; numbers by value."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode | rdflib.URIRef):
        return ("iri", term.value if isinstance(term, ox.NamedNode) else str(term))
    if isinstance(term, ox.Literal):
        return literal(term.value, term.datatype.value, term.language)
    if isinstance(term, rdflib.Literal):
        return literal(str(term), str(term.datatype or ""), term.language)
    assert isinstance(term, ox.BlankNode | Node)
    return ("blank",)


def literal(text: str, datatype: str, lang: str | None) -> object:
    """Return a literal's key: a number by its value to twelve digits, a text by itself.

    The language is left out: GROUP_CONCAT keeps it in one engine and not in the other.
    """
    if datatype in NUMERIC:
        return ("number", f"{Decimal(text).normalize():.12g}")
    plain = lang or datatype in ("", terms.XSD + "string")
    return ("literal", text, "" if plain else datatype)
