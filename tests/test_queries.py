"""Saved queries: their headers, their answers, and the same answers in two engines."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import CUSTOM_EVALS, prepareQuery
from rdflib.plugins.sparql.evaluate import evalPart
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Bindings, FrozenBindings, QueryContext
from rdflib.term import Node
from rdflib.util import from_n3

from kkgraph import formats, parameters, queries, terms
from kkgraph.cli.query import query as command
from kkgraph.errors import (
    ParameterInvalid,
    ParameterMissing,
    QueryFailed,
    QueryHeaderInvalid,
    QueryNotFound,
    QuerySyntaxError,
)
from kkgraph.project import Project
from kkgraph.queries import Query
from kkgraph.sparql import text as sparql
from kkgraph.sparql.terms import Value
from kkgraph.store import Store
from kkgraph.tables import Answer, Graph, Result, Table

HERE = Path(__file__).parent
SHIPPED = sorted((HERE.parent / "queries").glob("*/*.rq"))
MINI = sorted((HERE / "mini" / "queries").glob("*/*.rq"))
GOLDEN = HERE / "golden"
NUMERIC = {terms.XSD + name for name in ("integer", "decimal", "double", "float")}

each_shipped = pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)


def values(table: Result) -> list[list[str]]:
    """Return a table's rows as texts."""
    assert isinstance(table, Table)
    return [["" if v is None else v.value for v in row] for row in table.rows]


# --- what the shipped queries have to be


def test_at_least_twenty() -> None:
    """There are enough saved queries, each name once."""
    names = [path.stem for path in SHIPPED]
    assert len(names) >= 20
    assert [name for name, count in Counter(names).items() if count > 1] == []


@each_shipped
def test_header(path: Path) -> None:
    """The header is complete, and no parameter hides behind an option of the command."""
    query = queries.read_query(path)
    taken = {option for p in command.params for option in p.opts}
    assert [p.name for p in query.parameters if f"--{p.name}" in taken] == []
    assert query.tags


@each_shipped
def test_golden(store: Store, path: Path) -> None:
    """The whole answer to the example call is what tests/golden says."""
    query = queries.read_query(path)
    found = queries.run(store, query, query.example_values)
    name, suffix = ("nt", ".nt") if isinstance(found, Graph) else ("csv", ".csv")
    golden = (GOLDEN / path.stem).with_suffix(suffix)
    assert golden.is_file(), f"write {golden.name} from the text of the survey"
    assert formats.render(found, name).decode().splitlines() == golden.read_text().splitlines()


def test_no_golden_without_query() -> None:
    """A golden answer belongs to a query."""
    assert {path.stem for path in GOLDEN.iterdir()} <= {path.stem for path in SHIPPED}


@each_shipped
def test_danish(store: Store, path: Path) -> None:
    """Asked in Danish, a query has as many rows as in English."""
    query = queries.read_query(path)
    found = [queries.run(store, query, query.example_values, lang) for lang in ("da", "en")]
    assert len({len(f.rows) if isinstance(f, Table) else 0 for f in found}) == 1


# --- the same answers in rdflib


@pytest.fixture(scope="module")
def peer(store: Store) -> rdflib.Dataset:
    """Return the shipped project in rdflib: the same quads, its default graph filled."""
    return as_rdflib(store)


def as_rdflib(store: Store) -> rdflib.Dataset:
    """Return a store's quads as rdflib's dataset."""
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=store.graph.dump(format=ox.RdfFormat.N_QUADS), format="nquads")
    return dataset


def bindings_of(store: Store, query: Query) -> dict[str, Value]:
    """Return what the parameters of a query's example call are bound to."""
    bound = parameters.bind(store, query.parameters, query.example_values)
    return {queries.MARK + name: term for name, term in bound.items()}


def same_in_rdflib(store: Store, dataset: rdflib.Dataset, path: Path) -> bool:
    """Tell whether both engines give a query the same rows, if in another order."""
    query = queries.read_query(path)
    bindings = bindings_of(store, query) | {"_lang": ox.Literal("en")}
    given = {name: from_n3(str(term)) for name, term in bindings.items()}
    theirs = asked(dataset, sparql.prologue() + query.text, given)
    return ours(queries.run(store, query, query.example_values)) == rows(theirs)


def asked(
    dataset: rdflib.Dataset, text: str, given: dict[str, Node] | None = None
) -> rdflib.query.Result:
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
        result = dataset.query(query, initBindings=given or {})
        list(result)  # while the patch is in place; the result keeps what it has read
        return result


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
        return ("number", f"{Decimal(text):.12g}")
    plain = lang or datatype in ("", terms.XSD + "string")
    return ("literal", text, "" if plain else datatype)


@each_shipped
def test_same_rows_in_rdflib(store: Store, peer: rdflib.Dataset, path: Path) -> None:
    """Another engine gives the same rows."""
    assert same_in_rdflib(store, peer, path)


@pytest.mark.parametrize("path", MINI, ids=lambda path: path.stem)
def test_mini_same_rows_in_rdflib(mini: Store, path: Path) -> None:
    """The comparison itself works, on the tiny project."""
    assert same_in_rdflib(mini, as_rdflib(mini), path)


def test_same_count_in_rdflib(store: Store, peer: rdflib.Dataset) -> None:
    """The default graph and the named graphs have the same size in both engines."""
    for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"):
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"
        assert ours(queries.evaluate(store, text)) == rows(asked(peer, text))


# --- reading headers


def test_read_query(mini_project: Project) -> None:
    """The header becomes values; the text stays whole."""
    query = queries.find_query(mini_project, "members")
    assert query.text == query.path.read_text()
    assert (query.name, query.topic) == ("members", "memberships")
    assert query.summary == {
        "en": "Who is a member of a network",
        "da": "Hvem der er medlem af et netværk",
    }
    assert [(p.name, p.type, p.required) for p in query.parameters] == [
        ("network", "entity(kk:Network)", True),
        ("since", "year", False),
    ]
    assert query.parameters[0].label == {"en": "Network", "da": "Netværk"}
    assert query.tags == ("memberships",)
    assert query.example == "kkgraph query members --network NORDLYS"


def test_comment_in_header(mini_project: Project) -> None:
    """A comment after a value is not part of it."""
    (minimum,) = queries.find_query(mini_project, "fees").parameters
    assert (minimum.type, minimum.default) == ("decimal", "0")


GOOD = """#+ summary: a
#+ summary_da: b
#+ description: c
#+ description_da: d
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", ":1: the header needs summary and summary_da"),
        (GOOD + "#+ nonsense: x\n", ":5: unknown key nonsense; known here: description"),
        (GOOD + "#+ what\n", ":5: not `#+ key: value`: #+ what"),
        (GOOD + "#+ params:\n#+   - name: X\n", ":6: a parameter needs a name in lower case"),
        (
            GOOD + "#+ params:\n#+   - name: x\n#+     type: thing\n# ?_x",
            ":6: parameter x: unknown type 'thing'",
        ),
        (
            GOOD + "#+ params:\n#+   - name: x\n#+     type: string\nASK { ?s ?p ?_x }",
            ":6: parameter x needs a default or an example",
        ),
        (
            GOOD + "#+ params:\n#+   - name: x\n#+     type: string\n#+     default: a\nASK {}",
            ":6: parameter x: the text does not use ?_x",
        ),
        (
            GOOD + "#+ params:\n#+   - name: x\n#+     kind: string\nASK {}",
            ":7: unknown key kind; known here: default",
        ),
        (GOOD + "#+ summary: again\n", ":5: summary is given twice"),
        (GOOD + "#+   - name: x\n", ":5: an item belongs under a key without a value"),
        (
            GOOD + "#+ params:\n#+   - name: x\n#+     type: string\n#+     enum: [a, b]\n",
            ":6: parameter x: `type: enum` and `enum: [one, another]` go together",
        ),
        (
            GOOD + "#+ params:\n#+   - name: x\n#+     type: enum\n#+     default: a\n",
            ":6: parameter x: `type: enum` and `enum: [one, another]` go together",
        ),
        (
            GOOD + "#+ params:\n#+   - name: x\n#+     enum: [a, b]\n#+     default: c\n",
            ":8: parameter x: default is none of a, b",
        ),
    ],
)
def test_bad_headers(tmp_path: Path, text: str, message: str) -> None:
    """A header that does not follow the grammar is an error with file and line."""
    path = tmp_path / "q.rq"
    path.write_text(text)
    with pytest.raises(QueryHeaderInvalid) as caught:
        queries.read_query(path)
    assert str(caught.value).startswith(f"{path}{message}")


def test_find_query(mini_project: Project) -> None:
    """An unknown name is an error that lists near ones."""
    with pytest.raises(QueryNotFound, match="no saved query is called 'fee'; did you mean fees"):
        queries.find_query(mini_project, "fee")


def test_search_queries(mini_project: Project) -> None:
    """All words have to stand somewhere in name, texts or tags; a topic narrows."""
    every = queries.load_queries(mini_project)
    assert [q.name for q in queries.search_queries(every, "network medlem")] == ["fees", "members"]
    assert [q.name for q in queries.search_queries(every, "", "projects")] == ["partners"]


# --- running


@pytest.mark.parametrize(
    ("given", "lang", "expected"),
    [
        ({"network": "NORDLYS"}, "en", [["Municipality of Lysby", ""], ["Oslo", ""]]),
        ({"network": "Fyrtårn"}, "da", [["Lysby Kommune", "2007"]]),
        ({"network": "fyrtaarn", "since": "2007"}, "en", [["Municipality of Lysby", "2007"]]),
        ({"network": "fyrtaarn", "since": 2008}, "en", []),
    ],
)
def test_run(mini: Store, given: dict[str, object], lang: str, expected: list[list[str]]) -> None:
    """Parameters are bound as terms, an optional one only when given, labels in the language."""
    query = queries.find_query(mini.project, "members")
    assert values(queries.run(mini, query, given, lang)) == expected


def test_values_are_never_text(mini: Store) -> None:
    """A value that looks like SPARQL stays a value."""
    bindings = {"_x": ox.Literal('"} ?s ?p ?o #')}
    found = queries.evaluate(mini, "SELECT ?_x { }", "q", bindings)
    assert values(found) == [['"} ?s ?p ?o #']]


def test_missing_parameter(mini: Store) -> None:
    """A required parameter that is not given is an error with an example."""
    query = queries.find_query(mini.project, "members")
    with pytest.raises(ParameterMissing, match="needs --network; for example: kkgraph query"):
        queries.run(mini, query)


def test_syntax_error_in_saved_query(mini_copy: Project, mini: Store) -> None:
    """The line is the file's own, header included."""
    path = mini_copy.root / "queries/projects/partners.rq"
    path.write_text(path.read_text().replace("WHERE { ?partner", "WHERE { partner"))
    with pytest.raises(QuerySyntaxError) as caught:
        queries.run(mini, queries.read_query(path))
    assert (caught.value.line, caught.value.column) == (7, 9)


def test_service_is_refused(mini: Store) -> None:
    """No query makes kkgraph ask another server."""
    text = "SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }"
    with pytest.raises(QueryFailed, match="q: the query cannot be run: SERVICE is switched off"):
        queries.evaluate(mini, text, "q")


ENUM = (
    GOOD
    + """#+ params:
#+   - name: strictness
#+     type: enum
#+     enum: [strict, wide]
#+     default: strict

SELECT ?how { BIND(?_strictness AS ?how) }
"""
)


def test_enumeration(tmp_path: Path, mini: Store) -> None:
    """A parameter may be one of some words; another is refused with those that are allowed."""
    path = tmp_path / "q.rq"
    path.write_text(ENUM)
    query = queries.read_query(path)
    assert values(queries.run(mini, query)) == [["strict"]]
    assert values(queries.run(mini, query, {"strictness": "wide"})) == [["wide"]]
    with pytest.raises(ParameterInvalid, match="'loose' is none of its values; use strict, wide"):
        queries.run(mini, query, {"strictness": "loose"})


def test_kinds_of_result(mini: Store) -> None:
    """SELECT, ASK, CONSTRUCT and DESCRIBE."""
    assert queries.evaluate(mini, "ASK { city:oslo a kk:City }") == Answer(value=True)
    described = queries.evaluate(mini, "DESCRIBE city:oslo")
    assert isinstance(described, Graph)
    assert described.triples == tuple(sorted(set(described.triples), key=str))
    assert values(queries.evaluate(mini, "SELECT ?_lang { }", lang="da")) == [["da"]]


def test_iri(mini_project: Project) -> None:
    """A saved query has an IRI, whose tail is its name."""
    assert queries.iri(queries.find_query(mini_project, "fees")) == terms.QUERY + "fees"
    assert sparql.variables("SELECT ?a { ?a $b '?c' }") == {"a", "b"}
