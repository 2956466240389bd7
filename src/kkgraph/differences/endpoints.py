"""The graph behind a SPARQL endpoint, or at an address that serves RDF."""

from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox

from kkgraph import media
from kkgraph.errors import InputNotReadable
from kkgraph.texts import Message

_SECONDS = 60
_ASKED = (
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o }",
    "SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }",
)


def quads(address: str) -> ox.Store:
    """Return what an address holds; raises InputNotReadable where it does not answer with RDF."""
    graph = ox.Store()
    form = media.rdf_of(address.partition("?")[0])
    try:
        if form is not None:
            content = _got(Request(address, headers={"Accept": form.media_type}))  # noqa: S310
            graph.load(content, format=form.rdf, base_iri=address)
        else:
            for text in _ASKED:
                graph.extend(_rows(address, text))
    except (URLError, OSError, SyntaxError, ValueError) as error:
        raise InputNotReadable(address, str(error)) from None
    return graph


def _rows(address: str, text: str) -> list[ox.Quad]:
    form = media.RESULTS["json"]
    body = urlencode({"query": text}).encode()
    asked = Request(address, data=body, headers={"Accept": form.media_type})  # noqa: S310
    found = ox.parse_query_results(_got(asked), format=form.results)
    if not isinstance(found, ox.QuerySolutions):
        raise InputNotReadable(address, Message("errors.input.no_sparql"))
    return [ox.Quad(*row) for row in found]


def _got(asked: Request) -> bytes:
    with urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310 - http or https, as the user says
        content: bytes = answer.read()
        return content
