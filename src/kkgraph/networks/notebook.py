"""`kkgraph.network`: a declared network as a NetworkX graph, for a notebook."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kkgraph import remote
from kkgraph.networks.projection.declaration import find_projection
from kkgraph.networks.projection.projection import build
from kkgraph.networks.selection import WHOLE, Selection
from kkgraph.networks.writers.attributes import to_networkx
from kkgraph.project import find
from kkgraph.store import load

if TYPE_CHECKING:
    import networkx as nx


def network(  # noqa: PLR0913 - all but the first two are keywords
    name: str,
    selection: Selection = WHOLE,
    *,
    lang: str = "en",
    stated: bool = False,
    project: Path | None = None,
    endpoint: str | None = None,
) -> "nx.Graph[Any]":
    """Return a declared network ("cities") with all attributes on its nodes and edges.

    `selection` says what of it, by names or IRIs: `kkgraph.Selection(chapters=("6",))`. `lang`
    ("da" or "en") is the language of names, `project` a project's folder, found if not given,
    `endpoint` the SPARQL server to ask instead of its files.
    Raises NetworkNotFound, ParameterInvalid and EntityNotFound.
    """
    found = replace(find(project), endpoint=endpoint)
    loaded = remote.load(found, stated=stated) if endpoint else load(found, stated=stated)
    return to_networkx(build(loaded, find_projection(found, name), selection), lang)
