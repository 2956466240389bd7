"""The terms of the standard vocabularies that logic speaks of."""

from typing import Final

from kkgraph.terms.namespaces import (
    DCTERMS,
    FOAF,
    GEO,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
)

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
PRIOR_VERSION: Final = OWL + "priorVersion"
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
SPATIAL: Final = DCTERMS + "spatial"
IS_PART_OF_SOURCE: Final = DCTERMS + "isPartOf"
WAS_REVISION_OF: Final = PROV + "wasRevisionOf"
SOURCE: Final = DCTERMS + "source"
HOMEPAGE: Final = FOAF + "homepage"
LATITUDE: Final = GEO + "lat"
LONGITUDE: Final = GEO + "long"
PROPERTY_ID: Final = SCHEMA + "propertyID"
VALUE: Final = SCHEMA + "value"
