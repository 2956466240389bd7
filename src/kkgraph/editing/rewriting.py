"""Any difference in statements as edits of the files that state them."""

from collections.abc import Collection, Iterable
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing import edits, turtle
from kkgraph.editing.corrections import normal, term_of
from kkgraph.editing.layout import Block, Layout, Value
from kkgraph.editing.placement import Files, Plan
from kkgraph.errors.editing import EditUnsound
from kkgraph.sparql.terms import Term
from kkgraph.texts import Message

_Key = tuple[str, str]  # graph, subject


def plan(files: Files, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> Plan:
    """Return the edits that remove and add statements; raises EditUnsound for what has no place.

    A property with other words and the same values is renamed where it stands.
    """
    gone, come = _by_block(removed), _by_block(added)
    found = Plan(added=set(added), removed=set(removed))
    for key in sorted(gone.keys() | come.keys()):
        _Block(files, found, key).change(gone.get(key, {}), come.get(key, {}))
    return found


_Values = dict[str, list[Term]]  # property -> values


def _by_block(quads: Iterable[ox.Quad]) -> dict[_Key, _Values]:
    found: dict[_Key, _Values] = {}
    for quad in sorted(quads, key=str):
        key = getattr(quad.graph_name, "value", ""), getattr(quad.subject, "value", "")
        found.setdefault(key, {}).setdefault(quad.predicate.value, []).append(quad.object)
    return found


class _Block:
    """The places where a graph speaks of a subject."""

    def __init__(self, files: Files, plan: Plan, key: _Key) -> None:
        self.plan, (self.graph, self.subject) = plan, key
        self.places = [
            (path, layout, block)
            for path, of_file, layout in files.every()
            for block in layout.of(self.subject)
            if (of_file or block.graph or "") == self.graph
        ]
        if not self.places:
            raise EditUnsound(
                Message("errors.editing.no_place", thing=self.subject, graph=self.graph)
            )

    def change(self, gone: _Values, come: _Values) -> None:
        for path, layout, block in self.places:
            self._renamed(path, layout, block, gone, come)
        for path, layout, block in self.places:
            self._replaced(path, layout, block, gone, come)
        for path, layout, block in self.places:
            values = [v for v in block.values if self._takes(gone, v.predicate, layout, v)]
            if values:
                self._put(path, edits.dropped(layout, block, values))
        path, layout, block = self._home()
        for predicate, found in come.items():
            self._added(path, layout, block, predicate, found)

    def _put(self, path: Path, found: list[edits.Edit]) -> None:
        self.plan.edits.setdefault(path, []).extend(found)

    def _takes(self, gone: _Values, predicate: str, layout: Layout, value: Value) -> bool:
        """Tell whether a value is among those to go, and take it off them."""
        term = normal(term_of(layout, value)) if predicate in gone else None
        if term is None or term not in gone[predicate]:
            return False
        gone[predicate].remove(term)
        return True

    def _home(self) -> tuple[Path, Layout, Block]:
        """Return the block that has the class, else the first."""
        typed = [place for place in self.places if place[2].of(terms.TYPE)]
        return (typed or self.places)[0]

    def _renamed(
        self, path: Path, layout: Layout, block: Block, gone: _Values, come: _Values
    ) -> None:
        """Give properties of a block another name, where all their values get it."""
        for start, group in groupby(block.values, key=lambda value: value.property_start):
            values = list(group)
            old = values[0].predicate
            said = [normal(term_of(layout, value)) for value in values] if old in gone else []
            new = _same(said, come) if said and _among(said, gone[old]) else None
            if new is not None and not block.of(new):
                self._put(path, [_named(layout, start, new)])
                for term in said:
                    gone[old].remove(term)
                    come[new].remove(term)

    def _replaced(
        self, path: Path, layout: Layout, block: Block, gone: _Values, come: _Values
    ) -> None:
        """Put other values of a property where those stand that go."""
        for value in block.values:
            new = come.get(value.predicate)
            if new and self._takes(gone, value.predicate, layout, value):
                self._put(path, [edits.replaced(value, turtle.written(new.pop(0), layout))])

    def _added(
        self, path: Path, layout: Layout, block: Block, predicate: str, found: list[Term]
    ) -> None:
        if not found:
            return
        text = ", ".join(turtle.written(term, layout) for term in found)
        there = block.of(predicate)
        if there:
            self._put(path, [edits.extended(there[-1], text)])
        else:
            name = turtle.iri(predicate, layout)
            self._put(path, [edits.said_too(layout, block, f"{name} {text}")])


def _among(said: Collection[Term], values: Collection[Term]) -> bool:
    return all(term in values for term in said)


def _same(said: list[Term], come: _Values) -> str | None:
    """Return the property that gets the same values."""
    return next((name for name, values in come.items() if _among(said, values)), None)


def _named(layout: Layout, start: int, predicate: str) -> edits.Edit:
    """Replace the word of a property."""
    end = start
    while not layout.text[end].isspace():
        end += 1
    return edits.Edit(start, end, 0, turtle.iri(predicate, layout))
