"""Two municipalities in one graph: what is the same is one thing, and each survey is told apart."""

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from sampling import each_row

from kkgraph import project as projects
from kkgraph import queries, store, terms
from kkgraph.cli import main
from kkgraph.comparison import sentences, shared
from kkgraph.comparison.shared import Comparison
from kkgraph.editions import joining
from kkgraph.store import Store

ROOT = Path(__file__).parents[1]
HAVNBY = ROOT / "examples" / "havnby"
BASE = "https://example.org/havnby/"
BOTH = ("--project", str(ROOT), "--project", str(HAVNBY))


def run(*args: str) -> Result:
    """Call the command."""
    return CliRunner().invoke(main, list(args), prog_name="kkgraph")


@pytest.fixture(scope="module")
def compared() -> Comparison:
    """Return the shipped project held together with the example."""
    return shared.compare(projects.find(ROOT), projects.find(HAVNBY))


@pytest.fixture(autouse=True)
def _in_use(compared: Comparison) -> None:
    """Make both the projects in use: other tests use others."""
    compared.store.project.use()


@pytest.fixture(scope="module")
def both(compared: Comparison) -> Store:
    """Return the graph of both."""
    return compared.store


def test_the_same_thing_has_one_iri(both: Store) -> None:
    """Malmö is one city with the facts of both surveys, its other IRI only as a name for it."""
    asked = """SELECT DISTINCT ?survey {
      ?fact kk:hasMember|kk:hasPartner|kk:hasParticipant city:malmoe ;
        kk:citedFrom/dcterms:isPartOf ?survey . ?survey a kk:Survey } ORDER BY ?survey"""
    found = [row["survey"].rpartition("/")[2] for row in queries.evaluate(both, asked, "test")]
    assert found == ["havnby-2022", "koebenhavn-2020"]
    other = ox.NamedNode(BASE + "id/city/malmoe")
    assert [q.predicate.value for q in both.graph.quads_for_pattern(None, None, other, None)] == [
        terms.SAME_AS,
        terms.SAME_AS,
    ]
    assert not list(both.graph.quads_for_pattern(other, None, None, None))


def test_a_joined_thing_has_one_name_in_each_language(both: Store) -> None:
    """The second project's other name is an alternative one, and its rows come once."""
    asked = "SELECT ?l { network:eurocities skos:prefLabel ?l }"
    assert len(queries.evaluate(both, asked, "test")) == 2


def test_what_is_joined_is_listed_with_its_identifiers(compared: Comparison) -> None:
    """Five things are the same, by the register and Wikidata; nothing else is."""
    found = {one.thing.removeprefix(terms.ID): one for one in compared.joined}
    assert set(found) == {
        "city/hamborg",
        "city/malmoe",
        "network/eurocities",
        "network/string",
        "programme/horizon-2020",
    }
    assert found["city/malmoe"].others == (BASE + "id/city/malmoe",)
    assert found["city/malmoe"].identifiers == ("http://www.wikidata.org/entity/Q2211",)


def same(*pairs: tuple[str, str]) -> ox.Store:
    """Return a graph of `owl:sameAs`."""
    graph = ox.Store()
    graph.extend(
        ox.Quad(ox.NamedNode(a), ox.NamedNode(terms.SAME_AS), ox.NamedNode(b)) for a, b in pairs
    )
    return graph


A, B, C = ("https://a.org/", "https://b.org/", "https://c.org/")


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([("{a}city/x", "urn:1"), ("{b}city/y", "urn:1")], ["{a}city/x"]),
        ([("{a}city/x", "urn:1"), ("urn:1", "urn:2"), ("{b}city/y", "urn:2")], ["{a}city/x"]),
        ([("{b}city/y", "{a}city/x")], ["{a}city/x"]),
        ([("{a}city/x", "urn:1"), ("{b}city/y", "urn:2")], []),
        ([("{a}city/x", "urn:1"), ("{b}network/y", "urn:1")], []),
        ([("{a}city/x", "urn:1"), ("{a}city/z", "urn:1"), ("{b}city/y", "urn:1")], []),
        ([("{b}city/x", "urn:1"), ("{c}city/y", "urn:1")], ["{b}city/x"]),
    ],
)
def test_only_one_thing_each_of_one_kind_is_joined(
    pairs: list[tuple[str, str]], found: list[str]
) -> None:
    """The closure joins over any number of steps; what is doubtful stays apart."""
    ids = {"a": A + "id/", "b": B + "id/", "c": C + "id/"}
    graph = same(*((one.format(**ids), other.format(**ids)) for one, other in pairs))
    joined = joining.found(graph, (A, B, C))
    assert [one.thing for one in joined] == [one.format(**ids) for one in found]


def test_a_saved_query_has_the_survey_as_column_and_filter() -> None:
    """Each row says according to which survey; `--source` keeps those of one."""
    call = ("query", "fees-by-network", *BOTH, "--format", "csv")
    rows = [line.split(",")[0] for line in run(*call).stdout.splitlines()]
    assert rows == ["survey", *["koebenhavn-2020"] * 4, *["havnby-2022"] * 2]
    only = run(*call, "--source", "havnby-2022").stdout.splitlines()
    assert [line.split(",")[0] for line in only] == ["survey", *["havnby-2022"] * 2]


@pytest.mark.slow
def test_a_network_has_the_survey_as_attribute_and_filter(tmp_path: Path) -> None:
    """A tie that both surveys state says so, and `--source` keeps the ties of one."""
    file = tmp_path / "n.json"
    assert run("network", "everything", *BOTH, "-o", str(file)).exit_code == 0
    edges = json.loads(file.read_text("utf-8"))
    ties = edges.get("links") or edges["edges"]
    surveys = {tie["surveys"] for tie in ties}
    assert {"koebenhavn-2020", "havnby-2022"} <= surveys
    call = ("network", "everything", *BOTH, "--source", "havnby-2022", "-o", str(file))
    assert run(*call).exit_code == 0
    only = json.loads(file.read_text("utf-8"))
    assert {tie["surveys"] for tie in only.get("links") or only["edges"]} == {"havnby-2022"}


def test_a_thing_shown_says_which_survey_a_section_is_of() -> None:
    """A section of the project beside is told by that project's name."""
    shown = run("show", "STRING", *BOTH).stdout
    assert "§havnby/2.2, line" in shown
    assert "§4.1.5, lines" in shown


@pytest.mark.parametrize("lang", ["da", "en"])
def test_compare_says_what_is_shared_and_where_they_differ(lang: str) -> None:
    """Networks, partners, programmes, cities, fees and what was joined, a sentence each."""
    result = run("compare", str(ROOT), str(HAVNBY), "--lang", lang)
    assert result.exit_code == 0, result.output
    said = result.stdout.splitlines()
    expected = {
        "en": (
            "Copenhagen and Havnby are both members of: Eurocities, STRING.",
            "Only Havnby works with (2): Gdańsk, Malmö.",
            "Both surveys name the programmes: Horizon 2020.",
            "For STRING Copenhagen pays DKK 500,000 a year, and Havnby DKK 120,000.",
        ),
        "da": (
            "København og Havnby er begge medlem af: EUROCITIES, STRING.",
            "Kun Havnby samarbejder med (2): Gdansk, Malmø.",
            "Begge afdækninger nævner programmerne: Horizon 2020.",
            "København betaler 500.000 kr. om året for STRING, Havnby betaler 120.000 kr. om året.",
        ),
    }
    assert set(expected[lang]) <= set(said)


def test_compare_as_json_has_all_names(compared: Comparison) -> None:
    """Everything that a sentence leaves out for its length is in JSON, by IRI."""
    found = json.loads(sentences.as_json(compared, "en"))
    assert [one["iri"] for one in found["networks"]["both"]] == [
        terms.ID + "network/eurocities",
        terms.ID + "network/string",
    ]
    assert len(found["networks"]["first"]) == 44
    assert found["fees"] == [
        {
            "iri": terms.ID + "network/string",
            "first": [{"amount": "500000", "currency": "DKK"}],
            "second": [{"amount": "120000", "currency": "DKK"}],
        }
    ]
    assert found["sentences"] == list(sentences.sentences(compared, "en"))


def test_what_one_project_alone_says_is_not_changed_by_another(both: Store) -> None:
    """Of the shipped survey's graphs no statement is lost or altered beside another project."""
    alone = store.load(projects.find(ROOT)).local
    graphs = [g for g in alone.named_graphs() if terms.section_number(g.value)]
    both.project.use()
    assert len(graphs) > 100
    for graph in graphs:
        own = set(alone.quads_for_pattern(None, None, None, graph))
        assert own == set(both.graph.quads_for_pattern(None, None, None, graph))


def test_two_stores_of_two_projects_are_asked_in_turn() -> None:
    """A name means a thing of the project that is asked, whichever was loaded last."""
    one, other = (store.load(projects.find(folder)) for folder in (ROOT, HAVNBY))
    for asked, homes in ((one, 1), (other, 0), (one, 1)):
        found = queries.evaluate(asked, "SELECT ?c { ?c a kk:City FILTER(?c = city:koebenhavn) }")
        assert len(found) == homes  # type: ignore[arg-type]
        query = queries.find_query(asked.project, "members-of-network")
        assert len(queries.run(asked, query, {"network": "network:string"}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    each_row([(ROOT, HAVNBY), (HAVNBY, ROOT)], 2),
    ids=["from shipped", "to shipped"],
)
def test_a_difference_of_two_projects_calls_all_by_name(before: Path, after: Path) -> None:
    """Things of either base are called by their labels, and a fee is said with its sum."""
    found = run("diff", str(before), str(after))
    assert found.exit_code == 0, found.output
    word = "now pays" if after == HAVNBY else "no longer pays"
    assert f"City of Havnby {word} DKK 120,000 a year for STRING." in found.stdout
    assert "Big Cities Conference" in found.stdout
    assert "://" not in found.stdout
    assert not re.search(r"\b(network|city|section|payment|membership):\S", found.stdout)


@pytest.mark.parametrize(
    ("asked", "said"),
    [("total-yearly-payments", "DKK 210,000"), ("partner-cities", "Gdańsk")],
)
def test_a_default_chapter_hides_nothing_of_another_survey(asked: str, said: str) -> None:
    """Where the chapter of another survey has no row, the whole is asked."""
    found = run("query", asked, "--project", str(HAVNBY))
    assert found.exit_code == 0, found.output
    assert said in found.stdout


SECOND = """
    @base <https://w3id.org/kkgraph/id/> .
    @prefix kk: <https://w3id.org/kkgraph/ontology#> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    GRAPH <https://w3id.org/kkgraph/graph/register> {
      <survey/oslo> a kk:Survey ; kk:hasMunicipality <municipality/oslo-kommune> ;
        dcterms:spatial <city/oslo> .
      <section/oslo> a kk:Section ; dcterms:isPartOf <survey/oslo> .
    }
    GRAPH <section/oslo> {
      <cooperation/oslo-dallas> a kk:Cooperation ; kk:lines "1" ; kk:hasPartner <city/dallas> ;
        kk:hasParticipant <municipality/oslo-kommune> .
    }"""


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a survey of Oslo, which says one thing."""
    path = tmp_path_factory.mktemp("second") / "second.trig"
    path.write_text(SECOND)
    return path


def test_a_city_is_tied_by_its_own_survey(second: Path) -> None:
    """With two surveys in one project, partners are those of the city whose survey says so."""
    call = ("query", "copenhagen-cities", "--project", str(ROOT), "--format", "csv")
    before, after = (
        [line.split(",")[:3] for line in run(*call, *more).stdout.splitlines()]
        for more in ((), ("--with", str(second)))
    )
    added = [row for row in after if row not in before]
    names = [[iri.rpartition("/")[2] for iri in row] for row in added]
    assert names == [["oslo", "dallas", "ontology#Cooperation"]]
    assert len(after) == len(before) + 1


# Saved queries that leave out the city of the survey, and what is asked of them.
WITHOUT_HOME = {
    "cities": (),
    "cities-projects": (),
    "city-ties": (),
    "city-pairs": ("--city", "oslo"),
    "city-paths": ("--a", "amsterdam", "--b", "helsinki"),
    "cooperations-by-city": ("--city", "oslo"),
    "entries-and-what-they-state": (),
    "partner-city-counts": (),
}


@pytest.mark.parametrize("name", WITHOUT_HOME)
def test_only_its_own_survey_leaves_a_city_out(second: Path, name: str) -> None:
    """With a survey of Oslo beside it, what the first survey says of Oslo is still there."""
    call = ("query", name, *WITHOUT_HOME[name], "--project", str(ROOT), "--format", "csv")
    before, after = (
        run(*call, *more).stdout.splitlines() for more in ((), ("--with", str(second)))
    )
    assert len(before) > 1
    assert [row for row in before if row not in after] == []


NOTE = """
    @base <https://w3id.org/kkgraph/id/> .
    @prefix kk: <https://w3id.org/kkgraph/ontology#> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    GRAPH <https://w3id.org/kkgraph/graph/sections> {
      <source/note> a kk:Source ; kk:hasMunicipality <municipality/koebenhavns-kommune> ;
        dcterms:spatial <city/koebenhavn> .
      <source/note/section/1> a kk:Section ; dcterms:isPartOf <source/note> .
    }
    GRAPH <source/note/section/1> {
      <participation/note-a> a kk:Participation ; kk:lines "1" ; kk:inActivity <project/ai4cities> ;
        kk:hasParticipant <city/koebenhavn> .
      <participation/note-b> a kk:Participation ; kk:lines "1" ; kk:inActivity <project/ai4cities> ;
        kk:hasParticipant <city/oslo> .
      <membership/note> a kk:Membership ; kk:lines "1" ; kk:hasOrganisation <network/c40> ;
        kk:hasMember <city/koebenhavn> .
    }"""
_OF_HOME = {**WITHOUT_HOME, "city-pairs": (), "cooperations-by-city": ()}
_NO_CITIES = "entries-and-what-they-state"  # has sections as rows


@pytest.fixture(scope="module")
def note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a later source: one file, so that the graph with it is loaded once."""
    file = tmp_path_factory.mktemp("later") / "note.trig"
    file.write_text(NOTE)
    return file


@pytest.mark.parametrize("name", sorted(_OF_HOME.keys() - {_NO_CITIES}))
def test_a_later_source_leaves_its_city_out_too(note: Path, name: str) -> None:
    """What a note of the municipality says of its own city gives no row of that city either."""
    call = ("query", name, *_OF_HOME[name], "--project", str(ROOT), "--with", str(note))
    found = run(*call, "--format", "csv").stdout
    assert found.count("\n") > 1
    assert "city/koebenhavn" not in found
