"""The picture of a thing and its neighbours, and the things that a query's parameter may be."""

import pytest

from kkgraph import terms
from kkgraph.site.context import Site
from kkgraph.site.pages import query
from kkgraph.site.things import neighbourhood


@pytest.fixture(scope="module")
def site(mini):
    """Return the tiny graph as a site."""
    return Site(mini)


def test_ties_are_counted_by_statement_and_fact(site):
    """NORDLYS is tied to its members, each by a fact; itself and its section are no neighbours."""
    found = neighbourhood.neighbours(site.index, terms.thing("network/nordlys"))
    assert found[terms.thing("city/oslo")] >= 1
    assert terms.thing("network/nordlys") not in found
    assert {terms.kind_of(iri) for iri in found} <= set(terms.THING_KINDS)


def test_the_more_ties_the_wider_the_line(site):
    """A tie is a line of width 1, each more 0.6 of it, and from the seventh on it stays."""
    thing = terms.thing("network/nordlys")
    drawn = neighbourhood.around(site.index, thing, "en")
    counts = neighbourhood.neighbours(site.index, thing)
    by_label = {site.index.label(iri, "en"): min(n, 7) for iri, n in counts.items()}
    assert {one.label: one.weight for one in drawn.neighbours} == {
        label: pytest.approx(1 + 0.6 * (n - 1)) for label, n in by_label.items()
    }
    assert drawn.all == len(drawn.neighbours) == len(counts)


def test_neighbours_stand_in_rows_around_the_thing(site):
    """The thing is in the middle of the height; its neighbours have a row each, on an arc."""
    drawn = neighbourhood.around(site.index, terms.thing("network/nordlys"), "en")
    rows = [one.y for one in drawn.neighbours]
    step = drawn.height / len(rows)
    assert rows == [round(step * (i + 0.5)) for i in range(len(rows))]
    assert drawn.y == drawn.height // 2
    ends, middle = drawn.neighbours[0].x, max(one.x for one in drawn.neighbours)
    assert drawn.x < ends <= middle <= drawn.width


def test_a_parameter_offers_the_things_of_its_class(site):
    """A query that asks for a network offers the networks, in the order of their names."""
    offered = query.options(site, "en")
    assert offered == {
        "entity(kk:Network)": [terms.thing("network/fyrtaarn"), terms.thing("network/nordlys")]
    }
    assert [site.index.label(iri, "en") for iri in offered["entity(kk:Network)"]] == [
        "Lighthouse",
        "NORDLYS",
    ]
