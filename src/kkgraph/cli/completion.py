"""`kkgraph completion`, and what a shell may complete: query names, parameters, labels."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from kkgraph.cli import options
from kkgraph.errors import KkgraphError
from kkgraph.errors.installation import CompletionUnknown
from kkgraph.project import Project, find
from kkgraph.texts import spoken

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_KKGRAPH_COMPLETE"

Found = list[CompletionItem]


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@options.messages
def completion(shell: str) -> None:
    """Print the completion script for a shell; source it from the shell's start-up file.

    Example: kkgraph completion bash
    """
    complete = get_completion_class(shell)
    if complete is None:
        raise CompletionUnknown(shell, SHELLS)
    root = click.get_current_context().find_root().command
    instance = complete(root, {}, "kkgraph", VARIABLE)
    click.echo(instance.source_template % instance.source_vars())


def silent(function: Callable[..., Found]) -> Callable[..., Found]:
    """Return a callback that completes nothing when the project cannot be read."""

    def callback(*args: Any) -> Found:  # noqa: ANN401 - click's callbacks differ
        with suppress(KkgraphError, OSError):
            return function(*args)
        return []

    return callback


def project_of(ctx: click.Context) -> Project:
    """Return the project that a call names, else the one around the working folder."""
    given = ctx.params.get("project")
    return given if isinstance(given, Project) else find()


@silent
def query_names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Found:
    """Complete the names of saved queries, with their summaries."""
    from kkgraph.queries import load_queries

    every = load_queries(project_of(ctx))
    lang = ctx.params.get("lang") or spoken.get()
    names = [q for q in every if q.name.startswith(incomplete)]
    return [CompletionItem(q.name, help=q.summary[lang]) for q in names]


@silent
def parameters(ctx: click.Context, incomplete: str) -> Found:
    """Complete `--network` for a query that has such a parameter."""
    from kkgraph.queries import find_query

    name = ctx.params.get("name")
    if not name or not incomplete.startswith("-"):
        return []
    found = (
        (f"--{p.name}", p.label[spoken.get()]) for p in find_query(project_of(ctx), name).parameters
    )
    return [CompletionItem(o, help=label) for o, label in found if o.startswith(incomplete)]


@silent
def parameter_values(ctx: click.Context, _param: click.Parameter, incomplete: str) -> Found:
    """Complete the labels of things that an entity parameter accepts, the values of an enum."""
    from kkgraph.parameters import entity_class, is_entity
    from kkgraph.queries import find_query

    given = list(ctx.params.get("values") or ())
    at = max((i for i, word in enumerate(given) if word.startswith("--")), default=None)
    name = ctx.params.get("name")
    if at is None or not name:
        return []
    wanted = {f"--{p.name}": p for p in find_query(project_of(ctx), name).parameters}
    parameter = wanted.get(given[at])
    if parameter is None or not is_entity(parameter.type):
        values = parameter.values if parameter else ()
        return [CompletionItem(value) for value in values if value.startswith(incomplete)]
    return _labels(ctx, given[at + 1 :], incomplete, entity_class(parameter.type))


@silent
def entity(ctx: click.Context, param: click.Parameter, incomplete: str) -> Found:
    """Complete the labels of all things."""
    before = ctx.params.get(param.name or "") or ()
    return _labels(ctx, list(before), incomplete, None)


def _labels(ctx: click.Context, before: list[str], incomplete: str, cls: str | None) -> Found:
    """Complete labels word by word: `before` are the words that are already typed."""
    from kkgraph import cache, terms
    from kkgraph.entities import search
    from kkgraph.entities.classes import instances

    loaded = cache.load(project_of(ctx), stated=True)
    members = None if cls is None else instances(loaded.graph, cls)
    done = "".join(f"{word} " for word in before)
    typed = (done + incomplete).casefold()
    found = {
        s.text[len(done) :]: terms.kind_of(s.thing) or ""
        for s in search.spellings(loaded)
        if s.rank == 0
        and s.text.casefold().startswith(typed)
        and (members is None or s.thing in members)
    }
    return [CompletionItem(text, help=kind) for text, kind in sorted(found.items())]


def class_names(*args: Any) -> Found:  # noqa: ANN401 - click's callbacks differ
    """Complete the classes that `kkgraph new` takes."""
    from kkgraph.cli.editing import completion as editing

    return editing.class_names(*args)


def field_values(*args: Any) -> Found:  # noqa: ANN401 - click's callbacks differ
    """Complete the values of a field of `kkgraph new`."""
    from kkgraph.cli.editing import completion as editing

    return editing.field_values(*args)
