"""Writing a graph to a server: by the Graph Store Protocol where it has one, else by updates."""

from dataclasses import dataclass, field

import pytest

from kkgraph.errors.remote import EndpointFailed
from kkgraph.remote.writing import Writer

TRIPLES = [f"<urn:s> <urn:p> <urn:o{n}> .\n" for n in range(2001)]


@dataclass
class Client:
    """Takes requests, and refuses those to a graph store with a status."""

    status: int = 0
    sent: list[tuple[str, str]] = field(default_factory=list)

    def send(self, method: str, url: str, **rest: object) -> None:
        """Keep what is sent."""
        self.sent.append((method, str(rest.get("data", rest.get("params")))))
        if self.status and url == "store":
            raise EndpointFailed(url, "no", self.status)


def test_a_graph_is_put_once():
    """What the graph store has taken is not sent as updates, too."""
    client = Client()
    Writer(client, "update", "store", None).put("urn:g", TRIPLES)
    assert client.sent == [("PUT", "{'graph': 'urn:g'}")]


@pytest.mark.parametrize("status", [404, 405, 501])
def test_without_a_graph_store_updates_do_it(status):
    """The graph goes first, then its triples come, two thousand at a time; it is tried once."""
    client = Client(status)
    writer = Writer(client, "update", "store", None)
    writer.put("urn:g", TRIPLES)
    assert [method for method, _ in client.sent] == ["PUT", "POST", "POST", "POST"]
    assert "DROP SILENT GRAPH <urn:g>" in client.sent[1][1]
    assert [said.count("urn:o") for _, said in client.sent[2:]] == [2000, 1]
    writer.put("urn:g", [])
    assert [method for method, _ in client.sent[4:]] == ["POST"]


def test_another_refusal_is_an_error():
    """A graph store that refuses for another reason is not passed by."""
    with pytest.raises(EndpointFailed):
        Writer(Client(500), "update", "store", None).put("urn:g", TRIPLES)
