#+ summary: kk:isHostedBy is now kk:isRunBy.
#+ summary_da: kk:isHostedBy hedder nu kk:isRunBy.
PREFIX kk: <https://w3id.org/kkgraph/ontology#>
DELETE { GRAPH ?graph { ?subject kk:isHostedBy ?value } }
INSERT { GRAPH ?graph { ?subject kk:isRunBy ?value } }
WHERE { GRAPH ?graph { ?subject kk:isHostedBy ?value } }
