"""What comes in and goes out, byte by byte: heads, bodies, addresses, headers, counts."""

import asyncio
import gzip
import json

import pytest
from starlette.requests import Request

from kkgraph.endpoint import metrics, wire
from kkgraph.endpoint.http import forwarding, requests
from kkgraph.endpoint.protocol.call import Refused
from kkgraph.endpoint.responses import Response, refusal
from kkgraph.endpoint.settings import Settings
from kkgraph.media import FORM, QUERY, UPDATE

MOST = 100
SETTINGS = Settings("", request_bytes=MOST, client_timeout=0.05)


def request(method="GET", query=b"", body=(), path=b"/", **headers):
    """Return a request; `body` is in pieces, None in it stands for one that never comes."""
    pieces = list(body)

    async def receive():
        if pieces and pieces[0] is None:
            await asyncio.sleep(60)
        if pieces and pieces[0] == "gone":
            return {"type": "http.disconnect"}
        piece = pieces.pop(0) if pieces else b""
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    named = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {"type": "http", "method": method, "headers": named, "query_string": query}
    scope["http_version"] = "1.1"
    return Request({**scope, "path": "/", "raw_path": path}, receive)


def refused(call):
    """Return the problem that a call or coroutine ends with."""
    with pytest.raises(Refused) as raised:
        asyncio.run(call) if asyncio.iscoroutine(call) else call()
    return refusal(raised.value)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n", (b"/a", b"", ((b"host", b"x"),))),
        (
            b"GET /a?q=1 HTTP/1.1\r\nHost: x\r\nAccept: a/b, c\r\n\r\n",
            (b"/a", b"q=1", ((b"host", b"x"), (b"accept", b"a/b, c"))),
        ),
        (b"GET /a? HTTP/1.1\r\nHost: x\r\n\r\n", (b"/a", b"", ((b"host", b"x"),))),
        (b"POST /a HTTP/1.1\r\nHost: x\r\n\r\n", None),
        (b"GET /a HTTP/1.0\r\nHost: x\r\n\r\n", None),
        (b"GET /a HTTP/1.1\r\n\r\n", None),
        (b"GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n", None),
        (b"GET /a HTTP/1.1\r\nHost: x\r\nUpgrade: y\r\n\r\n", None),
        (b"GET /a HTTP/1.1\r\nHost:x\r\n\r\n", None),
        (b"GET /a HTTP/1.1\r\nHost: x\r\n\r\nmore", None),
    ],
)
def test_ordinary_head(head, found):
    """A head without anything out of the ordinary is read; any other is left to the library."""
    assert requests.ordinary(head) == found


@pytest.mark.parametrize(
    ("value", "is_ordinary"),
    [(b"keep-alive", True), (b"Keep-Alive", True), (b"close", True), (b"upgrade", False)],
)
def test_connection_of_an_ordinary_head(value, is_ordinary):
    """How a connection goes on is ordinary in two ways; however long the head is."""
    for filler in (b"", b"X-Y: " + b"z" * 1100 + b"\r\n"):
        head = b"GET /a HTTP/1.1\r\nHost: x\r\n" + filler + b"Connection: " + value + b"\r\n\r\n"
        assert (requests.ordinary(head) is not None) is is_ordinary


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        (b"/a/b", "/a/b"),
        (b"/%C3%B8", "/ø"),
        (b"/a%20b", "/a%20b"),
        (b"/%41%2f", "/A%2F"),
        (b"/%ff", "/%ff"),
        (b"/%C3%B8%2F%20", "/ø%2F%20"),
        (b"/100%", "/100%"),
    ],
)
def test_path_as_an_iri(path, iri):
    """Letters are written out, what would change the path stays."""
    assert requests.path_of(request(path=path)) == iri


@pytest.mark.parametrize(
    ("text", "number"),
    [(None, 7), ("1", 1), ("10", 10), ("0", None), ("11", None), ("-1", None), ("x", None)],
)
def test_number_within_bounds(text, number):
    """Both bounds are allowed; beyond, and what is no number, is refused."""
    if number is not None:
        assert requests.number(text, 7, (1, 10)) == number
    else:
        assert refused(lambda: requests.number(text, 7, (1, 10))).status == 400


def test_numbers_have_ten_digits():
    """A longer number is none that anyone means; digits are those of ASCII."""
    bounds = (0, 10**12)
    assert requests.number("9" * 10, 0, bounds) == 9_999_999_999
    assert refused(lambda: requests.number("1" * 11, 0, bounds)).status == 400
    assert refused(lambda: requests.number("\u0663", 0, bounds)).status == 400


def test_parameters_once():
    """Each parameter is given once."""
    assert requests.single(request(query=b"a=1&b=2")) == {"a": "1", "b": "2"}
    assert refused(lambda: requests.single(request(query=b"a=1&a=1"))).status == 400
    assert refused(lambda: requests.single(request(query=b"a=%ff"))).status == 400


def test_one_host():
    """A request to two hosts is refused, and its connection closed."""
    requests.demand_one_reading(request(host="x"))
    twice = request()
    twice.scope["headers"] += [(b"host", b"x"), (b"host", b"y")]
    found = refused(lambda: requests.demand_one_reading(twice))
    assert (found.status, found.headers["connection"]) == (400, "close")


@pytest.mark.parametrize(
    ("host", "is_one"),
    [
        ("", True),
        ("e.org", True),
        ("e.org:80", True),
        ("e.org:", True),
        ("k%C3%B8b", True),
        ("[::1]:80", True),
        ("a b", False),
        ("a, b", False),
        ("a/b", False),
        ("x@y", False),
        ("e.org:eighty", False),
        ("[::1", False),
        ("k\xf8b", False),
        ("%zz", False),
    ],
)
def test_what_is_a_host(host, is_one):
    """What is no host is refused, whichever way a request is read."""
    head = tuple({b"host": host.encode("latin-1")}.items())
    assert (forwarding._told(head) is not None) is is_one  # noqa: SLF001 - the short way
    if is_one:
        requests.demand_one_reading(request(host=host))
    else:
        asked = request()
        asked.scope["headers"] += head
        assert refused(lambda: requests.demand_one_reading(asked)).status == 400


@pytest.mark.parametrize(("version", "status"), [("2.0", 505), ("0.9", 505)])
def test_another_version(version, status):
    """Another version than 1.0 and 1.1 is not spoken."""
    asked = request(host="x")
    asked.scope["http_version"] = version
    assert refused(lambda: requests.demand_one_reading(asked)).status == status


@pytest.mark.parametrize(
    ("codings", "is_read"),
    [
        (["chunked"], True),
        (["Chunked "], True),
        (["gzip, chunked"], False),
        (["gzip", "chunked"], False),
        (["chunked", "chunked"], False),
        (["identity"], False),
        ([""], False),
    ],
)
def test_coding_of_a_body(codings, is_read):
    """A body in another coding than `chunked` is not read, and the connection is closed."""
    asked = request("POST", host="x")
    asked.scope["headers"] += [(b"transfer-encoding", coding.encode()) for coding in codings]
    if is_read:
        requests.demand_one_reading(asked)
        return
    found = refused(lambda: requests.demand_one_reading(asked))
    assert (found.status, found.headers["connection"]) == (501, "close")


def read(*body, **headers):
    """Return the body of a request."""
    return requests.read_body(request("POST", body=body, **headers), SETTINGS)


def test_body_as_long_as_allowed():
    """A body may have as many bytes as the settings say, in any pieces."""
    assert asyncio.run(read(b"a" * MOST)) == b"a" * MOST
    assert asyncio.run(read(b"a", b"", b"b", content_length="2")) == b"ab"
    assert asyncio.run(read()) == b""


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ((b"a" * (MOST + 1),), {}, 413),
        ((b"a" * MOST, b"a"), {}, 413),
        ((b"a" * 2_000_000, None), {}, 413),
        ((None,), {"content_length": "1048677"}, 413),
        ((None,), {"content_length": "many"}, 413),
        ((None,), {"content_length": "1048676"}, 408),
        ((b"a", None), {}, 408),
        ((b"a", "gone"), {}, 400),
    ],
)
def test_body_that_is_refused(body, headers, status):
    """Too long, not all of it in time, or broken off; one far too long is not waited for."""
    found = refused(read(*body, **headers))
    assert found.status == status
    assert (found.headers.get("connection") == "close") is (status != 400)


def call(method="GET", query=b"", body=(), **headers):
    """Return the query that a request asks."""
    return requests.call_of(request(method, query, body, **headers), SETTINGS)


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        (FORM, b"query=ASK+%7B%7D", "ASK {}"),
        (f"{FORM.upper()}; charset=UTF-8", b"query=ASK+%7B%7D", "ASK {}"),
        (QUERY, "ASK { ?s ?p 'ø' }".encode(), "ASK { ?s ?p 'ø' }"),
        (f'{QUERY};charset="us-ascii"', b"ASK {}", "ASK {}"),
    ],
)
def test_posted_query(kind, body, text):
    """A query may be posted in a form or as it is; the address may add to it."""
    found = asyncio.run(call("POST", b"named-graph-uri=urn:x", [body], content_type=kind))
    assert (found.text, found.named) == (text, ("urn:x",))


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (UPDATE, b"x", 403),
        ("text/plain", b"x", 415),
        ("", b"x", 415),
        (f"{QUERY}; charset=latin1", b"ASK {}", 415),
        (QUERY, b"\xff", 400),
        (FORM, b"query=%ff", 400),
        (FORM, b"other=x", 400),
        (FORM, b"query=x&query=y", 400),
    ],
)
def test_posted_query_that_is_refused(kind, body, status):
    """Updates, other kinds of bodies and charsets, what is no UTF-8, none or two queries."""
    found = refused(call("POST", b"", [body], content_type=kind))
    assert found.status == status
    if kind in ("text/plain", ""):
        assert found.headers["accept"] == f"{FORM}, {QUERY}"


def test_address_without_query():
    """The address of the endpoint alone asks for nothing; an update is refused."""
    assert asyncio.run(call()).text is None
    assert asyncio.run(call(query=b"query=x", accept="a/b")).accept == "a/b"
    assert refused(call(query=b"update=x")).status == 403


def test_forms():
    """Fields are posted as a form, and as nothing else."""
    form = request("POST", body=[b"a=1"], content_type=FORM)
    assert asyncio.run(requests.form_of(form, SETTINGS)) == [("a", "1")]
    other = request("POST", body=[b"a=1"], content_type=QUERY)
    assert refused(requests.form_of(other, SETTINGS)).status == 415


def test_edition_of_an_address():
    """What asks for an edition is read from an address, and written behind another."""
    asked = requests.edition_in(request(query=b"as-of=2021&x=y"))
    assert asked == {"edition": {"as_of": "2021", "source": None}}
    assert requests.edition_in(request(query=b"x=y")) == {}
    assert requests.asked_so("/a", asked) == "/a?as-of=2021"
    assert requests.asked_so("/a", {}) == "/a"


# What goes out.

LONG = b"x" * 1024


def response(body=LONG, status=200, **headers):
    """Return a response that may be packed."""
    given = {"content-type": "text/csv; charset=utf-8", "etag": '"t"', **headers}
    return Response(status, given, body, cacheable=True)


def head_of(data):
    """Return the headers of a response as it is written."""
    head = data.partition(b"\r\n\r\n")[0].decode("ascii")
    return dict(line.split(": ", 1) for line in head.split("\r\n"))


def test_headers_of_a_response():
    """All responses have the same headers first; its own win, and an empty one is left out."""
    found = wire.headers_of(Response(200, {"X-Frame-Options": "", "X-A": "b"}, b"abc"))
    assert "x-frame-options" not in found
    assert (found["x-a"], found["content-length"]) == ("b", "3")
    assert found["x-content-type-options"] == "nosniff"
    for status in (204, 304):
        assert "content-length" not in wire.headers_of(Response(status))


@pytest.mark.parametrize("own", [{}, {"x-frame-options": ""}])
def test_response_as_it_is_written(own):
    """Headers, an empty line, the body; the same as the headers told."""
    made = Response(200, {"x-a": "b", **own}, b"abc")
    data = wire.written(made)
    assert head_of(data) == wire.headers_of(made)
    assert data.endswith(b"\r\n\r\nabc")
    assert wire.written(Response(200, {}, b"as it is", written=True)) == b"as it is"


@pytest.mark.parametrize(
    ("text", "uri"),
    [("</a>", "</a>"), ("/ø b", "/%C3%B8 b"), ("a\nb", "a%0Ab"), ("ø å", "%C3%B8 %C3%A5")],
)
def test_header_in_ascii(text, uri):
    """What is no printable ASCII is percent-encoded."""
    assert wire.as_uri(text) == uri


@pytest.mark.parametrize(
    ("made", "shrinks"),
    [
        (response(), True),
        (response(LONG[1:]), False),
        (response(status=404), False),
        (response(**{"content-type": "image/png"}), False),
        (Response(200, {"content-type": "text/csv"}, LONG, cacheable=True), False),
        (Response(200, {"content-type": "text/csv", "etag": '"t"'}, LONG), False),
    ],
)
def test_what_is_worth_packing(made, shrinks):
    """An answer that is kept, of a kilobyte, and not packed already."""
    assert wire.shrinks(made) is shrinks


def test_packed_response():
    """It is the same body, and another entity; both say that there is another."""
    made = wire.whole(response(vary="Accept"), packing=True)
    head = head_of(made.body)
    assert (head["content-encoding"], head["etag"]) == ("gzip", '"t-gzip"')
    assert head["vary"] == "Accept, Accept-Encoding"
    packed = made.body.partition(b"\r\n\r\n")[2]
    assert (gzip.decompress(packed), int(head["content-length"])) == (LONG, len(packed))
    assert wire.pack(LONG) == wire.pack(LONG)
    plain = head_of(wire.whole(response(), packing=False).body)
    assert ("content-encoding" in plain, plain["vary"]) == (False, "Accept-Encoding")
    assert (made.cacheable, made.written, made.headers) == (True, True, {})


def test_small_and_long_responses():
    """A small one is written unpacked; a long one is not written here."""
    small = wire.whole(response(b"x"), packing=True)
    assert "content-encoding" not in head_of(small.body)
    assert "vary" not in head_of(small.body)
    longest = response(b"x" * wire.PIECE)
    assert wire.whole(longest, packing=False).written
    longer = response(b"x" * (wire.PIECE + 1))
    assert wire.whole(longer, packing=False) is longer


# What a worker is told, and what is counted.

HOST = (b"host", b"h.example")


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ((), {"accept": None, "lang": "en", "packing": False}),
        (((b"accept", b"a/b"),), {"accept": "a/b", "lang": "en", "packing": False}),
        (((b"accept-language", b"da"),), {"accept": None, "lang": "da", "packing": False}),
        (((b"accept-encoding", b"gzip"),), {"accept": None, "lang": "en", "packing": True}),
        (((b"accept-encoding", b"gzip;q=0"),), {"accept": None, "lang": "en", "packing": False}),
        (((b"accept", b"a/b"), (b"accept", b"c/d")), None),
        (((b"if-none-match", b"x"),), None),
        (((b"range", b"x"),), None),
        (((b"if-match", b"x"),), None),
    ],
)
def test_plain_query(headers, told):
    """What a worker is told of a plain query; a doubled header, and others, make it none."""
    scope = {"headers": (HOST, *headers), "query_string": b"query=x"}
    found = forwarding._head(scope)  # noqa: SLF001 - what decides who answers
    assert found == (told and {"job": forwarding.GET, "spoken": told["lang"], **told})
    assert forwarding._head({**scope, "headers": headers}) is None  # noqa: SLF001 - without a host
    assert forwarding._head({**scope, "query_string": b"x=y"}) is None  # noqa: SLF001 - same


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (200, "answered"),
        (304, "answered"),
        (404, "refused"),
        (500, "failed"),
        (502, "failed"),
        (503, "busy"),
        (504, "late"),
    ],
)
def test_outcome(status, word):
    """What a status means to whoever watches."""
    assert metrics.outcome(status) == word


def test_counts(capsys):
    """Requests are counted by route and status, their times in buckets that add up."""
    found = metrics.Metrics()
    for seconds in (0.001, 0.002, 0.05, 20):
        found.count(("GET", "/id", 200), seconds, 10)
    found.count(("BREW", "/id", 404), 0.3, 5)
    lines = found.text({"free": 2}).decode().splitlines()
    for line in (
        'kkgraph_requests_total{method="GET",route="/id",status="200"} 4',
        'kkgraph_requests_total{method="other",route="/id",status="404"} 1',
        'kkgraph_request_seconds_bucket{route="/id",outcome="answered",le="0.001"} 1',
        'kkgraph_request_seconds_bucket{route="/id",outcome="answered",le="0.005"} 2',
        'kkgraph_request_seconds_bucket{route="/id",outcome="answered",le="0.05"} 3',
        'kkgraph_request_seconds_bucket{route="/id",outcome="answered",le="10.0"} 3',
        'kkgraph_request_seconds_bucket{route="/id",outcome="answered",le="+Inf"} 4',
        'kkgraph_request_seconds_sum{route="/id",outcome="answered"} 20.053000',
        'kkgraph_request_seconds_count{route="/id",outcome="answered"} 4',
        'kkgraph_request_seconds_count{route="/id",outcome="refused"} 1',
        "kkgraph_sent_bytes_total 45",
        "kkgraph_reloads_total 0",
        "kkgraph_free 2",
        "# TYPE kkgraph_free gauge",
        "# TYPE kkgraph_sent_bytes_total counter",
    ):
        assert line in lines
    told = capsys.readouterr().err.splitlines()
    assert told[0].endswith("kkgraph: GET /id 200 10 bytes 1.0 ms")
    quiet = metrics.Metrics(logged=False)
    quiet.count(("GET", "/id", 200), 1, 1)
    assert capsys.readouterr().err == ""


def test_problem_of_nothing():
    """An address without anything says so."""
    found = refusal(requests.nothing_here())
    assert (found.status, json.loads(found.body)["title"]) == (404, "Not found")
