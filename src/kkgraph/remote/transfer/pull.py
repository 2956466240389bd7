"""A server's dataset as quads, whole: what was counted is what was read."""

from collections.abc import Callable

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors.remote import EndpointUnfit
from kkgraph.remote.client import Client
from kkgraph.remote.contact import is_ours
from kkgraph.remote.reading import contents, counts, quads
from kkgraph.texts import Message

_TRIES = 3


def sizes(client: Client) -> dict[str, int]:
    """Return the number of triples of each named graph of the dataset."""
    there = counts(client).items()
    return {name: n for name, n in there if is_ours(name) and name != terms.MERGED}


def pull(client: Client, tell: Callable[[Message], None]) -> list[ox.Quad]:
    """Return the quads of the named graphs, sorted.

    Read again if the dataset changes meanwhile; raises EndpointFailed, EndpointUnfit.
    """
    for _ in range(_TRIES):
        before = sizes(client)
        found = contents(client, before)
        tell(Message("remote.read", n=sum(content.size for content in found.values())))
        if {name: found[name].size for name in found} == before == sizes(client):
            return sorted(quads(found), key=str)
        tell(Message("remote.changed"))
    what = Message("errors.remote.changes")
    raise EndpointUnfit(client.shown, what, Message("errors.remote.try_later"))
