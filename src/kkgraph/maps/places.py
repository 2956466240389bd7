"""The places of a network, each with its ties: what a map draws."""

from collections import defaultdict
from dataclasses import dataclass

from kkgraph import terms
from kkgraph.networks.model import Edge, Network, Node, Text

HOME = terms.COPENHAGEN
_AT_HOME = {HOME, terms.COPENHAGEN_MUNICIPALITY}
_PLACES = ("City", "Municipality")


@dataclass(frozen=True)
class Call:
    """A tie of a place: the thing at its other end, and the edge with its evidence."""

    other: Node
    edge: Edge


@dataclass(frozen=True)
class Stop:
    """A place away from home: name, degrees (WGS84), and its ties, the heaviest first."""

    id: str
    label: Text
    lat: float
    long: float
    calls: tuple[Call, ...]

    @property
    def weight(self) -> float:
        """The weight of all its ties."""
        return sum(call.edge.weight for call in self.calls)


def stops_of(network: Network) -> list[Stop]:
    """Return a network's cities and municipalities that have coordinates, most tied first.

    A municipality counts as the city where it lies. Copenhagen and its municipality are
    home, and no stop.
    """
    nodes = {node.id: node for node in network.nodes}
    groups: dict[tuple[float, float], list[Node]] = defaultdict(list)
    for node in network.nodes:
        if node.type in _PLACES and node.lat is not None and node.long is not None:
            groups[node.lat, node.long].append(node)
    found = [_stop(place, here, network.edges, nodes) for place, here in groups.items()]
    away = [stop for stop in found if stop.id not in _AT_HOME and stop.calls]
    return sorted(away, key=lambda stop: (-stop.weight, stop.label["en"]))


def _stop(
    place: tuple[float, float], here: list[Node], edges: tuple[Edge, ...], nodes: dict[str, Node]
) -> Stop:
    first = min(here, key=lambda node: (_PLACES.index(node.type), node.id))
    ids = {node.id for node in here}
    calls = [
        Call(nodes[edge.target if edge.source in ids else edge.source], edge)
        for edge in edges
        if (edge.source in ids) != (edge.target in ids)
    ]
    calls.sort(key=lambda call: (-call.edge.weight, call.other.label["en"]))
    return Stop(first.id, first.label, *place, tuple(calls))
