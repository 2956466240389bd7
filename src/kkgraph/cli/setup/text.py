"""`kkgraph survey sections` and `kkgraph survey align`: the data kept to a text."""

from collections.abc import Iterable
from pathlib import Path

import click
import pyoxigraph as ox

from kkgraph import store as stores
from kkgraph import terms
from kkgraph.cli import options
from kkgraph.cli.language import say
from kkgraph.editing import transaction
from kkgraph.editing.naming import slug
from kkgraph.editions.edition import Edition
from kkgraph.errors.projects import NoHeadings, NoSurvey
from kkgraph.project import Project, settings
from kkgraph.setup import anchors, structure
from kkgraph.setup.alignment import align as aligned
from kkgraph.survey import sections as headings
from kkgraph.survey import text

NOT_PLACED = 1
dry_run = click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")


@click.command(short_help="Read the headings of a text into data/sections.ttl.")
@click.argument("file", type=click.Path(path_type=Path))
@dry_run
@options.messages
@options.project
def sections(file: Path, project: Project, *, dry_run: bool) -> None:
    """Write data/sections.ttl from the headings of FILE: numbers, titles, lines, digests.

    What the file says of the survey itself stays, and so do headings without a number that it
    knows. The lines of facts are not changed: see `kkgraph survey align`.

    Example: kkgraph survey sections survey.txt
    """
    with transaction.locked(project.root):
        path, content, said = _structure(project, text.read(file))
        if not dry_run and content != path.read_bytes():
            transaction.write(project.root, {path: content})
    click.echo(said)


def _structure(project: Project, copy: text.Survey) -> tuple[Path, bytes, str]:
    """Return the file of sections, its new content, and what changes in words."""
    path, graph, name = project.sections_file().path, _loaded(project), _survey(project)
    about = structure.known(graph, name, project.settings.iri(name))
    found = structure.structure(copy, structure.unnumbered(graph))
    if not found:
        raise NoHeadings(copy.path)
    rest = structure.others(project, name, {one.name for one in found})
    content = structure.turtle(project.settings.base, about, copy, found) + rest
    before = {s.name: s.digest for s in headings.load_sections(graph)}
    now = {one.name: copy.digest(one.lines) for one in found}
    return path, content.encode(), _changes(project.shown(path), before, now)


def _changes(name: str, before: dict[str, str], now: dict[str, str]) -> str:
    parts = {
        "new": now.keys() - before.keys(),
        "gone": before.keys() - now.keys(),
        "changed": {one for one in now.keys() & before.keys() if now[one] != before[one]},
    }
    told = [say(f"setup.parts.{k}", n=len(v), names=_few(v)) for k, v in parts.items() if v]
    changes = ", ".join(told) or say("setup.unchanged")
    return say("setup.sections", file=name, n=len(now), changes=changes)


def _few(names: Iterable[str]) -> str:
    listed = sorted(names)
    return ", ".join(listed[:5]) + (", …" if len(listed) > 5 else "")  # noqa: PLR2004 - few


@click.command(short_help="Add a later text: a memo, a correction, a web page.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", required=True, metavar="NAME-YEAR", help="The end of its IRI: memo-2021.")
@click.option("--date", "issued", required=True, metavar="DATE", help="A year, a month or a day.")
@click.option("--title-da", required=True, metavar="TITLE", help="Its title in Danish.")
@click.option("--title-en", required=True, metavar="TITLE", help="Its title in English.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@options.lang
@options.project
def add(
    file: Path,
    name: str,
    issued: str,
    title_da: str,
    title_en: str,
    lang: str,
    project: Project,
    *,
    dry_run: bool,
) -> None:
    """Add the text FILE as a source of its own, with its sections, for the facts that it states.

    Its sections are those of its numbered headings; without any it is one. What it states goes
    to them: `kkgraph new payment --section source/memo-2021/1 --lines 2`. Where form feeds end
    its pages, as in a text from a PDF, the sections have pages too, and --pages 2 cites them. A
    fact that takes the place of an earlier one says so with --revises.

    Example: kkgraph survey add FILE --name memo-2021 --date 2021-03 --title-da T --title-en T
    """
    from kkgraph.cli.editing import report
    from kkgraph.setup import later

    Edition(issued)
    titles = {"da": title_da, "en": title_en}
    told, copy = later.about(project, slug(name), titles, issued), text.read(file)
    report.written(project, lambda: later.plan(project, told, copy), lang, dry=dry_run)
    click.echo(report.names([project.settings.iri(told.path)]), nl=False)


@click.command(short_help="Bring all lines from one text to another.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@dry_run
@options.messages
@options.project
@click.pass_context
def align(ctx: click.Context, old: Path, new: Path, project: Project, *, dry_run: bool) -> None:
    """Bring all kk:lines from the text OLD to the text NEW, and data/sections.ttl with them.

    OLD is the text that the graph cites. What could not be found again in NEW is listed and keeps
    its lines. Exit code 0: everything was placed; 1: something was not.

    Example: kkgraph survey align survey.txt survey-corrected.txt --dry-run
    """
    with transaction.locked(project.root):
        graph = _loaded(project)
        known = list(headings.load_sections(graph))
        before, now = headings.read_same(old, known), text.read(new)
        own = frozenset(one.iri for one in known)
        files = [anchors.moved(f.path, own, aligned(before, now)) for f in project.survey_files()]
        path, content, said = _structure(project, now)
        changed = {f.path: f.text.encode() for f in files} | {path: content}
        changed = {p: c for p, c in changed.items() if c != p.read_bytes()}
        if changed and not dry_run:
            transaction.write(project.root, changed)
    every = [one for f in files for one in f.anchors]
    lost = [one for one in every if one.after is None]
    moved = sum(one.after not in (None, one.before) for one in every)
    click.echo(f"{said}\n{say('setup.aligned', n=len(every), moved=moved, lost=len(lost))}")
    for one in lost:
        where = f"{project.shown(one.path)}:{one.line}"
        thing = terms.shorten(one.subject)
        told = say("setup.lost", where=where, thing=thing, lines=one.before, file=new)
        click.echo(told)
    ctx.exit(NOT_PLACED if lost else 0)


def _loaded(project: Project) -> ox.Store:
    graph = ox.Store()
    stores.read(graph, project.sections_file())
    return graph


def _survey(project: Project) -> str:
    """Return the path of the project's survey; raises NoSurvey."""
    if not project.settings.surveys:
        raise NoSurvey(project.root / settings.FILE)
    return project.settings.surveys[0]
