"""`kkgraph network`: a declared network as a file for Gephi, NetworkX, R, a browser or a paper."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox
from click.shell_completion import CompletionItem

from kkgraph.cache import load
from kkgraph.cli import options
from kkgraph.cli.language import say, tell
from kkgraph.cli.selection import chosen, selection
from kkgraph.errors.output import EndingClash, EndingUnfit, FormatUnfit, SameFile
from kkgraph.formats import render, write_output
from kkgraph.formats.prose import write_prose
from kkgraph.networks import words
from kkgraph.networks.drawing.style import PRESETS, Style
from kkgraph.networks.model import Network
from kkgraph.networks.projection.declaration import find_projection, load_projections
from kkgraph.networks.writers import WRITERS, format_of
from kkgraph.project import Project
from kkgraph.tables import Table
from kkgraph.texts import spoken

_DEFAULT = "json"


def names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a network."""
    from kkgraph.project import find

    every = load_projections(find(ctx.params.get("project") and ctx.params["project"].root))
    return [
        CompletionItem(one.name, help=one.query.summary[spoken.get()])
        for one in every
        if one.name.startswith(incomplete)
    ]


@click.command()
@click.argument("name", required=False, shell_complete=names)
@click.option("--list", "listed", is_flag=True, help="List the networks.")
@selection
@click.option(
    "--format",
    "fmt",
    type=click.Choice(list(WRITERS)),
    help="Format of the result; else by the ending of FILE, else json (node-link).",
)
@click.option(
    "--measures",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write measures of the nodes and of the whole, against chance, to FILE: .zip (CSV), "
    ".xlsx, .json.",
)
@click.option(
    "--nulls",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    metavar="N",
    help="Random networks with the same degrees to compare with, for --measures.",
)
@click.option(
    "--size", type=click.Choice(list(PRESETS)), help="Set a picture for print or a slide."
)
@click.option("--font", metavar="NAME", help="Font of a picture, before the usual ones.")
@click.option(
    "--caption-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write title and caption of a picture to FILE, and leave them out of it.",
)
@options.output
@options.lang
@options.stated
@options.with_
@options.endpoint
@options.edition
@options.projects
def network(
    project: Project,
    name: str | None,
    fmt: str | None,
    output: Path | None,
    lang: str,
    measures: Path | None,
    nulls: int,
    size: str | None,
    font: str | None,
    caption_file: Path | None,
    *,
    listed: bool,
    stated: bool,
    **wanted: Any,  # noqa: ANN401 - the selection, by name
) -> None:
    """Write the network NAME as a graph file, a picture or a page.

    Nodes and ties have labels in both languages, measures, communities and places, and
    each tie its sections and lines. --list shows the networks. To add one, add a query
    file to queries/networks/.

    Example: kkgraph network cities --format gexf
    """
    if listed:
        _list(project, output, lang, fmt)
        return
    if name is None:
        raise click.UsageError(say("cli.network.name"))
    from kkgraph.networks import report
    from kkgraph.networks.projection.projection import build

    declared = find_projection(project, name)
    if measures is not None and measures.suffix.lower() not in report.WRITERS:
        raise EndingUnfit(measures, None, report.WRITERS)
    _apart(measures, caption_file, output)
    format_ = _format(fmt, output)
    style = _style(format_, size, font, caption_file)
    found = build(load(project, stated=stated), declared, chosen(wanted))
    say_if_empty(found)
    files: list[tuple[Path | None, bytes]] = []
    if measures is not None:
        tables = report.measures(found, lang, nulls)
        files.append((measures, report.WRITERS[measures.suffix.lower()](found.name, tables)))
    if caption_file is not None:
        files.append((caption_file, words.caption_text(found, lang).encode()))
    if measures is None or fmt is not None or output is not None:
        files.append((output, WRITERS[format_](found, lang, **style)))
    for path, content in files:
        write_output(path, content)


def _apart(*paths: Path | None) -> None:
    """Raise SameFile where one file is to hold two results."""
    seen: set[Path] = set()
    for path in filter(None, paths):
        if path.resolve() in seen:
            raise SameFile(path)
        seen.add(path.resolve())


def _style(
    fmt: str, size: str | None, font: str | None, caption_file: Path | None
) -> dict[str, Style]:
    """Return how a picture is set, nothing where that is not said; raises FormatUnfit."""
    if not (size or font or caption_file):
        return {}
    if not WRITERS[fmt].draws:
        raise FormatUnfit(fmt, [name for name, one in WRITERS.items() if one.draws])
    chosen = PRESETS[size] if size else Style()
    return {"style": replace(chosen, font=font or "", captioned=caption_file is None)}


def _format(fmt: str | None, output: Path | None) -> str:
    """Return the format that was named, or the one a file's ending stands for.

    Raises EndingUnfit where the ending stands for none, EndingClash where for another one.
    """
    if output is None or (fmt and not output.suffix):
        return fmt or _DEFAULT
    by_ending = format_of(output)
    if by_ending is not None and fmt not in (None, by_ending):
        raise EndingClash(output, str(fmt))
    if by_ending is None:
        offered = {fmt: WRITERS[fmt]} if fmt else WRITERS
        fit = [f"{name} ({', '.join(one.endings)})" for name, one in offered.items()]
        raise EndingUnfit(output, fmt, fit)
    return by_ending


def say_if_empty(network: Network) -> None:
    """Tell on stderr that a selection left no tie."""
    if not network.edges:
        tell(f"kkgraph: {say('cli.network.empty', name=network.name)}")


def _list(project: Project, output: Path | None, lang: str, fmt: str | None) -> None:
    """Write the networks as a list to read, or as a table in CSV or JSON."""
    if fmt is None:
        write_prose(output, _listed(project, lang))
        return
    if fmt not in ("csv", "json"):
        raise FormatUnfit(fmt, ("csv", "json"))
    rows = tuple(
        tuple(
            ox.Literal(text)
            for text in (one.name, one.mode, one.query.summary[lang], one.weight_meaning[lang])
        )
        for one in load_projections(project)
    )
    write_output(output, render(Table(("name", "mode", "summary", "weight"), rows), fmt))


def _listed(project: Project, lang: str) -> str:
    every = load_projections(project)
    width = max((len(one.name) for one in every), default=0)
    lines = (f"{one.name:<{width}}  {one.mode:<12}  {one.query.summary[lang]}" for one in every)
    return "\n".join(lines) + "\n"
