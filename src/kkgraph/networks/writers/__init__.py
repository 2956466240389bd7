"""The formats in which a network goes out: one function each, one line each in WRITERS."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from kkgraph.networks.model import Network

Write = Callable[..., bytes]


@dataclass(frozen=True)
class Writer:
    """A format: the endings of its files, and where its function is (imported when used)."""

    endings: tuple[str, ...]
    where: str

    def __call__(self, network: Network, lang: str, **style: object) -> bytes:
        """Return the network in the format; a picture's may have a `style`."""
        module, _, name = self.where.partition(":")
        write = getattr(import_module(f"kkgraph.networks.{module}"), name)
        return cast("Write", write)(network, lang, **style)

    @property
    def draws(self) -> bool:
        """Whether it is a picture, which has a style."""
        return self.where.startswith("drawing.")


WRITERS: dict[str, Writer] = {
    "gexf": Writer((".gexf",), "writers.gexf:write"),
    "graphml": Writer((".graphml",), "writers.graphml:write"),
    "json": Writer((".json",), "writers.json:node_link"),
    "cytoscape": Writer((".cyjs",), "writers.json:cytoscape"),
    "dot": Writer((".dot", ".gv"), "writers.dot:write"),
    "pajek": Writer((".net",), "writers.pajek:write"),
    "csv": Writer((".zip",), "writers.csv:write"),
    "xlsx": Writer((".xlsx",), "writers.xlsx:write"),
    "geojson": Writer((".geojson",), "writers.geojson:write"),
    "kml": Writer((".kml",), "writers.kml:write"),
    "svg": Writer((".svg",), "drawing.svg:write"),
    "png": Writer((".png",), "drawing.raster:png"),
    "pdf": Writer((".pdf",), "drawing.raster:pdf"),
    "html": Writer((".html", ".htm"), "writers.html:write"),
}


def format_of(path: Path) -> str | None:
    """Return the format that a file's ending stands for."""
    ending = path.suffix.lower()
    return next((name for name, one in WRITERS.items() if ending in one.endings), None)
