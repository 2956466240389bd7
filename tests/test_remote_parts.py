"""What is said to a server and what is made of its answers: a store in this process, no socket."""

import errno
import io
import json
import ssl
from functools import partial
from types import SimpleNamespace
from urllib.parse import parse_qsl

import httpx
import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.errors import InputNotReadable
from kkgraph.errors.remote import EndpointFailed, EndpointUnfit, RowsMissing
from kkgraph.remote import auth, contact, graph, layout, profiles, reading, values, writing
from kkgraph.remote import client as clients
from kkgraph.remote.client import Client
from kkgraph.remote.layout import PLAIN, Layout
from kkgraph.remote.profiles import Profile
from kkgraph.remote.reading import Content, content_of
from kkgraph.remote.transfer import compare, pull
from kkgraph.sparql.text import tokens

URL = "http://h.example/sparql"
JSON = ox.QueryResultsFormat.JSON
REGISTER, THEMES, STAGED = terms.REGISTER, terms.THEMES, f"{terms.STAGE}half"
FOREIGN = "https://example.org/graph"


def triple(n, word="a"):
    """Return a triple."""
    return ox.Triple(ox.NamedNode(f"urn:{word}"), ox.NamedNode("urn:p"), ox.Literal(n))


class Server:
    """A SPARQL endpoint: answers queries and updates from its store, and keeps what it was sent."""

    def __init__(self):
        """Start empty, at one address."""
        self.graph, self.sent, self.headers = ox.Store(), [], {}
        self.path, self.cut = "/sparql", None
        self.refuses, self.before = {}, lambda _: None
        self.accepted = []

    def add(self, name, *found):
        """Put triples into a graph, None: the default one."""
        node = ox.DefaultGraph() if name is None else ox.NamedNode(name)
        self.graph.extend(ox.Quad(*one, node) for one in found)

    def __call__(self, request):
        """Answer a request."""
        fields = [*request.url.params.multi_items(), *parse_qsl(request.content.decode())]
        given = dict(fields)
        self.sent.append((request.method, request.url.path, given))
        self.accepted.append(request.headers["accept"])
        self.before(given)
        if (status := self.refuses.get(request.url.path)) or request.url.path != self.path:
            return httpx.Response(status or 404, text="no")
        if "update" in given:
            self.graph.update(given["update"])
            return httpx.Response(204)
        return self.answer(given["query"])

    def answer(self, query):
        """Return what a query finds, cut off where that is wanted."""
        found = self.graph.query(query)
        if isinstance(found, ox.QueryTriples):
            text = found.serialize(format=ox.RdfFormat.N_TRIPLES)
            return httpx.Response(200, content=text, headers={"content-type": "text/plain"})
        headers = {"content-type": "application/sparql-results+json", **self.headers}
        if self.cut and "COUNT" not in query and "MD5" not in query:
            headers |= {"x-sparql-maxrows": str(self.cut)}
        return httpx.Response(200, content=found.serialize(format=JSON), headers=headers)


@pytest.fixture
def server(monkeypatch):
    """Return a server that all clients ask."""
    made = Server()
    transport = httpx.MockTransport(made)
    monkeypatch.setattr(clients.httpx, "Client", partial(httpx.Client, transport=transport))
    for name in (auth.USER, auth.PASSWORD, auth.TOKEN, "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", "/nowhere")
    return made


@pytest.fixture
def client(server):  # noqa: ARG001 - its transport
    """Return a client of it."""
    return Client(Profile(URL))


@pytest.fixture
def whole(server):
    """Return a server with a dataset that is whole, its merge in the default graph."""
    version = ox.Literal("1.2")
    about = ox.Triple(ox.NamedNode(terms.ONTOLOGY), ox.NamedNode(terms.VERSION_INFO), version)
    kept = {terms.ONTOLOGY: about, terms.SECTIONS: triple(1), REGISTER: triple(2)}
    for name, one in kept.items():
        server.add(name, one)
        server.add(None, one)
    return server


# Who asks.


def logged_in(login, *statuses, asked="Basic"):
    """Return what each request of a conversation says of who asks."""
    said, left = [], list(statuses)
    headers = {"www-authenticate": f'{asked} realm="x", nonce="n", algorithm=MD5'}

    def answer(request):
        said.append(request.headers.get("authorization", "").partition(" ")[0])
        return httpx.Response(left.pop(0), headers=headers)

    with httpx.Client(transport=httpx.MockTransport(answer), auth=login) as one:
        last = [one.get(URL).status_code for _ in range(2)]
    return said, last


@pytest.mark.parametrize(
    ("statuses", "asked", "said", "last"),
    [
        ((200, 200), "Basic", ["", ""], [200, 200]),
        ((401, 200, 200), "Basic", ["", "Basic", "Basic"], [200, 200]),
        ((403, 200), "Basic", ["", ""], [403, 200]),
        # The password is not sent to a server before it asks: Digest's first request has none.
        ((401, 401, 200, 200), "DIGEST", ["", "", "Digest", "Digest"], [200, 200]),
    ],
)
def test_login(statuses, asked, said, last):
    """Nothing is told before it is asked; then it is told at once."""
    assert logged_in(auth.Login("ann", "x"), *statuses, asked=asked) == (said, last)


def test_token():
    """A token goes with every request."""
    assert logged_in(auth.Bearer("t"), 200, 200)[0] == ["Bearer", "Bearer"]


NETRC = "machine h.example login ann password secret\nmachine other login bob password s\n"


@pytest.mark.parametrize(
    ("environment", "profile", "found"),
    [
        ({}, (URL, ""), ("ann", "secret")),
        ({}, (URL, "ann"), ("ann", "secret")),
        ({}, (URL, "bob"), None),
        ({}, ("http://nobody.example/", ""), None),
        ({}, ("http://a%40b:p%3Aq@h.example/", ""), ("a@b", "p:q")),
        ({}, ("http://eve@h.example/", ""), None),
        ({"USER": "x", "PASSWORD": "y"}, (URL, ""), ("x", "y")),
        ({"USER": "x", "PASSWORD": "y"}, (URL, "ann"), ("x", "y")),
        ({"PASSWORD": "y"}, (URL, "ann"), ("ann", "y")),
        ({"PASSWORD": "y"}, (URL, ""), None),
        ({"TOKEN": "t", "USER": "x", "PASSWORD": "y"}, (URL, ""), "t"),
    ],
)
def test_where_a_login_is_found(monkeypatch, tmp_path, environment, profile, found):
    """The environment goes before profile and address, and these before netrc; a token first."""
    (tmp_path / "netrc").write_text(NETRC)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.setenv(f"KKGRAPH_ENDPOINT_{name}", environment.get(name, ""))
    url, user = profile
    got = auth.login(Profile(url, user=user))
    kept = getattr(got, "_token", None) or (got and (got._user, got._password))  # noqa: SLF001 - what it tells a server
    assert kept == found


def test_broken_netrc(monkeypatch, tmp_path):
    """It is named."""
    (tmp_path / "netrc").write_text("machine\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with pytest.raises(InputNotReadable, match="netrc"):
        auth.login(Profile(URL))


# Requests.


@pytest.mark.parametrize(
    ("url", "without"),
    [
        ("http://a:b@h.example:80/x?q=1", "http://h.example:80/x?q=1"),
        ("http://a@b@h.example/", "http://h.example/"),
        ("http://h.example/a@b", "http://h.example/a@b"),
    ],
)
def test_address_without_login(url, without):
    """What stands before the last @ of the host is no address."""
    assert clients.without_login(url) == without
    assert Client(Profile(url)).shown == without


def test_what_a_client_says_of_itself(monkeypatch):
    """Its name and version; how long it waits to connect, and for the rest."""
    monkeypatch.setenv("NETRC", "/nowhere")
    one = Client(Profile(URL, timeout=7)).http
    assert one.headers["user-agent"].startswith("kkgraph/")
    assert (one.timeout.connect, one.timeout.read) == (10.0, 7)


@pytest.mark.parametrize(
    ("number", "said", "low", "high"),
    [
        (1, None, 0.1875, 0.3125),
        (2, None, 0.375, 0.625),
        (3, "soon", 0.75, 1.25),
        (3, "-1", 0.75, 1.25),
        (1, "7", 7, 7),
        (1, "0", 0, 0),
        (1, "31", 30, 30),
    ],
)
def test_pause(number, said, low, high):
    """A quarter of a second and twice as long each time, a quarter about; or what is said."""
    pauses = [clients._pause(number, said and {"retry-after": said}) for _ in range(20)]  # noqa: SLF001 - no wait
    assert low <= min(pauses) <= max(pauses) <= high


def refusal(status=400, text="", content_type="text/plain", **headers):
    """Return what is told of a response that refuses."""
    given = {"content-type": content_type, **headers}
    return str(clients._words(httpx.Response(status, text=text, headers=given)))  # noqa: SLF001 - words alone


def test_words_of_a_server():
    """Its status and its message on a line, without markup, cut; where it has moved to."""
    assert refusal() == "400 Bad Request"
    assert refusal(599) == "599"
    assert refusal(text=" a\n b ") == "400 Bad Request: a b"
    assert refusal(text="a <b> c") == "400 Bad Request: a <b> c"
    page = "<style>x</style><p>a<script>y\n</script><TITLE>z</title>b"
    assert refusal(text=page, content_type="text/html; charset=utf-8") == "400 Bad Request: a b"
    assert refusal(text="x" * 500) == f"400 Bad Request: {'x' * 500}"
    assert refusal(text="x" * 501) == f"400 Bad Request: {'x' * 500} …"
    moved = refusal(301, location="http://there.example/")
    assert "301 Moved Permanently" in moved
    assert "http://there.example/" in moved


def error(kind, *causes):
    """Return an error with what it was raised after."""
    made = last = kind("gone")
    for cause in causes:
        last.__cause__ = cause
        last = cause
    return made


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (error(httpx.ReadTimeout), "ReadTimeout"),
        (error(httpx.ConnectError), "gone"),
        (error(httpx.ConnectError, OSError(errno.ECONNREFUSED, "x")), "Connection refused"),
        (
            error(httpx.ConnectError, ValueError(), OSError(errno.ECONNREFUSED, "x")),
            "Connection refused",
        ),
        (error(httpx.ConnectError, OSError(9999, "x")), "gone"),
        (error(httpx.ConnectError, OSError("x")), "gone"),
        (error(httpx.ConnectError, ssl.SSLError(1, "x")), "gone"),
        (httpx.ConnectError(""), "ConnectError"),
    ],
)
def test_why_there_is_no_answer(raised, words):
    """What the system says of it, else the library; of TLS never a number of the system."""
    assert words in str(clients._reason(raised))  # noqa: SLF001 - words alone


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([], [b""]),
        ([b"a\nb"], [b"a\n", b"b"]),
        ([b"a", b"b\nc\nd", b"e\n"], [b"ab\nc\n", b"de\n", b""]),
        ([b"a", b"b"], [b"ab"]),
    ],
)
def test_pieces_are_cut_where_lines_end(pieces, lines):
    """No byte is lost, and no line is in two pieces."""
    assert list(clients._lines(pieces)) == lines  # noqa: SLF001 - how bodies are read


def test_body_is_read_as_it_comes():
    """In any size of buffer; an error of the connection is one of reading."""
    closed = []

    def pieces():
        yield b"abcde"
        yield b""
        yield b"fg"
        raise httpx.ReadError("cut")

    response = SimpleNamespace(
        close=lambda: closed.append(1), url=httpx.URL("http://a:secret@h.example/x?query=q")
    )
    one = clients.Body(response, pieces())
    assert one.readable()
    assert [one.read(3), one.read(3), one.read(3)] == [b"abc", b"de", b"fg"]
    with pytest.raises(OSError, match=r"http://h\.example/x\W.*cut") as raised:
        one.read(3)
    assert "secret" not in str(raised.value)
    assert "query" not in str(raised.value)
    one.close()
    assert closed
    assert clients.Body(response, iter(())).read(3) == b""


def test_virtuoso_is_known_by_its_name():
    """By how the header begins that names the server."""
    assert clients._is_virtuoso({"server": "Virtuoso/07.20"})  # noqa: SLF001 - what it is asked by
    assert not clients._is_virtuoso({"server": "like Virtuoso"})  # noqa: SLF001 - same
    assert not clients._is_virtuoso({})  # noqa: SLF001 - same
    kept = b'{ "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1" }\n'
    for name, value in (("Virtuoso/07", b'"true"'), ("other", b'"1"')):
        got = clients.body(httpx.Response(200, content=kept, headers={"server": name})).read()
        assert value in got


# Profiles.


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("http://h.example/x", True),
        ("https://h.example", True),
        ("HTTP://h.example", True),
        ("ftp://h.example/", False),
        ("http:x", False),
        ("work", False),
        ("/data/x", False),
    ],
)
def test_addresses(text, is_address):
    """What begins as one of the web and names a host."""
    assert profiles.is_address(text) is is_address


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("5", 5), ("0.5", 0.5), (7, 7), ("0", 60), ("-3", 60), ("soon", 60), (None, 60), ("", 60)],
)
def test_timeout(monkeypatch, given, seconds):
    """A number above nothing; else a minute."""
    assert profiles._seconds(given) == seconds  # noqa: SLF001 - of environment and file
    monkeypatch.setenv("KKGRAPH_ENDPOINT_TIMEOUT", str(given))
    monkeypatch.setenv("KKGRAPH_ENDPOINT_EVALUATE", "here")
    assert profiles.resolve(URL) == Profile(URL, timeout=seconds, evaluate="here")


def test_config_file(monkeypatch, tmp_path):
    """It lies in the folder that is set, if that is one from the root, else in the usual one."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert profiles.config_file() == tmp_path / "kkgraph" / "config.toml"
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    for platform, folder in (("linux", ".config"), ("darwin", "Library/Application Support")):
        monkeypatch.setattr(profiles.sys, "platform", platform)
        assert profiles.config_file() == tmp_path / "me" / folder / "kkgraph" / "config.toml"


def test_profile_of_the_config_file(monkeypatch, tmp_path):
    """Its fields are those of the table; the time-out is a number."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = profiles.config_file()
    path.parent.mkdir()
    path.write_text(
        f'[endpoints.work]\nurl = "{URL}"\nupdate = "u"\nstore = "s"\nuser = "me"\n'
        'evaluate = "server"\ntimeout = 5\n[endpoints.plain]\nurl = "http://a/"\n'
        '[endpoints.odd]\nurl = "http://a/"\npass = "x"\nword = "y"\n'
    )
    assert profiles.resolve("work") == Profile(URL, "u", "s", "me", "server", 5.0)
    assert profiles.resolve("plain") == Profile("http://a/", timeout=60.0)
    with pytest.raises(InputNotReadable, match=r"endpoints\.odd.*pass, word.*evaluate, store"):
        profiles.resolve("odd")


# Values.


@pytest.mark.parametrize(
    ("text", "kind", "plain"),
    [
        ("-0", "integer", "0"),
        ("0.0", "decimal", "0"),
        ("-2.50", "decimal", "-2.5"),
        ("100", "integer", "100"),
        ("1E2", "double", "100"),
        ("x", "decimal", None),
        ("P1D", "integer", None),
        ("false", "boolean", "false"),
        ("0", "boolean", "false"),
        ("P1Y2M3DT4H5M6.5S", "duration", "14 273906.5"),
        ("-P1D", "duration", "-0 86400"),
        ("1D", "duration", None),
    ],
)
def test_plainest_way(text, kind, plain):
    """Numbers without what says nothing, durations as months and seconds; what is none stays."""
    line = f'<urn:s> <urn:p> "{text}"^^<{terms.XSD}{kind}> .'
    expected = line if plain is None else f'<urn:s> <urn:p> "{plain}"^^{kind} .'
    assert values.plain(line) == expected
    other = f'<urn:s> <urn:p> "{text}"^^<{terms.XSD}string> .'
    assert values.plain(other) == other


@pytest.mark.parametrize(
    ("kept", "written"),
    [
        ("-14", "-P1Y2M"),
        ("24", "P2Y"),
        ("11", "P11M"),
        ("90061.5", "P1DT1H1M1.5S"),
        ("3600.0", "PT1H"),
        ("-86400.0", "-P1D"),
        ("59.0", "PT59S"),
    ],
)
def test_durations(kept, written):
    """Whole numbers are months, those with a point seconds."""
    assert values._written(kept) == written  # noqa: SLF001 - of Virtuoso's numbers


# How a server has the dataset.


def test_layout():
    """Where the merge is a graph, requests name that and the others, and queries stay."""
    query = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    named = Layout(merged=True, graphs=("urn:a", "urn:b"))
    assert named.fields() == [
        ("default-graph-uri", terms.MERGED),
        ("named-graph-uri", "urn:a"),
        ("named-graph-uri", "urn:b"),
    ]
    assert named.text(query) == query
    assert PLAIN.fields() == []
    assert terms.STAGE in PLAIN.text(query)


HIDES = f' FILTER(!STRSTARTS(STR(?g), "{terms.STAGE}"))'


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("GRAPH ?g { ?s ?p ?o } ?a ?b ?c", f"GRAPH ?g {{ ?s ?p ?o }}{HIDES} ?a ?b ?c"),
        ("GRAPH ?g { { ?s ?p ?o } } }", f"GRAPH ?g {{ {{ ?s ?p ?o }} }}{HIDES} }}"),
        ("graph ?g {} ", f"graph ?g {{}}{HIDES} "),
        ("GRAPH <urn:g> { ?s ?p ?o }", "GRAPH <urn:g> { ?s ?p ?o }"),
        ("?x ?g { ?s ?p ?o }", "?x ?g { ?s ?p ?o }"),
        ("GRAPH ?g { ?s ?p ?o", "GRAPH ?g { ?s ?p ?o"),
        ("GRAPH ?g {} GRAPH ?g {}", f"GRAPH ?g {{}}{HIDES} GRAPH ?g {{}}{HIDES}"),
    ],
)
def test_what_is_half_written_is_hidden(text, hidden):
    """Behind each group of a graph that a variable stands for."""
    assert layout.hiding(text) == hidden


@pytest.mark.parametrize(
    ("url", "tried"),
    [
        ("http://h/", ["http://h/", "http://h/query", "http://h/sparql"]),
        ("http://h/ds", ["http://h/ds", "http://h/ds/query", "http://h/ds/sparql"]),
        ("http://h/query", ["http://h/query"]),
        ("http://h/sparql/", ["http://h/sparql/"]),
        ("http://h/repositories/a", ["http://h/repositories/a"]),
    ],
)
def test_addresses_that_are_tried(url, tried):
    """What servers add to an address, where that is not one for queries by its end."""
    assert contact._addresses(url) == tried  # noqa: SLF001 - the order


def test_the_address_that_answers(server):
    """The first that does; of none the failure at the given one; an absent server is asked once."""
    given = Client(Profile("http://h.example", user="ann", timeout=3))
    assert contact.found(given).profile == Profile(URL, user="ann", timeout=3)
    server.path = ""
    with pytest.raises(EndpointFailed, match=r"http://h\.example: 404|http://h\.example\W"):
        contact.found(given)
    assert [path for _, path, _ in server.sent[-3:]] == ["/", "/query", "/sparql"]
    server.sent.clear()
    server.before = lambda _: (_ for _ in ()).throw(httpx.UnsupportedProtocol("no"))
    with pytest.raises(EndpointFailed):
        contact.found(given)
    assert len(server.sent) == 1


def test_first_contact(whole, client):
    """The version, and that the default graph is the merge; a graph that is missing is named."""
    assert contact.look(client) == contact.Contact("1.2", PLAIN, is_fetched=False)
    whole.graph.remove_graph(ox.NamedNode(REGISTER))
    with pytest.raises(EndpointUnfit, match=REGISTER):
        contact.look(client)
    whole.graph.clear()
    with pytest.raises(EndpointUnfit, match=terms.ONTOLOGY):
        contact.look(client)


def test_where_the_merge_is(whole, client):
    """In a graph of its own, beside which are ours alone; in the default graph, or nowhere."""
    whole.add(STAGED, triple(9))
    whole.add(FOREIGN, triple(9))
    whole.graph.update("CLEAR DEFAULT")
    with pytest.raises(EndpointUnfit, match="push"):
        contact.layout(graph.Remote(client))
    whole.add(terms.MERGED, triple(1))
    found = contact.layout(graph.Remote(client))
    ours = [name for name in contact.all_graphs(graph.Remote(client)) if terms.is_ours(name)]
    assert found.merged
    assert found.graphs == tuple(sorted({*ours} - {terms.MERGED}))
    assert {terms.ONTOLOGY, REGISTER} <= set(found.graphs)
    assert FOREIGN not in found.graphs


@pytest.mark.parametrize(
    ("evaluate", "name", "most_fetched"),
    [
        ("", "", (99, False)),
        ("here", "", (0, True)),
        ("server", "Virtuoso/7", (99, False)),
        ("", "Virtuoso/7", (3, True)),
        ("", "Virtuoso/7", (2, False)),
    ],
)
def test_who_evaluates(whole, monkeypatch, evaluate, name, most_fetched):
    """Who the profile says; without, the server, but a Virtuoso with few enough quads."""
    most, fetched = most_fetched
    monkeypatch.setattr(contact, "LARGE", most)
    whole.headers = {"server": name}
    got = contact.look(Client(Profile(URL, evaluate=evaluate)))
    assert got.is_fetched is fetched


# Graphs, whole.


def test_contents(server, client, monkeypatch):
    """Small graphs come together, large ones and the default graph each by itself."""
    monkeypatch.setattr(reading, "_TOGETHER", 3)
    sizes = {"urn:a": 2, "urn:b": 1, "urn:c": 1, "urn:d": 4, None: 1}
    for name, n in sizes.items():
        server.add(name, *(triple(i, "x") for i in range(n)))
    found = reading.contents(client, sizes)
    assert {name: one.size for name, one in found.items()} == sizes
    assert len(server.sent) == 4
    assert reading.counts(client) == {"urn:a": 2, "urn:b": 1, "urn:c": 1, "urn:d": 4}
    assert [reading.size(client, name) for name in (None, "urn:d", "urn:none")] == [1, 4, 0]
    assert len(list(reading.quads(found))) == 9


@pytest.mark.parametrize(
    ("sizes", "batches"),
    [
        ([], []),
        ([3], [1]),
        ([3, 1], [1, 1]),
        ([2, 1, 1], [2, 1]),
        ([1, 1, 1, 1], [3, 1]),
        ([2, 2, 1], [1, 2]),
    ],
)
def test_batches(monkeypatch, sizes, batches):
    """As many as fit together, in their order."""
    monkeypatch.setattr(reading, "_TOGETHER", 3)
    named = {f"urn:{i}": n for i, n in enumerate(sizes)}
    found = list(reading._batches(named))  # noqa: SLF001 - what is asked together
    assert [len(batch) for batch in found] == batches
    assert [name for batch in found for name in batch] == list(named)


def test_rows_that_are_missing_are_asked_for_in_parts(server, client):
    """By the digest of the subject; where the finest part is still too much, that is told."""
    server.add("urn:g", *(triple(n, f"s{n}") for n in range(40)))
    server.cut = 10
    assert len(list(reading.triples(client, "urn:g"))) == 40
    assert len(server.sent) == 17
    assert len(list(reading.triples(client, None))) == 0
    server.answer = lambda _: httpx.Response(200, headers={"x-sparql-maxrows": "10"})
    server.sent.clear()
    with pytest.raises(RowsMissing):
        list(reading.triples(client, "urn:g"))
    assert len(server.sent) == 5


def test_same_triples():
    """By their lines in order, whatever order they come in; by value, however written."""
    one, other = content_of([triple(1), triple(2)]), content_of([triple(2), triple(1)])
    assert one == other
    assert one.size == 2
    assert one.means(other)
    number = f"^^<{terms.XSD}decimal> .\n"
    short, long = (Content([f'<urn:s> <urn:p> "{n}"{number}']) for n in ("1", "1.0"))
    assert (short.digest == long.digest, short.means(long), short.means(one)) == (
        False,
        True,
        False,
    )


# Queries.


def test_short_queries_go_into_the_address():
    """Up to so many characters of all fields; the rest is posted, each field as often as given."""
    fields = [("query", "x" * 1400), ("g", "y" * 100)]
    assert graph._sent(fields) == {"method": "GET", "params": fields}  # noqa: SLF001 - how it is sent
    longer = [*fields, ("g", "z")]
    assert graph._sent(longer) == {  # noqa: SLF001 - same
        "method": "POST",
        "data": {"query": ["x" * 1400], "g": ["y" * 100, "z"]},
    }


def test_prologue():
    """Only prefixes that are used are declared, and a base if there is one."""
    known = {"kk": "urn:kk#", "x": "urn:x#"}
    found = list(tokens("ASK { ?s kk:a 'x:b' }"))
    assert graph.prologue(found, None, known) == "PREFIX kk: <urn:kk#> "
    assert graph.prologue(found, "urn:b", None) == "BASE <urn:b> "
    assert graph.prologue([], None, known) == ""


def test_dataset_in_the_words_of_the_protocol():
    """The engine's default graph goes unnamed; one graph or several."""
    a, b, default = ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.DefaultGraph()
    dataset = graph._dataset  # noqa: SLF001 - of a query
    assert dataset(a, None) == [("default-graph-uri", "urn:a")]
    assert dataset([a, default], [b]) == [
        ("default-graph-uri", "urn:a"),
        ("named-graph-uri", "urn:b"),
    ]
    assert dataset(None, [b]) == [("named-graph-uri", "urn:b")]
    assert dataset(default, None) == []


@pytest.mark.parametrize(
    ("value", "truth"), [("1", True), ("0", False), ("true", True), ("false", False)]
)
def test_truth_as_a_table(value, truth):
    """Virtuoso answers an ASK with a row."""
    row = {"a": {"type": "literal", "value": value}}
    text = json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": [row]}})
    found = graph._truth(graph._solutions(io.BytesIO(text.encode())))  # noqa: SLF001 - of an answer
    assert bool(found) is truth


def test_patterns(server, client):
    """What a server's graph has for a pattern is what a store has, and is asked for once."""
    a, p, g = ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.NamedNode("urn:g")
    server.add(None, triple(1), triple(2, "b"))
    server.add("urn:g", triple(1), triple(3, "c"))
    far = graph.Remote(client)
    one = ox.Literal(1)
    for pattern in (
        (a, None, None, None),
        (a, p, one, g),
        (None, p, None, None),
        (None, None, one, ox.DefaultGraph()),
        (None, p, one, g),
        (None, None, None, g),
        (None, None, None, None),
    ):
        assert set(far.quads_for_pattern(*pattern)) == set(server.graph.quads_for_pattern(*pattern))
    assert set(far) == set(server.graph)
    asked = len(server.sent)
    list(far.quads_for_pattern(None, p, None, None))
    list(far.quads_for_pattern(a, None, None, None))
    assert len(server.sent) == asked


def test_things_that_are_expected_come_along(server, client, monkeypatch):
    """Of ours, as many as go into a request, each once."""
    things = [ox.NamedNode(terms.thing(f"city/{n}")) for n in range(5)]
    server.add(None, *(ox.Triple(one, ox.NamedNode("urn:p"), ox.Literal(1)) for one in things))
    monkeypatch.setattr(graph, "_BATCH", 3)
    far = graph.Remote(client)
    far.expect([*things, ox.NamedNode("urn:other"), ox.Literal("x"), None])
    for one in things:
        assert len(list(far.quads_for_pattern(one, None, None, None))) == 1
    fetched = [given["query"].count("<" + terms.ID) // 2 for _, _, given in server.sent]
    assert fetched == [3, 2]
    assert "urn:other" not in str(server.sent)


def test_triples_of_a_server(server, client):
    """A CONSTRUCT gives triples; a query that is wrong is told as the engine does, unasked."""
    server.add(None, triple(1))
    far = graph.Remote(client)
    found = far.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert list(found) == [triple(1)]
    far.query("DESCRIBE <urn:a>")
    far.query("SELECT * { ?s ?p ?o }")
    graphs, rows = "application/n-triples, text/turtle;q=0.5", "application/sparql-results+json"
    assert server.accepted == [graphs, graphs, rows]
    asked = len(server.sent)
    with pytest.raises(SyntaxError):
        far.query("SELECT")
    assert len(server.sent) == asked


# Writing.


@pytest.mark.parametrize(
    ("url", "virtuoso", "updates", "store"),
    [
        ("http://h/ds/query", False, ["http://h/ds/update", "http://h/ds/query"], "http://h/ds/store"),
        ("http://h/ds/sparql", False, ["http://h/ds/update", "http://h/ds/sparql"], "http://h/ds/data"),
        (
            "http://h/sparql",
            True,
            ["http://h/sparql-auth", "http://h/sparql"],
            "http://h/sparql-graph-crud-auth",
        ),
        ("http://h/query", True, ["http://h/update", "http://h/query"], "http://h/store"),
        ("http://h/other", False, ["http://h/other"], ""),
        (
            "http://h/repositories/a",
            False,
            ["http://h/repositories/a/statements"],
            "http://h/repositories/a/rdf-graphs/service",
        ),
    ],
)  # fmt: skip
def test_addresses_for_writing(url, virtuoso, updates, store):
    """As servers have them by custom; what the profile says goes before."""
    one = SimpleNamespace(profile=Profile(url), is_virtuoso=virtuoso)
    assert (writing._updates(one), writing.store_of(one)) == (updates, store)  # noqa: SLF001 - the order
    one.profile = Profile(url, update="u")
    assert (writing._updates(one), writing.store_of(one)) == (["u"], "")  # noqa: SLF001 - same
    one.profile = Profile(url, store="s")
    assert writing.store_of(one) == "s"


def test_a_writer_is_found_by_trying(server, client):
    """Behind an address that takes no updates the next is tried; what was tried is cleaned up."""
    found = writing.writer(client)
    assert (found.update, found.store, found.merge) == (URL, "http://h.example/data", None)
    assert [path for _, path, given in server.sent if "update" in given] == [
        "/update",
        "/sparql",
        "/sparql",
    ]
    assert len(server.graph) == 0
    found.run(f"INSERT DATA {{ GRAPH <{terms.MERGED}> {{ <urn:a> <urn:b> 1 }} }}")
    assert writing.reader(client).merge == terms.MERGED
    server.graph.clear()
    assert writing.reader(client).merge is None


@pytest.mark.parametrize(
    ("refuses", "words"),
    [
        ({"/update": 404, "/sparql": 400}, ["404", "400"]),
        ({"/update": 401, "/sparql": 400}, ["401"]),
        ({"/update": 404, "/sparql": 403}, ["403"]),
    ],
)
def test_nowhere_to_write(server, client, refuses, words):
    """Who is not let in is told that; else all that was tried is."""
    server.refuses = refuses
    with pytest.raises(EndpointUnfit) as raised:
        writing.writer(client)
    said = str(raised.value)
    assert [word for word in ("400", "401", "403", "404") if word in said] == sorted(words)


@pytest.mark.parametrize(("count", "merge"), [(0, None), (1, ""), (2, terms.MERGED)])
def test_how_the_default_graph_has_a_triple_of_two_graphs(server, client, count, merge):
    """Not at all, once or twice: it is ours to make, the server's, or no merge."""
    rows = f"SELECT ({count} AS ?n) {{}}"
    server.answer = lambda _: httpx.Response(
        200, content=server.graph.query(rows).serialize(format=JSON)
    )
    assert writing._merge(client) == merge  # noqa: SLF001 - what a push goes by


# Two places.


def test_pull(whole, client):
    """The named graphs of the dataset, sorted; what changes meanwhile is read again."""
    whole.add(FOREIGN, triple(1))
    whole.add(terms.MERGED, triple(1))
    told = []
    found = pull.pull(client, told.append)
    assert [one.key for one in told] == ["remote.read"]
    assert told[0].values == {"n": 3}
    assert found == sorted(found, key=str)
    assert {one.graph_name.value for one in found} == {terms.ONTOLOGY, terms.SECTIONS, REGISTER}
    left = [triple(50)]

    def changing(given):
        if "VALUES" in given.get("query", "") and left:
            whole.add(REGISTER, left.pop())

    whole.before = changing
    told.clear()
    assert len(pull.pull(client, told.append)) == 4
    assert [one.key for one in told] == ["remote.read", "remote.changed", "remote.read"]
    numbers = iter(range(100, 200))
    whole.before = lambda given: (
        "VALUES" in given["query"] and whole.add(REGISTER, triple(next(numbers)))
    )
    told.clear()
    with pytest.raises(EndpointUnfit):
        pull.pull(client, told.append)
    assert [one.key for one in told] == ["remote.read", "remote.changed"] * 3


def test_verdicts():
    """The same characters, the same values, or not; what one place has not differs."""
    number = f"^^<{terms.XSD}decimal> .\n"
    one, same, other = (Content([f'<urn:s> <urn:p> "{n}"{number}']) for n in ("1", "1.0", "2"))
    found = [
        compare.Pair("g", *pair).verdict
        for pair in ((one, one), (one, same), (one, other), (one, None), (None, one))
    ]
    assert found == ["same", "same values", *["differs"] * 3]
    table = compare.table([compare.Pair("g", one, None)])
    assert [cell.value for cell in table.rows[0]] == ["g", "differs", "1", "0", one.digest, ""]
    assert table.columns == ("graph", "verdict", "left", "right", "left_digest", "right_digest")


def test_compare_two_servers(whole, monkeypatch, tmp_path):
    """The merge comes first, wherever each has it; then each graph by name."""
    assert [one.verdict for one in compare.compare(URL, URL)] == ["same"] * 4
    found = compare.compare(URL, URL)
    assert [one.graph for one in found] == sorted(
        ["(default graph)", terms.ONTOLOGY, terms.SECTIONS, REGISTER]
    )
    assert (found[0].left.size, len(whole.graph)) == (3, 6)
    whole.add(terms.MERGED, triple(1))
    assert compare.compare(URL, URL)[0].left.size == 1
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    assert [compare.is_server(text) for text in (URL, "work", "here")] == [True, True, False]
