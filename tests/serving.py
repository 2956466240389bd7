"""A running `kkgraph serve`, as the tests of the endpoint talk to it."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

START = 60.0  # seconds in which a server has to be up; more than any machine needs


@dataclass(frozen=True)
class Got:
    """A response; names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self):
        """Return the body as text."""
        return self.body.decode()

    def json(self):
        """Return the body's document."""
        return json.loads(self.body)

    def media(self):
        """Return the media type without parameters."""
        return self.headers["content-type"].partition(";")[0]

    def column(self, name):
        """Return the values of a column of SPARQL JSON results."""
        return [row[name]["value"] for row in self.json()["results"]["bindings"]]


@dataclass(frozen=True)
class Server:
    """A server process, its port and the file of its log."""

    process: subprocess.Popen
    port: int
    log: Path

    @property
    def url(self):
        """Return the address of its root, without a slash."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path, method="GET", body=None, **headers) -> Got:
        """Send one request; `content_type` is the header Content-Type."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            head = {name.lower(): value for name, value in response.getheaders()}
            return Got(response.status, head, response.read())

    def sparql(self, query, fields: Mapping | None = None, **headers) -> Got:
        """Ask the endpoint with GET."""
        pairs = urlencode({"query": query, **(fields or {})}, doseq=True)
        return self.ask(f"/sparql?{pairs}", **headers)

    def metric(self, name):
        """Return a number of /metrics."""
        return float(
            re.search(
                rf"^kkgraph_{re.escape(name)} (.+)$", self.ask("/metrics").text, re.MULTILINE
            )[1]
        )

    def signal(self, number):
        """Send a signal to the server process."""
        self.process.send_signal(number)

    def wait_for_log(self, text):
        """Wait until the log says something."""
        until(lambda: text in self.log.read_text("utf-8"))


def until(condition, seconds=START, pause=0.02):
    """Wait until a condition holds; fail when it does not within a time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(pause)


@contextlib.contextmanager
def serving(
    project: Path,
    log: Path,
    *options: str,
    command: Sequence[str] = (sys.executable, "-m", "kkgraph"),
    folder: Path | None = None,
    **env: str,
) -> Iterator[Server]:
    """Run a server on a free port of the loopback address, in a folder, and end it."""
    call = [*command, "serve", "--project", str(project), "--port", "0", *options]
    log.unlink(missing_ok=True)
    with log.open("ab") as file:  # at its end, so that a test may empty it
        process = subprocess.Popen(call, stderr=file, cwd=folder, env={**os.environ, **env})
    try:
        until(lambda: process.poll() is not None or "serving" in log.read_text("utf-8"))
        found = re.search(r"serving .* at http://127\.0\.0\.1:(\d+)/", log.read_text("utf-8"))
        assert found, log.read_text("utf-8")
        yield Server(process, int(found[1]), log)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(START)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def tuned(folder: Path, first: str = "", **settings: object) -> Iterator[Server]:
    """Run a server on the tiny project, with settings that have no option, and end it.

    `first` is Python that its process runs before anything else.
    """
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = sock.getsockname()[1]
    mini = str(Path(__file__).parent / "mini")
    given = {"root": mini, "port": port, "force": True, "pages": False, **settings}
    code = f"{first}\nfrom kkgraph.endpoint import server, settings\n"
    code += f"server.run(settings.Settings(**{given!r}))"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", code], stderr=log)
    try:
        until(lambda: status(port) == 200)
        yield Server(process, port, folder / "log")
    finally:
        process.terminate()
        process.wait(30)


def status(port: int, headers: Mapping[str, str] | None = None) -> int:
    """Return the status of a server's /healthz, 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/healthz", headers=headers or {})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()
