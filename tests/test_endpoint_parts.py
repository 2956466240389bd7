"""Pieces of the server in this process: limits, connections, what is forwarded, what starts it."""

import asyncio
import json
import re
import sys
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
import uvicorn
from uvicorn.server import ServerState

from kkgraph import terms
from kkgraph.endpoint import mcp, server
from kkgraph.endpoint.http import connections, forwarding, linked_data
from kkgraph.endpoint.http.connections import RAW, WHOLE, Connection
from kkgraph.endpoint.metrics import Metrics
from kkgraph.endpoint.packing import Packing
from kkgraph.endpoint.pool import snapshot as snapshots
from kkgraph.endpoint.pool.channel import ServiceUnavailable, TimeLimitExceeded, WorkerDied
from kkgraph.endpoint.pool.messages import NOT_PLAIN
from kkgraph.endpoint.protocol import api, assistant, estimate, openapi, table
from kkgraph.endpoint.protocol.cardinality import Statistics
from kkgraph.endpoint.responses import CACHED, Response, content, problem
from kkgraph.endpoint.settings import Settings
from kkgraph.endpoint.state import State
from kkgraph.errors import DataFileError, EntityNotFound, KkgraphError
from kkgraph.parameters import Parameter
from kkgraph.tables import Column
from kkgraph.texts import Message

MB = 1024 * 1024
GET = b"GET /x?query=y HTTP/1.1\r\nhost: h.example\r\n\r\n"


def run(work):
    """Do a piece of asynchronous work."""
    return asyncio.run(work)


# Limits, as docs/serving.md has them.


def test_limits():
    """Seconds and bytes of the page on serving."""
    one = Settings("r")
    assert (one.host, one.port, one.base_url, one.time_limit) == ("127.0.0.1", 8000, "", 10)
    assert (one.quick_workers, one.slow_workers, one.queue_timeout) == (2, 2, 10)
    assert (one.rows, one.answer_bytes, one.worker_memory) == (200_000, 16 * MB, 512 * MB)
    assert (one.request_bytes, connections.HEAD_BYTES) == (256 * 1024, 64 * 1024)
    assert (one.client_timeout, one.connections) == (15, 1024)
    assert (one.cache_bytes, one.wire_bytes, one.page_bytes) == (16 * MB, 8 * MB, 96 * MB)
    assert one.outgoing_bytes == 128 * MB
    assert (one.time_slice, one.slow_query) == (0.25, 1.0)
    assert (one.log_queries, one.force, one.pages) == (False, False, True)
    assert (openapi.MOST, openapi.PAGE, table.SHOWN) == (10_000, 1000, 1000)


# A connection.


class Transport:
    """What a connection writes on."""

    def __init__(self):
        """Start with nothing written."""
        self.written, self.is_closed, self.is_aborted, self.unread = b"", False, False, 0

    def write(self, data):
        """Keep what is written."""
        self.written += data

    def close(self):
        """Close."""
        self.is_closed = True

    def abort(self):
        """Abort."""
        self.is_aborted = True

    def is_closing(self):
        """Tell whether it is closed."""
        return self.is_closed

    def get_write_buffer_size(self):
        """Return how much is not read."""
        return self.unread

    def get_extra_info(self, name, default=None):
        """Return an address."""
        found = {"peername": ("1.2.3.4", 5), "sockname": ("127.0.0.1", 80)}
        return found.get(name, default)

    def set_write_buffer_limits(self, *_args, **_more):
        """Take note of nothing."""

    def pause_reading(self):
        """Take note of nothing."""

    def resume_reading(self):
        """Take note of nothing."""


class Wire(dict):
    """Answers as they were written, by the bytes of a request."""

    def find(self, raw):
        """Return one."""
        return self.get(raw)


async def connected(**more):
    """Return a connection on a made-up transport, and what its application is called with."""
    called = []

    async def app(scope, receive, send):
        called.append(scope)
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        scope["body"] = body
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]}
        )
        await send({"type": "http.response.body", "body": b"ok"})

    async def full(scope, _receive, send):
        called.append(("full", scope))
        await send(
            {"type": "http.response.start", "status": 503, "headers": [(b"content-length", b"0")]}
        )
        await send({"type": "http.response.body", "body": b""})

    state = SimpleNamespace(metrics=Metrics(logged=False), current=SimpleNamespace(wire=Wire()))
    given = {
        "state": state,
        "full": staticmethod(full),
        "begin": staticmethod(lambda _cycle, _start: False),
        **more,
    }
    kind = type("Connection", (Connection,), given)
    config = uvicorn.Config(app, http=kind, log_config=None, lifespan="off", server_header=False)
    config.load()
    one = kind(config=config, server_state=ServerState(), app_state={})
    transport = Transport()
    one.connection_made(transport)
    one.called = called
    return one, transport


async def settle():
    """Let what has begun come to its end."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_an_ordinary_request():
    """It is answered without the library's parser, with all that a scope has."""

    async def work():
        one, transport = await connected()
        one.data_received(GET)
        await settle()
        (scope,) = one.called
        assert (scope["method"], scope["path"], scope["raw_path"]) == ("GET", "/x", b"/x")
        assert (scope["query_string"], scope["http_version"]) == (b"query=y", "1.1")
        assert (scope["client"], scope["scheme"]) == (("1.2.3.4", 5), "http")
        assert scope["headers"] == ((b"host", b"h.example"),)
        assert scope[RAW] == GET
        assert WHOLE in scope
        assert transport.written.startswith(b"HTTP/1.1 200 OK\r\n")
        assert transport.written.endswith(b"\r\n\r\nok")
        assert not transport.is_closed
        one.data_received(GET.replace(b"/x?", b"/%C3%B8?"))
        await settle()
        assert one.called[1]["path"] == "/ø"
        one.connection_lost(None)
        assert one._timer is None  # noqa: SLF001 - no clock is left

    run(work())


def test_a_connection_that_ends():
    """Who asks for its end gets it, and is not answered from what is kept."""

    async def work():
        one, transport = await connected()
        one.data_received(GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        await settle()
        assert one.called[0][RAW] == b""
        assert transport.is_closed
        assert b"connection: close" in transport.written

    run(work())


def test_what_a_worker_begins():
    """Where a worker can be asked at once, no task is needed."""

    async def work():
        begun = []
        one, _ = await connected(begin=staticmethod(lambda cycle, _: begun.append(cycle) is None))
        one.data_received(GET)
        await settle()
        assert (len(begun), one.called) == (1, [])
        begun[0].finish(200, b"x: y\r\n\r\nbody")
        assert begun[0].response_complete

    run(work())


def test_a_whole_answer():
    """It is written behind what every one begins with; a client that does not read is cut off."""

    async def work():
        one, transport = await connected(begin=staticmethod(lambda _c, _s: True))
        one.data_received(GET)
        one.server_state.default_headers = [(b"date", b"now")]
        one.cycle.default_headers = [(b"date", b"now")]
        await one.cycle.write(200, b"x: y\r\n\r\nbody", 1)
        assert transport.written == b"HTTP/1.1 200 OK\r\ndate: now\r\nx: y\r\n\r\nbody"
        assert not transport.is_aborted
        one.data_received(GET)
        one.flow.pause_writing()
        await one.cycle.write(200, b"", 0.001)
        assert transport.is_aborted
        gone, transport = await connected(begin=staticmethod(lambda _c, _s: True))
        gone.data_received(GET)
        gone.cycle.disconnected = True
        gone.cycle.finish(200, b"late")
        assert transport.written == b""

    run(work())


def test_answered_from_what_is_kept():
    """The same bytes get the same answer at once, which is counted."""

    async def work():
        one, transport = await connected()
        kept = Response(200, {"label": "/sparql"}, b"x: y\r\n\r\nbody")
        one.state.current.wire[GET] = kept
        one.server_state.default_headers = [(b"date", b"now")]
        one.data_received(GET)
        await settle()
        assert transport.written == b"HTTP/1.1 200 OK\r\ndate: now\r\nx: y\r\n\r\nbody"
        assert one.called == []
        assert one.state.metrics.requests == {("GET", "/sparql", 200): 1}
        assert one.state.metrics.sent == len(kept.body)
        assert one._timer is not None  # noqa: SLF001 - the next head has its time
        transport.unread = 1
        one.data_received(GET)
        await settle()
        assert len(one.called) == 1
        transport.unread, one.app = 0, one.full
        one.data_received(GET)
        await settle()
        assert one.called[1][0] == "full"

    run(work())


@pytest.mark.parametrize(
    ("data", "status", "line"),
    [
        (b"NONSENSE\r\n\r\n", 400, b"400 Bad Request"),
        (b"GET / HTTP/1.1\r\nx: " + b"y" * 90_000, 431, b"431 Request Header Fields Too Large"),
        (b"GET /" + b"y" * 90_000, 414, b"414 "),
    ],
)
def test_no_http(data, status, line):
    """What is none, and a head too long, is refused as a problem, and the connection ends."""

    async def work():
        one, transport = await connected()
        for start in range(0, len(data), 20_000):
            one.data_received(data[start : start + 20_000])
        head, _, body = transport.written.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 " + line)
        assert b"content-type: application/problem+json" in head
        assert b"connection: close" in head
        assert f"content-length: {len(body)}".encode() in head
        assert json.loads(body)["status"] == status
        assert transport.is_closed
        assert one.state.metrics.requests == {("other", "ill-formed", status): 1}
        assert one.called == []

    run(work())


def test_a_head_of_the_longest():
    """As many bytes as may be are read."""

    async def work():
        one, transport = await connected()
        start = b"GET / HTTP/1.1\r\nhost: h\r\nx: "
        one.data_received(start + b"y" * (64 * 1024 - len(start) - 4) + b"\r\n\r\n")
        await settle()
        assert transport.written.startswith(b"HTTP/1.1 200")
        assert len(one.called) == 1

    run(work())


def test_a_body_in_pieces():
    """It is read by the library; white space around a header's value is none of it."""

    async def work():
        one, transport = await connected()
        one.data_received(
            b"POST /x HTTP/1.1\r\nhost: h\r\nx:  a b \t\r\ncontent-length: 4\r\n\r\nab"
        )
        await settle()
        assert one._timer is None  # noqa: SLF001 - somebody reads it
        one.data_received(b"cd")
        await settle()
        (scope,) = one.called
        assert scope["body"] == b"abcd"
        assert (b"x", b"a b") in scope["headers"]
        assert WHOLE not in scope
        assert transport.written.endswith(b"ok")

    run(work())


@pytest.mark.parametrize("body", [b"", b"content-length: 2\r\n"])
def test_another_protocol_that_is_asked_for(body):
    """The request is answered as if it were not."""

    async def work():
        one, _ = await connected()
        head = b"GET" if not body else b"POST"
        sent = b"ab" if body else b""
        one.data_received(
            head
            + b" /x HTTP/1.1\r\nhost: h\r\nconnection: upgrade\r\nupgrade: x\r\n"
            + body
            + b"\r\n"
            + sent
        )
        await settle()
        (scope,) = one.called
        assert (scope["method"], scope["body"]) == (head.decode(), sent)

    run(work())


def test_too_slow():
    """A head has its time, from the first byte on; so has the next one."""

    async def work():
        one, transport = await connected(patience=0.02)
        one.data_received(b"GET / HT")
        assert not transport.is_closed
        await asyncio.sleep(0.04)
        assert transport.is_closed
        quick, transport = await connected(patience=0.02)
        quick.data_received(GET)
        await settle()
        quick.data_received(GET)
        await settle()
        assert len(quick.called) == 2
        assert not transport.is_closed
        quick._wait()  # noqa: SLF001 - as before each head
        clock = quick._timer  # noqa: SLF001
        quick.connection_lost(None)
        assert clock.cancelled()

    run(work())


@pytest.mark.parametrize(
    ("there", "is_full", "is_refused"),
    [(1, False, False), (2, True, False), (4, True, False), (5, True, True)],
)
def test_connections_too_many(there, is_full, is_refused):
    """One more than may be is told so; more than twice as many are not even told."""

    async def work():
        one, _ = await connected(most=1)
        others = set(range(there - 1))
        fresh = type(one)(config=one.config, server_state=one.server_state, app_state={})
        one.server_state.connections.clear()
        one.server_state.connections |= others
        fresh.most = 1 if there < 4 else 2
        transport = Transport()
        fresh.connection_made(transport)
        assert transport.is_aborted is is_refused
        if not is_refused:
            assert (fresh.app is fresh.full) is (is_full and there > fresh.most)
        assert fresh.state.metrics.requests.get(("other", "refused", 0), 0) == is_refused

    run(work())


# What is handed on.


class Handed:
    """A state that answers with what it is given."""

    def __init__(self, response=None, free=True):  # noqa: FBT002 - as a row
        """Take the answer."""
        self.settings = Settings("", trusted_proxies=("1.2.3.4",))
        self.is_free, self.response, self.asked = free, response, []
        self.metrics, self.current = Metrics(logged=False), None
        self.pool = SimpleNamespace(begin=lambda *given: self.asked.append(given))
        self.packing = SimpleNamespace(packed=self._as_it_is)

    async def _as_it_is(self, _request, response):
        return response

    async def ask(self, head, body, _gone, begun=None):
        """Answer."""
        self.asked.append((head, body, begun))
        if isinstance(self.response, BaseException):
            raise self.response
        return self.response


def a_scope(**more):
    """Return a plain query."""
    return {
        "type": "http",
        "method": "GET",
        "query_string": b"query=x",
        "headers": ((b"host", b"h"), (b"x-forwarded-for", b"9.9.9.9")),
        "client": ("1.2.3.4", 5),
        WHOLE: None,
        **more,
    }


def forwarded(state, **more):
    """Return what a request comes to: what was sent, whether another answered."""
    sent, others = [], []

    async def otherwise(_scope, _receive, _send):
        others.append(1)

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.disconnect"}

    async def whole(status, body, _patience):
        sent.append((status, body))

    scope = a_scope(**more)
    if WHOLE in scope:
        scope[WHOLE] = whole
    app = forwarding.Forwarding(state, "/sparql", otherwise)
    run(app(scope, receive, send))
    return sent, len(others)


WRITTEN = Response(200, {}, b"x: y\r\n\r\nbody", written=True)


def test_a_plain_query_is_handed_on():
    """A worker's answer goes as it was written, and is counted under the label."""
    state = Handed(WRITTEN)
    assert forwarded(state) == ([(200, WRITTEN.body)], 0)
    head, body, begun = state.asked[0]
    assert (head["job"], head["accept"], body, begun) == ("get", None, b"query=x", None)
    assert state.metrics.requests == {("GET", "/sparql", 200): 1}


@pytest.mark.parametrize(
    ("free", "more"),
    [
        (False, {}),
        (True, {"query_string": b"format=csv"}),
        (True, {"query_string": b"query=x&lang=da"}),
        (True, {"headers": ((b"host", b"a b"),)}),
        (True, {"headers": ((b"host", b"h"), (b"range", b"x"))}),
    ],
)
def test_what_is_not_handed_on(free, more):
    """Without a free pool, or where it is not plain."""
    state = Handed(WRITTEN, free)
    assert forwarded(state, **more) == ([], 1)
    assert state.asked == []


def test_only_requests_that_take_an_answer_whole():
    """Others go the usual way."""
    state = Handed(WRITTEN)
    sent, others = [], []

    async def otherwise(_scope, _receive, _send):
        others.append(1)

    async def send(message):
        sent.append(message)

    scope = a_scope()
    del scope[WHOLE]
    run(forwarding.Forwarding(state, "/sparql", otherwise)(scope, None, send))
    assert (others, sent, state.asked) == ([1], [], [])


def test_what_a_worker_hands_back():
    """What is not plain after all is read here; what fails is a problem."""
    assert forwarded(Handed(Response(NOT_PLAIN)))[1] == 1
    ((status, _),) = forwarded(Handed(ValueError("boom")))[0]
    assert status == 500


def test_begun_where_a_worker_is_free(monkeypatch):
    """Not without a pool, a plain query or a worker; its end is written, or goes on in a task."""

    async def work():
        state = Handed(WRITTEN)
        app = forwarding.Forwarding(state, "/sparql", None)
        cycle = SimpleNamespace(scope=a_scope(), flow=SimpleNamespace(write_paused=False), ended=[])
        cycle.finish = lambda *given: cycle.ended.append(given)
        started = []
        start = lambda one, application: started.append(application)  # noqa: E731, ARG005
        assert not app.begin(cycle, start)  # no worker takes it
        head, query, client = state.asked[0]
        assert (head["job"], query, client) == ("get", b"query=x", "9.9.9.9")
        state.is_free = False
        assert not app.begin(cycle, start)
        state.is_free = True
        odd = SimpleNamespace(scope=a_scope(query_string=b""))
        assert not app.begin(odd, start)
        assert len(state.asked) == 1
        for end, paused, written, tasks in (
            (WRITTEN, False, [(200, WRITTEN.body)], 0),
            (WRITTEN, True, [], 1),
            (None, False, [], 1),
        ):
            answer = asyncio.get_running_loop().create_future()
            question = SimpleNamespace(answer=answer)
            pool = SimpleNamespace(end=lambda _, end=end: end)
            begun = SimpleNamespace(asked=SimpleNamespace(question=question), pool=pool)
            monkeypatch.setattr(state.pool, "begin", lambda *_, begun=begun: begun)
            cycle.flow.write_paused = paused
            cycle.ended.clear()
            started.clear()
            before = state.metrics.sent
            assert app.begin(cycle, start)
            assert (cycle.ended, started) == ([], [])
            answer.set_result(None)
            await settle()
            assert (cycle.ended, len(started)) == (written, tasks)
            assert state.metrics.sent - before == (len(WRITTEN.body) if written else 0)

    run(work())


def test_hangup():
    """It waits through whatever comes before the end."""
    left = ["http.request", "http.request", "http.disconnect"]

    async def receive():
        return {"type": left.pop(0)}

    run(forwarding.hangup(receive)())
    assert left == []


# What the pool comes to.


@pytest.mark.parametrize(
    ("found", "status", "words"),
    [
        (Response(200, {}, b"x"), 200, ""),
        (ServiceUnavailable(7), 503, "7"),
        (TimeLimitExceeded(), 504, "10"),
        (WorkerDied(), 422, "512"),
        (Response(500, {"failure": "boom"}), 500, ""),
    ],
)
def test_what_an_answer_comes_to(found, status, words, capsys):
    """A response, or the problem that kept a worker from replying, in words; failures are logged."""  # noqa: E501 - a row
    state = State(Settings("", slow_query=0))

    async def ask(head, body, _gone):
        assert (head["spoken"], body) == ("en", b"q")
        if isinstance(found, BaseException):
            raise found
        return found

    state.current = SimpleNamespace(ask=ask)
    got = run(state.ask({"job": "sparql"}, b"q"))
    assert got.status == status
    assert words in got.body.decode()
    if status == 503:
        assert got.headers["retry-after"] == "7"
        state.current = None
        other = run(state.ask({"job": "sparql"}, b"q"))
        assert json.loads(other.body)["detail"] != json.loads(got.body)["detail"]
        assert other.headers["retry-after"] == "5"
    if status == 504:
        assert json.loads(got.body)["seconds"] == 10
        assert json.loads(run(state.ask({"job": "sparql", "limit": 3}, b"q")).body)["seconds"] == 3
    logged = capsys.readouterr().err
    assert ("a job failed: sparql: boom" in logged) is ("failure" in getattr(found, "headers", {}))
    assert "slow query 8e35c2cd3bf6641b 0.0 s\n" in logged


@pytest.mark.parametrize(
    ("job", "body", "seconds", "texts", "said"),
    [
        ("sparql", b"q", 1.0, False, "slow query 8e35c2cd3bf6641b 1.0 s\n"),
        ("sparql", b"q", 1.0, True, "slow query 8e35c2cd3bf6641b 1.0 s 'q'\n"),
        ("get", b"query=q", 2.5, True, "slow query 8e35c2cd3bf6641b 2.5 s 'q'\n"),
        ("sparql", b"q", 0.9, True, ""),
        ("search", b"q", 9.0, True, ""),
    ],
)
def test_slow_queries_are_logged(job, body, seconds, texts, said, capsys):  # noqa: PLR0913, PLR0917 - a table
    """By their digest, with their text if the operator wants it."""
    state = State(Settings("", log_queries=texts))
    state._note_slow(job, body, seconds)  # noqa: SLF001 - the log
    logged = capsys.readouterr().err
    assert logged.endswith(said)
    assert bool(logged) is bool(said)


def test_a_first_graph_that_was_read_too_late(monkeypatch):
    """It stays in service until the next one holds; only one that is not in service is retired."""
    state, retired = State(Settings("")), []

    class Pool:
        fork_server = SimpleNamespace(report={"digest": "d"})

        async def check(self):
            return False

        async def retire(self, seconds):
            retired.append((self, seconds))

    first, second = Pool(), Pool()
    left = [first, second]

    async def start(_):
        return left.pop(0)

    monkeypatch.setattr("kkgraph.endpoint.state.pools.start", start)
    monkeypatch.setattr(state, "_take_over", lambda fresh: setattr(state, "current", fresh))

    async def work():
        assert await state._load() is False  # noqa: SLF001 - a part of loading
        assert (state.current, retired) == (first, [])
        assert await state._load() is False  # noqa: SLF001 - same
        assert (state.current, retired) == (first, [(second, 0)])

    run(work())


def test_what_is_packed_is_kept(monkeypatch):
    """In 16 MB, a quarter at most for one; the same answer is packed once, two at a time."""
    one = Packing()
    assert (one._cache._room, one._cache._most) == (16 * MB, 4 * MB)  # noqa: SLF001 - its bounds
    assert one._turns._value == 2  # noqa: SLF001 - same
    packed = []
    monkeypatch.setattr("kkgraph.endpoint.wire.pack", lambda body: packed.append(body) or b"small")
    body = b"x" * 5000
    whole = Response(
        200, {"content-type": "text/csv", "etag": '"t"', "vary": "Accept"}, body, cacheable=True
    )

    def wanted(*encodings):
        headers = {"accept-encoding": encodings[0]} if encodings else {}
        return run(one.packed(SimpleNamespace(headers=headers), whole))

    for _ in range(2):
        found = wanted("gzip")
        assert (found.body, found.headers["content-encoding"]) == (b"small", "gzip")
        assert found.headers["vary"] == "Accept, Accept-Encoding"
    assert packed == [body]
    assert wanted().body == wanted("br").body == body
    assert wanted().headers["vary"] == "Accept, Accept-Encoding"
    tiny = Response(200, {"content-type": "text/csv", "etag": '"t"'}, b"x", cacheable=True)
    assert run(one.packed(SimpleNamespace(headers={"accept-encoding": "gzip"}), tiny)) is tiny


# The start of it all.


def test_run(monkeypatch):
    """The socket is listened on while the server works, by whichever loop there is."""
    done = []

    class Sock:
        def __enter__(self):
            done.append("open")
            return "sock"

        def __exit__(self, *_):
            done.append("closed")

    async def serve(settings, sock, *, logged):
        done.append((settings.root, sock, logged))

    monkeypatch.setattr(server, "_listening", lambda _: Sock())
    monkeypatch.setattr(server, "_serve", serve)
    monkeypatch.setattr(server, "_allow_descriptors", done.append)
    monkeypatch.setitem(
        sys.modules,
        "uvloop",
        SimpleNamespace(run=lambda work: (done.append("uv"), asyncio.run(work))),
    )
    server.run(Settings("r", connections=10), logged=False)
    assert done == [2 * 10 + 256, "open", "uv", ("r", "sock", False), "closed"]
    done.clear()
    monkeypatch.setitem(sys.modules, "uvloop", None)
    server.run(Settings("r"))
    assert done[2:] == [("r", "sock", True), "closed"]


@pytest.fixture
def serving(monkeypatch):
    """Return what the parts of a server do, none of them in earnest."""
    did = {"told": [], "signals": {}, "log": [], "closed": 0, "fails": None, "loaded": 0}

    class Loaded(State):
        async def load(self):
            did["loaded"] += 1
            if did["fails"]:
                raise did["fails"]
            fork = SimpleNamespace(report={"quads": 7})
            self.current = SimpleNamespace(fork_server=fork)

        async def close(self):
            did["closed"] += 1

    class Uvicorn:
        def __init__(self, config):
            self.config, self.should_exit = config, False
            did["server"] = self

        async def serve(self, sockets):
            did["sockets"] = sockets
            while not self.should_exit:  # noqa: ASYNC110 - it is set by the test
                await asyncio.sleep(0)

    monkeypatch.setattr(server, "State", Loaded)
    monkeypatch.setattr(server, "_Server", Uvicorn)
    monkeypatch.setattr(server, "_config", lambda settings, state: (settings, state))
    monkeypatch.setattr(server.notify, "tell", did["told"].append)
    monkeypatch.setattr(server, "log", did["log"].append)
    monkeypatch.setattr(server, "_url", lambda _: "http://127.0.0.1:1")
    monkeypatch.setattr(server.gc, "freeze", lambda: did["told"].append("frozen"))
    monkeypatch.setattr(server, "find_spec", lambda _: None)
    return did


async def served(did, **more):
    """Serve until it is ready, and then stop it."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler = lambda number, *call: did["signals"].update({number: call})
    work = asyncio.ensure_future(server._serve(Settings("r", **more), "sock", logged=False))  # noqa: SLF001
    for _ in range(20):
        await asyncio.sleep(0)
    return work


def test_served_and_stopped(serving):
    """The service manager is told; signals stop and reload; all that was begun ends."""

    async def work():
        running = await served(serving)
        assert serving["told"] == ["frozen", "READY=1"]
        assert serving["log"] == ["serving 7 quads at http://127.0.0.1:1/"]
        assert serving["sockets"] == ["sock"]
        _, state = serving["server"].config
        assert (state.url, state.metrics.logged) == ("http://127.0.0.1:1", False)
        signals = {signal.name: call for signal, call in serving["signals"].items()}
        assert set(signals) == {"SIGTERM", "SIGINT", "SIGHUP"}
        assert signals["SIGHUP"] == (state.begin_reload,)
        assert signals["SIGTERM"] == signals["SIGINT"]
        before = asyncio.all_tasks()
        assert len(before) > 3
        stop, *given = signals["SIGTERM"]
        stop(*given)
        await running
        await settle()
        assert serving["told"][-1] == "STOPPING=1"
        assert (serving["closed"], serving["log"][-1]) == (1, "stopped")
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run(work())


def test_what_cannot_be_loaded_is_not_served(serving):
    """The server ends, with the reason."""
    serving["fails"] = KkgraphError(Message("cli.stopped"))

    async def work():
        running = await served(serving, base_url="http://h.example")
        with pytest.raises(KkgraphError):
            await running
        assert (serving["closed"], serving["told"]) == (1, ["STOPPING=1"])
        assert serving["server"].config[1].url == "http://h.example"

    run(work())


@pytest.mark.parametrize("fails", [False, True])
def test_assistant_is_loaded_when_it_is_asked_for(monkeypatch, capsys, fails):
    """Not before; what fails is logged, and all else is answered."""
    state = State(Settings("r"))
    entered = []

    class Manager:
        handle_request = "handler"

        def run(self):
            return self

        async def __aenter__(self):
            entered.append(1)

        async def __aexit__(self, *_):
            entered.append(0)

    def module(_name):
        if fails:
            raise ValueError("boom")
        return SimpleNamespace(manager=lambda _: Manager())

    monkeypatch.setattr(server, "find_spec", lambda name: name)
    monkeypatch.setattr(server, "import_module", module)

    async def work():
        task = asyncio.ensure_future(server._assist(state))  # noqa: SLF001 - what serving begins
        await settle()
        assert (state.has_assistant, entered, state.assistant) == (True, [], None)
        found = await state.assisting()
        assert (found, state.has_assistant) == ((None, False) if fails else ("handler", True))
        await server._cancelled(task)  # noqa: SLF001 - its end
        assert (state.assistant, state.assistant_tried.is_set()) == (None, True)
        assert entered == ([] if fails else [1, 0])

    run(work())
    assert ("/mcp is not there: ValueError: boom" in capsys.readouterr().err) is fails


def test_cancelled():
    """What has failed is told; what was given up is not."""

    async def fail():
        raise ValueError("x")

    async def work():
        task = asyncio.ensure_future(asyncio.sleep(9))
        await server._cancelled(task)  # noqa: SLF001 - how parts end
        assert task.cancelled()
        failed = asyncio.ensure_future(fail())
        await settle()
        with pytest.raises(ValueError, match="x"):
            await server._cancelled(failed)  # noqa: SLF001 - same

    run(work())


# The snapshot.


def test_editions_that_are_kept(monkeypatch):
    """The last three that were asked for."""
    made = []
    monkeypatch.setattr(
        snapshots.stores,
        "narrowed",
        lambda _store, edition, _rules: made.append(edition) or SimpleNamespace(local=None),
    )
    monkeypatch.setattr(snapshots, "statistics", lambda _: None)
    monkeypatch.setattr(snapshots, "_things", lambda _: [])
    one = snapshots.Snapshot(*[None] * 13, {})
    found = {name: one.at(name) for name in "abc"}
    assert one.at("a") is found["a"]
    one.at("d")
    assert made == ["a", "b", "c", "d"]
    assert one.at("a") is found["a"]
    assert one.at("c") is found["c"]
    assert one.at("b") is not found["b"]


@pytest.mark.parametrize(
    ("changes", "reads", "is_read"), [(0, 1, True), (2, 3, True), (3, 3, False)]
)
def test_files_that_change_while_they_are_read(monkeypatch, changes, reads, is_read):
    """They are read again, three times at most."""
    prints = iter([x for n in range(changes) for x in (n, n + 0.5)] + ["same"] * 9)
    read = []
    monkeypatch.setattr(snapshots, "find", snapshots.Project)
    monkeypatch.setattr(snapshots, "fingerprint", lambda _: next(prints))
    monkeypatch.setattr(snapshots, "_read", lambda *given: read.append(given) or "snapshot")
    if is_read:
        assert snapshots.take(Settings("r", as_of="2021")) == "snapshot"
    else:
        with pytest.raises(DataFileError):
            snapshots.take(Settings("r"))
    assert len(read) == reads


def test_things_of_a_snapshot():
    """All that is described and has a path of its own, facts aside, sorted."""
    made = ox.Store()
    things = [terms.thing(one) for one in ("network/b", "city/a", "payment/x")]
    for one in (*things, "urn:elsewhere"):
        made.add(ox.Quad(ox.NamedNode(one), ox.NamedNode(terms.TYPE), ox.NamedNode("urn:c")))
    made.add(ox.Quad(ox.NamedNode(terms.thing("city/z")), ox.NamedNode("urn:p"), ox.Literal(1)))
    made.add(ox.Quad(ox.BlankNode(), ox.NamedNode(terms.TYPE), ox.NamedNode("urn:c")))
    found = snapshots._things(SimpleNamespace(graph=made))  # noqa: SLF001 - what near names are of
    assert found == [things[1], things[0]]


# The description of the API.


PARAMETERS = (
    Parameter(name="net", type="entity(any)", label={"da": "N", "en": "Net"}, example="x"),
    Parameter(name="how", type="enum", label={"da": "H", "en": "How"}, values=("a", "b"), default="a", optional=True),  # noqa: E501 - a row
    Parameter(name="since", type="year", label={"da": "S", "en": "Since"}, optional=True),
)  # fmt: skip


@pytest.fixture
def described():
    """Return the document of a project with a query and a network."""
    query = SimpleNamespace(
        name="q", topic="t", parameters=PARAMETERS,
        summary={"da": "O", "en": "Sum"}, description={"da": "B", "en": "Story"},
    )  # fmt: skip
    settings = SimpleNamespace(
        words=lambda _: {"municipality": "Town"},
        licence="https://creativecommons.org/licenses/by/4.0/",
    )
    store = SimpleNamespace(project=SimpleNamespace(settings=settings))
    snapshot = SimpleNamespace(store=store, queries={"q": query}, projections={"n": 1})
    response = openapi.answer(snapshot, "http://h.example")
    assert response.headers["cache-control"] == CACHED["cache-control"]
    return json.loads(response.body)


def test_openapi(described):
    """What it is, under which licence, where; a problem in every other case."""
    assert described["openapi"] == "3.1.0"
    assert described["servers"] == [{"url": "http://h.example"}]
    assert "Town" in described["info"]["description"]
    assert described["info"]["license"]["identifier"] == "CC-BY-4.0"
    assert "url" not in described["info"]["license"]
    assert openapi._licence("urn:own")["url"] == "urn:own"  # noqa: SLF001 - of another
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            assert method in ("get", "post"), path
            assert set(one["responses"]) == {"200", "304", "default"}
            assert list(one["responses"]["default"]["content"]) == ["application/problem+json"]
            for parameter in one.get("parameters", ()):
                assert parameter["in"] == (
                    "path" if f"{{{parameter['name']}}}" in path else "query"
                )
    assert described["components"]["schemas"]["Problem"]["required"] == [
        "title",
        "status",
        "detail",
    ]


def parameters(described, path, method="get"):
    """Return the parameters of an operation by name."""
    return {one["name"]: one for one in described["paths"][path][method]["parameters"]}


def test_operation_of_a_saved_query(described):
    """Its own parameters, and those of every one, with their bounds."""
    found = parameters(described, "/api/queries/q")
    assert list(found)[:3] == ["net", "how", "since"]
    assert (found["net"]["required"], found["how"]["required"]) == (True, False)
    assert (found["net"]["example"], found["net"]["description"]) == ("x", "Net")
    assert "example" not in found["how"]
    assert found["how"]["schema"] == {"type": "string", "enum": ["a", "b"], "default": "a"}
    assert found["since"]["schema"]["pattern"].startswith("^")
    assert "default" not in found["since"]["schema"]
    assert found["limit"]["schema"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 10_000,
        "default": 1000,
    }
    assert found["offset"]["schema"] == {"type": "integer", "minimum": 0, "default": 0}
    assert {"lang", "as-of", "source", "format"} <= set(found)
    assert found["format"]["schema"]["enum"][-1] == "html"
    one = described["paths"]["/api/queries/q"]["get"]
    assert (one["operationId"], one["summary"], one["description"], one["tags"]) == (
        "query-q",
        "Sum",
        "Story",
        ["t"],
    )


def test_operations_of_the_rest(described):
    """Search and questions have their longest; a query is asked in two ways."""
    search, ask = (parameters(described, f"/api/{name}") for name in ("search", "ask"))
    for found in (search, ask):
        assert found["q"]["schema"] == {"type": "string", "minLength": 1, "maxLength": 200}
        assert found["q"]["required"] is True
    assert search["limit"]["schema"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 100,
        "default": 20,
    }
    by_get, by_post = (parameters(described, "/sparql", method) for method in ("get", "post"))
    assert by_get.keys() - by_post.keys() == {"query"}
    assert by_get["query"]["schema"]["minLength"] == 1
    body = described["paths"]["/sparql"]["post"]["requestBody"]
    assert body["required"] is True
    assert set(body["content"]) == {"application/sparql-query", "application/x-www-form-urlencoded"}
    media = described["paths"]["/sparql"]["get"]["responses"]["200"]["content"]
    assert media["application/ld+json"]["schema"] == {"type": ["array", "object"]}
    assert media["application/sparql-results+json"]["schema"] == {"type": "object"}
    assert media["text/csv"]["schema"] == {"type": "string"}
    network = parameters(described, "/api/networks/{name}.{form}")
    assert network["name"]["schema"]["enum"] == ["n"]
    assert (network["name"]["required"], network["form"]["required"]) == (True, True)


# The Model Context Protocol.


@pytest.fixture
def assisting(mini_project):
    """Return what answers an assistant, from a state that answers with what it is given."""
    state = SimpleNamespace(settings=Settings(str(mini_project.root)), asked=[], answer={})

    async def ask(head, body=b""):
        state.asked.append((head, body))
        if isinstance(state.answer, Response):
            return state.answer
        return Response(200, {}, json.dumps(state.answer).encode())

    state.ask = ask
    return state, mcp._Handlers(state)  # noqa: SLF001 - what the server calls


def test_tools_of_an_assistant(assisting):
    """Each is told to read only."""
    state, does = assisting
    tool = {"name": "a", "description": "b", "inputSchema": {"type": "object"}}
    state.answer = {"tools": [tool], "resources": [{"uri": "x:y", "name": "n"}]}
    (found,) = run(does.tools(None, None)).tools
    assert (found.name, found.description, found.input_schema) == ("a", "b", {"type": "object"})
    assert (found.annotations.read_only_hint, found.annotations.open_world_hint) == (True, False)
    assert [one.name for one in run(does.resources(None, None)).resources] == ["n"]
    assert [head for head, _ in state.asked] == [{"job": "assistant-list"}] * 2


def test_call_of_a_tool(assisting):
    """The answer as text and as it is; a mistake is told as one."""
    state, does = assisting
    state.answer = {"x": "æ"}

    def call(name, given=None):
        return run(does.call(None, SimpleNamespace(name=name, arguments=given)))

    found = call("show", {"thing": "a"})
    assert (found.content[0].text, found.structured_content, found.is_error) == (
        '{"x": "æ"}',
        {"x": "æ"},
        False,
    )
    assert state.asked[-1] == ({"job": "assistant", "tool": "show", "given": {"thing": "a"}}, b"")
    state.answer = {"error": "no"}
    assert call("show").is_error
    state.answer = Response(504, {}, b'{"title": "T", "detail": "D"}')
    assert call("sparql", {"query": "ASK {}"}).structured_content == {"error": "T: D"}
    assert state.asked[-1][1] == b"ASK {}"
    call("sparql", {"query": 3})
    assert state.asked[-1][1] == b""
    call("show", {"query": "x"})
    assert state.asked[-1][1] == b""
    heavy = next(iter(mcp.HEAVY))
    call(heavy)
    head, _ = state.asked[-1]
    assert (head["job"], head["limit"], head["tool"]) == ("assistant-heavy", 60.0, heavy)


def test_what_an_assistant_reads(assisting, monkeypatch):
    """A file of the project, else what is said of a thing; what there is not is an error."""
    state, does = assisting
    monkeypatch.setattr(
        mcp.reading, "file_of", lambda _, uri: ("text", "text/x") if uri == "a:b" else None
    )
    read = lambda uri: run(does.read(None, SimpleNamespace(uri=uri)))  # noqa: E731
    (found,) = read("a:b").contents
    assert (found.text, found.mime_type, str(found.uri)) == ("text", "text/x", "a:b")
    state.answer = {"text": "told"}
    (found,) = read("a:c").contents
    assert (found.text, found.mime_type) == ("told", "text/plain")
    state.answer = {"error": "none"}
    with pytest.raises(mcp.MCPError, match="none"):
        read("a:c")

    def fail(*_):
        raise KkgraphError(Message("cli.stopped"))

    monkeypatch.setattr(mcp.reading, "file_of", fail)
    with pytest.raises(mcp.MCPError, match="stopped"):
        read("a:c")


def test_prompts(assisting):
    """Those that there are; another name is told with them."""
    _, does = assisting
    listed = run(does.prompts(None, None)).prompts
    first = listed[0]
    given = {one.name: "x" for one in first.arguments or ()}
    found = run(does.prompt(None, SimpleNamespace(name=first.name, arguments=given)))
    assert found.messages[0].role == "user"
    assert found.messages[0].content.text
    with pytest.raises(mcp.MCPError, match=f"'zzz'.*{first.name}"):
        run(does.prompt(None, SimpleNamespace(name="zzz", arguments=None)))
    assert run(does.templates(None, None)).resource_templates


def test_assistant_over_standard_input(monkeypatch):
    """The graph is loaded, nothing is logged, and in the end all is closed."""
    did = []

    class Loaded(State):
        async def load(self):
            did.append(("load", self.metrics.logged))

        async def close(self):
            did.append("close")

    monkeypatch.setattr(mcp, "State", Loaded)

    async def work():
        async with mcp._loaded(Settings("r")) as state:  # noqa: SLF001 - what `run` does
            did.append(type(state))

    run(work())
    assert did == [("load", False), Loaded, "close"]


# Guesses about a query.


KNOWN = Statistics((1000, 100, 200), {"urn:p": (100, 50, 20), "urn:q": (40, 40, 8)})


def values(text):
    """Return how many values the variables of a query have."""
    return estimate._Reader(ox.Store(), KNOWN, text).size().values  # noqa: SLF001 - the guess


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SELECT * { ?s <urn:p> ?o }", {"s": 50, "o": 20}),
        ("SELECT * { ?s ?p ?o }", {"s": 100, "p": 2, "o": 200}),
        ("SELECT * { ?s <urn:p> 'a' }", {"s": 50}),
        ("SELECT * { ?s <urn:q>/<urn:p> ?o }", {"s": 100, "o": 100}),
        ("SELECT * { ?s <urn:p>* ?o }", {"s": 100, "o": 100}),
        ("SELECT * { ?s <urn:q>? ?o }", {"s": 40, "o": 40}),
        ("SELECT * { <urn:a> <urn:q>? ?o }", {"o": 40}),
        ("SELECT * { ?s <urn:none>/<urn:none> ?o }", {"s": 1, "o": 1}),
        ("SELECT * { ?s <urn:p> <urn:none> }", {"s": 1}),
    ],
)
def test_values_of_variables(text, found):
    """As many as the property has of that end, a path as many as it has rows, and one at least."""
    assert values(text) == pytest.approx(found)


def test_json_as_it_is_sent():
    """As short as it can be, in letters as they are, with an end of line."""
    assert api._json({"\u00e5": [1, 2]}).body.decode() == '{"\u00e5":[1,2]}\n'  # noqa: SLF001


@pytest.mark.parametrize(
    ("column", "told"),
    [
        (
            Column("a", "label", of="b", label={"en": "A", "da": "A"}),
            {"name": "a", "kind": "label", "of": "b"},
        ),
        (
            Column("a", "value", label={"en": "A", "da": "A"}),
            {"name": "a", "kind": "value", "label": {"en": "A", "da": "A"}},
        ),
    ],
)
def test_columns_as_they_are_told(column, told):
    """Without what they have not; a column of names is called as the one it is of."""
    assert api._column(column) == told  # noqa: SLF001


@pytest.mark.parametrize(
    ("error", "tool", "told"),
    [
        (None, "show", {"rows": ["\u00e5"]}),
        (KkgraphError({"en": "no", "da": "nej"}), "show", {"example": "as so"}),
        (KkgraphError({"en": "no", "da": "nej"}), "none", {}),
        (EntityNotFound("x", ["city/oslo"]), "show", {"near": ["city/oslo"], "example": "as so"}),
        (EntityNotFound("x"), "show", {"near": ["like Oslo", "like 3"], "example": "as so"}),
    ],
)
def test_answer_to_an_assistant(monkeypatch, error, tool, told):
    """What a tool found; or why not, with what is near, and how to call a tool that there is."""

    def answered(*_):
        if error:
            raise error
        return told

    monkeypatch.setattr(assistant.answers, "answer", answered)
    monkeypatch.setattr(assistant.answers, "example", lambda *_: "as so")
    monkeypatch.setattr(assistant, "tools", lambda _: [{"name": "show"}])
    monkeypatch.setattr(assistant, "Asked", lambda text: text)
    monkeypatch.setattr(assistant, "candidates", lambda _, text: [SimpleNamespace(thing=text)])
    monkeypatch.setattr(assistant, "described", lambda _, found: [f"like {one}" for one in found])
    snapshot = SimpleNamespace(desk=None, reconciling=None, store=None)
    given = {"thing": "Oslo", "limit": 3, "query": "SELECT", "other": "3"}
    got = assistant.answer(snapshot, tool, given)
    assert (got.status, got.headers["content-type"]) == (200, "application/json")
    wanted = {"error": error.reason(), **told} if error else told
    assert got.body.decode() == json.dumps(wanted, ensure_ascii=False)


def test_what_an_answer_is_unless_said():
    """Without headers and a body; not kept, and not written in whole."""
    one = Response(204)
    assert (one.headers, one.body, one.cacheable, one.written) == ({}, b"", False, False)


def test_content():
    """With a strong tag of what it is and of its type; it may be asked for again with that."""
    one, other, third = (
        content(b"a", "text/csv"),
        content(b"a", "text/turtle"),
        content(b"b", "text/csv"),
    )
    assert (one.status, one.body, one.cacheable) == (200, b"a", True)
    assert one.headers["content-type"] == "text/csv; charset=utf-8"
    assert one.headers["cache-control"] == "no-cache"
    tags = {each.headers["etag"] for each in (one, other, third)}
    assert len(tags) == 3
    assert all(re.fullmatch('"[0-9a-f]{32}"', tag) for tag in tags)
    more = content(b"a", "text/csv", {"cache-control": "no-store", "x": "y"}, cacheable=False)
    assert (more.headers["cache-control"], more.headers["x"]) == ("no-store", "y")
    assert (more.cacheable, more.headers["etag"]) == (False, one.headers["etag"])


@pytest.mark.parametrize(("length", "is_cut"), [(2000, False), (2001, True)])
def test_problem(length, is_cut):
    """RFC 9457; what was sent is not sent back in whole; nobody keeps it."""
    got = problem(400, "no", "\u00e5" * length, headers={"allow": "GET"}, near=["a"])
    assert (got.status, got.cacheable) == (400, False)
    assert got.headers == {
        "content-type": "application/problem+json",
        "content-language": "en",
        "vary": "Accept, Accept-Language",
        "cache-control": "no-store",
        "allow": "GET",
    }
    assert "\u00e5" in got.body.decode()
    assert json.loads(got.body) == {
        "type": "about:blank",
        "title": "no",
        "status": 400,
        "detail": "\u00e5" * 2000 + "\u2026" * is_cut,
        "near": ["a"],
    }


def test_a_thing_as_the_server_is_asked():
    """As of when and according to whom goes to the worker, and to the pages."""

    async def ask(head):
        return head

    async def find(path, edition):
        return path, edition

    state = SimpleNamespace(ask=ask, pages=SimpleNamespace(find=find))
    one = linked_data._Asked(state, {"as_of": "2020"})  # noqa: SLF001
    assert run(one.ask({"job": "x"})) == {"job": "x", "as_of": "2020"}
    assert run(one.page("/a/")) == ("/a/", {"as_of": "2020"})
