"""What options of publishing take: addresses of the web, and how long a query may last."""

import re
from collections.abc import Callable
from math import isnan
from typing import Any
from urllib.parse import urlsplit

import click

from kkgraph.cli.language import say

_ADDRESS = re.compile(r"[A-Za-z0-9._~:/%+,;=@!$&*()\[\]-]+")  # no query, no fragment


def web_address(_ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return an address of the web, or the default; raises BadParameter for one that is none."""
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        open_ = parts.scheme in ("http", "https") and "@" not in parts.netloc  # no password
        has_host = open_ and bool(parts.hostname) and (parts.port or 1)
    except ValueError:
        has_host = False
    if value != param.default and not (has_host and _ADDRESS.fullmatch(value)):
        raise click.BadParameter(say("cli.no_address", text=repr(value)))
    return value


class Seconds(click.FloatRange):
    """A number in a range; nan, which lies in none and outside of none, is refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's signature
        """Return the number."""
        found = super().convert(value, param, ctx)
        if isnan(found):
            self.fail(say("cli.no_number", value=value, range=self._describe_range()), param, ctx)
        return found


def time_limit(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--time-limit SECONDS`, of what answers others: the function gets it as `time_limit`."""
    return click.option(
        "--time-limit",
        type=Seconds(0.1, 3600),
        default=10.0,
        show_default=True,
        metavar="SECONDS",
        help="A query that takes longer is stopped.",
    )(function)
