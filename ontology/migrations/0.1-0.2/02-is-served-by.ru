#+ summary: kk:isServedBy is now kk:hasResponsibleParty.
#+ summary_da: kk:isServedBy hedder nu kk:hasResponsibleParty.
PREFIX kk: <https://w3id.org/kkgraph/ontology#>
DELETE { GRAPH ?graph { ?subject kk:isServedBy ?value } }
INSERT { GRAPH ?graph { ?subject kk:hasResponsibleParty ?value } }
WHERE { GRAPH ?graph { ?subject kk:isServedBy ?value } }
