"""How much of the survey the graph carries: the sentences whose lines some statement cites."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kkgraph.evidence.citations import Citation
from kkgraph.lines import LineRange
from kkgraph.survey.exceptions import NoFact
from kkgraph.survey.sections import Section
from kkgraph.survey.sentences import Sentence


@dataclass(frozen=True)
class SectionCoverage:
    """A section's sentences by what became of them."""

    section: Section
    cited: tuple[Sentence, ...]
    exempt: tuple[Sentence, ...]
    uncited: tuple[Sentence, ...]

    @property
    def total(self) -> int:
        """The number of sentences."""
        return len(self.cited) + len(self.exempt) + len(self.uncited)


@dataclass(frozen=True)
class Coverage:
    """The coverage of every section that has sentences, and exceptions that nothing needs."""

    sections: tuple[SectionCoverage, ...]
    needless: tuple[NoFact, ...]

    @property
    def uncited(self) -> tuple[Sentence, ...]:
        """The sentences that no statement cites and no exception excuses."""
        return tuple(one for section in self.sections for one in section.uncited)

    @property
    def percent(self) -> float:
        """The share of cited sentences among those that hold a fact."""
        cited = sum(len(section.cited) for section in self.sections)
        factual = cited + len(self.uncited)
        return 100 * cited / factual if factual else 100.0


def cover(
    sentences: Iterable[Sentence],
    sections: Sequence[Section],
    citations: Iterable[Citation],
    no_fact: Sequence[NoFact] = (),
) -> Coverage:
    """Sort the sentences into cited, exempt and uncited.

    A sentence is cited when each of its lines that hold text lies in a range
    that its own section's graph cites.
    """
    cited_lines = _cited_lines(citations)
    excused = {(one.section, one.lines) for one in no_fact}
    found: dict[str, tuple[list[Sentence], list[Sentence], list[Sentence]]] = {}
    used = set()
    for sentence in sentences:
        cited, exempt, uncited = found.setdefault(sentence.section, ([], [], []))
        key = (sentence.section, sentence.lines)
        if cited_lines.get(sentence.section, set()).issuperset(sentence.numbers):
            cited.append(sentence)
        elif key in excused:
            used.add(key)
            exempt.append(sentence)
        else:
            uncited.append(sentence)
    needless = tuple(one for one in no_fact if (one.section, one.lines) not in used)
    return Coverage(_by_section(sections, found), needless)


def _by_section(
    sections: Sequence[Section],
    found: Mapping[str, tuple[list[Sentence], list[Sentence], list[Sentence]]],
) -> tuple[SectionCoverage, ...]:
    """Arrange the sentences found in the order of the text."""
    return tuple(
        SectionCoverage(section, *(tuple(group) for group in found[section.iri]))
        for section in sections
        if section.iri in found
    )


def _cited_lines(citations: Iterable[Citation]) -> dict[str, set[int]]:
    """Return the lines that each section's graph cites."""
    lines: dict[str, set[int]] = {}
    for one in citations:
        lines.setdefault(one.section, set()).update(_numbers(one.lines))
    return lines


def _numbers(lines: LineRange) -> range:
    return range(lines.first, lines.last + 1)
