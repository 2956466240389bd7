"""`%%sparql` in a notebook, after `%load_ext kkgraph`: a cell of SPARQL, a DataFrame, a plot.

    %%sparql --plot bar -p network=STRING --into members
    SELECT ?member { ?member kk:isMemberOf ?_network }

A parameter `network` is the variable `?_network`; its value is a thing by any name, a number, a
text, or with `$name` a variable of the notebook. `%sparql NAME -p network=STRING` runs a saved
query.
"""

import argparse
import shlex
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import pyoxigraph as ox

from kkgraph import notebook, queries
from kkgraph.entities.search import resolve
from kkgraph.errors import EntityNotFound, KkgraphError, Said
from kkgraph.evidence.assumptions import assumed
from kkgraph.evidence.emptiness import explained
from kkgraph.sparql import text as sparql_text
from kkgraph.store import Store
from kkgraph.tables import Result, Table
from kkgraph.texts import LANGUAGES, Message

if TYPE_CHECKING:
    import pandas as pd

PLOTS = ("bar", "barh", "line", "pie", "scatter")


class Shell(Protocol):
    """What is used of IPython."""

    user_ns: dict[str, Any]

    def register_magic_function(
        self, func: Callable[..., Any], magic_kind: str, magic_name: str
    ) -> None:
        """Make a function a magic."""


class MagicMisused(KkgraphError):
    """The line after `%%sparql` is not understood."""

    def __init__(self, why: Said) -> None:
        """Say why, with a line that works."""
        super().__init__(Message("errors.magic.misused", why=why), Message("errors.magic.example"))


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise MagicMisused(message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="%%sparql", add_help=False)
    parser.add_argument("name", nargs="?")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--into")
    parser.add_argument("--plot", choices=PLOTS)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--project")
    parser.add_argument("--endpoint")
    parser.add_argument("--stated", action="store_true")
    return parser


def load_ipython_extension(shell: Shell) -> None:
    """Register `%sparql` and `%%sparql` (`%load_ext kkgraph`)."""

    def magic(line: str, cell: str | None = None) -> Any:  # noqa: ANN401 - a frame or a verdict
        return sparql(line, cell, shell.user_ns)

    shell.register_magic_function(magic, "line_cell", "sparql")


def sparql(line: str, cell: str | None, variables: dict[str, Any]) -> Any:  # noqa: ANN401 - a frame or a verdict
    """Run a cell of SPARQL, or a saved query; return a DataFrame, a verdict, or a graph.

    What `kkgraph query` says beside the rows, which default chose them and why there is none,
    goes to standard error. The DataFrame is put into the variable of `--into`, too, and drawn by
    `--plot`. Raises MagicMisused and what `kkgraph.query` raises.
    """
    try:
        asked = _parser().parse_args(shlex.split(line))
    except ValueError as error:
        raise MagicMisused(str(error)) from None
    values = dict(_pair(one, variables) for one in asked.parameter)
    if not ((cell or "").strip() or asked.name):
        raise MagicMisused(Message("errors.magic.no_query"))
    if (cell or "").strip() and asked.name:
        raise MagicMisused(Message("errors.magic.two", name=asked.name))
    if asked.into and not asked.into.isidentifier():
        raise MagicMisused(Message("errors.magic.into", name=asked.into))
    store = notebook.load(asked.project, stated=asked.stated, endpoint=asked.endpoint)
    query = queries.find_query(store.project, asked.name) if asked.name else None
    if query:
        answered = queries.run(store, query, values, asked.lang)
    else:
        answered = _evaluated(store, asked, cell or "", values)
    found = explained(store, answered, query, values if query else None)
    for note in (*found.about.notes, *(assumed(query, found, values, "-p ") if query else ())):
        sys.stderr.write(f"{note}\n")
    answer = found.to_pandas() if isinstance(found, Table) else found
    if asked.into:
        variables[asked.into] = answer
    if asked.plot and isinstance(found, Table):
        draw(answer, asked.plot)
    return answer


def _evaluated(
    store: Store, asked: argparse.Namespace, cell: str, values: Mapping[str, object]
) -> Result:
    used = sparql_text.variables(cell)
    for name in values:
        if queries.MARK + name not in used:
            raise MagicMisused(Message("errors.magic.unused", name=name))
    bound = {queries.MARK + name: _term(store, value) for name, value in values.items()}
    return queries.evaluate(store, cell, "cell", bound, asked.lang)


def _pair(text: str, variables: Mapping[str, Any]) -> tuple[str, object]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise MagicMisused(Message("errors.magic.pair", text=repr(text)))
    if not value.startswith("$"):
        return name, value
    if value[1:] not in variables:
        raise MagicMisused(Message("errors.magic.variable", name=value[1:]))
    return name, variables[value[1:]]


def _term(store: Store, value: object) -> ox.NamedNode | ox.Literal:
    """Return a value as a term: a number or truth value as such, a name as the thing it names."""
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    text = str(value)
    if text.lstrip("-").isdecimal():
        return ox.Literal(int(text))
    try:
        return resolve(store, text)
    except EntityNotFound:
        return ox.Literal(text)


def draw(frame: "pd.DataFrame", kind: str) -> Any:  # noqa: ANN401 - matplotlib's axes
    """Draw a frame: its first text against its numbers; raises MagicMisused without any."""
    numbers = list(frame.select_dtypes("number").columns)
    texts = [name for name in frame.columns if name not in numbers]
    if not numbers:
        raise MagicMisused(Message("errors.magic.no_numbers"))
    called = [name for name in texts if name.endswith("Label")] or texts
    index = called[0] if called and kind != "scatter" else None
    shown = frame.set_index(index)[numbers] if index else frame[numbers]
    if kind == "pie":
        return shown[numbers[0]].plot.pie(ylabel="")
    if kind == "scatter":
        return shown.plot.scatter(numbers[0], numbers[-1])
    return shown.plot(kind=kind, xlabel="" if index else None)
