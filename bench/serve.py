"""Requests a second over HTTP: `kkgraph serve` against other SPARQL servers with the same triples.

Rivals are those that are installed: rdflib-endpoint (PyPI), oxigraph (PyPI: the server
itself, as `oxigraph serve-read-only`), Virtuoso 7 (Debian: virtuoso-opensource-7). Needs
wrk (Debian: wrk). All run on the loopback address and are asked one after the other, in
turns. Three loads:

lookup  what is said of a thing, two hundred things in turn
unlike  the same, no query twice: our cache of answers does not help
heavy   pairs of things that one section speaks of, counted by type, no query twice

Beside the requests a second stands the processor's time that a request took of the server,
all its processes together: that depends little on what else the machine does. A server
whose answers are not ours counts as wrong. Exit 1 when a goal is missed, in processor time:
look-ups at most a third of rdflib-endpoint's and as much as Virtuoso's and Oxigraph's, ones
that are unlike at most twice Oxigraph's, the heavy query no more than Oxigraph's.

    python bench/serve.py [--seconds N] [--connections N] [--json FILE]
"""

import argparse
import contextlib
import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
    ("lookup", "oxigraph", 1.0),
    ("unlike", "oxigraph", 0.5),
    ("heavy", "oxigraph", 1.0),
)
HEAVY = f"""
SELECT ?t ?u (COUNT(*) AS ?n) WHERE {{
  ?a <{terms.CITED_FROM}> ?s . ?b <{terms.CITED_FROM}> ?s .
  ?a a ?t . ?b a ?u . FILTER(STR(?a) < STR(?b))
}} GROUP BY ?t ?u
"""
GRAPH = "urn:kkgraph"
ROUNDS = 3
LUA = """
local paths, turn = {}, %d
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
    """A server: its name, process and port, the path of its endpoint up to a query's text."""

    name: str
    pid: int
    port: int
    path: str = "/sparql?query="

    def rows(self, query: str) -> list[list[str]]:
        """Return the sorted rows of a query."""
        url = f"http://127.0.0.1:{self.port}{self.path}{quote(query, safe='')}"
        with urlopen(Request(url, headers={"Accept": JSON}), timeout=60) as response:
            found = json.load(response)
        bindings = found["results"]["bindings"]
        return sorted([row[v]["value"] for v in found["head"]["vars"]] for row in bindings)

    def demand(self, query: str, expected: list[list[str]]) -> None:
        """Raise Wrong when the rows of a query are not those expected."""
        if self.rows(query) != expected:
            raise Wrong("another answer")


class Wrong(Exception):
    """A server gave another answer than ours, or none."""


@dataclass(frozen=True)
class Measured:
    """What a load was for a server: answers, seconds by the clock and of the processor, slowest."""

    count: int = 0
    passed: float = 0.0
    spent: float = 0.0
    late: float = 0.0

    def __add__(self, other: "Measured") -> "Measured":
        """Return both rounds together."""
        passed, spent = self.passed + other.passed, self.spent + other.spent
        return Measured(self.count + other.count, passed, spent, max(self.late, other.late))

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.count / self.passed if self.count else 0.0

    @property
    def processor(self) -> float:
        """Seconds of the processor an answer took, of all processes of the server."""
        return self.spent / self.count if self.count else 0.0


@dataclass(frozen=True)
class Load:
    """A load: queries, and whether each is to be unlike all others; by wrk unless it is heavy."""

    name: str
    queries: list[str]
    unlike: bool
    connections: int
    is_heavy: bool = False


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def process(command: list[str], folder: Path, port: int) -> Iterator[int]:
    """Run a server, whose number is given; it has to listen on the port within a minute."""
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            if server.poll() is not None:
                break
            time.sleep(0.1)
        yield server.pid
    finally:
        server.terminate()
        server.wait(30)


@contextlib.contextmanager
def ours(folder: Path, _data: Path) -> Iterator[Running]:
    """Run `kkgraph serve`."""
    port = free_port()
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "kkgraph", "serve", "--project", str(root), "--quiet"]
    with process([*command, "--force", "--no-pages", "--port", str(port)], folder, port) as pid:
        running = Running("kkgraph", pid, port)
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
    with process([*command, "--port", str(port)], folder, port) as pid:
        yield Running("rdflib-endpoint", pid, port, "/?query=")


@contextlib.contextmanager
def oxigraph(folder: Path, data: Path) -> Iterator[Running]:
    """Run Oxigraph's own server."""
    port, place = free_port(), str(folder / "oxigraph")
    command = tool("oxigraph")
    load = [command, "load", "--location", place, "--file", str(data)]
    subprocess.run(load, check=True, capture_output=True)
    bind = ["--location", place, "--bind", f"127.0.0.1:{port}"]
    with process([command, "serve-read-only", *bind], folder, port) as pid:
        yield Running("oxigraph", pid, port, "/query?query=")


@contextlib.contextmanager
def virtuoso(folder: Path, data: Path) -> Iterator[Running]:
    """Run Virtuoso with the triples in one graph."""
    port, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(VIRTUOSO.format(folder, sql, port), "ascii")
    command = [tool("virtuoso-t"), "+foreground", "+configfile", str(ini)]
    with process(command, folder, port) as pid:
        load = f"exec=TTLP(file_to_string_output('{data}'), '', '{GRAPH}');checkpoint;"
        isql = [tool("isql-vt"), str(sql), "dba", "dba", load]
        subprocess.run(isql, check=True, capture_output=True)
        yield Running("virtuoso", pid, port, f"/sparql?default-graph-uri={GRAPH}&query=")


def tool(name: str) -> str:
    """Return the path of a program; raises FileNotFoundError when it is not installed."""
    beside = Path(sys.executable).with_name(name)
    found = shutil.which(name) or (str(beside) if beside.exists() else None)
    if found is None:
        raise FileNotFoundError(name)
    return found


def processor(pid: int) -> float:
    """Return the seconds of a process, its children and theirs, those that have ended included."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has just ended
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
            ticks[int(stat.parent.name)] = sum(map(int, fields[11:15]))
    of_it, last = {pid}, 0
    while len(of_it) > last:
        last = len(of_it)
        of_it |= {child for child, parent in parents.items() if parent in of_it}
    return sum(ticks.get(one, 0) for one in of_it) / os.sysconf("SC_CLK_TCK")


def measure(server: Running, load: Load, folder: Path, seconds: float, turn: int) -> Measured:
    """Put a load on a server and return what came of it."""
    before, started = processor(server.pid), time.monotonic()
    lates = (
        _in_turns(server, load, (seconds, turn))
        if load.is_heavy
        else _by_wrk(server, load, folder, (seconds, turn))
    )
    spent, passed = processor(server.pid) - before, time.monotonic() - started
    return Measured(lates[0], passed, spent, lates[1])


def _by_wrk(
    server: Running, load: Load, folder: Path, limits: tuple[float, int]
) -> tuple[int, float]:
    """Have wrk ask for some seconds; return how many answers came, and the 99th percentile."""
    seconds, turn = limits
    paths = folder / "paths"
    paths.write_text("".join(f"{server.path}{quote(q, safe='')}\n" for q in load.queries), "ascii")
    script = folder / "load.lua"
    script.write_text(LUA % (turn, paths, str(load.unlike).lower()), "ascii")
    options = ["-t1", f"-c{load.connections}", f"-d{seconds:.0f}s", "--timeout", "20s", "--latency"]
    url = f"http://127.0.0.1:{server.port}"
    command = [tool("wrk"), *options, "-s", str(script), url]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    count = re.search(r"(\d+) requests in", text)
    late = re.search(r"99% +([\d.]+)(us|ms|s|m)", text)
    if re.search(r"Non-2xx|Socket errors:.*[1-9]", text) or not (count and late):
        raise Wrong(text)
    return int(count[1]), float(late[1]) * {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}[late[2]]


def _in_turns(server: Running, load: Load, limits: tuple[float, int]) -> tuple[int, float]:
    """Ask on each connection for some seconds, at least once; return how many, and the slowest."""
    seconds, turn = limits
    until = time.monotonic() + seconds

    def ask(connection: int) -> list[float]:
        late: list[float] = []
        while not late or time.monotonic() < until:
            started = time.monotonic()
            server.rows(f"{load.queries[0]} #{turn + connection * 10**6 + len(late)}")
            late.append(time.monotonic() - started)
        return late

    with ThreadPoolExecutor(load.connections) as threads:
        late = [one for every in threads.map(ask, range(load.connections)) for one in every]
    return len(late), max(late)


def loads(graph: ox.Store, connections: int) -> list[Load]:
    """Return the three loads."""
    quads = graph.quads_for_pattern(None, ox.NamedNode(terms.TYPE), None, ox.DefaultGraph())
    things = sorted({q.subject.value for q in quads if str(q.subject.value).startswith(terms.ID)})
    lookups = [f"SELECT ?p ?o WHERE {{ <{thing}> ?p ?o }}" for thing in things[:200]]
    return [
        Load("lookup", lookups, unlike=False, connections=connections),
        Load("unlike", lookups, unlike=True, connections=connections),
        Load("heavy", [HEAVY], unlike=True, connections=2, is_heavy=True),
    ]


Results = dict[tuple[str, str], Measured]
Server = Callable[[Path, Path], contextlib.AbstractContextManager[Running]]
SERVERS: dict[str, Server] = {
    "kkgraph": ours,
    "rdflib-endpoint": rdflib_endpoint,
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
}


def started(stack: contextlib.ExitStack, name: str, graph: ox.Store) -> Running | None:
    """Return a server that runs until the stack is left, None when it is not installed."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kkgraph-bench-")))
    data = folder / "data.nt"
    graph.dump(str(data), ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    try:
        return stack.enter_context(SERVERS[name](folder, data))
    except FileNotFoundError as missing:
        print(f"{name} left out: {missing} is not installed")
        return None


def rounds(
    stack: contextlib.ExitStack, running: list[Running], every: list[Load], seconds: float
) -> Results:
    """Put each load on one server after another, some times: a busy hour is busy for all."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kkgraph-bench-")))
    expected = {load.name: running[0].rows(load.queries[0]) for load in every}
    results: Results = {}
    for turn, load, server in itertools.product(range(ROUNDS), every, running):
        key = load.name, server.name
        try:
            server.demand(load.queries[0], expected[load.name])
            one = measure(server, load, folder, seconds, (turn + 1) * 10**7)
        except (Wrong, OSError) as error:
            print(f"{load.name} {server.name}: {error}")
            one = Measured()
        results[key] = results.get(key, Measured()) + one
    return results


def main() -> int:
    """Measure all and print a line for each load and server; return 1 where a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=6, help="of each load and server, in all")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.stderr.write("wrk is not installed (Debian: wrk)\n")
        return 2
    graph = store.load(project.find(Path(__file__).parents[1])).local
    every = loads(graph, options.connections)
    with contextlib.ExitStack() as stack:
        running = [one for one in (started(stack, name, graph) for name in SERVERS) if one]
        results = rounds(stack, running, every, options.seconds / ROUNDS)
    for load in every:
        for server in running:
            _print(load.name, server.name, results)
    if options.json:
        options.json.write_text(json.dumps(document(results), indent=2) + "\n")
    return int(any(missed(results, *target) for target in TARGETS))


def document(results: Results) -> dict[str, object]:
    """Return what was measured by load and server, with when and where."""
    rates: dict[str, dict[str, float]] = {}
    times: dict[str, dict[str, float]] = {}
    for (load, server), one in results.items():
        rates.setdefault(load, {})[server] = one.rate
        times.setdefault(load, {})[server] = round(one.processor * 1e6, 1)
    return {**machine(), "requests_per_second": rates, "processor_microseconds": times}


def _print(load: str, name: str, results: Results) -> None:
    one, ours_ = results[load, name], results[load, "kkgraph"]
    clock = f"{ours_.rate / one.rate:6.2f}" if one.rate else ""
    spent = f"{one.processor / ours_.processor:6.2f}" if ours_.processor else ""
    print(
        f"{load:7} {name:16} {one.processor * 1e6:10.1f} µs   {one.rate:9.1f} requests/s   "
        f"p99 {one.late * 1000:8.1f} ms   kkgraph / it: {spent} by the processor, "
        f"{clock} by the clock",
        flush=True,
    )


def missed(results: Results, load: str, rival: str, times: float) -> bool:
    """Tell whether a request takes us more than our share of a rival; one left out is beaten."""
    ours_, other = results[load, "kkgraph"], results.get((load, rival), Measured())
    return not ours_.count or (other.count > 0 and ours_.processor * times > other.processor)


if __name__ == "__main__":
    sys.exit(main())
