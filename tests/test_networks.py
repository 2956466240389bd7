"""Networks: what is declared, what ties what, and what comes of filters and cuts."""

import csv
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import networkx as nx
import pytest
import sampling
from click.testing import Result
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

import kkgraph as package
from kkgraph import queries, terms
from kkgraph.errors import EntityNotFound, ParameterInvalid, QueryFailed, QueryHeaderInvalid
from kkgraph.errors.networks import NetworkNotFound, NodeNotInNetwork
from kkgraph.maps.places import places_of
from kkgraph.networks.layout import layout, stress
from kkgraph.networks.measures import centrality
from kkgraph.networks.measures.backbone import disparity
from kkgraph.networks.measures.graph import SimpleGraph, components, simple
from kkgraph.networks.model import Edge, Network
from kkgraph.networks.projection import declaration, money
from kkgraph.networks.projection import projection as builder
from kkgraph.networks.projection.attributes import Attributes
from kkgraph.networks.projection.evidence_rows import EvidenceRow, read_rows
from kkgraph.networks.projection.weights import weigher
from kkgraph.networks.selection import from_words
from kkgraph.networks.words import caption
from kkgraph.networks.writers import html
from kkgraph.project import Project
from kkgraph.store import Store, load

EDGES = Path(__file__).parent / "edges"
ROOT = Path(__file__).parent.parent
NAMES = sorted(path.stem for path in (ROOT / "queries" / "networks").glob("*.rq"))
WANTED = {
    "c40",
    "cities",
    "cities-projects",
    "departments",
    "departments-cities",
    "departments-networks",
    "everything",
    "funding",
    "organisations-projects",
}

each = pytest.mark.parametrize("name", sampling.each(NAMES, 3))


def edges(found: Network) -> list[tuple[str, str, str, str]]:
    """Return a network as rows of a golden file: edges, then nodes without one."""
    short = terms.shorten
    rows = [(short(e.source), short(e.target), e.relation, f"{e.weight:g}") for e in found.edges]
    return sorted(rows) + sorted((n.curie, "", "", "") for n in found.nodes if not n.degree)


def iri(curie: str) -> str:
    """Return the IRI of a CURIE."""
    found = terms.expand(curie)
    assert found
    return found


# --- what is declared


def test_declared() -> None:
    """The networks that readers were promised are there."""
    assert set(NAMES) >= WANTED


def test_unknown_network(project: Project) -> None:
    """An unknown name, and a query that declares no network, are answered with the names."""
    for name in ("citis", "fees-by-network"):
        with pytest.raises(NetworkNotFound, match=f"'{name}'.*c40, cities"):
            declaration.find_projection(project, name)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("#+ network: one-mode", "#+ network: loose", "needs `network:` with one of bipartite"),
        ("#+ weight_da:", "# weight_da:", "needs weight and weight_da"),
    ],
)
def test_bad_header(project: Project, tmp_path: Path, old: str, new: str, what: str) -> None:
    """A header without a known mode or without the meaning of the weight names file and cure."""
    text = (project.root / "queries" / "networks" / "cities.rq").read_text("utf-8")
    path = tmp_path / "networks" / "cities.rq"
    path.parent.mkdir()
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(QueryHeaderInvalid, match=what):
        declaration.read_projection(queries.read_query(path))


def test_query_without_ends(store: Store) -> None:
    """A query that names no ends is no network."""
    with pytest.raises(QueryFailed, match=r"SELECT with \?source, \?target and \?fact"):
        read_rows(queries.evaluate(store, "SELECT ?x WHERE { ?x a kk:City }"), "mine")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("SELECT ?source ?target WHERE {ENDS}", r"\?fact"),
        ("SELECT ?source ?target ?fact WHERE {ENDS OPTIONAL { ?source kk:no ?fact }}", r"\?fact"),
        ("SELECT ?source ?target (?source AS ?fact) ('ca. 12' AS ?amount) WHERE {ENDS}", "ca. 12"),
    ],
)
def test_rows_that_would_be_counted_wrong(store: Store, text: str, what: str) -> None:
    """A tie without a fact, or with an amount that is no number, is refused, not guessed at."""
    ends = "VALUES (?source ?target) { (city:oslo city:malmoe) }"
    with pytest.raises(QueryFailed, match=what):
        read_rows(queries.evaluate(store, text.replace("ENDS", ends)), "mine")


# --- what ties what


@pytest.mark.parametrize("name", sorted(path.stem for path in EDGES.iterdir()))
def test_edges_by_hand(network: Callable[..., Network], name: str) -> None:
    """Nodes and edges are those that were read out of the survey by hand."""
    with (EDGES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        by_hand = [tuple(row) for row in csv.reader(file)][1:]
    tied = sorted(row for row in by_hand if row[1])
    alone = sorted(row for row in by_hand if not row[1])
    assert edges(network(name)) == tied + alone


@each
def test_sound(network: Callable[..., Network], name: str) -> None:
    """No edge dangles, no label is empty, and each edge has its evidence with lines."""
    found = network(name)
    ids = [node.id for node in found.nodes]
    assert len(ids) == len(set(ids)) > 0
    assert {end for edge in found.edges for end in (edge.source, edge.target)} <= set(ids)
    assert all(text.strip() for node in found.nodes for text in node.label.values())
    assert all(edge.evidence for edge in found.edges)
    assert all(e.section and e.lines for edge in found.edges for e in edge.evidence)
    assert all(node.type != "Thing" for node in found.nodes)
    assert all(edge.weight >= 1 for edge in found.edges)


@each
def test_only_what_is_stated(project: Project, network: Callable[..., Network], name: str) -> None:
    """A network counts only statements of the survey: without rules and links it is the same."""
    stated = load(project, stated=True)
    found = builder.build(stated, declaration.find_projection(project, name))
    assert edges(found) == edges(network(name))


def test_evidence(network: Callable[..., Network]) -> None:
    """An edge cites both facts behind what is shared, with all sections that state them."""
    found = network("cities")
    edge = next(e for e in found.edges if e.weight == 2 and "city/oslo" in e.target)
    assert [(terms.shorten(e.fact), e.section, e.lines) for e in edge.evidence] == [
        ("membership:nordisk-arbejdsgiver-hr-forum-helsinki", "4.1.7", "329, 331"),
        ("membership:nordisk-arbejdsgiver-hr-forum-oslo", "4.1.7", "329, 331"),
        ("participation:ezemcons-helsinki", "6.3.6", "874"),
        ("participation:ezemcons-oslo", "6.3.6", "874"),
    ]
    assert edge.evidence[2].label["en"] == "Participation: Helsinki – EZEMCONS"  # noqa: RUF001


def test_money(network: Callable[..., Network]) -> None:
    """A printed sum is on one edge of each step; what the survey does not divide has none."""
    found = network("funding")
    sums = {
        (terms.shorten(e.source), terms.shorten(e.target), e.relation): (e.amount, e.currency)
        for e in found.edges
    }
    total = "funding-total:tmf-eu-projekter"
    tmf = "department:teknik-og-miljoeforvaltningen"
    kff = "department:kultur-og-fritidsforvaltningen"
    eu = "organisation:den-europaeiske-union"
    assert sums[eu, "project:atelier", "kk:Grant"] == (4_971_000, "DKK")
    assert sums[total, tmf, "kk:FundingTotal"] == (70_000_000, "DKK")
    assert sums["programme:fp7", total, "kk:FundingTotal"] == (None, "")
    assert sums["project:vib", kff, "kk:Grant"] == (3_200_000, "DKK")
    assert not [key for key in sums if "project:via" in key]
    assert {edge.weight for edge in found.edges} == {1, 2}


def test_money_is_added_only_where_it_may_be(network: Callable[..., Network]) -> None:
    """Grants received are added (350,000 + 3,200,000); totals that may overlap are not."""
    nodes = {node.curie: node for node in network("funding").nodes}
    kff = nodes["department:kultur-og-fritidsforvaltningen"]
    assert (kff.amount_in, kff.amount_out, kff.currency) == (3_550_000, None, "DKK")
    municipality = nodes["municipality:koebenhavns-kommune"]
    assert (municipality.amount_in, municipality.amount_out) == (None, 6_500_000)
    assert nodes["project:atelier"].amount_in == nodes["project:atelier"].amount_out == 4_971_000


@pytest.mark.parametrize(
    ("rows", "amount"),
    [
        ([("grant:crema", 350_000), ("grant:vib", 3_200_000)], (3_550_000, "DKK")),
        ([("grant:crema", 350_000), ("grant:crema", 360_000)], None),
        ([("grant:crema", 350_000), ("grant:crema", 350_000)], (350_000, "DKK")),
        ([("grant:crema", 350_000), ("grant:atelier-eu", 4_971_000)], None),
        ([("grant:crema", 350_000), ("funding-total:hjemtaget-siden-2013", 1)], None),
        ([], None),
    ],
)
def test_amount_of_a_tie(
    store: Store, rows: list[tuple[str, int]], amount: tuple[int, str] | None
) -> None:
    """A fact counts once; two sums of one fact, a grant not yet come and a total stay apart."""
    tie = [
        EvidenceRow("a", "b", "r", (iri(fact),), "", "", Decimal(sum_), "DKK")
        for fact, sum_ in rows
    ]
    assert money.amount_of(tie, Attributes(store)) == amount


# --- measures


def test_measures_of_a_path() -> None:
    """On a path of three the middle lies between the ends and ranks highest."""
    path = SimpleGraph(3, {(0, 1): 1.0, (1, 2): 1.0})
    assert centrality.betweenness(path) == [0.0, 1.0, 0.0]
    assert centrality.pagerank(path) == pytest.approx([0.25675676, 0.48648649, 0.25675676])


def test_measures_have_eleven_digits() -> None:
    """Two thirds are written as 0.66666666667: so far two ways of reckoning agree."""
    path = SimpleGraph(5, {(i, i + 1): 1.0 for i in range(4)})
    assert centrality.betweenness(path) == [0.0, 0.5, 0.66666666667, 0.5, 0.0]
    ranks = centrality.pagerank(path)
    assert ranks == [round(rank, 11) for rank in ranks] != [round(rank, 10) for rank in ranks]


def test_pagerank_of_arrows(network: Callable[..., Network]) -> None:
    """PageRank sums to 1, and arrows count: who only pays ranks below who receives."""
    found = network("funding")
    rank = {node.curie: node.pagerank for node in found.nodes}
    assert sum(rank.values()) == pytest.approx(1, abs=1e-6)
    assert rank["organisation:grundfos"] < rank["department:teknik-og-miljoeforvaltningen"]


@each
def test_measures_are_those_of_networkx(network: Callable[..., Network], name: str) -> None:
    """Degrees, betweenness, PageRank and core numbers are NetworkX's, along arrows if directed."""
    found = network(name)
    several: nx.MultiGraph[str] = nx.MultiDiGraph() if found.directed else nx.MultiGraph()
    plain: nx.Graph[str] = nx.DiGraph() if found.directed else nx.Graph()
    for graph in (several, plain):
        graph.add_nodes_from(node.id for node in found.nodes)
    for edge in found.edges:
        several.add_edge(edge.source, edge.target, weight=edge.weight)
        before = plain.get_edge_data(edge.source, edge.target, {"weight": 0})["weight"]
        plain.add_edge(edge.source, edge.target, weight=before + edge.weight)
    between = nx.betweenness_centrality(plain)
    rank = _pagerank_python(plain, tol=1e-14, max_iter=2000)
    core = nx.core_number(nx.Graph(plain))
    for node in found.nodes:
        assert node.degree == several.degree(node.id)
        assert node.weighted_degree == several.degree(node.id, weight="weight")
        assert node.betweenness == pytest.approx(between[node.id], abs=1e-8)
        assert node.pagerank == pytest.approx(rank[node.id], abs=1e-8)
        assert node.core == core[node.id]
        if found.directed:
            assert (node.in_degree, node.out_degree) == (
                several.in_degree(node.id),
                several.out_degree(node.id),
            )


def test_communities(network: Callable[..., Network]) -> None:
    """Communities are numbered by size, named by their best tied members; isolates come last."""
    found = network("cities")
    assert [one.size for one in found.communities] == [7, 7, 6, 5, 2, 2]
    assert found.communities[-1].label["en"] == "without ties"
    assert found.communities[1].label["da"].startswith("Oslo, Helsinki")
    counted = [sum(n.community == one.id for n in found.nodes) for one in found.communities]
    assert counted == [one.size for one in found.communities]


def test_same_again(project: Project, store: Store, network: Callable[..., Network]) -> None:
    """The same input gives the same places, communities and measures."""
    again = builder.build(store, declaration.find_projection(project, "c40"))
    assert again == network("c40")


@pytest.mark.parametrize("name", sampling.each(["city-ties", "everything"], 2))
def test_places_apart(network: Callable[..., Network], name: str) -> None:
    """No two nodes lie on top of each other."""
    nodes = network(name).nodes
    ordered = sorted((node.x, node.y) for node in nodes)
    near = [
        (a, b)
        for i, a in enumerate(ordered)
        for b in ordered[i + 1 : i + 40]
        if abs(a[0] - b[0]) < 20 and abs(a[1] - b[1]) < 20
    ]
    assert near == []


@pytest.mark.slow  # a thousand nodes
def test_places_of_a_large_network() -> None:
    """What has no tie stands in rows below the rest, and the rest has room."""
    pairs = {(i, j): 1.0 for i in range(1, 1100) for j in (i // 2,)}
    places = layout.large(SimpleGraph(1200, pairs), [i % 9 for i in range(1200)])
    tied, alone = places[:1100], places[1100:]
    assert len(set(alone)) == 100
    assert max(y for _, y in tied) < min(y for _, y in alone)
    assert max(x for x, _ in alone) <= max(x for x, _ in tied)
    wide, high = (max(v) - min(v) for v in zip(*tied, strict=True))
    assert wide * high == pytest.approx(1100 * (stress.STEP / 2) ** 2)


# --- filters and cuts


def test_chapter(network: Callable[..., Network]) -> None:
    """Only ties whose facts the chapter states, weighed anew."""
    found = network("cities", chapters=("4",))
    assert {e.section for edge in found.edges for e in edge.evidence} == {
        "4.1.5",
        "4.1.7",
        "4.1.11",
    }
    assert {edge.weight for edge in found.edges} == {1.0}
    assert len(network("cities", chapters=("4.1.5", "6")).edges) == 6 + 21 + 15 + 6 + 10


def test_chapter_is_no_prefix(network: Callable[..., Network]) -> None:
    """Section 6.2.1 is not 6.2.10 or 6.2.16."""
    found = network("organisations-projects", chapters=("6.2.1",))
    assert {e.section for edge in found.edges for e in edge.evidence} <= {"6.2", "6.2.1"}
    assert len(found.edges) == 1


def test_department(network: Callable[..., Network]) -> None:
    """Only ties in which the department has a part."""
    one = iri("department:teknik-og-miljoeforvaltningen")
    found = network("cities", departments=(one,))
    shared = {terms.shorten(thing) for edge in found.edges for thing in edge.things}
    assert shared == {
        "project:atelier",
        "project:ezemcons",
        "project:ai4cities",
        "network:c40-municipal-building-efficiency",
    }


def test_theme(network: Callable[..., Network]) -> None:
    """Only ties through things of the theme."""
    theme = iri("theme:sundhed")
    found = network("departments-networks", themes=(theme,))
    assert {terms.shorten(edge.source) for edge in found.edges} == {
        "department:sundheds-og-omsorgsforvaltningen"
    }


def test_years(network: Callable[..., Network]) -> None:
    """Ties over before, or begun after, go; ties without a printed year stay."""
    shared = {
        terms.shorten(thing)
        for edge in network("cities", first="2024").edges
        for thing in edge.things
    }
    assert "project:atelier" in shared
    assert "network:string" in shared
    assert "project:build-in-wood" not in shared
    assert "project:talentdk" not in shared


def test_ego(network: Callable[..., Network]) -> None:
    """One step around a city are its partners and the ties among them; isolates go."""
    found = network("cities", ego=iri("city:reykjavik"))
    assert {node.curie for node in found.nodes} == {
        "city:reykjavik",
        "city:oslo",
        "city:stockholm",
        "city:helsinki",
    }
    assert len(found.edges) == 6
    assert len(network("cities", ego=iri("city:reykjavik"), radius=0).nodes) == 1


def test_ego_elsewhere(network: Callable[..., Network]) -> None:
    """A thing that is no node of the network is named in the error."""
    with pytest.raises(NodeNotInNetwork, match="city:beijing is not in the network 'cities'"):
        network("cities", ego=iri("city:beijing"))


def test_weight_and_isolates(network: Callable[..., Network]) -> None:
    """A minimum weight leaves nodes isolated until they are dropped too."""
    heavy = network("cities", min_weight=2)
    assert len(heavy.edges) == 2
    assert len(heavy.nodes) == len(network("cities").nodes)
    dropped = network("cities", min_weight=2, drop_isolated=True)
    assert {node.curie for node in dropped.nodes} == {
        "city:amsterdam",
        "city:budapest",
        "city:oslo",
        "city:helsinki",
    }


def test_largest(network: Callable[..., Network]) -> None:
    """The largest connected part, and only that."""
    found = network("cities", largest=True)
    assert len(found.nodes) == 25
    assert len(components(simple(found).to_networkx())) == 1


def test_nothing_left(network: Callable[..., Network]) -> None:
    """Filters that leave nothing give an empty network, not an error."""
    found = network("cities", chapters=("9",), largest=True, drop_isolated=True)
    assert (found.nodes, found.edges, found.communities) == ((), (), ())
    assert simple(found) == SimpleGraph(0, {})


def test_theme_of_the_fact(network: Callable[..., Network]) -> None:
    """A cooperation's own theme is its tie's, though neither department nor city has one."""
    climate = network("departments-cities", themes=("klima-miljoe-og-energi",))
    assert climate.edges
    assert all(iri("theme:klima-miljoe-og-energi") in edge.themes for edge in climate.edges)
    whole = network("departments-cities")
    assert len(climate.edges) < len(whole.edges)


def test_department_of_the_activity(network: Callable[..., Network]) -> None:
    """A city in a project of a department is tied by that department, whoever's fact it is."""
    tmf = ("Teknik- og Miljøforvaltningen",)
    found = network("city-ties", departments=tmf)
    ties = {(terms.shorten(e.source), terms.shorten(e.target)) for e in found.edges}
    assert ("city:amsterdam", "project:atelier") in ties
    assert not {end for tie in ties for end in tie if end.startswith("department:")} - {
        "department:teknik-og-miljoeforvaltningen"
    }


def test_unit_stands_for_its_department(network: Callable[..., Network]) -> None:
    """What a unit takes part in is its department's."""
    found = network("everything", departments=("department:kultur-og-fritidsforvaltningen",))
    units = {e.source for e in found.edges if terms.kind_of(e.source) == "unit"}
    assert iri("unit:koebenhavns-museum") in units


def test_selection_by_name_or_iri(network: Callable[..., Network]) -> None:
    """A name selects what its IRI does; one of nothing is an error."""
    by_name = network("departments-networks", themes=("sundhed",))
    assert by_name.edges == network("departments-networks", themes=(iri("theme:sundhed"),)).edges
    assert by_name.edges
    with pytest.raises(EntityNotFound, match="no theme goes by 'helse-og-sundt'"):
        network("departments-networks", themes=("helse-og-sundt",))


def test_merge(network: Callable[..., Network]) -> None:
    """Municipalities taken as their cities leave one node for each, with the ties of both."""
    before, after = network("city-ties"), network("city-ties", merge=True)
    both = {"city:oslo", "municipality:oslo-kommune"}
    assert both <= {node.curie for node in before.nodes}
    assert both & {node.curie for node in after.nodes} == {"city:oslo"}
    facts = {e.fact for edge in before.edges for e in edge.evidence}
    assert {e.fact for edge in after.edges for e in edge.evidence} == facts


@pytest.mark.parametrize(
    ("method", "weights"),
    [
        ("count", {"ab": 2, "ac": 1, "bc": 1}),
        ("newman", {"ab": 1 + 1 / 2, "ac": 1 / 2, "bc": 1 / 2}),
        ("hyperbolic", {"ab": 1 / 2 + 1 / 3, "ac": 1 / 3, "bc": 1 / 3}),
        ("jaccard", {"ab": 2 / 3, "ac": 1 / 2, "bc": 1 / 3}),
    ],
)
def test_projection(method: str, weights: dict[str, float]) -> None:
    """Project x joins a and b, y joins a, b and c; b alone is in z."""
    shared = [("a", "b", "x"), ("a", "b", "y"), ("a", "c", "y"), ("b", "c", "y")]
    rows = [EvidenceRow(a, b, "shared", (), thing, "", None) for a, b, thing in shared]
    weigh = weigher([*rows, EvidenceRow("b", "", "shared", (), "z", "", None)], method)
    found = {
        pair: weigh([row for row in rows if row.source + row.target == pair]) for pair in weights
    }
    assert found == pytest.approx(weights)


@pytest.mark.parametrize("method", ["newman", "hyperbolic", "jaccard"])
def test_projection_is_named(network: Callable[..., Network], method: str) -> None:
    """The selection and what a weight counts tell the projection, in both languages."""
    found = network("cities", method=method)
    assert found.filters["projection"] == method
    for lang in ("da", "en"):
        counted = network("cities").weight_meaning[lang]
        assert found.weight_meaning[lang].startswith(f"{counted}, ")
        assert found.weight_meaning[lang] in caption(found, lang)


def test_projection_is_networkx_s(network: Callable[..., Network]) -> None:
    """Newman's and Jaccard's weights of `cities` are those that NetworkX gives."""
    found = network("cities")
    two: nx.Graph[str] = nx.Graph()
    for edge in found.edges:
        two.add_edges_from(
            (end, thing) for end in (edge.source, edge.target) for thing in edge.things
        )
    ends = {node.id for node in found.nodes if node.degree}
    newman = nx.bipartite.collaboration_weighted_projected_graph(two, ends)
    for edge in network("cities", method="newman").edges:
        assert edge.weight == pytest.approx(newman.edges[edge.source, edge.target]["weight"])


def test_backbone() -> None:
    """Of a star with weights 8, 1 and 1 the level is (1 - share) squared, from the centre."""
    star = [Edge("a", end, "r", weight) for end, weight in (("b", 8), ("c", 1), ("d", 1))]
    assert disparity(star, directed=False) == pytest.approx([0.2**2, 0.9**2, 0.9**2])
    assert disparity([Edge("a", "b", "r", 5)], directed=False) == [1.0]
    into = [Edge(end, "a", "r", weight) for end, weight in (("b", 8), ("c", 1), ("d", 1))]
    assert disparity([*into, Edge("a", "e", "r", 9)], directed=True)[0] == pytest.approx(0.2**2)


def test_core(network: Callable[..., Network]) -> None:
    """In the 3-core each node has three neighbours of it."""
    found = network("cities", core=3)
    assert found.nodes
    assert all(len(near) >= 3 for near in simple(found).neighbours())
    assert len(found.nodes) < len(network("cities").nodes)


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [
        ("2019-10", "2019-10", ("build-in-wood",)),
        ("2019-11", "2019-11", ("atelier", "build-in-wood")),
        ("2023-09", "", ("atelier",)),
        ("2024-11-01", "", ()),
    ],
)
def test_time(
    network: Callable[..., Network], first: str, last: str, kept: tuple[str, ...]
) -> None:
    """ATELIER runs from November 2019 to October 2024; Build-in-Wood ends in August 2023."""
    found = network("cities-projects", first=first, last=last)
    targets = {edge.target.rpartition("/")[2] for edge in found.edges}
    assert {"atelier", "build-in-wood"} & targets == set(kept)


def test_period_of_a_tie(network: Callable[..., Network]) -> None:
    """A tie has the time of its facts, or else of the project, as printed."""
    found = {
        terms.shorten(edge.target): (edge.start, edge.end)
        for edge in network("cities-projects").edges
    }
    assert found["project:build-in-wood"][1] == "2023-08"


# --- in a notebook and on the command line


def test_notebook() -> None:
    """`kkgraph.network` gives a NetworkX graph."""
    graph = package.network("cities", project=ROOT)
    assert (len(graph), graph.number_of_edges()) == (29, 69)
    assert graph.nodes["city:oslo"]["label_en"] == "Oslo"
    assert graph.edges["city:amsterdam", "city:budapest"]["weight"] == 2


def test_list(kkgraph: Callable[..., Result]) -> None:
    """`--list` names each network, its mode and what it is."""
    found = kkgraph("network", "--list", "--lang", "da", folder=ROOT)
    assert [line.split()[0] for line in found.output.splitlines()] == [
        path.stem for path in sorted((ROOT / "queries" / "networks").glob("*.rq"))
    ]
    assert "bipartite" in found.output
    assert "Forvaltninger og deres netværk" in found.output


def test_network_of_ones_own(kkgraph: Callable[..., Result], tmp_path: Path) -> None:
    """The query that the document shows is a network of a project that holds it."""
    text = (ROOT / "docs" / "networks.md").read_text("utf-8")
    shown = re.search(r"```sparql\n(.*?)```", text, re.DOTALL)
    assert shown
    for name in ("ontology", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    own = tmp_path / "queries" / "networks" / "mine.rq"
    own.parent.mkdir(parents=True)
    own.write_text(shown[1], "utf-8")
    assert kkgraph("network", "--list", folder=tmp_path).output.startswith("mine  bipartite")
    found = json.loads(kkgraph("network", "mine", folder=tmp_path).output)
    ends = {(edge["source"], edge["target"]) for edge in found["edges"]}
    assert ("city:seoul", "department:oekonomiforvaltningen") in ends


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "give the NAME of a network, or --list"),
        (["citis"], "no network is called 'citis'"),
        (["cities", "--radius", "2"], "--radius: is a number of steps around an ego"),
        (["cities", "--from", "2020", "--to", "2010"], "--to: 2010 lies before 2020"),
        (["cities", "--theme", "sundhed", "--stated"], "--theme: themes are our own"),
        (["cities", "--theme", "snow"], "no theme goes by 'snow'"),
        (["cities", "--chapter", "99"], "no section goes by '99'"),
        (["cities", "--from", "19"], "--from: '19' is no year, month or day"),
        (["cities", "--ego", "Oslp"], "no thing goes by 'Oslp'"),
        (["cities", "-o", "cities.csv"], "cities.csv: its ending is not that of any format"),
        (["cities", "--min-weight", "nan"], "--min-weight: nan is no number from 0 up"),
        (["cities", "--min-weight", "-5"], "--min-weight: -5 is no number from 0 up"),
        (["cities", "-o", "cities"], "cities: its ending is not that of any format"),
        (
            ["cities", "--format", "gexf", "-o", "x.graphml"],
            "x.graphml: the name ends in .graphml, but --format says gexf",
        ),
        (["cities", "--at", "2020-02-31"], "--at: '2020-02-31' is no year, month or day"),
        (["cities", "--at", "2020", "--to", "2021"], "--at: goes without from and to"),
        (["cities", "--backbone", "disparity", "2"], "--backbone: 2 is no level between 0 and 1"),
        (
            ["--list", "--format", "gexf"],
            "--format gexf cannot hold this result; use one of: csv, json",
        ),
        (["funding", "--projection", "newman"], "--projection: is for one-mode networks"),
        (["cities", "-o", "cities.ods"], "dot (.dot, .gv), pajek (.net), csv (.zip)"),
    ],
)
def test_mistakes(kkgraph: Callable[..., Result], args: list[str], message: str) -> None:
    """A mistake is one line that says what to do, and exit code 2."""
    found = kkgraph("network", *args, folder=ROOT)
    assert found.exit_code == 2
    assert message in found.output
    assert found.output.count("\n") == 1


WORDS: list[dict[str, list[str]]] = [
    {"theme": ["klima-miljoe-og-energi"]},
    {"department": ["Teknik- og Miljøforvaltningen", "kultur-og-fritidsforvaltningen"]},
    {"from": ["2019"], "to": ["2021"]},
    {"min-weight": ["2"], "drop-isolated": ["yes"]},
    {"chapter": ["6", "4.1"], "largest": ["yes"]},
]


@pytest.mark.parametrize(
    "name",
    sampling.each(["cities", "everything", *sorted({*NAMES} - {"cities", "everything"})], 12),
)
@pytest.mark.parametrize("words", WORDS, ids=["-".join(words) for words in WORDS])
def test_one_selection(
    network: Callable[..., Network], name: str, words: dict[str, list[str]]
) -> None:
    """Every tie of a selection is one of the whole with its facts, and the map shows the same."""
    chosen = network(name, **vars(from_words(words)))
    whole = {(e.source, e.target, e.relation): e for e in network(name).edges}
    for edge in chosen.edges:
        before = whole[edge.source, edge.target, edge.relation]
        assert {one.fact for one in edge.evidence} <= {one.fact for one in before.evidence}
        assert edge.weight <= before.weight
    if "theme" in words:
        assert all(iri(f"theme:{words['theme'][0]}") in edge.themes for edge in chosen.edges)
    shown = {id(tie.edge) for place in places_of(chosen) for tie in place.ties}
    assert shown <= {id(edge) for edge in chosen.edges}
    page = html.page(chosen)
    assert len(page["edges"]) == len(chosen.edges)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ({"colour": ["red"]}, "colour: is no option of a network"),
        ({"radius": ["1"]}, "radius: is a number of steps"),
        ({"ego": ["Oslo", "Malmø"]}, "ego: 'Oslo, Malmø' is no value of it"),
        ({"k-core": ["-1"]}, "k-core: '-1' is no value of it"),
        ({"largest": ["no"]}, "largest: 'no' is no value of it"),
    ],
)
def test_words_that_select_nothing(words: dict[str, list[str]], what: str) -> None:
    """What is no option or no value of one is told, not passed over."""
    with pytest.raises(ParameterInvalid, match=what):
        from_words(words)


def test_radius_beyond_the_network(kkgraph: Callable[..., Result]) -> None:
    """A radius larger than the network ends, with all that can be reached."""
    far = ["--ego", "Oslo", "--radius", "99999999999999999999"]
    found = json.loads(kkgraph("network", "cities", *far, folder=ROOT).output)
    assert len(found["nodes"]) == 25


def test_list_as_a_table(kkgraph: Callable[..., Result]) -> None:
    """The list is a table where a table format is asked for."""
    found = kkgraph("network", "--list", "--format", "csv", folder=ROOT)
    rows = list(csv.DictReader(found.output.splitlines()))
    assert sorted(row["name"] for row in rows) == NAMES
    assert rows[0].keys() == {"name", "mode", "summary", "weight"}


def test_empty_is_said(kkgraph: Callable[..., Result]) -> None:
    """A selection that leaves no tie gives its file, and says so."""
    found = kkgraph("network", "cities", "--chapter", "9", folder=ROOT)
    assert found.exit_code == 0
    assert found.stderr == "kkgraph: no tie of the network cities is left\n"


def test_format_by_ending(kkgraph: Callable[..., Result], tmp_path: Path) -> None:
    """The ending of the file names the format, and the caption the filters."""
    out = tmp_path / "oslo.svg"
    filters = ["--ego", "Oslo", "--min-weight", "1", "--department", "Økonomiforvaltningen"]
    found = kkgraph("network", "cities", *filters, "--stated", "-o", str(out), folder=ROOT)
    assert (found.exit_code, found.output) == (0, "")
    text = out.read_text("utf-8")
    assert text.startswith("<svg ")
    caption = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text))
    said = "department Økonomiforvaltningen; minimum weight 1; around Oslo; only what the survey"
    assert said in caption
