"""What can go wrong with networks and maps."""

from collections.abc import Iterable

from kkgraph.errors import KkgraphError, listed


class NetworkNotFound(KkgraphError):
    """No network is declared under the name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """List the networks there are."""
        super().__init__(f"no network is called '{name}'; there are: {listed(known)}")


class NodeNotInNetwork(KkgraphError):
    """A thing was asked for that is no node of the network, or was filtered out of it."""

    def __init__(self, thing: str, network: str) -> None:
        """Name both."""
        super().__init__(
            f"{thing} is not in the network '{network}' with these filters",
            f"list its nodes with: kkgraph network {network} --format csv",
        )


class NoPlaces(KkgraphError):
    """Nothing of a network can be put on a map."""

    def __init__(self, name: str) -> None:
        """Name the network and the way out."""
        super().__init__(
            f"no city of the network {name} is tied to anything with these filters, so there is"
            " nothing to draw; choose other filters or another network (`kkgraph network --list`)"
        )
