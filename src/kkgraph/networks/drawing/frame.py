"""What stands around a drawing: title, description, legend and caption."""

from xml.sax.saxutils import escape, quoteattr

from kkgraph.formats.standard import clean
from kkgraph.networks import words
from kkgraph.networks.drawing import palette, shapes, text_metrics
from kkgraph.networks.drawing.shapes import number
from kkgraph.networks.drawing.style import Style
from kkgraph.networks.model import Network
from kkgraph.networks.writers.attributes import described

INK, QUIET = "#1c2330", "#5a6572"
_TITLE, _SUMMARY, _KEY, _CAPTION = 21, 12.5, 12, 11
_READABLE = 980  # the longest line of a description

Part = tuple[list[str], float]


def opening(network: Network, lang: str, extent: tuple[float, float], style: Style) -> list[str]:
    """Return how a picture begins: its size, and title and description for readers without eyes."""
    w, h = map(number, extent)
    wide, high = map(style.measured, extent)
    return [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
            f'viewBox="0 0 {w} {h}" role="img" aria-labelledby="title desc" lang="{lang}" '
            f"font-family={quoteattr(clean(style.fonts))}>"
        ),
        f'<title id="title">{escape(clean(network.title[lang]))}</title>',
        f'<desc id="desc">{escape(clean(network.summary[lang]))}</desc>',
        metadata(network, lang),
        f'<rect width="{w}" height="{h}" fill="#ffffff"/>',
    ]


def metadata(network: Network, lang: str) -> str:
    """Return what a picture says to programs: version, query, selection, citation and licence."""
    lines = (escape(clean(line)) for line in described(network, lang))
    return "\n".join(["<metadata>", *lines, "</metadata>"])


def head(network: Network, lang: str, width: float, style: Style) -> Part:
    """Return title, description and legend, and where the drawing may begin."""
    parts, top = _titled(network, lang, width, style) if style.captioned else ([], style.margin)
    legend, top = _legend(network, lang, (width, top + (30 if parts else 0)), style.margin)
    return parts + legend, top + (30 if style.captioned else 16)


def _titled(network: Network, lang: str, width: float, style: Style) -> Part:
    room, top = width - 2 * style.margin, style.margin + 14
    size = _TITLE if style.width is None else 15
    parts: list[str] = []
    for line in text_metrics.wrapped(network.title[lang], size, room, bold=True):
        top += size * 1.2 if parts else 0
        parts.append(text(line, (style.margin, top), size, bold=True))
    top += 6
    if style.width is None:
        for line in text_metrics.wrapped(network.summary[lang], _SUMMARY, min(room, _READABLE)):
            top += 18
            parts.append(text(line, (style.margin, top), _SUMMARY, colour=QUIET))
    return parts, top


def _legend(network: Network, lang: str, corner: tuple[float, float], margin: float) -> Part:
    """Return the legend's entries in rows, and the last row's height on the page."""
    width, top = corner
    parts, left = [], margin
    for look, name in _entries(network, lang):
        for i, line in enumerate(text_metrics.wrapped(name, _KEY, width - 2 * margin - 20)):
            wide = 20 + text_metrics.width(line, _KEY) * text_metrics.OTHER_FONT + 16
            if left > margin and (i or left + wide > width - margin):
                left, top = margin, top + (15 if i else 21)
            if not i:
                parts.append(shapes.shape(look.shape, (left + 6, top - 4), 6, look.colour))
            parts.append(text(line, (left + 18, top), _KEY))
            left += wide
    return parts, top


def _entries(network: Network, lang: str) -> list[tuple[palette.Look, str]]:
    """Return what colours and shapes mean: types, or communities in a one-mode network."""
    types = [
        (palette.look(type_), _capital(network.named(type_)[lang])) for type_ in network.types()
    ]
    if not by_community(network):
        return types
    groups = [
        (palette.Look(colour, "disc"), name)
        for colour, name in palette.community_keys(network.communities, lang)
    ]
    shapes_ = [(palette.Look(QUIET, look.shape), name) for look, name in types]
    return groups + (shapes_ if len({look.shape for look, _ in types}) > 1 else [])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def by_community(network: Network) -> bool:
    """Tell whether colours are those of communities: in a one-mode network."""
    return network.mode == "one-mode"


def foot(
    network: Network, lang: str, missing: int, corner: tuple[float, float], style: Style
) -> Part:
    """Return the caption under the drawing, and the height of the whole page."""
    width, top = corner
    margin = style.margin
    if not style.captioned:
        return [], top + margin * 0.2
    said = words.caption(network, lang, missing)
    ends = f'x1="{number(margin)}" x2="{number(width - margin)}"'
    parts = [f'<line {ends} y1="{number(top)}" y2="{number(top)}" stroke="#d5dae0"/>']
    for line in text_metrics.wrapped(said, _CAPTION, width - 2 * margin):
        top += 16
        parts.append(text(line, (margin, top + 4), _CAPTION, colour=QUIET))
    return parts, top + margin * 0.8


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
