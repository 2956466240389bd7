"""The names in the code agree with the ontology."""

import pyoxigraph as ox
import pytest

from kkgraph import terms
from kkgraph.store import Store

OURS = sorted(
    value
    for name, value in vars(terms).items()
    if name.isupper() and isinstance(value, str) and value.startswith(terms.KK)
)


@pytest.mark.parametrize("iri", [iri for iri in OURS if iri not in (terms.KK, terms.CITATION)])
def test_each_name_is_a_term_of_the_ontology(store: Store, iri: str) -> None:
    """A name of our vocabulary that the code uses is defined in kk.ttl."""
    graph = ox.NamedNode(terms.ONTOLOGY)
    label = ox.NamedNode(terms.LABEL)
    assert any(store.graph.quads_for_pattern(ox.NamedNode(iri), label, None, graph))


@pytest.mark.parametrize(("kind", "name"), sorted(terms.KINDS.items()))
def test_each_kind_has_a_class(store: Store, kind: str, name: str) -> None:
    """The kind in an IRI goes with a class of the ontology."""
    graph, cls = ox.NamedNode(terms.ONTOLOGY), ox.NamedNode(terms.KK + name)
    assert any(store.graph.quads_for_pattern(cls, None, None, graph)), kind


def test_fact_kinds_are_facts(store: Store) -> None:
    """The classes of fact kinds are those below kk:Fact, all of them that occur in the data."""
    query = f"""SELECT DISTINCT ?class WHERE {{
      ?thing a ?class . ?class <{terms.SUB_CLASS_OF}>+ <{terms.FACT}> }}"""
    used = {solution["class"].value for solution in store.graph.query(query)}
    assert used <= {terms.KK + name for name in terms.FACT_KINDS.values()}


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        ("https://w3id.org/kkgraph/id/network/string", "network:string"),
        ("https://w3id.org/kkgraph/id/section/4.1.5", "section:4.1.5"),
        ("https://w3id.org/kkgraph/id/working-group/x-y", "working-group:x-y"),
        ("https://w3id.org/kkgraph/ontology#lines", "kk:lines"),
        ("http://www.w3.org/2004/02/skos/core#prefLabel", "skos:prefLabel"),
    ],
)
def test_shorten_and_expand_are_inverse(iri: str, curie: str) -> None:
    """An IRI of a known namespace has a CURIE, which leads back to it."""
    assert terms.shorten(iri) == curie
    assert terms.expand(curie) == iri


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/x",
        "https://w3id.org/kkgraph/id/network/",
        "https://w3id.org/kkgraph/id/network/a/b",
        "https://w3id.org/kkgraph/id/link/a/b",
    ],
)
def test_shorten_leaves_what_has_no_curie(iri: str) -> None:
    """No CURIE that SPARQL could not read is made up."""
    assert terms.shorten(iri) == iri


@pytest.mark.parametrize("text", ["string", "nope:string", "https://example.org/x", ""])
def test_expand_refuses_what_is_no_curie(text: str) -> None:
    """A text without a known prefix is no CURIE."""
    assert terms.expand(text) is None


def test_section_number_and_kind() -> None:
    """The number of a section and the kind of a thing are read off their IRIs."""
    assert terms.section_number(terms.SECTION_BASE + "6.2.10b") == "6.2.10b"
    assert terms.section_number(terms.REGISTER) is None
    assert terms.kind_of(terms.ID + "city/oslo") == "city"
    assert terms.kind_of(terms.ID + "link/wikidata/x") is None
    assert terms.kind_of("https://example.org/city/oslo") is None
