"""Where a statement comes from when more than one place could have said it."""

import json

import pytest
import toy

LINKS = """
<network/nordnet> dcterms:identifier "ISO 3166-1: BE", "BE" .
<municipality/lilleby> dcterms:identifier "ISO 3166-1: BE" ;
    owl:sameAs <https://example.org/same> .
<network/nordnet> owl:sameAs <https://example.org/same> .
<link/code> kk:isAbout <network/nordnet> ; <http://schema.org/propertyID> "ISO 3166-1" ;
    <http://schema.org/value> "BE" ; dcterms:source "a list of codes"@en .
<link/other> kk:isAbout <municipality/lilleby> ; <http://schema.org/propertyID> "ISO 3166-1" ;
    <http://schema.org/value> "E" ; dcterms:source "a list of letters"@en .
<link/one> kk:isAbout <network/nordnet> ; kk:hasTarget <https://example.org/same> ;
    dcterms:source "an atlas"@en .
<link/two> kk:isAbout <municipality/lilleby> ; kk:hasTarget <https://example.org/same> ;
    dcterms:source "a dictionary"@en .
"""
TWICE = """
<section/1> { <membership/nordnet> kk:lines "5" ; kk:hasMember <municipality/lilleby> . }
"""


@pytest.fixture
def why(tmp_path, kkgraph, monkeypatch):
    """Return a function that says where a statement of the toy project comes from."""
    monkeypatch.delenv("KKGRAPH_SURVEY", raising=False)
    root = toy.build(tmp_path, survey=toy.SURVEY + TWICE)
    with (root / "data/links/all.ttl").open("a", encoding="utf-8") as file:
        file.write(LINKS)

    def told(*arguments: str) -> list[str]:
        done = kkgraph("why", *arguments, folder=root)
        assert done.exit_code == 0, done.output
        return [line for line in done.stdout.splitlines() if line.startswith("  ")]

    return told


def test_each_section_has_its_own_lines(why):
    """What two sections state is cited in each with the lines of that section alone."""
    assert why("membership/nordnet", "hasMember") == [
        "  stated in section 1 Indledning, line 5",
        "  stated in section 2.1 Nordnet, lines 16\N{EN DASH}18",
    ]


def test_two_things_with_one_counterpart_have_each_its_source(why):
    """The source of a link is that of the link about this thing, not about another."""
    assert why("nordnet", "sameAs", "https://example.org/same") == [
        "  from outside the survey: an atlas"
    ]
    assert why("lilleby", "sameAs") == ["  from outside the survey: a dictionary"]


def test_an_identifier_has_the_source_of_its_value(why):
    """The code BE of ISO 3166-1 has the source of BE, and not that of an E."""
    assert why("nordnet", "dcterms:identifier", "ISO 3166-1: BE") == [
        "  from outside the survey: a list of codes"
    ]
    assert "letters" not in "".join(why("lilleby", "dcterms:identifier"))


def test_a_preferred_name_comes_before_another_spelling(kkgraph, tmp_path):
    """Search puts what is called so before what is also called so, whatever their IRIs."""
    register = (
        '<city/a> a kk:City ; skos:prefLabel "Andby"@da, "Andby"@en ; skos:altLabel "Nordby"@da .\n'
        '<city/b> a kk:City ; skos:prefLabel "Nordby"@da, "Nordby"@en .\n'
    )
    root = toy.build(tmp_path, register=toy.REGISTER + register)
    done = kkgraph("search", "Nordby", "--format", "json", folder=root)
    found = json.loads(done.stdout)["results"]["bindings"]
    assert [row["thing"]["value"].rpartition("/")[2] for row in found[:2]] == ["b", "a"]
