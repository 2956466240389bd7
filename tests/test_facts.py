"""What the graph says about a thing."""

import pyoxigraph as ox
from click.testing import CliRunner

from kkgraph import description, terms
from kkgraph.cli import main
from kkgraph.description import Description, Fact, Statement
from kkgraph.evidence.explanation import explain
from kkgraph.lines import section_order
from kkgraph.store import Store


def portrait(store: Store, name: str) -> Description:
    """Return the portrait of a thing."""
    return description.describe(store, ox.NamedNode(terms.ID + name))


def brief(statement: Statement) -> str:
    """Return a statement in one line."""
    value = statement.object.value
    place = statement.section or terms.shorten(statement.graph)
    shown = terms.shorten(value) if isinstance(statement.object, ox.NamedNode) else value
    lines = ",".join(statement.lines)
    return f"{terms.shorten(statement.predicate)} {shown} @{place} {lines}".rstrip()


def outline(fact: Fact) -> object:
    """Return a fact as nested lists."""
    said = [brief(s) for s in fact.statements]
    return [terms.shorten(fact.iri), said, [outline(part) for part in fact.parts]]


def test_names(mini: Store) -> None:
    """Labels by language, other spellings, classes."""
    found = portrait(mini, "network/nordlys")
    assert found.names == {"da": "NORDLYS", "en": "NORDLYS"}
    assert found.spellings == ("Nordlysnetværket",)
    assert found.types == (terms.KK + "Network",)
    assert found.mentioned == ("1.1.1",)


def test_statements(mini: Store) -> None:
    """What is said of the thing itself, the survey first."""
    found = portrait(mini, "network/nordlys")
    assert [brief(s) for s in found.statements] == [
        "kk:isListedIn section:1.1.1 @1.1.1 4-5",
        "kk:hasTheme theme:lys @graph:themes",
    ]


def test_facts(mini: Store) -> None:
    """Facts about it, with evidence from each graph; a fee is part of its membership."""
    membership, oslo, count = portrait(mini, "network/nordlys").facts
    assert outline(membership) == [
        "membership:nordlys",
        [
            "kk:hasDepartment department:lysforvaltningen @1.1 3",
            "kk:hasFee payment:nordlys @1.1.1 4,6",
            "kk:hasMember municipality:lysby-kommune @1.1.1 4,6",
            "kk:hasOrganisation network:nordlys @1.1.1 4,6",
        ],
        [
            [
                "payment:nordlys",
                [
                    "kk:amount 250000 @1.1.1 6",
                    "kk:currency DKK @1.1.1 6",
                    "kk:hasPayer municipality:lysby-kommune @1.1.1 6",
                    "kk:interval P1Y @1.1.1 6",
                    "kk:isAbout network:nordlys @1.1.1 6",
                ],
                [],
            ]
        ],
    ]
    assert (oslo.iri, count.iri) == (
        terms.ID + "membership/nordlys-oslo",
        terms.ID + "count/nordlys",
    )
    assert count.type == terms.KK + "StatedCount"


def test_incoming(mini: Store) -> None:
    """What other things have to do with it."""
    found = portrait(mini, "network/nordlys").incoming
    assert [(terms.shorten(s.subject), brief(s)) for s in found] == [
        ("city:oslo", "kk:isMemberOf network:nordlys @graph:derived"),
        ("municipality:lysby-kommune", "kk:isMemberOf network:nordlys @graph:derived"),
        ("city:oslo", "kk:takesPartIn network:nordlys @graph:derived"),
        ("municipality:lysby-kommune", "kk:takesPartIn network:nordlys @graph:derived"),
    ]


def test_outside_links_have_their_source(mini: Store) -> None:
    """A link says where it is from."""
    (link,) = (s for s in portrait(mini, "city/oslo").statements if s.predicate == terms.SAME_AS)
    assert (link.graph, link.source) == (terms.LINKS, "an atlas")


def test_section(mini: Store) -> None:
    """The portrait of a section holds the facts that it states, in full."""
    found = portrait(mini, "section/2.1.1")
    assert [terms.shorten(fact.iri) for fact in found.facts] == [
        "participation:solskin-malmoe",
        "participation:solskin-oslo",
    ]


def test_section_order() -> None:
    """Sections are sorted by number, not by character."""
    numbers = ["4.1.10", "4.1.2", "6.2.10b", "6.2.10", "10"]
    assert sorted(numbers, key=section_order) == [
        "4.1.2", "4.1.10", "6.2.10", "6.2.10b", "10",
    ]  # fmt: skip


def test_show_and_why_name_the_same_sources(store: Store) -> None:
    """Coordinates and identifiers have their source as links do, in both."""
    said = [s for s in portrait(store, "city/oslo").statements if s.graph == terms.LINKS]
    explained = {(e.predicate, e.value): e.sources for e in explain(store, "city/oslo")}
    assert {terms.shorten(s.predicate) for s in said} >= {"geo:lat", "geo:long", "owl:sameAs"}
    for one in said:
        assert one.source == "; ".join(explained[one.predicate, one.object]) != ""


def test_all_from_outside_has_a_source(store: Store) -> None:
    """Nothing that the shipped project takes from elsewhere stands without where it is from."""
    quads = store.graph.quads_for_pattern(None, None, None, ox.NamedNode(terms.LINKS))
    things = {quad.subject for quad in quads} - {
        quad.subject
        for quad in store.graph.quads_for_pattern(None, ox.NamedNode(terms.IS_ABOUT), None)
    }
    assert len(things) > 100
    said = (s for thing in things for s in description.statements_of(store, thing))
    assert [s for s in said if s.graph == terms.LINKS and not s.source] == []


def test_section_without_a_number_is_cited_by_the_one_above() -> None:
    """An unnumbered heading inside 3.4 has its lines cited under 3.4, as in the tables."""
    result = CliRunner().invoke(main, ["show", "Wonderful Copenhagen", "--lang", "da"])
    assert " 3.4, l. 171" in result.stdout
    assert "3.4-internationale-sportsevents, l." not in result.stdout
