"""What can go wrong with networks and maps."""

from collections.abc import Iterable

from kkgraph.errors import KkgraphError, listed
from kkgraph.texts import Message


class NetworkNotFound(KkgraphError):
    """No network is declared under the name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """List the networks there are."""
        super().__init__(Message("errors.network.not_found", name=name, known=listed(known)))


class NodeNotInNetwork(KkgraphError):
    """A thing was asked for that is no node of the network, or was filtered out of it."""

    def __init__(self, thing: str, network: str) -> None:
        """Name both."""
        super().__init__(
            Message("errors.network.no_node", thing=thing, network=network),
            Message("errors.network.nodes", network=network),
        )


class NoPlaces(KkgraphError):
    """Nothing of a network can be put on a map."""

    def __init__(self, name: str) -> None:
        """Name the network and the way out."""
        super().__init__(
            Message("errors.network.no_places", name=name), Message("errors.network.others")
        )
