"""The pages as a reader uses them: in Chromium, with nothing outside within reach."""

import re
import shutil
import threading
import xml.etree.ElementTree as ET
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from kkgraph.cli import main

api = pytest.importorskip("playwright.sync_api", reason="needs the Python package playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium on the machine")
DEPARTMENT = "Social Services Administration"
ARGUMENTS = ("--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="module")
def browser():
    """Run a browser for the tests of this file."""
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, "--no-sandbox"]
        )
        yield running
        running.close()


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return a function that writes a page with the command and returns its address."""
    folder = tmp_path_factory.mktemp("pages")

    def write(command, *arguments):
        page = folder / f"{command}.html"
        words = [command, *arguments, "-o", str(page)]
        done = CliRunner().invoke(main, words, prog_name="kkgraph")
        assert done.exit_code == 0, done.output
        return page.as_uri()

    return write


@pytest.fixture
def opened(browser):
    """Return a function that opens an address offline; no error and no request may happen."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    wrong = []

    def open_(address):
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda r: r.url.startswith("http") and wrong.append(r.url))
        page.goto(address)
        return page

    yield open_
    context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def network(written):
    """Return the address of a network page."""
    return written("network", "departments-networks")


def counted(page):
    """Return how many nodes and ties the page says it shows."""
    numbers = re.findall(r"(\d+) (?:nodes|ties)", page.get_by_role("status").inner_text())
    return [int(number) for number in numbers]


def test_search_selects_and_the_panel_shows_evidence(network, opened):
    """A name typed in opens the node's panel, with sections and lines of each tie."""
    page = opened(network)
    page.keyboard.press("/")
    page.keyboard.type("eurocit")
    page.locator("#hits button").first.click()
    panel = page.get_by_role("complementary")
    api.expect(panel.get_by_role("heading", level=2)).to_have_text("Eurocities")
    panel.locator("summary").first.click()
    api.expect(panel.locator(".evidence").first).to_contain_text(
        re.compile(r"§4\.(1\.3|3\.1), lines? \d+")
    )
    page.keyboard.press("Escape")
    api.expect(panel).to_be_hidden()


def test_filters_narrow_what_is_shown(network, opened):
    """One department leaves fewer ties than all; the reset brings them back."""
    page = opened(network)
    nodes, ties = counted(page)
    page.get_by_role("combobox", name="Department").select_option(label=DEPARTMENT)
    fewer = counted(page)
    assert 0 < fewer[1] < ties
    page.get_by_role("button", name="Reset").click()
    assert counted(page) == [nodes, ties]


def test_permalink_brings_the_state_back(network, opened):
    """The address after # holds language, view and choice."""
    page = opened(network)
    page.keyboard.press("l")
    page.keyboard.press("t")
    api.expect(page.locator("html")).to_have_attribute("lang", "da")
    again = opened(page.url)
    api.expect(again.locator("html")).to_have_attribute("lang", "da")
    api.expect(again.get_by_role("columnheader", name="Navn").first).to_be_visible()


def test_table_sorts_by_a_column(network, opened):
    """The table is the drawing's equal: all nodes, sorted by any column."""
    page = opened(network + "#view=table")
    table = page.get_by_role("table").first
    assert table.locator("tbody tr").count() == counted(page)[0]
    table.get_by_role("button", name="Number of ties", exact=True).click()
    shown = table.locator("tbody tr td:nth-child(3)").all_inner_texts()
    degrees = [int(text) for text in shown]
    assert degrees == sorted(degrees, reverse=True)
    assert degrees[0] > degrees[-1]


def test_picture_is_saved(network, opened):
    """The drawing as it stands can be kept as SVG, with title, legend, selection and source."""
    page = opened(network)
    if not page.get_by_role("button", name="Save SVG").count():
        pytest.skip("this Chromium draws no WebGL; the page shows its tables instead")
    with page.expect_download() as found:
        page.get_by_role("button", name="Save SVG").click()
    drawing = ET.fromstring(found.value.path().read_bytes())
    shown = " ".join("".join(drawing.itertext()).split())
    for words in (page.locator("h1").inner_text(), "Width of a tie:", "Source: the 2020 survey"):
        assert words in shown


def test_search_finds_other_spellings(network, opened):
    """A name that only the survey's spelling gives finds its node."""
    page = opened(network)
    nodes = page.evaluate("JSON.parse(document.getElementById('network').textContent).nodes")
    fold = str.casefold
    node, other = next(
        (node, one)
        for node in nodes
        for one in node["spellings"]
        if not any(fold(one) in fold(two["label"]["en"] + two["curie"]) for two in nodes)
    )
    page.keyboard.press("/")
    page.keyboard.type(other)
    page.locator("#hits button", has_text=node["label"]["en"]).first.click()
    assert node["label"]["en"] in page.get_by_role("complementary").inner_text()


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server without a log."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def hosted(built):
    """Serve the built site on the loopback address and return its root."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=built))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser, hosted):
    """Open an empty page whose requests reach no other host than the site's."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    outside = []

    def only_ours(route):
        if route.request.url.startswith((hosted, "blob:", "data:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", only_ours)
    yield context.new_page()
    context.close()
    assert outside == []


@pytest.mark.parametrize("lang", ["en", "da"])
def test_saved_query_in_the_browser_gives_the_commands_rows(page, hosted, lang):
    """The site's SPARQL page answers without a server, with what `kkgraph query` prints."""
    call = ["query", "fees-by-network", "--format", "csv", "--lang", lang]
    printed = CliRunner().invoke(main, call, prog_name="kkgraph").stdout
    page.goto(hosted + ("" if lang == "en" else "da/") + "sparql/#saved=fees-by-network")
    with page.expect_download() as found:
        page.get_by_role("button", name="CSV").click(timeout=60_000)
    assert found.value.path().read_text("utf-8").splitlines() == printed.splitlines()


def test_texts_mean_the_same_in_the_browser(page, hosted):
    """Names with dots, relative IRIs and the language are read as on the command line."""
    pattern = "GRAPH section:4.1.5 { ?s ?p ?o } <id/city/oslo> skos:prefLabel ?name"
    query = f"SELECT DISTINCT ?s ?name {{ {pattern} FILTER(LANG(?name) = ?_lang) }} ORDER BY ?s"
    call = ["query", "-e", query, "--format", "csv"]
    printed = CliRunner().invoke(main, call, prog_name="kkgraph").stdout
    assert len(printed.splitlines()) > 5
    page.goto(f"{hosted}sparql/#query={quote(query)}")
    page.get_by_role("button", name="Run", exact=True).click()
    with page.expect_download() as found:
        page.get_by_role("button", name="CSV").click(timeout=60_000)
    assert found.value.path().read_text("utf-8").splitlines() == printed.splitlines()


def test_results_link_to_web_addresses_only(page, hosted):
    """An IRI that a browser would run, or cannot open, is shown and is no link."""
    iris = [
        "https://example.org/",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
    ]
    query = f"SELECT ?x {{ VALUES ?x {{ {' '.join(f'<{iri}>' for iri in iris)} }} }}"
    page.goto(f"{hosted}sparql/#query={quote(query)}")
    page.get_by_role("button", name="Run", exact=True).click()
    cells = page.get_by_role("main").locator("tbody td")
    api.expect(cells).to_have_text(iris, timeout=60_000)
    assert [link.get_attribute("href") for link in cells.locator("a").all()] == iris[:1]


def test_search_page_finds_another_spelling(page, hosted):
    """The static search knows every spelling."""
    page.goto(hosted + "search/?q=goteborg")
    api.expect(page.get_by_role("main")).to_contain_text("Gothenburg")
