#+ summary: kk:condition is now kk:note.
#+ summary_da: kk:condition hedder nu kk:note.
PREFIX kk: <https://w3id.org/kkgraph/ontology#>
DELETE { GRAPH ?graph { ?subject kk:condition ?value } }
INSERT { GRAPH ?graph { ?subject kk:note ?value } }
WHERE { GRAPH ?graph { ?subject kk:condition ?value } }
