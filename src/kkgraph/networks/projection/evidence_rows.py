"""The rows of a network's query: pieces of evidence for ties, and filters on them."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kkgraph.errors import QueryFailed
from kkgraph.networks.projection.attributes import Things
from kkgraph.sparql.terms import Term, lexical
from kkgraph.tables import Result, Table

SHARED = "shared"
_COLUMNS = ("source", "target", "fact")

Row = dict[str, Term | None]


@dataclass(frozen=True)
class EvidenceRow:
    """One row: two ends, or one (`target` is "") for a node that may have no tie."""

    source: str
    target: str
    relation: str
    facts: tuple[str, ...]
    thing: str
    section: str
    amount: Decimal | None


@dataclass(frozen=True)
class Filters:
    """Which ties to keep; empty keeps all. Chapters and sections by number, years inclusive."""

    themes: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None

    @property
    def empty(self) -> bool:
        """Whether every tie passes."""
        return self == Filters()


def read_rows(result: Result, source: str) -> list[EvidenceRow]:
    """Turn a query's rows into ties; raises QueryFailed for rows that are no evidence."""
    if not isinstance(result, Table) or not set(_COLUMNS) <= set(result.columns):
        raise QueryFailed(source, "a network's query is a SELECT with ?source, ?target and ?fact")
    rows = (dict(zip(result.columns, row, strict=True)) for row in result.rows)
    return [_row(row, source) for row in rows if row["source"] is not None]


def _row(row: Row, source: str) -> EvidenceRow:
    facts = (_iri(row["fact"]), _iri(row.get("other")))
    target = _iri(row["target"])
    if target and not facts[0]:
        raise QueryFailed(source, f"a row that ties {target} has no ?fact, an IRI, to cite")
    return EvidenceRow(
        source=_iri(row["source"]),
        target=target,
        relation=_iri(row.get("relation")) or SHARED,
        facts=tuple(fact for fact in facts if fact),
        thing=_iri(row.get("thing")),
        section=_iri(row.get("section")),
        amount=_amount(row.get("amount"), source),
    )


def _amount(value: Term | None, source: str) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(text := lexical(value))
    except InvalidOperation:
        raise QueryFailed(source, f"?amount '{text}' is no number") from None


def _iri(value: Term | None) -> str:
    return value.value if isinstance(value, ox.NamedNode) else ""


def filtered(rows: list[EvidenceRow], filters: Filters, things: Things) -> list[EvidenceRow]:
    """Return the ties that pass all filters; nodes of their own go when there is a filter."""
    if filters.empty:
        return rows
    return [row for row in rows if row.target and _passes(row, filters, things)]


def _passes(row: EvidenceRow, filters: Filters, things: Things) -> bool:
    return (
        _meets(filters.themes, themes_of(row, things))
        and _meets(filters.departments, departments_of(row, things))
        and _in_chapters(row, filters.chapters, things)
        and _in_years(row, filters, things)
    )


def _meets(wanted: tuple[str, ...], found: set[str]) -> bool:
    return not wanted or not found.isdisjoint(wanted)


def themes_of(row: EvidenceRow, things: Things) -> set[str]:
    """Return the themes of what both ends share, or else of the ends."""
    about = (row.thing,) if row.thing else (row.source, row.target)
    return {theme for iri in about for theme in things.themes(iri)}


def departments_of(row: EvidenceRow, things: Things) -> set[str]:
    """Return the departments of a tie's facts and ends, and those in what both ends share."""
    ends = {iri for iri in (row.source, row.target) if things.is_department(iri)}
    facts = {found for fact in row.facts for found in things.departments(fact)}
    return ends | facts | (things.departments_in(row.thing) if row.thing else set())


def _in_chapters(row: EvidenceRow, chapters: tuple[str, ...], things: Things) -> bool:
    """Tell whether each of a tie's facts has lines in one of the chapters or sections."""
    return not chapters or all(
        any(_is_under(section, chapters) for section in sections_of(row, fact, things))
        for fact in row.facts
    )


def _is_under(section: str, chapters: tuple[str, ...]) -> bool:
    return any(section == chapter or section.startswith(f"{chapter}.") for chapter in chapters)


def sections_of(row: EvidenceRow, fact: str, things: Things) -> dict[str, str]:
    """Return the sections (by number) that state a tie's fact, with their lines."""
    found = things.sections(fact)
    only = things.section_number(row.section)
    return {only: found[only]} if only in found else found


def _in_years(row: EvidenceRow, filters: Filters, things: Things) -> bool:
    """Tell whether a tie's printed time touches the years; one without printed time does."""
    first, last = filters.first_year, filters.last_year
    if first is None and last is None:
        return True
    own = [period for fact in row.facts if (period := things.period(fact))]
    ends = (row.thing, row.source, row.target)
    periods = own or [period for iri in ends if (period := things.period(iri))]
    return all(
        (last is None or begin is None or begin <= last)
        and (first is None or end is None or end >= first)
        for begin, end in periods
    )
