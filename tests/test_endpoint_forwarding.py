"""Requests that came whole: the same answers as by the library's parser, and none out of a body."""

import re
import socket
import time
from random import Random
from urllib.parse import parse_qsl, quote

import pytest
from serving import tuned

from kkgraph.endpoint.protocol.call import Refused, pairs

OSLO = "SELECT * { city:oslo ?p ?o } ORDER BY ?p ?o"
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Run a server that keeps no answer, so that each is made anew."""
    limits = {"cache_bytes": 0, "wire_bytes": 0, "client_timeout": 2.0}
    with tuned(tmp_path_factory.mktemp("forwarding"), **limits) as running:
        yield running


def _exchange(port, *pieces):
    """Send a request in pieces, each in a packet of its own, and return status, headers, body."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            client.sendall(piece)
            time.sleep(0.05)
        answer = b""
        while piece := client.recv(65536):
            answer += piece
            head, _, body = answer.partition(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            if b" 304 " in head[:20] or (length and len(body) >= int(length[1])):
                break
    first, *lines = head.split(b"\r\n")
    return first, sorted(line for line in lines if not line.startswith(b"date")), body


REQUESTS = {
    "plain": (f"query={quote(OSLO)}", f"Accept: {JSON}"),
    "default": (f"query={quote(OSLO)}", "X-Nothing: 1"),
    "plus": ("query=ASK+%7B%7D", f"Accept: {JSON}"),
    "csv": (f"query={quote(OSLO)}&format=csv", "Connection: keep-alive"),
    "packed": (f"query={quote('SELECT * { ?s ?p ?o } LIMIT 99')}", "Accept-Encoding: gzip"),
    "dataset": (
        f"query={quote('SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 9')}&named-graph-uri=urn:x",
        f"Accept: {JSON}",
    ),
    "page": (f"query={quote(OSLO)}", "Accept: text/html\r\nAccept-Language: da"),
    "empty": (f"query={quote('SELECT * { city:atlantis ?p ?o }')}", "Accept-Language: da"),
    "error": ("query=SELECT", f"Accept: {JSON}"),
    "unacceptable": (f"query={quote(OSLO)}", "Accept: image/png"),
    "twice": ("query=ASK%7B%7D&query=ASK%7B%7D", f"Accept: {JSON}"),
    "update": ("query=ASK%7B%7D&update=CLEAR%20ALL", f"Accept: {JSON}"),
    "format": ("query=ASK%7B%7D&format=nonsense", f"Accept: {JSON}"),
    "bytes": ("query=ASK%FF", f"Accept: {JSON}"),
    "large": (f"query={quote('SELECT * { ?s ?p ?o }')}", f"Accept: {JSON}"),
    "graph": (f"query={quote('CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 50')}", "Accept: */*"),
    "service": (f"query={quote('SELECT * { SERVICE <http://x/> {} }')}", f"Accept: {JSON}"),
    "condition": ("query=ASK%7B%7D", "If-None-Match: *"),
    "hosts": ("query=ASK%7B%7D", "Host: y"),
    "description": ("", "Accept: text/turtle"),
    "end": ("query=ASK%7B%7D", "Connection: close"),
    "end otherwise": ("query=ASK%7B%7D", "Connection: Close"),
    "both": ("query=ASK%7B%7D", "Connection: keep-alive\r\nConnection: close"),
}


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.slow  # with this module's own server
def test_whole_as_in_pieces(small, name):
    """A request that came in one piece has the answer of one in two, to the last header."""
    query, lines = REQUESTS[name]
    head = f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n{lines}\r\n\r\n".encode()
    assert _exchange(small.port, head) == _exchange(small.port, head[:9], head[9:])


@pytest.mark.parametrize("path", ["/healthz", "/api/queries", "/nothing", "/%7Bpath%7D", "/a%20b"])
@pytest.mark.slow  # with this module's own server
def test_other_addresses_whole(small, path):
    """So has one to another address."""
    head = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n".encode()
    assert _exchange(small.port, head) == _exchange(small.port, head[:9], head[9:])


@pytest.mark.slow  # with this module's own server
def test_pipelined(small):
    """Requests behind one another in a connection are answered in their order."""
    asked = [f"ASK {{ FILTER(1 = {number % 2}) }}" for number in range(4)]
    heads = [f"GET /sparql?query={quote(q)} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for q in asked]
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for head in heads:
            client.sendall(head)
            time.sleep(0.002)
        answer = b""
        while answer.count(b'"boolean"') < len(asked):
            answer += client.recv(65536)
    assert re.findall(rb'"boolean":(\w+)', answer) == [b"false", b"true"] * 2


@pytest.mark.slow  # with this module's own server
def test_no_request_out_of_a_body(small):
    """What follows the head of a refused POST is its body, even when it looks like a request."""
    inner = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n"
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: {len(inner)}\r\n"
    head += "Content-Type: text/plain\r\n\r\n"
    with socket.create_connection(("127.0.0.1", small.port), timeout=10) as client:
        client.sendall(head.encode())
        answer = client.recv(65536)
        assert answer.startswith(b"HTTP/1.1 415 ")
        client.sendall(inner)
        time.sleep(0.3)  # in a packet of its own
        client.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = client.recv(65536)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b'"status":"ok"' in answer


@pytest.mark.slow  # with this module's own server
def test_slow_body_for_the_assistant(small):
    """A body for /mcp that does not come has the time of any other, and is told so."""
    head = b"POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(head + b"Content-Length: 1000\r\n\r\n{")
        started = time.monotonic()
        answer = client.recv(65536)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert 1 < time.monotonic() - started < 10


@pytest.mark.parametrize("declared", ["Content-Length: 3000000", "Transfer-Encoding: chunked"])
@pytest.mark.slow  # with this module's own server
def test_long_body_for_the_assistant(small, declared):
    """One that is too long is refused, whether it says so or not."""
    head = f"POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{declared}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(head.encode())
        piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        for _ in range(6 if "chunked" in declared else 0):
            client.sendall(piece)
        if "chunked" in declared:
            client.sendall(b"0\r\n\r\n")
        assert client.recv(65536).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p ?o.city:oslo ?q ?r }",
        "ASK { city:oslo ?p ?o }",
        "ASK{?s ?p city:oslo}",
        "ASK { ?s <http://www.w3.org/2004/02/skos/core#prefLabel>|^city:oslo ?o }",
        "PREFIX other: <urn:x> ASK { city:oslo ?p ?o FILTER(?o != other:y) }",
        "ASK { city:oslo !(city:oslo|^city:oslo) ?o }",
    ],
)
@pytest.mark.slow  # with this module's own server
def test_prefix_wherever_it_stands(small, query):
    """The engine is given only the prefixes that a query has: all of them."""
    assert small.sparql(query).json()["boolean"] is True


def test_fields_as_the_library_reads_them():
    """Fields of any bytes are those that urllib reads."""
    random = Random(14)  # noqa: S311 - no secret
    pieces = [
        "%",
        "\\",
        "\\u0041",
        "%25",
        "%41",
        "%2B",
        "+",
        "=",
        "&",
        "a",
        "4",
        "1",
        "%c3%b8",
        "%C3",
        "%0",
        "ø",
    ]
    for _ in range(20_000):
        text = "".join(random.choices(pieces, k=random.randint(0, 8)))
        try:
            expected = parse_qsl(text, keep_blank_values=True, errors="strict")
        except UnicodeDecodeError:
            with pytest.raises(Refused):
                pairs(text.encode())
        else:
            assert pairs(text.encode()) == expected
