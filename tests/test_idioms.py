"""The idioms of docs/asking.md: each row of the table finds what the survey says."""

import re
from pathlib import Path

import pytest

from kkgraph.queries import evaluate
from kkgraph.store import Store

PAGE = Path(__file__).parents[1] / "docs" / "asking.md"
ROW = re.compile(r"^\| (?P<want>.+?) \| `(?P<pattern>[^`]+)` \|$", re.MULTILINE)
IDIOMS = {row["want"]: row["pattern"] for row in ROW.finditer(PAGE.read_text("utf-8"))}

_BEGIN = """
what two have in common|a unit's place|what takes place within|what takes place by
where a place stands|all the money|the things that a heading lists
""".replace("\n", "|").strip("|")
COMMON, PLACE, WITHIN, SECTION, STANDS, SUM, LISTS = (
    next(want for want in IDIOMS if want.startswith(begin)) for begin in _BEGIN.split("|")
)

# What the survey's text says to some of the questions: an answer that has to be among the rows.
AMONG = {
    "the members of a network": "region/region-skaane",
    "the members that its entry lists, beside the municipality": "municipality/malmoe-stad",
    "a membership with year, fee or note": "2007",
    "the memberships listed under a department": "network/nordisk-storbykonference",
    "what a unit, department or city takes part in": "network/mayors-for-peace",
    "the cities in a project, a metropolis that is a region too": "city/matosinhos",
    "who is in it in which role": "organisation/forum-virium-helsinki",
    COMMON: "network/nordisk-arbejdsgiver-hr-forum",
    "the places named together with one": "region/greater-london",
    "the cooperation alone, without the agreements": "cooperation/beijing",
    "the headings, of which some have no number": "Internationale sportsevents",
    "who is in charge of something": "unit/center-for-sundhed-og-forebyggelse",
    PLACE: "unit/center-for-indkoeb",
    "who sits where": "person/tommy-petersen",
    "who leads or chairs a network": "municipality/koebenhavns-kommune",
    "whom someone works with": "organisation/sharing-denmark",
    "cooperation and agreements with a city or its authority": "agreement/beijing-soesterby",
    "what a cooperation is about": "topic/cirkulaer-oekonomi",
    "the EU projects": "project/crema",
    "who funds a cooperation, and which departments are in it": "department/oekonomiforvaltningen",
    "every amount that a chapter states, totals too": "20000000",
    "the counts of a department and a year": "412",
    "what is under a programme, by grant or by framework": "project/eeradata",
    "who funds something": "organisation/grundfos",
    "what the city pays each year": "1130000",
    "a figure that the survey states": "94",
    "what has a topic": "network/carbon-neutral-cities-alliance",
    "when policies were adopted": "policy/koebenhavns-klimaplan",
    "what happens every other year": "event/nordisk-hovedstadskonference-om-idraet",
    "what runs on a day": "project/build-in-wood",
    "what the survey says is in a country (it names the country of few cities)": (
        "organisation/gypsotheca-e-museo-antonio-canova"
    ),
    "what is in a country, by the outside code of a city's country": (
        "organisation/museo-archeologico-nazionale-di-napoli"
    ),
    "the parts of a whole": "working-group/c40-styregruppe",
    "what a name stands for": "Nature Insurance value: Assessment and Demonstration",
    "how a section writes a name": "EURO2021",
    "which sections mention a thing": "section/6.3.2",
    LISTS: "project/crema",
    "a citation to print": "§4.1.5, lines 307, 320\N{EN DASH}321",
    "who is not said to have something": "person/frank-jensen",
    "a thing by a piece of its name, in any spelling": "event/world-capital-of-architecture-2023",
    "a fact about a thing that you know by name only": "cooperation/beijing",
    "who manages or coordinates a project or event": "department/teknik-og-miljoeforvaltningen",
    "how two things are connected, whatever the fact": "description/string",
    WITHIN: "project/water-safe-cities",
    "who does the work of a post": "unit/team-mobilitet",
    "how many of a kind each is said to have": "network/eurocities",
    "what is over, cancelled or only planned": "project/naiad",
    "two things that may be one": "network/storbykonference",
    "headings with the same words, whatever they stand for": "section/4.6.3",
    SECTION: "project/circuit",
    STANDS: "section/6.5.1",
    SUM: "94275000",
    "how often something happens: every so long, or so many times in a period": (
        "activity/family-club"
    ),
    "the departments that have a part of a chapter": "department/oekonomiforvaltningen",
    "every city but the city itself": "city/oslo",
}
NOT_AMONG = {
    "the places named together with one": "city/helsinki",
    "the cooperation alone, without the agreements": "agreement/beijing-soesterby",
    "the departments that have a part of a chapter": "department/socialforvaltningen",
    "every city but the city itself": "city/koebenhavn",
    "the members that its entry lists, beside the municipality": "municipality/koebenhavns-kommune",
    "what runs on a day": "project/naiad",
    "who is not said to have something": "person/jes-vissing-tiedemann",
    "who is in charge of something": "department/sundheds-og-omsorgsforvaltningen",
}


FACT = re.compile(r"^\| (?P<classes>`kk:\w+`(?:, `kk:\w+`)*) \|(?P<cells>.*)\|$", re.MULTILINE)
FACTS = {
    name: set(re.findall(r"`(kk:\w+)`", row["cells"]))
    for row in FACT.finditer(PAGE.read_text("utf-8"))
    for name in re.findall(r"kk:\w+", row["classes"])
}


def answers(store: Store, want: str) -> set[str]:
    """Return every value that an idiom finds, things without the part that all IRIs share."""
    found = evaluate(store, f"SELECT * WHERE {{ {IDIOMS[want]} }}")
    values = (cell.value for row in found.rows for cell in row if cell is not None)
    return {value.removeprefix("https://w3id.org/kkgraph/id/") for value in values}


def test_enough_idioms() -> None:
    """The page has 25 idioms or more, and what is expected of one is of one that is there."""
    assert len(IDIOMS) >= 25
    assert not (AMONG.keys() | NOT_AMONG.keys()) - IDIOMS.keys()


def test_together_without_the_wholes(store: Store) -> None:
    """The filter of the trap leaves the pairs that are together in two that are not whole and part.

    Sections 4.1.7, 6.3.4 and 6.3.6 name them.
    """
    page = PAGE.read_text("utf-8")
    trap = re.search(r"whose part both are in: `(FILTER.*?)`\.$", page, re.MULTILINE)
    assert trap
    among = "FILTER(?a != city:koebenhavn && ?b != city:koebenhavn && STR(?a) < STR(?b))"
    found = evaluate(
        store,
        "SELECT ?a ?b { ?a a kk:City ; kk:takesPartIn ?what . ?b a kk:City ; kk:takesPartIn ?what "
        f". {among} {trap[1]} }} GROUP BY ?a ?b HAVING(COUNT(DISTINCT ?what) > 1)",
    )
    pairs = {tuple(str(cell.value).rpartition("/")[2] for cell in row) for row in found.rows}
    assert pairs == {("amsterdam", "budapest"), ("helsinki", "lissabon"), ("helsinki", "oslo")}


@pytest.mark.parametrize("want", IDIOMS)
def test_idiom_answers(store: Store, want: str) -> None:
    """Each idiom runs as it stands on the page and finds what the text says."""
    found = answers(store, want)
    assert found
    assert want not in AMONG or AMONG[want] in found
    assert NOT_AMONG.get(want) not in found


def test_every_kind_of_fact_is_on_the_page(store: Store) -> None:
    """The table of facts has all classes of facts."""
    found = evaluate(store, "SELECT DISTINCT ?c { ?c rdfs:subClassOf+ kk:Fact . ?f a ?c }")
    assert {f"kk:{row[0].value.partition('#')[2]}" for row in found.rows} == FACTS.keys()


@pytest.mark.parametrize("name", FACTS)
def test_facts_have_what_the_page_says(store: Store, name: str) -> None:
    """Facts of each class have each property that its row names."""
    found = evaluate(store, f"SELECT DISTINCT ?p {{ ?fact a {name} ; ?p ?value }}")
    assert FACTS[name] <= {f"kk:{row[0].value.partition('#')[2]}" for row in found.rows}


def test_roles_on_the_page(store: Store) -> None:
    """The page lists the roles that occur, and no other."""
    listed = re.search(r"^Roles: (.*?)\. One who", PAGE.read_text("utf-8"), re.MULTILINE)
    assert listed
    found = evaluate(store, "SELECT DISTINCT ?role { ?fact kk:role ?role }")
    roles = {f"kk:{row[0].value.partition('#')[2]}" for row in found.rows}
    assert set(re.findall(r"kk:\w+", listed[1])) == roles
