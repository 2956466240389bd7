"""One selection, everywhere: query rows, network, map, API words and Python have the same ties."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from fractions import Fraction
from math import sqrt
from pathlib import Path
from statistics import NormalDist

import pytest
from click.testing import Result
from sampling import each

import kkgraph as package
from kkgraph import terms
from kkgraph.errors import ParameterInvalid
from kkgraph.maps.places import places_of
from kkgraph.networks.measures.backbone import noise_corrected
from kkgraph.networks.model import Edge, Network
from kkgraph.networks.projection import answer
from kkgraph.networks.projection.declaration import Projection, load_projections
from kkgraph.networks.projection.projection import select
from kkgraph.networks.selection import from_words
from kkgraph.store import Store

ROOT = Path(__file__).parent.parent

SELECTIONS = {
    "theme": {"theme": ["sundhed"]},
    "department": {"department": ["Teknik- og Miljøforvaltningen"]},
    "period": {"from": ["2019"], "to": ["2020"]},
    "ego": {"ego": [""], "radius": ["1"]},
    "weight": {"min-weight": ["2"], "drop-isolated": ["yes"]},
}
selections = pytest.mark.parametrize(
    "words", each(list(SELECTIONS.values()), 2, lambda words: next(iter(words)))
)

Ends = tuple[frozenset[str], str]


def ties(network: Network) -> set[Ends]:
    """Return who is tied to whom by what."""
    return {(frozenset((e.source, e.target)), e.relation) for e in network.edges}


def of_rows(store: Store, declared: Projection, words: dict[str, list[str]]) -> dict[Ends, float]:
    """Return the ties that the rows of a network's query make, each with its count."""
    found = answer.selected(store, declared, from_words(words))
    counted: dict[Ends, set[str]] = defaultdict(set)
    for row in found:
        ends = frozenset(row[key] for key in ("source", "target") if row[key])
        if len(ends) > 1:
            name = terms.shorten(row.get("relation") or "shared")
            facts = " ".join(one for key in ("fact", "other") if (one := row.get(key)))
            counted[ends, name].add(row.get("thing") or facts)
    return {tie: len(things) for tie, things in counted.items()}


def leads_to_a_place(edge: Edge, network: Network) -> bool:
    """Tell whether a tie has an end on the map that is not home, and the other end elsewhere."""
    nodes = {node.id: node for node in network.nodes}
    home = {(node.lat, node.long) for node in network.home}
    spots = [
        (node.lat, node.long) if node.type in {"City", "Municipality"} and node.lat else None
        for node in (nodes[edge.source], nodes[edge.target])
    ]
    return spots[0] != spots[1] and any(spot and spot not in home for spot in spots)


@pytest.mark.parametrize("one_in", each([12, 1], 2))
@selections
def test_query_network_map_and_python_agree(
    store: Store, words: dict[str, list[str]], one_in: int
) -> None:
    """The rows of each network's query make the ties of the network, which the map draws too."""
    for declared in load_projections(store.project)[::one_in]:
        wanted = dict(words)
        if "ego" in words:
            wanted["ego"] = [select(store, declared).nodes[0].curie]
        found = select(store, declared, from_words(wanted))
        rows = of_rows(store, declared, wanted)
        assert set(rows) == ties(found), declared.name
        for edge in found.edges:
            assert rows[frozenset((edge.source, edge.target)), edge.relation] >= edge.weight > 0
        drawn = {id(tie.edge) for place in places_of(found) for tie in place.ties}
        assert drawn == {id(edge) for edge in found.edges if leads_to_a_place(edge, found)}


@pytest.mark.parametrize("one_in", each([12, 1], 2))
@selections
def test_python_and_file_agree(
    store: Store, kkgraph: Callable[..., Result], words: dict[str, list[str]], one_in: int
) -> None:
    """A notebook and the command have the ties of each network, with their weights."""
    for declared in load_projections(store.project)[::one_in]:
        wanted = dict(words)
        if "ego" in words:
            wanted["ego"] = [select(store, declared).nodes[0].curie]
        expected = weighed(select(store, declared, from_words(wanted)))
        graph = package.network(declared.name, from_words(wanted))
        in_python = [
            (frozenset((a, b)), tie["relation"], tie["weight"])
            for a, b, tie in graph.edges(data=True)
        ]
        written = kkgraph("network", declared.name, *options(wanted), folder=ROOT)
        in_file = [
            (frozenset((tie["source"], tie["target"])), tie["relation"], tie["weight"])
            for tie in json.loads(written.stdout)["edges"]
        ]
        assert Counter(in_python) == Counter(in_file) == expected, declared.name


def weighed(network: Network) -> Counter[tuple[frozenset[str], str, float]]:
    """Return who is tied to whom by what, and how much each tie weighs."""
    curie = {node.id: node.curie for node in network.nodes}
    return Counter(
        (frozenset((curie[e.source], curie[e.target])), e.relation, e.weight) for e in network.edges
    )


def options(words: dict[str, list[str]]) -> list[str]:
    """Return a selection as options of the command; a flag stands alone."""
    flags = {"largest", "drop-isolated"}
    return [
        part
        for key, values in words.items()
        for value in values
        for part in ((f"--{key}",) if key in flags else (f"--{key}", value))
    ]


def test_python_and_command_agree(kkgraph: Callable[..., Result]) -> None:
    """A selection of names gives the same ties in a notebook as in the rows of the command."""
    chosen = package.Selection(themes=("sundhed",), first="2019", last="2021")
    graph = package.network("everything", chosen)
    options = ("--theme", "sundhed", "--from", "2019", "--to", "2021", "--format", "csv")
    rows = kkgraph("query", "everything", *options, folder=ROOT).stdout.splitlines()[1:]
    pairs = {frozenset(terms.shorten(iri) for iri in row.split(",")[:2]) for row in rows}
    assert pairs == {frozenset(edge[:2]) for edge in graph.edges}
    assert pairs


@pytest.mark.parametrize(
    "arguments",
    [
        ("--theme", "klima-miljoe-og-energi", "--theme", "sundhed"),
        ("--largest",),
        ("--backbone", "noise-corrected", "0.1"),
        ("--merge", "city-municipality"),
    ],
)
def test_query_takes_the_options_of_network(
    kkgraph: Callable[..., Result], arguments: tuple[str, ...]
) -> None:
    """Options that stand alone, twice or with two words do as they do in `network`."""
    rows = kkgraph("query", "cities", *arguments, "--format", "json", folder=ROOT)
    assert rows.exit_code == 0, rows.output


def test_unknown_option_of_a_network_is_told(kkgraph: Callable[..., Result]) -> None:
    """A wrong option is named, with those that there are."""
    done = kkgraph("query", "cities", "--theem", "klima", folder=ROOT)
    assert done.exit_code == 2
    assert "theem" in done.output
    assert "department" in done.output


def test_backbone_of_another_name_is_refused() -> None:
    """A filter that there is not, or a level that is no number, is an error."""
    for words in ("salience 0.1", "noise-corrected", "noise-corrected x", "0.1 0.2 0.3"):
        with pytest.raises(ParameterInvalid, match="backbone"):
            package.network("cities", from_words({"backbone": [words]}))


def level(weight: int, out: int, into: int, total: int) -> float:
    """Return an edge's level by the formulas of Coscia and Neffke (2017), section IV, in turn."""
    expected = Fraction(out * into, total)
    lift = weight / expected
    score = (lift - 1) / (lift + 1)
    # The share of all weight that goes here: its mean and variance, as a hypergeometric one's.
    mean = Fraction(out * into, total * total)
    variance = Fraction(
        out * into * (total - out) * (total - into), total**2 * total**2 * (total - 1)
    )
    alpha = mean * mean / variance * (1 - mean) - mean
    beta = mean / variance * (1 - mean * mean) - (1 - mean)
    share = (alpha + weight) / (alpha + beta + total)
    spread = total * share * (1 - share)
    kappa = 1 / expected
    change = Fraction(1, out * into) - Fraction(total * (out + into), (out * into) ** 2)
    spread *= (2 * (kappa + weight * change) / (kappa * weight + 1) ** 2) ** 2
    return 1 - NormalDist().cdf(float(score) / sqrt(spread))


def test_noise_corrected_is_the_papers() -> None:
    """Four nodes with unlike strengths: each edge's level is that of the paper's formulas."""
    weights = {("a", "b"): 10, ("a", "c"): 1, ("b", "c"): 2, ("c", "d"): 5, ("a", "d"): 1}
    edges = [Edge(*ends, "r", weight) for ends, weight in weights.items()]
    strength: dict[str, int] = defaultdict(int)
    for ends, weight in weights.items():
        for end in ends:
            strength[end] += weight
    total = 2 * sum(weights.values())
    expected = [level(w, strength[a], strength[b], total) for (a, b), w in weights.items()]
    found = noise_corrected(edges, directed=False)
    assert found == pytest.approx(expected, abs=1e-12)
    assert min(found) == found[0] < 0.05 < found[1]


def test_noise_corrected_of_arrows() -> None:
    """In a directed network what leaves the source is held against what enters the target."""
    weights = {("a", "x"): 9, ("a", "y"): 1, ("b", "x"): 1, ("b", "y"): 6}
    edges = [Edge(*ends, "r", weight) for ends, weight in weights.items()]
    expected = [level(9, 10, 10, 17), level(1, 10, 7, 17), level(1, 7, 10, 17), level(6, 7, 7, 17)]
    assert noise_corrected(edges, directed=True) == pytest.approx(expected, abs=1e-12)
    assert noise_corrected(edges[:2], directed=True) == [1.0, 1.0]
