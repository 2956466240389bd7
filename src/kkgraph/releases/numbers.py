"""The version's number: the places where it stands, all written from the one that is given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kkgraph.project import read_text


@dataclass(frozen=True)
class Place:
    """A file of a project, and a pattern whose one group is the number, or the date, in it."""

    file: str
    pattern: str
    is_date: bool = False


PLACES = (
    Place("kkgraph.toml", r'(?m)^version = "([^"]*)"'),
    Place("kkgraph.toml", r'(?m)^issued = "([^"]*)"', is_date=True),
    Place("src/kkgraph/__init__.py", r'(?m)^__version__ = "([^"]*)"'),
    Place("ontology/kk.ttl", r'owl:versionInfo\s+"([^"]*)"'),
    Place("ontology/kk.ttl", r"owl:versionIRI\s+<[^>]*/([^/>]*)>"),
    Place("ontology/kk.ttl", r'dcterms:issued\s+"([^"]*)"', is_date=True),
    Place("ontology/shapes.ttl", r'owl:versionInfo\s+"([^"]*)"'),
    Place("ontology/style-shapes.ttl", r'owl:versionInfo\s+"([^"]*)"'),
    Place("CITATION.cff", r'(?m)^version: "?([^"\n]*)"?$'),
    Place("CITATION.cff", r'(?m)^date-released: "?([^"\n]*)"?$', is_date=True),
    Place("CHANGELOG.md", r"(?m)^## \[(\d[^\]]*)\]"),
)
_OWN = "kkgraph.toml"
_NEWEST = re.compile(r"^## \[(?:(Unreleased)|\d)[^\n]*\n", re.MULTILINE)


def found(root: Path) -> Iterator[tuple[Place, str]]:
    """Yield the number or date of every place that a project has."""
    for place in PLACES:
        path = root / place.file
        match = re.search(place.pattern, read_text(path)) if path.is_file() else None
        if match:
            yield place, match[1]


def stamped(root: Path, version: str, date: str) -> dict[Path, bytes]:
    """Return the files of a project that change when it becomes a version of a date."""
    files: dict[Path, str] = {}
    for place, _ in found(root):
        path = root / place.file
        text = files.get(path) or read_text(path)
        if place.file == "CHANGELOG.md":
            files[path] = _logged(text, version, date)
        else:
            files[path] = _replaced(text, place.pattern, date if place.is_date else version)
    if not files:
        path = root / _OWN
        files[path] = _begun(read_text(path), version, date)
    return {path: text.encode() for path, text in files.items() if text != read_text(path)}


def _begun(text: str, version: str, date: str) -> str:
    """Return a project's file with the number in it, for a project that has no other place."""
    at = next((m.start() for m in re.finditer(r"^[^#\s]", text, re.MULTILINE)), len(text))
    return f'{text[:at]}version = "{version}"\nissued = "{date}"\n{text[at:]}'


def _replaced(text: str, pattern: str, value: str) -> str:
    match = re.search(pattern, text)
    return text if match is None else text[: match.start(1)] + value + text[match.end(1) :]


def _logged(text: str, version: str, date: str) -> str:
    """Return the changelog with what was unreleased under the version's heading."""
    if f"## [{version}]" in text:
        return text
    heading = f"## [{version}] - {date}\n"
    return _NEWEST.sub(lambda found: heading if found[1] else f"{heading}\n{found[0]}", text, 1)
