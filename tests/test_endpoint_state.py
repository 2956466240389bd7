"""What the server answers from: how a graph comes into service, and goes; sockets and limits."""

import asyncio
import gc
import os
import resource
import socket
from types import SimpleNamespace

import pytest

from kkgraph.endpoint import server
from kkgraph.endpoint import state as states
from kkgraph.endpoint.http.connections import Connection, Joined, _of_head
from kkgraph.endpoint.pool.channel import ServiceUnavailable
from kkgraph.endpoint.settings import Settings
from kkgraph.endpoint.state import State
from kkgraph.errors import KkgraphError

SETTINGS = Settings("", base_url="http://h.example", time_limit=3, queue_timeout=4)


@pytest.fixture(scope="module", autouse=True)
def _what_others_made():
    """Set it aside: a state that takes over looks through all of a process for what is gone."""
    gc.freeze()
    yield
    gc.unfreeze()


class Pool:
    """A pool that holds, does not hold, or fails when it is asked."""

    def __init__(self, digest, holds=True, lost=0):  # noqa: FBT002 - as a row
        """Start with nothing done."""
        self.holds, self.lost, self.retired, self.done = holds, lost, None, []
        self.fork_server = SimpleNamespace(report={"digest": digest}, ended=self._ended)
        self.pages = SimpleNamespace(open=lambda: self.done.append("pages"))
        self.is_lost = False

    async def check(self):
        """Hold the data against the shapes."""
        self.done.append("check")
        if isinstance(self.holds, Exception):
            raise self.holds
        return self.holds

    async def retire(self, seconds):
        """Take note of it."""
        self.retired = seconds

    async def _ended(self):
        while not self.is_lost:  # noqa: ASYNC110 - it is set by the test
            await asyncio.sleep(0)


@pytest.fixture
def pools(monkeypatch):
    """Return the pools that loading gives, one after the other."""
    found = []

    async def start(_settings):
        one = found.pop(0)
        if isinstance(one, Exception):
            raise one
        return one

    monkeypatch.setattr(states.pools, "start", start)
    return found


def run(work):
    """Run what is to be done, and what it begins, for a few turns."""

    async def whole():
        await work
        for _ in range(20):
            await REAL_SLEEP(0)

    asyncio.run(whole())


REAL_SLEEP = asyncio.sleep
WRONG = KkgraphError("the data do not hold")


def test_the_first_graph_answers_while_it_is_checked(pools):
    """It is in service before it is known to hold, and stays when it holds."""
    state, pool = State(SETTINGS), Pool("a")
    seen = []
    check = pool.check
    pool.check = lambda: seen.append(state.current) or check()
    pools.append(pool)
    run(state.load())
    assert seen == [pool]
    assert (state.current, state.held) == (pool, "a")
    assert (pool.done, pool.retired) == (["pages", "check"], None)


def test_a_later_graph_answers_when_it_holds(pools):
    """The one before is retired with the time that a query may wait and run."""
    state, first, second, third = State(SETTINGS), Pool("a"), Pool("b"), Pool("b")
    pools += [first, second, third]
    run(state.load())
    second.check = lambda: second.done.append(state.current) or Pool.check(second)
    run(state.load())
    assert second.done == [first, "check", "pages"]
    assert (state.current, first.retired, second.retired) == (second, 7, None)
    run(state.load())  # the same files: they are not held against the shapes again
    assert third.done == ["pages"]
    assert state.current is third


def test_a_graph_that_does_not_hold(pools, capsys):
    """A reload that fails leaves what is in service, says why, and is counted."""
    state, first, second = State(SETTINGS), Pool("a"), Pool("b", WRONG)
    pools += [first, second, Pool("c"), KkgraphError("cannot be read")]
    run(state.load())
    run(state.reload())
    assert (state.current, state.held) == (first, "a")
    assert (first.retired, second.retired) == (None, 0)
    assert "stays: the data do not hold" in capsys.readouterr().err
    assert (state.metrics.reloads, state.metrics.refused_reloads) == (0, 1)
    run(state.reload())
    assert (state.metrics.reloads, state.metrics.refused_reloads) == (1, 1)
    assert "reloaded: {'digest': 'c'}" in capsys.readouterr().err
    run(state.reload())
    assert (state.metrics.reloads, state.metrics.refused_reloads) == (1, 2)


def test_the_first_graph_does_not_hold(pools):
    """Then the server cannot start; nobody but it ends what is in service."""
    state, pool = State(SETTINGS), Pool("a", WRONG)
    pools.append(pool)
    with pytest.raises(KkgraphError):
        run(state.load())
    assert (state.current, pool.retired, state.held) == (pool, None, "")


def test_files_that_change_while_they_are_read(pools, capsys):
    """They are read once more: nothing is known of what was read."""
    state, first = State(SETTINGS), Pool("a")
    between, last = Pool("b", holds=False), Pool("c")
    pools += [first, between, last]
    run(state.load())
    run(state.load())
    assert (between.retired, between.done) == (0, ["check"])
    assert (state.current, state.held) == (last, "c")
    assert "reading them again" in capsys.readouterr().err
    alone, again = Pool("d", holds=False), Pool("e")
    state = State(SETTINGS)
    pools += [alone, again]
    run(state.load())
    assert state.current is again
    assert alone.retired == 7  # it was in service


def test_force(pools):
    """Who forces it has the data in service as they are."""
    state, pool = State(Settings("", force=True)), Pool("a", WRONG)
    pools.append(pool)
    run(state.load())
    assert pool.done == ["pages"]


def test_reloads_do_not_queue_up(pools):
    """Beside the load under way one more at most waits."""
    state = State(SETTINGS)
    begun = []

    async def reload():
        begun.append(1)

    async def whole():
        state.reload = reload
        state.begin_reload()
        state.begin_reload()
        await REAL_SLEEP(0)

    asyncio.run(whole())
    assert len(begun) == 1
    pools.append(Pool("a"))
    run(state.load())  # from its beginning on another may wait
    state.reload = reload

    async def more():
        state.begin_reload()
        await REAL_SLEEP(0)

    asyncio.run(more())
    assert len(begun) == 2


@pytest.mark.parametrize(
    ("lost", "pauses"), [(0, [0, 1, 2, 4, 8, 16, 32, 60]), (1, [5, 10, 20, 40, 60, 60, 60, 60])]
)
def test_a_loading_process_that_is_lost(pools, monkeypatch, lost, pauses):
    """Another is started until one loads: at once, or, after workers were lost too, later."""
    slept = []

    async def sleep(seconds):
        if seconds:
            slept.append(seconds)
        await REAL_SLEEP(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    state, first, last = State(SETTINGS), Pool("a", lost=lost), Pool("b")
    pools += [first, *[KkgraphError("no memory")] * 7, last]

    async def whole():
        await state.load()
        first.is_lost = True
        for _ in range(200):
            await REAL_SLEEP(0)

    asyncio.run(whole())
    assert slept == [pause for pause in pauses if pause]
    assert state.current is last
    assert state.metrics.refused_reloads == 7


def test_what_may_be_asked(pools):
    """Nothing before a graph is loaded, nor while more is sent than may be at once."""
    state = State(Settings("", outgoing_bytes=10))
    with pytest.raises(ServiceUnavailable) as found:
        _ = state.pool
    assert found.value.seconds == 5
    assert not state.is_free
    pools.append(Pool("a"))
    run(state.load())
    assert state.is_free
    state.metrics.outgoing = 10
    assert (state.is_sending_much, state.is_free) == (False, True)
    state.metrics.outgoing = 11
    assert (state.is_sending_much, state.is_free) == (True, False)


def test_closing(pools):
    """What is in service ends with the server, and none is in service then."""
    state, pool = State(SETTINGS), Pool("a")

    async def whole():
        pools.append(pool)
        await state.load()
        await state.close()

    asyncio.run(whole())
    assert (state.current, pool.retired) == (None, 7)
    run(State(SETTINGS).close())


# Sockets and limits.

NEVER = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("limits", "wanted", "asked"),
    [
        ((100, 1000), 500, (500, 1000)),
        ((100, 1000), 5000, (1000, 1000)),
        ((100, NEVER), 5000, (5000, NEVER)),
        ((500, 1000), 500, None),
        ((600, 1000), 500, None),
        ((1000, 1000), 5000, None),
        ((NEVER, NEVER), 5000, None),
    ],
)
def test_files_that_may_be_open(monkeypatch, limits, wanted, asked):
    """As many as are wanted, as far as the system lets us; never fewer than there may be."""
    found = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: found.append(pair))
    server._allow_descriptors(wanted)  # noqa: SLF001 - what starting does
    assert found == ([asked] if asked else [])


def test_two_files_a_connection(monkeypatch):
    """The server wants room for each connection and the one that refuses it, and for its own."""
    wanted = []

    def no(_settings):
        raise KkgraphError("no")

    monkeypatch.setattr(server, "_allow_descriptors", wanted.append)
    monkeypatch.setattr(server, "_listening", no)
    with pytest.raises(KkgraphError):
        server.run(Settings("", connections=1000))
    assert 2000 < wanted[0] <= 3000


def test_a_system_that_cannot_copy_processes(monkeypatch):
    """Where there is no fork, serving is refused with what is missing."""
    server._require_fork()  # noqa: SLF001 - what starting does
    monkeypatch.delattr(os, "fork")
    with pytest.raises(KkgraphError, match=r"os\.fork"):
        server.run(Settings(""))


def test_listening():
    """A port that is taken, or that cannot be, is told with the address; else it is served."""
    with server._listening(Settings("", port=0)) as sock:  # noqa: SLF001 - what starting does
        port = sock.getsockname()[1]
        assert server._url(sock) == f"http://127.0.0.1:{port}"  # noqa: SLF001 - same
        socket.create_connection(("127.0.0.1", port), 1).close()
        with pytest.raises(KkgraphError, match=rf"127\.0\.0\.1 port {port}"):
            server._listening(Settings("", port=port))  # noqa: SLF001 - same
    with pytest.raises(KkgraphError, match=r"127\.0\.0\.1 port 99999"):
        server._listening(Settings("", port=99999))  # noqa: SLF001 - same


def test_listening_on_the_newer_protocol():
    """An address with colons is one of IPv6, which stands in brackets in a URL."""
    try:
        sock = server._listening(Settings("", host="::1", port=0))  # noqa: SLF001 - what starting does
    except KkgraphError as error:
        pytest.skip(f"no IPv6 here: {error}")
    with sock:
        assert sock.family == socket.AF_INET6
        assert server._url(sock) == f"http://[::1]:{sock.getsockname()[1]}"  # noqa: SLF001 - same


def test_what_the_library_is_told():
    """No header tells the server's make, none of a proxy is believed, and no query is cut off."""
    state = State(SETTINGS)
    config = server._config(Settings("", time_limit=7, connections=9, client_timeout=2), state)  # noqa: SLF001 - what starting does
    told = (config.server_header, config.proxy_headers, config.access_log)
    assert told == (False, False, False)
    assert config.timeout_graceful_shutdown > 7
    assert (config.lifespan, config.ws) == ("off", "none")
    assert (config.http.patience, config.http.most, config.http.state) == (2, 9, state)


# Bytes of a connection.


class Transport:
    """Keeps what is written, and what is called later."""

    def __init__(self, unread=0):
        """Start with nothing written."""
        self.written, self.later, self.unread = [], [], unread
        self.write = self.written.append
        self.close = lambda: self.written.append("closed")
        self.abort = lambda: self.written.append("aborted")

    def get_write_buffer_size(self):
        """Return how much the client has not read."""
        return self.unread

    def call_soon(self, what):
        """Keep what is to be done at the end of the turn."""
        self.later.append((0, what))

    def call_later(self, seconds, what):
        """Keep what is to be done later."""
        self.later.append((seconds, what))


def joined(unread=0):
    """Return a transport, and what stands in front of it."""
    transport = Transport(unread)
    return transport, Joined(transport, transport, 4)


def test_small_pieces_go_together():
    """Pieces of one turn are one; a large one does not wait for others; all in their order."""
    transport, front = joined()
    front.write(b"a")
    front.write(b"b")
    assert transport.written == []
    ((_, flush),) = transport.later
    flush()
    flush()
    assert transport.written == [b"ab"]
    front.write(b"c")
    front.write(b"x" * 64 * 1024)
    assert len(transport.written) == 1
    front.write(b"y" * (64 * 1024 + 1))
    assert transport.written[1:] == [b"c" + b"x" * 64 * 1024 + b"y" * (64 * 1024 + 1)]
    front.write(b"d")
    front.write_whole(b"e")
    assert transport.written[2:] == [b"d", b"e"]
    assert front.unread == 0


@pytest.mark.parametrize("unread", [0, 1])
def test_who_does_not_read_is_cut_off(unread):
    """What was written is sent before the end; who has not read it in time loses it."""
    transport, front = joined(unread)
    front.write(b"a")
    front.close()
    assert transport.written == [b"a", "closed"]
    waits = [what for seconds, what in transport.later if seconds == 4]
    assert len(waits) == unread
    for what in waits:
        what()
    assert transport.written[2:] == ["aborted"] * unread


@pytest.mark.parametrize(
    ("before", "data", "size"),
    [
        (b"", b"GET / HTTP/1.1\r\n", 16),
        (b"", b"GET / HTTP/1.1\r\n\r\nbody", 14),
        (b"1\r\n", b"\r\nbody", -2),
        (b"\r\n\r", b"\nbody", -3),
        (b"abc", b"d\r\n\r\n", 1),
    ],
)
def test_bytes_of_a_head(before, data, size):
    """Behind the blank line the body begins, also where it came in two pieces."""
    assert _of_head(before, data) == size


WHOLE = b"GET / HTTP/1.1\r\nhost: h\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "more", "is_whole"),
    [
        (WHOLE, {}, True),
        (WHOLE[:-1], {}, False),
        (WHOLE + b"x", {}, False),
        (WHOLE * 2, {}, False),
        (WHOLE.replace(b"GET", b"PUT"), {}, False),
        (b"GET /" + b"x" * (16 * 1024 - 9) + b"\r\n\r\n", {}, True),
        (b"GET /" + b"x" * (16 * 1024 - 8) + b"\r\n\r\n", {}, False),
        (WHOLE, {"cycle": SimpleNamespace(response_complete=True)}, True),
        (WHOLE, {"cycle": SimpleNamespace(response_complete=False)}, False),
        (WHOLE, {"_between": False}, False),
        (WHOLE, {"_head_bytes": 1}, False),
        (WHOLE, {"_head_bytes": 1, "_in_head": False}, True),
    ],
)
def test_a_request_in_one_piece(data, more, is_whole):
    """A GET without a body, whole and alone, while nothing is under way or begun."""
    idle = {"cycle": None, "_between": True, "_head_bytes": 0, "_in_head": True}
    self = SimpleNamespace(**{**idle, **more})
    assert Connection._is_whole(self, data) is is_whole  # noqa: SLF001 - what decides
