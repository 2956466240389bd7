"""First contact: what a server holds, whether that is a kkgraph dataset, and where its merge is."""

from dataclasses import dataclass, replace
from typing import Final

from kkgraph import terms
from kkgraph.errors.remote import EndpointFailed, EndpointUnfit
from kkgraph.remote.client import Client
from kkgraph.remote.graph import Remote
from kkgraph.remote.layout import PLAIN, Layout
from kkgraph.remote.profiles import HERE
from kkgraph.remote.reading import counts
from kkgraph.sparql.terms import lexical
from kkgraph.texts import Message

# Every dataset has these; a missing one means that a load was left half done.
NEEDED: Final = (terms.ONTOLOGY, terms.SECTIONS, terms.REGISTER)
_VERSION: Final = f"<{terms.ONTOLOGY}> <{terms.VERSION_INFO}> ?v"
_SHARED: Final = f"""SELECT (COUNT(*) AS ?n) WHERE {{
  {{ SELECT ?s ?p ?o WHERE {{
    GRAPH <{terms.HIERARCHY}> {{ ?s ?p ?o }} GRAPH <{terms.ONTOLOGY}> {{ ?s ?p ?o }}
  }} LIMIT 1 }}
  ?s ?p ?o }}"""
LARGE: Final = 2_000_000  # quads, the merge among them: more is not fetched without being asked


@dataclass(frozen=True)
class Contact:
    """What a server said: the version of its ontology, and where its merge of all graphs is.

    `is_fetched`: the graph is fetched and asked here.
    """

    version: str
    layout: Layout
    is_fetched: bool = False


def found(client: Client) -> Client:
    """Return a client of the address at which a server answers queries.

    That is the one given, or what servers add to it. Raises EndpointFailed for the one given.
    """
    failure: EndpointFailed | None = None
    for address in _addresses(client.profile.url):
        tried = Client(replace(client.profile, url=address))
        try:
            Remote(tried).query("ASK {}")
        except EndpointFailed as error:
            failure = failure or error
            if not error.status:
                break
            continue
        return tried
    raise failure or EndpointFailed(client.shown, Message("errors.remote.no_answer"))


def _addresses(url: str) -> list[str]:
    bare = url.rstrip("/")
    ends = "" if bare.endswith(("/query", "/sparql")) or "/repositories/" in bare else bare
    return [url, *(f"{ends}/{end}" for end in ("query", "sparql") if ends)]


def look(client: Client) -> Contact:
    """Ask a server what it holds; raises EndpointUnfit with what is missing, EndpointFailed."""
    plain = Remote(client)
    found = versions(plain)
    if not found:
        what = Message("errors.remote.no_dataset", graph=terms.ONTOLOGY)
        raise EndpointUnfit(client.shown, what, Message("errors.remote.push", address=client.shown))
    for graph in NEEDED:
        if not _holds(plain, graph):
            what = Message("errors.remote.no_graph", graph=graph)
            raise EndpointUnfit(
                client.shown, what, Message("errors.remote.push", address=client.shown)
            )
    return Contact(found[0], layout(plain), _is_fetched(client))


def _is_fetched(client: Client) -> bool:
    """Tell whether to ask here: as the profile says, or of a Virtuoso while its graph is small.

    Virtuoso reads a good part of SPARQL 1.1 otherwise than the standard, without a word.
    """
    wanted = client.profile.evaluate
    if wanted or not client.is_virtuoso:
        return wanted == HERE
    return sum(counts(client).values()) <= LARGE


def versions(graph: Remote) -> list[str]:
    """Return the versions that the graph of the ontology gives."""
    return _values(graph, f"SELECT ?v WHERE {{ GRAPH <{terms.ONTOLOGY}> {{ {_VERSION} }} }}")


def layout(graph: Remote) -> Layout:
    """Return where the merge is; raises EndpointUnfit where there is none."""
    if _holds(graph, terms.MERGED):
        return Layout(merged=True, graphs=tuple(named_graphs(graph)))
    if not _values(graph, f"SELECT ?v WHERE {{ {_VERSION} }}"):
        key = "errors.remote.no_merge"
    elif int(_values(graph, _SHARED)[0]) > 1:
        key = "errors.remote.twice"
    else:
        return PLAIN
    what = Message(key, graph=terms.MERGED)
    raise EndpointUnfit(
        graph.client.shown, what, Message("errors.remote.push", address=graph.client.shown)
    )


def named_graphs(graph: Remote) -> list[str]:
    """Return the named graphs of the dataset, sorted: ours and the user's, no half-written ones."""
    return [one for one in all_graphs(graph) if is_ours(one) and one != terms.MERGED]


def all_graphs(graph: Remote) -> list[str]:
    """Return every named graph of a server, sorted."""
    return sorted(counts(graph.client))


def is_ours(graph: str) -> bool:
    """Tell whether a graph is one of the dataset's: all of ours begin alike."""
    return terms.is_ours(graph)


def _holds(graph: Remote, name: str) -> bool:
    return bool(graph.query(f"ASK {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"))


def _values(graph: Remote, query: str) -> list[str]:
    """Return the values of the one column of a SELECT."""
    return [lexical(value) for (value,) in graph.rows(query)]
