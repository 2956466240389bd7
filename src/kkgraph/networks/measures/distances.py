"""Steps between all pairs of nodes, from all at once: a set of nodes is an integer's bits."""

from typing import NamedTuple


class Distances(NamedTuple):
    """Steps between the pairs that can reach each other: the most, and on average."""

    diameter: int
    mean: float


def distances(near: list[list[int]]) -> Distances:
    """Return the distances in a graph given by each node's neighbours (0 where nothing is tied)."""
    reached = [1 << node for node in range(len(near))]
    steps = pairs = total = 0
    while True:
        further = [_with_neighbours(reached, node, near) for node in range(len(near))]
        found = sum(
            new.bit_count() - old.bit_count() for new, old in zip(further, reached, strict=True)
        )
        if not found:
            return Distances(steps, total / pairs if pairs else 0.0)
        steps += 1
        pairs, total = pairs + found, total + found * steps
        reached = further


def _with_neighbours(reached: list[int], node: int, near: list[list[int]]) -> int:
    """Return whoever reaches a node in one step more: those that reach a neighbour."""
    found = reached[node]
    for other in near[node]:
        found |= reached[other]
    return found
