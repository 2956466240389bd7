"""Options that several commands share, each one decorator."""

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kkgraph.project import Project, find

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


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


def stated(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--stated`: only what the survey itself says."""
    return click.option(
        "--stated",
        is_flag=True,
        help="Only what the survey itself says: nothing linked or derived.",
    )(function)


def lang(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--lang da|en`: the language of labels and texts."""
    return click.option(
        "--lang",
        type=click.Choice(["da", "en"]),
        default="en",
        show_default=True,
        help="Language of labels and texts.",
    )(function)


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
    """`--format NAME`: the function gets it as `fmt`."""
    return click.option(
        "--format",
        "fmt",
        type=click.Choice(list(names)),
        default=default,
        show_default=True,
        help="Format of the result.",
    )
