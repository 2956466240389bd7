"""Errors of versions: what is compared, patched and cited."""

from pathlib import Path

from kkgraph.errors import WIDEST, KkgraphError


class VersionNotFound(KkgraphError):
    """What should be compared is no file, folder, address or revision of git."""

    def __init__(self, text: str) -> None:
        """Say what a version may be."""
        super().__init__(
            f"'{text}' is no file, no folder and no revision of git here",
            "give a project's folder, a dump, the address of an endpoint or a revision (HEAD~1)",
        )


class PatchInvalid(KkgraphError):
    """A line of an RDF Patch cannot be read."""

    def __init__(self, line: int, text: str) -> None:
        """Name the line."""
        super().__init__(f"line {line} of the patch is none of RDF Patch: {text[:WIDEST]}")


class CitationInvalid(KkgraphError):
    """A text that should be a citation has no digest."""

    def __init__(self, text: str) -> None:
        """Say what is missing."""
        shown = text.strip()[:60]
        super().__init__(
            f"'{shown}' is no citation that can be checked",
            "it has to hold a SHA-256, 64 hexadecimal digits, as `kkgraph cite` prints it",
        )


class ProjectLocked(KkgraphError):
    """Another command is writing to the project."""

    def __init__(self, root: Path) -> None:
        """Say so."""
        super().__init__(f"{root}: another kkgraph is writing here", "try again when it is done")


class ProjectNotValid(KkgraphError):
    """The data do not hold against the shapes."""

    def __init__(self, count: int) -> None:
        """Say how much is wrong and how to see it."""
        super().__init__(
            f"not released: validation finds {count} thing{'s' if count != 1 else ''}",
            "see `kkgraph validate`",
        )


class VersionInvalid(KkgraphError):
    """A number is no version."""

    def __init__(self, text: str) -> None:
        """Say how versions are numbered."""
        super().__init__(
            f"'{text}' is no version; number it as Semantic Versioning does: 0.3.0, 1.0.0-rc.1"
        )
