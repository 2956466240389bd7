"""Node and edge tables as CSV in a zip file, with the columns that Gephi looks for first."""

import csv
import io
import zipfile
from collections.abc import Mapping

from kkgraph.networks.markup import Rows, columns, without
from kkgraph.networks.model import Network
from kkgraph.networks.writers.attributes import about, dictionary, edge_values, node_values, rows_of

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip file's first date: the same bytes each time
_TYPES = {str: "string", int: "int", float: "double"}


def write(network: Network, lang: str = "en") -> bytes:
    """Return a zip file with a table each of `tables`."""
    return packed(network.name, tables(network, lang))


def packed(name: str, sheets: Mapping[str, Rows]) -> bytes:
    """Return a zip file with a CSV file a table (UTF-8, comma, RFC 4180)."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet, rows in sheets.items():
            info = zipfile.ZipInfo(f"{name}-{sheet}.csv", _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _table(rows))
    return content.getvalue()


def tables(network: Network, lang: str) -> dict[str, Rows]:
    """Return the nodes, the edges, what their attributes say and what the network is."""
    meanings = dictionary(lang, *rows_of(network, lang))
    return {
        "nodes": _nodes(network, lang),
        "edges": _edges(network, lang),
        "attributes": [{"attribute": key, "meaning": text} for key, text in meanings.items()],
        "about": [{"key": key, "value": value} for key, value in about(network, lang).items()],
    }


def _nodes(network: Network, lang: str) -> Rows:
    return [
        {
            "Id": node.curie,
            "Label": node.label[lang],
            **without(node_values(node, network, lang), ("label",)),
        }
        for node in network.nodes
    ]


def _edges(network: Network, lang: str) -> Rows:
    curies = {node.id: node.curie for node in network.nodes}
    kind = "Directed" if network.directed else "Undirected"
    return [
        {
            "Source": curies[edge.source],
            "Target": curies[edge.target],
            "Type": kind,
            "Weight": edge.weight,
            **without(edge_values(edge, network, lang), ("weight",)),
        }
        for edge in network.edges
    ]


def _table(rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns(rows, _TYPES)), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
