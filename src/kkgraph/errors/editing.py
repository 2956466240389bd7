"""Errors of adding to a project and changing it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kkgraph.errors import KkgraphError, listed


class FieldUnknown(KkgraphError):
    """A class has no such field."""

    def __init__(self, name: str, near: Iterable[str]) -> None:
        """List near names, or all."""
        super().__init__(f"there is no field '{name}'; there are: {listed(near)}")


class FieldInvalid(KkgraphError):
    """A value does not fit its field."""

    def __init__(self, field: str, text: str, like: str) -> None:
        """Say what would fit."""
        super().__init__(f"{field}: '{text}' does not fit; write it like: {like}")


class FieldMissing(KkgraphError):
    """What a class needs was not given."""

    def __init__(self, kind: str, fields: Iterable[str]) -> None:
        """List the options that are missing."""
        names = listed(f"--{name}" for name in fields)
        super().__init__(f"a new {kind} needs more: {names}", f"see `kkgraph new {kind} --help`")


class SectionMissing(KkgraphError):
    """A thing has statements that no section makes."""

    def __init__(self, kind: str) -> None:
        """Say what is missing."""
        super().__init__(
            f"what is said of a {kind} stands in a section",
            "give --section NUMBER and --lines LINES",
        )


class TooManyValues(KkgraphError):
    """A field has more values than it may have."""

    def __init__(self, field: str, most: int) -> None:
        """Say how many it may have."""
        super().__init__(f"--{field} takes at most {most} value{'s' if most != 1 else ''}")


class ThingExists(KkgraphError):
    """What should be new is there already."""

    def __init__(self, curie: str, name: str) -> None:
        """Name it, and say what to do."""
        shown = f"{curie} ({name})" if name else curie
        super().__init__(
            f"{shown} is there already",
            f"change it with `kkgraph edit {curie}`, or tell another apart with --slug",
        )


class EditRefused(KkgraphError):
    """What should be written does not validate; `report` has the findings."""

    def __init__(self, report: Any) -> None:  # noqa: ANN401 - a Report, of a room above
        """Say how many."""
        count = len(report.findings)
        super().__init__(
            f"nothing was written: validation finds {count} thing{'s' if count != 1 else ''}"
        )
        self.report = report


class EditUnsound(KkgraphError):
    """The edited text would not say exactly what was meant."""

    def __init__(self, what: str) -> None:
        """Name the first statement that would differ."""
        super().__init__(
            f"nothing was written: the file would not say what was meant: {what}",
            "please edit it by hand, and report this",
        )


class ValueNotFound(KkgraphError):
    """A value that should change is not stated in a file."""

    def __init__(self, thing: str, field: str, near: Iterable[str] = ()) -> None:
        """List what is stated."""
        there = listed(near)
        super().__init__(
            f"{thing} has no such value of '{field}'" + (f"; it has: {there}" if there else "")
        )


class ValueAmbiguous(KkgraphError):
    """A property has several values, and it was not said which one changes."""

    def __init__(self, thing: str, field: str, values: Iterable[str]) -> None:
        """List them."""
        super().__init__(
            f"{thing} has several values of '{field}': {listed(values)}",
            "say which changes with --old VALUE, and in which section with --section",
        )


class SheetInvalid(KkgraphError):
    """Rows of a table cannot be taken in: nothing was written."""

    def __init__(self, path: Path, rows: Iterable[str]) -> None:
        """List the rows with what is wrong in each."""
        lines = [f"{path}: nothing was taken in", *(f"  {row}" for row in rows)]
        super().__init__("\n".join(lines))


class Exported(KkgraphError):
    """A table that `kkgraph export` wrote is to be taken in."""

    def __init__(self, path: Path) -> None:
        """Say what to export instead."""
        super().__init__(
            f"{path}: a table of `kkgraph export` joins what all sections say, and cannot be "
            "taken in again",
            "edit what `kkgraph template CLASS --filled -o FILE.xlsx` writes, and import that",
        )
