"""A project's graph from the cache folder, where it is kept as files once it was made.

Opening it takes a tenth of the time of loading. It is read-only: a graph to write to is
loaded with `kkgraph.store.load`.
"""

from kkgraph import store
from kkgraph.cache import entries
from kkgraph.cache.sources import Sources
from kkgraph.errors.projects import NotOnServer
from kkgraph.project import Project


def load(project: Project, *, stated: bool = False) -> store.Store:
    """Return what `kkgraph.store.load` gives, from the cache folder if it is there.

    A project with an endpoint is asked there.

    If it is not, the graph is loaded, and written to the cache folder when the process
    ends: whoever asks gets the answer first. A cache folder that cannot be read or
    written changes nothing.
    """
    project.use()
    if project.endpoint:
        from kkgraph import remote

        if project.beside or not project.edition.is_whole:
            raise NotOnServer

        return remote.load(project, stated=stated)
    sources = Sources.of(project, stated=stated) if entries.usable() else None
    if sources is None:
        return store.load(project, stated=stated)
    prepared = entries.opened(sources.digest)
    if prepared is not None:
        return store.Store(project, prepared, stated, not stated)
    loaded = store.load(project, stated=stated)
    from kkgraph.cache import preparation

    preparation.at_exit(loaded, sources)
    return loaded
