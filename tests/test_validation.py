"""Validation: what is found is named with rule, value, file, line and advice; exit codes."""

import json
from collections import Counter, defaultdict

import pyoxigraph as ox
import pytest
import toy
from click.testing import CliRunner

from kkgraph.cli import main
from kkgraph.validation.advice import advice
from kkgraph.validation.findings import Finding

AMOUNT = (
    'An amount is a decimal number. [value: "meget"] '
    "fix: write the value of kk:amount with the right datatype"
)


def run(*arguments: object) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error of `kkgraph validate ...`."""
    result = CliRunner().invoke(main, ["validate", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def broken(folder):
    """Return a project with a sum in words, on line 14, and a membership without lines."""
    survey = toy.SURVEY.replace("1500000.0", '"meget"').replace('kk:lines "16-18" ;', "")
    return toy.build(folder, survey=survey)


def test_data_that_conform_are_exit_code_0(tmp_path):
    """Nothing found: one line with the sum."""
    code, out, err = run("--project", toy.build(tmp_path))
    assert (code, err) == (0, "")
    assert out.startswith("the data conform to the shapes; violations: 0, warnings: 0, notes: 0; ")
    assert out.count("\n") == 1


def test_a_violation_is_named_with_file_and_line(tmp_path):
    """Violations first, each with thing, rule, value, place and advice; exit code 1."""
    code, out, err = run("--project", broken(tmp_path))
    assert (code, err) == (1, "")
    assert out.splitlines()[:2] == [
        f"data/survey/all.trig:14: violation: payment:samling: {AMOUNT}",
        (
            "data/survey/all.trig:19: warning: membership:nordnet: The subject must have lines. "
            "fix: add kk:lines if the text gives one, or correct the class"
        ),
    ]
    assert out.splitlines()[2].startswith("violations: 1, warnings: 1, notes: 0; ")


def test_the_report_speaks_danish(tmp_path):
    """`--lang da` gives the rule, the severity and the advice in Danish."""
    _, out, _ = run("--project", broken(tmp_path), "--lang", "da")
    assert out.splitlines()[0] == (
        "data/survey/all.trig:14: fejl: payment:samling: Et beløb er et decimaltal. "
        '[værdi: "meget"] '
        "løsning: skriv værdien af kk:amount med den rette datatype"
    )


def test_warnings_alone_conform(tmp_path):
    """A warning is listed and leaves the exit code at 0."""
    project = toy.build(tmp_path, survey=toy.SURVEY.replace('kk:lines "16-18" ;', ""))
    code, out, _ = run("--project", project)
    assert code == 0
    assert out.splitlines()[0].startswith("data/survey/all.trig:19: warning: membership:nordnet: ")


def test_json_holds_the_same(tmp_path):
    """The JSON form gives file and line apart."""
    _, out, _ = run("--project", broken(tmp_path), "--format", "json")
    report = json.loads(out)
    assert report["conforms"] is False
    assert report["findings"][0] == {
        "severity": "Violation",
        "thing": "https://w3id.org/kkgraph/id/payment/samling",
        "label": "payment:samling",
        "property": "https://w3id.org/kkgraph/ontology#amount",
        "value": "meget",
        "rule": "An amount is a decimal number.",
        "file": "data/survey/all.trig",
        "line": 14,
        "advice": "write the value of kk:amount with the right datatype",
    }


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
    assert out.startswith(f"data/survey/all.trig:{line}: violation: payment:samling: At most one.")


@pytest.mark.parametrize(
    ("said", "place", "path"),
    [
        ("[] a kk:Payment ;\n  kk:currency 'EUR' .", "all.trig:41", "amount"),
        ("[] a kk:Payment ;\n  kk:currency 'EUR' ;\n  kk:amount 'a b' .", "all.trig:43", "amount"),
        ("_:sum a kk:Payment ;\n kk:date '2019-05-03'^^xsd:date .", "all.trig:41", "amount"),
        ("<x> kk:hasFee\n [ a kk:Payment ;\n  kk:currency 'EUR' ] .", "all.trig:42", "amount"),
        ("<x> kk:hasFee\n [ a kk:Payment ] .", "all.trig:42", "amount"),
    ],
)
def test_a_nameless_thing_is_found_with_its_line(tmp_path, said, place, path):
    """A blank node is named as one in every form, at its line, and the Turtle is a report."""
    head = f"{toy.HEAD}{toy.SURVEY}"
    filled = head + "\n" * (39 - head.count("\n"))
    survey = filled.removeprefix(toy.HEAD) + f"<section/1> {{\n{said}\n}}\n"
    project = toy.build(tmp_path, survey=survey)
    code, out, _ = run("--project", project)
    assert (code, out.partition(": ")[0]) == (1, f"data/survey/{place}")
    assert ": violation: _:" in out
    _, out, _ = run("--project", project, "--format", "ttl")
    quads = list(ox.parse(out, format=ox.RdfFormat.TURTLE))
    focus = [q for q in quads if isinstance(q.object, ox.BlankNode)]
    assert [q.predicate.value.rpartition("#")[2] for q in focus] == ["focusNode"] * len(focus) != []
    assert any(
        q.object.value.endswith(path) for q in quads if q.predicate.value.endswith("#resultPath")
    )


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


def test_a_given_file_replaces_the_one_of_its_name(tmp_path):
    """A file is checked with the project's data, in place of the project's own."""
    project = toy.build(tmp_path / "project")
    given = tmp_path / "all.trig"
    given.write_text(toy.HEAD + toy.SURVEY.replace("1500000.0", '"meget"'), encoding="utf-8")
    code, out, _ = run(given, "--project", project)
    assert code == 1
    assert out.splitlines()[0] == f"{given}:14: violation: payment:samling: {AMOUNT}"


def test_a_given_file_cures_the_one_of_its_name(tmp_path):
    """What the replaced file says counts no more."""
    project = broken(tmp_path / "project")
    given = tmp_path / "all.trig"
    given.write_text(toy.HEAD + toy.SURVEY, encoding="utf-8")
    assert run("--project", project)[0] == 1
    assert run(given, "--project", project)[0] == 0


def test_a_given_file_of_another_name_is_added(tmp_path):
    """A file that the project has no place for is checked beside the project's."""
    project = toy.build(tmp_path / "project")
    given = tmp_path / "mine.ttl"
    given.write_text(toy.HEAD + "<payment/mine> a kk:Payment .\n", encoding="utf-8")
    code, out, _ = run(given, "--project", project)
    assert code == 1
    assert out.splitlines()[0].startswith(f"{given}:9: violation: payment:mine: ")


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("bad.ttl", "<a> <b> .\n", "bad.ttl:1: column "),
        ("bad.trig", "\n\n<https://x.dk/g> { <https://x.dk/s> }\n", "bad.trig:3: column "),
        ("bad.csv", "a,b\n", "only .ttl (Turtle) and .trig (TriG) files are validated"),
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


@pytest.mark.parametrize(
    "value",
    ['"ni"^^xsd:integer', '"2019-13-45"^^xsd:date', '"P"^^xsd:duration', "<relative>", '"x"@da'],
)
def test_ill_typed_values_are_findings(tmp_path, caplog, value):
    """A value that is not of its own datatype is found, trips nothing and is logged nowhere."""
    project = toy.build(tmp_path, survey=toy.SURVEY.replace("1500000.0", value))
    code, out, err = run("--project", project)
    assert (code, err) == (1, "")
    assert out.startswith("data/survey/all.trig:14: violation: payment:samling: ")
    assert caplog.records == []


@pytest.mark.parametrize("lang", ["da", "en"])
def test_advice_is_given_for_any_constraint(lang):
    """A constraint without advice of its own gets the general one, in both languages."""
    assert advice("NobodyKnowsConstraintComponent", "", None, lang)
    assert advice("MinCountConstraintComponent", "", None, lang).isprintable()


def test_a_finding_without_a_place_or_a_message_is_still_told():
    """Label, rule and advice fall back on what there is."""
    finding = Finding("Info", "urn:x", {"da": "navn"}, None, None, {}, "Or", "", None)
    assert finding.named("en") == "navn (urn:x)"
    assert finding.rule("en") == "Or"
