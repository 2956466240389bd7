"""kkgraph from Python, one line each: the shipped graph unless you name another.

import kkgraph
kkgraph.query("fees-by-network", network="STRING").to_pandas()
kkgraph.query("SELECT ?city { ?city a kk:City }")
kkgraph.show("Oslo")
"""

import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kkgraph import queries
from kkgraph import store as stores
from kkgraph.description import Description
from kkgraph.evidence.emptiness import explained
from kkgraph.project import Project, find
from kkgraph.store import Store
from kkgraph.tables import Result, Table

if TYPE_CHECKING:
    import rdflib

    from kkgraph.asking.reply import Reply
    from kkgraph.validation.report.findings import Report

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Portrait:
    """A thing as `kkgraph show` prints it: `print` it, or read `data` (a dict) from it."""

    def __init__(self, found: Description, store: Store, lang: str, *, everything: bool) -> None:
        """Keep what was found; it is put into words when it is shown."""
        self._store, self._lang, self._everything = store, lang, everything
        self.description = found

    @property
    def data(self) -> dict[str, Any]:
        """The description as `kkgraph show --format json` has it."""
        from json import loads

        from kkgraph.description.record import json

        found: dict[str, Any] = loads(json(self._store, self.description, self._lang))
        return found

    def __str__(self) -> str:
        """Return the lines for a screen of 100 columns."""
        from kkgraph.description.portrait import text
        from kkgraph.formats.screen import Screen

        self._store.project.use()
        shown = text(
            self._store, self.description, self._lang, Screen(100), everything=self._everything
        )
        return shown.decode().rstrip()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Return the same for a notebook."""
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"


def query(  # noqa: PLR0913 - all but the first are keywords
    text: str,
    *,
    lang: str = "en",
    stated: bool = False,
    project: Path | str | None = None,
    own: tuple[Path | str, ...] = (),
    endpoint: str | None = None,
    parameters: Mapping[str, object] | None = None,
    **values: object,
) -> Result:
    """Run a saved query by its name, or any SPARQL.

    A saved query's parameters are keywords (`network="STRING"`), or `parameters` where a name
    is one of ours. `lang` is "en" or "da"; `stated` leaves out what is derived or linked;
    `project` is another project's folder; `own` are RDF files to read beside the graph;
    `endpoint` is the SPARQL server to ask instead of the files (its address, or its name in the
    config file).

    Returns a Table, a Graph (CONSTRUCT, DESCRIBE) or an Answer (ASK). A Table is a list of dicts
    and has `.to_pandas()`, `.to_polars()` and `.rows` (RDF terms); a Graph has `.to_graph()` for
    rdflib. An empty one says why in `.about.notes`.

    Raises KkgraphError: QueryNotFound, ParameterMissing, EntityNotFound, QuerySyntaxError, ...
    """
    store = load(project, stated=stated, own=own, endpoint=endpoint)
    if not _NAME.fullmatch(text):
        return explained(store, queries.evaluate(store, text, lang=lang))
    found, given = queries.find_query(store.project, text), {**(parameters or {}), **values}
    return explained(store, queries.run(store, found, given, lang), found, given)


def show(  # noqa: PLR0913 - all but the first are keywords
    thing: str,
    *,
    lang: str = "en",
    stated: bool = False,
    everything: bool = False,
    project: Path | str | None = None,
    endpoint: str | None = None,
) -> Portrait:
    """Describe a thing, named by label, slug, CURIE, IRI or section number.

    `everything` adds what is derived and outside. Raises EntityNotFound, EntityAmbiguous.
    """
    from kkgraph import description
    from kkgraph.entities import search

    store = load(project, stated=stated, endpoint=endpoint)
    found = description.describe(store, search.resolve(store, thing))
    return Portrait(found, store, lang, everything=everything)


def search(
    text: str,
    *,
    lang: str = "en",
    project: Path | str | None = None,
    endpoint: str | None = None,
) -> Table:
    """Find what a text may name: things by any spelling, then saved queries and facts by words."""
    from kkgraph.asking import finding

    store = load(project, endpoint=endpoint)
    return finding.table(finding.search(finding.library(store), text, lang), lang)


def ask(
    question: str,
    *,
    lang: str | None = None,
    project: Path | str | None = None,
    endpoint: str | None = None,
) -> "Reply":
    """Read a plain question in Danish or English and answer it by the saved query that fits.

    `.sure` says whether it is answered; `.readings` are the ways to read it, the best first,
    each with its query, the values of its parameters and its `.table`.
    """
    from kkgraph.asking import index, reply

    return reply.ask(index.build(load(project, endpoint=endpoint)), question, lang)


def validate(*files: Path | str, project: Path | str | None = None) -> "Report":
    """Hold the data, with the given files among them, against the shapes.

    Returns a report: `.conforms`, `.findings`. Raises DataFileError for a file that is broken.
    """
    from kkgraph.validation.conformance import Validation

    return Validation(_project(project), [Path(file) for file in files]).run()


def dataset(
    *,
    stated: bool = False,
    project: Path | str | None = None,
    own: tuple[Path | str, ...] = (),
    endpoint: str | None = None,
) -> "rdflib.Dataset":
    """Return the graph as rdflib's Dataset: named graphs, their union as the default graph."""
    import pyoxigraph as ox
    import rdflib

    from kkgraph import terms
    from kkgraph.export.selection import Selection, quads

    content = ox.serialize(
        quads(load(project, stated=stated, own=own, endpoint=endpoint), Selection()),
        format=ox.RdfFormat.N_QUADS,
    )
    found = rdflib.Dataset(default_union=True)
    for prefix, namespace in terms.PREFIXES.items():
        found.bind(prefix, namespace)
    found.parse(data=content or b"", format="nquads")
    return found


def load(
    project: Path | str | None = None,
    *,
    stated: bool = False,
    own: tuple[Path | str, ...] = (),
    endpoint: str | None = None,
) -> Store:
    """Return the graph, read once for the same folder and files; or a server's, to be asked.

    `endpoint` is the server's address, or its name in the config file; the saved queries are
    the project's. Raises EndpointUnknown, EndpointFailed, EndpointUnfit.
    """
    return _load(_project(project, endpoint).plus(tuple(map(Path, own))), stated=stated)


@lru_cache(maxsize=4)
def _load(project: Project, *, stated: bool) -> Store:
    if project.endpoint:
        from kkgraph import remote

        if note := remote.note(project, "en"):
            warnings.warn(note, stacklevel=4)
        return remote.load(project, stated=stated)
    return stores.load(project, stated=stated)


def _project(folder: Path | str | None, endpoint: str | None = None) -> Project:
    return replace(find(None if folder is None else Path(folder)), endpoint=endpoint)
