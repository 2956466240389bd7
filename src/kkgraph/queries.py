"""Saved queries: SPARQL texts with a `#+` header, and running them or any other query."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote as url_quote

import pyoxigraph as ox

from kkgraph import parameters, terms
from kkgraph.errors import (
    EntityNotFound,
    ParameterMissing,
    QueryFailed,
    QueryNotFound,
    Said,
    TopicNotFound,
)
from kkgraph.parameters import ALL, Parameter, bind, declared
from kkgraph.project import Project, read_text
from kkgraph.sparql import engine, headers, ordering
from kkgraph.sparql import text as sparql
from kkgraph.sparql.graphs import Found, expect
from kkgraph.sparql.headers import Header
from kkgraph.sparql.terms import Value, lexical
from kkgraph.store import Store
from kkgraph.tables import KINDS, About, Answer, Column, Graph, Result, Table
from kkgraph.texts import Message, filled, phrase

MARK = "_"  # a parameter `network` is the variable ?_network

_TEXTS = {"summary", "summary_da", "description", "description_da"}
# A query in queries/networks/ says what network it declares (networks.projection.declaration).
_NETWORK = {"network", "weight", "weight_da"}
_KEYS = _TEXTS | _NETWORK | {"tags", "params", "columns"}
_COLUMN_KEYS = {"name", "kind", "label", "label_da", "of", "currency"}


_TEXT_LINE = re.compile(r"^#\+ (?:summary|description)(_da)?:.*$", re.MULTILINE)


class Query(NamedTuple):
    """A saved query. `text` is the whole file, header included; texts are by language."""

    name: str
    topic: str
    path: Path
    text: str
    header: Header
    summary: dict[str, str]
    description: dict[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    tags: tuple[str, ...]
    example_values: dict[str, str]

    @property
    def example(self) -> str:
        """A call that works on the shipped data."""
        from shlex import quote

        values = (f"--{name} {quote(value)}" for name, value in self.example_values.items())
        return " ".join(["kkgraph query", self.name, *values])


def load_queries(project: Project) -> list[Query]:
    """Read all saved queries, by topic and name; raises QueryHeaderInvalid."""
    return [read_query(path) for path in project.use().query_files()]


def find_query(project: Project, name: str) -> Query:
    """Return the saved query of a name; raises QueryNotFound with near names."""
    path = project.use().query_file(name)
    if path is not None:
        return read_query(path)
    from difflib import get_close_matches

    names = [path.stem for path in project.query_files()]
    raise QueryNotFound(name, get_close_matches(name, names, n=3, cutoff=0.5))


def search_queries(queries: list[Query], text: str, topic: str | None = None) -> list[Query]:
    """Return the queries of a topic in whose name, texts or tags all words of a text stand.

    Raises TopicNotFound with near names.
    """
    topics = sorted({query.topic for query in queries})
    if topic is not None and topic not in topics:
        from difflib import get_close_matches

        raise TopicNotFound(topic, topics, get_close_matches(topic, topics))
    words = text.casefold().split()
    return [q for q in queries if topic in (None, q.topic) and _speaks_of(q, words)]


def _speaks_of(query: Query, words: list[str]) -> bool:
    texts = [*query.summary.values(), *query.description.values(), *query.tags]
    whole = " ".join([query.name, query.topic, *texts]).casefold()
    return all(word in whole for word in words)


def run(
    store: Store, query: Query, values: Mapping[str, object] | None = None, lang: str = "en"
) -> Result:
    """Run a saved query with parameters as a person would type them ("STRING", "2019").

    Where the default of an optional parameter leaves no row, it is asked without, and a note
    says so. Raises ParameterMissing for one that has to be given, as one has whose default
    is a thing that the graph lacks.
    """
    values = values or {}
    store.project.use()
    _demand(query, values)
    try:
        return _answered(store, query, values, lang)
    except EntityNotFound:
        _demand(fitted(store, query), values)
        raise


def _demand(query: Query, values: Mapping[str, object]) -> None:
    for parameter in query.parameters:
        if parameter.required and parameter.name not in values:
            example = query.example if parameter.example is not None else ""
            raise ParameterMissing(query.name, parameter.name, example)


def fitted(store: Store, query: Query) -> Query:
    """Return a query with the defaults and examples that the graph has things for."""
    found: list[Parameter] = []
    for parameter in query.parameters:
        found.append(parameters.fitted(store, parameter, [one.example for one in found]))
    values = {one.name: one.example for one in found if one.example is not None}
    return query._replace(parameters=tuple(found), example_values=values)


def _answered(store: Store, query: Query, values: Mapping[str, object], lang: str) -> Result:
    open_ = [one for one in query.parameters if one.yields and one.name not in values]
    if not open_:
        return _run(store, query, values, lang)
    found = _with_defaults(store, query, values, lang)
    if found is not None and (isinstance(found, Answer) or len(found)):
        return found
    whole = _run(store, query, {**values, **{one.name: ALL for one in open_}}, lang)
    if isinstance(whole, Answer) or not len(whole):
        return whole
    notes = [_left_out(one, lang) for one in open_]
    return replace(whole, about=whole.about._replace(notes=(*whole.about.notes, *notes)))


def _with_defaults(
    store: Store, query: Query, values: Mapping[str, object], lang: str
) -> Result | None:
    """Return the answer with the defaults, None where one of them is not in the graph."""
    try:
        return _run(store, query, values, lang)
    except EntityNotFound:
        return None


def _left_out(parameter: Parameter, lang: str) -> str:
    name, value = parameter.label[lang], parameter.default
    return phrase("empty.left_out", lang, parameter=name, value=value)


def _run(store: Store, query: Query, values: Mapping[str, object], lang: str) -> Result:
    bound = bind(store, query.parameters, values)
    bindings: dict[str, Value] = {MARK + name: term for name, term in bound.items()}
    result = evaluate(store, query.text, store.project.shown(query.path), bindings, lang)
    about = result.about._replace(
        title=query.summary[lang],
        query=query.name,
        values={name: lexical(term) for name, term in bound.items()},
        columns=query.columns,
    )
    return replace(result, about=about)


def evaluate(  # noqa: PLR0913, PLR0917 - all but the first two have defaults
    store: Store,
    text: str,
    source: Said = "query",
    bindings: Mapping[str, Value] | None = None,
    lang: str = "en",
    services: Collection[str] = (),
) -> Result:
    """Run any SPARQL query (see `kkgraph.sparql.engine`); `source` names it in errors."""
    store.project.use()
    values = {engine.LANG: ox.Literal(lang), **(bindings or {})}
    try:
        found = _result(
            engine.evaluate(store.graph, text, values, source=source, services=services)
        )
    except (RuntimeError, OSError, SyntaxError, ValueError) as error:
        raise QueryFailed(source, str(error)) from None
    if isinstance(found, Table):
        expect(store.graph, (cell for row in found.rows for cell in row))
    about = About(lang, text=text, version=version(store), name_of=namer(store, lang))
    return replace(_in_order(found, text, lang), about=about)


def version(store: Store) -> str:
    """Return the version of the data: the last release's, or the ontology's that is loaded."""
    if store.project.settings.version:
        return store.project.settings.version
    found = store.graph.quads_for_pattern(
        ox.NamedNode(terms.ONTOLOGY), ox.NamedNode(terms.VERSION_INFO), None, ox.DefaultGraph()
    )
    return next((lexical(quad.object) for quad in found), "")


def namer(store: Store, lang: str) -> Callable[[str], str]:
    """Return the function that says what to call a thing."""

    def name_of(iri: str) -> str:
        from kkgraph.entities.labels import title

        return title(store.graph, iri, lang)

    return name_of


def _in_order(found: Result, text: str, lang: str) -> Result:
    """Return rows in the order of the language's alphabet where the query orders by texts."""
    if lang != "da" or not isinstance(found, Table):
        return found
    return replace(found, rows=ordering.in_order(found.columns, found.rows, text))


def _result(found: Found) -> Result:
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return Table(columns, tuple(tuple(solution) for solution in found))
    if isinstance(found, ox.QueryTriples):
        return Graph(tuple(sorted(set(found), key=str)))
    return Answer(bool(found))


def read_query(path: Path) -> Query:
    """Read one saved query; raises QueryHeaderInvalid with file and line."""
    text = _named(read_text(path))
    header = headers.read(path, text).only(_KEYS)
    declared_ = tuple(declared(item) for item in header.items("params"))
    used = sparql.variables(text)
    for item, parameter in zip(header.items("params"), declared_, strict=True):
        if MARK + parameter.name not in used:
            what = Message("errors.header.unused", name=parameter.name)
            raise item.error("", what)
    return Query(
        name=path.stem,
        topic=path.parent.name,
        path=path,
        text=text,
        header=header,
        summary=header.both("summary"),
        description=header.both("description"),
        parameters=declared_,
        columns=_columns(header, used),
        tags=header.words("tags"),
        example_values={p.name: p.example for p in declared_ if p.example is not None},
    )


def _named(text: str) -> str:
    """Fill {city} and the like in the lines of a header, as in all texts, each in its language."""
    return _TEXT_LINE.sub(lambda line: filled(line[0], "da" if line[1] else "en"), text)


def iri(query: Query) -> str:
    """Return the IRI of a saved query."""
    return terms.query(url_quote(query.name))


def _columns(header: Header, used: frozenset[str]) -> tuple[Column, ...]:
    """Return the declared columns; what they name has to be in the query or among them."""
    items = header.items("columns")
    names = {item.text("name") for item in items}
    return tuple(_column(item.only(_COLUMN_KEYS), names, used) for item in items)


def _column(item: Header, names: set[str], used: frozenset[str]) -> Column:
    name, kind = item.text("name"), item.text("kind", "text")
    if name not in used:
        raise item.error("name", Message("errors.header.no_variable", name=name))
    if kind not in KINDS:
        raise item.error(
            "kind", Message("errors.header.column_kind", name=name, kinds=", ".join(KINDS))
        )
    for key in ("of", "currency"):
        if item.text(key) and item.text(key) not in names:
            raise item.error(
                key, Message("errors.header.no_column", name=name, other=item.text(key))
            )
    if kind == "label" and not item.text("of"):
        raise item.error("kind", Message("errors.header.label_of", name=name))
    label = {"en": name, "da": name} if kind == "label" else item.both("label")
    return Column(name, kind, label, item.text("of") or None, item.text("currency") or None)
