"""What others read: the database in Datasette, the folder as a data package."""

import contextlib
import json
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from serving import until

from kkgraph.cli import main

needs_datasette = pytest.mark.skipif(
    find_spec("datasette") is None,
    reason="Datasette is not installed: pip install '.[interchange]'",
)
needs_frictionless = pytest.mark.skipif(
    find_spec("frictionless") is None,
    reason="frictionless is not installed: pip install '.[interchange]'",
)


def exported(path: Path) -> Path:
    """Return where the shipped graph was exported to."""
    done = CliRunner().invoke(main, ["export", str(path)], prog_name="kkgraph")
    assert (done.exit_code, done.stderr) == (0, "")
    return path


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shipped graph as a database, with its metadata beside it."""
    return exported(tmp_path_factory.mktemp("sqlite") / "graph.sqlite")


@pytest.fixture(scope="module")
def datasette(database: Path) -> Iterator[str]:
    """Run Datasette on the database; return its address."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = sock.getsockname()[1]
    told = database.with_name("graph-metadata.json")
    call = [sys.executable, "-m", "datasette", "serve", str(database), "--metadata", str(told)]
    process = subprocess.Popen([*call, "--port", str(port)], stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(url))
        yield url
    finally:
        process.terminate()
        process.wait(30)


def answers(url: str) -> bool:
    """Tell whether somebody answers."""
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/-/versions.json"):  # noqa: S310
        return True
    return False


def document(url: str):
    """Return a document of JSON."""
    with urllib.request.urlopen(url, timeout=30) as got:  # noqa: S310 - our own server
        return json.load(got)


def test_keys_hold(database: Path) -> None:
    """Every column that points at a thing points at a row, and every name is found by its words."""
    base = sqlite3.connect(database)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    linked = base.execute("PRAGMA foreign_key_list(facts)").fetchall()
    assert {(row[2], row[3], row[4]) for row in linked} == {
        ("things", "fact", "iri"),
        ("things", "thing", "iri"),
    }
    matching = "SELECT rowid FROM City_fts WHERE City_fts MATCH ?"
    asked = f"SELECT label_da FROM City WHERE rowid IN ({matching})"  # noqa: S608 - our own
    assert base.execute(asked, ("kobenhavn OR københavn",)).fetchall() == [("København",)]
    counted = base.execute("SELECT COUNT(*) FROM relations WHERE property = 'kk:isMemberOf'")
    assert counted.fetchone()[0] > 50


@needs_datasette
@pytest.mark.slow  # a server of others
def test_database_in_datasette(datasette: str) -> None:
    """Datasette shows labels for foreign keys, facets, full-text search and our descriptions."""
    asked = "_labels=on&_size=5&_shape=objects&_facet=kind&_extra=facet_results"
    table = document(f"{datasette}/graph/facts.json?{asked}")
    assert all(row["fact"]["label"] for row in table["rows"])
    facets = table["facet_results"]
    kinds = facets.get("results", facets)["kind"]["results"]
    assert {"Membership", "Payment", "Participation"} <= {one["value"] for one in kinds}
    found = document(f"{datasette}/graph/things.json?_search=oslo&_shape=array")
    assert any(row["label_en"] == "Oslo" for row in found)
    with urllib.request.urlopen(f"{datasette}/graph/City") as got:  # noqa: S310 - our own server
        page = got.read().decode()
    assert "The things of the class City" in page
    assert 'name="_search"' in page


@needs_frictionless
@pytest.mark.slow  # all data, read by another library
def test_folder_is_a_data_package(tmp_path: Path) -> None:
    """Frictionless finds no fault in the folder: types, keys and references between files."""
    folder = exported(tmp_path / "tables")
    from frictionless import Package

    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["name", "type", "message"])[:5]
    assert {"things", "city", "facts", "sources", "dictionary"} <= set(package.resource_names)
    things = folder / "things.csv"
    lines = things.read_text("utf-8").splitlines(keepends=True)
    things.write_text("".join(lines[:-1]), "utf-8", newline="")
    assert not Package(str(folder / "datapackage.json")).validate().valid


@pytest.mark.slow  # all data as a workbook
def test_workbook_has_a_dictionary(tmp_path: Path) -> None:
    """A sheet says what each column of each sheet means, in both languages."""
    book = load_workbook(exported(tmp_path / "x.xlsx"), read_only=True)
    rows = list(book["dictionary"].iter_rows(values_only=True))
    told = {(row[0], row[1]): row[2:] for row in rows[1:]}
    assert told["Network", "hasTopic"][:2] == ("has topic", "har emne")
    assert told["Network", "hasTopic"][2]
    assert {row[0] for row in rows[1:]} == set(book.sheetnames) - {"dictionary"}
