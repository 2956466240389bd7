"""What can go wrong where names of a table are matched with things."""

from collections.abc import Iterable
from pathlib import Path

from kkgraph.errors import KkgraphError, listed

_EXAMPLES = {
    "queries": '{"q0": {"query": "Malmø", "type": "City", "limit": 3}}',
    "extend": '{"ids": ["city/malmoe"], "properties": [{"id": "country"}]}',
}


class RequestIllFormed(KkgraphError):
    """A request to the service is not what the API has."""

    def __init__(self, field: str, why: str) -> None:
        """Say why, with an example."""
        super().__init__(f"{field}: {why}; for example {field}={_EXAMPLES[field]}")


class ColumnNotFound(KkgraphError):
    """A table has no column of the name."""

    def __init__(self, path: Path, name: str, known: Iterable[str]) -> None:
        """List the columns there are."""
        super().__init__(f"{path}: no column is called '{name}'; there are {listed(known)}")


class TableIllFormed(KkgraphError):
    """A file is not the table that it is read as."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        """Say where and what."""
        super().__init__(f"{path}:{line}: {what}")
