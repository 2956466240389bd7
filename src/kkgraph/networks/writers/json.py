"""JSON: NetworkX's node-link form, and Cytoscape.js."""

import json
from collections.abc import Mapping
from typing import Any

from kkgraph.networks.drawing import palette
from kkgraph.networks.markup import Rows
from kkgraph.networks.model import Edge, Evidence, Network, Node
from kkgraph.networks.writers.attributes import (
    about,
    dictionary,
    edge_values,
    is_multiple,
    node_values,
    rows_of,
)


def node_link(network: Network, lang: str = "en") -> bytes:
    """Return what `networkx.node_link_graph(data, edges="edges")` reads."""
    curies = {node.id: node.curie for node in network.nodes}
    several = is_multiple(network)
    edges = []
    for i, edge in enumerate(network.edges):
        key = {"key": i} if several else {}
        ends = {"source": curies[edge.source], "target": curies[edge.target], **key}
        edges.append(ends | _edge(edge, network, lang))
    return _dumped(
        {
            "directed": network.directed,
            "multigraph": several,
            "graph": {
                **about(network, lang),
                "attributes": dictionary(lang, *rows_of(network, lang)),
            },
            "nodes": [{"id": node.curie, **_node(node, network, lang)} for node in network.nodes],
            "edges": edges,
        }
    )


def cytoscape(network: Network, lang: str = "en") -> bytes:
    """Return `{data, elements: {nodes, edges}}` for Cytoscape.js and Cytoscape Desktop."""
    curies = {node.id: node.curie for node in network.nodes}
    nodes = [
        {
            "data": {"id": node.curie, "colour": palette.look(node.type).colour}
            | _node(node, network, lang),
            "position": {"x": node.x, "y": node.y},
        }
        for node in network.nodes
    ]
    edges = [
        {
            "data": {"id": f"e{i}", "source": curies[edge.source], "target": curies[edge.target]}
            | _edge(edge, network, lang)
        }
        for i, edge in enumerate(network.edges)
    ]
    whole = {**about(network, lang), "attributes": dictionary(lang, *rows_of(network, lang))}
    return _dumped({"data": whole, "elements": {"nodes": nodes, "edges": edges}})


def _node(node: Node, network: Network, lang: str) -> dict[str, Any]:
    lists = {"themes": list(node.themes), "departments": list(node.departments)}
    return {**node_values(node, network, lang), **lists, "same_as": list(node.same)}


def _edge(edge: Edge, network: Network, lang: str) -> dict[str, Any]:
    return {
        **edge_values(edge, network, lang),
        "shared": list(edge.things),
        "themes": list(edge.themes),
        "departments": list(edge.departments),
        "facts": sorted({one.fact for one in edge.evidence}),
        "evidence": [_evidence(one) for one in edge.evidence],
    }


def _evidence(one: Evidence) -> dict[str, str]:
    return {"fact": one.fact, "section": one.section, "lines": one.lines}


def tables(name: str, sheets: Mapping[str, Rows]) -> bytes:
    """Return tables as lists of rows, by name."""
    return _dumped({"name": name, **sheets})


def _dumped(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
