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


class TableUnknown(KkgraphError):
    """A table that comes back from an export is none of those that there are."""

    def __init__(self, title: str, tables: Iterable[str]) -> None:
        """List the tables."""
        super().__init__(
            f"no table of `kkgraph export` is called '{title}'",
            f"give the sheet or file the name that it had: {listed(tables)}",
        )


class RowUnknown(KkgraphError):
    """A row of an exported table is none that the project has."""

    def __init__(self, key: str, table: str) -> None:
        """Say how a new row looks."""
        super().__init__(
            f"{table} has no row {key} now",
            "export again if the data changed; in a new row of a class 'iri' is empty, "
            "in one of facts 'statement'",
        )


class RowRepeated(KkgraphError):
    """Two rows of an exported table are of one statement."""

    def __init__(self, identifier: str) -> None:
        """Say how a new row looks."""
        super().__init__(
            f"the statement {identifier} stands in a row above", "empty 'statement' in a new row"
        )


class CellDerived(KkgraphError):
    """What was changed in an exported table follows from others or repeats them."""

    def __init__(self, what: str, table: str) -> None:
        """Say where to make the change."""
        super().__init__(
            f"{what} of {table} follows from other cells, and is not taken in",
            "leave it as it was; change a thing in the table of its class, "
            "and what is said of a fact in 'value' of facts",
        )


class CellFixed(KkgraphError):
    """A cell was changed that says which statement a row of `facts` is."""

    def __init__(self, column: str) -> None:
        """Say what to do instead."""
        super().__init__(
            f"'{column}' says which statement it is, and does not change",
            "to remove the statement empty its 'value'; to add one add a row without 'statement'",
        )


class CellNotEntered(KkgraphError):
    """A value was changed that no person states in the register or a section."""

    def __init__(self, column: str, thing: str) -> None:
        """Say what does."""
        super().__init__(
            f"'{column}' of {thing} is not stated by the register or a section: "
            "a rule derives it, or it is our reading or from outside",
            "leave it as it was, and change what it comes from (`kkgraph why`)",
        )


class StatedOften(KkgraphError):
    """A value was changed that several sections state."""

    def __init__(self, value: str, sections: Iterable[str]) -> None:
        """List them."""
        super().__init__(
            f"{value} is stated in several sections: {listed(sections)}",
            "say in which it changes: add a column 'section'",
        )


class SheetInvalid(KkgraphError):
    """Rows of a table cannot be taken in: nothing was written."""

    def __init__(self, path: Path, rows: Iterable[str]) -> None:
        """List the rows with what is wrong in each."""
        lines = [f"{path}: nothing was taken in", *(f"  {row}" for row in rows)]
        super().__init__("\n".join(lines))
