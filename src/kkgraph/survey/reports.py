"""Coverage and walk as text for a reader and as JSON for a program."""

import json
from collections.abc import Callable
from typing import Any

from kkgraph import terms
from kkgraph.evidence.positions import Index, Position
from kkgraph.survey.coverage import Coverage, SectionCoverage
from kkgraph.survey.walk import OTHERWISE, Unfounded, Walk

Shown = Callable[[Position], str]


def coverage_text(coverage: Coverage) -> str:
    """Return a line a section, the sentences left out, and the total."""
    head = f"{'section':32}{'sentences':>10}{'cited':>8}{'exempt':>8}{'uncited':>9}"
    uncited = [
        f"uncited: section {one.section.name}, lines {sentence.lines}: {sentence.text}"
        for one in coverage.sections
        for sentence in one.uncited
    ]
    needless = [
        f"unneeded exception: section {terms.section_number(one.section)}, lines {one.lines}"
        for one in coverage.needless
    ]
    rows = [_coverage_row(one) for one in coverage.sections]
    return "\n".join([head, *rows, *uncited, *needless, _coverage_total(coverage)])


def _coverage_row(one: SectionCoverage) -> str:
    counts = f"{one.total:>10}{len(one.cited):>8}{len(one.exempt):>8}{len(one.uncited):>9}"
    return f"{one.section.name:32}{counts}"


def _coverage_total(coverage: Coverage) -> str:
    cited, exempt = (
        sum(len(getattr(one, group)) for one in coverage.sections) for group in ("cited", "exempt")
    )
    total = cited + exempt + len(coverage.uncited)
    return (
        f"{total} sentences: {cited} cited, {exempt} exempt, {len(coverage.uncited)} uncited; "
        f"{coverage.percent:.1f}% of those that hold a fact"
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


def walk_text(walk: Walk, index: Index, shown: Shown) -> str:
    """Return a line a failure, `file:line` first, and the total."""
    failures = [f"{_place(one, index, shown)}: {_failure(one)}" for one in walk.failures]
    needless = [
        f"unneeded exception: section {terms.section_number(one.section)}, {one.value}"
        for one in walk.needless
    ]
    total = (
        f"{walk.checked} names and figures: {len(walk.failures)} not borne out, "
        f"{walk.excepted} listed exceptions, "
        f"{len(walk.by_context)} named by the heading or by lines of their own"
    )
    return "\n".join([*failures, *needless, total])


def walk_json(walk: Walk, index: Index, shown: Shown) -> str:
    """Return the same as one JSON object."""
    failures: list[dict[str, Any]] = [
        {
            "place": _place(one, index, shown),
            "section": terms.section_number(one.claim.section),
            "subject": one.claim.subject,
            "predicate": one.claim.predicate,
            "value": one.claim.value,
            "lines": [str(lines) for lines in one.lines],
            "fault": one.fault,
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


def _place(one: Unfounded, index: Index, shown: Shown) -> str:
    """Return where the value stands in the data, or where its subject's block begins."""
    claim = one.claim
    triple = (claim.subject, claim.predicate or "", claim.value)
    position = index.value(triple, claim.section) or index.subject(claim.subject, claim.section)
    return shown(position) if position else "data"


def _failure(one: Unfounded) -> str:
    """Say which value of which section is not borne out, and what to do."""
    claim = one.claim
    lines = ", ".join(str(lines) for lines in one.lines) or "none"
    what = f"{terms.shorten(claim.predicate)} {_short(claim.value)}" if claim.predicate else "named"
    remedy = (
        "give the section's graph that name as kk:printedName"
        if one.fault.startswith(OTHERWISE)
        else "cite the lines that say so, add the printed spelling to the register"
    )
    return (
        f"section {terms.section_number(claim.section)}: {_short(claim.subject)} {what}: "
        f"{one.fault} ({lines}); {remedy}, or list the exception"
    )


def _short(value: str) -> str:
    return terms.shorten(value) if value.startswith("http") else f'"{value}"'
