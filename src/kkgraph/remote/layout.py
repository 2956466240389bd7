"""How a server has the dataset: where the merge of all graphs is, and which graphs are named."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kkgraph import terms
from kkgraph.sparql.text import Token, tokens

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Layout:
    """`merged`: the merge stands in the graph `terms.MERGED`, and these are the named graphs.

    Otherwise the server's default graph is the merge: it holds it, or it makes it.
    """

    merged: bool = False
    graphs: tuple[str, ...] = ()

    def fields(self) -> Fields:
        """Return the dataset of a request, in the protocol's words."""
        if not self.merged:
            return []
        named = [("named-graph-uri", graph) for graph in self.graphs]
        return [("default-graph-uri", terms.MERGED), *named]

    def text(self, query: str) -> str:
        """Return a query that does not see what a push is just bringing."""
        return query if self.merged else hiding(query)


PLAIN: Final = Layout()


def hiding(text: str) -> str:
    """Return a query in which `GRAPH ?g {...}` leaves out graphs that are half written."""
    found = list(tokens(text))
    pieces, last = [], 0
    for end, name in sorted(_named(found)):
        pieces += [text[last:end], f' FILTER(!STRSTARTS(STR({name}), "{terms.STAGE}"))']
        last = end
    return "".join([*pieces, text[last:]])


def _named(found: list[Token]) -> Iterator[tuple[int, str]]:
    """Yield where each `GRAPH ?g {...}` ends, and its variable."""
    for i, token in enumerate(found[:-2]):
        if token.word != "GRAPH" or found[i + 1].kind != "variable":
            continue
        if (end := _closing(found, i + 2)) is not None:
            yield end, found[i + 1].text


def _closing(found: list[Token], start: int) -> int | None:
    """Return the offset after the bracket that closes the one at `start`."""
    depth = 0
    for token in found[start:]:
        depth += (token.word == "{") - (token.word == "}")
        if depth == 0:
            return token.end
    return None
