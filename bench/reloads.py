"""What a thousand reloads leave behind: memory, descriptors, processes and folders of a server.

A server of the tests' small project is told to reload, time after time, and is asked a query
and a page in between. What it holds at the end is compared with what it held after the first
ten reloads. Exit 1 when its memory has grown by 20 MB or more, when there is a descriptor, a
process or a folder more, or when a request had no answer.

    python bench/reloads.py [--count N] [--project DIR]
"""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

MOST = 20_000_000  # bytes that it may grow by
WARM = 10  # reloads until what is kept has its size
LONGEST = 120.0  # seconds of a reload
QUERY = quote("SELECT (COUNT(*) AS ?n) { ?city a kk:City }", safe="")


@dataclass(frozen=True)
class Held:
    """What a server holds: bytes, descriptors, processes of its own, files in its TMPDIR."""

    memory: int
    descriptors: int
    processes: int
    files: int

    def __str__(self) -> str:
        """Return it as a line says it."""
        parts = f"{self.descriptors} descriptors, {self.processes} processes, {self.files} files"
        return f"{self.memory / 1e6:.1f} MB, {parts}"


@dataclass(frozen=True)
class Server:
    """A running server: its process, its port, the folder that it has for temporary files."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    def ask(self, path: str) -> tuple[int, str]:
        """Return the status and the body of an answer; 0 where there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def reloads(self) -> int:
        """Return how many reloads it has done."""
        lines = self.ask("/metrics")[1].splitlines()
        values = [line.split()[1] for line in lines if line.startswith("kkgraph_reloads_total ")]
        return int(values[0]) if values else -1

    def held(self) -> Held:
        """Return what it holds now."""
        own = Path(f"/proc/{self.process.pid}")
        pages = int((own / "statm").read_text("ascii").split()[1])
        descriptors, files = len(list((own / "fd").iterdir())), len(list(self.folder.iterdir()))
        return Held(pages * os.sysconf("SC_PAGE_SIZE"), descriptors, len(_below(own)), files)


def _below(process: Path) -> list[int]:
    """Return the processes that one has started."""
    lists = (path.read_text("ascii") for path in process.glob("task/*/children"))
    return [int(one) for text in lists for one in text.split()]


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST
    while not condition():
        if time.monotonic() > deadline:
            sys.exit("it did not come about in time")
        time.sleep(0.02)


def _run(server: Server, count: int) -> int:
    """Reload so many times and return 1 if anything is left behind or unanswered."""
    unanswered = 0
    for number in range(1, WARM + count + 1):
        server.process.send_signal(signal.SIGHUP)
        _until(lambda done=number: server.reloads() == done)  # type: ignore[misc]
        asked = (f"/sparql?query={QUERY}%23{number}", "/id/city/oslo/")
        unanswered += sum(server.ask(path)[0] != 200 for path in asked)  # noqa: PLR2004 - OK
        if number == WARM:
            before = server.held()
            print(f"after {WARM} reloads: {before}", flush=True)
        elif number % 100 == WARM:
            print(f"after {number} reloads: {server.held()}", flush=True)
    _until(lambda: server.held().processes <= before.processes)
    after = server.held()
    grown = after.memory - before.memory
    print(f"after all: {after}; {grown / 1e6:+.1f} MB, {unanswered} requests without an answer")
    more = after.descriptors > before.descriptors or after.files > before.files
    return int(grown >= MOST or more or unanswered > 0)


def main() -> int:
    """Run a server and reload it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    mini = Path(__file__).parents[1] / "tests" / "mini"
    parser.add_argument("--project", type=Path, default=mini)
    options = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = int(sock.getsockname()[1])
    command = [sys.executable, "-m", "kkgraph", "serve", "--project", str(options.project)]
    command += ["--force", "--quiet", "--workers", "1", "--port", str(port)]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        env = {**os.environ, "TMPDIR": folder}
        with subprocess.Popen(command, stderr=log, env=env) as process:
            server = Server(process, port, Path(folder))
            try:
                _until(lambda: server.ask("/healthz")[0] == 200)  # noqa: PLR2004 - OK
                return _run(server, options.count)
            finally:
                process.terminate()


if __name__ == "__main__":
    sys.exit(main())
