"""What can go wrong with a graph that a server has."""

from pathlib import Path

from kkgraph.errors import KkgraphError, listed


class EndpointUnknown(KkgraphError):
    """An endpoint is neither an address nor the name of a profile."""

    def __init__(self, text: str, path: Path, known: list[str]) -> None:
        """Name the file in which profiles stand, and those that it has."""
        there = f"there are: {listed(known)}" if known else "there is none"
        super().__init__(
            f"'{text}' is no address (https://...) and no [endpoints.{text}] of {path}; {there}"
        )


class EndpointFailed(KkgraphError):
    """A server does not answer, refuses, or answers something else."""

    def __init__(self, url: str, why: str, status: int = 0, hint: str = "") -> None:
        """Name the address and say why, in the server's words where it has any.

        `status`: of the response, 200 where only its content is wrong, 0 without any.
        """
        self.status = status
        super().__init__(f"{url}: {why}", hint)


class RowsMissing(EndpointFailed):
    """A server has cut an answer off, and says so."""

    def __init__(self, url: str, limit: str) -> None:
        """Name its limit, and what to do."""
        hint = "ask for fewer, or raise its limit (Virtuoso: ResultSetMaxRows)"
        super().__init__(url, f"gives only the first {limit} rows of an answer", hint=hint)


class EndpointUnfit(KkgraphError):
    """A server answers, but does not hold what is needed as it is needed."""

    def __init__(self, url: str, what: str, hint: str) -> None:
        """Say what is missing and what to do."""
        super().__init__(f"{url}: {what}", hint)


class OwnDataElsewhere(KkgraphError):
    """Files were given to read beside a graph that a server has."""

    def __init__(self, path: Path) -> None:
        """Say what to do instead."""
        super().__init__(
            f"{path}: --with reads files beside the graph on this machine, not beside a server's; "
            "leave out --endpoint, or: kkgraph push URL --with FILE"
        )
