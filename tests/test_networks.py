"""Networks: what is declared, what ties what, and what comes of filters and cuts."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import kkgraph as package
from kkgraph import queries, terms
from kkgraph.errors import NetworkNotFound, NodeNotInNetwork, QueryFailed, QueryHeaderInvalid
from kkgraph.networks.layout import layout, stress
from kkgraph.networks.measures import centrality
from kkgraph.networks.measures.graph import SimpleGraph, simple
from kkgraph.networks.model import Network
from kkgraph.networks.projection import declaration, subgraph
from kkgraph.networks.projection import projection as builder
from kkgraph.networks.projection.evidence_rows import Filters, read_rows
from kkgraph.networks.projection.subgraph import Subgraph
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

each = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def network(project: Project, store: Store) -> Callable[..., Network]:
    """Return a function that builds a network of the shipped project."""
    built: dict[object, Network] = {}

    def build(name: str, filters: Filters = Filters(), cut: Subgraph = Subgraph()) -> Network:  # noqa: B008 - frozen
        key = (name, filters, cut)
        if key not in built:
            declared = declaration.find_projection(project, name)
            built[key] = builder.build(store, declared, filters, cut)
        return built[key]

    return build


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
    assert all(edge.weight >= (0 if found.money else 1) for edge in found.edges)


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
    """A printed sum is on one edge of each step; what the survey does not divide weighs 0."""
    weights = {row[:3]: float(row[3]) for row in edges(network("funding")) if row[1]}
    total = "funding-total:tmf-eu-projekter"
    tmf = "department:teknik-og-miljoeforvaltningen"
    assert weights["organisation:den-europaeiske-union", "project:atelier", "kk:Grant"] == 4_971_000
    assert weights[total, tmf, "kk:FundingTotal"] == 70_000_000
    assert weights["programme:fp7", total, "kk:FundingTotal"] == 0
    assert (
        weights["project:vib", "department:kultur-og-fritidsforvaltningen", "kk:Grant"] == 3_200_000
    )
    assert not [key for key in weights if "project:via" in key]


# --- measures


def test_measures_of_a_path() -> None:
    """On a path of three the middle lies between the ends and ranks highest."""
    path = SimpleGraph(3, {(0, 1): 1.0, (1, 2): 1.0})
    assert centrality.betweenness(path) == [0.0, 1.0, 0.0]
    assert centrality.pagerank(path) == pytest.approx([0.25675676, 0.48648649, 0.25675676])


def test_pagerank_of_arrows(network: Callable[..., Network]) -> None:
    """PageRank sums to 1, and arrows count: who only pays ranks below who receives."""
    found = network("funding")
    rank = {node.curie: node.pagerank for node in found.nodes}
    assert sum(rank.values()) == pytest.approx(1, abs=1e-6)
    assert rank["organisation:grundfos"] < rank["department:teknik-og-miljoeforvaltningen"]


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


def test_places_apart(network: Callable[..., Network]) -> None:
    """No two nodes lie on top of each other."""
    nodes = network("everything").nodes
    ordered = sorted((node.x, node.y) for node in nodes)
    near = [
        (a, b)
        for i, a in enumerate(ordered)
        for b in ordered[i + 1 : i + 40]
        if abs(a[0] - b[0]) < 20 and abs(a[1] - b[1]) < 20
    ]
    assert near == []


def test_places_of_a_large_network() -> None:
    """What has no tie stands in rows below the rest, and the rest has room."""
    pairs = {(i, j): 1.0 for i in range(1, 1100) for j in (i // 2,)}
    places = layout.large(SimpleGraph(1200, pairs))
    tied, alone = places[:1100], places[1100:]
    assert len(set(alone)) == 100
    assert max(y for _, y in tied) < min(y for _, y in alone)
    assert max(x for x, _ in alone) <= max(x for x, _ in tied)
    wide, high = (max(v) - min(v) for v in zip(*tied, strict=True))
    assert wide * high == pytest.approx(1100 * (stress.STEP / 2) ** 2)


# --- filters and cuts


def test_chapter(network: Callable[..., Network]) -> None:
    """Only ties whose facts the chapter states, weighed anew."""
    found = network("cities", Filters(chapters=("4",)))
    assert {e.section for edge in found.edges for e in edge.evidence} == {
        "4.1.5",
        "4.1.7",
        "4.1.11",
    }
    assert {edge.weight for edge in found.edges} == {1.0}
    assert len(network("cities", Filters(chapters=("4.1.5", "6"))).edges) == 6 + 21 + 15 + 6 + 10


def test_chapter_is_no_prefix(network: Callable[..., Network]) -> None:
    """Section 6.2.1 is not 6.2.10 or 6.2.16."""
    found = network("organisations-projects", Filters(chapters=("6.2.1",)))
    assert {e.section for edge in found.edges for e in edge.evidence} <= {"6.2", "6.2.1"}
    assert len(found.edges) == 1


def test_department(network: Callable[..., Network]) -> None:
    """Only ties in which the department has a part."""
    one = iri("department:teknik-og-miljoeforvaltningen")
    found = network("cities", Filters(departments=(one,)))
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
    found = network("departments-networks", Filters(themes=(theme,)))
    assert {terms.shorten(edge.source) for edge in found.edges} == {
        "department:sundheds-og-omsorgsforvaltningen"
    }


def test_years(network: Callable[..., Network]) -> None:
    """Ties over before, or begun after, go; ties without a printed year stay."""
    shared = {
        terms.shorten(thing)
        for edge in network("cities", Filters(first_year=2024)).edges
        for thing in edge.things
    }
    assert "project:atelier" in shared
    assert "network:string" in shared
    assert "project:build-in-wood" not in shared
    assert "project:talentdk" not in shared


def test_ego(network: Callable[..., Network]) -> None:
    """One step around a city are its partners and the ties among them; isolates go."""
    found = network("cities", cut=Subgraph(ego=iri("city:reykjavik")))
    assert {node.curie for node in found.nodes} == {
        "city:reykjavik",
        "city:oslo",
        "city:stockholm",
        "city:helsinki",
    }
    assert len(found.edges) == 6
    assert len(network("cities", cut=Subgraph(ego=iri("city:reykjavik"), radius=0)).nodes) == 1


def test_ego_elsewhere(network: Callable[..., Network]) -> None:
    """A thing that is no node of the network is named in the error."""
    with pytest.raises(NodeNotInNetwork, match="city:beijing is not in the network 'cities'"):
        network("cities", cut=Subgraph(ego=iri("city:beijing")))


def test_weight_and_isolates(network: Callable[..., Network]) -> None:
    """A minimum weight leaves nodes isolated until they are dropped too."""
    heavy = network("cities", cut=Subgraph(min_weight=2))
    assert len(heavy.edges) == 2
    assert len(heavy.nodes) == len(network("cities").nodes)
    dropped = network("cities", cut=Subgraph(min_weight=2, drop_isolated=True))
    assert {node.curie for node in dropped.nodes} == {
        "city:amsterdam",
        "city:budapest",
        "city:oslo",
        "city:helsinki",
    }


def test_largest(network: Callable[..., Network]) -> None:
    """The largest connected part, and only that."""
    found = network("cities", cut=Subgraph(largest=True))
    ids = [node.id for node in found.nodes]
    assert len(ids) == 25
    assert len(subgraph.components(ids, subgraph.neighbours(ids, found.edges))) == 1


def test_nothing_left(network: Callable[..., Network]) -> None:
    """Filters that leave nothing give an empty network, not an error."""
    found = network("cities", Filters(chapters=("9",)), Subgraph(largest=True, drop_isolated=True))
    assert (found.nodes, found.edges, found.communities) == ((), (), ())
    assert simple(found) == SimpleGraph(0, {})


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
        (["cities", "--radius", "2"], "--radius: is a number of steps around --ego"),
        (["cities", "--from", "2020", "--to", "2010"], "--to: 2010 lies before --from 2020"),
        (["cities", "--theme", "sundhed", "--stated"], "--theme: themes are our own"),
        (["cities", "--theme", "snow"], "no kk:Theme goes by 'snow'"),
        (["cities", "--chapter", "99"], "no kk:Section goes by '99'"),
        (["cities", "--from", "19"], "19 is not in the range"),
        (["cities", "--ego", "Oslp"], "no thing goes by 'Oslp'"),
        (["cities", "-o", "cities.csv"], "--format csv does not fit"),
        (["cities", "-o", "cities.xlsx"], "dot (.dot, .gv), pajek (.net), csv (.zip)"),
    ],
)
def test_mistakes(kkgraph: Callable[..., Result], args: list[str], message: str) -> None:
    """A mistake is one line that says what to do, and exit code 2."""
    found = kkgraph("network", *args, folder=ROOT)
    assert found.exit_code == 2
    assert message in found.output
    assert found.output.count("\n") == 1


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
