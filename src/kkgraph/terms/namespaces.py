"""The namespaces of the vocabularies, and the named graphs of the layers."""

from typing import Final

ROOT: Final = "https://w3id.org/kkgraph/"
KK: Final = ROOT + "ontology#"
ID: Final = ROOT + "id/"
SHAPES_NS: Final = ROOT + "shapes#"
GRAPH: Final = ROOT + "graph/"
QUERY: Final = ROOT + "query/"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"  # where a project names none
ASKING: Final = ROOT + "asking.md"  # how to ask the graph, as a text to read
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
GEO: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
SCHEMA: Final = "http://schema.org/"

# Graphs. A section is the graph of what it says.
ONTOLOGY: Final = ROOT + "ontology"
REGISTER: Final = GRAPH + "register"
LINKS: Final = GRAPH + "links"
THEMES: Final = GRAPH + "themes"
SECTIONS: Final = GRAPH + "sections"
DERIVED: Final = GRAPH + "derived"
HIERARCHY: Final = GRAPH + "hierarchy"
CITATIONS: Final = GRAPH + "citations"
INFERRED: Final = (DERIVED, HIERARCHY, CITATIONS)
# On servers only: the merge of all graphs, and what the names of half-written graphs begin with.
MERGED: Final = GRAPH + "merged"
STAGE: Final = "urn:kkgraph:stage:"
# The layers of the graph by their graphs; the section graphs together are one, the survey.
LAYERS: Final[dict[str, str]] = {
    ONTOLOGY: "ontology",
    SECTIONS: "sections",
    REGISTER: "register",
    LINKS: "links",
    THEMES: "themes",
    HIERARCHY: "hierarchy",
    CITATIONS: "citations",
    DERIVED: "derived",
}
SURVEY: Final = "survey"
