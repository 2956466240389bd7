"""A project whose graph a server has, as the store that all commands ask."""

from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from kkgraph import rules, terms
from kkgraph.project import Project
from kkgraph.remote.client import Client
from kkgraph.remote.contact import Contact, found, look
from kkgraph.remote.graph import Remote
from kkgraph.remote.profiles import resolve
from kkgraph.remote.reading import contents, quads
from kkgraph.remote.transfer.pull import sizes
from kkgraph.store import MERGE, Store
from kkgraph.texts import phrase

# What `--stated` leaves out; what follows from the rest alone is derived anew.
_NOT_STATED: Final = (terms.LINKS, terms.THEMES, *terms.INFERRED)


def load(project: Project, *, stated: bool = False) -> Store:
    """Return the store of a project that has an endpoint; its queries are the project's own.

    `stated`: the graphs of what the survey says are fetched, and merged here as `store.load`
    does. Raises EndpointUnknown, EndpointFailed, EndpointUnfit.
    """
    client, contact = _contact(str(project.endpoint))
    if stated:
        return Store(project, _stated(project, client), stated=True, inferred=False)
    graph = _whole(client) if contact.is_fetched else Remote(client, contact.layout)
    return Store(project, graph, stated=False, inferred=True)


@lru_cache(maxsize=4)
def _contact(endpoint: str) -> tuple[Client, Contact]:
    """Return the connection to a server and what it said, asked once."""
    client = found(Client(resolve(endpoint)))
    return client, look(client)


def note(project: Project, lang: str) -> str:
    """Return what to tell of the project's endpoint: its version, who evaluates; else ""."""
    client, contact = _contact(str(project.endpoint))
    said = []
    if contact.version != project.version:
        versions = {"there": contact.version, "here": project.version}
        said.append(phrase("remote.version", lang, url=client.shown, **versions))
    if client.is_virtuoso and client.profile.evaluate == "":
        what = "fetched" if contact.is_fetched else "large"
        said.append(phrase(f"remote.{what}", lang, url=client.shown))
    return " ".join(said)


def _whole(client: Client) -> ox.Store:
    """Return all graphs and their merge, to be asked here."""
    graph = ox.Store()
    graph.extend(quads(contents(client, sizes(client))))
    graph.update(MERGE)
    return graph


def _stated(project: Project, client: Client) -> ox.Store:
    graph = ox.Store()
    wanted = {name: n for name, n in sizes(client).items() if name not in _NOT_STATED}
    graph.extend(quads(contents(client, wanted)))
    graph.update(MERGE)
    rules.apply(graph, project.rule_files(), rules.KEPT)
    return graph
