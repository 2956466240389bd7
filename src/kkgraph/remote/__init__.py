"""A graph that a SPARQL 1.1 server holds: asking it, and keeping it the same as a project.

It needs httpx, which is imported here, on first use.
"""

from typing import TYPE_CHECKING

from kkgraph.errors.installation import not_importable
from kkgraph.errors.remote import OwnDataElsewhere
from kkgraph.project import Project
from kkgraph.store import Store

if TYPE_CHECKING:
    from types import ModuleType


def load(project: Project, *, stated: bool = False) -> Store:
    """Return the store of a project that has an endpoint.

    Raises LibraryMissing without httpx, OwnDataElsewhere for files beside the data,
    EndpointUnknown, EndpointFailed, EndpointUnfit.
    """
    if project.own:
        raise OwnDataElsewhere(project.own[0])
    loaded: Store = _loading().load(project, stated=stated)
    return loaded


def note(project: Project, lang: str) -> str:
    """Return what a person should know of the project's endpoint, "" if there is nothing.

    Raises as `load` does.
    """
    return str(_loading().note(project, lang)) if project.endpoint else ""


def _loading() -> "ModuleType":
    try:
        from kkgraph.remote import loading
    except ImportError as error:
        raise not_importable("--endpoint", error, "remote") from error
    return loading
