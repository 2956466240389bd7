"""Which patterns a term of the graph may be printed as in the survey."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from re import Pattern

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import LABELS, PRINTED
from kkgraph.sparql.graphs import Quads
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


def load_names(quads: Quads) -> dict[str, Patterns]:
    """Return the patterns of every registered thing's spellings.

    Spellings are the register's labels, and the names that section graphs give
    as printed (which the walk holds against the text in their own right).
    """
    spellings: dict[str, set[str]] = {}
    for thing, label in _labels(quads, LABELS):
        spellings.setdefault(thing, set()).add(label.value)
    for _, thing, name in _printed(quads):
        if thing in spellings:
            spellings[thing].add(name)
    return {thing: _patterns(thing, names) for thing, names in spellings.items()}


@dataclass(frozen=True)
class Otherwise:
    """What tells that a section calls a thing otherwise than its Danish label.

    `others` are a thing's names beside that label: alternative labels, names printed in any
    section, and hidden labels with a capital (one in lower case is a word, such as "nordiske").
    `own` are the label and the names that a section itself gives as printed.
    """

    labels: Mapping[str, Patterns]
    others: Mapping[str, Patterns]
    printed: Mapping[tuple[str, str], Patterns]

    def own(self, section: str, thing: str) -> Patterns:
        """Return the names that a thing may have in the section without more."""
        return self.labels.get(thing, ()) + self.printed.get((section, thing), ())


def load_otherwise(quads: Quads) -> Otherwise:
    """Return the names of every registered thing, parted by who gives them."""
    labels: dict[str, set[str]] = {}
    others: dict[str, set[str]] = {}
    printed: dict[tuple[str, str], set[str]] = {}
    for thing, label in _labels(quads, (terms.PREF_LABEL,)):
        if label.language == "da":
            labels.setdefault(thing, set()).add(label.value)
    for thing, label in _labels(quads, (terms.ALT_LABEL,)):
        others.setdefault(thing, set()).add(label.value)
    for thing, label in _labels(quads, (terms.HIDDEN_LABEL,)):
        if label.value != label.value.lower():
            others.setdefault(thing, set()).add(label.value)
    for section, thing, name in _printed(quads):
        others.setdefault(thing, set()).add(name)
        printed.setdefault((section, thing), set()).add(name)
    return Otherwise(
        {thing: _patterns(thing, names) for thing, names in labels.items()},
        {thing: _patterns(thing, names) for thing, names in others.items()},
        {key: _patterns(key[1], names) for key, names in printed.items()},
    )


def _labels(quads: Quads, predicates: Iterable[str]) -> Iterator[tuple[str, ox.Literal]]:
    """Yield each thing of the register with each of its labels."""
    for predicate in predicates:
        for quad in quads.quads_for_pattern(
            None, ox.NamedNode(predicate), None, ox.NamedNode(terms.REGISTER)
        ):
            if isinstance(quad.object, ox.Literal):
                yield lexical(quad.subject), quad.object


def _printed(quads: Quads) -> Iterator[tuple[str, str, str]]:
    """Yield graph, thing and name for each name that a section gives as printed."""
    for predicate in PRINTED:
        for quad in quads.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            if isinstance(quad.graph_name, ox.NamedNode):
                yield quad.graph_name.value, lexical(quad.subject), lexical(quad.object)


def _patterns(thing: str, names: Iterable[str]) -> Patterns:
    return tuple(name_pattern(name, opens=_is_topic(thing)) for name in sorted(names))


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
