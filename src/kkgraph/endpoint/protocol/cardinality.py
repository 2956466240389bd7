"""How many rows the joins of a query have, by the counts of what they join."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

DEFAULT = ox.DefaultGraph()
Counted = tuple[float, float, float]  # triples, subjects, objects


@dataclass(frozen=True)
class Statistics:
    """The triples of each property, and of all: how many, with how many subjects and objects.

    A subject that has more than its share counts for more of them: as many as would give
    a join of the triples with themselves the size that it has.
    """

    every: Counted
    properties: dict[str, Counted]


def statistics(graph: ox.Store) -> Statistics:
    """Count a store once."""
    ends: dict[str, tuple[Counter[object], Counter[object]]] = {}
    for quad in graph.quads_for_pattern(None, None, None, DEFAULT):
        for name in (quad.predicate.value, ""):
            subjects, objects = ends.setdefault(name, (Counter(), Counter()))
            subjects[quad.subject] += 1
            objects[quad.object] += 1
    counted = {name: _counted(*pair) for name, pair in ends.items()}
    return Statistics(counted.pop("", (0, 1, 1)), counted)


def _counted(subjects: Counter[object], objects: Counter[object]) -> Counted:
    count = float(subjects.total())
    squares = (sum(n * n for n in found.values()) for found in (subjects, objects))
    of_subjects, of_objects = (count * count / number for number in squares)
    return count, of_subjects, of_objects


@dataclass(frozen=True)
class Pattern:
    """A triple pattern: how many triples fit, and of each variable how many values."""

    count: float
    values: dict[str, float]


@dataclass(frozen=True)
class Size:
    """What a part of a query comes to: rows, the work on the way, values of its variables."""

    rows: float = 1
    work: float = 0
    values: dict[str, float] = field(default_factory=dict)

    def joined(self, other: Pattern) -> "Size":
        """Return what it comes to with one more pattern."""
        rows = self.rows * other.count
        values = dict(self.values)
        for name, number in other.values.items():
            if name in values:
                rows /= max(min(max(values[name], number), 1e9), 1)
            values[name] = min(values.get(name, number), number)
        return Size(rows, self.work + rows + other.count * 0.01, values)

    def beside(self, other: "Size") -> "Size":
        """Return what it comes to joined with a group."""
        merged = self.joined(Pattern(other.rows, other.values))
        return replace(merged, work=merged.work + other.work)


def combined(patterns: list[Pattern], parts: Iterable[tuple[str, Size]]) -> Size:
    """Join what a group holds: the smallest first, and then what is joined to it."""
    found = Size()
    rest = sorted(patterns, key=lambda one: one.count)
    while rest:
        joined = (one for one in rest if not found.values.keys().isdisjoint(one.values))
        chosen = next(joined, rest[0])
        rest.remove(chosen)
        found = found.joined(chosen)
    before: Size | None = None
    for kind, part in parts:
        if kind == "UNION" and before is not None:
            found = replace(found, rows=found.rows + part.rows, work=found.work + part.work)
        elif kind == "EXISTS":  # is looked up row by row
            found = replace(found, work=found.joined(Pattern(part.rows, part.values)).work)
        elif kind in ("OPTIONAL", "MINUS"):
            more = found.beside(part)
            found = replace(more, rows=max(more.rows, found.rows))
        else:
            found = found.beside(part)
        before = part
    return found
