"""Saved queries: SPARQL texts with a `#+` header, and running them or any other query."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from urllib.parse import quote as url_quote

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors import (
    ParameterMissing,
    QueryFailed,
    QueryHeaderInvalid,
    QueryNotFound,
)
from kkgraph.parameters import Parameter, bind, is_type
from kkgraph.project import Project, read_text
from kkgraph.sparql import text as sparql
from kkgraph.store import Store
from kkgraph.tables import Answer, Graph, Result, Table

MARK = "_"  # a parameter `network` is the variable ?_network
LANG = "_lang"

_TEXTS = {"summary", "summary_da", "description", "description_da"}
# A query in queries/networks/ says what network it declares (networks.projection.declaration).
_NETWORK = {"network", "weight", "weight_da"}
_KEYS = _TEXTS | _NETWORK | {"tags", "params"}
_PARAMETER_KEYS = {"name", "type", "label", "label_da", "default", "example", "optional"}
_LINE = re.compile(r"#\+(?P<indent>\s*)(?P<dash>-\s+)?(?P<key>\w+):\s*(?P<value>.*)")


@dataclass(frozen=True)
class Query:
    """A saved query. `text` is the whole file, header included; texts are by language."""

    name: str
    topic: str
    path: Path
    text: str
    summary: dict[str, str]
    description: dict[str, str]
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...]
    example_values: dict[str, str]

    @property
    def example(self) -> str:
        """A call that works on the shipped data."""
        values = (f"--{name} {quote(value)}" for name, value in self.example_values.items())
        return " ".join(["kkgraph query", self.name, *values])


def load_queries(project: Project) -> list[Query]:
    """Read all saved queries, by topic and name; raises QueryHeaderInvalid."""
    return [read_query(path) for path in project.query_files()]


def find_query(project: Project, name: str) -> Query:
    """Return the saved query of a name; raises QueryNotFound with near names."""
    paths = {path.stem: path for path in project.query_files()}
    if name in paths:
        return read_query(paths[name])
    from difflib import get_close_matches

    raise QueryNotFound(name, get_close_matches(name, paths, n=3, cutoff=0.5))


def search_queries(queries: list[Query], text: str, topic: str | None = None) -> list[Query]:
    """Return the queries of a topic in whose name, texts or tags all words of a text stand."""
    words = text.casefold().split()
    return [q for q in queries if topic in (None, q.topic) and _speaks_of(q, words)]


def _speaks_of(query: Query, words: list[str]) -> bool:
    texts = [*query.summary.values(), *query.description.values(), *query.tags]
    whole = " ".join([query.name, query.topic, *texts]).casefold()
    return all(word in whole for word in words)


def run(
    store: Store, query: Query, values: Mapping[str, object] | None = None, lang: str = "en"
) -> Result:
    """Run a saved query with parameters as a person would type them ("STRING", "2019")."""
    values = values or {}
    for parameter in query.parameters:
        if parameter.required and parameter.name not in values:
            raise ParameterMissing(query.name, parameter.name, query.example)
    bound = bind(store, query.parameters, values)
    bindings: dict[str, sparql.Term] = {MARK + name: term for name, term in bound.items()}
    return evaluate(store, query.text, store.project.shown(query.path), bindings, lang)


def evaluate(
    store: Store,
    text: str,
    source: str = "query",
    bindings: Mapping[str, sparql.Term] | None = None,
    lang: str = "en",
) -> Result:
    """Run any SPARQL query; `source` names it in errors.

    Prefixes need no declaration, and `?_lang` is bound to the language where it is used.
    """
    prepared = prepare(text, bindings or {}, lang)
    try:
        return _result(store.graph.query(prepared.text))
    except SyntaxError:
        raise sparql.syntax_error(source, prepared, store.graph) from None
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryFailed(source, str(error)) from None


def prepare(text: str, bindings: Mapping[str, sparql.Term], lang: str) -> sparql.Prepared:
    """Return the text as the engine gets it: prefixes in front, values in their groups."""
    spoken_of = sparql.variables(text)
    wanted = {name: term for name, term in bindings.items() if name in spoken_of}
    if LANG in spoken_of and LANG not in wanted:
        wanted[LANG] = ox.Literal(lang)
    return sparql.prepare(text, wanted)


def _result(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Result:
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return Table(columns, tuple(tuple(solution) for solution in found))
    if isinstance(found, ox.QueryTriples):
        return Graph(tuple(sorted(set(found), key=str)))
    return Answer(bool(found))


def check(store: Store, query: Query) -> None:
    """Raise QuerySyntaxError when a saved query's text does not parse."""
    try:
        store.graph.query(prepare(query.text, {}, "en").text)
    except SyntaxError:
        prepared = prepare(query.text, {}, "en")
        raise sparql.syntax_error(str(query.path), prepared, store.graph) from None


def read_query(path: Path) -> Query:
    """Read one saved query; raises QueryHeaderInvalid with file and line."""
    text = read_text(path)
    head, items = _header(path, text)
    parameters = tuple(_parameter(path, line, item) for line, item in items)
    used = sparql.variables(text)
    for (line, _), parameter in zip(items, parameters, strict=True):
        if MARK + parameter.name not in used:
            what = f"parameter {parameter.name}: the text does not use ?_{parameter.name}"
            raise QueryHeaderInvalid(path, line, what)
    return Query(
        name=path.stem,
        topic=path.parent.name,
        path=path,
        text=text,
        summary=_by_language(path, head, "summary"),
        description=_by_language(path, head, "description"),
        parameters=parameters,
        tags=tuple(re.findall(r"[^\[\],\s][^\[\],]*", head.get("tags", ""))),
        example_values={p.name: p.example for p in parameters if p.example is not None},
    )


def _header(path: Path, text: str) -> tuple[dict[str, str], list[tuple[int, dict[str, str]]]]:
    """Return the header's keys, and each parameter's keys with the line where it begins."""
    head: dict[str, str] = {}
    items: list[tuple[int, dict[str, str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+") or not line[2:].strip():
            continue
        match = _LINE.fullmatch(line.rstrip())
        if not match:
            raise QueryHeaderInvalid(path, number, f"not `#+ key: value`: {line}")
        key, value = match["key"], _value(match["value"])
        if match["dash"]:
            items.append((number, {}))
        inside = bool(match["dash"]) or (len(match["indent"]) > 1 and bool(items))
        _known(path, number, key, _PARAMETER_KEYS if inside else _KEYS)
        (items[-1][1] if inside else head)[key] = value
    return head, items


def _known(path: Path, line: int, key: str, keys: set[str]) -> None:
    if key not in keys:
        what = f"unknown key {key}; known here: {', '.join(sorted(keys))}"
        raise QueryHeaderInvalid(path, line, what)


def _value(text: str) -> str:
    """Return a value without quotes and without a comment (white space and #)."""
    quoted = re.fullmatch(r"""(["'])(.*)\1(\s+#.*)?""", text)
    return quoted[2] if quoted else re.sub(r"(^|\s+)#.*$", "", text).strip()


def _by_language(path: Path, head: dict[str, str], key: str) -> dict[str, str]:
    found = {"en": head.get(key, ""), "da": head.get(f"{key}_da", "")}
    if not all(found.values()):
        raise QueryHeaderInvalid(path, 1, f"the header needs {key} and {key}_da")
    return found


def _parameter(path: Path, line: int, item: dict[str, str]) -> Parameter:
    name, type_ = item.get("name", ""), item.get("type", "")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise QueryHeaderInvalid(path, line, "a parameter needs a name in lower case")
    if not is_type(type_):
        raise QueryHeaderInvalid(path, line, f"parameter {name}: unknown type '{type_}'")
    optional = item.get("optional") == "true"
    default = item.get("default") or None
    example = item.get("example") or (None if optional else default)
    if example is None and not optional:
        raise QueryHeaderInvalid(path, line, f"parameter {name} needs a default or an example")
    label = {"en": item.get("label", name), "da": item.get("label_da", name)}
    return Parameter(name, type_, label, default, example, optional)


def iri(query: Query) -> str:
    """Return the IRI of a saved query."""
    return terms.query(url_quote(query.name))
