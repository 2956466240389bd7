#+ summary: kk:isSubAgreementOf is now kk:isPartOf.
#+ summary_da: kk:isSubAgreementOf hedder nu kk:isPartOf.
PREFIX kk: <https://w3id.org/kkgraph/ontology#>
DELETE { GRAPH ?graph { ?subject kk:isSubAgreementOf ?value } }
INSERT { GRAPH ?graph { ?subject kk:isPartOf ?value } }
WHERE { GRAPH ?graph { ?subject kk:isSubAgreementOf ?value } }
