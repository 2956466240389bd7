"""`kkgraph export`: the whole graph, or a part of it, in one file."""

from pathlib import Path

import click

from kkgraph import export as exports
from kkgraph import terms
from kkgraph.cache import load
from kkgraph.cli import options
from kkgraph.cli.language import say
from kkgraph.errors import ClassNotFound
from kkgraph.export.selection import LAYERS, Selection
from kkgraph.formats import chosen
from kkgraph.project import Project
from kkgraph.store import Store


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="The same as FILE."
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(exports.FORMATS),
    help="Format, else by the ending of FILE; without one a folder of CSV.",
)
@click.option(
    "--parquet",
    "as_tables",
    is_flag=True,
    help="A folder of Parquet files for DuckDB and Spark, with the networks as SQL.",
)
@click.option(
    "--layer",
    "layers",
    type=click.Choice(LAYERS),
    multiple=True,
    help="Only this layer (several: any of them).",
)
@click.option("--class", "cls", metavar="CLASS", help="Only things of this class, such as City.")
@options.lang
@options.stated
@options.with_
@options.endpoint
@options.edition
@options.projects
def export(
    project: Project,
    file: Path | None,
    output: Path | None,
    fmt: str | None,
    layers: tuple[str, ...],
    cls: str | None,
    lang: str,
    *,
    stated: bool,
    as_tables: bool,
) -> None:
    """Write the whole graph to FILE, in the format that it ends in.

    ttl, nt, jsonld and rdf hold triples; trig and nq the named graphs, too. sqlite, xlsx
    and a folder of CSV hold a table of all things, one a class, of relations, facts and
    sources, and a dictionary of all columns; parquet one of all statements. Beside a database
    stands its metadata for Datasette; a folder is a Frictionless data package with CSVW.
    --parquet writes a folder for DuckDB and Spark: nodes, edges, literals, facts, sources, and
    the networks in SQL. The same graph gives the same bytes.

    Example: kkgraph export graph.sqlite
    """
    path = _one(file, output)
    name = _format(path, fmt, as_tables=as_tables)
    store = load(project, stated=stated)
    chosen_class = None if cls is None else class_named(store, cls)
    exports.write(store, Selection(layers, chosen_class, lang), name, path)


def _one(file: Path | None, output: Path | None) -> Path:
    """Return the one place that is named; raises UsageError for none or two."""
    places = [path for path in (file, output) if path is not None]
    if len(places) != 1:
        raise click.UsageError(say("cli.export.once"))
    return places[0]


def _format(path: Path, fmt: str | None, *, as_tables: bool) -> str:
    """Return the format that is asked for, else the one of the name; a bare name is a folder."""
    if as_tables and fmt not in (None, exports.PARQUET_FOLDER):
        raise click.UsageError(say("cli.export.parquet", name=fmt))
    if as_tables or fmt == exports.PARQUET_FOLDER:
        return exports.PARQUET_FOLDER
    is_folder = fmt is None and (not path.suffix or path.is_dir())
    return exports.FOLDER if is_folder else chosen(fmt, path, exports.FORMATS, exports.FOLDER)


def class_named(store: Store, text: str) -> str:
    """Return the IRI of a class by its local name, CURIE or IRI; raises ClassNotFound."""
    import pyoxigraph as ox

    kind, cls = ox.NamedNode(terms.TYPE), ox.NamedNode(terms.CLASS)
    found = store.graph.quads_for_pattern(None, kind, cls, ox.DefaultGraph())
    known = {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}
    for iri in (text, terms.expand(text), terms.term(text)):
        if iri is not None and iri in known:
            return iri
    names = sorted(iri.removeprefix(terms.KK) for iri in known if iri.startswith(terms.KK))
    raise ClassNotFound(text, names)
