"""SPARQL servers of others, each in a folder and on a port of its own, for the tests of remote.

One that is not installed skips the test with what installs it.
"""

import contextlib
import importlib.util
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

START = 60.0  # seconds in which a server has to be up
_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 60
SchedulerInterval = 10
DirsAllowed = {folder}
ThreadsPerQuery = 2
MaxQueryMem = 1G
DefaultIsolation = 4
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 120
"""


@dataclass
class Server:
    """A running server: its process, the address to give to kkgraph, user and password if any."""

    name: str
    process: subprocess.Popen
    url: str
    user: str = ""
    password: str = ""

    @property
    def env(self) -> dict[str, str]:
        """The variables with which kkgraph may write there."""
        if not self.user:
            return {}
        return {"KKGRAPH_ENDPOINT_USER": self.user, "KKGRAPH_ENDPOINT_PASSWORD": self.password}


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def program(name: str, cure: str) -> str:
    """Return the path of a program, beside this Python's or on the path; skip without it."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: {cure}")
    return found


@contextlib.contextmanager
def running(start: Callable[[Path, int], Server], folder: Path, port: int = 0) -> Iterator[Server]:
    """Run a server with its data in a folder until it answers; end it afterwards."""
    server = start(folder, port or free_port())
    try:
        until_up(server)
        yield server
    finally:
        server.process.kill()
        server.process.wait()


def until_up(server: Server) -> None:
    """Wait until a server answers a query."""
    deadline = time.monotonic() + START
    while not _answers(server.url):
        assert server.process.poll() is None, f"{server.name} has ended"
        assert time.monotonic() < deadline, f"{server.name} does not answer"
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=5) as got:  # noqa: S310
            return got.status == 200
    except OSError:
        return False


def oxigraph(folder: Path, port: int) -> Server:
    """Start Oxigraph's server with its data in a folder."""
    command = program("oxigraph", "pip install oxigraph")
    call = [command, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    return Server("oxigraph", started(call, folder), f"http://127.0.0.1:{port}/query")


def virtuoso(folder: Path, port: int) -> Server:
    """Start Virtuoso 7 with its database in a folder; `dba` may write."""
    command = program("virtuoso-t", "apt-get install virtuoso-opensource-7")
    ini = folder / "virtuoso.ini"
    if not ini.exists():
        ini.write_text(_VIRTUOSO.format(folder=folder, sql=free_port(), http=port))
    (folder / "virtuoso.lck").unlink(missing_ok=True)
    call = [command, "+foreground", "+configfile", str(ini)]
    url = f"http://127.0.0.1:{port}/sparql"
    return Server("virtuoso", started(call, folder), url, "dba", "dba")


def rdflib_endpoint(folder: Path, port: int) -> Server:
    """Start rdflib-endpoint with an empty dataset; it keeps nothing."""
    if importlib.util.find_spec("rdflib_endpoint") is None:
        pytest.skip("rdflib-endpoint is not installed: pip install rdflib-endpoint")
    code = (
        "import uvicorn, rdflib; from rdflib_endpoint import SparqlEndpoint;"
        "app = SparqlEndpoint(graph=rdflib.Dataset(default_union=True), enable_update=True);"
        f"uvicorn.run(app, host='127.0.0.1', port={port})"
    )
    call = [sys.executable, "-c", code]
    return Server("rdflib-endpoint", started(call, folder), f"http://127.0.0.1:{port}/")


def started(call: list[str], folder: Path) -> subprocess.Popen:
    """Start a program in a folder, where its log is."""
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(call, cwd=folder, stdout=log, stderr=log)
