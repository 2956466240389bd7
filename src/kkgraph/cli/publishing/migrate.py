"""`kkgraph migrate`: bring a project of an earlier version to the present one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kkgraph import terms
from kkgraph.cli import options
from kkgraph.project import Project
from kkgraph.sparql.terms import lexical

if TYPE_CHECKING:
    from kkgraph.validation.report.findings import Finding

LEFT = 1
_NAMED = 3  # things that a mistake lists


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@options.lang
@options.project
@click.pass_context
def migrate(ctx: click.Context, project: Project, lang: str, *, dry_run: bool) -> None:
    """Bring a project to the present ontology, and say what is left for a person to do.

    What has another name now is renamed where it stands; comments and order stay. A project's
    own ontology, shapes and rules are replaced. Exit code 1: something is left to do.

    Example: kkgraph migrate --dry-run
    """
    from kkgraph.differences.sentences import Speaker
    from kkgraph.differences.writers import text
    from kkgraph.migrations.migration import migrate as migrated
    from kkgraph.migrations.migration import present
    from kkgraph.texts import phrase

    if not dry_run:
        options.own(project)
    found = migrated(project, dry=dry_run)
    speaker = Speaker.of(found.difference, present().ontology_file(), lang)
    click.echo(text(found.difference, speaker), nl=False)
    for todo in found.todo:
        click.echo(f"\n{phrase('migrations.todo', lang)} {todo.step.summary[lang]}")
        for row in todo.rows:
            click.echo("  " + " ".join(terms.shorten(lexical(term)) for term in row))
    wrong = [one for one in found.report.findings if one.severity != "Info"]
    if wrong:
        click.echo(f"\n{phrase('migrations.findings', lang, n=len(wrong))}")
    for line in _folded(wrong, lang):
        click.echo(f"  {line}")
    ctx.exit(LEFT if found.todo or wrong else 0)


def _folded(findings: "list[Finding]", lang: str) -> Iterator[str]:
    """Yield each mistake once, with the first things that have it and how many there are."""
    by_sentence: dict[str, list[str]] = {}
    for one in findings:
        words = f"{one.sentence(lang)} {one.cure(lang)}"
        by_sentence.setdefault(words, []).append(one.named(lang))
    for words, things in by_sentence.items():
        more = f" … ({len(things)})" if len(things) > _NAMED else ""
        yield f"{words} {', '.join(things[:_NAMED])}{more}"
