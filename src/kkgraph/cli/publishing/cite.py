"""`kkgraph cite`: a citation of the dataset, a thing or a query's result, and its check."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kkgraph.cli import options
from kkgraph.cli.query import given
from kkgraph.formats import write_output
from kkgraph.project import Project, read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from kkgraph.citing.subjects import Cited
    from kkgraph.store import Store

DIFFERS = 1
_FORMATS = ("text", "bibtex", "csl-json", "ris")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument(
    "words",
    nargs=-1,
    type=click.UNPROCESSED,
    metavar="[THING|QUERY]",
    shell_complete=options.completed("query_names"),
)
@click.option(
    "--verify",
    "claim",
    metavar="CITATION",
    help="Check a citation: its text, a file that holds it, its digest, or - for standard input.",
)
@click.option(
    "--against",
    metavar="VERSION",
    help="Look in an older version: a release's folder, a dump or a revision of git.",
)
@options.format_(_FORMATS, "text")
@options.lang
@options.project
@click.pass_context
def cite(
    ctx: click.Context,
    words: tuple[str, ...],
    claim: str | None,
    against: str | None,
    fmt: str,
    output: Path | None,
    lang: str,
    project: Project,
) -> None:
    """Cite the dataset, a THING, or the result of a saved QUERY with its parameters.

    The citation has version, date and the SHA-256 of the canonical content. --verify tells
    whether what is cited is still the same: exit code 0, and 1 where it is not.

    Example: kkgraph cite fees-by-network
    """
    from kkgraph.citing import reference, subjects, verification
    from kkgraph.citing.versions import opened

    with opened(project, against) as store:
        if claim is not None:
            verdict = verification.check(store, verification.read(_text(claim)), _find(words))
            write_output(output, verification.in_words(verdict, lang).encode())
            ctx.exit(0 if verdict else DIFFERS)
        cited = (_find(words) or subjects.dataset)(store)
        if fmt == "text":
            content = subjects.text(store, cited, lang)
        else:
            write = {"bibtex": reference.bibtex, "csl-json": reference.csl, "ris": reference.ris}
            content = write[fmt](subjects.reference(store, cited, lang))
    write_output(output, content.encode())


def _find(words: tuple[str, ...]) -> "Callable[[Store], Cited] | None":
    """Return the function that finds what some words name, None for no words."""
    from kkgraph.citing import subjects

    first = next((i for i, word in enumerate(words) if word.startswith("--")), len(words))
    name, values = " ".join(words[:first]), given(words[first:])
    if values and not name:
        raise click.NoSuchOption(words[first].partition("=")[0])
    return (lambda store: subjects.find(store, name, values)) if words else None


def _text(claim: str) -> str:
    """Return the citation: the text itself, that of a file, or standard input."""
    if claim == "-":
        return sys.stdin.read()
    is_file = len(claim) < 1000 and "\n" not in claim and Path(claim).is_file()  # noqa: PLR2004
    return read_text(Path(claim)) if is_file else claim
