"""What a server survives, on the tiny project: hostile queries, lost workers, reloads, its end."""

import asyncio
import contextlib
import errno
import itertools
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from sampling import each, each_row
from serving import serving, tuned, until

from kkgraph.endpoint.pool import messages, worker
from kkgraph.endpoint.pool.fork_client import ForkServerClient
from kkgraph.endpoint.pool.fork_server import ForkServer
from kkgraph.endpoint.responses import Response

MINI = Path(__file__).parent / "mini"
# A cross product that no server finishes.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?q }"
_NUMBERS = itertools.count()
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
CITIES = "SELECT (COUNT(*) AS ?n) WHERE { ?s a kk:City }"
NEW_CITY = '\n<city/bergen> a kk:City ; skos:prefLabel "Bergen"@da, "Bergen"@en .\n'
SHIPPED_ONTOLOGY = Path(__file__).parents[1] / "ontology" / "kk.ttl"
SHAPES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kk: <https://w3id.org/kkgraph/ontology#> .
@prefix shapes: <https://w3id.org/kkgraph/shapes#> .
shapes:City a sh:NodeShape ; sh:targetClass kk:City ; sh:property shapes:city-lines .
shapes:city-lines a sh:PropertyShape ; sh:path kk:isIn ; sh:minCount {} ;
    sh:message "En by mangler noget."@da, "A city lacks something."@en .
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Run a server with one place for ordinary queries, one for heavy ones, and little time."""
    limits = {"time_limit": 1.0, "queue_timeout": 2.5, "quick_workers": 1, "slow_workers": 1}
    folder = tmp_path_factory.mktemp("small")
    with tuned(folder, worker_memory=128 * 1024 * 1024, **limits) as running:
        yield running


OPTIONS = ("--force", "--no-pages", "--workers", "1")


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """Run a server on a copy of the tiny project for all tests that leave it alive."""
    folder = tmp_path_factory.mktemp("lasting")
    root = Path(shutil.copytree(MINI, folder / "project"))
    with serving(root, folder / "log", *OPTIONS) as running:
        yield running, root


@pytest.fixture
def copy(lasting):
    """Return the folder of the copy, which `own` repairs."""
    return lasting[1]


@pytest.fixture
def own(lasting):
    """Return the server of the copy, its log empty; afterwards both are as they were."""
    server, root = lasting
    server.log.write_bytes(b"")
    first = server.sparql(CITIES).headers["etag"]
    yield server
    for path in (path for path in MINI.rglob("*") if path.is_file()):
        shutil.copyfile(path, root / path.relative_to(MINI))
    if server.sparql(CITIES).headers["etag"] != first:
        server.log.write_bytes(b"")
        server.signal(signal.SIGHUP)
        server.wait_for_log(" reloaded")


@pytest.fixture
def mortal(lasting, tmp_path):
    """Return a server that a test may end: that of the copy, which no other test needs any more."""
    server, _ = lasting
    if server.process.poll() is None:
        yield server
        return
    with serving(MINI, tmp_path / "log", *OPTIONS) as running:
        yield running


def children(pid):
    """Return the processes that a process started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in listed.split()]


def workers(server):
    """Return the fork server's process and the workers'."""
    fork_server = children(server.process.pid)[0]
    return fork_server, children(fork_server)


def count(server):
    """Return how many triples the server has, as proof that it answers."""
    got = server.sparql(f"{COUNT} #{next(_NUMBERS)}")  # no answer from the cache
    assert got.status == 200, got.text
    return int(got.column("n")[0])


def test_time_limit(small):
    """A query that takes too long is really stopped, and the server answers on."""
    before = small.metric("queries_killed")
    got = small.sparql(ENDLESS)
    assert (got.status, got.headers["cache-control"]) == (504, "no-store")
    assert got.json()["seconds"] == 1
    assert small.metric("queries_killed") == before + 1
    assert small.metric("queries_slow") == 0
    assert count(small) > 100


@pytest.mark.slow  # waits for what does not come
def test_stopped_query_leaves_no_process(small):
    """What was stopped does not go on in the background."""
    small.sparql(ENDLESS)
    count(small)
    until(lambda: len(_working(small)) == 1, seconds=4)  # left alone it would end itself in 6


def _working(server):
    """Return the workers that are alive (a dead one is reaped with the next order)."""
    _, pids = workers(server)
    return [pid for pid in pids if not _is_dead(Path("/proc", str(pid)))]


def _is_dead(process):
    """Tell whether no thread of a process is left: only then its connections are closed."""
    state = (process / "stat").read_text("ascii").rpartition(")")[2].split()[0]
    return state == "Z" and len(list((process / "task").iterdir())) <= 1


@pytest.mark.slow  # twelve queries of a second each
def test_too_many_at_once(small):
    """Beyond the heavy queries it has places for the server says when to come again."""
    queries = [ENDLESS.replace("?n)", f"?n{number})") for number in range(12)]
    with ThreadPoolExecutor(12) as pool:
        got = list(pool.map(small.sparql, queries))
    assert {one.status for one in got} == {503, 504}
    for refused in (one for one in got if one.status == 503):
        assert int(refused.headers["retry-after"]) > 0
        assert refused.json()["title"] == "Busy"
    assert count(small) > 100


def test_ordinary_query_beside_a_heavy_one(small):
    """A heavy query does not stand in the way of the others."""
    with ThreadPoolExecutor() as pool:
        heavy = pool.submit(small.sparql, ENDLESS)
        until(lambda: small.metric("queries_slow") == 1)
        assert count(small) > 100
        assert not heavy.done()
        assert heavy.result().status == 504


def test_client_hangs_up(small):
    """A query is stopped when nobody waits for its answer any more."""
    before = small.metric("queries_killed")
    request = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", small.port)) as client:
        client.sendall(request.encode())
        until(lambda: small.metric("queries_slow") == 1)
    until(lambda: small.metric("queries_slow") == 0)
    assert small.metric("queries_killed") == before + 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * WHERE {{ service silent <{url}> {{ ?s ?p ?o }} }}",
        "SELECT * WHERE {{ {{ SELECT * WHERE {{ SeRvIcE#\n<{url}> {{ ?s ?p ?o }} }} }} }}",
        "SELECT * WHERE {{ BIND(<{url}> AS ?where) SERVICE ?where {{ ?s ?p ?o }} }}",
        "ASK {{ FILTER EXISTS {{ SERVICE<{url}>{{ ?s ?p ?o }} }} }}",
        "PREFIX x: <{url}> ASK {{ SERVICE x: {{ ?s ?p ?o }} }}",
    ],
)
def test_no_service(small, query):
    """No query makes the server ask another one, on this machine or elsewhere."""
    with _listener() as (listener, url):
        got = small.sparql(query.format(url=url))
        assert got.status == 403
        assert "SERVICE" in got.json()["detail"]
        assert _unvisited(listener)


def test_word_service(small):
    """The word alone is no call: in a text, a comment, a name."""
    query = "SELECT ('service' AS ?service) WHERE {} # SERVICE <http://x/> {}"
    assert small.sparql(query).column("service") == ["service"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <{url}> WHERE {{ ?s ?p ?o }}",
        "SELECT * FROM NAMED <{url}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "PREFIX x: <{url}> SELECT * FROM x: WHERE {{ ?s ?p ?o }}",
        "SELECT * WHERE {{ GRAPH <{url}> {{ ?s ?p ?o }} }}",
    ],
)
@pytest.mark.parametrize("place", ["http", "file"])
def test_nothing_is_fetched(small, query, place):
    """FROM opens no file and no address: such a graph is empty."""
    file = (MINI / "data" / "themes.ttl").as_uri()
    with _listener() as (listener, url):
        got = small.sparql(query.format(url=url if place == "http" else file))
        assert (got.status, got.json()["results"]["bindings"]) == (200, [])
        assert _unvisited(listener)


def test_no_load(small):
    """LOAD is an update and no query."""
    assert small.sparql("LOAD <file:///etc/passwd>").status == 400


class _listener:  # noqa: N801 - used as a function
    """A socket that would notice a visitor, and its URL."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        return self.socket, f"http://127.0.0.1:{self.socket.getsockname()[1]}/"

    def __exit__(self, *_):
        self.socket.close()


def _unvisited(listener):
    listener.settimeout(0)
    try:
        listener.accept()
    except BlockingIOError:
        return True
    return False


# What is refused before it runs, and the limits that stop what runs: time, or rows and memory.
# Of two limits the machine's speed says which is met first, and whether the first is met at all.
COMPLEX, SLOW, LARGE, DONE = {400}, {504}, {422}, {200}


HOSTILE = [
    ("CONSTRUCT { [] ?p ?o } WHERE { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }", SLOW | LARGE),
    (
        "SELECT (GROUP_CONCAT(STR(?o)) AS ?t) { ?s ?p ?o . ?a ?b ?c . ?d ?f ?g . ?e ?h ?i }",
        SLOW | LARGE,
    ),
    ("SELECT DISTINCT * WHERE { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }", SLOW | LARGE),
    ("ASK " + "{" * 100_000, COMPLEX),
    ("ASK {" + "{" * 20_000 + "}" * 20_001, COMPLEX),
    ("SELECT (" + "(" * 50_000 + "1" + ")" * 50_000 + " AS ?n) {}", COMPLEX),
    (
        "SELECT * WHERE { ?s " + "/".join(["(!<x:>|^!<x:>)*"] * 12) + " ?o }",
        SLOW | LARGE,
    ),
    (
        'SELECT * WHERE { ?s ?p ?o . ?a ?b ?c FILTER(REGEX(CONCAT(STR(?o), STR(?c)), "'
        + "(a{1,1000}){1,1000}" * 10
        + '")) }',
        SLOW | DONE,
    ),
    (
        "SELECT * WHERE { VALUES ?x { " + "1 " * 120_000 + "} VALUES ?y { 1 2 3 } }",
        SLOW | LARGE,
    ),
    (
        "SELECT (REPLACE('" + "a" * 50_000 + "', 'a', '" + "b" * 50_000 + "') AS ?x) WHERE {}",
        LARGE,
    ),
    ("ASK { FILTER(1 IN (" + "1+" * 50_000 + "1)) }", COMPLEX),
]


@pytest.mark.parametrize("hostile", each(HOSTILE, 20, lambda pair: pair[0][:40]))
def test_hostile_query(small, hostile):
    """Whatever a query wants, the server says no for the right reason and answers on."""
    query, statuses = hostile
    got = small.ask("/sparql", "POST", query, content_type="application/sparql-query")
    assert got.status in statuses, got.text
    if got.status not in DONE:
        assert got.json()["status"] == got.status
    assert count(small) > 100


def test_nothing_was_lost(small):
    """None of the jobs failed inside: no answer was 500."""
    assert "a job failed" not in small.log.read_text("utf-8")
    assert 'status="500"' not in small.ask("/metrics").text


def test_huge_body(small):
    """A body of 50 MB is refused from its length, before it is sent."""
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(f"{head}Content-Length: 52428800\r\n\r\n".encode())
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


def test_endless_head(small):
    """A head without end is cut off."""
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError, match=r"reset|pipe|abort"):
            client.sendall((b"X-More: " + b"x" * 8000 + b"\r\n") * 1000)
    assert count(small) > 100


@pytest.mark.parametrize(("size", "status"), [(60_000, b"200"), (70_000, b"431")])
def test_long_head(small, size, status):
    """A head of more than 64 kB is refused, one of less is read, whatever body follows it."""
    body = b"query=ASK{}&x=" + b"y" * 100_000
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nX: {'a' * size}\r\nContent-Length: {len(body)}\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        with contextlib.suppress(ConnectionError):  # what is refused is not read to its end
            client.sendall((head + form).encode() + body)
        assert client.recv(20).split()[1] == status


@pytest.mark.parametrize("before", [b"", b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"])
@pytest.mark.parametrize("pieces", [1, 7, 300])
def test_long_target(small, pieces, before):
    """An address of more than 64 kB is told as that (RFC 9112, section 3), however it comes."""
    asked = b"GET /" + b"a" * 400_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"
    size = len(asked) // pieces + 1
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        if before:
            client.sendall(before)
            assert client.recv(65536).startswith(b"HTTP/1.1 200 ")
        with contextlib.suppress(ConnectionError):  # what is refused is not read to its end
            for start in range(0, len(asked), size):
                client.sendall(asked[start : start + size])
        assert client.recv(20).split()[1] == b"414"


def test_not_http(small):
    """What is no HTTP is answered as that, with the headers of every answer."""
    with socket.create_connection(("127.0.0.1", small.port), timeout=30) as client:
        client.sendall(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    named = {line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]}
    assert {b"date", b"access-control-allow-origin", b"connection"} < named
    assert f"content-length: {len(body)}".encode() in head


def test_random_headers(small):
    """Whatever Accept, Content-Type, Host and the like say: an answer, and no failure of ours."""
    dice = random.Random(2020)  # noqa: S311 - headers, no secrets
    words = (
        *("text/html", "text/turtle", "*/*", "application/json", "application/sparql-query"),
        *("q=0.5", "q=x", ";", ",", '"', "\\", "charset*0=a; charset*0=b", "\xe9", "a" * 300),
        *("gzip", "br", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"),
    )
    names = (
        "Accept",
        "Content-Type",
        "Accept-Language",
        "Accept-Encoding",
        "If-None-Match",
        "Host",
    )
    paths = ("/sparql", "/sparql?query=ASK%7B%7D", "/id/city/oslo", "/api/queries", "/nothing")
    for _ in range(200):
        head = {n: " ".join(dice.choices(words, k=3)) for n in dice.sample(names, k=3)}
        method, path = dice.choice(("GET", "POST", "HEAD", "OPTIONS", "PUT")), dice.choice(paths)
        body = b"ASK {}" if method == "POST" else None
        assert small.ask(path, method, body, **head).status < 500, (method, path, head)


def test_missing_parameter(small):
    """A saved query without what it needs says so, with an example's name."""
    got = small.ask("/api/queries/members")
    assert (got.status, got.media()) == (400, "application/problem+json")
    assert "network" in got.json()["detail"]
    assert "kkgraph" not in got.json()["detail"]


def test_workers_are_confined(small):
    """A worker has a bound of memory and may open no file."""
    _, pids = workers(small)
    limits = Path(f"/proc/{pids[0]}/limits").read_text("ascii")
    values = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()}
    assert values["Max open files"] == "0"
    assert 128 * 2**20 < int(values["Max address space"]) < 2 * 2**30


def test_library_of_the_assistant_waits(own):
    """What takes long to load, and serves /mcp alone, is not loaded before anyone asks there."""
    assert own.ask("/healthz").status == 200
    maps = Path(f"/proc/{own.process.pid}/maps").read_text("utf-8")
    assert "httptools" in maps
    assert "pydantic_core" not in maps


@pytest.mark.slow  # a process killed, or a reload; the two that are left have one each
def test_worker_killed_in_its_query(own):
    """A worker that dies takes its query with it and nothing else; another takes its place."""
    before = count(own)
    with ThreadPoolExecutor() as pool:
        heavy = pool.submit(own.sparql, ENDLESS)
        until(lambda: own.metric("queries_slow") == 1)
        until(lambda: _slowed(own) and _seconds(*_slowed(own)) > 0.1)  # it is at work
        os.kill(*_slowed(own), signal.SIGKILL)
        assert heavy.result().status == 422
    assert count(own) == before
    assert own.metric("workers_lost") >= 1


def _seconds(pid):
    """Return the seconds of the processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _slowed(server):
    """Return the workers that have less of the processor."""
    usual = os.getpriority(os.PRIO_PROCESS, server.process.pid)
    return [p for p in workers(server)[1] if os.getpriority(os.PRIO_PROCESS, p) > usual]


def test_worker_killed_while_idle(own):
    """Nobody notices when a worker dies that had nothing to do."""
    before = count(own)
    for pid in workers(own)[1]:
        os.kill(pid, signal.SIGKILL)
    until(lambda: not _working(own))
    assert count(own) == before


@pytest.mark.slow  # a process killed, or a reload; the two that are left have one each
def test_loading_process_killed(own):
    """The server starts another process to fork its workers from."""
    before = count(own)
    fork_server, _ = workers(own)
    os.kill(fork_server, signal.SIGKILL)
    own.wait_for_log("reloaded")
    assert count(own) == before
    until(lambda: fork_server not in children(own.process.pid))
    assert workers(own)[1]


@pytest.mark.parametrize("again", each(["repaired", "SIGHUP"], 2))
@pytest.mark.slow  # a process killed, or a reload; the two that are left have one each
def test_loading_process_killed_while_a_file_is_broken(own, copy, again):
    """/healthz says so, and the server tries until the file is right, or when it is told to."""
    city = copy / "data" / "register" / "cities.ttl"
    whole = city.read_text("utf-8")
    before = count(own)
    city.write_text("broken", "utf-8")
    os.kill(workers(own)[0], signal.SIGKILL)
    own.wait_for_log("not reloaded")
    got = own.ask("/healthz")
    assert (got.status, got.media()) == (503, "application/problem+json")
    assert int(got.headers["retry-after"]) > 0
    city.write_text(whole, "utf-8")
    if again == "SIGHUP":
        own.signal(signal.SIGHUP)
    until(lambda: own.ask("/healthz").status == 200)
    assert count(own) == before


@pytest.mark.slow  # a server of its own
def test_no_module_of_the_working_folder(tmp_path):
    """`kkgraph serve` runs no Python file of the folder it is started in, whatever its name."""
    for name in ("socket", "statistics", "json", "gc", "pyoxigraph", "kkgraph", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("open('RUN', 'w')", "utf-8")
    command = str(Path(sys.executable).with_name("kkgraph"))
    options = ("--force", "--no-pages")
    with serving(MINI, tmp_path / "log", *options, command=(command,), folder=tmp_path) as running:
        assert count(running) > 100
    assert not (tmp_path / "RUN").exists()


def test_reload(own, copy):
    """SIGHUP takes over what the files say now; old answers are not served any more."""
    reloads = own.metric("reloads_total")
    before = own.sparql(CITIES)
    city = copy / "data" / "register" / "cities.ttl"
    with city.open("a", encoding="utf-8") as file:
        file.write(NEW_CITY)
    assert own.sparql(CITIES).body == before.body
    own.signal(signal.SIGHUP)
    own.wait_for_log("reloaded")
    after = own.sparql(CITIES)
    assert int(after.column("n")[0]) == int(before.column("n")[0]) + 1
    assert after.headers["etag"] != before.headers["etag"]
    assert own.sparql(CITIES, if_none_match=before.headers["etag"]).status == 200
    assert own.metric("reloads_total") == reloads + 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    each_row(
        [
            ("data/register/cities.ttl", "<city/oslo> a kk:City ;;; .. {", "cities.ttl:"),
            ("data/themes.ttl", "", "themes.ttl: the file is missing or empty"),
            ("queries/projects/partners.rq", "SELECT", "partners.rq:1: the header needs"),
            ("ontology/rules/mentions.rq", "CONSTRUCT {", "mentions.rq"),
        ],
        4,
    ),
)
@pytest.mark.slow  # a process killed, or a reload; the two that are left have one each
def test_reload_of_a_broken_file(own, copy, name, content, reason):
    """A project that cannot be read whole is not put into service; the log says why."""
    before, refused = own.ask("/healthz").body, own.metric("reloads_refused_total")
    (copy / name).write_text(content, "utf-8")
    own.signal(signal.SIGHUP)
    own.wait_for_log("not reloaded, the graph in service stays")
    assert reason in own.log.read_text("utf-8")
    assert "Traceback" not in own.log.read_text("utf-8")
    assert own.ask("/healthz").body == before
    assert own.metric("reloads_refused_total") == refused + 1
    assert own.sparql(CITIES).status == 200


@pytest.mark.slow  # hundreds of requests
def test_reloads_under_load(own, copy):
    """While files change and break, each answer is the old state or the new one, none is lost."""
    city = copy / "data" / "register" / "cities.ttl"
    whole = city.read_text("utf-8")
    old = int(own.sparql(CITIES).column("n")[0])
    with ThreadPoolExecutor(4) as pool:
        asked = []
        for text in (whole + NEW_CITY, whole + "broken", whole):
            city.write_text(text, "utf-8")
            mark = len(own.log.read_text("utf-8"))
            own.signal(signal.SIGHUP)
            while "eloaded" not in own.log.read_text("utf-8")[mark:]:
                queries = [f"{CITIES} #{len(asked)}{number}" for number in range(20)]
                asked += list(pool.map(own.sparql, queries))
    assert len(asked) > 50
    assert {one.status for one in asked} == {200}
    assert {int(one.column("n")[0]) for one in asked} == {old, old + 1}


@pytest.mark.slow  # three starts with validation
def test_data_that_do_not_hold(mini_copy, tmp_path):
    """Data that break the shapes are not served, and do not replace what is; unless forced."""
    shutil.copy(SHIPPED_ONTOLOGY, mini_copy.root / "ontology")
    shapes = mini_copy.root / "ontology" / "shapes.ttl"
    shapes.write_text(SHAPES.format(1), "utf-8")
    done = _failing(mini_copy.root, answered=True)
    assert "serve them with --force" in done.stderr
    shapes.write_text(SHAPES.format(0), "utf-8")
    with serving(mini_copy.root, tmp_path / "log", "--no-pages") as running:
        shapes.write_text(SHAPES.format(1), "utf-8")
        running.signal(signal.SIGHUP)
        running.wait_for_log("not reloaded")
        assert count(running) > 100


def _failing(project, *options, answered=False):
    """Run a server that does not start, or ends when its data are found not to hold."""
    command = [sys.executable, "-m", "kkgraph", "serve", "--project", str(project)]
    done = subprocess.run(
        [*command, "--port", "0", *options], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    *before, line = done.stderr.splitlines()
    assert line.strip().startswith("kkgraph: ")
    assert ["answering" in other or "stopped" in other for other in before] == [True] * len(before)
    assert bool(before) == answered
    return done


def test_server_gone_before_a_worker_answers(monkeypatch, capfd):
    """A worker whose server has gone ends without a word, whatever it is doing."""
    ours, theirs = socket.socketpair()
    ours.sendall(messages.encode({"limit": 1.0}))

    def answer(_head, _body):
        ours.close()
        return Response(200)

    def work(sock, _snapshot):
        worker.loop(sock, answer)

    monkeypatch.setitem(worker.ROLES, "worker", work)
    with theirs:
        worker.start("worker", theirs, None)
    signal.setitimer(signal.ITIMER_REAL, 0)  # which ends a worker that is stuck: here it is us
    assert "Traceback" not in capfd.readouterr().err
    assert ours.fileno() == -1


def test_no_process_to_give(monkeypatch):
    """Where the system has no process for a worker, the loading process stays; the server hears."""
    monkeypatch.setattr(os, "fork", _refused)
    ours, control = socket.socketpair()
    mine, theirs = socket.socketpair()
    with ours, theirs:
        socket.send_fds(ours, [b"worker 1\n"], [theirs.fileno()])
    server = ForkServer(None, control)
    with control, mine:
        server.obey()
        mine.settimeout(5)
        assert mine.recv(1) == b""
    assert server.children == {}


class _Control(socket.socket):
    """A socket that notes whether the event loop waits for it when it is closed."""

    watched = None

    def close(self):
        """Note it."""
        if self.fileno() >= 0:
            self.watched = asyncio.get_running_loop().remove_reader(self)
        super().close()


def test_closed_connection_is_not_waited_for():
    """The number of a closed connection may be a new one's, which nobody takes the reader from."""

    async def run():
        ours, theirs = socket.socketpair()
        control = _Control(fileno=ours.detach())
        control.settimeout(0)
        client = ForkServerClient(process, control)
        with theirs:
            theirs.sendall(messages.encode({"quads": 1}))
            await client.loaded()
            await asyncio.sleep(0)
            await client.close()
        return control.watched

    process = subprocess.Popen([sys.executable, "-c", ""])
    assert asyncio.run(run()) is False


def _refused():
    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))


@pytest.mark.slow  # a start of its own; a reload is refused alike
def test_broken_project_at_the_start(mini_copy):
    """A project that cannot be read is one line on stderr and exit 2."""
    (mini_copy.root / "data" / "register" / "cities.ttl").write_text("nonsense", "utf-8")
    assert "cities.ttl:1: " in _failing(mini_copy.root, "--force").stderr


def test_port_taken(small):
    """A port that is in use is one line on stderr and exit 2."""
    done = _failing(MINI, "--force", "--port", str(small.port))
    assert "try another --port" in done.stderr


@pytest.mark.parametrize("number", each([signal.SIGTERM, signal.SIGINT], 2))
def test_end(mortal, number):
    """A signal to stop ends the server with 0 and leaves no process, log and port behind."""
    fork_server, others = workers(mortal)
    mortal.signal(number)
    assert mortal.process.wait(30) == 0
    assert mortal.log.read_text("utf-8").splitlines()[-1].endswith("stopped")
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in (fork_server, *others)))
    with pytest.raises(ConnectionRefusedError):
        mortal.ask("/healthz")


@pytest.mark.slow  # loads the shipped graph anew
def test_end_while_loading(project):
    """A server that is told to stop before it has loaded the graph ends with 0 too."""
    command = [sys.executable, "-m", "kkgraph", "serve", "--project", str(project.root)]
    with subprocess.Popen([*command, "--port", "0"], stderr=subprocess.PIPE, text=True) as process:
        until(lambda: children(process.pid))
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert log.endswith("stopped\n")
    assert "serving" not in log


@pytest.mark.slow  # a server of its own, and a query of a second and a half
def test_end_under_way(mini_copy, tmp_path):
    """A query that is under way when the server is told to stop still gets its answer."""
    options = ("--force", "--no-pages", "--time-limit", "1.5")
    with serving(mini_copy.root, tmp_path / "log", *options) as running:
        with ThreadPoolExecutor() as pool:
            heavy = pool.submit(running.sparql, ENDLESS)
            until(lambda: running.metric("queries_slow") == 1)
            running.signal(signal.SIGTERM)
            assert heavy.result().status == 504
        assert running.process.wait(30) == 0


@pytest.mark.slow  # a server of its own, as test_end has
def test_killed_outright(mini_copy, tmp_path):
    """A server that is killed leaves no process behind."""
    with serving(mini_copy.root, tmp_path / "log", "--force", "--no-pages") as running:
        fork_server, others = workers(running)
        running.process.kill()
        running.process.wait(30)
        until(lambda: not any(_alive(pid) for pid in (fork_server, *others)))


def _alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
