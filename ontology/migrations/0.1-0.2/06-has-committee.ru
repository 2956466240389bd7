#+ summary: kk:hasCommittee is now kk:isAbout.
#+ summary_da: kk:hasCommittee hedder nu kk:isAbout.
PREFIX kk: <https://w3id.org/kkgraph/ontology#>
DELETE { GRAPH ?graph { ?subject kk:hasCommittee ?value } }
INSERT { GRAPH ?graph { ?subject kk:isAbout ?value } }
WHERE { GRAPH ?graph { ?subject kk:hasCommittee ?value } }
