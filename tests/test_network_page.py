"""The network page as a reader uses it: filters, time, layouts, paths, ties, saved files, touch."""

import csv
import html
import io
import re
import zipfile
from functools import cache
from urllib.parse import urlencode

import pytest
from conftest import CHROMIUM, expect

from kkgraph.networks.projection.declaration import find_projection, load_projections
from kkgraph.networks.projection.projection import build, select
from kkgraph.networks.selection import from_words
from kkgraph.networks.writers import WRITERS

nx = pytest.importorskip("networkx")
# Slow, as Chromium is: test_browser.py always opens a page of a network.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium on the machine"),
]
SELECTIONS = {
    "theme": {"theme": "sundhed"},
    "department": {"department": "Teknik- og Miljøforvaltningen"},
    "chapter": {"chapter": "4"},
    "period": {"from": "2019", "to": "2020"},
    "ego": {"ego": "K", "radius": "2"},
    "weight": {"min-weight": "2", "drop-isolated": "yes"},
}


@pytest.fixture(scope="module")
def written(tmp_path_factory, store):
    """Return a function that writes the page of a network and returns its address."""
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def write(name):
        path = folder / f"{name}.html"
        found = build(store, find_projection(store.project, name))
        path.write_bytes(WRITERS["html"](found, "en"))
        return path.as_uri()

    return write


@pytest.fixture
def opened(browser):
    """Return a function that opens an address offline; no error may happen on the page."""
    contexts, wrong = [], []

    def open_(address, **options):
        given = {"viewport": {"width": 1280, "height": 800}} | options
        contexts.append(browser.new_context(offline=True, **given))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address)
        if not page.locator(".drawing canvas").count():
            pytest.skip("this Chromium draws no WebGL; the page shows its tables instead")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def ties(rows):
    """Return the ties of a CSV of edges, with their weight, ends in order where not directed."""
    found = []
    for row in rows:
        ends = (row["Source"], row["Target"])
        named = ends if row["Type"] == "Directed" else tuple(sorted(ends))
        found.append((*named, row["relation"], round(float(row["Weight"]), 9)))
    return sorted(found)


def table(content, name):
    """Return the rows of a CSV in a ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        (file,) = (one for one in packed.namelist() if one.endswith(name))
        return list(csv.DictReader(io.StringIO(packed.read(file).decode("utf-8-sig"))))


def saved(page, fmt):
    """Return what the page saves in a format."""
    with page.expect_download() as found:
        page.get_by_role("button", name=f"Save {fmt}").click()
    return found.value.path().read_bytes()


def go(page, **words):
    """Open the page's own address with these words after #."""
    page.evaluate("hash => { location.hash = hash }", urlencode(words))
    page.wait_for_timeout(50)


def test_page_and_command_select_alike(store, written, opened):
    """For six selections the page has the ties, weights and nodes of the command, everywhere."""
    for declared in load_projections(store.project):
        page = opened(written(declared.name) + "#view=table")
        for words in SELECTIONS.values():
            expected = select(store, declared, _first_ego(store, declared, words))
            go(page, view="table", **_words(expected, words))
            content, wanted = saved(page, "CSV"), WRITERS["csv"](expected, "en")
            assert ties(table(content, "edges.csv")) == ties(table(wanted, "edges.csv"))
            seen = {row["Id"] for row in table(content, "nodes.csv")}
            assert seen == {node.curie for node in expected.nodes}, (declared.name, words)


def _first_ego(store, declared, words):
    """Return the selection; its ego is the first node of the network by name."""
    if "ego" not in words:
        return from_words({key: [value] for key, value in words.items()})
    ego = select(store, declared).nodes[0].curie
    return from_words({"ego": [ego], "radius": [words["radius"]]})


def _words(network, words):
    return words | ({"ego": network.filters["ego"]} if "ego" in words else {})


def test_a_part_says_that_its_measures_are_of_the_whole(written, opened):
    """Where a filter is on, controls, panel and table say which measures are of the whole."""
    page = opened(written("departments-networks"))
    note = page.get_by_text("are those of the whole network in the file")
    assert note.count() == 0
    page.get_by_label("Chapter or section").select_option(label="4.1.5 STRING")
    assert note.is_visible()
    assert "chapter=4.1.5" in page.url
    go(page, chapter="4.1.5", view="table")
    assert note.count() == 2


def test_time_slider_plays(written, opened):
    """The slider shows a year's ties, and moves on by itself when it is played."""
    page = opened(written("cities-projects"))
    slider = page.get_by_role("slider", name=re.compile("^Year"))
    slider.fill("2019")
    assert "at=2019" in page.url
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("location.hash.includes('at=2020')")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="all years").click()
    assert "at=" not in page.url


def extent(page):
    """Return how much of the drawing's width and height its nodes take, the larger share."""
    picture = saved(page, "SVG").decode()
    wide, high = re.search(r'<svg y="\d+" width="([\d.]+)" height="([\d.]+)"', picture).groups()
    drawing = picture[picture.index("<svg y=") :].partition("</svg>")[0]
    shapes = (
        r'<(?:circle cx|rect x)="([\d.-]+)" c?y="([\d.-]+)"|<polygon points="([\d.-]+),([\d.-]+) '
    )
    spots = [(a or c, b or d) for a, b, c, d in re.findall(shapes, drawing)]
    xs, ys = ([float(one) for one in each] for each in zip(*spots, strict=True))
    return max((max(xs) - min(xs)) / float(wide), (max(ys) - min(ys)) / float(high))


def test_drawing_fits_what_a_filter_leaves(written, opened):
    """A part fills the drawing; where the reader has zoomed, the drawing stays as it is."""
    page = opened(written("everything"))
    go(page, theme="sundhed")
    page.wait_for_timeout(1500)
    assert "camera=" not in page.url
    assert 0.55 < extent(page) < 1
    go(page, lang="en")
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url("**camera=*")
    near = re.search("camera=[^&]+", page.url)[0]
    page.get_by_label(re.compile(r"^city \(")).uncheck()
    page.wait_for_timeout(1500)
    assert near in page.url


@pytest.mark.parametrize("layout", ["force", "circle", "place", "columns"])
def test_layouts_move_the_nodes(written, opened, layout):
    """Each layout puts the nodes elsewhere, and the same each time."""
    address = written("departments-cities")
    places = []
    for hash_ in ("", f"#layout={layout}", f"#layout={layout}"):
        page = opened(address + hash_)
        page.wait_for_function("document.querySelector('.drawing').ariaBusy !== 'true'")
        found = nx.read_gexf(io.BytesIO(saved(page, "GEXF")))
        viz = found.nodes(data="viz")
        places.append({node: (v["position"]["x"], v["position"]["y"]) for node, v in viz})
    assert places[1] == places[2] != places[0]


def test_shortest_path_tells_its_evidence(written, opened):
    """The path from a city to a network names each step with section and lines."""
    page = opened(written("everything") + "#selected=city:oslo")
    panel = page.get_by_role("complementary")
    panel.get_by_role("searchbox").fill("eurocities")
    panel.locator(".hits button").first.click()
    expect(panel.get_by_role("heading", level=2)).to_have_text("Oslo → Eurocities")
    assert panel.locator("ol > li").count() >= 1
    expect(panel.locator("ol > li").first).to_contain_text(re.compile(r"§\d"))
    again = opened(page.url)
    expect(again.get_by_role("heading", level=2)).to_have_text("Oslo → Eurocities")


def test_path_in_a_directed_network_follows_the_arrows(written, opened):
    """From what is paid for no arrows lead back to who pays."""
    address = written("funding")
    forth = opened(address + "#selected=organisation:eu&path=programme:horizon-2020")
    data = forth.evaluate("JSON.parse(document.getElementById('network').textContent)")
    curie = {node["id"]: node["curie"] for node in data["nodes"]}
    edge = data["edges"][0]
    ends = curie[edge["source"]], curie[edge["target"]]
    there = opened(f"{address}#selected={ends[0]}&path={ends[1]}")
    expect(there.get_by_role("complementary")).to_contain_text("1 step")
    back = opened(f"{address}#selected={ends[1]}&path={ends[0]}")
    expect(back.get_by_role("complementary")).to_contain_text("along the arrows")


def test_click_on_a_tie_opens_it_with_its_parallels(written, opened):
    """A tie of a bundle, clicked, shows all ties of the two with their evidence."""
    page = opened(written("everything"))
    data = page.evaluate("JSON.parse(document.getElementById('network').textContent)")
    pairs = {}
    for edge in data["edges"]:
        pairs.setdefault(frozenset((edge["source"], edge["target"])), []).append(edge)
    assert sum(len(some) > 1 for some in pairs.values()) > 10
    curie = {node["id"]: node["curie"] for node in data["nodes"]}
    edge = next(some for some in pairs.values() if len(some) > 1)[0]
    go(page, tie="~".join((curie[edge["source"]], edge["relation"], curie[edge["target"]])))
    panel = page.get_by_role("complementary")
    expect(panel).to_contain_text("2 ties between the two")
    expect(panel.locator(".evidence").first).to_contain_text("§")


def test_dragged_node_is_pinned_and_the_link_keeps_it(written, opened):
    """A node that is moved stays there, also where the link is opened again."""
    address = written("departments-networks")
    page = opened(address + "#selected=network:eurocities")
    page.wait_for_timeout(700)
    box = page.locator(".drawing").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 40, middle[1] + 30, steps=4)
    page.mouse.up()
    page.wait_for_timeout(600)
    before = saved(page, "GEXF")
    again = opened(page.url)
    again.wait_for_timeout(600)
    assert saved(again, "GEXF") == before


def test_saved_files_are_of_what_is_seen(written, opened):
    """GEXF, CSV and SVG have the ties that are left, and say the selection and the source."""
    page = opened(written("everything") + "#theme=sundhed&k-core=2")
    numbers = re.findall(r"(\d+) (?:nodes|ties)", page.get_by_role("status").inner_text())
    nodes, edges = (int(number) for number in numbers)
    gexf = saved(page, "GEXF")
    graph = nx.read_gexf(io.BytesIO(gexf))
    assert (len(graph), graph.number_of_edges()) == (nodes, edges)
    content = saved(page, "CSV")
    assert len(table(content, "edges.csv")) == edges
    about = {row["key"]: row["value"] for row in table(content, "network.csv")}
    drawing = saved(page, "SVG").decode()
    for words in ("Theme: health", "k-core: 2"):
        assert words in about["selection"]
        assert words in drawing
        assert words in gexf.decode()
    assert "Source: the 2020 survey" in drawing
    assert "/query/everything" in about["citation"]
    meanings = {row["attribute"]: row["meaning"] for row in table(content, "attributes.csv")}
    written = {*table(content, "edges.csv")[0], *table(content, "nodes.csv")[0]}
    asked = {key.removeprefix("printed_").lower() for key in written}
    assert asked - {"id", "label", "source", "target", "type"} <= meanings.keys()
    assert meanings["evidence"] in gexf.decode()
    assert about["citation"] in html.unescape(gexf.decode())
    assert "Size of a node: number of ties" in drawing


def test_arrows_stand_in_the_saved_picture(written, opened):
    """A saved picture of a directed network has an arrowhead a tie."""
    page = opened(written("funding"))
    heads = re.findall(r'<polygon points="[^"]*" fill="#8a95a3"/>', saved(page, "SVG").decode())
    assert len(heads) == 51


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["wide", "phone"])
def test_names_cover_no_node(store, written, opened, size):
    """In the default view no name lies over a node, a name or the edge: large and small screens."""
    for declared in load_projections(store.project):
        page = opened(written(declared.name), viewport={"width": size[0], "height": size[1]})
        page.wait_for_timeout(100)
        covered = page.evaluate(_COVERED, saved(page, "SVG").decode())
        assert covered == [], declared.name


_COVERED = """text => {
  const box = document.createElement("div");
  box.innerHTML = text;
  box.style.cssText = "position:fixed;inset:0;font-family:system-ui";
  document.body.append(box);
  const drawing = box.querySelector("svg svg");
  const around = one => {
    const { x, y, width, height } = one.getBBox();
    return [x, y, x + width, y + height];
  };
  const over = (a, b) => a[0] + 1 < b[2] && b[0] + 1 < a[2] && a[1] + 2 < b[3] && b[1] + 2 < a[3];
  const names = [...drawing.querySelectorAll("text:not([text-anchor])")];
  const nodes = [...drawing.querySelectorAll("circle, rect, polygon[stroke]")].map(around);
  const found = names.filter(name => nodes.some(node => over(around(name), node)));
  box.remove();
  return names.length ? found.map(name => name.textContent) : ["no name at all"];
}"""


def test_colour_and_size_go_by_any_attribute(written, opened):
    """Each attribute that is offered colours and sizes, with a legend that says so."""
    page = opened(written("funding"))
    for what in ("Colour by", "Size by"):
        box = page.get_by_role("combobox", name=what)
        for value in box.locator("option").evaluate_all("all => all.map(one => one.value)"):
            page.get_by_role("combobox", name=what).select_option(value)
            name = page.get_by_role("combobox", name=what).locator("option:checked").inner_text()
            title = "Colour" if what == "Colour by" else "Size of a node"
            if value != "same":
                expect(page.locator(".legend")).to_contain_text(f"{title}: {name}")


def test_a_group_without_a_colour_of_its_own_is_not_called_none(written, opened):
    """Of more themes than colours the rest have one, and the legend says how many they are."""
    page = opened(written("everything") + "#colour=theme")
    legend = page.locator(".legend")
    expect(legend).to_contain_text(re.compile(r"\d+ other groups"))
    page.evaluate("location.hash = 'colour=community'")
    expect(legend).to_contain_text("Colour: community")
    expect(legend).to_contain_text(re.compile(r"\d+ other groups"))


def test_phone_has_sheets_and_takes_taps(written, opened):
    """On a phone the drawing fills the page; a tap opens the panel as a sheet that closes."""
    page = opened(
        written("departments-networks") + "#selected=network:eurocities",
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.wait_for_timeout(700)
    sheet = page.get_by_role("complementary").bounding_box()
    assert sheet["width"] == 390
    assert sheet["y"] + sheet["height"] == 844
    above = page.locator(".drawing").bounding_box()["y"]
    drawn = saved(page, "SVG").decode().partition("<svg y=")[2].partition("</svg>")[0]
    near = re.findall(r'<circle cx="[\d.-]+" cy="([\d.-]+)"[^>]*fill="(?!#e4e7eb)', drawn)
    assert near
    assert all(above < above + float(y) < sheet["y"] for y in near)
    page.get_by_role("button", name="Close").tap()
    expect(page.get_by_role("complementary")).to_be_hidden()
    box = page.locator(".drawing").bounding_box()
    x, y = re.search(r'<circle cx="([1-9].*?)" cy="(.*?)"', saved(page, "SVG").decode()).groups()
    page.touchscreen.tap(box["x"] + float(x), box["y"] + float(y))
    expect(page.get_by_role("complementary")).to_be_visible()
