"""A report in words: for each finding its place, its sentence and its cure, then the sum."""

from collections.abc import Iterator
from pathlib import Path

from kkgraph import terms
from kkgraph.formats import literals
from kkgraph.texts import phrase
from kkgraph.validation.report.findings import Finding, Report


def file_of(one: Finding, root: Path) -> str | None:
    """Return the finding's file, relative to a folder if it lies inside; None without a place."""
    if one.place is None:
        return None
    path = one.place.path
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def line_of(one: Finding) -> int | None:
    """Return the finding's line; None where only the file is known."""
    return one.place.line or None if one.place else None


def as_text(report: Report, root: Path, lang: str) -> str:
    """Return for each finding its place and sentence, its value, its cure; then the sum."""
    parts = [block(one, root, lang) for one in report.findings]
    if report.folded:
        parts.append(phrase("validation.folded", lang, n=report.folded))
    return "\n\n".join([*parts, summary(report, root, lang)])


def block(one: Finding, root: Path, lang: str) -> str:
    """Return a finding in lines: place and sentence, then what stands there, then the cure."""
    return "\n".join(_lines(one, root, lang))


def _lines(one: Finding, root: Path, lang: str) -> Iterator[str]:
    weight = "" if one.severity == "Violation" else f"{severity(one.severity, lang)}: "
    is_file = one.focus == file_of(one, root) or (one.place and one.focus == str(one.place.path))
    name = "" if is_file else f"{terms.shorten(one.focus)}: "
    place = f"{place_of(one, root)}  " if one.place else ""
    yield f"{place}{weight}{name}{one.sentence(lang)}"
    if one.detail(lang):
        yield f"  {one.detail(lang)}"
    if one.cure(lang):
        yield f"  {one.cure(lang)}"
    if one.passages:
        yield f"  {phrase('validation.passages', lang)}"
        yield from (f"    {passage}" for passage in one.passages)


def place_of(one: Finding, root: Path) -> str:
    """Return `file:line`, the file alone where that is all, empty without a place."""
    line = line_of(one)
    return f"{file_of(one, root)}:{line}" if line else file_of(one, root) or ""


def severity(name: str, lang: str, n: int = 1) -> str:
    """Return a severity in words."""
    return phrase(f"validation.severities.{name}", lang, n=n)


def summary(report: Report, root: Path, lang: str) -> str:
    """Return the last line: how many findings in how many files, and what was looked at."""
    number = len(report.findings)
    found = phrase("validation.clean", lang)
    if number:
        files = len({file_of(one, root) for one in report.findings})
        found = phrase("validation.found", lang, n=number)
        found += " " + phrase("validation.in_files", lang, n=files)
    looked = phrase(
        "validation.looked",
        lang,
        statements=literals.number(str(report.statements), lang),
        things=literals.number(str(report.things), lang),
        seconds=literals.number(f"{report.seconds:.1f}", lang),
    )
    return f"{found} ({looked})"


def message(one: Finding, lang: str) -> str:
    """Return all that a finding says, in one line."""
    said = f"{terms.shorten(one.focus)}: {one.sentence(lang)}"
    detail = f"[{one.detail(lang)}]" if one.detail(lang) else ""
    return " ".join(filter(None, (said, detail, one.cure(lang))))
