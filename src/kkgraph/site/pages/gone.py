"""The page of a thing that was withdrawn: what it was called, when it left, what replaced it."""

from typing import Any, Final

from kkgraph.editions.withdrawn import Tombstone
from kkgraph.site.context import Site
from kkgraph.site.links import page_of
from kkgraph.site.things.titles import title

TEMPLATE: Final = "gone.html"


def data(site: Site, stone: Tombstone, lang: str) -> dict[str, Any]:
    """Return what the template `gone.html` prints."""
    there = set(site.index.subjects())
    return {
        "crumbs": [],
        "title": stone.label(lang),
        "iri": stone.iri,
        "note": stone.note(lang),
        "replaced": [
            {"text": title(site, one, lang), "page": page_of(one)}
            for one in stone.replaced_by
            if one in there
        ],
        "last": stone.last,
    }
