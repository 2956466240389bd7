"""What was withdrawn from a project: the tombstones that its releases have."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editions import versions
from kkgraph.errors import DataFileError
from kkgraph.project import Project

FILE = "tombstones.ttl"
RELEASES = "releases"
REPLACED_BY = terms.DCTERMS + "isReplacedBy"


@dataclass(frozen=True)
class Tombstone:
    """A thing that is no more: what is said of it. Texts by language, other values as they are."""

    iri: str
    triples: tuple[ox.Triple, ...]

    def texts(self, predicate: str) -> Mapping[str, str]:
        """Return the texts of a property by their language."""
        found = (t.object for t in self.triples if t.predicate.value == predicate)
        return {o.language or "": o.value for o in found if isinstance(o, ox.Literal)}

    def label(self, lang: str) -> str:
        """Return what it was called, else its CURIE."""
        known = self.texts(terms.PREF_LABEL)
        return known.get(lang) or next(iter(known.values()), terms.shorten(self.iri))

    def note(self, lang: str) -> str:
        """Return what is said of its going."""
        return self.texts(terms.COMMENT).get(lang, "")

    @property
    def replaced_by(self) -> tuple[str, ...]:
        """The things that took its place."""
        return self._things(REPLACED_BY)

    @property
    def last(self) -> tuple[str, ...]:
        """The releases that had it last."""
        return self._things(terms.DCTERMS + "isPartOf")

    def _things(self, predicate: str) -> tuple[str, ...]:
        found = (t.object for t in self.triples if t.predicate.value == predicate)
        return tuple(sorted(o.value for o in found if isinstance(o, ox.NamedNode)))


def of(project: Project) -> dict[str, Tombstone]:
    """Return the tombstones of a project's last release, by IRI; none if there is no release.

    Raises DataFileError where the file does not parse.
    """
    path = _file(project.root)
    if path is None:
        return {}
    try:
        quads = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise DataFileError(path, error.lineno, str(error)) from None
    said: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode):
            said.setdefault(quad.subject.value, []).append(quad.triple)
    return {iri: Tombstone(iri, tuple(triples)) for iri, triples in sorted(said.items())}


def _file(root: Path) -> Path | None:
    """Return the tombstones of a release's folder, or of the newest release in a project's."""
    inside = (root / RELEASES).iterdir() if (root / RELEASES).is_dir() else ()
    names = [one.name for one in inside if versions.is_version(one.name)]
    newest = [root / RELEASES / max(names, key=versions.order) / FILE] if names else []
    return next((path for path in (root / FILE, *newest) if path.is_file()), None)
