"""The pages of the declared networks: a picture, files to take away, a page to explore."""

import re
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from typing import Any

from kkgraph.maps import page as map_page
from kkgraph.networks.drawing import palette, svg
from kkgraph.networks.drawing.style import PRESETS, Style
from kkgraph.networks.finding import NETWORK, Finding, shared_cities, told
from kkgraph.networks.model import Network
from kkgraph.networks.projection.declaration import Projection, load_projections
from kkgraph.networks.projection.projection import build
from kkgraph.networks.writers import WRITERS, html
from kkgraph.site.context import Site, once
from kkgraph.site.links import Here, file_of, page_of
from kkgraph.texts import OFFERED, phrase

_FILES = {"gexf": "gexf", "graphml": "graphml", "json": "json", "dot": "dot", "csv": "zip"}
_STRONGEST = 20
EXPLORED_MAP = "map/explore.html"


@once
def declared(site: Site) -> dict[str, Projection]:
    """Return all declared networks, not yet built, by name."""
    found = load_projections(site.store.project) if _has_networks(site) else []
    return {one.name: one for one in found}


@once
def built(site: Site, name: str) -> Network:
    """Return a declared network, built."""
    return build(site.store, declared(site)[name])


@once
def finding(site: Site) -> Finding | None:
    """Return which two departments share more cities than chance gives, measured once."""
    return shared_cities(site.store) if NETWORK in declared(site) else None


def _has_networks(site: Site) -> bool:
    return any(p.parent.name == "networks" for p in site.store.project.query_files())


def data(site: Site, name: str, lang: str) -> dict[str, Any]:
    """Return what the template `network.html` prints."""
    network = built(site, name)
    return {
        "title": network.title[lang],
        "name": name,
        "summary": network.summary[lang],
        "weight": network.weight_meaning[lang],
        "picture": pictures(site, name, lang),
        "explore": f"networks/{name}/explore.html" if site.bundle("network.js") else None,
        "files": [f"networks/{name}.{ending}" for ending in _FILES.values()],
        "nodes": len(network.nodes),
        "edges": len(network.edges),
        "central": _central(network, lang),
        "finding": told(found, lang) if name == NETWORK and (found := finding(site)) else "",
        "crumbs": [{"text": phrase("site.menu.networks", lang), "page": "networks/"}],
    }


# A picture on a page follows the page's colours; its own are those of paper.
_DARK_FILLS = {
    "#ffffff": palette.DARK_PAPER,
    "#1c2330": "#e5eaee",
    "#5a6572": "#a5b1bc",
    **{one: palette.on_dark(one) for one in palette.colours()},
}
_DARK_STROKES = {"#ffffff": palette.DARK_PAPER, "#7d8a97": "#8794a1", "#5a6572": "#a5b1bc"}


@cache
def _dark() -> bytes:
    """Return the style sheet of a picture on a dark page."""
    rules = [
        f' [{what}="{light}"] {{ {what}: {dark} }}'
        for what, pairs in (("fill", _DARK_FILLS), ("stroke", _DARK_STROKES))
        for light, dark in pairs.items()
        if light != dark
    ]
    sheet = "".join(rules)
    return f"<style>@media (prefers-color-scheme: dark) {{{sheet} }}</style>\n".encode()


# A link above the page that fills the window, which leaves room for it.
_ABOVE = (
    "<style>:root { --above: 2.2rem } .back { display: block; height: var(--above); "
    "padding: .35rem 1rem; font: 15px/1.5 system-ui, sans-serif; }</style>"
)


@dataclass(frozen=True)
class Picture:
    """A drawn network: its file, width and height, and the SVG itself."""

    file: str
    size: tuple[int, int]
    content: bytes


@once
def pictures(site: Site, name: str, lang: str) -> dict[str, Picture]:
    """Return the pictures of a network: a wide one, and a narrow one with fewer names."""
    ending = "svg" if lang == "en" else f"{lang}.svg"
    return {
        "wide": _drawn(site, name, lang, ending, svg.DEFAULT),
        "narrow": _drawn(site, name, lang, f"narrow.{ending}", PRESETS["single"]),
    }


def _drawn(site: Site, name: str, lang: str, ending: str, style: Style) -> Picture:
    content = svg.write(built(site, name), lang, style)
    box = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', content)
    size = (round(float(box[1])), round(float(box[2]))) if box else (0, 0)
    coloured = content.replace(b"<title ", _dark() + b"<title ", 1)
    return Picture(f"networks/{name}.{ending}", size, coloured)


def _central(network: Network, lang: str) -> list[tuple[str | None, str, str, int]]:
    """Return the nodes with most ties: page, label, kind, number of ties."""
    nodes = sorted(network.nodes, key=lambda node: (-node.degree, node.label[lang]))
    return [
        (page_of(node.id), node.label[lang], network.named(node.type)[lang], node.degree)
        for node in nodes[:_STRONGEST]
    ]


def listing(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `networks.html` prints."""
    return {
        "title": phrase("site.titles.networks", lang),
        "networks": [
            {
                "name": name,
                "title": one.title[lang],
                "summary": one.summary[lang],
                "picture": pictures(site, name, lang),
                "nodes": len(one.nodes),
                "edges": len(one.edges),
            }
            for name, one in ((name, built(site, name)) for name in declared(site))
        ],
        "crumbs": [],
    }


def files(site: Site) -> list[tuple[str, bytes]]:
    """Return pictures, files for other programs, and the interactive pages."""
    found = []
    for name in declared(site):
        network = built(site, name)
        for fmt, ending in _FILES.items():
            found.append((f"networks/{name}.{ending}", WRITERS[fmt](network, "en")))
        for lang in OFFERED:
            found += [(one.file, one.content) for one in pictures(site, name, lang).values()]
            if site.bundle("network.js"):
                here = Here(f"networks/{name}/explore.html", lang)
                content = html.write(network, lang, partial(_address, here))
                back = phrase("site.network.back", lang)
                found.append((file_of(here.page_path, lang), _leading_back(content, back)))
    return found + ([_map(site, lang) for lang in OFFERED] if has_map(site) else [])


def has_map(site: Site) -> bool:
    """Tell whether the site has a map to zoom and filter: of the ties between cities."""
    return NETWORK in declared(site) and bool(site.bundle("map.js"))


def _map(site: Site, lang: str) -> tuple[str, bytes]:
    here = Here(EXPLORED_MAP, lang)
    content = map_page.page(built(site, NETWORK), lang, partial(_address, here))
    return file_of(EXPLORED_MAP, lang), _leading_back(content, phrase("site.map.title", lang))


def _leading_back(content: bytes, back: str) -> bytes:
    """Put a link to the site's page about it above a page that fills the window."""
    text = escape(back)
    link = f'<body><nav class="back"><a href="index.html">← {text}</a></nav>'
    head = f"{_ABOVE}</head>"
    return content.replace(b"</head>", head.encode(), 1).replace(b"<body>", link.encode(), 1)


def _address(here: Here, iri: str) -> str:
    """Return the link from a page to that of a thing or fact; the IRI where there is none."""
    path = page_of(iri)
    return here.page(path) if path else iri
