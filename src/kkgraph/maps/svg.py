"""The map as SVG and PNG."""

from html import escape
from itertools import zip_longest

from kkgraph.maps.insets import INSETS, draw
from kkgraph.maps.places import Place, arcs_of, origin_of, places_of, unplaced
from kkgraph.networks import words
from kkgraph.networks.drawing import frame, raster, text_metrics
from kkgraph.networks.model import Network
from kkgraph.networks.writers.attributes import described
from kkgraph.texts import LANGUAGES, phrase

_WIDTH, _BELOW = 1200, 1168  # where the caption begins
_LINE = 16
_FONT = "'Liberation Sans', Arial, Helvetica, sans-serif"


def svg(network: Network, lang: str = "en") -> bytes:
    """Return the map of a network's places as SVG; the same input gives the same bytes."""
    return drawing(network, places_of(network), lang).encode()


def png(network: Network, lang: str = "en") -> bytes:
    """Return the map as PNG; raises LibraryMissing without CairoSVG."""
    picture = raster.to_png(svg(network, lang))
    return raster.described_png(picture, "\n".join(described(network, lang)))


def drawing(network: Network, places: list[Place], lang: str) -> str:
    """Return the map of some places as SVG."""
    arcs, home = arcs_of(places), home_of(network)
    lines = _lines([_caption(network, places, one) for one in (lang, *LANGUAGES)])
    height = _BELOW + _LINE * len(lines) + 8
    title = escape(phrase("maps.title", lang))
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
                f'width="{_WIDTH}" height="{height}" role="img" aria-labelledby="title" '
                f'lang="{lang}" font-family="{_FONT}">'
            ),
            f'<title id="title">{title}</title>',
            frame.metadata(network, lang),
            f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
            (
                '<text class="title" x="30" y="48" font-size="24" font-weight="bold" '
                'fill="#1c2330">'
                f"{title}</text>"
            ),
            *(line for inset in INSETS for line in draw(inset, places, arcs, lang, home)),
            *lines,
            "</svg>",
            "",
        ]
    )


def home_of(network: Network) -> Place | None:
    """Return where arcs begin, None where nothing says where that lies."""
    found = origin_of(network)
    if found is None or found.lat is None or found.long is None:
        return None
    return Place(found.id, found.label, found.lat, found.long, ())


def _caption(network: Network, places: list[Place], lang: str) -> list[str]:
    chosen = words.selection(network, lang)
    name = network.title[lang]
    if chosen:
        name += f" ({phrase('maps.selection', lang, filters=chosen)})"
    ties = {id(tie.edge) for place in places for tie in place.ties}
    text = phrase(
        "maps.caption",
        lang,
        places=phrase("maps.places", lang, n=len(places)),
        ties=phrase("networks.ties", lang, n=len(ties)),
        weight=network.weight_meaning[lang],
        network=name,
        version=network.version,
    )
    lost = ", ".join(sorted(node.label[lang] for node in unplaced(network)))
    if lost:
        text += " " + phrase("maps.unplaced", lang, places=lost)
    return text_metrics.wrapped(text, 12, _WIDTH - 60)


def _lines(captions: list[list[str]]) -> list[str]:
    """Return the lines of the first caption, and empty ones for a longer one after it."""
    return [
        f'<text class="caption" x="30" y="{_BELOW + _LINE * i}" font-size="12" fill="#5a6572">'
        f"{escape(line or '')}</text>"
        for i, (line, *_) in enumerate(zip_longest(*captions))
    ]
