"""Node and edge tables as CSV in a zip file, with the columns that Gephi looks for first."""

import csv
import io
import zipfile

from kkgraph.networks.model import Network
from kkgraph.networks.writers.attributes import about, edge_values, node_values
from kkgraph.networks.writers.xml import Rows, columns, without

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip file's first date: the same bytes each time
_TYPES = {str: "string", int: "int", float: "double"}


def write(network: Network, lang: str = "en") -> bytes:
    """Return a zip file with nodes.csv, edges.csv and about.csv (UTF-8, comma, RFC 4180)."""
    curies = {node.id: node.curie for node in network.nodes}
    kind = "Directed" if network.directed else "Undirected"
    nodes: Rows = [
        {
            "Id": node.curie,
            "Label": node.label[lang],
            **without(node_values(node, network, lang), ("label",)),
        }
        for node in network.nodes
    ]
    edges: Rows = [
        {
            "Source": curies[edge.source],
            "Target": curies[edge.target],
            "Type": kind,
            "Weight": edge.weight,
            **without(edge_values(edge, network, lang), ("weight",)),
        }
        for edge in network.edges
    ]
    whole: Rows = [{"key": key, "value": value} for key, value in about(network).items()]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in (("nodes", nodes), ("edges", edges), ("about", whole)):
            info = zipfile.ZipInfo(f"{network.name}-{name}.csv", _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _table(rows))
    return packed.getvalue()


def _table(rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns(rows, _TYPES)), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
