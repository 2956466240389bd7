"""Pieces of editing, one by one: terms in Turtle, forms of shapes, places, proofs, cells."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest
import toy

from kkgraph import terms
from kkgraph.editing import (
    changes,
    corrections,
    drafts,
    fields,
    placement,
    rewriting,
    transaction,
    turtle,
    values,
)
from kkgraph.editing import layout as layouts
from kkgraph.editing.corrections import term_of
from kkgraph.editing.edits import Edit
from kkgraph.editing.fields import SH, Field, Form, Shapes
from kkgraph.editing.layout import Layout
from kkgraph.editing.placement import Plan
from kkgraph.editing.tables import imports, sheets, workbooks
from kkgraph.editing.tables.sheets import Column
from kkgraph.errors import ClassNotFound
from kkgraph.errors.editing import EditRefused, EditUnsound
from kkgraph.errors.output import OutputNotWritable
from kkgraph.lines import section_order
from kkgraph.project import find

HAVNBY = Path(__file__).parent.parent / "examples" / "havnby"
KK, XSD = terms.KK, terms.XSD
LAID = Layout("", terms.thing(""), {"kk": KK, "xsd": XSD, "": "urn:empty:"})
BARE = Layout("")


def field(path=KK + "x", **given):
    """Return a field."""
    plain = {"names": {"da": "felt", "en": "field"}, "minimum": 0, "maximum": None, "classes": ()}
    return Field(path, **{**plain, "datatypes": (), "options": (), "pattern": "", "is_own": True,
                          **given})  # fmt: skip


# Terms in a file's own words.


@pytest.mark.parametrize(
    ("value", "with_names", "in_full"),
    [
        (KK + "City", "kk:City", f"<{KK}City>"),
        (KK + "a_b-1", "kk:a_b-1", f"<{KK}a_b-1>"),
        (KK, f"<{KK}>", f"<{KK}>"),
        (KK + "1a", f"<{KK}1a>", f"<{KK}1a>"),
        (KK + "a.b", f"<{KK}a.b>", f"<{KK}a.b>"),
        ("urn:empty:a", ":a", "<urn:empty:a>"),
        (terms.thing("city/oslo"), "<city/oslo>", f"<{terms.thing('city/oslo')}>"),
        (terms.thing(""), "<>", f"<{terms.thing('')}>"),
        (terms.thing("/x"), f"<{terms.thing('/x')}>", f"<{terms.thing('/x')}>"),
        (terms.thing("a:b"), f"<{terms.thing('a:b')}>", f"<{terms.thing('a:b')}>"),
        ("https://example.org/", "<https://example.org/>", "<https://example.org/>"),
    ],
)
def test_an_iri_in_a_file(value, with_names, in_full):
    """By a prefix, else against the base where that gives the same, else in full."""
    assert turtle.iri(value, LAID) == with_names
    assert turtle.iri(value, BARE) == in_full


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("12", "integer", "12"),
        ("-12", "integer", "-12"),
        ("1.5", "decimal", "1.5"),
        ("2", "decimal", "2.0"),
        ("+2", "decimal", "+2.0"),
        ("x", "integer", '"x"^^xsd:integer'),
        ("1.", "decimal", '"1."^^xsd:decimal'),
        ("true", "boolean", "true"),
        ("1", "boolean", '"1"^^xsd:boolean'),
        ("2021", "gYear", '"2021"^^xsd:gYear'),
        ("a", "string", '"a"'),
        ('a"b\n', "string", r'"a\"b\n"'),
    ],
)
def test_a_literal_in_a_file(text, kind, written):
    """Bare where Turtle knows its datatype by its form, else with it."""
    assert turtle.written(ox.Literal(text, datatype=ox.NamedNode(XSD + kind)), LAID) == written


def test_other_terms_in_a_file():
    """Texts have their language, things their names; a blank node is written as it is."""
    assert turtle.written(ox.Literal("a", language="da"), LAID) == '"a"@da'
    assert turtle.written(ox.NamedNode(KK + "x"), LAID) == "kk:x"
    assert turtle.written(ox.BlankNode("b"), LAID) == "_:b"


def said(*numbers):
    """Return statements with values of so many letters each."""
    return [(KK + f"p{i}", [ox.Literal("x" * n)]) for i, n in enumerate(numbers)]


def test_a_block_in_lines():
    """The class stands in the first line, in a section with what it cites; the rest below."""
    kind = (terms.TYPE, [ox.NamedNode(KK + "City")])
    subject = terms.thing("city/oslo")
    more = (KK + "p", [ox.Literal("a"), ox.Literal("b")])
    assert turtle.block(subject, [kind], LAID, "") == "<city/oslo> a kk:City .\n"
    assert turtle.block(subject, [kind, more], LAID, "") == (
        '<city/oslo> a kk:City ;\n    kk:p "a", "b" .\n'
    )
    assert turtle.block(subject, [kind, more], LAID, "  ") == (
        '  <city/oslo> a kk:City ; kk:p "a", "b" .\n'
    )
    assert turtle.block(subject, [kind, more, *said(1)], LAID, "  ") == (
        '  <city/oslo> a kk:City ; kk:p "a", "b" ;\n    kk:p0 "x" .\n'
    )


@pytest.mark.parametrize(("letters", "lines"), [(88, 2), (89, 3)])
def test_a_line_of_a_block_is_not_too_long(letters, lines):
    """Properties stand beside each other up to 110 columns."""
    # 4 blanks, `kk:p1 "x"` (9), ` ; ` (3), `kk:p2 "…"` (6 + 2 + letters)
    found = turtle.block("urn:s", said(1, 1, letters - 2), LAID, "")
    body = found.removesuffix(" .\n").split("\n")
    assert len(body) == lines
    assert max(map(len, (line.removesuffix(" ;") for line in body))) <= 110
    assert (len(body[1]) == 110) is (lines == 2)


# Fields and forms.

FORM = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kk: <https://w3id.org/kkgraph/ontology#> .
@prefix s: <https://w3id.org/kkgraph/shapes#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
s:Payment a sh:NodeShape ; sh:targetClass kk:Payment ;
  sh:property s:p-amount, s:p-fee, s:p-derived, s:p-links, s:p-either, s:p-theme ;
  sh:or ( s:p-one s:p-two ) , ( s:p-amount s:p-three ) .
s:p-amount sh:path kk:amount ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:decimal ;
  sh:name "beløb"@da, "amount"@en .
s:p-fee sh:path kk:hasFee ; sh:class kk:Payment ; sh:minCount 1 ; sh:severity sh:Info ;
  sh:maxCount 3 ; sh:in ( kk:A kk:B ) ; sh:pattern "^x" .
s:p-derived sh:path kk:derived ; sh:minCount 1 .
s:p-links sh:path skos:exactMatch .
s:p-theme sh:path kk:hasTheme .
s:p-either sh:path kk:either ; sh:or ( [ sh:datatype xsd:gYear ] [ sh:datatype xsd:date ] ) .
s:p-one sh:path kk:amount ; sh:minCount 1 .
s:p-two sh:path kk:hasFee ; sh:minCount 1 .
s:p-three sh:path kk:either .
s:Fact sh:targetClass kk:Fact ; sh:property s:p-note .
s:p-note sh:path kk:note ; sh:minCount 1 ; sh:severity sh:Warning .
s:Other sh:targetClass kk:Other ; sh:property s:p-note-kind .
s:p-note-kind sh:path kk:note ; sh:datatype xsd:string .
s:Cites sh:targetClass kk:Cites ; sh:property s:c-lines, s:c-pages .
s:c-lines sh:path kk:lines ; sh:datatype xsd:string . s:c-pages sh:path kk:pages ; sh:class kk:X .
kk:Payment rdfs:subClassOf kk:Fact, skos:Concept ; rdfs:label "betaling"@da, "Fee paid"@en .
kk:derived skos:definition "Derived: from others."@en .
"""


@pytest.fixture(scope="module")
def form():
    """Return the form of payments, of shapes that were made up."""
    graph = ox.Store()
    graph.load(FORM, format=ox.RdfFormat.TURTLE)
    return Shapes(graph).form("payment")


def test_fields_of_a_form(form):
    """Those of the class and the classes above; no derived ones, links or themes."""
    names = [one.local for one in form.fields]
    assert names[:4] == ["amount", "either", "hasFee", "note"]
    assert set(names[4:]) == {"lines", "pages"}
    assert (form.cls, form.kind, form.is_fact) == (KK + "Payment", "payment", True)
    assert form.either == ((KK + "amount", KK + "hasFee"),)


def test_what_a_field_takes(form):
    """How many, of which class or datatype, what list and pattern; from wherever it is said."""
    by_name = {one.local: one for one in form.fields}
    amount, fee = by_name["amount"], by_name["hasFee"]
    assert amount == field(
        KK + "amount", names={"da": "beløb", "en": "amount"}, minimum=1, maximum=1,
        datatypes=(XSD + "decimal",),
    )  # fmt: skip
    assert (fee.minimum, fee.maximum) == (0, 3)  # what is only remarked on is not needed
    assert fee.classes == (KK + "Payment",)
    assert [term.value for term in fee.options] == [KK + "A", KK + "B"]
    assert (fee.pattern, fee.names) == ("^x", {})
    assert set(by_name["either"].datatypes) == {XSD + "gYear", XSD + "date"}
    note = by_name["note"]
    assert (note.minimum, note.is_own) == (1, False)
    assert note.datatypes == (XSD + "string",)  # as the shape of another class has it
    assert by_name["lines"].minimum == 1
    assert by_name["pages"].minimum == 0


@pytest.mark.parametrize(
    ("given", "is_text", "is_label", "is_thing"),
    [
        ({}, False, False, True),
        ({"datatypes": (terms.RDF + "langString",)}, True, False, False),
        ({"datatypes": (XSD + "date",)}, False, False, False),
        ({"options": (ox.NamedNode(KK + "A"),)}, False, False, False),
        ({"path": terms.PREF_LABEL}, False, True, True),
    ],
)
def test_kinds_of_fields(given, is_text, is_label, is_thing):
    """Texts, names and things."""
    one = field(**given)
    assert (one.is_text, one.is_label, one.is_thing) == (is_text, is_label, is_thing)


@pytest.mark.parametrize("name", ["payment", "Payment", "kk:Payment", "BETALING", "fee paid"])
def test_names_of_a_class(name):
    """Its kind, its local name and its labels, however they are written."""
    graph = ox.Store()
    graph.load(FORM, format=ox.RdfFormat.TURTLE)
    assert Shapes(graph).form(name).cls == KK + "Payment"
    with pytest.raises(ClassNotFound, match="none"):
        Shapes(graph).form("none")


def test_values_of_shapes():
    """Sorted; of what has none, nothing; a list that breaks off ends there."""
    graph = ox.Store()
    graph.load("<urn:s> <urn:p> 2, 1 .", format=ox.RdfFormat.TURTLE)
    shapes = Shapes(graph)
    found = shapes._values("urn:s", "urn:p")  # noqa: SLF001 - what shapes are read with
    assert [term.value for term in found] == ["1", "2"]
    assert shapes._values(ox.Literal("x"), "urn:p") == []  # noqa: SLF001 - same
    assert list(shapes._list(ox.NamedNode("urn:s"))) == []  # noqa: SLF001 - same
    assert fields.SH == SH


# What may be typed.


@pytest.mark.parametrize(
    ("given", "note"),
    [
        ({}, "field"),
        ({"maximum": 1, "minimum": 1}, "field needed"),
        ({"datatypes": (XSD + "date",), "maximum": 1}, "field 2021-05-17"),
        ({"datatypes": (XSD + "date", XSD + "gYear"), "maximum": 1}, "field 2021-05-17 / 2021"),
        ({"datatypes": (XSD + "string",), "maximum": 1}, "field"),
    ],
)
def test_note_of_a_field(given, note):
    """What it is, whether it is needed, and an example of it."""
    words = values.note(field(**given), "en").split(". ")
    assert words[0] == "field"
    assert len(words) == len(note.split(" ", 1)) + ("maximum" not in given)
    if " / " in note or "2021" in note:
        assert words[-1] == note.removeprefix("field ")


def test_choices_of_a_field(mini):
    """The names of a list, or of the things of a class; none where anything will do."""
    options = (ox.NamedNode(KK + "Partner"), ox.Literal("DKK"))
    assert values.choices(mini, field(options=options), "en") == ["Partner", "DKK"]
    cities = field(classes=(terms.term("City"),))
    assert values.choices(mini, cities, "en") == ["Malmö", "Oslo"]
    assert values.choices(mini, cities, "da") == ["Malmø", "Oslo"]
    assert values.choices(mini, field(), "en") == []
    assert values.choices(mini, field(datatypes=(XSD + "date",)), "en") == []


# Where it goes.


@pytest.mark.parametrize(
    ("section", "source", "chapter"),
    [
        ("1.2", "", 1),
        ("12", "", 12),
        (terms.section("3.1"), "", 3),
        ("report/2.1", "report", 0),
        ("x", "", 0),
    ],
)
def test_source_and_chapter_of_a_section(section, source, chapter):
    """Those of another source say its name; what has no number is in no chapter."""
    assert placement._source(section) == source  # noqa: SLF001 - which file is looked for
    if not source:
        number = terms.section_number(section) or section
        assert placement._chapter(section_order(number)) == chapter  # noqa: SLF001 - same


def test_head_of_a_new_file():
    """It has the base and the prefixes of the others."""
    assert placement._head(LAID) == (  # noqa: SLF001 - how a file begins
        f"@base <{terms.thing('')}> .\n@prefix kk: <{KK}> .\n@prefix xsd: <{XSD}> .\n"
        "@prefix : <urn:empty:> .\n"
    )
    assert placement._head(BARE) == ""  # noqa: SLF001 - same


@pytest.fixture
def root(tmp_path):
    """Return the folder of a small project."""
    return toy.build(tmp_path)


def test_every_file_has_its_graph(root):
    """Files of surveys name theirs; the register's and the others have one each."""
    files = placement.Files(SimpleNamespace(project=find(root)))
    graphs = {path.relative_to(root).as_posix(): graph for path, graph, _ in files.every()}
    assert graphs["data/survey/all.trig"] is None
    assert graphs["data/register/all.ttl"] == terms.REGISTER
    assert graphs["data/sections.ttl"] == terms.SECTIONS
    assert len(graphs) == len(list(files.every()))


@pytest.mark.parametrize(
    ("kind", "file"),
    [("network", "all.ttl"), ("activity", "activities.ttl"), ("grant", "grants.ttl")],
)
def test_file_of_a_kind(root, kind, file):
    """Where most of its things are, else a file of its name."""
    files = placement.Files(SimpleNamespace(project=find(root)))
    assert placement._register_file(files, kind).name == file  # noqa: SLF001 - where a thing goes


# Whether it may be done.

NETWORK = "network/nordnet"


def labelled(root, old, new):
    """Return a plan that changes a label in the register, as text and as statements."""
    path = root / "data/register/all.ttl"
    text = path.read_text("utf-8")
    at = text.index(old)
    graph = ox.NamedNode(terms.REGISTER)
    before, after = (
        set(ox.parse(one, ox.RdfFormat.TURTLE)) for one in (text, text.replace(old, new, 1))
    )
    named = [
        {ox.Quad(*q.triple, graph) for q in found} for found in (after - before, before - after)
    ]
    edit = Edit(at, at + len(old), 0, new)
    return Plan(edits={path: [edit]}, added=named[0], removed=named[1])


def test_carried_out_or_only_looked_at(root):
    """`dry` writes nothing; else the file has the new text, and nothing is left beside it."""
    path = root / "data/register/all.ttl"
    before = path.read_bytes()
    done = changes.carry_out(find(root), lambda: labelled(root, "Nordnet", "Sydnet"), dry=True)
    assert path.read_bytes() == before
    assert "Sydnet" in done.texts[path]
    done = changes.carry_out(find(root), lambda: labelled(root, "Nordnet", "Sydnet"))
    assert (
        path.read_text("utf-8")
        == done.texts[path]
        == before.decode().replace("Nordnet", "Sydnet", 1)
    )
    assert changes.carry_out(find(root), Plan).texts == {}
    assert [p.name for p in root.iterdir() if p.name.startswith(".kkgraph-pending")] == []


def test_lines_end_as_they_did(tmp_path):
    """What is put into a file of Windows has its ends of lines."""
    for end in ("\n", "\r\n"):
        path = tmp_path / "x.ttl"
        path.write_bytes(f"a{end}b".encode())
        (text,) = changes.edited(Plan(edits={path: [Edit(1, 1, 0, "\nc")]})).values()
        assert text == f"a{end}c{end}b"
    made = tmp_path / "y.ttl"
    assert changes.edited(Plan(created={made: "x\n"})) == {made: "x\n"}


def test_what_differs_is_what_was_planned(root):
    """A statement more or less than planned is refused; what is no RDF is not read."""
    plan = labelled(root, "Nordnet", "Sydnet")
    project, texts = find(root), changes.edited(plan)
    changes.prove(project, plan, texts)
    for wrong in (replace(plan, added=set()), replace(plan, removed=set())):
        with pytest.raises(EditUnsound, match=r"Nordnet|Sydnet"):
            changes.prove(project, wrong, texts)
    there = next(iter(plan.removed))
    with pytest.raises(EditUnsound):
        changes.prove(project, replace(plan, added=plan.added | {there}), {})
    changes.prove(project, Plan(), {root / "data/manifest.txt": "<<< no RDF"})
    broken = {root / "data/register/all.ttl": "<urn:a> <urn:b>"}
    with pytest.raises(EditUnsound, match=r"all\.ttl:1"):
        changes.prove(project, Plan(), broken)


def test_a_new_file_has_the_graph_of_those_beside_it(root):
    """A file of the register states in the register's; one of a survey names its graphs."""
    project = find(root)
    graphs = {file.path: file.graph for file in project.data_files()}
    of = changes._graph_of  # noqa: SLF001 - what a new file states in
    assert of(root / "data/register/new.ttl", graphs) == terms.REGISTER
    assert of(root / "data/survey/new.trig", graphs) is None
    assert of(root / "elsewhere/new.ttl", graphs) is None
    quad = ox.Quad(*(ox.NamedNode(f"urn:{one}") for one in "spo"), ox.NamedNode(terms.REGISTER))
    made = {root / "data/register/new.ttl": "<urn:s> <urn:p> <urn:o> ."}
    changes.prove(project, Plan(added={quad}), made)


def test_a_copy_of_a_project(root):
    """Other contents are in it, what is gone is not, and the rest as it is; then it goes."""
    project, name = find(root), "data/register/all.ttl"
    texts = {
        root / name: None,
        root / "data/sections.ttl": b"# other\n",
        root / "data/new/deep.ttl": b"# new\n",
        root / "data/none.ttl": None,
    }
    with changes.copied(project, texts) as made:
        folder = made.root
        assert folder != root
        assert not (folder / name).exists()
        assert (folder / "data/sections.ttl").read_bytes() == b"# other\n"
        assert (folder / "data/new/deep.ttl").read_bytes() == b"# new\n"
        trig = "data/survey/all.trig"
        assert (folder / trig).read_bytes() == (root / trig).read_bytes()
    assert not folder.exists()
    assert (root / name).exists()


def test_what_validation_finds_is_refused(root):
    """Nothing is written then; the report says what is new, and not what was wrong before."""
    path = root / "data/register/all.ttl"
    before = path.read_bytes()
    text = before.decode()
    quad = ox.Quad(
        ox.NamedNode(terms.thing(NETWORK)), ox.NamedNode(KK + "none"), ox.Literal("x"),
        ox.NamedNode(terms.REGISTER),
    )  # fmt: skip
    more = f'\n<{terms.thing(NETWORK)}> <{KK}none> "x" .\n'
    plan = Plan(edits={path: [Edit(len(text), len(text), 0, more)]}, added={quad})
    with pytest.raises(EditRefused) as told:
        changes.carry_out(find(root), lambda: plan)
    assert path.read_bytes() == before
    assert [one.rule for one in told.value.report.findings] == ["unknown-property"]


# A value where it stands.

TEXT = '@prefix e: <urn:x:> .\n@base <http://b.example/> .\ne:a e:p e:x, 1.50 ;\n  e:q "t"@da .\n'


def test_terms_of_a_text():
    """With the file's own base and prefixes; as a store has them, numbers are in short form."""
    laid = layouts.read(TEXT)
    found = [term_of(laid, value) for value in laid.blocks[0].values]
    assert found == [
        ox.NamedNode("urn:x:x"),
        ox.Literal("1.5", datatype=ox.NamedNode(XSD + "decimal")),
        ox.Literal("t", language="da"),
    ]
    number = ox.Literal("1.50", datatype=ox.NamedNode(XSD + "decimal"))
    assert corrections.normal(number).value == "1.5"
    assert corrections.normal(ox.Literal("x")) == ox.Literal("x")


def test_the_word_of_a_property_is_replaced():
    """From its first letter to the next white space."""
    laid = layouts.read(TEXT)
    edit = rewriting._named(laid, TEXT.index("e:p"), "urn:x:r")  # noqa: SLF001 - a property renamed
    assert edit == Edit(TEXT.index("e:p"), TEXT.index("e:p") + 3, 0, "e:r")


@pytest.mark.parametrize(
    ("said_", "come", "name"),
    [
        (["a"], {"p": ["a"]}, "p"),
        (["a", "b"], {"p": ["b", "a", "c"]}, "p"),
        (["a", "b"], {"p": ["a"]}, None),
        (["a"], {"p": ["b"], "q": ["a"]}, "q"),
        (["a"], {}, None),
    ],
)
def test_which_property_gets_the_same_values(said_, come, name):
    """The first that gets all of them."""
    assert rewriting._same(said_, come) == name  # noqa: SLF001 - whether one is renamed


def test_which_values_move():
    """What points at one may point at another, unless it does so already or is that itself."""
    text = "<urn:s> <urn:p> <urn:a>, <urn:b> ; <urn:q> <urn:a> .\n<urn:b> <urn:p> <urn:a> ."
    first, second = layouts.read(text).blocks
    b = ox.NamedNode("urn:b")

    def moves(block, number, instead=b):
        return corrections._moves(block, block.values[number], instead)  # noqa: SLF001 - what moves

    assert [moves(first, n) for n in (0, 2)] == [False, True]
    assert not moves(second, 0)
    assert not moves(first, 2, None)


# Sheets.


def test_columns_of_a_sheet():
    """The thing, its section, what it cites, its own fields, then others; texts by language."""
    text = (terms.RDF + "langString",)
    made = (
        field(KK + "note", is_own=False, datatypes=text),
        field(KK + "hasMember"),
        field(terms.PREF_LABEL, datatypes=text),
        field(terms.LINES, datatypes=(XSD + "string",)),
        field(KK + "section"),
    )
    found = sheets.columns(Form(KK + "X", "x", made, ()))
    assert [one.name for one in found] == [
        *("x", "section", "lines", "name-da", "name-en", "member", "section"),
        *("note-da", "note-en"),
    ]
    assert [one.lang for one in found[-2:]] == ["da", "en"]
    assert found[0].field is None
    assert found[5].lang is None


@pytest.mark.parametrize(
    ("column", "is_number"),
    [
        (Column("x"), False),
        (Column("x", field(datatypes=(XSD + "decimal",))), True),
        (Column("x", field(datatypes=(XSD + "integer", XSD + "date"))), True),
        (Column("x", field(datatypes=(XSD + "gYear",))), False),
        (Column("x", field()), False),
    ],
)
def test_columns_of_numbers(column, is_number):
    """Decimals and whole numbers."""
    assert column.is_number is is_number


def test_sheet_as_csv():
    """In UTF-8 that Excel knows; what looks like a formula is a text, numbers excepted."""
    number = Column("n", field(datatypes=(XSD + "decimal",)))
    rows = [{"x": "=a", "n": "-1"}, {"x": "'=a"}, {"x": "a=æ", "n": "1"}, {"x": "'a"}]
    content = workbooks.csv([Column("x"), number], rows)
    assert content == "\ufeffx,n\r\n'=a,-1\r\n''=a,\r\na=æ,1\r\n'a,\r\n".encode()


@pytest.mark.parametrize("cell", ["=a", "'=a", "+1", "@x", "-1", "a", "'a", "''a", ""])
def test_what_looks_like_a_formula_comes_back(tmp_path, cell):
    """As it was before it was written."""
    path = tmp_path / "x.csv"
    path.write_bytes(workbooks.csv([Column("x"), Column("y")], [{"x": cell, "y": "z"}]))
    (sheet,) = workbooks.read(path)
    assert sheet.rows == ((2, {"x": cell, "y": "z"}),)


def test_headings_of_fields():
    """All but the first, the section's and those without a name."""
    sheet = workbooks.Sheet("t", "city", ("city", "Section", "", "name", "x"), ())
    assert imports._fields(sheet) == ["name", "x"]


def test_order_of_what_is_stated():
    """The register before sections, those by number."""
    graphs = [terms.section("10"), terms.section("2"), terms.REGISTER, terms.section("2.1")]
    ordered = sorted(graphs, key=sheets._order)  # noqa: SLF001 - the order of rows
    assert ordered == [terms.REGISTER, *map(terms.section, ("2", "2.1", "10"))]


def test_rows_of_what_is_there(mini):
    """A row a thing and section, by IRI then section; several values one a line."""
    shapes = Shapes.of(find(HAVNBY))
    mini.project.use()
    rows = sheets.filled(mini, shapes.form("membership"), "da")
    places = [(row["membership"], row["section"]) for row in rows]
    assert places == [
        ("membership:fyrtaarn", "1.1"),
        ("membership:fyrtaarn", "1.1.2"),
        ("membership:nordlys", "1.1"),
        ("membership:nordlys", "1.1.1"),
        ("membership:nordlys-oslo", "1.1.1"),
    ]
    row = rows[3]
    assert (row["lines"], row["member"]) == ("4\n6", "Lysby Kommune")
    assert row["organisation"] == "NORDLYS"
    assert rows[1]["start"] == "2007"
    cities = sheets.filled(mini, shapes.form("city"), "en")
    assert [(one["city"], one["section"], one["name-en"]) for one in cities] == [
        ("city:malmoe", "", "Malmö"),
        ("city:oslo", "", "Oslo"),
    ]


# Several files as one.


def test_files_are_put_and_removed_as_one(root):
    """Each new one whole, in folders that are made; what is to go is gone; nothing is left over."""
    old, new = root / "data/sections.ttl", root / "data/a/b.ttl"
    old.chmod(0o640)
    gone, folder = root / "data/register/all.ttl", root / "releases/1"
    with transaction.locked(root):
        transaction.write(
            root, {old: b"old\n", new: b"new\n", gone: None}, (folder, {"x": b"X", "y/z": b"Z"})
        )
    assert (old.read_bytes(), new.read_bytes()) == (b"old\n", b"new\n")
    assert old.stat().st_mode & 0o777 == 0o640
    assert not gone.exists()
    assert ((folder / "x").read_bytes(), (folder / "y/z").read_bytes()) == (b"X", b"Z")
    assert not (root / transaction.PENDING).exists()


def test_what_was_put_aside_whole_is_completed(root):
    """With its list it takes its places, whatever already has; without a list it is dropped."""
    name = "data/sections.ttl"
    before, pending = (root / name).read_bytes(), root / transaction.PENDING
    listed = {"put": {"0": name, "1": "data/n/e.ttl", "2": "gone"}, "remove": ["a", "b.ttl"]}
    for is_whole in (False, True):
        pending.mkdir()
        (pending / "0").write_bytes(b"new")
        (pending / "1").write_bytes(b"more")
        (root / "b.ttl").write_bytes(b"x")
        if is_whole:
            (pending / "list.json").write_text(json.dumps(listed))
        transaction.recover(root)
        assert not pending.exists()
        assert (root / name).read_bytes() == (b"new" if is_whole else before)
        assert (root / "data/n/e.ttl").exists() is is_whole
        assert (root / "b.ttl").exists() is not is_whole
    transaction.recover(root)


def test_a_file_where_a_folder_should_be(root):
    """It is told, to the next command too; once it is gone what was begun is completed."""
    name = root / "data/sections.ttl"
    before = name.read_bytes()
    with pytest.raises(OutputNotWritable, match=r"sections\.ttl"):
        transaction.write(root, {name / "x": b"1"})
    with pytest.raises(OutputNotWritable, match=r"sections\.ttl"), transaction.locked(root):
        pass
    assert name.read_bytes() == before
    name.unlink()
    with transaction.locked(root):
        assert (name / "x").read_bytes() == b"1"
    assert not (root / transaction.PENDING).exists()


# What is filled in.


@pytest.mark.parametrize(
    ("text", "said"),
    [("3", ["3"]), ("3, 5-7;9", ["3", "5-7", "9"]), ("3,", ["3"]), (" ; 3", ["3"])],
)
def test_lines_of_several_places(mini, text, said):
    """With commas or semicolons between them, and none where there is nothing."""
    lines = field(terms.LINES, datatypes=(XSD + "string",))
    found = drafts._values(mini, lines, text, None)  # noqa: SLF001 - what is filled in
    assert [term.value for term in found] == said


def test_texts_of_a_field(mini):
    """A name is the same in each language until one is given; other texts are Danish."""
    text = {"datatypes": (terms.RDF + "langString",)}

    def languages(path, lang=None):
        found = drafts._values(mini, field(path, **text), "a", lang)  # noqa: SLF001 - same
        return [term.language for term in found]

    assert languages(terms.PREF_LABEL) == ["da", "en"]
    assert languages(terms.PREF_LABEL, "en") == ["en"]
    assert languages(KK + "note") == ["da"]
    assert languages(KK + "note", "en") == ["en"]


def test_name_of_a_new_thing():
    """The Danish one, else the first."""
    name = drafts._name  # noqa: SLF001 - what its IRI is made of
    danish, english = ox.Literal("by", language="da"), ox.Literal("city", language="en")
    assert name({terms.PREF_LABEL: (english, danish)}) == "by"
    assert name({terms.PREF_LABEL: (english,)}) == "city"


@pytest.mark.parametrize(
    ("what", "who", "ends"),
    [
        ("network/nordlys", None, ("nordlys", "")),
        ("network/nordlys", "city/oslo", ("nordlys", "oslo")),
        (None, "city/oslo", ("", "oslo")),
        (None, None, ("", "")),
    ],
)
def test_ends_of_a_fact(mini, what, who, ends):
    """What it is about, and who does it."""
    mini.project.use()
    said_ = {}
    if what:
        said_[terms.HAS_ORGANISATION] = (ox.NamedNode(terms.thing(what)),)
    if who:
        said_[terms.HAS_MEMBER] = (ox.NamedNode(terms.thing(who)),)
    assert drafts._ends(said_) == ends  # noqa: SLF001 - what its IRI is made of


def test_what_is_missing_of_a_form(form):
    """Needed fields by their options, one of several, a section, and lines."""
    amount, fee = KK + "amount", KK + "hasFee"
    assert drafts.missing(form, {}, None) == ["amount", "note", "amount|fee", "section", "lines"]
    given = {amount: 1, KK + "note": 1, terms.LINES: 1}
    assert drafts.missing(form, given, "s") == []
    assert drafts.missing(form, {**given, fee: 1}, None) == ["section"]
    thing = replace(form, kind="city", either=(), fields=form.fields[:1])
    assert drafts.missing(thing, {amount: 1}, None) == []
    assert drafts.missing(thing, {amount: 1}, "s") == ["lines"]
    assert drafts.missing(thing, {}, "s") == ["amount", "lines"]
