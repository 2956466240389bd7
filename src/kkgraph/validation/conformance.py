"""The validation: files read, statements checked, shapes run, and the findings put together."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.evidence.citations import node
from kkgraph.evidence.positions import Position
from kkgraph.lines import LineRange
from kkgraph.project import Project
from kkgraph.sparql.terms import lexical
from kkgraph.validation import sources
from kkgraph.validation.checks import files, headings, labels, statements
from kkgraph.validation.checks.mended import Mended
from kkgraph.validation.checks.vocabulary import Vocabulary
from kkgraph.validation.report import causes
from kkgraph.validation.report.findings import Finding, Report, folded, told
from kkgraph.validation.report.places import Places
from kkgraph.validation.report.wording import Wording
from kkgraph.validation.shacl import engines
from kkgraph.validation.shacl import graph as graphs
from kkgraph.validation.shacl.shapes import Shapes
from kkgraph.validation.sources import Source, is_ours


@dataclass
class Validation:
    """A project with the files given to it; `shapes` and `engine` where others were asked for.

    It may be run again: a file that has not changed is not read again, nor are the shapes made.
    """

    project: Project
    given: Sequence[Path] = ()
    shapes: Path | None = None
    engine: str | None = None

    def __post_init__(self) -> None:
        """Begin with nothing read."""
        self._read: dict[Path, tuple[object, list[Finding], Source]] = {}
        self._held: Shapes | None = None

    def run(self) -> Report:
        """Hold the data against the shapes and the checks.

        Raises DataFileError for a file, or shapes, that cannot be read as what they are.
        """
        began = time.perf_counter()
        heads, read = self._sources()
        report = _Run(self, read, self._shapes(), heads).report()
        return replace(report, seconds=time.perf_counter() - began)

    def paths(self) -> list[Path]:
        """Return every file that a run depends on."""
        own = [file.path for file in sources.chosen(self.project, self.given)]
        return [*own, *self.project.rule_files(), self.shapes_file]

    @property
    def shapes_file(self) -> Path:
        """The file of the shapes."""
        return self.shapes or self.project.shapes

    def _sources(self) -> tuple[list[Finding], list[Source]]:
        """Return the files, and what is wrong with their heads."""
        read = [self._source(file) for file in sources.chosen(self.project, self.given)]
        return [one for heads, _ in read for one in heads], [source for _, source in read]

    def _shapes(self) -> Shapes:
        file = sources.Input(self.shapes_file, terms.SHAPES_NS, given=True)
        quads = self._source(file)[1].quads
        if self._held is None or self._held.quads is not quads:
            self._held = Shapes(quads)
        return self._held

    def _source(self, file: sources.Input) -> tuple[list[Finding], Source]:
        state = _state(file.path)
        known = self._read.get(file.path)
        if known is None or known[0] != state or state is None:
            known = (state, *headings.check(sources.read(file), file))
            self._read[file.path] = known
        return known[1], known[2]


def _state(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file does, None for one that is not on disk."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@dataclass
class _Run:
    """One run over the sources; with shapes from elsewhere, these alone are held against."""

    validation: Validation
    sources: list[Source]
    shapes: Shapes
    heads: list[Finding]

    def __post_init__(self) -> None:
        self._places = Places(self.sources)

    def report(self) -> Report:
        """Check, run the shapes, and put the findings together."""
        vocabulary = self._vocabulary()
        mended, found = self._checked(vocabulary)
        quads = graphs.load(self.validation.project, mended.sources)
        sections = _ranges(quads, terms.FIRST_LINE, terms.LAST_LINE)
        pages = _ranges(quads, terms.FIRST_PAGE, terms.LAST_PAGE)
        ranges = (*sections.items(), *pages.items())
        backwards = {iri for iri, one in ranges if one.first > one.last}
        citations = graphs.cited_lines(quads, mended.unknown | backwards)
        data = graphs.Merged(quads, citations)
        engine = engines.chosen(self.validation.engine, self.shapes)
        results = engines.run(engine, data, self.shapes, self.validation.shapes_file)
        words = Wording(self.shapes, vocabulary, quads, tuple(citations), sections, pages)
        shaped = causes.Causes(mended, vocabulary).kept(map(words.finding, results))
        found += [replace(one, place=self._places.of(one)) for one in shaped]
        looked = self._looked_at(vocabulary)
        found += self._idle(looked)
        found = causes.settled(found)
        asked = [source.path for source in self.sources if source.given] or list(looked)
        counted = [quad for path in asked for quad in looked[path]]
        lost = [one for one in found if one.rule == "lost-file"]
        hidden = 0
        if lost:
            found, hidden = causes.without_lost(found, mended.unknown)
        return Report(
            tuple(_numbered(replace(one, cited=self._places.cited(one)) for one in folded(found))),
            things=len({quad.subject for quad in counted}),
            statements=len(counted),
            files=len(self.sources),
            folded=hidden,
            engine=engine,
        )

    @property
    def _is_own(self) -> bool:
        """Whether the project's own shapes are used, and so its own checks too."""
        return self.validation.shapes is None

    def _vocabulary(self) -> Vocabulary:
        ontology, *data = self.sources  # in the order of `Project.data_files`
        return Vocabulary(ontology, tuple(data), self.shapes.subjects, self.shapes.targets[2])

    def _checked(self, vocabulary: Vocabulary) -> tuple[Mended, list[Finding]]:
        if not self._is_own:
            return Mended(sources=list(self.sources)), []
        project = self.validation.project
        twice = files.repeats(project, self.sources)
        kept = [_without(source, twice.surplus.get(source.path)) for source in self.sources]
        mended = statements.check(kept, replace(vocabulary, ontology=_same(kept, vocabulary)))
        for quad in (quad for quads in twice.surplus.values() for quad in quads):
            mended.excused.add((node(quad.subject), quad.predicate.value))
        located = [*mended.findings, *labels.check(mended.sources, vocabulary)]
        found = [one if one.place else replace(one, place=self._places.of(one)) for one in located]
        read = [source.path for source in self.sources]
        own = (file.path for file in project.data_files())
        return mended, [
            *self.heads,
            *files.astray(project, [*read, *own]),
            *twice.findings,
            *found,
        ]

    def _idle(self, looked: Mapping[Path, list[ox.Quad]]) -> Iterator[Finding]:
        """Yield a warning for each given file in which nothing was looked at."""
        for source in self.sources:
            if source.given and not looked[source.path]:
                name = str(source.path)
                found = told("nothing-looked-at", name, file=name, n=len(source.quads))
                yield replace(found, severity="Warning", place=Position(source.path, 1))
        if not self._is_own and not any(looked.values()):
            path = self.validation.shapes_file
            found = told("no-target", str(path), file=str(path))
            yield replace(found, severity="Warning", place=Position(path, 1))

    def _looked_at(self, vocabulary: Vocabulary) -> dict[Path, list[ox.Quad]]:
        """Return the statements that a check or a shape applied to, by file."""
        if self._is_own and not any(source.given for source in self.sources):
            return {source.path: list(source.quads) for source in self.sources}
        is_target = _Targets(self.shapes, vocabulary, self.sources)
        return {
            source.path: [
                quad
                for quad in source.quads
                if (self._is_own and (not source.given or _is_ours(quad)))
                or is_target(quad.subject)
            ]
            for source in self.sources
        }


def _without(source: Source, surplus: set[ox.Quad] | None) -> Source:
    """Return a source without the statements that another has already."""
    if not surplus:
        return source
    return source.with_quads([quad for quad in source.quads if quad not in surplus])


def _same(kept: Iterable[Source], vocabulary: Vocabulary) -> Source:
    home = vocabulary.ontology
    return next((source for source in kept if source.path == home.path), home)


def _is_ours(quad: ox.Quad) -> bool:
    return any(is_ours(term) for term in (quad.subject, quad.predicate, quad.object))


class _Targets:
    """Tells whether a subject is a target of some shape."""

    def __init__(self, shapes: Shapes, vocabulary: Vocabulary, read: Iterable[Source]) -> None:
        classes, subjects, objects = shapes.targets
        self._found: set[object] = set()
        kind = ox.NamedNode(terms.TYPE)
        for source in read:
            for quad in source.quads:
                name = quad.predicate.value
                if quad.predicate == kind:
                    hit = vocabulary.is_under([lexical(quad.object)], classes)
                    self._found |= {quad.subject} if hit else set()
                if name in subjects:
                    self._found.add(quad.subject)
                if name in objects:
                    self._found.add(quad.object)
        nodes = (
            value for said in shapes.by_subject.values() for value in said.get("targetNode", ())
        )
        self._found.update(nodes)

    def __call__(self, subject: object) -> bool:
        return subject in self._found


def _ranges(quads: ox.Store, start: str, end: str) -> Mapping[str, LineRange]:
    """Return from where to where every section runs that says so, in lines or in pages."""

    def numbers(predicate: str) -> dict[str, int]:
        found = quads.quads_for_pattern(
            None, ox.NamedNode(predicate), None, ox.NamedNode(terms.SECTIONS)
        )
        return {
            node(quad.subject): int(lexical(quad.object))
            for quad in found
            if lexical(quad.object).isdecimal()
        }

    first, last = numbers(start), numbers(end)
    return {iri: LineRange(first[iri], last[iri]) for iri in first.keys() & last.keys()}


def _numbered(found: Iterable[Finding]) -> Iterator[Finding]:
    """Call blank nodes _:1, _:2, ...: a parser's names for them are others in each run."""
    names: dict[str, str] = {}
    for one in found:
        name = f"_:{len(names) + 1}"
        yield replace(one, focus=names.setdefault(one.focus, name)) if one.is_nameless else one
