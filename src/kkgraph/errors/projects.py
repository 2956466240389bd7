"""Errors of projects: making one, and what its file has to say."""

from pathlib import Path

from kkgraph.errors import KkgraphError


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
