"""Terms as Python values, and triples for rdflib."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.sparql.terms import Term, lexical
from kkgraph.tables import Graph

if TYPE_CHECKING:
    from collections.abc import Callable

    import rdflib

_DECIMAL, _DAY = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", r"\d{4}-\d\d-\d\d"
_FLOAT = rf"{_DECIMAL}(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}
# How a value of a datatype is written, and what reads it: Python itself takes more.
_READ: Final[dict[str, tuple[re.Pattern[str], "Callable[[str], Any]"]]] = {
    terms.XSD + name: (re.compile(form, re.ASCII), read)
    for name, form, read in (
        ("integer", r"[+-]?\d+", int),
        ("decimal", _DECIMAL, Decimal),
        ("double", _FLOAT, float),
        ("float", _FLOAT, float),
        ("gYear", r"\d{4,}", int),
        ("date", _DAY, date.fromisoformat),
        ("dateTime", rf"{_DAY}T\d\d:\d\d:\d\d.*", datetime.fromisoformat),
        ("boolean", "|".join(_TRUTH), _TRUTH.__getitem__),
    )
}


def value(term: Term | None) -> Any:  # noqa: ANN401 - any type of value
    """Return a term as a Python value: int, Decimal, float, date, bool, else its characters."""
    if term is None:
        return None
    text = lexical(term)
    known = _READ.get(term.datatype.value) if isinstance(term, ox.Literal) else None
    if known is None or not known[0].fullmatch(text):
        return text
    try:
        return known[1](text)
    except ValueError:  # a day that no calendar has, more digits than Python reads
        return text


def to_rdflib(graph: Graph) -> "rdflib.Graph":
    """Return triples as rdflib's Graph, with the project's prefixes."""
    import rdflib

    found = rdflib.Graph()
    for prefix, namespace in terms.PREFIXES.items():
        found.bind(prefix, namespace)
    content = ox.serialize(graph.triples, format=ox.RdfFormat.N_TRIPLES)
    return found.parse(data=content or b"", format="nt")
