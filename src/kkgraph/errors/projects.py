"""What can go wrong with projects and sources: which one, where, whose."""

from collections.abc import Iterable
from pathlib import Path

from kkgraph.errors import KkgraphError, listed


class SourceUnknown(KkgraphError):
    """No source of the project goes by the name."""

    def __init__(self, name: str, known: Iterable[str], near: Iterable[str]) -> None:
        """Name the sources there are, and the likest."""
        meant = next(iter(near), None)
        hint = f"did you mean {meant}?" if meant else ""
        super().__init__(f"no source '{name}'; there are {listed(known) or 'none'}", hint)


class FolderInUse(KkgraphError):
    """A new project was to be made where something is already."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        super().__init__(f"{folder}: something is there already; give a new or an empty folder")


class NoHeadings(KkgraphError):
    """A text has no numbered headings."""

    def __init__(self, path: Path) -> None:
        """Say what a heading looks like."""
        super().__init__(f"{path}: no numbered headings; the first is a line like 1. Introduction")


class NoSurvey(KkgraphError):
    """A project's file does not say which survey it is of."""

    def __init__(self, path: Path) -> None:
        """Name the file and what it needs."""
        super().__init__(f'{path}: no survey; add surveys = ["survey/NAME-YEAR"]')


class NoMunicipality(KkgraphError):
    """A project's file does not say whose survey it is."""

    def __init__(self, path: Path) -> None:
        """Name the file and what it needs."""
        super().__init__(f"{path}: whose survey is it? Add [municipality] with id, da and en")


class NotOnServer(KkgraphError):
    """A server was asked for what only data on this machine can be narrowed to."""

    def __init__(self) -> None:
        """Say which options do not go together."""
        super().__init__("--as-of, --source and several projects go with data here, no --endpoint")


class WorkingFolderGone(KkgraphError):
    """The folder that the command was started in has been deleted."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the working folder is gone; change to another, or give --project")


class ProjectIncomplete(KkgraphError):
    """A part of the project's files is missing or empty."""

    def __init__(self, path: Path, what: str) -> None:
        """Name the file or folder and what it should hold."""
        super().__init__(f"{path}: {what}; restore it from the repository")
