"""Findings of a validation: what breaks which rule, where it stands, and what to do."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import in_language
from kkgraph.evidence.positions import Position
from kkgraph.formats import values
from kkgraph.sparql.terms import Term
from kkgraph.texts import phrase
from kkgraph.validation.advice import advice

_SH = terms.PREFIXES["sh"]
_TYPE = ox.NamedNode(terms.TYPE)
SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Finding:
    """One result of the shapes; labels and rules are by language."""

    severity: str
    focus: str
    labels: dict[str, str]
    path: str | None
    value: str | None
    rules: dict[str, str]
    component: str
    shape: str
    place: Position | None
    term: Term | None = None  # the value itself, where the shapes told of one

    @property
    def is_nameless(self) -> bool:
        """Whether the thing is a blank node."""
        return self.focus.startswith("_:")

    def named(self, lang: str) -> str:
        """Return the thing's label with its CURIE, or the CURIE alone."""
        curie = terms.shorten(self.focus)
        label = in_language(self.labels, lang)
        return f"{label} ({curie})" if label else curie

    def rule(self, lang: str) -> str:
        """Return the rule in words, in the other language if only that is written."""
        return self.rules.get(lang) or next(iter(self.rules.values()), self.component)

    def advice(self, lang: str) -> str:
        """Return what to do about it."""
        return advice(self.component, self.shape, self.path, lang)


@dataclass(frozen=True)
class Report:
    """All findings over a number of triples, the worst first, then by file and line."""

    findings: tuple[Finding, ...]
    triples: int

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and remarks are allowed."""
        return all(one.severity != "Violation" for one in self.findings)


def as_text(report: Report, root: Path, lang: str) -> str:
    """Return a line a finding, `file:line` first, and the sum."""
    return "\n".join([*(_line(one, root, lang) for one in report.findings), _sum(report, lang)])


def _line(one: Finding, root: Path, lang: str) -> str:
    place = f"{one.place.shown(root)}: " if one.place else ""
    value = f" [{_say('value', lang)}: {_short(one.value)}]" if one.value is not None else ""
    return (
        f"{place}{_severity(one.severity, lang)}: {one.named(lang)}: {one.rule(lang)}{value} "
        f"{_say('fix', lang)}: {one.advice(lang)}"
    )


def _sum(report: Report, lang: str) -> str:
    counts = Counter(one.severity for one in report.findings)
    found = ", ".join(f"{_severity(name, lang, 2)}: {counts[name]}" for name in SEVERITIES)
    verdict = f"{_say('conform', lang)}; " if report.conforms else ""
    checked = phrase("validation.checked", lang, n=values.number(str(report.triples), lang))
    return f"{verdict}{found}; {checked}"


def _say(key: str, lang: str) -> str:
    return phrase(f"validation.{key}", lang)


def _severity(name: str, lang: str, n: int = 1) -> str:
    return phrase(f"validation.severities.{name}", lang, n=n)


def _short(value: str) -> str:
    return terms.shorten(value) if value.startswith(("http:", "https:")) else f'"{value}"'


def as_json(report: Report, root: Path, lang: str) -> str:
    """Return one JSON object: conforms, counts, and the findings."""
    findings = [
        {
            "severity": one.severity,
            "thing": one.focus,
            "label": one.named(lang),
            "property": one.path,
            "value": one.value,
            "rule": one.rule(lang),
            "file": one.place.shown(root).rpartition(":")[0] if one.place else None,
            "line": one.place.line if one.place else None,
            "advice": one.advice(lang),
        }
        for one in report.findings
    ]
    summary = {"conforms": report.conforms, "triples": report.triples}
    return json.dumps({**summary, "findings": findings}, ensure_ascii=False, indent=2)


def as_turtle(report: Report, root: Path, lang: str) -> str:
    """Return a SHACL validation report in Turtle; file and line are in `rdfs:comment`."""
    head = ox.NamedNode("urn:kkgraph:report")
    triples = [
        ox.Triple(head, _TYPE, _sh("ValidationReport")),
        ox.Triple(head, _sh("conforms"), ox.Literal(report.conforms)),
    ]
    for number, one in enumerate(report.findings, 1):
        result = ox.NamedNode(f"urn:kkgraph:finding:{number}")
        triples.append(ox.Triple(head, _sh("result"), result))
        said = _result(one, _line(one, root, lang), lang)
        triples += [ox.Triple(result, predicate, value) for predicate, value in said]
    prefixes = {"rdfs": terms.RDFS, "sh": _SH}
    text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    return text.decode().rstrip()


def _result(one: Finding, comment: str, lang: str) -> Iterator[tuple[ox.NamedNode, Term]]:
    """Yield the properties of one sh:ValidationResult."""
    yield _TYPE, _sh("ValidationResult")
    yield _sh("focusNode"), resource(one.focus)
    yield _sh("resultSeverity"), _sh(one.severity)
    yield _sh("sourceConstraintComponent"), _sh(one.component)
    if one.shape:
        yield _sh("sourceShape"), ox.NamedNode(one.shape)
    if one.path:
        yield _sh("resultPath"), ox.NamedNode(one.path)
    if one.value is not None:
        yield _sh("value"), one.term or resource(one.value)
    for tag, text in sorted(one.rules.items()):
        yield _sh("resultMessage"), ox.Literal(text, language=tag)
    yield ox.NamedNode(terms.COMMENT), ox.Literal(comment, language=lang)


def _sh(name: str) -> ox.NamedNode:
    """Return a term of SHACL by its local name; a whole IRI as it is."""
    return ox.NamedNode(name if ":" in name else _SH + name)


def resource(text: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return what a text names: a blank node ("_:x"), an IRI, or else itself, as a literal."""
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    try:
        return ox.NamedNode(text)
    except ValueError:
        return ox.Literal(text)
