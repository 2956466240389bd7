"""Rows of evidence become ties: what is selected, when a tie holds, what it weighs and pays."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.errors import ParameterInvalid, QueryFailed
from kkgraph.errors.networks import NodeNotInNetwork
from kkgraph.networks import finding, selection
from kkgraph.networks.model import (
    Community,
    Edge,
    Evidence,
    Later,
    Network,
    Node,
    sections_above,
)
from kkgraph.networks.projection import (
    evidence_rows,
    filters,
    merging,
    money,
    projection,
    subgraph,
    weights,
)
from kkgraph.networks.projection.evidence_rows import EvidenceRow
from kkgraph.networks.projection.periods import Period
from kkgraph.networks.selection import Selection, from_words
from kkgraph.tables import Table
from kkgraph.texts import bilingual

OSLO, LUND, VISBY = (terms.thing(f"city/{name}") for name in ("oslo", "lund", "visby"))
NET, OTHER = terms.thing("network/net"), terms.thing("network/other")
HEALTH, CULTURE = terms.thing("department/health"), terms.thing("department/culture")
CLIMATE, ART = terms.thing("theme/climate"), terms.thing("theme/art")


@dataclass
class Known:
    """What a network asks of a store, said here outright."""

    periods: dict[str, Period] = field(default_factory=dict)
    of_thing: dict[str, tuple[str, ...]] = field(default_factory=dict)  # themes
    of_fact: dict[str, frozenset[str]] = field(default_factory=dict)  # themes
    offices: dict[str, frozenset[str]] = field(default_factory=dict)  # departments of a fact
    units: dict[str, frozenset[str]] = field(default_factory=dict)
    inside: dict[str, set[str]] = field(default_factory=dict)  # departments in a thing
    cited: dict[str, dict[str, str]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    said: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def period(self, iri):
        """Return when it is."""
        return self.periods.get(iri, Period())

    def themes(self, iri):
        """Return the themes of a thing."""
        return self.of_thing.get(iri, ())

    def themes_of_fact(self, fact):
        """Return the themes of a fact."""
        return self.of_fact.get(fact, frozenset())

    def departments_of_fact(self, fact):
        """Return the departments of a fact."""
        return self.offices.get(fact, frozenset())

    def departments_of_unit(self, iri):
        """Return the departments of a unit."""
        return self.units.get(iri, frozenset())

    def departments_in(self, thing):
        """Return the departments that are in a thing."""
        return self.inside.get(thing, set())

    def is_department(self, iri):
        """Tell whether it is one."""
        return iri in (HEALTH, CULTURE)

    def sections(self, fact):
        """Return where it stands."""
        return self.cited.get(fact, {})

    def section_number(self, iri):
        """Return the number of a section."""
        return terms.section_number(iri) or ""

    def type(self, iri):
        """Return the class."""
        return self.types.get(iri, "Thing")

    def values(self, iri, predicate):
        """Return what is said."""
        return self.said.get((iri, predicate), ())


def row(source=OSLO, target=NET, *facts, **more):
    """Return a row of two ends."""
    given = {"relation": "r", "thing": "", "section": "", "amount": None, **more}
    return EvidenceRow(source=source, target=target, facts=facts or ("f",), **given)


# What is wanted.


@pytest.mark.parametrize(
    ("changed", "filters", "cuts"),
    [
        ({}, False, False),
        ({"themes": ("x",)}, True, False),
        ({"departments": ("x",)}, True, False),
        ({"chapters": ("4",)}, True, False),
        ({"first": "2019"}, True, False),
        ({"last": "2019"}, True, False),
        ({"merge": True}, False, False),
        ({"method": "newman"}, False, False),
        ({"min_weight": 0.5}, False, True),
        ({"backbone": 0.0}, False, True),
        ({"ego": "x"}, False, True),
        ({"radius": 2}, False, False),
        ({"core": 1}, False, True),
        ({"largest": True}, False, True),
        ({"drop_isolated": True}, False, True),
    ],
)
def test_what_leaves_something_out(changed, filters, cuts):
    """Filters leave out evidence, cuts ties and nodes; the rest is another way to count."""
    chosen = Selection(**changed)
    assert (chosen.filters, chosen.cuts) == (filters, cuts)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, {}),
        ({"themes": ("a", "b"), "departments": ("c",)}, {"theme": "a, b", "department": "c"}),
        ({"chapters": ("4", "4.1")}, {"chapter": "4, 4.1"}),
        ({"first": "2018", "last": "2019"}, {"from": "2018", "to": "2019"}),
        ({"first": "2018"}, {"from": "2018"}),
        ({"last": "2019"}, {"to": "2019"}),
        ({"first": "2019", "last": "2019"}, {"at": "2019"}),
        ({"merge": True, "method": "newman"}, {"merge": "yes", "projection": "newman"}),
        ({"min_weight": 2.0}, {"min-weight": "2"}),
        ({"backbone": 0.05}, {"backbone": "disparity 0.05"}),
        ({"backbone": 0.5, "filter": "noise-corrected"}, {"backbone": "noise-corrected 0.5"}),
        ({"ego": "x"}, {"ego": "x"}),
        ({"ego": "x", "radius": 2}, {"ego": "x", "radius": "2"}),
        ({"ego": "x", "radius": 0}, {"ego": "x", "radius": "0"}),
        ({"radius": 2}, {}),
        ({"core": 3, "largest": True, "drop_isolated": True},
         {"k-core": "3", "largest": "yes", "drop-isolated": "yes"}),
    ],
)  # fmt: skip
def test_a_selection_is_said_as_it_was_given(changed, said):
    """What differs from the whole stands in captions and files, under the options' names."""
    assert selection.said(Selection(**changed)) == said


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ({}, {}),
        ({"theme": ["a", "b"]}, {"themes": ("a", "b")}),
        ({"department": ["a"], "chapter": ["4"]}, {"departments": ("a",), "chapters": ("4",)}),
        ({"from": ["2018"], "to": ["2019"]}, {"first": "2018", "last": "2019"}),
        ({"at": ["2019"]}, {"first": "2019", "last": "2019"}),
        ({"merge": ["yes"]}, {"merge": True}),
        ({"merge": ["city-municipality"]}, {"merge": True}),
        ({"projection": ["jaccard"], "min-weight": ["1.5"]},
         {"method": "jaccard", "min_weight": 1.5}),
        ({"backbone": ["0.1"]}, {"backbone": 0.1}),
        ({"backbone": ["noise-corrected 0.1"]}, {"backbone": 0.1, "filter": "noise-corrected"}),
        ({"ego": ["x"], "radius": ["0"]}, {"ego": "x", "radius": 0}),
        ({"ego": ["x"]}, {"ego": "x"}),
        ({"k-core": ["2"], "largest": ["yes"], "drop-isolated": ["yes"]},
         {"core": 2, "largest": True, "drop_isolated": True}),
    ],
)  # fmt: skip
def test_options_in_words(words, changed):
    """Options have the names of the command line; what is not named stays as it is."""
    assert from_words(words) == replace(Selection(), **changed)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"none": ["x"]}, "none"),
        ({"at": ["2019"], "from": ["2018"]}, "at"),
        ({"at": ["2019"], "to": ["2018"]}, "at"),
        ({"radius": ["2"]}, "radius"),
        ({"ego": ["x"], "radius": ["-1"]}, "radius"),
        ({"ego": ["x"], "radius": ["\N{SUPERSCRIPT TWO}"]}, "radius"),
        ({"ego": ["x"], "radius": ["1", "2"]}, "radius"),
        ({"ego": []}, "ego"),
        ({"k-core": ["1.5"]}, "k-core"),
        ({"largest": ["no"]}, "largest"),
        ({"merge": ["no"]}, "merge"),
        ({"backbone": ["a b 0.1"]}, "backbone"),
        ({"backbone": [""]}, "backbone"),
        ({"min-weight": ["much"]}, "min-weight"),
    ],
)
def test_options_that_do_not_fit(words, name):
    """The message names the option."""
    with pytest.raises(ParameterInvalid, match=f"^--{name}:"):
        from_words(words)


@pytest.mark.parametrize(
    ("changed", "is_right"),
    [
        ({"first": "2019", "last": "2019"}, True),
        ({"first": "2019-05", "last": "2019"}, True),
        ({"first": "2019-05-31", "last": "2019-05"}, True),
        ({"first": "2019-06", "last": "2019-05"}, False),
        ({"first": "2019-06-01", "last": "2019-05"}, False),
        ({"first": "19"}, False),
        ({"last": "2019-13"}, False),
        ({"min_weight": 0.0}, True),
        ({"min_weight": -0.1}, False),
        ({"min_weight": float("inf")}, False),
        ({"min_weight": float("nan")}, False),
        ({"backbone": 0.0}, False),
        ({"backbone": 1.0}, False),
        ({"backbone": 0.001}, True),
        ({"backbone": 0.999, "filter": "noise-corrected"}, True),
        ({"filter": "none"}, False),
        ({"method": "hyperbolic"}, True),
        ({"method": "none"}, False),
    ],
)
def test_what_fits(changed, is_right):
    """Times of the calendar, the first before the last; weights and levels within their bounds."""
    if is_right:
        selection._check(Selection(**changed), stated=False)  # noqa: SLF001 - what is asked of all
    else:
        with pytest.raises(ParameterInvalid):
            selection._check(Selection(**changed), stated=False)  # noqa: SLF001 - same


def test_a_theme_is_no_statement():
    """Of what the survey alone states nothing has a theme; chapters are asked for as before."""
    with pytest.raises(ParameterInvalid):
        selection._check(Selection(themes=("x",)), stated=True)  # noqa: SLF001 - what is asked of all
    selection._check(Selection(themes=("x",)), stated=False)  # noqa: SLF001 - same
    selection._check(Selection(chapters=("4",)), stated=True)  # noqa: SLF001 - same


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("x", "x", "at"), ("x", "", "from"), ("", "x", "to"), ("2019", "x", "to")],
)
def test_which_time_is_wrong(first, last, name):
    """The option that gave it is named: --at where both are one."""
    with pytest.raises(ParameterInvalid, match=f"^--{name}:"):
        selection._check(Selection(first=first, last=last), stated=False)  # noqa: SLF001 - same


# Rows of a query.


def table(columns, *rows):
    """Return the answer of a query."""
    return Table(columns=tuple(columns), rows=tuple(map(tuple, rows)))


def iri(text):
    """Return a term."""
    return ox.NamedNode(text)


def test_rows_of_a_query():
    """Without a relation a tie is shared; of a row without source nothing is read."""
    whole = ("source", "target", "fact", "other", "relation", "thing", "section", "amount",
             "currency")  # fmt: skip
    full = [
        *(iri(OSLO), iri(NET), iri("urn:f"), iri("urn:g"), iri("urn:r"), iri("urn:t")),
        *(iri("urn:s"), ox.Literal("12.50"), ox.Literal("EUR")),
    ]
    bare = [iri(OSLO), None, None, None, None, ox.Literal("no thing"), None, None, iri("urn:c")]
    found = evidence_rows.read_rows(table(whole, full, [None] * 9, bare), "query")
    assert found == [
        EvidenceRow(
            OSLO, NET, "urn:r", ("urn:f", "urn:g"), "urn:t", "urn:s", Decimal("12.50"), "EUR"
        ),
        EvidenceRow(OSLO, "", "shared", (), "", "", None, ""),
    ]
    assert [one.ends for one in found] == [(OSLO, NET), (OSLO,)]
    short = evidence_rows.read_rows(
        table(("source", "target", "fact"), [iri(OSLO), iri(NET), iri("urn:f")]), "query"
    )
    assert short == [row(OSLO, NET, "urn:f", relation="shared")]


@pytest.mark.parametrize(
    ("columns", "values"),
    [
        (("source", "target"), [iri(OSLO), iri(NET)]),
        (("source", "target", "fact"), [iri(OSLO), iri(NET), None]),
        (
            ("source", "target", "fact", "amount"),
            [iri(OSLO), iri(NET), iri("urn:f"), ox.Literal("a lot")],
        ),
    ],
)
def test_rows_that_are_no_evidence(columns, values):
    """A tie rests on a fact; money is a number."""
    with pytest.raises(QueryFailed, match="query"):
        evidence_rows.read_rows(table(columns, values), "query")


# When, of what, by whom, where.

FROM_18, TO_19, IN_19, MAY = (
    Period("2018"),
    Period("", "2019"),
    Period("2019", "2019"),
    Period("2019-05", "2019-05"),
)


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ({"f": FROM_18}, FROM_18),
        ({"f": FROM_18, "g": TO_19}, Period("2018", "2019")),
        ({"f": IN_19, "g": MAY}, MAY),
        ({"f": IN_19, "t": MAY, OSLO: MAY}, IN_19),
        ({"t": TO_19, OSLO: MAY}, TO_19),
        ({OSLO: FROM_18, NET: Period("2017", "2020")}, Period("2018", "2020")),
        ({}, Period()),
    ],
)
def test_when_a_tie_holds(periods, expected):
    """As long as all its facts do; else as what is shared does; else as both ends do."""
    one = row(OSLO, NET, "f", "g", thing="t")
    assert evidence_rows.period_of(one, Known(periods=periods)) == expected


def test_themes_of_a_row():
    """Those of its facts, and of what is shared; where nothing is shared, of its ends."""
    known = Known(
        of_fact={"f": frozenset({"of f"}), "g": frozenset({"of g"})},
        of_thing={"t": ("of t",), OSLO: ("of oslo",), NET: ("of net",)},
    )
    shared = row(OSLO, NET, "f", "g", thing="t")
    assert evidence_rows.themes_of(shared, known) == {"of f", "of g", "of t"}
    plain = row(OSLO, NET, "f")
    assert evidence_rows.themes_of(plain, known) == {"of f", "of oslo", "of net"}


def test_departments_of_a_row():
    """An end that is a department is meant; else those of facts, units and what is shared."""
    known = Known(
        offices={"f": frozenset({"of f"})},
        units={OSLO: frozenset({"of unit"})},
        inside={"t": {"in t"}, "": {"in nothing"}},
    )
    assert evidence_rows.departments_of(row(HEALTH, CULTURE, thing="t"), known) == {HEALTH, CULTURE}
    assert evidence_rows.departments_of(row(HEALTH), known) == {HEALTH}
    assert evidence_rows.departments_of(row(thing="t"), known) == {"of f", "of unit", "in t"}
    assert evidence_rows.departments_of(row(), known) == {"of f", "of unit"}


def test_sections_of_a_row():
    """Where the query names a section that states the fact, that alone; else all that do."""
    both = {"4.1": "10", "5": "20-21"}
    known = Known(cited={"f": both})
    assert evidence_rows.sections_of(row(), "f", known) == both
    named = row(section=terms.section("5"))
    assert evidence_rows.sections_of(named, "f", known) == {"5": "20-21"}
    assert evidence_rows.sections_of(row(section=terms.section("6")), "f", known) == both
    assert evidence_rows.sections_of(named, "g", known) == {}


@pytest.mark.parametrize(
    ("chosen", "passes"),
    [
        ({"themes": (CLIMATE,)}, True),
        ({"themes": (ART,)}, False),
        ({"themes": (ART, CLIMATE)}, True),
        ({"departments": (HEALTH,)}, True),
        ({"departments": (CULTURE,)}, False),
        ({"themes": (CLIMATE,), "departments": (CULTURE,)}, False),
        ({"chapters": ("4",)}, True),
        ({"chapters": ("4.1",)}, True),
        ({"chapters": ("4.1.1",)}, False),
        ({"chapters": ("5", "4")}, True),
        ({"chapters": ("41",)}, False),
        ({"first": "2019"}, True),
        ({"first": "2020"}, False),
        ({"last": "2019"}, True),
        ({"last": "2018"}, False),
        ({"first": "2020", "chapters": ("4",)}, False),
    ],
)
def test_which_rows_pass(chosen, passes):
    """All filters have to let a row pass, and any value of one."""
    known = Known(
        periods={"f": IN_19},
        of_fact={"f": frozenset({CLIMATE})},
        offices={"f": frozenset({HEALTH})},
        cited={"f": {"4.1": "10"}},
    )
    one, nothing = row(), replace(row(), facts=())
    found = filters.filtered([one, nothing], Selection(**chosen), known)
    assert found == ([one] if passes else [])


def test_rows_without_filters_stay():
    """What only cuts later leaves every row, those of nodes without ties too."""
    rows = [row(), EvidenceRow(OSLO, "", "shared", (), "", "", None)]
    assert filters.filtered(rows, Selection(largest=True), Known()) == rows


def test_each_fact_of_a_row_is_in_the_chapters():
    """A tie of two facts counts where both are asked for; 41 is no part of chapter 4."""
    one = row(OSLO, NET, "f", "g")
    chosen = Selection(chapters=("4",))
    there, away = {"4.2": "1"}, {"41": "2"}
    assert filters.filtered([one], chosen, Known(cited={"f": there, "g": {"4": "3"}})) == [one]
    assert filters.filtered([one], chosen, Known(cited={"f": there, "g": away})) == []
    assert filters.filtered([one], chosen, Known(cited={"f": there})) == []


def test_municipalities_become_cities():
    """Either end is replaced; what ties a municipality to its own city is left out."""
    town = terms.thing("municipality/oslo")
    known = Known(said={(town, terms.REPRESENTS_CITY): (OSLO,)})
    rows = [row(town, NET), row(LUND, town), row(town, OSLO), row(LUND, ""), row(NET, LUND)]
    assert merging.merged(rows, known) == [
        *(row(OSLO, NET), row(LUND, OSLO), row(LUND, ""), row(NET, LUND))
    ]


# What it weighs.


def shared(one, other, thing):
    """Return a row of two that are in a thing."""
    return row(one, other, f"{one} {thing}", f"{other} {thing}", thing=thing)


# Three cities are in one network, two of them in another; Oslo is alone in a third.
SHARING = [
    shared(OSLO, LUND, "big"),
    shared(OSLO, VISBY, "big"),
    shared(LUND, VISBY, "big"),
    shared(OSLO, LUND, "small"),
    EvidenceRow(OSLO, "", "shared", (), "alone", "", None),
]


@pytest.mark.parametrize(
    ("method", "oslo_lund", "oslo_visby"),
    [
        ("count", 2, 1),
        ("newman", Fraction(3, 2), Fraction(1, 2)),  # 1/(3-1) + 1/(2-1)
        ("hyperbolic", Fraction(5, 6), Fraction(1, 3)),  # 1/3 + 1/2
        ("jaccard", Fraction(2, 3), Fraction(1, 3)),
    ],
)
def test_weights_of_what_is_shared(method, oslo_lund, oslo_visby):
    """As Newman 2001, Coscia and Rossi 2019, and Jaccard have it, worked out by hand."""
    weigh = weights.weigher(SHARING, method)
    assert weigh([SHARING[0], SHARING[3]]) == pytest.approx(float(oslo_lund))
    assert weigh([SHARING[1]]) == pytest.approx(float(oslo_visby))


def test_ties_that_share_nothing():
    """They weigh their facts, each once; of those that share something the facts do not count."""
    assert weights.count([row(OSLO, NET, "f"), row(OSLO, NET, "f"), row(OSLO, NET, "g")]) == 2
    assert weights.count([row(OSLO, NET, "f", thing="t"), row(OSLO, NET, "g", thing="t")]) == 1
    alone = [row(OSLO, NET)]
    assert weights.weigher(alone, "jaccard")(alone) == 1
    assert weights.weigher(alone, "newman")(alone) == 0


def test_what_a_weight_means():
    """A count is what the query says; another method is named around it."""
    counted = {"da": "netværk, de deler", "en": "networks they share"}
    assert weights.meaning(counted, "count") == counted
    other = weights.meaning(counted, "newman")
    assert set(other) == {"da", "en"}
    assert all(counted[lang] in other[lang] != counted[lang] for lang in other)


# What is paid.


def paid(amount, *facts, currency="EUR", **more):
    """Return a row with money."""
    return row(OSLO, NET, *facts, amount=Decimal(amount), currency=currency, **more)


GRANTS = Known(types={"f": "Grant", "g": "Grant", "h": "FundingTotal"})


@pytest.mark.parametrize(
    ("rows", "amount"),
    [
        ([row()], None),
        ([paid(5, "h")], 5),
        ([paid(5, "f"), paid(5, "f")], 5),  # one sum in two rows
        ([paid(5, "f"), paid(7, "g")], 12),
        ([paid(5, "f"), paid(5, "g")], 10),
        ([paid(5, "f"), row(), paid(7, "g")], 12),
        ([paid(5, "f"), paid(7, "h")], None),  # a total may hold the grant
        ([paid(5, "f"), paid(7, "f")], None),  # two sums of one fact
        ([paid(5, "f"), paid(7, "g", currency="DKK")], None),
        ([paid(5, "f", "h"), paid(7, "g")], None),
    ],
)
def test_what_may_be_added(rows, amount):
    """Grants in one currency, each once; nothing else is added to anything."""
    found = money.amount_of(rows, GRANTS)
    assert found == (None if amount is None else money.Sum(Decimal(amount), "EUR"))


def test_money_that_is_only_planned_is_not_added():
    """It may stand alone, and beside other sums it leaves no amount."""
    status = next(iter(terms.UNSETTLED))
    known = replace(GRANTS, said={("g", terms.STATUS): (status,)})
    assert money.amount_of([paid(7, "g")], known) == (7, "EUR")
    assert money.amount_of([paid(5, "f"), paid(7, "g")], known) is None


def made(nodes=(), edges=(), mode="bipartite", **more):
    """Return a network of nodes (IRI, class) and ties (source, target, weight)."""
    there = tuple(Node(id_, terms.shorten(id_), {"en": id_}, type_) for id_, type_ in nodes)
    ties = tuple(Edge(a, b, "kk:Membership", w) for a, b, w in edges)
    text = {"da": "x", "en": "x"}
    directed = mode == "directed"
    return Network("made", text, text, mode, directed, text, "1", there, ties, **more)


CITIES = ((OSLO, "City"), (LUND, "City"), (VISBY, "City"))


def test_money_comes_in_and_goes_out():
    """Of a directed network: what is paid to a node and by it, its currency, nothing elsewhere."""
    rows = [
        *(paid(5, "f"), paid(7, "g")),
        row(LUND, OSLO, "h", amount=Decimal("2.5"), currency="DKK"),
        EvidenceRow(VISBY, "", "shared", ("i",), "", "", Decimal(9), "EUR"),
    ]
    plain = made([(NET, "Network"), *CITIES], mode="directed")
    found = money.with_money(plain, rows, GRANTS)
    assert [(n.amount_in, n.amount_out, n.currency) for n in found.nodes] == [
        (12, None, "EUR"),
        (2.5, 12, "DKK"),
        (None, 2.5, "DKK"),
        (None, None, ""),
    ]
    assert money.with_money(plain, [row()], GRANTS) is plain
    two_sided = replace(plain, directed=False)
    assert money.with_money(two_sided, rows, GRANTS) is two_sided


# The network.


def test_sides_of_a_network():
    """Sources are 0, targets 1; a node without ties has the side of its class, else 0."""
    nodes = [(OSLO, "City"), (NET, "Network"), (OTHER, "Network"), (LUND, "City"), (ART, "Theme")]
    found = projection.with_sides(made(nodes, [(OSLO, NET, 1)]))
    assert [node.side for node in found.nodes] == [0, 1, 1, 0, 0]
    mixed = projection.with_sides(
        made([(OSLO, "City"), (LUND, "City"), (VISBY, "City")], [(OSLO, LUND, 1)])
    )
    assert [node.side for node in mixed.nodes] == [0, 1, 0]
    for none in (
        made(nodes, [(OSLO, NET, 1), (NET, LUND, 1)]),
        made(nodes, [(OSLO, NET, 1)], "directed"),
        made(nodes, [(OSLO, NET, 1)], "one-mode"),
    ):
        assert {node.side for node in projection.with_sides(none).nodes} == {None}


def test_nodes_have_what_their_ties_have():
    """Themes and departments of a tie go to both its ends, besides their own, each once."""
    plain = made(CITIES)
    oslo, lund, visby = plain.nodes
    edge = Edge(OSLO, LUND, "r", 1.0, themes=(ART, CLIMATE), departments=(HEALTH,))
    nodes = (replace(oslo, themes=(CLIMATE,), departments=(CULTURE,)), lund, visby)
    found = projection.with_ties(replace(plain, nodes=nodes, edges=(edge,)))
    assert [(n.themes, n.departments) for n in found.nodes] == [
        ((ART, CLIMATE), (CULTURE, HEALTH)),
        ((ART, CLIMATE), (HEALTH,)),
        ((), ()),
    ]


def test_names_of_relations():
    """What two share has a name of ours, a relation that of the ontology."""
    known = SimpleNamespace(label=lambda iri: {"da": f"{iri} (da)", "en": iri})
    name = projection._relation_name  # noqa: SLF001 - what an edge is called
    assert name("shared", known) == bilingual("networks.shared")
    assert name("kk:Membership", known)["en"] == terms.term("Membership")
    assert name("urn:other", known) == {"da": "urn:other (da)", "en": "urn:other"}


def test_ties_without_direction_are_one():
    """What two share is the same either way round; a relation, or an arrow, has its own way."""
    there, back = row(LUND, OSLO, relation="shared"), row(OSLO, LUND, relation="shared")
    named = row(OSLO, LUND, relation="r")

    def ends(one, *, directed=False):
        return projection._ends(one, directed=directed)  # noqa: SLF001 - what makes ties one

    assert ends(there) == ends(back) == (LUND, OSLO, "shared")
    assert ends(back, directed=True) == (OSLO, LUND, "shared")
    assert ends(named) == (OSLO, LUND, "r")


# A part of it.

LINE = [(OSLO, LUND, 3), (LUND, VISBY, 1), (VISBY, NET, 2), (NET, OTHER, 2), (OTHER, VISBY, 1)]
ALL = [*CITIES, (NET, "Network"), (OTHER, "Network"), (ART, "Theme")]


@pytest.mark.parametrize(
    ("chosen", "nodes", "ties"),
    [
        ({}, {OSLO, LUND, VISBY, NET, OTHER, ART}, 5),
        ({"min_weight": 2}, {OSLO, LUND, VISBY, NET, OTHER, ART}, 3),
        ({"min_weight": 2, "drop_isolated": True}, {OSLO, LUND, VISBY, NET, OTHER}, 3),
        ({"min_weight": 2.5, "drop_isolated": True}, {OSLO, LUND}, 1),
        ({"drop_isolated": True}, {OSLO, LUND, VISBY, NET, OTHER}, 5),
        ({"ego": OSLO}, {OSLO, LUND}, 1),
        ({"ego": OSLO, "radius": 0}, {OSLO}, 0),
        ({"ego": OSLO, "radius": 2}, {OSLO, LUND, VISBY}, 2),
        ({"ego": OSLO, "radius": 0, "drop_isolated": True}, set(), 0),
        ({"core": 1}, {OSLO, LUND, VISBY, NET, OTHER}, 5),
        ({"core": 2}, {VISBY, NET, OTHER}, 3),
        ({"core": 3}, set(), 0),
        ({"core": 3, "largest": True}, set(), 0),
        ({"largest": True}, {OSLO, LUND, VISBY, NET, OTHER}, 5),
        ({"min_weight": 2, "largest": True}, {VISBY, NET, OTHER}, 2),
        ({"min_weight": 2, "core": 2}, set(), 0),
    ],
)
def test_a_part_of_a_network(chosen, nodes, ties):
    """First ties by weight, then around a node, core, largest part, without isolates."""
    whole = made(ALL, LINE)
    found = subgraph.take(whole, Selection(**chosen))
    assert {node.id for node in found.nodes} == nodes
    assert len(found.edges) == ties
    assert {end for e in found.edges for end in (e.source, e.target)} <= nodes


def test_around_a_node_that_is_not_there():
    """The message names the node and the network."""
    with pytest.raises(NodeNotInNetwork, match="made"):
        subgraph.take(made(CITIES), Selection(ego=NET))


# What is asked of it.


def test_what_a_network_says_of_itself():
    """Types and relations by frequency, then name; what has no label is called by its key."""
    nodes = [(NET, "Network"), *CITIES, (ART, "Theme")]
    plain = made(
        nodes, [(OSLO, NET, 1), (LUND, NET, 1)], names={"City": {"da": "by", "en": "city"}}
    )
    first, *others = plain.edges
    mixed = replace(
        plain, edges=(replace(first, relation="a"), *others, replace(first, relation="b"))
    )
    assert plain.types() == ["City", "Network", "Theme"]
    assert mixed.relations() == ["a", "b", "kk:Membership"]
    assert plain.named("City") == {"da": "by", "en": "city"}
    assert plain.named("Theme") == {"da": "Theme", "en": "Theme"}
    assert plain.community(plain.nodes[0]) is None
    assert plain.community_name(plain.nodes[0]) == {"da": "", "en": ""}
    groups = tuple(Community(n, {"da": f"g{n}", "en": f"G{n}"}, 1) for n in range(2))
    grouped = replace(plain, communities=groups)
    assert grouped.community_name(replace(plain.nodes[0], community=1)) == {"da": "g1", "en": "G1"}


def test_a_node_that_is_not_measured_yet():
    """All its measures are 0, and what is not known of it is not there."""
    node = Node("urn:x", "x", {}, "City")
    counted = (node.degree, node.in_degree, node.out_degree, node.core, node.community)
    assert counted == (0, 0, 0, 0, 0)
    assert (node.weighted_degree, node.betweenness, node.pagerank, node.x, node.y) == (0,) * 5
    assert (node.lat, node.long, node.side, node.amount_in, node.amount_out) == (None,) * 5
    assert (node.start, node.end, node.currency) == ("", "", "")
    network = made()
    assert (network.sampled, network.home, network.communities) == (0, (), ())


def test_a_text_that_is_looked_up_later():
    """When it is read, in any language."""
    asked = []
    later = Later(lambda key: asked.append(key) or {"da": "x", "en": "y"}, "key")
    assert asked == []
    assert (later["en"], list(later), len(later)) == ("y", ["da", "en"], 2)
    assert set(asked) == {"key"}
    assert dict(later) == {"da": "x", "en": "y"}


def test_sections_of_ties():
    """Those that state a tie and those they lie in, each once, in the order of the survey."""
    label = {"da": "x", "en": "x"}

    def cited(*pairs):
        found = tuple(Evidence(fact, section, "1", label) for fact, section in pairs)
        return Edge(OSLO, NET, "r", 1.0, evidence=found)

    one, other = cited(("f", "10.2.1"), ("g", "4"), ("f", "4.1")), cited(("h", "4.1"))
    assert one.sections == (("10.2.1", "4.1"), ("4",))
    assert sections_above([one, other]) == ["4", "4.1", "10", "10.2", "10.2.1"]
    assert sections_above([]) == []


def test_departments_with_cities():
    """A tie of a department to a city or municipality counts at either end, once; others do not."""
    town = terms.thing("municipality/oslo")
    nodes = [(OSLO, "City"), (town, "Municipality"), (NET, "Network")]
    plain = made(nodes)
    edges = (
        Edge(OSLO, NET, "r", 1.0, departments=(HEALTH, CULTURE)),
        Edge(NET, OSLO, "s", 1.0, departments=(HEALTH,)),
        Edge(town, NET, "r", 1.0, departments=(CULTURE,)),
        Edge(OSLO, town, "r", 1.0),
    )
    assert finding.memberships(replace(plain, edges=edges)) == {
        (HEALTH, OSLO), (CULTURE, OSLO), (CULTURE, town),
    }  # fmt: skip
