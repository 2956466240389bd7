"""Graphviz DOT, Pajek NET, and node and edge tables as CSV in a zip file."""

import csv as csvs
import io
import json
import zipfile

from kkgraph.networks.drawing import palette
from kkgraph.networks.model import Network
from kkgraph.networks.writers.attributes import about, edge_values, evidence_text, node_values
from kkgraph.networks.writers.xml import Rows, columns

_SHAPES = {"disc": "ellipse", "square": "box", "diamond": "diamond", "triangle": "triangle"}
_PAJEK = {"disc": "ellipse", "square": "box", "diamond": "diamond", "triangle": "triangle"}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip file's first date: the same bytes each time
_TYPES = {str: "string", int: "int", float: "double"}


def dot(network: Network, lang: str = "en") -> bytes:
    """Return the network for Graphviz, with places (in points) that `neato -n` keeps."""
    kind, arrow = ("digraph", "->") if network.directed else ("graph", "--")
    lines = [
        f"{kind} {_quoted(network.name)} {{",
        f"  label={_quoted(network.title[lang])}; overlap=false; splines=true;",
        '  node [style=filled, fontname="Helvetica", fontcolor="black"];',
    ]
    for node in network.nodes:
        look = palette.look(node.type)
        lines.append(
            f"  {_quoted(node.curie)} [label={_quoted(node.label[lang])}, "
            f'fillcolor="{look.colour}40", color="{look.colour}", shape={_SHAPES[look.shape]}, '
            f"type={_quoted(node.type)}, URL={_quoted(node.id)}, "
            f'pos="{node.x:.1f},{-node.y:.1f}"];'
        )
    curies = {node.id: node.curie for node in network.nodes}
    for edge in network.edges:
        ends = f"{_quoted(curies[edge.source])} {arrow} {_quoted(curies[edge.target])}"
        lines.append(
            f"  {ends} [weight={_whole(edge.weight)}, relation={_quoted(edge.relation)}, "
            f"value={edge.weight:g}, evidence={_quoted(evidence_text(edge))}];"
        )
    return "\n".join([*lines, "}", ""]).encode()


def _whole(weight: float) -> int:
    """Return a weight that Graphviz takes: a whole number of at most nine digits."""
    return max(0, min(int(weight), 999_999_999))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def pajek(network: Network, lang: str = "en") -> bytes:
    """Return the network for Pajek; edges have weights, vertices labels, places and shapes."""
    reach = max((max(abs(node.x), abs(node.y)) for node in network.nodes), default=0.0) or 1.0
    lines = [f"*Vertices {len(network.nodes)}"]
    number = {}
    for i, node in enumerate(network.nodes, 1):
        number[node.id] = i
        x, y = _in_window(node.x, reach), _in_window(node.y, reach)
        label = node.label[lang].replace('"', "'")
        lines.append(f'{i} "{label}" {x:.4f} {y:.4f} {_PAJEK[palette.look(node.type).shape]}')
    lines.append("*Arcs" if network.directed else "*Edges")
    lines += [f"{number[e.source]} {number[e.target]} {e.weight:g}" for e in network.edges]
    return "\n".join([*lines, ""]).encode()


def _in_window(value: float, reach: float) -> float:
    """Return a coordinate in Pajek's window from 0 to 1."""
    return 0.5 + 0.48 * value / reach


def csv(network: Network, lang: str = "en") -> bytes:
    """Return a zip file with nodes.csv, edges.csv and about.csv (UTF-8, comma, RFC 4180)."""
    curies = {node.id: node.curie for node in network.nodes}
    nodes: Rows = [{"id": node.curie, **node_values(node, network, lang)} for node in network.nodes]
    edges: Rows = [
        {"source": curies[e.source], "target": curies[e.target], **edge_values(e, network, lang)}
        for e in network.edges
    ]
    whole: Rows = [{"key": key, "value": value} for key, value in about(network).items()]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in (("nodes", nodes), ("edges", edges), ("about", whole)):
            info = zipfile.ZipInfo(f"{network.name}-{name}.csv", _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _table(rows))
    return packed.getvalue()


def _table(rows: Rows) -> str:
    text = io.StringIO()
    writer = csvs.DictWriter(text, list(columns(rows, _TYPES)), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
