"""The networks a project declares: queries whose header names mode and weight.

Besides a saved query's keys the header of a file in `queries/networks/` has

    #+ network: bipartite | one-mode | directed | multipartite
    #+ weight: what a tie's weight counts
    #+ weight_da: the same in Danish

The query is one SELECT. A row is a piece of evidence for a tie: `?source`, `?target`,
`?fact`, and if it has them `?relation` (a class or property), `?thing` (what both ends
share), `?other` (the fact of the other end), `?section` (when only one section's lines
are meant), `?amount` and `?currency` (money that the fact prints for this tie). A row
without `?target` is a node of its own, with or without ties. Rows of the same ends and
relation are one tie; it weighs the number of its things or else of its facts.
"""

from dataclasses import dataclass

from kkgraph import queries
from kkgraph.errors import QueryNotFound
from kkgraph.errors.networks import NetworkNotFound
from kkgraph.networks.model import Text
from kkgraph.project import Project
from kkgraph.texts import Message

TOPIC = "networks"
MODES = ("bipartite", "one-mode", "directed", "multipartite")


@dataclass(frozen=True)
class Projection:
    """A declared network: its query, its mode and what its weight counts."""

    query: queries.Query
    mode: str
    weight_meaning: Text

    @property
    def name(self) -> str:
        """The name on the command line: the query file's stem."""
        return self.query.name

    @property
    def directed(self) -> bool:
        """Whether a tie has a direction."""
        return self.mode == "directed"


def load_projections(project: Project) -> list[Projection]:
    """Return the networks that a project declares, by name; raises QueryHeaderInvalid."""
    paths = (path for path in project.query_files() if path.parent.name == TOPIC)
    return [read_projection(queries.read_query(path)) for path in paths]


def find_projection(project: Project, name: str) -> Projection:
    """Return the network of a name; raises NetworkNotFound with the names there are."""
    try:
        query = queries.find_query(project, name)
    except QueryNotFound:
        query = None
    if query is None or query.topic != TOPIC:
        raise NetworkNotFound(name, [p.name for p in load_projections(project)])
    return read_projection(query)


def read_projection(query: queries.Query) -> Projection:
    """Read the keys that make a query a network; raises QueryHeaderInvalid."""
    mode = query.header.text("network")
    if mode not in MODES:
        what = Message("errors.network.mode", modes=", ".join(MODES))
        raise query.header.error("network", what)
    return Projection(query, mode, query.header.both("weight"))
