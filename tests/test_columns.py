"""Columns that a saved query's header declares."""

import pyoxigraph as ox
import pytest

from kkgraph import formats
from kkgraph.errors import QueryHeaderInvalid
from kkgraph.formats import columns
from kkgraph.formats.cited import gathered
from kkgraph.queries import read_query
from kkgraph.tables import About, Column, Table

HEAD = """#+ summary: Fees
#+ summary_da: Kontingenter
#+ description: Fees
#+ description_da: Kontingenter
#+ columns:
"""
TEXT = (
    "SELECT ?network ?networkLabel ?amount ?currency { ?network ?networkLabel ?amount, ?currency }"
)


def written(folder, *lines):
    """Return the path of a query with these column lines."""
    path = folder / "fees.rq"
    path.write_text(HEAD + "".join(f"#+   - {line}\n" for line in lines) + TEXT, "utf-8")
    return path


def test_declared_columns(tmp_path):
    """A column a line, in braces; a label belongs to its thing, an amount has a currency."""
    path = written(
        tmp_path,
        "{name: network, kind: thing, label: network, label_da: netværk}",
        "{name: networkLabel, kind: label, of: network}",
        '{name: amount, kind: money, currency: currency, label: "amount, a year", label_da: beløb}',
        "{name: currency, kind: text, label: currency, label_da: valuta}",
    )
    assert read_query(path).columns == (
        Column("network", "thing", {"en": "network", "da": "netværk"}),
        Column("networkLabel", "label", {"en": "networkLabel", "da": "networkLabel"}, "network"),
        Column("amount", "money", {"en": "amount, a year", "da": "beløb"}, None, "currency"),
        Column("currency", "text", {"en": "currency", "da": "valuta"}),
    )


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{name: fee, kind: money, label: a, label_da: b}", "does not use ?fee"),
        ("{name: amount, kind: sum, label: a, label_da: b}", "kind is one of thing"),
        ("{name: amount, kind: money, label: a}", "label and label_da"),
        ("{name: networkLabel, kind: label}", "a label is `of` another column"),
        ("{name: networkLabel, kind: label, of: net}", "no column is called net"),
        ("{name: amount, kind: money, colour: red}", "unknown key colour"),
        ("{name amount}", "not `key: value, …` in braces"),
    ],
)
def test_faulty_column(tmp_path, line, what):
    """A column that cannot be right is refused with file and line."""
    with pytest.raises(QueryHeaderInvalid) as caught:
        read_query(written(tmp_path, line))
    assert what in str(caught.value)
    assert "fees.rq:6" in str(caught.value)


@pytest.mark.parametrize(
    ("cited", "whole"),
    [
        (["§4.1, line 307", "§4.1, line 308"], "§4.1, lines 307\N{EN DASH}308"),
        (["§4.1, lines 309, 312; §4.1, lines 310-311"], "§4.1, lines 309\N{EN DASH}312"),
        (
            ["§4.1.11, line 384; §4.1.2, lines 289-290"],
            "§4.1.2, lines 289\N{EN DASH}290; §4.1.11, line 384",
        ),
        (["§1 (memo), page 3; §1 (memo), page 2"], "§1 (memo), pages 2\N{EN DASH}3"),
        (["§1 (memo), line 3", "§1 (memo), page 1"], "§1 (memo), line 3; §1 (memo), page 1"),
        (["§4.1", "§4.1, line 307"], "§4.1, line 307"),
        (["our reading", "§2"], "§2; our reading"),
    ],
)
def test_citations_of_a_row_are_gathered(cited, whole):
    """A section stands once, lines that touch are one range, sections in the survey's order."""
    assert gathered(cited) == whole


def test_lines_are_shown_once_and_in_order() -> None:
    """Lines that several facts cite are one list on the screen, and stay as they are in a file."""
    said = ox.Literal("11, 15, 15-16, 20, 20-21, p. 2")
    about = About(columns=(Column("lines", "lines", {"en": "lines", "da": "linjer"}),))
    table = Table(("lines",), ((said,),), about)
    assert columns.view(table).rows[0][0].text == "11, 15\u201316, 20\u201321, p. 2"
    assert b'"11, 15, 15-16, 20, 20-21, p. 2"' in formats.render(table, "csv")
