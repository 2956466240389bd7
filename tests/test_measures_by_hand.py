"""Measures of small graphs, worked out by hand."""

import random
from fractions import Fraction
from math import sqrt

import pytest

from kkgraph.networks.measures import (
    assortativity,
    backbone,
    centrality,
    communities,
    distances,
    graph,
    nulls,
    overlap,
    profile,
)
from kkgraph.networks.measures.graph import SimpleGraph
from kkgraph.networks.model import Edge, Network, Node

STAR = SimpleGraph(4, {(0, 1): 1.0, (0, 2): 1.0, (0, 3): 1.0})
CHAIN = SimpleGraph(3, {(0, 1): 1.0, (1, 2): 1.0}, directed=True)
TWO = {"da": "x", "en": "x"}


def network(size, ties, *, directed=False, mode="bipartite", sides=None):
    """Return a network of numbered nodes and of ties: source, target, weight, things."""
    nodes = tuple(
        Node(f"n{i}", f"n{i}", {"da": f"N{i} (da)", "en": f"N{i}"}, "City",
             side=sides[i] if sides else None)
        for i in range(size)
    )  # fmt: skip
    edges = tuple(Edge(f"n{a}", f"n{b}", "r", w, *more) for a, b, w, *more in ties)
    return Network("made", TWO, TWO, mode, directed, TWO, "1", nodes, edges)


# The plain graph.


def test_parallel_ties_are_one_pair():
    """Their weights are added; with arrows each way is a pair of its own."""
    made = network(3, [(0, 1, 1), (1, 0, 2), (2, 1, 4)], directed=True)
    assert graph.simple(made) == SimpleGraph(3, {(0, 1): 3, (1, 2): 4})
    assert graph.arrows(made) == SimpleGraph(3, {(0, 1): 1, (1, 0): 2, (2, 1): 4}, directed=True)
    flat = network(3, [(1, 0, 2), (0, 1, 1)])
    assert graph.arrows(flat) == SimpleGraph(3, {(0, 1): 3})
    assert graph.arrows(flat).pairs() == [(0, 1)]
    assert graph.arrows(flat).neighbours() == [[1], [0], []]
    assert graph.arrows(made).neighbours()[1] == [0, 0, 2]


def test_components_by_size():
    """The largest first, then by their first node."""
    made = SimpleGraph(6, {(4, 5): 1, (0, 1): 1, (1, 2): 1}).to_networkx()
    assert graph.components(made) == [[0, 1, 2], [4, 5], [3]]
    same = SimpleGraph(4, {(2, 3): 1, (0, 1): 1}).to_networkx()
    assert graph.components(same) == [[0, 1], [2, 3]]
    assert graph.components(SimpleGraph(0, {}).to_networkx()) == []


def test_distances():
    """The most steps, and the mean over pairs that reach each other."""
    ring = SimpleGraph(4, {(0, 1): 1, (1, 2): 1, (2, 3): 1, (0, 3): 1})
    assert distances.distances(ring.neighbours()) == (2, (8 * 1 + 4 * 2) / 12)
    assert distances.distances([[], []]) == (0, 0.0)


# Nodes.


def test_measures_of_nodes():
    """Degrees count ties, strengths add weights; nobody's are 0."""
    made = network(4, [(0, 1, 2.5), (1, 0, 1), (1, 2, 4)], directed=True)
    found = centrality.measured(made, graph.simple(made))
    assert [(n.degree, n.in_degree, n.out_degree) for n in found.nodes] == [
        *((2, 1, 1), (3, 1, 2), (1, 1, 0), (0, 0, 0)),
    ]
    assert [n.weighted_degree for n in found.nodes] == [3.5, 7.5, 4, 0]
    assert [n.core for n in found.nodes] == [1, 1, 1, 0]
    assert found.sampled == 0
    # 0 -> 1 -> 2: one of (4 - 1)(4 - 2) pairs goes through 1
    assert [n.betweenness for n in found.nodes] == [0, pytest.approx(1 / 6), 0, 0]
    assert sum(n.pagerank for n in found.nodes) == pytest.approx(1)


@pytest.mark.parametrize(
    ("made", "between"),
    [
        (SimpleGraph(0, {}), []),
        (SimpleGraph(2, {(0, 1): 1.0}), [0, 0]),
        (STAR, [1, 0, 0, 0]),
        (CHAIN, [0, 0.5, 0]),
        (SimpleGraph(3, {(0, 1): 1.0, (1, 2): 1.0}), [0, 1, 0]),
    ],
)
def test_betweenness(made, between):
    """The share of shortest paths between others, 0 where there are no others."""
    assert centrality.betweenness(made) == between


def test_pagerank():
    """Of two alike each has half; a centre has more; who leads nowhere gives to all."""
    assert centrality.pagerank(SimpleGraph(0, {})) == []
    assert centrality.pagerank(SimpleGraph(2, {(0, 1): 3.0})) == [0.5, 0.5]
    assert centrality.pagerank(SimpleGraph(4, {})) == [0.25] * 4
    # c = 0.15/4 + 0.85 * 3 e, c + 3 e = 1
    centre, end = centrality.pagerank(STAR)[:2]
    assert centre == pytest.approx((0.15 / 4 + 0.85) / 1.85)
    assert centre + 3 * end == pytest.approx(1)
    # 0 -> 1: the rank of 1, which leads nowhere, is shared out
    one, other = centrality.pagerank(SimpleGraph(2, {(0, 1): 1.0}, directed=True))
    assert one == pytest.approx(0.075 + 0.85 * other / 2)
    assert other == pytest.approx(one + 0.85 * one)
    # by weight: of what leaves 0 three quarters go to 1
    fork = SimpleGraph(3, {(0, 1): 3.0, (0, 2): 1.0}, directed=True)
    root, much, little = centrality.pagerank(fork)
    assert much - little == pytest.approx(0.85 * root / 2)


@pytest.mark.parametrize(
    ("size", "ties", "pivots"),
    [
        (999, 10**6, None),
        (1000, 50_000, None),
        (1000, 50_001, 250),
        (2000, 200_000, 250),
        (2000, 250_000, 200),
        (3000, 4_000_000, 25),
    ],
)
def test_from_how_many_nodes_betweenness_is_estimated(size, ties, pivots):
    """From all up to fifty million nodes times ties; then from fewer, never less than 25."""
    made = SimpleGraph(size, range(ties))  # only their number counts
    found = centrality._pivots(made)  # noqa: SLF001 - what `sampled` says
    assert (found and len(found)) == pivots
    if found:
        assert found == sorted(set(found)) == centrality._pivots(made)  # noqa: SLF001 - same
        assert max(found) < size


def test_large_graphs_have_the_same_measures(monkeypatch):
    """By igraph, from a size on, they are those of a small one, estimated from all nodes too."""
    pytest.importorskip("igraph")
    chance = random.Random(1)  # noqa: S311 - no secret
    ties = {tuple(sorted(chance.sample(range(30), 2))): 1.0 + i % 3 for i in range(60)}
    for made in (SimpleGraph(32, ties), SimpleGraph(32, ties, directed=True)):

        def of_all(made=made):
            return (
                centrality.betweenness(made), centrality.pagerank(made),
                centrality.core_numbers(SimpleGraph(made.size, made.weights)),
            )  # fmt: skip

        small = of_all()
        monkeypatch.setattr(centrality, "LARGE", 1)
        monkeypatch.setattr(communities, "LARGE", 1)
        for one, other in zip(small, of_all(), strict=True):
            assert one == pytest.approx(other, abs=1e-8)
        assert centrality._pivots(made) is None  # noqa: SLF001 - how many it starts from
        monkeypatch.setattr(centrality, "_EXACT", 0)
        monkeypatch.setattr(centrality, "_pivots", lambda g: list(range(g.size)))
        assert centrality.betweenness(made) == pytest.approx(small[0], abs=1e-8)
        groups = communities.partition(SimpleGraph(made.size, made.weights))
        assert all(len(part) > 1 and part == sorted(part) for part in groups)
        monkeypatch.undo()


# Groups.


def test_groups_are_named_by_those_with_most_ties():
    """Two triangles and a tie between; three names and how many more; who is alone comes last."""
    ties = [(0, 1, 1), (0, 2, 1), (1, 2, 1), (3, 4, 1), (3, 5, 1), (4, 5, 1), (2, 3, 1), (3, 6, 1)]
    made = network(9, ties)
    plain = graph.simple(made)
    found = communities.grouped(centrality.measured(made, plain), plain)
    large, small, alone = found.communities
    assert (large.size, small.size, alone.size) == (4, 3, 2)
    assert large.label == {"da": "N3 (da), N4 (da), N5 (da) +1", "en": "N3, N4, N5 +1"}
    assert small.label["en"] == "N2, N0, N1"
    assert [one.id for one in found.communities] == [0, 1, 2]
    assert [one.isolates for one in found.communities] == [False, False, True]
    assert [n.community for n in found.nodes] == [1, 1, 1, 0, 0, 0, 0, 2, 2]
    whole = network(2, [(0, 1, 1)])
    (one,) = communities.grouped(whole, graph.simple(whole)).communities
    assert (one.size, one.isolates) == (2, False)
    assert communities.partition(SimpleGraph(3, {})) == []


# Like with like.


def test_degrees_at_both_ends():
    """Pearson's correlation; of arrows, of who leaves and who is entered."""
    path = SimpleGraph(4, {(0, 1): 1, (1, 2): 1, (2, 3): 1})
    assert assortativity.by_degree(path) == pytest.approx(-0.5)
    # out-degrees 2 2 1, in-degrees 1 2 2 of the ties 0-1, 0-2, 1-2
    made = SimpleGraph(3, {(0, 1): 1, (0, 2): 1, (1, 2): 1}, directed=True)
    assert assortativity.by_degree(made) == pytest.approx(-0.5)
    assert assortativity.by_degree(SimpleGraph(2, {})) is None
    assert assortativity.by_degree(CHAIN) is None


def test_kinds_at_both_ends():
    """Ties within a kind beyond what chance gives, of what there could be beyond it."""
    # ends aa aa ab ba: half of a tie's ends ... same 1/2, a 3/4, b 1/4: chance 10/16
    made = SimpleGraph(3, {(0, 1): 1, (1, 2): 1})
    assert assortativity.by_kind(made, "aab") == pytest.approx((0.5 - 10 / 16) / (1 - 10 / 16))
    # arrows aa, ab: same 1/2; from a 1, into a 1/2, into b 1/2: chance 1/2
    assert assortativity.by_kind(CHAIN, "aab") == pytest.approx(0)
    assert assortativity.by_kind(SimpleGraph(2, {}), "ab") is None


# The backbone.


def ties(*given):
    """Return ties: source, target and weight."""
    return [Edge(a, b, "r", w) for a, b, w in given]


@pytest.mark.parametrize(
    ("given", "directed", "levels"),
    [
        ([("a", "b", 6), ("a", "c", 2), ("a", "d", 1), ("a", "e", 1)], False,
         [0.4**3, 0.8**3, 0.9**3, 0.9**3]),
        ([("a", "b", 6), ("b", "c", 2)], False, [0.25, 0.75]),
        ([("a", "b", 6), ("b", "c", 2)], True, [1, 1]),
        ([("a", "b", 6), ("a", "c", 2)], True, [0.25, 0.75]),
        ([("a", "b", 6), ("c", "b", 2)], True, [0.25, 0.75]),
        ([("a", "b", 0), ("a", "c", 0)], False, [1, 1]),
        ([], False, []),
    ],
)  # fmt: skip
def test_disparity(given, directed, levels):
    """(1 - share) ** (ties - 1), of the end for which it is less."""
    found = backbone.disparity(ties(*given), directed=directed)
    assert found == pytest.approx(levels)


def score_variance(n, out, into, total):
    """Return what Coscia and Neffke have for a tie of n, in exact numbers (their section IV)."""
    n, out, into, total = map(Fraction, (n, out, into, total))
    mean = out * into / total**2
    spread = out * into * (total - out) * (total - into) / (total**4 * (total - 1))
    a = mean**2 / spread * (1 - mean) - mean
    b = mean / spread * (1 - mean**2) - (1 - mean)
    posterior = (a + n) / (a + b + total)
    kappa = total / (out * into)
    slope = 1 / (out * into) - total * (out + into) / (out * into) ** 2
    d = 2 * (kappa + n * slope) / (kappa * n + 1) ** 2
    return float(total * posterior * (1 - posterior) * d**2), float(kappa * n)


def test_noise_corrected():
    """The normal distribution of a tie's score in its standard deviations."""
    given = ties(("a", "b", 5), ("a", "c", 1), ("b", "c", 2), ("c", "d", 3))
    found = backbone.noise_corrected(given, directed=False)
    strengths, total = {"a": 6, "b": 7, "c": 6, "d": 3}, 22
    for edge, level in zip(given, found, strict=True):
        variance, lift = score_variance(
            int(edge.weight), strengths[edge.source], strengths[edge.target], total
        )
        z = (lift - 1) / (lift + 1) / sqrt(variance)
        assert level == pytest.approx(1 - backbone.NormalDist().cdf(z))
    directed = backbone.noise_corrected(given, directed=True)
    variance, lift = score_variance(5, 6, 5, 11)
    z = (lift - 1) / (lift + 1) / sqrt(variance)
    assert directed[0] == pytest.approx(1 - backbone.NormalDist().cdf(z))


@pytest.mark.parametrize(
    ("numbers", "is_one"),
    [((1, 1, 1, 1), True), ((2, 5, 3, 5), True), ((2, 3, 5, 5), True), ((2, 3, 3, 5), False)],
)
def test_ends_without_a_choice(numbers, is_one):
    """Where one end has all there is, a tie says nothing."""
    found = backbone._excess_level(*numbers)  # noqa: SLF001 - the level of one tie
    assert (found == 1) is is_one


# Against chance.


def test_sides():
    """Of a network in which every node has one."""
    assert nulls.sides_of(network(2, [], sides=[0, 1])) == [0, 1]
    assert nulls.sides_of(network(2, [], sides=[0, None])) is None
    assert nulls.sides_of(network(2, [])) is None
    assert nulls.sides_of(network(0, [])) is None


def test_ties_from_one_side_to_the_other():
    """The first end is the one of side 0; without sides a pair stays as it is."""
    turned = nulls._oriented  # noqa: SLF001 - which ends are exchanged
    assert turned((0, 1), [1, 0]) == (1, 0)
    assert turned((0, 1), [0, 1]) == turned((0, 1), None) == (0, 1)
    assert nulls._key((2, 1)) == nulls._key((1, 2)) == (1, 2)  # noqa: SLF001 - one tie


@pytest.mark.parametrize("free", [True, False])
def test_exchanged_ends(free):
    """Degrees stay, no tie is there twice, none is a loop; where only one way is, it stays."""
    chance = random.Random(3)  # noqa: S311 - no secret
    start = [(a, b) for a in range(6) for b in range(6, 12) if (a + b) % 3]
    made = list(start)
    nulls._swap(made, chance, 500, free=free)  # noqa: SLF001 - what makes a null network
    assert len({nulls._key(tie) for tie in made}) == len(start)  # noqa: SLF001 - same
    assert all(a != b for a, b in made)
    for i in range(12):
        assert sum(i in tie for tie in made) == sum(i in tie for tie in start)
        if not free:
            assert sum(a == i for a, _ in made) == sum(a == i for a, _ in start)
    assert set(made) != set(start)
    for only in ([(0, 1)], [(0, 1), (0, 2)], [(0, 1), (0, 2), (1, 2)]):
        kept = list(only)
        nulls._swap(kept, chance, 50, free=free)  # noqa: SLF001 - same
        assert sorted(map(nulls._key, kept)) == only  # noqa: SLF001 - same


def test_null_networks_begin_far_from_the_real_one(monkeypatch):
    """A hundred tries a tie before the first, ten before each other; none without ties."""
    tries = []
    monkeypatch.setattr(nulls, "_swap", lambda *given, free: tries.append((given[2], free)))
    found = list(nulls.rewired(STAR, None, 3))
    assert tries == [(300, True), (30, True), (30, True)]
    assert all(one.weights == STAR.weights for one in found)
    list(nulls.rewired(CHAIN, None, 1))
    list(nulls.rewired(STAR, [1, 0, 0, 0], 1))
    assert [free for _, free in tries[3:]] == [False, False]


def test_what_is_shared_is_exchanged():
    """In a one-mode network it is who is in what, so that a thing ties all that are in it."""
    in_a = [(a, b, 1, ("a",)) for a, b in ((0, 1), (0, 2), (1, 2))]
    made = network(4, [*in_a, (2, 3, 2, ("b", "c"))], mode="one-mode")
    for null in nulls.null_networks(made, 5):
        assert null.size == 4
        assert sum(null.weights.values()) == 3 + 1 + 1
    plain = network(4, [(0, 1, 1), (2, 3, 1)], mode="one-mode")
    assert all(len(null.weights) == 2 for null in nulls.null_networks(plain, 3))
    members = SimpleGraph(5, {(0, 3): 1, (1, 3): 1, (0, 4): 1, (1, 4): 1, (2, 4): 1})
    assert nulls._shared(members, 3).weights == {(0, 1): 2, (0, 2): 1, (1, 2): 1}  # noqa: SLF001 - ties of it


@pytest.mark.parametrize(
    ("value", "values", "expected"),
    [
        (3.0, [1.0, 3.0], (2, 1, 1, 0.5)),
        (1.0, [1.0, 3.0], (2, 1, -1, 1)),
        (4.0, [2.0], (2, 0, None, 0)),
        (2.0, [2.0, 2.0], (2, 0, None, 1)),
    ],
)
def test_a_value_against_others(value, values, expected):
    """Mean, standard deviation, distance in those, and the share of what is as large."""
    assert nulls.compared(value, values) == (value, *expected)


def test_what_two_share():
    """Each pair of owners, most beyond chance first; what cannot be otherwise has no z."""
    members = [("a", 1), ("a", 2), ("b", 1), ("b", 2), ("c", 3), ("c", 4), ("d", 5), ("d", 6)]
    members = [(owner, f"t{thing}") for owner, thing in members]
    found = overlap.overlaps(members, 200)
    assert len(found) == 6
    first = found[0]
    assert (first.one, first.other, first.shared) == ("a", "b", 2)
    assert first.z > 1
    assert 0 <= first.low <= first.mean <= first.high <= 2
    assert 0 < first.share <= first.family <= 1
    assert [row.z for row in found] == sorted((row.z for row in found), reverse=True)
    assert overlap.overlaps(members, 200) == found
    (only,) = overlap.overlaps([("a", "t"), ("b", "t")], 5)
    assert only == ("a", "b", 1, 1, 1, 1, None, 1, 1)


def test_the_middle_of_random_networks():
    """95 of a hundred lie between low and high; the family counts pairs that stand out as far."""
    values = list(range(100))
    found = overlap._overlap(("a", "b"), 99, values, [0.0, 1.0, 5.0])  # noqa: SLF001 - one row
    assert (found.low, found.high) == (2, 97)
    assert found.share == 0.01
    assert found.family == pytest.approx(1 / 3)
    spread = overlap._most({(0, 1): [0, 2], (0, 2): [1, 1]}, [{(0, 1): 2, (0, 2): 1}, {}])  # noqa: SLF001 - how far
    assert spread == [1]


# The whole.


def test_profile_of_a_star():
    """Size, density, parts, distances; of an empty graph what can be said."""
    found = profile.profile(STAR, "abbb", None)
    assert (found["nodes"], found["edges"], found["density"]) == (4, 3, 0.5)
    assert (found["components"], found["largest_component"]) == (1, 4)
    assert (found["diameter"], found["mean_distance"]) == (2, 1.5)
    assert found["degree_assortativity"] == pytest.approx(-1)
    assert found["class_assortativity"] == pytest.approx(-1)
    assert found["clustering"] == 0
    assert found["modularity"] is not None
    sided = profile.profile(STAR, "abbb", [0, 1, 1, 1])
    assert sided["density"] == 1
    arrows = profile.profile(CHAIN, "aab", None)
    assert arrows["density"] == pytest.approx(2 / 6)
    empty = profile.profile(SimpleGraph(0, {}), "", None)
    assert (empty["density"], empty["largest_component"], empty["clustering"]) == (None, 0, None)
    assert empty["modularity"] is None
    ring = profile.profile(SimpleGraph(3, {(0, 1): 1, (0, 2): 1, (1, 2): 1}), "aaa", None)
    assert (ring["clustering"], ring["modularity"]) == (1, pytest.approx(0))


def test_without_arrows():
    """Both ways are one pair, their weights added."""
    made = SimpleGraph(3, {(0, 1): 1.0, (1, 0): 2.0, (2, 1): 4.0}, directed=True)
    assert profile.undirected(made) == SimpleGraph(3, {(0, 1): 3.0, (1, 2): 4.0})


def test_modularity_counts_who_is_alone():
    """Two pairs: 1 - 2 * (1/2)^2, whoever else there is."""
    made = SimpleGraph(5, {(0, 1): 1.0, (2, 3): 1.0})
    assert profile.profile(made, "aaaaa", None)["modularity"] == pytest.approx(0.5)
