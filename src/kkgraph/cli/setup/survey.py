"""`kkgraph survey`: hold the graph against the text that it was made from."""

from pathlib import Path

import click
import pyoxigraph as ox

from kkgraph import store as stores
from kkgraph.cli import options
from kkgraph.cli.setup.text import add, align, sections
from kkgraph.formats import write_output
from kkgraph.project import Project
from kkgraph.survey import sections as headings
from kkgraph.survey import text
from kkgraph.texts import phrase

FOUND_WANTING = 1

copy = click.option(
    "--survey",
    "copy",
    type=click.Path(path_type=Path),
    envvar="KKGRAPH_SURVEY",
    required=True,
    show_envvar=True,
    metavar="FILE",
    help="Your copy of the survey text.",
)


@click.group()
@options.messages
def survey() -> None:
    """Compare the graph with a copy of the survey text.

    Example: kkgraph survey check survey.txt
    """


def _load(project: Project, *, with_statements: bool = True) -> ox.Store:
    """Parse the survey's structure and, if wanted, what the sections state; no more."""
    quads = ox.Store()
    for file in [project.sections_file(), *(project.survey_files() if with_statements else ())]:
        stores.read(quads, file)
    return quads


@survey.command()
@click.argument("file", type=click.Path(path_type=Path))
@options.lang
@options.project
@click.pass_context
def check(ctx: click.Context, file: Path, lang: str, project: Project) -> None:
    """Check that FILE is the survey's text.

    The line numbers of the graph are those of that text and of no other
    version. Exit code 0: it is; 1: it differs, and the first section that does is named.

    Example: kkgraph survey check survey.txt
    """
    sections = headings.load_sections(_load(project, with_statements=False))
    same = text.read(file)
    differing = headings.differing(same, sections)
    if not differing:
        click.echo(phrase("survey.same", lang, file=file, n=len(sections)))
        return
    first = differing[0]
    said = phrase(
        "survey.differs",
        lang,
        file=file,
        line=first.lines.first,
        section=first.name,
        title=first.title,
        lines=first.lines,
        fault=headings.fault(same, first, lang),
        differing=len(differing),
        n=len(sections),
    )
    click.echo(said)
    ctx.exit(FOUND_WANTING)


@survey.command()
@click.argument("name", metavar="SECTION|ENTITY", shell_complete=options.completed("entity"))
@copy
@options.lang
@options.project
def passage(name: str, copy: Path, lang: str, project: Project) -> None:
    """Print the lines of the survey behind a section or an entity.

    Example: kkgraph survey passage 4.1.5 --survey survey.txt
    """
    from kkgraph.entities.search import resolve
    from kkgraph.survey import passages

    loaded = stores.load(project, stated=True)
    sections = headings.load_sections(loaded.graph)
    same = headings.read_same(copy, sections)
    section = passages.find_section(sections, name)
    found = (
        passages.of_section(section)
        if section
        else passages.of_entity(loaded.graph, resolve(loaded, name).value, sections)
    )
    for one in found:
        own = one.section
        said = phrase("survey.passage", lang, section=own.name, title=own.title, lines=one.lines)
        click.echo(said)
        for number, line in same.passage(one.lines):
            click.echo(f"{number:5}  {line}".rstrip())


@survey.command()
@copy
@options.format_(["text", "json"], "text")
@options.lang
@options.project
@click.pass_context
def coverage(
    ctx: click.Context, copy: Path, fmt: str, output: Path | None, lang: str, project: Project
) -> None:
    """Report which sentences of the survey some statement cites.

    Exit code 0: every sentence that holds a fact is cited; 1: some are not, and are listed.

    Example: kkgraph survey coverage --survey survey.txt
    """
    from kkgraph.evidence.citations import load_citations
    from kkgraph.survey.coverage import cover
    from kkgraph.survey.exceptions import load_exceptions
    from kkgraph.survey.reports import coverage_json, coverage_text
    from kkgraph.survey.sentences import split

    quads = _load(project)
    sections = headings.load_sections(quads)
    sentences = split(headings.read_same(copy, sections), sections)
    no_fact = load_exceptions(project.root).no_fact
    result = cover(sentences, sections, load_citations(quads), no_fact)
    said = coverage_json(result) if fmt == "json" else coverage_text(result, lang)
    write_output(output, f"{said}\n".encode())
    ctx.exit(FOUND_WANTING if result.uncited else 0)


@survey.command()
@copy
@options.format_(["text", "json"], "text")
@options.lang
@options.project
@click.pass_context
def walk(
    ctx: click.Context, copy: Path, fmt: str, output: Path | None, lang: str, project: Project
) -> None:
    """Find names and figures not printed where cited.

    Every name and figure of the section graphs is looked up in the lines that
    its statement cites. Exit code 0: all are found there; 1: some are not, and are listed.

    Example: kkgraph survey walk --survey survey.txt
    """
    from kkgraph.evidence.positions import index
    from kkgraph.survey import walk as walks
    from kkgraph.survey.exceptions import load_exceptions
    from kkgraph.survey.reports import walk_json, walk_text

    quads = stores.load(project, stated=True).graph
    same = headings.read_same(copy, headings.load_sections(quads))
    result = walks.walk(quads, same, load_exceptions(project.root).unprinted)
    places = index(file.path for file in project.survey_files())
    report = walk_json if fmt == "json" else walk_text
    said = report(result, places, lambda place: place.shown(project.root), lang)
    write_output(output, f"{said}\n".encode())
    ctx.exit(FOUND_WANTING if result.failures else 0)


survey.add_command(sections)
survey.add_command(align)
survey.add_command(add)
