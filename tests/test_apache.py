"""The site's rules for Apache, held against an Apache where one is installed."""

import http.client
import shutil
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from servers import Server, program, running, started

from kkgraph.site.builder import build
from kkgraph.site.context import Site

# With a server of others; test_site.py reads the rules themselves.
pytestmark = pytest.mark.slow
MODULES = ("authz_core", "deflate", "dir", "env", "filter", "headers", "mime", "mpm_event")
MODULES += ("rewrite", "setenvif")
CONFIGURATION = """
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/log
TypesConfig /etc/mime.types
DocumentRoot {folder}/root
<Directory {folder}/root>
  AllowOverride All
  Options FollowSymLinks
</Directory>
"""
ELSEWHERE = "https://graph.example/kk/"


def apache(folder: Path, port: int) -> Server:
    """Start an Apache for what lies in `root`, which brings its own rules."""
    command = program("apache2", "apt-get install apache2-bin")
    modules = [f"LoadModule {one}_module /usr/lib/apache2/modules/mod_{one}.so" for one in MODULES]
    settings = CONFIGURATION.format(folder=folder, port=port)
    (folder / "conf").write_text("\n".join([*modules, settings]), "utf-8")
    call = [command, "-X", "-d", str(folder), "-f", str(folder / "conf")]
    return Server("apache", started(call, folder), f"http://127.0.0.1:{port}/kkgraph/")


@pytest.fixture(scope="module")
def ask(mini, tmp_path_factory):
    """Serve a site at /kkgraph/, and at /w3id/ what w3id.org is given; return what asks there."""
    program("apache2", "apt-get install apache2-bin")
    folder = tmp_path_factory.mktemp("apache")
    build(Site(mini), folder / "root/kkgraph")
    build(Site(mini, ELSEWHERE), folder / "other")
    shutil.move(folder / "other/w3id", folder / "root/w3id")
    with running(apache, folder) as server:
        yield partial(asked, urlsplit(server.url).port)


def asked(port, path, **headers):
    """Return the status of an answer, where it leads to without the server, and its headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    location = answer.headers.get("Location", "")
    return answer.status, location.removeprefix(f"http://127.0.0.1:{port}"), answer.headers


LED = [
    ("text/turtle", ".ttl"),
    ("TEXT/TURTLE", ".ttl"),
    ("text/turtle; charset=utf-8", ".ttl"),
    ("text/turtle; charset=utf-8; q=0.4, text/html;q=0.3", ".ttl"),
    ("text/turtle;q=0.8,text/html;q=0.2", ".ttl"),
    ("application/rdf+xml;q=0.5,text/html;q=.3", ".rdf"),
    ("application/rdf+xml;q=0.3,text/html;q=.5", "/"),
    ("application/rdf+xml;q=0.5,text/html;q=.5", "/"),
    ("application/rdf+xml;q=0.50, text/turtle;q=0.45", ".rdf"),
    ("application/rdf+xml;q=0,text/turtle;q=0.5", ".ttl"),
    ("application/rdf+xml;q=0.0, */*", "/"),
    ("application/n-triples, text/turtle;q=0.9", ".nt"),
    ("application/n-triples;q=0.9, application/ld+json;q=1.0, */*;q=0.1", ".jsonld"),
    ("text/html;q=0.3,application/ld+json;q=0.7", ".jsonld"),
    ("text/html,application/rdf+xml;q=0.9", "/"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/"),
    ("image/png,text/turtle;q=0.4", ".ttl"),
    ("application/trig", ".trig"),
    ("*/*", "/"),
    ("", "/"),
]


@pytest.mark.parametrize(("accept", "led"), LED)
def test_a_client_is_led_to_what_it_wants_most(ask, accept, led):
    """Weights are compared, and of equals the page comes first; by w3id.org's rules too."""
    for path, there in (("/kkgraph/", "/kkgraph/"), ("/w3id/", ELSEWHERE)):
        status, location, _ = ask(f"{path}id/city/oslo", Accept=accept)
        assert (status, location) == (303, f"{there}id/city/oslo{led}"), path


@pytest.mark.parametrize(
    ("path", "accept", "language", "led"),
    [
        ("id/city/oslo", "text/html", "da, en;q=0.5", "da/id/city/oslo/"),
        ("ontology", "text/html", "da", "da/ontology/"),
        ("ontology", "text/turtle", "da", "ontology.ttl"),
        ("ontology/0.1.0", "text/turtle", "", "ontology/0.1.0/"),
        ("dataset", "text/turtle;q=0.9, text/html;q=0.8", "", "dataset.ttl"),
        ("catalog", "application/rdf+xml", "", "dataset.rdf"),
        ("query/cities", "*/*", "", "queries/cities/"),
        ("graph/themes", "*/*", "", "dump/themes.ttl"),
    ],
)
def test_other_addresses(ask, path, accept, language, led):
    """A Dane gets the Danish page; what the catalogue describes, queries and graphs have theirs."""
    for root, there in (("/kkgraph/", "/kkgraph/"), ("/w3id/", ELSEWHERE)):
        status, location, _ = ask(f"{root}{path}", Accept=accept, Accept_Language=language)
        assert (status, location) == (303, f"{there}{led}"), root


def test_what_there_is_not_is_not_acceptable(ask):
    """A client that wants none of the formats is told so, one that takes anything gets the page."""
    for path in ("/kkgraph/id/city/oslo", "/kkgraph/ontology", "/w3id/id/city/oslo"):
        assert ask(path, Accept="image/png")[0] == 406
        assert ask(path, Accept="image/png, */*;q=0.1")[0] == 303


def test_files_come_as_what_they_are(ask):
    """A file is served as it is whatever is wanted, and what is not there is 404."""
    status, _, headers = ask("/kkgraph/id/city/oslo.ttl", Accept="application/rdf+xml")
    assert (status, headers["Content-Type"]) == (200, "text/turtle; charset=utf-8")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in headers["Vary"]
    assert 'rel="describedby"' in headers["Link"]
    status, location, _ = ask("/w3id/id/city/oslo.ttl", Accept="text/turtle")
    assert (status, location) == (303, f"{ELSEWHERE}id/city/oslo.ttl")
    assert ask("/kkgraph/.well-known/void")[2]["Content-Type"] == "text/turtle; charset=utf-8"
    assert [ask("/kkgraph/no-such", Accept=a)[0] for a in ("text/html", "text/turtle")] == [404] * 2


@pytest.mark.parametrize("path", ["id/city/oslo/", "id/city/oslo.ttl", "assets/site.css"])
def test_files_come_packed_and_only_when_they_changed(ask, path):
    """What can be packed is, for who takes it; a second visit gets 304 from either form."""
    for packing, packed in (("gzip", "gzip"), ("identity", None)):
        status, _, headers = ask(f"/kkgraph/{path}", Accept_Encoding=packing)
        assert (status, headers["Content-Encoding"]) == (200, packed)
        asked_again = {"Accept_Encoding": packing, "If_None_Match": headers["ETag"]}
        assert ask(f"/kkgraph/{path}", **asked_again)[0] == 304
