"""The plain graph under a network, for what counts nodes by number and knows one edge a pair."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from kkgraph.errors.installation import LibraryMissing
from kkgraph.networks.model import Network
from kkgraph.texts import Message

if TYPE_CHECKING:
    import networkx as nx

T = TypeVar("T", int, str)

Pair = tuple[int, int]

# From so many nodes on, igraph does what plain Python would take seconds for
# (measured in bench/networks.py).
LARGE = 1_000


@dataclass(frozen=True)
class SimpleGraph:
    """Nodes 0 to `size` - 1 and the summed weight of each pair that is tied.

    A pair has the smaller number first, or in a directed graph the node that the arrow leaves.
    """

    size: int
    weights: dict[Pair, float]
    directed: bool = False

    def pairs(self) -> list[Pair]:
        """Return the pairs that are tied, in order."""
        return self._pairs

    @cached_property
    def _pairs(self) -> list[Pair]:
        return sorted(self.weights)

    def neighbours(self) -> list[list[int]]:
        """Return for each node those tied to it, in order."""
        near: list[list[int]] = [[] for _ in range(self.size)]
        for a, b in self.pairs():
            near[a].append(b)
            near[b].append(a)
        return [sorted(each) for each in near]

    def to_networkx(self) -> "nx.Graph[int]":
        """Return the graph in NetworkX, edges with their weight."""
        import networkx as nx

        graph: nx.Graph[int] = nx.DiGraph() if self.directed else nx.Graph()
        graph.add_nodes_from(range(self.size))
        graph.add_weighted_edges_from((a, b, self.weights[a, b]) for a, b in self.pairs())
        return graph

    @cached_property
    def igraph(self) -> Any:  # noqa: ANN401 - igraph has no types
        """The graph in igraph, edges with their weight; raises LibraryMissing without it."""
        try:
            import igraph
        except ImportError:
            what = Message("errors.network.large", n=self.size)
            raise LibraryMissing(what, "igraph", "networks") from None
        weights = [self.weights[pair] for pair in self._pairs]
        return igraph.Graph(
            n=self.size, edges=self._pairs, directed=self.directed, edge_attrs={"weight": weights}
        )


def simple(network: Network) -> SimpleGraph:
    """Return the undirected graph of a network, the weights of parallel edges added."""
    return _summed(network, directed=False)


def arrows(network: Network) -> SimpleGraph:
    """Return the graph of a network, directed if the network is."""
    return _summed(network, directed=network.directed)


def _summed(network: Network, *, directed: bool) -> SimpleGraph:
    number = {node.id: i for i, node in enumerate(network.nodes)}
    weights: dict[Pair, float] = {}
    for edge in network.edges:
        a, b = number[edge.source], number[edge.target]
        pair = (a, b) if directed or a < b else (b, a)
        weights[pair] = weights.get(pair, 0.0) + edge.weight
    return SimpleGraph(len(number), weights, directed)


def components(graph: "nx.Graph[T]") -> list[list[T]]:
    """Return the connected components, the largest first, nodes in order."""
    import networkx as nx

    parts = [sorted(part) for part in nx.connected_components(graph)]
    return sorted(parts, key=lambda part: (-len(part), part[0]))
