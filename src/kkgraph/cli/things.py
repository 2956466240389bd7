"""`kkgraph show`, `kkgraph search` and `kkgraph stats`: things, and how many there are."""

from pathlib import Path

import click
from pyoxigraph import Literal, NamedNode

from kkgraph import formats, terms
from kkgraph.cli import completion, options
from kkgraph.entities import search as entities
from kkgraph.entities.labels import label
from kkgraph.project import Project
from kkgraph.store import Store, load
from kkgraph.tables import Table


@click.command()
@click.argument("entity", nargs=-1, required=True, shell_complete=completion.entity)
@options.format_(["text", "json"], "text")
@options.output
@options.lang
@options.stated
@options.project
def show(
    project: Project,
    entity: tuple[str, ...],
    fmt: str,
    output: Path | None,
    lang: str,
    *,
    stated: bool,
) -> None:
    """Describe ENTITY: its names, what is said of it and what points at it, with the lines.

    ENTITY is a label (Danish or English), a slug, a CURIE, an IRI or a section's number.

    Example: kkgraph show STRING
    """
    from kkgraph.entities import description
    from kkgraph.formats import entity as writer

    store = load(project, stated=stated)
    found = description.describe(store, entities.resolve(store, " ".join(entity)))
    write = writer.text if fmt == "text" else writer.json
    formats.write_output(output, write(store, found, lang))


@click.command()
@click.argument("text", nargs=-1, required=True)
@options.format_(["table", "csv", "tsv", "json", "md"], "table")
@options.output
@options.lang
@options.project
def search(
    project: Project, text: tuple[str, ...], fmt: str, output: Path | None, lang: str
) -> None:
    """Find the things that TEXT may name, by any spelling, misspelt ones included.

    Example: kkgraph search hovedstad
    """
    store = load(project, stated=True)
    hits = entities.search(store, " ".join(text))
    formats.write(_hits(store, hits, lang), fmt, output)


def _hits(store: Store, hits: list[entities.Hit], lang: str) -> Table:
    rows = tuple(
        (
            NamedNode(hit.thing),
            Literal(label(store.graph, hit.thing, lang)),
            Literal(label(store.graph, _class_of(hit.thing), lang)),
            Literal(hit.spelling),
        )
        for hit in hits
    )
    return Table(("thing", "label", "kind", "matches"), rows)


def _class_of(thing: str) -> str:
    return terms.class_of_kind(thing) or terms.RESOURCE


@click.command()
@options.format_(formats.fitting(Table), "table")
@options.output
@options.lang
@options.stated
@options.project
def stats(project: Project, fmt: str, output: Path | None, lang: str, *, stated: bool) -> None:
    """Count the graph: triples by layer, things by class, facts and triples by chapter.

    Example: kkgraph stats --format md
    """
    from kkgraph.entities import statistics

    found = statistics.sizes(load(project, stated=stated), lang)
    formats.write(statistics.table(found), fmt, output)
