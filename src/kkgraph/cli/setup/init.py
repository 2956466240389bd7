"""`kkgraph init`: a new project of a municipality's survey."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from kkgraph import project as projects
from kkgraph.cli import options
from kkgraph.cli.language import say
from kkgraph.editing import transaction
from kkgraph.errors.projects import NoHeadings
from kkgraph.setup import acceptance, folder, proposals, structure
from kkgraph.setup.proposals import Proposal, Register
from kkgraph.survey import text as surveys
from kkgraph.texts import phrase


@click.command()
@click.argument("where", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--city", metavar="NAME", help="The city, as its municipality's texts call it.")
@click.option(
    "--year", type=click.IntRange(1900, 2999), metavar="YEAR", help="The year of the survey."
)
@click.option(
    "--survey",
    "copy",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The survey's text, with numbered headings (docs/publisher.md: from a PDF).",
)
@click.option(
    "--base",
    metavar="URL",
    help="What all IRIs of the project begin with, ending in /; else https://example.org/CITY/.",
)
@click.option(
    "--accept",
    is_flag=True,
    help=f"Take over what DIR/{proposals.FILE} says yes to, once you have edited it.",
)
@options.lang
def init(
    where: Path,
    city: str | None,
    year: int | None,
    copy: Path | None,
    base: str | None,
    lang: str,
    *,
    accept: bool,
) -> None:
    """Begin a project in DIR from a survey's text: its sections, and files for its facts.

    Cities, networks and programmes that the text names and the register of the package knows
    are proposed: at a terminal one after the other, else in a file to edit. Nothing is taken
    over unasked.

    Example: kkgraph init aarhus --city Aarhus --year 2022 --survey survey.txt
    """
    if accept:
        _accept(projects.find(where), proposals.answered(where / proposals.FILE), lang)
        return
    if not (city and year and copy):
        raise click.UsageError(say("cli.init"))
    plan = folder.Plan(city, str(year), base=base or "")
    folder.refuse_used(where)
    survey = surveys.read(copy)
    sections = structure.structure(survey)
    if not sections:
        raise NoHeadings(copy)
    found = proposals.propose(Register.of(projects.package()), survey, sections)
    files = folder.files(plan, survey, sections)
    folder.make(where, {**files, proposals.FILE: proposals.written(found)})
    said = phrase("setup.made", lang, folder=where, sections=len(sections), proposals=len(found))
    click.echo(said)
    made = projects.find(where)
    if found and sys.stdin is not None and sys.stdin.isatty():
        _accept(made, _asked(found, lang), lang)
    elif found:
        click.echo(phrase("setup.then", lang, file=where / proposals.FILE, folder=where))


def _asked(found: Sequence[Proposal], lang: str) -> list[Proposal]:
    """Ask a person for each thing once, with the lines of every section that names it."""
    answers: dict[str, bool] = {}
    for one in found:
        if one.thing not in answers:
            places = ", ".join(
                f"{p.section}: {' '.join(map(str, p.lines))}" for p in found if p.thing == one.thing
            )
            name = one.name_da if lang == "da" else one.name_en
            question = phrase("setup.ask", lang, name=name, thing=one.thing, places=places)
            answers[one.thing] = _is_yes(question, lang)
    return [replace(one, accept=answers[one.thing]) for one in found]


def _is_yes(question: str, lang: str) -> bool:
    """Ask until the answer is a yes or a no, in Danish or English; nothing means no."""
    choice = phrase("setup.choice", lang)
    while True:
        answer = click.prompt(f"{question} [{choice}]", default="", show_default=False)
        if (yes := proposals.is_yes(answer)) is not None:
            return yes
        click.echo(phrase("setup.neither", lang), err=True)


def _accept(project: projects.Project, answers: Sequence[Proposal], lang: str) -> None:
    register = Register.of(projects.package())
    with transaction.locked(project.root):
        texts = acceptance.accepted(project, register, answers)
        content = {path: text.encode() for path, text in texts.items()}
        if content:
            transaction.write(project.root, content)
    things = len(proposals.by_thing(answers))
    click.echo(phrase("setup.accepted", lang, n=things, files=len(content)))
