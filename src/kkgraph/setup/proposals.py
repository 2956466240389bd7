"""What the register of the shipped project knows of a text: cities, networks, programmes by name.

A person says yes or no to each, at the terminal or in a file; nothing is taken over unasked.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import LABELS
from kkgraph.errors import DataFileError
from kkgraph.lines import LineRange, merged, parse_range
from kkgraph.project import Project, read_text
from kkgraph.setup.headings import Found
from kkgraph.sparql.terms import lexical
from kkgraph.store import read
from kkgraph.survey import spellings
from kkgraph.survey.text import Survey
from kkgraph.texts import Message

FILE = "proposals.csv"
KINDS = ("city", "network", "programme")
COLUMNS = ("accept", "thing", "name_da", "name_en", "spelling", "section", "lines")
_YES, _NO = ("yes", "ja", "y", "j", "x", "1"), ("", "no", "nej", "n", "0")


@dataclass(frozen=True)
class Proposal:
    """A thing of the register by its path, how a section spells it, and the lines."""

    thing: str
    name_da: str
    name_en: str
    spelling: str
    section: str
    lines: tuple[LineRange, ...]
    accept: bool = False


@dataclass(frozen=True)
class Register:
    """The register of a project and its links, by the path of each thing."""

    graph: ox.Store
    project: Project

    @classmethod
    def of(cls, project: Project) -> "Register":
        """Read it."""
        graph = ox.Store()
        for file in (*project.register_files(), *project.outside_files()):
            read(graph, file)
        return cls(graph, project)

    def iri(self, path: str) -> str:
        """Return the IRI of one of its things."""
        return self.project.settings.iri(path)

    def things(self) -> list[str]:
        """Return what may be proposed."""
        kinds = self.graph.quads_for_pattern(None, ox.NamedNode(terms.TYPE), None, None)
        iris = {q.subject.value for q in kinds if isinstance(q.subject, ox.NamedNode)}
        return sorted(iri for iri in iris if terms.kind_of(iri) in KINDS)

    def labels(self, iri: str, predicate: str = terms.PREF_LABEL) -> dict[str, str]:
        """Return the labels of a thing by language."""
        found = self.graph.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, None)
        literals = (q.object for q in found if isinstance(q.object, ox.Literal))
        return {literal.language or "": literal.value for literal in literals}

    def names(self, iri: str) -> list[str]:
        """Return every spelling of a thing, its Danish name first and then the longest."""
        found = self.graph.quads_for_pattern(ox.NamedNode(iri), None, None, None)
        wanted = set(map(ox.NamedNode, LABELS))
        texts = {lexical(q.object) for q in found if q.predicate in wanted}
        own = self.labels(iri).get("da")
        return sorted(texts, key=lambda text: (text != own, -len(text), text))


def propose(register: Register, survey: Survey, sections: Sequence[Found]) -> list[Proposal]:
    """Return what the sections of a text name, in the order of the text."""
    every = [(iri, register.names(iri)) for iri in register.things()]
    found = (
        one
        for section in sections
        for iri, names in every
        for one in _in_section(register, iri, names, survey, section)
    )
    return sorted(found, key=lambda one: (one.lines, one.thing))


def _in_section(
    register: Register, iri: str, names: Iterable[str], survey: Survey, section: Found
) -> Iterator[Proposal]:
    """Yield a thing with its lines in a section, by the first spelling that is found there."""
    lines = survey.lines[section.lines.first - 1 : section.lines.last]
    whole = spellings.passages(lines)
    for name in names:
        pattern = spellings.name_pattern(name)
        if not spellings.stands_in(pattern, whole):
            continue
        at = _lines(lines, section.lines.first, pattern)
        labels = register.labels(iri)
        path = terms.path_of(iri) or ""
        yield Proposal(path, labels["da"], labels["en"], name, section.name, at)
        return


def _lines(lines: Sequence[str], first: int, pattern: re.Pattern[str]) -> tuple[LineRange, ...]:
    """Return the lines in which a name stands: one, or two where it goes on in the next."""
    alone = [n for n, text in enumerate(lines, first) if pattern.search(spellings.plain(text))]
    if alone:
        return tuple(merged(LineRange(n, n) for n in alone))
    pairs = (
        LineRange(n, n + 1)
        for n in range(first, first + len(lines) - 1)
        if spellings.stands_in(pattern, spellings.passages(lines[n - first : n - first + 2]))
    )
    return tuple(merged(pairs)) or (LineRange(first, first + len(lines) - 1),)


def written(proposals: Iterable[Proposal]) -> str:
    """Return proposals as CSV for a person to say yes or no to."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in proposals:
        lines = " ".join(map(str, one.lines))
        answer = "yes" if one.accept else ""
        rows.writerow(
            (answer, one.thing, one.name_da, one.name_en, one.spelling, one.section, lines)
        )
    return out.getvalue()


def answered(path: Path) -> list[Proposal]:
    """Read a file of proposals back; DataFileError names the line of what cannot be read."""
    text = read_text(path)
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text[:200] else ",")
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise DataFileError(path, 1, Message("errors.data.columns", names=", ".join(COLUMNS)))
    return [_answered(path, rows.line_num, row) for row in rows]


def is_yes(answer: str) -> bool | None:
    """Tell what a person answered, in Danish or English; None if it is neither yes nor no."""
    word = answer.strip().lower()
    return word in _YES if word in (*_YES, *_NO) else None


def _answered(path: Path, line: int, row: dict[str, str]) -> Proposal:
    accept = is_yes(row["accept"] or "")
    if accept is None:
        raise DataFileError(path, line, Message("errors.data.accept", text=row["accept"]))
    ranges = [parse_range(part) for part in (row["lines"] or "").split()]
    if not ranges or not all(ranges) or terms.kind_of(terms.thing(row["thing"])) not in KINDS:
        raise DataFileError(path, line, Message("errors.data.kept"))
    lines = tuple(one for one in ranges if one)
    thing, da, en, spelling, section = (row[name] for name in COLUMNS[1:-1])
    return Proposal(thing, da, en, spelling, section, lines, accept)


def by_thing(proposals: Iterable[Proposal]) -> dict[str, list[Proposal]]:
    """Return the accepted proposals by thing."""
    found: dict[str, list[Proposal]] = defaultdict(list)
    for one in proposals:
        if one.accept:
            found[one.thing].append(one)
    return dict(sorted(found.items()))
