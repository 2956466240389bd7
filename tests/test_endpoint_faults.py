"""Odd requests, on the tiny project: each has an answer, in bounded time and memory."""

import contextlib
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


@pytest.mark.parametrize("path", ["/healthz", "/sparql?query=ASK%7B%7D", "/mcp"])
@pytest.mark.parametrize("hosts", ["Host: a\r\nHost: b\r\n", "X-None: x\r\n"])
def test_one_host(small, path, hosts):
    """A request of HTTP/1.1 to two hosts, or to none, is refused."""
    method = "POST" if path == "/mcp" else "GET"
    length = "Content-Length: 0\r\n" if path == "/mcp" else ""
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(f"{method} {path} HTTP/1.1\r\n{hosts}{length}\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 400 ")


def _lines(server, *lines, body=""):
    """Send a request of these lines, and return the answer until the connection ends."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        head = "\r\n".join([*lines, "Host: x", "Connection: close", "", ""])
        client.sendall((head + body).encode())
        return b"".join(iter(lambda: client.recv(65536), b""))


def test_list_in_two_lines(small):
    """A list may come in several lines, whichever of them has what there is."""
    asked = f"GET /sparql?query={quote('SELECT (1 AS ?n) {}')} HTTP/1.1"
    answer = _lines(small, asked, "Accept: image/png", "Accept: text/csv")
    assert b"\r\ncontent-type: text/csv" in answer


def test_server_wide_options(small):
    """`OPTIONS *` asks what may be done, and is counted like any other request."""
    before = small.ask("/metrics").text.count('method="OPTIONS"')
    assert _lines(small, "OPTIONS * HTTP/1.1").startswith(b"HTTP/1.1 204 ")
    assert small.ask("/metrics").text.count('method="OPTIONS"') >= max(before, 1)


def test_methods_of_the_assistant(small):
    """What is only posted to says so."""
    assert small.ask("/mcp").headers["allow"] == "POST, OPTIONS"


@pytest.mark.parametrize("path", ["/sparql", "/mcp"])
def test_packed_body(small, path):
    """A packed body is refused, with what is taken."""
    head = {"content_type": "application/sparql-query", "content_encoding": "gzip"}
    got = small.ask(path, "POST", b"\x1f\x8b", **head)
    assert (got.status, got.headers["accept-encoding"]) == (415, "identity")
    assert got.media() == "application/problem+json"


def test_body_of_two_types(small):
    """A body of two types is of none."""
    types = ("Content-Type: application/sparql-query", "Content-Type: text/plain")
    answer = _lines(small, "POST /sparql HTTP/1.1", *types, "Content-Length: 0")
    assert answer.startswith(b"HTTP/1.1 415 ")


UPGRADE = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n"
HEAD = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n{UPGRADE}"


@pytest.mark.parametrize(
    "pieces",
    [
        [f"{HEAD}Content-Length: 6\r\n\r\nASK {{}}"],
        [f"{HEAD}Transfer-Encoding: chunked\r\n\r\n6\r\nASK {{}}\r\n0\r\n\r\n"],
        [f"{HEAD}Content-Length: 6\r\n\r\n", "ASK", " {}"],
        [HEAD[:-50], f"{HEAD[-50:]}Content-Length: 6\r\n\r\nA", "SK {}"],
        [f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n{UPGRADE}\r\n"],
    ],
)
@pytest.mark.parametrize("joined", [True, False])
def test_another_protocol(small, pieces, joined):
    """Whoever asks for another protocol is answered in this one, as are the requests behind.

    So asks Java's client, by itself, wherever it does not know that there is no HTTP/2.
    """
    *before, last = pieces
    more = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        for piece in [*before, last + more] if joined else [*pieces, more]:
            client.sendall(piece.encode())
            time.sleep(0.05)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.count(b"HTTP/1.1 200 ") == 2
    assert b'"boolean":true' in answer
    assert b'"status":"ok"' in answer


def test_another_protocol_many_times(small):
    """However many requests in one piece ask for another protocol, each is answered."""
    head = "GET /livez HTTP/1.1\r\nHost: x\r\n"
    asked = f"{head}Connection: upgrade\r\nUpgrade: y\r\n\r\n" * 999
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(f"{asked}{head}Connection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.count(b"HTTP/1.1 200 ") == 1000


def test_white_space_and_trailers(small):
    """White space behind a value is none of it; what comes behind a body is no header."""
    head = "POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-query"
    assert b'"boolean":true' in _lines(small, head, "Content-Length: 6 \t", body="ASK {}")
    chunks = "6\r\nASK {}\r\n0\r\nAccept: text/html\r\nHost: y\r\n\r\n"
    assert b'"boolean":true' in _lines(small, head, "Transfer-Encoding: chunked", body=chunks)


@pytest.mark.parametrize("piece", [1, 1000])
def test_tabs_in_a_head(small, piece):
    """A tab around a value is none of it, in whatever header and piece; in a body it stays."""
    form = b"Host:\tx\t\r\nContent-Type:\tapplication/x-www-form-urlencoded\t\r\n"
    chunks = b"10\r\nquery=ASK%7B%7D\t\r\n0\r\n\r\n"
    posted = (
        b"POST /sparql HTTP/1.1\r\n" + form + b"Transfer-Encoding: \tchunked \t\r\n\r\n" + chunks
    )
    text = b"query=SELECT(STRLEN('\t\t\t')AS?n)%7B%7D"
    length = b"Content-Length:\t%d\t\r\nConnection:\tclose\t\r\n\r\n" % len(text)
    asked = posted + b"POST /sparql HTTP/1.1\r\n" + form + length + text
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(asked), piece):
            client.sendall(asked[start : start + piece])
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.count(b"HTTP/1.1 200 ") == 2
    assert b'"boolean":true' in answer
    assert b'"value":"3"' in answer


@pytest.mark.parametrize(
    "line", ["GET\t/livez HTTP/1.1", "GET /livez\tHTTP/1.1", "GET /l\t HTTP/1.1"]
)
def test_tabs_in_the_first_line(small, line):
    """Between method, address and version stands a space: a proxy may read a tab otherwise."""
    assert _lines(small, line).startswith(b"HTTP/1.1 400 ")
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(ConnectionError):
            for byte in f"{line}\r\nHost: x\r\n\r\n".encode():
                client.sendall(bytes([byte]))
        assert client.recv(100).startswith(b"HTTP/1.1 400 ")


def test_packed_in_two_lines(small):
    """A body that one of two lines says is packed is refused as that."""
    kind = "Content-Type: application/sparql-query"
    packed = ["Content-Encoding: identity", "Content-Encoding: gzip", "Content-Length: 0"]
    answer = _lines(small, "POST /sparql HTTP/1.1", kind, *packed)
    assert answer.startswith(b"HTTP/1.1 415 ")
    assert b"\r\naccept-encoding: identity\r\n" in answer


@pytest.mark.parametrize("target", ["http://x", "HTTP://x:80", "http://x?a=/", "https://x/"])
def test_absolute_target(small, target):
    """A target with a host is that of its path: the front page's, where there is none."""
    answer = _lines(small, f"GET {target} HTTP/1.1", "Accept: text/html")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"<title>" in answer


def test_other_coding(small):
    """A body in another coding than chunked is refused, and not read on."""
    more = "0\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = _lines(small, "POST /sparql HTTP/1.1", "Transfer-Encoding: gzip, chunked", body=more)
    assert answer.startswith(b"HTTP/1.1 501 ")
    assert answer.count(b"HTTP/1.1") == 1


def test_list_for_the_assistant(small):
    """A list may come in several lines at /mcp, too."""
    body = '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}'
    asked = ["POST /mcp HTTP/1.1", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    kinds = ["Accept: text/event-stream", "Accept: application/json"]
    assert _lines(small, *asked, *kinds, body=body).startswith(b"HTTP/1.1 200 ")


def _call(server, path="/mcp", **headers):
    """Ask an assistant's server which tools it has."""
    body = '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}'
    return server.ask(path, "POST", body, **headers)


@pytest.mark.parametrize(
    ("kind", "accept"),
    [
        ("application/json", "application/json, text/event-stream"),
        ("Application/JSON; charset=UTF-8", "APPLICATION/*;q=0.1"),
        ("application/json", None),
        ("application/json", "*/*"),
    ],
)
def test_json_for_the_assistant(small, kind, accept):
    """JSON is sent and taken at /mcp, however it is written that it is."""
    wanted = {"accept": accept} if accept else {}
    for path in ("/mcp", "/mcp/"):
        got = _call(small, path, content_type=kind, **wanted)
        assert (got.status, len(got.json()["result"]["tools"]) > 3) == (200, True)


@pytest.mark.parametrize(
    ("headers", "status", "title"),
    [
        ({"content_type": "text/plain"}, 415, "Unsupported media type"),
        ({}, 415, "Unsupported media type"),
        ({"content_type": "application/jsonx"}, 415, "Unsupported media type"),
        ({"content_type": "application/json", "accept": "text/csv"}, 406, "No acceptable form"),
        (
            {"content_type": "application/json", "accept": "*/*, application/json;q=0"},
            406,
            "No acceptable form",
        ),
    ],
)
def test_other_kinds_for_the_assistant(small, headers, status, title):
    """What is no JSON, or is wanted as none, is refused at /mcp as anywhere."""
    got = _call(small, **headers)
    assert (got.status, got.media()) == (status, "application/problem+json")
    assert got.json()["title"] == title
    assert got.headers.get("accept") == ("application/json" if status == 415 else None)


def test_doubled_slash_behind_a_page(small):
    """A page has one address."""
    assert small.ask("/id/city/oslo/").status == 200
    assert small.ask("/id/city/oslo//").status == 404


@pytest.mark.parametrize(("tag", "status"), [('"other"', 412), ("*", 200)])
def test_only_that_version(small, tag, status):
    """Whoever wants no other version than it knows is told that there is one."""
    assert small.sparql("ASK {}", if_match=tag).status == status


def test_another_version_in_plain_text(small):
    """Whoever prefers plain text gets that of a version too."""
    kinds = "application/sparql-results+json, text/plain"
    got = small.sparql("ASK {}", accept=kinds, if_match='"x"')
    assert (got.status, got.media()) == (412, "text/plain")


def test_no_host_in_http_1_0(small):
    """HTTP/1.0 knows no Host."""
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 ")


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


@pytest.mark.parametrize(
    ("address", "header", "lang", "title"),
    [
        ("/sparql?query=SELECT", "da", "da", "Forespørgslen kan ikke læses"),
        ("/sparql?query=ASK%7B%7D&format=ods", "da", "da", "Det format findes ikke"),
        ("/sparql?query=ASK%7B%7D&format=ods", "de", "en", "No such format"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "da-DK", "da", "Anmodningen kan ikke læses"),
        ("/sparql?query=ASK%7B%7D&format=ttl", "da", "da", "Intet af de ønskede formater"),
        ("/id/city/atlantis", "da, en;q=0.5", "da", "Ikke i grafen"),
        ("/id/city/atlantis.ttl", "da", "da", "Ikke i grafen"),
        ("/da/nothing", "", "da", "Ikke fundet"),
        ("/api/search?q=&lang=da", "en", "da", "Ugyldig parameter"),
        ("/api/search?q=&lang=en", "da", "en", "Invalid parameter"),
        ("/api/queries/nothing", "da", "da", "Det spørgsmål findes ikke"),
        ("/api/networks/nothing.gexf?lang=da", "", "da", "Det netværk findes ikke"),
    ],
)
def test_problem_in_the_language_of_who_asks(small, address, header, lang, title):
    """What is wrong is told in Danish or English, as the address or the header says."""
    got = small.ask(address, accept_language=header)
    assert (got.media(), got.json()["title"]) == ("application/problem+json", title)
    assert got.headers["content-language"] == lang
    assert "accept-language" in got.headers["vary"].lower()


@pytest.mark.parametrize("body", [None, "SELECT"])
def test_language_in_the_address_of_a_query(small, body):
    """A query's problem is in one language from title to detail: the one that `lang` names."""
    kind = {"content_type": "application/sparql-query"} if body else {}
    path, method = ("/sparql?lang=da", "POST") if body else ("/sparql?query=SELECT&lang=da", "GET")
    got = small.ask(path, method, body, accept_language="en", **kind)
    assert (got.status, got.headers["content-language"]) == (400, "da")
    assert got.json()["title"] == "Forespørgslen kan ikke læses"
    assert "SPARQL-syntaks" in got.json()["detail"]


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
