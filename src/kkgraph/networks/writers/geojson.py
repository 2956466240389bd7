"""GeoJSON (RFC 7946) for QGIS and the web: nodes as points, ties as lines."""

import json

from kkgraph.networks.model import Network, Node
from kkgraph.networks.writers.attributes import about, dictionary, edge_values, node_values, rows_of

Position = list[float]  # longitude, latitude


def write(network: Network, lang: str = "en") -> bytes:
    """Return a feature collection; what has no place is a feature without a geometry."""
    nodes = {node.id: node for node in network.nodes}
    features = [
        _feature(node.curie, _point(node), node_values(node, network, lang))
        for node in network.nodes
    ]
    for i, edge in enumerate(network.edges):
        ends = nodes[edge.source], nodes[edge.target]
        names = {"source": ends[0].curie, "target": ends[1].curie}
        values = {**names, **edge_values(edge, network, lang)}
        features.append(_feature(f"e{i}", _line(*ends), values))
    whole = {
        "type": "FeatureCollection",
        "about": about(network, lang),
        "attributes": dictionary(lang, *rows_of(network, lang)),
        "features": features,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _feature(id_: str, geometry: object, properties: object) -> dict[str, object]:
    return {"type": "Feature", "id": id_, "geometry": geometry, "properties": properties}


def position(node: Node) -> Position | None:
    """Return where a node is, None where nobody says."""
    return None if node.lat is None or node.long is None else [node.long, node.lat]


def _point(node: Node) -> dict[str, object] | None:
    at = position(node)
    return {"type": "Point", "coordinates": at} if at else None


def _line(one: Node, other: Node) -> dict[str, object] | None:
    ends = [position(one), position(other)]
    return {"type": "LineString", "coordinates": ends} if all(ends) else None
