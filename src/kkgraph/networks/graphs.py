"""A network as a graph of NetworkX, with all that is known of nodes and edges as attributes."""

from typing import TYPE_CHECKING, Any

from kkgraph.networks.model import Edge, Network, Node

if TYPE_CHECKING:
    import networkx as nx

_SEPARATOR = " | "


def to_networkx(network: Network) -> "nx.Graph[Any]":
    """Return a Graph or DiGraph; a Multi(Di)Graph where a pair has ties of several relations.

    Nodes are named by CURIE. Attributes are strings, numbers or, as `lat`, absent: never
    None, so that every writer takes them. Lists are joined by " | ".
    """
    import networkx as nx

    graph = _empty(network, nx)
    for key, value in about(network).items():
        graph.graph[key] = value
    for node in network.nodes:
        graph.add_node(node.curie, **node_values(node, network))
    curies = {node.id: node.curie for node in network.nodes}
    for edge in network.edges:
        graph.add_edge(curies[edge.source], curies[edge.target], **edge_values(edge, network))
    return graph


def _empty(network: Network, nx: Any) -> "nx.Graph[Any]":  # noqa: ANN401 - the module
    several = is_multiple(network)
    if network.directed:
        return nx.MultiDiGraph() if several else nx.DiGraph()
    return nx.MultiGraph() if several else nx.Graph()


def is_multiple(network: Network) -> bool:
    """Tell whether some pair of nodes has more than one edge."""
    pairs = {_pair(edge, directed=network.directed) for edge in network.edges}
    return len(pairs) < len(network.edges)


def _pair(edge: Edge, *, directed: bool) -> tuple[str, ...]:
    ends = (edge.source, edge.target)
    return ends if directed else tuple(sorted(ends))


def about(network: Network) -> dict[str, str]:
    """Return what is said of the network as a whole, in both languages."""
    found = {"name": network.name, "mode": network.mode, "version": network.version}
    for key, text in (
        ("title", network.title),
        ("description", network.summary),
        ("weight_meaning", network.weight_meaning),
    ):
        found.update({f"{key}_{lang}": text[lang] for lang in ("da", "en")})
    filters = "; ".join(f"{key}={value}" for key, value in network.filters.items())
    return found | ({"filters": filters} if filters else {})


def node_values(node: Node, network: Network) -> dict[str, str | int | float]:
    """Return a node's attributes; what it does not have is left out or "" for a list."""
    community = network.community(node)
    found: dict[str, str | int | float] = {
        "iri": node.id,
        "label": node.label["en"],
        "label_da": node.label["da"],
        "label_en": node.label["en"],
        "type": node.type,
        "type_da": network.named(node.type)["da"],
        "type_en": network.named(node.type)["en"],
        "degree": node.degree,
        "weighted_degree": node.weighted_degree,
        "betweenness": node.betweenness,
        "pagerank": node.pagerank,
        "community": node.community,
        "community_label": community.label["en"] if community else "",
        "themes": _joined(node.themes, network),
        "departments": _joined(node.departments, network),
        "same_as": _SEPARATOR.join(node.same),
        "x": node.x,
        "y": node.y,
    }
    if node.lat is not None and node.long is not None:
        found |= {"lat": node.lat, "long": node.long}
    return found


def edge_values(edge: Edge, network: Network) -> dict[str, str | int | float]:
    """Return an edge's attributes: weight, relation, what is shared, and its evidence."""
    return {
        "weight": edge.weight,
        "relation": edge.relation,
        "relation_da": network.named(edge.relation)["da"],
        "relation_en": network.named(edge.relation)["en"],
        "shared": _joined(edge.things, network),
        "themes": _joined(edge.themes, network),
        "departments": _joined(edge.departments, network),
        "facts": _SEPARATOR.join(sorted({one.fact for one in edge.evidence})),
        "evidence": evidence_text(edge),
    }


def evidence_text(edge: Edge) -> str:
    """Return "4.1.5: 307, 320-321 | ...": each section with the lines that state the tie."""
    texts = (f"{one.section}: {one.lines}" for one in edge.evidence)
    return _SEPARATOR.join(dict.fromkeys(texts))


def _joined(iris: tuple[str, ...], network: Network) -> str:
    return _SEPARATOR.join(network.named(iri)["en"] for iri in iris)
