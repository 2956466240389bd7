"""`kkgraph show`, `kkgraph search` and `kkgraph stats`: things, and how many there are."""

from pathlib import Path

import click

from kkgraph import formats
from kkgraph.cache import load
from kkgraph.cli import options
from kkgraph.cli.language import tell
from kkgraph.entities import search as entities
from kkgraph.formats.screen import Screen
from kkgraph.project import Project
from kkgraph.tables import Table


@click.command()
@click.argument("entity", nargs=-1, required=True, shell_complete=options.completed("entity"))
@options.format_(["text", "json"], "text")
@click.option("--all", "everything", is_flag=True, help="Show what is derived and outside, too.")
@options.screen
@options.lang
@options.stated
@options.with_
@options.endpoint
@options.edition
@options.projects
def show(
    project: Project,
    entity: tuple[str, ...],
    fmt: str,
    output: Path | None,
    lang: str,
    screen: Screen,
    *,
    stated: bool,
    everything: bool,
) -> None:
    """Describe ENTITY: what it is, what the survey says of it, each with section and lines.

    ENTITY is a label (Danish or English), a slug, a CURIE, an IRI or a section's number.

    Example: kkgraph show STRING
    """
    from kkgraph import description
    from kkgraph.description import portrait, record

    store = load(project, stated=stated)
    found = description.describe(store, entities.resolve(store, " ".join(entity)))
    if fmt == "json":
        content = record.json(store, found, lang)
    else:
        content = portrait.text(store, found, lang, screen, everything=everything)
    formats.write_output(output, content)


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--kind",
    metavar="KIND",
    help="Only things of a kind (city, network, …), or only: thing, query, fact.",
)
@options.format_(formats.fitting(Table), "table")
@options.screen
@options.lang
@options.endpoint
@options.project
def search(
    project: Project,
    text: tuple[str, ...],
    kind: str | None,
    fmt: str,
    output: Path | None,
    lang: str,
    screen: Screen,
) -> None:
    """Find what TEXT may name: things by any spelling, then saved queries and facts by words.

    Misspelt names are found too, and so are outside identifiers (Q585) and page addresses.

    Example: kkgraph search hovedstad
    """
    from kkgraph.asking import finding

    shelf, wanted = finding.library(load(project)), " ".join(text)
    found = finding.search(shelf, wanted, lang, kind)
    notes = () if found else finding.reasons(shelf, wanted, lang, kind)
    for note in notes:
        tell(note)
    formats.write(finding.table(found, lang, notes), fmt, output, screen)


@click.command()
@options.format_(formats.fitting(Table), "table")
@options.screen
@options.lang
@options.stated
@options.endpoint
@options.edition
@options.projects
def stats(
    project: Project, fmt: str, output: Path | None, lang: str, screen: Screen, *, stated: bool
) -> None:
    """Count the graph: triples by layer, things by class, facts and triples by chapter.

    Example: kkgraph stats --format md
    """
    from kkgraph.entities import statistics

    found = statistics.sizes(load(project, stated=stated), lang)
    formats.write(statistics.table(found, lang), fmt, output, screen)
