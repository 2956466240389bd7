"""The sizes that the site's catalogue tells, counted anew; what search engines read of a page."""

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.site.catalogue import schema_org, void
from kkgraph.site.context import Site
from kkgraph.site.pages import vocabulary
from kkgraph.site.pages.statements import Cell, Renderer

BASE = "https://h.example/"
VOID = terms.PREFIXES["void"]
OSLO, DATASET = terms.thing("city/oslo"), "https://w3id.org/kkgraph/dataset"


@pytest.fixture(scope="module")
def site(mini):
    """Return the tiny graph as a site."""
    return Site(mini, BASE)


@pytest.fixture(scope="module")
def named(mini):
    """Return the tiny graph's statements, each with its graph."""
    return [quad for quad in mini.graph if isinstance(quad.graph_name, ox.NamedNode)]


@pytest.fixture(scope="module")
def said(site):
    """Return what the catalogue says: values by subject and property."""
    found = {}
    for triple in void.partitions(site).triples:
        key = triple.subject.value, triple.predicate.value
        found.setdefault(key, set()).add(triple.object.value)
    return found


def number(said, subject, name):
    """Return a number that is said of a subject."""
    (value,) = said[subject, VOID + name]
    return int(value)


def test_sizes(said, named, mini):
    """Triples, things, classes, properties, subjects and objects, each counted once."""
    merged = {quad.triple for quad in mini.graph if quad.graph_name == ox.DefaultGraph()}
    subjects = {str(quad.subject) for quad in named}
    ours = {one for one in subjects if one.startswith(f"<{terms.ROOT}id/")}
    expected = {
        "triples": len(merged),
        "entities": len(ours),
        "documents": len(ours),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({str(quad.object) for quad in named}),
        "properties": len({quad.predicate for quad in named}),
        "classes": len({q.object for q in named if q.predicate.value == terms.TYPE}),
    }
    assert {name: number(said, DATASET, name) for name in expected} == expected


def test_partitions(said, named):
    """Each class of ours that has things, and each property, with how many there are."""
    parts = said[DATASET, VOID + "classPartition"]
    counted = {
        next(iter(said[part, VOID + "class"])): number(said, part, "entities") for part in parts
    }
    assert counted[terms.KK + "City"] == 2
    assert counted[terms.KK + "Section"] == 7
    assert counted[terms.KK + "Membership"] == 3
    assert terms.CLASS not in counted
    assert terms.KK + "Precision" not in counted
    properties = {
        next(iter(said[part, VOID + "property"])): number(said, part, "triples")
        for part in said[DATASET, VOID + "propertyPartition"]
    }
    assert properties == {
        name: len({(q.subject, q.object) for q in named if q.predicate.value == name})
        for name in {quad.predicate.value for quad in named}
    }


def test_links(said):
    """Oslo's two links to Wikidata are two sets, one a property; our own property is none."""
    sets = {
        next(iter(said[one, VOID + "linkPredicate"])): one for one in said[DATASET, VOID + "subset"]
    }
    assert set(sets) == {terms.SAME_AS, terms.EXACT_MATCH}
    for one in sets.values():
        assert number(said, one, "triples") == 1
        assert said[one, VOID + "objectsTarget"] == {"https://www.wikidata.org/"}
    assert said["https://www.wikidata.org/", terms.TITLE] == {"Wikidata"}


def test_addresses(said):
    """Dumps and pages are where the site is served, and what is named is there."""
    dumps = said[DATASET, VOID + "dataDump"]
    assert {f"{BASE}dump/kkgraph.trig", f"{BASE}dump/kkgraph.nq.gz"} <= dumps
    assert said[f"{BASE}void.ttl", terms.PREFIXES["foaf"] + "primaryTopic"] == {DATASET}
    assert said[DATASET, VOID + "exampleResource"] == {OSLO}
    assert (DATASET, VOID + "sparqlEndpoint") not in said
    assert {terms.KK, terms.SKOS} <= said[DATASET, VOID + "vocabulary"]


def test_endpoint_of_the_catalogue(mini):
    """Where the site has an endpoint, its address is told."""
    served = Site(mini, BASE, endpoint="/sparql")
    triples = void.partitions(served).triples
    (found,) = [t for t in triples if t.predicate.value == VOID + "sparqlEndpoint"]
    assert found.object.value == f"{BASE}sparql"


def test_thing_for_search_engines(site):
    """A city in Danish: its name, page, and the same thing elsewhere, once."""
    assert schema_org.thing(site, OSLO, "da") == {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "City",
        "@id": OSLO,
        "name": "Oslo",
        "url": f"{BASE}da/id/city/oslo/",
        "subjectOf": {"@type": "Dataset", "@id": DATASET, "name": "kkgraph"},
        "sameAs": ["http://www.wikidata.org/entity/Q585"],
    }
    network = schema_org.thing(site, terms.thing("network/nordlys"), "en")
    assert network["alternateName"] == ["Nordlysnetværket"]
    assert {"geo", "sameAs", "inDefinedTermSet"}.isdisjoint(network)
    theme = schema_org.thing(site, terms.thing("theme/lys"), "en")
    assert (theme["@type"], theme["inDefinedTermSet"]) == ("DefinedTerm", f"{BASE}ontology")
    fact = schema_org.thing(site, terms.thing("membership/fyrtaarn"), "en")
    assert fact["@type"] == "Thing"


def test_place_for_search_engines(site, monkeypatch):
    """A city has its coordinates, a network has none of its own."""
    monkeypatch.setattr(site.index, "point", lambda _: (59.9, 10.7))
    assert schema_org.thing(site, OSLO, "en")["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": 59.9,
        "longitude": 10.7,
    }
    assert "geo" not in schema_org.thing(site, terms.thing("network/nordlys"), "en")


def test_way_to_a_page(site):
    """The crumbs are counted from one."""
    crumbs = [{"text": "A", "page": "a/"}, {"text": "B", "page": "b/"}]
    items = schema_org.breadcrumbs(site, crumbs, "da")["itemListElement"]
    assert [(i["position"], i["name"], i["item"]) for i in items] == [
        (1, "A", f"{BASE}da/a/"),
        (2, "B", f"{BASE}da/b/"),
    ]


def test_dataset_for_search_engines(site):
    """The dataset with its dumps; without a survey it is based on none."""
    found = schema_org.dataset(site, "en")
    assert (found["@id"], found["url"], found["isAccessibleForFree"]) == (DATASET, BASE, True)
    assert "isBasedOn" not in found
    assert len(found["keywords"]) > 2
    assert found["distribution"][0] == {
        "@type": "DataDownload",
        "name": "kkgraph.trig",
        "contentUrl": f"{BASE}dump/kkgraph.trig",
        "encodingFormat": "application/trig",
    }


def test_terms_of_the_vocabulary(site):
    """Classes and properties with their uses; those that have things lead to their list."""
    groups = {anchor: found for _, anchor, found in vocabulary.data(site, "en")["groups"]}
    by_name = {term.local: term for found in groups.values() for term in found}
    city = by_name["City"]
    assert (city.count, city.browse, city.label, city.other) == (2, "browse/city/", "city", "by")
    assert (by_name["Section"].count, by_name["Section"].browse) == (7, "sections/")
    assert by_name["Organisation"].browse is None
    assert by_name["hasMember"].count == 3
    for found in groups.values():
        names = [term.local.casefold() for term in found]
        assert names == sorted(names)


def test_terms_above_and_below(site):
    """A class names what it is a kind of, and its kinds; a term of others is told by its CURIE."""
    groups = vocabulary.data(site, "en")["groups"]
    by_name = {term.local: term for _, _, found in groups for term in found}
    assert [cell.text for cell in by_name["City"].above] == ["place"]
    assert [cell.page for cell in by_name["Place"].below] == ["ontology/#City"]
    assert {cell.text for cell in by_name["Organisation"].below} == {
        "municipality",
        "department",
        "network",
    }
    assert by_name["Organisation"].above == ()
    cell = vocabulary._cell  # noqa: SLF001 - no term of the tiny graph is under another's
    renderer = Renderer(site.index, "en")
    outside = terms.SKOS + "Concept"
    assert cell(renderer, ox.NamedNode(outside)) == Cell("skos:Concept", href=outside)
    assert cell(renderer, "x") == Cell("x")
