"""The whole graph in one file: RDF, a database, a workbook; or a folder of CSV or Parquet.

The same graph and choice give the same bytes: statements and rows are sorted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kkgraph import media
from kkgraph.export import containers, datapackage, datasette, parquet
from kkgraph.export.selection import Selection, quads
from kkgraph.export.tables import statements, tables
from kkgraph.formats import frames, standard, write_output
from kkgraph.store import Store

RDF = tuple(media.GRAPHS)


@dataclass(frozen=True)
class _File:
    """A file's format: the function that returns its bytes."""

    content: Callable[[Store, Selection], bytes]


def _rdf(name: str) -> Callable[[Store, Selection], bytes]:
    def content(store: Store, chosen: Selection) -> bytes:
        found = quads(store, chosen)
        if name in media.QUADS:
            return standard.serialized(found, name)
        return standard.serialized(dict.fromkeys(quad.triple for quad in found), name)

    return content


WRITERS: dict[str, _File] = {
    **{name: _File(_rdf(name)) for name in RDF},
    "sqlite": _File(lambda store, chosen: containers.sqlite(tables(store, chosen))),
    "xlsx": _File(lambda store, chosen: containers.xlsx(tables(store, chosen))),
    "parquet": _File(lambda store, chosen: frames.parquet(statements(store, chosen))),
}
FOLDER = "csv-folder"
PARQUET_FOLDER = "parquet-folder"
FORMATS = (*WRITERS, FOLDER, PARQUET_FOLDER)


def write(store: Store, chosen: Selection, name: str, path: Path) -> None:
    """Write what is chosen of a graph to a file or folder, whole or not at all."""
    if name == FOLDER:
        found = tables(store, chosen)
        told = datapackage.descriptor(found, store.project, chosen.lang)
        containers.folder(found, path, told)
        return
    if name == PARQUET_FOLDER:
        with containers.new_folder(path) as folder:
            parquet.write(store, chosen, folder)
        return
    if name == "sqlite":
        _database(store, chosen, path)
        return
    write_output(path, WRITERS[name].content(store, chosen))


def _database(store: Store, chosen: Selection, path: Path) -> None:
    """Write a database, and beside it what Datasette has to know (`x-metadata.json`)."""
    found = tables(store, chosen)
    write_output(path, containers.sqlite(found))
    told = datasette.metadata(found, path.stem, store.project.settings, chosen.lang)
    write_output(path.with_name(f"{path.stem}-metadata.json"), told)
