"""`kkgraph network`: a declared network as a file for Gephi, NetworkX, R, a browser or a paper."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from kkgraph import terms
from kkgraph.cache import load
from kkgraph.cli import options
from kkgraph.entities import search
from kkgraph.errors import FormatUnfit, ParameterInvalid
from kkgraph.formats import write_output
from kkgraph.networks.model import Network
from kkgraph.networks.projection.declaration import find_projection, load_projections
from kkgraph.networks.writers import WRITERS, format_of
from kkgraph.project import Project
from kkgraph.store import Store

_DEFAULT = "json"
_YEAR = click.IntRange(1000, 9999)
# Option -> what captions call it, in the order of captions.
_FILTER_NAMES = {
    "theme": "theme",
    "department": "department",
    "chapter": "chapter",
    "first": "from",
    "last": "to",
    "min_weight": "min-weight",
    "ego": "ego",
    "radius": "radius",
    "largest": "largest",
    "drop_isolated": "drop-isolated",
}


def names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a network."""
    from kkgraph.project import find

    every = load_projections(find(ctx.params.get("project") and ctx.params["project"].root))
    return [
        CompletionItem(one.name, help=one.query.summary["en"])
        for one in every
        if one.name.startswith(incomplete)
    ]


_FILTERS = (
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
        type=_YEAR,
        metavar="YEAR",
        help="Leave out ties that ended before YEAR; undated ties stay.",
    ),
    click.option(
        "--to",
        "last",
        type=_YEAR,
        metavar="YEAR",
        help="Leave out ties that began after YEAR; undated ties stay.",
    ),
    click.option("--min-weight", type=float, metavar="N", help="Only ties that weigh at least N."),
    click.option("--ego", metavar="ENTITY", help="Only the neighbourhood of this node."),
    click.option(
        "--radius",
        type=click.IntRange(min=0),
        metavar="N",
        help="Steps around --ego; 1 if not given.",
    ),
    click.option("--largest", is_flag=True, help="Only the largest connected part."),
    click.option("--drop-isolated", is_flag=True, help="Leave out nodes without a tie."),
)


def filters(command: Callable[..., object]) -> Callable[..., object]:
    """Add the options that say which ties count and what part of a network to take."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("name", required=False, shell_complete=names)
@click.option("--list", "listed", is_flag=True, help="List the networks.")
@filters
@click.option(
    "--format",
    "fmt",
    type=click.Choice(list(WRITERS)),
    help="Format of the result; else by the ending of FILE, else json (node-link).",
)
@options.output
@options.lang
@options.stated
@options.with_
@options.project
def network(
    project: Project,
    name: str | None,
    fmt: str | None,
    output: Path | None,
    lang: str,
    *,
    listed: bool,
    stated: bool,
    **wanted: Any,  # noqa: ANN401 - the filters, by name
) -> None:
    """Write the network NAME as a graph file, a picture or a page.

    Nodes and ties have labels in both languages, measures, communities and places, and
    each tie its sections and lines. --list shows the networks. To add one, add a query
    file to queries/networks/.

    Example: kkgraph network cities --format gexf
    """
    if listed:
        write_output(output, _listed(project, lang).encode())
        return
    if name is None:
        raise click.UsageError("give the NAME of a network, or --list")
    declared = find_projection(project, name)
    format_ = _format(fmt, output)
    found = built(load(project, stated=stated), declared, wanted)
    write_output(output, WRITERS[format_](found, lang))


def _format(fmt: str | None, output: Path | None) -> str:
    """Return the format that was named, or the one a file's ending stands for."""
    if fmt is None and output is not None and output.suffix:
        fmt = format_of(output)
        if fmt is None:
            fit = [f"{name} ({', '.join(one.endings)})" for name, one in WRITERS.items()]
            raise FormatUnfit(output.suffix.removeprefix("."), fit)
    return fmt or _DEFAULT


def _listed(project: Project, lang: str) -> str:
    every = load_projections(project)
    width = max((len(one.name) for one in every), default=0)
    lines = (f"{one.name:<{width}}  {one.mode:<12}  {one.query.summary[lang]}" for one in every)
    return "\n".join(lines) + "\n"


def built(store: Store, declared: Any, wanted: dict[str, Any]) -> Network:  # noqa: ANN401 - Projection
    """Build the network with the filters of the command line, named in its captions."""
    from kkgraph.networks.projection.evidence_rows import Filters
    from kkgraph.networks.projection.projection import build
    from kkgraph.networks.projection.subgraph import Subgraph

    _check(wanted, stated=store.stated)
    filters = Filters(
        themes=_resolved(store, wanted["theme"], "Theme"),
        departments=_resolved(store, wanted["department"], "Department"),
        chapters=_numbers(_resolved(store, wanted["chapter"], "Section")),
        first_year=wanted["first"],
        last_year=wanted["last"],
    )
    ego = search.resolve(store, wanted["ego"]).value if wanted["ego"] else None
    cut = Subgraph(
        min_weight=wanted["min_weight"] or 0.0,
        ego=ego,
        radius=1 if wanted["radius"] is None else wanted["radius"],
        largest=wanted["largest"],
        drop_isolated=wanted["drop_isolated"],
    )
    said = _said(wanted) | ({"stated": "yes"} if store.stated else {})
    return replace(build(store, declared, filters, cut), filters=said)


def _check(wanted: dict[str, Any], *, stated: bool) -> None:
    if stated and wanted["theme"]:
        raise ParameterInvalid("theme", "themes are our own, and --stated leaves them out")
    if wanted["radius"] is not None and not wanted["ego"]:
        raise ParameterInvalid("radius", "needs --ego, the node to count steps from")
    first, last = wanted["first"], wanted["last"]
    if first is not None and last is not None and first > last:
        raise ParameterInvalid("to", f"{last} lies before --from {first}")


def _resolved(store: Store, texts: tuple[str, ...], cls: str) -> tuple[str, ...]:
    return tuple(search.resolve(store, text, terms.term(cls)).value for text in texts)


def _numbers(sections: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(terms.section_number(iri) or "" for iri in sections)


def _said(wanted: dict[str, Any]) -> dict[str, str]:
    """Return the filters in force as they were given, for captions."""
    given = {key: value for key, value in wanted.items() if value not in (None, False, ())}
    return {name: _text(given[key]) for key, name in _FILTER_NAMES.items() if key in given}


def _text(value: Any) -> str:  # noqa: ANN401 - whatever an option gives
    if value is True:
        return "yes"
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
