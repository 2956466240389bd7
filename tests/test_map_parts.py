"""Pieces of a map: views on a flat globe, arcs and their names, dots of the site's maps."""

import math
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from kkgraph.maps import charts, insets, outlines, places, svg, views
from kkgraph.maps.charts import Located
from kkgraph.maps.insets import THICKNESS, draw, nearest_inset, scaled
from kkgraph.maps.places import Arc, Place
from kkgraph.maps.projections import azimuthal, equal_earth
from kkgraph.maps.views import View
from kkgraph.networks.model import Edge, Evidence, Network, Node

# Ten degrees by ten on a page of a hundred by two hundred: ten a degree, in the middle.
FLAT = View("flat", "europe", lambda x, y: (x, -y), (0, 0, 10, 10), (50, 20, 100, 200))


def tie(fact, place="", other="x", weight=1.0):
    """Return a tie that one fact bears out."""
    edge = SimpleNamespace(things=(), evidence=(SimpleNamespace(fact=fact),), weight=weight)
    return places.Tie(SimpleNamespace(label={"en": other}), edge, place)


def spot(name, long, lat, *ties):
    """Return a place."""
    return Place(name, {"da": f"{name}-da", "en": name}, lat, long, ties or (tie(name),))


@pytest.mark.parametrize(
    ("degrees", "page"),
    [((5, 5), (100, 120)), ((0, 0), (50, 170)), ((10, 10), (150, 70)), ((0, 10), (50, 70))],
)
def test_degrees_on_the_page(degrees, page):
    """The middle of what is shown is the middle of the frame; north is up."""
    assert FLAT.at(*degrees) == pytest.approx(page)


def test_what_a_view_shows():
    """What is beyond its bounds, and what lies on the very edge of its frame, is not shown."""
    assert FLAT.shows(5, 5)
    assert FLAT.shows(1, 0)
    assert FLAT.shows(1, 10)
    assert not FLAT.shows(0, 5)
    assert not FLAT.shows(10, 5)
    assert not FLAT.shows(5, 10.1)
    assert not FLAT.shows(5, -0.1)
    low = replace(FLAT, frame=(50, 20, 400, 100))
    assert not low.shows(5, 10)
    assert low.shows(0, 5)
    assert low.shows(10, 9)


def test_outlines_near_the_frame():
    """Rings that do not touch the frame are left out, far points move to just outside it."""
    assert FLAT.near((0, 0)) == (10, 0)
    assert FLAT.near((500, 500)) == (190, 260)
    assert FLAT.near((60, -100)) == (60, -20)
    for ring, touches in (
        ([(0, 0), (60, 30)], True),
        ([(0, 0), (50, 30)], False),
        ([(0, 0), (60, 20)], False),
        ([(150, 100), (160, 110)], False),
        ([(149, 219), (160, 300)], True),
        ([(100, 220), (110, 230)], False),
    ):
        assert FLAT.touches(ring) is touches


def test_arcs_bend_upwards():
    """An arc leaves the straight line by a sixth or so of its length, to the side that is up."""
    assert insets._bend((0, 0), (100, 0)) == (50, -16)  # noqa: SLF001 - where an arc goes
    assert insets._bend((100, 0), (0, 0)) == (50, -16)  # noqa: SLF001 - same
    assert insets._bend((0, 0), (0, 100)) == (16, 50)  # noqa: SLF001 - same
    assert scaled((2, 3), 4) == 8


def test_labels_keep_off_arcs():
    """An arc is eight short lines, from its beginning to its end, through the curve's top."""
    home, oslo = spot("home", 0, 5), spot("oslo", 10, 5)
    lines = insets._segments(FLAT, [Arc(home, oslo, 1)])  # noqa: SLF001 - what names keep off
    assert len(lines) == 8
    assert lines[0][:2] == pytest.approx((50, 120))
    assert lines[-1][2:] == pytest.approx((150, 120))
    assert lines[3][2:] == lines[4][:2] == pytest.approx((100, 112))
    assert all(before[2:] == after[:2] for before, after in pairwise(lines))


def drawn(shown, arcs, home, lang="en"):
    """Return a view as SVG."""
    return "\n".join(draw(FLAT, shown, arcs, lang, home))


def test_a_frame_with_its_arcs():
    """Places in the frame are dots; arcs from home begin there, and are left out without one."""
    home, oslo, far = spot("home", 2, 5), spot("oslo", 8, 5, tie("a"), tie("b")), spot("x", 50, 5)
    arcs = [Arc(None, oslo, 4), Arc(None, far, 1), Arc(oslo, far, 1)]
    svg = drawn([oslo, far], arcs, home)
    (arc,) = re.findall(r'<path class="arc"[^>]*>', svg)
    assert 'data-place="0"' in arc
    assert "data-other" not in arc
    assert 'd="M70 120Q100 110.4 130 120"' in arc
    assert f'stroke-width="{scaled(THICKNESS, 4):.1f}"' in arc
    (dot,) = re.findall(r'<circle class="dot"[^>]*>', svg)
    assert 'cx="130" cy="120" r="4' in dot
    assert svg.count('class="origin"') == 1
    assert 'x="70" y="111"' in svg
    without = drawn([oslo, far], arcs, None)
    assert ("arc" in without, "origin" in without) == (False, False)
    between = drawn([oslo, home], [Arc(oslo, home, 1)], None)
    assert 'data-place="1" data-other="0"' in between


def test_names_in_the_language(monkeypatch):
    """A place is named in its nearest view, in the language asked for; its name is escaped."""
    monkeypatch.setattr(insets, "INSETS", (FLAT,))
    svg = drawn([replace(spot("a", 3, 5), label={"da": "Å & Ø", "en": "A"})], [], None, "da")
    assert svg.count(">Å &amp; Ø</text>") == 2
    assert svg.count("data-place") == 3
    near = replace(FLAT, name="near", bounds=(4, 4, 6, 6))
    monkeypatch.setattr(insets, "INSETS", (FLAT, near))
    assert nearest_inset(spot("a", 5, 5)) is near
    assert nearest_inset(spot("a", 3, 5)) is FLAT
    assert nearest_inset(spot("a", 99, 5)) is FLAT
    assert "</text>" not in drawn([spot("a", 5, 5)], [], None)


def test_arcs_of_places():
    """One arc for two places that are tied, one from home for all else; a fact counts once."""
    a = spot("a", 0, 0, tie("1"), tie("1"), tie("2"), tie("3", "b"))
    b = spot("b", 0, 0, tie("3", "a"), tie("4", "a"), tie("5", "elsewhere"))
    assert [
        (arc.start and arc.start.id, arc.end.id, arc.weight) for arc in places.arcs_of([a, b])
    ] == [
        (None, "a", 2),
        (None, "b", 1),
        ("a", "b", 2),
    ]
    assert (a.weight, b.weight) == (3, 3)
    assert Arc(None, a, 1).places == (a,)
    assert Arc(b, a, 1).places == (b, a)


def located(name, mentions, long=5.0, lat=5.0):
    """Return a thing on the site's map."""
    return Located(name, f"id/{name}/", name, "City", mentions, lat, long)


def test_dots_of_a_map():
    """The most mentioned comes last, on top; its radius grows as the root of the mentions."""
    found = charts.dots([located("b", 4), located("a", 4, 3), located("c", 100, 8)], FLAT)
    assert [dot.label for dot in found] == ["b", "a", "c"]
    assert [dot.radius for dot in found] == [5.8, 5.8, 16.2]
    assert [(dot.x, dot.y) for dot in found] == [(100, 120), (80, 120), (130, 120)]
    assert charts.dots([located("far", 1, 50)], FLAT) == []


def test_labels_of_dots():
    """A label stands beside its dot, on the baseline; what has no room near by has none."""
    wide = replace(FLAT, frame=(0, 0, 600, 400))
    (alone,) = charts.dots([located("a", 1)], wide)
    assert alone.text == pytest.approx(
        (alone.x + alone.radius + 3, alone.y + 18 * 1.18 / 2 - 5.8), abs=0.1
    )
    crowd = charts.dots([located(f"place {n}", n, 5 + n / 900) for n in range(40)], wide)
    named = [dot for dot in crowd if dot.text]
    assert 0 < len(named) < 40
    assert crowd[-1].text is not None


def test_nearest_view():
    """Copenhagen is in Europe, Tokyo in the world, the South Pole in neither."""
    assert charts.nearest(55.7, 12.6) is charts.EUROPE
    assert charts.nearest(35.7, 139.7) is charts.WORLD
    assert charts.nearest(-89, 0) is None
    assert charts.at(charts.EUROPE, 35.7, 139.7) is None
    assert charts.file(charts.WORLD) == "assets/world.svg"
    assert [charts.size(view) for view in charts.VIEWS] == [view.frame[2:] for view in charts.VIEWS]


# Whole maps.


def node(name, lat=None, long=None, type_="City", degree=1):
    """Return a node where it lies."""
    label = {"da": f"{name} (da)", "en": name}
    return Node(f"urn:{name}", name, label, type_, lat=lat, long=long, degree=degree)


def edge(one, other, *facts, weight=1.0):
    """Return a tie that facts bear out."""
    said = tuple(Evidence(f"urn:{fact}", "1", "1", {}) for fact in facts)
    return Edge(f"urn:{one}", f"urn:{other}", "kk:Membership", weight, evidence=said)


def a_map():
    """Return a network of a few places, some near each other, one nowhere."""
    home = node("Home", 55.68, 12.57)
    nodes = (
        home,
        node("Oslo", 59.91, 10.75),
        node("Oslo kommune", 59.91, 10.75, "Municipality"),
        node("Bergen", 60.39, 5.32),
        node("Paris", 48.86, 2.35),
        node("Tokyo", 35.68, 139.69),
        node("Sydney", -33.87, 151.21),
        node("Utopia"),
        node("Nowhere", degree=0),
        node("Net", type_="Network"),
    )
    edges = (
        edge("Oslo", "Net", "a", "b"),
        edge("Oslo kommune", "Net", "c"),
        edge("Oslo", "Bergen", "d"),
        edge("Paris", "Net", "a", "e", "f", "g"),
        edge("Tokyo", "Net", "h"),
        edge("Sydney", "Paris", "i"),
        edge("Utopia", "Net", "j"),
        edge("Home", "Bergen", "k"),
    )
    text = {"da": "Kort", "en": "Map"}
    return Network(
        "made",
        text,
        text,
        "bipartite",
        False,  # noqa: FBT003 - as a row
        text,
        "1.0",
        nodes,
        edges,
        home=(home,),
    )


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_map_stays_as_it_was_looked_at(lang, monkeypatch):
    """A map is the one that was looked at and kept, its coasts aside, to the last number."""
    monkeypatch.setattr(views.View, "land", lambda *_: "")
    text = svg.svg(a_map(), lang).decode()
    text = re.sub(r"<metadata>.*</metadata>\n", "", text, flags=re.DOTALL)
    assert text == (Path(__file__).parent / "pictures" / f"map.{lang}.svg").read_text("utf-8")


def test_places_of_a_network():
    """Those with most facts first; a municipality is its city, what lies nowhere is told of."""
    found = places.places_of(a_map())
    assert [(one.id[4:], one.weight, len(one.ties)) for one in found] == [
        ("Paris", 5, 2),
        ("Oslo", 4, 3),
        ("Bergen", 2, 2),
        ("Sydney", 1, 1),
        ("Tokyo", 1, 1),
    ]
    assert [one.id for one in places.unplaced(a_map())] == ["urn:Utopia"]
    assert places.origin_of(a_map()).id == "urn:Home"
    ties = {(tie.other.id[4:], tie.place[4:]) for tie in found[1].ties}
    assert ties == {("Net", ""), ("Bergen", "Bergen")}


@pytest.mark.parametrize(
    ("ring", "digits", "apart", "path"),
    [
        ([(0, 0), (10, 0), (10, 10)], 1, 0.0, "M0 0l10 0 0 10Z"),
        ([(0.04, 0), (10.26, 0.5), (10, -10)], 1, 0.0, "M0 0l10.3 0.5 -0.3 -10.5Z"),
        ([(0.4, 0), (10.26, 0.5), (10, -10)], 0, 0.0, "M0 0l10 0 0 -10Z"),
        ([(0, 0), (10, 0)], 1, 0.0, ""),
        ([(0, 0), (0.01, 0), (10, 0)], 1, 0.0, ""),
        ([(0, 0), (3, 0), (6, 0), (6, 9)], 1, 3.0, "M0 0l6 0 0 9Z"),
        ([(0, 0), (3, 0), (6, 0), (6, 9)], 1, 2.9, "M0 0l3 0 3 0 0 9Z"),
        ([(0, 0), (2, 0), (4, 0), (4, 9), (0, 9)], 1, 3.0, "M0 0l4 0 0 9 -4 0Z"),
    ],
)
def test_path_of_an_outline(ring, digits, apart, path):
    """A ring is its first corner and steps from there; what is too close or too few is left out."""
    assert outlines.path(ring, digits, apart) == path


def test_areas_are_kept():
    """On both projections a square degree takes as much of the page as it does of the globe."""

    def area(project, long, lat):
        """Return the area of a small square there, in square degrees."""
        d = 0.01
        (x1, y1), (x2, y2), (x3, y3) = (
            project(*at) for at in ((long, lat), (long + d, lat), (long, lat + d))
        )
        return abs((x2 - x1) * (y3 - y1) - (x3 - x1) * (y2 - y1)) / math.radians(d) ** 2

    for project in (equal_earth, azimuthal(9, 48)):
        for long, lat in ((9, 48), (0, 0), (-60, -20), (30, 70), (100, 10), (12, -60)):
            true = math.cos(math.radians(lat))
            assert area(project, long, lat) == pytest.approx(true, rel=0.002)
    assert azimuthal(9, 48)(10, 48)[0] > 0 > azimuthal(9, 48)(9, 49)[1]
    assert equal_earth(-10, 0)[0] < 0 < equal_earth(0, -10)[1]
    far = azimuthal(0, 0)(180, 0)
    assert all(map(math.isfinite, far))
