"""Making a server's dataset the same as a project's, so that no reader sees half of each.

What differs is put beside the dataset first, in graphs whose names say what is in them: a push
that was broken off finds them there and goes on. Then one update moves all of them to their
places.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors.remote import EndpointFailed, EndpointUnfit
from kkgraph.project import Project
from kkgraph.remote.client import Client
from kkgraph.remote.contact import found
from kkgraph.remote.profiles import resolve
from kkgraph.remote.reading import Content, content_of, contents, counts, size
from kkgraph.remote.writing import Writer, reader, writer
from kkgraph.sparql.graphs import Quads
from kkgraph.store import Store, load
from kkgraph.texts import Message

Tell = Callable[[Message], None]
Graphs = dict[str | None, Content]  # by name; None is the default graph

_ROUNDS: Final = 12
_PAUSE: Final = 0.5  # seconds
_STEPS: Final = 10
_THEIRS: Final = 500  # from this status on it is the server's fault, and may pass: a deadlock
NEW, CHANGED, SAME, GONE = "new", "changed", "same", "gone"


@dataclass(frozen=True)
class Change:
    """What is to be done about a graph: what it is there, and how many triples there and here."""

    graph: str | None
    what: str
    there: int
    here: int


@dataclass(frozen=True)
class Plan:
    """Where to write, the graphs as they shall be, and what differs."""

    writer: Writer
    wanted: Graphs
    changes: tuple[Change, ...]

    @property
    def todo(self) -> list[Change]:
        """The changes that are any."""
        return [change for change in self.changes if change.what != SAME]


def connected(text: str) -> Client:
    """Return a server by its address or its name in the config file."""
    return found(Client(resolve(text)))


def local(project: Project) -> Store:
    """Return the project's graph as its files have it, whatever endpoint it is asked at."""
    return load(replace(project, endpoint=None))


def plan(client: Client, store: Store, *, dry: bool = False) -> Plan:
    """Hold a server's dataset against a project's; raises EndpointFailed, EndpointUnfit.

    `dry`: without writing to the server, which is how it is found out where the merge belongs.
    """
    target = reader(client) if dry else writer(client)
    wanted = graphs(store.local, target.merge)
    return Plan(target, wanted, tuple(_changes(client, wanted)))


def push(client: Client, store: Store, tell: Tell) -> Plan:
    """Make a server's dataset the same as a project's; return what was to be done.

    `tell` hears how far it is. Raises EndpointFailed, and EndpointUnfit if the server does
    not hold afterwards what it was given.
    """
    first = now = plan(client, store)
    for _ in range(_ROUNDS):
        if not now.todo:
            break
        try:
            _stage(now, tell)
            _switch(now, tell)
        except EndpointFailed as error:
            if error.status < _THEIRS:
                raise
            tell(Message("remote.again", why=error))
            time.sleep(_PAUSE)
        now = replace(now, changes=tuple(_changes(client, now.wanted)))
    if now.todo:
        left = ", ".join(change.graph or "DEFAULT" for change in now.todo[:3])
        what = Message("errors.remote.holds_other", graphs=left)
        raise EndpointUnfit(client.shown, what, Message("errors.remote.try_again"))
    _tidy(now.writer)
    return first


def graphs(local: ox.Store, merge: str | None) -> Graphs:
    """Return what a server shall hold, by graph; `merge` as `Writer` has it."""
    names = {str(name.value): name for name in local.named_graphs()}
    wanted: Graphs = {name: content_of(_triples(local, node)) for name, node in names.items()}
    if merge != "":
        wanted[merge] = content_of(_triples(local, ox.DefaultGraph()))
    return wanted


def _triples(quads: Quads, name: object) -> Iterator[ox.Triple]:
    return (quad.triple for quad in quads.quads_for_pattern(None, None, None, name))


def _changes(client: Client, wanted: Graphs) -> Iterator[Change]:
    """Yield what is to be done about each graph, by name."""
    there: dict[str | None, int] = dict(counts(client).items())
    if None in wanted:
        there[None] = size(client, None)
    likely = {name: n for name, n in there.items() if name in wanted and n == wanted[name].size}
    held = contents(client, likely)
    for name, content in sorted(wanted.items(), key=lambda item: item[0] or ""):
        has = there.get(name, 0)
        if name in held and content.means(held[name]):
            yield Change(name, SAME, has, has)
        else:
            yield Change(name, CHANGED if has else NEW, has, content.size)
    for name in sorted(filter(None, there)):
        if name.startswith(_bases()) and name not in wanted:
            yield Change(name, GONE, there[name], 0)


def _bases() -> tuple[str, ...]:
    """Return what the names of this project's graphs begin with: no other graph is dropped."""
    return terms.ROOT, terms.dataset().removesuffix("dataset")


def stage_of(graph: str | None, content: Content) -> str:
    """Return the name of the graph in which one waits; it says what it holds."""
    told = f"{graph or ''} {content.digest}"
    return terms.STAGE + sha256(told.encode()).hexdigest()[:32]


def _stage(now: Plan, tell: Tell) -> None:
    """Put what differs beside the dataset, but what an earlier push has put there."""
    client = now.writer.client
    wanted = {one.graph: now.wanted[one.graph] for one in now.todo if one.what != GONE}
    waiting = {stage_of(graph, content): content for graph, content in wanted.items()}
    missing = _missing(client, waiting)
    total, done, said = sum(content.size for _, content in missing), 0, 0
    for name, content in missing:
        now.writer.put(name, content.lines)
        done += content.size
        if done * _STEPS // total > said:
            said = done * _STEPS // total
            tell(Message("remote.there", done=done, total=total))
    if _missing(client, waiting):
        what = Message("errors.remote.keeps_not")
        raise EndpointUnfit(client.shown, what, Message("errors.remote.try_again"))


def _missing(client: Client, waiting: dict[str, Content]) -> list[tuple[str, Content]]:
    """Return what does not wait beside the dataset yet, or not whole."""
    there = counts(client)
    likely = {name: n for name, n in there.items() if name in waiting and n == waiting[name].size}
    held = contents(client, likely)
    return [
        (name, content)
        for name, content in waiting.items()
        if name not in held or not content.means(held[name])
    ]


def _switch(now: Plan, tell: Tell) -> None:
    """Move all that waits to its place and drop what is gone, in one update."""
    moves = []
    for change in now.todo:
        if change.what == GONE:
            moves.append(f"DROP SILENT GRAPH <{change.graph}>")
            continue
        place = "DEFAULT" if change.graph is None else f"GRAPH <{change.graph}>"
        waiting = stage_of(change.graph, now.wanted[change.graph])
        moves.append(f"MOVE GRAPH <{waiting}> TO {place}")
    tell(Message("remote.moves", n=len(moves)))
    now.writer.run(" ;\n".join(moves))


def _tidy(target: Writer) -> None:
    """Drop what an earlier push has left beside the dataset."""
    left = [name for name in counts(target.client) if name.startswith(terms.STAGE)]
    if left:
        target.run(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in left), safe=True)
