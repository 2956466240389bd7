"""Errors of versions: what is compared, patched and cited."""

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
