"""Saved queries: their headers, their answers, and the same answers in two engines."""

import csv
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import peer
import pyoxigraph as ox
import pytest
import rdflib
from sampling import each

from kkgraph import parameters, queries, terms
from kkgraph.cli.query import query as command
from kkgraph.errors import (
    ParameterInvalid,
    ParameterMissing,
    QueryFailed,
    QueryHeaderInvalid,
    QueryNotFound,
    QuerySyntaxError,
    TopicNotFound,
)
from kkgraph.project import Project
from kkgraph.sparql import text as sparql
from kkgraph.sparql.terms import Value
from kkgraph.store import Store
from kkgraph.survey.sections import Section, load_sections
from kkgraph.tables import Answer, Graph, Result, Table

HERE = Path(__file__).parent
SHIPPED = sorted((HERE.parent / "queries").glob("*/*.rq"))
MINI = sorted((HERE / "mini" / "queries").glob("*/*.rq"))
GOLDEN = HERE / "golden"
Answered = Callable[[Path, str], Result]

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


def test_short_enough_to_learn_from() -> None:
    """No saved query has more than 40 lines of SPARQL, and half of them have at most 15."""
    bodies = {path.stem: _sparql_lines(path) for path in SHIPPED}
    assert {name: n for name, n in bodies.items() if n > 40} == {}
    assert statistics.median(bodies.values()) <= 15


def _sparql_lines(path: Path) -> int:
    """Return the number of lines that are neither empty nor a comment."""
    lines = map(str.strip, path.read_text("utf-8").splitlines())
    return sum(bool(line) and not line.startswith("#") for line in lines)


@each_shipped
def test_header(path: Path) -> None:
    """The header is complete, and no parameter hides behind an option of the command."""
    query = queries.read_query(path)
    taken = {option for p in command.params for option in p.opts}
    assert [p.name for p in query.parameters if f"--{p.name}" in taken] == []
    assert query.tags


@each_shipped
def test_golden(answered: Answered, path: Path) -> None:
    """The whole answer to the example call is what tests/golden says, in its order."""
    found = answered(path, "en")
    golden = (GOLDEN / path.stem).with_suffix(".csv")
    assert golden.is_file(), f"write {golden.name} from the text of the survey"
    columns, *rows = golden_rows(golden)
    assert isinstance(found, Table)
    assert sorted(found.columns) == sorted(columns)
    order = [found.columns.index(column) for column in columns]
    answer = [tuple(row[i] for i in order) for row in values(found)]
    assert Counter(answer) == Counter(rows)
    assert answer == rows


def golden_rows(path: Path) -> list[tuple[str, ...]]:
    """Return a golden file's head and rows, without the line that says where it comes from."""
    lines = path.read_text("utf-8").splitlines()
    return [tuple(row) for row in csv.reader(line for line in lines if not line.startswith("# "))]


@pytest.fixture(scope="module")
def chapters(store: Store) -> dict[str, list[Section]]:
    """Return the sections of each chapter, in their order."""
    found: defaultdict[str, list[Section]] = defaultdict(list)
    for section in load_sections(store.graph):
        found[section.name.partition(".")[0]].append(section)
    return found


@pytest.mark.parametrize("path", sorted(GOLDEN.iterdir()), ids=lambda path: path.stem)
def test_golden_says_where_it_is_from(chapters: dict[str, list[Section]], path: Path) -> None:
    """Rows cite sections and lines, or the file's first line says what to read to check them."""
    first = path.read_text("utf-8").partition("\n")[0]
    if any(cell.startswith("§") for row in golden_rows(path) for cell in row):
        assert not first.startswith("# ")
        return
    assert re.fullmatch(
        r"# from: (survey(, chapter \d, lines \d+-\d+;?)+|headings of the survey, "
        r"data/sections.ttl|data/register/|data/themes.ttl)",
        first.replace("; ", ";, "),
    )
    for chapter, begin, end in re.findall(r"chapter (\d), lines (\d+)-(\d+)", first):
        own = chapters[chapter]
        assert (own[0].lines.first, own[-1].lines.last) == (int(begin), int(end))


def test_no_golden_without_query() -> None:
    """A golden answer belongs to a query."""
    assert {path.stem for path in GOLDEN.iterdir()} <= {path.stem for path in SHIPPED}


@each_shipped
def test_danish(answered: Answered, translations: dict[str, set[str]], path: Path) -> None:
    """Asked in Danish, a query says the same things by their Danish names."""
    query = queries.read_query(path)
    english, danish = (values(answered(path, lang)) for lang in ("en", "da"))
    known = translations | worded(query.text)
    left = list(danish)
    for row in english:
        same = next((other for other in left if translates(known, row, other)), None)
        assert same, f"in Danish there is no {row}"
        left.remove(same)
    assert left == []


@pytest.fixture(scope="module")
def translations(store: Store) -> dict[str, set[str]]:
    """Return what the English texts of the graph are in Danish, as its things have them."""
    spoken: defaultdict[object, dict[str, set[str]]]
    spoken = defaultdict(lambda: {"da": set(), "en": set()})
    for quad in store.graph:
        if isinstance(quad.object, ox.Literal) and quad.object.language:
            spoken[quad.subject, quad.predicate][quad.object.language].add(quad.object.value)
    danish = set().union(*(texts["da"] for texts in spoken.values()))
    found = defaultdict(set)
    for texts in spoken.values():
        for text in texts["en"]:
            found[text] |= texts["da"] | ({text} & danish)
    return {text: others for text, others in found.items() if others}


def worded(text: str) -> dict[str, set[str]]:
    """Return what a query itself words in both languages, as IF(?_lang = "da", ..., ...)."""
    pairs = re.findall(r'IF\(\?_lang = "da", "([^"]*)", "([^"]*)"\)', text)
    for choice in re.findall(r'IF\(\?_lang = "da", (IF\(.+\))\) AS ', text):
        words = re.findall(r'"([^"]*)"', choice)
        pairs += zip(words[: len(words) // 2], words[len(words) // 2 :], strict=True)
    for names, rows in re.findall(r"VALUES \(([^)]*)\) \{(.*?)\n  \}", text, re.DOTALL):
        if ("?english" in names and "?danish" in names) or ("?en" in names and "?da" in names):
            first = names.index("?da") < names.index("?en")
            found = re.findall(r'"([^"]*)" "([^"]*)"\)', rows)
            pairs += found if first else [(da, en) for en, da in found]
    return {en: {da for da, other in pairs if other == en} for _, en in pairs}


def translates(known: dict[str, set[str]], row: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether a Danish row may be what an English one is in Danish, cell by cell."""
    return all(
        da in known.get(en, {en}) or _listed(known, en, da)
        for en, da in zip(row, other, strict=True)
    )


def _listed(known: dict[str, set[str]], text: str, other: str) -> bool:
    """Tell the same of two lists of texts, whatever their order."""
    left = other.split("; ")
    for part in text.split("; "):
        same = next((da for da in left if _turned(known, part, da)), None)
        if same is None:
            return False
        left.remove(same)
    return left == []


def _turned(known: dict[str, set[str]], part: str, other: str) -> bool:
    """Tell the same of one text, which may have an arrow before or after it."""
    name, danish = part.strip("←→ "), other.strip("←→ ")
    return danish in known.get(name, {name}) and part.replace(name, danish) == other


# --- the same answers in rdflib

# One section or more of each chapter, so chosen that most queries have rows in it.
SECTIONS = (
    *(
        "1",
        "2",
        "3.1",
        "3.4",
        "4.1",
        "4.3",
        "5.1",
        "6.3",
        "4.1.2",
        "4.1.3",
        "4.1.5",
        "4.1.9",
        "4.1.11",
        "4.2.6",
        "4.5.2",
    ),
    *("5.1.1", "5.2.2", "5.3.1", "6.1.1", "6.1.2", "6.1.5", "6.2.10", "6.3.3", "6.3.4", "6.3.6"),
    *("6.3.7", "6.4.1", "6.6.1", "6.6.2", "7.1", "7.2", "8.1", "8.3", "9.1", "9.3", "9.4"),
)
# What rdflib as it comes takes minutes for, or answers otherwise than SPARQL says (peer.helped).
HELPED = {
    "cities",
    "departments-connected",
    "engagements",
    "everything",
    "municipality-in-member-list",
    "network-topics",
    "paths-between",
    "project-participants",
    "projects-by-programme",
    "run-by",
    "things-named",
    "totals-and-parts",
}


@pytest.fixture(scope="module")
def few(store: Store) -> Store:
    """Return a part of the shipped project: some sections and what they name."""
    return peer.part(store, SECTIONS)


@pytest.fixture(scope="module")
def few_in_rdflib(few: Store) -> rdflib.Dataset:
    """Return the same part in rdflib."""
    return peer.as_rdflib(few)


@pytest.fixture(scope="module")
def whole_in_rdflib(store: Store) -> rdflib.Dataset:
    """Return the shipped project in rdflib: the same quads, its default graph filled."""
    return peer.as_rdflib(store)


def asked(store: Store, few: Store, path: Path) -> tuple[str, dict[str, Value], Result]:
    """Return a query's text with prefixes, what its example binds, and our rows in a part."""
    query = queries.read_query(path)
    bound = parameters.bind(store, query.parameters, query.example_values)
    given = {queries.MARK + name: term for name, term in bound.items()}
    ours = queries.evaluate(few, query.text, query.name, given)
    return sparql.prologue() + query.text, given | {"_lang": ox.Literal("en")}, ours


# The last of them takes rdflib two seconds. In a part, of which its first thing is none, it takes
# minutes for all paths there are: those of the whole are compared below.
OTHERS = sorted(
    (path for path in SHIPPED if path.stem != "paths-between"),
    key=lambda path: path.stem == "city-pairs",
)


@pytest.mark.parametrize("path", each(OTHERS, 12, lambda path: path.stem))
def test_same_rows_in_rdflib(
    store: Store, few: Store, few_in_rdflib: rdflib.Dataset, path: Path
) -> None:
    """Another engine gives the same rows, on a part of the graph."""
    text, given, found = asked(store, few, path)
    run = peer.helped if path.stem in HELPED else peer.plain
    assert run(few_in_rdflib, text, given) == peer.ours(found)


def test_the_part_has_rows(store: Store, few: Store) -> None:
    """The part of the graph that the engines are compared on is worth comparing."""
    empty = [path.stem for path in SHIPPED if not peer.ours(asked(store, few, path)[2])]
    assert len(empty) < len(SHIPPED) / 5, empty


@pytest.mark.slow
@each_shipped
def test_same_rows_in_rdflib_of_the_whole(
    store: Store, whole_in_rdflib: rdflib.Dataset, path: Path
) -> None:
    """Another engine, helped to be done in reasonable time, gives the same rows on all data."""
    text, given, found = asked(store, store, path)
    assert peer.helped(whole_in_rdflib, text, given) == peer.ours(found)


@pytest.mark.parametrize("path", MINI, ids=lambda path: path.stem)
def test_mini_same_rows_in_rdflib(mini: Store, path: Path) -> None:
    """Another engine gives the same rows on the whole of the tiny project."""
    text, given, found = asked(mini, mini, path)
    assert peer.plain(peer.as_rdflib(mini), text, given) == peer.ours(found)


def test_same_count_in_rdflib(few: Store, few_in_rdflib: rdflib.Dataset) -> None:
    """The default graph and the named graphs have the same size in both engines."""
    same_count(few, few_in_rdflib)


@pytest.mark.slow
def test_same_count_in_rdflib_of_the_whole(store: Store, whole_in_rdflib: rdflib.Dataset) -> None:
    """The same of all data."""
    same_count(store, whole_in_rdflib)


def same_count(store: Store, dataset: rdflib.Dataset) -> None:
    """Assert that both graphs of a store have the same size in both engines."""
    for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"):
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}"
        ours = peer.ours(queries.evaluate(store, text))
        assert peer.plain(dataset, text, {}) == ours


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
        (GOOD + "#+ nonsense: x\n", ":5: unknown key nonsense; known here: columns, description"),
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
    assert queries.search_queries(every, "nothing of it", "projects") == []


def test_search_queries_of_no_topic(mini_project: Project) -> None:
    """A topic that does not exist is an error, with near names or all."""
    every = queries.load_queries(mini_project)
    with pytest.raises(TopicNotFound, match="called 'project'; did you mean projects"):
        queries.search_queries(every, "", "project")
    with pytest.raises(TopicNotFound, match="called 'x'; there are memberships, projects"):
        queries.search_queries(every, "", "x")


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
    path.write_text(path.read_text().replace("  ?partner a kk:City", "  partner a kk:City"))
    with pytest.raises(QuerySyntaxError) as caught:
        queries.run(mini, queries.read_query(path))
    assert (caught.value.line, caught.value.column) == (8, 3)


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
