"""Ties of small networks whose numbers are known: what counts, what is drawn, what is measured."""

import io
import json
import re
import zipfile

import networkx as nx
import pytest
import toy

from kkgraph.networks.measures import centrality
from kkgraph.networks.measures.graph import LARGE, SimpleGraph

HEAD = """\
#+ summary: Test
#+ summary_da: Prøve
#+ description: Test
#+ description_da: Prøve
#+ network: {mode}
#+ weight: number
#+ weight_da: antal
"""
CITIES = "".join(
    f'<city/{name}> a kk:City ; skos:prefLabel "{name}"@da, "{name}"@en .\n' for name in "abcd"
)
SHARED = """<project/x> a kk:Project ; skos:prefLabel "X"@da, "X"@en .
<theme/of-the-project> a kk:Theme ; skos:prefLabel "projektets"@da, "of the project"@en .
<theme/of-the-city> a kk:Theme ; skos:prefLabel "byens"@da, "of the city"@en .
"""
THEMES = (
    "<project/x> kk:hasTheme <theme/of-the-project> .\n<city/a> kk:hasTheme <theme/of-the-city> .\n"
)
FACTS = """
<section/1> { <grant/f> kk:lines "3" . <grant/g> kk:lines "3" . <grant/h> kk:lines "3" . }
<section/2.1> { <grant/f> kk:lines "16" . }
"""


@pytest.fixture
def network(tmp_path, kkgraph):
    """Return a function that writes the network of some rows, in a format, as bytes."""
    root = toy.build(tmp_path, register=toy.REGISTER + CITIES + SHARED, survey=toy.SURVEY + FACTS)
    (root / "data/themes.ttl").write_text(toy.HEAD + SHARED + THEMES, "utf-8")
    (root / "queries/networks").mkdir()

    def write(columns: str, rows: str, *options: str, mode: str = "bipartite") -> bytes:
        text = f"SELECT {columns} WHERE {{ VALUES ({columns}) {{ {rows} }} }}\n"
        (root / "queries/networks/n.rq").write_text(HEAD.format(mode=mode) + text, "utf-8")
        path = tmp_path / "out"
        done = kkgraph("network", "n", "-o", str(path), *options, folder=root)
        assert done.exit_code == 0, done.output
        return path.read_bytes()

    return write


def as_json(content: bytes) -> nx.Graph:
    """Return node-link JSON as a graph."""
    return nx.node_link_graph(json.loads(content), edges="edges")


MONEY = "?source ?target ?fact ?amount"


def test_a_fact_in_two_rows_is_paid_once(network):
    """A sum counts once for its fact, however many rows name it, and again for another fact."""
    rows = """(city:a city:b <https://w3id.org/kkgraph/id/grant/f> 100 section:1)
              (city:a city:b <https://w3id.org/kkgraph/id/grant/f> 100 section:2.1)
              (city:a city:b <https://w3id.org/kkgraph/id/grant/g> 100 section:1)"""
    rows = rows.replace("section:2.1", "<https://w3id.org/kkgraph/id/section/2.1>")
    found = as_json(network(f"{MONEY} ?section", rows, "--format", "json"))
    tie = found.edges["city:a", "city:b"]
    assert (tie["weight"], tie["amount"]) == (2, 200)


def test_a_sum_is_no_strength(network):
    """A million ties no more than a krone: ranks and communities are those of the ties alone."""
    rows = "(city:a city:b grant:f 1000000) (city:b city:c grant:g 1)"
    found = as_json(network(MONEY, rows, "--format", "json"))
    assert found.nodes["city:a"]["pagerank"] == found.nodes["city:c"]["pagerank"]
    plain = as_json(network(MONEY, rows.replace("1000000", "1"), "--format", "json"))
    assert nx.get_node_attributes(found, "community") == nx.get_node_attributes(plain, "community")


def test_sums_are_drawn_beside_the_largest(network):
    """A line's width shows a sum's share of the largest: the same for kroner and for millions."""

    def widths(factor: int) -> list[str]:
        rows = f"(city:a city:b grant:f {4 * factor}) (city:b city:c grant:g {factor})"
        drawn = network(MONEY, rows, "--format", "svg").decode()
        return re.findall(r'stroke-width="([\d.]+)"', drawn[drawn.index("<g") :])

    assert widths(1) == widths(1_000_000)
    assert len(set(widths(1))) > 1


def test_numbers_are_drawn_as_they_are(network):
    """Without sums a line's width shows how much is shared, and does not grow without end."""
    rows = "(city:a city:b grant:f) (city:b city:c grant:g) (city:b city:c grant:h)"
    drawn = network("?source ?target ?fact", rows, "--format", "svg").decode()
    one = network("?source ?target ?fact", rows[: rows.rindex("(")], "--format", "svg").decode()
    pattern = r'stroke-width="([\d.]+)"'
    assert re.findall(pattern, drawn) != re.findall(pattern, one)


@pytest.mark.parametrize(("theme", "ties"), [("of the project", 1), ("of the city", 0)])
def test_the_theme_of_a_tie_is_that_of_what_is_shared(network, theme, ties):
    """`--theme` asks for the theme of the shared project, not of the cities that share it."""
    rows = "(city:a city:b project:x grant:f grant:g)"
    columns = "?source ?target ?thing ?fact ?other"
    content = network(columns, rows, "--theme", theme, "--format", "json", mode="one-mode")
    assert as_json(content).number_of_edges() == ties


def test_a_city_in_gexf_is_blue_and_as_large_as_its_ties(network):
    """GEXF has the colour of a type as red, green and blue, and sizes to two decimals."""
    rows = "(city:a city:b grant:f) (city:b city:c grant:g)"
    text = network("?source ?target ?fact", rows, "--format", "gexf").decode()
    node = text[text.index('<node id="city:b"') :]
    assert re.search(r'<viz:color r="0" g="114" b="178"', node)
    assert re.search(r'<viz:size value="13.66"', node)


def test_the_files_of_a_zip_have_no_date_of_today(network):
    """The tables of a network are the same bytes tomorrow."""
    content = network("?source ?target ?fact", "(city:a city:b grant:f)", "--format", "csv")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- measures of large networks


def star(leaves: int) -> SimpleGraph:
    """Return a star: node 0 lies between all others."""
    return SimpleGraph(leaves + 1, {(0, leaf): 1.0 for leaf in range(1, leaves + 1)})


@pytest.mark.slow  # a thousand nodes
def test_measures_of_a_large_network_are_those_of_networkx():
    """Just above the size from which igraph counts, betweenness and PageRank are NetworkX's."""
    size = LARGE + 1
    pairs = {(i // 2, i): 1.0 for i in range(1, size)} | {(0, size - 1): 1.0, (3, 900): 1.0}
    graph = nx.Graph(list(pairs))
    exact = nx.betweenness_centrality(graph)
    found = centrality.betweenness(SimpleGraph(size, pairs))
    assert found == pytest.approx([exact[i] for i in range(size)], abs=1e-8)
    assert sum(centrality.pagerank(SimpleGraph(size, pairs))) == pytest.approx(1)


def test_betweenness_of_a_very_large_network_is_estimated_and_said_so(capsys):
    """Above fifty million steps betweenness is estimated, near the truth, and stderr says so."""
    found = centrality.betweenness(star(7_100))
    assert found[0] == pytest.approx(1, rel=0.01)
    assert set(found[1:]) == {0.0}
    assert "betweenness is estimated from 250 of 7101 nodes" in capsys.readouterr().err
