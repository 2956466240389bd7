"""What can go wrong where names of a table are matched with things."""

from collections.abc import Iterable
from pathlib import Path

from kkgraph.errors import KkgraphError, Said, listed
from kkgraph.texts import Message

_EXAMPLES = {
    "queries": '{"q0": {"query": "Malmø", "type": "City", "limit": 3}}',
    "extend": '{"ids": ["city/malmoe"], "properties": [{"id": "country"}]}',
}


class RequestIllFormed(KkgraphError):
    """A request to the service is not what the API has."""

    def __init__(self, field: str, why: Said) -> None:
        """Say why, with an example."""
        example = f"{field}={_EXAMPLES[field]}"
        super().__init__(Message("errors.table.request", field=field, why=why, example=example))


class ColumnNotFound(KkgraphError):
    """A table has no column of the name."""

    def __init__(self, path: Path, name: str, known: Iterable[str]) -> None:
        """List the columns there are."""
        super().__init__(
            Message("errors.table.no_column", path=path, name=name, known=listed(known))
        )


class TableIllFormed(KkgraphError):
    """A file is not the table that it is read as."""

    def __init__(self, path: Path, line: int, what: Said) -> None:
        """Say where and what."""
        super().__init__(Message("errors.at", place=f"{path}:{line}", what=what))
