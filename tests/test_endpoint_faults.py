"""Odd requests, on the tiny project: each has an answer, in bounded time and memory."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from sampling import each
from serving import serving, tuned, until

MINI = Path(__file__).parent / "mini"


@pytest.fixture(scope="module")
def small(paged):
    """Return the server with the pages of the tiny project."""
    return paged


def _resident(server):
    """Return the bytes of memory that the server process takes."""
    text = Path(f"/proc/{server.process.pid}/statm").read_text("ascii")
    return int(text.split()[1]) * 4096


@pytest.mark.parametrize("most", each([20, 100], 2))
def test_one_address_a_file(small, most):
    """A file has one address: others are 404, and many of them take no memory."""
    path = "assets/oxigraph.wasm" if small.ask("/assets/oxigraph.wasm").status == 200 else ""
    path = path or "assets/site.css"
    assert small.ask(f"/{path}", "HEAD").status == 200
    before = _resident(small)
    for number in range(1, most + 1):
        slashed = path.replace("/", "/" * (number + 1))
        assert small.ask(f"/{slashed}", "HEAD").status == 404
        assert small.ask(f"/{path.replace('/', '/./' * number)}", "HEAD").status == 404
    assert _resident(small) - before < 20_000_000


@pytest.mark.parametrize(
    "path",
    [
        "/id/city/" + "x" * 3000,
        "/" + "x" * 3000,
        "/id/city/" + "x" * 3000 + "/",
        "/id/city/a%00b",
        "/a%00b",
        "/id/city/a%20b",
        "/id/city/a%20b/",
        "/id/city/%FF",
        "/da/id/%E2%80%8E",
        "/graph/a%20b",
    ],
)
def test_odd_path(small, path):
    """A path of any length and with any bytes that leads nowhere is 404, in JSON."""
    got = small.ask(path)
    assert (got.status, got.media()) == (404, "application/problem+json")


@pytest.mark.slow  # a server of its own
def test_escapes_in_iris(mini_copy, tmp_path):
    """An IRI with a percent sign is found by its address, as is one with letters beyond ASCII."""
    with (mini_copy.root / "data" / "register" / "cities.ttl").open("a", encoding="utf-8") as file:
        for iri in ("a%20b", "ærø"):
            file.write(
                f"\n<https://w3id.org/kkgraph/id/city/{iri}> a kk:City ;"
                f' skos:prefLabel "{iri}"@da, "{iri}"@en .\n'
            )
    with serving(mini_copy.root, tmp_path / "log", "--force", "--no-pages") as running:
        for path in ("/id/city/a%20b", "/id/city/%C3%A6r%C3%B8", "/id/city/%c3%a6r%C3%B8"):
            got = running.ask(path, accept="text/turtle")
            assert got.status == 303
            assert running.ask(got.headers["location"]).status == 200


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/sparql-query; x*0=a; x*=b", 200),
        ("application/sparql-query; charset*=utf-8''x; charset=\"utf-8\"", 200),
        ("application/sparql-query; charset=utf-16", 415),
        (";;;=", 415),
        ("", 415),
    ],
)
def test_content_type(small, content_type, status):
    """Ill-formed or doubled parameters of a Content-Type are no failure."""
    got = small.ask("/sparql", "POST", "ASK {}", content_type=content_type)
    assert got.status == status


def test_two_hosts(small):
    """A request to two hosts is refused."""
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    ("query", "asked", "kind"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", "format=csv", "text/csv"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "output=xml", "application/sparql-results+xml"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", "format=text/csv", "text/csv"),
        ("ASK {}", "output=json", "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "format=json", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "format=Turtle", "text/turtle"),
    ],
)
def test_format_in_the_address(small, query, asked, kind):
    """`format` and `output` name a format, and come before the Accept header."""
    got = small.ask(f"/sparql?query={quote(query)}&{asked}", accept="application/n-triples")
    assert (got.status, got.media()) == (200, kind)


def test_unknown_format(small):
    """A name of no format is refused with those there are; one that does not fit is 406."""
    got = small.ask("/sparql?query=ASK%20%7B%7D&format=ods")
    assert got.status == 400
    assert "csv" in got.json()["detail"]
    assert small.ask("/sparql?query=ASK%20%7B%7D&format=ttl").status == 406


def test_format_of_a_thing(small):
    """A thing's document can be asked for in the address too."""
    got = small.ask("/id/city/oslo?format=jsonld", accept="text/html")
    assert (got.status, got.headers["location"]) == (303, "/id/city/oslo.jsonld")


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("application/json", ".jsonld"),
        ("text/plain", ".nt"),
        ("text/html, text/plain", "/"),
        ("application/json, text/plain, */*", ".ttl"),
    ],
)
def test_other_names_of_a_format(small, accept, ending):
    """JSON-LD is JSON, N-Triples plain text, for whoever asks for no more than that."""
    got = small.ask("/id/city/oslo", accept=accept)
    assert got.headers["location"] == f"/id/city/oslo{ending}"


def test_well_known(small):
    """The descriptions at well-known addresses are Turtle."""
    assert small.ask("/.well-known/void").media() == "text/turtle"


def test_long_query_is_not_repeated(small):
    """The problem of a long query that does not parse shows the place, not the whole query."""
    query = "SELECT * { ?s ?p ?o " + "X" * 200_000
    got = small.ask("/sparql", "POST", query, content_type="application/sparql-query")
    assert got.status == 400
    assert len(got.body) < 5_000
    assert "XXX" in got.json()["detail"]


@pytest.mark.slow  # a server of its own
def test_unread_body(tmp_path):
    """A body that nobody reads has the time of a head, however it trickles in."""
    with (
        tuned(tmp_path, client_timeout=2.0) as running,
        socket.create_connection(("127.0.0.1", running.port), timeout=30) as client,
    ):
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
        started = time.monotonic()
        client.settimeout(0.5)
        while time.monotonic() - started < 6:
            try:
                client.sendall(b"x")
                if client.recv(4096) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        assert 1.5 < time.monotonic() - started < 6


@pytest.mark.slow  # loads the shipped graph anew
def test_answers_before_it_is_loaded(project, tmp_path):
    """From the start there is an answer, 503 that a browser repeats; SIGHUP does no harm."""
    log = tmp_path / "log"
    command = [sys.executable, "-m", "kkgraph", "serve", "--project", str(project.root)]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with log.open("wb") as file:
        process = subprocess.Popen([*command, "--port", str(port)], stderr=file)
    try:
        answers = []
        until(lambda: _connected(port, answers) or process.poll() is not None)
        process.send_signal(signal.SIGHUP)
        head, _, _ = answers[0].partition("\r\n\r\n")
        assert head.startswith("HTTP/1.1 503 ")
        assert "retry-after: " in head.lower()
        assert "refresh: " in head.lower()
        time.sleep(0.5)
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert log.read_text("utf-8").endswith("stopped\n")


def _connected(port, answers):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answers.append(client.recv(65536).decode())
    except OSError:
        return False
    return True


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104 - it is refused
def test_every_address_needs_a_name(host):
    """A server on every address has to be told what the world calls it."""
    command = [sys.executable, "-m", "kkgraph", "serve", "--project", str(MINI), "--host", host]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "--base-url" in done.stderr
    assert done.stderr.count("\n") == 1
