"""What a map shows as a network of places: for GeoJSON and KML, which draw it themselves."""

from dataclasses import replace

from kkgraph.maps.insets import ORIGIN_PLACE
from kkgraph.maps.places import ORIGIN, Arc, Place, Tie, arcs_of, places_of
from kkgraph.networks.model import Edge, Network, Node
from kkgraph.networks.writers import WRITERS
from kkgraph.texts import bilingual


def geojson(network: Network, lang: str = "en") -> bytes:
    """Return places and arcs as a feature collection."""
    return WRITERS["geojson"](of_places(network), lang)


def kml(network: Network, lang: str = "en") -> bytes:
    """Return places and arcs for Google Earth."""
    return WRITERS["kml"](of_places(network), lang)


def of_places(network: Network) -> Network:
    """Return the network of a map: Copenhagen and the places, tied by its arcs."""
    places = places_of(network)
    arcs = arcs_of(places)
    nodes = {node.id: node for node in network.nodes}
    shown = [_placed(nodes[place.id], place) for place in places]
    if any(arc.start is None for arc in arcs):
        shown.insert(0, _origin(nodes.get(ORIGIN)))
    return replace(network, nodes=tuple(shown), edges=tuple(map(_edge, arcs)))


def _placed(node: Node, place: Place) -> Node:
    return replace(node, degree=len(place.ties), weighted_degree=float(place.weight))


def _origin(node: Node | None) -> Node:
    long, lat = ORIGIN_PLACE
    if node is not None:
        return replace(node, lat=lat, long=long)
    return Node(ORIGIN, "city:koebenhavn", bilingual("maps.origin"), "City", lat=lat, long=long)


def _edge(arc: Arc) -> Edge:
    """Return an arc with all that is known of its ties."""
    start = arc.start.id if arc.start else ORIGIN
    edges = [tie.edge for tie in arc.end.ties if _along(tie, arc)]
    evidence = {(one.fact, one.section): one for edge in edges for one in edge.evidence}
    return Edge(
        source=start,
        target=arc.end.id,
        relation=" | ".join(sorted({edge.relation for edge in edges})),
        weight=float(arc.weight),
        things=tuple(sorted({thing for edge in edges for thing in edge.things})),
        themes=tuple(sorted({theme for edge in edges for theme in edge.themes})),
        departments=tuple(sorted({one for edge in edges for one in edge.departments})),
        evidence=tuple(evidence[key] for key in sorted(evidence)),
    )


def _along(tie: Tie, arc: Arc) -> bool:
    return tie.place == (arc.start.id if arc.start else "")
