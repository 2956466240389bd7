"""Competency questions: each is answered, exactly, by a saved query.

`questions.json` names for each question its kind, the query, the parameters as a
person would type them, the columns that hold the answer and the rows. Labels are
Danish; numbers, truth values and IRIs (as CURIEs) stand for themselves, and null
for an empty cell. Rows are compared as a multiset, or in order where the question
asks for an order. `among` keeps the rows with one of the values in a column, for
a question that itself names what it asks about. `also` holds runs for a second
reading that the question allows.
"""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from sampling import each

from kkgraph import queries, terms
from kkgraph.tables import Table

HERE = Path(__file__).parent
QUESTIONS = json.loads((HERE / "questions.json").read_text("utf-8"))
KINDS = {
    "lookup",
    "join",
    "aggregate",
    "path",
    "comparison",
    "negation",
    "temporal",
    "provenance",
    "consistency",
    "network",
}
NUMBERS = {terms.XSD + "integer", terms.XSD + "decimal"}


def plain(value):
    """Return a cell as questions.json writes it."""
    if value is None:
        return None
    if isinstance(value, ox.NamedNode):
        return terms.shorten(value.value)
    datatype = value.datatype.value
    if datatype in NUMBERS:
        number = Decimal(value.value)
        return int(number) if number == number.to_integral_value() else float(number)
    return value.value == "true" if datatype == terms.XSD + "boolean" else value.value


def answer(project, store, run):
    """Return the rows that a run's query gives, cut to its columns."""
    query = queries.find_query(project, run["query"])
    found = queries.run(store, query, run.get("parameters", {}), "da")
    assert isinstance(found, Table)
    rows = [dict(zip(found.columns, map(plain, row), strict=True)) for row in found.rows]
    for column, values in run.get("among", {}).items():
        rows = [row for row in rows if row[column] in values]
    return [tuple(row[column] for column in run["columns"]) for row in rows]


def runs(question):
    """Return a question's own run and those of its other readings."""
    return [question, *question.get("also", [])]


@pytest.mark.parametrize("name", each(list(QUESTIONS), 3))
def test_the_question_is_answered(name, project, store):
    """The saved query gives the expected rows and no others."""
    for run in runs(QUESTIONS[name]):
        expected = [tuple(row) for row in run["rows"]]
        found = answer(project, store, run)
        if run.get("ordered"):
            assert found == expected
        else:
            assert Counter(found) == Counter(expected)


def test_questions_are_of_known_kinds():
    """Ten kinds, and each of them is asked."""
    assert {question["kind"] for question in QUESTIONS.values()} == KINDS


def test_rows_have_a_value_for_each_column():
    """A row of questions.json is as wide as its columns, and no run is without rows."""
    for question in QUESTIONS.values():
        for run in runs(question):
            assert run["rows"]
            assert {len(row) for row in run["rows"]} == {len(run["columns"])}
