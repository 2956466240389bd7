"""Numbers of versions, and their order."""

import re

from kkgraph.errors.versions import VersionInvalid

_SEMANTIC = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?",
    re.ASCII,
)


def order(version: str) -> tuple[object, ...]:
    """Return a key that sorts versions as Semantic Versioning does; raises VersionInvalid."""
    found = _SEMANTIC.fullmatch(version)
    if found is None:
        raise VersionInvalid(version)
    *numbers, before = found.groups()
    parts = (before or "").split(".")
    early = [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]
    return *map(int, numbers), before is None, *early


def is_version(text: str) -> bool:
    """Tell whether a text is a version."""
    return _SEMANTIC.fullmatch(text) is not None
