"""Sentences that go with a network, in Danish and English."""

from kkgraph.networks.model import Network

_SOURCE = {
    "da": "Kilde: afdækningen af Københavns Kommunes internationale arbejde 2020, kkgraph",
    "en": "Source: the 2020 survey of the City of Copenhagen's international work, kkgraph",
}
_COUNTS = {"da": "{nodes} knuder, {edges} forbindelser", "en": "{nodes} nodes, {edges} ties"}
_WIDTH = {"da": "Stregens bredde: {meaning}", "en": "Width of a line: {meaning}"}
_SIZE = {"da": "Størrelse: antal forbindelser", "en": "Size: number of ties"}
_FILTER = {"da": "Udvalg: {filters}", "en": "Selection: {filters}"}
_MISSING = {
    "da": "{missing} knuder med få forbindelser er uden navn af hensyn til pladsen",
    "en": "{missing} nodes with few ties have no name for want of space",
}
_FILTER_NAMES = {
    "theme": {"da": "tema", "en": "theme"},
    "department": {"da": "forvaltning", "en": "department"},
    "chapter": {"da": "kapitel", "en": "chapter"},
    "from": {"da": "fra", "en": "from"},
    "to": {"da": "til", "en": "to"},
    "min-weight": {"da": "mindste vægt", "en": "minimum weight"},
    "ego": {"da": "omkring", "en": "around"},
    "radius": {"da": "skridt", "en": "steps"},
    "largest": {"da": "største del", "en": "largest component"},
    "stated": {"da": "kun hvad afdækningen selv siger", "en": "only what the survey itself says"},
    "drop-isolated": {"da": "uden løse knuder", "en": "without isolated nodes"},
}


def counts(network: Network, lang: str) -> str:
    """Return "29 nodes, 69 ties"."""
    return _COUNTS[lang].format(nodes=len(network.nodes), edges=len(network.edges))


def selection(network: Network, lang: str) -> str:
    """Return the filters as a reader may know them: "chapter 4; theme climate"."""
    parts = []
    for key, value in network.filters.items():
        name = _FILTER_NAMES[key][lang]
        parts.append(name if value == "yes" else f"{name} {value}")
    return "; ".join(parts)


def caption(network: Network, lang: str, missing: int = 0) -> str:
    """Return what stands under a picture: counts, what size and width mean, filters, version."""
    parts = [
        counts(network, lang),
        _SIZE[lang],
        _WIDTH[lang].format(meaning=network.weight_meaning[lang]),
    ]
    if network.filters:
        parts.append(_FILTER[lang].format(filters=selection(network, lang)))
    if missing:
        parts.append(_MISSING[lang].format(missing=missing))
    return ". ".join([*parts, f"{_SOURCE[lang]} {network.version}"]) + "."
