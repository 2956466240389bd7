"""An Excel workbook with the tables of nodes and ties, what they say, and what the network is."""

from kkgraph.formats.spreadsheet import plain
from kkgraph.networks.model import Network
from kkgraph.networks.writers.csv import tables


def write(network: Network, lang: str = "en") -> bytes:
    """Return the workbook."""
    return plain(network.title[lang], tables(network, lang))
