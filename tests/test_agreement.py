"""One question, one answer: two ways of asking the same give the same, on the shipped data."""

import pytest

from kkgraph.queries import evaluate, find_query, run
from kkgraph.store import Store
from kkgraph.tables import Table

MUNICIPALITY = "municipality:koebenhavns-kommune"
TREE = f"kk:isUnitOf* {MUNICIPALITY}"

# name -> two ways of asking for the same; each is what stands between SELECT DISTINCT * { and }.
PAIRS = {
    # Memberships: the fact, the shortcut, ORG
    "members of a network: fact and shortcut": (
        "?who kk:isMemberOf network:string",
        "?who ^kk:hasMember/kk:hasOrganisation network:string",
    ),
    "all members and what they are members of": (
        "?who kk:isMemberOf ?what",
        "?fact a kk:Membership ; kk:hasMember ?who ; kk:hasOrganisation ?what",
    ),
    "networks of the municipality: shortcut and the lists by department": (
        f"{MUNICIPALITY} kk:isMemberOf ?what",
        "?fact a kk:Membership ; kk:hasDepartment ?department ; kk:hasOrganisation ?what",
    ),
    "members by our property and by ORG's": ("?who kk:isMemberOf ?what", "?who org:memberOf ?what"),
    "memberships in ORG's words": (
        "?fact a kk:Membership ; kk:hasMember ?who ; kk:hasOrganisation ?what",
        "?fact a kk:Membership ; org:member ?who ; org:organization ?what",
    ),
    # Classes and superclasses
    "cooperation includes agreements": (
        "?what a kk:Cooperation ; kk:hasPartner city:beijing",
        "?what kk:hasPartner city:beijing ; a/rdfs:subClassOf* kk:Cooperation",
    ),
    "organisations are all of their kinds": (
        "?what a kk:Organisation",
        "?class rdfs:subClassOf* kk:Organisation . ?what a ?class",
    ),
    "facts are all of their kinds": (
        "?what a kk:Fact",
        "?class rdfs:subClassOf+ kk:Fact . GRAPH ?section { ?what a ?class ; kk:lines ?lines }",
    ),
    "organisations by our class and by ORG's": (
        "?what a kk:Organisation",
        "?what a org:Organization",
    ),
    "cities by our class and by schema.org's": ("?what a kk:City", "?what a schema:City"),
    "topics by our class and by SKOS": (
        "?what a kk:Topic",
        "?what a skos:Concept . FILTER(STRSTARTS(STR(?what), STR(topic:)))",
    ),
    # Taking part: fact, shortcut, unit, department, municipality
    "participants of a project: fact and shortcut": (
        "?who kk:takesPartIn project:ezemcons . FILTER NOT EXISTS { ?who " + TREE + " }",
        "?who ^kk:hasParticipant ?fact . ?fact kk:inActivity project:ezemcons . "
        "FILTER NOT EXISTS { ?fact kk:role kk:Supporter } "
        "FILTER NOT EXISTS { ?who " + TREE + " }",
    ),
    "a department takes part in what its units take part in": (
        "department:oekonomiforvaltningen kk:takesPartIn ?what",
        "?who kk:isUnitOf* department:oekonomiforvaltningen ; kk:takesPartIn ?what",
    ),
    "the municipality takes part in what any part of it takes part in": (
        f"{MUNICIPALITY} kk:takesPartIn ?what",
        f"?who {TREE} ; kk:takesPartIn ?what",
    ),
    "the municipality is in the networks that its departments are in": (
        f"{MUNICIPALITY} kk:takesPartIn ?what . ?what a kk:Network",
        "?department a kk:Department ; kk:takesPartIn ?what . ?what a kk:Network",
    ),
    "members take part": (
        "?who kk:isMemberOf ?what",
        "?who kk:isMemberOf ?what ; kk:takesPartIn ?what",
    ),
    "holders of posts take part": (
        "?who ^kk:hasHolder/kk:inBody ?what . FILTER NOT EXISTS { ?what a kk:Municipality }",
        "?who ^kk:hasHolder/kk:inBody ?what ; kk:takesPartIn ?what",
    ),
    "who is in a sub-network is in the network": (
        "?who kk:takesPartIn ?part . ?part kk:isPartOf network:c40 ; a kk:Network",
        "?who kk:takesPartIn ?part, network:c40 . ?part kk:isPartOf network:c40 ; a kk:Network",
    ),
    "departments of a project: heading and shortcut": (
        "?who kk:takesPartIn project:atelier ; a kk:Department",
        "?fact kk:inActivity project:atelier ; kk:hasDepartment ?who",
    ),
    # Being in charge
    "in charge, both ways": ("?what kk:isHandledBy ?who", "?who kk:handles ?what"),
    "in charge of a network: fact and shortcut": (
        "network:mayors-for-peace kk:isHandledBy ?who",
        (
            "?fact kk:hasResponsibleParty ?who ; "
            "kk:hasOrganisation|kk:isAbout network:mayors-for-peace"
        ),
    ),
    # Cooperation
    "a heading mentions no unit that only its entries name": (
        "?section kk:mentions unit:dansekapellet",
        "GRAPH ?section { ?fact kk:hasParticipant unit:dansekapellet }",
    ),
    "all cooperation is the municipality's": (
        "?what a kk:Cooperation",
        f"?what a kk:Cooperation . {MUNICIPALITY} kk:takesPartIn ?what",
    ),
    "cooperation of a department: what it takes part in and whom it works with": (
        "?what kk:hasPartner ?who . department:oekonomiforvaltningen kk:takesPartIn ?what",
        (
            "?what a kk:Cooperation ; kk:hasPartner ?who ; "
            "kk:hasDepartment|kk:hasParticipant/kk:isUnitOf* department:oekonomiforvaltningen . "
            "department:oekonomiforvaltningen kk:cooperatesWith ?who"
        ),
    ),
    "cooperation, both ways": ("?a kk:cooperatesWith ?b", "?b kk:cooperatesWith ?a"),
    "partners of cooperation cooperate with the municipality": (
        "?fact a kk:Cooperation ; kk:hasPartner ?who",
        f"?fact a kk:Cooperation ; kk:hasPartner ?who . {MUNICIPALITY} kk:cooperatesWith ?who",
    ),
    "partners of a unit cooperate with its department": (
        "unit:kultur-s kk:cooperatesWith ?who",
        (
            "unit:kultur-s kk:cooperatesWith ?who . "
            "department:kultur-og-fritidsforvaltningen kk:cooperatesWith ?who"
        ),
    ),
    # Money and programmes
    "projects under a programme: by framework, by grant and by shortcut": (
        "?what a kk:Project ; kk:isUnderProgramme programme:horizon-2020",
        (
            "?what a kk:Project . { ?what kk:hasFramework programme:horizon-2020 } UNION "
            "{ ?what ^kk:isAbout/kk:hasProgramme programme:horizon-2020 }"
        ),
    ),
    "under a programme: shortcut and framework": (
        "?what kk:isUnderProgramme ?programme",
        "?what kk:isUnderProgramme ?programme ; kk:hasFramework ?programme",
    ),
    "EU projects: framework, and programmes that the EU runs": (
        "?what a kk:Project ; kk:isUnderProgramme/kk:isRunBy organisation:den-europaeiske-union",
        (
            "?what a kk:Project ; kk:hasFramework organisation:den-europaeiske-union ; "
            "kk:isUnderProgramme/kk:isRunBy organisation:den-europaeiske-union"
        ),
    ),
    "funded by, in our words and schema.org's": (
        "?what kk:isFundedBy ?who . ?what a kk:Project",
        "?what schema:funder ?who . ?what a kk:Project",
    ),
    # Parts, places, topics
    "parts by our property and by Dublin Core's": (
        "?part kk:isPartOf ?whole",
        (
            "?part dcterms:isPartOf ?whole . "
            "FILTER NOT EXISTS { ?part kk:isAimOf|kk:isPartOfSection ?whole } "
            "FILTER NOT EXISTS { ?whole a kk:Source }"
        ),
    ),
    "units by our property and by ORG's": (
        "?part kk:isUnitOf ?whole",
        "?part org:subOrganizationOf ?whole",
    ),
    "seven departments, as units of the municipality": (
        "?who a kk:Department",
        f"?who kk:isUnitOf {MUNICIPALITY}",
    ),
    "based in is located in": (
        "?who kk:isBasedIn ?where",
        "?who kk:isBasedIn ?where ; kk:isLocatedIn ?where",
    ),
    "representing a city is being located in it": (
        "?who kk:representsCity ?where",
        "?who kk:representsCity ?where ; schema:location ?where",
    ),
    "topics of a network: its descriptions and its own": (
        "network:string kk:hasTopic ?topic",
        (
            "{ network:string dcterms:subject ?topic . ?topic a kk:Topic } UNION "
            "{ ?fact kk:isAbout network:string ; kk:aspect kk:Focus ; kk:hasTopic ?topic }"
        ),
    ),
    # Sections, citations, days
    "where a fact stands: derived and by graph": (
        "?fact kk:citedFrom ?section",
        "GRAPH ?section { ?fact kk:lines ?lines }",
    ),
    "one citation for each section": (
        "?fact kk:citedFrom ?section ",
        (
            "?fact kk:citedFrom ?section ; kk:citation ?text . ?section a kk:Section . "
            "OPTIONAL { ?section kk:number ?number } "
            'FILTER(STRSTARTS(?text, CONCAT("§", COALESCE(?number, ""))))'
        ),
    ),
    "what ended before 2021: by printed end and by the last day it allows": (
        (
            'GRAPH ?g { ?what kk:end ?year } FILTER(STR(?year) < "2021")'
            " FILTER NOT EXISTS { ?what kk:endHedge kk:Before }"
        ),
        (
            '?what kk:latestEnd ?end . FILTER(?end < "2021-01-01"^^xsd:date)'
            " FILTER NOT EXISTS { ?what kk:endHedge kk:Before }"
        ),
    ),
    "each end has its days": (
        "?what kk:end ?printed",
        "?what kk:end ?printed ; kk:latestEnd ?last",
    ),
}


def rows(store: Store, pattern: str) -> list[dict[str, str]]:
    """Return what the variables of a pattern are in each solution."""
    found = evaluate(store, f"SELECT * WHERE {{ {pattern} }}")
    return [dict(zip(found.columns, map(str, row), strict=True)) for row in found.rows]


@pytest.mark.parametrize("name", PAIRS)
def test_two_ways_agree(store: Store, name: str) -> None:
    """Both ways give the same answer in the variables that they share, and it is not empty."""
    one, other = (rows(store, pattern) for pattern in PAIRS[name])
    assert one
    assert other
    shared = sorted(one[0].keys() & other[0].keys())
    assert shared
    assert {tuple(row[v] for v in shared) for row in one} == {
        tuple(row[v] for v in shared) for row in other
    }


def test_handling_is_not_taking_part(store: Store) -> None:
    """Who only handles a membership takes no part in the network."""
    unit = "unit:borgerrepraesentationens-sekretariat"
    assert rows(store, f"BIND({unit} AS ?who) ?who kk:handles network:mayors-for-peace")
    assert not rows(store, f"BIND({unit} AS ?who) ?who kk:takesPartIn network:mayors-for-peace")


def test_enough_pairs() -> None:
    """At least 25 pairs are held against each other."""
    assert len(PAIRS) >= 25


# name -> a saved query, its parameters, its columns, and a pattern with variables of those names.
QUERIES = {
    "members of a network": (
        "members-of-network", {"network": "network:string"}, ["member"],
        "?member kk:isMemberOf network:string",
    ),
    "networks of a member": (
        "networks-of-member", {"member": MUNICIPALITY}, ["network"],
        f"{MUNICIPALITY} kk:isMemberOf ?network",
    ),
    "parts of a network": (
        "sub-networks", {"network": "network:c40"}, ["body"],
        "?body kk:isPartOf network:c40 ; a kk:Organisation",
    ),
    "participants of a project": (
        "project-participants", {"activity": "project:atelier"}, ["participant"],
        ("?participant kk:takesPartIn project:atelier . "
        "FILTER NOT EXISTS { ?part kk:isUnitOf ?participant ; kk:takesPartIn project:atelier }"),
    ),
    "projects of a programme": (
        "projects-by-programme", {"programme": "programme:horizon-2020"}, ["project"],
        "?project kk:isUnderProgramme programme:horizon-2020 ; a kk:Activity",
    ),
    "units of a department": (
        "units-of", {"parent": "department:oekonomiforvaltningen"}, ["unit"],
        "?unit a kk:Unit ; kk:isUnitOf+ department:oekonomiforvaltningen",
    ),
    "who is in charge": (
        "responsibilities", {"what": "network:mayors-for-peace"}, ["unit"],
        "network:mayors-for-peace kk:isHandledBy ?unit",
    ),
    "networks by seat": (
        "networks-based-in", {"place": "city:bruxelles"}, ["organisation"],
        "?organisation kk:isBasedIn city:bruxelles",
    ),
    "agreements with a city": (
        "agreements", {"partner": "city:beijing"}, ["agreement"],
        "?agreement a kk:Agreement ; kk:hasPartner/kk:representsCity? city:beijing",
    ),
    "networks of a topic": (
        "network-topics", {"topic": "topic:klima"}, ["network"],
        "?network kk:hasTopic topic:klima ; ^kk:hasOrganisation ?membership",
    ),
    "cities and their projects, the network": (
        "cities-projects", {}, ["source", "target"],
        ("?source a ?kind . FILTER(?kind IN (kk:City, kk:Municipality)) "
        f"FILTER(?source NOT IN (city:koebenhavn, {MUNICIPALITY})) "
        "?source kk:takesPartIn ?target . "
        "{ ?target a kk:Project } UNION { ?target kk:isListedIn/kk:isPartOfSection+ section:6 }"),
    ),
    "networks shared by departments, by query and by network": (
        "departments-sharing-a-network", {}, ["network"],
        ("?one a kk:Department . ?other a kk:Department . FILTER(?one != ?other) "
        "?one kk:takesPartIn|^kk:isUnitOf*/kk:handles ?network . "
        "?other kk:takesPartIn|^kk:isUnitOf*/kk:handles ?network . "
        "?network ^kk:hasOrganisation|kk:isPartOf ?tie . ?network a kk:Organisation"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_saved_query_and_pattern_agree(store: Store, name: str) -> None:
    """A saved query, or network, and the pattern of the shortcut give the same."""
    saved, given, columns, pattern = QUERIES[name]
    query = find_query(store.project, saved)
    found = run(store, query, {**query.example_values, **given})
    assert isinstance(found, Table)
    order = [found.columns.index(column) for column in columns]
    answer = {tuple(str(row[i]) for i in order) for row in found.rows if all(row[i] for i in order)}
    assert answer
    assert answer == {tuple(row[column] for column in columns) for row in rows(store, pattern)}
