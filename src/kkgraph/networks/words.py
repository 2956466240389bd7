"""Sentences that go with a network, in Danish and English."""

from kkgraph.networks.model import Network
from kkgraph.texts import phrase


def counts(network: Network, lang: str) -> str:
    """Return "29 nodes, 69 ties"."""
    nodes, edges = len(network.nodes), len(network.edges)
    return phrase("networks.counts", lang, nodes=nodes, edges=edges)


def selection(network: Network, lang: str) -> str:
    """Return the filters as a reader may know them: "chapter 4; theme climate"."""
    parts = []
    for key, value in network.filters.items():
        name = phrase(f"networks.filters.{key}", lang)
        parts.append(name if value == "yes" else f"{name} {value}")
    return "; ".join(parts)


def caption(network: Network, lang: str, missing: int = 0) -> str:
    """Return what stands under a picture: counts, what size and width mean, filters, version."""
    parts = [
        counts(network, lang),
        phrase("networks.size", lang),
        phrase("networks.width", lang, meaning=network.weight_meaning[lang]),
    ]
    if network.filters:
        parts.append(phrase("networks.selection", lang, filters=selection(network, lang)))
    if missing:
        parts.append(phrase("networks.unnamed", lang, n=missing))
    return ". ".join([*parts, f"{phrase('networks.source', lang)} {network.version}"]) + "."
