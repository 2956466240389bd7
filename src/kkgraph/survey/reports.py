"""Coverage and walk as text for a reader and as JSON for a program."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from kkgraph import terms
from kkgraph.evidence.positions import Index, Position
from kkgraph.formats.literals import separated
from kkgraph.survey.coverage import Coverage, SectionCoverage
from kkgraph.survey.walk import OTHERWISE, Fault, Unfounded, Walk
from kkgraph.texts import phrase

Shown = Callable[[Position], str]


def coverage_text(coverage: Coverage, lang: str) -> str:
    """Return a line a section, the sentences left out, and the total."""
    say = partial(_say, "coverage", lang)
    uncited = [
        say("missing", section=one.section.name, lines=sentence.lines, text=sentence.text)
        for one in coverage.sections
        for sentence in one.uncited
    ]
    needless = [
        say("needless", section=terms.section_number(one.section), lines=one.lines)
        for one in coverage.needless
    ]
    columns = ("section", "sentences", "cited", "exempt", "uncited")
    rows = [_row(*map(say, columns)), *(_coverage_row(one) for one in coverage.sections)]
    return "\n".join([*rows, *uncited, *needless, _coverage_total(coverage, lang)])


def _say(report: str, lang: str, key: str, **values: object) -> str:
    return phrase(f"survey.{report}.{key}", lang, **values)


def _row(section: str, total: object, cited: object, exempt: object, uncited: object) -> str:
    return f"{section:32}{total:>10}{cited:>8}{exempt:>8}{uncited:>9}"


def _coverage_row(one: SectionCoverage) -> str:
    counts = map(len, (one.cited, one.exempt, one.uncited))
    return _row(one.section.name, one.total, *counts)


def _coverage_total(coverage: Coverage, lang: str) -> str:
    cited, exempt = (
        sum(len(getattr(one, group)) for one in coverage.sections) for group in ("cited", "exempt")
    )
    uncited = len(coverage.uncited)
    return _say(
        "coverage",
        lang,
        "total",
        n=cited + exempt + uncited,
        cited=cited,
        exempt=exempt,
        uncited=uncited,
        percent=separated(f"{coverage.percent:.1f}", lang),
    )


def coverage_json(coverage: Coverage) -> str:
    """Return the same as one JSON object; sentences by lines, without their words."""
    sections = [
        {
            "section": one.section.name,
            "sentences": one.total,
            "cited": len(one.cited),
            "exempt": len(one.exempt),
            "uncited": [str(sentence.lines) for sentence in one.uncited],
        }
        for one in coverage.sections
    ]
    needless = [
        {"section": terms.section_number(one.section), "lines": str(one.lines)}
        for one in coverage.needless
    ]
    summary = {"percent": round(coverage.percent, 2), "sections": sections}
    return json.dumps({**summary, "needless": needless}, ensure_ascii=False, indent=2)


def walk_text(walk: Walk, index: Index, shown: Shown, lang: str) -> str:
    """Return a line a failure, `file:line` first, and the total."""
    say = partial(_say, "walk", lang)
    failures = [_failure(one, _place(one, index, shown, lang), lang) for one in walk.failures]
    needless = [
        say("needless", section=terms.section_number(one.section), value=one.value)
        for one in walk.needless
    ]
    total = say(
        "total",
        n=walk.checked,
        failures=len(walk.failures),
        excepted=walk.excepted,
        context=len(walk.by_context),
    )
    return "\n".join([*failures, *needless, total])


def walk_json(walk: Walk, index: Index, shown: Shown, lang: str) -> str:
    """Return the same as one JSON object."""
    failures: list[dict[str, Any]] = [
        {
            "place": _place(one, index, shown, lang),
            "section": terms.section_number(one.claim.section),
            "subject": one.claim.subject,
            "predicate": one.claim.predicate,
            "value": one.claim.value,
            "lines": [str(lines) for lines in one.lines],
            "fault": _fault(one.fault, lang),
        }
        for one in walk.failures
    ]
    by_context = [
        {
            "section": terms.section_number(one.section),
            "subject": one.subject,
            "predicate": one.predicate,
            "value": one.value,
        }
        for one in walk.by_context
    ]
    counts = {"checked": walk.checked, "excepted": walk.excepted}
    lists = {"byContext": by_context, "failures": failures}
    return json.dumps({**counts, **lists}, ensure_ascii=False, indent=2)


def _place(one: Unfounded, index: Index, shown: Shown, lang: str) -> str:
    """Return where the value stands in the data, or where its subject's block begins."""
    claim = one.claim
    triple = (claim.subject, claim.predicate or "", claim.value)
    position = index.value(triple, claim.section) or index.subject(claim.subject, claim.section)
    return shown(position) if position else _say("walk", lang, "data")


def _fault(fault: Fault, lang: str) -> str:
    return _say("walk", lang, fault.kind, name=fault.name)


def _failure(one: Unfounded, place: str, lang: str) -> str:
    """Say which value of which section is not borne out, and what to do."""
    say = partial(_say, "walk", lang)
    claim = one.claim
    value = f"{terms.shorten(claim.predicate)} {_short(claim.value)}" if claim.predicate else ""
    return say(
        "failure",
        place=place,
        section=terms.section_number(claim.section),
        subject=_short(claim.subject),
        what=value or say("named"),
        fault=_fault(one.fault, lang),
        lines=", ".join(map(str, one.lines)) or say("none"),
        cure=say("name" if one.fault.kind == OTHERWISE else "cite"),
    )


def _short(value: str) -> str:
    return terms.shorten(value) if value.startswith("http") else f'"{value}"'
