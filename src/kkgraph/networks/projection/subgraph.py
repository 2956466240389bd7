"""Taking a part of a network: by weight, around a node, its largest component, without isolates."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kkgraph import terms
from kkgraph.errors import NodeNotInNetwork
from kkgraph.networks.model import Edge, Network

Neighbours = dict[str, set[str]]


@dataclass(frozen=True)
class Cut:
    """Which part to keep. `ego`: the IRI in whose neighbourhood of `radius` steps to stay."""

    min_weight: float = 0.0
    ego: str | None = None
    radius: int = 1
    largest: bool = False
    drop_isolated: bool = False


def cut(network: Network, wanted: Cut) -> Network:
    """Return the part of a network; an edge stays only with both its ends."""
    edges = tuple(edge for edge in network.edges if edge.weight >= wanted.min_weight)
    ids = [node.id for node in network.nodes]
    near = neighbours(ids, edges)
    keep = set(ids)
    if wanted.ego is not None:
        if wanted.ego not in keep:
            raise NodeNotInNetwork(terms.shorten(wanted.ego), network.name)
        keep &= within(wanted.ego, wanted.radius, near)
    if wanted.largest:
        keep &= max(components(sorted(keep), near), key=len, default=set())
    if wanted.drop_isolated:
        keep = {one for one in keep if near[one] & keep}
    return _restricted(network, edges, keep)


def _restricted(network: Network, edges: tuple[Edge, ...], keep: set[str]) -> Network:
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.id in keep),
        edges=tuple(edge for edge in edges if {edge.source, edge.target} <= keep),
    )


def neighbours(ids: Iterable[str], edges: Iterable[Edge]) -> Neighbours:
    """Return for each node those tied to it, whatever the direction."""
    near: Neighbours = defaultdict(set, {one: set() for one in ids})
    for edge in edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    return near


def within(start: str, radius: int, near: Neighbours) -> set[str]:
    """Return the nodes at most `radius` steps away, the start included."""
    found, edge = {start}, {start}
    for _ in range(radius):
        edge = {other for one in edge for other in near[one]} - found
        found |= edge
    return found


def components(ids: Iterable[str], near: Neighbours) -> list[set[str]]:
    """Return the connected parts of the given nodes, the largest first."""
    open_, parts = set(ids), []
    for start in ids:
        if start in open_:
            part = _reached(start, open_, near)
            open_ -= part
            parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def _reached(start: str, allowed: set[str], near: Neighbours) -> set[str]:
    found, waiting = {start}, deque([start])
    while waiting:
        fresh = (near[waiting.popleft()] & allowed) - found
        found |= fresh
        waiting.extend(sorted(fresh))
    return found
