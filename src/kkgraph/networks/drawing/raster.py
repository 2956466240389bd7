"""The picture as PNG and PDF, made from the SVG by CairoSVG."""

import struct
import zlib
from typing import Any

from kkgraph.errors.installation import LibraryMissing
from kkgraph.networks.drawing import svg
from kkgraph.networks.drawing.style import Style
from kkgraph.networks.model import Network
from kkgraph.networks.writers.attributes import described
from kkgraph.texts import Message

_PNG_HEADER = 33  # bytes: signature and IHDR


def png(network: Network, lang: str = "en", style: Style = svg.DEFAULT) -> bytes:
    """Return the picture as PNG; raises LibraryMissing without CairoSVG."""
    picture = to_png(svg.write(network, lang, style), style.sharpness)
    return described_png(picture, "\n".join(described(network, lang)))


def described_png(picture: bytes, text: str) -> bytes:
    """Return a PNG that also says a text: as a chunk iTXt (UTF-8) behind its header."""
    chunk = b"iTXtDescription\0\0\0\0\0" + text.encode()
    size, check = struct.pack(">I", len(chunk) - 4), struct.pack(">I", zlib.crc32(chunk))
    return picture[:_PNG_HEADER] + size + chunk + check + picture[_PNG_HEADER:]


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
