"""A finding of the networks: which two departments share more cities than chance gives."""

from dataclasses import dataclass

from kkgraph.errors.networks import NetworkNotFound
from kkgraph.formats.literals import separated
from kkgraph.networks.measures.overlap import Overlap, overlaps
from kkgraph.networks.model import Network, Text
from kkgraph.networks.projection.declaration import find_projection
from kkgraph.networks.projection.projection import select
from kkgraph.store import Store
from kkgraph.texts import phrase

NETWORK = "city-ties"
NULLS = 1000
_PLACES = ("City", "Municipality")


@dataclass(frozen=True)
class Finding:
    """The two departments whose cities overlap most beyond chance, and how sure that is."""

    departments: tuple[Text, Text]
    overlap: Overlap
    pairs: int
    cities: int
    nulls: int


def shared_cities(store: Store, nulls: int = NULLS) -> Finding | None:
    """Return the finding of a loaded store, None where no two departments have cities.

    A department has a city where a fact, or what a fact is about, ties both. Always the same
    for the same data: the seed is fixed.
    """
    try:
        network = select(store, find_projection(store.project, NETWORK))
    except NetworkNotFound:
        return None
    ties = memberships(network)
    found = overlaps(ties, nulls)
    if not found or not found[0].z:
        return None
    names = network.named(found[0].one), network.named(found[0].other)
    cities = len({city for _, city in ties})
    return Finding(names, found[0], len(found), cities, nulls)


def memberships(network: Network) -> set[tuple[str, str]]:
    """Return each department with each city that a tie of a network ties it to."""
    places = {node.id for node in network.nodes if node.type in _PLACES}
    return {
        (department, city)
        for edge in network.edges
        for department in edge.departments
        for city in (edge.source, edge.target)
        if city in places
    }


def told(found: Finding, lang: str) -> str:
    """Return the finding in two sentences, with what chance gives."""
    one, other = (name[lang] for name in found.departments)
    return phrase(
        "networks.finding",
        lang,
        one=one,
        other=other,
        shared=found.overlap.shared,
        mean=_figure(found.overlap.mean, lang),
        low=found.overlap.low,
        high=found.overlap.high,
        nulls=_figure(found.nulls, lang),
        family=_figure(100 * found.overlap.family, lang),
        pairs=found.pairs,
    )


def _figure(value: float, lang: str) -> str:
    """Return a number as it is written in the language, with a decimal unless it is whole."""
    return separated(f"{value:,.1f}".removesuffix(".0"), lang)
