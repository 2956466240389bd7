"""Parameters of saved queries: what a value typed by a person means as an RDF term."""

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors import KkgraphError, ParameterInvalid, ParameterUnknown
from kkgraph.sparql.headers import Header
from kkgraph.sparql.terms import Value
from kkgraph.texts import LANGUAGES, Message

if TYPE_CHECKING:
    from kkgraph.store import Store

_ENTITY = r"entity(?:\((kk:\w+|any)\))?"
MUNICIPALITY = "the municipality"
ALL = "all"  # of a parameter that need not be given: nothing is left out by it
LOWEST = ("1", "0")  # what a number without a say would be
OPEN = (*LOWEST, "any")  # defaults that leave nothing out
PATTERNS = {
    "integer": (r"[+-]?[0-9]+", "integer"),
    "decimal": (r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", "decimal"),
    "year": (r"[0-9]{4}", "gYear"),
    "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "date"),
}
ENUM = "enum"
_KEYS = {"name", "type", "label", "label_da", "default", "example", "optional", "enum"}


class Parameter(NamedTuple):
    """A parameter as the query's header declares it.

    `default` and `example` are texts as a person would type them; without a default
    and not `optional`, the parameter has to be given. A default of an optional one holds only
    where there is something to it (`queries.run`). `values` are those of an enumeration.
    """

    name: str
    type: str
    label: dict[str, str]
    default: str | None = None
    example: str | None = None
    optional: bool = False
    values: tuple[str, ...] = ()

    @property
    def required(self) -> bool:
        """Whether a call has to give it."""
        return self.default is None and not self.optional

    @property
    def yields(self) -> bool:
        """Whether its default gives way to all where it is not there or leaves nothing."""
        return self.default is not None and self.optional


def declared(item: Header) -> Parameter:
    """Return the parameter that an item of a header declares; raises QueryHeaderInvalid."""
    name, values = item.only(_KEYS).text("name"), item.words("enum")
    type_ = item.text("type", ENUM if values else "")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise item.error("", Message("errors.header.name"))
    if not is_type(type_):
        raise item.error("", Message("errors.header.type", name=name, type=type_))
    if bool(values) != (type_ == ENUM):
        raise item.error("", Message("errors.header.enum", name=name))
    default, optional = _default(item.text("default")), item.text("optional") == "true"
    example = item.text("example") or default
    if example is None and not optional:
        raise item.error("", Message("errors.header.example", name=name))
    for key in ("default", "example"):
        if values and item.text(key, values[0]) not in values:
            raise item.error(
                key, Message("errors.header.no_enum", name=name, key=key, values=", ".join(values))
            )
    label = {"en": item.text("label", name), "da": item.text("label_da", name)}
    return Parameter(name, type_, label, default, example, optional, values)


def _default(text: str) -> str | None:
    """Return a default; "the municipality" is that of the project in use, if it names one."""
    if text == MUNICIPALITY and terms.municipality():
        return terms.shorten(terms.municipality())
    return text or None


def is_type(text: str) -> bool:
    """Tell whether a header may name this type."""
    return text in PATTERNS or text in ("string", "lang", "section", ENUM) or is_entity(text)


def is_entity(type_: str) -> bool:
    """Tell whether a type stands for a thing of the graph."""
    return re.fullmatch(_ENTITY, type_) is not None


def entity_class(type_: str) -> str | None:
    """Return the class IRI that `entity(kk:City)` asks for, None for any."""
    found = re.fullmatch(_ENTITY, type_)
    return terms.expand(found[1]) if found and found[1] and not is_any(type_) else None


def is_any(type_: str) -> bool:
    """Tell whether things of every kind are asked for; `entity` alone leaves the kinds unsaid."""
    return type_ == "entity(any)"


def bind(
    store: "Store", parameters: tuple[Parameter, ...], values: Mapping[str, object]
) -> dict[str, Value]:
    """Return a term for each parameter that has a value or a default.

    Raises ParameterInvalid for an unknown name or an ill-typed value; a missing
    required parameter is the caller's to find (`queries.run`).
    """
    known = [parameter.name for parameter in parameters]
    for name in values:
        if name not in known:
            raise ParameterUnknown(name, known)
    given = ((p, values.get(p.name, p.default)) for p in parameters)
    return {
        p.name: term(store, p, str(value))
        for p, value in given
        if value is not None and not (p.yields and value == ALL)
    }


def term(store: "Store", parameter: Parameter, text: str) -> Value:
    """Return the term for a typed value; raises ParameterInvalid or an entity error."""
    if is_entity(parameter.type) or parameter.type == "section":
        from kkgraph.entities import search

        wanted = entity_class(parameter.type) if parameter.type != "section" else terms.SECTION
        own = store.project.settings
        known = own.iri(own.municipality.path) if own.municipality.path else text
        return search.resolve(store, known if text == MUNICIPALITY else text, wanted)
    if parameter.type == "lang" and text not in LANGUAGES:
        raise ParameterInvalid(parameter.name, Message("errors.parameter.language", text=text))
    if parameter.type == ENUM and text not in parameter.values:
        allowed = ", ".join(parameter.values)
        raise ParameterInvalid(
            parameter.name, Message("errors.parameter.no_value", text=text, known=allowed)
        )
    if parameter.type in PATTERNS:
        return _typed(parameter, text)
    return ox.Literal(text)


def is_thing(parameter: Parameter) -> bool:
    """Tell whether its values are things or sections."""
    return is_entity(parameter.type) or parameter.type == "section"


def is_there(store: "Store", parameter: Parameter, value: str | None) -> bool:
    """Tell whether a value can be given; none can."""
    if value is None or not is_thing(parameter):
        return True
    try:
        term(store, parameter, value)
    except KkgraphError:
        return False
    return True


def fitted(store: "Store", parameter: Parameter, taken: Collection[str | None] = ()) -> Parameter:
    """Return a parameter without a default that the graph lacks, with an example that it has.

    `taken`: the examples of the parameters before it, so that two cities are two.
    """
    text = parameter.default or parameter.example
    default = parameter.default if is_there(store, parameter, parameter.default) else None
    if default == parameter.default and is_there(store, parameter, parameter.example):
        return parameter
    found = sorted(map(terms.shorten, _fitting(store, parameter, text or "")))
    example = next((one for one in found if one not in taken), next(iter(found), None))
    return parameter._replace(default=default, example=example)


def _fitting(store: "Store", parameter: Parameter, text: str) -> Collection[str]:
    """Return the things that may be given: of any class, those of the kind of another one."""
    from kkgraph.entities.classes import instances

    wanted = terms.SECTION if parameter.type == "section" else entity_class(parameter.type)
    wanted = wanted or terms.class_of_kind(terms.expand(text) or text)
    return instances(store.graph, wanted) if wanted else ()


def _typed(parameter: Parameter, text: str) -> ox.Literal:
    pattern, datatype = PATTERNS[parameter.type]
    if not re.fullmatch(pattern, text) or (datatype == "date" and not is_day(text)):
        raise ParameterInvalid(
            parameter.name,
            Message(
                "errors.parameter.unlike", text=text, like=Message(f"errors.like.{parameter.type}")
            ),
        )
    return ox.Literal(text, datatype=ox.NamedNode(terms.XSD + datatype))


def is_day(text: str) -> bool:
    """Tell whether the calendar has the day."""
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
