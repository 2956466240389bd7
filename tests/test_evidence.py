"""`kkgraph why`: sections and lines, rules with their facts, outside sources, passages."""

import random
from pathlib import Path

import pyoxigraph as ox
import pytest
import toy
from click.testing import CliRunner

from kkgraph import store as stores
from kkgraph import terms
from kkgraph.cli import main
from kkgraph.evidence import explanation
from kkgraph.project import find
from kkgraph.rules import load_rules


def run(*arguments: object) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error of `kkgraph why ...`."""
    result = CliRunner().invoke(main, ["why", *map(str, arguments)], env={"KKGRAPH_SURVEY": None})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def project(tmp_path):
    """Return the toy project's folder."""
    return toy.build(tmp_path)


def test_a_stated_fact_has_section_and_lines(project):
    """What a section says is given with that section's lines for the subject."""
    assert run("membership/nordnet", "hasMember", "--project", project) == (
        0,
        (
            "membership:nordnet · has member (kk:hasMember) · Lilleby (municipality:lilleby)\n"
            "  stated in section 2.1 Nordnet, lines 16\N{EN DASH}18\n"
        ),
        "",
    )


def test_a_derived_fact_has_its_rule_and_the_facts_behind_it(project):
    """A shortcut names the rule in words and the stated triples that it comes from."""
    assert run("Lilleby", "is member of", "Nordnet", "--project", project) == (
        0,
        (
            "Lilleby (municipality:lilleby) · is member of (kk:isMemberOf) · "
            "Nordnet (network:nordnet)\n"
            "  derived by the rule is-member-of: Who is named in a membership is a member.\n"
            "    from membership:nordnet · has member (kk:hasMember) · "
            "Lilleby (municipality:lilleby): section 2.1 Nordnet, lines 16\N{EN DASH}18\n"
            "    from membership:nordnet · kk:hasOrganisation · Nordnet (network:nordnet): "
            "section 2.1 Nordnet, lines 16\N{EN DASH}18\n"
        ),
        "",
    )


def test_a_rule_is_asked_for_this_triple_alone(tmp_path):
    """Another match of the same rule is no evidence."""
    other = """<section/1> { <membership/x> a kk:Membership ; kk:lines "3" ;
        kk:hasMember <municipality/lilleby> ; kk:hasOrganisation <network/x> }\n"""
    register = toy.REGISTER + '<network/x> a kk:Network ; skos:prefLabel "X"@da, "X"@en .\n'
    project = toy.build(tmp_path, survey=toy.SURVEY + other, register=register)
    _, out, _ = run("Lilleby", "isMemberOf", "Nordnet", "--project", project)
    assert "membership:nordnet" in out
    assert "membership:x" not in out


def test_what_a_rule_does_not_read_is_no_ground(tmp_path):
    """That the two have another tie as well is not why one is a member of the other."""
    other = """<section/2.1> { <network/nordnet> kk:lines "17" ;
        kk:hasArea <municipality/lilleby> }\n"""
    project = toy.build(tmp_path, survey=toy.SURVEY + other)
    _, out, _ = run("Lilleby", "isMemberOf", "Nordnet", "--project", project)
    assert "derived by the rule is-member-of" in out
    assert "hasMember" in out
    assert "hasArea" not in out


@pytest.mark.parametrize(
    "template",
    [
        "?member kk:isAlly ?o ; kk:isMemberOf ?o",
        "?member kk:isMemberOf <https://w3id.org/kkgraph/id/network/x>, ?o .",
        "?o kk:hasAlly ?member . $member o:isMemberOf ?o ;",
        '?o kk:said "; and . so on"@en; o:n 1.5 . ?member ?p ?o',
    ],
)
def test_a_rule_may_shorten_what_it_constructs(project, template):
    """A rule is named for each triple of its template, however the template writes them."""
    pattern = "?m kk:hasMember ?member ; kk:hasOrganisation ?o BIND(kk:isMemberOf AS ?p)"
    (project / "ontology/rules/is-member-of.rq").write_text(
        f"{toy.RULE.partition('CONSTRUCT')[0]}PREFIX o: <https://w3id.org/kkgraph/ontology#>\n"
        f"CONSTRUCT {{ {template} }} WHERE {{ {pattern} }}\n"
    )
    _, out, _ = run("Lilleby", "isMemberOf", "Nordnet", "--project", project)
    assert "derived by the rule is-member-of" in out
    assert "from membership:nordnet" in out


def test_a_rule_about_a_section_gives_what_the_section_says(mini_project):
    """Where no triple lies among the things of a match, it is what the section says of them."""
    said = run("1.1.1", "mentions", "Oslo", "--project", mini_project.root)[1].splitlines()
    assert said[0] == "1.1.1 NORDLYS (section:1.1.1) · mentions (kk:mentions) · Oslo (city:oslo)"
    fact = "membership:nordlys-oslo · has member (kk:hasMember) · Oslo (city:oslo)"
    assert said[2:] == [f"    from {fact}: section 1.1.1 NORDLYS, line 5"]


RULE = """#+ summary: A section tells of whom it names in a membership.
CONSTRUCT { ?section kk:tells ?member }
WHERE { GRAPH ?section { ?membership a kk:Membership ; kk:hasMember ?member } }
"""


def test_a_rule_about_a_section_leaves_out_what_others_say(mini_copy):
    """Of a triple that two sections state, each section's own is the reason."""
    (mini_copy.root / "ontology/rules/tells.rq").write_text(RULE)
    again = "<membership/nordlys-oslo> a kk:Membership ; kk:lines '14' ; kk:hasMember <city/oslo> ."
    path = max((mini_copy.root / "data/survey").glob("*.trig"))
    path.write_text(f"{path.read_text()}\n<section/2.1.1> {{ {again} }}\n")
    for section, line in (("1.1.1", "line 5"), ("2.1.1", "line 14")):
        said = run(section, "tells", "Oslo", "--project", mini_copy.root)[1].splitlines()
        assert len(said) == 3
        assert f"section {section} " in said[2]
        assert said[2].endswith(line)


@pytest.mark.parametrize("number", [30, pytest.param(300, marks=pytest.mark.slow)])
def test_each_derived_statement_has_its_facts(number):
    """No rule of ours gives a statement without a fact that it goes by, cited with its lines."""
    store = stores.load(find(Path(__file__).parent.parent))
    rules = load_rules(store.project.rule_files())
    derived = store.graph.quads_for_pattern(None, None, None, ox.NamedNode(terms.DERIVED))
    drawn = random.Random(20).sample(sorted(derived, key=str), number)  # noqa: S311 - no secret
    for quad in drawn:
        found = explanation._evidence(store, quad, rules)  # noqa: SLF001 - as `explain` does
        assert found.derivations, quad
        assert all(one.facts for one in found.derivations), quad
        assert all(fact.lines for one in found.derivations for fact in one.facts), quad


def test_an_outside_link_has_its_source(project):
    """What comes from elsewhere is given with where from."""
    assert run("nordnet", "sameAs", "--project", project)[1] == (
        "Nordnet (network:nordnet) · same as (owl:sameAs) · https://example.org/nordnet\n"
        "  from outside the survey: example.org, seen 2024\n"
    )


def test_the_register_is_named_as_ours(project):
    """A label or type is said to come from the register and not from the survey."""
    assert run("nordnet", "rdf:type", "--project", project)[1] == (
        "Nordnet (network:nordnet) · is a (rdf:type) · network (kk:Network)\n"
        "  from our own register of things (data/register/)\n"
    )


def test_the_passage_is_shown_when_the_text_is_at_hand(project):
    """With `--survey` the cited lines follow, in the language asked for around them."""
    arguments = ("payment/samling", "amount", "--survey", project / "report.txt", "--lang", "da")
    assert run(*arguments, "--project", project)[1] == (
        'payment:samling · kk:amount · "1500000"\n'
        "  står i afsnit 1 Indledning, linje 3\N{EN DASH}4\n"
        "        3  Lilleby Kommune besluttede d. 3. maj 2019 at samle sit arbejde. "
        "Det koster cirka 1,5 mio. kr. om\n"
        "        4  året, jf. § 7, stk. 2 i budgettet.\n"
    )


def test_a_property_that_points_here_is_taken_backwards(project):
    """Asking a network for hasOrganisation gives the memberships that name it."""
    code, out, _ = run("nordnet", "hasOrganisation", "--project", project)
    assert (code, out.splitlines()[0]) == (
        0,
        "membership:nordnet · kk:hasOrganisation · Nordnet (network:nordnet)",
    )


def test_a_thing_alone_gives_all_its_statements(project):
    """Without a property: the thing's own triples and the stated ones that point at it."""
    _, out, _ = run("nordnet", "--project", project)
    heads = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert heads == [
        "Nordnet (network:nordnet) · is a (rdf:type) · network (kk:Network)",
        "Nordnet (network:nordnet) · same as (owl:sameAs) · https://example.org/nordnet",
        'Nordnet (network:nordnet) · name (skos:prefLabel) · "Nordnet"@da',
        'Nordnet (network:nordnet) · name (skos:prefLabel) · "Nordnet"@en',
        "Nordnet (network:nordnet) · kk:isListedIn · 2.1 Nordnet (section:2.1)",
        "membership:nordnet · kk:hasOrganisation · Nordnet (network:nordnet)",
    ]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["nordnot"], "network:nordnet (Nordnet)"),
        (["nordnet", "isMemberOff"], "near matches: kk:isMemberOf"),
        (
            ["lilleby", "isMemberOf", "Sydnet"],
            "the graph holds no such statement: lilleby isMemberOf Sydnet",
        ),
    ],
)
def test_what_is_not_there_is_said_in_one_line(project, arguments, what):
    """Unknown names list near ones; a statement that is not made is no statement; exit code 2."""
    code, out, err = run(*arguments, "--project", project)
    assert (code, out) == (2, "")
    assert what in err
    assert err.count("\n") == 1
