"""The picture as PNG and PDF, made from the SVG by CairoSVG."""

from typing import Any

from kkgraph.errors.installation import LibraryMissing
from kkgraph.networks.drawing import svg
from kkgraph.networks.model import Network

_SCALE = 2.0  # of PNG: two pixels a unit, for print


def png(network: Network, lang: str = "en") -> bytes:
    """Return the picture as PNG; raises LibraryMissing without CairoSVG."""
    return to_png(svg.write(network, lang))


def to_png(picture: bytes) -> bytes:
    """Return an SVG picture as PNG; raises LibraryMissing without CairoSVG."""
    return bytes(_cairosvg("PNG").svg2png(bytestring=picture, scale=_SCALE))


def pdf(network: Network, lang: str = "en") -> bytes:
    """Return the picture as PDF, as lines and letters; raises LibraryMissing without CairoSVG."""
    return bytes(_cairosvg("PDF").svg2pdf(bytestring=svg.write(network, lang)))


def _cairosvg(name: str) -> Any:  # noqa: ANN401 - CairoSVG has no types
    try:
        import cairosvg
    except (ImportError, OSError):
        raise LibraryMissing(f"a picture as {name}", "CairoSVG", "pictures") from None
    return cairosvg
