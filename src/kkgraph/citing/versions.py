"""The graph that a citation is looked up in: the project's, or that of another version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kkgraph import cache, rules, terms
from kkgraph.differences.readings import parsed, revision
from kkgraph.errors import InputNotReadable
from kkgraph.project import Project, find
from kkgraph.store import MERGE, Store, load
from kkgraph.texts import Message


@contextmanager
def opened(project: Project, version: str | None) -> Iterator[Store]:
    """Give the graph of a version: a folder, a dump, a revision of git; without, the project's."""
    if version is None:
        yield cache.load(project)
    elif Path(version).is_dir():
        yield load(find(Path(version)))
    elif Path(version).is_file():
        yield _dump(project, Path(version))
    else:
        with revision(project, version) as found:
            yield load(found)


def _dump(project: Project, path: Path) -> Store:
    """Return the graph of a dump, with the project's queries, and its rules if it holds none."""
    graph = parsed(path)
    named = {quad.graph_name.value for quad in graph if isinstance(quad.graph_name, ox.NamedNode)}
    if not named:
        raise InputNotReadable(path, Message("errors.input.no_graphs"))
    graph.update(MERGE)
    if not named & set(terms.INFERRED):
        rules.apply(graph, project.rule_files())
    return Store(project, graph, stated=False, inferred=True)
