"""The measures of a network as tables: its nodes, the whole against chance, its degrees."""

from collections import Counter
from collections.abc import Callable

from kkgraph.formats import spreadsheet
from kkgraph.networks.markup import Rows, Value
from kkgraph.networks.measures.centrality import SEED
from kkgraph.networks.measures.graph import arrows
from kkgraph.networks.measures.nodes import node_measures
from kkgraph.networks.measures.nulls import Compared, compared, null_networks, sides_of
from kkgraph.networks.measures.profile import Profile, profile
from kkgraph.networks.model import Network
from kkgraph.networks.writers import csv, json
from kkgraph.networks.writers.attributes import about, dictionary, node_values
from kkgraph.texts import phrase

Tables = dict[str, Rows]

WRITERS: dict[str, Callable[[str, Tables], bytes]] = {
    ".zip": csv.packed,
    ".json": json.tables,
    ".xlsx": spreadsheet.plain,
}


def measures(network: Network, lang: str, nulls: int, seed: int = SEED) -> Tables:
    """Return the tables `nodes`, `network`, `degrees`, `attributes` and `about`.

    `network` has a row a measure: its value, and mean and standard deviation of as many null
    networks as `nulls`, z and the share of them in which it is as large.
    """
    graph, sides = arrows(network), sides_of(network)
    kinds = [node.type for node in network.nodes]
    found = profile(graph, kinds, sides)
    others = [profile(null, kinds, sides) for null in null_networks(network, nulls, seed)]
    whole = {**about(network, lang), "nulls": str(nulls), "seed": str(seed)}
    tables = {
        "nodes": _nodes(network, sides, lang),
        "network": [_row(name, value, others, lang) for name, value in found.items()],
        "degrees": _degrees(network),
    }
    meanings = dictionary(lang, *tables.values())
    return {
        **tables,
        "attributes": [{"attribute": key, "meaning": text} for key, text in meanings.items()],
        "about": [{"key": key, "value": value} for key, value in whole.items()],
    }


def _nodes(network: Network, sides: list[int] | None, lang: str) -> Rows:
    more = node_measures(arrows(network), sides)
    return [
        {"id": node.curie, **node_values(node, network, lang), **values}
        for node, values in zip(network.nodes, more, strict=True)
    ]


def _row(name: str, value: float | None, others: list[Profile], lang: str) -> dict[str, Value]:
    row: dict[str, Value] = {"measure": name, "meaning": phrase(f"networks.measures.{name}", lang)}
    if value is None:
        return row
    nulls = [null for other in others if (null := other[name]) is not None]
    return row | (_against(compared(value, nulls)) if nulls else {"value": value})


def _against(found: Compared) -> dict[str, Value]:
    values = {
        "value": found.value,
        "null_mean": found.mean,
        "null_deviation": found.deviation,
        "z": found.z,
        "share": found.share,
    }
    return {key: value for key, value in values.items() if value is not None}


def _degrees(network: Network) -> Rows:
    """Return how many nodes of each class have each degree."""
    counts = Counter((node.type, node.degree) for node in network.nodes)
    return [
        {"class": type_, "degree": degree, "nodes": count}
        for (type_, degree), count in sorted(counts.items())
    ]
