"""`--endpoint`: the graph that a server has, asked as the one on this machine."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
import servers
from conftest import MINI, ROOT
from sampling import each
from servers import Server, running
from serving import serving

import kkgraph as package
from kkgraph import errors, queries, terms
from kkgraph.errors import InputNotReadable
from kkgraph.errors.remote import EndpointFailed, EndpointUnknown
from kkgraph.remote import auth
from kkgraph.remote import client as clients
from kkgraph.remote.client import Client
from kkgraph.remote.graph import Remote
from kkgraph.remote.layout import hiding
from kkgraph.remote.profiles import Profile, resolve
from kkgraph.remote.values import plain, standard
from kkgraph.store import Store

CALLS = [
    ("query", "fees"),
    ("query", "fees", "--lang", "da", "--format", "csv"),
    ("query", "-e", "SELECT ?c ?g { GRAPH ?g { ?c a kk:City } } ORDER BY ?c ?g"),
    ("query", "-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--format", "csv"),
    ("query", "-e", "SELECT (COUNT(*) AS ?n) FROM graph:register FROM graph:links { ?s ?p ?o }"),
    ("query", "-e", "CONSTRUCT { ?s a kk:City } WHERE { ?s a kk:City }"),
    ("query", "-e", "ASK { ?s a kk:City }"),
    ("query", "-e", "SELECT ?c { ?c a kk:Citi }"),
    ("query", "-e", "SELECT ?c { ?c a kk:City "),
    ("query", "--stated", "-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    ("queries",),
    ("show", "STRING"),
    ("show", "Oslo", "--lang", "da", "--all"),
    ("show", "1", "--format", "json"),
    ("search", "oslo"),
    ("why", "Oslo"),
    ("why", "Oslo", "isMemberOf", "STRING"),
    ("ask", "fees"),
    ("stats",),
    ("stats", "--stated"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """Run Oxigraph's server with the tiny project."""
    with running(servers.oxigraph, tmp_path_factory.mktemp("oxigraph")) as one:
        pushed(one)
        yield one


def pushed(server: Server) -> None:
    """Put the tiny project on a server."""
    call = [sys.executable, "-m", "kkgraph", "push", server.url, "--project", str(MINI)]
    done = subprocess.run(call, env={**os.environ, **server.env}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("call", each(CALLS, 4, " ".join))
def test_same_answers(kkgraph, server, call):
    """A command says the same of a server's graph, on both channels and with the same code."""
    here = kkgraph(*call)
    there = kkgraph(*call, "--endpoint", server.url)
    assert (there.exit_code, there.stdout, there.stderr) == (
        here.exit_code,
        here.stdout,
        here.stderr,
    )


def test_export(kkgraph, server, tmp_path):
    """An export of a server's graph has the same bytes."""
    files = [tmp_path / "here.nq", tmp_path / "there.nq"]
    assert kkgraph("export", str(files[0])).exit_code == 0
    assert kkgraph("export", str(files[1]), "--endpoint", server.url).exit_code == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_python(server):
    """The functions of Python take an endpoint too."""
    asked = {"project": MINI, "endpoint": server.url}
    text = "SELECT ?c { ?c a kk:City }"
    assert package.query(text, **asked).rows == package.query(text, project=MINI).rows
    assert str(package.show("Oslo", **asked)) == str(package.show("Oslo", project=MINI))
    assert package.search("Oslo", **asked).rows == package.search("Oslo", project=MINI).rows


@pytest.fixture
def no_pauses(monkeypatch):
    """Have what is tried again tried at once."""
    monkeypatch.setattr(clients, "_FIRST_PAUSE", 0.001)


@pytest.mark.usefixtures("no_pauses")
def test_environment(kkgraph, server, monkeypatch):
    """KKGRAPH_ENDPOINT stands for the option."""
    monkeypatch.setenv("KKGRAPH_ENDPOINT", server.url)
    assert kkgraph("query", "-e", "ASK {}").exit_code == 0
    monkeypatch.setenv("KKGRAPH_ENDPOINT", "http://127.0.0.1:9/query")
    assert kkgraph("query", "-e", "ASK {}").exit_code == 2


def test_root_of_a_server(kkgraph, server):
    """The address of the server itself will do where it answers at /query or /sparql."""
    root = server.url.removesuffix("/query")
    assert kkgraph("query", "-e", "ASK {}", "--endpoint", root).stdout == "yes\n"


@pytest.mark.slow  # a server of its own
def test_kkgraph_serve_is_an_endpoint(kkgraph, tmp_path):
    """`kkgraph serve` can be asked by `kkgraph --endpoint`."""
    with serving(MINI, tmp_path / "log", "--force", "--no-pages") as one:
        url = f"{one.url}/sparql"
        for call in (("query", "fees"), ("show", "STRING"), ("stats",)):
            assert kkgraph(*call, "--endpoint", url).stdout == kkgraph(*call).stdout


def documented() -> list[str]:
    """Return the calls that docs/servers.md and --help give for any server."""
    page = (ROOT / "docs" / "servers.md").read_text("utf-8") + "\n".join(
        line for line in (ROOT / "docs" / "cli.md").read_text("utf-8").splitlines()
    )
    found = re.findall(r"kkgraph (?:push|pull|compare) .*http://localhost:7878\S*[^#\n]*", page)
    return sorted({" ".join(call.split()) for call in found})


@pytest.mark.parametrize("call", each(documented(), 5))
def test_documented_calls(server, tmp_path, call):
    """What the documents say to type works with a server."""
    shutil.copytree(MINI, tmp_path, dirs_exist_ok=True)
    words = re.sub(r"http://localhost:7878(/query)?", server.url, call).split()
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_documented_calls_are_found():
    """Each of the three commands is among them."""
    assert {call.split()[1] for call in documented()} == {"push", "pull", "compare"}


@pytest.mark.slow  # a library that reads the graph in Python; others push to Oxigraph's server
def test_rdflib_endpoint(kkgraph, tmp_path):
    """A server without a graph store, which makes the union itself, is pushed to and asked."""
    with running(servers.rdflib_endpoint, tmp_path) as one:
        pushed(one)
        for call in (("query", "fees"), ("show", "STRING"), ("stats",)):
            assert kkgraph(*call, "--endpoint", one.url).stdout == kkgraph(*call).stdout


def test_stages_are_not_seen(server, mini):
    """What a push has half written is in no answer."""
    client = Client(Profile(server.url))
    waits = f"GRAPH <{terms.STAGE}1> {{ city:oslo a kk:City }}"
    text = f"PREFIX kk: <{terms.KK}> PREFIX city: <{terms.ID}city/> INSERT DATA {{ {waits} }}"
    client.send("POST", server.url.replace("query", "update"), safe=False, data={"update": text})
    query = f"SELECT ?g WHERE {{ GRAPH ?g {{ <{terms.ID}city/oslo> a <{terms.KK}City> }} }}"
    assert {row["g"] for row in Remote(client).query(query)} == {
        row["g"] for row in mini.graph.query(query)
    }
    drop = f"DROP GRAPH <{terms.STAGE}1>"
    client.send("POST", server.url.replace("query", "update"), safe=True, data={"update": drop})


def test_hiding():
    """A filter stands after each group of a named graph that a variable stands for."""
    text = "SELECT * { GRAPH ?g { ?s ?p '}' { ?a ?b ?c } } GRAPH <urn:x> { ?s ?p ?o } }"
    said = f'FILTER(!STRSTARTS(STR(?g), "{terms.STAGE}"))'
    assert hiding(text) == text.replace("?c } }", f"?c }} }} {said}")


def test_a_union_that_counts_twice_is_refused(kkgraph, tmp_path):
    """A server whose default graph has a triple twice is not asked without a merge of ours."""
    store = ox.Store(str(tmp_path))
    same = f"<{terms.KK}City> a <http://www.w3.org/2002/07/owl#Class> ."
    version = f'<{terms.ONTOLOGY}> <{terms.VERSION_INFO}> "1" .'
    for name in (terms.ONTOLOGY, terms.HIERARCHY, terms.SECTIONS, terms.REGISTER, terms.CITATIONS):
        store.load(same + version, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(name))
    store.flush()
    del store

    def union(folder: Path, port: int) -> Server:
        command = servers.program("oxigraph", "pip install oxigraph")
        call = [command, "serve-read-only", "--location", str(folder), "--union-default-graph"]
        process = servers.started([*call, "--bind", f"127.0.0.1:{port}"], folder)
        return Server("oxigraph", process, f"http://127.0.0.1:{port}/query")

    with running(union, tmp_path) as one:
        got = kkgraph("query", "-e", "ASK {}", "--endpoint", one.url)
    assert got.exit_code == 2
    assert "twice" in got.stderr
    assert "kkgraph push" in got.stderr


class Fake(ThreadingHTTPServer):
    """A server that answers as it is told, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port; answer yes."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}/sparql"


class Handler(BaseHTTPRequestHandler):
    """Gives the next answer of the server; yes when there is none left."""

    def do_GET(self) -> None:
        """Answer."""
        query = parse_qs(urlsplit(self.path).query)
        self.server.asked.append({**self.headers, "query": "".join(query.get("query", []))})
        yes = (
            200,
            {"Content-Type": "application/sparql-results+json"},
            b'{"head":{},"boolean":true}',
        )
        status, headers, body = self.server.answers.pop(0) if self.server.answers else yes
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def faking() -> Iterator[Fake]:
    """Run a fake."""
    with Fake() as fake:
        thread = threading.Thread(target=fake.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield fake
        finally:
            fake.shutdown()
            thread.join()


@pytest.fixture
def fake(monkeypatch) -> Iterator[Fake]:
    """Return a fake, and wait for nothing."""
    monkeypatch.setattr(clients.time, "sleep", lambda _: None)
    with faking() as one:
        yield one


def ask(fake: Fake, profile: Profile | None = None) -> bool:
    """Ask a fake whether it answers."""
    return bool(Remote(Client(profile or Profile(fake.url))).query("ASK {}"))


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_busy_servers_are_asked_again(fake, status):
    """A query is sent again when the server is busy."""
    fake.answers = [(status, {"Retry-After": "1"}, b"later"), (status, {}, b"later")]
    assert ask(fake)
    assert len(fake.asked) == 3


def test_enough_is_enough(fake):
    """After some tries the server's words are the error."""
    fake.answers = [(503, {}, b"closed for the day")] * 9
    with pytest.raises(EndpointFailed, match="503 Service Unavailable: closed for the day"):
        ask(fake)
    assert len(fake.asked) == clients.TRIES


def test_pauses_grow(fake, monkeypatch):
    """Each pause is about twice the last; the server's own wish counts, up to half a minute."""
    slept: list[float] = []
    monkeypatch.setattr(clients.time, "sleep", slept.append)
    later = [{}, {}, {}, {"Retry-After": "7"}, {"Retry-After": "3600"}, {"Retry-After": "soon"}]
    for headers in (later[:3], later[3:]):
        fake.answers = [(503, each, b"later") for each in headers]
        assert ask(fake)
    for pause, about in zip(slept, [0.25, 0.5, 1.0, 7.0, 30.0, 1.0], strict=True):
        assert pause == pytest.approx(about, rel=0 if about > 1 else 0.25)


def test_updates_are_sent_once(fake):
    """What changes something is not sent again."""
    fake.answers = [(503, {}, b"later")] * 9
    with pytest.raises(EndpointFailed):
        Client(Profile(fake.url)).send("POST", fake.url, safe=False, data={"update": ""})
    assert len(fake.asked) == 1


def test_refusals_are_not_asked_again(fake):
    """A query that a server refuses is refused in its words, whatever markup they are in."""
    page = b"<html><title>x</title><body><h1>No</h1>\n such <b>function</b></body></html>"
    fake.answers = [(400, {"Content-Type": "text/html"}, page)] * 9
    with pytest.raises(EndpointFailed, match=r"400 Bad Request: No such function$"):
        ask(fake)
    assert len(fake.asked) == 1


def test_something_else_is_no_answer(fake):
    """A page of the web is no answer to a query."""
    fake.answers = [(200, {"Content-Type": "text/html"}, b"<html>Welcome</html>")]
    with pytest.raises(EndpointFailed, match="answers no application/sparql-results"):
        ask(fake)


def test_a_connection_that_is_not_made_safe(fake):
    """Why TLS fails is told in its own words, not in those of a number that the system has too."""
    with pytest.raises(EndpointFailed, match="SSL") as failed:
        ask(fake, Profile(fake.url.replace("http:", "https:")))
    assert "not permitted" not in str(failed.value)


def test_rows_that_are_missing_are_an_error(fake):
    """A server that cuts an answer off is not believed."""
    fake.answers = [(200, {"X-SPARQL-MaxRows": "10000"}, b"")]
    with pytest.raises(EndpointFailed, match="only the first 10000 rows"):
        ask(fake)


def test_answers_that_break_off(fake, mini):
    """An answer that breaks off while it is read is an error, not fewer rows."""
    head = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:a"}},'
    fake.answers = [(200, {"Content-Length": "9999"}, head)]
    far = Store(mini.project, Remote(Client(Profile(fake.url))), stated=False, inferred=True)
    with pytest.raises(errors.QueryFailed, match="broke off"):
        queries.evaluate(far, "SELECT ?s { ?s ?p ?o }")


@pytest.mark.parametrize("way", ["environment", "netrc", "address"])
def test_login(fake, monkeypatch, tmp_path, way):
    """User and password are given when the server asks, from where the user keeps them."""
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    url = fake.url
    if way == "environment":
        monkeypatch.setenv(auth.USER, "ann")
        monkeypatch.setenv(auth.PASSWORD, "secret")
    elif way == "netrc":
        (tmp_path / "netrc").write_text("machine 127.0.0.1 login ann password secret\n")
    else:
        url = url.replace("//", "//ann:secret@")
    fake.answers = [(401, {"WWW-Authenticate": 'Basic realm="x"'}, b"who?")]
    assert ask(fake, Profile(url))
    assert [one.get("Authorization") for one in fake.asked] == [None, "Basic YW5uOnNlY3JldA=="]


@pytest.mark.parametrize("way", ["Basic", "Digest"])
def test_login_in_the_way_that_is_asked(fake, monkeypatch, way):
    """The password is sent only when the server asks, and in its way."""
    monkeypatch.setenv(auth.USER, "ann")
    monkeypatch.setenv(auth.PASSWORD, "secret")
    asked = f'{way} realm="here", nonce="abc", qop="auth", algorithm=MD5'
    fake.answers = [(401, {"WWW-Authenticate": asked}, b"who?")] * (1 + (way == "Digest"))
    assert ask(fake)
    *before, last = (one.get("Authorization", "").partition(" ")[0] for one in fake.asked)
    assert (set(before), last) == ({""}, way)


def test_token(fake, monkeypatch):
    """A token goes with each request."""
    monkeypatch.setenv(auth.TOKEN, "abc")
    assert ask(fake)
    assert fake.asked[0]["Authorization"] == "Bearer abc"


def test_passwords_are_not_repeated(fake, monkeypatch, tmp_path):
    """No error repeats a password that stands in an address."""
    monkeypatch.setenv("NETRC", str(tmp_path / "none"))
    fake.answers = [(403, {}, b"no")] * 9
    with pytest.raises(EndpointFailed) as caught:
        ask(fake, Profile(fake.url.replace("//", "//ann:secret@")))
    assert "secret" not in str(caught.value)


@pytest.mark.usefixtures("no_pauses")
def test_nothing_there(kkgraph, tmp_path):
    """A server without the dataset is told from one with it, with what to do; exit code 2."""
    with running(servers.oxigraph, tmp_path) as empty:
        got = kkgraph("query", "-e", "ASK {}", "--endpoint", empty.url)
    assert got.exit_code == 2
    assert "holds no kkgraph dataset" in got.stderr
    assert f"kkgraph push {empty.url}" in got.stderr
    gone = kkgraph("query", "-e", "ASK {}", "--endpoint", empty.url)
    assert (gone.exit_code, gone.stderr.count("\n")) == (2, 1)


@pytest.mark.usefixtures("no_pauses")
def test_nobody_there_is_told_in_the_language(kkgraph):
    """What the system says is told in our words, without its number."""
    gone = "http://127.0.0.1:9/query"
    result = kkgraph("query", "-e", "ASK {}", "--endpoint", gone, "--lang", "da")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"kkgraph: {gone}: forbindelsen blev afvist\n"


def test_own_files_are_refused(kkgraph, server, tmp_path):
    """Files beside a server's graph cannot be read there, and nothing is left out silently."""
    own = tmp_path / "own.ttl"
    own.write_text("<urn:a> <urn:b> <urn:c> .")
    got = kkgraph("query", "-e", "ASK {}", "--with", str(own), "--endpoint", server.url)
    assert got.exit_code == 2
    assert "--with" in got.stderr


def test_another_version(kkgraph, server, mini_copy):
    """A graph of another version than the saved queries is said on standard error."""
    path = mini_copy.root / "ontology" / "kk.ttl"
    text = path.read_text("utf-8")
    version = mini_copy.version
    assert version
    path.write_text(text.replace(f'"{version}"', '"9.9.9"'))
    got = kkgraph("query", "-e", "ASK {}", "--endpoint", server.url, folder=mini_copy.root)
    assert got.exit_code == 0
    assert "9.9.9" in got.stderr
    assert version in got.stderr


def profiles(monkeypatch, tmp_path, text: str) -> None:
    """Write the config file."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "kkgraph" / "config.toml"
    path.parent.mkdir()
    path.write_text(text)


def test_profiles(monkeypatch, tmp_path, kkgraph, server):
    """A name stands for what the config file says of it."""
    text = f'[endpoints.work]\nurl = "{server.url}"\ntimeout = 5\nuser = "me"\n'
    profiles(monkeypatch, tmp_path, text)
    assert resolve("work") == Profile(server.url, timeout=5.0, user="me")
    assert kkgraph("query", "-e", "ASK {}", "--endpoint", "work").stdout == "yes\n"
    with pytest.raises(EndpointUnknown, match="work"):
        resolve("home")


@pytest.mark.parametrize(
    "text",
    [
        "[endpoints.work]\n",
        '[endpoints.work]\nurl = "no address"\n',
        '[endpoints.work]\nurl = "http://a/"\npasword = "x"\n',
        '[endpoints.work]\nurl = "http://a/"\nevaluate = "there"\n',
        "endpoints = 3\n",
        "not toml",
    ],
)
def test_broken_profiles(monkeypatch, tmp_path, text):
    """A config file that is no good is named, with what is wrong."""
    profiles(monkeypatch, tmp_path, text)
    with pytest.raises(InputNotReadable, match=r"config\.toml"):
        resolve("work")


@pytest.mark.parametrize(
    ("kept", "written"),
    [
        ("duration 12", "P1Y"),
        ("duration 3", "P3M"),
        ("duration 14", "P1Y2M"),
        ("duration 0", "P0M"),
        ("duration 5400.0", "PT1H30M"),
        ("duration 86400.0", "P1D"),
        ("duration -60.0", "-PT1M"),
        ("duration 0.0", "P0D"),
        ("boolean 1", "true"),
        ("boolean 0", "false"),
    ],
)
def test_values_that_virtuoso_keeps(kept, written):
    """Durations and truths come back as XML Schema writes them."""
    kind, value = kept.split()
    line = f'"datatype": "{terms.XSD}{kind}", "value": "'
    found = list(standard([f'{line}{value}" }}'.encode()]))
    assert found == [f'{line}{written}" }}'.encode()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.50 decimal", "2.5 decimal"),
        ("007 integer", "7 integer"),
        ("1 boolean", "true boolean"),
        ("P12M duration", "P1Y duration"),
        ("PT60M duration", "PT1H duration"),
        ("PT49H duration", "P2DT1H duration"),
        ("P1Y2M duration", "P14M duration"),
        ("PT3661S duration", "PT1H1M1S duration"),
    ],
)
def test_the_same_value(one, other):
    """Two ways of writing a value are the same to whoever compares values, and others are not."""
    lines = [
        f'<urn:s> <urn:p> "{text}"^^<{terms.XSD}{kind}> .\n'
        for text, kind in (one.split(), other.split(), ("9", other.split()[1]))
    ]
    assert plain(lines[0]) == plain(lines[1])
    assert plain(lines[0]) != plain(lines[2])


def test_many_names_in_few_requests(server, mini):
    """What is said of many things is fetched together."""
    client = Client(Profile(server.url))
    sent: list[str] = []
    client.http.event_hooks["request"].append(lambda request: sent.append(str(request.url)))
    far = Remote(client)
    subjects = {quad.subject for quad in mini.graph if isinstance(quad.subject, ox.NamedNode)}
    far.expect(subjects)
    for one in subjects:
        near = set(mini.graph.quads_for_pattern(one, None, None, None))
        assert set(far.quads_for_pattern(one, None, None, None)) == near
    assert len(sent) <= len(subjects) / 20
