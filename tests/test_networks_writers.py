"""The formats of networks: other programs read back what was written, pictures stay legible."""

import csv
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import sampling
from click.testing import Result

from kkgraph import assets
from kkgraph.errors.installation import BundleMissing, LibraryMissing
from kkgraph.maps import svg as map_picture
from kkgraph.networks import words
from kkgraph.networks.drawing import labels, palette, raster, shapes, svg, text_metrics
from kkgraph.networks.drawing.style import PRESETS
from kkgraph.networks.model import Community, Edge, Network, Node
from kkgraph.networks.projection import projection as builder
from kkgraph.networks.writers import WRITERS, attributes, format_of, html

ROOT = Path(__file__).parent.parent
NAMES = sorted(path.stem for path in (ROOT / "queries" / "networks").glob("*.rq"))
VIZ = "{http://gexf.net/1.3/viz}"
GEXF = "{http://gexf.net/1.3}"

# Three networks always, and as slow tests the rest: a format is written alike for all.
each = pytest.mark.parametrize("name", sampling.each(NAMES, 5))


class Built(dict[str, Network]):
    """The shipped networks by name, each built when it is first asked for."""

    def __init__(self, build: Callable[[str], Network]) -> None:
        """Take what builds them."""
        self.build = build

    def __missing__(self, name: str) -> Network:
        """Build a network."""
        return self.build(name)


@pytest.fixture(scope="module")
def networks(network: Callable[[str], Network]) -> dict[str, Network]:
    """Return all shipped networks by name."""
    return Built(network)


@pytest.fixture(scope="module")
def awkward() -> Network:
    """Return a network with everything that breaks writers: quotes, controls, no coordinates."""
    text = {"da": 'Æ"ø\x0b <&>', "en": "]]> \\ 'x'\x00"}
    nodes = tuple(
        Node(id=f"https://w3id.org/kkgraph/id/city/{c}", curie=f"city:{c}", label=text, type="City")
        for c in ("a", "b", "c")
    )
    edge = Edge(nodes[0].id, nodes[1].id, "kk:Membership", 1.5)
    whole = dict.fromkeys(("da", "en"), 'a & "b" </script>')
    return builder.finish(
        Network("odd", whole, whole, "bipartite", False, whole, "0", nodes, (edge,))  # noqa: FBT003 - as a row
    )


def same(found: "nx.Graph[Any]", wanted: "nx.Graph[Any]", left_out: str = "") -> None:
    """Assert that two graphs have the same nodes, edges and attributes."""
    for graph in (found, wanted):
        assert graph.number_of_nodes() == wanted.number_of_nodes()
    assert {n: without(a, left_out) for n, a in found.nodes(data=True)} == {
        n: without(a, left_out) for n, a in wanted.nodes(data=True)
    }
    assert ties(found, left_out) == ties(wanted, left_out)


def without(values: dict[str, Any], left_out: str) -> dict[str, Any]:
    """Return attributes without some, and without what a reader adds."""
    gone = {*left_out.split(), "viz", "id", "key"}
    return {key: value for key, value in values.items() if key not in gone}


def ties(graph: "nx.Graph[Any]", left_out: str) -> list[tuple[object, ...]]:
    """Return edges with their attributes, ends in a fixed order unless they have a direction."""
    rows = []
    for a, b, values in graph.edges(data=True):
        ends = (a, b) if graph.is_directed() else tuple(sorted((a, b)))
        rows.append((*ends, tuple(sorted(without(values, left_out).items()))))
    return sorted(rows)


# --- graph files


@each
def test_gexf_in_networkx(networks: dict[str, Network], name: str) -> None:
    """NetworkX reads the same graph out of GEXF."""
    found = nx.read_gexf(io.BytesIO(WRITERS["gexf"](networks[name], "en")))
    times = "start end printed_start printed_end"
    same(found, attributes.to_networkx(networks[name]), f"x y label kind {times}")


@each
def test_graphml_in_networkx(networks: dict[str, Network], name: str) -> None:
    """NetworkX reads the same graph out of GraphML."""
    found = nx.read_graphml(io.BytesIO(WRITERS["graphml"](networks[name], "en")))
    same(found, attributes.to_networkx(networks[name]))


@each
def test_graphml_in_igraph(networks: dict[str, Network], name: str, tmp_path: Path) -> None:
    """Igraph reads the same nodes, edges, attributes and weights out of GraphML."""
    path = tmp_path / "network.graphml"
    path.write_bytes(WRITERS["graphml"](networks[name], "en"))
    import igraph  # with Matplotlib, where that is installed: not for whoever only collects

    found = igraph.Graph.Read_GraphML(str(path))
    wanted = networks[name]
    assert found.is_directed() == wanted.directed
    assert found.vs["id"] == [node.curie for node in wanted.nodes]
    assert found.vs["label_da"] == [node.label["da"] for node in wanted.nodes]
    assert found.vs["degree"] == [node.degree for node in wanted.nodes]
    ends = [(found.vs[e.source]["id"], found.vs[e.target]["id"]) for e in found.es]
    curies = {node.id: node.curie for node in wanted.nodes}
    assert [sorted(pair) for pair in ends] == [
        sorted((curies[e.source], curies[e.target])) for e in wanted.edges
    ]
    assert found.es["weight"] == [edge.weight for edge in wanted.edges]
    assert found.es["evidence"] == [attributes.evidence_text(edge) for edge in wanted.edges]


@each
def test_node_link_in_networkx(networks: dict[str, Network], name: str) -> None:
    """NetworkX reads the same nodes and edges out of node-link JSON; lists stay lists."""
    found = nx.node_link_graph(json.loads(WRITERS["json"](networks[name], "en")), edges="edges")
    lists = "themes departments same_as shared facts evidence"
    same(found, attributes.to_networkx(networks[name]), lists)
    assert all(isinstance(e["evidence"], list) for _, _, e in found.edges(data=True))


@each
def test_pajek_in_igraph(networks: dict[str, Network], name: str, tmp_path: Path) -> None:
    """Igraph and NetworkX read nodes, edges and weights out of a Pajek file."""
    path = tmp_path / "network.net"
    path.write_bytes(WRITERS["pajek"](networks[name], "en"))
    import igraph

    found = igraph.Graph.Read_Pajek(str(path))
    wanted = networks[name]
    assert (found.vcount(), found.is_directed()) == (len(wanted.nodes), wanted.directed)
    assert found.es["weight"] == [edge.weight for edge in wanted.edges]
    assert nx.read_pajek(path).number_of_edges() == len(wanted.edges)


def test_language(networks: dict[str, Network]) -> None:
    """Names, lists and what the weight counts are in the language; both stand beside."""
    for lang, theme, counted in (
        ("da", "klima", "antal medlemskaber"),
        ("en", "climate", "number of memb"),
    ):
        found = nx.read_graphml(
            io.BytesIO(WRITERS["graphml"](networks["departments-networks"], lang))
        )
        c40, tie = found.nodes["network:c40"], next(iter(found.edges(data=True)))[2]
        assert theme in c40["themes"]
        assert tie["weight_counts"].startswith(counted)
        assert found.nodes["department:oekonomiforvaltningen"]["community_da"].startswith("Økonomi")


def test_gexf_looks(networks: dict[str, Network]) -> None:
    """GEXF 1.3 gives each node a colour without alpha, a place, a size and a shape."""
    root = ET.fromstring(WRITERS["gexf"](networks["c40"], "da"))
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    nodes = list(root.iter(f"{GEXF}node"))
    assert len(nodes) == len(networks["c40"].nodes)
    for node in nodes:
        colour = node.find(f"{VIZ}color")
        assert colour is not None
        assert set(colour.keys()) == {"r", "g", "b"}
        assert node.find(f"{VIZ}position") is not None
        assert node.find(f"{VIZ}shape").get("value") in {"disc", "square", "diamond", "triangle"}
    sizes = [float(node.find(f"{VIZ}size").get("value")) for node in nodes]
    wanted = [8 + 4 * node.degree**0.5 for node in networks["c40"].nodes]
    assert sizes == pytest.approx(wanted, abs=0.005)
    overborgmester = next(node for node in nodes if node.get("id") == "office:overborgmesteren")
    assert overborgmester.get("label") == "Overborgmesteren"
    colour = overborgmester.find(f"{VIZ}color")
    known = bytes.fromhex(palette.look("Office").colour.removeprefix("#"))
    assert bytes(int(colour.get(part)) for part in "rgb") == known
    assert len(set(known)) == 3


def test_csv_knows_no_clock(networks: dict[str, Network]) -> None:
    """The files in the zip have a date that is no day of writing, so that bytes are the same."""
    with zipfile.ZipFile(io.BytesIO(WRITERS["csv"](networks["c40"], "da"))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_cytoscape(networks: dict[str, Network]) -> None:
    """Cytoscape.js gets elements with ids, places and existing ends."""
    data = json.loads(WRITERS["cytoscape"](networks["cities"], "da"))
    ids = {node["data"]["id"] for node in data["elements"]["nodes"]}
    assert len(ids) == 29
    assert all({e["data"]["source"], e["data"]["target"]} <= ids for e in data["elements"]["edges"])
    assert {node["data"]["label"] for node in data["elements"]["nodes"]} >= {"Gøteborg", "Athen"}


def test_csv(networks: dict[str, Network]) -> None:
    """The zip holds nodes, edges and what the network is, the same bytes each time."""
    content = WRITERS["csv"](networks["funding"], "en")
    assert content == WRITERS["csv"](networks["funding"], "en")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode()))) for name in names
        }
    assert names == [f"funding-{name}.csv" for name in ("nodes", "edges", "attributes", "about")]
    meanings = {row["attribute"]: row["meaning"] for row in tables["funding-attributes.csv"]}
    assert meanings["amount"] == "money that is printed for the tie"
    ids = {row["Id"] for row in tables["funding-nodes.csv"]}
    assert len(ids) == len(networks["funding"].nodes)
    edges = tables["funding-edges.csv"]
    assert {row["Source"] for row in edges} | {row["Target"] for row in edges} <= ids
    assert list(edges[0])[:4] == ["Source", "Target", "Type", "Weight"]
    assert {row["Type"] for row in edges} == {"Directed"}
    about = {row["key"]: row["value"] for row in tables["funding-about.csv"]}
    assert about["weight_meaning_en"].startswith("number of statements")


def test_gexf_is_dynamic(networks: dict[str, Network]) -> None:
    """Times are days in GEXF: a month ends on its last; as printed they are attributes."""
    root = ET.fromstring(WRITERS["gexf"](networks["cities-projects"], "en"))
    graph = next(root.iter(f"{GEXF}graph"))
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    node = next(n for n in root.iter(f"{GEXF}node") if n.get("id") == "project:atelier")
    assert (node.get("start"), node.get("end")) == ("2019-11-01", "2024-10-31")
    printed = {v.get("for"): v.get("value") for v in node.iter(f"{GEXF}attvalue")}
    assert (printed["printed_start"], printed["printed_end"]) == ("2019-11", "2024-10")


@pytest.mark.slow  # the largest network
def test_gexf_kinds_of_parallel_ties(networks: dict[str, Network]) -> None:
    """Parallel ties differ in kind, or Gephi makes one of them."""
    root = ET.fromstring(WRITERS["gexf"](networks["everything"], "en"))
    keys = ("source", "target", "kind")
    ties_ = [tuple(edge.get(key) for key in keys) for edge in root.iter(f"{GEXF}edge")]
    assert len(set(ties_)) == len(ties_) > len({tie[:2] for tie in ties_})


def test_geojson(networks: dict[str, Network]) -> None:
    """Every node and tie is a feature; longitude comes before latitude, and no place is null."""
    found = json.loads(WRITERS["geojson"](networks["cities"], "en"))
    network = networks["cities"]
    features = {one["id"]: one for one in found["features"]}
    assert len(features) == len(network.nodes) + len(network.edges)
    assert features["city:oslo"]["geometry"]["coordinates"] == pytest.approx(
        [10.75, 59.91], abs=0.02
    )
    lines = [one["geometry"] for one in features.values() if "weight" in one["properties"]]
    assert {geometry and geometry["type"] for geometry in lines} <= {"LineString", None}
    assert "LineString" in {geometry["type"] for geometry in lines if geometry}
    assert found["about"]["query"].endswith("/query/cities")


def test_kml(networks: dict[str, Network]) -> None:
    """Google Earth gets the nodes that have a place, and the ties between two of them."""
    root = ET.fromstring(WRITERS["kml"](networks["cities"], "da"))
    kml = "{http://www.opengis.net/kml/2.2}"
    placed = {node.id for node in networks["cities"].nodes if node.lat is not None}
    lines = [e for e in networks["cities"].edges if {e.source, e.target} <= placed]
    assert len(list(root.iter(f"{kml}Point"))) == len(placed)
    assert len(list(root.iter(f"{kml}LineString"))) == len(lines)
    oslo = next(p for p in root.iter(f"{kml}Placemark") if p.findtext(f"{kml}name") == "Oslo")
    coordinates = oslo.findtext(f"{kml}Point/{kml}coordinates")
    assert coordinates
    assert coordinates.startswith("10.7")


def test_xlsx(networks: dict[str, Network]) -> None:
    """Nodes, edges, attributes and the whole have a sheet each; the same bytes each time."""
    content = WRITERS["xlsx"](networks["funding"], "en")
    assert content == WRITERS["xlsx"](networks["funding"], "en")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = archive.read("xl/workbook.xml").decode()
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert re.findall(r'<sheet name="(\w+)"', book) == ["nodes", "edges", "attributes", "about"]
    assert "project:atelier" in strings


def test_dot(networks: dict[str, Network]) -> None:
    """DOT says whether ties have a direction, and quotes what it must."""
    directed = WRITERS["dot"](networks["funding"], "en").decode()
    assert directed.startswith('digraph "funding" {')
    assert '"organisation:grundfos" -> "project:water-safe-cities" [weight=1' in directed
    assert not re.search(r"=\d[\d.]*e", directed)
    assert WRITERS["dot"](networks["cities"], "en").decode().startswith('graph "cities" {')


@pytest.mark.parametrize("name", sorted({*WRITERS} - {"html", "xlsx", "csv", "pdf"}))
def test_every_file_says_what_it_is(networks: dict[str, Network], name: str) -> None:
    """Version, query, selection and citation stand in each file that has a place for them."""
    if name == "png":
        pytest.importorskip("cairosvg", exc_type=(ImportError, OSError))
    found = replace(networks["cities"], filters={"chapter": "6"})
    text = WRITERS[name](found, "en").decode(errors="replace")
    for told in (found.version, "/query/cities", "chapter", "From the 2020 survey of"):
        assert told in text, told
    if name not in {"svg", "png", "pajek"}:
        assert "sections and lines" in text


def test_pictures_of_maps_say_what_they_are(networks: dict[str, Network]) -> None:
    """The query and the citation stand in a map's file too."""
    for written in (
        map_picture.svg(networks["city-ties"]),
        WRITERS["svg"](networks["cities"], "en"),
    ):
        (said,) = ET.fromstring(written).iter("{http://www.w3.org/2000/svg}metadata")
        assert "citation: kkgraph" in (said.text or "")


def test_png_with_a_text_is_still_a_picture(networks: dict[str, Network]) -> None:
    """What is added to a PNG does not keep others from reading it."""
    pytest.importorskip("cairosvg", exc_type=(ImportError, OSError))
    image = pytest.importorskip("PIL.Image")
    with image.open(io.BytesIO(WRITERS["png"](networks["departments"], "da"))) as read:
        read.load()
        assert "/query/departments" in read.text["Description"]


@pytest.mark.parametrize("name", ["gexf", "graphml", "svg"])
def test_awkward_xml(awkward: Network, name: str) -> None:
    """Control characters, quotes and markup in a label do not break XML."""
    ET.fromstring(WRITERS[name](awkward, "en"))


@pytest.mark.parametrize("name", ["json", "cytoscape", "dot", "pajek", "csv"])
def test_awkward_other(awkward: Network, name: str) -> None:
    """They do not break the others either."""
    assert WRITERS[name](awkward, "da")


@pytest.mark.parametrize("name", sorted(set(WRITERS) - {"html", "png", "pdf"}))
def test_empty(networks: dict[str, Network], name: str) -> None:
    """A network without nodes can be written."""
    assert WRITERS[name](replace(networks["cities"], nodes=(), edges=(), communities=()), "en")


def test_formats_of_files() -> None:
    """A file's ending names its format, whatever its case."""
    assert format_of(Path("a/b.GraphML")) == "graphml"
    assert format_of(Path("b.gv")) == "dot"
    assert format_of(Path("b.txt")) is None


# --- pictures


@each
@pytest.mark.parametrize("lang", ["da", "en"])
def test_labels_do_not_overlap(networks: dict[str, Network], name: str, lang: str) -> None:
    """No label lies on another or on a node; small networks have them all."""
    drawing = svg.drawn(networks[name], lang)
    boxes = [one.box for one in drawing.placed]
    assert not [1 for i, one in enumerate(boxes) for other in boxes[i + 1 :] if over(one, other)]
    discs = [
        (s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius)
        for s in drawing.spots.values()
    ]
    assert not [1 for one in boxes for disc in discs if over(one, disc)]
    assert drawing.missing == 0 or len(networks[name].nodes) > 140


def over(one: labels.Box, other: labels.Box) -> bool:
    """Tell whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_picture_says_what_it_is(networks: dict[str, Network]) -> None:
    """Title, legend and caption stand in the picture, in its language."""
    text = svg.write(networks["departments-networks"], "da").decode()
    shown = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text))
    assert "Forvaltninger og deres netværk" in shown
    assert "Netværk Forvaltning Organisation Arbejdsgruppe" in shown
    assert "56 knuder, 56 forbindelser" in shown
    assert f"kkgraph {networks['cities'].version}" in shown


def test_same_picture_in_another_process(networks: dict[str, Network]) -> None:
    """The picture is the same byte for byte, whatever the hash seed of the process."""
    call = ["-m", "kkgraph", "network", "cities", "--format", "svg", "--project", str(ROOT)]
    environment = {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin"}
    run = subprocess.run([sys.executable, *call], capture_output=True, check=True, env=environment)
    assert run.stdout == svg.write(networks["cities"], "en")


def test_png_and_pdf(networks: dict[str, Network]) -> None:
    """CairoSVG makes PNG and PDF of the picture."""
    pytest.importorskip("cairosvg", exc_type=(ImportError, OSError))
    assert WRITERS["png"](networks["departments"], "en").startswith(b"\x89PNG\r\n")
    assert WRITERS["pdf"](networks["departments"], "en").startswith(b"%PDF-")


def test_without_cairosvg(networks: dict[str, Network], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without CairoSVG the error says how to install it."""
    monkeypatch.setitem(sys.modules, "cairosvg", None)
    with pytest.raises(LibraryMissing, match=r"PNG needs CairoSVG.*\[pictures\]"):
        raster.png(networks["departments"])


def test_width_of_letters() -> None:
    """Narrow letters are narrower than wide ones, and lines break between words."""
    assert text_metrics.width("illi", 10) < text_metrics.width("mmWm", 10) / 3
    assert text_metrics.wrapped("one two three", 10, text_metrics.width("one two", 10) * 1.2) == [
        "one two",
        "three",
    ]


def test_number() -> None:
    """Numbers have at most one decimal and no minus before zero."""
    assert [shapes.number(n) for n in (1.0, -0.04, 2.25, 1234.56)] == ["1", "0", "2.2", "1234.6"]


def test_legend_of_shapes(networks: dict[str, Network]) -> None:
    """Where colours mean communities, the legend explains shapes, unless there is only one."""
    shown = {name: svg.write(networks[name], "da").decode() for name in ("cities", "departments")}
    assert ">By</text>" in shown["cities"]
    assert ">Kommune</text>" in shown["cities"]
    assert ">Forvaltning</text>" not in shown["departments"]


def test_groups_past_the_twelfth_are_one_in_the_legend() -> None:
    """Twelve groups have a colour of their own; the others share a grey, and are counted."""
    label = [{"da": f"g{i}", "en": f"g{i}"} for i in range(16)]
    groups = [Community(i, label[i], 9, isolates=i == 15) for i in range(16)]
    keys = palette.community_keys(groups, "da")
    assert [name for _, name in keys] == [*(f"g{i}" for i in range(12)), "3 andre grupper", "g15"]
    assert len({colour for colour, _ in keys}) == 14
    assert palette.community_keys(groups[:13], "en")[-1] == (palette.OTHERS, "g12")


def test_caption(networks: dict[str, Network]) -> None:
    """The caption names the selection in its language."""
    found = replace(networks["cities"], filters={"chapter": "6", "largest": "yes"})
    assert "Afgrænsning: kapitel 6; største sammenhængende del." in words.caption(found, "da")


# --- the page


class Page(HTMLParser):
    """What a page holds: scripts by id, the cells of its tables, and addresses it would fetch."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.scripts: dict[str, str] = {}
        self.cells: list[str] = []
        self.fetched: list[str] = []
        self._open: tuple[str, str] = ("", "")
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element would fetch."""
        given = dict(attrs)
        self._open = (tag, given.get("id") or tag)
        self.fetched += [value for key in ("src", "href") if (value := given.get(key))]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        """Forget the element that ends."""
        self._open = ("", "")

    def handle_data(self, data: str) -> None:
        """Note scripts and table cells."""
        tag, name = self._open
        if tag == "script":
            self.scripts[name] = self.scripts.get(name, "") + data
        if tag == "td":
            self.cells.append(data)


@pytest.fixture
def bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a tiny bundle in place of the built one."""
    files = {"network.js": "/* </script> */ start();", "network.css": "p{color:red}"}
    monkeypatch.setattr(assets, "bundle", files.__getitem__)


@pytest.mark.usefixtures("bundled")
def test_page(networks: dict[str, Network]) -> None:
    """The page holds its data, its script and tables of all nodes and ties; it fetches nothing."""
    wanted = networks["cities"]
    page = Page(html.write(wanted, "da").decode())
    data = json.loads(page.scripts["network"])
    assert (len(data["nodes"]), len(data["edges"])) == (29, 69)
    assert page.fetched == []
    assert "start();" in page.scripts["script"]
    assert "Gøteborg" in page.cells
    assert len(page.cells) == 29 * 6 + 69 * 5
    oslo = next(node for node in data["nodes"] if node["curie"] == "city:oslo")
    assert oslo["page"] == "https://w3id.org/kkgraph/id/city/oslo"
    assert {one["label"]["en"] for one in data["shared"]} >= {"EZEMCONS", "STRING"}


@pytest.mark.usefixtures("bundled")
def test_page_of_a_site(networks: dict[str, Network]) -> None:
    """Whoever puts the page on a site says where the pages of things are."""
    page = Page(html.write(networks["cities"], "da", lambda iri: f"../{iri[-4:]}/").decode())
    data = json.loads(page.scripts["network"])
    assert next(n["page"] for n in data["nodes"] if n["curie"] == "city:oslo") == "../oslo/"
    assert data["edges"][0]["evidence"][0]["page"].startswith("../")


@pytest.mark.usefixtures("bundled")
@pytest.mark.slow  # the largest network
def test_page_data(networks: dict[str, Network]) -> None:
    """All that nodes and edges speak of by id has its label in the page."""
    data = html.page(networks["everything"])
    ids = {kind: {one["id"] for one in data[kind]} for kind in KINDS}
    for node in data["nodes"]:
        assert {node["type"]} <= ids["types"]
        assert {node["community"]} <= ids["communities"]
    for edge in data["edges"]:
        assert {edge["relation"]} <= ids["relations"]
        assert set(edge["themes"]) <= ids["themes"]
        assert set(edge["departments"]) <= ids["departments"]
        assert {"section", "lines", "fact", "page", "label"} == set(edge["evidence"][0])


KINDS = ("types", "communities", "relations", "themes", "departments")


@pytest.mark.usefixtures("bundled")
def test_page_of_awkward(awkward: Network) -> None:
    """A label with markup cannot end the script that holds the data."""
    page = Page(html.write(awkward, "en").decode())
    assert json.loads(page.scripts["network"])["title"]["en"] == 'a & "b" </script>'


def test_page_without_bundle(networks: dict[str, Network], monkeypatch: pytest.MonkeyPatch) -> None:
    """Built without its browser part, the package says so and what to do."""
    monkeypatch.setattr(assets, "_WEB", "_not_built")
    with pytest.raises(BundleMissing, match=r"_not_built/network\.(js|css).*KKGRAPH_NO_WEB"):
        html.write(networks["cities"])


# --- pictures for print


SIZES = {"single": 85.0, "double": 178.0, "slide": 338.67}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", sampling.each(["departments-networks", "everything"], 2))
def test_preset_fits_its_sheet(networks: dict[str, Network], name: str, size: str) -> None:
    """A picture for print has its width in millimetres, and nothing lies outside of it.

    Texts may come out a sixth wider than in Arial, where another font stands in.
    """
    drawing = ET.fromstring(svg.write(networks[name], "en", PRESETS[size]))
    assert drawing.get("width") == f"{SIZES[size]:.2f}mm"
    wide, high = (float(each) for each in drawing.get("viewBox", "").split()[2:])
    group = drawing.find("{*}g[@transform]")
    assert group is not None
    moved = re.findall(r"[-.0-9]+", group.get("transform", ""))
    inside = {id(one) for one in group.iter()}
    for line in drawing.iter("{http://www.w3.org/2000/svg}text"):
        x, y = (float(line.get(key, "0")) for key in ("x", "y"))
        long = text_metrics.width(line.text or "", float(line.get("font-size", "0")))
        if id(line) in inside:
            x, y = x + float(moved[0]) - long / 2, y + float(moved[1])
        else:
            long *= 1.16
        assert x >= 0
        assert x + long <= wide + 0.5, line.text
        assert 0 <= y <= high, line.text


def test_caption_goes_to_a_file(kkgraph: Callable[..., Result], tmp_path: Path) -> None:
    """With --caption-file the picture has no title and caption, and the file has both."""
    picture, caption = tmp_path / "n.svg", tmp_path / "n.txt"
    options = ("--size", "single", "--font", "Charter", "--caption-file", str(caption))
    done = kkgraph("network", "departments-networks", *options, "-o", str(picture), folder=ROOT)
    assert done.exit_code == 0, done.output
    shown = [line.text for line in ET.parse(picture).iter("{http://www.w3.org/2000/svg}text")]
    assert "Departments and their networks" not in shown
    assert not any("Source:" in (text or "") for text in shown)
    assert "'Charter', " in picture.read_text("utf-8")
    said = caption.read_text("utf-8")
    assert said.startswith("Departments and their networks.")
    assert "Source: the 2020 survey" in said


@pytest.mark.parametrize("font", ['A"b<c>&', "O'Neil \\ Sons", "\x01Charter"])
def test_any_name_of_a_font_leaves_the_picture_readable(
    kkgraph: Callable[..., Result], tmp_path: Path, font: str
) -> None:
    """A font's name is quoted as CSS and XML ask, whatever letters it has."""
    picture = tmp_path / "n.svg"
    done = kkgraph("network", "departments", "--font", font, "-o", str(picture), folder=ROOT)
    assert done.exit_code == 0, done.output
    family = ET.parse(picture).getroot().get("font-family", "")
    first = re.match(r"'((?:[^'\\]|\\.)*)', ", family)
    assert first is not None
    assert re.sub(r"\\(.)", r"\1", first[1]) == font.replace("\x01", "\ufffd")


@pytest.mark.parametrize("option", ["--caption-file", "--measures"])
def test_two_results_in_one_file_are_refused(
    kkgraph: Callable[..., Result], tmp_path: Path, option: str
) -> None:
    """Neither is written where the second would take the place of the first."""
    ending = "json" if option == "--measures" else "svg"
    file, again = tmp_path / f"n.{ending}", tmp_path / "." / f"n.{ending}"
    done = kkgraph("network", "departments", option, str(file), "-o", str(again), folder=ROOT)
    assert done.exit_code == 2
    assert "file of its own" in done.output
    assert not file.exists()


def test_style_is_for_pictures(kkgraph: Callable[..., Result], tmp_path: Path) -> None:
    """A graph file has no size in print."""
    done = kkgraph(
        "network", "cities", "--size", "single", "-o", str(tmp_path / "c.gexf"), folder=ROOT
    )
    assert done.exit_code == 2
    assert "svg" in done.output


def test_fonts_stand_in_the_pdf(networks: dict[str, Network]) -> None:
    """A PDF carries its fonts, so that it looks alike everywhere."""
    content = raster.pdf(networks["departments"], "en", PRESETS["single"])
    assert b"/FontFile" in content
