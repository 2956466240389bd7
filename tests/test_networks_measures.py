"""Measures of networks: against NetworkX, by hand, and against chance."""

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import Result
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

from kkgraph.networks.measures import assortativity, centrality, nulls
from kkgraph.networks.measures.centrality import betweenness, core_numbers, igraph_of, pagerank
from kkgraph.networks.measures.distances import distances
from kkgraph.networks.measures.graph import SimpleGraph, arrows
from kkgraph.networks.measures.nodes import node_measures
from kkgraph.networks.measures.profile import profile
from kkgraph.networks.model import Network
from kkgraph.networks.projection import declaration
from kkgraph.networks.projection import projection as builder
from kkgraph.networks.writers import WRITERS
from kkgraph.store import Store

ROOT = Path(__file__).parent.parent
PATH = SimpleGraph(4, {(0, 1): 1.0, (1, 2): 1.0})  # 0 - 1 - 2, and 3 alone
SOME = ("cities", "departments-cities", "funding", "c40")


def test_distances_by_hand() -> None:
    """On a path of three the ends are two steps apart; who is alone reaches nobody."""
    assert distances(PATH.neighbours()) == (2, (4 * 1 + 2 * 2) / 6)
    assert distances([]) == (0, 0.0)


@pytest.mark.parametrize("name", SOME)
def test_profile_is_networkx_s(network: Callable[[str], Network], name: str) -> None:
    """What NetworkX defines too has its value."""
    found = network(name)
    graph, sides = arrows(found), nulls.sides_of(found)
    kinds = [node.type for node in found.nodes]
    plain: Any = graph.to_networkx()
    nx.set_node_attributes(plain, dict(enumerate(kinds)), "kind")
    lines = nx.Graph(plain)
    largest = max(nx.connected_components(lines), key=len)
    ours = profile(graph, kinds, sides)
    theirs = {
        "nodes": len(plain),
        "edges": plain.number_of_edges(),
        "density": nx.density(plain),
        "components": nx.number_connected_components(lines),
        "largest_component": len(largest),
        "degree_assortativity": nx.degree_assortativity_coefficient(plain),
        "class_assortativity": nx.attribute_assortativity_coefficient(plain, "kind"),
        "clustering": nx.average_clustering(plain),
    }
    if sides is not None:
        side = {i for i, one in enumerate(sides) if one == 0}
        theirs["density"] = nx.bipartite.density(plain, side)
        theirs["clustering"] = nx.bipartite.robins_alexander_clustering(plain)
    for key, value in theirs.items():
        assert ours[key] == pytest.approx(value, abs=1e-9), key
    part = lines.subgraph(largest)
    assert ours["diameter"] == max(
        nx.diameter(lines.subgraph(one)) for one in nx.connected_components(lines)
    )
    if len(list(nx.connected_components(lines))) == 1:
        assert ours["mean_distance"] == pytest.approx(nx.average_shortest_path_length(part))


@pytest.mark.parametrize("name", SOME)
def test_measures_of_nodes_are_networkx_s(network: Callable[[str], Network], name: str) -> None:
    """Closeness follows arrows; a bipartite network has its own clustering and redundancy."""
    found = network(name)
    graph, sides = arrows(found), nulls.sides_of(found)
    rows = node_measures(graph, sides)
    close = nx.closeness_centrality(graph.to_networkx())
    assert [row["closeness"] for row in rows] == pytest.approx(
        [close[i] for i in range(graph.size)]
    )
    assert ("redundancy" in {key for row in rows for key in row}) == (found.mode == "bipartite")


def test_eigenvector_needs_arrows_that_lead_back() -> None:
    """Along a chain there is none; where the last is tied to the first, all are alike."""
    chain = {(0, 1): 1.0, (1, 2): 1.0}
    along, around = (
        node_measures(SimpleGraph(3, weights, directed=True), None)
        for weights in (chain, chain | {(2, 0): 1.0})
    )
    assert [row.get("eigenvector") for row in along] == [None] * 3
    assert [row["eigenvector"] for row in around] == pytest.approx([3**-0.5] * 3)


def test_arrows_count() -> None:
    """Betweenness and PageRank go along arrows, and PageRank by their weights."""
    chain = SimpleGraph(3, {(0, 1): 1.0, (1, 2): 1.0}, directed=True)
    assert betweenness(chain) == [0.0, 0.5, 0.0]
    fork = SimpleGraph(3, {(0, 1): 9.0, (0, 2): 1.0}, directed=True)
    ranks = pagerank(fork)
    assert ranks[1] > 2 * ranks[2] - ranks[0]
    assert ranks[1] - ranks[2] == pytest.approx(0.85 * ranks[0] * 0.8, abs=1e-7)


def test_assortativity_by_hand() -> None:
    """In a star the centre is tied to ends only; two kinds each by themselves are at 1."""
    star = SimpleGraph(4, {(0, 1): 1.0, (0, 2): 1.0, (0, 3): 1.0})
    assert assortativity.by_degree(star) == pytest.approx(-1)
    apart = SimpleGraph(4, {(0, 1): 1.0, (2, 3): 1.0})
    assert assortativity.by_kind(apart, "aabb") == pytest.approx(1)
    assert assortativity.by_degree(apart) is None
    assert assortativity.by_kind(apart, "aaaa") is None


@pytest.mark.parametrize("name", ["departments-cities", "funding", "c40"])
def test_null_networks_keep_degrees(network: Callable[[str], Network], name: str) -> None:
    """Each node keeps its degree (in and out by themselves), sides stay, no tie is there twice."""
    found = network(name)
    graph, sides = arrows(found), nulls.sides_of(found)
    degrees = _degrees(graph)
    seen = list(nulls.null_networks(found, 5))
    assert all(_degrees(null) == degrees for null in seen)
    assert all(len(null.weights) == len(graph.weights) for null in seen)
    assert all(a != b for null in seen for a, b in null.weights)
    if sides:
        assert all(sides[a] != sides[b] for null in seen for a, b in null.weights)
    assert len({tuple(null.pairs()) for null in [graph, *seen]}) == 6
    assert [null.pairs() for null in nulls.null_networks(found, 5)] == [n.pairs() for n in seen]
    assert [null.pairs() for null in nulls.null_networks(found, 5, 7)] != [n.pairs() for n in seen]


def _degrees(graph: SimpleGraph) -> object:
    found: Any = graph.to_networkx()
    if graph.directed:
        return dict(found.in_degree()), dict(found.out_degree())
    return dict(found.degree())


def test_null_networks_of_one_mode(network: Callable[[str], Network]) -> None:
    """A shared project ties all in it: the null networks of cities keep the projects' sizes."""
    found = network("cities")
    sizes: dict[str, set[str]] = {}
    for edge in found.edges:
        for thing in edge.things:
            sizes.setdefault(thing, set()).update((edge.source, edge.target))
    pairs = sum(len(each) * (len(each) - 1) // 2 for each in sizes.values())
    for null in nulls.null_networks(found, 3):
        assert sum(null.weights.values()) == pairs
        assert null.size == len(found.nodes)


def test_compared_by_hand() -> None:
    """Z in standard deviations of the null values, the share of those as large."""
    found = nulls.compared(4.0, [1.0, 3.0, 5.0, 3.0])
    assert (found.mean, found.deviation) == (3.0, pytest.approx(2**0.5))
    assert (found.z, found.share) == (pytest.approx(1 / 2**0.5), 0.25)
    assert nulls.compared(2.0, [2.0, 2.0]).z is None


@pytest.mark.slow  # a thousand nodes
def test_measures_of_a_large_network_are_the_same_again() -> None:
    """From a thousand nodes on igraph measures; what it rounds otherwise each time is cut off."""
    chance = random.Random(7)  # noqa: S311 - no secret
    size = 1500
    pairs = {tuple(sorted(chance.sample(range(size), 2))): 1.0 for _ in range(6000)}
    graph = SimpleGraph(size, pairs)
    plain: Any = graph.to_networkx()
    ranks, cores = _pagerank_python(plain, max_iter=1000, tol=1e-13), nx.core_number(plain)
    found = pagerank(graph)
    assert found == pytest.approx([ranks[i] for i in range(size)], abs=1e-9)
    assert core_numbers(graph) == [cores[i] for i in range(size)]
    between = betweenness(graph)
    assert [round(value, 11) for value in (*found, *between)] == [*found, *between]


def test_sampling_is_named_in_the_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where betweenness is estimated, each file that has a place for it says from how many."""
    monkeypatch.setattr(centrality, "LARGE", 10)
    monkeypatch.setattr(centrality, "_EXACT", 0)
    found = builder.build(store, declaration.find_projection(store.project, "cities"))
    said = "betweenness is estimated from 25 of 29 nodes"
    for name in ("gexf", "graphml", "json", "kml"):
        assert said in WRITERS[name](found, "en").decode(), name
    monkeypatch.undo()
    exact = builder.build(store, declaration.find_projection(store.project, "cities"))
    assert "estimated" not in WRITERS["gexf"](exact, "en").decode()


@pytest.mark.parametrize("ending", ["zip", "json", "xlsx"])
def test_measures_file(kkgraph: Callable[..., Result], tmp_path: Path, ending: str) -> None:
    """`--measures` writes nodes, network, degrees and what they are of, the same each time."""
    out = tmp_path / f"cities.{ending}"
    args = ["network", "cities", "--nulls", "10", "--measures", str(out)]
    assert kkgraph(*args, folder=ROOT).output == ""
    content = out.read_bytes()
    assert kkgraph(*args, folder=ROOT).exit_code == 0
    assert out.read_bytes() == content
    if ending == "json":
        tables = json.loads(content)
        rows = tables["network"]
        explained = {row["attribute"] for row in tables["attributes"]}
        assert explained >= {"closeness", "eigenvector", "clustering", "null_mean", "z", "share"}
        by_name = {row["measure"]: row for row in rows}
        assert by_name["nodes"]["value"] == 29
        assert by_name["clustering"].keys() >= {"value", "null_mean", "z", "share", "meaning"}
    if ending == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            nodes = archive.read("cities-nodes.csv").decode()
        rows = list(csv.DictReader(io.StringIO(nodes)))
        assert float(rows[0]["closeness"]) > 0


def test_measures_file_of_another_ending(kkgraph: Callable[..., Result]) -> None:
    """A file of which no format is known is refused before anything is computed."""
    found = kkgraph("network", "cities", "--measures", "x.txt", folder=ROOT)
    assert found.exit_code == 2
    assert "x.txt: its ending is not that of any format; give it one of: .zip, .json, .xlsx" in (
        found.output
    )


@pytest.mark.parametrize("name", SOME)
def test_measures_are_igraph_s(network: Callable[[str], Network], name: str) -> None:
    """Another library has the same betweenness, PageRank, core numbers and assortativity."""
    found = network(name)
    graph = arrows(found)
    theirs = igraph_of(graph)
    size, both = graph.size, 1 if graph.directed else 2
    scale = both / ((size - 1) * (size - 2))
    assert betweenness(graph) == pytest.approx(
        [value * scale for value in theirs.betweenness()], abs=1e-8
    )
    assert pagerank(graph) == pytest.approx(
        theirs.pagerank(directed=graph.directed, weights="weight"), abs=1e-7
    )
    assert [node.core for node in found.nodes] == theirs.as_undirected().simplify().coreness()
    assert assortativity.by_degree(graph) == pytest.approx(
        theirs.assortativity_degree(directed=graph.directed), abs=1e-9
    )


def test_betweenness_of_a_large_directed_graph():
    """From a thousand nodes on igraph counts, on the same scale as networkx, along the arrows."""
    chosen = random.Random(5)  # noqa: S311 - a graph, not a secret
    pairs = {(chosen.randrange(300), chosen.randrange(300)) for _ in range(500)}
    large = SimpleGraph(1_000, {(a, b): 1.0 for a, b in pairs if a != b}, directed=True)
    wanted = nx.betweenness_centrality(large.to_networkx())
    found = centrality.betweenness(large)
    assert max(found) > 0
    assert found == pytest.approx([wanted[i] for i in range(1_000)], abs=1e-5)
