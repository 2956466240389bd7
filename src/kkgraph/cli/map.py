"""`kkgraph map`: the cities of a network on outlines of the world, Europe and the North."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from kkgraph.cache import load
from kkgraph.cli import network as networks
from kkgraph.cli import options
from kkgraph.cli.selection import chosen, selection
from kkgraph.errors.networks import NoPlaces
from kkgraph.errors.output import EndingClash, EndingUnfit
from kkgraph.formats import write_output
from kkgraph.maps.places import places_of
from kkgraph.networks.model import Network, Node
from kkgraph.networks.projection.declaration import find_projection
from kkgraph.project import Project
from kkgraph.store import Store

_FORMATS = {
    "svg": "svg:svg",
    "png": "svg:png",
    "html": "page:page",
    "geojson": "geography:geojson",
    "kml": "geography:kml",
}
_NETWORK = "city-ties"


@click.command("map")
@click.argument("name", default=_NETWORK, shell_complete=networks.names)
@selection
@click.option(
    "--format",
    "fmt",
    type=click.Choice(list(_FORMATS)),
    help="Format of the map; else by the ending of FILE, else svg.",
)
@options.output
@options.lang
@options.stated
@options.endpoint
@options.edition
@options.projects
def map_(
    project: Project,
    name: str,
    fmt: str | None,
    output: Path | None,
    lang: str,
    *,
    stated: bool,
    **wanted: Any,  # noqa: ANN401 - the selection, by name
) -> None:
    """Draw the cities of the network NAME, with arcs from home by number of ties.

    Without a NAME it is every cooperation, project and network that ties a city. Three
    frames tell near cities apart: the world, Europe and the Nordic countries. As html it is
    one page that works offline, with the same filters. Where a city lies is never from the
    survey, so --stated leaves out ties that others tell of, not the places.

    Example: kkgraph map departments-cities --format svg
    """
    from kkgraph.networks.projection.projection import build

    write = _writer(fmt, output)
    declared = find_projection(project, name)
    found = build(load(project, stated=stated), declared, chosen(wanted))
    if stated:
        found = _placed(found, load(project))
    if not places_of(found):
        raise NoPlaces(name)
    write_output(output, write(found, lang))


def _placed(network: Network, whole: Store) -> Network:
    """Give the nodes of a network the places that they have in the whole graph."""
    from kkgraph.networks.projection.attributes import Attributes

    places = Attributes(whole)

    def placed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        spots = ((node, *places.place(node.id)) for node in nodes)
        return tuple(replace(node, lat=lat, long=long) for node, lat, long in spots)

    return replace(network, nodes=placed(network.nodes), home=placed(network.home))


def _writer(fmt: str | None, output: Path | None) -> Callable[[Network, str], bytes]:
    """Return what writes the format that is named, or that a file's ending stands for."""
    from importlib import import_module

    ending = output.suffix.removeprefix(".").lower() if output else ""
    name = fmt or ending or "svg"
    if output and fmt and ending in _FORMATS and name != ending:
        raise EndingClash(output, fmt)
    if output and ending not in _FORMATS and (ending or not fmt):
        raise EndingUnfit(output, fmt, (f".{one}" for one in _FORMATS))
    module, _, function = _FORMATS[name].partition(":")
    write: Callable[[Network, str], bytes] = getattr(
        import_module(f"kkgraph.maps.{module}"), function
    )
    return write
