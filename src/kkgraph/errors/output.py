"""What can go wrong with where and how a result is written."""

from collections.abc import Iterable
from pathlib import Path

from kkgraph.errors import KkgraphError, Said, listed
from kkgraph.texts import Message


class OutputNotWritable(KkgraphError):
    """The result cannot be written where it was asked for."""

    def __init__(self, path: Path | Said, why: Said) -> None:
        """Name the path and the system's reason."""
        super().__init__(Message("errors.output.not_writable", path=path, why=why))


class EndingUnknown(KkgraphError):
    """The name of a file does not say in what format to write it."""

    def __init__(self, path: Path, known: Iterable[str]) -> None:
        """List the endings that do."""
        endings = listed(f".{'txt' if name in ('table', 'text') else name}" for name in known)
        super().__init__(
            Message("errors.output.ending_unknown", path=path, endings=endings),
            Message("errors.output.give_format"),
        )


class EndingClash(KkgraphError):
    """A file is named after one format, and another one is asked for."""

    def __init__(self, path: Path, name: str) -> None:
        """Name both."""
        super().__init__(
            Message("errors.output.ending_clash", path=path, ending=path.suffix, name=name),
            Message("errors.output.leave_format"),
        )


class SameFile(KkgraphError):
    """Two results are to be written to one file."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(Message("errors.output.same_file", path=path))


class ExcelClash(KkgraphError):
    """CSV for Excel is asked for, and another format."""

    def __init__(self, name: str) -> None:
        """Name the other format."""
        super().__init__(Message("errors.output.excel_clash", name=name))


class FormatUnfit(KkgraphError):
    """A result of this kind cannot be written in the format."""

    def __init__(self, name: str, fit: Iterable[str]) -> None:
        """Name the format and those that fit."""
        super().__init__(Message("errors.output.format_unfit", name=name, fit=listed(fit)))


class EndingUnfit(KkgraphError):
    """A file's ending stands for no format, or for another one than was asked for."""

    def __init__(self, path: Path, fmt: str | None, fit: Iterable[str]) -> None:
        """Name the file, and the endings of the formats."""
        wanted = fmt or Message("errors.output.any_format")
        super().__init__(
            Message("errors.output.ending_unfit", path=path, name=wanted, fit=listed(fit))
        )
