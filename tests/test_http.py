"""The server's addresses, asked in this process: the application on a pool that answers itself."""

import asyncio
import gc
import json
import weakref
from functools import partial
from types import SimpleNamespace
from urllib.parse import quote

import pytest

from kkgraph import media, terms
from kkgraph.endpoint import server
from kkgraph.endpoint.http.middleware import Exchange
from kkgraph.endpoint.http.routes import application, refusal
from kkgraph.endpoint.pool import worker
from kkgraph.endpoint.pool.channel import ServiceUnavailable, TimeLimitExceeded, WorkerDied
from kkgraph.endpoint.pool.snapshot import take
from kkgraph.endpoint.responses import Response, content
from kkgraph.endpoint.settings import Settings
from kkgraph.endpoint.state import State

URL = "http://h.example"
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
PROBLEM = "application/problem+json"
OSLO = terms.thing("city/oslo")


class Pages:
    """A site of a few pages."""

    def __init__(self):
        """Start with a front page, a city's page in both languages and one that is gone."""
        self.files = {
            "id/city/oslo/": content(b"oslo", media.HTML),
            "da/id/city/oslo/": content(b"da oslo", media.HTML),
            "id/city/gone/": Response(410, {}, b"gone"),
            "sparql/": content(b"editor", media.HTML),
            "queries/fees/": content(b"fees", media.HTML),
            "dataset/": content(b"dataset", media.HTML),
            "publisher/": content(b"publisher", media.HTML),
            "ontology/0.2.0/": content(b"0.2.0", media.HTML),
            "about/": content(b"about", media.HTML),
        }
        self.busy = False

    async def find(self, path, edition=None):
        """Return a page."""
        if self.busy:
            raise ServiceUnavailable(3)
        found = self.files.get(path)
        return found and (content(found.body + b"*", media.HTML) if edition else found)

    async def missing(self, path):
        """Return a page about a page that is not there."""
        return Response(404, {"content-type": "text/html"}, f"no {path}".encode())


class Pool:
    """A pool whose one worker is this process."""

    def __init__(self, snapshot):
        """Take what is asked."""
        lane = SimpleNamespace(taken=1, turns=SimpleNamespace(count=2))
        self.work = partial(worker._job, snapshot)  # noqa: SLF001 - as a worker does
        self.pages, self.asked, self.fails = Pages(), [], None
        self.fork_server = SimpleNamespace(alive=True, report={"digest": "d", "quads": 7})
        self.admission = SimpleNamespace(quick=lane, slow=lane)
        self.cache = type("Cache", (list,), {"used": 5})()
        self.killed, self.lost = 3, 4

    async def ask(self, head, body, _gone):
        """Do a job."""
        self.asked.append(head)
        if self.fails:
            raise self.fails
        return worker._safely(self.work, {"limit": 1, **head}, body)  # noqa: SLF001 - same


@pytest.fixture(scope="module")
def snapshot(mini_project):
    """Return the tiny project as workers have it."""
    return take(Settings(str(mini_project.root)))


@pytest.fixture
def state(snapshot):
    """Return a server's state with a pool in service."""
    found = State(Settings("", base_url=URL, slow_query=60), held="d")
    found.current = Pool(snapshot)
    return found


@pytest.fixture
def ask(state):
    """Return what asks the server: status, headers and body."""

    def asking(path, method="GET", body=b"", app=None, **headers):
        raw, _, query = path.partition("?")
        headers = {"host": "h.example", **headers}
        named = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "path": raw,
            "raw_path": quote(raw, safe="/%:@").encode(),
            "query_string": query.encode(),
            "headers": named,
            "client": ("1.2.3.4", 5),
        }
        sent = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        asyncio.run((app or application(state))(scope, receive, send))
        start, *rest = sent
        head = {k.decode(): v.decode() for k, v in start["headers"]}
        return SimpleNamespace(
            status=start["status"], headers=head, body=b"".join(one["body"] for one in rest)
        )

    return asking


def test_thing_leads_to_a_document(ask):
    """A thing's IRI is no document: it leads to one, in the form and language that is wanted."""
    for headers, location in (
        ({"accept": "text/turtle"}, "/id/city/oslo.ttl"),
        ({"accept": BROWSER}, "/id/city/oslo/"),
        ({"accept": BROWSER, "accept_language": "da"}, "/da/id/city/oslo/"),
        ({"accept": "application/ld+json"}, "/id/city/oslo.jsonld"),
    ):
        got = ask("/id/city/oslo", **headers)
        assert (got.status, got.headers["location"]) == (303, location)
        assert got.headers["vary"] == "Accept, Accept-Language"
    assert ask("/id/city/oslo?lang=da", accept=BROWSER).headers["location"] == "/da/id/city/oslo/"
    as_of = ask("/id/city/oslo?as-of=2021", accept=BROWSER).headers["location"]
    assert as_of == "/id/city/oslo/?as-of=2021"
    assert ask("/id/city/oslo?format=ttl").headers["location"] == "/id/city/oslo.ttl"
    assert ask("/id/city/oslo", accept="image/png").status == 406
    assert ask("/id/city/oslooo").status == 404


def test_document_of_a_thing(ask):
    """A document links what it describes and its other forms."""
    got = ask("/id/city/oslo.ttl")
    assert (got.status, b"Oslo" in got.body) == (200, True)
    assert got.headers["link"].startswith(f'<{OSLO}>; rel="describes", </id/city/oslo/>; ')
    assert got.headers["link"].count("alternate") == 1 + len(media.GRAPHS)
    assert "link" not in ask("/id/city/oslooo.ttl").headers
    assert ask("/id/city/oslooo.ttl").status == 404


def test_page_of_a_thing(ask, state):
    """The site's page, in its language and edition; a plain one where there is none in time."""
    assert ask("/id/city/oslo/").body == b"oslo"
    assert ask("/da/id/city/oslo/").body == b"da oslo"
    assert ask("/id/city/oslo/index.html").body == b"oslo"
    assert ask("/id/city/oslo/?as-of=2021").body == b"oslo*"
    assert ask("/id/city/oslo/").headers["link"].startswith(f"<{OSLO}>")
    assert ask("/id/city/gone/").status == 410
    plain = ask("/id/city/malmoe/")
    assert (plain.status, b"<h1>Malm" in plain.body) == (200, True)
    assert "<h1>Malmø".encode() in ask("/da/id/city/malmoe/").body
    state.current.pages.busy = True
    assert b"<h1>Oslo" in ask("/id/city/oslo/").body
    assert ask("/about/").status == 503


def test_plain_page_is_not_kept(ask, state, monkeypatch):
    """What stands in for a page that was not made in time does so once; the page comes later."""
    kept = []
    monkeypatch.setattr(Exchange, "keep", lambda _, response: kept.append(response.cacheable))
    for state.current.pages.busy in (False, True):
        ask("/id/city/oslo/")
        ask("/id/city/malmoe/")
    assert kept == [True, True, False, False]


def test_section_is_a_document(ask):
    """A section's IRI is answered at once, and says where the document is by itself."""
    got = ask("/id/section/1.1.1", accept="text/turtle")
    assert (got.status, got.headers["content-location"]) == (200, "/id/section/1.1.1.ttl")
    page = ask("/id/section/1.1.1", accept=BROWSER, accept_language="da")
    assert page.headers["content-location"] == "/da/id/section/1.1.1/"
    assert ask("/section/1.1").headers["location"] == "/id/section/1.1"
    assert ask("/section/1.1").status == 301


def test_vocabulary_and_graphs(ask):
    """The vocabulary and each named graph are documents."""
    got = ask("/ontology", accept="text/turtle")
    assert (got.status, got.headers["content-location"]) == (200, "/ontology.ttl")
    assert ask("/ontology.nt").headers["content-type"].startswith("application/n-triples")
    assert ask("/ontology.exe").status == 404
    for address in ("/graph/register", "/graph/register.ttl", "/graph/derived.html"):
        assert ask(address, accept="text/turtle, text/html;q=0.1").status == 200
    assert ask("/graph/nothing").status == 404


def test_record_of_the_catalogue(ask):
    """What the catalogue describes leads to its page, or to the catalogue's file.

    It describes what has a page; there is no version that there is not.
    """
    assert ask("/dataset", accept="text/turtle").headers["location"] == "/dataset.ttl"
    assert ask("/dataset", accept=BROWSER).headers["location"] == "/dataset/"
    assert ask("/publisher", accept="text/turtle").headers["location"] == "/dataset.ttl"
    assert ask("/ontology/0.2.0", accept="text/turtle").headers["location"] == "/ontology.ttl"
    for accept in (BROWSER, "text/turtle"):
        assert ask("/dataset/9.9.9", accept=accept).status == 404
        assert ask("/ontology/9.9.9", accept=accept).status == 404
    assert ask("/dataset", accept="image/png").status == 406


def test_iri_of_a_saved_query(ask):
    """It leads a browser to its page, and whoever wants rows to its answer."""
    assert ask("/query/fees", accept=BROWSER).headers["location"] == "/queries/fees/"
    assert ask("/query/fees", accept="text/csv").headers["location"] == "/api/queries/fees"
    assert ask("/query/members", accept=BROWSER).headers["location"] == "/api/queries/members"
    wanted = "/query/fees?format=csv&limit=2"
    assert ask(wanted, accept=BROWSER).headers["location"] == "/api/queries/fees?format=csv&limit=2"
    assert ask("/query/fees?format=html").headers["location"] == "/queries/fees/?format=html"
    assert ask("/section/1?format=nt").headers["location"] == "/id/section/1?format=nt"
    assert ask("/query/nothing").status == 404


def test_pages(ask):
    """A page, its address without the slash, the front without a site, and what is not there."""
    assert ask("/about/").body == b"about"
    moved = ask("/about?q=%C3%B8%26&as-of=2021")
    assert (moved.status, moved.headers["location"]) == (308, "/about/?q=%C3%B8%26&as-of=2021")
    assert b'<a href="/sparql">' in ask("/").body
    assert ask("/nowhere", accept="*/*").headers["content-type"] == PROBLEM
    page = ask("/nowhere/", accept=BROWSER)
    assert (page.body, page.headers["vary"]) == (b"no nowhere/", "Accept, Accept-Language")


def test_saved_query(ask, state):
    """The form by ending, parameter or header; pages; the edition goes with the links."""
    assert ask("/api/queries/fees.csv").body.count(b"\n") == 3
    assert ask("/api/queries/fees?format=tsv").headers["content-type"].startswith("text/tab")
    assert (
        ask("/api/queries/fees", accept="text/csv").headers["content-type"].startswith("text/csv")
    )
    got = ask("/api/queries/fees.csv?limit=1&minimum=0")
    assert got.headers["link"] == (
        '</api/queries/fees.csv?minimum=0&lang=en&limit=1&offset=1>; rel="next"'
    )
    assert "as-of=2021" in ask("/api/queries/fees.csv?limit=1&as-of=2021").headers["link"]
    assert ask("/api/queries/fees.csv?lang=da").headers["content-language"] == "da"
    assert state.current.asked[-1]["call"]["limit"] == 1000
    assert ask("/api/queries/fees.csv?limit=10000").status == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/queries/fees?limit=0", 400),
        ("/api/queries/fees?limit=10001", 400),
        ("/api/queries/fees?offset=-1", 400),
        ("/api/queries/fees?lang=fr", 400),
        ("/api/queries/fees?colour=red", 400),
        ("/api/queries/fees?minimum=1&minimum=2", 400),
        ("/api/queries/fees.exe", 404),
        ("/api/search", 400),
        ("/api/search?q=%20", 400),
        ("/api/search?q=" + "x" * 201, 400),
        ("/api/search?q=x&as-of=2021", 400),
        ("/api/search?q=x&limit=0", 400),
        ("/api/search?q=x&limit=101", 400),
        ("/api/ask?q=x&lang=fr", 400),
        ("/api/networks/cities.exe", 404),
        ("/api/networks/.gexf", 404),
        ("/api/networks/cities.gexf", 404),
        ("/api/networks/cities.gexf?lang=fr", 400),
    ],
)
def test_calls_that_are_refused(ask, address, status):
    """What is wrong with a call is told as a problem."""
    got = ask(address)
    assert (got.status, got.headers["content-type"]) == (status, PROBLEM)
    assert json.loads(got.body)["status"] == status


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/id/city/nothing", 404),
        ("/id/city/nothing.ttl", 404),
        ("/ontology.exe", 404),
        ("/query/nothing", 404),
        ("/api/queries/nothing", 404),
        ("/api/networks/nothing.gexf", 404),
        ("/api/queries/fees.ttl", 406),
        ("/api/search?q=oslo", 406),
        ("/sparql?query=ASK%20%7B%7D", 406),
    ],
)
def test_problem_in_plain_text(ask, address, status):
    """Whoever prefers plain text is told in that, whatever is wrong and whoever says so."""
    got = ask(address, accept="text/plain, image/png")
    assert (got.status, got.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert got.body.startswith(f"{status} ".encode())
    assert got.headers["content-length"] == str(len(got.body))


def test_problem_for_a_browser(ask, state):
    """A browser is told on a page; of who asks for nothing better, as a document."""
    state.current.fails = TimeLimitExceeded()
    for accept, kind in ((BROWSER, "text/html; charset=utf-8"), ("text/csv", PROBLEM)):
        got = ask("/sparql?query=ASK%20%7B%7D", accept=accept)
        assert (got.status, got.headers["content-type"]) == (504, kind)
        assert b"Out of time" in got.body


def test_search_and_questions(ask, state):
    """White space in a text is one blank; the answer is JSON and nothing else."""
    got = ask("/api/search?q=%20nord%20%20lys&limit=100")
    assert (got.status, json.loads(got.body)["q"]) == (200, "nord lys")
    assert got.headers["vary"] == "Accept, Accept-Language"
    assert ask("/api/search?q=" + "x" * 200).status == 200
    assert ask("/api/search?q=oslo", accept="text/csv").status == 406
    assert ask("/api/ask?q=Hvem%3F&lang=en").headers["content-language"] == "en"
    assert state.current.asked[-1]["lang"] == "en"
    ask("/api/ask?q=Hvem%3F", accept_language="en")
    assert state.current.asked[-1]["lang"] is None


def test_lists(ask):
    """Saved queries, networks and the description of it all."""
    assert len(json.loads(ask("/api/queries").body)["queries"]) == 3
    assert json.loads(ask("/api/networks").body) == {"networks": []}
    assert json.loads(ask("/openapi.json").body)["servers"] == [{"url": URL}]


def test_words_of_a_network(ask, state):
    """Parameters may come several times; language and edition are none of them."""
    ask("/api/networks/n.gexf?theme=a&theme=b&lang=da&as-of=2021")
    asked = state.current.asked[-1]
    assert (asked["words"], asked["lang"]) == ({"theme": ["a", "b"]}, "da")
    assert asked["edition"]["as_of"] == "2021"
    assert asked["limit"] == 60


def test_sparql(ask, state):
    """A query is asked by GET or POST; without one, the endpoint says what it is."""
    query = "SELECT%20?c%20{%20?c%20a%20kk:City%20}"
    got = ask(f"/sparql?query={query}", accept="text/csv")
    assert (got.status, got.body.count(b"\n")) == (200, 3)
    posted = ask("/sparql/", "POST", b"ASK {}", content_type="application/sparql-query")
    assert json.loads(posted.body)["boolean"] is True
    assert ask("/sparql", accept=BROWSER).body == b"editor"
    assert ask("/sparql", accept=BROWSER).headers["vary"] == "Accept"
    described = ask("/sparql", accept="text/turtle")
    assert f"{URL}/sparql".encode() in described.body
    ask(f"/sparql?query={query}", accept_language="da")
    assert state.current.asked[-1]["lang"] == "da"
    assert ask("/sparql?update=x").status == 403


def test_methods(ask):
    """What may be done where; the rest is refused with what may be."""
    for address, methods in (
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/da/reconcile/", "GET, HEAD, POST, OPTIONS"),
        ("/mcp", "POST, OPTIONS"),
        ("/mcp/", "POST, OPTIONS"),
        ("/da/sparql/", "GET, HEAD, OPTIONS"),
        ("/da/mcp", "GET, HEAD, OPTIONS"),
        ("/api/queries", "GET, HEAD, OPTIONS"),
    ):
        got = ask(address, "OPTIONS")
        assert (got.status, got.headers["allow"], got.body) == (204, methods, b"")
        assert got.headers["access-control-allow-methods"] == methods
        for method in ("GET", "HEAD", "POST", "PUT"):
            asked = ask(address, method, b"", content_type="application/x-www-form-urlencoded")
            assert (asked.status == 405) is (method not in methods)
    wrong = ask("/api/queries", "POST")
    assert (wrong.status, wrong.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (wrong.headers["connection"], ask("/sparql", "PUT").status) == ("close", 405)
    head = ask("/api/queries", "HEAD")
    assert (head.status, head.body, int(head.headers["content-length"]) > 100) == (200, b"", True)


def test_conditional_request(ask):
    """A client that has the answer is told so, without a body, for GET and HEAD alone."""
    got = ask("/api/queries")
    tag = got.headers["etag"]
    same = ask("/api/queries", if_none_match=tag)
    assert (same.status, same.body, same.headers["etag"]) == (304, b"", tag)
    assert "content-type" not in same.headers
    assert ask("/api/queries", if_none_match='"other"').status == 200
    assert ask("/api/queries", "HEAD", if_none_match="*").status == 304
    form = {"content_type": "application/sparql-query", "if_none_match": "*"}
    assert ask("/sparql", "POST", b"ASK {}", **form).status == 200


def test_state_of_the_server(ask, state):
    """It lives, is in service, and is ready when the data were found to hold."""
    assert json.loads(ask("/livez").body) == {"status": "ok"}
    assert json.loads(ask("/healthz").body) == {"status": "ok", "quads": 7, "digest": "d"}
    assert ask("/readyz").headers["cache-control"] == "no-store"
    state.held = "another"
    assert (ask("/readyz").status, ask("/healthz").status) == (503, 200)
    state.current.fork_server.alive = False
    got = ask("/healthz")
    assert (got.status, got.headers["retry-after"]) == (503, "5")
    state.current = None
    assert (ask("/healthz").status, ask("/livez").status) == (503, 200)


def test_metrics(ask):
    """What was asked is counted under its pattern, with what the pool does."""
    ask("/id/city/oslo.ttl")
    ask("/api/queries/fees")
    lines = ask("/metrics").body.decode().splitlines()
    for line in (
        'kkgraph_requests_total{method="GET",route="/id",status="200"} 1',
        'kkgraph_requests_total{method="GET",route="/api/queries/{name}",status="200"} 1',
        "kkgraph_quads 7.0",
        "kkgraph_queries_quick 1",
        "kkgraph_queries_waiting_slow 2",
        "kkgraph_cached_bytes 5",
        "kkgraph_queries_killed 3",
        "kkgraph_workers_lost 4",
    ):
        assert line in lines


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (ServiceUnavailable(7), 503, "try again in 7 s"),
        (TimeLimitExceeded(), 504, "after 10 s"),
        (WorkerDied(), 422, "more than 512 MB"),
        (KeyError("secret"), 500, "The operator's log"),
    ],
)
def test_query_that_is_not_answered(ask, state, error, status, said):
    """What keeps a query from an answer is told; nothing of ours is."""
    state.current.fails = error
    got = ask("/sparql?query=ASK%20%7B%7D")
    assert (got.status, said in got.body.decode()) == (status, True)
    assert b"secret" not in got.body
    assert got.headers.get("retry-after") == ("7" if status == 503 else None)


def test_worker_that_fails(ask, state, capsys):
    """Its failure is in the log, and not in the answer."""
    state.current.work = lambda _head, _body: 1 / 0
    got = ask("/api/queries")
    assert (got.status, b"Zero" in got.body) == (500, False)
    assert "a job failed: queries: ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize(("texts", "said"), [(True, "'ASK {}'"), (False, None)])
def test_slow_query_in_the_log(ask, state, capsys, texts, said):
    """A slow query is logged as a digest, its text only where the operator wants that."""
    state.settings = Settings("", base_url=URL, slow_query=0, log_queries=texts)
    ask("/sparql?query=ASK%20%7B%7D")
    slow = [line for line in capsys.readouterr().err.splitlines() if "slow query" in line]
    assert len(slow) == 1
    assert ("ASK" in slow[0]) is texts
    assert said is None or slow[0].endswith(said)


def test_much_that_is_sent(ask, state):
    """While more is being sent than may be, a request is put off; so is a client too many."""
    state.metrics.outgoing = state.settings.outgoing_bytes
    assert ask("/livez").status == 200
    state.metrics.outgoing += 1
    got = ask("/livez")
    assert (got.status, got.headers["retry-after"]) == (503, "5")
    state.metrics.outgoing = 0
    full = ask("/livez", app=refusal(state))
    assert (full.status, full.headers["connection"]) == (503, "close")


def test_two_hosts_and_no_assistant(ask, state):
    """Two hosts are refused; there is no assistant without its library, and none at the end."""
    assert ask("/livez", host="a").status == 200
    assert ask("/mcp", "POST", b"{}").status == 404
    assert ask("/mcp").status == 405
    state.has_assistant = True
    state.assistant_tried.set()
    ending = ask("/mcp", "POST", b"{}", content_type=media.JSON)
    assert (ending.status, ending.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize("error", [ModuleNotFoundError("x"), RuntimeError("x")])
def test_assistant_that_cannot_be_loaded(ask, state, monkeypatch, capsys, error):
    """Whatever its library does wrong is logged when it happens, and nobody waits for it."""

    def broken(_name):
        raise error

    monkeypatch.setattr(server, "find_spec", bool)
    monkeypatch.setattr(server, "import_module", broken)

    async def asked():
        loading = asyncio.ensure_future(server._assist(state))  # noqa: SLF001 - as a server does
        await asyncio.sleep(0)
        return await asyncio.wait_for(state.assisting(), 10), await loading

    assert asyncio.run(asked()) == (None, None)
    assert f"/mcp is not there: {type(error).__name__}: x" in capsys.readouterr().err
    assert ask("/mcp", "POST", b"{}").status == 404


def test_long_answer_in_pieces(ask, state):
    """A long body goes off in pieces, which together are it; then nothing is being sent."""
    body = bytes(range(256)) * 1200
    state.current.pages.files["about/"] = content(body, "application/octet-stream")
    got = ask("/about/")
    assert (got.body, int(got.headers["content-length"])) == (body, len(body))
    assert state.metrics.outgoing == 0


def test_headers_of_all(ask):
    """Every answer may be read from elsewhere, and is nothing but what it says."""
    for address in ("/livez", "/nowhere", "/api/queries", "/id/city/oslo"):
        headers = ask(address).headers
        assert headers["access-control-allow-origin"] == "*"
        assert headers["x-content-type-options"] == "nosniff"


def test_memory_of_a_replaced_pool(state):
    """It is given back at once, though its parts point at each other."""

    class Old:
        """A pool that ends when it is told to."""

        def __init__(self):
            self.itself = self

        async def retire(self, _patience):
            """End."""

    async def replace():
        state.current = Old()
        gone = weakref.ref(state.current)
        state._take_over(fresh)  # noqa: SLF001 - as a reload does
        state.current = None  # the end of the fork server of the fresh one is no concern here
        await asyncio.gather(*state._tasks)  # noqa: SLF001 - same
        return gone

    async def ended():
        """End."""

    fresh = SimpleNamespace(
        pages=SimpleNamespace(open=lambda: None), fork_server=SimpleNamespace(ended=ended), lost=0
    )
    gc.disable()
    try:
        gone = asyncio.run(replace())
    finally:
        gc.enable()
    assert gone() is None


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("/api/queries/fees.csv?limit=1&offset=0", {"limit": 1, "offset": 0}),
        ("/api/queries/fees.csv?limit=10000&offset=999", {"limit": 10_000, "offset": 999}),
        ("/api/queries/fees.csv", {"limit": 1000, "offset": 0}),
        ("/api/search?q=x&limit=1", {"limit": 1}),
        ("/api/search?q=x&limit=100", {"limit": 100}),
        ("/api/search?q=x", {"limit": 20}),
    ],
)  # fmt: skip
def test_numbers_at_their_bounds(ask, state, address, given):
    """The ends of a range are in it; what is not given is what the description says."""
    ask(address)
    asked = state.current.asked[-1]
    found = asked.get("call", asked)
    assert {name: found[name] for name in given} == given


def test_things_as_of_a_day(ask, state):
    """Every question to a worker says it; pages are asked for so, too."""
    for address in ("/id/city/oslo.ttl", "/id/city/oslo", "/graph/register.ttl", "/ontology"):
        ask(f"{address}?as-of=2021")
        assert state.current.asked[-1]["edition"]["as_of"] == "2021"
        ask(address)
        assert "edition" not in state.current.asked[-1]
    assert ask("/ontology/?as-of=2021").status == 404


def test_things_that_were_withdrawn(ask, state):
    """They are gone, in the form that is wanted; in none that is had, nothing is told of them."""
    plain, pool = state.current.ask, state.current
    gone = Response(410, {"content-type": "x/y"}, b"gone")

    async def withdrawn(head, body, hangup):
        await plain(head, body, hangup)
        return gone

    pool.ask = withdrawn
    for accept, job, form in (("text/turtle", "document", "ttl"), ("text/html", "presence", None)):
        got = ask("/id/city/gone", accept=accept)
        assert (got.status, got.headers["vary"]) == (410, "Accept, Accept-Language")
        assert (pool.asked[-1]["job"], pool.asked[-1].get("form")) == (job, form)
    assert ask("/id/city/gone/").status == 410
    assert ask("/id/city/gone", accept="image/png").status == 410
    assert "link" not in ask("/id/city/gone.ttl").headers


def test_reconciliation_over_http(ask, state):
    """Address and language go together; limits have their bounds, a callback is a name."""
    for address, url, lang in (
        ("/reconcile", f"{URL}/reconcile", "en"),
        ("/da/reconcile", f"{URL}/da/reconcile", "da"),
        ("/reconcile?lang=da", f"{URL}/da/reconcile", "da"),
    ):
        got = ask(address)
        assert json.loads(got.body)["view"]["url"].startswith(f"{url}/view")
        assert got.headers["content-language"] == lang
    for address, what, limit in (
        ("/reconcile/suggest/entity?prefix=o", "entity", 10),
        ("/reconcile/suggest/type?prefix=c&limit=1", "type", 1),
        ("/reconcile/suggest/property?limit=100", "property", 100),
        ("/reconcile/properties?type=City", "properties", 100),
        ("/reconcile/preview?id=city/oslo", "preview", 10),
    ):
        assert ask(address).status == 200
        asked = state.current.asked[-1]
        assert (asked["what"], asked["asked"]["limit"]) == (what, limit)
    assert state.current.asked[-1]["asked"]["id"] == "city/oslo"
    for address in ("suggest/entity?limit=0", "suggest/entity?limit=101", "?callback=a(b)"):
        assert ask(f"/reconcile/{address}").status == 400
    assert ask("/reconcile/suggest/other").status == 404
    called = ask("/reconcile?callback=a.b")
    assert called.body.startswith(b"/**/a.b({")
    assert called.headers["content-type"].startswith("text/javascript")
    view = ask("/da/reconcile/view?id=city/oslo")
    assert (view.status, view.headers["location"]) == (303, "/da/id/city/oslo/")
    assert ask("/reconcile/view?id=city/oslo").headers["location"] == "/id/city/oslo/"
    assert ask("/reconcile/view?id=city/none").status == 404
    form = {"content_type": "application/x-www-form-urlencoded"}
    posted = ask(
        "/reconcile", "POST", b"queries=%7B%22q%22:%7B%22query%22:%22Oslo%22%7D%7D", **form
    )
    assert json.loads(posted.body)["q"]["result"][0]["id"] == "city/oslo"
    wrong = ask("/reconcile?queries=x", accept_language="da")
    assert (wrong.status, wrong.headers["content-language"]) == (400, "da")
    card = ask("/reconcile/preview?id=city/oslo")
    assert "frame-ancestors *" in card.headers["content-security-policy"]
    assert "x-frame-options" not in card.headers
    assert ask("/reconcile/preview?id=city/none").status == 404
