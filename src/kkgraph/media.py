"""The formats that files and answers come in: one table, in the order they are offered."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

import pyoxigraph as ox

Kind = Literal["results", "graph", "page", "network", "file"]


class Format(NamedTuple):
    """A format: the ending of its files, its media type, and what it is for.

    `others` are media types that clients ask for it by; `eu` is its code in the EU's
    table of file types; `engine` is the format as pyoxigraph knows it.
    """

    ending: str
    media_type: str
    kind: Kind
    label: str = ""
    others: tuple[str, ...] = ()
    eu: str = ""
    engine: ox.QueryResultsFormat | ox.RdfFormat | None = None

    @property
    def rdf(self) -> ox.RdfFormat:
        """The format for the engine's RDF serializers; raises TypeError for another kind."""
        if not isinstance(self.engine, ox.RdfFormat):
            raise TypeError(self.ending)
        return self.engine

    @property
    def results(self) -> ox.QueryResultsFormat:
        """The format for the engine's results serializers; raises TypeError for another kind."""
        if not isinstance(self.engine, ox.QueryResultsFormat):
            raise TypeError(self.ending)
        return self.engine

    @property
    def content_type(self) -> str:
        """The Content-Type of a file: text says that it is UTF-8."""
        return with_charset(self.media_type)


_RDF, _ROWS = ox.RdfFormat, ox.QueryResultsFormat

FORMATS = (
    Format(
        "json",
        "application/sparql-results+json",
        "results",
        "JSON",
        ("application/json",),
        engine=_ROWS.JSON,
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        "results",
        "XML",
        ("application/xml", "text/xml"),
        engine=_ROWS.XML,
    ),
    Format("csv", "text/csv", "results", "CSV", engine=_ROWS.CSV),
    Format("tsv", "text/tab-separated-values", "results", "TSV", engine=_ROWS.TSV),
    Format(
        "ttl",
        "text/turtle",
        "graph",
        "Turtle",
        ("application/x-turtle",),
        "RDF_TURTLE",
        _RDF.TURTLE,
    ),
    Format(
        "nt",
        "application/n-triples",
        "graph",
        "N-Triples",
        ("text/plain",),
        "RDF_N_TRIPLES",
        _RDF.N_TRIPLES,
    ),
    Format(
        "jsonld",
        "application/ld+json",
        "graph",
        "JSON-LD",
        ("application/json",),
        eu="JSON_LD",
        engine=_RDF.JSON_LD,
    ),
    Format(
        "rdf",
        "application/rdf+xml",
        "graph",
        "RDF/XML",
        eu="RDF_XML",
        engine=_RDF.RDF_XML,
    ),
    Format("trig", "application/trig", "graph", "TriG", eu="RDF_TRIG", engine=_RDF.TRIG),
    Format("nq", "application/n-quads", "graph", "N-Quads", eu="RDF_N_QUADS", engine=_RDF.N_QUADS),
    Format("html", "text/html", "page", others=("application/xhtml+xml",)),
    Format("gexf", "application/gexf+xml", "network"),
    Format("graphml", "application/graphml+xml", "network"),
    Format("json", "application/json", "network"),
    Format("bib", "text/x-bibtex", "file"),
    Format("css", "text/css", "file"),
    Format("gz", "application/gzip", "file"),
    Format("ico", "image/x-icon", "file"),
    Format("js", "text/javascript", "file"),
    Format("md", "text/markdown", "file"),
    Format("pdf", "application/pdf", "file"),
    Format("png", "image/png", "file"),
    Format("rq", "application/sparql-query", "file"),
    Format("svg", "image/svg+xml", "file"),
    Format("txt", "text/plain", "file"),
    Format("wasm", "application/wasm", "file"),
    Format("woff2", "font/woff2", "file"),
    Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "file", "Excel"
    ),
    Format("xml", "application/xml", "file"),
    Format("zip", "application/zip", "file"),
)
SHEETS = {"xlsx": next(one for one in FORMATS if one.ending == "xlsx")}  # rows for Excel
QUADS = ("trig", "nq")  # the graph formats that name graphs
TRIPLES = ("ttl", "jsonld", "nt", "rdf")  # those that do not, as pages list them
BESIDE = (*TRIPLES, "trig")  # the files beside each page of a site
WELL_KNOWN = ("void", "sparql-examples")  # files in Turtle whose names have no ending

# What has no files of its own.
FORM = "application/x-www-form-urlencoded"
PROBLEM = "application/problem+json"
UPDATE = "application/sparql-update"
METRICS = "text/plain; version=0.0.4; charset=utf-8"
BYTES = "application/octet-stream"


def of_kind(*kinds: Kind) -> dict[str, Format]:
    """Return the formats of some kinds by their endings, in order."""
    return {one.ending: one for one in FORMATS if one.kind in kinds}


def offers(formats: Iterable[Format], *, others: bool = True) -> dict[str, str]:
    """Return media type -> ending, the formats' own types before the others they go by."""
    listed = list(formats)
    found = {one.media_type: one.ending for one in listed}
    if others:
        found |= {name: one.ending for one in listed for name in one.others}
    return found


RESULTS, GRAPHS, NETWORKS = of_kind("results"), of_kind("graph"), of_kind("network")
PAGES, FILES = of_kind("page"), of_kind("file")
HTML, JSON = PAGES["html"].media_type, NETWORKS["json"].media_type
TEXT, QUERY = FILES["txt"].media_type, FILES["rq"].media_type
_PACKED = ("gz", "ico", "pdf", "png", "woff2", "xlsx", "zip")
# A file's format by its ending: where two formats share one, the format of any such file.
_BY_ENDING = of_kind("results", "graph", "page", "file", "network")


def of_file(name: str) -> str:
    """Return the media type of a file by its name; that of plain bytes when none is known."""
    if name in WELL_KNOWN:
        return GRAPHS["ttl"].media_type
    found = _BY_ENDING.get(name.rpartition(".")[2])
    return found.media_type if found else BYTES


def rdf_of(name: str) -> Format | None:
    """Return the format of RDF that a file's name ends in, None if it ends in no such."""
    return GRAPHS.get(name.rpartition(".")[2].lower())


def label(name: str) -> str:
    """Return what a format is called, by its ending."""
    known = {**_BY_ENDING, **RESULTS, **GRAPHS}
    return known[name].label or name


def named(text: str) -> list[str]:
    """Return the media types of the result, sheet and graph formats that go by a name.

    A name is an ending, a label or a media type; `json` is that of two formats. A media type has
    no spaces: where there are some, they were `+` in an address.
    """
    wanted = text.strip().lower().replace(" ", "+") or "?"
    return [
        one.media_type
        for one in (*RESULTS.values(), *SHEETS.values(), *GRAPHS.values(), *PAGES.values())
        if wanted in {one.ending, one.label.lower(), one.media_type, *one.others}
        or f"application/{wanted}" in one.others
    ]


def is_packed(media_type: str) -> bool:
    """Tell whether files of a type are packed in themselves: another packing gains nothing."""
    return media_type == BYTES or media_type in {FILES[one].media_type for one in _PACKED}


def with_charset(media_type: str) -> str:
    """Return a media type as a Content-Type: what is text says that it is UTF-8."""
    is_text = media_type.startswith("text/") or media_type == _BY_ENDING["xml"].media_type
    return f"{media_type}; charset=utf-8" if is_text else media_type
