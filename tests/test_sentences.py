"""Changes in sentences: on made-up graphs of a few statements, before and after."""

import json

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.differences import writers
from kkgraph.differences.comparison import Change, changes, compare
from kkgraph.differences.readings import Part, Reading
from kkgraph.differences.sentences import Speaker
from kkgraph.texts import LANGUAGES

LABELS = """
city:a skos:prefLabel "A by"@da, "A"@en . city:b skos:prefLabel "B"@en .
network:n skos:prefLabel "N"@da, "Net"@en .
kk:City rdfs:label "by"@da, "city"@en . kk:Membership rdfs:label "medlemskab"@da, "membership"@en .
kk:Responsibility rdfs:label "responsibility"@en . kk:note rdfs:label "note"@en .
kk:amount rdfs:label "amount"@en . kk:hasMember rdfs:label "has member"@en .
section:1.2 kk:number "1.2" ; dcterms:title "Titel"@da .
"""


def quads(text, graph=None):
    """Return statements, in a graph if one is given."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms.PREFIXES.items())
    found = ox.parse(head + text, ox.RdfFormat.TRIG)
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return [ox.Quad(q.subject, q.predicate, q.object, name) for q in found]


def store(*texts):
    """Return a graph with labels and what else is said."""
    made = ox.Store()
    for text in (LABELS, *texts):
        made.extend(quads(text))
    return made


def speaker(old="", new="", lang="en"):
    """Return what says changes from one graph to another."""
    return Speaker(store(old), store(new), lang)


def thing(curie):
    """Return an IRI."""
    return terms.expand(curie)


def node(curie):
    """Return a thing."""
    return ox.NamedNode(thing(curie))


SECTION = terms.section("1.2")
MEMBER = "membership:m a kk:Membership ; kk:hasMember city:a ; kk:hasOrganisation network:n ."
PAYMENT = """payment:p a kk:Payment ; kk:hasPayer city:a ; kk:isAbout network:n ;
  kk:amount 1000.0 ; kk:currency "DKK" ; kk:interval "P1Y"^^xsd:duration ."""


def whole(kind, curie, text, lang="en"):
    """Return the sentence about a thing that has come or gone."""
    old, new = (text, "") if kind == "withdrawn" else ("", text)
    return speaker(old, new, lang).sentence(Change(kind, SECTION, thing(curie), None))


@pytest.mark.parametrize(
    ("kind", "lang", "said"),
    [
        ("added", "en", "A is now a member of Net."),
        ("withdrawn", "en", "A is no longer a member of Net."),
        ("added", "da", "A by er nu medlem af N."),
    ],
)
def test_a_fact_that_comes_or_goes(kind, lang, said):
    """It is told by what it ties, from the side that has it."""
    assert whole(kind, "membership:m", MEMBER, lang) == said


@pytest.mark.parametrize(
    ("less", "more", "said"),
    [
        ("", "", "A now pays DKK 1,000 a year for Net."),
        ("P1Y", "P2Y", "A now pays DKK 1,000 / 2 years for Net."),
        ('kk:interval "P1Y"^^xsd:duration', 'kk:note "x"', "A now pays DKK 1,000 for Net."),
        ("kk:amount", "kk:value", "A now pays an amount that is not stated for Net."),
        ("kk:hasPayer city:a ;", "", "New payment: "),
        ("kk:isAbout network:n ;", "", "New payment: "),
    ],
)
def test_a_payment_that_comes(less, more, said):
    """With its amount and period, where they are stated; without an end it is called by name."""
    made = PAYMENT.replace(less, more) if less else PAYMENT
    made += ' kk:Payment rdfs:label "payment"@en .'
    assert whole("added", "payment:p", made).startswith(said)


def test_a_thing_that_comes_or_goes():
    """It is called by its class and name, in the language that is spoken where it has one."""
    new = 'city:c a kk:City ; skos:prefLabel "Cé"@da, "C"@en .'
    assert whole("added", "city:c", new) == "New city: C."
    assert whole("withdrawn", "city:c", new) == "Withdrawn: the city C."
    assert "Cé" in whole("added", "city:c", new, "da")
    bare = "<urn:x> a kk:City ."
    assert speaker(new=bare).sentence(Change("added", "", "urn:x", None)) == "New thing: urn:x."


def corrected(kind, curie, name, before=(), after=(), *texts):
    """Return the sentence about a property that has changed."""
    said = speaker(*texts) if len(texts) > 1 else speaker(*texts * 2)
    return said.sentence(Change(kind, SECTION, thing(curie), terms.KK + name, before, after))


def amount(text):
    """Return a sum."""
    return ox.Literal(text, datatype=ox.NamedNode(terms.XSD + "decimal"))


def test_a_sum_that_changes():
    """It is told in the currency of each side, with the period of the new one."""
    fee = "membership:m kk:hasFee payment:p ."
    sums = (amount("1000.0"),), (amount("2500.5"),)
    euro = PAYMENT.replace("DKK", "EUR")
    found = corrected("corrected", "payment:p", "amount", *sums, PAYMENT, euro)
    assert found == ("The payment for Net changed from DKK 1,000 to EUR 2,500.5 a year.")
    assert corrected("corrected", "payment:p", "amount", *sums, PAYMENT + fee).startswith(
        "The fee of Net changed"
    )
    gone = corrected("withdrawn", "payment:p", "amount", sums[0], (), PAYMENT)
    assert gone == "The payment for Net: “amount” no longer says 1,000."


def test_a_text_that_changes():
    """It is quoted, in the language that is spoken; a fact is called by its class and ends."""
    before = (ox.Literal("old", language="en"), ox.Literal("gammel", language="da"))
    after = (ox.Literal("new", language="en"),)
    assert corrected("corrected", "membership:m", "note", before, after, MEMBER) == (
        "Membership A \N{EN DASH} Net: “note” changed from “old” to “new”."
    )
    danish = (ox.Literal("ny", language="da"),)
    found = corrected("added", "city:a", "note", (), danish)
    assert found == "A: “note” now says “ny”."


def test_many_values():
    """Eight are named, of more than one beyond that only how many; the last after `and`."""
    said = speaker()
    words = [ox.Literal(str(n)) for n in range(11)]
    assert said.names(words[:1]) == "“0”"
    assert said.names(words[:2]) == "“0” and “1”"
    assert said.names(words[:3]) == "“0”, “1” and “2”"
    assert said.names(words[:9]).endswith("“7” and “8”")
    assert said.names(words[:10]).endswith("“7” and 2 more")
    assert said.names(words[:11]).endswith("“7” and 3 more")


def test_names_of_things():
    """By the newer graph, else by the older one; without a name by CURIE."""
    said = Speaker(store('city:c skos:prefLabel "Old"@en .'), store(), "en")
    assert said.name(thing("city:c")) in ("Old", "city:c")
    both = Speaker(
        store('city:c skos:prefLabel "Old"@en .'), store('city:c skos:prefLabel "New"@en .'), "en"
    )
    assert both.name(thing("city:c")) == "New"
    assert both.name("urn:x:y") == "urn:x:y"
    assert said.name(node("city:a")) == "A"
    number = ox.Literal("1000", datatype=ox.NamedNode(terms.XSD + "integer"))
    assert said.name(number) == "1,000"


def test_places():
    """A section by number and title, from whichever side has one; a layer by its name."""
    assert speaker().place(SECTION) == ("1.2", "Titel")
    only = Speaker(store(), ox.Store(), "en")
    assert only.place(SECTION) == ("1.2", "Titel")
    nowhere = Speaker(ox.Store(), ox.Store(), "en")
    assert nowhere.place(SECTION)[0] == "1.2"
    layers = {speaker().place(graph)[0] for graph in (terms.REGISTER, terms.LINKS, terms.THEMES)}
    assert len(layers) == 3
    assert speaker().place("")[0] == "Statements"
    assert speaker().place("urn:g") == ("urn:g", "")


# What differs.


def reading(*given, has_graphs=True, files=None, whole=()):
    """Return a state of a graph: texts, each with its graph."""
    found = [quad for text, graph in given for quad in quads(text, graph)]
    triples = {ox.Quad(q.subject, q.predicate, q.object) for q in found} | set(whole)
    return Reading(
        "x", frozenset(found), frozenset(triples), has_graphs=has_graphs, files=files or {}
    )


CITY = 'city:c a kk:City ; skos:prefLabel "C"@en .'


def test_changes_by_section():
    """Sections come in their order, then the layers; in each what is corrected first."""
    one, two, ten = (terms.section(n) for n in ("1.2", "1.10", "10"))
    before = reading(
        ("city:a kk:note 'x' . city:b kk:note 'y' .", two),
        (MEMBER, one),
        ("city:b kk:note 'z' .", ten),
    )
    after = reading(
        ("city:a kk:note 'X' . city:a kk:name 'n' .", two), (CITY, terms.REGISTER), ("", one)
    )
    found = changes(compare(before, after))
    assert [(c.kind, terms.section_number(c.graph), c.subject) for c in found] == [
        ("withdrawn", "1.2", thing("membership:m")),
        ("corrected", "1.10", thing("city:a")),
        ("added", "1.10", thing("city:a")),
        ("withdrawn", "1.10", thing("city:b")),
        ("withdrawn", "10", thing("city:b")),
        ("added", None, thing("city:c")),
    ]
    assert [c.predicate is None for c in found] == [True, False, False, False, False, True]
    assert [t.value for t in found[1].before + found[1].after] == ["x", "X"]


def test_links_to_what_is_gone_are_part_of_it():
    """A statement that points at a thing that has come is no change of its own."""
    points = f"{CITY} network:n kk:hasMember city:c ."
    found = changes(compare(reading(("", SECTION)), reading((points, SECTION))))
    assert [(c.kind, c.subject) for c in found] == [("added", thing("city:c"))]


def test_a_side_without_graphs():
    """Triples are compared, and what rules give the other side is neither missing nor new."""
    named = reading((MEMBER, SECTION), whole=quads("city:a kk:isMemberOf network:n ."))
    bare = reading((MEMBER + " city:a kk:isMemberOf network:n .", None), has_graphs=False)
    assert not compare(named, bare)
    assert not compare(bare, named)
    less = reading(("city:a kk:note 'x' .", None), has_graphs=False)
    assert compare(named, less)
    assert len(compare(named, less).removed) == 3
    assert len(compare(named, less).added) == 1


def test_files_in_another_order():
    """A file with other bytes and the same statements is counted; one that differs is not."""
    same, other = frozenset(quads(CITY)), frozenset(quads(MEMBER))
    before = reading(files={"a": Part("1", same), "b": Part("1", same), "c": Part("1", same)})
    after = reading(files={"a": Part("2", same), "b": Part("2", other), "d": Part("2", same)})
    found = compare(before, after)
    assert (found.reordered, bool(found)) == (("a",), False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_writers(lang):
    """A text has the section once, before its first sentence; a list a heading a section."""
    before = reading(("city:a kk:note 'x' .", SECTION))
    after = reading(("city:a kk:note 'X' ; kk:name 'n' .", SECTION), (CITY, terms.REGISTER))
    found, said = compare(before, after), speaker(new=CITY, lang=lang)
    first, second, layer, third, count = writers.text(found, said).splitlines()
    assert first.startswith("1.2  A")
    assert second.startswith("     A")
    assert not layer.startswith(" ")
    assert third.startswith("     ")
    assert third[5:6].strip()
    assert count.startswith("     1 ")
    lines = writers.markdown(found, said).splitlines()
    assert lines[0] == "### 1.2 Titel"
    assert lines[1] == lines[4] == ""
    assert lines[2] == f"- {first[5:]}"
    assert lines[5].startswith("### ")
    assert lines[-1] == count.strip()
    document = json.loads(writers.json(found, said))
    assert document["counts"] == {"corrected": 1, "added": 2, "withdrawn": 0}
    assert [one["section"] for one in document["changes"]][:2] == ["1.2", "1.2"]
    assert (len(document["removed"]), len(document["added"])) == (1, 4)
    assert document["changes"][0]["before"] == ['"x"']


def test_nothing_differs():
    """Then that is all that is said."""
    one = reading((CITY, SECTION))
    assert writers.text(compare(one, one), speaker()) == "Nothing differs.\n"
    only = reading(("city:a kk:note 'x' .", terms.REGISTER))
    text = writers.text(compare(reading(), only), speaker())
    assert text.splitlines()[1].startswith("  A: ")
