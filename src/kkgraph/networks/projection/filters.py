"""Which rows of evidence count: by theme, department, chapter and time."""

from kkgraph.networks.projection.attributes import Attributes
from kkgraph.networks.projection.evidence_rows import (
    EvidenceRow,
    departments_of,
    period_of,
    sections_of,
    themes_of,
)
from kkgraph.networks.selection import Selection


def filtered(
    rows: list[EvidenceRow], chosen: Selection, attributes: Attributes
) -> list[EvidenceRow]:
    """Return the rows that pass all filters; a row without a fact passes none."""
    if not chosen.filters:
        return rows
    return [row for row in rows if row.facts and _passes(row, chosen, attributes)]


def _passes(row: EvidenceRow, chosen: Selection, attributes: Attributes) -> bool:
    return (
        _meets(chosen.themes, themes_of(row, attributes))
        and _meets(chosen.departments, departments_of(row, attributes))
        and _in_chapters(row, chosen.chapters, attributes)
        and period_of(row, attributes).touches(chosen.first, chosen.last)
    )


def _meets(wanted: tuple[str, ...], found: set[str]) -> bool:
    return not wanted or not found.isdisjoint(wanted)


def _in_chapters(row: EvidenceRow, chapters: tuple[str, ...], attributes: Attributes) -> bool:
    """Tell whether each of a row's facts has lines in one of the chapters or sections."""
    return not chapters or all(
        any(_is_under(section, chapters) for section in sections_of(row, fact, attributes))
        for fact in row.facts
    )


def _is_under(section: str, chapters: tuple[str, ...]) -> bool:
    return any(section == chapter or section.startswith(f"{chapter}.") for chapter in chapters)
