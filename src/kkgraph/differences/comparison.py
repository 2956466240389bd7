"""Two readings side by side: which statements are gone, which are new, which facts that changes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.differences.blanks import Quads, line
from kkgraph.differences.readings import Reading, as_triples
from kkgraph.sparql.terms import Term

Kind = Literal["corrected", "added", "withdrawn"]
KINDS: tuple[Kind, ...] = ("corrected", "added", "withdrawn")
Subject = ox.NamedNode | ox.BlankNode


@dataclass(frozen=True)
class Difference:
    """What turns one reading into another; `reordered`: files that say the same otherwise."""

    before: Reading
    after: Reading
    removed: Quads
    added: Quads
    reordered: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether a statement differs."""
        return bool(self.removed or self.added)


@dataclass(frozen=True)
class Change:
    """A change of one thing in one graph: of a property, or (no property) of all that is said."""

    kind: Kind
    graph: str
    subject: str
    predicate: str | None
    before: tuple[Term, ...] = ()
    after: tuple[Term, ...] = ()


def compare(before: Reading, after: Reading) -> Difference:
    """Return what differs.

    Where a side names no graphs triples are compared, and what only rules give the other side
    is neither missing nor new.
    """
    if before.has_graphs and after.has_graphs:
        removed, added = before.stated - after.stated, after.stated - before.stated
    else:
        removed = as_triples(before.stated) - after.whole
        added = as_triples(after.stated) - before.whole
    return Difference(before, after, removed, added, _reordered(before, after))


def _reordered(before: Reading, after: Reading) -> tuple[str, ...]:
    """Return the files whose bytes differ and whose statements do not."""
    shared = before.files.keys() & after.files.keys()
    pairs = {name: (before.files[name], after.files[name]) for name in shared}
    return tuple(
        sorted(n for n, (a, b) in pairs.items() if a.digest != b.digest and a.quads == b.quads)
    )


def changes(found: Difference) -> list[Change]:
    """Return the statements that are corrected, added and withdrawn, by section.

    A thing that is nowhere typed before (after) is one addition (withdrawal), with all that
    is said of it and the links to it.
    """
    old, new = _typed(found.before.stated), _typed(found.after.stated)
    gone, come = old.keys() - new.keys(), new.keys() - old.keys()
    listed = [Change("withdrawn", old[one], one, None) for one in gone]
    listed += [Change("added", new[one], one, None) for one in come]
    removed, added = _by_property(found.removed, gone), _by_property(found.added, come)
    for key in removed.keys() | added.keys():
        listed += _property(key, removed.get(key, ()), added.get(key, ()))
    return sorted(listed, key=_place)


def _typed(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """Return the graph in which each thing has its class; the first, where it has several."""
    found: dict[str, str] = {}
    for quad in quads:
        if quad.predicate.value == terms.TYPE and isinstance(quad.subject, ox.NamedNode):
            name, graph = quad.subject.value, graph_of(quad)
            found[name] = min(found.get(name, graph), graph)
    return found


def _by_property(
    quads: Iterable[ox.Quad], but: Iterable[str]
) -> dict[tuple[str, str, str], tuple[Term, ...]]:
    """Return values by graph, thing and property; none of, or pointing at, the things left out."""
    left_out = set(but)
    found: dict[tuple[str, str, str], list[Term]] = defaultdict(list)
    for quad in sorted(quads, key=line):
        subject = _name(quad.subject)
        if subject not in left_out and getattr(quad.object, "value", None) not in left_out:
            found[graph_of(quad), subject, quad.predicate.value].append(quad.object)
    return {key: tuple(values) for key, values in found.items()}


def _property(
    key: tuple[str, str, str], before: tuple[Term, ...], after: tuple[Term, ...]
) -> list[Change]:
    kind: Kind = "corrected" if before and after else "added" if after else "withdrawn"
    return [Change(kind, *key, before, after)]


def graph_of(quad: ox.Quad) -> str:
    """Return the graph's IRI, "" of the default graph."""
    return getattr(quad.graph_name, "value", "")


def _name(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _place(change: Change) -> tuple[object, ...]:
    """Return a key that sorts by section, then the other layers; what is corrected comes first."""
    from kkgraph.lines import section_order

    number = terms.section_number(change.graph)
    order = (0, section_order(number)) if number else (1, change.graph)
    return *order, KINDS.index(change.kind), change.subject, change.predicate or ""
