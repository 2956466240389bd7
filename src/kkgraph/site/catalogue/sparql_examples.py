"""The saved queries as collections of SPARQL examples describe theirs."""

import pyoxigraph as ox

from kkgraph import queries, terms
from kkgraph.site.catalogue.description import SCHEMA, SH, Description
from kkgraph.site.context import Site
from kkgraph.sparql.text import tokens


def examples(site: Site) -> Description:
    """Describe the saved queries as sh:SPARQLExecutable, as query collections do."""
    found = Description(site)
    for query in queries.load_queries(site.store.project):
        iri = queries.iri(query)
        form = _form(query.text)
        found.add(iri, terms.TYPE, SH + "SPARQLExecutable", f"{SH}SPARQL{form.title()}Executable")
        found.both(iri, terms.COMMENT, query.summary)
        found.both(iri, terms.DESCRIPTION, query.description)
        found.add(iri, SH + form.lower(), ox.Literal(query.text))
        found.add(iri, SH + "prefixes", site.base_url + "queries#prefixes")
        found.add(iri, SCHEMA + "target", site.base_url + "sparql/")
        found.add(iri, SCHEMA + "keywords", *(ox.Literal(tag) for tag in query.tags))
    for name, namespace in terms.PREFIXES.items():
        node = f"{site.base_url}queries#prefix-{name}"
        found.add(site.base_url + "queries#prefixes", SH + "declare", node)
        found.add(node, SH + "prefix", ox.Literal(name))
        any_uri = ox.NamedNode(terms.XSD + "anyURI")
        found.add(node, SH + "namespace", ox.Literal(namespace, datatype=any_uri))
    found.add(site.base_url + "sparql/", terms.TYPE, terms.PREFIXES["foaf"] + "Document")
    return found


def _form(text: str) -> str:
    forms = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
    return next((t.text.upper() for t in tokens(text) if t.text.upper() in forms), "SELECT")
