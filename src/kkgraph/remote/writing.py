"""Writing to a server: which of its addresses take updates and graphs, found by trying."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from kkgraph import media, terms
from kkgraph.errors.remote import EndpointFailed, EndpointUnfit
from kkgraph.remote.client import Client
from kkgraph.remote.graph import Remote
from kkgraph.remote.reading import size
from kkgraph.sparql.terms import lexical
from kkgraph.texts import Message

_PROBES: Final = (f"{terms.STAGE}probe/1", f"{terms.STAGE}probe/2")
_THING: Final = f"<{terms.STAGE}probe>"
_TRIAL: Final = "INSERT DATA {{ {} }}".format(
    " ".join(f"GRAPH <{graph}> {{ {_THING} {_THING} {_THING} }}" for graph in _PROBES)
)
_CLEAN: Final = " ; ".join(f"DROP SILENT GRAPH <{graph}>" for graph in _PROBES)
_COUNT: Final = f"SELECT (COUNT(*) AS ?n) WHERE {{ {_THING} {_THING} ?o }}"
_NO_STORE: Final = (404, 405, 501)
_DENIED: Final = (401, 403)
_LINES: Final = 2000  # triples of one INSERT DATA
_WAITING: Final = 3


@dataclass
class Writer:
    """A server that takes updates at `update`, and whole graphs at `store` ("" if nowhere).

    `merge`: where the merge of all graphs belongs: "" where the server makes it itself, None
    for its default graph, else the name of a graph.
    """

    client: Client
    update: str
    store: str
    merge: str | None

    def run(self, text: str, *, safe: bool = False) -> None:
        """Run an update; `safe` if it may run twice. Raises EndpointFailed."""
        self.client.send("POST", self.update, safe=safe, data={"update": text})

    def put(self, graph: str, triples: list[str]) -> None:
        """Make a graph of lines of N-Triples, whatever it was before; raises EndpointFailed."""
        if self.store and self._put(graph, triples):
            return
        self.run(f"DROP SILENT GRAPH <{graph}>", safe=True)
        for start in range(0, len(triples), _LINES):
            lines = "".join(triples[start : start + _LINES])
            self.run(f"INSERT DATA {{ GRAPH <{graph}> {{\n{lines}}} }}", safe=True)

    def _put(self, graph: str, triples: list[str]) -> bool:
        """Put a graph by the Graph Store Protocol; False if the server has no such thing."""
        headers = {"Content-Type": media.GRAPHS["nt"].media_type}
        content = "".join(triples).encode()
        try:
            self.client.send(
                "PUT",
                self.store,
                safe=True,
                params={"graph": graph},
                content=content,
                headers=headers,
            )
        except EndpointFailed as error:
            if error.status not in _NO_STORE:
                raise
            self.store = ""
            return False
        return True


def writer(client: Client) -> Writer:
    """Return how a server is written to; raises EndpointFailed with its words if it is not."""
    failures: list[EndpointFailed] = []
    for update in _updates(client):
        found = Writer(client, update, store_of(client), None)
        try:
            found.run(_TRIAL, safe=True)
        except EndpointFailed as error:
            failures.append(error)
            continue
        try:
            found.merge = _merge(client)
        finally:
            found.run(_CLEAN, safe=True)
        return found
    raise _refused(client, failures)


def reader(client: Client) -> Writer:
    """Return how a server would be written to, as far as can be told without trying."""
    merged = size(client, terms.MERGED)
    return Writer(client, "", "", terms.MERGED if merged else None)


def _refused(client: Client, failures: list[EndpointFailed]) -> EndpointFailed | EndpointUnfit:
    """Return the error that says most of why no address takes updates."""
    denied = next((one for one in failures if one.status in _DENIED), None)
    if denied is not None:
        return EndpointUnfit(
            client.shown,
            Message("errors.remote.denied", why=denied),
            Message("errors.remote.login"),
        )
    tried = "; ".join(map(str, failures))
    hint = Message("errors.remote.give_update")
    return EndpointUnfit(client.shown, Message("errors.remote.no_updates", why=tried), hint)


def _merge(client: Client) -> str | None:
    """Return where the merge belongs, by how the default graph has a triple of two graphs."""
    counted = [lexical(n) for (n,) in Remote(client).rows(_COUNT)]
    return {"0": None, "1": ""}.get(counted[0] if counted else "0", terms.MERGED)


def _updates(client: Client) -> list[str]:
    """Return the addresses that may take updates, the likeliest first."""
    profile = client.profile
    if profile.update:
        return [profile.update]
    base, _, last = profile.url.rstrip("/").rpartition("/")
    if "/repositories/" in urlsplit(profile.url).path:
        return [f"{profile.url}/statements"]
    if last == "sparql" and client.is_virtuoso:
        return [f"{base}/sparql-auth", profile.url]
    return [f"{base}/update", profile.url] if last in ("query", "sparql") else [profile.url]


def store_of(client: Client) -> str:
    """Return the address of the graph store, as servers have it; "" where none is known."""
    profile = client.profile
    base, _, last = profile.url.rstrip("/").rpartition("/")
    if profile.store or profile.update:
        return profile.store
    if "/repositories/" in urlsplit(profile.url).path:
        return f"{profile.url}/rdf-graphs/service"
    if last == "sparql":
        return f"{base}/sparql-graph-crud-auth" if client.is_virtuoso else f"{base}/data"
    return f"{base}/store" if last == "query" else ""
