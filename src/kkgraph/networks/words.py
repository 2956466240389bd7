"""Sentences that go with a network, in Danish and English."""

from kkgraph.networks.model import Network
from kkgraph.texts import phrase


def counts(network: Network, lang: str) -> str:
    """Return "29 nodes, 69 ties"."""
    nodes = phrase("networks.nodes", lang, n=len(network.nodes))
    return f"{nodes}, {phrase('networks.ties', lang, n=len(network.edges))}"


def selection(network: Network, lang: str) -> str:
    """Return the filters as a reader may know them: "chapter 4; theme climate"."""
    return "; ".join(
        phrase(f"networks.filters.{key}", lang, value=value, n=value)
        for key, value in network.filters.items()
    )


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


def caption_text(network: Network, lang: str) -> str:
    """Return what is printed beside a picture: title, description, and what it shows."""
    title, summary = network.title[lang], network.summary[lang]
    return f"{title}. {summary} {caption(network, lang)}\n"
