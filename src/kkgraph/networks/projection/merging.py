"""Municipalities as the cities whose authorities they are, so that no city is two nodes."""

from dataclasses import replace

from kkgraph import terms
from kkgraph.networks.projection.attributes import Attributes
from kkgraph.networks.projection.evidence_rows import EvidenceRow


def merged(rows: list[EvidenceRow], attributes: Attributes) -> list[EvidenceRow]:
    """Return the rows with each municipality replaced by its city, where it has one.

    A row that ties a municipality to its own city is left out.
    """
    found = [
        replace(row, source=_city(row.source, attributes), target=_city(row.target, attributes))
        for row in rows
    ]
    return [row for row in found if row.source != row.target]


def _city(iri: str, attributes: Attributes) -> str:
    return next(iter(attributes.values(iri, terms.REPRESENTS_CITY)), iri) if iri else iri
