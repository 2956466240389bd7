"""Where a finding stands: the line of the value, the property or the subject that it is about."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.evidence.citations import node
from kkgraph.evidence.positions import Position
from kkgraph.sparql.terms import lexical
from kkgraph.validation.report.findings import Finding
from kkgraph.validation.sources import Source


@dataclass(frozen=True)
class Places:
    """The files that findings may stand in."""

    sources: Sequence[Source]

    def of(self, found: Finding) -> Position | None:
        """Return the line of the value, else of the property, else of the subject."""
        if found.is_nameless:
            return self._nameless(found)
        homes = [source.places for source in self.sources if found.focus in source.subjects]
        if found.rule == "no-class":
            found = replace(found, value=None, path=None, graph=self._main_graph(found.focus))
        if found.rule == "not-a-section":
            homes = [source.places for source in self.sources]
            return next(filter(None, (one.graphs.get(found.value or "") for one in homes)), None)
        path, value, graph = found.path or "", found.value or "", found.graph
        if path and found.value is None and graph is None:
            graph = self._poorest_graph(found.focus, path)
        for home in homes if found.value is not None else ():
            exact = home.value((found.focus, path, value), graph)
            if exact:
                return exact
        for where in (graph, None):
            for home in homes:
                near = (home.predicate(found.focus, path, where) if path else None) or home.subject(
                    found.focus, where
                )
                if near:
                    return near
        return self._elsewhere(found)

    def cited(self, found: Finding) -> tuple[str, ...]:
        """Return the survey's lines for a finding's thing, those of its graph if it has one."""
        graph = found.graph
        return tuple(
            lexical(quad.object)
            for quad in self._said[found.focus]
            if quad.predicate.value == terms.LINES
            if graph is None or node(quad.graph_name) == graph
        )

    @cached_property
    def _said(self) -> Mapping[str, list[ox.Quad]]:
        """What the files say of each thing, in their order."""
        said: dict[str, list[ox.Quad]] = defaultdict(list)
        for source in self.sources:
            for quad in source.quads:
                said[node(quad.subject)].append(quad)
        return said

    def _main_graph(self, focus: str) -> str | None:
        """Return the graph that says most of a thing."""
        counted = Counter(node(quad.graph_name) for quad in self._said[focus])
        return max(counted, key=lambda name: (counted[name], len(name)), default=None)

    def _poorest_graph(self, focus: str, path: str) -> str | None:
        """Return the graph with the fewest values of a property: there one is missing."""
        counted = Counter(
            node(quad.graph_name) for quad in self._said[focus] if quad.predicate.value == path
        )
        return min(counted, key=lambda name: counted[name], default=None)

    def _elsewhere(self, found: Finding) -> Position | None:
        """Return the file alone, where lines are not known; None for what no file says."""
        home = next((s for s in self.sources if found.focus in s.subjects), None)
        return Position(home.path, 0) if home else None

    def _nameless(self, found: Finding) -> Position | None:
        """Return the line of a blank node: by what is said of it, else by what points at it."""
        blank = ox.BlankNode(found.focus[2:])
        for source in self.sources:
            if found.focus not in source.subjects:
                continue
            said = {
                (quad.predicate.value, lexical(quad.object))
                for quad in source.quads
                if quad.subject == blank and not isinstance(quad.object, ox.BlankNode)
            }
            place = source.places.nameless(said, (found.path or "", found.value or ""))
            pointing = (
                source.places.predicate(quad.subject.value, quad.predicate.value)
                for quad in source.quads
                if quad.object == blank and isinstance(quad.subject, ox.NamedNode)
            )
            return place or next(filter(None, pointing), None) or Position(source.path, 0)
        return None
