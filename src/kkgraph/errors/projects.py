"""What can go wrong with projects and sources: which one, where, whose."""

from collections.abc import Iterable
from pathlib import Path

from kkgraph.errors import KkgraphError, Said, listed
from kkgraph.texts import Message

_GB = 10**9


class SourceUnknown(KkgraphError):
    """No source of the project goes by the name."""

    def __init__(self, name: str, known: Iterable[str], near: Iterable[str]) -> None:
        """Name the sources there are, and the likest."""
        meant, there = next(iter(near), None), listed(known)
        key = "errors.source.unknown" if there else "errors.source.none"
        hint = Message("errors.source.meant", near=meant) if meant else ""
        super().__init__(Message(key, name=name, known=there), hint)


class FolderInUse(KkgraphError):
    """A new project was to be made where something is already."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        super().__init__(Message("errors.project.in_use", folder=folder))


class NoHeadings(KkgraphError):
    """A text has no numbered headings."""

    def __init__(self, path: Path) -> None:
        """Say what a heading looks like."""
        super().__init__(Message("errors.project.no_headings", path=path))


class NoSurvey(KkgraphError):
    """A project's file does not say which survey it is of."""

    def __init__(self, path: Path) -> None:
        """Name the file and what it needs."""
        super().__init__(Message("errors.project.no_survey", path=path))


class NoMunicipality(KkgraphError):
    """A project's file does not say whose survey it is."""

    def __init__(self, path: Path) -> None:
        """Name the file and what it needs."""
        super().__init__(Message("errors.project.no_municipality", path=path))


class NotOnServer(KkgraphError):
    """A server was asked for what only data on this machine can be narrowed to."""

    def __init__(self) -> None:
        """Say which options do not go together."""
        super().__init__(Message("errors.project.not_on_server"))


class WorkingFolderGone(KkgraphError):
    """The folder that the command was started in has been deleted."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(Message("errors.project.folder_gone"))


class ProjectIncomplete(KkgraphError):
    """A part of the project's files is missing or empty."""

    def __init__(self, path: Path, what: Said) -> None:
        """Name the file or folder and what it should hold."""
        super().__init__(Message("errors.project.incomplete", path=path, what=what))


class MemoryShort(KkgraphError):
    """The graph does not fit into memory."""

    def __init__(self, needed: int, free: int) -> None:
        """Say how many bytes it needs and are free, and where it may go instead."""
        super().__init__(
            Message("errors.project.memory", needed=-(-needed // _GB), free=free // _GB),
            Message("errors.project.elsewhere"),
        )
