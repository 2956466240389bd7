"""The map as SVG, PNG and as one offline page."""

from html import escape

from kkgraph import assets
from kkgraph.maps.insets import PANELS, draw
from kkgraph.maps.places import Stop, stops_of
from kkgraph.networks import words
from kkgraph.networks.drawing import raster, text_metrics
from kkgraph.networks.model import LANGUAGES, Network
from kkgraph.texts import bilingual, phrase

_WIDTH, _HEIGHT = 1200, 1250
_FONT = "'Liberation Sans', Arial, Helvetica, sans-serif"


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
        "title": bilingual("maps.title"),
        "captions": captions,
        "home": bilingual("maps.home"),
        **_choices(network),
        "stops": [_record(stop, network) for stop in stops],
    }
    title = phrase("maps.title", lang)
    return assets.standalone("map", lang, title, _svg(network, stops, lang), data)


def _svg(network: Network, stops: list[Stop], lang: str) -> str:
    title = escape(phrase("maps.title", lang))
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
    selection = f" ({phrase('maps.selection', lang, filters=chosen)})" if chosen else ""
    ties = sum(len(stop.calls) for stop in stops)
    details = {
        "places": len(stops),
        "ties": ties,
        "network": network.title[lang] + selection,
        "version": network.version,
    }
    text = phrase("maps.caption", lang, **details)
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
