"""GEXF 1.3 with colours, sizes, shapes and places, as Gephi and Gephi Lite show them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from xml.sax.saxutils import escape

from kkgraph.formats.standard import clean
from kkgraph.networks.drawing import palette
from kkgraph.networks.markup import Value, quoted, tag, without
from kkgraph.networks.model import Edge, Network, Node
from kkgraph.networks.projection.periods import bounds
from kkgraph.networks.writers.attributes import (
    about,
    dictionary,
    edge_values,
    is_multiple,
    node_values,
)

_TYPES = {str: "string", int: "integer", float: "double"}
# What GEXF says in its own attributes, and the place, which is a viz element.
_NODE_OWN = ("label", "x", "y", "start", "end")
_EDGE_OWN = ("weight", "start", "end")


class _Table:
    """Rows that are written one by one, and which attributes they turned out to have."""

    def __init__(self, own: tuple[str, ...]) -> None:
        """Write rows; `own` is what GEXF says itself, and not as an attribute."""
        self._own = own
        self.names: dict[str, Value] = {}
        self.types: dict[str, str] = {}

    def values(self, one: Node | Edge, row: dict[str, Value]) -> list[str]:
        """Return a row's attributes as lines, and take note of them."""
        told = without(row, self._own) | _printed(one)
        self.names |= row
        new = {key: value for key, value in told.items() if key not in self.types}
        self.types |= {key: _TYPES[type(value)] for key, value in new.items()}
        lines = [_attvalue(key, str(value)) for key, value in told.items()]
        return ["<attvalues>", *lines, "</attvalues>"]

    def declared(self, kind: str) -> list[str]:
        """Return the declarations of its attributes."""
        if not self.types:
            return []
        lines = [
            tag("attribute", {"id": key, "title": key, "type": type_})
            for key, type_ in self.types.items()
        ]
        return [tag("attributes", {"class": kind}, closed=False), *lines, "</attributes>"]


@lru_cache(2_000)  # values that come again, as relations and years do
def _attvalue(key: str, value: str) -> str:
    return f'<attvalue for="{key}" value={quoted(value)}/>'


def write(network: Network, lang: str = "en") -> bytes:
    """Return the network as GEXF; labels are in the language."""
    nodes, edges = _Table(_NODE_OWN), _Table(_EDGE_OWN)
    body = [_joined(_nodes(network, nodes, lang)), _joined(_edges(network, edges, lang))]
    meanings = dictionary(lang, [nodes.names], [edges.names])
    kind = "directed" if network.directed else "undirected"
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
        *_meta(network, lang, meanings),
        tag("graph", {"defaultedgetype": kind, **_mode(network)}, closed=False),
        *nodes.declared("node"),
        *edges.declared("edge"),
    ]
    return b"".join([_joined(head), *body, _joined(["</graph>", "</gexf>"])])


def _joined(lines: Iterable[str]) -> bytearray:
    """Return lines as bytes, without keeping all of them as texts."""
    found = bytearray()
    for line in lines:
        found += line.encode()
        found += b"\n"
    return found


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
    filters = "".join(f" {said[key]}." for key in ("filters", "sampling") if key in said)
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


def _nodes(network: Network, table: _Table, lang: str) -> Iterator[str]:
    yield tag("nodes", {"count": len(network.nodes)}, closed=False)
    for node in network.nodes:
        yield tag("node", _head(node, lang), closed=False)
        yield "\n".join(table.values(node, node_values(node, network, lang)))
        yield from _viz(node)
        yield "</node>"
    yield "</nodes>"


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


def _edges(network: Network, table: _Table, lang: str) -> Iterator[str]:
    curies = {node.id: node.curie for node in network.nodes}
    yield tag("edges", {"count": len(network.edges)}, closed=False)
    several = is_multiple(network)
    for i, edge in enumerate(network.edges):
        head: dict[str, Value] = {
            "id": str(i),
            "source": curies[edge.source],
            "target": curies[edge.target],
            "weight": edge.weight,
            "label": network.named(edge.relation)[lang],
            **({"kind": edge.relation} if several else {}),
            **_span(edge),
        }
        yield tag("edge", head, closed=False)
        yield "\n".join(table.values(edge, edge_values(edge, network, lang)))
        yield "</edge>"
    yield "</edges>"
