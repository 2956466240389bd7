"""The folder of Parquet files: nothing lost, stable columns, and the networks in SQL."""

import shutil
from pathlib import Path

import duckdb
import pyoxigraph as ox
import pytest
from pyarrow import parquet
from sampling import each

from kkgraph import terms
from kkgraph.export.parquet import TABLES, networks
from kkgraph.networks.projection import declaration, projection
from kkgraph.store import Store

ARROW = {"string": "string", "float64": "double", "date32": "date32[day]", "int32": "int32"}
NAMES = sorted(networks())


def opened(folder: Path, monkeypatch) -> duckdb.DuckDBPyConnection:
    """Return DuckDB with the tables of a folder, by the folder's own statements."""
    monkeypatch.chdir(folder)
    base = duckdb.connect()
    base.execute((folder / "duckdb.sql").read_text("utf-8"))
    return base


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return the shipped graph as the command writes it."""
    from click.testing import CliRunner

    from kkgraph.cli import main

    path = tmp_path_factory.mktemp("parquet") / "graph"
    root = Path(__file__).parent.parent
    call = ["export", "--parquet", "-o", str(path), "--project", str(root)]
    result = CliRunner().invoke(main, call)
    assert (result.exit_code, result.output) == (0, "")
    return path


def test_what_is_no_number_or_day_is_among_the_literals(kkgraph, tmp_path: Path) -> None:
    """An amount, day or place that is not written as one leaves its column empty."""
    own = tmp_path / "own.ttl"
    iri, wrong = f"{terms.ID}payment/odd", ox.Literal("²", datatype=ox.NamedNode(terms.AMOUNT))
    said = [(p, wrong) for p in (terms.AMOUNT, terms.KK + "earliestStart")]
    rows = [f"<{iri}> <{p}> {value} ." for p, value in said]
    rows += [f"<{iri}> a <{terms.KK}Payment> .", f'<{terms.ID}city/x> <{terms.LATITUDE}> "N" .']
    own.write_text("\n".join(rows), "utf-8")
    out = tmp_path / "graph"
    result = kkgraph("export", "--parquet", str(out), "--with", str(own))
    assert result.exit_code == 0, result.exception
    facts = parquet.read_table(out / "facts.parquet").to_pylist()
    odd = next(row for row in facts if row["fact"] == iri)
    assert (odd["amount"], odd["earliest_start"]) == (None, None)
    literals = parquet.read_table(out / "literals.parquet").to_pylist()
    assert sum(row["value"] == "²" for row in literals) == len(said)


def test_columns_are_stable(folder: Path, kkgraph, tmp_path: Path) -> None:
    """Every table has the same columns of the same types, whatever the graph holds."""
    kkgraph("export", str(tmp_path / "mini"), "--parquet", "--layer", "links")
    for place in (folder, tmp_path / "mini"):
        for table, columns in TABLES.items():
            schema = parquet.read_schema(place / f"{table}.parquet")
            found = {field.name: str(field.type) for field in schema}
            assert found == {name: ARROW[kind] for name, kind in columns.items()}


def test_every_statement_is_there(folder: Path, store: Store, monkeypatch) -> None:
    """Edges and literals hold each quad of the named graphs once, word for word."""
    base = opened(folder, monkeypatch)
    select = "SELECT subject, property, object, graph FROM edges"
    rows = [(*row, "", "") for row in base.execute(select).fetchall()]
    select = (
        "SELECT subject, property, value, graph, coalesce(language, ''), datatype FROM literals"
    )
    rows += base.execute(select).fetchall()
    assert sorted(rows) == sorted(
        row(quad) for quad in store.graph if isinstance(quad.graph_name, ox.NamedNode)
    )


def row(quad: ox.Quad) -> tuple[str, ...]:
    """Return a quad as the tables have it: terms of the ontology and properties as CURIEs."""
    graph, said = quad.graph_name.value, terms.shorten(quad.predicate.value)  # type: ignore[union-attr]
    subject = name(quad.subject.value)  # type: ignore[union-attr]
    if isinstance(quad.object, ox.Literal):
        kind = terms.shorten(quad.object.datatype.value)
        return subject, said, quad.object.value, graph, quad.object.language or "", kind
    return subject, said, name(quad.object.value), graph, "", ""  # type: ignore[union-attr]


def name(iri: str) -> str:
    """Return what the tables call something."""
    return terms.shorten(iri) if iri.startswith(terms.KK) else iri


def test_every_network_has_sql(store: Store) -> None:
    """Each network that the project declares is shipped as SQL."""
    assert sorted(one.name for one in declaration.load_projections(store.project)) == NAMES


@pytest.mark.parametrize("network", each(NAMES, 5))
def test_sql_gives_the_same_ties(folder: Path, store: Store, monkeypatch, network: str) -> None:
    """A network's SQL gives the ties of `kkgraph network`, with their weights and sums."""
    text = (folder / "networks" / f"{network}.sql").read_text("utf-8")
    asked = opened(folder, monkeypatch).execute(text)
    columns = [column[0] for column in asked.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in asked.fetchall()]
    found = projection.select(store, declaration.find_projection(store.project, network))
    ties = [
        (tie.source, tie.target, tie.relation, tie.weight, tie.amount, tie.currency)
        for tie in found.edges
    ]
    assert sorted(map(tie_of, rows), key=str) == sorted(ties, key=str)
    assert ties


def tie_of(row: dict) -> tuple:
    """Return a row of a network's SQL as a tie of the network."""
    amount = row.get("amount")
    ends = row["source"], row["target"], row["relation"], float(row["weight"])
    return *ends, None if amount is None else float(amount), row.get("currency") or ""


def test_facts_and_sources(kkgraph, tmp_path: Path, monkeypatch) -> None:
    """A fact has its class, its labels and its days; its sources say the lines as numbers."""
    kkgraph("export", str(tmp_path / "mini"), "--parquet")
    base = opened(tmp_path / "mini", monkeypatch)
    select = (
        "SELECT lines, first_line, last_line FROM sources WHERE fact LIKE '%/membership/nordlys'"
    )
    assert base.execute(select).fetchall() == [("3", 3, 3), ("4", 4, 4), ("6", 6, 6)]
    select = "SELECT class, count(*) FROM facts WHERE fact LIKE '%/membership/%' GROUP BY class"
    assert [kind for kind, _ in base.execute(select).fetchall()] == ["kk:Membership"]
    select = 'SELECT "end", label_da IS NOT NULL FROM facts WHERE amount IS NOT NULL'
    assert base.execute(select).fetchall()
    select = "SELECT label_en FROM nodes WHERE class = 'kk:City' AND id LIKE '%/oslo'"
    assert base.execute(select).fetchall() == [("Oslo",)]


def test_things_of_another_project(kkgraph, mini_copy, tmp_path: Path) -> None:
    """The SQL speaks of the things of the project that is written, not of ours."""
    base = "https://data.example.org/graph/"
    root = mini_copy.root
    (root / "kkgraph.toml").write_text(f'base = "{base}"\n')
    for path in root.rglob("*.t*"):
        if path.suffix in (".ttl", ".trig"):
            path.write_text(path.read_text("utf-8").replace(terms.ID, f"{base}id/"), "utf-8")
    result = kkgraph("export", str(tmp_path / "x"), "--parquet", folder=root)
    assert result.exit_code == 0, result.stderr
    assert f"'{base}id/network/c40'" in (tmp_path / "x" / "networks" / "c40.sql").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--parquet",), "say once where to write"),
        (("a", "-o", "b", "--parquet"), "say once where to write"),
        (("a", "--parquet", "--format", "nq"), "--parquet is a format itself"),
        (("full", "--parquet"), "it exists and is no empty folder"),
    ],
)
def test_what_is_refused(kkgraph, tmp_path: Path, monkeypatch, arguments, message: str) -> None:
    """Nothing is written where the call does not fit."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")
    result = kkgraph("export", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
    shutil.rmtree(tmp_path / "full")
