"""Parameters of saved queries: what a value typed by a person means as an RDF term."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors import ParameterInvalid, ParameterUnknown

if TYPE_CHECKING:
    from kkgraph.store import Store

_ENTITY = re.compile(r"entity(?:\((kk:\w+)\))?")
_PATTERNS = {
    "integer": (re.compile(r"[+-]?[0-9]+"), "integer", "a whole number such as 3"),
    "decimal": (
        re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
        "decimal",
        "a number such as 2.5",
    ),
    "year": (re.compile(r"[0-9]{4}"), "gYear", "a year such as 2019"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "date", "a date such as 2020-02-14"),
}
LANGUAGES = ("da", "en")


@dataclass(frozen=True)
class Parameter:
    """A parameter as the query's header declares it.

    `default` and `example` are texts as a person would type them; without a default
    and not `optional`, the parameter has to be given.
    """

    name: str
    type: str
    label: dict[str, str]
    default: str | None = None
    example: str | None = None
    optional: bool = False

    @property
    def required(self) -> bool:
        """Whether a call has to give it."""
        return self.default is None and not self.optional


def is_type(text: str) -> bool:
    """Tell whether a header may name this type."""
    return text in _PATTERNS or text in ("string", "lang", "section") or is_entity(text)


def is_entity(type_: str) -> bool:
    """Tell whether a type stands for a thing of the graph."""
    return _ENTITY.fullmatch(type_) is not None


def entity_class(type_: str) -> str | None:
    """Return the class IRI that `entity(kk:City)` asks for, None for any."""
    found = _ENTITY.fullmatch(type_)
    return terms.expand(found[1]) if found and found[1] else None


def bind(
    store: "Store", parameters: tuple[Parameter, ...], values: Mapping[str, object]
) -> dict[str, ox.NamedNode | ox.Literal]:
    """Return a term for each parameter that has a value or a default.

    Raises ParameterInvalid for an unknown name or an ill-typed value; a missing
    required parameter is the caller's to find (`queries.run`).
    """
    known = [parameter.name for parameter in parameters]
    for name in values:
        if name not in known:
            raise ParameterUnknown(name, known)
    given = ((p, values.get(p.name, p.default)) for p in parameters)
    return {p.name: term(store, p, str(value)) for p, value in given if value is not None}


def term(store: "Store", parameter: Parameter, text: str) -> ox.NamedNode | ox.Literal:
    """Return the term for a typed value; raises ParameterInvalid or an entity error."""
    if is_entity(parameter.type) or parameter.type == "section":
        from kkgraph.entities import search

        wanted = entity_class(parameter.type) if parameter.type != "section" else terms.SECTION
        return search.resolve(store, text, wanted)
    if parameter.type == "lang" and text not in LANGUAGES:
        raise ParameterInvalid(
            parameter.name, f"'{text}' is no language of the graph; use da or en"
        )
    if parameter.type in _PATTERNS:
        return _typed(parameter, text)
    return ox.Literal(text)


def _typed(parameter: Parameter, text: str) -> ox.Literal:
    pattern, datatype, like = _PATTERNS[parameter.type]
    if not pattern.fullmatch(text) or (datatype == "date" and not _is_day(text)):
        raise ParameterInvalid(parameter.name, f"'{text}' is not {like}")
    return ox.Literal(text, datatype=ox.NamedNode(terms.XSD + datatype))


def _is_day(text: str) -> bool:
    """Tell whether the calendar has the day."""
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
