#+ summary: kk:hasUnit is now kk:hasResponsibleParty.
#+ summary_da: kk:hasUnit hedder nu kk:hasResponsibleParty.
PREFIX kk: <https://w3id.org/kkgraph/ontology#>
DELETE { GRAPH ?graph { ?subject kk:hasUnit ?value } }
INSERT { GRAPH ?graph { ?subject kk:hasResponsibleParty ?value } }
WHERE { GRAPH ?graph { ?subject kk:hasUnit ?value } }
