"""The rules: each on a small case, and to a fixed point."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kkgraph import rules, terms
from kkgraph.errors import DataFileError, QueryHeaderInvalid, QuerySyntaxError
from kkgraph.project import Project
from kkgraph.store import Store

PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())
KK = "municipality:koebenhavns-kommune"

# rule -> (what section 4.1 says, what follows)
CASES = {
    "is-member-of": (
        "membership:x a kk:Membership ; kk:hasMember city:oslo ; kk:hasOrganisation network:x .",
        ["city:oslo kk:isMemberOf network:x"],
    ),
    "municipality-is-member": (
        """membership:x a kk:Membership ; kk:hasDepartment department:d ;
             kk:hasOrganisation network:x .
           membership:u a kk:Membership ; kk:hasDepartment department:d ;
             kk:hasMember unit:u ; kk:hasOrganisation network:u . unit:u a kk:Unit .
           membership:o a kk:Membership ; kk:hasDepartment department:d ;
             kk:hasMember city:oslo ; kk:hasOrganisation network:o .
           membership:n a kk:Membership ; kk:hasOrganisation network:n .""",
        [f"{KK} kk:isMemberOf network:u", f"{KK} kk:isMemberOf network:x"],
    ),
    "department-takes-part": (
        """membership:x kk:hasDepartment department:d ; a kk:Membership ;
             kk:hasOrganisation network:x .
           participation:x kk:hasDepartment department:d ; a kk:Participation ;
             kk:inActivity project:x .
           description:x kk:hasDepartment department:d ; a kk:Description ;
             kk:isAbout project:y .""",
        ["department:d kk:takesPartIn network:x", "department:d kk:takesPartIn project:x"],
    ),
    "unit-takes-part": (
        """membership:x kk:hasUnit unit:u ; a kk:Membership ; kk:hasOrganisation network:x .
           participation:x kk:hasUnit unit:u ; a kk:Participation ; kk:inActivity project:x .
           responsibility:x kk:hasUnit unit:u ; a kk:Responsibility ; kk:isAbout project:y .""",
        ["unit:u kk:takesPartIn network:x", "unit:u kk:takesPartIn project:x"],
    ),
    "takes-part-in": (
        """participation:x a kk:Participation ; kk:hasParticipant city:oslo ; kk:role kk:Advisor ;
             kk:inActivity project:x .
           participation:y a kk:Participation ; kk:hasParticipant city:malmoe ;
             kk:inActivity project:x .
           participation:z a kk:Participation ; kk:hasParticipant organisation:fund ;
             kk:role kk:Funder ; kk:inActivity project:x .""",
        ["city:malmoe kk:takesPartIn project:x", "city:oslo kk:takesPartIn project:x"],
    ),
    "post-holder": (
        "post:x a kk:Post ; kk:hasHolder person:p ; kk:inBody network:x .",
        ["person:p kk:takesPartIn network:x"],
    ),
    "is-partner-in": (
        """participation:x a kk:Participation ; kk:hasParticipant city:oslo ; kk:role kk:Partner ;
             kk:inActivity project:x .
           participation:y a kk:Participation ; kk:hasParticipant city:malmoe ; kk:role kk:Lead ;
             kk:inActivity project:x .
           participation:z a kk:Participation ; kk:hasParticipant city:york ; kk:role kk:Advisor ;
             kk:inActivity project:x .
           participation:w a kk:Participation ; kk:hasParticipant city:kiel ;
             kk:inActivity project:x .""",
        ["city:malmoe kk:isPartnerIn project:x", "city:oslo kk:isPartnerIn project:x"],
    ),
    "cooperates-with": (
        """cooperation:x a kk:Cooperation ; kk:hasPartner city:oslo ; kk:hasUnit unit:u ;
             kk:hasDepartment department:d ; kk:hasParticipant organisation:hofor .
           agreement:y a kk:Agreement ; kk:hasPartner city:york ;
             kk:hasParticipant organisation:o .""",
        [
            "department:d kk:cooperatesWith city:oslo",
            f"{KK} kk:cooperatesWith city:oslo",
            "organisation:hofor kk:cooperatesWith city:oslo",
            "organisation:o kk:cooperatesWith city:york",
            "unit:u kk:cooperatesWith city:oslo",
        ],
    ),
    "is-funded-by": (
        """grant:x a kk:Grant ; kk:isAbout project:x ; kk:hasFunder organisation:eu ;
             kk:hasProgramme programme:h2020 ; kk:status kk:Received .
           grant:y a kk:Grant ; kk:isAbout project:y ; kk:hasFunder organisation:eu ;
             kk:status kk:Expected .
           participation:z a kk:Participation ; kk:role kk:Funder ;
             kk:hasParticipant organisation:fund ; kk:inActivity project:z .""",
        [
            "project:x kk:isFundedBy organisation:eu",
            "project:x kk:isFundedBy programme:h2020",
            "project:z kk:isFundedBy organisation:fund",
        ],
    ),
    "mentions": (
        """network:x kk:lines "1" ; kk:isListedIn section:4.1 .
           membership:x kk:lines "2" ; kk:hasMember city:oslo ; kk:role kk:Lead .""",
        ["section:4.1 kk:mentions city:oslo", "section:4.1 kk:mentions network:x"],
    ),
    "is-stated-in": (
        """membership:x a kk:Membership ; kk:lines "2" .
           agreement:y a kk:Agreement ; kk:lines "3", "4" .
           network:x kk:lines "1" .""",
        [
            "agreement:y kk:isStatedIn section:4.1",
            "membership:x kk:isStatedIn section:4.1",
        ],
    ),
}


def small_world(text: str, project: Project) -> ox.Store:
    """Return a graph in which section 4.1 says a text, with a register and the ontology."""
    graph = ox.Store()
    section, register = (ox.NamedNode(terms.SECTION_BASE + "4.1"), ox.NamedNode(terms.REGISTER))
    graph.load(input=PREFIXES + text, format=ox.RdfFormat.TURTLE, to_graph=section)
    things = "city:oslo a kk:City . network:x a kk:Network . project:unused a kk:Project ."
    graph.load(input=PREFIXES + things, format=ox.RdfFormat.TURTLE, to_graph=register)
    ontology = ox.NamedNode(terms.ONTOLOGY)
    graph.load(path=str(project.ontology), format=ox.RdfFormat.TURTLE, to_graph=ontology)
    graph.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return graph


def derived(graph: ox.Store) -> list[str]:
    """Return the derived triples, as CURIEs."""
    quads = graph.quads_for_pattern(None, None, None, ox.NamedNode(terms.DERIVED))
    triples = ((q.subject, q.predicate, q.object) for q in quads)
    return sorted(" ".join(terms.shorten(term.value) for term in triple) for triple in triples)


@pytest.mark.parametrize("name", CASES)
def test_rule(project: Project, name: str) -> None:
    """The rule derives what it should from a small case, and nothing else."""
    text, expected = CASES[name]
    graph = small_world(text, project)
    rules.apply(graph, [path for path in project.rule_files() if path.stem == name])
    assert derived(graph) == expected


def test_each_rule_is_tested(project: Project) -> None:
    """No rule is without a case, no case without a rule."""
    assert {path.stem for path in project.rule_files()} == set(CASES)


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
    assert [str(triple.object) for triple in rule.template] == [f"<{terms.SECTION_BASE}4.1.5>"]


def test_header_of_a_rule(tmp_path: Path) -> None:
    """Only the lines at the top are the header, and a key that is not known is an error."""
    text = "#+ summary: a\nCONSTRUCT {} WHERE {}\n#+ summary: b\n"
    (tmp_path / "r.rq").write_text(text)
    assert rules.load_rules([tmp_path / "r.rq"])[0].summary == "a"
    (tmp_path / "r.rq").write_text("#+ sumary: a\nCONSTRUCT {} WHERE {}\n")
    with pytest.raises(QueryHeaderInvalid, match=r"r\.rq:1: unknown key sumary"):
        rules.load_rules([tmp_path / "r.rq"])
