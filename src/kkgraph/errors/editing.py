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


class SheetInvalid(KkgraphError):
    """Rows of a table cannot be taken in: nothing was written."""

    def __init__(self, path: Path, rows: Iterable[Said]) -> None:
        """List the rows with what is wrong in each."""
        super().__init__(Message("errors.editing.sheet", path=path))
        self.rows = list(rows)

    def said(self, lang: str) -> str:
        """Return the message, and a line for each row."""
        return "\n  ".join([super().said(lang), *(said(row, lang) for row in self.rows)])


class Exported(KkgraphError):
    """A table that `kkgraph export` wrote is to be taken in."""

    def __init__(self, path: Path) -> None:
        """Say what to export instead."""
        super().__init__(
            Message("errors.editing.exported", path=path),
            Message("errors.editing.use_template"),
        )
