"""JSON: NetworkX's node-link form, and Cytoscape.js."""

import json
from typing import Any

from kkgraph.networks import palette
from kkgraph.networks.graphs import about, edge_values, is_multiple, node_values
from kkgraph.networks.model import Edge, Evidence, Network, Node


def node_link(network: Network, lang: str = "en") -> bytes:
    """Return what `networkx.node_link_graph(data, edges="links")` reads."""
    curies = {node.id: node.curie for node in network.nodes}
    links = []
    for i, edge in enumerate(network.edges):
        key = {"key": i} if is_multiple(network) else {}
        ends = {"source": curies[edge.source], "target": curies[edge.target], **key}
        links.append(ends | _edge(edge, network))
    return _dumped(
        {
            "directed": network.directed,
            "multigraph": is_multiple(network),
            "graph": about(network),
            "nodes": [{"id": node.curie, **_node(node, network, lang)} for node in network.nodes],
            "links": links,
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
            | _edge(edge, network)
        }
        for i, edge in enumerate(network.edges)
    ]
    return _dumped({"data": about(network), "elements": {"nodes": nodes, "edges": edges}})


def _node(node: Node, network: Network, lang: str) -> dict[str, Any]:
    lists = {"themes": list(node.themes), "departments": list(node.departments)}
    label = {"label": node.label[lang]}
    return {**node_values(node, network), **label, **lists, "same_as": list(node.same)}


def _edge(edge: Edge, network: Network) -> dict[str, Any]:
    return {
        **edge_values(edge, network),
        "shared": list(edge.things),
        "themes": list(edge.themes),
        "departments": list(edge.departments),
        "facts": sorted({one.fact for one in edge.evidence}),
        "evidence": [_evidence(one) for one in edge.evidence],
    }


def _evidence(one: Evidence) -> dict[str, str]:
    return {"fact": one.fact, "section": one.section, "lines": one.lines}


def _dumped(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
