"""The notebook runs from its first cell to its last, and says what is true."""

from pathlib import Path

import pytest

nbclient = pytest.importorskip("nbclient", reason="nbclient is in the extra `test`")
nbformat = pytest.importorskip("nbformat", reason="nbformat is in the extra `test`")
pytest.importorskip("matplotlib", reason="matplotlib is in the extra `test`")

NOTEBOOK = Path(__file__).parents[1] / "docs" / "analysis.ipynb"


@pytest.mark.filterwarnings("ignore")  # other projects' warnings, from a kernel's machinery
def test_the_notebook_runs():
    """Every cell runs; the first network cell counts what the saved network has."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3")
    client.execute(cwd=str(NOTEBOOK.parent))
    printed = [
        "".join(output.get("text", "") for output in cell.get("outputs", []))
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    assert "Graph" in printed[2]
    assert printed[3].startswith("Amsterdam")
