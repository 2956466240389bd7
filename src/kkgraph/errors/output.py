"""What can go wrong with where and how a result is written."""

from collections.abc import Iterable
from pathlib import Path

from kkgraph.errors import KkgraphError, listed


class OutputNotWritable(KkgraphError):
    """The result cannot be written where it was asked for."""

    def __init__(self, path: Path | str, why: str) -> None:
        """Name the path and the system's reason."""
        super().__init__(f"{path}: cannot write it: {why}")


class EndingUnknown(KkgraphError):
    """The name of a file does not say in what format to write it."""

    def __init__(self, path: Path, known: Iterable[str]) -> None:
        """List the endings that do."""
        endings = listed(f".{'txt' if name in ('table', 'text') else name}" for name in known)
        super().__init__(
            f"{path}: the name does not say in what format; end it in one of {endings}",
            "or give --format",
        )


class EndingClash(KkgraphError):
    """A file is named after one format, and another one is asked for."""

    def __init__(self, path: Path, name: str) -> None:
        """Name both."""
        super().__init__(
            f"{path}: the name ends in {path.suffix}, but --format says {name}",
            "leave --format out, or name the file after it",
        )


class FormatUnfit(KkgraphError):
    """A result of this kind cannot be written in the format."""

    def __init__(self, name: str, fit: Iterable[str]) -> None:
        """Name the format and those that fit."""
        super().__init__(f"--format {name} cannot hold this result; use one of: {listed(fit)}")


class EndingUnfit(KkgraphError):
    """A file's ending stands for no format, or for another one than was asked for."""

    def __init__(self, path: Path, fmt: str | None, fit: Iterable[str]) -> None:
        """Name the file, and the endings of the formats."""
        super().__init__(
            f"{path}: its ending is not that of {fmt or 'any format'}; give it one of: "
            f"{listed(fit)}"
        )
