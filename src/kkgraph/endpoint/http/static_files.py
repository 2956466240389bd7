"""The pages of the static site: written to a folder at start and reload, served from there."""

from dataclasses import dataclass, field
from pathlib import Path

from kkgraph import media
from kkgraph.endpoint.http.operations import say
from kkgraph.endpoint.http.policies import policy
from kkgraph.endpoint.http.responses import Reply, content
from kkgraph.endpoint.pool.children import apart
from kkgraph.endpoint.pool.snapshot import Snapshot
from kkgraph.errors import KkgraphError

_SITE = "site"  # within the folder, for the builder puts its own beside it


def write(snapshot: Snapshot, folder: str) -> None:
    """Write the site's pages to a folder; without them the server has plain pages only.

    A full disk, or an installation without the site's templates, is no reason not to
    serve the graph: it is said in the log.
    """
    if not folder:
        return
    try:
        apart(lambda: _build(snapshot, Path(folder)))
    except KkgraphError as error:
        say(f"no pages: {error}")


def _build(snapshot: Snapshot, folder: Path) -> None:
    from kkgraph.site.builder import build
    from kkgraph.site.context import Site

    build(
        Site(snapshot.store, f"{snapshot.settings.base_url}/", endpoint="/sparql"), folder / _SITE
    )


@dataclass
class Pages:
    """A folder of files by their paths, each read once."""

    folder: Path | None
    known: dict[str, Reply] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: str) -> "Pages":
        """Return the pages in a folder; none when nothing was written there."""
        path = Path(folder, _SITE) if folder else None
        return cls(path if path and (path / "index.html").is_file() else None)

    def find(self, path: str) -> Reply | None:
        """Return the file for a request's path ("" and "x/" are index pages), None without."""
        if self.folder is None:
            return None
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        if name not in self.known:
            file = _inside(self.folder, name)
            if file is None:
                return None
            self.known[name] = _read(file)
        return self.known[name]


def _read(file: Path) -> Reply:
    kind, body = media.of_file(file.name), file.read_bytes()
    is_page = kind == media.HTML
    return content(body, kind, {"content-security-policy": policy(body)} if is_page else None)


def _inside(folder: Path, name: str) -> Path | None:
    """Return the file of a name, never one outside the folder."""
    hidden = (part for part in name.split("/") if part.startswith("."))
    if "\0" in name or any(part != ".well-known" for part in hidden):
        return None
    try:
        file = (folder / name).resolve()
    except OSError:
        return None
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
