"""The ontology's own examples are true of the data: each is looked up in the graph."""

import pytest
from held import ontology
from rdflib import OWL, SKOS

from kkgraph.queries import evaluate
from kkgraph.store import Store

KK = "https://w3id.org/kkgraph/ontology#"
# What only a later source needs: there is one survey, cited by lines and revised by nothing yet.
LATER = {"validFrom", "firstPage", "lastPage", "pages"}

CITY_COUNCIL = "unit:borgerrepraesentationens-sekretariat"
MUNICIPALITY = "municipality:koebenhavns-kommune"
STRING = "membership:string"
FINANCE = "department:oekonomiforvaltningen"
CULTURE = "department:kultur-og-fritidsforvaltningen"
HEALTH = "unit:center-for-sundhed-og-forebyggelse"

# The thing that the example of a class is about.
CLASSES = {
    "Organisation": "organisation:hofor", "Municipality": MUNICIPALITY, "Department": FINANCE,
    "Unit": "unit:team-mobilitet", "Committee": "committee:kultur-og-fritidsudvalget",
    "Network": "network:c40", "WorkingGroup": "working-group:eurocities-environment-forum",
    "Museum": "unit:thorvaldsens-museum", "Person": "person:tommy-petersen",
    "Group": "organisation:israelske-koreografer-og-dansere", "Office": "office:overborgmesteren",
    "Place": "place:oeresund", "City": "city:beijing", "Region": "region:region-skaane",
    "Country": "country:polen", "Activity": "activity:family-club", "Project": "project:atelier",
    "Programme": "programme:horizon-2020", "Event": "event:mipim", "Document": "document:iso-26000",
    "Policy": "policy:kbh-2025-klimaplanen", "System": "system:servicenow-hr",
    "Award": "award:isca-awards", "Topic": "topic:klimatilpasning",
    "Theme": "theme:klima-miljoe-og-energi", "Section": "section:4.1.5", "Fact": STRING,
    "Source": "survey:koebenhavn-2020", "Survey": "survey:koebenhavn-2020",
    "Membership": STRING, "Post": "post:greater-copenhagen-eu-office-bestyrelse",
    "Payment": "payment:string", "Grant": "grant:atelier-eu",
    "FundingTotal": "funding-total:eu-stoette-siden-2013", "StatedCount": "count:c40-medlemsbyer",
    "Cooperation": "cooperation:buenos-aires", "Agreement": "agreement:beijing-soesterby",
    "Participation": "participation:atelier-riga",
    "Responsibility": "responsibility:cities-changing-diabetes",
    "Recurrence": "recurrence:nordisk-hovedstadskonference", "Description": "description:string",
    "PolicyAim": "aim:international-tilgaengelighed",
    "CommitteePractice": "committee-practice:socialudvalget",
    "VisitPractice": "visit-practice:international-house", "Precision": "kk:Approximate",
    "Status": "kk:Ongoing", "Role": "kk:Chair", "Aspect": "kk:Purpose",
}  # fmt: skip

# What the example of a link, and of a property, says, as a pattern.
PROPERTIES = {
    "Link": "?link a kk:Link ; kk:isAbout city:beijing ; dcterms:source ?source",
    "isListedIn": "network:string kk:isListedIn section:4.1.5",
    "isPartOf": "working-group:string-political-forum kk:isPartOf network:string",
    "isUnitOf": "unit:team-mobilitet kk:isUnitOf unit:center-for-byudvikling",
    "isBasedIn": "network:eurocities kk:isBasedIn city:bruxelles",
    "isLocatedIn": "city:possagno kk:isLocatedIn country:italien",
    "representsCity": "municipality:malmoe-stad kk:representsCity city:malmoe",
    "hasArea": "network:string kk:hasArea place:oeresund",
    "isRunBy": "activity:family-club kk:isRunBy unit:oerestad-bibliotek",
    "isBasedOn": "?fund a kk:Programme ; kk:isBasedOn policy:retningslinjer-for-megaeventpuljen",
    "isAdoptedBy": "policy:handlingsplan-for-fns-verdensmaal kk:isAdoptedBy ?council",
    "adoptionDate": '?policy kk:adoptionDate "2019"^^xsd:gYear',
    "fullName": "?ala kk:printedName 'ALA' ; kk:fullName 'American Library Association'",
    "printedName": "?network kk:printedName 'Municipal Building Effiency Network'",
    "hasTopic": "cooperation:buenos-aires kk:hasTopic topic:klimatilpasning",
    "hasTheme": "network:c40 kk:hasTheme theme:klima-miljoe-og-energi",
    "start": "?m kk:hasOrganisation network:mayors-for-peace ; kk:start '2007'^^xsd:gYear",
    "startHedge": "?network a kk:Network ; kk:start '2020'^^xsd:gYear ; kk:startHedge kk:Middle",
    "end": "?post kk:role kk:Chair ; kk:end '2012'^^xsd:gYear",
    "endHedge": "?p a kk:Project ; kk:end '2021'^^xsd:gYear ; kk:endHedge kk:Expected",
    "duration": "?fact kk:duration 'P4Y'^^xsd:duration",
    "date": "agreement:beijing-soesterby kk:date '2012'^^xsd:gYear",
    "status": "?project a kk:Project ; kk:status kk:Completed",
    "targetGroup": "?x kk:targetGroup 'new citizens'@en, 'nye borgere'@da",
    "possiblySameAs": "?a kk:possiblySameAs ?b . FILTER(CONTAINS(STR(?b), 'direktoernetvaerk'))",
    "hasTarget": "?l kk:isAbout city:oslo ; kk:hasTarget ?t FILTER(CONTAINS(STR(?t), 'wikidata'))",
    "confidence": "?link kk:confidence 'verified'",
    "hasMunicipality": f"survey:koebenhavn-2020 kk:hasMunicipality {MUNICIPALITY}",
    "number": "section:4.1.5 kk:number '4.1.5'",
    "isPartOfSection": "section:4.1.5 kk:isPartOfSection section:4.1",
    "level": "section:4.1.5 kk:level 3",
    "order": "section:4.1.5 kk:order 31",
    "firstLine": "section:4.1.5 kk:firstLine 307",
    "lastLine": "section:4.1.5 kk:lastLine 322",
    "digest": "section:4.1.5 kk:digest ?d FILTER(REGEX(?d, '^ce59.{56}7c02$'))",
    "lines": f"{STRING} kk:lines '320-321'",
    "summary": "?d kk:isAbout network:procura-plus ; kk:summary ?text",
    "note": "?fact kk:note 'for tiden'@da",
    "precision": "?count kk:value 15 ; kk:precision kk:Approximate",
    "hasDepartment": f"{STRING} kk:hasDepartment {FINANCE}",
    "hasResponsibleParty": f"?m a kk:Membership ; kk:hasResponsibleParty {CITY_COUNCIL}",
    "concerns": "?d kk:isAbout network:european-green-capital-network ; "
    "kk:concerns award:european-green-capital-award",
    "role": "?post kk:inBody network:eurocities ; kk:role kk:Chair",
    "frequency": "?practice a kk:CommitteePractice ; kk:frequency kk:Seldom",
    "isAbout": "?count kk:value 94 ; kk:isAbout network:c40",
    "hasMember": f"?membership kk:hasMember {MUNICIPALITY}",
    "hasOrganisation": f"{STRING} kk:hasOrganisation network:string",
    "hasFee": f"{STRING} kk:hasFee ?fee",
    "hasHolder": "?p kk:hasHolder person:tommy-petersen ; "
    "kk:inBody working-group:string-political-forum",
    "inBody": "?post a kk:Post ; kk:inBody working-group:string-political-forum",
    "onBehalfOf": f"?post kk:onBehalfOf {MUNICIPALITY}",
    "hasOffice": "?post kk:hasHolder person:david-salomonsen ; kk:hasOffice office:csr-chefen",
    "party": "?post kk:party 'R'",
    "hasPayer": f"?payment kk:hasPayer {MUNICIPALITY}",
    "hasRecipient": "?fee a kk:Payment ; "
    "kk:hasRecipient organisation:foreningen-bag-greater-copenhagen-eu-office",
    "hasFunder": "?g kk:hasFunder organisation:udenrigsministeriet ; kk:isAbout ?c . "
    "?c a kk:Cooperation",
    "hasProgramme": "?g kk:hasProgramme programme:horizon-2020 ; kk:isAbout ?p . ?p a kk:Project",
    "amount": "payment:string kk:amount 500000.0",
    "currency": "payment:string kk:currency 'DKK'",
    "equivalentAmount": "?g kk:equivalentAmount ?a ; kk:equivalentCurrency 'EUR' ; "
    "kk:currency 'DKK'",
    "equivalentCurrency": "?grant kk:equivalentCurrency 'EUR'",
    "interval": "?recurrence kk:interval 'P2Y'^^xsd:duration",
    "value": "count:c40-medlemsbyer kk:value 94",
    "countsClass": "count:c40-medlemsbyer kk:countsClass kk:City",
    "countedAs": "count:c40-medlemsbyer kk:countedAs 'member cities'@en",
    "hasPartner": "agreement:beijing-soesterby kk:hasPartner city:beijing",
    "hasParticipant": "?cooperation kk:hasParticipant organisation:hofor",
    "inActivity": "?fact kk:inActivity project:atelier",
    "hasFramework": "?p a kk:Project ; kk:hasFramework organisation:den-europaeiske-union",
    "times": "?practice kk:times 2 ; kk:countingPeriod 'P1Y'^^xsd:duration",
    "timesMin": "?recurrence kk:timesMin 5 ; kk:timesMax 10",
    "timesMax": "?recurrence kk:timesMin 5 ; kk:timesMax 10",
    "countingPeriod": "?practice kk:times 2 ; kk:countingPeriod 'P1Y'^^xsd:duration",
    "month": "?recurrence kk:month '--08'^^xsd:gMonth",
    "aspect": "description:string kk:aspect kk:Purpose",
    "isAimOf": "?aim kk:isAimOf policy:kbh-2025-klimaplanen",
    "everyNthMeeting": "?p kk:everyNthMeeting 6 ; kk:precision kk:Approximate",
    "legalBasis": "?fact kk:legalBasis '§12 stk. 2'",
    "occasion": "?p kk:occasion ?o FILTER(CONTAINS(?o, 'budget negotiations'))",
    "procedure": "?p kk:procedure ?o FILTER(CONTAINS(?o, 'enquiries are screened'))",
    "rule": "?p kk:rule ?o FILTER(CONTAINS(?o, 'public authorities are given priority'))",
    "isMemberOf": f"{MUNICIPALITY} kk:isMemberOf network:string",
    "takesPartIn": "?who a kk:Department ; kk:takesPartIn ?p . ?p a kk:Project",
    "isHandledBy": f"network:mayors-for-peace kk:isHandledBy {CITY_COUNCIL}",
    "handles": f"{HEALTH} kk:handles network:cities-changing-diabetes",
    "cooperatesWith": "?who a kk:Department ; kk:cooperatesWith city:beijing",
    "isUnderProgramme": "project:eeradata kk:isUnderProgramme programme:horizon-2020",
    "isFundedBy": "?p a kk:Project ; kk:isFundedBy organisation:den-europaeiske-union",
    "earliestStart": "project:centrinno kk:earliestStart '2020-09-01'^^xsd:date",
    "latestStart": "project:centrinno kk:latestStart '2020-09-30'^^xsd:date",
    "earliestEnd": "project:centrinno kk:earliestEnd '2024-02-01'^^xsd:date",
    "latestEnd": "project:centrinno kk:latestEnd '2024-02-29'^^xsd:date",
    "mentions": "section:4.1.5 kk:mentions city:oslo",
    "citedFrom": f"{STRING} kk:citedFrom section:4.1.5",
    "citation": f"{STRING} kk:citation '§4.1.5, lines 307, 320\N{EN DASH}321'",
}

# What the example of a controlled value says, as a pattern.
VALUES = {
    "Exact": "?count kk:value 94 ; kk:precision kk:Exact",
    "Approximate": "?count kk:value 15 ; kk:precision kk:Approximate",
    "MoreThan": "?total kk:amount 100000000.0 ; kk:precision kk:MoreThan",
    "AtLeast": "?count kk:value 4 ; kk:precision kk:AtLeast",
    "Early": "?x kk:end '2021'^^xsd:gYear ; kk:endHedge kk:Early",
    "Middle": "?x kk:start '2020'^^xsd:gYear ; kk:startHedge kk:Middle",
    "AtClose": "?x kk:end '2020'^^xsd:gYear ; kk:endHedge kk:AtClose",
    "Before": "?x kk:end '2015'^^xsd:gYear ; kk:endHedge kk:Before",
    "Ongoing": "?x kk:status kk:Ongoing ; kk:inActivity ?project . ?project a kk:Project",
    "Planned": "policy:handleplan-for-studielivspolitikken kk:status kk:Planned",
    "Completed": "?project a kk:Project ; kk:status kk:Completed",
    "Cancelled": "?p kk:inActivity event:mipim ; kk:status kk:Cancelled ; "
    "kk:start '2020'^^xsd:gYear",
    "Expected": "?grant a kk:Grant ; kk:status kk:Expected",
    "Received": "funding-total:eu-stoette-siden-2013 kk:status kk:Received",
    "NotApproved": "?agenda a kk:Policy ; kk:status kk:NotApproved",
    "Chair": "?p kk:hasHolder office:overborgmesteren ; kk:role kk:Chair ; "
    "kk:inBody/kk:isPartOf network:c40",
    "Lead": "?p kk:hasHolder unit:teknikenheden ; kk:role kk:Lead ; "
    "kk:inBody/kk:isPartOf network:c40",
    "Host": "?p kk:hasParticipant city:koebenhavn ; kk:role kk:Host ; kk:start '2019'^^xsd:gYear",
    "Organiser": "?p kk:hasParticipant unit:nikolaj-kunsthal ; kk:role kk:Organiser ; "
    "kk:inActivity activity:open-call-for-videokunstnere",
    "Initiator": "?p kk:hasParticipant ?c ; kk:role kk:Initiator . ?c a kk:City",
    "Winner": "?p kk:role kk:Winner ; "
    "kk:hasParticipant activity:koebenhavns-koncept-for-badezonerne",
    "Contributor": "?p kk:role kk:Contributor ; kk:hasParticipant unit:dansekapellet",
    "Backer": "?p kk:role kk:Backer ; kk:hasParticipant organisation:nordisk-ministerraad",
    "BoardMember": "?p kk:role kk:BoardMember ; kk:hasOffice office:csr-chefen",
    "SteeringGroupMember": "?p kk:role kk:SteeringGroupMember ; "
    "kk:hasHolder office:overborgmesteren",
    "Member": "?p kk:role kk:Member ; kk:hasHolder person:tommy-petersen ; "
    "kk:inBody working-group:string-political-forum",
    "Representative": "?p kk:role kk:Representative ; kk:hasParticipant unit:koncernservice",
    "Partner": "?p kk:role kk:Partner ; kk:hasParticipant ?c ; kk:inActivity ?x . "
    "?c a kk:City . ?x kk:hasFramework organisation:den-europaeiske-union",
    "Participant": "?p kk:role kk:Participant ; kk:hasParticipant ?d ; "
    f"kk:inActivity event:nordisk-hovedstadskonference-om-idraet . {CULTURE} a kk:Department "
    f"FILTER(?d = {CULTURE})",
    "Coordinator": f"?p kk:role kk:Coordinator ; kk:hasParticipant {CULTURE} ; "
    "kk:inActivity project:den-11-brugerrejse",
    "ProjectManager": "?p kk:role kk:ProjectManager ; "
    "kk:inActivity event:world-capital-of-architecture-2023",
    "Supporter": "?p kk:role kk:Supporter ; kk:hasParticipant ?n . ?n a kk:Network",
    "Advisor": "?p kk:role kk:Advisor ; kk:hasParticipant organisation:lyd-og-dialektforskere",
    "DemonstrationSite": "?p kk:role kk:DemonstrationSite ; kk:inActivity project:naiad",
    "EntryPoint": f"?r kk:role kk:EntryPoint ; kk:hasResponsibleParty {CITY_COUNCIL}",
    "Handler": f"?r kk:role kk:Handler ; kk:hasResponsibleParty {CITY_COUNCIL} ; kk:isAbout ?e . "
    "?e a kk:Event",
    "Anchor": "?r kk:role kk:Anchor ; kk:hasResponsibleParty unit:team-mobilitet ; "
    "kk:isAbout project:oeresundsmetro",
    "Administrator": f"?r kk:role kk:Administrator ; kk:hasResponsibleParty {CULTURE} ; "
    "kk:isAbout ?g . ?g a kk:Grant",
    "Seldom": "?practice a kk:CommitteePractice ; kk:frequency kk:Seldom",
    "Regular": "?p kk:frequency kk:Regular ; "
    "kk:inActivity event:konferencer-i-european-association-for-urban-history",
    "Often": "?p kk:frequency kk:Often ; kk:isLocatedIn unit:jobcenter-koebenhavn",
    "Continuous": "?d kk:frequency kk:Continuous ; kk:isAbout unit:koebenhavns-biblioteker",
    "CaseByCase": "?practice kk:frequency kk:CaseByCase",
    "Purpose": "?d kk:aspect kk:Purpose ; kk:hasTopic topic:etisk-handel ; kk:isAbout ?o . "
    "?o a kk:Organisation",
    "Focus": "?d kk:aspect kk:Focus ; kk:hasTopic topic:groen-dagsorden ; kk:isAbout ?p . "
    "?p kk:role kk:Chair",
    "Composition": "?d kk:aspect kk:Composition ; kk:isAbout organisation:kssena",
    "Background": "?d kk:aspect kk:Background ; kk:isAbout ?x . "
    "?x kk:isBasedOn policy:budgetaftalen-for-2018",
    "Result": "?d kk:aspect kk:Result ; kk:isAbout award:isca-awards",
    "Method": "?d kk:aspect kk:Method ; kk:isAbout network:c40-municipal-building-efficiency",
    "Legal": "?d kk:aspect kk:Legal ; kk:isAbout document:styrelsesvedtaegten",
}
PATTERNS = {
    **{name: f"{thing} a kk:{name}" for name, thing in CLASSES.items()},
    **PROPERTIES,
    **VALUES,
}


def test_every_term_is_looked_up() -> None:
    """Each class, property and value that is in use has its example looked up here."""
    examples = set(ontology().subjects(SKOS.example)) - set(ontology().subjects(OWL.deprecated))
    assert PATTERNS.keys() == {str(term).removeprefix(KK) for term in examples} - LATER


@pytest.mark.parametrize("name", PATTERNS)
def test_example_is_true(store: Store, name: str) -> None:
    """What the ontology gives as an example is found in the graph."""
    found = evaluate(store, f"SELECT (COUNT(*) AS ?n) WHERE {{ {PATTERNS[name]} }}")
    assert int(found.rows[0][0].value) > 0
