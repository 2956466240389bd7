"""As of when, and according to whom: a memo of 2021 revises a fee of the survey of 2020."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from click.testing import Result
from sampling import each_row
from serving import Server, serving

from kkgraph import project as projects
from kkgraph import queries, store
from kkgraph.editions.edition import Edition, days
from kkgraph.errors import ParameterInvalid
from kkgraph.errors.projects import SourceUnknown
from kkgraph.project import Project
from kkgraph.rules import load_rules

MINI = Path(__file__).parent / "mini"
HEAD = """\
@base <https://w3id.org/kkgraph/id/> .
@prefix kk: <https://w3id.org/kkgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SURVEY = """
<https://w3id.org/kkgraph/graph/sections> {
  <survey/lysby-2020> a kk:Survey ;
    dcterms:title "Lysby i verden"@da ;
    kk:hasMunicipality <municipality/lysby-kommune> ;
    dcterms:issued "2020"^^xsd:gYear ;
    dcterms:language "da" .
  <section/1> dcterms:isPartOf <survey/lysby-2020> .
  <section/1.1> dcterms:isPartOf <survey/lysby-2020> .
  <section/1.1.1> dcterms:isPartOf <survey/lysby-2020> .
  <section/1.1.2> dcterms:isPartOf <survey/lysby-2020> .
  <section/2> dcterms:isPartOf <survey/lysby-2020> .
  <section/2.1> dcterms:isPartOf <survey/lysby-2020> .
  <section/2.1.1> dcterms:isPartOf <survey/lysby-2020> .
}
"""
MEMO = """
<https://w3id.org/kkgraph/graph/sections> {
  <source/memo-2021> a kk:Source ;
    dcterms:title "Notat"@da ;
    kk:hasMunicipality <municipality/lysby-kommune> ;
    dcterms:issued "2021-03"^^xsd:gYearMonth ;
    dcterms:language "da" .
  <source/memo-2021/section/1> a kk:Section ;
    dcterms:isPartOf <source/memo-2021> ;
    kk:number "1" ; dcterms:title "Kontingenter"@da ; kk:level 1 ; kk:order 1 ;
    kk:firstLine 1 ; kk:lastLine 3 .
}
<source/memo-2021/section/1> {
  <payment/nordlys-2021> a kk:Payment ;
    kk:lines "2" ;
    kk:amount 300000 ; kk:currency "DKK" ;
    kk:isAbout <network/nordlys> ;
    prov:wasRevisionOf <payment/nordlys> .
  <payment/nordlys-2023> a kk:Payment ;
    kk:lines "3" ;
    kk:amount 350000 ; kk:currency "DKK" ;
    kk:isAbout <network/nordlys> ;
    kk:validFrom "2023"^^xsd:gYear ;
    prov:wasRevisionOf <payment/nordlys-2021> .
}
<https://w3id.org/kkgraph/graph/register> {
  <city/kun-i-notatet> a kk:City ; skos:prefLabel "Kun"@da, "Only"@en .
}
"""


@pytest.fixture
def folder(mini_copy: Project) -> Path:
    """Return the tiny project with a memo that revises a fee twice."""
    (mini_copy.root / "data" / "survey" / "98-kilde.trig").write_text(HEAD + SURVEY, "utf-8")
    (mini_copy.root / "data" / "survey" / "99-notat.trig").write_text(HEAD + MEMO, "utf-8")
    return mini_copy.root


def amounts(project: Project, as_of: str | None = None, source: str | None = None) -> list[int]:
    """Return the amounts that the network NORDLYS costs, as asked."""
    loaded = store.load(replace(project, edition=Edition(as_of, source)))
    text = "SELECT ?amount { ?p kk:isAbout network:nordlys ; kk:amount ?amount } ORDER BY ?amount"
    table = queries.evaluate(loaded, text, "test")
    return [int(row["amount"]) for row in table]


@pytest.mark.parametrize(
    ("as_of", "source", "found"),
    [
        (None, None, [250000, 300000, 350000]),
        ("2020", None, [250000]),
        ("2021-02", None, [250000]),
        ("2021-03", None, [300000]),
        ("2021-03-01", None, [300000]),
        ("2022-12-31", None, [300000]),
        ("2023", None, [350000]),
        ("2019", None, []),
        (None, "lysby-2020", [250000]),
        (None, "survey:lysby-2020", [250000]),
        ("2023", "lysby-2020", [250000]),
        (None, "memo-2021", [300000, 350000]),
        ("2022", "https://w3id.org/kkgraph/id/source/memo-2021", [300000]),
    ],
)
def test_the_fee_as_asked(
    folder: Path, as_of: str | None, source: str | None, found: list[int]
) -> None:
    """A date takes what held then and was not revised, a source what it says itself."""
    assert amounts(projects.find(folder), as_of, source) == found


@pytest.mark.parametrize(
    "edition",
    [Edition("2022"), Edition("2023"), Edition("2019"), Edition(source="lysby-2020")],
    ids=str,
)
def test_what_is_loaded_is_narrowed_as_it_would_be_read(folder: Path, edition: Edition) -> None:
    """A loaded graph becomes the same that reading the files for an edition gives."""
    project = projects.find(folder)
    found = load_rules(project.rule_files())
    narrowed = store.narrowed(store.load(project), edition, found)
    assert set(narrowed.local) == set(store.load(replace(project, edition=edition)).local)


@pytest.mark.parametrize(
    ("loaded", "asked", "said"),
    [
        (Edition(), Edition("2022"), {"as-of": "2022"}),
        (Edition("2022"), Edition(source="memo-2021"), {"as-of": "2022", "source": "memo-2021"}),
        (Edition("2022"), Edition("2023", "memo-2021"), {"as-of": "2022", "source": "memo-2021"}),
        (Edition("2022"), Edition("2021-02"), {"as-of": "2021-02"}),
        (Edition(source="memo-2021"), Edition("2022"), {"as-of": "2022", "source": "memo-2021"}),
    ],
    ids=str,
)
def test_what_is_narrowed_twice_says_both(
    folder: Path, loaded: Edition, asked: Edition, said: dict[str, str]
) -> None:
    """A graph of one edition that is asked for another names all that was left out by."""
    project = replace(projects.find(folder), edition=loaded)
    found = store.narrowed(store.load(project), asked, load_rules(project.rule_files()))
    assert found.project.edition.words == said


@pytest.mark.slow  # loads the shipped project
def test_where_all_counts_nothing_is_made_anew(project: Project) -> None:
    """What is loaded is what is asked for where no source is later and nothing was revised."""
    whole = store.load(project)
    found = store.narrowed(whole, Edition("2020", "koebenhavn-2020"), [])
    assert found.graph is whole.graph
    assert found.project.edition.words == {"as-of": "2020", "source": "koebenhavn-2020"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the tiny project with its memo, which need not conform to the shapes."""
    folder = tmp_path_factory.mktemp("served") / "project"
    shutil.copytree(MINI, folder)
    (folder / "kkgraph.toml").write_text('base = "https://w3id.org/kkgraph/"\n', "utf-8")
    (folder / "data" / "survey" / "98-kilde.trig").write_text(HEAD + SURVEY, "utf-8")
    (folder / "data" / "survey" / "99-notat.trig").write_text(HEAD + MEMO, "utf-8")
    options = ("--force", "--workers", "1")
    with serving(folder, folder.parent / "log", *options) as running:
        yield running


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["250000", "300000", "350000"]),
        ({"as-of": "2020"}, ["250000"]),
        ({"as-of": "2022-05"}, ["300000"]),
        ({"source": "memo-2021"}, ["300000", "350000"]),
        ({"as-of": "2022", "source": "memo-2021"}, ["300000"]),
    ],
    ids=str,
)
def test_each_request_says_as_of_when_it_asks(
    server: Server, asked: dict[str, str], found: list[str]
) -> None:
    """SPARQL by GET and by POST, a saved query, a document and a page answer as they are asked."""
    text = "SELECT ?amount { ?p kk:isAbout network:nordlys ; kk:amount ?amount } ORDER BY ?amount"
    got = server.sparql(text, {"format": "csv", **asked})
    assert got.text.split() == ["amount", *found]
    form = urlencode({"query": text, "format": "csv", **asked}).encode()
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert server.ask("/sparql", "POST", form, **kind).text == got.text
    words = urlencode(asked)
    fees = server.ask(f"/api/queries/fees.csv?{words}").text
    paid = found[-1:] if "as-of" in asked and "source" not in asked else found[:1]
    assert fees.split()[1:] == ([] if "source" in asked else [f"NORDLYS,{paid[0]}", "Lighthouse,0"])
    memo = server.ask(f"/id/payment/nordlys-2021.ttl?{words}")
    assert (memo.status == 200) == ("300000" in found)
    page = server.ask(f"/id/network/nordlys/?{words}").text
    assert ("As of" in page) == ("as-of" in asked)
    assert ("According to" in page) == ("source" in asked)
    links = re.findall(r'href="([^":]*index\.html[^"]*)"', page)
    assert links
    assert all(("?" in link) == bool(asked) for link in links)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/sparql?query=ASK%7B%7D&source=memo-2012", "no source 'memo-2012'; there are"),
        ("/sparql?query=ASK%7B%7D&as-of=soon", "'soon' is not a year, a month or a day"),
        ("/api/networks/x.gexf?as-of=2021-13", "'2021-13' is not a year"),
        ("/?source=nobody", "no source 'nobody'"),
        ("/api/search?q=oslo&as-of=2020", "as-of goes with a saved query, a network and SPARQL"),
        ("/api/ask?q=oslo&source=memo-2021", "source goes with a saved query, a network and"),
    ],
)
def test_an_edition_that_is_none_is_refused(server: Server, path: str, message: str) -> None:
    """A date that is none and a source that is unknown are the request's mistake."""
    got = server.ask(path)
    assert got.status == 400
    assert message in got.json()["detail"]


def test_the_parameters_are_described(server: Server) -> None:
    """OpenAPI has both wherever they can be given."""
    paths = server.ask("/openapi.json").json()["paths"]
    for name, path in paths.items():
        asked = {one["name"] for one in path["get"].get("parameters", ())}
        takes = name == "/sparql" or re.match("/api/(queries|networks)/", name)
        assert ({"as-of", "source"} <= asked) == bool(takes), name


def test_no_source_that_early_is_said(folder: Path, kkgraph: Callable[..., Result]) -> None:
    """Where no source counts, an empty answer says so, and nothing of terms that are not used."""
    text = "SELECT ?a { ?p kk:amount ?a }"
    result = kkgraph("query", "-e", text, "--as-of", "2019", "--lang", "da", folder=folder)
    assert result.exit_code == 0
    assert "Grafen har ingen kilder her." in result.stderr
    assert "kk:amount" not in result.stderr


def test_what_pointed_at_a_revised_fact_points_at_the_one_that_holds(folder: Path) -> None:
    """The membership's fee is the new one: derived, and in no section's graph."""
    loaded = store.load(replace(projects.find(folder), edition=Edition("2022")))
    pattern = "membership:nordlys kk:hasFee payment:nordlys-2021"
    fees = "SELECT ?p { GRAPH ?g { membership:nordlys kk:hasFee ?p } FILTER(?g != graph:derived) }"
    assert queries.evaluate(loaded, f"ASK {{ GRAPH graph:derived {{ {pattern} }} }}", "test")
    assert len(queries.evaluate(loaded, fees, "test")) == 0


def test_according_to_a_source_others_things_and_sections_are_gone(folder: Path) -> None:
    """What only another source names is no thing, and its sections are no sections."""
    project = projects.find(folder)
    whole = store.load(project).local
    said = store.load(replace(project, edition=Edition(source="lysby-2020"))).local
    memo = ox.NamedNode("https://w3id.org/kkgraph/id/source/memo-2021/section/1")
    only = ox.NamedNode("https://w3id.org/kkgraph/id/city/kun-i-notatet")
    for node in (memo, only):
        assert list(whole.quads_for_pattern(node, None, None, None))
        assert list(said.quads_for_pattern(node, None, None, None)) == []
    assert not said.contains_named_graph(memo)


def test_the_whole_survey_is_what_its_only_source_says(project: Project) -> None:
    """With one source nothing that it says is lost by asking for it, and nothing derived of it."""
    asked = replace(project, edition=Edition("2020", "koebenhavn-2020"))
    lost = set(store.load(project).local) - set(store.load(asked).local)
    assert {quad.graph_name for quad in lost} == set()


@pytest.mark.parametrize(
    "text",
    [
        "2021-13",
        "21",
        "2021-02-30",
        "soon",
        "2021-3",
        "\u0662\u0660\u0662\u0661",
        "\uff12\uff10\uff12\uff11-05",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """A date is a year, a month or a day of the calendar."""
    assert days(text) is None
    with pytest.raises(ParameterInvalid):
        Edition(text)


def test_an_unknown_source_is_told_with_those_there_are(folder: Path) -> None:
    """The message names the sources, and the likest."""
    with pytest.raises(SourceUnknown) as error:
        amounts(projects.find(folder), source="memo-2012")
    assert "lysby-2020, memo-2021" in str(error.value)
    assert "did you mean memo-2021?" in str(error.value)


def test_commands_take_the_options(folder: Path, kkgraph: Callable[..., Result]) -> None:
    """`query`, `show`, `network` and the rest say what held, and 2 where nothing can."""
    text = "SELECT (SUM(?a) AS ?n) { ?p kk:isAbout network:nordlys ; kk:amount ?a }"
    for given, total in (("2020", "250000"), ("2022", "300000")):
        call = ("query", "-e", text, "--as-of", given, "--format", "csv")
        assert kkgraph(*call, folder=folder).stdout.split() == ["n", total]
    shown = kkgraph("show", "NORDLYS", "--source", "memo-2021", folder=folder)
    assert "350,000" in shown.stdout
    assert "250,000" not in shown.stdout
    failed = kkgraph("stats", "--as-of", "yesterday", folder=folder)
    assert (failed.exit_code, failed.stdout) == (2, "")
    assert failed.stderr == "kkgraph: --as-of: 'yesterday' is not a year, a month or a day\n"


def test_the_cache_tells_editions_apart(folder: Path) -> None:
    """What is kept of one edition is not given for another."""
    from kkgraph.cache.sources import Sources

    project = projects.find(folder)
    found = [
        Sources.of(replace(project, edition=Edition(as_of)), stated=False)
        for as_of in (None, "2020", "2021")
    ]
    assert len({one.digest for one in found if one}) == 3


def test_two_projects_of_one_base_are_refused(folder: Path, tmp_path: Path) -> None:
    """Their sections would be one graph: each needs a base of its own."""
    other = projects.find(Path(shutil.copytree(folder, tmp_path / "other")))
    with pytest.raises(Exception, match=r"base: .* has the same; give each its own"):
        projects.find(folder).together((other,))


FEE = """
<https://w3id.org/kkgraph/graph/sections> {
  <source/notat-2021> a kk:Source ; dcterms:title "Notat"@da ;
    kk:hasMunicipality <municipality/koebenhavns-kommune> ;
    dcterms:issued "2021"^^xsd:gYear ; dcterms:language "da" .
  <source/notat-2021/section/1> a kk:Section ; dcterms:isPartOf <source/notat-2021> ;
    kk:number "1" ; dcterms:title "Kontingenter"@da ; kk:level 1 ; kk:order 1 ;
    kk:firstLine 1 ; kk:lastLine 3 .
}
<source/notat-2021/section/1> {
  <payment/eurocities-2021> a kk:Payment ; kk:lines "2" ;
    kk:amount 70000 ; kk:currency "DKK" ; kk:interval "P1Y"^^xsd:duration ;
    kk:hasPayer <municipality/koebenhavns-kommune> ; kk:isAbout <network/eurocities> .
}
"""


@pytest.fixture(scope="module")
def with_fee(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the shipped project with a memo of 2021 that adds a yearly fee."""
    root = Path(__file__).parents[1]
    folder = tmp_path_factory.mktemp("fee")
    shutil.copy(root / "kkgraph.toml", folder)
    shutil.copytree(root / "data", folder / "data")
    (folder / "data" / "survey" / "99-notat.trig").write_text(HEAD + FEE, "utf-8")
    return projects.find(folder)


@pytest.mark.parametrize(
    ("as_of", "source", "total"),
    each_row(
        [
            ("2021", None, 3000000),
            ("2020", None, 2930000),
            (None, "notat-2021", 70000),
            (None, "koebenhavn-2020", 2930000),
        ],
        4,  # each loads the shipped project
    ),
)
def test_a_fee_of_a_later_source_counts(
    with_fee: Project, as_of: str | None, source: str | None, total: int
) -> None:
    """The sum of what is paid a year is that of all sources that count."""
    loaded = store.load(replace(with_fee, edition=Edition(as_of, source)))
    query = queries.find_query(loaded.project, "total-yearly-payments")
    assert max(int(row["total"]) for row in queries.run(loaded, query)) == total


def test_a_default_that_is_not_there_leaves_nothing_out(with_fee: Project) -> None:
    """What asks for a chapter of the survey is answered from all, with a note.

    A chapter that is asked for is not given up.
    """
    loaded = store.load(replace(with_fee, edition=Edition(None, "notat-2021")))
    for name in ("partner-cities", "entries-listed-twice", "funding-sum"):
        query = queries.find_query(loaded.project, name)
        assert list(queries.run(loaded, query)) == []
    whole = store.load(with_fee)
    query = queries.find_query(whole.project, "partner-cities")
    assert queries.run(whole, query, {"city": "city:beijing"}).about.notes == ()
    asked = {"city": "city:boston"}  # in another chapter than the default's
    found = queries.run(whole, query, asked)
    assert list(found) == list(queries.run(whole, query, {**asked, "chapter": "all"}))
    assert len(found.about.notes) == 1
    assert list(queries.run(whole, query, {**asked, "chapter": "9"})) == []
