"""A graph that can be asked: the engine's store on this machine, or a server elsewhere."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import pyoxigraph as ox

Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Node = ox.NamedNode | ox.BlankNode


class Quads(Protocol):
    """What reading a graph takes; `pyoxigraph.Store` has it, and so has `remote.graph.Remote`."""

    def query(
        self,
        query: str,
        /,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        default_graph: Any = None,  # noqa: ANN401 - the engine's: a graph or a list of graphs
        named_graphs: Any = None,  # noqa: ANN401 - the engine's: a list of graphs
    ) -> Found:
        """Return what a query finds, read from it row by row."""

    def quads_for_pattern(
        self,
        subject: Any,  # noqa: ANN401 - the engine's kinds of terms
        predicate: ox.NamedNode | None,
        object: Any,  # noqa: A002, ANN401 - the engine's name and kinds of terms
        graph_name: Any = None,  # noqa: ANN401 - the engine's kinds of graph names
        /,
    ) -> Iterator[ox.Quad]:
        """Yield the quads that fit; None fits all, `DefaultGraph()` the default graph alone."""

    def __iter__(self) -> Iterator[ox.Quad]:
        """Yield every quad."""


def reached(start: Iterable[str], beyond: Callable[[str], Iterable[str]]) -> set[str]:
    """Return some things and what lies beyond them, over any number of steps."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(beyond(one))
    return found


def expect(graph: Quads, things: Iterable[object]) -> None:
    """Tell a graph that is far away what may be asked for soon; any other has it at hand."""
    tell = getattr(graph, "expect", None)
    if tell is not None:
        tell(things)
