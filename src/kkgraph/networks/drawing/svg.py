"""A network as a picture for a paper: SVG with legend, labels and caption, same bytes each time."""

import math
from collections import defaultdict
from dataclasses import dataclass, replace

from kkgraph.networks.drawing import frame, labels, palette, shapes, text_metrics
from kkgraph.networks.drawing.labels import Anchor, Placed
from kkgraph.networks.drawing.shapes import number
from kkgraph.networks.drawing.style import Style
from kkgraph.networks.model import Edge, Network, Node

_LINE = "#7d8a97"
_GAP = 26.0  # between drawing and caption
# Of a sheet's width, what is left to labels at the sides, of few nodes and of many; and above.
_ASIDE, _CLOSE, _ABOVE = 0.24, 0.08, 90.0
_SMALL = 0.5  # of a node in a drawing that is scaled down
_ROOM = 150.0  # of a label's line
_ALL_LABELS = 140  # up to so many nodes the picture grows until every label has a place
_LED = 1  # labels that may stand off, with a line to their node
_LARGE_SCALE = 1.25
_NAMED = 500  # of more nodes only so many are named, those with most ties
_CROSSED = 3000  # so many ties leave room between them: labels keep off these only
_SCALES = (0.8, 0.95, 1.1, 1.3, 1.5, 1.75, 2.0, 2.4)


DEFAULT = Style()


@dataclass(frozen=True)
class Drawing:
    """Nodes as spots by id, the labels that found a place, and the extent of it all."""

    spots: dict[str, Anchor]
    placed: list[Placed]
    missing: int
    box: labels.Box

    @property
    def wide(self) -> float:
        """How wide it is."""
        return self.box[2] - self.box[0]

    @property
    def high(self) -> float:
        """How high it is."""
        return self.box[3] - self.box[1]


def write(network: Network, lang: str = "en", style: Style = DEFAULT) -> bytes:
    """Return the picture as SVG (UTF-8)."""
    width = style.width
    if width is None:
        drawing = drawn(network, lang)
        width = max(drawing.wide, style.least_width) + 2 * style.margin
    head, top = frame.head(network, lang, width, style)
    if style.width is not None:
        below = frame.foot(network, lang, len(network.nodes), (width, 0.0), style)[1] + _GAP
        high = style.height - top - below if style.height else None
        drawing = fitted(network, lang, width - 2 * style.margin, high)
    left, upper, _, lower = drawing.box
    shift = ((width - drawing.wide) / 2 - left, top - upper)
    corner = width, top + lower - upper + _GAP
    foot, height = frame.foot(network, lang, drawing.missing, corner, style)
    body = [
        f'<g transform="translate({number(shift[0])} {number(shift[1])})">',
        *_edges(network, drawing),
        *_leaders(drawing),
        *_nodes(network, drawing),
        *_labels(drawing),
        "</g>",
    ]
    extent = width, max(height, style.height or 0.0)
    opening = frame.opening(network, lang, extent, style)
    return "\n".join([*opening, *head, *body, *foot, "</svg>", ""]).encode()


def fitted(network: Network, lang: str, wide: float, high: float | None) -> Drawing:
    """Return a drawing of a width; names that find no place within it are left out."""
    left, top, right, bottom = _extent(
        {node.id: Anchor(node.x, node.y, 0, (), 0) for node in network.nodes}, []
    )
    aside = _ASIDE if len(network.nodes) <= _ALL_LABELS else _CLOSE
    scale = min((wide * (1 - aside)) / max(right - left, 1.0), _SCALES[-1])
    if high is not None:
        scale = min(scale, high * (1 - _CLOSE) / max(bottom - top, 1.0))
    down = high if high is not None else (bottom - top) * scale + _ABOVE
    middle = (left + right) / 2 * scale, (top + bottom) / 2 * scale
    room = (
        middle[0] - wide / 2,
        middle[1] - down / 2,
        middle[0] + wide / 2,
        middle[1] + down / 2,
    )
    return replace(_attempt(network, lang, scale, room), box=room)


def drawn(network: Network, lang: str) -> Drawing:
    """Return the smallest drawing on which every label has a place, or for large ones the first."""
    every = len(network.nodes) <= _ALL_LABELS
    drawing = _attempt(network, lang, _SCALES[0] if every else _LARGE_SCALE)
    for scale in _SCALES[1:] if every else ():
        if not drawing.missing and sum(one.led for one in drawing.placed) <= _LED:
            break
        drawing = _attempt(network, lang, scale)
    return drawing


def _attempt(
    network: Network, lang: str, scale: float, room: labels.Box = labels.ANYWHERE
) -> Drawing:
    ordered = sorted(network.nodes, key=lambda node: (-node.degree, node.id))
    named = {node.id for node in ordered[:_NAMED]}
    spots = {
        node.id: _spot(node, lang if node.id in named else "", scale, len(network.nodes))
        for node in network.nodes
    }
    wanted = [spots[node.id] for node in ordered[:_NAMED]]
    found = labels.place(wanted, spots.values(), _segments(network, spots), room)
    placed = [one for one in found if one is not None]
    return Drawing(spots, placed, len(spots) - len(placed), _extent(spots, placed))


def _segments(network: Network, spots: dict[str, Anchor]) -> list[labels.Segment]:
    """Return the ties that labels should not cross, none where there are too many."""
    ends = {tuple(sorted((edge.source, edge.target))) for edge in network.edges}
    if len(ends) > _CROSSED:
        return []
    return [(spots[a].x, spots[a].y, spots[b].x, spots[b].y) for a, b in sorted(ends)]


def _spot(node: Node, lang: str, scale: float, count: int) -> Anchor:
    base = 5.0 if count <= _ALL_LABELS else 3.5
    radius = min(base + 2.1 * node.degree**0.5, 19.0) * min(1.0, max(_SMALL, scale / _SCALES[0]))
    size = min(11.0 + 0.45 * node.degree**0.5, 14.0) if count <= _ALL_LABELS else 10.0
    lines = tuple(text_metrics.wrapped(node.label[lang], size, _ROOM)) if lang else ()
    return Anchor(node.x * scale, node.y * scale, radius, lines, size)


def _extent(spots: dict[str, Anchor], placed: list[Placed]) -> labels.Box:
    boxes = [
        (s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in spots.values()
    ]
    boxes += [one.box for one in placed]
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _edges(network: Network, drawing: Drawing) -> list[str]:
    most = max((edge.weight for edge in network.edges), default=1.0)
    pairs: dict[tuple[str, ...], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        pairs[tuple(sorted((edge.source, edge.target)))].append(edge)
    parts = [f'<g stroke="{_LINE}" stroke-opacity="0.5" fill="none" stroke-linecap="round">']
    for each in pairs.values():
        for i, edge in enumerate(each):
            bend = (i - (len(each) - 1) / 2) * 14
            parts.append(_edge(edge, drawing, (bend, _thickness(edge, most, network)), network))
    return [*parts, "</g>"]


def _thickness(edge: Edge, most: float, network: Network) -> float:
    """Return a line's width by its weight; shares are drawn in proportion to the largest."""
    if most < 1:
        return 0.9 + 2.1 * math.sqrt(edge.weight / most)
    thin = 1.0 if len(network.nodes) <= _ALL_LABELS else 0.55
    return thin * min(6.0, 1.3 + 1.7 * (math.sqrt(max(edge.weight, 1.0)) - 1.0))


def _edge(edge: Edge, drawing: Drawing, line: tuple[float, float], network: Network) -> str:
    one, other = drawing.spots[edge.source], drawing.spots[edge.target]
    bend, thick = line
    ends = shapes.Ends(one.x, one.y, other.x, other.y, other.radius)
    return shapes.tie(ends, bend, thick, arrow=_LINE if network.directed else None)


def _leaders(drawing: Drawing) -> list[str]:
    """Return thin lines from labels that stand off to their nodes."""
    parts = []
    for one in drawing.placed:
        if one.led:
            x = min(max(one.spot.x, one.box[0]), one.box[2])
            y = min(max(one.spot.y, one.box[1]), one.box[3])
            parts.append(
                f'<line x1="{number(one.spot.x)}" y1="{number(one.spot.y)}" x2="{number(x)}" '
                f'y2="{number(y)}" stroke="{frame.QUIET}" stroke-width="0.6"/>'
            )
    return parts


def _nodes(network: Network, drawing: Drawing) -> list[str]:
    grouped = frame.by_community(network)
    parts = []
    for node in network.nodes:
        look, spot = palette.look(node.type), drawing.spots[node.id]
        colour = palette.community_colour(network.community(node)) if grouped else look.colour
        parts.append(shapes.shape(look.shape, (spot.x, spot.y), spot.radius, colour))
    return parts


def _labels(drawing: Drawing) -> list[str]:
    """Return the labels over a white rim, so that edges do not cut through the letters."""
    halo = ['<g stroke="#ffffff" stroke-width="3" stroke-linejoin="round" aria-hidden="true">']
    shown = ["<g>"]
    for one in drawing.placed:
        lines = _lines(one)
        halo += [
            frame.text(line, at, one.spot.size, colour="#ffffff", middle=True) for line, at in lines
        ]
        shown += [frame.text(line, at, one.spot.size, middle=True) for line, at in lines]
    return [*halo, "</g>", *shown, "</g>"]


def _lines(one: Placed) -> list[tuple[str, tuple[float, float]]]:
    left, top, right, _ = one.box
    high = one.spot.size * labels.LINE
    return [
        (line, ((left + right) / 2, top + high * i + one.spot.size * 0.92))
        for i, line in enumerate(one.spot.lines)
    ]
