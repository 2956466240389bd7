"""GraphML with typed attributes."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from kkgraph.formats.standard import clean
from kkgraph.networks.markup import Rows, columns, tag
from kkgraph.networks.model import Network
from kkgraph.networks.writers.attributes import about, dictionary, edge_values, node_values

_TYPES = {str: "string", int: "int", float: "double"}
_OPENING = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
)


def write(network: Network, lang: str = "en") -> bytes:
    """Return the network as GraphML; names not marked with a language are in this one."""
    nodes: Rows = [dict(node_values(node, network, lang)) for node in network.nodes]
    edges: Rows = [dict(edge_values(edge, network, lang)) for edge in network.edges]
    whole = about(network, lang)
    meanings = dictionary(lang, nodes, edges)
    kind = "directed" if network.directed else "undirected"
    body = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _OPENING,
        *_keys("graph", "g", [dict(whole)], {}),
        *_keys("node", "n", nodes, meanings),
        *_keys("edge", "e", edges, meanings),
        tag("graph", {"id": network.name, "edgedefault": kind}, closed=False),
        *_data("g", dict(whole)),
        *_nodes(network, nodes),
        *_edges(network, edges),
        "</graph>",
        "</graphml>",
        "",
    ]
    return "\n".join(body).encode()


def _keys(kind: str, prefix: str, rows: Rows, meanings: Mapping[str, str]) -> list[str]:
    """Declare the attributes that occur, each with what it says."""
    keys = []
    for name, type_ in columns(rows, _TYPES).items():
        meaning = meanings.get(name.removesuffix("_da").removesuffix("_en"), "")
        key = {"id": f"{prefix}_{name}", "for": kind, "attr.name": name, "attr.type": type_}
        described = f"<desc>{escape(clean(meaning))}</desc></key>" if meaning else ""
        keys.append(tag("key", key, closed=not meaning) + described)
    return keys


def _data(prefix: str, row: dict[str, str | int | float]) -> list[str]:
    return [
        f"<data key={quoteattr(f'{prefix}_{name}')}>{escape(clean(str(value)))}</data>"
        for name, value in row.items()
    ]


def _nodes(network: Network, rows: Rows) -> list[str]:
    parts = []
    for node, row in zip(network.nodes, rows, strict=True):
        parts += [tag("node", {"id": node.curie}, closed=False), *_data("n", row), "</node>"]
    return parts


def _edges(network: Network, rows: Rows) -> list[str]:
    curies = {node.id: node.curie for node in network.nodes}
    parts = []
    for i, (edge, row) in enumerate(zip(network.edges, rows, strict=True)):
        ends = {"id": f"e{i}", "source": curies[edge.source], "target": curies[edge.target]}
        parts += [tag("edge", ends, closed=False), *_data("e", row), "</edge>"]
    return parts
