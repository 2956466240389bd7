"""What the checks of single statements hand on to the shapes."""

from dataclasses import dataclass, field

from kkgraph.validation.report.findings import Finding
from kkgraph.validation.sources import Source


@dataclass
class Mended:
    """What the checks leave for the shapes.

    `excused`: subjects with properties of which enough is told; `unknown`: IRIs without a class;
    `dropped`: the values of statements that were left out, which may be mentioned nowhere else.
    """

    findings: list[Finding] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    excused: set[tuple[str, str]] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
