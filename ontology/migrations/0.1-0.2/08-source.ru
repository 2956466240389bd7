#+ summary: Each section is part of the project's survey (kkgraph.toml says which).
#+ summary_da: Hvert afsnit hører til projektets afdækning (kkgraph.toml siger hvilken).
#+ needs: survey
PREFIX kk: <https://w3id.org/kkgraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
INSERT { GRAPH ?graph { ?section dcterms:isPartOf ?survey } }
WHERE {
  GRAPH ?graph { ?section a kk:Section }
  FILTER NOT EXISTS { ?section dcterms:isPartOf ?source }
  FILTER NOT EXISTS { GRAPH ?graph { ?section dcterms:isPartOf ?source } }
  BIND (IRI(?_survey) AS ?survey)
}
