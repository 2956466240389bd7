"""What a command that writes says: what is new, where, and what validation finds."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn

import click

from kkgraph import terms
from kkgraph.cli import options
from kkgraph.cli.language import tell
from kkgraph.editing.changes import Done, carry_out
from kkgraph.editing.placement import Plan, source
from kkgraph.errors.editing import EditRefused
from kkgraph.project import Project
from kkgraph.texts import Message, said

REFUSED = 1


def written(
    project: Project,
    make: Callable[[], Plan],
    lang: str,
    *,
    dry: bool,
    rows: Callable[[], Mapping[str, Message]] = dict,
) -> Done:
    """Carry out a plan and say what changed, as lines of a diff; end with 1 if it is refused.

    `rows`: the row of a sheet that each thing comes from.
    """
    if not dry:
        options.own(project)
    try:
        done = carry_out(project, make, dry=dry)
    except EditRefused as error:
        refuse(error, lang, rows())
    for path, text in sorted(done.texts.items()):
        before = source(path) if dry and path.is_file() else None
        click.echo(project.shown(path), err=True)
        if before is not None:
            click.echo(changed_lines(before, text), nl=False, err=True)
    return done


def changed_lines(before: str, after: str) -> str:
    """Return the lines that differ, with + and - before them."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    kept = (line for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@")
    return "".join(f"  {line}\n" for line in kept)


def refuse(error: EditRefused, lang: str, rows: Mapping[str, Message]) -> NoReturn:
    """Say what validation finds, and end with 1."""
    tell(f"kkgraph: {error.said(lang)}")
    for finding in error.report.findings:
        parts = (
            said(rows.get(finding.focus, ""), lang),
            finding.named(lang),
            finding.sentence(lang),
            finding.cure(lang),
        )
        tell("  " + " · ".join(filter(None, parts)))
    click.get_current_context().exit(REFUSED)


def names(subjects: Iterable[str]) -> str:
    """Return things by their CURIEs, a line each."""
    return "".join(f"{terms.shorten(subject)}\n" for subject in subjects)
