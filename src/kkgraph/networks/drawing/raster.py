"""The picture as PNG and PDF, made from the SVG by CairoSVG."""

from typing import Any

from kkgraph.errors.installation import LibraryMissing
from kkgraph.networks.drawing import svg
from kkgraph.networks.drawing.style import Style
from kkgraph.networks.model import Network
from kkgraph.texts import Message


def png(network: Network, lang: str = "en", style: Style = svg.DEFAULT) -> bytes:
    """Return the picture as PNG; raises LibraryMissing without CairoSVG."""
    return to_png(svg.write(network, lang, style), style.sharpness)


def to_png(picture: bytes, sharpness: float = svg.DEFAULT.sharpness) -> bytes:
    """Return an SVG picture as PNG; raises LibraryMissing without CairoSVG."""
    return bytes(_cairosvg("PNG").svg2png(bytestring=picture, scale=sharpness))


def pdf(network: Network, lang: str = "en", style: Style = svg.DEFAULT) -> bytes:
    """Return the picture as PDF with its fonts inside; raises LibraryMissing without CairoSVG."""
    return bytes(_cairosvg("PDF").svg2pdf(bytestring=svg.write(network, lang, style)))


def _cairosvg(name: str) -> Any:  # noqa: ANN401 - CairoSVG has no types
    try:
        import cairosvg
    except (ImportError, OSError):
        raise LibraryMissing(
            Message("errors.network.picture", name=name), "CairoSVG", "pictures"
        ) from None
    return cairosvg
