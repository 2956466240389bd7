"""The rules: each on a small case, and to a fixed point."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kkgraph import rules, terms
from kkgraph.errors import DataFileError, QueryHeaderInvalid, QuerySyntaxError
from kkgraph.project import Project
from kkgraph.store import Store

PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())

# What every case may lean on: a municipality with a department and a unit, and things.
WORLD = """
    department:d a kk:Department ; kk:isUnitOf municipality:m . municipality:m a kk:Municipality .
    unit:u a kk:Unit ; kk:isUnitOf department:d . department:e a kk:Department .
    section:4.1 a kk:Section ; kk:number "4.1" .
    programme:p a kk:Programme . programme:q a kk:Programme .
    project:x a kk:Project . project:y a kk:Project . activity:x a kk:Activity .
    event:x a kk:Event . network:y a kk:Network . person:p a kk:Person ."""

# rule -> (what section 4.1 says, what follows)
CASES = {
    "superclasses": (
        "agreement:a a kk:Agreement .",
        [
            "agreement:a rdf:type kk:Cooperation",
            "agreement:a rdf:type kk:Fact",
            "agreement:a rdf:type prov:Entity",
        ],
    ),
    "superproperties": (
        """organisation:o kk:isBasedIn city:oslo ; kk:isRunBy organisation:p .
           membership:m kk:hasMember city:oslo .""",
        [
            "membership:m org:member city:oslo",
            "organisation:o kk:isLocatedIn city:oslo",
            "organisation:o schema:location city:oslo",
        ],
    ),
    "listed-member": (
        """membership:x a kk:Membership ; kk:hasDepartment department:d .
           membership:u a kk:Membership ; kk:hasDepartment department:d ; kk:hasMember unit:u .
           membership:f a kk:Membership ; kk:hasDepartment department:d ; kk:hasMember office:o .
           office:o a kk:Office .
           membership:o a kk:Membership ; kk:hasDepartment department:d ; kk:hasMember city:oslo .
           membership:n a kk:Membership .
           membership:e a kk:Membership ; kk:hasDepartment department:e .""",
        [
            "membership:f kk:hasMember municipality:m",
            "membership:u kk:hasMember municipality:m",
            "membership:x kk:hasMember municipality:m",
        ],
    ),
    "listed-participant": (
        """participation:x a kk:Participation ; kk:hasDepartment department:d .
           participation:y a kk:Participation ; kk:hasDepartment department:d ;
             kk:hasParticipant city:oslo .
           agreement:x a kk:Agreement ; kk:hasDepartment department:d .
           description:x a kk:Description ; kk:hasDepartment department:d .""",
        [
            "agreement:x kk:hasParticipant department:d",
            "participation:x kk:hasParticipant department:d",
        ],
    ),
    "is-member-of": (
        "membership:x a kk:Membership ; kk:hasMember city:oslo ; kk:hasOrganisation network:x .",
        ["city:oslo kk:isMemberOf network:x"],
    ),
    "takes-part-in": (
        """membership:x a kk:Membership ; kk:hasMember city:a ; kk:hasOrganisation network:x .
           membership:y a kk:Membership ; kk:hasDepartment department:d ;
             kk:hasOrganisation network:y .
           membership:z a kk:Membership ; kk:hasDepartment department:d ; kk:hasMember city:a ;
             kk:hasOrganisation network:z .
           participation:a a kk:Participation ; kk:hasParticipant city:b ; kk:role kk:Advisor ;
             kk:inActivity project:x ; kk:inBody working-group:w ; kk:onBehalfOf city:c .
           participation:b a kk:Participation ; kk:hasParticipant city:s ; kk:role kk:Supporter ;
             kk:inActivity project:x .
           participation:c a kk:Participation ; kk:hasParticipant city:s ; kk:role kk:Winner ;
             kk:inActivity award:x .
           participation:d a kk:Participation ; kk:hasParticipant city:s ;
             kk:status kk:Cancelled ; kk:inActivity event:x .
           post:x a kk:Post ; kk:hasHolder person:p ; kk:inBody network:x ; kk:onBehalfOf city:d .
           cooperation:x a kk:Cooperation ; kk:hasPartner city:e ; kk:hasParticipant unit:u ;
             kk:hasFramework programme:p, organisation:o .
           agreement:y a kk:Agreement ; kk:hasDepartment department:d ; kk:hasParticipant office:o .
           post:m a kk:Post ; kk:hasHolder municipality:m ; kk:hasDepartment department:d ;
             kk:inBody network:led .
           post:o a kk:Post ; kk:hasHolder office:o ; kk:hasDepartment department:d ;
             kk:inBody network:sat .
           responsibility:x a kk:Responsibility ; kk:hasDepartment department:d ;
             kk:isAbout project:y .""",
        [
            "city:a kk:takesPartIn network:x",
            "city:a kk:takesPartIn network:z",
            "city:b kk:takesPartIn project:x",
            "city:b kk:takesPartIn working-group:w",
            "city:c kk:takesPartIn project:x",
            "city:c kk:takesPartIn working-group:w",
            "city:d kk:takesPartIn network:x",
            "city:e kk:takesPartIn cooperation:x",
            "department:d kk:takesPartIn agreement:y",
            "department:d kk:takesPartIn network:y",
            "municipality:m kk:takesPartIn network:led",
            "office:o kk:takesPartIn agreement:y",
            "office:o kk:takesPartIn network:sat",
            "person:p kk:takesPartIn network:x",
            "unit:u kk:takesPartIn cooperation:x",
            "unit:u kk:takesPartIn programme:p",
        ],
    ),
    "takes-part-up": (
        "unit:u kk:takesPartIn network:x . person:p kk:takesPartIn network:x .",
        ["department:d kk:takesPartIn network:x", "municipality:m kk:takesPartIn network:x"],
    ),
    "takes-part-whole": (
        """working-group:w a kk:WorkingGroup ; kk:isPartOf network:x .
           city:a kk:takesPartIn working-group:w, project:x, activity:x .
           project:x kk:isPartOf network:x .
           activity:x kk:isPartOf project:y . project:y kk:isPartOf programme:p .""",
        ["city:a kk:takesPartIn network:x", "city:a kk:takesPartIn project:y"],
    ),
    "is-handled-by": (
        """responsibility:x kk:hasResponsibleParty unit:u ; kk:isAbout activity:x .
           responsibility:y kk:hasResponsibleParty unit:u ; kk:role kk:Supporter ;
             kk:isAbout event:x .
           post:x kk:hasHolder person:p ; kk:inBody network:x ; kk:hasResponsibleParty unit:u .
           participation:x kk:hasParticipant department:d ; kk:role kk:Coordinator ;
             kk:inActivity project:x .
           participation:y kk:hasParticipant department:d ; kk:role kk:Partner ;
             kk:inActivity project:y .""",
        [
            "activity:x kk:isHandledBy unit:u",
            "department:d kk:handles project:x",
            "network:x kk:isHandledBy unit:u",
            "person:p kk:isHandledBy unit:u",
            "project:x kk:isHandledBy department:d",
            "unit:u kk:handles activity:x",
            "unit:u kk:handles network:x",
            "unit:u kk:handles person:p",
        ],
    ),
    "cooperates-with": (
        """cooperation:x a kk:Cooperation ; kk:hasPartner city:oslo ; kk:hasParticipant unit:u .
           agreement:y a kk:Agreement ; kk:hasPartner city:york ; kk:status kk:Cancelled ;
             kk:hasParticipant unit:u .
           visit-practice:v a kk:VisitPractice ; kk:hasDepartment department:d ;
             kk:hasPartner unit:u .""",
        [
            "city:oslo kk:cooperatesWith department:d",
            "city:oslo kk:cooperatesWith municipality:m",
            "city:oslo kk:cooperatesWith unit:u",
            "department:d kk:cooperatesWith city:oslo",
            "municipality:m kk:cooperatesWith city:oslo",
            "unit:u kk:cooperatesWith city:oslo",
        ],
    ),
    "partners-cooperate": (
        """participation:u kk:hasParticipant department:d ;
             kk:inActivity project:x, activity:x, event:x .
           participation:p kk:hasParticipant city:a ; kk:role kk:Partner ;
             kk:inActivity activity:x .
           participation:q kk:hasParticipant city:b ; kk:role kk:Participant ;
             kk:inActivity project:x .
           participation:r kk:hasParticipant city:c ; kk:role kk:Participant ;
             kk:inActivity activity:x .
           participation:s kk:hasParticipant city:d ; kk:role kk:Partner ; kk:inActivity event:x .
           participation:t kk:hasParticipant city:e ; kk:role kk:Partner ; kk:inActivity project:y .
           participation:v kk:hasParticipant person:p ; kk:role kk:Partner ;
             kk:inActivity project:x .
           organisation:g a kk:Group .
           participation:g kk:hasParticipant organisation:g ; kk:role kk:Partner ;
             kk:inActivity activity:x .
           organisation:h a kk:Group .
           participation:h kk:hasParticipant organisation:h ; kk:role kk:Participant ;
             kk:inActivity project:x .
           participation:w kk:hasParticipant unit:u ; kk:role kk:Partner ;
             kk:inActivity project:x .
           participation:x kk:hasParticipant city:f ; kk:role kk:Advisor ;
             kk:inActivity project:x .""",
        [
            "city:a kk:cooperatesWith department:d",
            "city:a kk:cooperatesWith municipality:m",
            "city:b kk:cooperatesWith department:d",
            "city:b kk:cooperatesWith municipality:m",
            "city:b kk:cooperatesWith unit:u",
            "department:d kk:cooperatesWith city:a",
            "department:d kk:cooperatesWith city:b",
            "department:d kk:cooperatesWith organisation:g",
            "municipality:m kk:cooperatesWith city:a",
            "municipality:m kk:cooperatesWith city:b",
            "municipality:m kk:cooperatesWith organisation:g",
            "organisation:g kk:cooperatesWith department:d",
            "organisation:g kk:cooperatesWith municipality:m",
            "unit:u kk:cooperatesWith city:b",
        ],
    ),
    "is-under-programme": (
        """programme:p kk:isPartOf programme:q .
           project:x kk:hasFramework programme:p, organisation:o .
           activity:x kk:isPartOf project:x .
           grant:y kk:isAbout project:y, city:oslo ; kk:hasProgramme programme:q .
           grant:z kk:isAbout event:x ; kk:hasProgramme programme:q ; kk:status kk:Cancelled .
           participation:z kk:hasFramework programme:q .""",
        [
            "activity:x kk:isUnderProgramme programme:p",
            "activity:x kk:isUnderProgramme programme:q",
            "project:x kk:isUnderProgramme programme:p",
            "project:x kk:isUnderProgramme programme:q",
            "project:y kk:isUnderProgramme programme:q",
        ],
    ),
    "grant-under-programme": (
        """project:x kk:isUnderProgramme programme:p .
           grant:a a kk:Grant ; kk:isAbout project:x .
           grant:b a kk:Grant ; kk:isAbout project:x ; kk:hasFunder organisation:o .
           grant:c a kk:Grant ; kk:isAbout project:x, project:y .""",
        ["grant:a kk:isUnderProgramme programme:p"],
    ),
    "programme-owner": (
        """project:x kk:isUnderProgramme programme:p . programme:p kk:isRunBy organisation:o .
           programme:q kk:isRunBy organisation:n .""",
        ["project:x kk:hasFramework organisation:o"],
    ),
    "is-funded-by": (
        """grant:x a kk:Grant ; kk:isAbout project:x ; kk:hasFunder organisation:f ;
             kk:hasProgramme programme:p ; kk:status kk:Received .
           programme:p kk:isPartOf programme:q . programme:q kk:isRunBy organisation:o .
           grant:y a kk:Grant ; kk:isAbout project:y ; kk:hasFunder organisation:f ;
             kk:status kk:Expected .
           city:a a kk:City .
           funding-total:z a kk:FundingTotal ; kk:isAbout activity:x, city:a ;
             kk:hasFunder organisation:f .""",
        [
            "activity:x kk:isFundedBy organisation:f",
            "project:x kk:isFundedBy organisation:f",
            "project:x kk:isFundedBy organisation:o",
            "project:x kk:isFundedBy programme:p",
            "project:x kk:isFundedBy programme:q",
        ],
    ),
    "topic-from-description": (
        """description:a kk:aspect kk:Focus ; kk:isAbout network:x, city:oslo ;
             kk:hasTopic topic:t .
           description:b kk:aspect kk:Result ; kk:isAbout network:x ; kk:hasTopic topic:r .
           aim:a kk:isAimOf project:unused ; kk:hasTopic topic:a .
           membership:m kk:hasOrganisation network:x ; kk:hasTopic topic:m .
           recurrence:r a kk:Recurrence ; kk:isAbout participation:p, project:unused ;
             kk:hasTopic topic:q .""",
        [
            "network:x kk:hasTopic topic:m",
            "network:x kk:hasTopic topic:t",
            "project:unused kk:hasTopic topic:a",
            "project:unused kk:hasTopic topic:q",
        ],
    ),
    "days": (
        """project:a kk:start "2020"^^xsd:gYear ; kk:end "2024-02"^^xsd:gYearMonth .
           project:b kk:start "2020-03-31"^^xsd:date ; kk:endHedge kk:Expected ;
             kk:end "2021"^^xsd:gYear .
           project:c kk:start "2020"^^xsd:gYear ; kk:startHedge kk:Middle ;
             kk:end "2021"^^xsd:gYear ; kk:endHedge kk:Early, kk:Expected .
           project:d kk:end "2015"^^xsd:gYear ; kk:endHedge kk:Before .
           project:e kk:end "2020-02"^^xsd:gYearMonth ; kk:endHedge kk:AtClose .
           agreement:f a kk:Agreement ; kk:date "2012"^^xsd:gYear .
           agreement:g a kk:Agreement ; kk:date "2012"^^xsd:gYear ; kk:start "2013"^^xsd:gYear .
           count:h a kk:StatedCount ; kk:date "2012"^^xsd:gYear .""",
        [
            "agreement:f kk:earliestStart 2012-01-01",
            "agreement:f kk:latestStart 2012-12-31",
            "agreement:g kk:earliestStart 2013-01-01",
            "agreement:g kk:latestStart 2013-12-31",
            "project:a kk:earliestEnd 2024-02-01",
            "project:a kk:earliestStart 2020-01-01",
            "project:a kk:latestEnd 2024-02-29",
            "project:a kk:latestStart 2020-12-31",
            "project:b kk:earliestEnd 2021-01-01",
            "project:b kk:earliestStart 2020-03-31",
            "project:b kk:latestEnd 2021-12-31",
            "project:b kk:latestStart 2020-03-31",
            "project:c kk:earliestEnd 2021-01-01",
            "project:c kk:earliestStart 2020-05-01",
            "project:c kk:latestEnd 2021-04-30",
            "project:c kk:latestStart 2020-08-31",
            "project:d kk:latestEnd 2014-12-31",
            "project:e kk:earliestEnd 2020-02-29",
            "project:e kk:latestEnd 2020-02-29",
        ],
    ),
    "mentions": (
        """network:x kk:lines "1" ; kk:isListedIn section:4.1 .
           membership:x kk:lines "2" ; kk:hasMember city:oslo ; kk:role kk:Lead .
           unit:x kk:lines "1" ; kk:isUnitOf department:d .
           unit:y kk:lines "1" ; kk:isUnitOf department:d ; kk:printedName "Y" .
           city:york kk:lines "1" .
           section:4.1.1 kk:isPartOfSection section:4.1 .""",
        [
            "section:4.1 kk:mentions city:oslo",
            "section:4.1 kk:mentions city:york",
            "section:4.1 kk:mentions network:x",
            "section:4.1 kk:mentions unit:y",
        ],
    ),
    "cited-from": (
        'membership:x kk:lines "2" . network:x kk:lines "3", "4" .',
        ["membership:x kk:citedFrom section:4.1", "network:x kk:citedFrom section:4.1"],
    ),
    "citation": (
        """membership:x kk:lines "320-321", "97", "307" . network:x kk:lines "3" .
           payment:x kk:lines "8-9" .""",
        [
            "membership:x kk:citation §4.1, lines 97, 307, 320\N{EN DASH}321",
            "network:x kk:citation §4.1, line 3",
            "payment:x kk:citation §4.1, lines 8\N{EN DASH}9",
        ],
    ),
}


def small_world(text: str, project: Project) -> ox.Store:
    """Return a graph in which section 4.1 says a text, with a register and the ontology."""
    graph = ox.Store()
    section, register = (ox.NamedNode(terms.section("4.1")), ox.NamedNode(terms.REGISTER))
    graph.load(input=PREFIXES + text, format=ox.RdfFormat.TURTLE, to_graph=section)
    things = (
        "city:oslo a kk:City . network:x a kk:Network . project:unused a kk:Project . "
        "unit:x a kk:Unit . unit:y a kk:Unit . city:york a kk:City ."
    )
    graph.load(input=PREFIXES + things, format=ox.RdfFormat.TURTLE, to_graph=register)
    ontology = ox.NamedNode(terms.ONTOLOGY)
    graph.load(path=str(project.ontology), format=ox.RdfFormat.TURTLE, to_graph=ontology)
    graph.load(input=PREFIXES + WORLD, format=ox.RdfFormat.TURTLE)
    graph.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return graph


def derived(graph: ox.Store) -> list[str]:
    """Return the triples that rules made, as CURIEs."""
    graphs = [ox.NamedNode(name) for name in terms.INFERRED]
    quads = [q for name in graphs for q in graph.quads_for_pattern(None, None, None, name)]
    triples = ((q.subject, q.predicate, q.object) for q in quads)
    return sorted(" ".join(terms.shorten(term.value) for term in triple) for triple in triples)


@pytest.mark.parametrize("name", CASES)
def test_rule(project: Project, name: str) -> None:
    """The rule derives what it should from a small case, and nothing else."""
    text, expected = CASES[name]
    rule = [path for path in project.rule_files() if path.stem == name]
    with_text, without = small_world(text, project), small_world("", project)
    rules.apply(with_text, rule)
    rules.apply(without, rule)
    assert sorted(set(derived(with_text)) - set(derived(without))) == expected


def test_each_rule_is_tested(project: Project) -> None:
    """No rule is without a case, no case without a rule."""
    assert {path.stem for path in project.rule_files()} == set(CASES)


def test_no_rule_is_about_one_thing(project: Project) -> None:
    """No rule names a thing of the register, such as one municipality."""
    texts = {path.stem: path.read_text() for path in project.rule_files()}
    pattern = rf"{terms.ID}(?!section/\")|\b(?:{'|'.join(terms.KINDS)}):[a-z0-9]"
    assert {name: re.findall(pattern, text) for name, text in texts.items()} == {
        name: [] for name in texts
    }


def test_rule_in_an_unknown_layer(tmp_path: Path) -> None:
    """A rule whose layer does not exist is named."""
    path = tmp_path / "x.rq"
    path.write_text("#+ layer: attic\nCONSTRUCT { ?x kk:b ?y } WHERE { ?x kk:a ?y }")
    with pytest.raises(QueryHeaderInvalid, match="one of derived, hierarchy, citation"):
        rules.load_rules([path])


def test_rules_say_what_they_mean(project: Project) -> None:
    """Each rule has a summary in both languages."""
    loaded = rules.load_rules(project.rule_files())
    assert [rule.name for rule in loaded if not (rule.summary and rule.summary_da)] == []


def test_mini_rules_are_the_shipped_ones(project: Project, mini_project: Project) -> None:
    """The tiny project's rules do not drift from the real ones."""
    shipped = {path.name: path.read_text() for path in project.rule_files()}
    own = {path.name: path.read_text() for path in mini_project.rule_files()}
    assert own.items() <= shipped.items()


def test_fixed_point(tmp_path: Path) -> None:
    """Rules that feed each other are applied until nothing is new, in whatever order."""
    names = [f"{a}-{b}" for a, b in ("dc", "cb", "ba")]
    for name in names:
        target, source = name.split("-")
        text = f"CONSTRUCT {{ ?x kk:{target} ?y }} WHERE {{ ?x kk:{source} ?y }}"
        (tmp_path / f"{name}.rq").write_text(text)
    graph = ox.Store()
    graph.load(input=PREFIXES + "city:x kk:a city:y .", format=ox.RdfFormat.TURTLE)
    rules.apply(graph, [tmp_path / f"{name}.rq" for name in names])
    assert derived(graph) == ["city:x kk:b city:y", "city:x kk:c city:y", "city:x kk:d city:y"]


@pytest.mark.parametrize("source", [f"<{terms.KK}b>", "o:b", "^(^kk:b)", "kk:b+"])
def test_rules_meet_whatever_they_call_a_property(tmp_path: Path, source: str) -> None:
    """A rule finds what a later one constructs, by prefix, in full, or on a path."""
    own = f"PREFIX o: <{terms.KK}>\n"
    (tmp_path / "1.rq").write_text(f"{own}CONSTRUCT {{ ?x kk:c ?y }} WHERE {{ ?x {source} ?y }}")
    (tmp_path / "2.rq").write_text("CONSTRUCT { ?x kk:b ?y } WHERE { ?x kk:a ?y }")
    graph = ox.Store()
    graph.load(input=PREFIXES + "city:x kk:a city:y .", format=ox.RdfFormat.TURTLE)
    rules.apply(graph, [tmp_path / "1.rq", tmp_path / "2.rq"])
    assert derived(graph) == ["city:x kk:b city:y", "city:x kk:c city:y"]


def test_shipped_graph_is_a_fixed_point(store: Store) -> None:
    """Run once more, all rules together find nothing new."""
    before = len(store.graph)
    rules.apply(store.graph, store.project.rule_files())
    assert len(store.graph) == before


def test_rule_is_no_construct(tmp_path: Path) -> None:
    """A rule file that holds something else is named."""
    path = tmp_path / "x.rq"
    path.write_text("SELECT * { ?s ?p ?o }")
    with pytest.raises(DataFileError, match="a rule has to be one CONSTRUCT"):
        rules.load_rules([path])


def test_rule_with_syntax_error(tmp_path: Path) -> None:
    """A rule that does not parse is named with line and column."""
    path = tmp_path / "x.rq"
    path.write_text("# a comment\nCONSTRUCT { ?s kk:x ?o }\nWHERE { ?s kk:y . }\n")
    with pytest.raises(QuerySyntaxError) as caught:
        rules.apply(ox.Store(), [path])
    expected = (
        f"{path}:3:17: SPARQL syntax: cannot go on at .\n  WHERE {{ ?s kk:y . }}\n  {' ' * 16}^"
    )
    assert str(caught.value) == expected


def test_names_with_dots(tmp_path: Path) -> None:
    """A rule may name a section of three numbers, in its pattern and in its template."""
    (tmp_path / "dots.rq").write_text(
        "CONSTRUCT { ?x kk:isStatedIn section:4.1.5 }\n"
        "WHERE { GRAPH section:4.1.5 { ?x a kk:City } }"
    )
    graph = ox.Store()
    data = f"{PREFIXES} section:4.1.5 {{ city:x a kk:City }} section:4.1 {{ city:y a kk:City }}"
    graph.load(input=data, format=ox.RdfFormat.TRIG)
    rules.apply(graph, [tmp_path / "dots.rq"])
    assert derived(graph) == ["city:x kk:isStatedIn section:4.1.5"]
    (rule,) = rules.load_rules([tmp_path / "dots.rq"])
    assert [str(triple.object) for triple in rule.template] == [f"<{terms.section('4.1.5')}>"]


def test_header_of_a_rule(tmp_path: Path) -> None:
    """Only the lines at the top are the header, and a key that is not known is an error."""
    text = "#+ summary: a\nCONSTRUCT {} WHERE {}\n#+ summary: b\n"
    (tmp_path / "r.rq").write_text(text)
    assert rules.load_rules([tmp_path / "r.rq"])[0].summary == "a"
    (tmp_path / "r.rq").write_text("#+ sumary: a\nCONSTRUCT {} WHERE {}\n")
    with pytest.raises(QueryHeaderInvalid, match=r"r\.rq:1: unknown key sumary"):
        rules.load_rules([tmp_path / "r.rq"])


def test_a_sub_select_of_all_is_joined_once_and_explained_in_full(project):
    """What a sub-select matches is joined with the rest once; its matches keep every fact."""
    (rule,) = [r for r in rules.load_rules(project.rule_files()) if r.name == "partners-cooperate"]
    assert "SELECT *" not in rule.update
    assert "SELECT DISTINCT ?activity ?theirs WHERE" in rule.update
    assert rule.matches.count("SELECT *") == 4


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("", None),
        ("stated", ()),
        ("a, b", ("a", "b")),
        ("stated, a", ("a",)),
        (" a  b ", ("a", "b")),
    ],
)
def test_rules_that_a_rule_reads(header, names):
    """Those that its header names; what is stated is no rule; without a header any may be."""
    assert rules._reads(header) == names  # noqa: SLF001 - in which order they run


def test_rules_that_read_each_other(tmp_path):
    """All of the circle are named, each once but the first, which comes round again."""
    made = [
        rules.Rule(name, tmp_path / f"{name}.rq", "", "", "derived", (reads,), "")
        for name, reads in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    with pytest.raises(DataFileError) as raised:
        rules._in_order(made)  # noqa: SLF001 - in which order they run
    names = str(raised.value).rpartition(": ")[2].split(", ")
    assert sorted(names) == ["a", "b", "c"]
