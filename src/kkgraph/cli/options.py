"""Options that several commands share, each one decorator."""

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from click.core import ParameterSource

from kkgraph import formats
from kkgraph.cli import language
from kkgraph.errors import ProjectNotFound
from kkgraph.project import Project, find

if TYPE_CHECKING:
    from kkgraph.formats.screen import Layout, Screen

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
lang, messages = language.lang, language.messages


def completed(name: str) -> Callable[..., Any]:
    """Return the callback of a name in `kkgraph.cli.completion`, imported when a shell asks."""

    def complete(*args: Any) -> Any:  # noqa: ANN401 - click's callbacks differ
        return getattr(import_module("kkgraph.cli.completion"), name)(*args)

    return complete


def _find(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Project:
    return find(value)


def project(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--project DIR`: the function gets the found Project as `project`."""
    return click.option(
        "--project",
        type=click.Path(path_type=Path),
        callback=_find,
        metavar="DIR",
        help="Use the project in DIR; else the checkout around the working folder, "
        "else the packaged graph.",
    )(function)


def own(project: Project) -> None:
    """Refuse to write to the packaged graph where no project was named and none is around."""
    source = click.get_current_context().get_parameter_source("project")
    is_named = source is not ParameterSource.DEFAULT
    here = Path.cwd()
    if not is_named and project.root not in (here, *here.parents):
        raise ProjectNotFound(here)


def _find_all(_ctx: click.Context, _param: click.Parameter, value: tuple[Path, ...]) -> Project:
    """Return the first project that is named, with the others beside it."""
    if len(value) < 2:  # noqa: PLR2004 - two are several
        return find(*value)
    first, *others = map(find, value)
    return first.together(tuple(others)).use()


def projects(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--project DIR`, once or more: the function gets one Project, others beside it."""
    return click.option(
        "--project",
        type=click.Path(path_type=Path),
        callback=_find_all,
        multiple=True,
        metavar="DIR",
        help="Use the project in DIR, or several together; else the checkout around the working "
        "folder, else the packaged graph.",
    )(function)


def edition(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--as-of DATE`, `--source SLUG`: the project that the function gets says what counts."""

    @wraps(function)
    def called(
        *args: Any,  # noqa: ANN401 - click's signature
        project: Project,
        as_of: str | None,
        source: str | None,
        **rest: Any,  # noqa: ANN401 - click's signature
    ) -> Any:  # noqa: ANN401 - click's signature
        if as_of is not None or source is not None:
            from kkgraph.editions.edition import Edition

            project = replace(project, edition=Edition(as_of, source))
        return function(*args, project=project, **rest)

    dated = click.option(
        "--as-of",
        metavar="DATE",
        help="What held on a day, in a month or year: no later source, nothing that was revised.",
    )
    sourced = click.option(
        "--source",
        metavar="NAME",
        help="Only what one source says, named by the end of its IRI: memo-2021.",
    )
    return dated(sourced(called))


def endpoint(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--endpoint URL`: the project that the function gets asks a server for its graph."""

    @wraps(function)
    def called(*args: Any, project: Project, endpoint: str | None, **rest: Any) -> Any:  # noqa: ANN401 - click's signature
        if endpoint:
            from kkgraph import remote

            project = replace(project, endpoint=endpoint)
            if note := remote.note(project, rest.get("lang") or "en"):
                language.tell(f"kkgraph: {note}")
        return function(*args, project=project, **rest)

    return click.option(
        "--endpoint",
        envvar="KKGRAPH_ENDPOINT",
        show_envvar=True,
        metavar="URL",
        help="Ask the SPARQL server at URL, or the one that the config file has by that name.",
    )(called)


def stated(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--stated`: only what the survey itself says."""
    return click.option(
        "--stated",
        is_flag=True,
        help="Only what the survey itself says: nothing linked or derived.",
    )(function)


def with_(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--with FILE`: the project that the function gets has the file's data beside its own."""

    @wraps(function)
    def called(*args: Any, own: tuple[Path, ...], project: Project, **rest: Any) -> Any:  # noqa: ANN401 - click's signature
        return function(*args, project=project.plus(own), **rest)

    return click.option(
        "--with",
        "own",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="FILE",
        help="Read your own data from FILE (any RDF), too, in a graph of its own.",
    )(called)


def output(function: Callable[..., Any]) -> Callable[..., Any]:
    """`-o FILE`: where the result goes, instead of standard output."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write to FILE instead of standard output.",
    )(function)


def format_(names: Iterable[str], default: str) -> Decorator:
    """`--format NAME` and `-o FILE`: the function gets them as `fmt` and `output`.

    A format that is not named goes by the ending of FILE, and is `default` on standard output.
    """
    listed = list(names)

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def called(*args: Any, fmt: str | None, output: Path | None, **rest: Any) -> Any:  # noqa: ANN401 - click's signature
            name = formats.chosen(fmt, output, listed, default)
            return function(*args, fmt=name, output=output, **rest)

        named = click.option(
            "--format",
            "fmt",
            type=click.Choice(listed),
            help=f"Format of the result; else by the ending of FILE, else {default}.",
        )
        into = click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Write to FILE, in the format that it ends in.",
        )
        return cast("Callable[..., Any]", named(into(called)))

    return decorate


def screen(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--layout`, `--width`, `--ids`: the function gets them as one `screen`."""

    @wraps(function)
    def called(
        *args: Any,  # noqa: ANN401 - click's signature
        layout: "Layout | None",
        width: int | None,
        ids: bool,
        **rest: Any,  # noqa: ANN401 - click's signature
    ) -> Any:  # noqa: ANN401 - click's signature
        return function(*args, screen=_screen(rest.get("output"), layout, width, ids=ids), **rest)

    options = (
        click.option(
            "--layout",
            type=click.Choice(["table", "rows"]),
            help="A table, or a block a row; else what reads better.",
        ),
        click.option(
            "--width",
            type=click.IntRange(min=20),
            metavar="N",
            help="Fit the table to N columns; else to the screen, elsewhere not at all.",
        ),
        click.option("--ids", is_flag=True, help="Show things by their identifiers, not by name."),
    )
    for option in reversed(options):
        called = option(called)
    return called


def _screen(
    output: Path | None, layout: "Layout | None", width: int | None, *, ids: bool
) -> "Screen":
    from kkgraph.formats.screen import Screen

    is_screen = output is None and sys.stdout is not None and sys.stdout.isatty()
    if is_screen and width is None:
        from shutil import get_terminal_size

        width = get_terminal_size().columns
    is_bold = is_screen and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(width, layout, ids=ids, is_bold=is_bold)
