"""The options that say what of a network is wanted, as `network` and `map` have them."""

from collections.abc import Callable
from typing import Any

import click

from kkgraph.networks.selection import FILTERS, MERGE, METHODS, WHOLE, Selection, from_words

# What a command calls an option -> what it is called on the command line.
_NAMES = {
    "first": "from",
    "last": "to",
    "method": "projection",
    "min_weight": "min-weight",
    "core": "k-core",
    "drop_isolated": "drop-isolated",
}
_OPTIONS = (
    click.option("--theme", multiple=True, help="Only ties of this theme (several: any of them)."),
    click.option(
        "--department", multiple=True, help="Only ties of this department (several: any)."
    ),
    click.option(
        "--chapter", multiple=True, help="Only what this chapter or section states: 6, 4.3."
    ),
    click.option(
        "--from",
        "first",
        metavar="DATE",
        default="",
        help="Only ties not over before DATE; undated stay.",
    ),
    click.option(
        "--to", "last", metavar="DATE", default="", help="Only ties begun by DATE; undated stay."
    ),
    click.option(
        "--at",
        metavar="DATE",
        default="",
        help="Only ties of this year, month or day; undated stay.",
    ),
    click.option(
        "--merge", type=click.Choice([MERGE]), help="Take municipalities as their cities."
    ),
    click.option(
        "--projection",
        "method",
        type=click.Choice(METHODS),
        default=WHOLE.method,
        show_default=True,
        help="How a one-mode network weighs what two nodes share.",
    ),
    click.option("--min-weight", type=float, metavar="N", help="Only ties that weigh at least N."),
    click.option(
        "--backbone",
        type=(click.Choice(FILTERS), float),
        metavar="disparity|noise-corrected ALPHA",
        help="Only ties that weigh more than chance gives their ends, at this level: 0.05.",
    ),
    click.option("--ego", metavar="ENTITY", help="Only the neighbourhood of this node."),
    click.option(
        "--radius",
        type=click.IntRange(min=0),
        metavar="N",
        help="Steps around --ego; 1 if not given.",
    ),
    click.option(
        "--k-core",
        "core",
        type=click.IntRange(min=1),
        metavar="K",
        help="Only the part in which each node is tied to at least K others of it.",
    ),
    click.option("--largest", is_flag=True, help="Only the largest connected part."),
    click.option("--drop-isolated", is_flag=True, help="Leave out nodes without a tie."),
)


def selection(command: Callable[..., object]) -> Callable[..., object]:
    """Add the options; the command gets them by name and hands them to `chosen`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def chosen(wanted: dict[str, Any]) -> Selection:
    """Return the selection that the options give; raises ParameterInvalid."""
    given = {_NAMES.get(key, key): value for key, value in wanted.items() if _is_given(value)}
    return from_words({key: _words(value) for key, value in given.items()})


def _is_given(value: object) -> bool:
    return value is not None and value is not False and value not in ((), "")


def _words(value: Any) -> list[str]:  # noqa: ANN401 - whatever an option gives
    """Return an option's values as they are written: a backbone's filter and level are one."""
    if value is True:
        return ["yes"]
    if isinstance(value, tuple) and isinstance(value[-1], float):
        return [" ".join(map(str, value))]
    return [str(one) for one in value] if isinstance(value, tuple) else [str(value)]
