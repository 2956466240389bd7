"""The table of formats, and that there is no other."""

import re
from pathlib import Path

import pytest

from kkgraph import media

SOURCES = Path(media.__file__).parent
WEB = SOURCES.parents[1] / "web" / "src"


def test_one_table():
    """No other module and no script of a page spells a media type out; one is made from it."""
    names = {name for one in media.FORMATS for name in (one.media_type, *one.others)}
    found = {
        (file.name, name)
        for file in (*SOURCES.rglob("*.py"), *WEB.rglob("*.ts"))
        for text in [file.read_text("utf-8")]
        for name in names
        if name in text and re.search(rf"(?<![\w/]){re.escape(name)}(?![\w+/])", text)
    }
    assert {file for file, _ in found} == {"media.py", "media.ts"}
    assert {name for _, name in found} == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html"),
        ("result.json", "application/json"),
        ("result.csv", "text/csv"),
        ("sitemap.xml", "application/xml"),
        ("oslo.ttl", "text/turtle"),
        ("kkgraph.nq.gz", "application/gzip"),
        ("void", "text/turtle"),
        ("query.rq", "application/sparql-query"),
        ("citation.bib", "text/x-bibtex"),
        ("README", "application/octet-stream"),
        ("x.unknown", "application/octet-stream"),
    ],
)
def test_of_file(name, kind):
    """A file's media type goes by its ending; a file of results is plain JSON, XML or CSV."""
    assert media.of_file(name) == kind


@pytest.mark.parametrize(
    "name", ["application/ld+json", "application/ld json", "JSON-LD", "jsonld"]
)
def test_formats_by_name(name):
    """A format goes by ending, label or media type, also if its `+` was read as a space."""
    assert media.named(name) == ["application/ld+json"]


def test_charset():
    """Text and XML say that they are UTF-8; RDF/XML says so within."""
    assert media.with_charset("text/csv") == "text/csv; charset=utf-8"
    assert media.with_charset("application/xml") == "application/xml; charset=utf-8"
    assert media.with_charset("application/rdf+xml") == "application/rdf+xml"


def test_offers():
    """A format's own media type is offered before the others that it goes by."""
    offers = media.offers(media.RESULTS.values())
    assert list(offers)[:4] == [one.media_type for one in media.RESULTS.values()]
    assert (offers["application/json"], offers["text/xml"]) == ("json", "xml")


def test_engine():
    """Each format of results and graphs is one of the engine's, by its media type."""
    for one in (*media.RESULTS.values(), *media.GRAPHS.values()):
        assert one.engine is not None
        assert one.engine.media_type.partition(";")[0] == one.media_type
