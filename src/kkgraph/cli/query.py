"""`kkgraph query`: run a saved query, or any SPARQL."""

import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kkgraph import formats
from kkgraph import queries as saved
from kkgraph.cache import load
from kkgraph.cli import options
from kkgraph.cli.language import say, tell
from kkgraph.errors import InputNotReadable, KkgraphError, ParameterInvalid, Said, system
from kkgraph.evidence.assumptions import assumed
from kkgraph.project import Project, find
from kkgraph.store import Store
from kkgraph.tables import Result, says_nothing
from kkgraph.texts import Message, spoken

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kkgraph.formats.screen import Screen

STDIN = "-"
_WORDS = "kkgraph.words"
NETWORKS = "networks"  # the topic whose queries are networks


class QueryCommand(click.Command):
    """A command whose options are also the parameters of the saved query that is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the words of the call for `--help`, which comes before they are read."""
        ctx.meta[_WORDS] = list(args)
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Add the parameters of the saved query that is named beside `--help`."""
        from kkgraph.cli.queries import meaning

        super().format_options(ctx, formatter)
        for one in _named(ctx.meta.get(_WORDS, [])):
            with formatter.section(say("cli.query.parameters", name=one.name)):
                formatter.write_dl(
                    [(f"--{p.name}", meaning(p, spoken.get())) for p in one.parameters]
                )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complete our options and the named query's parameters."""
        from kkgraph.cli import completion

        return super().shell_complete(ctx, incomplete) + completion.parameters(ctx, incomplete)


@click.command(cls=QueryCommand, context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False, shell_complete=options.completed("query_names"))
@click.argument(
    "values", nargs=-1, type=click.UNPROCESSED, shell_complete=options.completed("parameter_values")
)
@click.option("-e", "--expression", metavar="SPARQL", help="Run this SPARQL text.")
@click.option(
    "-f",
    "--file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Run the SPARQL in FILE (-: standard input).",
)
@options.format_(formats.WRITERS, "table")
@click.option("--excel", is_flag=True, help="CSV as Excel opens it: semicolons, names, commas.")
@click.option(
    "--allow-service",
    "allowed",
    multiple=True,
    metavar="HOST",
    help="Let SERVICE in your own SPARQL ask this host (with its port, if it names one).",
)
@options.screen
@options.lang
@options.stated
@options.edition
@options.with_
@options.endpoint
@options.projects
def query(
    project: Project,
    name: str | None,
    values: tuple[str, ...],
    expression: str | None,
    file: Path | None,
    fmt: str,
    output: Path | None,
    lang: str,
    screen: "Screen",
    allowed: tuple[str, ...],
    *,
    stated: bool,
    excel: bool,
) -> None:
    """Run the saved query NAME, or any SPARQL given by -e, -f or - (standard input).

    A saved query's parameters are options: --network STRING. A thing is named by label
    (Danish or English), slug, CURIE or IRI. The query of a network takes the options that
    select a part of it in `network`: --theme, --department, --from and so on. The project's
    prefixes need no declaration.

    Example: kkgraph query fees-by-network --lang da
    """
    texts = _texts(name, expression, file)
    if len(texts) + (name not in (None, STDIN)) != 1 or (texts and values):
        raise click.UsageError(say("cli.query.one_thing"))
    if name and Path(name).suffix and Path(name).is_file():
        raise click.UsageError(say("cli.query.a_file", name=name))
    store = load(project, stated=stated)
    found = None if texts else saved.find_query(project, str(name))
    if found is None:
        ((source, text),) = texts
        answer = saved.evaluate(store, text, source, lang=lang, services=allowed)
        result = _explained(store, answer)
    else:
        result = _named_query(store, found, values, lang)
    if excel:
        formats.write_output(output, formats.excel(result, fmt, output))
    else:
        formats.write(result, fmt, output, screen)
    said = {word[2:].partition("=")[0] for word in values if word.startswith("--")}
    chosen = assumed(found, result, said) if found else ()
    for note in (*result.about.notes, *chosen):
        tell(note)


def _named_query(store: Store, found: saved.Query, values: tuple[str, ...], lang: str) -> Result:
    """Run a saved query; of several projects together, for each survey in turn."""
    project = store.project
    if project.beside:
        from kkgraph.comparison import by_survey

        def ask(one: Project) -> Result:
            return _saved(load(one, stated=store.stated), found, values, lang)

        return by_survey.asked(store, ask, lang)
    return _network(store, project, found, values, lang) or _saved(store, found, values, lang)


def _saved(store: Store, found: saved.Query, values: tuple[str, ...], lang: str) -> Result:
    """Run a saved query with its parameters."""
    bound = given(values)
    return _explained(store, saved.run(store, found, bound, lang), found, bound)


def _explained(
    store: Store,
    result: Result,
    found: saved.Query | None = None,
    bound: Mapping[str, object] | None = None,
) -> Result:
    """Return a result with the reasons why it is empty, if it is."""
    if not says_nothing(result):
        return result
    from kkgraph.evidence.emptiness import explained

    return explained(store, result, found, bound)


def _network(
    store: Store, project: Project, found: saved.Query, values: tuple[str, ...], lang: str
) -> Result | None:
    """Run the query of a network with the selection that `network` takes, None for another."""
    if found.topic != NETWORKS or not values:
        return None
    from kkgraph.networks import selection
    from kkgraph.networks.projection import answer, declaration

    chosen = selection.from_words(words(values, selection.SEVERAL, selection.FLAGS))
    return answer.selected(store, declaration.find_projection(project, found.name), chosen, lang)


def _named(words: list[str]) -> list[saved.Query]:
    """Return the saved query that is the first of some words, if it has parameters."""
    with suppress(KkgraphError):
        query = saved.find_query(find(), next(iter(words), ""))
        return [saved.fitted(load(find()), query)] if query.parameters else []
    return []


def _texts(name: str | None, expression: str | None, file: Path | None) -> list[tuple[Said, str]]:
    """Return the SPARQL texts that a call gives, each with what to call it in errors."""
    found: list[tuple[Said, str]] = []
    if expression is not None:
        found.append(("-e", expression))
    is_piped = str(file) == STDIN
    if file is not None and not is_piped:
        found.append((str(file), _read(file)))
    if name == STDIN or is_piped:
        source = Message("errors.input.stdin")
        found.append((source, _decoded(source, _piped())))
    return found


def _read(path: Path) -> str:
    try:
        return _decoded(str(path), path.read_bytes())
    except OSError as error:
        raise InputNotReadable(path, system(error)) from None


def _piped() -> bytes:
    if sys.stdin is None:
        raise InputNotReadable(Message("errors.input.stdin"), Message("errors.input.closed"))
    return sys.stdin.buffer.read()


def _decoded(source: Said, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputNotReadable(source, Message("errors.input.utf8_at", byte=error.start)) from None


def given(values: tuple[str, ...]) -> dict[str, object]:
    """Return `--name value` and `--name=value` as names and values, each given once."""
    return {name: " ".join(said) for name, said in words(values).items()}


def words(
    values: tuple[str, ...],
    several: Collection[str] = (),
    flags: Collection[str] = (),
) -> dict[str, list[str]]:
    """Return `--name value` and `--name=value` as names and values, of `several` more than one.

    The words up to the next option belong to one value, so that a completed label
    needs no quotes. `flags` have no value but "yes".
    """
    found: list[tuple[str, list[str]]] = []
    for value in values:
        if value.startswith("--"):
            name, equals, rest = value[2:].partition("=")
            found.append((name, [rest] if equals else ["yes"] if name in flags else []))
        elif not found:
            raise click.UsageError(say("cli.query.unexpected", word=value))
        else:
            found[-1][1].append(value)
    together: dict[str, list[str]] = {}
    for name, said in found:
        if name in together and name not in several:
            raise ParameterInvalid(name, Message("errors.parameter.twice"))
        if not said:
            raise ParameterInvalid(name, Message("errors.parameter.valueless"))
        together.setdefault(name, []).append(" ".join(said))
    return together
