"""Where nodes are put: parts turned wide, packed side by side, rows below, spirals of groups."""

import math
from itertools import combinations

import pytest

from kkgraph.networks.layout import layout, packing, stress
from kkgraph.networks.layout.packing import arranged, size, turned
from kkgraph.networks.layout.stress import STEP
from kkgraph.networks.measures.graph import SimpleGraph
from kkgraph.networks.model import Network, Node


@pytest.mark.parametrize("angle", [0, 20, 45, 90, 135, 170])
def test_parts_lie_wide(angle):
    """However a long part lies, it is turned wide, not stretched, with its corner at (0, 0)."""
    a = math.radians(angle)
    places = [(5 + t * math.cos(a), 7 + t * math.sin(a)) for t in (0, 10, 30, 100)]
    found = turned(places)
    assert size(found) == pytest.approx((100, 0), abs=1e-9)
    assert min(x for x, _ in found) == pytest.approx(0)
    assert min(y for _, y in found) == pytest.approx(0)
    for (p, q), (r, s) in zip(combinations(places, 2), combinations(found, 2), strict=True):
        assert math.dist(p, q) == pytest.approx(math.dist(r, s))


def test_parts_that_have_no_direction():
    """A single place, and a square, stay as they are."""
    assert turned([(3, 4)]) == [(0, 0)]
    square = [(1, 1), (1, 3), (3, 1), (3, 3)]
    assert turned(square) == [(0, 0), (0, 2), (2, 0), (2, 2)]


def test_a_flat_rectangle_is_not_tilted():
    """What lies wide already is moved and not turned."""
    places = [(0, 0), (10, 0), (0, 2), (10, 2)]
    found = turned([(x + 5, y - 3) for x, y in places])
    assert [pytest.approx(place) for place in found] == places


def test_boxes_are_packed_like_a_page():
    """Side by side at first, then below, whatever keeps the whole nearest to a page's shape."""
    assert arranged([]) == []
    step = 100 + 110
    assert arranged([(100, 100)] * 4) == [(0, 0), (step, 0), (0, step), (step, step)]
    # six beside each other are too wide, five below each other too high
    found = arranged([(100, 100)] * 6)
    assert max(x for x, _ in found) == 2 * step
    assert max(y for _, y in found) == step


def test_packed_boxes_keep_their_distance():
    """No two boxes come nearer than the gap; the second stands beside the first."""
    boxes = [(300, 200), (250, 40), (100, 100), (90, 10), (40, 200), (10, 10), (5, 5)]
    found = arranged(boxes)
    assert found[0] == (0, 0)
    placed = list(zip(found, boxes, strict=True))
    for ((x1, y1), (w1, h1)), ((x2, y2), (w2, h2)) in combinations(placed, 2):
        apart = max(x2 - (x1 + w1), x1 - (x2 + w2), y2 - (y1 + h1), y1 - (y2 + h2))
        assert apart >= 110
    right, bottom = (max(at[i] + box[i] for at, box in placed) for i in (0, 1))
    area = sum((w + 110) * (h + 110) for w, h in boxes)
    assert right * bottom < 1.6 * area


@pytest.mark.parametrize(
    ("at", "hit"),
    [
        ((0, 0), True),
        ((10, 0), False),
        ((0, 10), False),
        ((9, 9), True),
        ((-5, 0), False),
        ((-4, 0), True),
    ],
)
def test_what_is_taken(at, hit):
    """Boxes that only touch do not hit each other."""
    assert packing._hit(at, 5, 5, [(0, 0, 10, 10)]) is hit  # noqa: SLF001 - what decides


def test_cost_of_a_corner():
    """The farther edge counts, the lower one by the shape of a page; then the higher, the left."""
    assert packing._cost((5, 6), 10, 10, []) == (max(15, 16 * 1.45), 6, 5)  # noqa: SLF001 - the order
    assert packing._cost((5, 6), 10, 10, [(0, 0, 99, 9)]) == (99, 6, 5)  # noqa: SLF001 - same
    assert packing._cost((0, 0), 1, 1, [(0, 0, 9, 99)])[0] == pytest.approx(99 * 1.45)  # noqa: SLF001 - same


def test_rows_below():
    """What has no tie stands in rows below the rest, as wide as they, half a step apart."""
    step = STEP / 2
    above = [(10.0, 0.0), (10.0 + 3 * step, 50.0)]
    top = 50 + STEP
    assert layout._rows(5, above) == [  # noqa: SLF001 - part of a large layout
        (10, top),
        (10 + step, top),
        (10 + 2 * step, top),
        (10 + 3 * step, top),
        (10, top + step),
    ]
    assert layout._rows(0, above) == []  # noqa: SLF001 - same
    alone = layout._rows(9, [])  # noqa: SLF001 - same
    assert alone[0] == (0, STEP)
    assert max(x for x, _ in alone) == 2 * step


def test_room_of_tied_nodes():
    """A hundred tied nodes get the room of a hundred squares of half a step."""
    places = [(5 + float(i % 10), float(i // 10) - 3) for i in range(100)]
    found = layout._spread(places, list(range(100)))  # noqa: SLF001 - part of a large layout
    (x1, x2), (y1, y2) = ((min(v), max(v)) for v in zip(*found, strict=True))
    assert (x2 - x1) * (y2 - y1) == pytest.approx(100 * (STEP / 2) ** 2)
    assert layout._spread([(1, 2)], []) == [(STEP, 2 * STEP)]  # noqa: SLF001 - same
    assert layout._spread([(1, 2), (3, 2)], [0, 1])[0] == (STEP, 2 * STEP)  # noqa: SLF001 - same


def test_middle_of_all():
    """The middle between the outermost is (0, 0)."""
    assert layout._centred([(1, 2), (3, 8), (2, 2)]) == [(-1, -3), (1, 3), (0, -3)]  # noqa: SLF001 - the end
    assert layout._centred([]) == []  # noqa: SLF001 - same


def test_groups_side_by_side():
    """Members lie within their group's disc, no two discs far over each other, alike each time."""
    groups = [0] * 100 + [1] * 50 + [2] * 25
    found = layout._side_by_side(groups)  # noqa: SLF001 - how a large layout begins
    assert found == layout._side_by_side(groups)  # noqa: SLF001 - same
    middles = {}
    for group, size_ in ((0, 100), (1, 50), (2, 25)):
        mine = [p for p, g in zip(found, groups, strict=True) if g == group]
        middle = sum(x for x, _ in mine) / size_, sum(y for _, y in mine) / size_
        middles[group] = middle
        assert all(math.dist(p, middle) < 1.5 * math.sqrt(size_) for p in mine)
    far = [math.hypot(*middles[g]) for g in (0, 1, 2)]
    within = [math.sqrt(50), math.sqrt(125), math.sqrt(162.5)]
    assert far == pytest.approx(within, rel=0.2)
    assert found[0] != found[1]


def placed(size_, ties):
    """Return where the nodes of a network go."""
    nodes = tuple(Node(f"urn:{n}", f"{n}", {}, "City") for n in range(size_))
    made = Network("x", {}, {}, "bipartite", False, {}, "1", nodes, ())  # noqa: FBT003 - as a row
    found = layout.laid_out(made, SimpleGraph(size_, dict.fromkeys(ties, 1.0)))
    return [(node.x, node.y) for node in found.nodes]


def test_two_tied_nodes_are_a_step_apart():
    """A tied pair lies wide, a step apart, its middle in the middle of all; a path is a line."""
    assert placed(2, [(0, 1)]) in ([(-50, 0), (50, 0)], [(50, 0), (-50, 0)])
    a, b, c = placed(3, [(0, 1), (1, 2)])
    assert math.dist(a, b) == pytest.approx(STEP, abs=1)
    assert math.dist(a, c) == pytest.approx(2 * STEP, abs=5)
    assert placed(1, []) == [(0, 0)]
    assert placed(0, []) == []


def test_busy_nodes_have_room():
    """What is tied to more than six stands farther off, the more the busier, to a bound."""

    def far(count):
        found = placed(count + 1, [(0, n) for n in range(1, count + 1)])
        return sum(math.dist(found[0], other) for other in found[1:]) / count / STEP

    assert far(4) < far(12) < far(30)
    room = [stress._room(1, n) for n in (1, 6, 7, 10, 36, 99)]  # noqa: SLF001 - how far apart
    assert room == pytest.approx([1, 1, 1.25, 1.5, 1 + 0.25 * 30**0.5, 1 + 0.25 * 30**0.5])
    assert stress._room(10, 1) == 1.5  # noqa: SLF001 - same


def test_no_two_nodes_lie_on_each_other():
    """Nodes that would lie closer than half a step are pushed apart, from the same spot too."""
    found = stress._apart([(0, 0), (0, 0), (1, 0), (500, 3), (0, 30)])  # noqa: SLF001 - the last step
    assert min(math.dist(a, b) for a, b in combinations(found, 2)) >= 0.98 * STEP / 2
    assert found[3] == (500, 3)
    assert sum(x for x, _ in found) == pytest.approx(501)
    assert sum(y for _, y in found) == pytest.approx(33)
    assert stress._apart([(0, 0), (6, 8)]) == [(-12, -16), (18, 24)]  # noqa: SLF001 - same
    still = [(0, 0), (49.5, 0)]
    assert stress._apart(still) == still  # noqa: SLF001 - same


def test_a_pair_is_pulled_to_its_distance():
    """A whole step brings a pair to its distance about its middle, a small one nearer to it."""
    for rate, ends in ((100.0, (2.5, 5.5)), (4.5, (1.25, 6.75)), (0.0, (0, 8))):
        places = [[0.0, 1.0], [8.0, 1.0]]
        stress._pull(places, [(0, 1, 3.0)], rate)  # noqa: SLF001 - a step of the descent
        assert places == [[pytest.approx(ends[0]), 1], [pytest.approx(ends[1]), 1]]


def test_rates_of_the_descent():
    """Thirty rounds, from the square of the longest distance to a tenth of the shortest's."""
    rates = stress._rates([(0, 1, 1.0), (0, 2, 3.0)])  # noqa: SLF001 - what the descent follows
    assert len(rates) == 30
    assert (rates[0], rates[-1]) == (9, pytest.approx(0.1))
    assert rates[1] / rates[0] == pytest.approx(rates[-1] / rates[-2])
    assert stress._rates([]) == []  # noqa: SLF001 - same


def test_what_has_no_tie_in_a_large_network():
    """It stands in a row below the rest; what is tied has half a step of room each."""
    pytest.importorskip("igraph")
    ties = {(1, 2): 1.0, (2, 4): 1.0, (1, 4): 1.0}
    found = layout.large(SimpleGraph(5, ties), [1, 0, 0, 2, 0])
    tied = [found[i] for i in (1, 2, 4)]
    left, low = min(x for x, _ in tied), max(y for _, y in tied)
    assert found[0] == (left, pytest.approx(low + STEP))
    assert found[3] == (left + STEP / 2, pytest.approx(low + STEP))
    (x1, x2), (y1, y2) = ((min(v), max(v)) for v in zip(*tied, strict=True))
    assert (x2 - x1) * (y2 - y1) == pytest.approx(3 * (STEP / 2) ** 2)


WHEEL = [(0, n) for n in range(1, 9)] + [(1, 2), (3, 9), (9, 10), (11, 12), (12, 13), (11, 13)]
# Looked at once: a wheel with a tail, a triangle beside it, and a node alone.
PLACES = [
    *((-6.17, -1.65), (-58.69, -114.73), (17.35, -123.5), (-127.44, -3.89), (100.18, 80.06)),
    *((-61.75, 105.99), (124.4, -3.48), (22.14, 123.5), (99.9, -89.18), (-230.83, -6.36)),
    *((-333.27, 0.2), (234.4, -108.49), (333.27, -123.5), (296.84, -30.38), (234.4, 79.62)),
]


def test_places_are_the_same_everywhere():
    """Whatever machine and versions of libraries, a network's nodes go to the same places."""
    assert placed(15, WHEEL) == PLACES
