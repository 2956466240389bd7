"""kkgraph from Python: one line each."""

from decimal import Decimal
from pathlib import Path

import pytest
import rdflib

import kkgraph
from kkgraph.errors import DataFileError, EntityNotFound, QueryNotFound
from kkgraph.tables import Answer, Graph, Table

MINI = Path(__file__).parent / "mini"


def test_query() -> None:
    """A saved query by name with its parameters as keywords, or any SPARQL."""
    fees = kkgraph.query("fees", minimum=1, project=MINI)
    assert isinstance(fees, Table)
    assert list(fees) == [{"network": "NORDLYS", "amount": Decimal(250000)}]
    assert isinstance(kkgraph.query("partners", project=MINI), Graph)
    assert kkgraph.query("ASK { ?x a kk:City }", project=MINI) == Answer(value=True)
    with pytest.raises(QueryNotFound):
        kkgraph.query("feees", project=MINI)


def test_empty_answer_says_why() -> None:
    """The notes of an empty answer are there for Python too."""
    found = kkgraph.query("SELECT * { ?x a kk:Citty }", project=MINI)
    assert "kk:City" in found.about.notes[0]


def test_show() -> None:
    """A thing prints as the command prints it, and has its data."""
    shown = kkgraph.show("NORDLYS", project=MINI)
    assert str(shown).startswith("NORDLYS\nnetwork · network:nordlys\n")
    assert shown.data["curie"] == "network:nordlys"
    with pytest.raises(EntityNotFound):
        kkgraph.show("zzzzzz", project=MINI)


def test_search() -> None:
    """A search is a table of things."""
    found = kkgraph.search("nordlis", project=MINI)
    assert next(iter(found))["label"] == "NORDLYS"


def test_validate(tmp_path: Path) -> None:
    """A file that does not parse is named with its line."""
    path = tmp_path / "mine.ttl"
    path.write_text("<a> <b>")
    with pytest.raises(DataFileError, match=r"mine\.ttl:1"):
        kkgraph.validate(path)


def test_dataset() -> None:
    """Rdflib gets the named graphs, and their union as the default graph."""
    found = kkgraph.dataset(project=MINI)
    assert isinstance(found, rdflib.Dataset)
    city = rdflib.URIRef(kkgraph.terms.term("City"))
    assert list(found.subjects(rdflib.RDF.type, city))
    assert rdflib.URIRef(kkgraph.terms.section("1.1.1")) in {g.identifier for g in found.graphs()}


def test_graph_is_read_once() -> None:
    """The second call does not read the files again."""
    from kkgraph.notebook import load

    assert load(MINI) is load(MINI)
