"""Which patterns a term of the graph may be printed as in the survey."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from re import Pattern

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import LABELS, PRINTED
from kkgraph.sparql.terms import lexical
from kkgraph.survey import figures
from kkgraph.survey.spellings import figure, name_pattern

Patterns = tuple[Pattern[str], ...]

_CURRENCIES = (terms.CURRENCY, terms.EQUIVALENT_CURRENCY)
_NEVER = (figure(r"(?!)"),)
_FIGURES: Mapping[str, Callable[[str], str | None]] = {
    terms.XSD + "integer": lambda value: figures.count_pattern(int(value)),
    terms.XSD + "decimal": lambda value: figures.amount_pattern(Decimal(value)),
    terms.XSD + "gYear": figures.year_pattern,
    terms.XSD + "gYearMonth": figures.year_month_pattern,
    terms.XSD + "gMonth": figures.month_pattern,
    terms.XSD + "date": figures.date_pattern,
    terms.XSD + "duration": figures.duration_pattern,
}


def load_names(quads: ox.Store) -> dict[str, Patterns]:
    """Return the patterns of every registered thing's spellings.

    Spellings are the register's labels, and the names that section graphs give
    as printed (which the walk holds against the text in their own right).
    """
    spellings: dict[str, set[str]] = {}
    for predicate in LABELS:
        for quad in quads.quads_for_pattern(
            None, ox.NamedNode(predicate), None, ox.NamedNode(terms.REGISTER)
        ):
            spellings.setdefault(lexical(quad.subject), set()).add(lexical(quad.object))
    for predicate in PRINTED:
        for quad in quads.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            if lexical(quad.subject) in spellings:
                spellings[lexical(quad.subject)].add(lexical(quad.object))
    return {
        thing: tuple(name_pattern(name, opens=_is_topic(thing)) for name in sorted(names))
        for thing, names in spellings.items()
    }


def _is_topic(iri: str) -> bool:
    """Tell whether a thing is a topic, whose name may open a compound ("idrætsområdet")."""
    return terms.kind_of(iri) == "topic"


def term_patterns(predicate: str, iri: str) -> Patterns:
    """Return the patterns of a term of the vocabulary that only certain words justify."""
    local = iri.removeprefix(terms.KK)
    if predicate == terms.PRECISION and local in figures.HEDGES:
        return (figure(figures.HEDGES[local]),)
    if predicate == terms.TYPE and iri == terms.AGREEMENT:
        return (figure("aftale"),)
    return ()


def literal_patterns(predicate: str, literal: ox.Literal) -> Patterns:
    """Return the patterns of a figure or a printed string; none for words of our own."""
    value, datatype = literal.value, literal.datatype.value
    if literal.language is not None or predicate == terms.LINES:
        return ()
    if predicate in _CURRENCIES:
        return (figure(figures.CURRENCIES.get(value, r"(?!)")),)
    if datatype == terms.XSD + "string":
        return (name_pattern(value),)
    try:
        pattern = _FIGURES[datatype](value)
    except (ValueError, KeyError, IndexError, InvalidOperation):
        return _NEVER
    return _NEVER if pattern is None else (figure(pattern),)
