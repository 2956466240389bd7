"""Pajek NET, with places and shapes."""

from kkgraph.networks.drawing import palette
from kkgraph.networks.model import Network
from kkgraph.networks.writers.attributes import described
from kkgraph.networks.writers.dot import SHAPES, number


def write(network: Network, lang: str = "en") -> bytes:
    """Return the network for Pajek; edges have weights, vertices labels, places and shapes."""
    reach = max((max(abs(node.x), abs(node.y)) for node in network.nodes), default=0.0) or 1.0
    lines = [f"% {line}" for line in described(network, lang)]
    lines.append(f"*Vertices {len(network.nodes)}")
    place = {}
    for i, node in enumerate(network.nodes, 1):
        place[node.id] = i
        x, y = _in_window(node.x, reach), _in_window(node.y, reach)
        label = node.label[lang].replace('"', "'")
        lines.append(f'{i} "{label}" {x:.4f} {y:.4f} {SHAPES[palette.look(node.type).shape]}')
    lines.append("*Arcs" if network.directed else "*Edges")
    lines += [f"{place[e.source]} {place[e.target]} {number(e.weight)}" for e in network.edges]
    return "\n".join([*lines, ""]).encode()


def _in_window(value: float, reach: float) -> float:
    """Return a coordinate in Pajek's window from 0 to 1."""
    return 0.5 + 0.48 * value / reach
