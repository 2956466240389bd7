"""Findings of a validation: their words, their order, their place, and each form of a report."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import toy

from kkgraph import terms
from kkgraph.errors import DataFileError, InputNotReadable
from kkgraph.evidence.positions import Position
from kkgraph.lines import LineRange
from kkgraph.project import find
from kkgraph.validation import conformance, sources, watching
from kkgraph.validation.checks import files, headings, labels
from kkgraph.validation.checks.vocabulary import Vocabulary
from kkgraph.validation.report import findings, formats, wording
from kkgraph.validation.report import text as texts
from kkgraph.validation.report.findings import Finding, Report, folded, located, order, told
from kkgraph.validation.report.places import Places
from kkgraph.validation.report.wording import Wording
from kkgraph.validation.shacl import engines
from kkgraph.validation.shacl.engines import Result
from kkgraph.validation.shacl.graph import CITE, CitedLines, Merged, cited_lines
from kkgraph.validation.shacl.shapes import Allowed, Shapes
from kkgraph.validation.sources import Input

KK, SH, XSD = terms.KK, terms.PREFIXES["sh"], terms.XSD
ROOT = Path("/p")
OSLO, LUND = terms.thing("city/oslo"), terms.thing("city/lund")
ONE, TWO, LAST = map(terms.section, "123")
HEAD = (
    "@base <https://w3id.org/kkgraph/id/> .\n"
    "@prefix kk: <https://w3id.org/kkgraph/ontology#> .\n"
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
)
FIRST = 4  # the line behind the head


def literal(text, kind=None, lang=None):
    """Return a literal."""
    if lang:
        return ox.Literal(text, language=lang)
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) if kind else ox.Literal(text)


def both(text):
    """Return a text in both languages."""
    return {"da": f"{text} (da)", "en": text}


def found(rule="a-rule", focus=OSLO, **more):
    """Return a finding."""
    given = {"sentences": both("A sentence."), "cures": both("A cure."), **more}
    return Finding(rule, focus, **given)


def source(text, path="/p/x.trig", *, given=False, graph="urn:kkgraph:file:x", head=HEAD):
    """Return a file of data; what names no graph is in this one."""
    return sources.parsed(Input(Path(path), graph, given), head + text, "trig")


# What one says.


def test_words_of_a_finding():
    """In a language, or else in the other; with how many like it."""
    one = found(details=both("x"), labels={"da": "Oslo"}, more=2)
    assert one.sentence("da") == "A sentence. (da)"
    assert (one.detail("en"), one.detail("sv")) == ("x", "")
    assert one.named("en") == f"Oslo ({terms.shorten(OSLO)})"
    assert one.cure("en") == "A cure. 2 more lines in the file have the same."
    assert replace(one, more=1).cure("en").endswith("1 more line in the file has the same.")
    assert replace(one, more=0).cure("en") == "A cure."
    assert found(cures={}).cure("en") == ""
    assert found(labels={}).named("en") == terms.shorten(OSLO)
    assert not one.is_nameless
    assert found(focus="_:b").is_nameless


@pytest.mark.parametrize(
    ("severities", "conforms", "is_clean"),
    [
        ((), True, True),
        (("Info",), True, True),
        (("Info", "Warning"), True, False),
        (("Violation",), False, False),
        (("Info", "Violation"), False, False),
    ],
)
def test_verdict_of_a_report(severities, conforms, is_clean):
    """Warnings conform, as SHACL has it; clean is what has neither."""
    report = Report(tuple(found(severity=one) for one in severities))
    assert (report.conforms, report.is_clean) == (conforms, is_clean)


def test_a_rule_of_ours():
    """Its texts are filled in each language, on one line; its component is its name."""
    one = told("same-label", OSLO, label="x", other={"da": "en anden", "en": "another"})
    assert one.sentence("en") == '"x" is also what another is called, of the same class.'
    assert "en anden" in one.sentence("da")
    assert one.component == "urn:kkgraph:rule:same-label"
    assert (one.rule, one.focus, one.severity) == ("same-label", OSLO, "Violation")
    assert "  " not in told(
        "wrong-iri", OSLO, term="a  b", classes="", expected="", own=""
    ).sentence("en")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("_:b", ox.BlankNode("b")),
        ("urn:x", ox.NamedNode("urn:x")),
        ("no iri", ox.Literal("no iri")),
    ],
)
def test_what_a_text_names(text, term):
    """A blank node, an IRI, or else itself."""
    assert findings.resource(text) == term


def test_order_of_findings():
    """Lost files first, then the worst, then by file, line, thing, sentence; no place is last."""
    at = {"place": Position(Path("/p/a"), 2)}
    ordered = (
        found("lost-file", severity="Info", place=Position(Path("/p/z"), 0)),
        found(place=Position(Path("/p/a"), 1), focus=OSLO),
        found(**at, focus="_:z"),
        found(**at, focus=LUND),
        found(**at, focus=OSLO, sentences=both("A")),
        found(**at, focus=OSLO, sentences=both("B")),
        found(place=Position(Path("/p/b"), 1)),
        found(),
        found(severity="Warning", place=Position(Path("/p/a"), 1)),
        found(severity="Info", place=Position(Path("/p/a"), 1)),
    )
    for turned in (ordered, ordered[::-1]):
        assert tuple(sorted(turned, key=order)) == ordered


A1, A2, B1 = (Position(Path(f"/p/{file}"), line) for file, line in (("a", 1), ("a", 2), ("b", 1)))


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        ({"rule": "unknown-property", "value": "x"}, {"focus": LUND}, [1]),
        ({"rule": "unknown-property", "value": "x"}, {"value": "y"}, [0, 0]),
        ({"rule": "unknown-property", "value": "x"}, {"place": B1}, [0, 0]),
        ({"rule": "unknown-property", "value": "x"}, {"cures": both("B")}, [0, 0]),
        ({"rule": "blanks", "path": "p", "value": "x"}, {}, [1]),
        ({"rule": "blanks", "path": "p", "value": "x"}, {"focus": LUND}, [0, 0]),
        ({"rule": "blanks", "path": "p", "value": "x"}, {"path": "q"}, [0, 0]),
        ({"rule": "no-class"}, {"place": B1}, [0]),
        ({"rule": "no-class"}, {"focus": LUND}, [0, 0]),
        ({"rule": "not-here", "path": "p"}, {"value": "y", "cures": both("B")}, [1]),
        ({"rule": "not-here", "path": "p"}, {"path": "q"}, [0, 0]),
        ({"rule": "lines-outside", "graph": ONE}, {"focus": LUND, "cures": both("B")}, [1]),
        ({"rule": "pages-outside", "graph": ONE}, {"graph": TWO}, [0, 0]),
    ],
)
def test_like_findings_are_one(one, other, kept):
    """The same mistake in one file is told once, with a count of the others."""
    first = found(**{"place": A1, **one})
    second = replace(first, **{"place": A2, **other})
    result = folded([second, first])
    assert [each.more for each in result] == kept
    assert result == sorted(result, key=order)
    if len(kept) == 1:
        assert result[0].place == A1


def test_where_a_statement_is_about():
    """Its property, its value, and its section's graph; of a blank node no value."""
    quad = ox.Quad(*map(ox.NamedNode, (OSLO, KK + "p", LUND, ONE)))
    one = located(found(), quad)
    assert (one.path, one.value, one.term, one.graph) == (KK + "p", LUND, ox.NamedNode(LUND), ONE)
    one = located(found(), quad, quad.predicate)
    assert (one.value, one.term) == (KK + "p", None)
    one = located(found(), quad, quad.subject)
    assert (one.value, one.term) == (OSLO, ox.NamedNode(OSLO))
    blank = ox.Quad(quad.subject, quad.predicate, ox.BlankNode("b"), ox.NamedNode(terms.REGISTER))
    one = located(found(), blank)
    assert (one.value, one.term, one.graph) == (None, None, None)


# The forms of a report.

FULL = found(
    severity="Warning",
    labels={"en": "Oslo"},
    details=both("kk:p <x>"),
    path=KK + "p",
    value="1",
    term=literal("1", "integer"),
    component="Datatype",
    shape="urn:shape",
    place=Position(ROOT / "data" / "a b.ttl", 7),
    cited=("5",),
    passages=("5 a line",),
)
AWAY = found("b-rule", "_:1", sentences=both("B"), cures={}, place=Position(Path("/q/c.ttl"), 0))
NOWHERE = found("c-rule", "urn:x", severity="Info", value="no iri")
REPORT = Report((AWAY, FULL, NOWHERE), things=1234, statements=5, files=6, folded=2, seconds=1.26,
                engine="fast")  # fmt: skip
CLEAN = Report((), things=1, statements=2, seconds=0.04)


@pytest.mark.parametrize(
    ("one", "file", "line", "place"),
    [
        (FULL, "data/a b.ttl", 7, "data/a b.ttl:7"),
        (AWAY, "/q/c.ttl", None, "/q/c.ttl"),
        (NOWHERE, None, None, ""),
    ],
)
def test_place_in_words(one, file, line, place):
    """Relative to the project where it lies in it; the file alone where that is all."""
    assert texts.file_of(one, ROOT) == file
    assert texts.line_of(one) == line
    assert texts.place_of(one, ROOT) == place


def test_report_as_text():
    """A block a finding, what follows from it, and the sum."""
    blocks = texts.as_text(REPORT, ROOT, "en").split("\n\n")
    assert blocks == [
        "/q/c.ttl  _:1: B",
        (
            f"data/a b.ttl:7  warning: {terms.shorten(OSLO)}: A sentence.\n  kk:p <x>\n  A cure.\n"
            f"  {texts.phrase('validation.passages', 'en')}\n    5 a line"
        ),
        "note: urn:x: A sentence.\n  A cure.",
        "2 more findings follow from it or may do so; restore the file first and run again.",
        texts.summary(REPORT, ROOT, "en"),
    ]
    said = texts.summary(REPORT, ROOT, "en")
    assert said.startswith("3 findings in 3 files (")
    assert "1,234" in said
    assert "1.3" in said
    assert texts.summary(CLEAN, ROOT, "en").startswith("Nothing found (")
    assert texts.as_text(CLEAN, ROOT, "en") == texts.summary(CLEAN, ROOT, "en")
    of_file = found(focus="/p/data/x.ttl", place=Position(ROOT / "data/x.ttl", 1), cures={})
    assert texts.block(of_file, ROOT, "en") == "data/x.ttl:1  A sentence."
    assert texts.block(replace(of_file, focus="data/x.ttl"), ROOT, "en") == (
        "data/x.ttl:1  A sentence."
    )
    assert texts.severity("Warning", "en", 2) == "warnings"


def test_a_finding_in_one_line():
    """What, its sentence, what stands there, and the cure."""
    assert texts.message(FULL, "en") == f"{terms.shorten(OSLO)}: A sentence. [kk:p <x>] A cure."
    assert texts.message(AWAY, "en") == "_:1: B"


def test_report_as_json():
    """What was looked at, and all of each finding."""
    data = json.loads(formats.as_json(REPORT, ROOT, "en"))
    listed = data.pop("findings")
    assert data == {
        "conforms": False, "things": 1234, "statements": 5, "files": 6, "folded": 2,
        "engine": "fast", "seconds": 1.26,
    }  # fmt: skip
    assert listed[1] == {
        "rule": "a-rule", "severity": "Warning", "thing": OSLO,
        "label": f"Oslo ({terms.shorten(OSLO)})", "property": KK + "p", "value": "1",
        "sentence": "A sentence.", "detail": "kk:p <x>", "cure": "A cure.",
        "file": "data/a b.ttl", "line": 7, "more": 0, "cited": ["5"], "passages": ["5 a line"],
    }  # fmt: skip
    assert (listed[0]["detail"], listed[0]["line"], listed[2]["file"]) == (None, None, None)
    assert "æ" in formats.as_json(Report((found(sentences={"en": "æ"}),)), ROOT, "en")


def test_report_as_sarif():
    """A rule each with its level and cure; results with a place where there is one."""
    data = json.loads(formats.as_sarif(REPORT, ROOT, "en"))
    (run,) = data["runs"]
    assert data["version"] == "2.1.0"
    driver = run["tool"]["driver"]
    assert [one["id"] for one in driver["rules"]] == ["a-rule", "b-rule", "c-rule"]
    assert [one["defaultConfiguration"]["level"] for one in driver["rules"]] == [
        *("warning", "error", "note"),
    ]
    assert driver["rules"][0]["help"]["text"] == "A cure."
    assert (
        driver["rules"][1]["help"]["text"] == driver["rules"][1]["shortDescription"]["text"] == "B"
    )
    first, second, third = run["results"]
    assert (first["ruleId"], first["level"]) == ("b-rule", "error")
    where = second["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "data/a%20b.ttl"
    assert where["region"]["startLine"] == 7
    assert first["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    assert "locations" not in third
    assert second["message"]["text"] == texts.message(FULL, "en")


def test_report_as_junit():
    """Remarks pass; violations and warnings are failures; nothing found is one that passed."""
    suite = ET.fromstring(formats.as_junit(REPORT, ROOT, "en").partition("\n")[2])
    assert suite.attrib == {
        "name": "kkgraph validate", "tests": "3", "time": "1.260", "failures": "2", "errors": "0",
        "skipped": "0",
    }  # fmt: skip
    away, full, nowhere = suite
    assert (away.get("classname"), away.get("name")) == ("/q/c.ttl", "b-rule _:1")
    assert away.find("failure").get("type") == "Violation"
    assert full.find("failure").get("message") == "A sentence."
    assert full.find("failure").text == texts.block(FULL, ROOT, "en")
    assert (nowhere.get("classname"), nowhere.find("failure")) == ("-", None)
    assert nowhere.find("system-out").text == texts.message(NOWHERE, "en")
    text = formats.as_junit(CLEAN, ROOT, "en")
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuite ')
    (case,) = ET.fromstring(text.partition("\n")[2])
    assert case.get("name") == texts.summary(CLEAN, ROOT, "en")
    assert len(case) == 0


def test_report_as_html():
    """A list of the findings, escaped; what follows; without findings no list."""
    page = formats.as_html(REPORT, ROOT, "en")
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.count("<li>") == 3
    assert '<div class="place">data/a b.ttl:7</div>' in page
    assert f"<strong>warning: Oslo ({terms.shorten(OSLO)})</strong>" in page
    assert "<code>kk:p &lt;x&gt;</code>" in page
    assert page.count("<code>") == 1
    assert '<div class="passage">5 a line</div>' in page
    assert '<div class="cure">A cure.</div>' in page
    assert "2 more findings follow" in page
    assert f"<p>{texts.summary(REPORT, ROOT, 'en')}</p>" in page
    clean = formats.as_html(CLEAN, ROOT, "da")
    assert "<ol" not in clean
    assert "<li" not in clean
    assert clean.count("<p>") == 1


def test_report_as_turtle():
    """Each result has its thing, severity, constraint, shape, path, value and messages."""
    graph = ox.Store()
    graph.load(formats.as_turtle(REPORT, ROOT, "en"), format=ox.RdfFormat.TURTLE)

    def of(number, name):
        node = ox.NamedNode(f"urn:kkgraph:finding:{number}")
        quads = graph.quads_for_pattern(node, ox.NamedNode(name), None)
        return [quad.object for quad in quads]

    assert of(2, SH + "focusNode") == [ox.NamedNode(OSLO)]
    assert of(2, SH + "resultSeverity") == [ox.NamedNode(SH + "Warning")]
    assert of(2, SH + "sourceConstraintComponent") == [ox.NamedNode(SH + "Datatype")]
    assert of(2, SH + "sourceShape") == [ox.NamedNode("urn:shape")]
    assert of(2, SH + "resultPath") == [ox.NamedNode(KK + "p")]
    assert of(2, SH + "value") == [literal("1", "integer")]
    assert {one.language for one in of(2, SH + "resultMessage")} == {"da", "en"}
    (comment,) = of(2, terms.COMMENT)
    assert comment.value == f"data/a b.ttl:7: {texts.message(FULL, 'en')}"
    assert of(3, SH + "value") == [literal("no iri")]
    assert of(3, SH + "sourceConstraintComponent") == [ox.NamedNode("urn:kkgraph:rule:c-rule")]
    assert of(1, SH + "value") == of(1, SH + "resultPath") == of(1, SH + "sourceShape") == []
    head = ox.NamedNode("urn:kkgraph:report")
    results = list(graph.quads_for_pattern(head, ox.NamedNode(SH + "result"), None))
    assert len(results) == 3
    (conforms,) = graph.quads_for_pattern(head, ox.NamedNode(SH + "conforms"), None)
    assert conforms.object.value == "false"


@pytest.mark.parametrize(
    ("name", "form"),
    [("x.TXT", "text"), ("x.htm", "html"), ("x.xml", "junit"), ("x.ttl", "ttl"), ("x.nt", None)],
)
def test_form_of_a_file(name, form):
    """By its ending, in capitals too."""
    assert formats.of_file(Path(name)) == form


# Where it stands.

TEXT = """<section/1> {
  <city/oslo> kk:lines "1" ; kk:p "x" .
  <city/lund> kk:p "x" ; kk:p "y" .
}
<section/2> {
  <city/oslo> kk:lines "2" ;
    kk:p "x", "z" ;
    kk:q [ kk:r 1 ] .
}
""".replace("{{", "{").replace("}}", "}")


@pytest.fixture(scope="module")
def places():
    """Return the places of a text."""
    return Places([source(TEXT)])


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"path": KK + "p", "value": "z"}, 7),
        ({"path": KK + "p", "value": "x", "graph": ONE}, 2),
        ({"path": KK + "p", "value": "x", "graph": TWO}, 7),
        ({"path": KK + "p", "graph": TWO}, 7),
        ({"path": KK + "p"}, 2),  # where fewest are
        ({"path": KK + "none", "graph": TWO}, 6),
        ({"path": KK + "none"}, 2),
        ({"graph": TWO}, 6),
        ({"graph": terms.section("3")}, 2),
        ({}, 2),
        ({"rule": "no-class"}, 6),  # where most is said
        ({"focus": LUND, "path": KK + "p", "value": "y"}, 3),
        ({"rule": "not-a-section", "focus": ONE, "value": TWO}, 5),
        ({"rule": "not-a-section", "focus": ONE, "value": "urn:none"}, None),
        ({"focus": "urn:none"}, None),
        ({"focus": "_:none"}, None),
    ],
)
def test_line_of_a_finding(places, given, line):
    """Of the value, else of the property, else of the subject, in the graph it is about."""
    place = places.of(found(**given))
    assert place == (None if line is None else Position(Path("/p/x.trig"), FIRST - 1 + line))


def test_line_of_what_has_no_name(places):
    """By what is said of it, else by what points at it, else the file alone."""
    (blank,) = {q.object for q in places.sources[0].quads if isinstance(q.object, ox.BlankNode)}
    place = places.of(found(focus=str(blank), path=KK + "r", value="1"))
    assert place == Position(Path("/p/x.trig"), FIRST - 1 + 8)


def test_file_without_lines():
    """A format that is not read by its tokens gives its name alone."""
    text = f'<{OSLO}> <{KK}p> "x" .\n'
    one = replace(sources.parsed(Input(Path("/p/x.nt"), ONE), text, "nt"), format="rdf")
    assert Places([one]).of(found(path=KK + "p")) == Position(Path("/p/x.nt"), 0)


def test_what_a_thing_cites(places):
    """All its lines, or those of one graph, in the order of the files."""
    assert places.cited(found()) == ("1", "2")
    assert places.cited(found(graph=TWO)) == ("2",)
    assert places.cited(found(focus=LUND)) == ()


# Results of shapes in words.

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kk: <https://w3id.org/kkgraph/ontology#> .
@prefix s: <https://w3id.org/kkgraph/shapes#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
s:City a sh:NodeShape ; sh:targetClass kk:City ; sh:closed true ;
  sh:ignoredProperties ( kk:note ) ; sh:message "hvad"@da, "what"@en, "bare" ;
  sh:property s:amount, s:role, s:member, s:text, s:note .
s:amount sh:path kk:amount ; sh:datatype xsd:decimal ; sh:minCount 1 .
s:role sh:path kk:role ; sh:in ( kk:Partner kk:Leader ) .
s:member sh:path kk:member ; sh:class kk:City ; sh:or ( [ sh:class kk:Network ] s:amount ) .
s:text sh:path kk:text ; sh:languageIn ( "da" "en" ) .
s:note sh:path kk:note .
s:Either sh:targetSubjectsOf kk:a ; sh:targetObjectsOf kk:b ; sh:targetNode kk:c ;
  sh:or ( s:amount s:role ) .
kk:Own a rdfs:Class ; sh:property s:note . kk:Plain a rdfs:Class .
"""
S = terms.SHAPES_NS


def shapes(text=SHAPES):
    """Return shapes."""
    return Shapes(tuple(ox.parse(text, ox.RdfFormat.TURTLE)))


def test_what_shapes_say():
    """Messages by language, features, what is allowed, what belongs to a class, targets."""
    made = shapes()
    assert made.messages(S + "City") == {"da": "hvad", "en": made.messages(S + "City")["en"]}
    assert made.messages(S + "none") == made.messages("") == {}
    assert {"path", "in", "closed", "languageIn"} <= made.features()
    assert "City" not in made.features()
    assert made.allowed(KK + "amount") == Allowed(datatypes=(XSD + "decimal",))
    assert made.allowed("", S + "role").values == (
        *(ox.NamedNode(KK + "Partner"), ox.NamedNode(KK + "Leader")),
    )
    assert made.allowed(KK + "member").classes == (KK + "City", KK + "Network")
    assert made.allowed(KK + "text").languages == ("da", "en")
    assert made.allowed(KK + "amount", S + "role").values
    assert made.allowed(KK + "amount", S + "none").datatypes
    assert made.allowed(KK + "none") == made.allowed(KK + "note") == Allowed()
    owned = [KK + name for name in ("amount", "member", "role", "text")]
    assert made.owned([KK + "City"]) == owned
    assert made.owned([KK + "Network"]) == []
    assert made.targets == (
        frozenset({KK + "City", KK + "Own"}), frozenset({KK + "a"}), frozenset({KK + "b"}),
    )  # fmt: skip
    assert made.fault() is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<urn:s> sh:property <urn:p> .", "urn:p"),
        ("<urn:s> sh:minCount 'x' .", "minCount"),
        ("<urn:s> sh:maxLength -1 .", "maxLength"),
        ("<urn:s> sh:maxCount <urn:x> .", "maxCount"),
        ("<urn:s> sh:pattern '(' .", "pattern"),
        ("<urn:s> sh:pattern 1 .", "pattern"),
        ("<urn:s> sh:pattern '(x)' ; sh:minCount 0 .", None),
    ],
)
def test_shapes_that_are_none(text, name):
    """A property shape has a path, a count is a number, a pattern one that can be read."""
    fault = shapes(f"@prefix sh: <{SH}> .\n{text}").fault()
    assert (name in str(fault)) if name else fault is None


DATA = """
<city/oslo> a kk:City ; kk:start "2012" ; kk:start "2010" ; kk:text "t"@da ; kk:n 1, 2 ;
  skos:prefLabel "Oslo"@da .
<city/lund> a kk:City . <network/oslo> a kk:Network . <network/other> a kk:Network .
"""
ONTOLOGY = " ".join(f"kk:{cls} a <{terms.CLASS}> ." for cls in ("City", "Network"))


@pytest.fixture(scope="module")
def words():
    """Return what puts results in words."""
    data, ontology = source(DATA), source(ONTOLOGY, "/p/o.ttl")
    quads = ox.Store()
    quads.extend(ox.Quad(*q.triple) for q in data.quads)
    cited = (
        CitedLines(ONE, OSLO, None), CitedLines(ONE, OSLO, "9"), CitedLines(ONE, OSLO, "x y"),
        CitedLines(TWO, OSLO, "s. 7"), CitedLines(TWO, OSLO, "p. 7"),
    )  # fmt: skip
    vocabulary = Vocabulary(ontology, (data,), {})
    return Wording(
        shapes(), vocabulary, quads, cited, {ONE: LineRange(1, 5)}, {TWO: LineRange(1, 3)}
    )


def result(component="MinCount", **given):
    """Return a result of an engine."""
    plain = {"focus": OSLO, "path": "", "value": None, "shape": "", "severity": "Violation"}
    return Result(component=f"{component}ConstraintComponent", messages={}, **{**plain, **given})


def test_a_place_that_is_wrong(words):
    """None is given, it lies outside its section, or it is not written as one."""
    none, outside, written = (words.finding(result(focus=f"{CITE}{n}")) for n in range(3))
    assert [one.rule for one in (none, outside, written)] == [
        *("no-lines", "lines-outside", "lines-written"),
    ]
    assert {one.focus for one in (none, outside)} == {OSLO}
    assert {one.graph for one in (none, outside)} == {ONE}
    assert {one.path for one in (none, outside)} == {terms.LINES}
    assert (none.value, none.term) == (None, None)
    assert (outside.value, outside.term) == ("9", literal("9"))
    assert "1-5" in outside.sentence("en") + outside.cure("en")
    assert outside.labels == {"da": "Oslo"}


@pytest.mark.parametrize(
    ("name", "given", "cure"),
    [
        ("MinCount", {"path": KK + "amount", "shape": S + "amount"},
         "Add kk:amount 500000.0 if the text gives it; otherwise correct the class."),
        ("MinCount", {"path": KK + "text", "shape": S + "text"},
         'Add kk:text "…"@en if the text gives it; otherwise correct the class.'),
        ("MinCount", {"path": KK + "text", "shape": S + "text", "focus": LUND},
         'Add kk:text "…"@da, "…"@en if the text gives it; otherwise correct the class.'),
        ("MinCount", {"path": KK + "none"},
         "Add kk:none … if the text gives it; otherwise correct the class."),
        ("Datatype", {"path": KK + "amount", "value": literal("1.000,50")}, "Write 1000.50."),
        ("Datatype", {"path": KK + "amount", "value": literal("x")}, "Write 500000.0."),
        ("In", {"path": KK + "role", "shape": S + "role", "value": ox.NamedNode(KK + "Partnr")},
         "Write kk:Partner or kk:Leader. Did you mean kk:Partner?"),
        ("Class", {"path": KK + "member", "value": ox.NamedNode(terms.thing("network/lund"))},
         ("Write kk:City or kk:Network here, registered in data/register/. "
          "Did you mean city:lund?")),
        ("Or", {"shape": S + "Either"}, "Write kk:amount or kk:role."),
        ("Or", {}, "Write what the rule names."),
        ("Pattern", {"path": KK + "x"},
         "Write kk:x as the rule says, without anything before or behind."),
        ("LessThan", {"path": KK + "x"},
         "Exchange the two values, or correct the one that is wrong."),
        ("Datatype", {"path": KK + "x", "shape": S + "anyRefused"},
         "Write what the rule names instead."),
    ],
)  # fmt: skip
def test_cure_of_a_result(words, name, given, cure):
    """What to write, by the constraint and what the shape allows."""
    one = words.finding(result(name, **given))
    assert one.cure("en").replace(f"{terms.thing('')}city/", "city:") == cure


def test_details_of_a_result(words):
    """What stands there; of what is too many, all of it; nothing where it is the thing itself."""
    of = words.finding
    assert of(result("Datatype", path=KK + "p", value=literal("x"))).detail("en") == 'kk:p "x"'
    many = of(result("MaxCount", path=KK + "n"))
    assert many.detail("da").startswith("kk:n ")
    assert many.detail("da").count(",") == 1
    assert of(result("MinCount", path=KK + "n")).details == {}
    itself = of(result("Datatype", value=ox.NamedNode(OSLO)))
    assert (itself.details, itself.value, itself.term) == ({}, None, None)
    blank = of(result("Class", path=KK + "p", value=ox.BlankNode("b")))
    assert (blank.value, blank.term) == (None, None)
    plain = of(result("Datatype", path=KK + "p", value=literal("x")))
    assert (plain.value, plain.term, plain.path) == ("x", literal("x"), KK + "p")
    assert of(result("Datatype")).path is None


def test_sentence_of_a_result(words):
    """That of the shape, else that of the engine, else the constraint's name; rule and severity."""
    of = words.finding
    assert of(result("Datatype", shape=S + "City")).sentence("da") == "hvad"
    assert of(result("Datatype", shape=S + "City")).rule == "City"
    said = replace(result("Datatype"), messages={"en": "said"})
    assert of(said).sentence("en") == "said"
    assert (of(result("MinExclusive")).rule, of(result("Xone")).rule) == ("MinInclusive", "Or")
    assert of(result("Datatype")).sentence("en") == "Datatype"
    assert of(result("Datatype", severity="Warning")).severity == "Warning"
    assert of(result("Datatype", severity="Own")).severity == "Violation"
    assert of(result("Datatype", focus="_:b")).labels == {}


def test_results_with_words_of_their_own(words):
    """A period that ends first, a name that does not go with the class, a property elsewhere."""
    period = words.finding(
        result(
            "LessThanOrEquals", shape=S + "PeriodShape", path=KK + "start", value=literal("2009")
        )
    )
    assert (period.rule, period.path, period.value) == ("ends-first", terms.END, "2009")
    assert "2010" in period.detail("en")
    assert "2009" in period.detail("en")
    named = words.finding(result("Pattern", value=ox.NamedNode(OSLO)))
    assert (named.rule, named.path, named.value) == ("wrong-iri", terms.TYPE, None)
    assert "<city/…>" in named.cure("en")
    assert "kk:City" in named.sentence("en")
    closed = words.finding(result("Closed", path=KK + "rolle", value=literal("x")))
    assert closed.rule == "not-here"
    assert closed.detail("en") == 'kk:rolle "x"'
    assert closed.cure("en").endswith("kk:role.")
    far = words.finding(result("Closed", path=KK + "zzzz", value=literal("x")))
    assert far.cure("en").endswith("kk:amount, kk:member, kk:role, kk:text.")


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a or b"),
        (["a", "b", "c"], "a, b or c"),
        ([str(n) for n in range(12)], ", ".join(map(str, range(11))) + " or 11"),
        ([str(n) for n in range(13)], ", ".join(map(str, range(12))) + " …"),
    ],
)
def test_a_list_of_names(names, text):
    """With "or" before the last; a long one is cut."""
    assert wording._listed(names, "en") == text  # noqa: SLF001 - what cures say


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (ox.NamedNode(KK + "x"), "kk:x"),
        (literal("a"), '"a"'),
        (literal("a", lang="da"), '"a"@da'),
        (literal("2012", "gYear"), '"2012"^^xsd:gYear'),
        (ox.BlankNode("b"), "_:b"),
    ],
)
def test_a_value_as_a_person_writes_it(value, text):
    """As in Turtle."""
    assert wording.shown(value) == text


# What is read.


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("x.ttl", "ttl"), ("x.TTL", "ttl"), ("x.ttl.gz", "ttl"), ("x.nt", "nt"), ("x.gz", None),
        ("x", None), ("x.csv", None), ("x.ttl.csv", None), ("a.ttl.trig", "trig"),
    ],
)  # fmt: skip
def test_format_of_a_file(name, form):
    """By its ending, in capitals and packed too."""
    assert sources.format_of(Path(name)) == form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (' <?xml version="1.0"?>', "rdf"),
        ("<rdf:RDF/>", "rdf"),
        ('{ "@id": 1 }', "jsonld"),
        ("[ ]", "jsonld"),
        ("[{}]", "jsonld"),
        ("<urn:a> <urn:b> <urn:c> .", "trig"),
        ("<urn:g> { <urn:a> <urn:b> <urn:c> }", "trig"),
        ("<urn:a> <urn:b> <urn:c> <urn:g> .", "nq"),
        ("nonsense", "trig"),
    ],
)
def test_format_of_standard_input(text, form):
    """By what it looks like."""
    assert sources._guess(text) == form  # noqa: SLF001 - what standard input is read as


def test_what_cannot_be_read(tmp_path):
    """The file and, where it is known, the line are told."""
    for name, content, line in (
        ("x.ttl", b"<urn:a> <urn:b> \n<urn:c> <urn:d> .", 2),
        ("y.ttl", b"# a\n# b\n\xff", 3),
        ("z.ttl", b"<urn:a> <urn:b> 1 .\n<urn:s> <urn:p> <<( <urn:a> <urn:b> 1 )>> .", 2),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(DataFileError) as told_:
            sources.read(Input(path, None))
        assert told_.value.line == line, name
    for name, content in (("x.csv", b"a"), ("x.ttl.gz", b"no gzip")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputNotReadable, match=name):
            sources.read(Input(tmp_path / name, None))
    with pytest.raises(InputNotReadable):
        sources.read(Input(tmp_path / "none.ttl", None))
    (tmp_path / "bom.ttl").write_bytes(b"\xef\xbb\xbf<urn:a> <urn:b> 1 .")
    assert sources.read(Input(tmp_path / "bom.ttl", "urn:g")).quads[0].graph_name.value == "urn:g"


def test_sources_with_other_statements():
    """What stands where is kept."""
    one = source(TEXT)
    fewer = one.with_quads(one.quads[:1])
    assert fewer.quads == one.quads[:1]
    assert fewer.places is one.places
    assert {OSLO, LUND} <= one.subjects
    assert any(name.startswith("_:") for name in one.subjects)


@pytest.mark.parametrize(
    ("head", "wrong"),
    [
        (HEAD, []),
        (HEAD.replace("/ontology#", "/ontologi#"), ["kk:"]),
        (HEAD.replace("/id/", "/ids/"), ["@base"]),
        (HEAD.replace("/id/", "/ids/").replace("/ontology#", "/o#"), ["@base", "kk:"]),
        (f"PREFIX  kk: <{KK}x>\n", ["kk:"]),
        (HEAD + "@prefix other: <urn:x> .\n", []),
        (f"@base <{terms.ONTOLOGY}> .\n", []),
    ],
)
def test_heads_of_files(head, wrong):
    """A prefix or a base of ours that leads elsewhere is told with its line, and mended."""
    one = sources.parsed(Input(Path("/p/x.ttl"), ONE), head, "ttl")
    found_, mended = headings.check(one, Input(Path("/p/x.ttl"), ONE))
    assert [each.sentence("en").count(name) for each, name in zip(found_, wrong, strict=True)] == [
        *(1 for _ in wrong),
    ]
    if wrong:
        assert mended.text in (HEAD, f"PREFIX  kk: <{KK}>\n")
        lines = head.split("\n")
        assert all(f"<{each.value}>" in lines[each.place.line - 1] for each in found_)
    else:
        assert mended is one
    given = replace(one, given=True)
    assert headings.check(given, Input(Path("/p/x.ttl"), ONE)) == ([], given)


def test_things_by_one_name():
    """The one whose IRI is less like the label is told; other classes, languages may."""
    text = """<city/oslo> a kk:City ; skos:prefLabel "Oslo"@da . <city/bergen> a kk:City ;
    skos:prefLabel " oslo "@da . <network/oslo> a kk:Network ; skos:prefLabel "Oslo"@da .
    <city/lund> a kk:City ; skos:prefLabel "Oslo"@en . kk:x skos:prefLabel "Oslo"@da ."""
    one = source(text)
    (twice,) = labels.check([one], Vocabulary(one, (one,), {}))
    assert (twice.rule, twice.focus) == ("same-label", terms.thing("city/bergen"))
    assert twice.path == terms.PREF_LABEL
    assert terms.shorten(OSLO) in twice.sentence("en")


@pytest.mark.parametrize(
    ("path", "is_none"),
    [
        ("data/README.md", True),
        ("data/.hidden", True),
        ("data/.git/x.ttl", True),
        ("data/x.ttl~", True),
        ("data/manifest.txt", True),
        ("ontology/migrations/1/x.rq", True),
        ("data/x.ttl", False),
        ("data/x.csv", False),
    ],
)
def test_files_that_are_no_data(path, is_none):
    """Texts, hidden files, an editor's copies, migrations."""
    assert files._is_no_data(Path("/p") / path) is is_none  # noqa: SLF001 - what is passed over


# What the shapes are held against.


def test_citations_for_the_shapes():
    """A place each subject of a section cites, with its numbers; none is one without."""
    quads = ox.Store()
    quads.extend(
        source('<section/1> { <city/oslo> kk:lines "3", "5-7" . <city/lund> kk:p 1 . }').quads
    )
    found_ = cited_lines(quads)
    assert found_ == [
        CitedLines(ONE, LUND, None), CitedLines(ONE, OSLO, "3"), CitedLines(ONE, OSLO, "5-7"),
    ]  # fmt: skip
    assert cited_lines(quads, {ONE}) == []
    merged = Merged(quads, found_)
    said = [
        [terms.shorten(t.predicate.value) + " " + t.object.value for t in merged.triples()
         if t.subject.value == f"{CITE}{n}"]
        for n in range(3)
    ]  # fmt: skip
    assert len(said[0]) == 3
    assert said[1][3:] == ["kk:firstLine 3", "kk:lastLine 3"]
    assert said[2][3:] == ["kk:firstLine 5", "kk:lastLine 7"]
    assert set(ox.parse(merged.n_triples(), ox.RdfFormat.N_TRIPLES)) == {
        ox.Quad(*one) for one in merged.triples()
    }


@pytest.mark.parametrize(
    ("text", "plain", "iri"),
    [
        ("<urn:x>", "urn:x", "urn:x"),
        ('"x"@da', "x", ""),
        ("_:b", "_:b", ""),
        ("<urn:a>/<urn:b>", "urn:a>/<urn:b", ""),
    ],
)
def test_terms_of_the_fast_engine(text, plain, iri):
    """Without brackets; a path of several steps is no IRI."""
    assert engines._plain(text) == plain  # noqa: SLF001 - how a focus is read
    assert engines._iri(text) == iri  # noqa: SLF001 - how a path is read


def test_terms_from_and_to_rdflib():
    """Each term of one library is the same in the other, literals as they are written."""
    assert engines._term(None) is None  # noqa: SLF001 - how a value is read
    assert engines._term("_:b") == ox.BlankNode("b")  # noqa: SLF001 - same
    every = [
        ox.NamedNode("urn:x"), ox.BlankNode("b"), literal("a"), literal("a", lang="da"),
        literal("007", "integer"), literal("x", "integer"), literal("01.50", "decimal"),
    ]  # fmt: skip
    for term in every:
        assert engines._as_ox(engines._node(term)) == term  # noqa: SLF001 - what is handed over
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), literal("a"))
    with pytest.raises(TypeError):
        engines._node(triple)  # noqa: SLF001 - same
    assert len(engines.as_rdflib([triple])) == 1


def test_which_engine(monkeypatch):
    """The one asked for; else the fast one, where shapes are of what is proved and it is there."""
    plain = shapes()
    other = shapes(f"<urn:s> <{SH}js> <urn:x> .")
    assert engines.chosen("pyshacl", plain) == "pyshacl"
    assert engines.chosen("fast", other) == "fast"
    for is_there, name in ((True, "fast"), (None, "pyshacl")):
        monkeypatch.setattr(engines, "find_spec", lambda _, found_=is_there: found_)
        assert engines.chosen(None, plain) == name
        assert engines.chosen(None, other) == "pyshacl"


def test_where_sections_run():
    """From a first to a last line, where both are numbers."""
    quads = ox.Store()
    kk = [(ONE, "firstLine", "1"), (ONE, "lastLine", "5"), (TWO, "firstLine", "1"),
          (LAST, "firstLine", "x"), (LAST, "lastLine", "2")]  # fmt: skip
    graph = ox.NamedNode(terms.SECTIONS)
    quads.extend(
        ox.Quad(ox.NamedNode(s), ox.NamedNode(KK + p), literal(o), graph) for s, p, o in kk
    )
    ranges = conformance._ranges(quads, terms.FIRST_LINE, terms.LAST_LINE)  # noqa: SLF001 - limits
    assert ranges == {ONE: LineRange(1, 5)}


def test_nameless_things_are_numbered():
    """The same thing has the same number, in the order in which they are told."""
    given = [found(focus=name) for name in ("_:x", OSLO, "_:y", "_:x")]
    named = [one.focus for one in conformance._numbered(given)]  # noqa: SLF001 - what is shown
    assert named == ["_:1", OSLO, "_:2", "_:1"]


# While one edits.


def test_what_came_and_what_went():
    """A finding is the same when its line has moved; else it is new, or mended."""
    old, moved, new = found(place=A1), found(place=A2), found("other", cures={})
    said = watching.difference(Report((old,)), Report((moved,)), ROOT, "en").split("\n")
    assert said[0] == texts.phrase("validation.unchanged", "en")
    said = watching.difference(Report((old,)), Report((new,)), ROOT, "en").split("\n")
    assert said[0] == f"{texts.phrase('validation.new', 'en')} {texts.block(new, ROOT, 'en')}"
    gone = texts.block(old, ROOT, "en").split("\n")[0]
    assert said[1] == f"{texts.phrase('validation.gone', 'en')} {gone}"
    assert said[2] == texts.summary(Report((new,)), ROOT, "en")
    first = watching.difference(None, Report((new,)), ROOT, "en").split("\n")
    assert len(first) == 2
    assert first[0].startswith(texts.phrase("validation.new", "en"))


# Files as files.


@pytest.fixture
def small(tmp_path):
    """Return a small project with a list of its files."""
    root = toy.build(tmp_path)
    names = ("data/register/all.ttl", "data/sections.ttl", "data/gone.ttl")
    text = "# All.\n\n" + "".join(f" {name}\n" for name in names)
    (root / "data/manifest.txt").write_text(text, "utf-8")
    return find(root)


def test_files_that_are_lost(small):
    """What the list names and is not there, at that file; without a list nothing is lost."""
    assert files.listed(small) == ["data/register/all.ttl", "data/sections.ttl", "data/gone.ttl"]
    (lost,) = files.lost(small)
    assert (lost.rule, lost.focus) == ("lost-file", "data/gone.ttl")
    assert lost.place == Position(small.root / "data/gone.ttl", 0)
    assert "data/manifest.txt" in lost.sentence("en")
    (small.root / "data/manifest.txt").unlink()
    assert files.listed(small) == files.lost(small) == []


def test_files_that_nothing_reads(small):
    """Each is a warning, with where it would be read; what is listed or read is none."""
    root = small.root
    for name in ("survey/x.ttl", "survey/notes.md", "links/y.csv", "gone.ttl~", "Gone.ttl"):
        (root / "data" / name).parent.mkdir(exist_ok=True)
        (root / "data" / name).write_text("", "utf-8")
    read = [file.path for file in small.data_files()]
    odd = list(files.unread(small, read))
    assert [(one.rule, one.focus) for one in odd] == [
        ("unread-file", "data/Gone.ttl"),
        ("odd-file", "data/links/y.csv"),
        ("unread-file", "data/survey/x.ttl"),
    ]
    assert {one.severity for one in odd} == {"Warning"}
    assert odd[1].place == Position(root / "data/links/y.csv", 1)
    assert "*.trig" in odd[2].sentence("en") + odd[2].cure("en")
    told_ = [one.focus for one in files.astray(small, read)]
    assert told_ == ["data/gone.ttl", "data/links/y.csv", "data/survey/x.ttl"]


def test_what_two_files_say(small):
    """It belongs where most of it is said; a graph, a thing, or several at once are told."""
    root = small.root

    def of(name, text, graph=terms.REGISTER):
        return source(text, root / "data" / name, graph=graph)

    long = "<city/oslo> a kk:City ; kk:p 1, 2 . <city/lund> a kk:City ; kk:p 1 ."
    first, copy = of("a.ttl", long), of("b.ttl", "\n<city/oslo> a kk:City .")
    found_ = files.repeats(small, [copy, first])
    (one,) = found_.findings
    assert (one.rule, one.focus) == ("repeated-thing", OSLO)
    assert one.place == Position(root / "data/b.ttl", FIRST + 1)
    assert "data/a.ttl" in one.sentence("en")
    assert found_.surplus == {root / "data/b.ttl": set(copy.quads)}
    (several,) = files.repeats(small, [first, of("b.ttl", long)]).findings
    assert (several.rule, several.focus) == ("repeated-file", "data/b.ttl")
    assert several.place == Position(root / "data/b.ttl", FIRST)
    graph = "<section/1> { <city/oslo> kk:lines '1' . }"
    again = files.repeats(small, [of("a.trig", graph, None), of("b.trig", graph, None)])
    assert [(one.rule, one.focus) for one in again.findings] == [("repeated-graph", ONE)]
    elsewhere = of("c.ttl", long, terms.LINKS)
    given = source(long, root / "data/d.ttl", given=True, graph=terms.REGISTER)
    assert files.repeats(small, [first, elsewhere, given]) == files.Repeats((), {})


def test_an_original_and_its_copy(small):
    """What is listed comes before what is not, then the shorter name."""
    names = ["data/copy of all.ttl", "data/register/all.ttl", "data/b.ttl", "data/a.ttl"]
    listed = set(files.listed(small))

    def rank(name):
        return files._rank(small.root / name, listed, small)  # noqa: SLF001 - which is the original

    assert sorted(names, key=rank) == [names[1], names[3], names[2], names[0]]
