"""Parts of the site on graphs made up here: titles, the picture around a thing, sums, lists."""

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.editions.withdrawn import Tombstone
from kkgraph.formats import columns
from kkgraph.networks.finding import Finding
from kkgraph.networks.measures.overlap import Overlap
from kkgraph.networks.model import Edge, Network, Node
from kkgraph.site.context import Site
from kkgraph.site.links import data_of, file_of, page_of
from kkgraph.site.pages import front, listing, network, sparql
from kkgraph.site.pages.statements import Card, Cell, Renderer, Row
from kkgraph.site.tables import Head, entry
from kkgraph.site.things import neighbourhood, titles
from kkgraph.site.things.tables import fact_table
from kkgraph.store import MERGE, Store
from kkgraph.texts import phrase

HEAD = """
@base <https://w3id.org/kkgraph/id/> .
@prefix kk: <https://w3id.org/kkgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<../ontology> {
  kk:City rdfs:label "by"@da, "city"@en .
  kk:Network rdfs:label "netværk"@da, "network"@en .
  kk:Project rdfs:label "projekt"@da, "project"@en .
  kk:Theme rdfs:label "tema"@da, "theme"@en .
  kk:Payment rdfs:label "betaling"@da, "payment"@en .
}
<../things> {
  <section/1> a kk:Section ; kk:number "1" ; kk:order 1 .
  <section/2> a kk:Section ; kk:number "2" ; kk:order 2 .
  <section/10> a kk:Section ; kk:number "10" ; kk:order 3 .
  <city/aa> a kk:City ; skos:prefLabel "Aa"@en .
  <city/bro> a kk:City ; skos:prefLabel "Bro"@en .
  <network/lys> a kk:Network ; skos:prefLabel "Lys"@en .
}
"""


@pytest.fixture
def made(project):
    """Return what makes a site of a few statements, written as TriG."""

    def make(trig: str = "") -> Site:
        graph = ox.Store()
        graph.load(HEAD + trig, format=ox.RdfFormat.TRIG)
        graph.update(MERGE)
        return Site(Store(project, graph, stated=False, inferred=False))

    return make


# Titles: no two pages are called the same, and each as shortly as that allows.


def called(site: Site, *paths: str, lang: str = "en") -> list[str]:
    """Return the titles of the pages of things."""
    return [titles.title(site, terms.thing(path), lang) for path in paths]


def test_a_name_that_is_nobody_else_s_is_the_title(made):
    """It begins with a capital letter; nothing is added to it."""
    site = made('<../more> { <theme/lyd> a kk:Theme ; skos:prefLabel "lyd"@en . }')
    assert called(site, "city/aa", "theme/lyd") == ["Aa", "Lyd"]


def test_things_of_one_name_are_told_apart_by_what_they_are(made):
    """Two things called Aa: a city and a network, in the page's language."""
    site = made('<../more> { <network/aa> a kk:Network ; skos:prefLabel "Aa"@en . }')
    assert called(site, "city/aa", "network/aa") == ["Aa (city)", "Aa (network)"]
    assert called(site, "city/aa", "network/aa", lang="da") == ["Aa (by)", "Aa (netværk)"]


def test_a_thing_keeps_its_name_before_a_theme_or_fact(made):
    """A network is called Lys; a theme and a fact that are called so say what they are."""
    site = made(
        """<../more> { <theme/lys> a kk:Theme ; skos:prefLabel "lys"@en .
        <payment/a> a kk:Payment ; kk:summary "Lys."@en ; kk:hasPayer <city/aa> . }"""
    )
    assert called(site, "network/lys", "theme/lys", "payment/a") == [
        "Lys",
        "Lys (theme)",
        "Lys (Aa)",
    ]


def test_things_of_one_name_and_kind_are_told_apart_by_where_they_stand(made):
    """Else by their names in the graph, which are nobody else's."""
    named = """<../more> { <city/aa-2> a kk:City ; skos:prefLabel "Aa"@en .
    <city/aa-3> a kk:City ; skos:prefLabel "Aa"@en . }"""
    placed = '<section/2> { <city/aa-2> kk:lines "3" . }'
    assert called(made(named + placed), "city/aa", "city/aa-2", "city/aa-3") == [
        "Aa (city, city:aa)",
        "Aa (section 2)",
        "Aa (city, city:aa-3)",
    ]


def test_a_title_that_another_page_has_by_name_is_not_given_again(made):
    """A network is called "Aa (city)"; the city, whose name is a project's too, goes further."""
    site = made(
        """<../more> { <network/x> a kk:Network ; skos:prefLabel "Aa (city)"@en .
        <project/aa> a kk:Project ; skos:prefLabel "Aa"@en . }"""
    )
    assert called(site, "network/x", "project/aa", "city/aa") == [
        "Aa (city)",
        "Aa (project)",
        "Aa (city, city:aa)",
    ]


FEES = """<section/{one}> {{ <payment/a> a kk:Payment ; kk:lines "1" ; {said} . }}
<section/{other}> {{ <payment/b> a kk:Payment ; kk:lines "2" ; {said_of_other} . }}"""
FEE = 'kk:summary "fee."@en'


@pytest.mark.parametrize(
    ("said", "said_of_other", "names"),
    [
        # What they tie tells them apart.
        (
            f"{FEE} ; kk:hasPayer <city/aa>",
            f"{FEE} ; kk:hasPayer <city/bro>",
            ["Fee (Aa)", "Fee (Bro)"],
        ),
        # They tie the same: where they stand is told too.
        (
            f"{FEE} ; kk:hasPayer <city/aa> ; kk:isAbout <network/lys>",
            f"{FEE} ; kk:hasPayer <city/aa> ; kk:isAbout <network/lys>",
            ["Fee (Aa \N{EN DASH} Lys, section 2)", "Fee (Aa \N{EN DASH} Lys, section 10)"],
        ),
        # They tie nothing, or their name says already what: where they stand is enough.
        (FEE, FEE, ["Fee (section 2)", "Fee (section 10)"]),
        (
            "kk:hasPayer <city/aa>",
            "kk:hasPayer <city/aa>",
            ["Payment: Aa (section 2)", "Payment: Aa (section 10)"],
        ),
    ],
)
def test_facts_of_one_name_are_told_apart(made, said, said_of_other, names):
    """By who and what they tie, if the name does not say so, then by where they stand."""
    site = made(FEES.format(one=2, other=10, said=said, said_of_other=said_of_other))
    assert called(site, "payment/a", "payment/b") == names


@pytest.mark.parametrize("ends", ["", " ; kk:hasPayer <city/aa> ; kk:isAbout <network/lys>"])
def test_facts_of_one_section_are_told_apart_by_their_names_in_the_graph(made, ends):
    """Same name, ends and section: the kind and the CURIE, which are nobody else's."""
    site = made(FEES.format(one=2, other=2, said=FEE + ends, said_of_other=FEE + ends))
    assert called(site, "payment/a", "payment/b") == [
        "Fee (payment, payment:a)",
        "Fee (payment, payment:b)",
    ]


def test_sections_in_a_title_are_in_the_order_of_the_survey(made):
    """A fact of sections 2 and 10 says so in this order; what no section states is no place."""
    site = made(
        FEES.format(one=2, other=1, said=FEE, said_of_other=FEE)
        + '<section/10> { <payment/a> kk:lines "9" . } <../links> { <payment/a> kk:note "x" . }'
    )
    assert called(site, "payment/a", "payment/b") == ["Fee (section 2, 10)", "Fee (section 1)"]


# The picture around a thing.


def tied(*labels: str) -> str:
    """Return statements that tie the network Lys to a city of each label, each by one."""
    cities = "".join(
        f'<city/c{i:02}> a kk:City ; skos:prefLabel "{label}"@en .'
        f"<network/lys> kk:x <city/c{i:02}> ."
        for i, label in enumerate(labels)
    )
    return f"<../more> {{ {cities} }}"


def drawn(site: Site) -> neighbourhood.Surroundings | None:
    """Return the picture around the network Lys."""
    return neighbourhood.around(site.index, terms.thing("network/lys"), "en")


@pytest.mark.parametrize(("labels", "rows"), [("", 0), ("A", 0), ("AB", 2), ("ABC", 3)])
def test_two_neighbours_are_a_picture(made, labels, rows):
    """With one neighbour or none nothing is drawn."""
    found = drawn(made(tied(*labels)))
    assert (len(found.neighbours) if found else 0) == rows


def test_the_nearest_neighbours_are_drawn_and_all_are_counted(made):
    """Of forty cities not all have room; the two with two ties are there, on wider lines."""
    site = made(tied(*(f"C{i:02}" for i in range(40))))
    more = made(
        tied(*(f"C{i:02}" for i in range(40)))
        + "<../again> { <network/lys> kk:y <city/c38>, <city/c39> . }"
    )
    assert drawn(site).all == drawn(more).all == 40
    assert len(drawn(site).neighbours) < 40
    assert {one.weight for one in drawn(site).neighbours} == {1}  # one statement each
    wide = [(one.label, one.page) for one in drawn(more).neighbours if one.weight > 1]
    assert wide == [("C38", "id/city/c38/"), ("C39", "id/city/c39/")]


def test_a_tie_is_a_statement_from_either_side_and_a_mention_is_none(made):
    """Aa is said of once by the network and says two things itself; Bro only mentions it."""
    site = made(
        """<../more> { <network/lys> kk:x <city/aa>, <network/lys> .
        <city/aa> kk:x <network/lys> ; kk:y <network/lys> .
        <city/bro> kk:mentions <network/lys> . }"""
    )
    found = neighbourhood.neighbours(site.index, terms.thing("network/lys"))
    assert found == {terms.thing("city/aa"): 3}


def test_neighbours_stand_by_class_and_name(made):
    """Cities before networks, each in the order of the alphabet, whatever their IRIs."""
    other = '<../n> { <network/n> a kk:Network ; skos:prefLabel "A"@en ; kk:x <network/lys> . }'
    found = drawn(made(tied("C", "B", "D") + other))
    assert [one.label for one in found.neighbours] == ["B", "C", "D", "A"]


def test_a_long_label_is_cut(made):
    """It ends in a mark that says so, without a space before; the whole is there too."""
    long = [f"{'x' * n} and {'y' * 40}" for n in range(20, 32)]  # wherever its spaces are
    found = drawn(made(tied(*long, "Short"))).neighbours
    assert {one.label for one in found} == {*long, "Short"}
    cut = [(one.short, one.label) for one in found if one.label != "Short"]
    assert all(short.endswith("…") and label.startswith(short[:-1]) for short, label in cut)
    assert not any(short.endswith(" …") for short, _ in cut)
    assert "Short" in {one.short for one in found}


def test_a_label_that_has_just_room_is_whole(made):
    """No label is cut to what is shorter than the longest that stands whole."""
    found = drawn(made(tied(*("x" * n for n in range(26, 36))))).neighbours
    whole = [one.short for one in found if one.short == one.label]
    cut = {len(one.short) for one in found if one.short != one.label}
    assert cut == {max(map(len, whole))}


# The front page.

HOME = "municipality/koebenhavns-kommune"
ALL_KINDS = """<section/1> {{
  <membership/a> a kk:Membership ; kk:hasMember <{home}> ; kk:hasOrganisation <network/lys> .
  <participation/a> a kk:Participation ; kk:hasParticipant <{home}> ; kk:inActivity <project/p> .
}}"""
AGREED = """<section/2> {{
  <agreement/a> a kk:Agreement ; kk:hasParticipant <{home}> ; kk:hasPartner <city/aa>, <city/bro> .
}}"""


def paying(path: str, amount: int, *about: str, more: str = "") -> str:
    """Return statements of what the municipality pays a year."""
    ends = "".join(f" kk:isAbout <{one}> ;" for one in about)
    return f"""<section/2> {{ <payment/{path}> a kk:Payment ; kk:lines "4" ; {ends}
      kk:hasPayer <{HOME}> ;
      kk:amount {amount}.0 ; kk:currency "DKK" ; kk:interval "P1Y"^^xsd:duration {more} . }}"""


def test_what_the_municipality_is_part_of_is_told_where_there_is_something_of_each(made):
    """A survey that names no partner, say, has no sentence with "0 partners"."""
    some, rest = ALL_KINDS.format(home=HOME), AGREED.format(home=HOME)
    assert terms.municipality() == terms.thing(HOME)
    assert list(front.finding(made(), "en")) == []
    assert list(front.finding(made(some), "en")) == []
    (told,) = front.finding(made(some + rest), "en")
    assert "member of 1 networks" in told
    assert "works with 2 partners" in told
    assert "takes part in 1 projects" in told


def test_what_is_paid_a_year_is_summed_up(made):
    """Two sums to three: 1.25 million and 250,000 are 1.5 million; one paid once is not in it."""
    once = paying("once", 9_000_000, "city/aa").replace("P1Y", "P2Y")
    site = made(
        paying("a", 1_250_000, "network/lys") + paying("b", 250_000, "city/aa", "city/bro") + once
    )
    (told,) = front.finding(site, "en")
    assert told == "It pays DKK 1.5 million a year to three of them."


def test_sums_are_bars_of_the_largest(made):
    """The largest first and full, the others by their share of it; each leads to whom it is for."""
    site = made(
        paying("a", 500_000, "city/aa")
        + paying("b", 2_000_000, "network/lys")
        + paying("c", 666_000, "city/aa", "city/bro", more='; kk:summary "Both."@en')
    )
    found = front.payments(site, "en")
    assert [(one.name.text, one.name.page, one.shown, one.share) for one in found] == [
        ("Lys", "id/network/lys/", "DKK 2 million", 100),
        ("Both", "id/payment/c/", "DKK 666,000", 33),
        ("Aa", "id/city/aa/", "DKK 500,000", 25),
    ]
    assert [badge.page for badge in found[0].badges] == ["id/section/2/#payment-b"]


def test_what_costs_nothing_is_an_empty_bar(made):
    """A membership that is free has a bar of no length, also where nothing else is paid."""
    (free,) = front.payments(made(paying("a", 0, "city/aa")), "en")
    assert free.share == 0


@pytest.mark.parametrize(("family", "said"), [(0.0004, 1), (0.014, 1), (0.096, 10), (0.7, 70)])
def test_chance_is_told_in_whole_arrangements_of_a_hundred(made, family, said):
    """Never none of a hundred: what is rarer than one is about one."""
    both = {"da": "A", "en": "A"}, {"da": "B", "en": "B"}
    ends = terms.thing("department/a"), terms.thing("department/b")
    measured = Overlap(*ends, shared=3, mean=1.4, low=0, high=2, z=2.0, share=0.1, family=family)
    site = made(
        """<../more> { <department/a> a kk:Department ; skos:prefLabel "Light Department"@en .
        <department/b> a kk:Department ; skos:prefLabel "Sound Department"@en . }"""
    )
    site.kept[network.finding.__wrapped__, ()] = Finding(both, measured, pairs=6, cities=9, nulls=9)
    text = front.overlap(site, "en")["text"]
    assert text.startswith(
        "The Light Department and the Sound Department are tied to 3 of the same cities."
    )
    assert f"about {said} of 100" in text
    assert "expect about 1." in text


# Tables.


@pytest.mark.parametrize(
    ("kind", "text", "literal", "value"),
    [
        ("money", "DKK 250,000", "250000", "250000"),
        ("number", "1,200", "1200", "1200"),
        ("number", "12", "12", ""),  # what is shown is what is sorted by
        ("date", "May 2019", "2019-05", "2019-05"),
        ("text", "Twelve", "12", ""),
    ],
)
def test_a_cell_has_the_value_that_it_is_sorted_by(made, kind, text, literal, value):
    """Where what is shown is another: sums, large numbers, dates; a text is sorted as it reads."""
    cell = columns.Cell(text, ox.Literal(literal))
    found = entry(Renderer(made().index, "en"), Head("x", "x", kind), cell)
    assert ([one.text for one in found.cells], found.value) == ([text], value)


def test_a_text_in_another_language_says_which(made):
    """On an English page a Danish text is marked, an English one is not."""
    renderer, head = Renderer(made().index, "en"), Head("x", "x")
    found = {
        lang: entry(renderer, head, columns.Cell("Aa", ox.Literal("Aa", language=lang)))
        for lang in ("da", "en")
    }
    assert {lang: one.cells[0].lang for lang, one in found.items()} == {"da": "da", "en": None}


def test_cells_of_facts_say_what_they_are_called_only_if_they_have_a_name_of_their_own():
    """A table of facts without summaries has no column of names."""
    row = Row("member", None, (Cell("Aa"),), ())
    card = Card("x", "p", "", "Membership", "membership", "T", (row,), (), ())
    assert not fact_table((card, card)).named


# The list of pages, and what they know.


def test_what_was_withdrawn_keeps_its_address(made):
    """The page stands where the thing's was, in both languages, with its data files."""
    iri = terms.thing("city/old")
    stones = {iri: Tombstone(iri, ())}
    site = Site(made().store, tombstones=stones)
    for lang in ("da", "en"):
        (page,) = listing._gone(site, lang)  # noqa: SLF001 - the other pages are others' tests
        assert (page.path, page.subject, page.lang) == ("id/city/old/", "id/city/old", lang)
        assert (page.path, page.subject) == (page_of(iri), data_of(iri))


def test_the_query_page_knows_classes_and_properties(mini):
    """Each as what it is declared, by name: a property is no class, nor is a value."""
    known = sparql.settings(Site(mini), "en")
    classes = {one["iri"].removeprefix(terms.KK): one["label"] for one in known["classes"]}
    properties = {one["iri"].removeprefix(terms.KK): one["label"] for one in known["properties"]}
    assert (classes["City"], properties["hasMember"]) == ("city", "has member")
    assert properties["amount"] == "amount"
    assert {"Exact", "Partner"} & {*classes, *properties} == set()
    assert not classes.keys() & properties.keys()
    assert list(classes) == sorted(classes)


def small() -> Network:
    """Return a network of two cities that a network ties."""
    ends = [terms.thing(path) for path in ("city/aa", "network/lys")]
    label = {"da": "x", "en": "x"}
    nodes = tuple(Node(end, terms.shorten(end), label, "City", degree=1) for end in ends)
    tie = Edge(source=ends[0], target=ends[1], relation="shared", weight=1.0)
    title = {"da": "Bånd", "en": "Ties & knots"}
    return Network("ties", title, title, "bipartite", False, title, "1", nodes, (tie,))  # noqa: FBT003 - as a row


@pytest.fixture
def with_network(made, monkeypatch):
    """Return a site that declares one network; how it is drawn and written is no matter here."""
    site, written = made(), b"<html><head></head><body>ties</body></html>"
    site.kept[network.declared.__wrapped__, ()] = {"ties": None}
    site.kept[network.built.__wrapped__, ("ties",)] = small()
    monkeypatch.setattr(network.html, "write", lambda *_: written)
    return site


def test_a_page_of_a_network_leads_to_files_that_are_there(with_network, monkeypatch):
    """To a page to explore it too, in both languages, which leads back: where it was built."""
    monkeypatch.setattr(Site, "bundle", lambda _, name: name)
    files = dict(network.files(with_network))
    for lang in ("da", "en"):
        page = network.data(with_network, "ties", lang)
        drawn = [picture.file for picture in page["picture"].values()]
        assert {*page["files"], *drawn, file_of(page["explore"], lang)} <= files.keys()
        html = files[file_of(page["explore"], lang)].decode()
        assert '<a href="index.html">←' in html
        assert phrase("site.network.back", lang) in html
        assert "ties</body>" in html


def test_without_the_browser_part_no_page_to_explore_is_offered(with_network, monkeypatch):
    """Neither the file nor the link to it is there; the pictures and other files are."""
    monkeypatch.setattr(Site, "bundle", lambda *_: None)
    files = dict(network.files(with_network))
    assert network.data(with_network, "ties", "en")["explore"] is None
    assert not any(path.endswith(".html") for path in files)
    assert "networks/ties.gexf" in files
