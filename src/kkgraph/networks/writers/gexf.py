"""GEXF 1.3 with colours, sizes, shapes and places, as Gephi and Gephi Lite show them."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from kkgraph.formats.standard import clean
from kkgraph.networks.drawing import palette
from kkgraph.networks.markup import Rows, Value, columns, tag, without
from kkgraph.networks.model import Edge, Network, Node
from kkgraph.networks.projection.periods import bounds
from kkgraph.networks.writers.attributes import about, dictionary, is_multiple, rows_of

_TYPES = {str: "string", int: "integer", float: "double"}
# What GEXF says in its own attributes, and the place, which is a viz element.
_NODE_OWN = ("label", "x", "y", "start", "end")
_EDGE_OWN = ("weight", "start", "end")


def write(network: Network, lang: str = "en") -> bytes:
    """Return the network as GEXF; labels are in the language."""
    of_nodes, of_edges = rows_of(network, lang)
    meanings = dictionary(lang, of_nodes, of_edges)
    nodes: Rows = [
        without(row, _NODE_OWN) | _printed(node)
        for node, row in zip(network.nodes, of_nodes, strict=True)
    ]
    edges: Rows = [
        without(row, _EDGE_OWN) | _printed(edge)
        for edge, row in zip(network.edges, of_edges, strict=True)
    ]
    kind = "directed" if network.directed else "undirected"
    body = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
        *_meta(network, lang, meanings),
        tag("graph", {"defaultedgetype": kind, **_mode(network)}, closed=False),
        *_declared("node", nodes),
        *_declared("edge", edges),
        *_nodes(network, nodes, lang),
        *_edges(network, edges, lang),
        "</graph>",
        "</gexf>",
        "",
    ]
    return "\n".join(body).encode()


def _mode(network: Network) -> dict[str, Value]:
    """Return whether anything has a time; times are days in GEXF, as timeformat says."""
    every: list[Node | Edge] = [*network.nodes, *network.edges]
    timed = any(one.start or one.end for one in every)
    return {"mode": "dynamic", "timeformat": "date"} if timed else {"mode": "static"}


def _span(one: Node | Edge) -> dict[str, Value]:
    """Return the first and last day of what is printed as a year or month."""
    start = {"start": str(bounds(one.start)[0])} if one.start else {}
    return {**start, **({"end": str(bounds(one.end)[1])} if one.end else {})}


def _printed(one: Node | Edge) -> dict[str, Value]:
    times = {"printed_start": one.start, "printed_end": one.end}
    return {key: text for key, text in times.items() if text}


def _meta(network: Network, lang: str, meanings: Mapping[str, str]) -> list[str]:
    said = about(network, lang)
    filters = f" {said['filters']}." if "filters" in said else ""
    attributes = " ".join(f"{key}: {text}." for key, text in meanings.items())
    description = (
        f"{network.title[lang]}. {network.summary[lang]} {network.weight_meaning[lang]}.{filters} "
        f"{said['citation']} {said['license']}. {attributes}"
    )
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
        parts.append(tag("node", _head(node, lang), closed=False))
        parts += [*_values(row), *_viz(node), "</node>"]
    return [*parts, "</nodes>"]


def _head(node: Node, lang: str) -> dict[str, Value]:
    return {"id": node.curie, "label": node.label[lang], **_span(node)}


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
    several = is_multiple(network)
    for i, (edge, row) in enumerate(zip(network.edges, rows, strict=True)):
        head: dict[str, Value] = {
            "id": str(i),
            "source": curies[edge.source],
            "target": curies[edge.target],
            "weight": edge.weight,
            "label": network.named(edge.relation)[lang],
            **({"kind": edge.relation} if several else {}),
            **_span(edge),
        }
        parts += [tag("edge", head, closed=False), *_values(row), "</edge>"]
    return [*parts, "</edges>"]
