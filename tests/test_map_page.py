"""The map page as a reader uses it: zoom, clusters, arcs with their facts, time, saved pictures."""

import math
import random
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from conftest import CHROMIUM, expect

from kkgraph.cli import main
from kkgraph.maps import page as map_page
from kkgraph.maps.places import places_of
from kkgraph.networks.projection.declaration import find_projection, load_projections
from kkgraph.networks.projection.projection import select
from kkgraph.networks.selection import from_words

# Slow, as Chromium is: test_browser.py always opens a network's page, test_maps.py reads the map's.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium on the machine"),
]
SELECTIONS = (
    {"theme": "sundhed"},
    {"department": "Teknik- og Miljøforvaltningen"},
    {"chapter": "4"},
    {"from": "2019", "to": "2020"},
    {"min-weight": "2"},
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Return the address of the map as the command writes it."""
    page = tmp_path_factory.mktemp("map") / "map.html"
    done = CliRunner().invoke(main, ["map", "-o", str(page)], prog_name="kkgraph")
    assert done.exit_code == 0, done.output
    return page.as_uri()


@pytest.fixture
def opened(browser):
    """Return a function that opens an address offline; no error and no request may happen."""
    contexts, wrong = [], []

    def open_(address, **options):
        given = {"viewport": {"width": 1280, "height": 800}} | options
        contexts.append(browser.new_context(offline=True, **given))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: r.url.startswith("http") and wrong.append(r.url))
        page.goto(address)
        page.wait_for_selector(".place")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def test_filters_narrow_and_a_place_tells_what_ties_it(address, opened):
    """Places of few facts are left out; a place shows its ties with lines, in two languages."""
    page = opened(address)
    names = page.locator("tbody tr")
    every = names.count()
    page.get_by_label("Minimum number of facts of a place").fill("3")
    assert 0 < names.count() < every
    page.get_by_role("button", name="Oslo", exact=True).click()
    side = page.get_by_role("complementary")
    expect(side.get_by_role("heading", level=2)).to_have_text("Oslo")
    assert side.get_by_role("heading", level=2).get_by_role("link").get_attribute("href")
    expect(side).to_contain_text(re.compile(r"§\d\.\d\.\d+, lines? \d+"))
    page.get_by_role("button", name="Dansk").click()
    expect(side).to_contain_text("linje")


def test_map_page_and_command_select_alike(store, opened, tmp_path):
    """For five selections the page has the places and facts of the command, in every network."""
    for declared in load_projections(store.project):
        whole = select(store, declared)
        names = {(place.lat, place.long): place.label["en"] for place in places_of(whole)}
        if not names:
            continue
        file = tmp_path / f"{declared.name}.html"
        file.write_bytes(map_page.page(whole))
        page = opened(file.as_uri())
        for words in SELECTIONS:
            page.evaluate("hash => { location.hash = hash }", urlencode(words))
            page.wait_for_timeout(50)
            part = select(
                store, declared, from_words({key: [value] for key, value in words.items()})
            )
            wanted = {(names[one.lat, one.long], str(one.weight)) for one in places_of(part)}
            rows = [row.split("\t") for row in page.locator("tbody tr").all_inner_texts()]
            assert {tuple(row) for row in rows} == wanted, (declared.name, words)


def test_clusters_part_when_the_map_comes_nearer(address, opened):
    """Places on each other are one with their number; zoomed in, each stands for itself."""
    page = opened(address)
    together = page.locator(".picture .place").count()
    numbers = page.locator(".picture .count").all_text_contents()
    places = page.locator("tbody tr").count()
    assert together < places
    assert together - len(numbers) + sum(map(int, numbers)) == places
    page.get_by_role("button", name="Europe").click()
    page.wait_for_timeout(100)
    assert page.locator(".picture .place").count() > together
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Show all").click()
    page.wait_for_timeout(100)
    assert page.locator(".picture .place").count() == together


def test_numbers_of_clusters_can_be_read(store, opened, tmp_path):
    """Where hundreds of places have hundreds of facts, no circle lies over another's number."""
    whole = select(store, find_projection(store.project, "city-ties"))
    cities = [node for node in whole.nodes if node.type == "City"]
    chance = random.Random(4)  # noqa: S311 - no secret
    many = [
        replace(
            cities[0],
            id=f"{cities[0].id}-{i}",
            lat=chance.uniform(-40, 60),
            long=chance.uniform(-120, 150),
        )
        for i in range(400)
    ]
    other = next(node for node in whole.nodes if node.type not in {"City", "Municipality"})
    facts = [replace(whole.edges[0].evidence[0], fact=f"https://x.org/{i}") for i in range(200)]
    edges = [
        replace(
            whole.edges[0],
            source=one.id,
            target=other.id,
            evidence=tuple(facts),
            parts=(),
            things=(),
        )
        for one in many
    ]
    file = tmp_path / "many.html"
    file.write_bytes(map_page.page(replace(whole, nodes=(*many, other), edges=tuple(edges))))
    page = opened(file.as_uri())
    circles = page.evaluate(
        "[...document.querySelectorAll('.picture .place circle')].map(one => "
        "['cx', 'cy', 'r'].map(name => Number(one.getAttribute(name))))"
    )
    assert len(circles) > 10
    for (x, y, far), (left, top, reach) in combinations(circles, 2):
        assert math.hypot(x - left, y - top) >= max(far, reach)


def test_arc_tells_its_facts(address, opened):
    """A click on an arc lists the facts that it counts; the link brings it back."""
    page = opened(address)
    page.get_by_role("button", name="Europe").click()
    page.wait_for_timeout(100)
    arc = page.locator(".picture .arc").last
    facts = int(arc.locator("title").text_content())
    arc.dispatch_event("click")
    side = page.get_by_role("complementary")
    expect(side).to_contain_text(f"Facts: {facts}")
    expect(side).to_contain_text(re.compile("§"))
    assert "arc=" in page.url


def test_map_moves_with_the_pointer(address, opened):
    """A drag moves the map, the wheel brings it nearer, and neither is a click."""
    page = opened(address)
    box = page.locator(".picture").bounding_box()
    before = page.locator(".picture > svg").get_attribute("viewBox")
    page.mouse.move(box["x"] + 500, box["y"] + 400)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 300, steps=3)
    page.mouse.up()
    moved = page.locator(".picture > svg").get_attribute("viewBox")
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(100)
    near = page.locator(".picture > svg").get_attribute("viewBox")
    assert before.split()[2] == moved.split()[2] != near.split()[2]
    assert before.split()[0] != moved.split()[0]
    assert "place=" not in page.url


def test_time_and_theme_stand_in_the_saved_map(address, opened):
    """The saved SVG has title, legend, selection, source and what has no place, as it is seen."""
    page = opened(address + "#at=2019&theme=sundhed")
    with page.expect_download() as found:
        page.get_by_role("button", name="Save SVG").click()
    drawing = ET.fromstring(found.value.path().read_bytes())
    text = " ".join("".join(drawing.itertext()).split())
    for words in ("Theme: health", "Time: 2019", "Size of a dot:", "Source: the 2020 survey"):
        assert words in text
    with page.expect_download() as found:
        page.get_by_role("button", name="Save PNG").click()
    assert found.value.path().read_bytes().startswith(b"\x89PNG")


def test_phone_shows_all_places(address, opened):
    """On a phone every place lies within the map, and nothing is wider than the screen."""
    page = opened(address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator(".picture").bounding_box()
    for place in page.locator(".picture .place circle").all():
        at = place.bounding_box()
        assert box["x"] <= at["x"]
        assert at["x"] + at["width"] <= box["x"] + box["width"]
    numbers = page.locator(".picture .count").all_text_contents()
    shown = page.locator(".picture .place").count() - len(numbers) + sum(map(int, numbers))
    assert shown == page.locator("tbody tr").count()


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
_TOUCHED = """() => {
  const box = one => one.getBoundingClientRect();
  const over = (a, b) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top < a.bottom - 2;
  const names = [...document.querySelectorAll(".picture .name")];
  const buttons = [...document.querySelectorAll(".zoom button")].map(box);
  const discs = [...document.querySelectorAll(".picture circle")].map(box);
  const near = (name, { left, right, top, bottom, width }) => {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const away = (at, low, high) => Math.max(low - at, 0, at - high);
    return Math.hypot(away(x, name.left, name.right), away(y, name.top + 3, name.bottom - 3)) < width / 2 + 1;
  };
  const found = names.filter(one => buttons.some(button => over(box(one), button)) || discs.some(disc => near(box(one), disc)));
  return names.length ? found.map(one => one.textContent) : ["no name at all"];
}"""  # noqa: E501 - a script


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_names_lie_under_no_button_and_touch_no_circle(address, opened, options, lang):
    """In the first view, in Europe and where a name would lie in the corner of the buttons."""
    page = opened(f"{address}#lang={lang}", **options)
    assert page.evaluate(_TOUCHED) == []
    europe, fit = (page.locator(".zoom button").nth(one) for one in (2, 3))
    europe.click()
    page.wait_for_timeout(100)
    assert page.evaluate(_TOUCHED) == []
    fit.click()
    picture, zoom = (page.locator(one).bounding_box() for one in (".picture", ".zoom"))
    dots = page.locator(".picture .place circle")
    low = max((dots.nth(i).bounding_box() for i in range(dots.count())), key=lambda box: box["y"])
    page.mouse.move(picture["x"] + 30, picture["y"] + 30)
    page.mouse.down()
    page.mouse.move(
        picture["x"] + 30 + zoom["x"] - low["x"] - 30,
        picture["y"] + 30 + zoom["y"] + zoom["height"] / 2 - low["y"],
        steps=2,
    )
    page.mouse.up()
    page.wait_for_timeout(100)
    assert page.evaluate(_TOUCHED) == []


def test_tap_on_a_phone_opens_a_sheet(address, opened):
    """A tap beside a place means it; what ties it comes over the page and goes away again."""
    page = opened(address, **PHONE)
    box = page.locator(".picture").bounding_box()
    assert box["height"] < 0.8 * box["width"]
    alone = page.locator(".picture .place circle.one").first.bounding_box()
    page.touchscreen.tap(alone["x"] + alone["width"] / 2, alone["y"] - 5)
    sheet = page.locator(".told")
    expect(sheet).to_be_in_viewport()
    at = sheet.bounding_box()
    assert at["width"] == 390
    assert at["y"] + at["height"] == 844
    sheet.get_by_role("button").first.tap()
    expect(sheet).to_have_count(0)


def test_two_fingers_bring_the_map_nearer(address, opened):
    """Apart they zoom in and together out again, about the spot between them; it is no tap."""
    page = opened(address, **PHONE)
    touch = page.context.new_cdp_session(page)
    box = page.locator(".picture").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def pinch(*far):
        for kind, away in zip(("touchStart", *["touchMove"] * 9), far, strict=False):
            ends = [{"x": x - away, "y": y, "id": 1}, {"x": x + away, "y": y, "id": 2}]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": ends})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(100)
        seen = page.locator(".picture > svg").get_attribute("viewBox")
        return [float(one) for one in seen.split()]

    first = pinch(60, 60)
    near = pinch(40, 80, 120)
    assert near[2] == pytest.approx(first[2] / 3, rel=0.02)
    assert near[0] + near[2] / 2 == pytest.approx(first[0] + first[2] / 2, abs=2)
    assert pinch(120, 80, 40)[2] == pytest.approx(first[2], rel=0.02)
    assert page.evaluate("visualViewport.scale") == 1
    assert "place=" not in page.url
