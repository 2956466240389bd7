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
DATASET: Final = ROOT + "dataset"
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
HIERARCHY: Final = GRAPH + "hierarchy"
CITATIONS: Final = GRAPH + "citations"
INFERRED: Final = (DERIVED, HIERARCHY, CITATIONS)
# On servers only: the merge of all graphs, and what the names of half-written graphs begin with.
MERGED: Final = GRAPH + "merged"
STAGE: Final = "urn:kkgraph:stage:"
SECTION_BASE: Final = ID + "section/"
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
SOURCE_KINDS: Final[dict[str, str]] = {"survey": "Survey", "source": "Source"}
KINDS: Final[dict[str, str]] = {
    **THING_KINDS,
    **FACT_KINDS,
    "section": "Section",
    "theme": "Theme",
    **SOURCE_KINDS,
}

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

# Terms of our own vocabulary that logic speaks of: classes, what facts and things are tied by,
# how they are described, how the survey is divided, links to the outside.
FACT: Final = KK + "Fact"
SECTION: Final = KK + "Section"
AGREEMENT: Final = KK + "Agreement"
SURVEY_CLASS: Final = KK + "Survey"

HAS_RESPONSIBLE_PARTY: Final = KK + "hasResponsibleParty"
HAS_DEPARTMENT: Final = KK + "hasDepartment"
HAS_FEE: Final = KK + "hasFee"
HAS_FUNDER: Final = KK + "hasFunder"
HAS_HOLDER: Final = KK + "hasHolder"
HAS_MEMBER: Final = KK + "hasMember"
HAS_ORGANISATION: Final = KK + "hasOrganisation"
HAS_PARTICIPANT: Final = KK + "hasParticipant"
HAS_PARTNER: Final = KK + "hasPartner"
HAS_PAYER: Final = KK + "hasPayer"
HAS_PROGRAMME: Final = KK + "hasProgramme"
HAS_RECIPIENT: Final = KK + "hasRecipient"
HAS_THEME: Final = KK + "hasTheme"
IN_ACTIVITY: Final = KK + "inActivity"
IN_BODY: Final = KK + "inBody"
IS_ABOUT: Final = KK + "isAbout"
PART_OF: Final = DCTERMS + "isPartOf"
REPRESENTS_CITY: Final = KK + "representsCity"

SUMMARY: Final = KK + "summary"
NOTE: Final = KK + "note"
FULL_NAME: Final = KK + "fullName"
PRINTED_NAME: Final = KK + "printedName"
PRECISION: Final = KK + "precision"
START: Final = KK + "start"
END: Final = KK + "end"
DATE: Final = KK + "date"
AMOUNT: Final = KK + "amount"
CURRENCY: Final = KK + "currency"
EQUIVALENT_AMOUNT: Final = KK + "equivalentAmount"
EQUIVALENT_CURRENCY: Final = KK + "equivalentCurrency"

LINES: Final = KK + "lines"
NUMBER: Final = KK + "number"
ORDER: Final = KK + "order"
LEVEL: Final = KK + "level"
FIRST_LINE: Final = KK + "firstLine"
LAST_LINE: Final = KK + "lastLine"
DIGEST: Final = KK + "digest"
HAS_MUNICIPALITY: Final = KK + "hasMunicipality"
VALID_FROM: Final = KK + "validFrom"
MENTIONS: Final = KK + "mentions"
CITED_FROM: Final = KK + "citedFrom"
IS_LISTED_IN: Final = KK + "isListedIn"
IS_PART_OF_SECTION: Final = KK + "isPartOfSection"

HAS_TARGET: Final = KK + "hasTarget"

# A class of the validation alone, which no data use: see validation.shacl.graph.
CITATION: Final = KK + "Citation"

# Things that logic speaks of.
COPENHAGEN: Final = ID + "city/koebenhavn"
COPENHAGEN_MUNICIPALITY: Final = ID + "municipality/koebenhavns-kommune"

# Terms of the standard vocabularies.
TYPE: Final = RDF + "type"
LABEL: Final = RDFS + "label"
COMMENT: Final = RDFS + "comment"
DOMAIN: Final = RDFS + "domain"
RANGE: Final = RDFS + "range"
RESOURCE: Final = RDFS + "Resource"
SUB_CLASS_OF: Final = RDFS + "subClassOf"
SUB_PROPERTY_OF: Final = RDFS + "subPropertyOf"
CLASS: Final = OWL + "Class"
OBJECT_PROPERTY: Final = OWL + "ObjectProperty"
DATATYPE_PROPERTY: Final = OWL + "DatatypeProperty"
SAME_AS: Final = OWL + "sameAs"
VERSION_INFO: Final = OWL + "versionInfo"
VERSION_IRI: Final = OWL + "versionIRI"
CONCEPT: Final = SKOS + "Concept"
PREF_LABEL: Final = SKOS + "prefLabel"
ALT_LABEL: Final = SKOS + "altLabel"
HIDDEN_LABEL: Final = SKOS + "hiddenLabel"
DEFINITION: Final = SKOS + "definition"
EXAMPLE: Final = SKOS + "example"
EXACT_MATCH: Final = SKOS + "exactMatch"
CLOSE_MATCH: Final = SKOS + "closeMatch"
RELATED_MATCH: Final = SKOS + "relatedMatch"
BROAD_MATCH: Final = SKOS + "broadMatch"
NARROW_MATCH: Final = SKOS + "narrowMatch"
TITLE: Final = DCTERMS + "title"
DESCRIPTION: Final = DCTERMS + "description"
IDENTIFIER: Final = DCTERMS + "identifier"
ISSUED: Final = DCTERMS + "issued"
LANGUAGE: Final = DCTERMS + "language"
WAS_REVISION_OF: Final = PREFIXES["prov"] + "wasRevisionOf"
SOURCE: Final = DCTERMS + "source"
HOMEPAGE: Final = PREFIXES["foaf"] + "homepage"
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


def term(local: str) -> str:
    """Return the IRI of a term of our vocabulary by its local name."""
    return KK + local


def thing(path: str) -> str:
    """Return the IRI of a thing by its kind and slug, "network/string"."""
    return ID + path


def section(number: str) -> str:
    """Return the IRI of a section, which is also that of its graph."""
    return SECTION_BASE + number


def graph(name: str) -> str:
    """Return the IRI of a layer's graph by its name, "register"."""
    return GRAPH + name


def query(name: str) -> str:
    """Return the IRI of a saved query by its name, escaped for an IRI."""
    return QUERY + name


def section_number(graph: str) -> str | None:
    """Return "4.1.5" for a section's IRI, None for any other graph."""
    return graph[len(SECTION_BASE) :] if graph.startswith(SECTION_BASE) else None


def kind_of(iri: str) -> str | None:
    """Return the kind ("network", "membership", ...) that an IRI names, None for others."""
    if not iri.startswith(ID):
        return None
    kind = iri[len(ID) :].partition("/")[0]
    return kind if kind in KINDS else None


def class_of_kind(iri: str) -> str | None:
    """Return the class that goes with the kind of thing that an IRI names, None for others."""
    kind = kind_of(iri)
    return None if kind is None else KK + KINDS[kind]


def is_fact(iri: str) -> bool:
    """Tell whether an IRI names a fact node."""
    return kind_of(iri) in FACT_KINDS


def is_department(iri: str) -> bool:
    """Tell whether an IRI names one of the municipality's departments."""
    return kind_of(iri) == "department"


def link_system(iri: str) -> str | None:
    """Return the system ("wikidata") that an outside link leads to, None for other things."""
    base = ID + "link/"
    return iri[len(base) :].partition("/")[0] if iri.startswith(base) else None
