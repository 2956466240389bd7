"""A small network that has everything, in each format: what stands where, worked out by hand."""

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace

import pytest

from kkgraph import terms
from kkgraph.networks import markup, report, words
from kkgraph.networks.drawing import palette
from kkgraph.networks.model import Community, Edge, Evidence, Network, Node, Part
from kkgraph.networks.writers import attributes, dot, geojson, gexf, graphml, html, pajek
from kkgraph.networks.writers import csv as zipped
from kkgraph.networks.writers import json as jsons
from kkgraph.networks.writers import kml as kmls


def both(text):
    """Return a text in both languages."""
    return {"da": f"{text} (da)", "en": text}


A, B, C = (terms.thing(f"city/{one}") for one in "abc")
CITED = tuple(
    Evidence(terms.thing(f"membership/{fact}"), section, lines, both(fact))
    for fact, section, lines in (("y", "4.1", "10"), ("x", "4.1", "10"), ("x", "5", "20-21"))
)
NODES = (
    Node(
        id=A,
        curie="city:a",
        label=both("Ay"),
        type="City",
        spellings=("Ah",),
        themes=("t1", "t2"),
        departments=("d",),
        lat=55.5,
        long=12.25,
        same=("urn:1", "urn:2"),
        start="2019",
        end="2020-02",
        amount_in=1.5,
        amount_out=0.0,
        currency="EUR",
        degree=4,
        in_degree=1,
        out_degree=3,
        core=2,
        side=0,
        weighted_degree=6.0,
        betweenness=0.25,
        pagerank=0.5,
        community=0,
        x=10.0,
        y=-20.0,
    ),
    Node(
        id=B, curie="city:b", label=both('B "x"'), type="City", lat=1.0, long=2.0, degree=1, x=5.0
    ),
    Node(id=C, curie="city:c", label=both("Cy"), type="Network", community=1, lat=3.0),
)
FULL = Edge(
    source=A,
    target=B,
    relation="kk:Membership",
    weight=2.5,
    things=("t1",),
    themes=("t1", "t2"),
    departments=("d",),
    start="2019-05",
    amount=7.0,
    currency="DKK",
    evidence=CITED,
    surveys=("one", "two"),
    parts=(Part("c", (terms.thing("membership/x"),), (("4.1",),), ("t1",), ("d",), "2019", ""),),
)
BARE = Edge(source=B, target=C, relation="shared", weight=12_000_000_000.0)
NAMES = {
    "City": {"da": "by", "en": "city"},
    "kk:Membership": {"da": "medlemskab", "en": "membership"},
    "t1": {"da": "klima", "en": "climate"},
    "t2": {"da": "kunst", "en": "art"},
    "d": {"da": "sundhed", "en": "health"},
}
WHOLE = Network(
    *("made", both("A title"), both("A summary."), "bipartite", False, both("facts"), "1.2"),
    *(NODES, (FULL, BARE)),
    names=NAMES,
    filters={"theme": "climate", "from": "2018"},
    communities=(Community(0, both("G0"), 2), Community(1, both("G1"), 1, isolates=True)),
)
ARROWS = replace(WHOLE, directed=True, mode="directed")
PARALLEL = replace(WHOLE, edges=(FULL, replace(BARE, source=B, target=A)))
EMPTY = replace(WHOLE, nodes=(), edges=())

# What stands in every format, of the first node and the first tie.
OF_A = {
    "iri": A,
    "label": "Ay",
    "label_da": "Ay (da)",
    "label_en": "Ay",
    "class": "City",
    "class_da": "by",
    "class_en": "city",
    "degree": 4,
    "weighted_degree": 6.0,
    "betweenness": 0.25,
    "pagerank": 0.5,
    "core": 2,
    "community": 0,
    "community_da": "G0 (da)",
    "community_en": "G0",
    "themes": "climate | art",
    "departments": "health",
    "same_as": "urn:1 | urn:2",
    "x": 10.0,
    "y": -20.0,
    "bipartite": 0,
    "start": "2019",
    "end": "2020-02",
    "amount_in": 1.5,
    "amount_out": 0.0,
    "currency": "EUR",
    "lat": 55.5,
    "long": 12.25,
}
OF_FULL = {
    "weight": 2.5,
    "weight_counts": "facts",
    "relation": "kk:Membership",
    "relation_da": "medlemskab",
    "relation_en": "membership",
    "shared": "climate",
    "themes": "climate | art",
    "departments": "health",
    "facts": f"{terms.thing('membership/x')} | {terms.thing('membership/y')}",
    "evidence": "4.1: 10 | 5: 20-21",
    "start": "2019-05",
    "amount": 7.0,
    "currency": "DKK",
    "surveys": "one | two",
}
OF_BARE = {
    "weight": 12e9,
    "weight_counts": "facts",
    "relation": "shared",
    "relation_da": "shared",
    "relation_en": "shared",
    **dict.fromkeys(("shared", "themes", "departments", "facts", "evidence"), ""),
}


def test_attributes_of_nodes_and_ties():
    """All that is known, under one name in every format; what is not known is not there."""
    assert attributes.node_values(NODES[0], WHOLE, "en") == OF_A
    assert attributes.edge_values(FULL, WHOLE, "en") == OF_FULL
    assert attributes.edge_values(BARE, WHOLE, "en") == OF_BARE
    of_b = attributes.node_values(NODES[1], WHOLE, "da")
    assert not {"bipartite", "start", "end", "amount_in", "in_degree", "currency"} & of_b.keys()
    assert of_b["label"] == 'B "x" (da)'
    of_c = attributes.node_values(NODES[2], WHOLE, "da")
    assert (of_c["lat"], "long" in of_c, of_c["community_da"]) == (3.0, False, "G1 (da)")
    of_arrow = attributes.node_values(NODES[0], ARROWS, "en")
    assert of_arrow == OF_A | {"in_degree": 1, "out_degree": 3}
    assert attributes.rows_of(WHOLE, "en")[0][0] == OF_A
    assert attributes.rows_of(WHOLE, "en")[1] == [OF_FULL, OF_BARE]


def test_what_is_said_of_the_whole():
    """Names in both languages, the selection where there is one, and how to cite it."""
    said = attributes.about(WHOLE, "da")
    assert (said["name"], said["mode"], said["version"]) == ("made", "bipartite", "1.2")
    assert (said["title_da"], said["title_en"]) == ("A title (da)", "A title")
    assert (said["description_en"], said["weight_meaning_da"]) == ("A summary.", "facts (da)")
    assert said["filters"] == "theme=climate; from=2018"
    assert said["query"] == terms.query("made")
    assert "A title (da)" in said["citation"]
    assert "1.2" in said["citation"]
    assert said["query"] in said["citation"]
    assert not {"filters", "sampling"} & attributes.about(replace(WHOLE, filters={}), "da").keys()
    sampled = attributes.about(replace(WHOLE, sampled=2), "en")["sampling"]
    assert "2" in sampled
    assert "3" in sampled


@pytest.mark.parametrize(
    ("ties", "directed", "several"),
    [
        ([(A, B)], False, False),
        ([(A, B), (B, C)], False, False),
        ([(A, B), (A, B)], False, True),
        ([(A, B), (B, A)], False, True),
        ([(A, B), (B, A)], True, False),
        ([(A, B), (A, B)], True, True),
        ([], False, False),
    ],
)
def test_pairs_with_several_ties(ties, directed, several):
    """Two ways between two are two ties of one pair, unless ties have a direction."""
    edges = tuple(replace(BARE, source=a, target=b) for a, b in ties)
    made = replace(WHOLE, directed=directed, edges=edges)
    assert attributes.is_multiple(made) is several
    graph = attributes.to_networkx(made)
    assert (graph.is_multigraph(), graph.is_directed()) == (several, directed)
    assert graph.number_of_edges() == len(ties)


def test_a_graph_of_networkx():
    """It has the attributes of the whole, of nodes by CURIE, and of ties."""
    graph = attributes.to_networkx(WHOLE, "en")
    assert graph.graph == attributes.about(WHOLE, "en")
    assert graph.nodes["city:a"] == OF_A
    assert graph.edges["city:a", "city:b"] == OF_FULL
    assert attributes.to_networkx(WHOLE).nodes["city:a"]["label"] == "Ay"


def test_meanings_of_attributes():
    """Each is explained once, those in two languages without the end of their name."""
    found = attributes.dictionary("en", [{"label_da": "", "label_en": ""}], [{"weight": 1}])
    assert list(found) == ["label", "weight"]
    assert all(found.values())
    lines = attributes.described(WHOLE, "en", [{"label_da": ""}])
    assert lines[0] == "name: made"
    assert lines[-1] == f"label: {found['label']}"
    assert all("\n" not in line for line in lines)


# XML.


@pytest.mark.parametrize(
    ("values", "closed", "text"),
    [
        ({}, True, "<a/>"),
        ({"k": 1, "l": 2.5}, True, '<a k="1" l="2.5"/>'),
        ({"k": "x"}, False, '<a k="x">'),
        ({"k": "<&>"}, True, '<a k="&lt;&amp;&gt;"/>'),
        ({"k": 'say "x"'}, True, "<a k='say \"x\"'/>"),
        ({"k": "a\nb\tc"}, True, '<a k="a&#10;b&#9;c"/>'),
        ({"k": "a\x00\x0b\ufffeb"}, True, None),
    ],
)
def test_a_tag(values, closed, text):
    """Values are quoted as XML asks; what no XML may hold is not in it."""
    found = markup.tag("a", values, closed=closed)
    if text:
        assert found == text
    read = ET.fromstring(found if closed else f"{found}</a>")
    wanted = {k: str(v).replace("\x00", "").replace("\x0b", "") for k, v in values.items()}
    assert {k: v for k, v in read.attrib.items() if "\ufffd" not in v} == {
        k: v for k, v in wanted.items() if "\ufffe" not in v
    }


def test_columns_of_rows():
    """Every attribute that occurs, in the order in which it first does, with its first type."""
    names = {int: "whole", float: "number", str: "text"}
    rows = [{"a": 1, "b": "x"}, {"c": 1.5, "a": 2.5}]
    assert markup.columns(rows, names) == {"a": "whole", "b": "text", "c": "number"}
    assert markup.without({"a": 1, "b": 2}, ("a", "z")) == {"b": 2}


GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"


def of_gexf(network, lang="en"):
    """Return the root of a GEXF file."""
    return ET.fromstring(gexf.write(network, lang))


def attvalues(element):
    """Return the attributes of a node or tie in GEXF."""
    return {one.get("for"): one.get("value") for one in element.iter(f"{GEXF}attvalue")}


def test_gexf():
    """Nodes with days, attributes, colour, place and size; ties with weights and what they are."""
    root = of_gexf(WHOLE)
    graph = root.find(f"{GEXF}graph")
    assert graph.attrib == {
        "defaultedgetype": "undirected", "mode": "dynamic", "timeformat": "date",
    }  # fmt: skip
    nodes, edges = graph.find(f"{GEXF}nodes"), graph.find(f"{GEXF}edges")
    assert (nodes.get("count"), edges.get("count")) == ("3", "2")
    first, second, _ = nodes
    assert first.attrib == {
        "id": "city:a", "label": "Ay", "start": "2019-01-01", "end": "2020-02-29",
    }  # fmt: skip
    assert second.attrib == {"id": "city:b", "label": 'B "x"'}
    left_out = {"label", "x", "y", "start", "end"}
    wanted = {k: str(v) for k, v in OF_A.items() if k not in left_out}
    assert attvalues(first) == wanted | {"printed_start": "2019", "printed_end": "2020-02"}
    place = first.find(f"{VIZ}position").attrib
    assert {k: float(v) for k, v in place.items()} == {"x": 10, "y": 20, "z": 0}
    assert first.find(f"{VIZ}size").get("value") == "16.0"  # 8 + 4 * 2
    colour = first.find(f"{VIZ}color").attrib
    assert "#" + "".join(f"{int(colour[c]):02x}" for c in "rgb") == palette.look("City").colour
    assert first.find(f"{VIZ}shape").get("value") == "disc"
    one, other = edges
    assert one.attrib == {
        "id": "0", "source": "city:a", "target": "city:b", "weight": "2.5", "label": "membership",
        "start": "2019-05-01",
    }  # fmt: skip
    wanted = {k: str(v) for k, v in OF_FULL.items() if k not in {"weight", "start"}}
    assert attvalues(one) == wanted | {"printed_start": "2019-05"}
    assert other.get("label") == "shared"


def test_gexf_declares_what_occurs():
    """Each attribute of some node or tie, with its type, and none of GEXF's own."""
    declared = {
        one.get("class"): {a.get("id"): a.get("type") for a in one}
        for one in of_gexf(ARROWS).iter(f"{GEXF}attributes")
    }
    names = {int: "integer", float: "double", str: "string"}
    own = {"label", "x", "y", "start", "end"}
    times = {"printed_start": "string", "printed_end": "string"}
    wanted = {k: names[type(v)] for k, v in OF_A.items() if k not in own} | times
    assert declared["node"] == wanted | {"in_degree": "integer", "out_degree": "integer"}
    wanted = {k: names[type(v)] for k, v in OF_FULL.items() if k not in {"weight", "start"}}
    assert declared["edge"] == wanted | {"printed_start": "string"}
    assert list(of_gexf(EMPTY).iter(f"{GEXF}attributes")) == []


def test_gexf_of_arrows_parallel_ties_and_no_time():
    """Arrows are told; of several ties of a pair each has its kind; without times it is static."""
    assert of_gexf(ARROWS).find(f"{GEXF}graph").get("defaultedgetype") == "directed"
    kinds = [edge.get("kind") for edge in of_gexf(PARALLEL).iter(f"{GEXF}edge")]
    assert kinds == ["kk:Membership", "shared"]
    assert {edge.get("kind") for edge in of_gexf(WHOLE).iter(f"{GEXF}edge")} == {None}
    still = replace(WHOLE, nodes=NODES[1:], edges=(BARE,))
    assert of_gexf(still).find(f"{GEXF}graph").get("mode") == "static"
    ends = replace(still, nodes=(replace(NODES[1], end="2020"), NODES[2]))
    assert of_gexf(ends).find(f"{GEXF}graph").get("mode") == "dynamic"
    said = of_gexf(replace(WHOLE, sampled=2)).find(f"{GEXF}meta/{GEXF}description").text
    assert said.startswith("A title. A summary. facts. theme=climate; from=2018. ")
    about = attributes.about(replace(WHOLE, sampled=2), "en")
    for part in (about["sampling"], about["citation"], about["license"]):
        assert f" {part}" in said
    assert " in_degree: " not in said
    assert " degree: " in said


GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def test_graphml():
    """Every attribute is declared with its type and what it says; nodes and ties have theirs."""
    root = ET.fromstring(graphml.write(WHOLE, "en"))
    meanings = attributes.dictionary("en", [OF_A], [OF_FULL])
    declared = {one.get("id"): one for one in root.iter(f"{GRAPHML}key")}
    types = {int: "int", float: "double", str: "string"}
    for prefix, kind, row in (("n", "node", OF_A), ("e", "edge", OF_FULL)):
        for name, value in row.items():
            key = declared.pop(f"{prefix}_{name}")
            assert key.get("for") == kind
            assert (key.get("attr.name"), key.get("attr.type")) == (name, types[type(value)])
            meaning = meanings[name.removesuffix("_da").removesuffix("_en")]
            assert key.find(f"{GRAPHML}desc").text == meaning
    assert set(declared) == {f"g_{key}" for key in attributes.about(WHOLE, "en")}
    assert {(k.get("for"), k.get("attr.type"), len(k)) for k in declared.values()} == {
        ("graph", "string", 0)
    }
    graph = root.find(f"{GRAPHML}graph")
    assert (graph.get("id"), graph.get("edgedefault")) == ("made", "undirected")
    nodes, edges = graph.findall(f"{GRAPHML}node"), graph.findall(f"{GRAPHML}edge")
    assert [one.get("id") for one in nodes] == ["city:a", "city:b", "city:c"]
    assert [(e.get("id"), e.get("source"), e.get("target")) for e in edges] == [
        ("e0", "city:a", "city:b"),
        ("e1", "city:b", "city:c"),
    ]
    for element, prefix, row in ((nodes[0], "n", OF_A), (edges[0], "e", OF_FULL)):
        data = {one.get("key"): one.text for one in element}
        assert data == {f"{prefix}_{key}": str(value) for key, value in row.items()}
    data = {one.get("key"): one.text for one in graph.findall(f"{GRAPHML}data")}
    assert data == {f"g_{key}": text for key, text in attributes.about(WHOLE, "en").items()}
    assert b'edgedefault="directed"' in graphml.write(ARROWS, "en")


def test_csv():
    """Tables of nodes, ties, their attributes and the whole; Gephi's columns stand first."""
    with zipfile.ZipFile(io.BytesIO(zipped.write(ARROWS, "en"))) as archive:
        names = archive.namelist()
        texts = [archive.read(name).decode() for name in names]
        infos = archive.infolist()
    assert names == [f"made-{one}.csv" for one in ("nodes", "edges", "attributes", "about")]
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.compress_type for info in infos} == {zipfile.ZIP_DEFLATED}
    nodes, edges, meanings, about = (
        list(csv.DictReader(io.StringIO(text, newline=""))) for text in texts
    )
    assert texts[0].count("\r\n") == 4
    assert list(nodes[0])[:3] == ["Id", "Label", "iri"]
    assert "label" not in nodes[0]
    assert (nodes[0]["Id"], nodes[0]["Label"]) == ("city:a", "Ay")
    assert nodes[0]["amount_out"] == "0.0"
    assert (nodes[1]["Label"], nodes[1]["start"]) == ('B "x"', "")
    assert list(edges[0])[:4] == ["Source", "Target", "Type", "Weight"]
    assert "weight" not in edges[0]
    assert [edges[0][key] for key in ("Source", "Target", "Type", "Weight")] == [
        *("city:a", "city:b", "Directed", "2.5"),
    ]
    assert zipped.tables(WHOLE, "en")["edges"][0]["Type"] == "Undirected"
    assert {one["attribute"] for one in meanings} >= {"iri", "label", "evidence", "surveys"}
    assert {one["key"]: one["value"] for one in about} == attributes.about(ARROWS, "en")


def test_node_link():
    """As NetworkX reads it: lists are lists, each of several ties of a pair has a key."""
    found = json.loads(jsons.node_link(WHOLE, "en"))
    assert (found["directed"], found["multigraph"]) == (False, False)
    assert found["nodes"][0] == OF_A | {
        "id": "city:a", "themes": ["t1", "t2"], "departments": ["d"], "same_as": ["urn:1", "urn:2"],
    }  # fmt: skip
    x, y = terms.thing("membership/x"), terms.thing("membership/y")
    lists = {
        "shared": ["t1"],
        "themes": ["t1", "t2"],
        "departments": ["d"],
        "facts": [x, y],
        "evidence": [
            {"fact": y, "section": "4.1", "lines": "10"},
            {"fact": x, "section": "4.1", "lines": "10"},
            {"fact": x, "section": "5", "lines": "20-21"},
        ],
    }
    assert found["edges"][0] == OF_FULL | lists | {"source": "city:a", "target": "city:b"}
    assert found["graph"]["title_en"] == "A title"
    assert set(found["graph"]["attributes"]) >= {"iri", "evidence"}
    several = json.loads(jsons.node_link(replace(PARALLEL, directed=True), "en"))
    assert (several["directed"], several["multigraph"]) == (True, False)
    keyed = json.loads(jsons.node_link(PARALLEL, "en"))
    assert [edge["key"] for edge in keyed["edges"]] == [0, 1]
    assert jsons.node_link(WHOLE, "da").endswith(b"}\n")
    assert "Ay (da)" in jsons.node_link(WHOLE, "da").decode()
    assert jsons.node_link(WHOLE, "en").startswith(b'{\n "directed"')
    assert json.loads(jsons.tables("x", {"rows": [{"a": 1}]})) == {"name": "x", "rows": [{"a": 1}]}


def test_cytoscape():
    """Data and position of each node, ends of each tie, and the whole."""
    found = json.loads(jsons.cytoscape(WHOLE, "en"))
    nodes, edges = found["elements"]["nodes"], found["elements"]["edges"]
    assert nodes[0]["position"] == {"x": 10.0, "y": -20.0}
    assert nodes[0]["data"]["id"] == "city:a"
    assert nodes[0]["data"]["colour"] == palette.look("City").colour
    assert nodes[0]["data"]["themes"] == ["t1", "t2"]
    assert [(e["data"]["id"], e["data"]["source"], e["data"]["target"]) for e in edges] == [
        ("e0", "city:a", "city:b"),
        ("e1", "city:b", "city:c"),
    ]
    assert found["data"]["name"] == "made"
    assert "label" in found["data"]["attributes"]


def test_geojson():
    """Longitude first; what has no place, or a tie whose end has none, has no geometry."""
    found = json.loads(geojson.write(WHOLE, "en"))
    assert found["type"] == "FeatureCollection"
    a, b, c, tie, other = found["features"]
    assert {one["type"] for one in found["features"]} == {"Feature"}
    assert a["geometry"] == {"type": "Point", "coordinates": [12.25, 55.5]}
    assert b["geometry"] == {"type": "Point", "coordinates": [2.0, 1.0]}
    assert c["geometry"] is None
    assert tie["geometry"] == {"type": "LineString", "coordinates": [[12.25, 55.5], [2.0, 1.0]]}
    assert other["geometry"] is None
    assert [one["id"] for one in found["features"]] == ["city:a", "city:b", "city:c", "e0", "e1"]
    assert a["properties"] == OF_A
    assert tie["properties"] == OF_FULL | {"source": "city:a", "target": "city:b"}
    assert found["about"] == attributes.about(WHOLE, "en")
    assert "iri" in found["attributes"]
    nought = replace(NODES[0], lat=0.0, long=0.0)
    assert geojson.position(nought) == [0.0, 0.0]
    assert geojson.position(replace(nought, lat=None)) is None
    assert geojson.position(replace(nought, long=None)) is None


def test_kml():
    """Placemarks of what has a place, with longitude first, data, and a style of the class."""
    root = ET.fromstring(kmls.write(WHOLE, "en"))
    ns = "{http://www.opengis.net/kml/2.2}"
    document = root.find(f"{ns}Document")
    assert document.find(f"{ns}name").text == "A title"
    said = document.find(f"{ns}description").text.split("\n")
    assert said == attributes.described(WHOLE, "en", *attributes.rows_of(WHOLE, "en"))
    styles = {s.get("id"): s.find(f"{ns}IconStyle/{ns}color").text for s in root.iter(f"{ns}Style")}
    assert set(styles) == {"City", "Network"}
    blue = palette.look("City").colour
    assert styles["City"] == f"ff{blue[5:7]}{blue[3:5]}{blue[1:3]}"
    marks = document.findall(f"{ns}Placemark")
    assert [mark.find(f"{ns}name").text for mark in marks] == [
        *("Ay", 'B "x"', 'Ay \N{EN DASH} B "x"'),
    ]
    first, _, tie = marks
    assert first.find(f"{ns}styleUrl").text == "#City"
    assert first.find(f"{ns}Point/{ns}coordinates").text == "12.25,55.5"
    assert tie.find(f"{ns}LineString/{ns}coordinates").text == "12.25,55.5 2.0,1.0"
    assert tie.find(f"{ns}LineString/{ns}tessellate").text == "1"
    data = {d.get("name"): d.find(f"{ns}value").text for d in first.iter(f"{ns}Data")}
    assert data == {key: str(value) for key, value in OF_A.items()}


def test_dot():
    """Nodes with names, colours, shapes and places in points upwards; ties with weights."""
    lines = dot.write(WHOLE, "en").decode().split("\n")
    assert lines[0] == 'graph "made" {'
    assert lines[-2:] == ["}", ""]
    assert lines[1] == '  label="A title"; overlap=false; splines=true;'
    blue = palette.look("City").colour
    assert (
        f'  "city:a" [label="Ay", fillcolor="{blue}40", color="{blue}", shape=ellipse, '
        f'class="City", URL="{A}", pos="10.0,20.0"];'
    ) in lines
    assert any(r'label="B \"x\""' in line for line in lines)
    assert (
        '  "city:a" -- "city:b" [weight=2, relation="kk:Membership", value=2.5, '
        'evidence="4.1: 10 | 5: 20-21"];'
    ) in lines
    assert any("[weight=999999999, " in line and "value=12000000000," in line for line in lines)
    assert dot.write(ARROWS, "en").startswith(b'digraph "made" {')
    assert b'"city:a" -> "city:b"' in dot.write(ARROWS, "en")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (2.0, "2"),
        (10.0, "10"),
        (0.05, "0.05"),
        (1e-7, "0.0000001"),
        (1 / 3, "0.3333333333"),
    ],
)
def test_numbers_without_exponent(value, text):
    """DOT and Pajek know none."""
    assert dot.number(value) == text


def test_pajek():
    """Vertices by number from 1, with places between 0 and 1, shapes; ties with weights."""
    lines = pajek.write(WHOLE, "en").decode().split("\n")
    said = [f"% {line}" for line in attributes.described(WHOLE, "en")]
    assert lines[: len(said)] == said
    assert lines[len(said) :] == [
        "*Vertices 3",
        '1 "Ay" 0.7400 0.0200 ellipse',  # 0.5 + 0.48 * 10 / 20; 0.5 - 0.48
        "2 \"B 'x'\" 0.6200 0.5000 ellipse",
        '3 "Cy" 0.5000 0.5000 ellipse',
        "*Edges",
        "1 2 2.5",
        "2 3 12000000000",
        "",
    ]
    assert b"*Arcs\n" in pajek.write(ARROWS, "en")
    assert b"*Vertices 0\n*Edges\n" in pajek.write(EMPTY, "en")
    still = replace(WHOLE, nodes=(NODES[2],), edges=())
    assert b'1 "Cy" 0.5000 0.5000 ellipse' in pajek.write(still, "en")


# The page.


def test_data_of_the_page():
    """What the page draws, saves and filters by; `y` goes upwards there."""
    found = html.page(WHOLE, lambda iri: f"page of {terms.shorten(iri)}")
    assert found["types"] == [
        {"id": "City", "label": NAMES["City"], **palette.look("City")._asdict()},
        {"id": "Network", "label": both("Network") | {"da": "Network"},
         **palette.look("Network")._asdict()},
    ]  # fmt: skip
    assert [one["id"] for one in found["themes"]] == ["t1", "t2"]
    assert [one["id"] for one in found["departments"]] == ["d"]
    assert [one["id"] for one in found["sections"]] == ["4", "4.1", "5"]
    assert [one["id"] for one in found["shared"]] == ["t1"]
    assert [one["id"] for one in found["relations"]] == ["kk:Membership", "shared"]
    assert [one["colour"] for one in found["communities"]] == [
        *(palette.COMMUNITIES[0], palette.ALONE),
    ]
    first = found["nodes"][0]
    assert (first["x"], first["y"], first["page"]) == (10.0, 20.0, "page of city:a")
    assert (first["inDegree"], first["outDegree"], first["side"]) == (1, 3, 0)
    edge = found["edges"][0]
    assert edge["sections"] == (("4.1",), ("4.1", "5"))
    assert edge["evidence"][2] == {
        "section": "5", "lines": "20-21", "fact": "membership:x", "page": "page of membership:x",
        "label": both("x"),
    }  # fmt: skip
    assert edge["parts"] == [
        {
            "counted": "c", "facts": ["membership:x"], "sections": (("4.1",),), "themes": ["t1"],
            "departments": ["d"], "start": "2019", "end": "",
        }
    ]  # fmt: skip
    assert set(found["attributes"]) == set(found["citation"]) == set(found["selection"])
    assert html.itself("urn:x") == "urn:x"
    assert found["attributes"]["en"].keys() >= {"iri", "lat", "evidence", "end"}


def test_tables_of_the_page():
    """Without scripts: nodes by ties then name, ties by weight, numbers short, text escaped."""
    made = replace(WHOLE, nodes=(*NODES[1:], replace(NODES[0], betweenness=0.12345)))
    found = html._tables(made, "en")  # noqa: SLF001 - what readers without scripts see
    cells = [
        row.split("</td>")[0].removeprefix("<td>") for row in found.split("<tr>") if "<td>" in row
    ]
    assert cells == ["Ay", "B &quot;x&quot;", "Cy", "B &quot;x&quot;", "Ay"]
    assert "<td>city</td><td>4</td><td>6</td><td>0.123</td><td>0.500</td>" in found
    assert "<td>membership</td><td>2.5</td><td>4.1: 10 | 5: 20-21</td>" in found
    assert found.startswith("<h1>A title</h1><p>A summary.</p><p>")
    assert found.count('<th scope="col">') == 6 + 5


# Its words.


def test_a_caption():
    """Counts, what size and width mean, the selection, names left out, the version."""
    whole = words.caption(WHOLE, "en", 2)
    parts = words.caption(replace(WHOLE, filters={}), "en").rstrip(".").split(". ")
    assert parts[0] == words.counts(WHOLE, "en") == "3 nodes, 2 ties"
    assert len(parts) == 4
    assert "facts" in parts[2]
    assert parts[-1].endswith(" 1.2")
    assert whole.endswith(" 1.2.")
    assert words.selection(WHOLE, "en") in whole
    assert len(whole.rstrip(".").split(". ")) == 6
    assert words.selection(WHOLE, "en").count("; ") == 1
    text = words.caption_text(WHOLE, "en")
    assert text == f"A title. A summary. {words.caption(WHOLE, 'en')}\n"


def test_degrees_by_class():
    """How many nodes of each class have each degree, in order."""
    made = replace(WHOLE, nodes=(*NODES, replace(NODES[1], id="urn:d")))
    assert report._degrees(made) == [  # noqa: SLF001 - a table of the report
        {"class": "City", "degree": 1, "nodes": 2},
        {"class": "City", "degree": 4, "nodes": 1},
        {"class": "Network", "degree": 0, "nodes": 1},
    ]
