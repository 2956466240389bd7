"""`%%sparql` in IPython."""

from decimal import Decimal
from importlib.util import find_spec

import pytest

from kkgraph import errors
from kkgraph.magics import MagicMisused

NEEDED = {"IPython": "ipykernel", "matplotlib": "matplotlib"}
for module, package in NEEDED.items():  # imported by the tests: it takes a second
    if find_spec(module) is None:
        pytest.skip(f"needs {module}: pip install {package}", allow_module_level=True)

COUNTED = """
SELECT ?memberLabel (COUNT(?x) AS ?n) {
  ?member kk:isMemberOf ?_network ; skos:prefLabel ?memberLabel ; kk:takesPartIn ?x
  FILTER(LANG(?memberLabel) = ?_lang)
} GROUP BY ?memberLabel ORDER BY DESC(?n) ?memberLabel
"""


@pytest.fixture
def shell():
    """Return IPython with the extension loaded, as a notebook has it."""
    import matplotlib as mpl
    from IPython.testing.globalipapp import get_ipython, start_ipython

    mpl.use("Agg")
    found = start_ipython() or get_ipython()
    found.run_line_magic("load_ext", "kkgraph")
    return found


def test_cell_with_parameters(shell):
    """A cell gives a frame with typed columns, also in a variable; parameters are bound."""
    frame = shell.run_cell_magic("sparql", "-p network=STRING --into kept --lang da", COUNTED)
    assert list(frame.columns) == ["memberLabel", "n"]
    assert frame["n"].dtype == "Int64"
    assert "Hamborg" in set(frame["memberLabel"])
    assert shell.user_ns["kept"] is frame
    shell.user_ns["which"] = "STRING"
    same = shell.run_cell_magic("sparql", "-p network=$which --lang da", COUNTED)
    assert same.equals(frame)


def test_saved_query_by_name(shell):
    """A line runs a saved query."""
    frame = shell.run_line_magic("sparql", "fees-by-network -p network=STRING")
    assert [Decimal(str(one)) for one in frame["amount"]] == [Decimal(500000)]


def test_plot(shell):
    """The numbers are drawn, a bar a row."""
    from matplotlib import pyplot as plt

    plt.close("all")
    frame = shell.run_cell_magic("sparql", "--plot bar -p network=STRING", COUNTED)
    [bars] = plt.gca().containers
    assert [bar.get_height() for bar in bars] == list(frame["n"])
    names = [label.get_text() for label in plt.gca().get_xticklabels()]
    assert names == list(frame["memberLabel"])


@pytest.mark.parametrize(
    ("line", "cell", "error", "said"),
    [
        ("-p network", COUNTED, MagicMisused, "NAME=VALUE"),
        ("-p netwrok=STRING", COUNTED, MagicMisused, "not use the parameter netwrok"),
        ("fees-by-network", COUNTED, MagicMisused, "fees-by-network is another"),
        ("--into 2nd -p network=STRING", COUNTED, MagicMisused, "2nd cannot be the name"),
        ("", " ", MagicMisused, "name of a saved one"),
        ("-p network=$nothing", COUNTED, MagicMisused, "no variable nothing"),
        ("--plot cake", COUNTED, MagicMisused, "cake"),
        ("", "", MagicMisused, "name of a saved one"),
        ("--plot bar", "SELECT ?c { ?c a kk:City }", MagicMisused, "no column of numbers"),
        ("nothing-such", "", errors.QueryNotFound, "nothing-such"),
        ("", "SELECT * { ?x a }", errors.QuerySyntaxError, "cell:1:"),
    ],
)
def test_what_is_wrong_is_said(shell, line, cell, error, said):
    """A wrong line or query raises an error that says what to do."""
    call = shell.run_cell_magic if cell else shell.run_line_magic
    with pytest.raises(error, match=said.replace("$", "[$]")):
        call("sparql", line, *filter(None, [cell]))


def test_why_there_is_no_row_and_which_default_chose_are_said(shell, capsys):
    """In the words of the command line, with the option that a cell has for it."""
    shell.run_line_magic("sparql", "museums-by-city-and-year -p city=Oslo --lang da")
    assert "Oslo" in capsys.readouterr().err
    shell.run_line_magic("sparql", "cooperations-by-city --lang da")
    said = capsys.readouterr().err
    assert "medmindre -p minimum siger andet" in said
    shell.run_line_magic("sparql", "cooperations-by-city -p minimum=1")
    assert "minimum" not in capsys.readouterr().err
    shell.run_cell_magic("sparql", "", "SELECT ?x { ?x a kk:Citty }")
    assert "kk:City" in capsys.readouterr().err
