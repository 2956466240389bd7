"""`kkgraph validate`: what it says, in which format, about which files; exit codes."""

import gzip
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
import toy
from click.testing import CliRunner
from sampling import each

from kkgraph.cli import main
from kkgraph.validation.report.findings import Finding
from kkgraph.validation.report.formats import ENDINGS, WRITERS

AMOUNT = """payment:samling: An amount is a decimal number.
  kk:amount "meget"
  Write 500000.0.
"""


@pytest.fixture(autouse=True)
def _without_the_text(monkeypatch):
    """No report shows passages unless it is asked to: the text may be at hand, or not."""
    monkeypatch.delenv("KKGRAPH_SURVEY", raising=False)


def run(*arguments: object, stdin: bytes | None = None) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error of `kkgraph validate ...`."""
    result = CliRunner().invoke(main, ["validate", *map(str, arguments)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def broken(folder):
    """Return a project with a sum in words, on line 14, and a membership without lines."""
    survey = toy.SURVEY.replace("1500000.0", '"meget"').replace('kk:lines "16-18" ;', "")
    return toy.build(folder, survey=survey)


def test_data_that_conform_are_exit_code_0(tmp_path):
    """Nothing found: one line with what was looked at."""
    code, out, err = run("--project", toy.build(tmp_path))
    assert (code, err) == (0, "")
    assert out.startswith("Nothing found (")
    assert "looked at: statements " in out
    assert out.count("\n") == 1


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
def test_a_violation_is_named_with_file_and_line(tmp_path, engine):
    """Violations first, each with place, thing and sentence, its value, its cure; exit code 1."""
    code, out, err = run("--project", broken(tmp_path), "--engine", engine)
    assert (code, err) == (1, "")
    first, second, last = out.split("\n\n")
    assert first + "\n" == f"data/survey/all.trig:14  {AMOUNT}"
    assert second == (
        "data/survey/all.trig:19  warning: membership:nordnet: No lines: section 2.1 speaks of it"
        " without saying where.\n"
        "  Add kk:lines with the lines that say it; section 2.1 has lines 14-19."
    )
    assert last.startswith("2 findings in 1 file (")


def test_the_report_speaks_danish(tmp_path):
    """`--lang da` gives the sentence, the severity and the cure in Danish."""
    _, out, _ = run("--project", broken(tmp_path), "--lang", "da")
    assert out.startswith(
        "data/survey/all.trig:14  payment:samling: Et beløb er et decimaltal.\n"
        '  kk:amount "meget"\n'
        "  Skriv 500000.0."
    )
    assert "advarsel: membership:nordnet: Ingen linjer" in out


def test_a_warning_is_a_finding(tmp_path):
    """A warning conforms, as SHACL has it, and ends with exit code 1: somebody has to look."""
    project = toy.build(tmp_path, survey=toy.SURVEY.replace('kk:lines "16-18" ;', ""))
    code, out, _ = run("--project", project, "--format", "json")
    report = json.loads(out)
    assert (code, report["conforms"]) == (1, True)
    assert [one["severity"] for one in report["findings"]] == ["Warning"]


def test_json_holds_the_same(tmp_path):
    """The JSON form gives file and line apart, the cited lines, and what was looked at."""
    _, out, _ = run("--project", broken(tmp_path), "--format", "json", "--engine", "fast")
    report = json.loads(out)
    assert (report["conforms"], report["engine"]) == (False, "fast")
    assert report["things"] > 5
    assert report["findings"][0] == {
        "rule": "amount",
        "severity": "Violation",
        "thing": "https://w3id.org/kkgraph/id/payment/samling",
        "label": "payment:samling",
        "property": "https://w3id.org/kkgraph/ontology#amount",
        "value": "meget",
        "sentence": "An amount is a decimal number.",
        "detail": 'kk:amount "meget"',
        "cure": "Write 500000.0.",
        "file": "data/survey/all.trig",
        "line": 14,
        "more": 0,
        "cited": ["3-4"],
        "passages": [],
    }


def test_passages_stand_beside_a_finding(tmp_path):
    """With the text at hand, the lines that the thing cites are shown."""
    project = broken(tmp_path)
    _, out, _ = run("--project", project, "--passages", project / "report.txt")
    third = (project / "report.txt").read_text(encoding="utf-8").splitlines()[2].rstrip()
    assert "  the survey says there:\n" in out
    assert f"    3 {third}\n" in out


def test_sarif_names_rules_and_places(tmp_path):
    """Code hosts read a rule, a level, a message and a line for each finding."""
    _, out, _ = run("--project", broken(tmp_path), "--format", "sarif")
    (found,) = json.loads(out)["runs"]
    assert [rule["id"] for rule in found["tool"]["driver"]["rules"]] == ["amount", "no-lines"]
    first = found["results"][0]
    place = first["locations"][0]["physicalLocation"]
    assert (first["ruleId"], first["level"]) == ("amount", "error")
    assert place["artifactLocation"]["uri"] == "data/survey/all.trig"
    assert place["region"] == {"startLine": 14}


def test_junit_has_a_failed_case_for_each_finding(tmp_path):
    """A suite that passes has one case, which passed."""
    _, out, _ = run("--project", broken(tmp_path / "a"), "--format", "junit")
    suite = ET.fromstring(out)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "2")
    assert [case.find("failure") is not None for case in suite] == [True, True]
    _, out, _ = run("--project", toy.build(tmp_path / "b"), "--format", "junit")
    suite = ET.fromstring(out)
    assert (suite.get("tests"), suite.get("failures"), len(suite[0])) == ("1", "0", 0)


def test_html_is_a_page_with_nothing_to_run(tmp_path):
    """What the data hold is text on the page, never markup."""
    survey = toy.SURVEY.replace("1500000.0", '"<script>x</script>"')
    _, out, _ = run("--project", toy.build(tmp_path, survey=survey), "--format", "html")
    assert out.startswith("<!DOCTYPE html>")
    assert "&lt;script&gt;x&lt;/script&gt;" in out
    assert "<script" not in out


@pytest.mark.parametrize(("ending", "name"), ENDINGS.items())
def test_the_ending_of_the_output_chooses_the_format(tmp_path, ending, name):
    """`-o FILE` writes what its ending asks for, and nothing on the screen."""
    project = broken(tmp_path)
    target = tmp_path / f"report{ending}"
    code, out, _ = run("--project", project, "-o", target)
    assert (code, out) == (1, "")
    _, shown, _ = run("--project", project, "--format", name)
    written = target.read_text(encoding="utf-8")
    assert written.splitlines()[0] == shown.splitlines()[0]
    assert name in WRITERS


def test_turtle_is_a_shacl_report(tmp_path):
    """The Turtle form parses, and its results name the thing itself, not a helper node."""
    _, out, _ = run("--project", broken(tmp_path), "--format", "ttl")
    quads = list(ox.parse(out, format=ox.RdfFormat.TURTLE))
    focus = {q.object.value for q in quads if q.predicate.value.endswith("#focusNode")}
    assert focus == {
        "https://w3id.org/kkgraph/id/payment/samling",
        "https://w3id.org/kkgraph/id/membership/nordnet",
    }
    assert sum(q.predicate.value.endswith("#result") for q in quads) == 2


def test_each_result_in_turtle_stands_alone(tmp_path):
    """Two findings are two results, each with one thing, one severity and one constraint."""
    _, out, _ = run("--project", broken(tmp_path), "--format", "ttl")
    said = defaultdict(Counter)
    for quad in ox.parse(out, format=ox.RdfFormat.TURTLE):
        said[quad.subject][quad.predicate.value.rpartition("#")[2]] += 1
    results = [counted for counted in said.values() if "focusNode" in counted]
    assert len(results) == 2
    for counted in results:
        once = ("focusNode", "resultSeverity", "sourceConstraintComponent", "resultPath")
        assert [counted[name] for name in once] == [1, 1, 1, 1]


def test_values_in_turtle_are_the_datas(tmp_path):
    """`sh:value` is the very term of the data: its datatype, its language, an IRI of any scheme."""
    terms = {
        '"1.5"^^xsd:double': '"1.5"^^<http://www.w3.org/2001/XMLSchema#double>',
        '"mange \\"penge\\""@da': '"mange \\"penge\\""@da',
        "<urn:x:1>": "<urn:x:1>",
    }
    for written, value in terms.items():
        survey = toy.SURVEY.replace("1500000.0", written)
        project = toy.build(tmp_path / str(len(written)), survey=survey)
        _, out, _ = run("--project", project, "--format", "ttl")
        quads = ox.parse(out, format=ox.RdfFormat.TURTLE)
        assert [str(q.object) for q in quads if q.predicate.value.endswith("#value")] == [value]


@pytest.mark.parametrize(
    "shapes",
    [
        "<https://x.dk/s> a sh:NodeShape ; sh:targetClass kk:Payment ; sh:pattern 4 .\n",
        (
            "<https://x.dk/s> a sh:NodeShape ; sh:targetClass kk:Payment ;\n"
            "    sh:property [ sh:minCount 1 ] .\n"
        ),
        (
            "<https://x.dk/s> a sh:NodeShape ; sh:targetClass kk:Payment ; sh:sparql\n"
            '    [ sh:select "SELECT nonsense" ] .\n'
        ),
    ],
)
def test_shapes_that_are_none_are_exit_code_2(tmp_path, shapes):
    """Whatever pySHACL trips over in the shapes is one line on stderr."""
    code, out, err = run("--project", toy.build(tmp_path, shapes=shapes))
    assert (code, out) == (2, "")
    assert "shapes.ttl: not usable as shapes: " in err
    assert err.count("\n") == 1


def test_too_many_values_are_found_at_the_first(tmp_path):
    """A finding about a property without a value of its own is at the property's line."""
    one = "<https://w3id.org/kkgraph/shapes#amount> a sh:PropertyShape ; sh:path kk:amount ;"
    once = one.replace("amount", "currency") + "\n    sh:maxCount 1 ; sh:message "
    shapes = toy.SHAPES.replace(one, f'{once}"Højst én."@da, "At most one."@en .\n{one}')
    shapes = shapes.replace(
        "shapes#amount> .", "shapes#amount>, <https://w3id.org/kkgraph/shapes#currency> ."
    )
    survey = toy.SURVEY.replace('kk:currency "DKK" ;', '\n      kk:currency "DKK", "EUR" ;')
    code, out, _ = run("--project", toy.build(tmp_path, shapes=shapes, survey=survey))
    line = (toy.HEAD + survey).partition('kk:currency "DKK", "EUR"')[0].count("\n") + 1
    assert code == 1
    assert out.startswith(f"data/survey/all.trig:{line}  payment:samling: At most one.\n")
    assert '  kk:currency "DKK", "EUR"\n' in out


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("[] a kk:Payment ;\n  kk:currency 'EUR' .", 41),
        ("_:sum a kk:Payment ;\n kk:date '2019-05-03'^^xsd:date .", 41),
        ("<payment/samling> kk:hasFee\n [ a kk:Payment ;\n  kk:currency 'EUR' ] .", 42),
        ("<payment/samling> kk:hasFee\n ( <network/nordnet> ) .", 42),
    ],
)
def test_a_nameless_thing_is_one_finding_at_its_line(tmp_path, said, line):
    """A blank node is named as one in every form, once, and the Turtle is a report."""
    head = f"{toy.HEAD}{toy.SURVEY}"
    filled = head + "\n" * (39 - head.count("\n"))
    survey = filled.removeprefix(toy.HEAD) + f"<section/1> {{\n{said}\n}}\n"
    project = toy.build(tmp_path, survey=survey)
    code, out, _ = run("--project", project)
    assert (code, out.partition("  ")[0]) == (1, f"data/survey/all.trig:{line}")
    assert "without an IRI" in out
    assert "\n1 finding in 1 file" in out
    _, out, _ = run("--project", project, "--format", "ttl")
    quads = list(ox.parse(out, format=ox.RdfFormat.TURTLE))
    assert sum(q.predicate.value.endswith("#focusNode") for q in quads) == 1


def test_a_nameless_thing_outside_a_section_is_one_finding(tmp_path):
    """That it stands in no section goes with it: what to do says both."""
    survey = toy.SURVEY + "_:sum a kk:Payment .\n"
    code, out, _ = run("--project", toy.build(tmp_path, survey=survey))
    assert code == 1
    assert "without an IRI" in out
    assert "inside the graph of a section" in out
    assert "\n1 finding in 1 file" in out


def test_a_given_file_replaces_the_one_of_its_name(tmp_path):
    """A file is checked with the project's data, in place of the project's own."""
    project = toy.build(tmp_path / "project")
    given = tmp_path / "all.trig"
    given.write_text(toy.HEAD + toy.SURVEY.replace("1500000.0", '"meget"'), encoding="utf-8")
    code, out, _ = run(given, "--project", project)
    assert code == 1
    assert out.startswith(f"{given}:14  {AMOUNT}")


def test_a_given_file_cures_the_one_of_its_name(tmp_path):
    """What the replaced file says counts no more."""
    project = broken(tmp_path / "project")
    given = tmp_path / "all.trig"
    given.write_text(toy.HEAD + toy.SURVEY, encoding="utf-8")
    assert run("--project", project)[0] == 1
    assert run(given, "--project", project)[0] == 0


NAMES = ["mine.ttl", "MINE.TTL", "my file.ttl", "50% off.ttl", "a[1].ttl", "a\\b.ttl", "æ#?é.trig"]


@pytest.mark.parametrize("name", NAMES)
def test_a_given_file_of_another_name_is_added(tmp_path, name):
    """A file that the project has no place for is checked beside the project's, by any name."""
    project = toy.build(tmp_path / "project")
    given = tmp_path / name
    given.write_text(toy.HEAD + "<payment/mine> a kk:Payment .\n", encoding="utf-8")
    code, out, err = run(given, "--project", project)
    assert (code, err) == (1, "")
    assert out.startswith(f"{given}:9  payment:mine: ")


FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def payment(amount: str, form: ox.RdfFormat) -> bytes:
    """Return a payment of an amount in a format."""
    text = f"{toy.HEAD}<payment/mine> a kk:Payment ; kk:amount {amount} .\n"
    triples = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    return ox.serialize(triples, format=form)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("how", each(["plain", "upper", "gz", "stdin"], 3))
def test_any_format_of_rdf_may_be_given(tmp_path, ending, how):
    """By its ending, in capitals, compressed or on standard input: read, and looked at."""
    project = toy.build(tmp_path / "project")
    for amount, expected in (("12.5", 0), ('"meget"', 1)):
        content = payment(amount, FORMATS[ending])
        name = {"upper": f"X.{ending.upper()}", "gz": f"x.{ending}.gz"}.get(how, f"x.{ending}")
        given = tmp_path / name
        given.write_bytes(gzip.compress(content) if how == "gz" else content)
        asked = "-" if how == "stdin" else given
        code, out, err = run(asked, "--project", project, stdin=content)
        assert (code, err) == (expected, ""), out
        assert ("payment:mine: An amount is a decimal number." in out) == bool(expected)


@pytest.mark.parametrize("text", ["", "# nothing\n", "<https://x.dk/a> <https://x.dk/b> 1 .\n"])
def test_that_nothing_was_looked_at_is_said(tmp_path, text):
    """A file to which no shape and no check applies is a warning and exit code 1."""
    project = toy.build(tmp_path / "project")
    given = tmp_path / "other.ttl"
    given.write_text(text, encoding="utf-8")
    code, out, _ = run(given, "--project", project)
    assert code == 1
    assert out.startswith(f"{given}:1  warning: Nothing in the file was looked at")


def test_what_was_looked_at_is_counted_for_the_given_file(tmp_path):
    """Two statements about one thing: the project's own are not counted with them."""
    given = tmp_path / "mine.ttl"
    given.write_bytes(payment("12.5", ox.RdfFormat.TURTLE))
    _, out, _ = run(given, "--project", toy.build(tmp_path / "project"), "--format", "json")
    report = json.loads(out)
    assert (report["statements"], report["things"]) == (2, 1)


def test_other_shapes_are_held_against_alone(tmp_path):
    """`--shapes FILE` asks for nothing but what FILE does, and says when that is nothing."""
    project = broken(tmp_path / "project")
    shapes = tmp_path / "mine.ttl"
    rule = "{}<urn:x:s> a sh:NodeShape ; sh:targetClass kk:{} ; sh:property <urn:x:p> .\n"
    path = "<urn:x:p> sh:path skos:prefLabel ; sh:maxCount 1 .\n"
    shapes.write_text(rule.format(toy.HEAD, "Network") + path, encoding="utf-8")
    code, out, _ = run("--project", project, "--shapes", shapes)
    assert code == 1
    assert out.count("network:nordnet: ") == 1
    assert "amount" not in out
    shapes.write_text(rule.format(toy.HEAD, "Nobody") + path, encoding="utf-8")
    code, out, _ = run("--project", project, "--shapes", shapes)
    assert (code, "Nothing was looked at" in out) == (1, True)


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("bad.ttl", "<a> <b> .\n", "bad.ttl:1: column "),
        ("bad.trig", "\n\n<https://x.dk/g> { <https://x.dk/s> }\n", "bad.trig:3: column "),
        ("word.ttl", "<a> <b> \u201cc\u201d .\n", "word.ttl:1: column 9: \u201c is a quotation"),
        ("bad.csv", "a,b\n", "only files of RDF are validated: .ttl, "),
        ("bad.ttl.gz", "no gzip\n", "cannot read it: "),
        ("bad.jsonld", "{", "bad.jsonld"),
        (None, "", "nope.ttl: cannot read it: "),
    ],
)
def test_what_cannot_be_read_is_exit_code_2(tmp_path, name, text, what):
    """A broken, foreign or missing file is one line on stderr with its place, no traceback."""
    project = toy.build(tmp_path / "project")
    given = tmp_path / (name or "nope.ttl")
    if name:
        given.write_text(text, encoding="utf-8")
    code, out, err = run(given, "--project", project)
    assert (code, out) == (2, "")
    assert err.startswith("kkgraph: ")
    assert what in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
@pytest.mark.parametrize(
    "value",
    ['"ni"^^xsd:integer', '"2019-13-45"^^xsd:date', '"P"^^xsd:duration', "<urn:x:y>", '"x"@da'],
)
def test_ill_typed_values_are_findings(tmp_path, caplog, value, engine):
    """A value that is not of its own datatype is found, trips nothing and is logged nowhere."""
    project = toy.build(tmp_path, survey=toy.SURVEY.replace("1500000.0", value))
    code, out, err = run("--project", project, "--engine", engine)
    assert (code, err) == (1, "")
    assert out.startswith("data/survey/all.trig:14  payment:samling: ")
    assert "\n1 finding in 1 file" in out
    assert caplog.records == []


def test_a_finding_without_a_place_or_a_message_is_still_told():
    """Label, sentence and cure fall back on what there is."""
    finding = Finding("x", "urn:x", {}, {}, labels={"da": "navn"}, component="Or")
    assert finding.named("en") == "navn (urn:x)"
    assert finding.sentence("en") == "Or"
    assert finding.cure("da") == ""


def test_a_full_disk_is_told_in_one_line():
    """Standard output that takes nothing ends with exit code 2 and no traceback."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    command = [sys.executable, "-m", "kkgraph", "validate", "--help"]
    with full.open("wb") as nowhere:
        done = subprocess.run(command, stdout=nowhere, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("kkgraph: standard output: ")
    assert b"Traceback" not in done.stderr
