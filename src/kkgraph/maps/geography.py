"""What a map shows as a network of places: for GeoJSON and KML, which draw it themselves."""

from dataclasses import replace

from kkgraph.maps.places import Arc, Place, Tie, arcs_of, origin_of, places_of
from kkgraph.networks.model import Edge, Network, Node
from kkgraph.networks.writers import WRITERS


def geojson(network: Network, lang: str = "en") -> bytes:
    """Return places and arcs as a feature collection."""
    return WRITERS["geojson"](of_places(network), lang)


def kml(network: Network, lang: str = "en") -> bytes:
    """Return places and arcs for Google Earth."""
    return WRITERS["kml"](of_places(network), lang)


def of_places(network: Network) -> Network:
    """Return the network of a map: the home city and the places, tied by its arcs."""
    places = places_of(network)
    home = origin_of(network)
    arcs = [arc for arc in arcs_of(places) if arc.start or home]
    nodes = {node.id: node for node in network.nodes}
    shown = [_placed(nodes[place.id], place) for place in places]
    if home and any(arc.start is None for arc in arcs):
        shown.insert(0, nodes.get(home.id, home))
    edges = tuple(_edge(arc, home.id if home else "") for arc in arcs)
    return replace(network, nodes=tuple(shown), edges=edges)


def _placed(node: Node, place: Place) -> Node:
    return replace(node, degree=len(place.ties), weighted_degree=float(place.weight))


def _edge(arc: Arc, home: str) -> Edge:
    """Return an arc with all that is known of its ties."""
    start = arc.start.id if arc.start else home
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
