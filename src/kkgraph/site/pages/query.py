"""The pages of saved queries: the question, its answer, and files to take away."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from kkgraph import queries, terms
from kkgraph.entities import search
from kkgraph.evidence.emptiness import explained
from kkgraph.export import csvw
from kkgraph.formats import spreadsheet, standard
from kkgraph.formats.columns import view
from kkgraph.parameters import Parameter, entity_class, is_entity
from kkgraph.queries import Query
from kkgraph.site import tables
from kkgraph.site.context import Site, once
from kkgraph.site.pages.statements import Renderer
from kkgraph.tables import Answer, Column, Graph, Result, Table
from kkgraph.texts import LANGUAGES, phrase, table
from kkgraph.texts.alphabet import order

MOST_ROWS = 1000


@dataclass(frozen=True)
class Shown:
    """A parameter on its query's page: label, the value the answer is for, whether needed."""

    name: str
    label: str
    type: str
    value: str
    required: bool


@dataclass(frozen=True)
class Question:
    """A query in a list."""

    name: str
    summary: str
    page: str


def topic(name: str, lang: str) -> str:
    """Return what a topic's folder is called."""
    return table("site.topics", lang).get(name) or name.capitalize()


def answer(site: Site, query: Query, lang: str) -> Result:
    """Return a query's answer for the values of its example."""
    return _answers(site, lang)[query.name]


def prepare(site: Site) -> None:
    """Answer all questions, before a build divides its work."""
    for lang in LANGUAGES:
        _answers(site, lang)


@once
def _answers(site: Site, lang: str) -> dict[str, Result]:
    return {query.name: _answer(site, query, lang) for query in site.queries}


def _answer(site: Site, query: Query, lang: str) -> Result:
    values = query.example_values
    return explained(site.store, queries.run(site.store, query, values, lang), query, values)


def data(site: Site, query: Query, lang: str) -> dict[str, Any]:
    """Return what the template `query.html` prints."""
    result = answer(site, query, lang)
    shown = view(result) if isinstance(result, Table) else None
    renderer = Renderer(site.index, lang)
    return {
        "title": query.summary[lang],
        "name": query.name,
        "description": query.description[lang],
        "topic": topic(query.topic, lang),
        "parameters": [_shown(renderer, p, lang) for p in query.parameters],
        "sheet": tables.of_view(renderer, query.name, shown, MOST_ROWS) if shown else None,
        "notes": result.about.notes,
        "count": len(result.rows) if isinstance(result, Table) else None,
        "most": MOST_ROWS,
        "verdict": phrase("site.query.yes" if result.value else "site.query.no", lang)
        if isinstance(result, Answer)
        else None,
        "graph": standard.ttl(result).decode() if isinstance(result, Graph) else None,
        "files": [name for name, _ in files(site, query)],
        "text": query.text,
        "command": query.example,
        "run": f"sparql/#{urlencode({'saved': query.name, **_terms(site, query)})}",
        "iri": queries.iri(query),
        "curie": query.name,
        "crumbs": [{"text": phrase("site.menu.queries", lang), "page": "queries/"}],
    }


def _terms(site: Site, query: Query) -> dict[str, str]:
    """Return the example's values as the form in the browser takes them."""
    found = {}
    for parameter in query.parameters:
        value = parameter.example or parameter.default
        if value is not None:
            found[parameter.name] = _form_value(site, parameter, value)
    return found


def _form_value(site: Site, parameter: Parameter, value: str) -> str:
    if parameter.type == "section" or is_entity(parameter.type):
        wanted = terms.SECTION if parameter.type == "section" else entity_class(parameter.type)
        return str(search.resolve(site.store, value, wanted))
    return value


def _shown(renderer: Renderer, parameter: Parameter, lang: str) -> Shown:
    value = parameter.example or parameter.default or ""
    return Shown(
        parameter.name,
        parameter.label.get(lang, parameter.name),
        parameter.type,
        _value(renderer, value),
        parameter.required,
    )


def _value(renderer: Renderer, value: str | None) -> str:
    iri = terms.expand(value) if value else None
    return renderer.name(iri) if iri and iri in renderer.index.by_subject else value or ""


def files(site: Site, query: Query) -> list[tuple[str, bytes]]:
    """Return the files of a query: its text, and its example's answer."""
    result = answer(site, query, "en")
    found = [(f"queries/{query.name}.rq", query.text.encode())]
    if isinstance(result, Table):
        name = f"{query.name}.csv"
        found.append((f"queries/{name}", standard.csv(result)))
        told = csvw.metadata(result, name, query.summary)
        found.append((f"queries/{name}-metadata.json", told))
        found.append((f"queries/{query.name}.json", standard.json(result)))
        found.append((f"queries/{query.name}.xlsx", spreadsheet.xlsx(result)))
    elif isinstance(result, Graph):
        found.append((f"queries/{query.name}.result.ttl", standard.ttl(result)))
    else:
        found.append((f"queries/{query.name}.json", standard.json(result)))
    return found


def listing(site: Site, lang: str) -> list[tuple[str, str, list[Question]]]:
    """Return all questions by topic: (name of the topic, anchor, questions)."""
    topics = dict.fromkeys(query.topic for query in site.queries)
    return [
        (topic(t, lang), t, [question(q, lang) for q in site.queries if q.topic == t])
        for t in topics
    ]


def question(query: Query, lang: str) -> Question:
    """Return a query as a line of a list."""
    return Question(query.name, query.summary[lang], f"queries/{query.name}/")


def form(site: Site, query: Query, lang: str) -> dict[str, Any]:
    """Return a query as the page with the query engine takes it (`web/src/sparql/page.ts`)."""
    lines = query.text.splitlines()
    return {
        "name": query.name,
        "topic": topic(query.topic, lang),
        "summary": query.summary[lang],
        "description": query.description[lang],
        "text": "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n",
        "params": [_parameter(site, parameter, lang) for parameter in query.parameters],
        "columns": [_column(column, lang) for column in query.columns],
    }


def _column(column: Column, lang: str) -> dict[str, Any]:
    said = {"name": column.name, "kind": column.kind, "label": column.label.get(lang, column.name)}
    links = {"of": column.of, "currency": column.currency}
    return said | {key: value for key, value in links.items() if value}


def _parameter(site: Site, parameter: Parameter, lang: str) -> dict[str, Any]:
    default = parameter.default or parameter.example
    return {
        "name": parameter.name,
        "type": parameter.type,
        "label": parameter.label.get(lang, parameter.name),
        "default": _form_value(site, parameter, default) if default is not None else None,
        "optional": parameter.optional,
        "values": parameter.values,
    }


def options(site: Site, lang: str) -> dict[str, list[str]]:
    """Return, for each type of parameter that stands for a thing, the IRIs it may stand for."""
    types = {p.type for query in site.queries for p in query.parameters}
    return {type_: found for type_ in sorted(types) if (found := _options(site, type_, lang))}


def _options(site: Site, type_: str, lang: str) -> list[str]:
    if type_ == "section":
        return site.index.sections()
    return _instances(site, entity_class(type_), lang) if is_entity(type_) else []


def _instances(site: Site, cls: str | None, lang: str) -> list[str]:
    from kkgraph.site.pages.entity import ancestors

    index = site.index
    every = [iri for iri in index.subjects() if terms.kind_of(iri) in terms.THING_KINDS]
    fitting = [
        iri
        for iri in every
        if cls is None or any(cls in ancestors(site, c) for c in index.types(iri))
    ]
    return sorted(fitting, key=lambda iri: order(lang)(index.label(iri, lang)))
