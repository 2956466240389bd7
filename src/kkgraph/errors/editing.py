"""Errors of adding to a project and changing it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kkgraph.errors import KkgraphError, Said, listed
from kkgraph.texts import Message, said


class FieldUnknown(KkgraphError):
    """A class has no such field."""

    def __init__(self, name: str, near: Iterable[str]) -> None:
        """List near names, or all."""
        super().__init__(Message("errors.editing.no_field", name=name, near=listed(near)))


class FieldInvalid(KkgraphError):
    """A value does not fit its field."""

    def __init__(self, field: str, text: str, like: Said) -> None:
        """Say what would fit."""
        super().__init__(Message("errors.editing.unfit", field=field, text=text, like=like))


class FieldMissing(KkgraphError):
    """What a class needs was not given."""

    def __init__(self, kind: str, fields: Iterable[str]) -> None:
        """List the options that are missing."""
        names = listed(f"--{name}" for name in fields)
        super().__init__(
            Message("errors.editing.missing", kind=kind, names=names),
            Message("errors.editing.see_new", kind=kind),
        )


class SectionMissing(KkgraphError):
    """A thing has statements that no section makes."""

    def __init__(self, kind: str) -> None:
        """Say what is missing."""
        super().__init__(
            Message("errors.editing.no_section", kind=kind),
            Message("errors.editing.give_section"),
        )


class TooManyValues(KkgraphError):
    """A field has more values than it may have."""

    def __init__(self, field: str, most: int) -> None:
        """Say how many it may have."""
        super().__init__(Message("errors.editing.too_many", field=f"--{field}", n=most))


class ThingExists(KkgraphError):
    """What should be new is there already."""

    def __init__(self, curie: str, name: str) -> None:
        """Name it, and say what to do."""
        shown = f"{curie} ({name})" if name else curie
        super().__init__(
            Message("errors.editing.exists", thing=shown),
            Message("errors.editing.change_it", curie=curie),
        )


class EditRefused(KkgraphError):
    """What should be written does not validate; `report` has the findings."""

    def __init__(self, report: Any) -> None:  # noqa: ANN401 - a Report, of a room above
        """Say how many."""
        super().__init__(Message("errors.editing.refused", n=len(report.findings)))
        self.report = report


class EditUnsound(KkgraphError):
    """The edited text would not say exactly what was meant."""

    def __init__(self, what: Said) -> None:
        """Name the first statement that would differ."""
        super().__init__(
            Message("errors.editing.unsound", what=what), Message("errors.editing.by_hand")
        )


class ValueNotFound(KkgraphError):
    """A value that should change is not stated in a file."""

    def __init__(self, thing: str, field: Said, near: Iterable[str] = ()) -> None:
        """List what is stated."""
        there = listed(near)
        key = "errors.editing.other_value" if there else "errors.editing.no_value"
        super().__init__(Message(key, thing=thing, field=field, there=there))


class ValueAmbiguous(KkgraphError):
    """A property has several values, and it was not said which one changes."""

    def __init__(self, thing: str, field: str, values: Iterable[str]) -> None:
        """List them."""
        super().__init__(
            Message("errors.editing.several", thing=thing, field=field, values=listed(values)),
            Message("errors.editing.say_which"),
        )


class TableUnknown(KkgraphError):
    """A table that comes back from an export is none of those that there are."""

    def __init__(self, title: str, tables: Iterable[str]) -> None:
        """List the tables."""
        super().__init__(
            Message("errors.editing.no_table", title=title),
            Message("errors.editing.tables", tables=listed(tables)),
        )


class RowUnknown(KkgraphError):
    """A row of an exported table is none that the project has."""

    def __init__(self, key: str, table: str) -> None:
        """Say how a new row looks."""
        super().__init__(
            Message("errors.editing.no_row", table=table, key=key),
            Message("errors.editing.new_row"),
        )


class RowRepeated(KkgraphError):
    """Two rows of an exported table are of one statement."""

    def __init__(self, identifier: str) -> None:
        """Say how a new row looks."""
        super().__init__(
            Message("errors.editing.row_twice", name=identifier),
            Message("errors.editing.empty_statement"),
        )


class CellDerived(KkgraphError):
    """What was changed in an exported table follows from others or repeats them."""

    def __init__(self, what: Said, table: str) -> None:
        """Say where to make the change."""
        super().__init__(
            Message("errors.editing.derived", what=what, table=table),
            Message("errors.editing.derived_hint"),
        )


class CellFixed(KkgraphError):
    """A cell was changed that says which statement a row of `facts` is."""

    def __init__(self, column: str) -> None:
        """Say what to do instead."""
        super().__init__(
            Message("errors.editing.fixed", column=column), Message("errors.editing.fixed_hint")
        )


class CellNotEntered(KkgraphError):
    """A value was changed that no person states in the register or a section."""

    def __init__(self, column: str, thing: str) -> None:
        """Say what does."""
        super().__init__(
            Message("errors.editing.not_entered", column=column, thing=thing),
            Message("errors.editing.not_entered_hint"),
        )


class StatedOften(KkgraphError):
    """A value was changed that several sections state."""

    def __init__(self, value: str, sections: Iterable[str]) -> None:
        """List them."""
        super().__init__(
            Message("errors.editing.often", value=value, sections=listed(sections)),
            Message("errors.editing.add_section"),
        )


class SheetInvalid(KkgraphError):
    """Rows of a table cannot be taken in: nothing was written."""

    def __init__(self, path: Path, rows: Iterable[Said]) -> None:
        """List the rows with what is wrong in each."""
        super().__init__(Message("errors.editing.sheet", path=path))
        self.rows = list(rows)

    def said(self, lang: str) -> str:
        """Return the message, and a line for each row."""
        return "\n  ".join([super().said(lang), *(said(row, lang) for row in self.rows)])
