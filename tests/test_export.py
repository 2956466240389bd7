"""The whole graph in one file, and a reader's own data beside it."""

import sqlite3
from json import loads
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from pyarrow import parquet

from kkgraph import export, terms
from kkgraph.export.selection import Selection, quads
from kkgraph.store import Store

OWN = """@prefix kk: <https://w3id.org/kkgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix city: <https://w3id.org/kkgraph/id/city/> .
city:xby a kk:City ; skos:prefLabel "Xby"@da, "Xtown"@en .
"""


@pytest.mark.parametrize("name", export.FORMATS)
def test_same_bytes_every_time(kkgraph, tmp_path: Path, name: str) -> None:
    """Two exports of one graph are the same, byte for byte."""
    ending = "" if name.endswith("-folder") else f".{name}"
    found = []
    for turn in ("a", "b"):
        path = tmp_path / f"{turn}{ending}"
        assert kkgraph("export", str(path), "--format", name).stderr == ""
        files = sorted(one for one in path.rglob("*") if one.is_file()) or [path]
        found.append([file.read_bytes() for file in files])
    assert found[0] == found[1]
    assert all(found[0])


def test_quads_are_all_there(kkgraph, mini: Store, tmp_path: Path) -> None:
    """N-Quads and TriG hold every statement of the named graphs, Turtle each triple once."""
    wanted = {quad for quad in mini.graph if isinstance(quad.graph_name, ox.NamedNode)}
    for ending in ("nq", "trig"):
        path = tmp_path / f"x.{ending}"
        kkgraph("export", str(path))
        assert set(ox.parse(path=str(path))) == wanted
    path = tmp_path / "x.ttl"
    kkgraph("export", str(path))
    assert {quad.triple for quad in ox.parse(path=str(path))} == {quad.triple for quad in wanted}


def test_selection(mini: Store) -> None:
    """A layer, a class, or what the survey itself says."""
    links = quads(mini, Selection(layers=("links",)))
    assert {str(quad.graph_name) for quad in links} == {f"<{terms.LINKS}>"}
    survey = quads(mini, Selection(layers=("survey",)))
    assert all(terms.section_number(quad.graph_name.value) for quad in survey)  # type: ignore[union-attr]
    cities = quads(mini, Selection(cls=terms.term("City")))
    assert {terms.kind_of(quad.subject.value) for quad in cities} == {"city"}  # type: ignore[union-attr]


def test_tables(kkgraph, tmp_path: Path) -> None:
    """One table a class with names, one of facts, one of sources: in SQLite, Excel and CSV."""
    for name in ("x.sqlite", "x.xlsx", "x"):
        kkgraph("export", str(tmp_path / name))
    base = sqlite3.connect(tmp_path / "x.sqlite")
    every = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    names = [name for name in every if "_fts" not in name]
    assert names[0] == "things"
    assert names[-4:] == ["relations", "facts", "sources", "dictionary"]
    row = base.execute("SELECT label_en, label_da FROM City WHERE iri LIKE '%/oslo'").fetchone()
    assert row == ("Oslo", "Oslo")
    said = base.execute("SELECT lines FROM sources WHERE fact LIKE '%/membership/nordlys'")
    assert [row[0] for row in said] == ["3", "4, 6"]
    book = openpyxl.load_workbook(tmp_path / "x.xlsx", read_only=True)
    assert book.sheetnames == names
    assert {path.stem for path in (tmp_path / "x").glob("*.csv")} == set(names)
    told = loads((tmp_path / "x" / "City.csv-metadata.json").read_text("utf-8"))
    header = (tmp_path / "x" / "City.csv").read_text("utf-8").splitlines()[0]
    assert [column["name"] for column in told["tableSchema"]["columns"]] == header.split(",")


def test_statements_as_parquet(kkgraph, mini: Store, tmp_path: Path) -> None:
    """Parquet has a row for every statement, with its layer."""
    kkgraph("export", str(tmp_path / "x.parquet"))
    read = parquet.read_table(tmp_path / "x.parquet")
    assert read.num_rows == len(quads(mini, Selection()))
    assert "survey" in read.column("layer").to_pylist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("x.ttl", "--class", "Citty"), "no class is called 'Citty'; there are: City"),
        (("x.zip",), "x.zip: the name does not say in what format"),
        (("x.ttl", "--format", "nq"), "x.ttl: the name ends in .ttl, but --format says nq"),
        (("full",), "full: cannot write it: it exists and is no empty folder"),
    ],
)
def test_what_is_refused(kkgraph, tmp_path: Path, monkeypatch, arguments, message: str) -> None:
    """Nothing is written where the call does not fit."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")
    result = kkgraph("export", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"kkgraph: {message}")
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


@pytest.mark.parametrize("ending", ["ttl", "nt", "jsonld", "rdf", "nq", "trig"])
def test_own_data(kkgraph, tmp_path: Path, ending: str) -> None:
    """`--with FILE` reads any RDF into a graph of its own, for query, show and the rest."""
    path = tmp_path / f"mine.{ending}"
    parsed = [quad.triple for quad in ox.parse(OWN, format=ox.RdfFormat.TURTLE)]
    form = ox.RdfFormat.from_extension(ending)
    assert form is not None
    path.write_bytes(ox.serialize(parsed, format=form) or b"")
    assert kkgraph("show", "Xby", "--with", str(path)).stdout.startswith("Xtown\n")
    text = "SELECT ?g { GRAPH ?g { city:xby a kk:City } }"
    graph = kkgraph("query", "-e", text, "--with", str(path), "--format", "csv").stdout
    assert ("own/mine" in graph) == (ending not in ("nq", "trig"))
    assert "no thing goes by 'Xby'" in kkgraph("show", "Xby").stderr


def test_own_data_that_is_none(kkgraph, tmp_path: Path) -> None:
    """A file that is no RDF by its name, is not there or does not parse is one line and 2."""
    (tmp_path / "x.ttl").write_text("<a> <b")
    for name, message in (
        ("x.doc", "no RDF by its name"),
        ("no.ttl", "No such file"),
        ("x.ttl", ":1:"),
    ):
        result = kkgraph("query", "fees", "--with", str(tmp_path / name))
        assert result.exit_code == 2
        assert message in result.stderr
        assert result.stderr.count("\n") == 1
