"""What the pages tell search engines, in schema.org's terms."""

import pytest

from kkgraph import terms
from kkgraph.site.catalogue import schema_org
from kkgraph.site.context import Site


@pytest.fixture(scope="module")
def site(store):
    """Return the shipped graph as a site."""
    return Site(store)


def test_a_place_has_its_point_and_its_identifiers(site):
    """A city stands where Wikidata has it, under each of its names, once each."""
    found = schema_org.thing(site, terms.thing("city/malmoe"), "da")
    assert (found["@type"], found["name"], found["alternateName"]) == ("City", "Malmø", ["Malmö"])
    assert found["geo"]["latitude"] == pytest.approx(55.6, abs=0.1)
    assert found["geo"]["longitude"] == pytest.approx(13.0, abs=0.1)
    assert found["sameAs"].count("http://www.wikidata.org/entity/Q2211") == 1
    assert found["url"] == f"{site.base_url}da/id/city/malmoe/"


def test_what_is_no_place_has_no_point(site):
    """An organisation is no place on the map, whatever is known of where it sits."""
    iri = terms.thing("municipality/velenje-kommune")
    assert site.index.point(iri) is not None
    found = schema_org.thing(site, iri, "en")
    assert found["@type"] == "GovernmentOrganization"
    assert "geo" not in found
    assert "inDefinedTermSet" not in found


def test_crumbs_are_counted_from_one(site):
    """The way to a page begins at position 1, as schema.org has it."""
    crumbs = [{"text": "Browse", "page": "browse/"}, {"text": "Cities", "page": "browse/City/"}]
    found = schema_org.breadcrumbs(site, crumbs, "en")["itemListElement"]
    assert [(one["position"], one["name"]) for one in found] == [(1, "Browse"), (2, "Cities")]
    assert found[1]["item"] == f"{site.base_url}browse/City/"
