"""The pages as a reader uses them: in Chromium, with nothing outside within reach."""

import contextlib
import io
import json
import re
import threading
import xml.etree.ElementTree as ET
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from click.testing import CliRunner
from conftest import CHROMIUM, expect
from sampling import each_row

from kkgraph import store
from kkgraph.asking import finding
from kkgraph.cli import main
from kkgraph.project import find
from kkgraph.texts.alphabet import order

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium on the machine")
ROOT = Path(__file__).parents[1]
PROJECTS = {"small": ROOT / "examples" / "havnby", "shipped": ROOT}
DEPARTMENT = "Social Services Administration"


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


@pytest.mark.slow  # in Chromium, as all of these
def test_search_selects_and_the_panel_shows_evidence(network, opened):
    """A name typed in opens the node's panel, with sections and lines of each tie."""
    page = opened(network)
    page.keyboard.press("/")
    page.keyboard.type("eurocit")
    page.locator("#hits button").first.click()
    panel = page.get_by_role("complementary")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Eurocities")
    panel.locator("summary").first.click()
    expect(panel.locator(".evidence").first).to_contain_text(
        re.compile(r"§4\.(1\.3|3\.1), lines? \d+")
    )
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


@pytest.mark.slow  # in Chromium
def test_filters_narrow_what_is_shown(network, opened):
    """One department leaves fewer ties than all; the reset brings them back."""
    page = opened(network)
    nodes, ties = counted(page)
    page.get_by_role("combobox", name="Department").select_option(label=DEPARTMENT)
    fewer = counted(page)
    assert 0 < fewer[1] < ties
    page.get_by_role("button", name="Reset").click()
    assert counted(page) == [nodes, ties]


@pytest.mark.slow  # in Chromium
def test_permalink_brings_the_state_back(network, opened):
    """The address after # holds language, view and choice."""
    page = opened(network)
    page.keyboard.press("l")
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("lang", "da")
    again = opened(page.url)
    expect(again.locator("html")).to_have_attribute("lang", "da")
    expect(again.get_by_role("columnheader", name="Navn").first).to_be_visible()


@pytest.mark.slow  # in Chromium
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


@pytest.mark.slow  # in Chromium
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


@pytest.mark.slow  # in Chromium
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


@contextlib.contextmanager
def hosting(folder):
    """Serve a folder on the loopback address and yield its root."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def hosted(built):
    """Serve the site of a small project, and as a slow test the shipped one's."""
    with hosting(built) as root:
        yield root


@pytest.fixture(scope="module")
def shipped(shipped_built):
    """Serve the shipped project's site: for slow tests."""
    with hosting(shipped_built) as root:
        yield root


@pytest.fixture
def page(browser):
    """Open an empty page whose requests reach no other host than ours."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    outside = []

    def only_ours(route):
        if route.request.url.startswith(("http://127.0.0.1:", "blob:", "data:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", only_ours)
    yield context.new_page()
    context.close()
    assert outside == []


@pytest.mark.parametrize("lang", ["en", "da"])
@pytest.mark.slow  # in Chromium, which loads the engine
def test_saved_query_in_the_browser_gives_the_commands_rows(page, hosted, whose, lang):
    """The site's SPARQL page answers without a server, with what `kkgraph query` prints."""
    project = ["--project", str(PROJECTS[whose])]
    call = ["query", *project, "fees-by-network", "--format", "csv", "--lang", lang]
    printed = CliRunner().invoke(main, call, prog_name="kkgraph").stdout
    assert len(printed.splitlines()) > 2
    page.goto(hosted + ("" if lang == "en" else "da/") + "sparql/#saved=fees-by-network")
    with page.expect_download() as found:
        page.get_by_role("button", name="CSV").click(timeout=60_000)
    assert found.value.path().read_text("utf-8").splitlines() == printed.splitlines()


@pytest.mark.slow
def test_texts_mean_the_same_in_the_browser(page, shipped):
    """Names with dots, relative IRIs and the language are read as on the command line."""
    pattern = "GRAPH section:4.1.5 { ?s ?p ?o } <id/city/oslo> skos:prefLabel ?name"
    query = f"SELECT DISTINCT ?s ?name {{ {pattern} FILTER(LANG(?name) = ?_lang) }} ORDER BY ?s"
    call = ["query", "-e", query, "--format", "csv"]
    printed = CliRunner().invoke(main, call, prog_name="kkgraph").stdout
    assert len(printed.splitlines()) > 5
    page.goto(f"{shipped}sparql/#query={quote(query)}")
    page.get_by_role("button", name="Run", exact=True).click()
    with page.expect_download() as found:
        page.get_by_role("button", name="CSV").click(timeout=60_000)
    assert found.value.path().read_text("utf-8").splitlines() == printed.splitlines()


@pytest.mark.slow  # in Chromium, which loads the engine
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
    expect(cells).to_have_text(iris, timeout=60_000)
    assert [link.get_attribute("href") for link in cells.locator("a").all()] == iris[:1]


@pytest.mark.slow
def test_search_page_finds_another_spelling(page, shipped):
    """The static search knows every spelling."""
    page.goto(shipped + "search/?q=goteborg")
    expect(page.locator("#hits")).to_contain_text("Gothenburg")


SEARCHED = (
    "stringg;eurocites;medlemmer;kontingent;oslo;goteborg;C40;medlemskaber;Q585;network:string;"
    "sundhed;partner cities;membership fees;international cooperation;ældre;børn og unge;"
    "bæredygtighed;affaldsvand;organisation"
)


# How many of the texts are searched for, and how many finds of each group there are at least.
SEARCHES = {"small": (4, 0), "shipped": (19, 20)}


@pytest.fixture(scope="module")
def shelf(whose):
    """Return what `kkgraph search` searches."""
    return finding.library(store.load(find(PROJECTS[whose])))


@pytest.mark.parametrize("lang", ["en", "da"])
@pytest.mark.slow  # in Chromium, search by search
def test_search_ranks_as_the_command(page, hosted, whose, shelf, lang):
    """Each group of the page begins as that of `kkgraph search`, misspelt and bent words alike."""
    folder = "" if lang == "en" else "da/"
    groups = {"thing": 0, "query": 0, "fact": 0}
    count, least = SEARCHES[whose]
    for text in SEARCHED.split(";")[:count]:
        page.goto(f"{hosted}{folder}search/?q={quote(text)}")
        expect(page.get_by_role("status")).not_to_have_text("")
        links = page.locator("#hits a").evaluate_all("all => all.map(one => one.pathname)")
        shown = [_path(re.sub(r"^/(da/)?|/index\.html$", "", one)) for one in links]
        for group in groups:
            found = [one.iri for one in finding.search(shelf, text, lang) if one.group == group]
            first = [_path(iri) for iri in found[:5]]
            groups[group] += len(first)
            start = shown.index(first[0]) if first else 0
            assert shown[start : start + len(first)] == first, text
    assert min(groups.values()) > least


def _path(iri):
    """Return where a thing's or query's page stands; a network's question has its network's."""
    path = re.sub("^https://(w3id.org/kkgraph|example.org/havnby)/", "", iri)
    return re.sub(r"^(query|networks)/", "queries/", path)


@pytest.mark.slow  # in Chromium, on a whole site
def test_search_suggests_while_typing(page, hosted):
    """Names and questions are suggested in every page's field; arrows and Enter open one."""
    page.goto(hosted + "da/browse/")
    page.locator(".search input").click()
    page.keyboard.type("eurocit")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("EUROCITIES", timeout=15_000)
    field = page.get_by_role("combobox", name="Søg")
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/da/id/network/eurocities/**")


def saved(page, name):
    """Return the file that a button gives."""
    with page.expect_download() as found:
        page.get_by_role("button", name=name, exact=True).click()
    return found.value.path()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
def test_answer_is_sorted_filtered_and_saved(page, shipped):
    """Heads sort by value, words and comparisons filter, and files hold what is shown."""
    page.goto(shipped + "da/queries/memberships/")
    rows = page.locator("table.data tbody tr")
    every = rows.count()
    page.get_by_label("Forvaltning", exact=True).select_option("Sundheds- og Omsorgsforvaltningen")
    some = rows.count()
    assert 1 < some < every
    expect(page.locator(".tools [role=status]")).to_have_text(f"{some} af {every} rækker")
    found = json.loads(saved(page, "JSON").read_text("utf-8"))
    assert {row["department"]["label"] for row in found} == {"Sundheds- og Omsorgsforvaltningen"}
    assert len(found) == some
    assert len(saved(page, "CSV").read_text("utf-8").splitlines()) >= some + 1
    sheet = openpyxl.load_workbook(io.BytesIO(saved(page, "Excel").read_bytes())).worksheets[0]
    assert sheet.max_row == some + 1
    page.reload()
    expect(rows).to_have_count(some)


FEES = {"small": [90000, 120000], "shipped": [0, 500000, 1130000, 1300000]}


@pytest.mark.slow  # in Chromium
def test_money_is_sorted_as_numbers(page, hosted, whose):
    """The largest amount comes first, then the smallest; the address brings it back."""
    page.goto(hosted + "queries/fees-by-network/")
    least, most = (f"DKK {FEES[whose][place]:,}" for place in (0, -1))
    amounts = page.locator("td[data-label=Amount]")
    page.get_by_role("button", name="Amount").click()
    expect(amounts.first).to_have_text(most)
    page.get_by_role("button", name="Amount").click()
    expect(amounts.first).to_have_text(least)
    page.reload()
    expect(amounts.first).to_have_text(least)
    found = json.loads(saved(page, "JSON").read_text("utf-8"))
    assert [row["amount"] for row in found] == FEES[whose]


@pytest.mark.slow
def test_names_are_sorted_as_in_danish(page, shipped):
    """Ø comes last, as on paper."""
    page.goto(shipped + "da/browse/department/")
    names = page.locator("td[data-label=Navn]")
    page.get_by_role("button", name="Navn").click()
    shown = names.all_inner_texts()
    assert shown[-1] == "Økonomiforvaltningen"
    assert shown == sorted(shown, key=order("da"))


@pytest.mark.slow
def test_the_front_pages_sums_are_bars(page, shipped):
    """The largest sum fills its bar, a smaller one less of it."""
    page.goto(f"{shipped}index.html")
    bars = page.locator(".bars").first.locator(".gauge i")
    first, last = bars.first.bounding_box(), bars.last.bounding_box()
    assert first["height"] > 5
    assert first["width"] > last["width"]


@pytest.mark.slow
def test_folded_parts_are_printed(page, shipped):
    """What is folded on the screen stands on paper."""
    page.goto(f"{shipped}ontology/")
    term = page.locator("#Membership h3")
    expect(term).not_to_be_visible()
    page.emulate_media(media="print")
    expect(term).to_be_visible()
    assert term.bounding_box()["height"] > 5


@pytest.mark.slow
def test_tables_without_a_script(browser, shipped):
    """Without JavaScript an answer stands in its order, with links and no dead buttons."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(shipped + "queries/fees-by-network/")
    expect(page.locator("td[data-label=Amount]").first).to_have_text("DKK 1,300,000")
    assert page.locator("table.data button, .tools").count() == 0
    assert page.locator("td[data-label=Source] a").count() == 4
    context.close()


def sparql(page, hosted, query, lang="en"):
    """Open a query in the page of a language and run it; return where its result stands."""
    folder, run = {"en": ("", "Run"), "da": ("da/", "Kør")}[lang]
    page.goto(f"{hosted}{folder}sparql/#query={quote(query)}")
    page.get_by_role("button", name=run, exact=True).click()
    return page.locator(".results")


def drawn(svg):
    """Return where the links of a map stand."""
    expect(svg.locator("a circle").first).to_be_visible(timeout=60_000)
    read = """all => all.map((a) => [
        a.href.baseVal.split("id/")[1].replace("index.html", ""),
        ...["cx", "cy"].map((name) => a.querySelector("circle").getAttribute(name)),
    ])"""
    return {path: (float(x), float(y)) for path, x, y in svg.locator("a").evaluate_all(read)}


@pytest.mark.slow  # in Chromium, which loads the engine
def test_a_map_of_an_answer_is_that_of_the_pages(page, hosted):
    """The cities of an answer stand where the page of maps has them, on the map that has all."""
    page.goto(f"{hosted}map/")
    maps = [drawn(svg) for svg in page.locator("svg.map").all()]
    there = {path: spot for path, spot in max(maps, key=len).items() if path.startswith("city/")}
    sparql(page, hosted, "SELECT ?city { ?city a kk:City }")
    page.get_by_role("button", name="Map", exact=True).click()
    assert drawn(page.locator("svg.map")) == there != {}


@pytest.mark.parametrize(
    ("query", "lang", "said"),
    each_row(
        [
            ("SELECT * {\n  ?x a foo:Bar }", "en", "Line 2, column 8: the prefix in foo:Bar"),
            ("SELECT * {\n  ?x a foo:Bar }", "da", "Linje 2, kolonne 8: præfikset i foo:Bar"),
            ("SELECT * {\n  ?x a kk:City ;; . ]\n}", "en", "Line 2, column 21: ] does not fit"),
            (
                "SELECT * { ?x a kk:City",
                "da",
                "Linje 1, kolonne 24: forespørgslen slutter for tidligt",
            ),
            ("SELECT ?x (COUNT(*) AS ?n) { ?x a kk:City }", "en", "neither grouped nor aggregated"),
        ],
        3,
    ),
)
@pytest.mark.slow  # in Chromium, which loads the engine
def test_mistake_is_told_in_words(page, hosted, query, lang, said):
    """A query that does not parse is told with its line and column, in the page's language."""
    expect(sparql(page, hosted, query, lang)).to_contain_text(said, timeout=60_000)


@pytest.mark.parametrize(
    ("query", "lang", "said"),
    each_row(
        [
            ("SELECT * { ?x a kk:Citty }", "en", "kk:Citty is not in the ontology. Did you mean"),
            ("SELECT * { ?x a kk:Citty }", "da", "Mente du kk:City?"),
            ("SELECT * { ?x kk:isPartOf city:osloo }", "da", "city:osloo står ikke i grafen"),
            ('SELECT * { ?x skos:prefLabel "STRING" }', "en", 'write "STRING"@'),
        ],
        2,
    ),
)
@pytest.mark.slow  # in Chromium, which loads the engine
def test_empty_answer_is_explained_in_the_browser(page, hosted, query, lang, said):
    """The page without a server says what the commands say of an answer without a row."""
    expect(sparql(page, hosted, query, lang)).to_contain_text(said, timeout=60_000)


@pytest.mark.slow  # in Chromium, which loads the editor
def test_editor_knows_the_project(page, hosted):
    """The first query is no mistake, terms are completed by their labels, and nobody is asked."""
    page.goto(hosted + "da/sparql/")
    page.locator("textarea.plain").focus()
    editor = page.locator(".CodeMirror")
    expect(editor).to_contain_text("kk:Network", timeout=30_000)
    page.wait_for_timeout(1000)
    expect(page.locator(".mistake")).to_have_text("")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * { ?x a medlemsk")
    page.keyboard.press("Control+Space")
    page.locator(".CodeMirror-hint", has_text="kk:Membership").click()
    expect(editor).to_contain_text("?x a kk:Membership")


@pytest.mark.slow
def test_results_have_labels_and_other_views(page, shipped):
    """Rows name things, sort by value and are drawn as bars; the address brings the view back."""
    query = (
        "SELECT ?network ?amount ?source "
        "{ ?p a kk:Payment ; kk:isAbout ?network ; kk:amount ?amount ; kk:citation ?source }"
    )
    results = sparql(page, shipped, query, "da")
    row = results.locator("tbody tr", has_text="STRING")
    expect(row).to_contain_text("500.000", timeout=60_000)
    assert row.get_by_role("link", name="4.1.5").get_attribute("href").endswith("section/4.1.5/")
    page.get_by_role("button", name="Diagram").click()
    expect(results.locator("svg.chart rect")).to_have_count(4)
    page.goto(page.get_by_role("link", name="Link til").evaluate("one => one.href"))
    page.reload()
    assert "outputFormat=chart" in page.url
    assert "query=SELECT%20%3Fnetwork" in page.url


@pytest.mark.slow
def test_saved_query_takes_values_as_people_write_them(page, shipped):
    """A link may name a thing by its short name or its label."""
    for value in ("network:string", "STRING"):
        page.goto(f"{shipped}da/sparql/#saved=fees-by-network&network={value}")
        page.reload()
        rows = page.locator(".results tbody tr")
        expect(rows).to_have_count(1, timeout=60_000)
        expect(rows).to_contain_text("500.000 kr.")
        expect(rows).to_contain_text("4.1.5, l. 307, 320\N{EN DASH}321")


@pytest.mark.slow  # in Chromium
def test_question_without_a_server(page, hosted):
    """The static search offers three saved questions with what was named, and claims no answer."""
    page.goto(hosted + "da/search/?q=" + quote("Hvad betaler kommunen for STRING?"))
    choices = page.locator("#answer .readings a")
    expect(choices).to_have_count(3)
    expect(page.locator("#answer h2")).to_contain_text("Mente du")
    assert "saved=fees-by-network&network=network%3Astring" in choices.first.get_attribute("href")
