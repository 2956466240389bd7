"""The map: which places it shows, where, and that its picture is the same each time."""

import json
import re
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from kkgraph.assets import bundle
from kkgraph.cli import main
from kkgraph.errors.installation import BundleMissing
from kkgraph.maps import charts, geography, page, svg
from kkgraph.maps.insets import INSETS, nearest_inset
from kkgraph.maps.places import arcs_of, places_of
from kkgraph.maps.projections import azimuthal, equal_earth
from kkgraph.networks.projection.declaration import find_projection
from kkgraph.networks.projection.projection import build

SVG = "{http://www.w3.org/2000/svg}"


def _built() -> bool:
    try:
        return bool(bundle("outlines.json"))
    except BundleMissing:
        return False


needs_bundle = pytest.mark.skipif(
    not _built(), reason="the browser part was left out of this build (KKGRAPH_NO_WEB=1)"
)


@pytest.fixture(scope="module")
def network(store):
    """Return the network that the map draws when none is named."""
    return build(store, find_projection(store.project, "city-ties"))


@pytest.fixture(scope="module")
def drawn(network):
    """Return what draws the map in a language, each once."""
    return cache(partial(svg.svg, network))


def test_a_municipality_counts_as_its_city(network):
    """Oslo has the ties that name the city and the one that names its municipality (5.1.5)."""
    oslo = next(place for place in places_of(network) if place.label["en"] == "Oslo")
    others = {tie.other.id.rpartition("/")[2] for tie in oslo.ties}
    # 4.1.5, 4.1.7, 5.1.5 (under Økonomiforvaltningen), the researchers of 6.2.6, 6.3.6, and
    # the business school of 6.5.1
    assert others == {
        "string",
        "nordisk-arbejdsgiver-hr-forum",
        "oekonomiforvaltningen",
        "ezemcons",
        "forskere-i-oslo-og-maastricht",
        "handelshoeyskolen-bi",
    }


def test_copenhagen_is_home_and_no_stop(network):
    """The map's arcs begin in Copenhagen, so it is not among the places."""
    assert all("koebenhavn" not in place.id for place in places_of(network))


def test_partner_cities_of_chapter_5_are_all_on_the_map(network):
    """Every city of chapter 5, and every city where a partner museum lies, is on the map."""
    shown = {place.label["da"] for place in places_of(network)}
    abroad = {"Beijing", "Buenos Aires", "Hamborg", "Seoul", "Oslo"}
    museums = {"München", "Sankt Petersborg", "Flensborg", "Milano", "Napoli", "Possagno"}
    museums |= {"Paris", "Stockholm", "Dallas"}
    assert abroad | museums <= shown


@pytest.mark.parametrize(
    ("place", "inset"),
    [("Malmø", "norden"), ("Riga", "norden"), ("Paris", "europe"), ("Seoul", "world")],
)
def test_near_places_are_named_in_the_nearest_frame(network, place, inset):
    """A place is named once, in the frame that shows it largest."""
    found = next(one for one in places_of(network) if one.label["da"] == place)
    assert nearest_inset(found).name == inset


def test_projections_agree_with_published_values():
    """Equal Earth's extent (Šavrič et al. 2018), and the centre and poles of the azimuthal one."""
    assert equal_earth(180, 0)[0] == pytest.approx(2.70663, abs=1e-5)
    assert equal_earth(0, 90)[1] == pytest.approx(-1.31737, abs=1e-5)
    assert azimuthal(9, 48)(9, 48) == pytest.approx((0, 0))
    assert azimuthal(0, 0)(0, 90)[1] == pytest.approx(-(2**0.5))


@needs_bundle
@pytest.mark.parametrize("view", charts.VIEWS, ids=lambda one: one.name)
def test_drawn_maps_have_the_size_of_their_view(view):
    """The drawing is as large as its view, Copenhagen lies on it, what is beyond it does not."""
    drawn = ET.fromstring(charts.background(view))
    assert charts.size(view) == (int(drawn.get("width")), int(drawn.get("height")))
    x, y = charts.at(view, 55.68, 12.57)
    assert 0 < x < charts.size(view)[0]
    assert 0 < y < charts.size(view)[1]
    assert charts.at(view, 89.0, 12.57) is None
    assert charts.nearest(55.68, 12.57) is charts.EUROPE
    assert charts.nearest(-34.6, -58.4) is charts.WORLD


@needs_bundle
def test_every_place_is_named_and_inside_its_frame(network, drawn):
    """No name is lost to an overlap, and none runs over the edge of its frame."""
    root = ET.fromstring(drawn("en"))
    names = [text for text in root.iter(f"{SVG}text") if text.get("class") == "name"]
    places = places_of(network)
    assert sorted(int(text.get("data-place")) for text in names) == list(range(len(places)))
    frames = {one.name: one.frame for one in INSETS}
    for text in names:
        x, y, wide, high = frames[nearest_inset(places[int(text.get("data-place"))]).name]
        half = 2.5 * len(text.text)
        assert x < float(text.get("x")) - half < float(text.get("x")) + half < x + wide
        assert y < float(text.get("y")) < y + high


@needs_bundle
def test_caption_names_the_selection_in_its_language(network):
    """The filters stand in the caption as a reader may know them."""
    found = replace(network, filters={"chapter": "6", "largest": "yes"})
    text = " ".join("".join(ET.fromstring(svg.svg(found, "da")).itertext()).split())
    assert "(Afgrænsning: kapitel 6; største sammenhængende del)" in text


@needs_bundle
def test_caption_says_that_only_the_survey_speaks(kkgraph):
    """A map of what is stated says so in its caption, as a network does."""
    found = kkgraph("map", "--stated", "--lang", "da", folder=Path(__file__).parents[1])
    assert found.exit_code == 0, found.stderr
    text = " ".join("".join(ET.fromstring(found.stdout).itertext()).split())
    assert "(Afgrænsning: kun det, afdækningen selv oplyser)" in text


@needs_bundle
def test_names_have_a_white_rim_of_their_own(drawn):
    """A program that knows no `paint-order` still shows the letters over their rim."""
    text = drawn("da").decode()
    assert "paint-order" not in text
    rims, names = (
        re.findall(rf'class="{kind}"[^>]*>([^<]*)<', text) for kind in ("name rim", "name")
    )
    assert rims == names


def test_the_municipality_is_at_home(store):
    """Copenhagen is no place of its own map, as a municipality either."""
    found = build(store, find_projection(store.project, "funding"))
    assert {place.label["en"] for place in places_of(found)} == {"Beijing", "Buenos Aires"}


@needs_bundle
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as-of", "2022"), ("as of 2022", "pr. 2022")),
        (("--source", "havnby-2022"), ("only the source havnby-2022", "kun kilden havnby-2022")),
    ],
)
@pytest.mark.parametrize("call", [("map",), ("network", "cities", "--format", "svg")])
def test_caption_says_as_of_when_and_who_says_so(kkgraph, call, words, said):
    """A picture of a day or of one source says so, as one of what is stated does."""
    folder = Path(__file__).parents[1] / "examples/havnby"
    for lang, phrase in zip(("en", "da"), said, strict=True):
        found = kkgraph(*call, *words, "--lang", lang, folder=folder)
        assert phrase in " ".join(re.sub("<[^>]*>", " ", found.stdout).split()), found.stderr


@needs_bundle
@pytest.mark.parametrize(
    ("name", "weight"),
    [
        ("cities", "number of projects and networks that both are in"),
        ("departments-cities", "number of cooperations and agreements"),
    ],
)
def test_caption_says_what_is_counted(store, name, weight):
    """Width and size are what the network's weight is, which is not the same for all."""
    found = build(store, find_projection(store.project, name))
    text = " ".join("".join(ET.fromstring(svg.svg(found, "en")).itertext()).split())
    assert f"size of a dot: {weight}." in text


def test_a_fact_counts_once(store):
    """A cooperation in which several departments stand is one statement about its city."""
    found = build(store, find_projection(store.project, "departments-cities"))
    for place in places_of(found):
        facts = {one.fact for tie in place.ties for one in tie.edge.evidence}
        assert place.weight == len(facts)
    assert any(len(place.ties) > place.weight for place in places_of(found))


def test_cities_are_tied_to_each_other(store):
    """In a network of cities the arcs join cities; none begins in Copenhagen."""
    found = build(store, find_projection(store.project, "cities"))
    arcs = arcs_of(places_of(found))
    assert arcs
    assert all(arc.start for arc in arcs)
    assert len(arcs) == len({frozenset((arc.start.id, arc.end.id)) for arc in arcs})


@needs_bundle
def test_places_without_coordinates_are_named(network):
    """What cannot be drawn is said."""
    nodes = tuple(
        replace(node, lat=None, long=None) if node.label["en"] == "Seoul" else node
        for node in network.nodes
    )
    root = ET.fromstring(svg.svg(replace(network, nodes=nodes), "en"))
    text = " ".join("".join(root.itertext()).split())
    _, found, said = text.partition("Not on the map for want of coordinates: ")
    assert found
    assert said.endswith("Kalundborg Municipality, Seoul.")
    placed = {node.label["en"] for node in nodes if node.lat is not None}
    assert placed.isdisjoint(said.rstrip(".").split(", "))


@needs_bundle
def test_the_picture_in_dots_is_of_the_drawing(network, drawn, monkeypatch):
    """What becomes a PNG is the drawing in the language that is asked for."""
    monkeypatch.setattr(svg.raster, "to_png", lambda picture: b"\0" * 33 + picture)
    written = svg.png(network, "da")
    assert written.startswith(b"\0" * 33)
    assert written.endswith(drawn("da"))


@needs_bundle
@pytest.mark.slow  # draws the map anew, in a process of its own
def test_same_input_gives_the_same_picture(network):
    """Two drawings are the same byte for byte; the other language differs."""
    assert svg.svg(network, "da") == svg.svg(network, "da") != svg.svg(network, "en")


@needs_bundle
def test_page_asks_for_nothing(network):
    """The page carries script, style and data inside, and names each tie's lines."""
    written = page.page(network, "da").decode()
    assert not re.search(r"<(script|link|img)[^>]+(src|href)=", written)
    assert written.count("<h1>") == 1
    data = json.loads(re.search(r'id="map">(.*?)</script>', written, re.DOTALL)[1])
    labels = [place["label"]["en"] for place in data["places"]]
    ties = [tie for tie in data["ties"] if labels.index("Beijing") in tie["ends"]]
    cited = {(one["section"], one["lines"]) for tie in ties for one in tie["evidence"]}
    assert ("5.1.1", "572-573") in cited


def test_geojson_of_the_map(network):
    """QGIS gets what the picture shows: places, and arcs from Copenhagen with their facts."""
    found = json.loads(geography.geojson(network, "en"))
    lines = [one for one in found["features"] if one["geometry"]["type"] == "LineString"]
    points = [one for one in found["features"] if one["geometry"]["type"] == "Point"]
    assert len(points) == len(places_of(network)) + 1
    assert len(lines) == len(arcs_of(places_of(network)))
    oslo = next(one["properties"] for one in lines if one["properties"]["target"] == "city:oslo")
    assert oslo["source"] == "city:koebenhavn"
    assert "5.1.5: " in oslo["evidence"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "map.gexf"], "map.gexf: its ending is not that of any format"),
        (["-o", "map"], "map: its ending is not that of any format"),
        (
            ["--format", "png", "-o", "map.svg"],
            "map.svg: the name ends in .svg, but --format says png",
        ),
    ],
)
def test_ending_that_does_not_fit(kkgraph, arguments, message):
    """A file gets the ending of its format, or is refused."""
    done = kkgraph("map", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


@pytest.mark.parametrize("arguments", [["departments-networks"], ["--min-weight", "500"]])
def test_nothing_to_draw_is_an_error(arguments, tmp_path):
    """No empty map is written where no city is tied to anything."""
    out = tmp_path / "map.svg"
    done = CliRunner().invoke(main, ["map", *arguments, "-o", str(out)], prog_name="kkgraph")
    assert done.exit_code == 2
    assert "nothing to draw" in done.stderr
    assert not out.exists()
