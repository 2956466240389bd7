"""Parts of pages: neighbours of a thing, what a parameter may be, the way to a section."""

import pytest

from kkgraph import terms
from kkgraph.site.context import Site
from kkgraph.site.pages import query, section
from kkgraph.site.things import neighbourhood


@pytest.fixture(scope="module")
def site(mini):
    """Return the tiny graph as a site."""
    return Site(mini)


def test_ties_are_counted_by_statement_and_fact(site):
    """Each statement and fact is a tie; a section is no neighbour, nor is a thing its own.

    Oslo is a member and takes part, by one fact; the municipality pays besides; the department
    has to do with it by the fact alone.
    """
    found = neighbourhood.neighbours(site.index, terms.thing("network/nordlys"))
    assert {terms.shorten(iri): n for iri, n in found.items()} == {
        "city:oslo": 3,
        "municipality:lysby-kommune": 4,
        "department:lysforvaltningen": 1,
    }


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


@pytest.mark.parametrize("lang", ["da", "en"])
def test_crumbs_of_a_section_lead_up_to_its_chapter(site, lang):
    """Above a section stand the list of all, its chapter and what is between, with their pages."""
    crumbs = section.data(site, terms.section("2.1.1"), lang)["crumbs"]
    pages = ["sections/", "id/section/2/", "id/section/2.1/"]
    assert [one["page"] for one in crumbs] == pages
    assert [one["text"] for one in crumbs[1:]] == [
        site.index.label(terms.section(number), lang) for number in ("2", "2.1")
    ]


def test_titles_of_sections_are_danish(site):
    """On an English page the title of a section is said to be Danish, no other name is."""
    index, iri = site.index, terms.section("2.1")
    assert [index.label_lang(iri, lang) for lang in ("en", "da")] == ["da", None]
    assert index.label_lang(terms.thing("city/oslo"), "en") is None
