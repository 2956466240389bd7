#+ summary: kk:isStatedIn is no longer written: kk:citedFrom follows from the graph and its kk:lines.
#+ summary_da: kk:isStatedIn skrives ikke længere: kk:citedFrom følger af grafen og dens kk:lines.
PREFIX kk: <https://w3id.org/kkgraph/ontology#>
DELETE { GRAPH ?section { ?subject kk:isStatedIn ?section } }
WHERE {
  GRAPH ?section {
    ?subject kk:isStatedIn ?section ;
      kk:lines ?lines .
  }
}
