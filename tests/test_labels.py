"""What things are called, wherever they are named."""

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.entities import classes, labels
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES

DATA = """
@base <https://w3id.org/kkgraph/id/> .
@prefix kk: <https://w3id.org/kkgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<city/by> skos:prefLabel "By"@da, "Town"@en ; rdfs:label "never" ; dcterms:title "never" .
<city/dansk> skos:prefLabel "Dansk"@da, "Deutsch"@de .
<city/deutsch> skos:prefLabel "Deutsch"@de, "Ancien"@fr .
<city/bar> rdfs:label "Bare" ; skos:altLabel "never"@en .
<section/4.1.5> kk:number "4.1.5" ; dcterms:title "NAVN"@da .
<membership/summary> a kk:Membership ; kk:summary "I alt: by."@da, "In all: a town."@en .
<membership/ends> a kk:Membership ; kk:hasMember <city/by> ; kk:hasUnit <city/never> ;
  kk:hasOrganisation <network/net> .
<membership/danish> a kk:Membership ; kk:summary "Kun dansk."@da ; kk:hasMember <city/by> .
<membership/bare> a kk:Membership .
<network/net> skos:prefLabel "Net"@da, "The Net"@en .
<link/some-system/city-by> a kk:Link ; kk:isAbout <city/by> .
<unit/museum> a kk:Unit, kk:Museum .
<unit/kontor> a kk:Unit .
kk:Membership rdfs:label "medlemskab"@da, "membership"@en .
kk:Museum rdfs:subClassOf kk:Unit .
<https://example.org/gave> a skos:Concept .
"""


@pytest.fixture(scope="module")
def quads() -> ox.Store:
    """Return a few things of each kind, in the default graph."""
    made = ox.Store()
    made.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
    return made


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_property_of_the_graph_has_words(store: Store, lang: str) -> None:
    """Those of other vocabularies, too: a person reads words."""
    used = {quad.predicate.value for quad in store.graph.quads_for_pattern(None, None, None)}
    named = ((terms.shorten(iri), labels.label(store.graph, iri, lang)) for iri in used)
    assert sorted(curie for curie, name in named if name == curie) == []


@pytest.mark.parametrize(
    ("path", "da", "en"),
    [
        ("city/by", "By", "Town"),
        ("city/dansk", "Dansk", "Dansk"),
        ("city/deutsch", "Deutsch", "Deutsch"),
        ("city/bar", "Bare", "Bare"),
        ("city/unknown", "city:unknown", "city:unknown"),
        ("section/4.1.5", "4.1.5 NAVN", "4.1.5 NAVN"),
        ("section/9", "section:9", "section:9"),
        ("membership/summary", "membership:summary", "membership:summary"),
    ],
)
def test_one_property_names_a_thing(quads: ox.Store, path: str, da: str, en: str) -> None:
    """The preferred label wins, then the label, then the title; Danish stands in for English."""
    iri = terms.thing(path)
    assert (labels.label(quads, iri, "da"), labels.label(quads, iri, "en")) == (da, en)


@pytest.mark.parametrize(
    ("iri", "da", "en"),
    [
        (terms.SAME_AS, "samme som", "same as"),
        (terms.SKOS + "inScheme", "hører til begrebssystemet", "belongs to the scheme"),
        (terms.SKOS + "scopeNote", "skos:scopeNote", "skos:scopeNote"),
        ("https://example.org/gave", "https://example.org/gave", "https://example.org/gave"),
    ],
)
def test_terms_of_others_have_words(quads: ox.Store, iri: str, da: str, en: str) -> None:
    """A term of another vocabulary is called the same everywhere; an unknown one by its CURIE."""
    assert (labels.label(quads, iri, "da"), labels.label(quads, iri, "en")) == (da, en)


@pytest.mark.parametrize(
    ("path", "title", "with_kind"),
    [
        ("membership/summary", "In all: a town", "In all: a town"),
        ("membership/danish", "Town", "Membership: Town"),
        ("membership/ends", "Town – The Net", "Membership: Town – The Net"),  # noqa: RUF001
        ("membership/bare", "Membership", "Membership"),
        ("link/some-system/city-by", "Town – some system", "Town – some system"),  # noqa: RUF001
        ("city/by", "Town", "Town"),
    ],
)
def test_what_has_no_label_has_a_title(
    quads: ox.Store, path: str, title: str, with_kind: str
) -> None:
    """A fact is called by its whole summary or by its ends, a link by what it is about."""
    iri = terms.thing(path)
    assert labels.title(quads, iri, "en") == title
    assert labels.title(quads, iri, "en", with_kind=True) == with_kind


def test_the_class_that_says_most(quads: ox.Store) -> None:
    """The IRI says that a unit is one; that it is a museum is news."""
    for path, cls in (("unit/museum", "Museum"), ("unit/kontor", "Unit")):
        found = classes.classes_of(quads, terms.thing(path))
        assert classes.own_class(terms.thing(path), found) == terms.term(cls)
    assert classes.own_class(terms.thing("unit/x"), [terms.CONCEPT]) is None


def test_instances_of_a_class_are_those_of_its_subclasses_too(quads: ox.Store) -> None:
    """A museum is a unit; a unit is no museum."""
    museum, office = terms.thing("unit/museum"), terms.thing("unit/kontor")
    assert classes.instances(quads, terms.term("Unit")) == {museum, office}
    assert classes.instances(quads, terms.term("Museum")) == {museum}
