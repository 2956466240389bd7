"""The rows of a network's query: pieces of evidence for ties, and what a row is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from sys import intern

import pyoxigraph as ox

from kkgraph.errors import QueryFailed
from kkgraph.networks.projection.attributes import Attributes
from kkgraph.networks.projection.periods import Period, bounds
from kkgraph.sparql.terms import Term, lexical
from kkgraph.tables import Result, Table
from kkgraph.texts import Message

SHARED = "shared"
_COLUMNS = ("source", "target", "fact")

Row = dict[str, Term | None]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row: two ends, or one (`target` is "") for a node that may have no tie."""

    source: str
    target: str
    relation: str
    facts: tuple[str, ...]
    thing: str
    section: str
    amount: Decimal | None
    currency: str = ""

    @property
    def ends(self) -> tuple[str, ...]:
        """The things that the row ties, one where it ties none."""
        return (self.source, self.target) if self.target else (self.source,)


def read_rows(result: Result, source: str) -> list[EvidenceRow]:
    """Read the rows of a query; raises QueryFailed for rows that are no evidence."""
    if not isinstance(result, Table) or not set(_COLUMNS) <= set(result.columns):
        raise QueryFailed(source, Message("errors.network.select"))
    rows = (dict(zip(result.columns, row, strict=True)) for row in result.rows)
    return [_row(row, source) for row in rows if row["source"] is not None]


def _row(row: Row, source: str) -> EvidenceRow:
    facts = (_iri(row["fact"]), _iri(row.get("other")))
    target = _iri(row["target"])
    if target and not facts[0]:
        raise QueryFailed(source, Message("errors.network.no_fact", target=target))
    return EvidenceRow(
        source=_iri(row["source"]),
        target=target,
        relation=_iri(row.get("relation")) or SHARED,
        facts=tuple(fact for fact in facts if fact),
        thing=_iri(row.get("thing")),
        section=_iri(row.get("section")),
        amount=_amount(row.get("amount"), source),
        currency=_text(row.get("currency")),
    )


def _amount(value: Term | None, source: str) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(text := lexical(value))
    except InvalidOperation:
        raise QueryFailed(source, Message("errors.network.no_number", text=text)) from None


def _iri(value: Term | None) -> str:
    return intern(value.value) if isinstance(value, ox.NamedNode) else ""


def _text(value: Term | None) -> str:
    return value.value if isinstance(value, ox.Literal) else ""


def themes_of(row: EvidenceRow, attributes: Attributes) -> set[str]:
    """Return the themes of a row's facts and of what they are about, and of what is shared.

    Where nothing is shared, the themes of the ends count.
    """
    facts = {theme for fact in row.facts for theme in attributes.themes_of_fact(fact)}
    about = (row.thing,) if row.thing else row.ends
    return facts | {theme for iri in about for theme in attributes.themes(iri)}


def departments_of(row: EvidenceRow, attributes: Attributes) -> set[str]:
    """Return the departments that are an end, or else those of the facts and what they are about.

    A unit stands for its department.
    """
    ends = set(filter(attributes.is_department, row.ends))
    if ends:
        return ends
    facts = {one for fact in row.facts for one in attributes.departments_of_fact(fact)}
    units = {one for iri in row.ends for one in attributes.departments_of_unit(iri)}
    return facts | units | (attributes.departments_in(row.thing) if row.thing else set())


def sections_of(row: EvidenceRow, fact: str, attributes: Attributes) -> Mapping[str, str]:
    """Return the sections (by number) that state a row's fact, with their lines."""
    found = attributes.sections(fact)
    only = attributes.section_number(row.section)
    return {only: found[only]} if only in found else found


def period_of(row: EvidenceRow, attributes: Attributes) -> Period:
    """Return when a tie holds: as its facts print it, or else what is shared, or else the ends.

    An end that is tied is there for all of the tie, so the shortest time of the ends counts.
    """
    own = [period for fact in row.facts if (period := attributes.period(fact))]
    if own:
        return _common(own)
    shared = attributes.period(row.thing)
    return shared or _common([attributes.period(end) for end in row.ends])


def _common(periods: list[Period]) -> Period:
    """Return the time in which all of some periods may hold: last start, first end."""
    starts = [one.start for one in periods if one.start]
    ends = [one.end for one in periods if one.end]
    return Period(
        max(starts, key=lambda text: bounds(text)[0], default=""),
        min(ends, key=lambda text: bounds(text)[1], default=""),
    )
