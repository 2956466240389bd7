"""Large networks: ours against plain NetworkX, from the same query rows to a GEXF file.

    python bench/networks.py [--nodes 10000] [--edges 50000] [--alone]

Builds a made-up project of cities and projects with so many participations, runs the
shipped query `cities-projects` on it, and times projection, measures, communities,
layout and export. The plain way takes the same rows to NetworkX's own functions with
as many sampled sources for betweenness; its layout needs scipy (`pip install scipy`).
With --alone only ours is timed.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import networkx as nx
import pyoxigraph as ox

from kkgraph import queries, terms
from kkgraph.networks.measures import centrality
from kkgraph.networks.model import Network
from kkgraph.networks.projection import declaration
from kkgraph.networks.projection import projection as builder
from kkgraph.networks.projection.evidence_rows import EvidenceRow, read_rows
from kkgraph.networks.writers import WRITERS
from kkgraph.project import Project, find
from kkgraph.store import MERGE, Store, read

NAME = "cities-projects"
T = TypeVar("T")


def synthetic(project: Project, nodes: int, edges: int) -> Store:
    """Return a store of made-up cities and projects, tied at random, some far more than others."""
    graph = ox.Store()
    read(graph, project.ontology_file())
    graph.bulk_extend(_quads(nodes, edges))
    graph.update(MERGE)
    return Store(project, graph, stated=True, inferred=False)


def _quads(nodes: int, edges: int) -> Iterator[ox.Quad]:
    chance = random.Random(1)  # noqa: S311 - no secret
    half = nodes // 2
    register, section = ox.NamedNode(terms.REGISTER), ox.NamedNode(terms.section("6.1.1"))
    for kind, class_ in (("city", "City"), ("project", "Project")):
        for i in range(half):
            thing = ox.NamedNode(f"{terms.ID}{kind}/{i}")
            yield ox.Quad(
                thing, ox.NamedNode(terms.TYPE), ox.NamedNode(terms.KK + class_), register
            )
            for lang in ("da", "en"):
                label = ox.Literal(f"{class_} {i}", language=lang)
                yield ox.Quad(thing, ox.NamedNode(terms.PREF_LABEL), label, register)
    kk = {name: ox.NamedNode(terms.KK + name) for name in ("hasParticipant", "inActivity", "lines")}
    for i in range(edges):
        fact = ox.NamedNode(f"{terms.ID}participation/{i}")
        city = int(half * chance.random() ** 2)
        what = int(half * chance.random() ** 1.5)
        yield ox.Quad(
            fact, ox.NamedNode(terms.TYPE), ox.NamedNode(terms.KK + "Participation"), section
        )
        yield ox.Quad(fact, kk["hasParticipant"], ox.NamedNode(f"{terms.ID}city/{city}"), section)
        yield ox.Quad(fact, kk["inActivity"], ox.NamedNode(f"{terms.ID}project/{what}"), section)
        yield ox.Quad(fact, kk["lines"], ox.Literal("1"), section)


def ours(store: Store, path: Path) -> Network:
    """Take the shipped way from the query to a GEXF file."""
    network = builder.build(store, declaration.find_projection(store.project, NAME))
    path.write_bytes(WRITERS["gexf"](network, "en"))
    return network


def plain(store: Store, path: Path) -> None:
    """Take the plain way: the same rows, NetworkX for the rest."""
    declared = declaration.find_projection(store.project, NAME)
    graph = nx.Graph()
    for row in read_rows(queries.run(store, declared.query), NAME):
        _add(graph, row)
    count = min(len(graph), centrality.PIVOTS)
    _timed("  NetworkX betweenness", lambda: nx.betweenness_centrality(graph, k=count, seed=1))
    _timed("  NetworkX communities", lambda: nx.community.louvain_communities(graph, seed=1))
    places = _timed("  NetworkX layout", lambda: nx.spring_layout(graph, seed=1))
    for node, (x, y) in places.items():
        graph.nodes[node].update(x=float(x), y=float(y))
    nx.write_gexf(graph, path)


def _add(graph: "nx.Graph[str]", row: EvidenceRow) -> None:
    if not row.target:
        graph.add_node(row.source)
    elif graph.has_edge(row.source, row.target):
        graph.edges[row.source, row.target]["weight"] += 1
    else:
        graph.add_edge(row.source, row.target, weight=1)


def _timed(what: str, call: Callable[[], T]) -> T:
    begun = time.perf_counter()
    found = call()
    print(f"{what}: {time.perf_counter() - begun:.2f} s", flush=True)
    return found


def main() -> None:
    """Time both ways and say how many times faster ours is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--edges", type=int, default=50_000)
    parser.add_argument("--alone", action="store_true", help="do not time plain NetworkX")
    args = parser.parse_args()
    if not args.alone and find_spec("scipy") is None:
        parser.error("NetworkX's layout needs scipy: pip install scipy, or give --alone")
    store = synthetic(find(None), args.nodes, args.edges)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.gexf"
        begun = time.perf_counter()
        network = ours(store, path)
        fast = time.perf_counter() - begun
        print(f"kkgraph: {len(network.nodes)} nodes, {len(network.edges)} edges: {fast:.2f} s")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory: {peak:.0f} MB; file: {path.stat().st_size / 1e6:.1f} MB", flush=True)
        if args.alone:
            return
        begun = time.perf_counter()
        plain(store, path)
        slow = time.perf_counter() - begun
        print(f"NetworkX: {slow:.2f} s; {slow / fast:.1f} times as long", file=sys.stdout)


if __name__ == "__main__":
    main()
