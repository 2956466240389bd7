"""The names the code uses: namespaces, prefixes, graphs, classes and properties.

Every IRI that some logic needs is written here and nowhere else; a test holds
them against `ontology/kk.ttl`.
"""

import re
from typing import Final

ROOT: Final = "https://w3id.org/kkgraph/"
KK: Final = ROOT + "ontology#"
ID: Final = ROOT + "id/"
SHAPES_NS: Final = ROOT + "shapes#"
GRAPH: Final = ROOT + "graph/"
QUERY: Final = ROOT + "query/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"

# Graphs. Section graphs are `SECTION_BASE` followed by the section's number.
ONTOLOGY: Final = ROOT + "ontology"
REGISTER: Final = GRAPH + "register"
LINKS: Final = GRAPH + "links"
THEMES: Final = GRAPH + "themes"
SECTIONS: Final = GRAPH + "sections"
DERIVED: Final = GRAPH + "derived"
SECTION_BASE: Final = ID + "section/"

# First path segment of a thing's IRI -> local name of the class it goes with.
THING_KINDS: Final[dict[str, str]] = {
    "city": "City",
    "region": "Region",
    "country": "Country",
    "place": "Place",
    "municipality": "Municipality",
    "department": "Department",
    "unit": "Unit",
    "committee": "Committee",
    "organisation": "Organisation",
    "network": "Network",
    "working-group": "WorkingGroup",
    "person": "Person",
    "office": "Office",
    "project": "Project",
    "programme": "Programme",
    "event": "Event",
    "activity": "Activity",
    "policy": "Policy",
    "document": "Document",
    "system": "System",
    "award": "Award",
    "topic": "Topic",
}
FACT_KINDS: Final[dict[str, str]] = {
    "membership": "Membership",
    "post": "Post",
    "payment": "Payment",
    "grant": "Grant",
    "funding-total": "FundingTotal",
    "count": "StatedCount",
    "cooperation": "Cooperation",
    "agreement": "Agreement",
    "participation": "Participation",
    "responsibility": "Responsibility",
    "recurrence": "Recurrence",
    "description": "Description",
    "aim": "PolicyAim",
    "committee-practice": "CommitteePractice",
    "visit-practice": "VisitPractice",
}
KINDS: Final[dict[str, str]] = THING_KINDS | FACT_KINDS | {"section": "Section", "theme": "Theme"}

PREFIXES: Final[dict[str, str]] = {
    "kk": KK,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": DCTERMS,
    "schema": "http://schema.org/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "graph": GRAPH,
    "shapes": SHAPES_NS,
    **{kind: f"{ID}{kind}/" for kind in KINDS},
}

# Terms of our own vocabulary that logic speaks of.
FACT: Final = KK + "Fact"
SECTION: Final = KK + "Section"
LINES: Final = KK + "lines"
NUMBER: Final = KK + "number"
ORDER: Final = KK + "order"
FIRST_LINE: Final = KK + "firstLine"
LAST_LINE: Final = KK + "lastLine"
DIGEST: Final = KK + "digest"
SUMMARY: Final = KK + "summary"
NOTE: Final = KK + "note"
AMOUNT: Final = KK + "amount"
CURRENCY: Final = KK + "currency"
EQUIVALENT_AMOUNT: Final = KK + "equivalentAmount"
EQUIVALENT_CURRENCY: Final = KK + "equivalentCurrency"
FULL_NAME: Final = KK + "fullName"
PRINTED_NAME: Final = KK + "printedName"
IS_ABOUT: Final = KK + "isAbout"
HAS_TARGET: Final = KK + "hasTarget"
LINK: Final = KK + "Link"
MENTIONS: Final = KK + "mentions"
IS_STATED_IN: Final = KK + "isStatedIn"
IS_LISTED_IN: Final = KK + "isListedIn"
IS_PART_OF_SECTION: Final = KK + "isPartOfSection"
PRECISION: Final = KK + "precision"
AGREEMENT: Final = KK + "Agreement"

# Terms of the standard vocabularies.
TYPE: Final = RDF + "type"
LABEL: Final = RDFS + "label"
SUB_CLASS_OF: Final = RDFS + "subClassOf"
PREF_LABEL: Final = SKOS + "prefLabel"
ALT_LABEL: Final = SKOS + "altLabel"
HIDDEN_LABEL: Final = SKOS + "hiddenLabel"
SAME_AS: Final = OWL + "sameAs"
EXACT_MATCH: Final = SKOS + "exactMatch"
TITLE: Final = DCTERMS + "title"
SOURCE: Final = DCTERMS + "source"
LATITUDE: Final = PREFIXES["geo"] + "lat"
LONGITUDE: Final = PREFIXES["geo"] + "long"
PROPERTY_ID: Final = PREFIXES["schema"] + "propertyID"
VALUE: Final = PREFIXES["schema"] + "value"

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BY_LENGTH: Final = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def shorten(iri: str) -> str:
    """Return the CURIE of an IRI, or the IRI itself when no prefix fits."""
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(curie: str) -> str | None:
    """Return the IRI of a CURIE, or None when its prefix is unknown."""
    prefix, colon, local = curie.partition(":")
    namespace = PREFIXES.get(prefix)
    if not colon or namespace is None or local.startswith("//"):
        return None
    return namespace + local


def section_number(graph: str) -> str | None:
    """Return "4.1.5" for a section's IRI, None for any other graph."""
    return graph[len(SECTION_BASE) :] if graph.startswith(SECTION_BASE) else None


def kind_of(iri: str) -> str | None:
    """Return the kind ("network", "membership", ...) that an IRI names, None for others."""
    if not iri.startswith(ID):
        return None
    kind = iri[len(ID) :].partition("/")[0]
    return kind if kind in KINDS else None
