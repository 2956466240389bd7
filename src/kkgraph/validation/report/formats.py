"""A report as a person or a program wants it: text, JSON, SARIF, JUnit, HTML, Turtle."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pyoxigraph as ox

from kkgraph import __version__, terms
from kkgraph.formats.standard import clean
from kkgraph.sparql.terms import Term
from kkgraph.texts import LANGUAGES, phrase
from kkgraph.validation.report.findings import OWN, Finding, Report, resource
from kkgraph.validation.report.text import (
    as_text,
    block,
    file_of,
    line_of,
    message,
    place_of,
    severity,
    summary,
)

_SH = terms.PREFIXES["sh"]
_TYPE = ox.NamedNode(terms.TYPE)
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
_STYLE = """\
body{font:1rem/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color:#1a1a1a;background:#fff}li{margin:0 0 1.2rem}code{background:#f1f1f1;padding:0 .2em}\
.place{font-family:ui-monospace,monospace}.cure{color:#0a5c36}.passage{color:#555}"""


def as_json(report: Report, root: Path, lang: str) -> str:
    """Return one JSON object: conforms, what was looked at, and the findings."""
    findings = [
        {
            "rule": one.rule,
            "severity": one.severity,
            "thing": one.focus,
            "label": one.named(lang),
            "property": one.path,
            "value": one.value,
            "sentence": one.sentence(lang),
            "detail": one.detail(lang) or None,
            "cure": one.cure(lang),
            "file": file_of(one, root),
            "line": line_of(one),
            "more": one.more,
            "cited": list(one.cited),
            "passages": list(one.passages),
        }
        for one in report.findings
    ]
    summary = {
        "conforms": report.conforms,
        "things": report.things,
        "statements": report.statements,
        "files": report.files,
        "folded": report.folded,
        "engine": report.engine,
        "seconds": round(report.seconds, 3),
    }
    return json.dumps({**summary, "findings": findings}, ensure_ascii=False, indent=2)


def as_sarif(report: Report, root: Path, lang: str) -> str:
    """Return SARIF 2.1.0, which code hosts show beside the lines."""
    first = {one.rule: one for one in reversed(report.findings)}
    rules = [
        {
            "id": rule,
            "shortDescription": {"text": one.sentence(lang)},
            "help": {"text": one.cure(lang) or one.sentence(lang)},
            "defaultConfiguration": {"level": _LEVELS[one.severity]},
        }
        for rule, one in sorted(first.items())
    ]
    driver = {
        "name": "kkgraph",
        "version": __version__,
        "informationUri": terms.ROOT,
        "rules": rules,
    }
    results = [_sarif_result(one, root, lang) for one in report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _sarif_result(one: Finding, root: Path, lang: str) -> dict[str, object]:
    from urllib.parse import quote

    result: dict[str, object] = {
        "ruleId": one.rule,
        "level": _LEVELS[one.severity],
        "message": {"text": message(one, lang)},
    }
    file = file_of(one, root)
    if file:
        physical = {
            "artifactLocation": {"uri": quote(Path(file).as_posix())},
            "region": {"startLine": line_of(one) or 1},
        }
        result["locations"] = [{"physicalLocation": physical}]
    return result


def as_junit(report: Report, root: Path, lang: str) -> str:
    """Return JUnit's XML: one case a finding, failed, or one that passed."""
    counts = Counter(one.severity for one in report.findings)
    wrong = counts["Violation"] + counts["Warning"]
    total = str(max(len(report.findings), 1))
    time = f"{report.seconds:.3f}"
    suite = Element("testsuite", name="kkgraph validate", tests=total, time=time)
    suite.attrib |= {"failures": str(wrong), "errors": "0", "skipped": "0"}
    for one in report.findings:
        case = _case(suite, file_of(one, root) or "-", f"{one.rule} {terms.shorten(one.focus)}")
        if one.severity == "Info":
            SubElement(case, "system-out").text = clean(message(one, lang))
        else:
            failure = SubElement(case, "failure", type=one.severity)
            failure.set("message", clean(one.sentence(lang)))
            failure.text = clean(block(one, root, lang))
    if not report.findings:
        _case(suite, "kkgraph", summary(report, root, lang))
    return _xml(suite, "xml")


def _case(suite: Element, group: str, name: str) -> Element:
    return SubElement(suite, "testcase", classname=clean(group), name=clean(name))


def _xml(top: Element, method: Literal["xml", "html"]) -> str:
    indent(top)
    head = '<?xml version="1.0" encoding="UTF-8"?>' if method == "xml" else "<!DOCTYPE html>"
    return f"{head}\n{tostring(top, encoding='unicode', method=method).strip()}"


def as_html(report: Report, root: Path, lang: str) -> str:
    """Return a page by itself: a list of the findings."""
    page = Element("html", lang=lang)
    head = SubElement(page, "head")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width")
    SubElement(head, "title").text = phrase("validation.report.title", lang)
    SubElement(head, "style").text = _STYLE
    body = SubElement(page, "body")
    SubElement(body, "h1").text = phrase("validation.report.title", lang)
    SubElement(body, "p").text = summary(report, root, lang)
    items = SubElement(body, "ol") if report.findings else body
    for one in report.findings:
        _item(items, one, root, lang)
    if report.folded:
        SubElement(body, "p").text = phrase("validation.folded", lang, n=report.folded)
    return _xml(page, "html")


def _item(items: Element, one: Finding, root: Path, lang: str) -> None:
    item = SubElement(items, "li")
    SubElement(item, "div", {"class": "place"}).text = clean(place_of(one, root))
    what = SubElement(item, "div")
    SubElement(what, "strong").text = clean(f"{severity(one.severity, lang)}: {one.named(lang)}")
    SubElement(item, "div").text = clean(one.sentence(lang))
    if one.detail(lang):
        SubElement(SubElement(item, "div"), "code").text = clean(one.detail(lang))
    SubElement(item, "div", {"class": "cure"}).text = clean(one.cure(lang))
    for passage in one.passages:
        SubElement(item, "div", {"class": "passage"}).text = clean(passage)


def as_turtle(report: Report, root: Path, lang: str) -> str:
    """Return a SHACL validation report in Turtle; place and cure are in `rdfs:comment`."""
    head = ox.NamedNode("urn:kkgraph:report")
    triples = [
        ox.Triple(head, _TYPE, _sh("ValidationReport")),
        ox.Triple(head, _sh("conforms"), ox.Literal(report.conforms)),
    ]
    for number, one in enumerate(report.findings, 1):
        result = ox.NamedNode(f"urn:kkgraph:finding:{number}")
        triples.append(ox.Triple(head, _sh("result"), result))
        said = _result(one, f"{place_of(one, root)}: {message(one, lang)}", lang)
        triples += [ox.Triple(result, predicate, value) for predicate, value in said]
    prefixes = {"rdfs": terms.RDFS, "sh": _SH}
    text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    return text.decode().rstrip()


def _result(one: Finding, comment: str, lang: str) -> Iterator[tuple[ox.NamedNode, Term]]:
    """Yield the properties of one sh:ValidationResult."""
    yield _TYPE, _sh("ValidationResult")
    yield _sh("focusNode"), resource(one.focus)
    yield _sh("resultSeverity"), _sh(one.severity)
    yield _sh("sourceConstraintComponent"), _sh(one.component or OWN + one.rule)
    if one.shape:
        yield _sh("sourceShape"), ox.NamedNode(one.shape)
    if one.path:
        yield _sh("resultPath"), ox.NamedNode(one.path)
    if one.value is not None:
        yield _sh("value"), one.term or resource(one.value)
    for tag in LANGUAGES:
        yield _sh("resultMessage"), ox.Literal(one.sentence(tag), language=tag)
    yield ox.NamedNode(terms.COMMENT), ox.Literal(comment, language=lang)


def _sh(name: str) -> ox.NamedNode:
    """Return a term of SHACL by its local name; a whole IRI as it is."""
    return ox.NamedNode(name if ":" in name else _SH + name)


Writer = Callable[[Report, Path, str], str]
WRITERS: Final[Mapping[str, Writer]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "html": as_html,
    "ttl": as_turtle,
}
# A file's ending -> the format it asks for.
ENDINGS: Final[Mapping[str, str]] = {
    ".txt": "text",
    ".json": "json",
    ".sarif": "sarif",
    ".xml": "junit",
    ".html": "html",
    ".htm": "html",
    ".ttl": "ttl",
}


def of_file(path: Path) -> str | None:
    """Return the format that a file's ending asks for, None for another ending."""
    return ENDINGS.get(path.suffix.lower())
