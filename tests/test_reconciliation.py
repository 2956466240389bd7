"""Reconciliation: names in tables and what they mean, by one implementation for file and server."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from kkgraph import terms
from kkgraph.cli import main
from kkgraph.reconciliation import names, service
from kkgraph.reconciliation.candidates import Asked, candidates

SPELLINGS = list(
    csv.DictReader((Path(__file__).parent / "spellings.csv").read_text("utf-8").splitlines())
)
MOST_WRONG = 0.01


@pytest.fixture(scope="module")
def index(store):
    """Return the names of the shipped graph."""
    return names.build(store)


def found(index, text, **asked):
    """Return the candidates as (CURIE, score, match)."""
    return [
        (terms.shorten(one.thing), one.score, one.match)
        for one in candidates(index, Asked(text, **asked))
    ]


def verdict(index, text, wanted):
    """Return right, wrong or open."""
    best = next((thing for thing, _, match in found(index, text) if match), "")
    return "right" if best == wanted else "wrong" if best else "open"


def test_measured_spellings(index):
    """At most one spelling in a hundred is matched wrongly; docs/reconcile.md has the shares."""
    counts = Counter(verdict(index, row["by"], row["thing"]) for row in SPELLINGS)
    assert len(SPELLINGS) >= 300
    assert counts["wrong"] <= MOST_WRONG * len(SPELLINGS)
    assert counts["right"] >= 0.85 * len(SPELLINGS)
    share = {name: f"{100 * count / len(SPELLINGS):.1f} %" for name, count in counts.items()}
    page = (Path(__file__).parents[1] / "docs" / "reconcile.md").read_text("utf-8")
    told = [
        f"| {name} | {counts[name]} | {share.get(name, '0.0 %')} |"
        for name in ("right", "open", "wrong")
    ]
    assert [line for line in told if line not in page] == []


def test_what_there_is_is_among_the_first_five(index):
    """Every misspelt name has its thing among the candidates."""
    rows = [r for r in SPELLINGS if r["group"] in ("misspelt", "spelling")]
    missed = [r["by"] for r in rows if r["thing"] not in [f[0] for f in found(index, r["by"])]]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Malmø", ("city:malmoe", 100.0, True)),
        ("Malmö", ("city:malmoe", 100.0, True)),
        ("Malmo", ("city:malmoe", 95.0, True)),
        ("Göteborg", ("city:goeteborg", 95.0, True)),
        ("Q585", ("city:oslo", 100.0, True)),
        ("city:oslo", ("city:oslo", 100.0, True)),
        ("Region Hovedstaden", ("region:region-hovedstaden", 100.0, True)),
        ("DK", ("country:danmark", 90.0, False)),
        ("STRNG", ("network:string", 90.9, False)),
    ],
)  # fmt: skip
def test_scores_mean_something(index, text, best):
    """100: label or identifier; 95: another spelling; below that likeness; a match where sure."""
    assert found(index, text)[0] == best


def test_a_name_of_two_things_stays_open(index):
    """What two things are called alike is no match of either."""
    both = found(index, "Nordisk direktørnetværk")[:2]
    assert [(score, match) for _, score, match in both] == [(95.0, False)] * 2


def test_a_label_is_no_other_spelling(mini, index):
    """What a thing is called counts as that alone; what stands before brackets is another name."""
    ranks = {key: {one.rank for one in found} for key, found in names.build(mini).names.items()}
    assert (ranks["oslo"], ranks["fyrtaarnet"]) == ({0}, {1})
    bare = "city history museums and research network of europe"
    assert found(index, bare)[0][1] >= 95.0


def test_types_and_properties_decide(index):
    """A class leaves only its things, a code is sure within one; a wrong value costs the match."""
    network = terms.term("Network")
    assert not any(score >= 60 for _, score, _ in found(index, "Oslo", types=(network,)))
    assert found(index, "DK", types=(terms.term("Country"),))[0] == ("country:danmark", 100.0, True)
    assert found(index, "Oslo", types=(network,), strict="should")[0][0] == "city:oslo"
    right = found(index, "Oslo", properties=(("country", ("Norge",)),))[0]
    wrong = found(index, "Oslo", properties=(("country", ("Sverige",)),))[0]
    assert (right, wrong[2]) == (("city:oslo", 100.0, True), False)


def test_a_thing_by_its_values_alone(index):
    """Without a name, the things that have the values are found."""
    assert found(index, "", properties=(("wikidata", ("Q585",)),)) == [("city:oslo", 100.0, True)]


def test_extension_in_both_languages(index):
    """Country, coordinates, identifiers and memberships come as the API has them."""
    ids = ["city/malmoe", "municipality:koebenhavns-kommune", "city/nowhere"]
    wanted = [{"id": p} for p in ("country", "country-code", "wikidata", "memberships", "latitude")]
    found = {
        lang: service.extend(index, {"ids": ids, "properties": wanted}, lang)["rows"]
        for lang in ("da", "en")
    }
    malmoe = found["da"]["city/malmoe"]
    assert malmoe["country"] == [{"id": "country/sverige", "name": "Sverige"}]
    assert found["en"]["city/malmoe"]["country"] == [{"id": "country/sverige", "name": "Sweden"}]
    assert malmoe["country-code"] == [{"str": "SE"}]
    assert malmoe["wikidata"] == [{"str": "Q2211"}]
    assert malmoe["latitude"] == [{"float": 55.60587}]
    members = [one["id"] for one in found["da"][ids[1]]["memberships"]]
    assert "network/string" in members
    assert found["da"]["city/nowhere"] == {one["id"]: [] for one in wanted}


def test_properties_are_proposed_that_things_have(index):
    """For cities coordinates are proposed, members are not; for networks the other way round."""
    cities, networks = (
        {p["id"] for p in service.propose(index, cls, "en")["properties"]}
        for cls in ("City", "Network")
    )
    assert {"country", "coordinates", "wikidata"} <= cities
    assert "members" not in cities
    assert {"members", "homepage"} <= networks
    assert "coordinates" not in networks


def called(*arguments):
    """Call the command on the shipped data."""
    return CliRunner().invoke(main, ["reconcile", *map(str, arguments)], prog_name="kkgraph")


def test_file_of_names_as_of_a_day(tmp_path):
    """Before the survey nothing is named that could be meant."""
    file = tmp_path / "names.csv"
    file.write_text("by\nOslo\n", "utf-8")
    found = {day: called(file, "--column", "by", "--as-of", day).stdout for day in ("2019", "2021")}
    assert found["2019"].splitlines()[1] == "Oslo,,,0,"
    assert found["2021"].splitlines()[1].startswith("Oslo,https://w3id.org/kkgraph/id/city/oslo,")


def test_file_of_names(tmp_path, index):
    """Four columns are added: what is sure is matched, the rest has candidates."""
    source, target = tmp_path / "names.csv", tmp_path / "out.csv"
    source.write_text("\ufeffby;n\nMalmø;1\nHambrug;2\n;3\nXyz;4\n", "utf-8")
    done = called(source, "--column", "by", "-o", target, "--type", "City", "--lang", "da")
    assert (done.exit_code, done.stderr) == (
        0,
        "1 fundet, 1 med forslag at vælge imellem, 1 uden\n",
    )
    rows = list(csv.DictReader(target.read_text("utf-8").splitlines(), delimiter=";"))
    assert rows[0] == {
        "by": "Malmø",
        "n": "1",
        "by_match": terms.thing("city/malmoe"),
        "by_label": "Malmø",
        "by_confidence": "100",
        "by_candidates": rows[0]["by_candidates"],
    }
    assert rows[1]["by_match"] == ""
    assert rows[1]["by_candidates"].startswith("city:hamborg (Hamborg) 85.7")
    online = service.batch(index, {"q": {"query": "Hambrug", "type": "City"}}, "da")["q"]["result"]
    assert online[0]["score"] == 85.7
    assert [row["n"] for row in rows] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("content", "column", "said"),
    [
        ("by,n\nOslo,1\n", "city", "no column is called 'city'; there are by, n"),
        ("by,n\nOslo,1\nBergen\n", "by", "names.csv:3: 1 cells, where the first line has 2"),
        ("", "by", "names.csv:1: the file is empty"),
    ],
)
def test_file_that_is_no_table(tmp_path, content, column, said):
    """A missing column or a broken row ends with its place, 2 and nothing written."""
    source, target = tmp_path / "names.csv", tmp_path / "out.csv"
    source.write_text(content, "utf-8")
    done = called(source, "--column", column, "-o", target)
    assert (done.exit_code, target.exists()) == (2, False)
    assert said in done.stderr


@pytest.mark.parametrize("limit", ["1e999", "-1e999", "0", "-3", "1000000", "true", "null"])
def test_any_limit_is_bounded(index, limit):
    """Whatever number of candidates is asked for, there are from one to a hundred."""
    query = service.read(f'{{"q": {{"query": "Copenhagen", "limit": {limit}}}}}', "queries")
    assert 1 <= len(service.batch(index, query, "en")["q"]["result"]) <= service.MOST
