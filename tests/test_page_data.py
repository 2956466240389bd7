"""What pages print, before any template: the tiny graph, read by hand, page by page."""

import pytest

from kkgraph import terms
from kkgraph.formats.standard import csv
from kkgraph.site.context import Site
from kkgraph.site.index import plural
from kkgraph.site.links import Here, data_of, file_of, language_of, page_of
from kkgraph.site.pages import entity, lists, query, section
from kkgraph.site.pages.statements import Badge, Card, Cell, Renderer, Row, reason, shown_address
from kkgraph.site.things import glance
from kkgraph.site.things.tables import fact_table

NORDLYS, OSLO = terms.thing("network/nordlys"), terms.thing("city/oslo")
SECTION = terms.section("1.1.1")


@pytest.fixture(scope="module")
def site(mini):
    """Return the tiny graph as a site."""
    return Site(mini)


@pytest.fixture(scope="module")
def nordlys(site):
    """Return what the page of a network prints."""
    return entity.data(site, NORDLYS, "en")


def texts(cells):
    """Return the texts of cells."""
    return [cell.text for cell in cells]


def told(rows):
    """Return the values of rows by what the row is called, each with where it stands."""
    return {
        row.label: [(c.text, [b.text for b in c.badges or row.badges]) for c in row.cells]
        for row in rows
    }


# A thing.


def test_main_facts(nordlys):
    """The department of line 3, the fee of line 6, the members of lines 4 to 6."""
    found = told(nordlys["glance"])
    assert found["Department"] == [("Light Department", ["§1.1 · 3"])]
    assert found["Members"] == [
        ("Municipality of Lysby", ["§1.1.1 · 4, 6"]),
        ("Oslo", ["§1.1.1 · 5"]),
    ]
    assert found["Payment"] == [
        ("DKK 250,000 a year \N{EN DASH} Municipality of Lysby \N{EN DASH} NORDLYS", ["§1.1.1 · 6"])
    ]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Kontingent til X", "500 kr. om året (kontingent til X)"),
        ("EU-støtte", "500 kr. om året (EU-støtte)"),
        ("500 kr. \N{EN DASH} X", "500 kr. om året \N{EN DASH} X"),
        ("500 kr.", "500 kr. om året"),
    ],
)
def test_a_fact_and_its_sum(title, said):
    """The sum comes first and is said once; a name in capitals keeps them."""
    assert glance._with_sum(title, "500 kr. om året") == said  # noqa: SLF001 - of many facts the part


def test_facts_about_a_thing(nordlys):
    """Kind by kind, in the order of their lines; a fee stands within its membership."""
    groups = {group.anchor: group for group in nordlys["groups"]}
    assert [(g.title, g.anchor) for g in groups.values()] == [
        ("Memberships", "membership"),
        ("Stated counts", "statedcount"),
    ]
    own, oslo = groups["membership"].cards
    assert [own.anchor, oslo.anchor] == ["membership-nordlys", "membership-nordlys-oslo"]
    assert [badge.text for badge in own.badges] == ["§1.1.1 · 4, 6", "§1.1 · 3"]
    assert own.badges[0].title == "Section 1.1.1 NORDLYS, lines 4, 6"
    assert own.badges[0].page == "id/section/1.1.1/#membership-nordlys"
    (fee,) = own.parts
    assert told(fee.rows) == {
        "amount": [("DKK 250,000", [])],
        "payer": [("Municipality of Lysby", [])],
        "interval": [("1 year", [])],
    }
    # What another section adds says where it stands; what only points back is left out.
    assert told(own.rows) == {
        "department": [("Light Department", ["§1.1 · 3"])],
        "member": [("Municipality of Lysby", ["§1.1.1 · 4, 6"])],
    }
    (count,) = groups["statedcount"].cards
    assert groups["statedcount"].table is None
    assert told(count.rows) == {
        "counted as": [("cities in the network", [])],
        "precision": [("approximate", [])],
        "value": [("12", [])],
    }


def test_table_of_facts(nordlys):
    """Two memberships are a table: what most of them say first, the fee in the rest."""
    table = nordlys["groups"][0].table
    assert (table.columns, table.named, table.rests) == (("member", "department"), False, True)
    assert [[texts(cells) for cells in line.cells] for line in table.lines] == [
        [["Municipality of Lysby"], ["Light Department"]],
        [["Oslo"], []],
    ]
    assert [[(row.label, texts(row.cells)) for row in line.rest] for line in table.lines] == [
        [("payment", ["DKK 250,000 \N{EN DASH} Municipality of Lysby \N{EN DASH} NORDLYS"])],
        [],
    ]
    assert table.shared == ()


def test_statements_of_a_thing(nordlys):
    """Our own reading is told as such; where a section lists it, by the section's lines."""
    assert told(nordlys["rows"]) == {
        "theme": [("light", ["our reading"])],
        "listed in section": [("1.1.1 NORDLYS", ["§1.1.1 · 4\N{EN DASH}5"])],
    }
    theme, listed = nordlys["rows"]
    assert (theme.badges[0].page, listed.badges[0].page) == (
        None,
        "id/section/1.1.1/#network-nordlys",
    )
    assert (theme.term, listed.cells[0].lang) == ("ontology/#hasTheme", "da")


def test_who_points_at_a_thing(nordlys):
    """Derived statements are named from this side, and lead to why they hold."""
    assert told(nordlys["incoming"]) == {
        "Members": [("Municipality of Lysby", ["derived"]), ("Oslo", ["derived"])],
        "Taking part": [("Municipality of Lysby", ["derived"]), ("Oslo", ["derived"])],
    }
    (_, oslo) = nordlys["incoming"][0].cells
    assert oslo.badges[0].page == "id/city/oslo/#why-isMemberOf-network-nordlys"


def test_around_a_thing(nordlys):
    """Its other names, the sections that name it, and what can be asked about it."""
    assert nordlys["names"] == [Cell("Nordlysnetværket", lang="da")]
    assert nordlys["mentions"] == [entity.Mention("1.1.1", "NORDLYS", "id/section/1.1.1/")]
    assert [one["name"] for one in nordlys["questions"]] == ["members"]
    assert nordlys["questions"][0]["page"].startswith("sparql/#saved=members&network=%3Chttps")
    assert nordlys["kind"] == {"local": "Network", "label": "network", "browse": "browse/network/"}
    assert nordlys["crumbs"] == [
        {"text": "Browse", "page": "browse/"},
        {"text": "Networks", "page": "browse/network/"},
    ]
    assert (nordlys["card"], nordlys["passages"], nordlys["outside"]) == (None, [], ())
    assert texts(nordlys["introduction"]) == ["Network; the survey names it in one section."]


def test_city_in_danish(site):
    """A city takes part in two things, in two sections, and is known elsewhere."""
    oslo = entity.data(site, OSLO, "da")
    assert texts(oslo["introduction"]) == [
        "By, som afdækningen nævner i 2 afsnit.",
        "Oslo er medlem af NORDLYS.",
        "Oslo er med i SOLSKIN.",
    ]
    assert [one.number for one in oslo["mentions"]] == ["1.1.1", "2.1.1"]
    assert told(oslo["rows"]) == {
        "medlem af": [("NORDLYS", ["udledt"])],
        "deltager i": [("NORDLYS", ["udledt"]), ("SOLSKIN", ["udledt"])],
    }
    (same,) = oslo["outside"]
    assert same.cells == (
        Cell("www.wikidata.org/entity/Q585", href="http://www.wikidata.org/entity/Q585"),
    )
    assert [(b.text, b.title, b.page) for b in same.badges] == [
        ("ekstern kilde", "ekstern kilde: an atlas", "id/link/wikidata/city-oslo/")
    ]
    assert [one.anchor for one in oslo["reasons"]] == [
        "why-takesPartIn-network-nordlys",
        "why-takesPartIn-project-solskin",
        "why-isMemberOf-network-nordlys",
    ]
    assert oslo["questions"] == []
    assert [group.table for group in oslo["groups"]] == [None, None]


def test_page_of_a_fact(site):
    """A fact is a card with its parts; its values come from two sections."""
    page = entity.data(site, terms.thing("membership/fyrtaarn"), "en")
    card = page["card"]
    assert told(card.rows) == {
        "department": [("Light Department", ["§1.1 · 3"])],
        "member": [("Municipality of Lysby", ["§1.1.2 · 8\N{EN DASH}9"])],
        "organisation": [("Lighthouse", ["§1.1.2 · 8\N{EN DASH}9"])],
        "start": [("2007", ["§1.1.2 · 8\N{EN DASH}9"])],
    }
    (free,) = card.parts
    assert texts(free.rows[-1].cells) == ["membership is free"]
    assert (free.title, card.is_summed_up) == (
        "DKK 0 \N{EN DASH} Municipality of Lysby \N{EN DASH} Lighthouse",
        False,
    )
    assert (page["glance"], page["rows"], page["groups"]) == ((), (), [])
    assert page["title"] == "Membership: Municipality of Lysby \N{EN DASH} Lighthouse"


@pytest.mark.parametrize(
    ("local", "folder"),
    [("City", "city"), ("WorkingGroup", "working-group"), ("ABc", "a-bc"), ("", "")],
)
def test_folder_of_a_class(local, folder):
    """Each word of a class's name is one of the folder's."""
    assert entity.slug(local) == folder


def test_badges_of_a_statement(site):
    """Where it stands: a section, outside, our reading, a rule, or nowhere worth saying."""
    renderer = Renderer(site.index, "en")
    value = terms.thing("x")
    layers = [terms.LINKS, terms.THEMES, terms.DERIVED, terms.REGISTER]
    found = [renderer.badge(OSLO, terms.TYPE, value, graph) for graph in layers]
    assert [one and one.layer for one in found] == ["outside", "reading", "derived", None]
    assert found[0].page is None
    # A section that has no lines for it is named alone.
    alone = renderer.badge(OSLO, terms.TYPE, value, terms.section("1.1.2"))
    assert (alone.text, alone.title) == ("§1.1.2", "Section 1.1.2 Fyrtårn")


@pytest.mark.parametrize(
    ("value", "anchor"),
    [
        (OSLO, "why-isMemberOf-city-oslo"),
        (terms.KK + "Partner", "why-isMemberOf-Partner"),
        ("https://x.example/a b", "why-isMemberOf-https---x-example-a-b"),
    ],
)
def test_anchor_of_a_reason(value, anchor):
    """It says the property and what it leads to."""
    import pyoxigraph as ox

    term = ox.Literal(value) if " " in value else ox.NamedNode(value)
    assert reason(terms.KK + "isMemberOf", term) == anchor


def test_address_without_scheme():
    """An address is shown without its scheme and the slash at its end."""
    assert shown_address("https://x.example/a/") == "x.example/a"


# Facts as a table.

SAID, RULED = Badge("§1", "p", "t", "section"), Badge("derived", "p", "t", "derived")


def row(label, text, badge=None):
    """Return a row with one value."""
    return Row(label, None, (Cell(text, badges=(badge,) if badge else ()),), ())


def card(*rows, **more):
    """Return a fact with rows."""
    given = {"iri": "i", "page": "p", "anchor": "a", "type": "T", "kind": "t", "title": "x"}
    return Card(**given, rows=rows, badges=(), parts=(), **more)


def test_what_all_facts_share_stands_once():
    """Three facts or more that say the same share it, if each has something else to say."""
    alike, other = row("a", "1"), row("b", "2")
    three = tuple(card(alike, row("b", str(n))) for n in range(3))
    assert fact_table(three).shared == (alike,)
    assert fact_table(three).columns == ("b",)
    assert fact_table(three[:2]).shared == ()
    assert fact_table((*three, card(alike))).shared == ()
    assert fact_table((*three, card(other))).shared == ()


def test_columns_are_what_a_third_has():
    """A property that a third of the facts have is a column, the most frequent first; four."""
    cards = (card(row("a", "1"), row("b", "1")), card(row("b", "2")), card(row("b", "3")))
    assert fact_table(cards).columns == ("b", "a")
    four = fact_table((*cards, card(row("b", "4"))))
    assert (four.columns, [len(line.rest) for line in four.lines]) == (("b",), [1, 0, 0, 0])
    many = tuple(card(*(row(label, str(n)) for label in "abcdef")) for n in range(2))
    assert fact_table(many).columns == tuple("abcd")
    summed = (card(row("a", "1"), row("b", "1"), is_summed_up=True), card(row("a", "2")))
    assert (fact_table(summed).columns, fact_table(summed).named) == (("a",), True)


def test_what_a_rule_derives_stands_on_the_fact_s_own_page():
    """A row of derived values alone is left out of a table; one that is stated too stays."""
    both = Row("b", None, (Cell("1", badges=(SAID, RULED)),), ())
    table = fact_table((card(row("a", "1", RULED), both), card(row("a", "2", RULED))))
    assert table.columns == ("b",)
    assert not table.rests


# A section and the list of all.


def test_page_of_a_section(site):
    """Its lines, which of them are cited, what stands before and behind, and what it says."""
    page = section.data(site, SECTION, "en")
    assert (page["title"], page["number"], page["heading"]) == (
        "1.1.1 NORDLYS",
        "1.1.1",
        "NORDLYS",
    )
    assert (page["reach"], page["cited"]) == ("lines 4\N{EN DASH}7", 3)
    assert page["strip"] == [(4, True), (5, True), (6, True), (7, False)]
    assert (page["previous"].number, page["next"].number) == ("1.1", "1.1.2")
    assert (page["next"].facts, page["children"], page["passage"]) == (2, [], [])
    assert texts(page["lists"]) == ["NORDLYS"]
    assert texts(page["names"]) == ["Municipality of Lysby", "NORDLYS", "Oslo"]
    blocks = [(b.anchor, [badge.text for badge in b.card.badges]) for b in page["blocks"]]
    assert blocks == [
        ("network-nordlys", ["lines 4\N{EN DASH}5"]),
        ("membership-nordlys", ["lines 4, 6"]),
        ("count-nordlys", ["line 5"]),
        ("membership-nordlys-oslo", ["line 5"]),
        ("payment-nordlys", ["line 6"]),
    ]
    membership = page["blocks"][1].card
    assert told(membership.rows) == {
        "fee": [("DKK 250,000 \N{EN DASH} Municipality of Lysby \N{EN DASH} NORDLYS", [])],
        "member": [("Municipality of Lysby", [])],
        "organisation": [("NORDLYS", [])],
    }


def test_first_and_last_section(site):
    """Before the first and behind the last there is none."""
    first, last = (section.data(site, terms.section(n), "en") for n in ("1", "2.1.1"))
    assert (first["previous"], first["next"].number) == (None, "1.1")
    assert (last["previous"].number, last["next"]) == ("2.1", None)
    assert [one.number for one in first["children"]] == ["1.1"]


def test_alike_facts_of_a_section_are_a_table(site):
    """Three cards of a class, or things of which the same is said, are one block."""
    cards = section.entries(site, SECTION, "en")
    memberships = [one for one in cards if one.type == "Membership"]
    more = [*memberships, memberships[0]]
    (table,) = section.blocks(more, "en")
    assert (table.title, table.anchor, table.is_of_facts) == ("Memberships", "membership", True)
    assert len(table.table.lines) == 3
    assert [one.table for one in section.blocks(memberships, "en")] == [None, None]
    things = [one for one in cards if one.type == "Network"] * 3
    (block,) = section.blocks(things, "en")
    assert (block.title, block.anchor) == ("listed in section", "as-network-nordlys")
    assert (block.is_of_facts, block.table.named) == (False, True)


def test_contents(site):
    """Chapters with their sections, each with the number of facts that it states."""
    chapters = section.contents(site, "en")["chapters"]

    def flat(one):
        yield one.number, one.facts
        for child in one.children:
            yield from flat(child)

    assert [pair for chapter in chapters for pair in flat(chapter)] == [
        ("1", 0),
        ("1.1", 0),
        ("1.1.1", 4),
        ("1.1.2", 2),
        ("2", 0),
        ("2.1", 0),
        ("2.1.1", 2),
    ]


# Lists.


def test_overview(site):
    """Classes with their members, the largest first; departments and themes with their facts."""
    page = lists.overview(site, "en")
    assert [(one.local, one.count) for one in page["things"]] == [
        ("City", 2),
        ("Network", 2),
        ("Project", 2),
        ("Department", 1),
        ("Municipality", 1),
        ("Theme", 1),
    ]
    assert [(one.label, one.count, one.page) for one in page["facts"]] == [
        ("Memberships", 3, "browse/membership/"),
        ("Participation", 2, "browse/participation/"),
        ("Payments", 2, "browse/payment/"),
        ("Stated counts", 1, "browse/stated-count/"),
        ("Outside identifiers", 1, "browse/link/"),
    ]
    assert [(cell.text, n) for cell, n in page["departments"]] == [("Light Department", 3)]
    assert [(cell.text, n) for cell, n in page["themes"]] == [("Light", 1)]


def test_list_of_a_class(site):
    """A line a thing; columns that say nothing are left out."""
    sheet = lists.data(site, "Network", "en")["sheet"]
    assert [head.name for head in sheet.heads] == [
        "name",
        "department",
        "theme",
        "chapter",
        "facts",
    ]
    assert [[texts(entry.cells) for entry in row] for row in sheet.rows] == [
        [["Lighthouse"], ["Light Department"], [], ["1"], ["2"]],
        [["NORDLYS"], ["Light Department"], ["Light"], ["1"], ["4"]],
    ]
    cities = lists.data(site, "City", "da")["sheet"]
    assert [head.name for head in cities.heads] == ["name", "department", "chapter", "facts"]
    assert [[texts(entry.cells) for entry in row] for row in cities.rows] == [
        [["Malmø"], ["Lysforvaltningen"], ["2"], ["1"]],
        [["Oslo"], [], ["1", "2"], ["2"]],
    ]


def test_lists_by_theme_and_department(site):
    """Each theme with its things, each department with what its facts tie it to."""
    ((theme, definition, under),) = lists.themes(site, "en")["themes"]
    assert (theme.text, definition, texts(under)) == ("Light", "", ["NORDLYS"])
    ((department, groups),) = lists.all_departments(site, "en")["departments"]
    assert department.text == "Light Department"
    assert [(title, texts(cells)) for title, cells in groups] == [
        ("Networks", ["Lighthouse", "NORDLYS"]),
        ("Cities", ["Malmö"]),
        ("Projects", ["SOLSKIN"]),
    ]


def test_plural_of_a_class():
    """A class without one in the texts is called as told, else by its own name."""
    assert [plural("City", "da"), plural("Thing9", "da", "ting"), plural("Thing9", "da")] == [
        "Byer",
        "ting",
        "Thing9",
    ]


# Saved queries.


def test_page_of_a_query(site):
    """The answer for the example, with the form that asks it and the files to take away."""
    fees, members, partners = site.queries
    page = query.data(site, fees, "en")
    assert (page["title"], page["topic"], page["count"]) == ("Fees by network", "Memberships", 2)
    assert page["parameters"] == [
        query.Shown("minimum", "Least fee", "decimal", "0", required=False)
    ]
    assert [[texts(entry.cells) for entry in row] for row in page["sheet"].rows] == [
        [["NORDLYS"], ["250,000"]],
        [["Lighthouse"], ["0"]],
    ]
    assert (page["run"], page["graph"], page["verdict"]) == (
        "sparql/#saved=fees&minimum=0",
        None,
        None,
    )
    assert page["command"] == "kkgraph query fees --minimum 0"
    network, since = query.data(site, members, "da")["parameters"]
    assert (network.label, network.value, network.required) == ("Netværk", "NORDLYS", True)
    assert (since.label, since.value, since.required) == ("Medlem siden", "", False)
    graph = query.data(site, partners, "en")
    assert (graph["sheet"], graph["count"]) == (None, None)
    assert "city:malmoe kk:takesPartIn project:solskin ." in graph["graph"]


def test_files_of_a_query(site):
    """Rows come as CSV with metadata, JSON and a workbook; a graph as Turtle."""
    fees, _, partners = site.queries
    names = [name for name, _ in query.files(site, fees)]
    assert names == [
        f"queries/fees.{ending}" for ending in ("rq", "csv", "csv-metadata.json", "json", "xlsx")
    ]
    assert dict(query.files(site, fees))["queries/fees.csv"] == csv(query.answer(site, fees, "en"))
    assert [name for name, _ in query.files(site, partners)] == [
        "queries/partners.rq",
        "queries/partners.result.ttl",
    ]


def test_form_of_a_query(site):
    """The browser gets the text without its header, and values as IRIs."""
    _, members, _ = site.queries
    form = query.form(site, members, "da")
    assert form["text"].startswith("SELECT ?member ?since\n")
    assert form["text"].endswith("ORDER BY ?member\n")
    network, since = form["params"]
    assert (network["default"], network["optional"]) == (f"<{NORDLYS}>", False)
    assert (since["default"], since["optional"], since["label"]) == (None, True, "Medlem siden")


def test_questions_by_topic(site):
    """Each topic with its questions, in the order of the files."""
    found = query.listing(site, "da")
    assert [(title, anchor, [one.name for one in those]) for title, anchor, those in found] == [
        ("Medlemskaber", "memberships", ["fees", "members"]),
        ("Projekter", "projects", ["partners"]),
    ]
    assert query.topic("nothing-like-it", "da") == "Nothing-like-it"


# Where pages are.


@pytest.mark.parametrize(
    ("iri", "page", "data"),
    [
        (OSLO, "id/city/oslo/", "id/city/oslo"),
        (terms.KK + "City", "ontology/#City", "ontology"),
        (terms.QUERY + "fees", "queries/fees/", "queries/fees"),
        (terms.SHAPES_NS + "City", "ontology/#shape-City", "ontology"),
        (terms.ONTOLOGY, "ontology/", "ontology"),
        ("https://x.example/", None, None),
    ],
)
def test_page_and_data_of_an_iri(iri, page, data):
    """Each IRI of ours has a page; no other has one."""
    assert (page_of(iri), data_of(iri)) == (page, data)


@pytest.mark.parametrize(
    ("page", "lang", "file", "root"),
    [
        ("id/city/oslo/", "en", "id/city/oslo/index.html", "../../../"),
        ("id/city/oslo/", "da", "da/id/city/oslo/index.html", "../../../../"),
        ("404.html", "en", "404.html", ""),
        ("", "da", "da/index.html", "../"),
        ("ontology/#City", "da", "da/ontology/index.html#City", "../../"),
    ],
)
def test_file_of_a_page(page, lang, file, root):
    """A page's file, and the way from it to the root; links from a base begin with that."""
    assert file_of(page, lang) == file
    here = Here(page, lang)
    assert (here.root, here.page(page), here.file("x.css")) == (root, root + file, f"{root}x.css")
    assert here.page("a/", "en") == f"{root}a/index.html"
    assert Here(page, lang, "/base/").file("x") == "/base/x"


@pytest.mark.parametrize(
    ("path", "lang"),
    [("/da/x", "da"), ("da", "da"), ("/data/x", "en"), ("/", "en"), ("en/x", "en")],
)
def test_language_of_a_path(path, lang):
    """The first folder tells, English where it does not."""
    assert language_of(path) == lang
