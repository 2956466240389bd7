"""What the process of the pages answers: files of the site, pages as of a day, pages not there."""

from types import SimpleNamespace

import pytest

from kkgraph.editions.edition import Edition
from kkgraph.endpoint.pool.rendering import Renderer, said_so
from kkgraph.endpoint.pool.snapshot import take
from kkgraph.endpoint.settings import Settings
from kkgraph.maps import charts

EDITION = Edition("2019", None)


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ('<a href="../oslo/">', '<a href="../oslo/?as-of=2019">'),
        ('<a class="x" href="x.html#y">', '<a class="x" href="x.html?as-of=2019#y">'),
        ('<a href="a/#b">', '<a href="a/?as-of=2019#b">'),
        ('<a href="https://e.example/">', None),
        ('<a href="//e.example/">', None),
        ('<a href="mailto:x@y/">', None),
        ('<a href="x.csv">', None),
        ('<a href="#here">', None),
        ('<a href="a/?q=1">', None),
        ('<link href="a/">', None),
    ],
)
def test_links_of_a_page_as_of_a_day(page, link):
    """Links to pages of ours ask for the same day; those elsewhere, and files, stay."""
    assert said_so(page, "id/city/oslo/", EDITION) == (link or page)


@pytest.mark.parametrize(("path", "words"), [("a/", "2019"), ("da/a/", "2019")])
def test_a_page_says_as_of_when(path, words):
    """It stands once at the beginning of what the page says, with a way back to the whole."""
    page = '<main id="m"><p></p></main><main></main>'
    found = said_so(page, path, Edition("2019", "<b>"))
    assert found.startswith('<main id="m"><p class="note">')
    assert found.endswith("</p><p></p></main><main></main>")
    assert found.count('class="note"') == 1
    assert words in found
    assert '<a href="?">' in found
    assert " · " in found
    assert "&lt;b&gt;" in found
    assert "<b>" not in found
    other = said_so(page, "a/" if path == "da/a/" else "da/a/", Edition("2019", "<b>"))
    assert other != found


@pytest.fixture(scope="module")
def renderer(mini_project):
    """Return what makes the pages of the tiny project."""
    return Renderer(take(Settings(str(mini_project.root), base_url="http://h.example")))


def ask(renderer, **head):
    """Return an answer."""
    return renderer.answer(head, b"")


def test_pages_and_files(renderer, monkeypatch):
    """A page with its rules for scripts, a file with its type; what is not there is not found."""
    monkeypatch.setattr(charts, "VIEWS", ())  # maps take half a second to draw
    page = ask(renderer, path="da/id/city/oslo/index.html")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src" in page.headers["content-security-policy"]
    assert b'lang="da"' in page.body
    again = ask(renderer, path="da/id/city/oslo/index.html")
    assert again.body == page.body
    for path, kind in (
        ("assets/site.css", "text/css"),
        ("citation.json", "application/json"),
        ("queries/fees.csv", "text/csv"),
        ("robots.txt", "text/plain"),
        ("assets/search.en.js", "text/javascript"),
    ):
        found = ask(renderer, path=path)
        assert found.status == 200, path
        assert found.headers["content-type"].startswith(kind), path
        assert "content-security-policy" not in found.headers
    for path in ("assets/none.css", "none/index.html", "queries/none.csv", "", "dumps/x"):
        assert ask(renderer, path=path).status == 404, path


def test_the_map_of_addresses_has_every_page(renderer):
    """The list for search engines names the pages of both languages, of those that are there."""
    listed = ask(renderer, path="sitemap.xml").body.decode()
    assert "http://h.example/id/city/oslo/" in listed
    assert "http://h.example/id/project/solskin/" in listed


def test_a_page_that_is_not_there(renderer):
    """It names the pages whose addresses are near, in its language, and is not kept."""
    found = ask(renderer, wrong="id/city/osloo/")
    assert (found.status, found.cacheable) == (404, False)
    assert b"id/city/oslo" in found.body
    danish = ask(renderer, wrong="da/id/city/osloo/")
    assert b'lang="da"' in danish.body
    assert b"id/city/oslo" in danish.body
    far = ask(renderer, wrong="xyz")
    assert far.status == 404
    assert len(far.body) < len(found.body)


def test_pages_as_of_a_day(renderer):
    """Pages say so, files are those of the day; what is no day is refused; few are kept."""
    asked = {"as_of": "2019", "source": None}
    page = ask(renderer, path="id/city/oslo/index.html", edition=asked)
    assert page.status == 200
    assert b"?as-of=2019" in page.body
    assert ask(renderer, path="none/", edition=asked).status == 404
    wrong = ask(renderer, path="id/city/oslo/", edition={"as_of": "soon", "source": None})
    assert wrong.status == 400
    for day in ("2018", "2017", "2019"):
        ask(renderer, path="none/", edition={"as_of": day, "source": None})
    kept = [one.as_of for one in renderer._editions]  # noqa: SLF001 - what bounds the memory
    assert kept == ["2017", "2019"]


def test_preparing(renderer):
    """What is prepared is done piece by piece, and comes to an end."""
    pieces = sum(1 for _ in renderer.prepare())
    assert pieces == 2 * 4 + 2 + 1
    front = SimpleNamespace(found=ask(renderer, path="index.html"))
    assert front.found.status == 200
