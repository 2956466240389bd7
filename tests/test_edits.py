"""Edits of a text that people write: what stands where in it, and what is left of it."""

from itertools import chain, combinations

import pyoxigraph as ox
import pytest

from kkgraph.editing import edits, layout
from kkgraph.editing.edits import Edit

TEXT = """\
@prefix e: <urn:x:> .
@base <http://b.example/> .

e:g {
  # of a
  e:a e:p e:x, e:y, e:z ; e:q 1 ;
      e:r "t"@da .

  e:b a e:C ; e:p [ e:q 1, 2 ; e:r e:x ] , ( 1 2 ) , "3"^^e:t .
}
e:h { <c> e:p <d> }
"""
REGISTER = """\
@prefix e: <urn:x:> .

# of things
e:thing-b a e:T .

# of cities
# and more
e:city-b a e:C ;
    e:p 1 .
e:city-d a e:C .
"""


def laid():
    """Return the layout of the text."""
    return layout.read(TEXT)


def quads(text):
    """Return what a text states, but for what is in brackets."""
    found = ox.parse(text, ox.RdfFormat.TRIG)
    return {q for q in found if ox.BlankNode not in (type(q.subject), type(q.object))}


def test_what_stands_where():
    """Blocks with their graphs, properties and values; what is in brackets is one value."""
    found = laid()
    assert (found.base, found.prefixes) == ("http://b.example/", {"e": "urn:x:"})
    assert [(b.graph, b.subject) for b in found.blocks] == [
        ("urn:x:g", "urn:x:a"),
        ("urn:x:g", "urn:x:b"),
        ("urn:x:h", "http://b.example/c"),
    ]
    a, b, c = found.blocks
    assert [TEXT[v.start : v.end] for v in a.values] == ["e:x", "e:y", "e:z", "1", '"t"@da']
    assert [TEXT[v.property_start :][:3] for v in a.values] == ["e:p"] * 3 + ["e:q", "e:r"]
    assert [TEXT[v.start : v.end] for v in b.values] == [
        "e:C",
        "[ e:q 1, 2 ; e:r e:x ]",
        "( 1 2 )",
        '"3"^^e:t',
    ]
    assert [v.name for v in a.of("urn:x:p")] == ["urn:x:x", "urn:x:y", "urn:x:z"]
    assert TEXT[a.start : a.start + 3] + TEXT[a.end - 1] == "e:a."
    assert TEXT[c.start : c.end] == "<c> e:p <d>"
    assert [(g.name, TEXT[g.open - 1], TEXT[g.close]) for g in found.groups] == [
        ("urn:x:g", "{", "}"),
        ("urn:x:h", "{", "}"),
    ]
    assert found.of("urn:x:a") == found.of("urn:x:a", "urn:x:g") == [a]
    assert found.of("urn:x:a", "urn:x:h") == []


@pytest.mark.parametrize("number", [0, 2])
def test_any_values_may_go(number):
    """Whichever values of a block are dropped, just these are gone, and the rest still parses."""
    found = laid()
    block = found.blocks[number]
    stated = quads(TEXT)
    many = range(len(block.values) + 1)
    for gone in chain.from_iterable(combinations(block.values, n) for n in many):
        if not gone:
            continue
        left = edits.applied(TEXT, edits.dropped(found, block, gone))
        lost = {(q.predicate.value, q.object) for q in stated - quads(left)}
        assert len(lost) == len(gone)
        assert quads(left) <= stated
        assert {p for p, _ in lost} == {v.predicate for v in gone}


def test_what_stands_beside_stays():
    """A value goes with its comma, a property with its semicolon; a block with its lines."""
    found = laid()
    a, b, _ = found.blocks
    x, y, z, one, text = a.values

    def line(*gone):
        left = edits.applied(TEXT, edits.dropped(found, a, gone))
        return left[left.index("  e:a") : left.index("\n\n  e:b")]

    assert line(x) == '  e:a e:p e:y, e:z ; e:q 1 ;\n      e:r "t"@da .'
    assert line(y) == '  e:a e:p e:x, e:z ; e:q 1 ;\n      e:r "t"@da .'
    assert line(x, z) == '  e:a e:p e:y ; e:q 1 ;\n      e:r "t"@da .'
    assert line(x, y, z) == '  e:a e:q 1 ;\n      e:r "t"@da .'
    assert line(one) == '  e:a e:p e:x, e:y, e:z ;\n      e:r "t"@da .'
    assert line(text) == "  e:a e:p e:x, e:y, e:z ; e:q 1 ."
    assert line(x, y, z, one) == '  e:a e:r "t"@da .'
    assert edits.dropped(found, a, a.values) == [edits.removed(found, a)]
    whole = edits.applied(TEXT, [edits.removed(found, b)])
    assert whole == TEXT.replace(TEXT[TEXT.index("  e:b") : TEXT.index("}\ne:h")], "")


def test_a_block_within_a_line_goes_alone():
    """What else stands on its line stays, braces and all."""
    found = laid()
    left = edits.applied(TEXT, [edits.removed(found, found.blocks[2])])
    assert left == TEXT.replace("<c> e:p <d>", "")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<urn:a> a <urn:T> .\n\n<urn:b> a <urn:T> .\n", "<urn:b> a <urn:T> .\n"),
        ("# x\n\n<urn:a> a <urn:T> .\n\n# y\n", "# x\n\n# y\n"),
        ("# x\n<urn:a> a <urn:T> .\n\n# y\n", "# x\n\n# y\n"),
        ("# x\n\n<urn:a> a <urn:T> .\n# y\n", "# x\n\n# y\n"),
        ("<urn:a> a <urn:T> .", ""),
        ("<urn:a> a <urn:T> . # x\n", " # x\n"),
    ],
)
def test_blank_lines_about_a_block(text, left):
    """Between two blank lines one is enough."""
    found = layout.read(text)
    assert edits.applied(text, [edits.removed(found, found.blocks[0])]) == left


def test_edits_of_one_text():
    """Edits are applied from behind; insertions in one place in the order of their ranks."""
    made = [Edit(0, 1, 0, "A"), Edit(3, 3, 1, "2"), Edit(3, 3, 0, "1"), Edit(4, 6, 0, "")]
    assert edits.applied("abcdefg", made) == "Abc12dg"
    assert edits.applied("abc", []) == "abc"


def test_values_change():
    """A value is replaced, gets another behind it, or the block gets another property."""
    found = laid()
    a, _, c = found.blocks
    one, text = a.values[3:]
    made = [
        edits.replaced(one, "2"),
        edits.extended(text, '"u"@en'),
        edits.said_too(found, a, "x y"),
    ]
    changed = edits.applied(TEXT, made)
    assert ' ; e:q 2 ;\n      e:r "t"@da, "u"@en ;\n    x y .\n' in changed
    assert " <d> ;\n  e:s 1 }" in edits.applied(TEXT, [edits.said_too(found, c, "e:s 1")])
    plain = layout.read(REGISTER)
    added = edits.applied(REGISTER, [edits.said_too(plain, plain.blocks[1], "e:s 1")])
    assert "    e:p 1 ;\n    e:s 1 .\n" in added


def test_added_to_a_graph():
    """A block comes at the end of a graph, on lines of its own."""
    found = laid()
    g, h = found.groups
    assert edits.applied(TEXT, [edits.added_to_graph(found, g, "  NEW\n")]) == TEXT.replace(
        "}\ne:h", "  NEW\n}\ne:h"
    )
    assert edits.applied(TEXT, [edits.added_to_graph(found, h, "  NEW\n")]) == TEXT.replace(
        "<d> }", "<d> \n  NEW\n}"
    )


@pytest.mark.parametrize(
    ("subject", "before"),
    [
        ("urn:x:city-a", "# of cities\n# and more\ne:city-b"),
        ("urn:x:city-b", "e:city-d"),
        ("urn:x:city-c", "e:city-d"),
        ("urn:x:city-e", None),
    ],
)
def test_added_to_a_register(subject, before):
    """In the order of the IRIs of its kind, before the comment of the next; else at the end."""
    found = layout.read(REGISTER)
    text = edits.applied(REGISTER, [edits.added_to_register(found, subject, "city", "NEW\n")])
    if before:
        assert text == REGISTER.replace(before, f"NEW\n\n{before}")
    else:
        assert text == f"{REGISTER}\nNEW\n"


def test_added_to_a_register_without_blank_lines():
    """The text's own habit is kept; a last line is ended first."""
    text = "<urn:city-b> a <urn:C> ."
    found = layout.read(text)
    last = edits.added_to_register(found, "urn:city-c", "city", "NEW\n")
    assert edits.applied(text, [last]) == f"{text}\nNEW\n"
    first = edits.added_to_register(found, "urn:city-a", "city", "NEW\n")
    assert edits.applied(text, [first]) == f"NEW\n{text}"
    assert [edits.newline("a\r\nb"), edits.newline("a\nb")] == ["\r\n", "\n"]
