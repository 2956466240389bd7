"""The site's pages on a running server, made when they are asked for."""

import gzip
import os
import re
import resource
import signal
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from sampling import each
from serving import serving, until

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


def test_front_page(paged):
    """The front page is the site's, in both languages."""
    for path, lang in [("/", "en"), ("/da/", "da")]:
        got = paged.ask(path)
        assert (got.status, got.media()) == (200, "text/html")
        assert f'<html lang="{lang}"' in got.text


def test_page_of_a_thing(paged):
    """A browser is led from a thing's IRI to its page, with links to its data."""
    there = paged.ask("/id/city/oslo", accept=HTML, accept_language="da")
    got = paged.ask(there.headers["location"])
    assert (got.status, got.media()) == (200, "text/html")
    assert '<html lang="da"' in got.text
    assert '</id/city/oslo.ttl>; rel="alternate"; type="text/turtle"' in got.headers["link"]
    assert paged.ask(f"{there.headers['location']}index.html").body == got.body


def test_links_of_the_pages(paged):
    """Whatever the front page and a thing's page link to is there."""
    for page in ("/", "/da/", "/about/", "/id/city/oslo/"):
        links = re.findall(r'(?:href|src)="([^"#:]+)"', paged.ask(page).text)
        assert links
        for link in set(links):
            assert paged.ask(_resolved(page, link)).status == 200, (page, link)


def _resolved(page, link):
    from urllib.parse import urljoin, urlsplit

    return urlsplit(urljoin(f"http://x{page}", link)).path


def test_editor_asks_the_live_endpoint(paged):
    """A browser that opens the endpoint gets the query page, which asks that endpoint."""
    got = paged.ask("/sparql", accept=HTML)
    assert (got.status, got.headers["vary"]) == (200, "Accept, Accept-Encoding")
    if paged.ask("/assets/sparql.js").status == 200:
        assert '"endpoint":"/sparql"' in paged.ask("/assets/sparql.en.js").text
        assert "sent to this server" in got.text
        assert "sendes til denne server" in paged.ask("/da/sparql/").text
        assert "your own browser" not in got.text
    assert paged.ask("/sparql", accept="text/turtle").media() == "text/turtle"
    assert paged.ask("/sparql", accept="*/*").media() == "text/turtle"


def test_scripts_within_a_page(paged):
    """Scripts within a page are allowed by their digest, and no other ones."""
    policy = paged.ask("/").headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]+)", policy)[1]
    assert "unsafe-inline" not in scripts


@pytest.mark.parametrize("path", ["/networks/cities/explore.html", "/map/explore.html"])
def test_a_page_that_carries_its_script_may_run_it(paged, path):
    """Each script that stands in a page is one that the page's policy allows by its digest."""
    got = paged.ask(path)
    found = re.findall(r"<script>(.*?)</script>", got.text, re.DOTALL)
    for one in found:
        digest = b64encode(sha256(one.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in got.headers["content-security-policy"]
    assert len(found) == (got.status == 200)


@pytest.mark.parametrize(
    "path", ["/assets", "/assets/", "/.git/config", "/assets/%2e%2e/index.html/x", "/da/nothing/"]
)
def test_no_page(paged, path):
    """No folder is listed, and nothing outside the site is handed out."""
    assert paged.ask(path).status == 404


@pytest.mark.parametrize("end", each([signal.SIGTERM, signal.SIGKILL], 2))
@pytest.mark.slow  # a server of its own
def test_nothing_on_the_disk(mini_project, tmp_path, end):
    """The pages are never written to a disk: none is left, however the server ends."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with serving(mini_project.root, tmp_path / "log", "--force", TMPDIR=str(temporary)) as running:
        assert running.ask("/id/city/oslo/").status == 200
        assert not list(temporary.iterdir())
        running.signal(end)
        running.process.wait(30)
        assert not list(temporary.iterdir())


@pytest.mark.slow
def test_full_disk(mini_project, tmp_path):
    """A server that can write nothing has its pages all the same."""
    log = tmp_path / "log"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with serving(mini_project.root, log, "--force", "--quiet") as running:
            assert running.ask("/").status == 200
            assert running.sparql("ASK { city:oslo a kk:City }").json()["boolean"] is True
            assert running.ask("/id/city/oslo/").status == 200
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    "path", ["/id/city/osloo", "/id/city/osloo/", "/da/id/city/osloo/", "/nix"]
)
def test_nothing_there_for_a_browser(paged, path):
    """A browser gets the site's page for a wrong address, with what is near; others a problem."""
    got = paged.ask(path, accept=HTML)
    assert (got.status, got.media()) == (404, "text/html")
    lang = "da" if path.startswith("/da/") else "en"
    assert f'<html lang="{lang}"' in got.text
    near = f"{paged.url}/{'da/' if lang == 'da' else ''}id/city/oslo/index.html"
    assert (near in re.findall(r'href="([^"]+)"', got.text)) == (path != "/nix")
    assert paged.ask(path, accept="*/*").media() == "application/problem+json"


def test_renderer_killed(paged):
    """The process that makes the pages is started again when it is lost."""
    fork_server = _children(paged.process.pid)[0]
    for pid in _children(fork_server):
        os.kill(pid, signal.SIGKILL)
    until(lambda: paged.ask("/id/country/no/index.html").status != 503)
    assert paged.ask("/queries/").status == 200


def _children(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in listed.split()]


@pytest.mark.parametrize("path", ["/", "/assets/site.css", "/api/queries"])
def test_answer_is_packed(paged, path):
    """Who asks for gzip gets the same bytes packed, with a tag of their own; others as they are."""
    plain = paged.ask(path)
    packed = paged.ask(path, accept_encoding="br;q=1, gzip;q=0.8")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert all("Accept-Encoding" in one.headers["vary"] for one in (plain, packed))
    assert packed.headers["etag"] != plain.headers["etag"]
    again = {"accept_encoding": "gzip", "if_none_match": packed.headers["etag"]}
    assert paged.ask(path, **again).status == 304
    refused = paged.ask(path, accept_encoding="gzip;q=0, identity")
    assert refused.body == plain.body
    assert len(packed.body) < len(plain.body)


@pytest.mark.slow  # a server of its own
def test_small_answers_are_not_packed(paged):
    """What is small, or an error, is sent as it is."""
    for path in ("/healthz", "/nothing/here"):
        assert "content-encoding" not in paged.ask(path, accept_encoding="gzip").headers
