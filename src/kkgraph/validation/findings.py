"""Findings of a validation: what breaks which rule, where it stands, and what to do."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kkgraph import terms
from kkgraph.positions import Position
from kkgraph.validation.advice import advice

SEVERITIES = ("Violation", "Warning", "Info")
_NAMES = {
    "da": {"Violation": "fejl", "Warning": "advarsel", "Info": "bemærkning"},
    "en": {"Violation": "violation", "Warning": "warning", "Info": "remark"},
}
_WORDS = {
    "da": ("værdi", "gør", "triples undersøgt", "data følger formerne"),
    "en": ("value", "do", "triples checked", "the data conform to the shapes"),
}


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

    def named(self, lang: str) -> str:
        """Return the thing's label with its CURIE, or the CURIE alone."""
        curie = terms.shorten(self.focus)
        label = self.labels.get(lang) or next(iter(self.labels.values()), None)
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
    value_word, do_word, *_ = _WORDS[lang]
    place = f"{one.place.shown(root)}: " if one.place else ""
    value = f" [{value_word}: {_short(one.value)}]" if one.value is not None else ""
    return (
        f"{place}{_NAMES[lang][one.severity]}: {one.named(lang)}: {one.rule(lang)}{value} "
        f"{do_word}: {one.advice(lang)}"
    )


def _sum(report: Report, lang: str) -> str:
    *_, checked, conform = _WORDS[lang]
    counts = Counter(one.severity for one in report.findings)
    found = ", ".join(f"{_NAMES[lang][name]}: {counts[name]}" for name in SEVERITIES)
    return f"{conform + '; ' if report.conforms else ''}{found}; {report.triples} {checked}"


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
    rows = [
        line
        for number, one in enumerate(report.findings, 1)
        for line in _result(f"<urn:kkgraph:finding:{number}>", one, root, lang)
    ]
    heads = ", ".join(f"<urn:kkgraph:finding:{n}>" for n in range(1, len(report.findings) + 1))
    result = f" ;\n    sh:result {heads}" if heads else ""
    return "\n".join(
        [
            f"@prefix rdfs: <{terms.RDFS}> .",
            f"@prefix sh: <{terms.PREFIXES['sh']}> .",
            "",
            "<urn:kkgraph:report> a sh:ValidationReport ;",
            f"    sh:conforms {str(report.conforms).lower()}{result} .",
            *rows,
        ]
    )


def _result(iri: str, one: Finding, root: Path, lang: str) -> Sequence[str]:
    """Return the lines of one sh:ValidationResult."""
    parts = [
        f"sh:focusNode <{one.focus}>",
        f"sh:resultSeverity sh:{one.severity}",
        f"sh:sourceConstraintComponent sh:{one.component}",
        *([f"sh:sourceShape <{one.shape}>"] if one.shape else []),
        *([f"sh:resultPath <{one.path}>"] if one.path else []),
        *([f"sh:value {_turtle_value(one.value)}"] if one.value is not None else []),
        *(f"sh:resultMessage {_quoted(text)}@{tag}" for tag, text in sorted(one.rules.items())),
        f"rdfs:comment {_quoted(_line(one, root, lang))}@{lang}",
    ]
    return [
        "",
        f"{iri} a sh:ValidationResult ;",
        *(f"    {part} ;" for part in parts[:-1]),
        f"    {parts[-1]} .",
    ]


def _turtle_value(value: str) -> str:
    return f"<{value}>" if value.startswith(("http:", "https:")) else _quoted(value)


def _quoted(text: str) -> str:
    """Return the text as a Turtle string, which JSON's escapes are valid for."""
    return json.dumps(text, ensure_ascii=False)
