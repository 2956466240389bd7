"""GEXF 1.3 with colours, sizes, shapes and places, as Gephi and Gephi Lite show them."""

from xml.sax.saxutils import escape

from kkgraph.networks.drawing import palette
from kkgraph.networks.model import Network, Node
from kkgraph.networks.writers.attributes import edge_values, node_values
from kkgraph.networks.writers.xml import Rows, Value, clean, columns, tag, without

_TYPES = {str: "string", int: "integer", float: "double"}
# What GEXF says in its own attributes, and the place, which is a viz element.
_NODE_OWN = ("label", "x", "y")
_EDGE_OWN = ("weight",)


def write(network: Network, lang: str = "en") -> bytes:
    """Return the network as GEXF; labels are in the language."""
    nodes: Rows = [without(node_values(node, network, lang), _NODE_OWN) for node in network.nodes]
    edges: Rows = [without(edge_values(edge, network, lang), _EDGE_OWN) for edge in network.edges]
    kind = "directed" if network.directed else "undirected"
    body = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
        *_meta(network, lang),
        tag("graph", {"defaultedgetype": kind, "mode": "static"}, closed=False),
        *_declared("node", nodes),
        *_declared("edge", edges),
        *_nodes(network, nodes, lang),
        *_edges(network, edges, lang),
        "</graph>",
        "</gexf>",
        "",
    ]
    return "\n".join(body).encode()


def _meta(network: Network, lang: str) -> list[str]:
    description = f"{network.title[lang]}. {network.summary[lang]} {network.weight_meaning[lang]}."
    return [
        "<meta>",
        f"<creator>kkgraph {escape(network.version)}</creator>",
        f"<description>{escape(clean(description))}</description>",
        "</meta>",
    ]


def _declared(kind: str, rows: Rows) -> list[str]:
    found = columns(rows, _TYPES)
    if not found:
        return []
    lines = [tag("attribute", {"id": key, "title": key, "type": found[key]}) for key in found]
    return [tag("attributes", {"class": kind}, closed=False), *lines, "</attributes>"]


def _values(row: dict[str, str | int | float]) -> list[str]:
    lines = [tag("attvalue", {"for": key, "value": value}) for key, value in row.items()]
    return ["<attvalues>", *lines, "</attvalues>"]


def _nodes(network: Network, rows: Rows, lang: str) -> list[str]:
    parts = [tag("nodes", {"count": len(rows)}, closed=False)]
    for node, row in zip(network.nodes, rows, strict=True):
        parts.append(tag("node", {"id": node.curie, "label": node.label[lang]}, closed=False))
        parts += [*_values(row), *_viz(node), "</node>"]
    return [*parts, "</nodes>"]


def _viz(node: Node) -> list[str]:
    look = palette.look(node.type)
    red, green, blue = (int(look.colour[i : i + 2], 16) for i in (1, 3, 5))
    return [
        tag("viz:color", {"r": red, "g": green, "b": blue}),
        tag("viz:position", {"x": node.x, "y": -node.y, "z": 0.0}),
        tag("viz:size", {"value": round(8 + 4 * node.degree**0.5, 2)}),
        tag("viz:shape", {"value": look.shape}),
    ]


def _edges(network: Network, rows: Rows, lang: str) -> list[str]:
    curies = {node.id: node.curie for node in network.nodes}
    parts = [tag("edges", {"count": len(rows)}, closed=False)]
    for i, (edge, row) in enumerate(zip(network.edges, rows, strict=True)):
        head: dict[str, Value] = {
            "id": str(i),
            "source": curies[edge.source],
            "target": curies[edge.target],
            "weight": edge.weight,
            "label": network.named(edge.relation)[lang],
        }
        parts += [tag("edge", head, closed=False), *_values(row), "</edge>"]
    return [*parts, "</edges>"]
