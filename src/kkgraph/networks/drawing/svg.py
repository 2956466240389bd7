"""A network as a picture for a paper: SVG with legend, labels and caption, same bytes each time."""

import math
from collections import defaultdict
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kkgraph.formats.standard import clean
from kkgraph.networks import words
from kkgraph.networks.drawing import labels, palette, shapes, text_metrics
from kkgraph.networks.drawing.labels import Anchor, Placed
from kkgraph.networks.drawing.shapes import number
from kkgraph.networks.model import Edge, Network, Node

_FONT = "'Liberation Sans', Arial, Helvetica, sans-serif"
INK, QUIET, _LINE = "#1c2330", "#5a6572", "#7d8a97"
MARGIN = 36.0
_LEAST_WIDTH = 860.0
_ROOM = 150.0  # of a label's line
_ALL_LABELS = 140  # up to so many nodes the picture grows until every label has a place
_LED = 1  # labels that may stand off, with a line to their node
_LARGE_SCALE = 1.25
_SCALES = (0.8, 0.95, 1.1, 1.3, 1.5, 1.75, 2.0, 2.4)


@dataclass(frozen=True)
class Drawing:
    """Nodes as spots by id, the labels that found a place, and the extent of it all."""

    spots: dict[str, Anchor]
    placed: list[Placed]
    missing: int
    box: labels.Box


def write(network: Network, lang: str = "en") -> bytes:
    """Return the picture as SVG (UTF-8)."""
    drawing = drawn(network, lang)
    left, top, right, bottom = drawing.box
    width = max(right - left, _LEAST_WIDTH) + 2 * MARGIN
    head, below = _head(network, lang, width)
    shift = ((width - (right - left)) / 2 - left, below - top)
    foot, height = _foot(network, lang, drawing.missing, (width, below + bottom - top + 26))
    body = [
        f'<g transform="translate({number(shift[0])} {number(shift[1])})">',
        *_edges(network, drawing),
        *_leaders(drawing),
        *_nodes(network, drawing),
        *_labels(drawing),
        "</g>",
    ]
    return "\n".join(
        [*opening(network, lang, width, height), *head, *body, *foot, "</svg>", ""]
    ).encode()


def opening(network: Network, lang: str, width: float, height: float) -> list[str]:
    """Return how a picture begins: its size, and title and description for readers without eyes."""
    w, h = number(width), number(height)
    return [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" '
            f'viewBox="0 0 {w} {h}" role="img" aria-labelledby="title desc" lang="{lang}" '
            f'font-family="{_FONT}">'
        ),
        f'<title id="title">{escape(clean(network.title[lang]))}</title>',
        f'<desc id="desc">{escape(clean(network.summary[lang]))}</desc>',
        f'<rect width="{w}" height="{h}" fill="#ffffff"/>',
    ]


def drawn(network: Network, lang: str) -> Drawing:
    """Return the smallest drawing on which every label has a place, or for large ones the first."""
    every = len(network.nodes) <= _ALL_LABELS
    drawing = _attempt(network, lang, _SCALES[0] if every else _LARGE_SCALE)
    for scale in _SCALES[1:] if every else ():
        if not drawing.missing and sum(one.led for one in drawing.placed) <= _LED:
            break
        drawing = _attempt(network, lang, scale)
    return drawing


def _attempt(network: Network, lang: str, scale: float) -> Drawing:
    spots = {node.id: _spot(node, lang, scale, len(network.nodes)) for node in network.nodes}
    ordered = sorted(network.nodes, key=lambda node: (-node.degree, node.id))
    ends = {tuple(sorted((edge.source, edge.target))) for edge in network.edges}
    segments = [(spots[a].x, spots[a].y, spots[b].x, spots[b].y) for a, b in sorted(ends)]
    found = labels.place([spots[node.id] for node in ordered], spots.values(), segments)
    placed = [one for one in found if one is not None]
    return Drawing(spots, placed, len(found) - len(placed), _extent(spots, placed))


def _spot(node: Node, lang: str, scale: float, count: int) -> Anchor:
    base = 5.0 if count <= _ALL_LABELS else 3.5
    radius = min(base + 2.1 * node.degree**0.5, 19.0)
    size = min(11.0 + 0.45 * node.degree**0.5, 14.0) if count <= _ALL_LABELS else 10.0
    lines = tuple(text_metrics.wrapped(node.label[lang], size, _ROOM))
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


def _head(network: Network, lang: str, width: float) -> tuple[list[str], float]:
    """Return title, description and legend, and where the drawing may begin."""
    top = MARGIN + 14
    parts = [text(network.title[lang], (MARGIN, top), 21, bold=True)]
    for line in text_metrics.wrapped(network.summary[lang], 12.5, min(width - 2 * MARGIN, 980)):
        top += 18 if len(parts) > 1 else 24
        parts.append(text(line, (MARGIN, top), 12.5, colour=QUIET))
    legend, top = _legend(network, lang, top + 30, width)
    return parts + legend, top + 30


def _legend(network: Network, lang: str, top: float, width: float) -> tuple[list[str], float]:
    """Return the legend's entries in rows, and the last row's height on the page."""
    parts, left = [], MARGIN
    for look, name in _entries(network, lang):
        wide = 20 + text_metrics.width(name, 12) + 22
        if left > MARGIN and left + wide > width - MARGIN:
            left, top = MARGIN, top + 21
        parts += [
            shapes.shape(look.shape, (left + 6, top - 4), 6, look.colour),
            text(name, (left + 18, top), 12),
        ]
        left += wide
    return parts, top


def _entries(network: Network, lang: str) -> list[tuple[palette.Look, str]]:
    """Return what colours and shapes mean: types, or communities in a one-mode network."""
    types = [
        (palette.look(type_), _capital(network.named(type_)[lang])) for type_ in network.types()
    ]
    if not _by_community(network):
        return types
    groups = [
        (palette.Look(palette.community_colour(one), "disc"), one.label[lang])
        for one in network.communities
    ]
    shapes_ = [(palette.Look(QUIET, look.shape), name) for look, name in types]
    return groups + (shapes_ if len(types) > 1 else [])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _by_community(network: Network) -> bool:
    return network.mode == "one-mode"


def _foot(
    network: Network, lang: str, missing: int, corner: tuple[float, float]
) -> tuple[list[str], float]:
    """Return the caption under the drawing, and the height of the whole page."""
    width, top = corner
    lines = text_metrics.wrapped(words.caption(network, lang, missing), 11, width - 2 * MARGIN)
    ends = f'x1="{number(MARGIN)}" x2="{number(width - MARGIN)}"'
    parts = [f'<line {ends} y1="{number(top)}" y2="{number(top)}" stroke="#d5dae0"/>']
    for line in lines:
        top += 16
        parts.append(text(line, (MARGIN, top + 4), 11, colour=QUIET))
    return parts, top + MARGIN * 0.8


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
                f'y2="{number(y)}" stroke="{QUIET}" stroke-width="0.6"/>'
            )
    return parts


def _nodes(network: Network, drawing: Drawing) -> list[str]:
    grouped = _by_community(network)
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
        halo += [text(line, at, one.spot.size, colour="#ffffff", middle=True) for line, at in lines]
        shown += [text(line, at, one.spot.size, middle=True) for line, at in lines]
    return [*halo, "</g>", *shown, "</g>"]


def _lines(one: Placed) -> list[tuple[str, tuple[float, float]]]:
    left, top, right, _ = one.box
    high = one.spot.size * labels.LINE
    return [
        (line, ((left + right) / 2, top + high * i + one.spot.size * 0.92))
        for i, line in enumerate(one.spot.lines)
    ]


def text(  # noqa: PLR0913 - what a line of text is
    line: str,
    at: tuple[float, float],
    size: float,
    *,
    colour: str = INK,
    bold: bool = False,
    middle: bool = False,
) -> str:
    """Return a line of text in SVG, its left end (or its middle) at a point of the baseline."""
    extra = (' font-weight="bold"' if bold else "") + (' text-anchor="middle"' if middle else "")
    return (
        f'<text x="{number(at[0])}" y="{number(at[1])}" font-size="{number(size)}" '
        f'fill="{colour}"{extra}>{escape(clean(line))}</text>'
    )
