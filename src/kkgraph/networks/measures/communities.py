"""Communities by Louvain with a fixed seed, named by the members with most ties."""

from dataclasses import replace

from kkgraph.networks.measures.centrality import SEED, igraph_of, note
from kkgraph.networks.measures.graph import LARGE, SimpleGraph
from kkgraph.networks.model import Community, Network, Node, Text
from kkgraph.texts import LANGUAGES, Message, bilingual

_NAMED_BY = 3


def grouped(network: Network, plain: SimpleGraph) -> Network:
    """Return the network with communities numbered from the largest; isolates come last.

    `plain` is its `simple` graph.
    """
    groups = _ranked(partition(plain), network.nodes)
    isolates = [i for i, near in enumerate(plain.neighbours()) if not near]
    nodes = list(network.nodes)
    for number, members in enumerate([*groups, isolates]):
        for i in members:
            nodes[i] = replace(nodes[i], community=number)
    found = [_community(n, [nodes[i] for i in members]) for n, members in enumerate(groups)]
    if isolates:
        found.append(
            Community(len(groups), bilingual("networks.alone"), len(isolates), isolates=True)
        )
    return replace(network, nodes=tuple(nodes), communities=tuple(found))


def partition(plain: SimpleGraph) -> list[list[int]]:
    """Return the communities of all nodes that have ties, members in order."""
    if plain.size >= LARGE:
        note(Message("networks.progress.communities", n=plain.size))
        found = igraph_of(plain).community_multilevel(weights="weight")
        return [sorted(part) for part in found if len(part) > 1]
    import networkx as nx

    if not plain.weights:
        return []
    tied = sorted({end for pair in plain.pairs() for end in pair})
    graph = plain.to_networkx().subgraph(tied)
    return [sorted(part) for part in nx.community.louvain_communities(graph, seed=SEED)]


def _ranked(groups: list[list[int]], nodes: tuple[Node, ...]) -> list[list[int]]:
    """Return communities by size, each with the members with most ties first."""
    ordered = [sorted(group, key=lambda i: (-nodes[i].degree, nodes[i].id)) for group in groups]
    return sorted(ordered, key=lambda group: (-len(group), nodes[group[0]].id))


def _community(number: int, members: list[Node]) -> Community:
    return Community(number, _name(members), len(members))


def _name(members: list[Node]) -> Text:
    """Return "Oslo, Helsinki, Amsterdam": the members with most ties, most first."""
    top = members[:_NAMED_BY]
    more = len(members) - len(top)
    return {
        lang: ", ".join(node.label[lang] for node in top) + (f" +{more}" if more else "")
        for lang in LANGUAGES
    }
