"""Documents about things: whole, the same from a file and from the server, derived apart."""

from types import SimpleNamespace

import pyoxigraph as ox
import pytest

from kkgraph import media, terms
from kkgraph.description.document import written
from kkgraph.endpoint.protocol import documents
from kkgraph.endpoint.settings import Settings
from kkgraph.site.context import Site
from kkgraph.site.data import entities

STRING = terms.thing("network/string")
THINGS = (STRING, terms.thing("membership/string-oslo"), terms.section("4.1.5"))


@pytest.fixture(scope="module")
def files(mini):
    """Return the data files of the tiny project's site, by path."""
    return dict(entities.files(Site(mini, "https://elsewhere.example/")))


def test_server_and_static_files_have_one_content(mini, files):
    """What the server answers for a document is the file of a static site, byte for byte."""
    snapshot = SimpleNamespace(
        graph=mini.graph, store=mini, settings=Settings(mini.project.root), things=()
    )
    for path, body in files.items():
        stem, _, ending = path.rpartition(".")
        iri = terms.ONTOLOGY if stem == "ontology" else terms.ROOT + stem
        assert documents.document(snapshot, iri, ending, "en").body == body
    assert len(files) > 50


@pytest.mark.parametrize("iri", THINGS)
@pytest.mark.parametrize("ending", sorted(media.GRAPHS))
def test_every_format_names_topic_dataset_licence_and_label(store, iri, ending):
    """A client that reads the default graph only sees the same triples in every format."""
    body = written(store.graph, iri, ending)
    found = {
        q.triple
        for q in ox.parse(body, format=media.GRAPHS[ending].rdf)
        if q.graph_name == ox.DefaultGraph()
    }
    plain = ox.parse(written(store.graph, iri, "nt"), format=ox.RdfFormat.N_TRIPLES)
    assert found == {q.triple for q in plain}
    said = {(t.subject.value, t.predicate.value, getattr(t.object, "value", "")) for t in found}
    assert (f"{iri}/", terms.PREFIXES["void"] + "inDataset", terms.dataset()) in said
    assert (f"{iri}/", terms.DCTERMS + "license", terms.LICENCE) in said
    assert (f"{iri}/", terms.PREFIXES["foaf"] + "primaryTopic", iri) in said
    naming = {terms.LABEL, terms.PREF_LABEL, terms.TITLE}
    assert any(s == iri and p in naming for s, p, _ in said)


def test_facts_come_whole_with_their_lines(store):
    """The document about STRING has its memberships with lines, member and section."""
    body = written(store.graph, STRING, "nt").decode()
    fact = f"<{terms.thing('membership/string-oslo')}>"
    for predicate, value in (
        (terms.LINES, '"309"'),
        (terms.LINES, '"312"'),
        (terms.HAS_MEMBER, f"<{terms.thing('city/oslo')}>"),
    ):
        assert f"{fact} <{predicate}> {value} ." in body


def test_a_section_has_what_it_states(store):
    """The document about a section has every statement of the section's graph."""
    section = terms.section("4.1.5")
    stated = store.graph.quads_for_pattern(None, None, None, ox.NamedNode(section))
    quads = set(ox.parse(written(store.graph, section, "trig"), format=ox.RdfFormat.TRIG))
    assert set(stated) <= quads


def test_derived_statements_stand_apart(store):
    """After a comment in Turtle and N-Triples, in graphs of their own in TriG and N-Quads."""
    turtle = written(store.graph, STRING, "ttl").decode()
    stated, _, derived = turtle.partition("# Derived by rules")
    assert derived.count("@prefix") == 0
    assert "kk:citedFrom" in derived
    assert "kk:citedFrom" not in stated
    quads = ox.parse(written(store.graph, STRING, "nq"), format=ox.RdfFormat.N_QUADS)
    graphs = {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)}
    assert {terms.DERIVED, terms.section("4.1.5")} <= graphs
