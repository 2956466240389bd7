"""The graph as a folder of Parquet files that DuckDB and Spark read, with the networks as SQL.

Every statement stands in `edges` (its object is a thing or a term) or in `literals`; `nodes`,
`facts` and `sources` say of things and facts what is asked most. Statements are written graph by
graph, so a large graph needs the memory of its largest named graph.
"""

from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.export.parquet import rows
from kkgraph.export.parquet.tables import TABLES, Sink
from kkgraph.export.selection import Selection
from kkgraph.sparql.terms import lexical
from kkgraph.store import Store

# What makes views of the tables, in the folder itself.
_VIEWS = {
    "duckdb": "CREATE OR REPLACE VIEW {0} AS SELECT * FROM '{0}.parquet';\n",
    "spark": "CREATE OR REPLACE TEMPORARY VIEW {0} USING parquet OPTIONS (path '{0}.parquet');\n",
}


def write(store: Store, chosen: Selection, folder: Path) -> None:
    """Write the tables, the networks and the views of both engines into an empty folder.

    Raises LibraryMissing without pyarrow.
    """
    seen = _statements(store, chosen, folder)
    things, facts = rows.Things(store), sorted(filter(terms.is_fact, seen))
    with Sink(folder, "nodes") as sink:
        sink.fill(things.node(iri) for iri in sorted(seen.difference(facts)))
    with Sink(folder, "facts") as sink:
        sink.fill(things.fact(iri) for iri in facts)
    with Sink(folder, "sources") as sink:
        sink.fill(row for iri in facts for row in things.sources(iri))
    _sql(folder, store.project.settings.base)


def _statements(store: Store, chosen: Selection, folder: Path) -> set[str]:
    """Write the statements, and return what they are about."""
    seen = set()
    with Sink(folder, "edges") as edges, Sink(folder, "literals") as literals:
        for quad in rows.statements(store, chosen):
            is_literal = isinstance(quad.object, ox.Literal)
            (literals if is_literal else edges).add(rows.statement(quad))
            seen.add(lexical(quad.subject))
    return seen


def networks() -> dict[str, str]:
    """Return the SQL of each network that is shipped, by name: its ties from the tables."""
    folder = files("kkgraph.export.parquet") / "networks"
    return {file.name.removesuffix(".sql"): file.read_text("utf-8") for file in folder.iterdir()}


def _sql(folder: Path, base: str) -> None:
    """Write the networks, of the things of a base, and the views."""
    (folder / "networks").mkdir()
    for name, text in networks().items():
        own = text.replace(terms.ID, f"{base}id/")
        (folder / "networks" / f"{name}.sql").write_text(own, "utf-8")
    for name, view in _VIEWS.items():
        (folder / f"{name}.sql").write_text("".join(map(view.format, TABLES)), "utf-8")
