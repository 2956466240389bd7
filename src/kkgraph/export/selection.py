"""What of the graph goes into an export: layers, one class, or everything."""

from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.classes import instances
from kkgraph.store import Store

LAYERS = (terms.SURVEY, *terms.LAYERS.values())


@dataclass(frozen=True)
class Selection:
    """Which layers (none: all), and the IRI of a class whose things alone are wanted."""

    layers: tuple[str, ...] = ()
    cls: str | None = None
    lang: str = "en"


def quads(store: Store, chosen: Selection) -> list[ox.Quad]:
    """Return the statements of the named graphs that are chosen, sorted."""
    members = None if chosen.cls is None else instances(store.graph, chosen.cls)
    found = (
        quad
        for quad in store.graph
        if isinstance(quad.graph_name, ox.NamedNode)
        and (not chosen.layers or layer(quad.graph_name.value) in chosen.layers)
        and (members is None or getattr(quad.subject, "value", None) in members)
    )
    return sorted(found, key=str)


def layer(graph: str) -> str:
    """Return the layer that a graph belongs to; a graph of the user's own goes by its name."""
    if terms.section_number(graph) is not None:
        return terms.SURVEY
    return terms.LAYERS.get(graph, graph)
