"""A description of the dataset for machines: triples, written sorted."""

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.site.context import Site

DCAT, VOID, PROV, FOAF, SH, SCHEMA = (
    terms.PREFIXES[name] for name in ("dcat", "void", "prov", "foaf", "sh", "schema")
)
SPDX = "http://spdx.org/rdf/terms#"
_PREFIXES = {
    "dcat": DCAT,
    "dcterms": terms.DCTERMS,
    "foaf": FOAF,
    "owl": terms.OWL,
    "prov": PROV,
    "rdfs": terms.RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": terms.SKOS,
    "spdx": SPDX,
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": VOID,
    "xsd": terms.XSD,
}


def named(name: str) -> str:
    """Return the IRI of what is described, "catalog": the project's, wherever it is served."""
    return terms.dataset().removesuffix("dataset") + name


class Description:
    """Triples about the dataset, gathered and written sorted."""

    def __init__(self, site: Site) -> None:
        """Describe the dataset as served at the site's address."""
        self.site, self.base = site, site.base_url
        self.triples: set[ox.Triple] = set()
        self.dataset = terms.dataset()

    def add(self, subject: str, predicate: str, *values: str | ox.Literal | ox.NamedNode) -> None:
        """Add values of a property; a plain text is the IRI it looks like, else a literal."""
        for value in values:
            term = value if not isinstance(value, str) else ox.NamedNode(value)
            self.triples.add(ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term))

    def both(self, subject: str, predicate: str, text: dict[str, str]) -> None:
        """Add a text in both languages."""
        self.add(subject, predicate, *(ox.Literal(v, language=k) for k, v in text.items()))

    def date(self) -> ox.Literal:
        """Return the date of the data's version."""
        return ox.Literal(self.site.issued, datatype=ox.NamedNode(terms.XSD + "date"))

    def turtle(self) -> bytes:
        """Return the triples as Turtle."""
        return self.written("ttl")

    def written(self, ending: str) -> bytes:
        """Return the triples in a graph format, by its ending."""
        form = media.GRAPHS[ending].rdf
        names = {} if form == ox.RdfFormat.N_TRIPLES else _PREFIXES
        return ox.serialize(sorted(self.triples, key=str), format=form, prefixes=names) or b""
