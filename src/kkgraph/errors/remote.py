"""What can go wrong with a graph that a server has."""

from pathlib import Path

from kkgraph.errors import KkgraphError, Said, listed
from kkgraph.texts import Message


class EndpointUnknown(KkgraphError):
    """An endpoint is neither an address nor the name of a profile."""

    def __init__(self, text: str, path: Path, known: list[str]) -> None:
        """Name the file in which profiles stand, and those that it has."""
        key = "errors.remote.unknown" if known else "errors.remote.unknown_none"
        super().__init__(Message(key, text=text, path=path, known=listed(known)))


class EndpointFailed(KkgraphError):
    """A server does not answer, refuses, or answers something else."""

    def __init__(self, url: str, why: Said, status: int = 0, hint: Said = "") -> None:
        """Name the address and say why, in the server's words where it has any.

        `status`: of the response, 200 where only its content is wrong, 0 without any.
        """
        self.status = status
        super().__init__(Message("errors.at", place=url, what=why), hint)


class RowsMissing(EndpointFailed):
    """A server has cut an answer off, and says so."""

    def __init__(self, url: str, limit: str) -> None:
        """Name its limit, and what to do."""
        why = Message("errors.remote.rows", limit=limit)
        super().__init__(url, why, hint=Message("errors.remote.fewer_rows"))


class EndpointUnfit(KkgraphError):
    """A server answers, but does not hold what is needed as it is needed."""

    def __init__(self, url: str, what: Said, hint: Said) -> None:
        """Say what is missing and what to do."""
        super().__init__(Message("errors.at", place=url, what=what), hint)


class OwnDataElsewhere(KkgraphError):
    """Files were given to read beside a graph that a server has."""

    def __init__(self, path: Path) -> None:
        """Say what to do instead."""
        super().__init__(
            Message("errors.remote.own_data", path=path), Message("errors.remote.own_data_hint")
        )
