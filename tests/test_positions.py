"""Positions: which line of a Turtle or TriG file a subject, a property or a value stands on."""

from pathlib import Path

import pyoxigraph as ox
import pytest
import toy

from kkgraph.evidence.positions import Position, index
from kkgraph.sparql.terms import lexical

EX = "https://example.org/"
TRICKY = r"""@base <https://example.org/> .
PREFIX ex: <https://example.org/ns#>
BASE <https://example.org/deep/>
# a comment with <brackets>; "quotes" and a full stop .
<../a#b> a ex:Thing, ex:Other ; # <x> ex:not "this"
    ex:text "one; two. # no \"comment\" {"@da, '''long
text'''@en ;
    ex:number 1.50, -2, 3e4 ;
    ex:typed "2019-11"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> ;
    ex:flag true ;
    ex:blank [ ex:inside "deep" ; ex:list ( "x" ex:y ) ] ;
    ex:after "blank" .
ex:g.h {
    ex:s ex:p ex:o.o ;
        ex:e "\u00e6\n" .
}
GRAPH ex:g { ex:s ex:p ex:last }
"""


@pytest.fixture
def tricky(tmp_path):
    """Return the path of a file with everything that Turtle and TriG may hold."""
    path = tmp_path / "tricky.trig"
    path.write_text(TRICKY, encoding="utf-8")
    return path


def test_every_value_is_found_where_a_parser_finds_a_triple(tricky):
    """Each triple of the parser has a line here, blank nodes aside; none is made up."""
    parsed = {
        (lexical(q.subject), q.predicate.value, lexical(q.object))
        for q in ox.parse(path=str(tricky), format=ox.RdfFormat.TRIG)
        if not isinstance(q.subject, ox.BlankNode) and not isinstance(q.object, ox.BlankNode)
    }
    places = index([tricky])
    assert {triple for triple in parsed if places.value(triple) is None} == set()
    named = {key for key in places.values if not (key[0] + key[2]).count("_:")}
    # the index keeps 1.50 as 1.5, the parser as it is written
    assert {key for key in named if key not in parsed} == {(EX + "a#b", EX + "ns#number", "1.5")}


@pytest.mark.parametrize(
    ("triple", "line"),
    [
        (("a#b", "ns#text", 'one; two. # no "comment" {'), 6),
        (("a#b", "ns#text", "long\ntext"), 6),
        (("a#b", "ns#number", "1.50"), 8),
        (("a#b", "ns#number", "1.5"), 8),
        (("a#b", "ns#number", "-2"), 8),
        (("a#b", "ns#typed", "2019-11"), 9),
        (("a#b", "ns#flag", "true"), 10),
        (("a#b", "ns#after", "blank"), 12),
        (("ns#s", "ns#e", "æ\n"), 15),
    ],
)
def test_a_value_stands_on_its_line(tricky, triple, line):
    """Strings, comments, brackets and several lines do not shift what follows."""
    subject, predicate, value = triple
    found = index([tricky]).value((EX + subject, EX + predicate, value))
    assert found == Position(tricky, line)


def test_a_subject_has_a_block_in_each_graph(tricky):
    """The graph says which block is meant; without one the first counts."""
    places = index([tricky])
    assert places.subject(EX + "ns#s") == Position(tricky, 14)
    assert places.subject(EX + "ns#s", EX + "ns#g") == Position(tricky, 17)
    assert places.subject(EX + "ns#s", EX + "ns#other") is None
    assert places.predicate(EX + "a#b", EX + "ns#number") == Position(tricky, 8)
    assert places.predicate(EX + "a#b", EX + "ns#nix") is None


def test_blank_lines_at_the_head_count(tmp_path):
    """A file that begins with empty lines has its things where an editor shows them."""
    path = tmp_path / "a.ttl"
    path.write_text(f"\n\n<{EX}s> <{EX}p> <{EX}o> .\n", "utf-8")
    assert index([path]).subject(f"{EX}s") == Position(path, 3)


def test_a_file_that_is_not_there_is_left_out(tricky):
    """An index is a help for messages and never an error of its own."""
    places = index([tricky.parent / "nope.ttl", tricky])
    assert places.subject(EX + "a#b") == Position(tricky, 5)


def test_a_position_is_shown_relative_to_a_folder():
    """Inside the folder the path is relative, elsewhere as it is."""
    place = Position(Path("/x/data/a.ttl"), 7)
    assert (str(place), place.shown(Path("/x")), place.shown(Path("/y"))) == (
        "/x/data/a.ttl:7",
        "data/a.ttl:7",
        "/x/data/a.ttl:7",
    )


def test_the_toy_is_indexed_whole(tmp_path):
    """Every triple of a project's TriG has a line in its own graph."""
    path = toy.build(tmp_path) / "data/survey/all.trig"
    places = index([path])
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TRIG):
        triple = (lexical(quad.subject), quad.predicate.value, lexical(quad.object))
        assert places.value(triple, quad.graph_name.value) is not None, triple


@pytest.mark.parametrize("write", [str.lower, str.upper, str.title])
def test_directives_without_a_mark_are_written_in_any_case(tmp_path, write):
    """The grammar of SPARQL's own directives knows no case; a prefix may have their name."""
    path = tmp_path / "any.ttl"
    path.write_text(
        f"{write('prefix')} base: <{EX}>\n{write('prefix')} prefix:<{EX}ns#>\n"
        f"{write('base')}<{EX}deep/>\n<x> a base:Thing ;\n  prefix:is base:it , <y> .\n"
    )
    places = index([path])
    assert places.subject(f"{EX}deep/x") == Position(path, 4)
    assert places.value((f"{EX}deep/x", f"{EX}ns#is", f"{EX}it")) == Position(path, 5)
    assert places.value((f"{EX}deep/x", f"{EX}ns#is", f"{EX}deep/y")) == Position(path, 5)
