"""Coastlines and borders: Natural Earth's, built into the package with the browser part."""

import json
from functools import cache

from kkgraph.assets import bundle

Ring = list[tuple[float, float]]  # longitude, latitude in degrees


@cache
def outlines(name: str) -> list[Ring]:
    """Return the rings of "world" (1:110m) or "europe" (1:50m).

    Raises BundleMissing where the browser part was not built.
    """
    found: dict[str, list[list[list[float]]]] = json.loads(bundle("outlines.json"))
    return [[(point[0], point[1]) for point in ring] for ring in found[name]]
