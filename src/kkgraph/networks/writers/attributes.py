"""A network as a graph of NetworkX, with all that is known of nodes and edges as attributes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kkgraph import terms
from kkgraph.networks.markup import Rows, Value
from kkgraph.networks.model import Edge, Network, Node
from kkgraph.texts import LANGUAGES, phrase

if TYPE_CHECKING:
    import networkx as nx

_SEPARATOR = " | "


def to_networkx(network: Network, lang: str = "en") -> "nx.Graph[Any]":
    """Return a Graph or DiGraph; a Multi(Di)Graph where a pair has ties of several relations.

    Nodes are named by CURIE. Attributes are strings, numbers or, as `lat`, absent: never
    None, so that every writer takes them. Lists are joined by " | ". Texts without a
    language in their name are in `lang`.
    """
    import networkx as nx

    graph = _empty(network, nx)
    for key, value in about(network, lang).items():
        graph.graph[key] = value
    for node in network.nodes:
        graph.add_node(node.curie, **node_values(node, network, lang))
    curies = {node.id: node.curie for node in network.nodes}
    for edge in network.edges:
        values = edge_values(edge, network, lang)
        graph.add_edge(curies[edge.source], curies[edge.target], **values)
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


def about(network: Network, lang: str) -> dict[str, str]:
    """Return what is said of the network as a whole, names and meaning in both languages."""
    found = {"name": network.name, "mode": network.mode, "version": network.version}
    for key, text in (
        ("title", network.title),
        ("description", network.summary),
        ("weight_meaning", network.weight_meaning),
    ):
        found.update({f"{key}_{one}": text[one] for one in LANGUAGES})
    filters = "; ".join(f"{key}={value}" for key, value in network.filters.items())
    found |= {"filters": filters} if filters else {}
    if network.sampled:
        of = {"n": network.sampled, "size": len(network.nodes)}
        found["sampling"] = phrase("networks.progress.betweenness", lang, **of)
    address = terms.query(network.name)
    cited = phrase(
        "networks.citation", lang, title=network.title[lang], version=network.version, query=address
    )
    return found | {"query": address, "citation": cited, "license": terms.licence()}


def dictionary(lang: str, *tables: Rows) -> dict[str, str]:
    """Return what each attribute in some rows says, those in both languages once."""
    keys = dict.fromkeys(key for rows in tables for row in rows for key in row)
    names = dict.fromkeys(key.removesuffix("_da").removesuffix("_en") for key in keys)
    return {name: phrase(f"networks.attributes.{name}", lang) for name in names}


def described(network: Network, lang: str, *tables: Rows) -> list[str]:
    """Return what is said of the network and what the attributes in some rows say, a line each."""
    said = about(network, lang) | dictionary(lang, *tables)
    return [f"{key}: {' '.join(text.split())}" for key, text in said.items()]


def rows_of(network: Network, lang: str) -> tuple[Rows, Rows]:
    """Return the attributes of all nodes and of all edges."""
    nodes: Rows = [node_values(node, network, lang) for node in network.nodes]
    return nodes, [edge_values(edge, network, lang) for edge in network.edges]


def node_values(node: Node, network: Network, lang: str) -> dict[str, Value]:
    """Return a node's attributes; what it does not have is left out or "" for a list."""
    type_, community = network.named(node.type), network.community_name(node)
    found: dict[str, Value] = {
        "iri": node.id,
        "label": node.label[lang],
        "label_da": node.label["da"],
        "label_en": node.label["en"],
        "class": node.type,
        "class_da": type_["da"],
        "class_en": type_["en"],
        "degree": node.degree,
        "weighted_degree": node.weighted_degree,
        "betweenness": node.betweenness,
        "pagerank": node.pagerank,
        "core": node.core,
        "community": node.community,
        "community_da": community["da"],
        "community_en": community["en"],
        "themes": _joined(node.themes, network, lang),
        "departments": _joined(node.departments, network, lang),
        "same_as": _SEPARATOR.join(node.same),
        "x": node.x,
        "y": node.y,
    }
    if network.directed:
        found |= {"in_degree": node.in_degree, "out_degree": node.out_degree}
    rest: dict[str, Value | None] = {
        "bipartite": node.side,
        "start": node.start,
        "end": node.end,
        "amount_in": node.amount_in,
        "amount_out": node.amount_out,
        "currency": node.currency,
        "lat": node.lat,
        "long": node.long,
    }
    return found | _given(rest)


def _given(values: Mapping[str, Value | None]) -> dict[str, Value]:
    """Return what there is: a number that is missing is no number, not 0."""
    return {key: value for key, value in values.items() if value is not None and value != ""}


def edge_values(edge: Edge, network: Network, lang: str) -> dict[str, Value]:
    """Return an edge's attributes: weight, what it counts, relation, what is shared, evidence."""
    return {
        "weight": edge.weight,
        "weight_counts": network.weight_meaning[lang],
        "relation": edge.relation,
        "relation_da": network.named(edge.relation)["da"],
        "relation_en": network.named(edge.relation)["en"],
        "shared": _joined(edge.things, network, lang),
        "themes": _joined(edge.themes, network, lang),
        "departments": _joined(edge.departments, network, lang),
        "facts": _SEPARATOR.join(sorted({one.fact for one in edge.evidence})),
        "evidence": evidence_text(edge),
        **_given(
            {
                "start": edge.start,
                "end": edge.end,
                "amount": edge.amount,
                "currency": edge.currency,
                "surveys": _SEPARATOR.join(edge.surveys),
            }
        ),
    }


def evidence_text(edge: Edge) -> str:
    """Return "4.1.5: 307, 320-321 | ...": each section with the lines that state the tie."""
    texts = (f"{one.section}: {one.lines}" for one in edge.evidence)
    return _SEPARATOR.join(dict.fromkeys(texts))


def _joined(iris: tuple[str, ...], network: Network, lang: str) -> str:
    return _SEPARATOR.join(network.named(iri)[lang] for iri in iris)
