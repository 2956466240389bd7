"""`kkgraph push`, `pull` and `compare` with servers that run, and are killed."""

import contextlib
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import servers
from click.testing import CliRunner, Result
from conftest import MINI
from servers import Server, running

from kkgraph import terms
from kkgraph.cli import main
from kkgraph.remote.client import Client
from kkgraph.remote.profiles import Profile
from kkgraph.remote.reading import counts
from kkgraph.remote.transfer.compare import OTHER, compare

STARTS = {"oxigraph": servers.oxigraph, "virtuoso": servers.virtuoso}
SEED = 2020
PLACES = 4  # of kills in the quick tests; the long ones have LONG_PLACES
LONG_PLACES = 20
CLEAN = {key: value for key, value in os.environ.items() if not key.startswith("KKGRAPH_ENDPOINT")}


# Virtuoso takes long to start; what Oxigraph's server does in seconds is a slow test of it.
EACH = ["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)]


@pytest.fixture(scope="module", params=EACH)
def server(request, tmp_path_factory) -> Iterator[Server]:
    """Run each server, empty."""
    with running(STARTS[request.param], tmp_path_factory.mktemp(request.param)) as one:
        yield one


def kkgraph(server: Server, *args: object) -> Result:
    """Call the command as a user who may write to a server."""
    env = {**dict.fromkeys(os.environ.keys() - CLEAN.keys()), **server.env}
    return CliRunner().invoke(main, list(map(str, args)), env=env, prog_name="kkgraph")


def push(server: Server, project: Path, *args: str) -> str:
    """Push a project; return what is printed."""
    done = kkgraph(server, "push", server.url, "--project", project, *args)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def differing(server: Server, project: Path) -> list[str]:
    """Return the graphs in which a server and a project differ."""
    return [pair.graph for pair in compare(str(project), server.url) if pair.verdict == OTHER]


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> Path:
    """Return a copy of the tiny project in which a thing has another name, and one file is gone."""
    copy = Path(shutil.copytree(MINI, tmp_path_factory.mktemp("changed") / "project"))
    for path in sorted(copy.glob("data/**/*.ttl")):
        text = path.read_text("utf-8")
        path.write_text(
            text + f'\n<https://w3id.org/kkgraph/id/topic/x> kk:note "{path.stem}"@en .\n'
        )
    return copy


def test_push_pull_compare(server, changed, tmp_path):
    """A server holds what it was given, once and again; only what differs is written."""
    assert "changed" in push(server, MINI)
    assert push(server, MINI).startswith("changed: 0 of ")
    assert differing(server, MINI) == []
    assert differing(server, changed) != []
    done = kkgraph(server, "compare", changed, server.url)
    assert done.exit_code == 1
    assert "differs" in done.stdout
    said = push(server, changed)
    assert terms.ONTOLOGY not in said
    assert differing(server, changed) == []
    pulled, exported = tmp_path / "pulled.nq", tmp_path / "exported.nq"
    assert kkgraph(server, "pull", server.url, pulled).exit_code == 0
    assert kkgraph(server, "export", exported, "--project", changed).exit_code == 0
    assert pulled.read_bytes() == exported.read_bytes()


def test_graphs_that_are_gone(server, tmp_path):
    """A graph that the project has no more is dropped; what is no graph of ours stays."""
    own = tmp_path / "own.ttl"
    own.write_text("<urn:a> <urn:b> <urn:c> .")
    push(server, MINI, "--with", str(own))
    graph = terms.graph("own/own")
    client = Client(Profile(server.url))
    assert counts(client)[graph] == 1
    assert "gone" in push(server, MINI)
    assert graph not in counts(client)
    assert not [name for name in counts(client) if name.startswith(terms.STAGE)]


def test_dry_run_writes_nothing(server, changed):
    """--dry-run says what differs, and the server holds what it did."""
    push(server, MINI)
    before = counts(Client(Profile(server.url)))
    assert "would change" in push(server, changed, "--dry-run")
    assert counts(Client(Profile(server.url))) == before


def test_no_leave_to_write(server):
    """A server that lets nobody write says so in its own words, exit code 2."""
    if not server.user:
        pytest.skip(f"{server.name} lets everybody write")
    nobody = Server(server.name, server.process, server.url)
    done = kkgraph(nobody, "push", server.url, "--project", MINI)
    assert done.exit_code == 2
    assert "KKGRAPH_ENDPOINT_USER" in done.stderr
    assert "Traceback" not in done.stderr


@dataclass
class Reader:
    """Someone who asks again and again how many triples each graph has, in one query."""

    url: str
    seen: set[frozenset[tuple[str, str]]] = field(default_factory=set)
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Ask until stopped; a server that is down says nothing."""
        graphs = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{terms.ROOT}"))'
        query = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {graphs} }} GROUP BY ?g"
        while not self.stopped.is_set():
            with contextlib.suppress(httpx.HTTPError):
                self.look(query)
            time.sleep(0.05)

    def look(self, query: str) -> None:
        """Ask once."""
        accept = {"Accept": "application/sparql-results+json"}
        got = httpx.get(self.url, params={"query": query}, headers=accept, timeout=60)
        if got.is_success:
            rows = got.json()["results"]["bindings"]
            self.seen.add(frozenset((row["g"]["value"], row["n"]["value"]) for row in rows))


@contextlib.contextmanager
def reading(url: str) -> Iterator[Reader]:
    """Have someone read while something else happens."""
    reader = Reader(url)
    thread = threading.Thread(target=reader.run)
    thread.start()
    try:
        yield reader
    finally:
        reader.stopped.set()
        thread.join()


def state(server: Server) -> frozenset[tuple[str, str]]:
    """Return how many triples each graph of the dataset has."""
    found = counts(Client(Profile(server.url))).items()
    return frozenset((name, str(n)) for name, n in found if name.startswith(terms.ROOT))


def killed(name: str, folder: Path, changed: Path, places: int) -> None:
    """Kill client and server by turns at seeded places of a push; push again; look at all."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    port = servers.free_port()
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(running(STARTS[name], folder, port))
        push(server, MINI)
        first = state(server)
        start = time.monotonic()
        push(server, changed)
        length = time.monotonic() - start
        second = state(server)
        assert first != second
        reader = stack.enter_context(reading(server.url))
        for place in range(places):
            project = (MINI, changed)[place % 2]
            call = [sys.executable, "-m", "kkgraph", "push", server.url, "--project", str(project)]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            client = subprocess.Popen(call, env={**CLEAN, **server.env}, **quiet)
            time.sleep(length * chance.random())
            if place // 2 % 2:
                server.process.kill()
                server.process.wait()
                client.kill()
                server = stack.enter_context(running(STARTS[name], folder, port))
            client.kill()
            client.wait()
            push(server, project)
            assert differing(server, project) == [], f"place {place}"
            assert state(server) == (first, second)[place % 2]
    assert reader.seen <= {first, second}
    assert len(reader.seen) == 2


@pytest.mark.parametrize("name", EACH)
@pytest.mark.slow  # a server killed at several places
def test_killed(name, tmp_path, changed):
    """Whatever is killed in a push: pushed again all is there, and no reader saw a mixture."""
    killed(name, tmp_path, changed, PLACES)


@pytest.mark.long
@pytest.mark.parametrize("name", STARTS)
def test_killed_at_twenty_places(name, tmp_path, changed):
    """The same at twenty places."""
    killed(name, tmp_path, changed, LONG_PLACES)
