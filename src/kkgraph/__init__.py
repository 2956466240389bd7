"""A knowledge graph of a municipality's international work, and the tools around it.

From a notebook:

>>> import kkgraph
>>> fees = kkgraph.query("fees-by-network", network="STRING")
>>> [row["amount"] for row in fees]
[Decimal('500000')]
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kkgraph.networks.notebook import network
    from kkgraph.networks.selection import Selection
    from kkgraph.notebook import ask, dataset, query, search, show, validate
    from kkgraph.project import find as find_project
    from kkgraph.queries import find_query, load_queries, run
    from kkgraph.store import load

__version__ = "0.2.0"
__all__ = [
    "Selection",
    "__version__",
    "ask",
    "dataset",
    "find_project",
    "find_query",
    "load",
    "load_queries",
    "network",
    "query",
    "run",
    "search",
    "show",
    "validate",
]

_HOMES = {
    **{
        name: ("kkgraph.notebook", name)
        for name in ("ask", "dataset", "query", "search", "show", "validate")
    },
    "find_project": ("kkgraph.project", "find"),
    "find_query": ("kkgraph.queries", "find_query"),
    "load": ("kkgraph.store", "load"),
    "load_queries": ("kkgraph.queries", "load_queries"),
    "Selection": ("kkgraph.networks.selection", "Selection"),
    "load_ipython_extension": ("kkgraph.magics", "load_ipython_extension"),
    "network": ("kkgraph.networks.notebook", "network"),
    "run": ("kkgraph.queries", "run"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562, the type is in TYPE_CHECKING above
    """Import the notebook functions when first asked for: commands start fast without them."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
