"""What answers are made from: a graph, its saved queries and networks, all read beforehand."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.asking.finding import Library
from kkgraph.asking.index import Index
from kkgraph.networks.projection.declaration import Projection
from kkgraph.queries import Query
from kkgraph.sparql.graphs import Quads
from kkgraph.store import Store

NETWORKS = "networks"  # the topic of queries that declare a network


@dataclass(frozen=True)
class Desk:
    """A graph with everything that a tool needs. `layers`: where each property is used."""

    store: Store
    queries: Mapping[str, Query]
    projections: Mapping[str, Projection]
    asking: Index
    library: Library
    layers: Mapping[str, frozenset[str]]

    @property
    def topics(self) -> dict[str, list[Query]]:
        """The saved queries by topic, networks aside."""
        found: dict[str, list[Query]] = defaultdict(list)
        for query in self.queries.values():
            if query.topic != NETWORKS:
                found[query.topic].append(query)
        return dict(found)


def layers(quads: Quads) -> dict[str, frozenset[str]]:
    """Return the layers (survey, derived, links, themes, ...) that use each property."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph_name, ox.NamedNode):
            graph = quad.graph_name.value
            survey = terms.section_number(graph) is not None
            found[quad.predicate.value].add(terms.SURVEY if survey else terms.LAYERS.get(graph, ""))
    return {predicate: frozenset(names) for predicate, names in found.items()}
