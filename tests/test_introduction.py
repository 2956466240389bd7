"""What a thing is, in sentences: a made-up town's ties, read by hand from a few statements."""

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.description.introduction import engagements, introduce, plain
from kkgraph.description.reading import Reader, sum_of

TOWN, OSLO, NET = (terms.thing(one) for one in ("municipality/town", "city/oslo", "network/net"))
HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())
NAMES = """
network:net a kk:Network ; skos:prefLabel "Net"@en .
city:oslo a kk:City ; skos:prefLabel "Oslo"@en .
municipality:town a kk:Municipality ; skos:prefLabel "Town"@en .
department:a a kk:Department ; skos:prefLabel "A Department"@en .
department:b a kk:Department ; skos:prefLabel "B Department"@en .
kk:Network rdfs:label "network"@en . kk:City rdfs:label "city"@en .
kk:Chair rdfs:label "chair"@en . kk:Expected rdfs:label "expected"@en .
"""
US = "kk:hasMember municipality:town"


@pytest.fixture(autouse=True)
def town(monkeypatch):
    """Make the town the municipality whose survey it is."""
    monkeypatch.setattr(terms, "municipality", lambda: TOWN)


def graph(said):
    """Return a graph of what is said besides the names."""
    made = ox.Store()
    made.load(HEAD + NAMES + said, format=ox.RdfFormat.TURTLE)
    return made


def told(said, iri=NET):
    """Return the sentences about a thing."""
    return [one.text for one in introduce(graph(said), iri, "en")]


def test_kind_alone():
    """Of a thing of which nothing is said, its kind is; a fact has no introduction."""
    assert told("") == ["Network."]
    assert told("", terms.thing("membership/x")) == []


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("section:1 kk:mentions network:net .", "Network; the survey names it in one section."),
        (
            "section:1 kk:mentions network:net . section:2 kk:mentions network:net .",
            "Network; the survey names it in 2 sections.",
        ),
        ("network:net kk:isPartOf city:oslo .", "Network, part of Oslo."),
        (
            (
                'description:d a kk:Description ; kk:isAbout network:net ; kk:summary "It is"@en ;'
                " kk:aspect kk:Focus ."
            ),
            "It is.",
        ),
        (
            (
                'description:d kk:isAbout network:net ; kk:summary "F"@en ; kk:aspect kk:Focus .'
                'description:e kk:isAbout network:net ; kk:summary "W!"@en ; kk:aspect kk:Purpose .'
            ),
            "W!",
        ),
        ('description:d kk:isAbout network:net ; kk:summary "No aspect"@en .', "Network."),
        (
            'description:d kk:isAbout network:net ; kk:summary "Dansk"@da ; kk:aspect kk:Focus .',
            "Network.",
        ),
    ],
)
def test_what_it_is(said, first):
    """The best description, else what it is part of, else how often it is named."""
    assert told(said)[0] == first


def test_what_is_known_needs_no_description():
    """Everybody knows what a city is."""
    said = 'description:d kk:isAbout city:oslo ; kk:summary "x"@en ; kk:aspect kk:Focus .'
    assert told(said, OSLO)[0] == "City."


MEMBER = f"membership:m {US} ; kk:hasOrganisation network:net ."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (MEMBER, "is a member"),
        (f"{MEMBER} membership:m kk:role kk:Chair .", "is a member as chair"),
        (f"{MEMBER} membership:m kk:role kk:Member .", "is a member"),
        (
            f"{MEMBER} membership:m kk:hasDepartment department:a .",
            "is a member through the A Department",
        ),
        (
            f"{MEMBER} membership:m kk:hasDepartment department:b, department:a .",
            "is a member through the A Department and the B Department",
        ),
        (f'{MEMBER} membership:m kk:start "2007" .', "is a member since 2007"),
        (f'{MEMBER} membership:m kk:end "2009" .', "is a member until 2009"),
        (
            f'{MEMBER} membership:m kk:start "2007" ; kk:end "2009" .',
            "is a member from 2007 to 2009",
        ),
        (f'{MEMBER} membership:m kk:start "2007" ; kk:end "2007" .', "is a member in 2007"),
        (
            f'{MEMBER} membership:m kk:start "2007" ; kk:startHedge kk:Approximate .',
            "is a member since about 2007",
        ),
        (f"{MEMBER} membership:m kk:status kk:Expected .", "is a member (expected)"),
        (
            "agreement:x kk:hasPartner network:net ; kk:hasParticipant municipality:town .",
            "has an agreement with Net",
        ),
        (
            (
                "agreement:x kk:hasPartner network:net ; kk:hasDepartment department:a ."
                "agreement:y kk:hasPartner network:net ; kk:hasDepartment department:a ."
            ),
            "has 2 agreements with Net through the A Department",
        ),
        (
            "cooperation:x kk:hasPartner network:net ; kk:hasDepartment department:a .",
            "works with Net through the A Department",
        ),
        (
            "participation:x kk:inActivity network:net ; kk:hasParticipant municipality:town .",
            "takes part",
        ),
    ],
)
def test_ties_of_the_town(said, words):
    """A tie says how, as what, through whom, when, and whether it is still open."""
    (tie,) = [one for one in told(said) if one != "Network."]
    assert tie.endswith(f" {words}.")


@pytest.mark.parametrize(
    "said",
    [
        f"{MEMBER} membership:m kk:status kk:Cancelled .",
        f"{MEMBER} membership:m kk:role kk:Supporter .",
        "membership:m kk:hasMember city:oslo ; kk:hasOrganisation network:net .",
        (
            "membership:m kk:hasMember city:oslo ; kk:hasOrganisation network:net ;"
            " kk:hasDepartment department:a ."
        ),
    ],
)
def test_ties_that_are_none(said):
    """What was cancelled, who only supports, and others' memberships under our heading."""
    assert told(said) == ["Network."]


def test_a_member_takes_part():
    """Of a network that the town is a member of it is not said besides that it takes part."""
    also = "participation:x kk:inActivity network:net ; kk:hasParticipant municipality:town ."
    assert [one.endswith("is a member.") for one in told(MEMBER + also)] == [False, True]


def test_time_that_is_the_thing_s_own():
    """The thing's own time is told of itself, and not of each tie again."""
    own = 'network:net kk:start "2007" .'
    found = told(f'{MEMBER} membership:m kk:start "2007" . {own}')
    assert found[1] == "Since 2007."
    assert found[2].endswith("is a member.")
    later = told(f'{MEMBER} membership:m kk:start "2009" . {own}')
    assert later[2].endswith("is a member since 2009.")


FEE = 'payment:p kk:isAbout network:net ; kk:hasPayer municipality:town ; kk:currency "DKK" '


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            f'{FEE} ; kk:amount 5000.0 ; kk:interval "P1Y" .',
            "The City pays DKK 5,000 a year.",
        ),
        (
            f'{FEE} ; kk:amount 5000.0 ; kk:interval "P2Y" ; kk:summary "Fee."@en .',
            "The City pays DKK 5,000 every 2 years (fee).",
        ),
        (f"{FEE} ; kk:amount 5000.0 .", "The City pays DKK 5,000."),
        (f'{FEE} ; kk:amount 0.0 ; kk:summary "It is free"@en .', "It is free."),
        (
            (
                "grant:g kk:isAbout network:net ; kk:hasFunder city:oslo ; kk:amount 10.0 ;"
                ' kk:currency "EUR" ; kk:status kk:Expected .'
            ),
            "It is funded with EUR 10 from Oslo (expected).",
        ),
    ],
)
def test_money(said, sentence):
    """What the town pays and who funds it, with how often and what for."""
    assert told(said)[1:] == [sentence]


def test_money_of_others():
    """What another pays, and a grant without a sum or a giver, is not told here."""
    other = "payment:p kk:isAbout network:net ; kk:hasPayer city:oslo ; kk:amount 5.0 ."
    grants = "grant:g kk:isAbout network:net ; kk:amount 5.0 . grant:h kk:isAbout network:net ;"
    assert told(f"{other} {grants} kk:hasFunder city:oslo .") == ["Network."]


def test_party_from_outside():
    """A city is told by what it is a member of and takes part in; the town is not."""
    said = (
        "membership:m kk:hasMember city:oslo, municipality:town ; kk:hasOrganisation network:net ."
        "participation:p kk:hasParticipant city:oslo ; kk:inActivity network:net ;"
        " kk:role kk:Backer ."
    )
    assert told(said, OSLO) == ["City.", "Oslo is a member of Net."]
    assert not any("Town is" in one for one in told(said, TOWN))


@pytest.mark.parametrize("own", ["department/a", "person/x", "office/x", "committee/x"])
def test_parties_of_the_town(own):
    """What is the town's is not told by its memberships, as a party from outside is."""
    end = own.replace("/", ":")
    said = f"membership:m kk:hasMember {end} ; kk:hasOrganisation network:net ."
    assert not any("is a member of Net" in one for one in told(said, terms.thing(own)))


@pytest.mark.parametrize(("kind", "is_told"), [("person", True), ("office", True), ("city", False)])
def test_who_holds_a_post(kind, is_told):
    """A person or an office is told by its posts, with role and body."""
    said = f"post:p kk:hasHolder {kind}:x ; kk:inBody network:net ; kk:role kk:Chair ."
    found = [one for one in told(said, terms.thing(f"{kind}/x")) if one.startswith("Chair")]
    assert found == (["Chair in Net."] if is_told else [])


def test_what_the_town_and_a_department_do():
    """Networks, partners and activities, each once; the town's all, a department's own."""
    said = (
        "membership:m kk:hasDepartment department:a ; kk:hasOrganisation network:net ."
        f"membership:n {US} ; kk:hasOrganisation network:net ."
        "agreement:x kk:hasDepartment department:b ; kk:hasPartner city:oslo ."
        "cooperation:y kk:hasDepartment department:a ; kk:hasPartner city:oslo ."
        "participation:z kk:hasParticipant city:oslo ; kk:hasDepartment department:a ;"
        " kk:inActivity network:net ."
    )
    made = graph(said)
    a, b = (engagements(made, terms.thing(f"department/{one}")) for one in "ab")
    assert a == {"members": 1, "partners": 1, "activities": 0}
    assert b == {"members": 0, "partners": 1, "activities": 0}
    assert engagements(made, TOWN) == {"members": 1, "partners": 1, "activities": 0}
    assert engagements(made, OSLO) == engagements(made, "") == {}
    (_, does) = told(said, terms.thing("department/a"))
    assert does == (
        "Through it the City is a member of one network or organisation and works with one partner."
    )


def test_names_in_a_row():
    """Four names are all said, of five the first three and how many more; each name once."""
    made = graph("")
    iris = [terms.thing(f"city/{one}") for one in "edcba"]
    read = Reader(made, NET, "en", lambda iri, _: iri[-1].upper())
    assert read.listed(iris[:1]) == "E"
    assert read.listed(iris[:2]) == "D and E"
    assert read.listed(iris[:4]) == "B, C, D and E"
    assert read.listed(iris) == "A, B, C and 2 others"
    same = Reader(made, NET, "en", lambda _iri, _lang: "X")
    assert same.listed(iris[:3]) == "X"


def test_values_of_a_thing():
    """Values come sorted and once; a time that is stated twice is none."""
    read = Reader(graph('network:net kk:start "2007", "2009" ; kk:end "2010" .'), NET, "en")
    assert read.span(NET) == ("", "2010")
    assert read.text(NET, terms.START) == "2007"
    assert read.text(NET, terms.SUMMARY) == ""
    assert read.when([OSLO]) == ""
    assert [str(one) for one in read.values(NET, terms.START, terms.END)] == [
        '"2007"',
        '"2009"',
        '"2010"',
    ]
    assert plain(introduce(graph(MEMBER), NET, "en")).startswith("Network. ")


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ('kk:amount 5.5 ; kk:currency "DKK"', "DKK 5.5"),
        ('kk:amount 5.0 ; kk:currency "DKK" ; kk:interval "P1Y"', "DKK 5 a year"),
        ('kk:amount 5.0 ; kk:currency "DKK" ; kk:precision kk:Approximate', "about DKK 5"),
        ('kk:amount 0.0 ; kk:interval "P1Y"', ""),
        ('kk:interval "P1Y"', ""),
    ],
)
def test_sum_of_a_fact(said, text):
    """A sum above nothing, with how exact it is and how often."""
    assert sum_of(graph(f"payment:p {said} ."), terms.thing("payment/p"), "en") == text
