"""The map as one offline page: zoomed, filtered and played, its arcs told in words."""

from html import escape
from typing import Any

from kkgraph import assets
from kkgraph.maps.insets import RADIUS, THICKNESS
from kkgraph.maps.outlines import Ring, outlines, path
from kkgraph.maps.places import Place, places_of, unplaced
from kkgraph.maps.projections import equal_earth
from kkgraph.maps.svg import drawing, home_of
from kkgraph.networks import words
from kkgraph.networks.model import Edge, Network
from kkgraph.networks.writers.html import Address, itself
from kkgraph.texts import LANGUAGES, bilingual, phrase

_UNIT = 180.0  # of the page, for one of the projection: the world is about a thousand wide
_DIGITS = 2
# What the finer outlines cover, and the view of Europe: west, south, east, north.
_FINE = (-32, 30, 50, 74)
_EUROPE = ((-10, 36), (30, 36), (-10, 66), (30, 66))


def page(network: Network, lang: str = "en", address: Address = itself) -> bytes:
    """Return the page; raises BundleMissing where the browser part was not built.

    `address` gives the link to the page of a place or fact, the IRI itself if not given.
    """
    places = places_of(network)
    title = phrase("maps.title", lang)
    body = f"<noscript><h1>{escape(title)}</h1>{drawing(network, places, lang)}</noscript>"
    heading = assets.Heading(lang, title, network.summary[lang])
    return assets.standalone("map", heading, body, data(network, places, address))


def data(network: Network, places: list[Place], address: Address = itself) -> dict[str, Any]:
    """Return what the page draws, as `web/src/map/data.ts` declares it."""
    lost, home = unplaced(network), home_of(network)
    return {
        "name": network.name,
        "title": bilingual("maps.title"),
        "network": dict(network.title),
        "weight": dict(network.weight_meaning),
        "version": network.version,
        "filters": {one: words.selection(network, one) for one in LANGUAGES},
        "unplaced": {one: sorted(node.label[one] for node in lost) for one in LANGUAGES},
        "land": _land(),
        "europe": [_spot(*corner) for corner in _EUROPE],
        "origin": {"label": dict(home.label), **_spot(home.long, home.lat)} if home else None,
        "scales": {"dot": RADIUS, "arc": THICKNESS},
        "themes": _choices({theme for edge in network.edges for theme in edge.themes}, network),
        "departments": _choices({d for edge in network.edges for d in edge.departments}, network),
        "sections": _choices(set(network.sections()), network),
        "places": [
            {
                "id": one.id,
                "page": address(one.id),
                "label": dict(one.label),
                **_spot(one.long, one.lat),
            }
            for one in places
        ],
        "ties": _ties(places, network, address),
    }


def _spot(longitude: float, latitude: float) -> dict[str, float]:
    x, y = _on_page(longitude, latitude)
    return {"x": round(x, 3), "y": round(y, 3)}


def _on_page(longitude: float, latitude: float) -> tuple[float, float]:
    x, y = equal_earth(longitude, latitude)
    return x * _UNIT, y * _UNIT


def _land() -> str:
    """Return the outlines as one path: fine ones in and around Europe, else those of the world."""
    rings = [*(ring for ring in outlines("world") if not _is_fine(ring)), *outlines("europe")]
    return "".join(path([_on_page(*point) for point in ring], _DIGITS) for ring in rings)


def _is_fine(ring: Ring) -> bool:
    west, south, east, north = _FINE
    return any(west < long < east and south < lat < north for long, lat in ring)


def _choices(ids: set[str], network: Network) -> list[dict[str, object]]:
    return [{"id": iri, "label": dict(network.named(iri))} for iri in sorted(ids)]


def _ties(places: list[Place], network: Network, address: Address) -> list[dict[str, Any]]:
    """Return each tie of a place once, with the numbers of the places at its ends."""
    order = {place.id: index for index, place in enumerate(places)}
    names = {node.id: dict(node.label) for node in network.nodes}
    found: dict[int, dict[str, Any]] = {}
    for index, place in enumerate(places):
        for tie in place.ties:
            if id(tie.edge) not in found:
                ends = (index, order.get(tie.place, -1))
                found[id(tie.edge)] = {"ends": ends, **_tie(tie.edge, names, network, address)}
    return list(found.values())


def _tie(
    edge: Edge, names: dict[str, dict[str, str]], network: Network, address: Address
) -> dict[str, Any]:
    return {
        "names": [names[edge.source], names[edge.target]],
        "relation": dict(network.named(edge.relation)),
        "parts": _parts(edge),
        "evidence": [
            {
                "section": one.section,
                "lines": one.lines,
                "fact": one.fact,
                "page": address(one.fact),
                "label": dict(one.label),
            }
            for one in edge.evidence
        ],
    }


def _parts(edge: Edge) -> list[dict[str, Any]]:
    """Return the pieces of a tie's evidence: what each counts, and what filters ask of it."""
    if edge.parts:
        return [
            {
                "counted": [part.counted] if edge.things else list(part.facts),
                "sections": part.sections,
                "themes": part.themes,
                "departments": part.departments,
                "start": part.start,
                "end": part.end,
            }
            for part in edge.parts
        ]
    return [
        {
            "counted": sorted(edge.things or {one.fact for one in edge.evidence}),
            "sections": edge.sections,
            "themes": edge.themes,
            "departments": edge.departments,
            "start": edge.start,
            "end": edge.end,
        }
    ]
