"""A crowd at the server: whose turn it is, what is heavy, what is refused, what stays bounded."""

import asyncio
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sampling import each
from serving import serving, status, tuned, until

from kkgraph.endpoint.http.clients import client_of, networks
from kkgraph.endpoint.pool import admission
from kkgraph.endpoint.pool.admission import Lane
from kkgraph.endpoint.pool.channel import ServiceUnavailable
from kkgraph.endpoint.pool.turns import Place, Turns
from kkgraph.endpoint.protocol.cardinality import statistics
from kkgraph.endpoint.protocol.estimate import is_heavy, is_light

MINI = Path(__file__).parent / "mini"
HOLDER = Place("holder", is_quick=True)
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?q }"
HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Run a server with one place in each lane, which trusts a proxy on this machine."""
    limits = {"time_limit": 1.2, "queue_timeout": 2.5, "quick_workers": 1, "slow_workers": 1}
    folder = tmp_path_factory.mktemp("crowd")
    with tuned(folder, trusted_proxies=("127.0.0.1",), **limits) as running:
        yield running


async def _order(lane, *clients):
    """Let clients enter a full lane and return in which order their turns come."""
    called = []

    async def enter(client):
        places.append(await lane.enter(client))
        called.append(client)

    places = [HOLDER]
    tasks = [asyncio.ensure_future(enter(client)) for client in clients]
    await asyncio.sleep(0)
    for _ in clients:
        lane.leave(places[-1], 0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return called


def _full(mean=0.001, most=0, patience=10.0):
    """Return a lane whose one place is taken."""
    lane = Lane(1, Turns(mean, most), patience)
    assert lane.enter_now("holder")
    return lane


def test_clients_take_turns():
    """Who asks much waits in a queue of its own: the others come between."""

    async def run():
        return await _order(_full(), "a", "a", "a", "b", "c")

    assert asyncio.run(run()) == ["a", "b", "c", "a", "a"]


def test_work_is_paid_for():
    """Whoever used much time comes after those who used little, however long they wait."""

    async def run():
        lane = _full()
        lane.turns.account("heavy").charge(0.5)
        return await _order(lane, "heavy", "light", "light", "light")

    assert asyncio.run(run()) == ["light", "light", "light", "heavy"]


def test_places_by_how_fast_they_drain():
    """Many quick ones may wait, few slow ones: who would wait too long is told when to come."""

    async def run(mean):
        lane = _full(mean, patience=2.0)
        tasks = [asyncio.ensure_future(lane.enter(f"client{n % 10}")) for n in range(100)]
        done, waiting = await asyncio.wait(tasks, timeout=0.05)
        for task in waiting:
            task.cancel()
        refused = [task.exception() for task in done]
        assert all(isinstance(one, ServiceUnavailable) and one.seconds >= 1 for one in refused)
        return len(waiting)

    assert asyncio.run(run(0.001)) == 100
    assert 1 <= asyncio.run(run(0.5)) < 20


def test_who_gives_up_leaves_no_place_taken():
    """A place whose turn came to one that had gone goes to the next."""

    async def run():
        lane = _full()
        gone = asyncio.ensure_future(lane.enter("gone"))
        stays = asyncio.ensure_future(lane.enter("stays"))
        await asyncio.sleep(0)
        gone.cancel()
        lane.leave(HOLDER, 0)
        await asyncio.wait_for(stays, 1)
        lane.leave(stays.result(), 0)
        await asyncio.gather(gone, return_exceptions=True)
        return lane.taken, lane.turns.count

    assert asyncio.run(run()) == (0, 0)


def test_cap_of_one_client():
    """A client has not all the places for heavy work, unless it is alone.

    What it was lent is wanted back as soon as another one waits, and not before.
    """

    async def run():
        lane = Lane(2, Turns(0.001, 1), 0.05)
        own, lent = await lane.enter("a"), await lane.enter("a")
        with pytest.raises(ServiceUnavailable):
            await lane.enter("a")
        assert [own.recalled, lent.recalled.done()] == [None, False]
        other = asyncio.ensure_future(lane.enter("b"))
        more = asyncio.ensure_future(lane.enter("a"))
        await asyncio.wait_for(lent.recalled, 1)
        lane.leave(lent, 0)
        await asyncio.wait_for(other, 1)
        with pytest.raises(ServiceUnavailable):
            await more
        lane.leave(other.result(), 0)
        lent = await lane.enter("a")
        lane.leave(own, 0)  # now it is within the share, and stays
        assert (await lane.enter("c")).recalled is None
        with pytest.raises(ServiceUnavailable):
            await lane.enter("d")
        return lane.taken, lent.recalled.done()

    assert asyncio.run(run()) == (2, False)


def _at_once(*clients, places=3, most=2, patience=1.5):
    """Let clients enter a lane, whose work takes a second, and return how many are not refused."""

    async def run():
        lane = Lane(places, Turns(1.0, most), patience)
        tasks = [asyncio.ensure_future(lane.enter(client)) for client in clients]
        refused = [one for one in (await asyncio.wait(tasks, timeout=0.05))[0] if one.exception()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return len(tasks) - len(refused)

    return asyncio.run(run())


def test_how_long_one_waits_goes_by_the_places_there_are():
    """A client alone waits as for all places; of several, each for no more than its own."""
    assert _at_once(*"aaaaaaaaaa") == 3 + 4
    assert _at_once(*"abcdefgh") == 3 + 4
    assert _at_once(*"aabbaaaaaaa") == 3 + 3


def test_work_that_was_taken_back_may_wait():
    """What was begun at a lent place waits for its turn, however long it may be until then."""

    async def run():
        lane = Lane(1, Turns(25.0), 10.0)
        place = await lane.enter("b")
        with pytest.raises(ServiceUnavailable):
            await lane.enter("a")
        anew = asyncio.ensure_future(lane.enter("a", is_anew=True))
        await asyncio.sleep(0)
        lane.leave(place, 0)
        return await anew

    assert asyncio.run(run()).client == "a"


def test_lent_place_for_whoever_asks_long_queries():
    """What is lent is there for another client at once, however long the work of that takes."""

    async def run():
        lane = Lane(2, Turns(1.0, 1), 10.0)
        _, lent = await lane.enter("a"), await lane.enter("a")
        lane.turns.account("b").mean = 25.0
        other = asyncio.ensure_future(lane.enter("b"))
        await asyncio.wait((other, lent.recalled), return_when=asyncio.FIRST_COMPLETED)
        lane.leave(lent, 0)
        return await other

    assert asyncio.run(run()).client == "b"


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("9.9.9.9", "1.2.3.4", "9.9.9.9"),
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("2001:db8::1:2:3:4", "", "2001:db8::"),
        ("::ffff:1.2.3.4", "", "1.2.3.4"),
    ],
)
def test_whom_a_request_is_from(peer, forwarded, client):
    """Only a trusted proxy is believed; an IPv6 client is its network."""
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope = {"client": (peer, 1), "headers": headers}
    assert client_of(scope, networks(["10.0.0.0/8"])) == client


@pytest.mark.parametrize(
    ("query", "heavy"),
    [
        (ENDLESS, True),
        ("SELECT * { ?s ?p ?o . ?a ?b ?c }", True),
        ("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 10", False),
        ("ASK { ?s ?p ?o . ?a ?b ?c }", False),
        ("SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?x . ?c ?r ?x }", True),
        ("SELECT * { { ?s a ?t } UNION { ?s ?p ?o . ?x ?y ?z } }", True),
        ("SELECT * { ?a ?b ?c { SELECT ?x { ?x ?y ?z } } }", True),
        ("SELECT * { city:oslo ?p ?o }", False),
        ("SELECT * { ?c a kk:City ; skos:prefLabel ?l . FILTER(LANG(?l) = 'da') }", False),
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", False),
        ("nonsense {{{", False),
        ("SELECT * { ?s ?p [ ?q ?o ] , ( 1 2 ) ; }", False),
        ("SELECT * { ?a ?b ?c FILTER EXISTS { ?d ?e ?f FILTER(?f > ?c) } }", True),
        ("SELECT * { ?a ?b ?c FILTER(1 = 1 && (NOT EXISTS { ?d ?e ?f })) }", True),
        ("SELECT * { ?a a ?c FILTER EXISTS { ?a skos:prefLabel ?f } }", False),
        ("SELECT * { ?a a ?t FILTER(?t = kk:City) ?a skos:prefLabel ?l }", False),
        ("ASK { FILTER EXISTS { ?s ?p ?o", False),
        ("SELECT * { ?s (!<x:>|^!<x:>)* ?o }", True),
        ("SELECT * { ?s (kk:inBody|^kk:inBody)* ?o }", False),
        ("SELECT * { city:oslo (kk:inBody|^kk:inBody)* ?o }", False),
    ],
)
def test_estimate(store, counted, query, heavy):
    """What a query costs is guessed from its joins; what does not parse costs nothing."""
    assert is_heavy(store.graph, counted, query) is heavy


@pytest.mark.parametrize(
    ("query", "light"),
    [
        ("SELECT ?p ?o WHERE { <urn:x> ?p ?o } #1", True),
        ("select distinct * { city:oslo a ?o . } limit 9", True),
        ("ASK { city:oslo ?p <urn:x> }", True),
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * { _:x ?p ?o }", False),
        ("SELECT * { $s ?p ?o }", False),
        ("SELECT * FROM <urn:x> { <urn:x> ?p ?o }", False),
        ("SELECT (REPLACE(?o, 'a', 'aaaa') AS ?x) { <urn:x> ?p ?o }", False),
        ("SELECT * { <urn:x> ?p ?o } GROUP BY (1)", False),
        ("SELECT * { <urn:x> ?p* ?o }", False),
        ("SELECT * { <urn:x> ?p ?o } VALUES ?x { 1 }", False),
        ("CONSTRUCT WHERE { <urn:x> ?p ?o }", False),
    ],
)
def test_what_is_light_for_sure(query, light):
    """Answers wait for that of a query only if it looks one given thing up, and no more."""
    assert is_light(query) is light


@pytest.fixture(scope="module")
def counted(store):
    """Return the numbers by which queries on the shipped project are judged."""
    return statistics(store.graph)


@pytest.mark.slow  # three queries until their time is over
def test_a_place_that_was_lent_is_taken_back(tmp_path):
    """A client alone has both workers; when another one comes, one query begins anew."""
    limits = {"time_limit": 4.0, "queue_timeout": 9.0, "quick_workers": 1, "slow_workers": 2}
    with (
        tuned(tmp_path, trusted_proxies=("127.0.0.1",), **limits) as server,
        ThreadPoolExecutor(3) as pool,
    ):

        def ask(number, client):
            return pool.submit(server.sparql, f"{ENDLESS} #{number}", x_forwarded_for=client)

        asked = [ask(number, "1.1.1.1") for number in range(2)]
        until(lambda: server.metric("queries_slow") == 2)
        asked.append(ask(2, "2.2.2.2"))
        until(lambda: server.metric("queries_killed") == 1, seconds=3)
        until(lambda: server.metric("queries_slow") == 2, seconds=3)
        assert not any(one.done() for one in asked)
        assert [one.result().status for one in asked] == [504, 504, 504]


@pytest.mark.slow  # twelve queries of a second each
def test_heavy_queries_stay_out_of_the_quick_lane(small):
    """While one client's heavy queries run and wait, another's look-ups are answered at once."""
    queries = [f"{ENDLESS} #{number}" for number in range(12)]
    with ThreadPoolExecutor(12) as pool:
        heavy = [pool.submit(small.sparql, one, x_forwarded_for="1.1.1.1") for one in queries]
        until(lambda: small.metric("queries_slow") == 1)
        times = []
        for number in range(20):
            started = time.monotonic()
            got = small.sparql(
                f"SELECT * {{ city:oslo ?p ?o }} #{number}", x_forwarded_for="2.2.2.2"
            )
            times.append(time.monotonic() - started)
            assert got.status == 200
        assert sorted(times)[10] < 1
        statuses = {one.result().status for one in heavy}
    assert statuses <= {503, 504}


@pytest.mark.slow  # with this module's own server
def test_slow_queries_in_the_log(small):
    """A slow query is in the log as a digest, without its text."""
    small.sparql(f"{ENDLESS} #secret")
    log = small.log.read_text("utf-8")
    assert re.search(r"slow query [0-9a-f]{16} \d", log)
    assert "secret" not in log


@pytest.fixture(scope="module")
def cramped(tmp_path_factory):
    """Run a server that takes few connections and logs the text of slow queries."""
    limits = {"connections": 5, "time_limit": 1.2, "log_queries": True}
    with tuned(tmp_path_factory.mktemp("cramped"), **limits) as running:
        yield running


@pytest.mark.slow  # a server of its own, with test_too_many_connections
def test_text_of_slow_queries(cramped):
    """The operator may have their text in the log."""
    cramped.sparql(f"{ENDLESS} #wanted")
    assert "#wanted" in cramped.log.read_text("utf-8")


@pytest.mark.slow  # with this module's own server
def test_histograms(small):
    """The times are counted by route and by what became of the request."""
    small.ask("/sparql?query=nonsense")
    numbers = iter(range(100))
    until(lambda: small.sparql(f"{ENDLESS} #late{next(numbers)}").status == 504)
    text = small.ask("/metrics").text
    assert re.search(
        r'request_seconds_bucket\{route="/sparql",outcome="refused",le="\+Inf"\} [1-9]', text
    )
    assert re.search(r'request_seconds_count\{route="/sparql",outcome="late"\} [1-9]', text)


@pytest.mark.slow  # with this module's own server
def test_methods_in_the_counts(small):
    """Whatever methods are made up, the counts have one name for them."""
    for method in ("BREW", "SPILL"):
        small.ask("/", method)
    text = small.ask("/metrics").text
    assert "BREW" not in text
    assert 'method="other"' in text


@pytest.mark.slow  # with this module's own server
def test_not_http_is_counted(small):
    """What is no HTTP is a problem too, in log and counts."""
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(b"nonsense\r\n\r\n")
        answer = client.recv(2000)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in answer
    assert 'route="ill-formed",status="400"' in small.ask("/metrics").text


@pytest.mark.slow  # with this module's own server
def test_live_and_ready(small):
    """Whether it runs and whether it may be sent requests are two questions."""
    assert small.ask("/livez").status == small.ask("/readyz").status == 200


@pytest.mark.slow  # with this module's own server
def test_result_in_a_browser(small):
    """A browser that opens a result gets a table, with links; others the first format."""
    query = "SELECT ?t ?l { ?t skos:prefLabel ?l FILTER(?t = city:oslo) }"
    got = small.sparql(query, accept=HTML, accept_language="da")
    assert (got.status, got.media()) == (200, "text/html")
    assert '<html lang="da"' in got.text
    assert '<a href="/id/city/oslo">Oslo</a>' in got.text
    csv = re.search(r'href="([^"]+format=csv)"', got.text)[1].replace("&amp;", "&")
    assert small.ask(csv).media() == "text/csv"
    assert small.sparql(query, accept="*/*").media() == "application/sparql-results+json"
    assert "<script>" not in small.sparql("SELECT ('<script>' AS ?x) {}", accept=HTML).text


@pytest.mark.slow  # a server of its own
def test_too_many_connections(cramped):
    """A connection too many is told so with a problem, in the counts; then there is room again."""
    port = cramped.port
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(5)]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = client.recv(4000)
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"application/problem+json" in answer
    assert b"retry-after: 5" in answer
    for one in idle:
        one.close()
    until(lambda: status(port) == 200)
    assert "refused 503" in cramped.log.read_text("utf-8")


@pytest.mark.slow  # a server of its own
def test_service_manager(tmp_path):
    """Systemd is told when the server is ready, reloads and stops."""
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(tmp_path / "notify"))
    manager.settimeout(60)
    command = [sys.executable, "-m", "kkgraph", "serve", "--project", str(MINI), "--port", "0"]
    env = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify")}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--force", "--no-pages"], stderr=log, env=env)
    try:
        assert manager.recv(100) == b"READY=1"
        process.send_signal(signal.SIGHUP)
        assert manager.recv(100).startswith(b"RELOADING=1\nMONOTONIC_USEC=")
        assert manager.recv(100) == b"READY=1"
        process.send_signal(signal.SIGTERM)
        assert manager.recv(100) == b"STOPPING=1"
    finally:
        process.terminate()
        assert process.wait(30) == 0
        manager.close()


@pytest.mark.slow
def test_socket_of_the_service_manager(tmp_path):
    """A socket that systemd hands over is served: while there is no server, clients wait on it."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = sock.getsockname()[1]
        serve = ["-m", "kkgraph", "serve", "--project", str(MINI), "--force", "--no-pages"]
        script = (
            f"import os, sys; os.dup2({sock.fileno()}, 3)\n"
            "os.environ |= {'LISTEN_PID': str(os.getpid()), 'LISTEN_FDS': '1'}\n"
            f"os.execv(sys.executable, [sys.executable, *{serve!r}])"
        )
        for _ in range(2):
            with (tmp_path / "log").open("wb") as log:
                command = [sys.executable, "-c", script]
                process = subprocess.Popen(command, stderr=log, pass_fds=[sock.fileno()])
            try:
                until(lambda: status(port) == 200)
            finally:
                process.terminate()
                assert process.wait(30) == 0


def _resident(server):
    text = Path(f"/proc/{server.process.pid}/statm").read_text("ascii")
    return int(text.split()[1]) * 4096


@pytest.mark.parametrize("count", each([2_000, 10_000], 2))
@pytest.mark.slow  # thousands of requests
def test_many_addresses(small, count):
    """However many addresses of one resource leave no more behind than the cache may hold."""
    connection = http.client.HTTPConnection("127.0.0.1", small.port, timeout=60)
    kinds = ("/id/city/oslo.ttl?x={}", "/id/city/oslo?x={}", "/id/city/nowhere{}", "/none/{}")

    def ask(address):
        connection.request("HEAD", address)
        return connection.getresponse().read()

    for address in kinds:
        ask(address)
    before = _resident(small)
    for number in range(count // len(kinds)):
        for kind in kinds:
            ask(kind.format(number))
    connection.close()
    assert _resident(small) - before < 20_000_000


@pytest.mark.parametrize("reloads", each([1, 5], 2))
@pytest.mark.slow  # a server of its own, with pages
def test_nothing_holds_up_the_loop(mini_copy, tmp_path, reloads):
    """Reloads and pages leave the event loop free, and no descriptor open."""
    with serving(mini_copy.root, tmp_path / "log", "--force", "--workers", "1") as running:
        descriptors = Path(f"/proc/{running.process.pid}/fd")
        running.ask("/id/city/oslo/")
        before = len(list(descriptors.iterdir()))
        for number in range(reloads):
            running.signal(signal.SIGHUP)
            until(lambda done=number + 1: running.metric("reloads_total") == done)
            assert running.ask("/id/city/oslo/").status == 200
        until(lambda: len(list(descriptors.iterdir())) <= before + 2)
        assert running.metric("loop_pause_seconds_max") < 1


def _twice(port, request):
    """Send a request twice over one connection; return both answers without their dates."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        answers = []
        for _ in range(2):
            client.sendall(request)
            answer = b""
            while not re.search(rb"\r\n\r\n.+\}\n?$", answer, re.DOTALL):
                answer += client.recv(65536)
            answers.append(re.sub(rb"date: [^\r]+", b"", answer))
        return answers


@pytest.mark.slow  # with this module's own server
def test_the_same_bytes_again(small):
    """What was asked in the same words gets the same bytes, and is counted."""
    head = "GET /sparql?query=ASK%20%7B%20%23again%0A%7D HTTP/1.1\r\nHost: x\r\n"
    before = small.metric('requests_total{method="GET",route="/sparql",status="200"}')
    first, second = _twice(small.port, f"{head}\r\n".encode())
    assert first == second
    assert first.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"date: " not in first
    after = small.metric('requests_total{method="GET",route="/sparql",status="200"}')
    assert after == before + 2
    tag = re.search(rb'etag: ("[^"]+")', first)[1].decode()
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(f"{head}If-None-Match: {tag}\r\n\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 304 ")


@pytest.mark.parametrize("word", ["close", "Close"])
@pytest.mark.slow  # with this module's own server
def test_end_of_the_connection(small, word):
    """Who wants the connection to end with the answer sees it end, also when it is a kept one."""
    head = f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: {word}\r\n\r\n"
    for _ in range(2):
        with socket.create_connection(("127.0.0.1", small.port), timeout=10) as client:
            client.sendall(head.encode())
            answer = b"".join(iter(lambda: client.recv(65536), b""))
        assert b"\r\nconnection: close\r\n" in answer
        assert answer.endswith(b'{"head":{},"boolean":true}')


def test_only_quick_clients_share_a_worker():
    """Quick ones are let in behind one another; one that takes long has a worker to itself.

    It does not get the last one, and the quick do not overtake it when it waits.
    """

    async def run():
        lane = Lane(2, Turns(0.001), 10, ahead=4)
        for slow in ("slow", "slower"):
            lane.turns.account(slow).mean = 0.1
        quick = [lane.enter_now("quick") for _ in range(2)]
        slow = asyncio.ensure_future(lane.enter("slow"))
        await asyncio.sleep(0)
        assert not lane.enter_now("quick")
        lane.leave(quick.pop(), 0)
        place = await asyncio.wait_for(slow, 1)
        slower = asyncio.ensure_future(lane.enter("slower"))
        await asyncio.sleep(0)
        more = [lane.enter_now("quick") for _ in range(4)]
        assert [one is None for one in more] == [False, False, False, True]
        lane.leave(place, 0)
        for one in (*quick, *more[:2]):
            lane.leave(one, 0)
        await asyncio.wait_for(slower, 1)
        return lane.taken

    assert asyncio.run(run()) == 2


def test_slow_clients_have_all_places_while_no_other_comes(monkeypatch):
    """The place of the quick is lent to the slow, and kept again once a quick one has come."""

    async def run():
        lane = Lane(2, Turns(0.001), 10, ahead=4)
        lane.turns.account("slow").mean = 0.1
        places = [lane.enter_now("slow") for _ in range(3)]
        assert [place is None for place in places] == [False, False, True]
        assert not lane.enter_now("quick")  # until one is done, which is no longer than a slice
        lane.leave(places[0], 0.1)
        lane.leave(lane.enter_now("quick"), 0)
        assert not lane.enter_now("slow")
        monkeypatch.setattr(admission, "_ABSENT", -1)
        return lane.enter_now("slow")

    assert asyncio.run(run())


def test_a_place_is_kept_for_another_client_not_for_oneself():
    """Whose own quick queries were the last to come has all places for its slow ones."""

    async def run(*quick):
        lane = Lane(2, Turns(0.001), 10, ahead=4)
        for client in quick:
            lane.leave(lane.enter_now(client), 0)
        lane.turns.account("slow").mean = 0.1
        return [lane.enter_now("slow") is not None for _ in range(2)]

    assert asyncio.run(run("slow")) == [True, True]
    assert asyncio.run(run("other", "slow")) == [True, False]
    assert asyncio.run(run("slow", "other")) == [True, False]


def test_a_quick_client_that_waits_gets_the_place_that_was_lent():
    """A place is lent no more once a quick client has come, though others have waited longer."""

    async def run():
        lane = Lane(2, Turns(0.001), 10, ahead=4)
        for slow in ("slow", "slower"):
            lane.turns.account(slow).mean = 0.1
        places = [lane.enter_now("slow") for _ in range(2)]
        slower = asyncio.ensure_future(lane.enter("slower"))
        await asyncio.sleep(0)
        quick = asyncio.ensure_future(lane.enter("quick"))
        await asyncio.sleep(0)
        lane.leave(places[0], 0.1)
        await asyncio.wait((quick, slower), timeout=1, return_when=asyncio.FIRST_COMPLETED)
        first = quick.done(), slower.done()
        slower.cancel()
        return first

    assert asyncio.run(run()) == (True, False)
