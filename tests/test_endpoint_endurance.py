"""What a server goes through in months: reloads, clients that stall, clocks that jump."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from sampling import each
from servers import free_port
from serving import Server, serving, status, tuned, until

# In a server's process, every look at the clock finds it a day on, a day back, or right.
JUMPING = """
import itertools, time
days, clock = itertools.cycle((0, 86_400, -86_400, 3_600)), time.time
time.time = lambda: clock() + next(days)
time.time_ns = lambda: int(time.time() * 1e9)
"""
QUERY = "SELECT (COUNT(*) AS ?n) {{ ?city a kk:City }} #{}"
HEAVY = "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} #{}"


def resident(server: Server) -> int:
    """Return the bytes of memory that the server's process holds."""
    text = Path(f"/proc/{server.process.pid}/statm").read_text("ascii")
    return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE")


def descriptors(server: Server) -> int:
    """Return how many descriptors the server's process has open."""
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def settle(server: Server) -> None:
    """Have loaded what a server loads at the first request to /mcp, if it can."""
    server.ask("/mcp", "POST", "{}", content_type="application/json")
    time.sleep(0.5)


@pytest.mark.parametrize("count", [8, 50])
@pytest.mark.slow  # bench/reloads.py does it a thousand times
def test_reloads(mini_copy, tmp_path, count: int) -> None:
    """Reload after reload leaves no memory, no descriptor and no folder behind."""
    made = tmp_path / "temporary"
    made.mkdir()
    options = ("--force", "--workers", "1")
    with serving(mini_copy.root, tmp_path / "log", *options, TMPDIR=str(made)) as running:
        for number in range(1, 3 + count):
            if number == 3:  # the first leave warm caches
                before = resident(running), descriptors(running), len(list(made.iterdir()))
            running.signal(signal.SIGHUP)
            until(lambda done=number: running.metric("reloads_total") == done)
            assert running.ask("/id/city/oslo/").status == 200
        until(lambda: descriptors(running) <= before[1] + 2)
        until(lambda: len(list(made.iterdir())) <= before[2])
        assert resident(running) - before[0] < 20_000_000
    assert list(made.iterdir()) == []


@pytest.mark.parametrize("count", each([100, 500], 2))
@pytest.mark.slow  # a server of its own, and hundreds of connections
def test_unread_bodies(tmp_path, count: int) -> None:
    """Bodies that nobody reads lock nobody out, and are gone with the time of a client."""
    head = b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n"
    with contextlib.ExitStack() as stack, tuned(tmp_path, client_timeout=3.0) as running:
        before = resident(running), descriptors(running)
        for _ in range(count):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", running.port)))
            client.sendall(head + b"x" * 1000)
        assert running.sparql(QUERY.format(1)).status == 200
        until(lambda: descriptors(running) <= before[1] + 4)
        assert running.sparql(QUERY.format(2)).status == 200
        assert resident(running) - before[0] < 20_000_000


def _reads(client: socket.socket) -> bool:
    """Read a byte, or find that there is no connection any more."""
    with contextlib.suppress(OSError):
        client.recv(1)
    return True


@pytest.mark.slow  # a server of its own, and waiting
@pytest.mark.parametrize("rows", [400, 20_000])
def test_slow_reader(tmp_path, rows: int) -> None:
    """Who reads a byte now and then of a long answer is cut off; meanwhile others are answered.

    The short answer goes off in one piece, the long one in many.
    """
    large = f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {rows}"
    head = f"GET /sparql?query={quote(large)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with tuned(tmp_path, client_timeout=1.5, quick_workers=1) as running:
        settle(running)
        before = descriptors(running)
        with contextlib.closing(socket.socket()) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect(("127.0.0.1", running.port))
            client.sendall(head)
            assert client.recv(16) == b"HTTP/1.1 200 OK\r\n"[:16]
            for number in range(4):
                assert running.sparql(QUERY.format(number)).status == 200
            assert descriptors(running) > before
            until(lambda: _reads(client) and descriptors(running) <= before, 30, pause=0.5)
            assert running.metric("outgoing_bytes") == 0


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(one) for path in tasks for one in path.read_text("ascii").split()]


def kill_all(pids: list[int]) -> None:
    """Kill processes; one may have ended."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize(("workers", "loaders"), [(5, 1), (50, 5)])
@pytest.mark.slow
def test_killed_again_and_again(tmp_path, workers: int, loaders: int) -> None:
    """Workers and loading processes that are killed leave nothing behind, and no query waiting."""
    with tuned(tmp_path) as running:
        settle(running)
        before = resident(running), descriptors(running)
        for number in range(workers):
            [loader] = children(running.process.pid)
            kill_all(children(loader))
            assert running.sparql(QUERY.format(number)).status in (200, 422, 503)
        for number in range(loaders):
            kill_all(children(running.process.pid))
            until(lambda done=number + 1: running.metric("reloads_total") >= done)
            until(lambda done=number: running.sparql(QUERY.format(f"a{done}")).status == 200)
        until(lambda: descriptors(running) <= before[1] + 2)
        assert resident(running) - before[0] < 20_000_000


@pytest.mark.slow
def test_clock_jumps(tmp_path) -> None:
    """A clock that is set on and back ends no query early and lets none run on."""
    with tuned(tmp_path, first=JUMPING, time_limit=2.0) as running:
        for number in range(20):
            assert running.sparql(QUERY.format(number)).status == 200
        started = time.monotonic()
        assert running.sparql(HEAVY.format(1)).status == 504
        assert 1.5 < time.monotonic() - started < 20
        running.signal(signal.SIGHUP)
        until(lambda: running.metric("reloads_total") == 1)
        assert running.sparql(QUERY.format(99)).status == 200


def test_waits_are_by_a_clock_that_does_not_jump() -> None:
    """No module of the server asks for the time of the day to wait or to measure."""
    folder = Path(__file__).parents[1] / "src" / "kkgraph" / "endpoint"
    asked = ("time.time(", "datetime.now(", "datetime.utcnow(", "time.localtime(")
    found = [
        f"{path.name}: {word}"
        for path in folder.rglob("*.py")
        for word in asked
        if word in path.read_text("utf-8")
    ]
    assert found == []


@pytest.mark.slow  # a server of its own, reloaded
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_full_disk() -> None:
    """A log for which there is no room costs no answer, and no reload."""
    mini = Path(__file__).parent / "mini"
    port = free_port()
    command = [sys.executable, "-m", "kkgraph", "serve", "--project", str(mini), "--force"]
    with Path("/dev/full").open("w") as full:
        process = subprocess.Popen([*command, "--no-pages", "--port", str(port)], stderr=full)
    running = Server(process, port, Path("/dev/full"))
    try:
        until(lambda: status(port) == 200)
        for number in range(3):
            assert running.sparql(QUERY.format(number)).status == 200
        running.signal(signal.SIGHUP)
        until(lambda: running.metric("reloads_total") == 1)
        assert running.sparql("nonsense").status == 400
    finally:
        process.terminate()
        assert process.wait(30) == 0
