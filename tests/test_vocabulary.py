"""What ontology and data define: classes below others, and the names most like a wrong one."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.validation.checks.vocabulary import Vocabulary
from kkgraph.validation.sources import Source


def source(name: str, text: str) -> Source:
    """Return a file of Turtle."""
    head = f"@prefix : <{terms.KK}> . @prefix rdfs: <{terms.RDFS}> . @base <{terms.thing('')}> .\n"
    quads = tuple(ox.parse(head + text, ox.RdfFormat.TURTLE))
    return Source(Path(name), quads, head + text, "ttl")


@pytest.fixture
def vocabulary() -> Vocabulary:
    """Return a small one: museums are organisations, and two classes are each below the other."""
    ontology = source(
        "kk.ttl",
        """:Museum rdfs:subClassOf :Organisation . :Organisation rdfs:subClassOf :Agent .
        :Round rdfs:subClassOf :Circular . :Circular rdfs:subClassOf :Round .""",
    )
    data = source(
        "data.ttl",
        """<city/oslo> a :City . <city/malmoe> a :City . <network/nordlys> a :Network .
        <project/solskin> a :Project . <event/solskin> a :Event .
        <museum/solskin> a :Museum . <unit/solskin> a :Unit .""",
    )
    return Vocabulary(ontology, (data,), {})


@pytest.mark.parametrize(
    ("kind", "wanted", "is_under"),
    [
        ("Museum", "Museum", True),
        ("Museum", "Organisation", True),
        ("Museum", "Agent", True),
        ("Agent", "Museum", False),
        ("Museum", "Round", False),
        ("Round", "Circular", True),
        ("Round", "Museum", False),
    ],
)
def test_classes_below_others(vocabulary, kind, wanted, is_under):
    """A class is below itself and all above it, however far; a circle has an end."""
    assert vocabulary.is_under([terms.term(kind)], [terms.term(wanted)]) is is_under


def test_one_class_of_several_is_enough(vocabulary):
    """A thing has what one of its classes has; a thing without any has nothing."""
    city, museum, agent = map(terms.term, ("City", "Museum", "Agent"))
    assert vocabulary.is_under([city, museum], [agent])
    assert vocabulary.is_under([museum], [city, agent])
    assert not vocabulary.is_under([], [agent])


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("city/osol", ["city/oslo"]),
        ("city/malmo", ["city/malmoe"]),
        ("city/nordlys", ["network/nordlys"]),
        ("city/nothing-like-it", []),
        ("city/solskin", ["event/solskin", "museum/solskin", "project/solskin"]),
    ],
)
def test_the_thing_that_was_meant(vocabulary, wrong, near):
    """It is one of its kind that is spelt nearly so, else three at most of the same name."""
    assert vocabulary.near_thing(terms.thing(wrong)) == list(map(terms.thing, near))
