#+ summary: kk:isPartOfNetwork is now kk:isPartOf.
#+ summary_da: kk:isPartOfNetwork hedder nu kk:isPartOf.
PREFIX kk: <https://w3id.org/kkgraph/ontology#>
DELETE { GRAPH ?graph { ?subject kk:isPartOfNetwork ?value } }
INSERT { GRAPH ?graph { ?subject kk:isPartOf ?value } }
WHERE { GRAPH ?graph { ?subject kk:isPartOfNetwork ?value } }
