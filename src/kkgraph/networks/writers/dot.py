"""Graphviz DOT, with places."""

import json

from kkgraph.networks.drawing import palette
from kkgraph.networks.markup import Rows
from kkgraph.networks.model import Network
from kkgraph.networks.writers.attributes import described, evidence_text

SHAPES = {"disc": "ellipse", "square": "box", "diamond": "diamond", "triangle": "triangle"}
_SAID: Rows = [dict.fromkeys(("class", "weight", "relation", "evidence"), "")]


def write(network: Network, lang: str = "en") -> bytes:
    """Return the network for Graphviz, with places (in points) that `neato -n` keeps."""
    kind, arrow = ("digraph", "->") if network.directed else ("graph", "--")
    lines = [
        f"{kind} {_quoted(network.name)} {{",
        f"  label={_quoted(network.title[lang])}; overlap=false; splines=true;",
        f"  comment={_quoted('. '.join(described(network, lang, _SAID)))};",
        '  node [style=filled, fontname="Helvetica", fontcolor="black"];',
    ]
    for node in network.nodes:
        look = palette.look(node.type)
        lines.append(
            f"  {_quoted(node.curie)} [label={_quoted(node.label[lang])}, "
            f'fillcolor="{look.colour}40", color="{look.colour}", shape={SHAPES[look.shape]}, '
            f"class={_quoted(node.type)}, URL={_quoted(node.id)}, "
            f'pos="{node.x:.1f},{-node.y:.1f}"];'
        )
    curies = {node.id: node.curie for node in network.nodes}
    for edge in network.edges:
        ends = f"{_quoted(curies[edge.source])} {arrow} {_quoted(curies[edge.target])}"
        lines.append(
            f"  {ends} [weight={_whole(edge.weight)}, relation={_quoted(edge.relation)}, "
            f"value={number(edge.weight)}, evidence={_quoted(evidence_text(edge))}];"
        )
    return "\n".join([*lines, "}", ""]).encode()


def _whole(weight: float) -> int:
    """Return a weight that Graphviz takes: a whole number of at most nine digits."""
    return max(0, min(int(weight), 999_999_999))


def number(value: float) -> str:
    """Return a number as DOT writes one, which knows no exponent."""
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
