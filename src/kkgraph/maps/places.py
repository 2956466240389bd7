"""The places of a network, each with its ties: what a map draws."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kkgraph.networks.model import Edge, Network, Node, Text

_PLACES = ("City", "Municipality")


@dataclass(frozen=True)
class Tie:
    """A tie of a place: the thing at its other end, and the edge with its evidence.

    `place` is the IRI of the place at the other end, "" where that is none but home.
    """

    other: Node
    edge: Edge
    place: str = ""

    @property
    def counted(self) -> frozenset[str]:
        """What the tie counts, by IRI: the things that both ends share, or else the facts."""
        return frozenset(self.edge.things or (one.fact for one in self.edge.evidence))


@dataclass(frozen=True)
class Place:
    """A place away from home: name, degrees (WGS84), and its ties, the heaviest first."""

    id: str
    label: Text
    lat: float
    long: float
    ties: tuple[Tie, ...]

    @property
    def weight(self) -> int:
        """How much its ties count: a fact once, however many it ties to the place."""
        return counted(self.ties)


@dataclass(frozen=True)
class Arc:
    """What is drawn from home (`start` is None) or a place to a place, and its weight."""

    start: Place | None
    end: Place
    weight: int

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that it joins, one where it begins at home."""
        return (self.start, self.end) if self.start else (self.end,)


def origin_of(network: Network) -> Node | None:
    """Return the city that arcs begin in, None where nothing says where it lies."""
    found = next((node for node in network.home if node.type == "City"), None)
    return found if found and found.lat is not None and found.long is not None else None


def counted(ties: Iterable[Tie]) -> int:
    """Return how many things or facts some ties count, each once."""
    return len({one for tie in ties for one in tie.counted})


def places_of(network: Network) -> list[Place]:
    """Return a network's cities and municipalities that have coordinates, most tied first.

    A municipality counts as the city where it lies. The city whose survey it is and its
    municipality are where the arcs begin, and no place.
    """
    home = frozenset(node.id for node in network.home)
    groups: dict[tuple[float, float], list[Node]] = defaultdict(list)
    for node in network.nodes:
        if node.type in _PLACES and node.lat is not None and node.long is not None:
            groups[node.lat, node.long].append(node)
    names = {node.id: _first(here).id for here in groups.values() for node in here}
    ties = _ties(network, names, home)
    found = [
        Place(first.id, first.label, *at, _sorted(ties[first.id]))
        for at, here in groups.items()
        if (first := _first(here)).id not in home and ties[first.id]
    ]
    return sorted(found, key=lambda place: (-place.weight, place.label["en"]))


def _first(here: list[Node]) -> Node:
    return min(here, key=lambda node: (_PLACES.index(node.type), node.id))


def _ties(network: Network, names: dict[str, str], home: frozenset[str]) -> dict[str, list[Tie]]:
    """Return the ties of each place, by the IRI that names it; none is within a place."""
    nodes = {node.id: node for node in network.nodes}
    ties: dict[str, list[Tie]] = defaultdict(list)
    for edge in network.edges:
        ends = [names.get(end, "") for end in (edge.source, edge.target)]
        if ends[0] != ends[1]:
            away = ["" if end in home else end for end in ends]
            ties[ends[0]].append(Tie(nodes[edge.target], edge, away[1]))
            ties[ends[1]].append(Tie(nodes[edge.source], edge, away[0]))
    return ties


def _sorted(ties: list[Tie]) -> tuple[Tie, ...]:
    return tuple(sorted(ties, key=lambda tie: (-tie.edge.weight, tie.other.label["en"])))


def arcs_of(places: list[Place]) -> list[Arc]:
    """Return the arcs of a map.

    There is one between two places that are tied to each other, and one from home to
    each place that is tied to what is no place.
    """
    by_id = {place.id: (order, place) for order, place in enumerate(places)}
    arcs = []
    for order, place in enumerate(places):
        ends: dict[str, list[Tie]] = defaultdict(list)
        for tie in place.ties:
            ends[tie.place if tie.place in by_id else ""].append(tie)
        for end, ties in sorted(ends.items()):
            before, start = by_id[end] if end else (-1, None)
            if before < order:
                arcs.append(Arc(start, place, counted(ties)))
    return arcs


def unplaced(network: Network) -> list[Node]:
    """Return the cities and municipalities that are tied and have no coordinates."""
    return [
        node
        for node in network.nodes
        if node.type in _PLACES and node.degree and (node.lat is None or node.long is None)
    ]
