"""Requests a second over HTTP: `kkgraph serve` against other SPARQL servers with the same triples.

Rivals are those that are installed: rdflib-endpoint (PyPI), oxigraph (PyPI: the server
itself, as `oxigraph serve-read-only`), Virtuoso 7 (Debian: virtuoso-opensource-7). Needs
wrk (Debian: wrk). All run on the loopback address, one after the other. Three loads:

lookup  what is said of a thing, two hundred things in turn
unlike  the same, no query twice: our cache of answers does not help
heavy   pairs of things that one section speaks of, counted by type, no query twice

A server whose answers are not ours counts as wrong. Exit 1 when lookups are not at least
3 times rdflib-endpoint's, not ahead of Virtuoso's, or the heavy query not ahead of Oxigraph's.

    python bench/serve.py [--seconds N] [--connections N] [--json FILE]
"""

import argparse
import contextlib
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pyoxigraph as ox
from suite import machine

from kkgraph import project, store, terms

JSON = "application/sparql-results+json"
TARGETS = (
    ("lookup", "rdflib-endpoint", 3.0),
    ("lookup", "virtuoso", 1.0),
    ("heavy", "oxigraph", 1),
)
HEAVY = f"""
SELECT ?t ?u (COUNT(*) AS ?n) WHERE {{
  ?a <{terms.CITED_FROM}> ?s . ?b <{terms.CITED_FROM}> ?s .
  ?a a ?t . ?b a ?u . FILTER(STR(?a) < STR(?b))
}} GROUP BY ?t ?u
"""
GRAPH = "urn:kkgraph"
LUA = """
local paths, turn = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = line end
request = function()
  turn = turn + 1
  local path = paths[turn %% #paths + 1]
  if %s then path = path .. "%%20%%23" .. turn end
  return wrk.format("GET", path, {Accept = "application/sparql-results+json"})
end
"""
VIRTUOSO = """
[Database]
DatabaseFile = {0}/v.db
ErrorLogFile = {0}/v.log
LockFile = {0}/v.lck
TransactionFile = {0}/v.trx
xa_persistent_file = {0}/v.pxa
[TempDatabase]
DatabaseFile = {0}/v-temp.db
TransactionFile = {0}/v-temp.trx
[Parameters]
ServerPort = {1}
DisableUnixSocket = 1
MaxClientConnections = 64
DirsAllowed = {0}
NumberOfBuffers = 40000
[HTTPServer]
ServerPort = {2}
ServerThreads = 64
MaxClientConnections = 64
[SPARQL]
ResultSetMaxRows = 100000
"""


@dataclass(frozen=True)
class Running:
    """A server: its name, its port, the path of its endpoint up to the text of the query."""

    name: str
    port: int
    path: str = "/sparql?query="

    def rows(self, query: str) -> list[list[str]]:
        """Return the sorted rows of a query."""
        url = f"http://127.0.0.1:{self.port}{self.path}{quote(query, safe='')}"
        with urlopen(Request(url, headers={"Accept": JSON}), timeout=60) as response:
            found = json.load(response)
        bindings = found["results"]["bindings"]
        return sorted([row[v]["value"] for v in found["head"]["vars"]] for row in bindings)


@dataclass(frozen=True)
class Load:
    """A load for wrk: queries, and whether each is to be unlike all others."""

    name: str
    queries: list[str]
    unlike: bool
    connections: int


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def process(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """Run a server until the block ends; it has to listen on the port within a minute."""
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            if server.poll() is not None:
                break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(30)


@contextlib.contextmanager
def ours(folder: Path, _data: Path) -> Iterator[Running]:
    """Run `kkgraph serve`."""
    port = free_port()
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "kkgraph", "serve", "--project", str(root), "--quiet"]
    with process([*command, "--force", "--no-pages", "--port", str(port)], folder, port):
        running = Running("kkgraph", port)
        for _ in range(600):  # it listens before the graph is loaded
            with contextlib.suppress(HTTPError):
                running.rows("SELECT (1 AS ?n) {}")
                break
            time.sleep(0.1)
        yield running


@contextlib.contextmanager
def rdflib_endpoint(folder: Path, data: Path) -> Iterator[Running]:
    """Run rdflib-endpoint."""
    port = free_port()
    command = [tool("rdflib-endpoint"), "serve", str(data), "--host", "127.0.0.1"]
    with process([*command, "--port", str(port)], folder, port):
        yield Running("rdflib-endpoint", port, "/?query=")


@contextlib.contextmanager
def oxigraph(folder: Path, data: Path) -> Iterator[Running]:
    """Run Oxigraph's own server."""
    port, place = free_port(), str(folder / "oxigraph")
    command = tool("oxigraph")
    load = [command, "load", "--location", place, "--file", str(data)]
    subprocess.run(load, check=True, capture_output=True)
    bind = ["--location", place, "--bind", f"127.0.0.1:{port}"]
    with process([command, "serve-read-only", *bind], folder, port):
        yield Running("oxigraph", port, "/query?query=")


@contextlib.contextmanager
def virtuoso(folder: Path, data: Path) -> Iterator[Running]:
    """Run Virtuoso with the triples in one graph."""
    port, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(VIRTUOSO.format(folder, sql, port), "ascii")
    command = [tool("virtuoso-t"), "+foreground", "+configfile", str(ini)]
    with process(command, folder, port):
        load = f"exec=TTLP(file_to_string_output('{data}'), '', '{GRAPH}');checkpoint;"
        isql = [tool("isql-vt"), str(sql), "dba", "dba", load]
        subprocess.run(isql, check=True, capture_output=True)
        yield Running("virtuoso", port, f"/sparql?default-graph-uri={GRAPH}&query=")


def tool(name: str) -> str:
    """Return the path of a program; raises FileNotFoundError when it is not installed."""
    beside = Path(sys.executable).with_name(name)
    found = shutil.which(name) or (str(beside) if beside.exists() else None)
    if found is None:
        raise FileNotFoundError(name)
    return found


def measure(server: Running, load: Load, folder: Path, seconds: int) -> tuple[float, str]:
    """Return requests a second and the 99th percentile, as wrk gives them."""
    paths = folder / "paths"
    paths.write_text("".join(f"{server.path}{quote(q, safe='')}\n" for q in load.queries), "ascii")
    script = folder / "load.lua"
    script.write_text(LUA % (paths, str(load.unlike).lower()), "ascii")
    options = ["-t1", f"-c{load.connections}", f"-d{seconds}s", "--timeout", "20s", "--latency"]
    url = f"http://127.0.0.1:{server.port}"
    command = [tool("wrk"), *options, "-s", str(script), url]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wrong = re.search(r"Non-2xx.*: (\d+)|Socket errors:.*[1-9]", text)
    if wrong:
        return 0.0, f"{wrong[0]}"
    rate = re.search(r"Requests/sec: +([\d.]+)", text)
    late = re.search(r"99% +(\S+)", text)
    return (float(rate[1]), late[1]) if rate and late else (0.0, text)


def loads(graph: ox.Store, connections: int) -> list[Load]:
    """Return the three loads."""
    quads = graph.quads_for_pattern(None, ox.NamedNode(terms.TYPE), None, ox.DefaultGraph())
    things = sorted({q.subject.value for q in quads if str(q.subject.value).startswith(terms.ID)})
    lookups = [f"SELECT ?p ?o WHERE {{ <{thing}> ?p ?o }}" for thing in things[:200]]
    return [
        Load("lookup", lookups, unlike=False, connections=connections),
        Load("unlike", lookups, unlike=True, connections=connections),
        Load("heavy", [HEAVY], unlike=True, connections=2),
    ]


Server = Callable[[Path, Path], contextlib.AbstractContextManager[Running]]
SERVERS: dict[str, Server] = {
    "kkgraph": ours,
    "rdflib-endpoint": rdflib_endpoint,
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
}


def main() -> int:
    """Measure all and print a line for each load and server; return 1 where a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.stderr.write("wrk is not installed (Debian: wrk)\n")
        return 2
    graph = store.load(project.find(Path(__file__).parents[1])).graph
    every = loads(graph, options.connections)
    rates: dict[tuple[str, str], float] = {}
    expected: list[list[list[str]]] = []
    for name, server in SERVERS.items():
        with tempfile.TemporaryDirectory(prefix="kkgraph-bench-") as folder:
            data = Path(folder) / "data.nt"
            graph.dump(str(data), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
            try:
                with server(Path(folder), data) as running:
                    answers = [running.rows(load.queries[0]) for load in every]
                    expected = expected or answers
                    for load, found, ours_ in zip(every, answers, expected, strict=True):
                        rate, late = measure(running, load, Path(folder), options.seconds)
                        rates[load.name, name] = rate if found == ours_ else 0.0
                        _print(load.name, name, rates, late if found == ours_ else "wrong answer")
            except FileNotFoundError as missing:
                print(f"        {name:16} left out: {missing} is not installed")
    if options.json:
        options.json.write_text(json.dumps(document(rates), indent=2) + "\n")
    return int(any(missed(rates, *target) for target in TARGETS))


def document(rates: dict[tuple[str, str], float]) -> dict[str, object]:
    """Return the rates by load and server, with when and where."""
    by_load: dict[str, dict[str, float]] = {}
    for (load, server), rate in rates.items():
        by_load.setdefault(load, {})[server] = rate
    return {**machine(), "requests_per_second": by_load}


def _print(load: str, name: str, rates: dict[tuple[str, str], float], late: str) -> None:
    rate = rates[load, name]
    ratio = f"kkgraph / it {rates[load, 'kkgraph'] / rate:6.2f}" if rate else ""
    print(f"{load:7} {name:16} {rate:10.1f} requests/s   p99 {late:>10}   {ratio}", flush=True)


def missed(rates: dict[tuple[str, str], float], load: str, rival: str, times: float) -> bool:
    """Tell whether we are not so many times a rival's rate; a rival that was left out is beaten."""
    return rates[load, "kkgraph"] < times * rates.get((load, rival), 0.0)


if __name__ == "__main__":
    sys.exit(main())
