"""The idioms of docs/asking.md: each row of the table finds what the survey says."""

import re
from pathlib import Path

import pytest

from kkgraph.queries import evaluate
from kkgraph.store import Store

PAGE = Path(__file__).parents[1] / "docs" / "asking.md"
ROW = re.compile(r"^\| (?P<want>.+?) \| `(?P<pattern>[^`]+)` \|$", re.MULTILINE)
IDIOMS = {row["want"]: row["pattern"] for row in ROW.finditer(PAGE.read_text("utf-8"))}

# What the survey's text says to some of the questions: an answer that has to be among the rows.
AMONG = {
    "the members of a network": "region/region-skaane",
    "the members that its entry lists, beside the municipality": "municipality/malmoe-stad",
    "a membership with year, fee or note": "2007",
    "the memberships listed under a department": "network/nordisk-storbykonference",
    "what a unit, department or city takes part in": "network/mayors-for-peace",
    "the cities in a project": "city/matosinhos",
    "who is in it in which role": "organisation/forum-virium-helsinki",
    "what two have in common": "network/nordisk-arbejdsgiver-hr-forum",
    "who is in charge of something": "unit/center-for-sundhed-og-forebyggelse",
    "a unit's place in the organisation": "unit/center-for-indkoeb",
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
    "what is in a country": "organisation/gypsotheca-e-museo-antonio-canova",
    "the parts of a whole": "working-group/c40-styregruppe",
    "what a name stands for": "Nature Insurance value: Assessment and Demonstration",
    "how a section writes a name": "EURO2021",
    "which sections mention a thing": "section/6.3.2",
    "the things that a heading lists": "project/crema",
    "a citation to print": "§4.1.5, lines 307, 320\N{EN DASH}321",
    "who is not said to have something": "person/frank-jensen",
}
NOT_AMONG = {
    "the members that its entry lists, beside the municipality": "municipality/koebenhavns-kommune",
    "what runs on a day": "project/naiad",
    "who is not said to have something": "person/jes-vissing-tiedemann",
    "who is in charge of something": "department/sundheds-og-omsorgsforvaltningen",
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


@pytest.mark.parametrize("want", IDIOMS)
def test_idiom_answers(store: Store, want: str) -> None:
    """Each idiom runs as it stands on the page and finds what the text says."""
    found = answers(store, want)
    assert found
    assert want not in AMONG or AMONG[want] in found
    assert NOT_AMONG.get(want) not in found
