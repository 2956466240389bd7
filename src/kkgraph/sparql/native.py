"""Terms as Python values, and triples for rdflib."""

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

_READ: Final[dict[str, "Callable[[str], Any]"]] = {
    terms.XSD + "integer": int,
    terms.XSD + "decimal": Decimal,
    terms.XSD + "double": float,
    terms.XSD + "float": float,
    terms.XSD + "gYear": int,
    terms.XSD + "date": date.fromisoformat,
    terms.XSD + "dateTime": datetime.fromisoformat,
    terms.XSD + "boolean": lambda text: {"true": True, "1": True, "false": False, "0": False}[text],
}


def value(term: Term | None) -> Any:  # noqa: ANN401 - any type of value
    """Return a term as a Python value: int, Decimal, float, date, bool, else its characters."""
    if term is None:
        return None
    read = _READ.get(term.datatype.value) if isinstance(term, ox.Literal) else None
    text = lexical(term)
    try:
        return read(text) if read else text
    except (ArithmeticError, ValueError, LookupError):
        return text


def to_rdflib(graph: Graph) -> "rdflib.Graph":
    """Return triples as rdflib's Graph, with the project's prefixes."""
    import rdflib

    found = rdflib.Graph()
    for prefix, namespace in terms.PREFIXES.items():
        found.bind(prefix, namespace)
    content = ox.serialize(graph.triples, format=ox.RdfFormat.N_TRIPLES)
    return found.parse(data=content or b"", format="nt")
