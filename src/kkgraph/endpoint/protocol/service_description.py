"""The SPARQL 1.1 State Description of the endpoint, inside a worker."""

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.protocol.negotiation import GRAPHS, choose
from kkgraph.endpoint.protocol.query import graph_bytes
from kkgraph.endpoint.responses import Response, content, not_acceptable

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (f"SPARQL_Results_{one.label}" for one in media.RESULTS.values())
_GRAPHS = (one.label.replace("/", "_") for one in media.GRAPHS.values())
_NAMES = (*_RESULTS, *_GRAPHS)
_TYPE = ox.NamedNode(terms.TYPE)


def answer(snapshot: Snapshot, accept: str | None, url: str) -> Response:
    """Return the description of the service at a URL, in the form asked for."""
    chosen = choose(accept, GRAPHS)
    if chosen is None:
        return not_acceptable(GRAPHS)
    body = graph_bytes(triples(snapshot, url), GRAPHS[chosen], snapshot.settings)
    return content(body, chosen, {"vary": "Accept"})


def triples(snapshot: Snapshot, url: str) -> list[ox.Triple]:
    """Return what the service is, can do and holds."""
    service, dataset, merge = (ox.NamedNode(url + part) for part in ("#service", "#data", "#merge"))
    found = [
        ox.Triple(service, _TYPE, _sd("Service")),
        ox.Triple(service, _sd("endpoint"), ox.NamedNode(url)),
        ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        ox.Triple(service, _sd("defaultDataset"), dataset),
        ox.Triple(dataset, _TYPE, _sd("Dataset")),
        ox.Triple(dataset, _sd("defaultGraph"), merge),
        ox.Triple(merge, _TYPE, _sd("Graph")),
        ox.Triple(merge, _void("triples"), _count(snapshot, ox.DefaultGraph())),
    ]
    formats = (ox.NamedNode(FORMATS + name) for name in _NAMES)
    found += [ox.Triple(service, _sd("resultFormat"), one) for one in formats]
    for number, name in enumerate(sorted(snapshot.graph.named_graphs(), key=str)):
        found += _graph(snapshot, name, dataset, f"{url}#graph{number}")
    return found


def _graph(
    snapshot: Snapshot, name: ox.NamedNode | ox.BlankNode, dataset: ox.NamedNode, base: str
) -> list[ox.Triple]:
    entry, inner = ox.NamedNode(base), ox.NamedNode(base + "-triples")
    return [
        ox.Triple(dataset, _sd("namedGraph"), entry),
        ox.Triple(entry, _TYPE, _sd("NamedGraph")),
        ox.Triple(entry, _sd("name"), name),
        ox.Triple(entry, _sd("graph"), inner),
        ox.Triple(inner, _TYPE, _sd("Graph")),
        ox.Triple(inner, _void("triples"), _count(snapshot, name)),
    ]


def _count(snapshot: Snapshot, name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> ox.Literal:
    quads = snapshot.graph.quads_for_pattern(None, None, None, name)
    return ox.Literal(sum(1 for _ in quads))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(terms.PREFIXES["void"] + name)
