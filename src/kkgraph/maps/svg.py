"""The map as SVG, PNG and as one offline page."""

from html import escape
from itertools import zip_longest

from kkgraph import assets, terms
from kkgraph.maps.insets import INSETS, RADIUS, THICKNESS, draw
from kkgraph.maps.places import Place, Tie, arcs_of, origin_of, places_of, unplaced
from kkgraph.networks import words
from kkgraph.networks.drawing import raster, text_metrics
from kkgraph.networks.model import LANGUAGES, Network
from kkgraph.texts import bilingual, phrase

_WIDTH, _BELOW = 1200, 1168  # where the caption begins
_LINE = 16
_FONT = "'Liberation Sans', Arial, Helvetica, sans-serif"


def svg(network: Network, lang: str = "en") -> bytes:
    """Return the map of a network's places as SVG; the same input gives the same bytes."""
    return _svg(network, places_of(network), lang).encode()


def png(network: Network, lang: str = "en") -> bytes:
    """Return the map as PNG; raises LibraryMissing without CairoSVG."""
    return raster.to_png(svg(network, lang))


def page(network: Network, lang: str = "en") -> bytes:
    """Return the map as one offline page; raises BundleMissing without the browser part."""
    places = places_of(network)
    captions = {one: _caption(network, places, one) for one in LANGUAGES}
    data = {
        "title": bilingual("maps.title"),
        "captions": captions,
        "origin": bilingual("maps.origin"),
        **_choices(network),
        "scales": {"dot": RADIUS, "arc": THICKNESS},
        "places": [_record(place, places, network) for place in places],
    }
    title = phrase("maps.title", lang)
    return assets.standalone("map", lang, title, _svg(network, places, lang), data)


def _svg(network: Network, places: list[Place], lang: str) -> str:
    arcs, home = arcs_of(places), _home(network)
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


def _home(network: Network) -> Place | None:
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


def _choices(network: Network) -> dict[str, list[dict[str, object]]]:
    def choices(ids: set[str]) -> list[dict[str, object]]:
        return [{"id": iri, "label": dict(network.named(iri))} for iri in sorted(ids)]

    return {
        "themes": choices({theme for edge in network.edges for theme in edge.themes}),
        "departments": choices({one for edge in network.edges for one in edge.departments}),
    }


def _record(place: Place, places: list[Place], network: Network) -> dict[str, object]:
    order = {one.id: index for index, one in enumerate(places)}
    return {
        "id": place.id,
        "label": dict(place.label),
        "ties": [_tie(tie, order.get(tie.place), network) for tie in place.ties],
    }


def _tie(tie: Tie, place: int | None, network: Network) -> dict[str, object]:
    """Return a tie: `place` is the number of the place at its other end, if that is one."""
    return {
        "other": dict(tie.other.label),
        "place": place,
        "relation": dict(network.named(tie.edge.relation)),
        "counted": sorted(map(terms.shorten, tie.counted)),
        "themes": tie.edge.themes,
        "departments": tie.edge.departments,
        "evidence": [
            {"section": one.section, "lines": one.lines, "label": dict(one.label)}
            for one in tie.edge.evidence
        ],
    }
