"""The notebook runs from its first cell to its last, and says what is true."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from kkgraph.networks.finding import shared_cities, told
from kkgraph.networks.measures.overlap import overlaps

DOCS = Path(__file__).parents[1] / "docs" / "networks.md"
NOTEBOOK = DOCS.with_name("analysis.ipynb")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # other projects' warnings, from a kernel's machinery
def test_the_notebook_runs_and_says_what_it_finds(store):
    """Every cell runs, and its words give the numbers that the finding of the site has."""
    nbclient = pytest.importorskip("nbclient", reason="nbclient is in the extra `test`")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is in the extra `test`")
    if find_spec("matplotlib") is None:  # imported by the notebook's own process alone
        pytest.skip("matplotlib is in the extra `test`")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3")
    client.execute(cwd=str(NOTEBOOK.parent))
    printed = "\n".join(
        output.get("text", "")
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.get("outputs", [])
    )
    told = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = shared_cities(store).overlap
    first = f"{found.shared:3} shared, chance {found.mean:4.1f} ({found.low}-{found.high})"
    assert first in printed
    assert f"share {found.shared} cities, where chance gives {found.mean:.1f}" in told
    assert f"({found.low} to {found.high} in 95 %" in told
    assert f"in {100 * found.share:.1f} % of the random networks" in told
    assert f"stands out as much in {100 * found.family:.1f} %" in told
    assert "kkgraph" in printed


@pytest.mark.slow  # the finding anew; test_front.py holds the figures
def test_the_finding_stands_in_the_docs(store):
    """docs/networks.md tells the finding as the site does."""
    assert told(shared_cities(store), "en") in DOCS.read_text("utf-8")


@pytest.mark.slow
def test_the_same_data_give_the_same_finding(store):
    """Chance is seeded."""
    assert shared_cities(store) == shared_cities(store)


def test_overlap_by_hand():
    """Three owners of one thing each, two alike: nothing can be exchanged but between them."""
    ties = [("a", "x"), ("b", "x"), ("c", "y")]
    found = {(row.one, row.other): row for row in overlaps(ties, 400)}
    both = found["a", "b"]
    assert both.shared == 1
    assert both.mean == pytest.approx(1 / 3, abs=0.1)
    assert (both.low, both.high) == (0, 1)
    assert both.share == pytest.approx(both.mean)
    assert both.family >= both.share > 0
