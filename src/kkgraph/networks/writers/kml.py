"""KML 2.2 for Google Earth: nodes that have a place as points, ties between two as lines."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from kkgraph.formats.standard import clean
from kkgraph.networks.drawing import palette
from kkgraph.networks.markup import Value, tag
from kkgraph.networks.model import Edge, Network, Node
from kkgraph.networks.writers.attributes import described, edge_values, node_values, rows_of
from kkgraph.networks.writers.geojson import position


def write(network: Network, lang: str = "en") -> bytes:
    """Return the document; what has no place is not in it."""
    nodes = {node.id: node for node in network.nodes}
    body = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2">',
        "<Document>",
        _text("name", network.title[lang]),
        _text("description", "\n".join(described(network, lang, *rows_of(network, lang)))),
        *(line for type_ in network.types() for line in _style(type_)),
        *(line for node in network.nodes for line in _placed(node, network, lang)),
        *(line for edge in network.edges for line in _tied(edge, nodes, network, lang)),
        "</Document>",
        "</kml>",
        "",
    ]
    return "\n".join(body).encode()


def _text(name: str, text: str) -> str:
    return f"<{name}>{escape(clean(text))}</{name}>"


def _style(type_: str) -> list[str]:
    """Return the colour of a class; KML writes it as opacity, blue, green, red."""
    colour = palette.look(type_).colour
    abgr = f"ff{colour[5:7]}{colour[3:5]}{colour[1:3]}"
    return [
        tag("Style", {"id": type_}, closed=False),
        f"<IconStyle><color>{abgr}</color></IconStyle></Style>",
    ]


def _placed(node: Node, network: Network, lang: str) -> list[str]:
    at = position(node)
    if at is None:
        return []
    return [
        "<Placemark>",
        _text("name", node.label[lang]),
        f"<styleUrl>#{node.type}</styleUrl>",
        *_data(node_values(node, network, lang)),
        f"<Point><coordinates>{at[0]},{at[1]}</coordinates></Point>",
        "</Placemark>",
    ]


def _tied(edge: Edge, nodes: Mapping[str, Node], network: Network, lang: str) -> list[str]:
    ends = nodes[edge.source], nodes[edge.target]
    places = [at for at in map(position, ends) if at is not None]
    if len(places) < len(ends):
        return []
    line = " ".join(f"{long},{lat}" for long, lat in places)
    return [
        "<Placemark>",
        _text("name", f"{ends[0].label[lang]} – {ends[1].label[lang]}"),  # noqa: RUF001
        *_data(edge_values(edge, network, lang)),
        f"<LineString><tessellate>1</tessellate><coordinates>{line}</coordinates></LineString>",
        "</Placemark>",
    ]


def _data(values: Mapping[str, Value]) -> list[str]:
    return [
        "<ExtendedData>",
        *(
            tag("Data", {"name": key}, closed=False) + _text("value", str(value)) + "</Data>"
            for key, value in values.items()
        ),
        "</ExtendedData>",
    ]
