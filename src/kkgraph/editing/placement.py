"""Where new statements go: the section's graph in its chapter's file, the register's file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing import edits, layout, naming, turtle
from kkgraph.editing.drafts import Draft
from kkgraph.editing.edits import Edit
from kkgraph.editing.layout import Layout
from kkgraph.entities.labels import LABELS, label
from kkgraph.evidence.citations import CITED
from kkgraph.lines import section_order
from kkgraph.project import DataFile, Project
from kkgraph.store import Store

_INDENT = "  "
MANIFEST = "data/manifest.txt"


@dataclass
class Plan:
    """What is to change: edits by file, new files, the statements that this adds and removes."""

    edits: dict[Path, list[Edit]] = field(default_factory=dict)
    created: dict[Path, str] = field(default_factory=dict)
    added: set[ox.Quad] = field(default_factory=set)
    removed: set[ox.Quad] = field(default_factory=set)


@dataclass(frozen=True)
class Files:
    """The files of a project, read and laid out."""

    store: Store

    @property
    def project(self) -> Project:
        """The project."""
        return self.store.project

    @cached_property
    def surveys(self) -> dict[Path, Layout]:
        """The files of what surveys say."""
        return {file.path: _layout(file) for file in self.project.survey_files()}

    @cached_property
    def registers(self) -> dict[Path, Layout]:
        """The files of the register."""
        return {file.path: _layout(file) for file in self.project.register_files()}

    @cached_property
    def others(self) -> dict[Path, tuple[str, Layout]]:
        """The files of sections, links and themes, each with its graph."""
        files = [self.project.sections_file(), *self.project.outside_files()]
        return {file.path: (file.graph or "", _layout(file)) for file in files}

    def every(self) -> Iterator[tuple[Path, str | None, Layout]]:
        """Yield every file of data with its graph (None: it names its own) and its layout."""
        yield from ((path, None, found) for path, found in self.surveys.items())
        yield from ((path, terms.REGISTER, found) for path, found in self.registers.items())
        yield from ((path, graph, found) for path, (graph, found) in self.others.items())


def _layout(file: DataFile) -> Layout:
    return layout.read(source(file.path))


def source(path: Path) -> str:
    """Return a file's text as it is, line ends and marks included."""
    return path.read_bytes().decode("utf-8")


def plan(store: Store, drafts: Sequence[Draft]) -> Plan:
    """Return the edits that write new things and facts."""
    found, files = Plan(), Files(store)
    for draft in drafts:
        if not draft.form.is_fact:
            _register(files, found, draft)
    sections = dict.fromkeys(draft.section for draft in drafts if draft.section)
    for section in sections:
        _section(files, found, section, [one for one in drafts if one.section == section])
    return found


def _quads(subject: str, said: list[turtle.Statement], graph: str) -> set[ox.Quad]:
    node, name = ox.NamedNode(subject), ox.NamedNode(graph)
    return {ox.Quad(node, ox.NamedNode(p), v, name) for p, values in said for v in values}


def _register(files: Files, found: Plan, draft: Draft) -> None:
    """Put a thing with its labels into the file of its kind."""
    kind: list[turtle.Statement] = [(terms.TYPE, (ox.NamedNode(draft.form.cls),))]
    said = [*kind, *((path, draft.said[path]) for path in LABELS if path in draft.said)]
    path = _register_file(files, draft.form.kind)
    found.added |= _quads(draft.subject, said, terms.REGISTER)
    if path not in files.registers:
        _create(files, found, path, _head(next(iter(files.registers.values()))))
        head = layout.read(found.created[path])
        found.created[path] += "\n" + turtle.block(draft.subject, said, head, "")
        return
    laid = files.registers[path]
    block = turtle.block(draft.subject, said, laid, "")
    edit = edits.added_to_register(laid, draft.subject, f"/{draft.form.kind}/", block)
    found.edits.setdefault(path, []).append(edit)


def _register_file(files: Files, kind: str) -> Path:
    """Return the file in which most things of a kind are; a new one if there is none."""
    counted = Counter(
        path
        for path, laid in files.registers.items()
        for block in laid.blocks
        if terms.kind_of(block.subject) == kind
    )
    if counted:
        return min(counted, key=lambda path: (-counted[path], str(path)))
    plural = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
    return files.project.root / "data" / "register" / f"{plural}.ttl"


def _section(files: Files, found: Plan, section: str, drafts: Sequence[Draft]) -> None:
    """Put what a section says at the end of its graph; begin the graph where there is none."""
    blocks = [(draft.subject, _stated(draft)) for draft in drafts]
    for subject, said in blocks:
        found.added |= _quads(subject, said, section)
    path, laid, at = _place(files, found, section)
    text = "".join(turtle.block(subject, said, laid, _INDENT) for subject, said in blocks)
    group = next((g for g in reversed(laid.groups) if g.name == section), None)
    if group is not None:
        edit = edits.added_to_graph(laid, group, text)
        found.edits.setdefault(path, []).append(edit)
        return
    whole = f"\n{turtle.iri(section, laid)} {{\n{text}}}\n"
    if path in found.created:
        found.created[path] += whole
    else:
        found.edits.setdefault(path, []).append(Edit(at, at, 0, whole))


def _stated(draft: Draft) -> list[turtle.Statement]:
    """Return what a section says of a subject: its class if it is a fact, then places, then all."""
    kind = (ox.NamedNode(draft.form.cls),)
    said: list[turtle.Statement] = [(terms.TYPE, kind)] if draft.form.is_fact else []
    said += draft.cited
    left_out = {*CITED, *(() if draft.form.is_fact else LABELS)}
    return said + [(path, value) for path, value in draft.said.items() if path not in left_out]


def _place(files: Files, found: Plan, section: str) -> tuple[Path, Layout, int]:
    """Return the file of a section, its layout, and where the graph would begin."""
    for path, laid in files.surveys.items():
        if any(group.name == section for group in laid.groups):
            return path, laid, 0
    order = section_order(terms.section_number(section) or section)
    before = [
        (section_order(terms.section_number(g.name) or g.name), path, g.close + 1)
        for path, laid in files.surveys.items()
        for g in laid.groups
    ]
    of_source = _source(section)
    same = [
        one
        for one in before
        if _source(one[0][1]) == of_source and (of_source or _chapter(one[0]) == _chapter(order))
    ]
    if not same and of_source:
        return _new_file(files, found, of_source.rpartition("/")[2])
    if not same:
        begun = [path for path in files.surveys if path.name.startswith(f"{_chapter(order):02}-")]
        if begun:
            return begun[0], files.surveys[begun[0]], len(files.surveys[begun[0]].text)
        return _new_chapter(files, found, section)
    earlier = [one for one in same if one[0] < order]
    _, path, at = max(earlier) if earlier else min(same)
    laid = files.surveys[path]
    if not earlier:
        first = next(group for group in laid.groups)
        line = laid.text.rfind("\n", 0, laid.text.rfind("\n", 0, first.open)) + 1
        return path, laid, line
    end = laid.text.find("\n", at)
    return path, laid, len(laid.text) if end < 0 else end + 1


def _chapter(order: tuple[tuple[int, ...], str]) -> int:
    return order[0][0] if order[0] else 0


def _new_chapter(files: Files, found: Plan, section: str) -> tuple[Path, Layout, int]:
    number = terms.section_number(section) or section
    chapter = _chapter(section_order(number))
    title = label(files.store.graph, terms.section(str(chapter)), "da")
    name = "-".join(filter(None, (f"{chapter:02}", naming.slug(title.lstrip("0123456789 ")))))
    return _new_file(files, found, name)


def _source(section: str) -> str:
    """Return the source of a section by IRI or number, "" for one of the survey."""
    return (terms.section_number(section) or section).rpartition("/")[0]


def _new_file(files: Files, found: Plan, name: str) -> tuple[Path, Layout, int]:
    path = files.project.root / "data" / "survey" / f"{name}.trig"
    if path not in found.created:
        _create(files, found, path, _head(next(iter(files.surveys.values()))))
    return path, layout.read(found.created[path]), 0


def _head(laid: Layout) -> str:
    """Return the base and prefixes of a file, for another like it."""
    lines = [f"@base <{laid.base}> .\n"] if laid.base else []
    lines += [f"@prefix {name}: <{iri}> .\n" for name, iri in laid.prefixes.items()]
    return "".join(lines)


def _create(files: Files, found: Plan, path: Path, head: str) -> None:
    """Begin a file, and name it in the project's list of files if it has one."""
    if path in found.created:
        return
    found.created[path] = head
    manifest = files.project.root / MANIFEST
    if manifest.is_file():
        text, name = source(manifest), path.relative_to(files.project.root).as_posix()
        lines = text.splitlines(keepends=True)
        later = [line for line in lines if not line.startswith("#") and line > name]
        at = text.index(later[0]) if later else len(text)
        found.edits.setdefault(manifest, []).append(Edit(at, at, 0, f"{name}\n"))
