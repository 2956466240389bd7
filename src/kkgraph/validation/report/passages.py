"""The survey's lines beside a finding, where the reader has the text."""

from dataclasses import replace
from pathlib import Path

from kkgraph.lines import merged, ranges
from kkgraph.survey import text as survey
from kkgraph.survey.sections import is_survey
from kkgraph.validation.report.findings import Finding, Report

_MOST = 12  # lines shown beside a finding


def with_passages(report: Report, path: Path | None) -> Report:
    """Return the report with the lines that each finding's thing cites; as it is without a path.

    Raises SurveyNotReadable for a text that cannot be read.
    """
    if path is None:
        return report
    copy = survey.read(path)
    found = (replace(one, passages=_lines(one, copy)) for one in report.findings)
    return replace(report, findings=tuple(found))


def _lines(one: Finding, copy: survey.Survey) -> tuple[str, ...]:
    if one.graph and not is_survey(one.graph):
        return ()
    numbered = [line for lines in merged(ranges(one.cited)) for line in copy.passage(lines)]
    return tuple(f"{number} {text}" for number, text in numbered[:_MOST])
