"""Pages of things: what a thing is, its main facts, tables of facts, where derived ones follow."""

import re
from collections import Counter

import pytest

from kkgraph import terms
from kkgraph.description.introduction import introduce, plain
from kkgraph.site.context import Site
from kkgraph.site.pages import entity, section
from kkgraph.site.pages.statements import Card, Cell, Renderer, Row
from kkgraph.site.things import derivations, glance, tables, titles

KINDS = sorted(set(terms.THING_KINDS.values()) | {"Museum", "Group", "Theme"})


@pytest.fixture(scope="module")
def site(store):
    """Return the shipped graph as a site."""
    return Site(store)


@pytest.mark.parametrize(
    ("thing", "lang", "parts"),
    [
        ("network/string", "en", ("through the Finance Administration", "DKK 500,000 a year")),
        ("network/string", "da", ("gennem Økonomiforvaltningen", "500.000 kr. om året")),
        ("network/mayors-for-peace", "en", ("a member", "since 2007")),
        ("network/c40", "da", ("1.130.000 kr. om året", "Medlemskabet er gratis.")),
        ("city/boston", "en", ("an agreement with Boston", "Technical and Environmental")),
        ("person/jes-vissing-tiedemann", "da", ("Bestyrelsesmedlem i Greater Copenhagen EU",)),
        ("project/atelier", "en", ("From November 2019 to October 2024.", "DKK 4,971,000")),
        ("project/ezemcons", "en", ("Until 2021 (expected).",)),
        ("activity/skoleledelsesuddannelse", "da", ("Fra 2018 til begyndelsen af 2021.",)),
        ("network/capital-forum", "en", ("Since the middle of 2020.",)),
    ],
)
def test_a_thing_is_told_in_a_few_sentences(store, thing, lang, parts):
    """What it is, what Copenhagen has to do with it, since when, and what it costs."""
    said = plain(introduce(store.graph, terms.thing(thing), lang))
    assert [part for part in parts if part not in said] == []
    assert "None" not in said
    assert "  " not in said


def test_copenhagen_is_said_to_be_a_member_where_the_graph_says_so(store, site):
    """The sentence about membership stands where isMemberOf is derived, and nowhere else."""
    member = set(site.index.iris(terms.municipality(), terms.term("isMemberOf")))

    def said(iri: str) -> tuple:
        return introduce(store.graph, iri, "en")

    told = {
        iri
        for iri in site.index.subjects()
        if any(re.match(r"Copenhagen is a member(?! of)", one.text) for one in said(iri))
    }
    assert len(member) > 40
    assert told == member


def test_who_is_said_to_take_part_does_so_in_the_graph(store, site):
    """No page says that someone takes part in what takesPartIn is not derived for."""

    def taking(iri: str) -> set[str]:
        return set(site.index.iris(iri, terms.term("takesPartIn")))

    offices = {iri for iri in site.index.subjects() if terms.kind_of(iri) == "office"}
    ours = set.union(*(taking(iri) for iri in {terms.municipality(), *offices}))
    told = {
        iri: one.text
        for iri in site.index.subjects()
        for one in introduce(store.graph, iri, "en")
        if re.search(r"takes part (?!in )|takes part in [^\d]", one.text)
    }
    assert len(told) > 100
    by_city = {iri for iri, said in told.items() if re.match(r"Copenhagen takes part(?! in)", said)}
    assert by_city - ours == set()
    others = {iri for iri, said in told.items() if " takes part in " in said} - by_city
    assert {iri for iri in others if not taking(iri)} == set()


def test_every_sentence_with_a_figure_names_its_facts(store, site):
    """What is said of one thing rests on facts, which say where they stand."""
    bare = {
        (iri, one.text)
        for iri in site.index.subjects()
        for one in introduce(store.graph, iri, "en")
        if "DKK" in one.text and not one.facts
    }
    assert bare == set()


def test_rows_are_declared_for_every_class_and_paths_name_terms_of_the_graph(site):
    """Each class has its rows, each row its paths, and each path properties that are used."""
    declared = glance.declared()
    assert [kind for kind in KINDS if kind not in declared["classes"]] == []
    named = {row for rows in declared["classes"].values() for row in rows}
    assert named == set(declared["rows"])
    used = {p for said in site.index.by_subject.values() for p, _, _ in said}
    steps = {step for row in named for path in glance.paths(row) for step in path}
    assert {step.predicate for step in steps} <= used
    assert {step.kind for step in steps} <= {"", *terms.FACT_KINDS}


def test_main_facts_of_a_network(site):
    """The fee of STRING is a main fact with its lines, and so is each of its twelve members."""
    rows = {
        row.label: row for row in glance.rows(Renderer(site.index, "en"), _id("network/string"))
    }
    fee = rows["Payment"].cells[0]
    assert fee.text.startswith("DKK 500,000 a year")
    assert fee.badges[0].text == "§4.1.5 · 307, 320\N{EN DASH}321"
    assert len(rows["Members"].cells) == 12
    assert all(cell.badges for cell in rows["Members"].cells)


def test_main_facts_of_a_project_keep_roles_and_hedges(site):
    """Who only supports is no participant (875-876), and an expected end is expected (878)."""
    rows = _texts(site, "project/ezemcons")
    assert len(rows["Participants"]) == 7
    assert "EIT Climate-KIC" in rows["Supporters and backers"]
    assert (rows["End"], rows["Hedge on the end"]) == (["2021"], ["expected"])
    assert _texts(site, "network/iclei")["Supports or backs"] == ["EZEMCONS"]
    assert _texts(site, "project/atelier")["Funding"][0].endswith("(expected)")


def test_main_facts_are_in_one_language(site):
    """A text in two languages is one row's one value."""
    assert len(_texts(site, "activity/head-start")["For"]) == 1


def _texts(site: Site, path: str) -> dict[str, list[str]]:
    """Return the main facts about a thing as texts by heading."""
    found = glance.rows(Renderer(site.index, "en"), _id(path))
    return {row.label: [cell.text for cell in row.cells] for row in found}


def _id(path: str) -> str:
    return terms.thing(path)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_no_two_pages_of_things_share_a_title(site, lang):
    """A reader of a list of open pages, or of search results, can tell them apart."""
    counted = Counter(titles.title(site, iri, lang) for iri in site.index.subjects())
    assert {title for title, n in counted.items() if n > 1} == set()


def test_a_stated_count_is_called_by_what_it_counts(site):
    """The page of a figure says the figure, and a thing keeps its name to itself."""
    count = titles.title(site, _id("count/greater-copenhagen-eu-office-kommuner"), "en")
    assert count.startswith("46 municipalities that the office represents")
    assert titles.title(site, _id("network/c40"), "da") == "C40"


def test_every_derived_statement_leads_to_its_derivation(site):
    """Its badge names a place on its subject's page, which names a rule."""
    renderer = Renderer(site.index, "en")
    for iri in (_id("network/string"), terms.municipality(), _id("city/oslo")):
        anchors = {one.anchor for one in derivations.reasons(site, renderer, iri)}
        badges = [
            renderer.badge(iri, p, o, g)
            for p, o, g in site.index.by_subject[iri]
            if g == terms.DERIVED
        ]
        assert badges
        assert {badge.page.partition("#")[2] for badge in badges} <= anchors
        assert all(one.rule for one in derivations.reasons(site, renderer, iri))


def test_a_derived_membership_names_the_fact_it_follows_from(site):
    """That Oslo is a member of STRING follows from the membership that section 4.1.5 states."""
    reasons = derivations.reasons(site, Renderer(site.index, "en"), _id("city/oslo"))
    facts = {
        fact.page
        for one in reasons
        if one.heading == "member of" and one.value.text == "STRING"
        for fact in one.facts
    }
    assert facts == {"id/membership/string-oslo/"}


def test_facts_of_a_kind_are_one_table(site):
    """Several facts of one kind are a table in the survey's order, one fact is a card."""
    groups = {g.anchor: g for g in entity.data(site, _id("network/string"), "en")["groups"]}
    members = groups["membership"].table
    assert members.columns == ("member",)
    assert len(members.lines) == 12
    assert all(line.badges for line in members.lines)
    assert all((g.table is None) == (len(g.cards) == 1) for g in groups.values())


def test_what_few_facts_have_stands_in_one_column():
    """A table has columns for what a third of its facts have; nothing is lost of the rest."""
    cards = tuple(
        _card(n, {"member": "A", **({"note": "once"} if n == 0 else {})}) for n in range(5)
    )
    table = tables.fact_table(cards)
    assert table.columns == ("member",)
    assert [row.cells[0].text for line in table.lines for row in line.rest] == ["once"]


def test_what_all_facts_have_alike_stands_once():
    """Before a table stands what each of its facts says; none is left with nothing."""
    cards = tuple(_card(n, {"network": "STRING", "member": str(n)}) for n in range(3))
    table = tables.fact_table(cards)
    assert [(row.label, row.cells[0].text) for row in table.shared] == [("network", "STRING")]
    assert table.columns == ("member",)
    assert tables.fact_table(cards[:2]).shared == ()


def test_a_section_says_alike_what_is_alike(site):
    """STRING's members are one table of section 4.1.5; each fact keeps its place to link to."""
    found = section.blocks(section.entries(site, terms.section("4.1.5"), "en"), "en")
    by_title = {block.title: block.table for block in found}
    members = by_title["Memberships"]
    assert [row.cells[0].text for row in members.shared] == ["STRING"]
    assert len(members.lines) == 12
    assert "membership-string-oslo" in {line.anchor for line in members.lines}
    assert {b.text for line in members.lines for b in line.badges} >= {"line 309", "lines 309, 312"}
    assert by_title["Fee for the membership."] is None
    alone = [block for block in found if block.table is None]
    shown = [
        *(b.card.iri for b in alone),
        *(li.page for b in found if b.table for li in b.table.lines),
    ]
    assert len(shown) == len(section.entries(site, terms.section("4.1.5"), "en"))


def _card(number: int, said: dict[str, str]) -> Card:
    rows = tuple(Row(label, None, (Cell(text),), ()) for label, text in said.items())
    return Card(f"x{number}", f"p{number}", "", "Membership", "membership", "T", rows, (), ())
