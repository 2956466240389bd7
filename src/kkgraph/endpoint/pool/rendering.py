"""The process that makes the site's pages and files, each when it is asked for.

Between requests it prepares what several pages share, so that the first visitor of one
does not wait for it. Nothing is written to a disk.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from html import escape
from typing import Any
from urllib.parse import urlencode

from kkgraph import media
from kkgraph.assets import standalone_scripts
from kkgraph.editions.edition import Edition
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.endpoint.protocol.api import invalid
from kkgraph.endpoint.responses import Response, content
from kkgraph.errors import KkgraphError
from kkgraph.site import builder, rendering
from kkgraph.site.catalogue import dcat, hosting
from kkgraph.site.context import Site
from kkgraph.site.data import dumps
from kkgraph.site.links import file_of, folder, language_of
from kkgraph.site.pages import gone, network
from kkgraph.site.pages import listing as pages
from kkgraph.site.pages import query as saved
from kkgraph.site.policy import policy
from kkgraph.texts import OFFERED, phrase

File = tuple[str, bytes]
_EDITIONS = 2  # whose pages are kept
# A link to a page of ours: neither to elsewhere, nor to a file, nor within the page.
_OWN_LINK = re.compile(r'(<a\b[^>]*?\shref="(?![a-z]+:|//)[^"?#]*(?:/|\.html))((?:#[^"]*)?")')
_MAIN = re.compile(r"<main\b[^>]*>")
_LONGEST, _NEAR, _LIKENESS = 200, 5, 0.8


class Renderer:
    """The pages and files of a snapshot by their paths."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Make nothing yet."""
        self._snapshot = snapshot
        self._editions: dict[Edition, Renderer] = {}
        self._site = Site(
            snapshot.store,
            f"{snapshot.settings.base_url}/",
            endpoint="/sparql",
            tombstones=snapshot.withdrawn,
        )
        self._found: dict[str, pages.Page] = {}
        self._more = {lang: pages.pages(self._site, lang) for lang in OFFERED}
        self._groups: dict[str, dict[str, bytes]] = {}

    def answer(self, head: dict[str, Any], _body: bytes) -> Response:
        """Return the file of a path, or a page that says there is none (`wrong`)."""
        if "edition" in head:
            return self._so(head["edition"], head["path"])
        if "wrong" in head:
            return self._missing(head["wrong"])
        return self._file(head["path"]) or Response(404)

    def prepare(self) -> Iterator[None]:
        """Do a piece of what is worth doing before anyone asks, at each step."""
        for lang in OFFERED:
            for path in ("", "browse/", "sparql/", "map/"):
                page = self._page(file_of(path, lang))
                if page is not None:
                    rendering.render(self._site, page)
                yield
        for lang in OFFERED:
            self._every(lang)
            yield
        self._group("assets/search.en.js")
        yield

    def _so(self, asked: dict[str, str | None], path: str) -> Response:
        """Return the file of a path as of a day and according to a source; pages say so."""
        try:
            edition = Edition(**asked)
            made = self._editions.pop(edition, None) or Renderer(self._snapshot.at(edition))
        except KkgraphError as error:
            return invalid(error, language_of(path))
        self._editions[edition] = made
        if len(self._editions) > _EDITIONS:
            self._editions.pop(next(iter(self._editions)))
        found = made.answer({"path": path}, b"")
        if found.headers.get("content-type", "").startswith(media.HTML):
            found = replace(found, body=said_so(found.body.decode(), path, edition).encode())
        return found

    def _file(self, path: str) -> Response | None:
        page = self._page(path)
        if page is not None:
            body = rendering.render(self._site, page).encode()
            found = content(body, media.HTML, {"content-security-policy": policy()})
            return replace(found, status=410) if page.template == gone.TEMPLATE else found
        body_of = self._group(path)
        return _as_response(path, body_of[path]) if path in body_of else None

    def _page(self, file: str) -> pages.Page | None:
        more = self._more[language_of(file)]
        while file not in self._found and (page := next(more, None)) is not None:
            self._found[file_of(page.path, page.lang)] = page
        return self._found.get(file)

    def _every(self, lang: str) -> list[str]:
        """Return the paths of all pages, without their language."""
        self._page(folder(lang))  # there is none: all are gone through
        return [
            page.path
            for page in self._found.values()
            if page.lang == lang and page.template != gone.TEMPLATE
        ]

    def _group(self, path: str) -> dict[str, bytes]:
        """Return the files that are made together with that of a path."""
        for group, (fits, make) in self._makers().items():
            if fits(path):
                if group not in self._groups:
                    self._groups[group] = dict(make())
                if path in self._groups[group]:
                    return self._groups[group]
        return {}

    def _makers(self) -> dict[str, tuple[Callable[[str], bool], Callable[[], Iterable[File]]]]:
        site = self._site
        return {
            "assets": (_within("assets/"), builder.assets),
            "known": (_within("assets/"), lambda: builder.known(site)),
            "citations": (_within("citation."), lambda: builder.citing(site)),
            "dumps": (_within("dump/"), lambda: dumps.files(site)),
            "queries": (_within("queries/"), self._queries),
            "networks": (_within("networks/", "da/networks/"), lambda: network.files(site)),
            "catalogue": (
                _within("dataset.", "void.", "provenance.", "queries.", ".well-known/"),
                lambda: dcat.files(site, dumps.files(site)),
            ),
            "hosting": (
                _within("robots.txt", "sitemap.xml"),
                lambda: hosting.files(site, self._every("en")),
            ),
        }

    def _queries(self) -> Iterator[File]:
        for query in self._site.queries:
            yield from saved.files(self._site, query)

    def _missing(self, path: str) -> Response:
        """Return the page for an address without anything, with the pages that are near."""
        lang = language_of(path)
        page = self._page(file_of(pages.NOT_FOUND, lang))
        if page is None:
            return Response(404)
        wanted = path.removeprefix(folder(lang))[:_LONGEST]
        near = get_close_matches(wanted, self._every(lang), n=_NEAR, cutoff=_LIKENESS)
        data = {**page.make(), "near": [{"page": one, "text": one.strip("/")} for one in near]}
        html = rendering.render(self._site, replace(page, make=lambda: data))
        return replace(content(html.encode(), media.HTML, cacheable=False), status=404)


def said_so(page: str, path: str, edition: Edition) -> str:
    """Return a page that says as of when and according to whom it speaks, as its links do."""
    lang = language_of(path)
    asked = f"?{urlencode(edition.words)}"
    said = [phrase(f"endpoint.{n}", lang, value=escape(v)) for n, v in edition.words.items()]
    said.append(f'<a href="?">{phrase("endpoint.whole", lang)}</a>')
    note = f'<p class="note">{" · ".join(said)}</p>'
    whole = _OWN_LINK.sub(lambda link: f"{link[1]}{asked}{link[2]}", page)
    return _MAIN.sub(lambda main: main[0] + note, whole, count=1)


def _within(*starts: str) -> Callable[[str], bool]:
    return lambda path: path.startswith(starts)


def _as_response(path: str, body: bytes) -> Response:
    kind = media.of_file(path.rpartition("/")[2])
    if kind != media.HTML:
        return content(body, kind)
    return content(body, kind, {"content-security-policy": policy(*standalone_scripts())})
