"""Node and edge tables as CSV in a zip file."""

import csv
import io
import zipfile

from kkgraph.networks.model import Network
from kkgraph.networks.writers.attributes import about, edge_values, node_values
from kkgraph.networks.writers.xml import Rows, columns

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip file's first date: the same bytes each time
_TYPES = {str: "string", int: "int", float: "double"}


def write(network: Network, lang: str = "en") -> bytes:
    """Return a zip file with nodes.csv, edges.csv and about.csv (UTF-8, comma, RFC 4180)."""
    curies = {node.id: node.curie for node in network.nodes}
    nodes: Rows = [{"id": node.curie, **node_values(node, network, lang)} for node in network.nodes]
    edges: Rows = [
        {"source": curies[e.source], "target": curies[e.target], **edge_values(e, network, lang)}
        for e in network.edges
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
