"""Our links to the outside as values, and the things that have none."""

from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import queries, terms
from kkgraph.entities.labels import label
from kkgraph.sparql.terms import Term, lexical
from kkgraph.store import Store
from kkgraph.tables import Table

WIKIDATA = "http://www.wikidata.org/entity/"
# Kinds of thing that other collections know by identifiers.
KINDS = ("city", "country", "region", "municipality", "organisation", "network", "project",
         "programme", "place", "event", "person")  # fmt: skip
_LINKS = """
SELECT DISTINCT ?link ?thing ?target ?how ?confidence ?source {
  ?link a kk:Link ; kk:isAbout ?thing ; kk:hasTarget ?target ; kk:confidence ?confidence ;
    dcterms:source ?source .
  ?thing ?how ?target
  FILTER(?how IN (skos:exactMatch, skos:closeMatch, skos:relatedMatch, skos:broadMatch,
    skos:narrowMatch))
} ORDER BY ?thing ?target ?how"""
_THINGS = """
SELECT DISTINCT ?thing {
  ?thing a ?class ; skos:prefLabel ?label
  FILTER NOT EXISTS {
    ?thing skos:exactMatch|skos:closeMatch|skos:relatedMatch|owl:sameAs|dcterms:identifier ?other
  }
} ORDER BY ?thing"""


@dataclass(frozen=True)
class Link:
    """A thing, what it is outside, how exactly (the IRI of a mapping property), and who says so."""

    iri: str
    thing: str
    target: str
    how: str
    confidence: str
    source: str

    @property
    def system(self) -> str:
        """The collection that it leads to, "wikidata"."""
        return terms.link_system(self.iri) or ""


def links(store: Store) -> list[Link]:
    """Return every mapping to an IRI outside, in a fixed order."""
    found = [Link(*map(lexical, row)) for row in _rows(store, _LINKS)]
    return sorted(found, key=lambda one: (one.thing, one.target, one.how))


def missing(store: Store) -> list[str]:
    """Return the things, of kinds that others know, without any identifier from outside."""
    found = [lexical(row[0]) for row in _rows(store, _THINGS)]
    return [iri for iri in found if terms.kind_of(iri) in KINDS]


def items(store: Store) -> dict[str, str]:
    """Return the Wikidata item ("Q585") of each thing that is exactly that."""
    return {
        link.thing: link.target.removeprefix(WIKIDATA)
        for link in links(store)
        if link.how == terms.EXACT_MATCH and link.target.startswith(WIKIDATA)
    }


def _rows(store: Store, text: str) -> list[tuple[Term, ...]]:
    found = queries.evaluate(store, text)
    rows = found.rows if isinstance(found, Table) else ()
    return [tuple(cell or ox.Literal("") for cell in row) for row in rows]


def name(store: Store, iri: str, lang: str) -> str:
    """Return what a thing is called."""
    return label(store.graph, iri, lang)
