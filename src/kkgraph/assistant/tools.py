"""The tools as an assistant sees them: one a topic of saved queries, and six general ones."""

from typing import Any

from kkgraph.assistant.desk import Desk
from kkgraph.parameters import ENUM, Parameter
from kkgraph.queries import Query
from kkgraph.texts import LANGUAGES

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_LANG: Schema = {"lang": {"enum": list(LANGUAGES)}}
_LIMIT: Schema = {"limit": {"type": "integer", "minimum": 1, "maximum": 500}}
NUMBERS: dict[str, Schema] = {"integer": {"type": "integer"}, "decimal": {"type": "number"}}
INSTRUCTIONS = (
    "A knowledge graph of what a municipality's survey says of its international work. Begin with "
    "`ask` (a plain question in Danish or English) or `search` (a name); a topic's tool runs a "
    "saved query; `sparql` is for what no saved query answers (read the resource asking.md first). "
    "Every answer has `citations` (section, lines, IRI): repeat them. `basis` says what is "
    "derived, our own reading or from outside the survey: say so. Where the graph has no answer, "
    "say that; do not fill in from memory."
)


def _object(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


_GENERAL: dict[str, tuple[str, Schema]] = {
    "ask": (
        (
            "Answer a plain question, Danish or English. Where it is not sure it returns readings: "
            "choose one and call its tool."
        ),
        _object({"question": _TEXT, **_LANG, **_LIMIT}, "question"),
    ),
    "search": (
        "Find things by any name or identifier (Q585), saved queries and facts by words.",
        _object({"text": _TEXT, **_LANG, **_LIMIT}, "text"),
    ),
    "show": (
        "Describe a thing or a section (4.1.5); all=true adds what is derived and outside.",
        _object({"thing": _TEXT, "all": {"type": "boolean"}, **_LANG}, "thing"),
    ),
    "why": (
        (
            "Say why a statement holds: sections and lines, rule, or outside source. "
            "E.g. thing=Oslo, property=isMemberOf, value=STRING."
        ),
        _object({"thing": _TEXT, "property": _TEXT, "value": _TEXT, **_LANG}, "thing"),
    ),
    "sparql": (
        (
            "Run a read-only SPARQL 1.1 query; prefixes (kk:, city:, network:, ...) are known. "
            "Select ?source from kk:citation to have citations."
        ),
        _object({"query": _TEXT, **_LANG, **_LIMIT}, "query"),
    ),
}


def tools(desk: Desk) -> list[Schema]:
    """Return every tool: name, description, schema of its arguments."""
    general = [_tool(name, *told) for name, told in _GENERAL.items()]
    topics = [_topic(topic, found) for topic, found in desk.topics.items()]
    return [*general, _network(desk), *topics]


def _tool(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "description": description, "inputSchema": schema}


def _network(desk: Desk) -> Schema:
    names = {"enum": sorted(desk.projections)}
    told = (
        "Sum up a network: size, largest nodes, strongest ties; `ego` keeps what is near a thing."
    )
    return _tool("network", told, _object({"name": names, "ego": _TEXT, **_LANG}, "name"))


def _topic(topic: str, found: list[Query]) -> Schema:
    """Return the tool of a topic: which of its queries, and the parameters of all of them."""
    told = "; ".join(f"{query.name}: {_summary(query)}" for query in found)
    properties: Schema = {"query": {"enum": [query.name for query in found]}}
    for query in found:
        for parameter in query.parameters:
            properties.setdefault(parameter.name, _parameter(parameter))
    return _tool(topic, told, _object({**properties, **_LANG, **_LIMIT}, "query"))


def _summary(query: Query) -> str:
    """Return what a query answers and its parameters, those that are needed with a star."""
    names = [f"{p.name}*" if p.required else p.name for p in query.parameters]
    return query.summary["en"] + (f" ({', '.join(names)})" if names else "")


def _parameter(parameter: Parameter) -> Schema:
    if parameter.type == ENUM:
        return {"enum": list(parameter.values)}
    return NUMBERS.get(parameter.type, _TEXT)
