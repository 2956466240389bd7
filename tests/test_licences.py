"""The licence of a project's data: the one that its `kkgraph.toml` names, in all that is made."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kkgraph import terms
from kkgraph.cli import main
from kkgraph.description.document import written
from kkgraph.project import find
from kkgraph.project.licences import called, identifier
from kkgraph.site.context import Site
from kkgraph.site.data import dumps
from kkgraph.site.pages import listing
from kkgraph.site.rendering import render
from kkgraph.store import load

HAVNBY = Path(__file__).parent.parent / "examples" / "havnby"
SHARED = "https://creativecommons.org/licenses/by-sa/4.0/"
OTHER = "https://data.example.org/terms"


@pytest.fixture(params=[SHARED, OTHER])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """Return a project whose data have a licence of their own, and its address."""
    copy = Path(shutil.copytree(HAVNBY, tmp_path / "havnby"))
    toml = copy / "kkgraph.toml"
    text = toml.read_text("utf-8").replace(terms.LICENCE, request.param)
    assert request.param in text
    toml.write_text(text, "utf-8")
    return copy, request.param


def call(folder: Path, *words: object) -> None:
    """Run the command on a project."""
    call = [*map(str, words), "--project", str(folder)]
    result = CliRunner().invoke(main, call, prog_name="kkgraph")
    assert result.exit_code == 0, result.stderr


def test_files_name_it(folder: tuple[Path, str], tmp_path: Path) -> None:
    """Tables, databases, networks, mappings and releases name the project's licence, no other."""
    project, licence = folder
    out = tmp_path / "out"
    out.mkdir()
    call(project, "export", out / "tables")
    call(project, "export", out / "graph.sqlite")
    call(project, "network", "everything", "-o", out / "all.graphml")
    call(project, "links", "sssom", "-o", out / "links.tsv")
    call(project, "release", "1.0.0", "--date", "2030-01-02", "-o", out / "release")
    made = ["tables/datapackage.json", "graph-metadata.json", "all.graphml", "links.tsv"]
    made += [f"release/{name}" for name in ("croissant.json", "ro-crate-metadata.json")]
    for name in (*made, "release/dataset.ttl"):
        text = (out / name).read_text("utf-8")
        assert licence in text, name
        assert terms.LICENCE not in text, name
    zenodo = json.loads((out / "release/.zenodo.json").read_text("utf-8"))
    assert zenodo.get("license") == ("cc-by-sa-4.0" if licence == SHARED else None)


def test_documents_and_pages_name_it(folder: tuple[Path, str]) -> None:
    """So do the document about a thing, the dumps, and the head and foot of each page."""
    project, licence = folder
    store = load(find(project))
    thing = terms.thing("municipality/havnby-kommune")
    assert f"<{licence}>" in written(store.graph, thing, "nt").decode()
    assert {t.object.value for t in dumps.description("dump/x.nt")} >= {licence}
    site = Site(store)
    about = next(page for page in listing.pages(site, "en") if page.path == "about/")
    page = render(site, about)
    assert f'<link rel="license" href="{licence}">' in page
    assert f'rel="license">{called(licence)}</a>' in page
    assert f"Data: {called(licence)}." in page


@pytest.mark.parametrize(
    ("address", "name", "spdx"),
    [
        (terms.LICENCE, "CC BY 4.0", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/3.0", "CC BY-NC-SA 3.0", "CC-BY-NC-SA-3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", "CC0-1.0"),
        (OTHER, OTHER, ""),
    ],
)
def test_names(address: str, name: str, spdx: str) -> None:
    """Creative Commons' licences have a short name and one in SPDX's list; others their address."""
    assert (called(address), identifier(address)) == (name, spdx)
