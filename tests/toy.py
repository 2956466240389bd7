"""A toy project around an invented report of nineteen lines, for the tests of survey and evidence.

The report is about a town that does not exist, so its sentences can stand here.
"""

import hashlib
from pathlib import Path

TEXT = """\
 1. Indledning

Lilleby Kommune besluttede d. 3. maj 2019 at samle sit arbejde. Det koster cirka 1,5 mio. kr. om
året, jf. § 7, stk. 2 i budgettet.

• Medlem af 12 netværk
• Havnebyen Nordkøbing er med i fem af netværkene og viser for eksempel færgelejet ved Store

Sø, hvor turen begynder hver morgen klokken syv.

12

 2. Netværk
2.1 Nordnet

Nordnet er et netværk for byer. Netværket mødes hvert andet år i september. Lilleby Kommune er med
i Nord-
net siden 2007, mv.
Ingen ved hvorfor.
"""
SECTIONS = (("1", "Indledning", 1, 12), ("2", "Netværk", 13, 13), ("2.1", "Nordnet", 14, 19))

HEAD = """\
@base <https://w3id.org/kkgraph/id/> .
@prefix kk: <https://w3id.org/kkgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = """\
kk:Network a owl:Class ; rdfs:label "netværk"@da, "network"@en .
kk:isMemberOf a owl:ObjectProperty ; rdfs:label "er medlem af"@da, "is member of"@en .
kk:hasMember a owl:ObjectProperty ; rdfs:label "har medlem"@da, "has member"@en .
kk:Payment a owl:Class . kk:Municipality a owl:Class . kk:Membership a owl:Class .
kk:Section a owl:Class . kk:Link a owl:Class . kk:Theme a owl:Class . kk:Precision a owl:Class .
kk:Approximate a kk:Precision .
kk:hasOrganisation a owl:ObjectProperty . kk:hasPayer a owl:ObjectProperty .
kk:hasFee a owl:ObjectProperty . kk:isListedIn a owl:ObjectProperty .
kk:isAbout a owl:ObjectProperty . kk:hasTarget a owl:ObjectProperty .
kk:precision a owl:ObjectProperty . kk:lines a owl:DatatypeProperty .
kk:amount a owl:DatatypeProperty . kk:currency a owl:DatatypeProperty .
kk:interval a owl:DatatypeProperty . kk:date a owl:DatatypeProperty .
kk:start a owl:DatatypeProperty . kk:number a owl:DatatypeProperty .
kk:firstLine a owl:DatatypeProperty . kk:lastLine a owl:DatatypeProperty .
kk:digest a owl:DatatypeProperty .
"""
SHAPES = """\
<https://w3id.org/kkgraph/shapes#Payment> a sh:NodeShape ; sh:targetClass kk:Payment ;
    sh:property <https://w3id.org/kkgraph/shapes#amount> .
<https://w3id.org/kkgraph/shapes#amount> a sh:PropertyShape ; sh:path kk:amount ;
    sh:minCount 1 ; sh:datatype xsd:decimal ;
    sh:message "Et beløb er et decimaltal."@da, "An amount is a decimal number."@en .
<https://w3id.org/kkgraph/shapes#Citation> a sh:NodeShape ; sh:targetClass kk:Citation ;
    sh:property <https://w3id.org/kkgraph/shapes#cited> .
<https://w3id.org/kkgraph/shapes#cited> a sh:PropertyShape ; sh:path kk:firstLine ;
    sh:minCount 1 ; sh:severity sh:Warning ;
    sh:message "Emnet skal have linjer."@da, "The subject must have lines."@en .
"""
REGISTER = """\
<municipality/lilleby> a kk:Municipality ;
    skos:prefLabel "Lilleby Kommune"@da, "Lilleby"@en .
<network/nordnet> a kk:Network ; skos:prefLabel "Nordnet"@da, "Nordnet"@en .
"""
SURVEY = """\
<section/1> {
  <municipality/lilleby> kk:lines "3" .
  <payment/samling> a kk:Payment ;
      kk:lines "3-4" ;
      kk:hasPayer <municipality/lilleby> ;
      kk:amount 1500000.0 ; kk:currency "DKK" ; kk:interval "P1Y"^^xsd:duration ;
      kk:date "2019-05-03"^^xsd:date ; kk:precision kk:Approximate .
}
<section/2.1> {
  <network/nordnet> kk:lines "14", "16" ; kk:isListedIn <section/2.1> .
  <membership/nordnet> a kk:Membership ;
      kk:lines "16-18" ;
      kk:hasMember <municipality/lilleby> ;
      kk:hasOrganisation <network/nordnet> ;
      kk:start "2007"^^xsd:gYear .
}
"""
QUERY = """#+ summary: All triples
#+ summary_da: Alle tripler
#+ description: Every triple.
#+ description_da: Hver tripel.
SELECT * WHERE { ?s ?p ?o }
"""
RULE = """\
#+ summary: Who is named in a membership is a member.
#+ summary_da: Den, et medlemskab nævner, er medlem.
CONSTRUCT { ?member kk:isMemberOf ?organisation }
WHERE { ?membership kk:hasMember ?member ; kk:hasOrganisation ?organisation }
"""
LINKS = """\
<network/nordnet> owl:sameAs <https://example.org/nordnet> .
<link/nordnet> a kk:Link ; kk:isAbout <network/nordnet> ;
    kk:hasTarget <https://example.org/nordnet> ;
    dcterms:source "example.org, seen 2024"@en .
"""
THEMES = '<theme/by> a kk:Theme ; skos:prefLabel "by"@da, "city"@en .\n'


def sections() -> str:
    """Return the toy's sections.ttl, its digests computed here and not by the code under test."""
    lines = TEXT.splitlines()
    return "".join(
        f'<section/{number}> a kk:Section ; kk:number "{number}" ; dcterms:title "{title}"@da ;\n'
        f"    kk:firstLine {first} ; kk:lastLine {last} ;\n"
        f'    kk:digest "{digest(lines, first, last)}" .\n'
        for number, title, first, last in SECTIONS
    )


def digest(lines: list[str], first: int, last: int) -> str:
    """Return the SHA-256 of lines, white space normalised."""
    words = " ".join(" ".join(lines[first - 1 : last]).split())
    return hashlib.sha256(words.encode()).hexdigest()


def build(folder: Path, **replaced: str) -> Path:
    """Write the toy project and its report into a folder; `replaced` by the names above."""
    parts = {
        "ontology/kk.ttl": HEAD + ONTOLOGY,
        "ontology/shapes.ttl": HEAD + replaced.get("shapes", SHAPES),
        "ontology/rules/is-member-of.rq": RULE,
        "queries/all/all.rq": QUERY,
        "data/sections.ttl": HEAD + sections(),
        "data/register/all.ttl": HEAD + replaced.get("register", REGISTER),
        "data/survey/all.trig": HEAD + replaced.get("survey", SURVEY),
        "data/links/all.ttl": HEAD + LINKS,
        "data/themes.ttl": HEAD + THEMES,
        "report.txt": replaced.get("text", TEXT),
    }
    if "exceptions" in replaced:
        parts["data/survey-exceptions.toml"] = replaced["exceptions"]
    for name, text in parts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
