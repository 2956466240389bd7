"""Two places that have the graph, held against each other graph by graph."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors import ProjectNotFound
from kkgraph.project import find
from kkgraph.remote.client import Client
from kkgraph.remote.contact import found
from kkgraph.remote.profiles import is_address, resolve
from kkgraph.remote.reading import Content, content_of, contents, size, triples
from kkgraph.remote.transfer.pull import sizes
from kkgraph.remote.transfer.push import graphs
from kkgraph.store import load
from kkgraph.tables import Table

MERGE: Final = "(default graph)"
SAME, VALUES, OTHER = "same", "same values", "differs"
_COLUMNS: Final = ("graph", "verdict", "left", "right", "left_digest", "right_digest")


@dataclass(frozen=True)
class Pair:
    """A graph as two places have it; None where one has none."""

    graph: str
    left: Content | None
    right: Content | None

    @property
    def verdict(self) -> str:
        """Whether both are the same: in each character, in the values, or not."""
        if self.left is None or self.right is None:
            return OTHER
        if self.left.digest == self.right.digest:
            return SAME
        return VALUES if self.left.meaning == self.right.meaning else OTHER


def compare(left: str, right: str) -> list[Pair]:
    """Compare two places, each a project's folder or a server; the merge of all comes first.

    Raises ProjectNotFound, EndpointUnknown, EndpointFailed.
    """
    one, other = _contents(left), _contents(right)
    return [Pair(name, one.get(name), other.get(name)) for name in sorted(one.keys() | other)]


def is_server(text: str) -> bool:
    """Tell whether a text names a server: by its address, or in the config file."""
    return is_address(text) or not Path(text).exists()


def _contents(place: str) -> dict[str, Content]:
    if is_server(place):
        if os.sep in place and not is_address(place):
            raise ProjectNotFound(Path(place))
        return dict(_on_server(found(Client(resolve(place)))))
    local = load(find(Path(place))).local
    return {name or MERGE: content for name, content in graphs(local, None).items()}


def _on_server(client: Client) -> Iterator[tuple[str, Content]]:
    there = sizes(client)
    merged = terms.MERGED if size(client, terms.MERGED) else None
    yield MERGE, content_of(triples(client, merged))
    yield from contents(client, there).items()


def table(pairs: list[Pair]) -> Table:
    """Return pairs as a table: how many triples each place has, and the digests (RDFC-1.0)."""
    return Table(_COLUMNS, tuple(_row(pair) for pair in pairs))


def _row(pair: Pair) -> tuple[ox.Literal, ...]:
    sides = (pair.left, pair.right)
    counted = (ox.Literal(side.size if side else 0) for side in sides)
    digests = (ox.Literal(side.digest if side else "") for side in sides)
    return (ox.Literal(pair.graph), ox.Literal(pair.verdict), *counted, *digests)
