"""Errors of versions: what is compared, patched and cited."""

from pathlib import Path

from kkgraph.errors import WIDEST, KkgraphError
from kkgraph.texts import Message


class VersionNotFound(KkgraphError):
    """What should be compared is no file, folder, address or revision of git."""

    def __init__(self, text: str) -> None:
        """Say what a version may be."""
        super().__init__(
            Message("errors.version.not_found", text=text), Message("errors.version.give")
        )


class PatchInvalid(KkgraphError):
    """A line of an RDF Patch cannot be read."""

    def __init__(self, line: int, text: str) -> None:
        """Name the line."""
        super().__init__(Message("errors.version.patch", line=line, text=text[:WIDEST]))


class CitationInvalid(KkgraphError):
    """A text that should be a citation has no digest."""

    def __init__(self, text: str) -> None:
        """Say what is missing."""
        shown = text.strip()[:60]
        super().__init__(
            Message("errors.version.citation", text=shown), Message("errors.version.digest")
        )


class ProjectLocked(KkgraphError):
    """Another command is writing to the project."""

    def __init__(self, root: Path) -> None:
        """Say so."""
        super().__init__(
            Message("errors.version.locked", root=root), Message("errors.version.wait")
        )


class ProjectNotValid(KkgraphError):
    """The data do not hold against the shapes."""

    def __init__(self, count: int) -> None:
        """Say how much is wrong and how to see it."""
        super().__init__(
            Message("errors.version.not_valid", n=count), Message("errors.version.validate")
        )


class VersionInvalid(KkgraphError):
    """A number is no version."""

    def __init__(self, text: str) -> None:
        """Say how versions are numbered."""
        super().__init__(
            Message("errors.version.invalid", text=text), Message("errors.version.semantic")
        )
