"""Single statements of the data, each with one mistake: what is told, and what is left of it."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.validation.checks.statements import check
from kkgraph.validation.checks.vocabulary import Vocabulary, is_sure
from kkgraph.validation.sources import Source

HEAD = (
    "@base <https://w3id.org/kkgraph/id/> .\n@prefix g: <https://w3id.org/kkgraph/graph/> .\n"
    + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())
)
ONTOLOGY = """
kk:City a owl:Class . kk:Network a owl:Class . kk:Membership a owl:Class . kk:Section a owl:Class .
kk:Role a owl:Class . kk:Partner a kk:Role . kk:Participant a kk:Role . kk:Exact a kk:Precision .
kk:Precision a owl:Class . kk:Capital a owl:Class ; rdfs:subClassOf kk:City .
kk:hasMember a owl:ObjectProperty ; rdfs:domain kk:Membership .
kk:hasOrganisation a owl:ObjectProperty .
kk:role a owl:ObjectProperty ; rdfs:range kk:Role .
kk:note a owl:DatatypeProperty .
kk:isMemberOf a owl:ObjectProperty ; skos:definition "Derived: who is a member"@en .
"""
KNOWN = """
<section/1> a kk:Section . <section/2> a kk:Section .
<city/copenhagen> a kk:City . <city/gothenburg> a kk:City . <network/eurocities> a kk:Network .
<membership/eurocities> a kk:Membership .
"""


def source(text, *, given=False, graph="urn:kkgraph:file:x"):
    """Return a file of data."""
    quads = tuple(
        ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(graph))
        if graph and q.graph_name == ox.DefaultGraph()
        else q
        for q in ox.parse(HEAD + text, ox.RdfFormat.TRIG)
    )
    return Source(Path("x.trig"), quads, HEAD + text, "trig", given)


def checked(text, *, given=False, graph="urn:kkgraph:file:x"):
    """Return what comes of statements besides what is known."""
    ontology, known = source(ONTOLOGY), source(KNOWN)
    own = source(text, given=given, graph=graph)
    found = check([ontology, known, own], Vocabulary(ontology, (known, own), {}, LEADING))
    assert found.sources[:2] == [ontology, known]
    return found


LEADING = frozenset({terms.KK + "hasOrganisation"})


def rules(found):
    """Return what is told, by rule."""
    return [one.rule for one in found.findings]


def left(found):
    """Return what is left of the last file, in short."""
    return [
        " ".join(terms.shorten(t.value) for t in (q.subject, q.predicate, q.object))
        for q in found.sources[-1].quads
    ]


def thing(path):
    """Return a thing's IRI."""
    return terms.thing(path)


def test_what_is_right_is_left_alone():
    """Statements of things that are known, with values that are, are handed on as they are."""
    text = (
        "<membership/eurocities> kk:hasMember <city/copenhagen> ; kk:role kk:Partner ;"
        ' kk:hasOrganisation <network/eurocities> ; kk:note "x"@en ; rdfs:label "y"@en .'
        "<city/copenhagen> owl:sameAs <https://x.example/1> ; a kk:Capital ."
    )
    found = checked(text)
    assert rules(found) == []
    assert found.sources[-1].quads == source(text).quads
    assert (found.excused, found.unknown, found.dropped) == (set(), set(), set())


@pytest.mark.parametrize(
    ("text", "rule", "mended"),
    [
        # A property: misspelt, derived, unlike any.
        (
            "<membership/eurocities> kk:hasMembr <city/copenhagen> .",
            "unknown-property",
            ["membership:eurocities kk:hasMember city:copenhagen"],
        ),
        ("<membership/eurocities> kk:zzzz <city/copenhagen> .", "unknown-property", []),
        (
            "<city/copenhagen> kk:isMemberOf <network/eurocities> .",
            "derived-property",
            [],
        ),
        ("<city/copenhagen> <http://x.example/p> 1 .", "unknown-property", []),
        # A thing that is pointed at: a slip, or nothing like it.
        (
            "<membership/eurocities> kk:hasMember <city/copenhagn> .",
            "unknown-thing",
            ["membership:eurocities kk:hasMember city:copenhagen"],
        ),
        ("<membership/eurocities> kk:hasMember <city/oslo> .", "unknown-thing", []),
        # A thing that is spoken of.
        (
            '<city/copenhagn> kk:note "x"@en .',
            "unknown-thing",
            ["city:copenhagen kk:note x"],
        ),
        ('<city/oslo> kk:note "x"@en .', "no-class", ["city:oslo kk:note x"]),
        # A class.
        ("<city/copenhagen> a kk:Citty .", "unknown-class", ["city:copenhagen rdf:type kk:City"]),
        ("<city/copenhagen> a kk:Zzz .", "unknown-class", ["city:copenhagen rdf:type kk:City"]),
        (
            "<city/copenhagen> a <http://x.example/C> .",
            "unknown-class",
            ["city:copenhagen rdf:type kk:City"],
        ),
        # A value of a list.
        (
            "<membership/eurocities> kk:role kk:Parner .",
            "unknown-value",
            ["membership:eurocities kk:role kk:Partner"],
        ),
        ("<membership/eurocities> kk:role kk:Zzzz .", "unknown-value", []),
        # A text or an address where a thing of ours belongs.
        ('<membership/eurocities> kk:hasOrganisation "Eurocities" .', "no-thing", []),
        ("<membership/eurocities> kk:hasOrganisation <http://x.example/> .", "no-thing", []),
        # The two sides.
        (
            "<city/copenhagen> kk:hasMember <membership/eurocities> .",
            "swapped",
            ["membership:eurocities kk:hasMember city:copenhagen"],
        ),
        # A thing and itself.
        ("<membership/eurocities> kk:hasMember <membership/eurocities> .", "itself", []),
        # Nameless things, and things of others.
        ("<membership/eurocities> kk:hasMember [] .", "blank-node", []),
        ('<http://x.example/a> kk:note "x"@en .', "foreign-subject", []),
    ],
)
def test_one_mistake(text, rule, mended):
    """It is told once, by its rule, and mended as its cure says, or left out."""
    found = checked(text)
    assert (rules(found), left(found)) == ([rule], mended)
    (one,) = found.findings
    assert one.place is None or one.place


def test_what_is_handed_on():
    """What is left out is excused where it stood; what has no class is known as such."""
    found = checked("<membership/eurocities> kk:hasMember <city/oslo> .")
    assert found.unknown == {thing("city/oslo")}
    assert found.excused == {(thing("membership/eurocities"), terms.KK + "hasMember")}
    assert found.dropped == {thing("city/oslo")}
    slip = checked("<membership/eurocities> kk:hasMember <city/copenhagn> .")
    assert (slip.unknown, slip.dropped) == ({thing("city/copenhagn")}, set())
    spoken = checked(
        '<city/oslo> kk:note "x"@en . <membership/eurocities> kk:hasMember <city/oslo> .'
    )
    assert rules(spoken) == ["no-class"]
    assert spoken.unknown == {thing("city/oslo")}
    assert left(spoken) == ["city:oslo kk:note x"]
    no_class = checked("<network/x> a kk:Zzz .")
    assert rules(no_class) == ["unknown-class"]


def test_what_is_meant_is_told():
    """The value that is wrong is named, with what is near."""
    (one,) = checked("<membership/eurocities> kk:hasMembr <city/copenhagen> .").findings
    assert (one.value, one.focus) == (terms.KK + "hasMembr", thing("membership/eurocities"))
    assert "kk:hasMember" in one.cure("en")
    assert "kk:isMemberOf" not in one.cure("en")
    (one,) = checked("<membership/eurocities> kk:role kk:Zzzz .").findings
    assert ("kk:Participant" in one.cure("en"), "kk:Exact" in one.cure("en")) == (True, False)
    (one,) = checked('<city/oslo> kk:note "x"@en .').findings
    assert "kk:City" in one.cure("da") + one.sentence("da")


def test_a_subject_of_many_statements_is_no_slip():
    """Three statements about a thing that is like another may be slips, four are a new thing."""
    three = " ".join(f'<city/copenhagn> kk:note "{n}"@en .' for n in range(3))
    assert rules(checked(three)) == ["unknown-thing"]
    assert left(checked(three))[0].startswith("city:copenhagen ")
    four = f'{three} <city/copenhagn> kk:note "4"@en .'
    assert rules(checked(four)) == ["no-class"]
    assert left(checked(four))[0].startswith("city:copenhagn ")


def test_each_thing_is_told_once():
    """However often a subject that is nobody's stands in a file, it is one finding."""
    twice = '<http://x.example/a> kk:note "1"@en, "2"@en . <http://x.example/b> kk:note "1"@en .'
    assert rules(checked(twice)) == ["foreign-subject", "foreign-subject"]


@pytest.mark.parametrize(
    ("graph", "told"),
    [
        (terms.section("1"), []),
        (terms.REGISTER, []),
        (terms.section("9"), ["not-a-section"]),
        ("urn:x:y", ["not-a-section"]),
        (None, ["no-section"]),
    ],
)
def test_graph_of_a_statement(graph, told):
    """Statements of the survey stand in the graph of a section that there is; told once a graph."""
    text = '<city/copenhagen> kk:note "x"@en, "y"@en .'
    found = checked(text, graph=graph)
    assert rules(found) == told
    assert len(left(found)) == 2
    assert [one.graph for one in found.findings] == [graph] * len(told)
    assert found.unknown == ({graph} if told and graph else set())
    assert rules(checked(text, graph=graph, given=True)) == (told if graph else [])


def test_nameless_things():
    """What is inside a nameless thing is part of it: the outermost is told, once."""
    text = (
        '<membership/eurocities> kk:hasMember [ kk:note "x"@en ; kk:hasMember [ kk:role [] ] ] .'
        '[] kk:note "alone"@en .'
    )
    found = checked(text)
    assert rules(found) == ["blank-node", "blank-node"]
    assert left(found) == []
    assert (thing("membership/eurocities"), terms.KK + "hasMember") in found.excused


def test_given_files_may_speak_of_others():
    """In a file that is given what is not ours is let be; what is ours is not."""
    text = (
        '<http://x.example/a> a <http://x.example/C> ; <http://x.example/p> "x" .'
        "<http://x.example/a> kk:hasMembr <city/copenhagen> ."
        "<city/copenhagen> a <http://x.example/C> ; <http://x.example/p> 1 ."
    )
    assert rules(checked(text, given=True)) == ["unknown-property"]
    assert len(left(checked(text, given=True))) == 5
    assert len(rules(checked(text))) > 1


def test_near_names():
    """The likest come first, three at most; things of the kind before the like of others."""
    ontology, known = source(ONTOLOGY), source(KNOWN)
    vocabulary = Vocabulary(ontology, (known,), {})
    assert vocabulary.near_thing(thing("city/gothenborg")) == [thing("city/gothenburg")]
    elsewhere = [thing("membership/eurocities"), thing("network/eurocities")]
    assert vocabulary.near_thing(thing("city/eurocities")) == elsewhere
    assert vocabulary.near_thing(thing("city/zzz")) == []
    names = [f"urn:x/abcde{n}" for n in range(5)]
    assert len(vocabulary.near("urn:x/abcde", names)) == 3
    assert len(vocabulary.near("urn:x/abcde", names, 2)) == 2
    assert vocabulary.near("urn:x#abcd", ["urn:x#wxyz"]) == []


def test_what_the_ontology_defines():
    """Classes, properties, values, what is derived, and what is under what."""
    ontology = source(ONTOLOGY)
    known = Vocabulary(
        ontology, (source(KNOWN),), {terms.KK + "note": frozenset({terms.KK + "City"})}
    )
    assert terms.KK + "Capital" in known.classes
    assert known.derived == {terms.KK + "isMemberOf"}
    assert set(known.values) == {terms.KK + one for one in ("Partner", "Participant", "Exact")}
    assert known.domains[terms.KK + "note"] == {terms.KK + "City"}
    assert known.ranges[terms.KK + "role"] == {terms.KK + "Role"}
    assert known.is_under([terms.KK + "Capital"], [terms.KK + "City"])
    assert not known.is_under([terms.KK + "City"], [terms.KK + "Capital"])
    assert not known.is_under([], [terms.KK + "City"])
    assert known.sections == {terms.section("1"), terms.section("2")}
    assert known.is_defined(terms.ONTOLOGY)
    assert known.is_defined(thing("city/copenhagen"))
    assert not known.is_defined(thing("city/oslo"))


@pytest.mark.parametrize(
    ("written", "meant", "sure"),
    [
        ("urn:x/copenhagn", "urn:x/copenhagen", True),
        ("urn:x/abcde", "urn:y/abcd", True),
        ("urn:x/abcd", "urn:y/abxy", False),
    ],
)
def test_slips(written, meant, sure):
    """Four fifths alike is a slip; only the last part of an IRI counts."""
    assert is_sure(written, meant) is sure


@pytest.mark.parametrize(
    ("value", "rule", "meant"),
    [
        ('"plain"@en', None, "plain"),
        ('"a  b"@en', "blanks", "a b"),
        ('" a"@en', "blanks", "a"),
        ('"a\\nb"', "blanks", "a b"),
        ('""@en', "empty-text", ""),
        ('" "@en', "empty-text", ""),
        ('"a\\u00a0b"@en', "unseen-character", "a b"),
        ('"a\\u200bb"@en', "unseen-character", "ab"),
        ('"a\\u00ADb"', "unseen-character", "ab"),
        ('"e\\u0301"@da', "not-composed", "\u00e9"),
        ('"Osl\\u043e"@da', "look-alike", "Osl\u043e"),
        ('"\\u0391lliance"@en', "look-alike", "\u0391lliance"),
        ('"\\u03b2-test \\u041c\\u0438\\u0440"@en', None, "\u03b2-test \u041c\u0438\u0440"),
        ('"a  b"@da-DK', "language-tag", "a  b"),
        ('"a"@fr-FR', None, "a"),
        ('"x"^^xsd:gYaer', "unknown-datatype", "x"),
        ('"213"^^xsd:gYear', "lexical-form", "213"),
        ('"500.000"^^xsd:decimal', "thousands", "500.000"),
        ('"500.00"^^xsd:decimal', None, "500.00"),
        ("5", None, "5"),
    ],
)
def test_literal(value, rule, meant):
    """A literal is well written; a text has no blank too many, and nothing that is not seen."""
    found = checked(f"<city/copenhagen> kk:note {value} .")
    assert rules(found) == ([rule] if rule else [])
    (quad,) = found.sources[-1].quads
    assert quad.object.value == meant
    assert rule != "language-tag" or quad.object.language == "da"
    is_bad = rule in ("unknown-datatype", "lexical-form")
    assert bool(found.excused) is is_bad
    severity = {one.severity for one in found.findings} or {"Violation"}
    assert severity == {"Warning" if rule == "thousands" else "Violation"}


def test_thousands_where_a_whole_number_belongs():
    """There it is a mistake, and the number without its full stop is proposed."""
    ontology = f"{ONTOLOGY} kk:value a owl:DatatypeProperty ; rdfs:range xsd:integer ."
    known = source(KNOWN)
    own = source('<city/copenhagen> kk:value "500.000"^^xsd:decimal .')
    found = check([own], Vocabulary(source(ontology), (known,), {}))
    assert (rules(found), found.findings[0].severity) == (["whole-thousands"], "Violation")
    assert "500000" in found.findings[0].cure("en")
    assert found.excused
