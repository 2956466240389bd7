"""The map as SVG, PNG and as one offline page."""

from html import escape

from kkgraph import assets
from kkgraph.maps.insets import HOME_NAME, PANELS, draw
from kkgraph.maps.places import Stop, stops_of
from kkgraph.networks import words
from kkgraph.networks.drawing import raster, text_metrics
from kkgraph.networks.model import LANGUAGES, Network

_WIDTH, _HEIGHT = 1200, 1250
_FONT = "'Liberation Sans', Arial, Helvetica, sans-serif"
_TITLE = {"da": "Københavns internationale byer", "en": "Copenhagen's cities abroad"}
_CAPTION = {
    "da": (
        "{places} steder, {ties} forbindelser. Buens bredde og prikkens størrelse: antal udsagn, "
        "der knytter stedet til København. {network}. Kilde: afdækningen fra 2020 af Københavns "
        "Kommunes internationale arbejde, kkgraph {version}. Omrids: Natural Earth; "
        "koordinater: GeoNames."
    ),
    "en": (
        "{places} places, {ties} ties. Width of an arc and size of a dot: number of statements "
        "that tie the place to Copenhagen. {network}. Source: the 2020 survey of the City of "
        "Copenhagen's international work, kkgraph {version}. Outlines: Natural Earth; "
        "coordinates: GeoNames."
    ),
}
_SELECTION = {"da": "Udvalg", "en": "Selection"}


def svg(network: Network, lang: str = "en") -> bytes:
    """Return the map of a network's places as SVG; the same input gives the same bytes."""
    return _svg(network, stops_of(network), lang).encode()


def png(network: Network, lang: str = "en") -> bytes:
    """Return the map as PNG; raises LibraryMissing without CairoSVG."""
    return raster.to_png(svg(network, lang))


def page(network: Network, lang: str = "en") -> bytes:
    """Return the map as one offline page; raises BundleMissing without the browser part."""
    stops = stops_of(network)
    captions = {one: _caption(network, stops, one) for one in LANGUAGES}
    data = {
        "title": _TITLE,
        "captions": captions,
        "home": HOME_NAME,
        **_choices(network),
        "stops": [_record(stop, network) for stop in stops],
    }
    return assets.standalone("map", lang, _TITLE[lang], _svg(network, stops, lang), data)


def _svg(network: Network, stops: list[Stop], lang: str) -> str:
    title = escape(_TITLE[lang])
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
                f'width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-labelledby="title" '
                f'lang="{lang}" font-family="{_FONT}">'
            ),
            f'<title id="title">{title}</title>',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
            (
                '<text class="title" x="30" y="48" font-size="24" font-weight="bold" '
                'fill="#1c2330">'
                f"{title}</text>"
            ),
            *_lines(_caption(network, stops, lang)),
            *(line for panel in PANELS for line in draw(panel, stops, lang)),
            "</svg>",
            "",
        ]
    )


def _caption(network: Network, stops: list[Stop], lang: str) -> list[str]:
    chosen = words.selection(network, lang)
    name = network.title[lang] + (f" ({_SELECTION[lang]}: {chosen})" if chosen else "")
    ties = sum(len(stop.calls) for stop in stops)
    text = _CAPTION[lang].format(
        places=len(stops), ties=ties, network=name, version=network.version
    )
    return text_metrics.wrapped(text, 12, _WIDTH - 60)


def _lines(lines: list[str]) -> list[str]:
    return [
        f'<text class="caption" x="30" y="{70 + 16 * i}" font-size="12" fill="#5a6572">'
        f"{escape(line)}</text>"
        for i, line in enumerate(lines)
    ]


def _choices(network: Network) -> dict[str, list[dict[str, object]]]:
    def choices(ids: set[str]) -> list[dict[str, object]]:
        return [{"id": iri, "label": dict(network.named(iri))} for iri in sorted(ids)]

    return {
        "themes": choices({theme for edge in network.edges for theme in edge.themes}),
        "departments": choices({one for edge in network.edges for one in edge.departments}),
    }


def _record(stop: Stop, network: Network) -> dict[str, object]:
    return {
        "id": stop.id,
        "label": dict(stop.label),
        "ties": [
            {
                "other": dict(call.other.label),
                "relation": dict(network.named(call.edge.relation)),
                "weight": call.edge.weight,
                "themes": call.edge.themes,
                "departments": call.edge.departments,
                "evidence": [
                    {"section": one.section, "lines": one.lines, "label": dict(one.label)}
                    for one in call.edge.evidence
                ],
            }
            for call in stop.calls
        ],
    }
