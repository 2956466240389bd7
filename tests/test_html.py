"""The site's pages by the checkers of others: the W3C's of HTML, and axe for accessibility.

Both come from npm (`npm --prefix tests/npm ci`), the first needs Java; tests skip without.
That every link leads somewhere is test_site.py's.
"""

import json
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import CHROMIUM

pytestmark = pytest.mark.slow
MODULES = Path(__file__).parent / "npm/node_modules"
VALIDATED, LOOKED_AT = 200, 40  # pages
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MODES = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 320, "height": 640}},
}


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_):
        """Say nothing."""


def module(path):
    """Return the path of what npm brings, or skip the test."""
    found = MODULES / path
    if not found.is_file():
        pytest.skip(f"{found.name} is not installed: npm --prefix tests/npm ci")
    return found


def spread(folder, most):
    """Return pages from all over a site: the first of each kind in each language, then others."""
    pages = sorted(path.relative_to(folder) for path in folder.rglob("*.html"))
    kinds = {page.parts[:-2] or page.parts: page for page in reversed(pages)}
    rest = [page for page in pages if page not in kinds.values()]
    return [*kinds.values(), *rest[:: max(1, len(rest) // most)]][:most]


def validated(files):
    """Return the errors and warnings that the W3C's checker has for some files."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("java is not installed: apt-get install default-jre-headless")
    command = [java, "-Xss8m", "-jar", str(module("vnu-jar/build/dist/vnu.jar"))]
    done = subprocess.run(
        [*command, "--format", "json", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    said = json.loads(done.stderr)["messages"]
    return [(one["url"].rpartition("/")[2], one["message"]) for one in said if is_fault(one)]


def is_fault(message):
    """Tell an error or a warning from what is only said."""
    return message["type"] == "error" or message.get("subType") == "warning"


def test_html_is_valid(shipped_built):
    """No page has an error, nor anything to be warned of."""
    assert validated(shipped_built / page for page in spread(shipped_built, VALIDATED)) == []


def test_the_checker_finds_what_is_wrong(tmp_path):
    """It was run: an element that may not be there is an error."""
    page = tmp_path / "wrong.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p><div></div></p>", "utf-8")
    assert {name for name, _ in validated([page])} == {"wrong.html"}


@pytest.fixture(scope="module")
def hosted(shipped_built):
    """Serve the site on the loopback address and return its root."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=shipped_built))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium on the machine")
@pytest.mark.parametrize("mode", MODES)
def test_pages_are_accessible(browser, hosted, shipped_built, mode):
    """Of WCAG 2.2 A and AA axe finds nothing amiss; no page says an error or scrolls sideways."""
    context = browser.new_context(**MODES[mode], bypass_csp=True)
    context.add_init_script(path=module("axe-core/axe.min.js"))
    faults = {}
    for path in spread(shipped_built, LOOKED_AT):
        page, said = context.new_page(), []
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.goto(f"{hosted}{path.as_posix()}")
        faults[str(path)] = [*said, *amiss(page)]
        page.close()
    context.close()
    assert {path: said for path, said in faults.items() if said} == {}


def amiss(page):
    """Return what axe finds amiss in a page as it is now, and whether it scrolls sideways."""
    found = page.evaluate(
        "async rules => (await axe.run(document, { runOnly: rules })).violations"
        ".map(({ id, nodes }) => `${id}: ${nodes[0].html}`)",
        RULES,
    )
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, *([f"{width} pixels too wide"] if width > 1 else [])]


STATES = {
    "networks/everything": (
        "#selected=city:oslo",
        "#selected=city:oslo&path=network:eurocities",
        "#colour=theme&size=betweenness&theme=sundhed",
        "#view=table",
    ),
    "map": ("#place=oslo", "#at=2019&theme=sundhed"),
}


@pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium on the machine")
@pytest.mark.parametrize("mode", MODES)
def test_states_of_network_and_map_are_accessible(browser, hosted, mode):
    """Nor does axe find anything where a node, a way, a filter or a place is chosen."""
    context = browser.new_context(**MODES[mode], bypass_csp=True)
    context.add_init_script(path=module("axe-core/axe.min.js"))
    faults = {}
    for name, states in STATES.items():
        page = context.new_page()
        page.goto(f"{hosted}{name}/explore.html")
        for state in states:
            page.evaluate("hash => { location.hash = hash }", state)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            page.wait_for_timeout(500)
            faults[name + state] = amiss(page)
        page.close()
    context.close()
    assert {state: said for state, said in faults.items() if said} == {}
