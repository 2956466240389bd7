"""The formats in which a network goes out: one function each, one line each in WRITERS."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from kkgraph.networks.model import Network

Write = Callable[[Network, str], bytes]


@dataclass(frozen=True)
class Writer:
    """A format: the endings of its files, and where its function is (imported when used)."""

    endings: tuple[str, ...]
    where: str
    text: bool = True

    def __call__(self, network: Network, lang: str) -> bytes:
        """Return the network in the format."""
        module, _, name = self.where.partition(":")
        write = getattr(import_module(f"{__name__}.{module}"), name)
        return cast("Write", write)(network, lang)


WRITERS: dict[str, Writer] = {
    "gexf": Writer((".gexf",), "gexf:write"),
    "graphml": Writer((".graphml",), "graphml:write"),
    "json": Writer((".json",), "jsons:node_link"),
    "cytoscape": Writer((".cyjs",), "jsons:cytoscape"),
    "dot": Writer((".dot", ".gv"), "plain:dot"),
    "pajek": Writer((".net",), "plain:pajek"),
    "csv": Writer((".zip",), "plain:csv", text=False),
    "svg": Writer((".svg",), "svg:write"),
    "png": Writer((".png",), "raster:png", text=False),
    "pdf": Writer((".pdf",), "raster:pdf", text=False),
    "html": Writer((".html", ".htm"), "html:write"),
}


def format_of(path: Path) -> str | None:
    """Return the format that a file's ending stands for."""
    ending = path.suffix.lower()
    return next((name for name, one in WRITERS.items() if ending in one.endings), None)
