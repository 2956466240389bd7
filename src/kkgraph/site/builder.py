"""Writing the site: every page and file into a temporary folder, then all at once to OUT."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib import resources
from itertools import chain
from pathlib import Path

from kkgraph.errors import system
from kkgraph.errors.installation import BundleMissing
from kkgraph.errors.output import OutputNotWritable
from kkgraph.maps import charts
from kkgraph.site import output, rendering, shares
from kkgraph.site.catalogue import citations, dcat, hosting
from kkgraph.site.context import Site
from kkgraph.site.data import dumps, entities, search_index
from kkgraph.site.links import file_of
from kkgraph.site.pages import gone, network, sparql
from kkgraph.site.pages import listing as pages
from kkgraph.site.pages import query as saved
from kkgraph.texts import OFFERED

File = tuple[str, bytes]
_STATIC = ("site.css", "finder.js", "icon.svg")


_WORTH_SHARING = 500  # pages


class _Folder:
    """A folder being filled: no two files of one process on one path."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.taken: list[str] = []

    def write(self, path: str, content: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.taken.append(path)


def build(site: Site, out: Path, progress: Callable[[int, int], None] | None = None) -> int:
    """Write the site to a folder and return the number of files.

    The folder may be missing, empty or an earlier site, of which only the files that a build
    wrote and that differ are replaced or removed; anything else is left alone
    (OutputNotWritable). `progress` is told how many pages are written, of how many.
    """
    output.require_free(out)
    listing = pages.listing(site)
    count = shares.processors() if len(listing) > _WORTH_SHARING else 1
    try:
        with output.workshop(out) as workshop:
            made = workshop / "site"
            saved.prepare(site)

            def work(share: int) -> list[str]:
                return _share(site, listing, made, slice(share, None, count), progress)

            taken = _each_once(shares.done(count, work))
            output.replace(made, out, taken, workshop / "old")
    except OSError as error:
        raise OutputNotWritable(out, system(error)) from None
    return len(taken)


def _each_once(written: list[str]) -> set[str]:
    """Return the paths that were written; raises PathTaken for one that was written twice."""
    taken = set(written)
    if len(taken) < len(written):
        raise pages.PathTaken(next(path for path in written if written.count(path) > 1))
    return taken


def _share(
    site: Site,
    listing: list[pages.Page],
    made: Path,
    part: slice,
    progress: Callable[[int, int], None] | None,
) -> list[str]:
    """Write a part of the pages and documents; the first part has what there is one of, too."""
    folder, mine = _Folder(made), listing[part]
    for number, page in enumerate(mine, 1):
        folder.write(file_of(page.path, page.lang), rendering.render(site, page).encode())
        if progress and not part.start:
            progress(number * len(listing) // len(mine), len(listing))
    rest = () if part.start else files(site, listing)
    for path, content in chain(entities.files(site, part), rest):
        folder.write(path, content)
    return folder.taken


def files(site: Site, listing: list[pages.Page]) -> Iterator[File]:
    """Yield every file that is no page, nor a document about one subject."""
    dumped = dumps.files(site)
    yield from dumped
    yield from dcat.files(site, dumped)
    for query in site.queries:
        yield from saved.files(site, query)
    yield from network.files(site)
    yield from hosting.files(
        site, [page.path for page in listing if page.template != gone.TEMPLATE]
    )
    yield from citing(site)
    yield from entities.tombstones(site)
    yield from assets()
    yield from known(site)


def citing(site: Site) -> Iterable[File]:
    """Return the citation of the whole in two formats."""
    whole = citations.cite(site, None, "", "en")
    return [("citation.bib", whole.bibtex.encode()), ("citation.json", whole.csl.encode())]


def assets() -> Iterator[File]:
    """Yield style, scripts, maps, and the query engine where it was built."""
    static = resources.files("kkgraph.site") / "static"
    for name in _STATIC:
        yield f"assets/{name}", (static / name).read_bytes()
    with suppress(BundleMissing):
        yield from [(charts.file(view), charts.background(view)) for view in charts.VIEWS]
    web = resources.files("kkgraph") / "_web"
    for name in (*sparql.FILES, "search.js", "table.js", "excel.js"):
        if (web / name).is_file():
            yield f"assets/{name}", (web / name).read_bytes()


def known(site: Site) -> Iterator[File]:
    """Yield what search and SPARQL page know, and without a server what reads plain questions."""
    for lang in OFFERED:
        yield f"assets/search.{lang}.js", search_index.script(site, lang)
        yield f"assets/{sparql.knowledge(lang)}", sparql.script(site, lang)
    if site.endpoint is None:
        yield "assets/ask.js", search_index.questions(site)
