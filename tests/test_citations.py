"""What graphs cite: lines of the survey, and links that outside values are from."""

import pyoxigraph as ox
import pytest

from kkgraph import description, terms
from kkgraph.evidence import citations
from kkgraph.evidence.explanation import explain
from kkgraph.lines import LineRange, cited_numbers
from kkgraph.networks.projection.attributes import Attributes
from kkgraph.site.index import Index
from kkgraph.store import Store

DATA = """
@base <https://w3id.org/kkgraph/id/> .
@prefix kk: <https://w3id.org/kkgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix schema: <http://schema.org/> .
<section/4.1.10> { <post/a> kk:lines "300", "29-31", "4" ; kk:isAbout <city/x> . }
<section/4.1.2> { <post/a> kk:lines "9", "x", "8-7" . <post/b> kk:isAbout <city/x> .
  [] kk:lines "12" . }
<../graph/links> {
  <link/one/city-x> a kk:Link ; kk:isAbout <city/x> ; kk:hasTarget <https://example.org/1> ;
    dcterms:source "one" .
  <link/two/city-y> a kk:Link ; kk:isAbout <city/y> ; kk:hasTarget <https://example.org/1> ;
    dcterms:source "two" .
  <link/code/city-x> a kk:Link ; kk:isAbout <city/x> ; schema:propertyID "ISO 3166-1" ;
    schema:value "BE" ; dcterms:source "three" .
  <link/place/city-x> a kk:Link ; kk:isAbout <city/x> ; geo:lat 1.5 ; geo:long 2.5 ;
    dcterms:source "four", "five" .
}
"""


@pytest.fixture(scope="module")
def quads() -> ox.Store:
    """Return two sections that cite lines, and four links."""
    made = ox.Store()
    made.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    return made


def iri(path: str) -> str:
    """Return the IRI of a thing."""
    return terms.thing(path)


def test_lines_stand_in_the_order_of_the_text(quads: ox.Store) -> None:
    """Lines are sorted by number, not by character; each graph's count for itself."""
    found = citations.lines_of(quads, iri("post/a"), iri("section/4.1.10"))
    assert found == ("4", "29-31", "300")
    assert citations.lines_of(quads, iri("post/b"), iri("section/4.1.2")) == ()


def test_sections_stand_in_order(quads: ox.Store) -> None:
    """The sections that cite lines for a thing are sorted by number."""
    found = citations.sections_of(quads, iri("post/a"))
    assert list(found) == ["4.1.2", "4.1.10"]
    assert found["4.1.10"] == ("4", "29-31", "300")


def test_a_blank_node_cites_too(quads: ox.Store) -> None:
    """Lines of a nameless subject are found under its name in the store."""
    every = citations.all_lines(quads)
    (nameless,) = (subject for _, subject in every if subject.startswith("_:"))
    assert citations.lines_of(quads, nameless, iri("section/4.1.2")) == ("12",)


def test_citations_are_well_formed_lines(quads: ox.Store) -> None:
    """What is no line and no range of lines is no citation."""
    found = citations.load_citations(quads)
    ranges = [one.lines for one in found]
    assert ranges == [LineRange(4, 4), *(LineRange(n, n) for n in (9, 12)), *ranges[3:]]
    assert ranges[3:] == [LineRange(29, 31), LineRange(300, 300)]
    assert cited_numbers(("4", "x", "6-7")) == {4, 6, 7}


def test_every_speaker_is_listed(quads: ox.Store) -> None:
    """A subject of a section that cites nothing is listed with nothing; lines come first."""
    found = citations.by_speaker(quads)
    assert found[iri("section/4.1.2"), iri("post/b")] == ()
    assert found[iri("section/4.1.2"), iri("post/a")] == ("8-7", "9", "x")
    assert len(found) == 4


@pytest.mark.parametrize(
    ("thing", "value", "sources"),
    [
        ("city/x", ox.NamedNode("https://example.org/1"), ("one",)),
        ("city/y", ox.NamedNode("https://example.org/1"), ("two",)),
        ("city/x", ox.NamedNode("https://example.org/2"), ()),
        ("city/x", ox.Literal("ISO 3166-1: BE"), ("three",)),
        ("city/x", ox.Literal("ISO 3166-2: BE"), ()),
        ("city/y", ox.Literal("ISO 3166-1: BE"), ()),
        ("city/x", ox.Literal("BE"), ()),
        (
            "city/x",
            ox.Literal("1.5", datatype=ox.NamedNode(terms.XSD + "decimal")),
            ("five", "four"),
        ),
        ("city/x", ox.Literal("one"), ()),
    ],
)
def test_a_value_is_from_the_link_that_records_it(
    quads: ox.Store, thing: str, value: ox.NamedNode | ox.Literal, sources: tuple[str, ...]
) -> None:
    """A link is about one thing and records its target, place or code: that value is from it."""
    assert citations.sources_of(quads, iri(thing), value) == sources


def test_all_that_shows_lines_shows_the_same(store: Store) -> None:
    """`show`, `why`, the site and the networks give one answer for a statement of the survey."""
    index, attributes = Index(store), Attributes(store)
    thing = ox.NamedNode(iri("network/string"))
    said = [s for s in description.statements_about(store, thing) if s.section]
    explained = {
        (c.subject, c.section): c.lines for e in explain(store, thing.value) for c in e.cited
    }
    assert len(said) > 5
    for one in said:
        assert index.lines.get((one.graph, one.subject), ()) == one.lines
        assert explained[one.subject, one.graph] == one.lines
        if one.lines:
            assert attributes.sections(one.subject)[one.section or ""] == ", ".join(one.lines)


def test_all_that_shows_sources_shows_the_same(store: Store) -> None:
    """`show`, `why` and the site name one source for what comes from outside."""
    index = Index(store)
    city = ox.NamedNode(iri("city/oslo"))
    shown = {
        (s.predicate, str(s.object)): s.source
        for s in description.statements_of(store, city)
        if s.graph == terms.LINKS
    }
    explained = {
        (e.predicate, str(e.value)): "; ".join(e.sources)
        for e in explain(store, city.value)
        if e.sources
    }
    on_the_site = {
        (predicate, str(value)): index.text(index.link(city.value, value) or "", terms.SOURCE)
        for predicate, value, graph in index.by_subject[city.value]
        if graph == terms.LINKS
    }
    assert len(shown) > 4
    assert shown == explained == on_the_site


def test_every_outside_value_has_a_source(store: Store) -> None:
    """In the shipped data each value from outside has a link that says where it is from."""
    every = store.graph.quads_for_pattern(None, None, None, ox.NamedNode(terms.LINKS))
    outside = [q for q in every if terms.link_system(q.subject.value) is None]
    assert len(outside) > 500
    unsourced = [
        q for q in outside if not citations.sources_of(store.graph, q.subject.value, q.object)
    ]
    assert unsourced == []
