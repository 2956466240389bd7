"""Pieces of what talks to a server, on one that is a store in this process; no socket is opened."""

import errno
import json
import ssl
from functools import cache
from urllib.parse import parse_qsl

import httpx
import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.errors import InputNotReadable
from kkgraph.errors.remote import EndpointFailed, EndpointUnfit, EndpointUnknown, RowsMissing
from kkgraph.remote import auth, contact, graph, profiles, reading, writing
from kkgraph.remote import client as clients
from kkgraph.remote import layout as layouts
from kkgraph.remote import values as spelled
from kkgraph.remote.client import Client
from kkgraph.remote.contact import Contact
from kkgraph.remote.graph import Remote
from kkgraph.remote.layout import PLAIN, Layout
from kkgraph.remote.profiles import Profile
from kkgraph.remote.reading import Content, content_of
from kkgraph.remote.transfer import compare, pull

URL = "http://h.example/sparql"
A, B = terms.graph("a"), terms.graph("b")
FOREIGN = "https://example.org/graph"
LATIN = {"Content-Type": "text/plain; charset=latin-1"}
CONTEXT = cache(ssl.create_default_context)


def triple(n, subject="urn:s"):
    """Return a triple with a number."""
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode("urn:p"), ox.Literal(n))


class Server(httpx.BaseTransport):
    """A server that answers SPARQL from a store, or as it is told to."""

    def __init__(self, *answers, headers=None):
        """Take what it answers first: a status, or a response."""
        self.store, self.asked, self.answers = ox.Store(), [], list(answers)
        self.logins = []
        self.headers = headers or {}

    def add(self, name, *found):
        """Put triples into a graph."""
        node = ox.DefaultGraph() if name is None else ox.NamedNode(name)
        self.store.extend(ox.Quad(*one, node) for one in found)

    def handle_request(self, request):
        """Answer."""
        self.asked.append(request)
        self.logins.append(request.headers.get("Authorization", "").partition(" ")[0])
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return httpx.Response(answer) if isinstance(answer, int) else answer
        given = dict(parse_qsl(request.content.decode())) | dict(request.url.params)
        if "update" in given:
            self.store.update(given["update"])
            return httpx.Response(204, headers=self.headers)
        found = self.store.query(given["query"])
        if isinstance(found, ox.QueryTriples):
            text = found.serialize(format=ox.RdfFormat.N_TRIPLES)
            return httpx.Response(
                200, content=text, headers={"Content-Type": "application/n-triples"}
            )
        text = found.serialize(format=ox.QueryResultsFormat.JSON)
        return httpx.Response(200, content=text, headers=self.headers)


def connected(server, **profile):
    """Return a client of a server."""
    client = Client(Profile(profile.pop("url", URL), **profile))
    client.http = httpx.Client(transport=server, auth=client.http.auth)
    return client


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    """Let nobody wait; return for how long they would have."""
    found = []
    monkeypatch.setattr(clients.time, "sleep", found.append)
    monkeypatch.setattr(ssl, "create_default_context", CONTEXT)  # takes long, and serves nobody
    monkeypatch.setattr(clients.random, "uniform", lambda low, high: (low + high) / 2)
    return found


# One request.


@pytest.mark.parametrize(
    ("number", "headers", "seconds"),
    [
        (1, None, 0.25),
        (2, None, 0.5),
        (3, {}, 1.0),
        (1, {"retry-after": "7"}, 7),
        (3, {"retry-after": "0"}, 0),
        (1, {"retry-after": "31"}, 30),
        (1, {"retry-after": "Fri, 27 Nov 2026 10:00:00 GMT"}, 0.25),
    ],
)
def test_how_long_to_wait(number, headers, seconds):
    """Twice as long each time, or as long as the server asks, up to half a minute."""
    assert clients._pause(number, headers) == pytest.approx(seconds)  # noqa: SLF001 - what is slept


@pytest.mark.parametrize(
    ("answers", "safe", "asked"),
    [
        ([], True, 1),
        ([503], True, 2),
        ([429, 502, 504], True, 4),
        ([httpx.ConnectError("x"), 503], True, 3),
    ],
)
def test_asked_until_it_answers(pauses, answers, safe, asked):
    """A busy server is asked again, up to four times."""
    server = Server(*answers)
    response = connected(server).send("GET", URL, safe=safe, params={"query": "ASK {}"})
    assert json.loads(response.content)["boolean"] is True
    assert len(server.asked) == asked
    assert pauses == pytest.approx([0.25, 0.5, 1.0][: asked - 1])


@pytest.mark.parametrize(
    ("answers", "safe", "asked", "status"),
    [
        ([503] * 5, True, 4, 503),
        ([503], False, 1, 503),
        ([500], True, 1, 500),
        ([404], True, 1, 404),
        ([301], True, 1, 301),
        ([httpx.ConnectError("x")], False, 1, 0),
        ([httpx.ConnectError("x")] * 5, True, 4, 0),
        ([httpx.UnsupportedProtocol("x")], True, 1, 0),
    ],
)
def test_asked_no_more(answers, safe, asked, status):
    """What may not be sent twice is not; a refusal is final; the status is told."""
    server = Server(*answers)
    with pytest.raises(EndpointFailed) as told:
        connected(server).send("GET", URL, safe=safe)
    assert (len(server.asked), told.value.status) == (asked, status)


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (httpx.Response(500, text=" what  a\n mess "), "500 Internal Server Error: what a mess"),
        (httpx.Response(500), "500 Internal Server Error"),
        (httpx.Response(500, text="  "), "500 Internal Server Error"),
        (httpx.Response(500, html="<title>T</title><style>x</style><p>Sorry</p>"),
         "500 Internal Server Error: Sorry"),
        (httpx.Response(400, text="<p>"), "400 Bad Request: <p>"),
        (httpx.Response(400, text="x" * 500), f"400 Bad Request: {'x' * 500}"),
        (httpx.Response(400, text="x" * 501), f"400 Bad Request: {'x' * 500} …"),
        (httpx.Response(599), "599"),
        (httpx.Response(400, content=b"\xe6", headers=LATIN), "400 Bad Request: æ"),
    ],
)  # fmt: skip
def test_a_servers_own_words(response, words):
    """Its status and its message in one line, without markup, not too long."""
    found = str(clients._words(response))  # noqa: SLF001 - what an error says
    assert found == words or (found.startswith(words) and words == "400 Bad Request")


def test_a_server_that_has_moved():
    """The new address is told."""
    moved = httpx.Response(301, headers={"Location": "http://there.example/"})
    assert "http://there.example/" in str(clients._words(moved))  # noqa: SLF001 - what an error says


def caused(error, cause):
    """Return an error with its cause."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.ReadTimeout("x"), "ReadTimeout"),
        (httpx.ConnectError("as it says"), "as it says"),
        (httpx.ConnectError(""), "ConnectError"),
        (caused(httpx.ConnectError("x"), OSError(errno.ECONNREFUSED, "no")), "efused"),
        (caused(httpx.ConnectError("name"), OSError(-2, "no")), "name"),
        (caused(httpx.ConnectError("tls"), ssl.SSLError(1, "no")), "tls"),
        (caused(httpx.ConnectError("x"), caused(ValueError("y"), OSError(errno.ECONNREFUSED, "n"))),
         "efused"),
    ],
)  # fmt: skip
def test_why_there_is_no_answer(error, words):
    """A time-out by its kind, the system's reason where there is one, else the error's words."""
    assert words in str(clients._reason(error))  # noqa: SLF001 - what an error says


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://me:secret@h.example:1/x?y#z", "http://h.example:1/x?y#z"),
        ("http://me@h.example", "http://h.example"),
        ("http://a:b@c@h.example/", "http://h.example/"),
        ("http://h.example/@x", "http://h.example/@x"),
    ],
)
def test_an_address_without_login(url, shown):
    """Errors show no password."""
    assert clients.without_login(url) == shown
    assert connected(Server(), url=url).shown == shown


def test_a_body_as_a_file():
    """It is read as it comes, in pieces of any size, to its end."""
    response = httpx.Response(200, content=b"")
    body = clients.Body(response, iter([b"abc", b"", b"defg"]))
    assert body.readable()
    buffer = bytearray(2)
    found = []
    while size := body.readinto(buffer):
        found.append(bytes(buffer[:size]))
    assert found == [b"ab", b"c", b"de", b"fg"]
    body.close()
    assert body.closed
    assert response.is_closed

    def broken():
        yield b"abc"
        raise httpx.ReadError("gone")

    response = httpx.Response(200, request=httpx.Request("GET", f"{URL}?query=x"))
    with pytest.raises(OSError, match="gone") as told:
        clients.Body(response, broken()).readall()
    assert URL in str(told.value)
    assert "query" not in str(told.value)


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([b"a\nb"], [b"a\n", b"b"]),
        ([b"a", b"b\nc", b"\n"], [b"ab\n", b"c\n", b""]),
        ([b"a\nb\nc"], [b"a\nb\n", b"c"]),
        ([], [b""]),
    ],
)
def test_pieces_are_cut_where_lines_end(pieces, lines):
    """No byte is lost, and no value lies in two pieces."""
    assert list(clients._lines(pieces)) == lines  # noqa: SLF001 - what Virtuoso's words are read in


def test_virtuoso_is_known_by_its_name():
    """The server's header tells; only its answers are put in standard words."""
    server = Server(headers={"Server": "Virtuoso/07.20"})
    client = connected(server)
    assert not client.is_virtuoso
    client.send("GET", URL, safe=True, params={"query": "ASK {}"})
    assert client.is_virtuoso
    kept = f'"datatype": "{terms.XSD}boolean", "value": "1"\n'.encode()
    virtuoso = httpx.Response(200, content=kept, headers=server.headers)
    assert clients.body(virtuoso).read() == kept.replace(b'"1"', b'"true"')
    assert clients.body(httpx.Response(200, content=kept)).read() == kept


# Who asks.


@pytest.mark.parametrize(
    ("environment", "profile", "who"),
    [
        ({}, {"url": URL}, None),
        ({"USER": "me", "PASSWORD": "x"}, {"url": URL}, ("me", "x")),
        ({"USER": "me"}, {"url": URL}, None),
        ({"PASSWORD": "x"}, {"url": URL}, None),
        ({"PASSWORD": "x"}, {"url": URL, "user": "you"}, ("you", "x")),
        ({"USER": "me", "PASSWORD": "x"}, {"url": URL, "user": "you"}, ("me", "x")),
        ({}, {"url": "http://a%40b:p%3A@h.example/"}, ("a@b", "p:")),
        ({"PASSWORD": "x"}, {"url": "http://a:b@h.example/"}, ("a", "x")),
        ({"TOKEN": "t", "USER": "me", "PASSWORD": "x"}, {"url": URL}, "t"),
    ],
)
def test_who_logs_in(monkeypatch, tmp_path, environment, profile, who):
    """A token before all; the environment before profile and address; nobody without both."""
    for name in (auth.USER, auth.PASSWORD, auth.TOKEN):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(f"KKGRAPH_ENDPOINT_{name}", value)
    monkeypatch.setenv("NETRC", str(tmp_path / "none"))
    found = auth.login(Profile(**profile))
    if isinstance(who, str):
        request = next(found.auth_flow(httpx.Request("GET", URL)))
        assert request.headers["Authorization"] == f"Bearer {who}"
    else:
        kept = (found._user, found._password) if found else None  # noqa: SLF001 - what is answered
        assert kept == who


@pytest.mark.parametrize(
    ("host", "user", "who"),
    [
        ("h.example", "", ("me", "x")),
        ("h.example", "me", ("me", "x")),
        ("h.example", "you", ("", "")),
        ("other.example", "", ("", "")),
    ],
)
def test_netrc(monkeypatch, tmp_path, host, user, who):
    """The machine's entry counts, if it is for the user that is wanted."""
    path = tmp_path / "netrc"
    path.write_text("machine h.example login me password x\n")
    path.chmod(0o600)
    monkeypatch.setenv("NETRC", str(path))
    assert auth._netrc(host, user) == who  # noqa: SLF001 - where a password is looked up
    path.write_text("nonsense\n")
    with pytest.raises(InputNotReadable, match="netrc"):
        auth._netrc(host, user)  # noqa: SLF001 - same


@pytest.mark.parametrize(
    ("asks", "logins"),
    [
        ("Basic realm=x", ["", "Basic", "Basic"]),
        ('Digest realm="x", nonce="y"', ["", "", "Digest", "Digest"]),
    ],
)
def test_logging_in_the_way_that_is_asked(asks, logins):
    """The first request goes without; once asked, each goes with what was asked for."""
    refusals = [
        httpx.Response(401, headers={"WWW-Authenticate": asks}) for one in logins if not one
    ]
    server = Server(*refusals, 200, 200)
    client = connected(server)
    client.http = httpx.Client(transport=server, auth=auth.Login("me", "x"))
    for _ in range(2):
        assert client.send("GET", URL, safe=False).status_code == 200
    assert server.logins == logins


def test_nobody_asks_for_a_login():
    """Then none is given."""
    server = Server(200, 200)
    http = httpx.Client(transport=server, auth=auth.Login("me", "x"))
    http.get(URL)
    http.get(URL)
    assert server.logins == ["", ""]


# Where a server is.


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("http://h.example", True),
        ("https://h.example/x", True),
        ("http://", False),
        ("ftp://h.example", False),
        ("work", False),
        ("/a/path", False),
        ("h.example", False),
    ],
)
def test_what_is_an_address(text, is_one):
    """One of the web, with a host."""
    assert profiles.is_address(text) is is_one


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("5", 5), (0.5, 0.5), (0, 60), ("-1", 60), (None, 60), ("soon", 60), ("1e2", 100)],
)
def test_time_out(given, seconds):
    """Any number above nought; else the usual one."""
    assert profiles._seconds(given) == seconds  # noqa: SLF001 - of profiles and the environment


def test_profiles_by_name(monkeypatch, tmp_path):
    """A name stands in the config file, with all its keys; an address needs none."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("KKGRAPH_ENDPOINT_TIMEOUT", raising=False)
    monkeypatch.delenv("KKGRAPH_ENDPOINT_EVALUATE", raising=False)
    path = profiles.config_file()
    assert path == tmp_path / "kkgraph" / "config.toml"
    with pytest.raises(EndpointUnknown, match="work"):
        profiles.resolve("work")
    path.parent.mkdir()
    path.write_text(
        '[endpoints.work]\nurl = "http://h.example/q"\nupdate = "http://h.example/u"\n'
        'store = "http://h.example/s"\ntimeout = 5\nuser = "me"\nevaluate = "here"\n'
        '[endpoints.bare]\nurl = "http://h.example/q"\n'
    )
    base = "http://h.example"
    assert profiles.resolve("work") == Profile(
        f"{base}/q", f"{base}/u", f"{base}/s", "me", "here", 5.0
    )
    assert profiles.resolve("bare") == Profile(f"{base}/q")
    with pytest.raises(EndpointUnknown, match=r"bare.*work"):
        profiles.resolve("none")
    assert profiles.resolve(URL) == Profile(URL, timeout=60)
    monkeypatch.setenv("KKGRAPH_ENDPOINT_TIMEOUT", "7")
    monkeypatch.setenv("KKGRAPH_ENDPOINT_EVALUATE", "server")
    assert profiles.resolve(URL) == Profile(URL, timeout=7, evaluate="server")


def test_config_folder_of_the_user(monkeypatch):
    """Where XDG names no whole path it is the user's own, as the system has it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", "not/whole")
    monkeypatch.setenv("HOME", "/home/me")
    for platform, folder in (("linux", ".config"), ("darwin", "Library/Application Support")):
        monkeypatch.setattr(profiles.sys, "platform", platform)
        assert str(profiles.config_file()) == f"/home/me/{folder}/kkgraph/config.toml"


@pytest.mark.parametrize(
    "text",
    [
        "[endpoints]\nx = 1",
        "[endpoints.x]\n",
        '[endpoints.x]\nurl = "h.example"',
        f'[endpoints.x]\nurl = "{URL}"\nnone = 1',
        f'[endpoints.x]\nurl = "{URL}"\nevaluate = "there"',
        'endpoints = "x"',
        "[endpoints.x",
    ],
)
def test_profiles_that_do_not_fit(monkeypatch, tmp_path, text):
    """The file is named."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = profiles.config_file()
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(InputNotReadable, match=r"config\.toml"):
        profiles.resolve("x")


@pytest.mark.parametrize(
    ("url", "others"),
    [
        ("http://h.example", ["http://h.example/query", "http://h.example/sparql"]),
        ("http://h.example/ds/", ["http://h.example/ds/query", "http://h.example/ds/sparql"]),
        ("http://h.example/query", []),
        ("http://h.example/sparql/", []),
        ("http://h.example/repositories/x", []),
    ],
)
def test_where_queries_are_answered(url, others):
    """At the address given, or at what servers add to it."""
    assert contact._addresses(url) == [url, *others]  # noqa: SLF001 - what is tried


@pytest.mark.parametrize(
    ("profile", "is_virtuoso", "addresses"),
    [
        ({"url": URL, "update": "http://u.example"}, False, ["http://u.example"]),
        ({"url": URL}, False, ["http://h.example/update", URL]),
        ({"url": "http://h.example/ds/query"}, False,
         ["http://h.example/ds/update", "http://h.example/ds/query"]),
        ({"url": URL}, True, ["http://h.example/sparql-auth", URL]),
        ({"url": "http://h.example/query"}, True,
         ["http://h.example/update", "http://h.example/query"]),
        ({"url": "http://h.example/x"}, False, ["http://h.example/x"]),
        ({"url": "http://h.example/repositories/x"}, False,
         ["http://h.example/repositories/x/statements"]),
    ],
)  # fmt: skip
def test_where_updates_go(profile, is_virtuoso, addresses):
    """As the profile says, else where such servers take them."""
    client = connected(Server(), **profile)
    client.is_virtuoso = is_virtuoso
    assert writing._updates(client) == addresses  # noqa: SLF001 - what is tried


# What it is asked.


@pytest.mark.parametrize(
    ("layout", "fields"),
    [
        (PLAIN, []),
        (Layout(graphs=(A,)), []),
        (Layout(merged=True), [("default-graph-uri", terms.MERGED)]),
        (
            Layout(merged=True, graphs=(A, B)),
            [("default-graph-uri", terms.MERGED), ("named-graph-uri", A), ("named-graph-uri", B)],
        ),
    ],
)
def test_dataset_of_a_request(layout, fields):
    """The merge and the named graphs are named only where the server does not merge itself."""
    assert layout.fields() == fields
    query = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    assert (layout.text(query) == query) is layout.merged


HIDDEN = f' FILTER(!STRSTARTS(STR(?g), "{terms.STAGE}"))'


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { GRAPH ?g { ?s ?p ?o } }", f"ASK {{ GRAPH ?g {{ ?s ?p ?o }}{HIDDEN} }}"),
        ("ASK { GRAPH <urn:x> { ?s ?p ?o } }", None),
        ("ASK { ?s ?p ?o }", None),
        ("ASK { GRAPH ?g { { ?s ?p ?o } } ?a ?b ?c }",
         f"ASK {{ GRAPH ?g {{ {{ ?s ?p ?o }} }}{HIDDEN} ?a ?b ?c }}"),
        ("ASK { GRAPH ?g {} GRAPH ?g {} }",
         f"ASK {{ GRAPH ?g {{}}{HIDDEN} GRAPH ?g {{}}{HIDDEN} }}"),
        ("ASK { GRAPH ?g { ", None),
    ],
)  # fmt: skip
def test_half_written_graphs_are_hidden(query, expected):
    """A filter stands behind each group of a graph that is a variable."""
    assert layouts.hiding(query) == (expected or query)


@pytest.mark.parametrize(
    ("base", "prefixes", "query", "lines"),
    [
        (None, None, "ASK { a:b a:c 1 }", ""),
        ("urn:x", None, "ASK {}", "BASE <urn:x> "),
        (None, {"a": "urn:a", "z": "urn:z"}, "ASK { a:b ?p ?o }", "PREFIX a: <urn:a> "),
    ],
)
def test_declarations_before_a_query(base, prefixes, query, lines):
    """Only those that it makes use of."""
    found = list(graph.tokens(query))
    assert graph.prologue(found, base, prefixes) == lines


def test_short_and_long_queries():
    """Short ones stand in the address; of a long one the fields are a form."""
    short = [("query", "x" * 1400), ("named-graph-uri", "y" * 100)]
    assert graph._sent(short) == {"method": "GET", "params": short}  # noqa: SLF001 - how it is sent
    long = [("query", "x" * 1400), ("named-graph-uri", "y" * 100), ("named-graph-uri", "z")]
    assert graph._sent(long) == {  # noqa: SLF001 - same
        "method": "POST",
        "data": {"query": ["x" * 1400], "named-graph-uri": ["y" * 100, "z"]},
    }


def test_dataset_in_the_protocols_words():
    """The default graph of a server needs no name."""
    one, default = ox.NamedNode(A), ox.DefaultGraph()
    named = [ox.NamedNode(B)]
    fields = graph._dataset  # noqa: SLF001 - what a query's dataset becomes
    assert fields(None, None) == []
    assert fields(default, named) == [("named-graph-uri", B)]
    assert fields(one, None) == [("default-graph-uri", A)]
    assert fields([one, default], named) == [("default-graph-uri", A), ("named-graph-uri", B)]


def test_patterns_are_those_of_a_store():
    """Whatever is known and whatever not, in a graph, in the default graph or in any."""
    server = Server()
    server.add(A, triple(1), triple(2, "urn:t"))
    server.add(B, triple(1))
    server.add(None, triple(1), triple(3, "urn:u"))
    far, near = Remote(connected(server)), server.store
    s, p, o = triple(1)
    for subject in (None, s):
        for predicate in (None, p, ox.NamedNode("urn:q")):
            for object_ in (None, o):
                for where in (None, ox.DefaultGraph(), ox.NamedNode(A), ox.NamedNode("urn:none")):
                    pattern = subject, predicate, object_, where
                    wanted = sorted(map(str, near.quads_for_pattern(*pattern)))
                    assert sorted(map(str, far.quads_for_pattern(*pattern))) == wanted, pattern
    assert sorted(map(str, far)) == sorted(map(str, near))


def test_what_was_asked_is_not_asked_again():
    """A thing, and a pattern, is fetched once; things that are expected come with it."""
    server = Server()
    city, other = (ox.NamedNode(terms.thing(f"city/{one}")) for one in "ab")
    name = ox.NamedNode("urn:p")
    server.add(None, ox.Triple(city, name, other), ox.Triple(other, name, ox.Literal("x")))
    far = Remote(connected(server))
    assert len(list(far.quads_for_pattern(None, name, None, None))) == 2
    assert len(server.asked) == 1
    for _ in range(2):
        assert len(list(far.quads_for_pattern(city, None, None, None))) == 1
        assert len(list(far.quads_for_pattern(other, None, None, None))) == 1
        assert len(list(far.quads_for_pattern(None, name, None, None))) == 2
    assert len(server.asked) == 2


def test_answers_of_each_form():
    """Rows, truths and triples, as the engine has them; a query that is none is not sent."""
    server = Server()
    server.add(None, triple(1))
    far = Remote(connected(server))
    assert bool(far.query("ASK { ?s ?p ?o }")) is True
    assert bool(far.query("ASK { ?s <urn:none> ?o }")) is False
    assert [row["o"].value for row in far.query("SELECT ?o { ?s ?p ?o }")] == ["1"]
    assert list(far.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")) == [triple(1)]
    accepted = [one.headers["Accept"] for one in server.asked]
    assert accepted[0] == accepted[2] == "application/sparql-results+json"
    assert accepted[3].startswith("application/n-triples, text/turtle;q=")
    with pytest.raises(SyntaxError):
        far.query("SELECT nonsense")
    assert len(server.asked) == 4
    far.query("ASK { <s> a:p ?o }", base_iri="urn:x/", prefixes={"a": "urn:a/"})
    assert server.asked[-1].url.params["query"].startswith("BASE <urn:x/> PREFIX a: <urn:a/> ASK")


def test_a_truth_as_a_table():
    """Virtuoso answers ASK with a number in a table."""
    for value, is_true in (("1", True), ("0", False), ("true", True)):
        cell = {"x": {"type": "literal", "value": value}}
        content = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [cell]}}).encode()
        far = Remote(connected(Server(httpx.Response(200, content=content))))
        assert bool(far.query("ASK {}")) is is_true


def test_answers_that_are_none():
    """Rows that are missing, and something else than an answer, are errors."""
    cut = httpx.Response(200, headers={"X-SPARQL-MaxRows": "100"}, content=b"{}")
    with pytest.raises(RowsMissing, match="100"):
        Remote(connected(Server(cut))).query("SELECT * { ?s ?p ?o }")
    with pytest.raises(EndpointFailed) as told:
        Remote(connected(Server(httpx.Response(200, content=b"<p>")))).query("ASK {}")
    assert told.value.status == 200
    assert "application/sparql-results+json" in str(told.value)
    with pytest.raises(EndpointFailed):
        list(Remote(connected(Server(httpx.Response(200, content=b"[]")))).rows("SELECT * {}"))


# Whole graphs.


def test_contents_of_graphs():
    """Each has its triples in order, a digest, and what it means whatever the spelling."""
    one, same = content_of([triple(1), triple(2)]), content_of([triple(2), triple(1)])
    assert one.size == 2
    assert one.digest == same.digest
    assert one.lines == sorted(one.lines)
    number = f"^^<{terms.XSD}integer>"
    plain, padded, other = (
        Content([f'<urn:s> <urn:p> "{text}"{number} .\n']) for text in ("7", "007", "8")
    )
    assert plain.digest != padded.digest
    assert plain.means(padded)
    assert not plain.means(other)


def test_graphs_are_read_together():
    """Small ones in one request, as many as have five thousand triples; large ones alone."""
    sizes = {"a": 3000, "b": 2000, "c": 1, "d": 6000, "e": 4999}
    assert list(reading._batches(sizes)) == [["a", "b"], ["c"], ["d"], ["e"]]  # noqa: SLF001 - what
    assert list(reading._batches({})) == []  # noqa: SLF001 - same
    server = Server()
    server.add(A, triple(1))
    server.add(B, triple(1), triple(2))
    server.add(None, triple(9))
    client = connected(server)
    found = reading.contents(client, {A: 1, B: 2})
    assert {name: one.size for name, one in found.items()} == {A: 1, B: 2}
    assert len(server.asked) == 1
    found = reading.contents(client, {A: 5001, None: 1, B: 5000})
    assert {name: one.size for name, one in found.items()} == {A: 1, None: 1, B: 2}
    assert len(server.asked) == 4
    quads = list(reading.quads(found))
    assert {(str(q.object.value), q.graph_name) for q in quads} == {
        ("1", ox.NamedNode(A)),
        ("9", ox.DefaultGraph()),
        ("1", ox.NamedNode(B)),
        ("2", ox.NamedNode(B)),
    }


def test_how_much_a_server_has():
    """Of every named graph, and of one that is asked for, the default graph too."""
    server = Server()
    server.add(A, triple(1), triple(2))
    server.add(FOREIGN, triple(1))
    server.add(terms.MERGED, triple(1))
    server.add(None, triple(1), triple(2), triple(3))
    client = connected(server)
    assert reading.counts(client) == {A: 2, FOREIGN: 1, terms.MERGED: 1}
    assert [reading.size(client, name) for name in (A, None, "urn:none")] == [2, 3, 0]
    assert pull.sizes(client) == {A: 2}
    assert contact.named_graphs(Remote(client)) == [A]
    assert contact.all_graphs(Remote(client)) == sorted([A, FOREIGN, terms.MERGED])


def test_a_server_that_gives_few_rows_is_asked_for_less():
    """By the first digits of the subjects' digests, at most four of them."""
    server = Server()
    server.add(None, *(triple(n, f"urn:{n}") for n in range(5)))
    server.answers = [httpx.Response(200, headers={"X-SPARQL-MaxRows": "3"})]
    client = connected(server)
    assert {one.object.value for one in reading.triples(client, None)} == set("01234")
    assert len(server.asked) == 17
    cut = [httpx.Response(200, headers={"X-SPARQL-MaxRows": "3"}) for _ in range(9)]
    server.asked.clear()
    server.answers = cut
    with pytest.raises(RowsMissing):
        list(reading.triples(client, A))
    assert len(server.asked) == 5


def test_pulled_whole():
    """What was counted is what was read; a server that changes meanwhile is read again."""
    server, said = Server(), []
    server.add(B, triple(2))
    server.add(A, triple(1))
    server.add(FOREIGN, triple(3))
    client = connected(server)
    found = pull.pull(client, said.append)
    assert found == [ox.Quad(*triple(1), ox.NamedNode(A)), ox.Quad(*triple(2), ox.NamedNode(B))]
    assert ["2" in str(one) for one in said] == [True]


def test_pulled_while_it_changes(monkeypatch):
    """After three tries it is an error."""
    server, said, counted = Server(), [], iter(range(1, 100))
    client = connected(server)
    monkeypatch.setattr(pull, "sizes", lambda _: {A: next(counted)})
    with pytest.raises(EndpointUnfit):
        pull.pull(client, said.append)
    assert len(said) == 6


# First contact.


def test_found_where_it_answers():
    """The address given, else what servers add to it; one that fails is told, the first."""
    server = Server()
    client = connected(server, url="http://h.example")
    assert connected_by(client, server).profile.url == "http://h.example"
    server = Server(404)
    assert connected_by(client, server).profile.url == "http://h.example/query"
    server = Server(404, 405)
    assert connected_by(client, server).profile.url == "http://h.example/sparql"
    with pytest.raises(EndpointFailed, match="404"):
        connected_by(client, Server(404, 405, 500))
    server = Server(httpx.UnsupportedProtocol("x"))
    with pytest.raises(EndpointFailed):
        connected_by(client, server)
    assert len(server.asked) == 1


def connected_by(client, server):
    """Find a server; every client reaches it."""
    made = clients.Client.__post_init__

    def reaching(self):
        made(self)
        self.http = httpx.Client(transport=server)

    clients.Client.__post_init__ = reaching
    try:
        return contact.found(client)
    finally:
        clients.Client.__post_init__ = made


def dataset(**more):
    """Return a server that has a dataset."""
    server = Server(**more)
    version = ox.Triple(
        ox.NamedNode(terms.ONTOLOGY), ox.NamedNode(terms.VERSION_INFO), ox.Literal("1.2")
    )
    for name in contact.NEEDED:
        server.add(name, version if name == terms.ONTOLOGY else triple(1))
    server.add(None, version, triple(1))
    return server


def test_what_a_server_holds():
    """Its version and where its merge is; what is missing is named."""
    found = contact.look(connected(dataset()))
    assert (found.version, found.layout, found.is_fetched) == ("1.2", PLAIN, False)
    assert contact.look(connected(dataset(), evaluate="here")).is_fetched
    merged = dataset()
    merged.add(terms.MERGED, triple(1))
    merged.add(FOREIGN, triple(1))
    there = Layout(merged=True, graphs=tuple(sorted(contact.NEEDED)))
    merged.store.remove_graph(ox.DefaultGraph())
    assert contact.look(connected(merged)).layout == there
    with pytest.raises(EndpointUnfit, match=terms.ONTOLOGY):
        contact.look(connected(Server()))
    server = dataset()
    server.store.remove_graph(ox.NamedNode(terms.SECTIONS))
    with pytest.raises(EndpointUnfit, match=terms.SECTIONS):
        contact.look(connected(server))
    assert Contact("1", PLAIN).is_fetched is False


@pytest.mark.parametrize(
    ("evaluate", "size", "is_fetched"),
    [("", 2_000_000, True), ("", 2_000_001, False), ("server", 1, False), ("here", 10**9, True)],
)
def test_who_evaluates_at_virtuoso(monkeypatch, evaluate, size, is_fetched):
    """As the profile says; else it is asked here while its graph is small."""
    client = connected(Server(), evaluate=evaluate)
    client.is_virtuoso = True
    monkeypatch.setattr(contact, "counts", lambda _: {"a": size - 1, "b": 1})
    assert contact._is_fetched(client) is is_fetched  # noqa: SLF001 - what decides
    client.is_virtuoso = False
    assert contact._is_fetched(client) is (evaluate == "here")  # noqa: SLF001 - same


# Writing.


def test_how_a_server_is_written_to():
    """It is tried; what was tried is taken away, and tells where the merge belongs."""
    server = Server()
    found = writing.writer(connected(server))
    assert (found.update, found.merge) == ("http://h.example/update", None)
    assert len(server.store) == 0
    with pytest.raises(EndpointUnfit) as told:
        writing.writer(connected(Server(404, 400)))
    assert "404" in str(told.value)
    assert "400" in str(told.value)
    with pytest.raises(EndpointUnfit, match="403"):
        writing.writer(connected(Server(404, 403)))
    server = Server(404)
    assert writing.writer(connected(server)).update == URL


@pytest.mark.parametrize(("count", "merge"), [("0", None), ("1", ""), ("2", terms.MERGED)])
def test_where_the_merge_belongs(count, merge):
    """By how often the default graph has a triple of two graphs: never, once, or twice."""
    cell = {"n": {"type": "literal", "value": count}}
    content = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [cell]}}).encode()
    client = connected(Server(httpx.Response(200, content=content)))
    assert writing._merge(client) == merge  # noqa: SLF001 - where a push puts it


def test_reading_how_it_would_be_written():
    """Where there is a graph for the merge, it belongs there."""
    server = Server()
    assert writing.reader(connected(server)).merge is None
    server.add(terms.MERGED, triple(1))
    assert writing.reader(connected(server)).merge == terms.MERGED


def test_large_graphs_are_put_in_parts():
    """Two thousand triples an update, after the graph is dropped."""
    server = Server()
    server.add(A, triple("old"))
    lines = [f"{triple(n)} .\n" for n in range(2001)]
    writing.Writer(connected(server), URL, "", None).put(A, lines)
    assert len(server.asked) == 3
    assert len(server.store) == 2001


def test_what_may_be_tried_again():
    """A trial and a graph that is put; an update of its own is run once."""
    server = Server(503)
    assert writing.writer(connected(server)).update == "http://h.example/update"
    assert len(server.store) == 0
    client = connected(Server(503, 503))
    made = writing.Writer(client, URL, "", None)
    with pytest.raises(EndpointFailed):
        made.run("DROP ALL")
    made.run("DROP ALL", safe=True)
    busy = httpx.Response(503)
    connected(Server(busy)).send("GET", URL, safe=True, params={"query": "ASK {}"})
    assert busy.is_closed


# Two places.


def test_verdicts_of_two_places():
    """The same in each character, in the values alone, or not; None is not there."""
    number = f"^^<{terms.XSD}integer>"
    seven, padded, eight = (
        Content([f'<urn:s> <urn:p> "{text}"{number} .\n']) for text in ("7", "007", "8")
    )
    verdicts = [
        compare.Pair("g", left, right).verdict
        for left, right in (
            *((seven, seven), (seven, padded), (seven, eight)),
            *((None, seven), (seven, None), (None, None)),
        )
    ]
    assert verdicts == ["same", "same values", *["differs"] * 4]
    table = compare.table([compare.Pair("g", seven, None)])
    assert [term.value for term in table.rows[0]] == ["g", "differs", "1", "0", seven.digest, ""]
    assert table.columns == ("graph", "verdict", "left", "right", "left_digest", "right_digest")


def test_what_names_a_server(tmp_path):
    """An address, or what is no path that is there."""
    assert compare.is_server(URL)
    assert compare.is_server("work")
    assert not compare.is_server(str(tmp_path))


# Values.


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("2.500", "decimal", "2.5"),
        ("0.0", "decimal", "0"),
        ("-0", "integer", "0"),
        ("1200", "integer", "1200"),
        ("1e3", "double", "1000"),
        ("1", "boolean", "true"),
        ("0", "boolean", "false"),
        ("false", "boolean", "false"),
        ("P1Y2M3DT4H5M6.50S", "duration", f"14 {3 * 86400 + 4 * 3600 + 5 * 60 + 6}.5"),
        ("-P1M", "duration", "-1 0"),
        ("PT0S", "duration", "0 0"),
    ],
)
def test_values_in_the_plainest_way(text, kind, written):
    """Numbers without noughts that say nothing, durations in months and seconds."""
    line = f'<urn:s> <urn:p> "{text}"^^<{terms.XSD}{kind}> .\n'
    assert spelled.plain(line) == f'<urn:s> <urn:p> "{written}"^^{kind} .\n'


@pytest.mark.parametrize("text", ["x decimal", "P duration x", "2020 gYear", "P1W duration"])
def test_values_that_are_left_as_they_are(text):
    """What cannot be read, or is written in one way only."""
    value, _, kind = text.partition(" ")
    line = f'<urn:s> <urn:p> "{value}"^^<{terms.XSD}{kind}> .\n'
    assert spelled.plain(line) == line


@pytest.mark.parametrize(
    ("kept", "written"),
    [
        ("26", "P2Y2M"),
        ("-12", "-P1Y"),
        ("90061.5", "P1DT1H1M1.5S"),
        ("3600.0", "PT1H"),
        ("61.0", "PT1M1S"),
        ("172800.0", "P2D"),
        ("-0.5", "-PT0.5S"),
    ],
)
def test_durations_as_xml_schema_writes_them(kept, written):
    """Of months, or of seconds."""
    assert spelled._written(kept) == written  # noqa: SLF001 - what Virtuoso's numbers become
