"""Pictures piece by piece: shapes, ties and their heads, and where labels go."""

import math
import re
import struct
import zlib
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from kkgraph.networks.drawing import frame, labels, palette, raster, shapes, svg, text_metrics
from kkgraph.networks.drawing.labels import Anchor, place
from kkgraph.networks.drawing.shapes import Ends
from kkgraph.networks.drawing.style import PRESETS, Style
from kkgraph.networks.model import Community, Edge, Network, Node

SPOT = Anchor(100, 100, 10, ("Label",), 12)
WIDE, HIGH = SPOT.extent


def points(svg, tag="polygon"):
    """Return the corners of a polygon."""
    found = re.search(rf'<{tag} points="([^"]+)"', svg)[1]
    return [tuple(map(float, pair.split(","))) for pair in found.split()]


def area(corners):
    """Return the area of a polygon, by its corners in order."""
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (1.26, "1.3"), (-0.04, "0"), (0, "0"), (-1.5, "-1.5"), (10.0, "10")],
)
def test_number(value, text):
    """A number has one decimal at most, and nought has no sign."""
    assert shapes.number(value) == text


def test_shapes_of_a_radius_are_about_as_large():
    """Each shape has nearly the area of the disc, and stands around its point."""
    disc = math.pi * 100**2
    square = shapes.shape("square", (500, 300), 100, "red")
    x, y, side = (float(re.search(rf'{name}="([^"]+)"', square)[1]) for name in ("x", "y", "width"))
    assert side**2 == pytest.approx(disc, rel=0.02)
    assert (x + side / 2, y + side / 2) == (500, 300)
    assert f'height="{shapes.number(side)}"' in square
    for name, least in (("diamond", 0.94), ("triangle", 0.75)):
        corners = points(shapes.shape(name, (500, 300), 100, "red"))
        assert least < area(corners) / disc < 1
        assert sum(x for x, _ in corners) / len(corners) == pytest.approx(500)
        assert max(y for _, y in corners) > 300 > min(y for _, y in corners)
        # alike to the left and to the right
        assert {(1000 - x, y) for x, y in corners} == set(corners)
    ((left, top), *_) = points(shapes.shape("triangle", (500, 300), 100, "red"))
    assert (left, top) == (500, 175)  # it stands on its base
    assert shapes.shape("disc", (5, 3), 2, "red").startswith('<circle cx="5" cy="3" r="2" ')
    assert 'fill="red"' in square


def test_straight_tie():
    """A tie runs from one node to the other; without an arrow it has no head."""
    tie = shapes.tie(Ends(0, 0, 30, 40, 9), 0, 2, None)
    assert tie == '<line x1="0" y1="0" x2="30" y2="40" stroke-width="2"/>'


@pytest.mark.parametrize("bend", [20, -20])
def test_bent_tie(bend):
    """A bent tie goes through a point so far beside its middle, to the left or right of it."""
    tie = shapes.tie(Ends(0, 0, 100, 0, 9), bend, 2, None)
    assert f'd="M0,0 Q50,{bend} 100,0"' in tie
    upright = shapes.tie(Ends(0, 0, 0, 100, 9), bend, 2, None)
    assert f'd="M0,0 Q{-bend},50 0,100"' in upright
    nowhere = shapes.tie(Ends(5, 5, 5, 5, 9), bend, 2, None)
    assert 'd="M5,5 Q5,5 5,5"' in nowhere


def test_head_of_a_tie():
    """The tip touches the node from outside; the thicker the tie, the larger the head."""
    tip, one, other = points(shapes.tie(Ends(0, 0, 100, 0, 9), 0, 2, "blue"))
    size = 6.5 + 2 * 0.9
    assert tip == (90, 0)
    assert (one[0], other[0]) == (pytest.approx(90 - size, abs=0.06),) * 2
    assert (one[1], other[1]) == (pytest.approx(size * 0.45, abs=0.06), -one[1])
    # upright it is the same head, turned
    turned = points(shapes.tie(Ends(0, 0, 0, 100, 9), 0, 2, "blue"))
    assert turned == [(0, 90), (-one[1], one[0]), (one[1], one[0])]
    # a bent tie comes from aside
    bent, *_ = points(shapes.tie(Ends(0, 0, 100, 0, 9), 50, 2, "blue"))
    away = 10 / math.sqrt(2)
    assert bent == (pytest.approx(100 - away, abs=0.06), pytest.approx(away, abs=0.06))
    assert 'fill="blue"' in shapes.tie(Ends(0, 0, 100, 0, 9), 0, 2, "blue")


# Labels.


@pytest.mark.parametrize(
    ("segment", "touches"),
    [
        ((0, 5, 20, 5), True),
        ((5, 0, 5, 20), True),
        ((0, 0, 20, 20), True),
        ((12, 5, 20, 5), False),
        ((0, 12, 20, 12), False),
        ((12, 0, 12, 20), False),
        ((0, 5, 4, 5), False),
        ((7, 7, 8, 8), True),
        ((0, 16, 16, 0), True),
        ((0, 9, 9, 0), False),
        ((11, 20, 20, 11), False),
        ((5, 10, 6, 10), True),
        ((0, 5, 5, 5), True),
        ((4.5, 0, 4.5, 20), False),
        ((10.5, 0, 10.5, 20), False),
        ((0, 4.5, 20, 4.5), False),
        ((0, 10.5, 20, 10.5), False),
    ],
)
def test_segment_through_a_box(segment, touches):
    """A segment touches the box from (5, 5) to (10, 10), or passes it by; either way round."""
    box = (5, 5, 10, 10)
    x1, y1, x2, y2 = segment
    assert labels._touches(segment, box) is touches  # noqa: SLF001 - what decides what is crossed
    assert labels._touches((x2, y2, x1, y1), box) is touches  # noqa: SLF001 - same


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        ((9, 9, 12, 12), True),
        ((10, 5, 12, 10), False),
        ((5, 10, 10, 12), False),
        ((0, 0, 5, 20), False),
        ((6, 6, 7, 7), True),
        ((0, 0, 20, 20), True),
        ((0, 11, 20, 20), False),
    ],
)
def test_boxes_that_overlap(other, overlap):
    """Boxes that only touch do not."""
    box = (5, 5, 10, 10)
    assert labels._overlap(box, other) is overlap  # noqa: SLF001 - what decides where labels go
    assert labels._overlap(other, box) is overlap  # noqa: SLF001 - same


@pytest.mark.parametrize("end", [(0, 0), (30, 0), (79, 0), (80, 0), (400, 130), (-90, -300)])
def test_pieces_of_a_long_edge(end):
    """The pieces together are the edge, one behind the other, and none is longer than a cell."""
    pieces = list(labels._pieces((10, 20, 10 + end[0], 20 + end[1])))  # noqa: SLF001 - what is cut
    longest = max(map(abs, end))
    assert len(pieces) == longest // 80 + 1
    assert pieces[0][:2] == (10, 20)
    assert pieces[-1][2:] == pytest.approx((10 + end[0], 20 + end[1]))
    for before, after in pairwise(pieces):
        assert before[2:] == after[:2]


def test_grid_finds_what_is_near():
    """What shares a cell is near; an item may reach farther than it is."""
    grid = labels.Grid()
    grid.add((0, 0, 10, 10))
    grid.add((200, 200, 210, 210), (0, 0, 250, 250))
    assert set(grid.near((20, 20, 30, 30))) == {(0, 0, 10, 10), (200, 200, 210, 210)}
    assert set(grid.near((90, 90, 100, 100))) == {(200, 200, 210, 210)}
    assert set(grid.near((400, 0, 410, 10))) == set()
    assert set(grid.near((70, 0, 85, 10))) == {(0, 0, 10, 10), (200, 200, 210, 210)}


def one(spots=(SPOT,), nodes=None, edges=(), inside=labels.ANYWHERE):
    """Place labels, each spot a node if no others are given."""
    return place(spots, spots if nodes is None else nodes, edges, inside)


def test_label_stands_to_the_right():
    """With room all around it stands right of its node, three off, at the same height."""
    (placed,) = one()
    assert placed.box == pytest.approx((113, 100 - HIGH / 2, 113 + WIDE, 100 + HIGH / 2))
    assert (placed.spot, placed.led) == (SPOT, False)
    assert pytest.approx(12 * labels.LINE) == HIGH
    assert Anchor(0, 0, 1, ("Label", "x"), 12).extent == (WIDE, 2 * HIGH)


def around(side, off=3.0):
    """Return a place beside the spot as it should be."""
    corner = 1.0 if 0 in side else 0.72
    x = 100 + side[0] * ((10 + off) * corner + WIDE / 2)
    y = 100 + side[1] * ((10 + off) * corner + HIGH / 2)
    return pytest.approx((x - WIDE / 2, y - HIGH / 2, x + WIDE / 2, y + HIGH / 2))


def test_sides_are_tried_in_turn():
    """Where a node stands in the way the next side is taken: left, below, above, corners."""
    blocked = [SPOT]
    for side in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        (placed,) = one(nodes=blocked)
        assert placed.box == around(side)
        blocked.append(
            Anchor(
                (placed.box[0] + placed.box[2]) / 2, (placed.box[1] + placed.box[3]) / 2, 1, (), 1
            )
        )
    (placed,) = one(nodes=blocked)
    assert placed.box == around((1, 1), 11.0)  # nearer it would lie on the node itself


def test_edges_cost():
    """A side that an edge crosses is left for one that none does."""
    (placed,) = one(edges=[(100, 100, 300, 100)])
    assert placed.box == around((-1, 0))
    (placed,) = one(edges=[(100, 100, 300, 100), (100, 100, -100, 100), (100, 100, 100, 300)])
    assert placed.box == around((0, -1))


def test_labels_leave_each_other_room():
    """The first served has its place, the next one another; neither lies on a node."""
    near = Anchor(100, 100 + HIGH * 0.6, 2, ("Label",), 12)
    first, second = one((SPOT, near))
    assert first.box == around((1, 0))
    assert not labels._overlap(first.box, second.box)  # noqa: SLF001 - what decides


def test_labels_stay_inside():
    """Where only a corner of the page is left, the label stands there; without room nowhere."""
    (placed,) = one(inside=(0, 0, 112, 200))
    assert placed.box == around((-1, 0))
    assert one(inside=(90, 90, 112, 112)) == [None]
    exact = (113, 100 - HIGH / 2, 113 + WIDE, 100 + HIGH / 2)
    (placed,) = one(inside=exact)
    assert placed.box == pytest.approx(exact)


def test_far_labels_are_led():
    """Where all that is near is taken, a label stands off, with a line; the first ones farther."""

    def wall(reach):
        return [Anchor(100, 100, reach, (), 1)]

    beside, off, far, farther = (one(nodes=wall(r))[0] for r in (11, 20, 31, 60))
    assert [p.led for p in (beside, off, far, farther)] == [False, False, True, True]
    assert off.box == around((1, 0), 11.0)
    assert far.box == around((1, 0), 22.0)
    assert farther.box == around((1, 0), 60.0)
    # The thirteenth may not stand so far off.
    others = [Anchor(1000 * n, 5000, 1, ("x",), 1) for n in range(12)]
    assert place([*others, SPOT], wall(60), [])[-1] is None
    assert place([*others[1:], SPOT], wall(60), [])[-1] is not None


# What red, green and blue become (linear sRGB; Machado, Oliveira and Fernandes 2009, severity 1).
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "no green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "no blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def lab(colour, seen):
    """Return a colour as someone sees it, in CIELAB (D65)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    r, g, b = (
        min(1, max(0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in SEEN[seen]
    )
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.0888
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("seen", SEEN)
def test_colours_of_groups_are_told_apart(seen):
    """No two of them, the greys included, lie near each other to any kind of eyes."""
    every = (*palette.COMMUNITIES, palette.OTHERS, palette.ALONE)
    apart = {(a, b): math.dist(lab(a, seen), lab(b, seen)) for a, b in combinations(every, 2)}
    assert {pair: far for pair, far in apart.items() if far < 11} == {}


# Whole pictures, kept once a person had looked at them; so is the map (test_map_parts.py). Who
# changes how they are drawn looks at the new ones, and writes what `picture` gives in their place.

PICTURES = Path(__file__).parent / "pictures"


def both(text):
    """Return a text in both languages."""
    return {"da": f"{text} (da)", "en": text}


def knot(name, type_, at, degree, community=0):
    """Return a node in its place."""
    return Node(
        f"urn:{name}",
        name,
        both(name),
        type_,
        degree=degree,
        community=community,
        x=at[0],
        y=at[1],
    )


def network(nodes, edges, mode="bipartite", *, directed=False, communities=()):
    """Return a network of nodes and of ties: source, target and weight."""
    ties = tuple(Edge(f"urn:{a}", f"urn:{b}", "kk:Membership", w) for a, b, w in edges)
    summary = both(
        "What is drawn here, in so many words that they take more than a line of it. " * 3
    )
    meaning = both("how many facts")
    return Network(
        "made",
        both("A network that was made up for this picture"),
        summary,
        mode,
        directed,
        meaning,
        "1.0",
        tuple(nodes),
        ties,
        communities=communities,
    )


def crowd():
    """Return two sides with ties of every thickness, some of them beside each other."""
    nodes = [
        knot("Oslo", "City", (0, 0), 4),
        knot("Aarhus", "City", (150, 0), 1),
        knot("A network with a name of two lines", "Network", (70, 120), 9),
        knot("Eurocities", "Network", (-160, 90), 100),
        knot("Lund", "Municipality", (60, 15), 0),
        knot("Visby", "Region", (75, 5), 2),
        knot("Nuuk", "Country", (300, 180), 1),
        knot("Turku", "Department", (70, 300), 1),
    ]
    name = nodes[2].curie
    edges = [("Oslo", name, 1.0), ("Oslo", name, 4.0), ("Oslo", "Eurocities", 9.0)]
    edges += [("Aarhus", name, 100.0), ("Visby", name, 2.0), (name, "Oslo", 2.0)]
    edges += [("Nuuk", name, 1.0), ("Turku", name, 16.0)]
    return network(nodes, edges)


def groups():
    """Return one side with arrows and shares, in three groups."""
    nodes = [knot(f"City {n}", "City", (90 * n, 40 * (n % 3)), n, n % 2) for n in range(7)]
    nodes.append(knot("Alone", "Municipality", (0, 200), 0, 2))
    edges = [(f"City {n}", f"City {n + 1}", (n + 1) / 10) for n in range(6)]
    edges.append(("City 1", "City 0", 0.5))
    communities = tuple(Community(n, both(f"Group {n}"), 4, isolates=n == 2) for n in range(3))
    return network(nodes, edges, "one-mode", directed=True, communities=communities)


DRAWN = {
    "crowd": (crowd, "en", Style()),
    "crowd-on-a-slide": (crowd, "da", PRESETS["slide"]),
    "groups": (groups, "da", Style()),
    "groups-in-a-column": (groups, "en", PRESETS["single"]),
    "groups-without-words": (groups, "en", replace(PRESETS["double"], captioned=False, font="X")),
}


def picture(name):
    """Return a picture without what it says to programs, which others test."""
    made, lang, style = DRAWN[name]
    text = svg.write(made(), lang, style).decode()
    return re.sub(r"<metadata>.*</metadata>\n", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", DRAWN)
def test_the_picture_stays_as_it_was_looked_at(name):
    """A picture is the one that was looked at and kept, to the last place of its last number."""
    assert picture(name) == (PICTURES / f"{name}.svg").read_text("utf-8")


def test_nodes_grow_with_their_ties():
    """The area of a node, and a little the size of its name, grows with its ties, to a bound."""
    spots = svg.drawn(crowd(), "en").spots
    radii = {name.removeprefix("urn:"): spot.radius for name, spot in spots.items()}
    assert radii["Lund"] == 5
    assert radii["Oslo"] == pytest.approx(5 + 2 * (radii["Aarhus"] - 5))
    assert radii["Eurocities"] == 19
    sizes = {name.removeprefix("urn:"): spot.size for name, spot in spots.items()}
    assert sizes["Lund"] == 11 < sizes["Oslo"] < sizes["Eurocities"] == 14


def many(count):
    """Return so many nodes in a row, each tied to the next, far from each other."""
    nodes = [knot(f"n{n}", "City", (300 * n, 0), 2) for n in range(count)]
    return network(nodes, [(f"n{n}", f"n{n + 1}", 1.0) for n in range(count - 1)])


def test_many_nodes_are_drawn_smaller():
    """Beyond 140 nodes they, their names and their ties are smaller, and places farther apart."""
    few, more = svg.drawn(many(140), "en"), svg.drawn(many(141), "en")
    one, other = few.spots["urn:n1"], more.spots["urn:n1"]
    assert (one.x, other.x) == (300 * 0.8, 300 * 1.25)
    assert one.radius - other.radius == pytest.approx(1.5)
    assert other.size == 10 < one.size
    assert (few.missing, more.missing) == (0, 0)
    thin = re.search(r'stroke-width="0.7"', svg.write(many(141)).decode())
    assert thin
    assert 'stroke-width="0.7"' not in svg.write(many(140)).decode()


def test_only_those_with_most_ties_are_named():
    """Of more than five hundred nodes the five hundred with most ties have a name."""
    whole = many(503)
    nodes = (replace(whole.nodes[0], degree=0), replace(whole.nodes[1], degree=1), *whole.nodes[2:])
    drawing = svg.drawn(replace(whole, nodes=nodes), "en")
    named = {one.spot.lines[0] for one in drawing.placed}
    assert len(named) == 500
    assert drawing.missing == 3
    assert not named & {"n0", "n1"}


def test_a_crowd_is_drawn_larger_until_all_have_a_name():
    """Names that find no place make the whole larger; what is fitted leaves them out instead."""
    nodes = [knot(f"A long name, number {n}", "City", (9 * n, 7 * (n % 5)), 1) for n in range(60)]
    close = network(nodes, [])
    drawing = svg.drawn(close, "en")
    assert drawing.spots[nodes[1].id].x == pytest.approx(9 * 2.4)
    fitted = svg.fitted(close, "en", 300, 200)
    assert (fitted.wide, fitted.high) == (300, 200)
    assert fitted.missing > drawing.missing
    assert all(labels._within(one.box, fitted.box) for one in fitted.placed)  # noqa: SLF001 - what decides


@pytest.mark.parametrize(("count", "share"), [(140, 0.76), (141, 0.92)])
def test_a_drawing_of_a_width(count, share):
    """Names of few nodes have a quarter of it at the sides, of many less, and room above."""
    row = many(count)
    found = svg.fitted(row, "en", 1000, None)
    long = 300 * (count - 1)
    xs = [spot.x for spot in found.spots.values()]
    assert max(xs) - min(xs) == pytest.approx(1000 * share)
    middle = long / 2 * 1000 * share / long
    assert found.box == pytest.approx((middle - 500, -45, middle + 500, 45))


def test_a_drawing_of_a_width_and_height():
    """It is as large as fits into both, and never more than the largest scale."""
    nodes = [knot("a", "City", (0, 0), 1), knot("b", "City", (10, 1000), 1)]
    tall = svg.fitted(network(nodes, []), "en", 5000, 500)
    ys = [spot.y for spot in tall.spots.values()]
    assert max(ys) - min(ys) == pytest.approx(500 * 0.92)
    assert tall.high == pytest.approx(500)
    near = [knot("a", "City", (0, 0), 1), knot("b", "City", (100, 0), 1)]
    wide = svg.fitted(network(near, []), "en", 5000, 500)
    assert max(spot.x for spot in wide.spots.values()) == pytest.approx(240)


def test_extent_of_a_drawing():
    """Around all discs and all labels, wherever they stand."""
    one, other = Anchor(-5, 7, 2, (), 0), Anchor(30, 40, 3, (), 0)
    spots = {"a": one, "b": other}
    assert svg._extent(spots, []) == (-7, 5, 33, 43)  # noqa: SLF001 - the size of a picture
    label = labels.Placed(one, (-20, -1, 10, 99), led=False)
    assert svg._extent(spots, [label]) == (-20, -1, 33, 99)  # noqa: SLF001 - same
    assert svg._extent({}, []) == (0, 0, 0, 0)  # noqa: SLF001 - same


def test_a_picture_without_nodes():
    """Nothing is drawn on a sheet of the least width, with its words around it."""
    text = svg.write(network([], [])).decode()
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg" width="932" ')
    assert "<circle" not in text


def test_the_legend_stays_between_the_margins():
    """Its entries go on in another row where there is no more room, a mark before each."""
    types = ("City", "Network", "Region", "Country", "Department", "Unit", "Office", "Person")
    made = network([knot(one, one, (0, 0), 1) for one in types], [])
    names = {one: both(f"{one.lower()} and what else is like it") for one in types}
    parts, _ = frame.head(replace(made, names=names), "en", 400, Style())
    texts = [re.search(r'x="([\d.]+)" y="([\d.]+)" font-size="12" ', part) for part in parts]
    at = [tuple(map(float, found.groups())) for found in texts if found]
    assert len(at) == len(types)
    assert len({x for x, _ in at}) <= 2
    assert all(54 <= x < 400 - 36 for x, _ in at)
    rows = sorted({y for _, y in at})
    assert all(after - before == 21 for before, after in pairwise(rows))
    assert len(rows) > 3
    assert parts[-1].endswith(">Unit and what else is like it</text>")


# Sheets and letters.


def test_a_sheet_in_millimetres():
    """A width on paper and the size of its letters give the units of the drawing, and back."""
    style = Style((100.0, 50.0), points=10.0)
    assert style.width == pytest.approx(100 * 72 / 25.4 / 10 * 11)
    assert style.height == pytest.approx(style.width / 2)
    assert (style.measured(style.width), style.measured(style.height)) == ("100.00mm", "50.00mm")
    assert replace(style, millimetres=(100.0, None)).height is None
    assert style.least_width == pytest.approx(style.width - 2 * style.margin)
    assert style.margin < Style().margin
    free = Style(font="X")
    assert (free.width, free.height, free.measured(12.0), free.measured(1.26)) == (
        *(None, None),
        *("12", "1.3"),
    )
    assert free.least_width == 860
    assert free.fonts == f"'X', {Style().fonts}"


def test_width_of_a_line():
    """Letters have the widths of the font, in thousandths of its size, and bold ones more."""
    assert text_metrics.width("W", 1000) == pytest.approx(940 * 1.04)
    assert text_metrics.width("Wi\N{CYRILLIC SMALL LETTER A}", 1000) == pytest.approx(1760 * 1.04)
    bold = text_metrics.width("W", 10, bold=True) / text_metrics.width("W", 10)
    assert bold == pytest.approx(1.08)
    room = text_metrics.width("a b", 10) * text_metrics.OTHER_FONT
    assert text_metrics.wrapped("a b", 10, room) == ["a b"]
    assert text_metrics.wrapped("a b", 10, room - 0.01) == ["a", "b"]
    assert text_metrics.wrapped("a b", 10, room, bold=True) == ["a", "b"]
    assert text_metrics.wrapped("", 10, 1) == []


def test_a_picture_in_dots_says_a_text():
    """The text stands in a chunk of its own behind the header, with its length and check."""
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s13sI", 13, b"IHDR", bytes(13), 0)
    found = raster.described_png(header + b"REST", "æ")
    size, kind = struct.unpack(">I4s", found[33:41])
    chunk = found[37 : 41 + size]
    assert (kind, chunk) == (b"iTXt", b"iTXtDescription\0\0\0\0\0" + "æ".encode())
    assert found[41 + size :] == struct.pack(">I", zlib.crc32(chunk)) + b"REST"
    assert found.startswith(header)


def test_colours_on_a_dark_page():
    """A colour that is seen stays; a dark one becomes lighter, only as much as it takes."""
    assert palette.on_dark("#ffffff") == "#ffffff"
    assert palette.on_dark("#e69f00") == "#e69f00"
    for colour in palette.colours():
        lighter = palette.on_dark(colour)
        light, paper = (palette._luminance(palette._parts(c)) for c in (lighter, "#12181e"))  # noqa: SLF001 - of WCAG
        assert (light + 0.05) / (paper + 0.05) >= 3
        if lighter != colour:
            assert (light + 0.05) / (paper + 0.05) < 3.6
    assert palette._luminance([255, 255, 255]) == pytest.approx(1)  # noqa: SLF001 - same
    assert palette._luminance([255, 0, 0]) == pytest.approx(0.2126)  # noqa: SLF001 - same
    assert palette._luminance([10, 10, 10]) == pytest.approx(10 / 255 / 12.92)  # noqa: SLF001 - same
    assert palette.community_colour(None) == palette.ALONE
    assert palette.look("None").shape == "disc"
