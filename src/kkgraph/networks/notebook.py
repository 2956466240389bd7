"""`kkgraph.network`: a declared network as a NetworkX graph, for a notebook."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kkgraph.networks.projection.declaration import find_projection
from kkgraph.networks.projection.projection import build
from kkgraph.networks.selection import WHOLE, Selection
from kkgraph.networks.writers.attributes import to_networkx
from kkgraph.project import find
from kkgraph.store import load

if TYPE_CHECKING:
    import networkx as nx


def network(
    name: str,
    selection: Selection = WHOLE,
    *,
    lang: str = "en",
    stated: bool = False,
    project: Path | None = None,
) -> "nx.Graph[Any]":
    """Return a declared network ("cities") with all attributes on its nodes and edges.

    `selection` says what of it, by names or IRIs: `kkgraph.Selection(chapters=("6",))`. `lang`
    ("da" or "en") is the language of names, `project` a project's folder, found if not given.
    Raises NetworkNotFound, ParameterInvalid and EntityNotFound.
    """
    found = find(project)
    declared, loaded = find_projection(found, name), load(found, stated=stated)
    return to_networkx(build(loaded, declared, selection), lang)
