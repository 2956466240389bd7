"""What a push writes and in which order, on a server that is a store in this process."""

from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.errors.remote import EndpointFailed, EndpointUnfit
from kkgraph.remote.reading import Content, content_of
from kkgraph.remote.transfer import push

GRAPH = terms.graph("made")
OTHER = terms.graph("other")
FOREIGN = "https://example.org/graph"


def triples(count, word="a"):
    """Return so many triples in a store's default graph and in a graph of ours."""
    subject = ox.NamedNode(f"urn:{word}")
    return [ox.Triple(subject, ox.NamedNode("urn:p"), ox.Literal(n)) for n in range(count)]


class Server:
    """A server's dataset, and what it was told."""

    shown = "http://h.example"

    def __init__(self, monkeypatch, merge=None):
        """Start empty."""
        self.graph, self.told, self.fails, self.forgets = ox.Store(), [], [], False
        self.read = set()
        one = SimpleNamespace(client=self, merge=merge, put=self.put, run=self.run)
        monkeypatch.setattr(push, "writer", lambda _: one)
        monkeypatch.setattr(push, "reader", lambda _: one)
        monkeypatch.setattr(push, "counts", Server.counts)
        monkeypatch.setattr(push, "contents", Server.contents)
        monkeypatch.setattr(push, "size", lambda client, name: len(client.held(name)))
        monkeypatch.setattr(push.time, "sleep", self.told.append)

    def held(self, name):
        """Return the triples of a graph."""
        node = ox.DefaultGraph() if name is None else ox.NamedNode(name)
        return [q.triple for q in self.graph.quads_for_pattern(None, None, None, node)]

    def counts(self):
        """Return how many triples each named graph has."""
        return {one.value: len(self.held(one.value)) for one in self.graph.named_graphs()}

    def contents(self, sizes):
        """Return what graphs hold."""
        self.read |= sizes.keys()
        return {name: content_of(self.held(name)) for name in sizes}

    def put(self, name, lines):
        """Make a graph of lines."""
        self.told.append("put")
        if self.fails:
            raise self.fails.pop()
        if not self.forgets:
            self.add(name, [q.triple for q in ox.parse("".join(lines), ox.RdfFormat.N_TRIPLES)])

    def run(self, text, *, safe=False):
        """Run an update."""
        self.told.append((text, safe))
        self.graph.update(text)

    def add(self, name, found):
        """Put triples into a graph, whatever it was before."""
        node = ox.DefaultGraph() if name is None else ox.NamedNode(name)
        self.graph.clear_graph(node)
        self.graph.extend(ox.Quad(*one, node) for one in found)


@pytest.fixture
def server(monkeypatch):
    """Return a server whose default graph has the merge."""
    return Server(monkeypatch)


@pytest.fixture
def project():
    """Return a project's graph: two graphs of ours, and the merge of both."""
    local = ox.Store()
    for name, found in ((GRAPH, triples(3)), (OTHER, triples(2, "b"))):
        local.extend(ox.Quad(*one, ox.NamedNode(name)) for one in found)
        local.extend(ox.Quad(*one) for one in found)
    return SimpleNamespace(local=local)


def changes(plan):
    """Return what is to be done about each graph, with how many triples there and here."""
    return {one.graph: (one.what, one.there, one.here) for one in plan.changes}


def test_an_empty_server_gets_all(server, project):
    """Every graph is new; afterwards the server has them, and nothing beside them."""
    said = []
    done = push.push(server, project, said.append)
    assert changes(done) == {
        None: ("new", 0, 5),
        GRAPH: ("new", 0, 3),
        OTHER: ("new", 0, 2),
    }
    assert set(server.graph) == set(project.local)
    assert server.told.count("put") == 3
    updates = [one for one in server.told if one != "put"]
    assert len(updates) == 1  # all that was put aside is moved to its place by one
    assert not updates[0][1]  # which is sent once
    assert [one.key for one in said] == [*["remote.there"] * 3, "remote.moves"]
    assert [one.values["done"] for one in said[:-1]] == sorted({5, 8, 10})
    assert said[-1].values["n"] == 3


def test_what_is_the_same_stays(server, project):
    """A second push changes nothing and tells of nothing."""
    push.push(server, project, lambda _: None)
    server.told.clear()
    said = []
    again = push.push(server, project, said.append)
    assert (again.todo, server.told, said) == ([], [], [])
    assert changes(again) == {
        None: ("same", 5, 5),
        GRAPH: ("same", 3, 3),
        OTHER: ("same", 2, 2),
    }


def test_only_what_differs_is_written(server, project, monkeypatch):
    """A graph with as many other triples is changed; one of ours that is no more is dropped.

    Without a run in earnest nothing is tried, and what cannot be the same is not read.
    """
    push.push(server, project, lambda _: None)
    gone = terms.graph("gone")
    server.add(OTHER, triples(2, "c"))
    server.add(gone, triples(4))
    server.add(FOREIGN, triples(1))
    server.told.clear()
    server.read.clear()
    with monkeypatch.context() as dry:
        dry.setattr(push, "writer", None)
        plan = push.plan(server, project, dry=True)
    assert server.told == []
    assert server.read == {None, GRAPH, OTHER}
    assert changes(plan) == {
        None: ("same", 5, 5),
        GRAPH: ("same", 3, 3),
        OTHER: ("changed", 2, 2),
        gone: ("gone", 4, 0),
    }
    said = []
    push.push(server, project, said.append)
    assert server.told.count("put") == 1
    assert {FOREIGN, GRAPH, OTHER} == set(server.counts())
    assert said[-1].values["n"] == 2


def test_a_push_that_broke_off_goes_on(server, project):
    """What was put aside before is not put aside again; what is left of older ones is dropped."""
    wanted = push.graphs(project.local, None)
    name = push.stage_of(GRAPH, wanted[GRAPH])
    assert name.startswith(terms.STAGE)
    server.add(name, triples(3))
    half = push.stage_of(OTHER, wanted[OTHER])
    server.add(half, triples(1))
    old = f"{terms.STAGE}old"
    server.add(old, triples(1))
    push.push(server, project, lambda _: None)
    assert server.told.count("put") == 2
    assert set(server.graph) == set(project.local)
    assert server.told[-1] == (f"DROP SILENT GRAPH <{old}>", True)


def test_names_of_what_waits():
    """They say what is in the graph, and where it belongs."""
    one, other = content_of(triples(1)), content_of(triples(2))
    names = {push.stage_of(graph, held) for graph in (None, GRAPH, OTHER) for held in (one, other)}
    assert len(names) == 6
    assert push.stage_of(GRAPH, one) == push.stage_of(GRAPH, Content(list(one.lines)))


@pytest.mark.parametrize(("merge", "names"), [("", 2), (None, 3), (terms.MERGED, 3)])
def test_where_the_merge_belongs(monkeypatch, project, merge, names):
    """Where the server makes it itself it is not written; else it goes to its graph."""
    server = Server(monkeypatch, merge)
    plan = push.plan(server, project)
    assert len(plan.wanted) == names
    assert (merge in plan.wanted) is (names == 3)
    push.push(server, project, lambda _: None)
    assert len(server.held(None)) == (5 if merge is None else 0)


def test_a_server_s_own_fault_may_pass(server, project):
    """It is tried again after a pause; what the server refuses is not."""
    server.fails = [EndpointFailed("u", "w", 500)]
    said = []
    push.push(server, project, said.append)
    assert set(server.graph) == set(project.local)
    assert said[0].key == "remote.again"
    assert [one for one in server.told if isinstance(one, float)] == [0.5]
    server.add(OTHER, [])
    server.fails = [EndpointFailed("u", "w", 499)]
    with pytest.raises(EndpointFailed):
        push.push(server, project, said.append)


def test_a_server_that_never_gets_there(server, project, monkeypatch):
    """After some rounds it is told which graphs differ; so is a server that keeps nothing."""
    server.fails = [EndpointFailed("u", "w", 503)] * 99
    last = terms.graph("zzz")
    project.local.add(ox.Quad(*triples(1)[0], ox.NamedNode(last)))
    with pytest.raises(EndpointUnfit, match="DEFAULT") as told:
        push.push(server, project, lambda _: None)
    assert (GRAPH in str(told.value), OTHER in str(told.value)) == (True, True)
    assert last not in str(told.value)  # three are named
    assert 3 < server.told.count("put") < 30
    server.fails, server.forgets = [], True
    with pytest.raises(EndpointUnfit):
        push.push(server, project, lambda _: None)
    server.forgets = False
    monkeypatch.setattr(server, "run", lambda *_args, **_more: None)
