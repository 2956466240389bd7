"""The files as files: one that is lost, one that nothing reads, one that repeats another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.evidence.positions import Position
from kkgraph.project import Project, read_text
from kkgraph.validation.report.findings import Finding, told
from kkgraph.validation.sources import Source, format_of, is_section_graph

MANIFEST = "data/manifest.txt"
_FOLDERS = ("ontology", "data")
_OTHERS = ("manifest.txt", "survey-exceptions.toml", "style-shapes.ttl")
_TYPE = ox.NamedNode(terms.TYPE)
_WHERE = {"register": "*.ttl", "links": "*.ttl", "survey": "*.trig", "rules": "*.rq"}


def listed(project: Project) -> list[str]:
    """Return the files that the project's manifest lists, relative to it; [] without a manifest."""
    path = project.root / MANIFEST
    if not path.is_file():
        return []
    lines = (line.strip() for line in read_text(path).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def astray(project: Project, read: Iterable[Path]) -> list[Finding]:
    """Return the files that are lost, and those that nothing reads and are not the lost ones."""
    gone = lost(project)
    names = {one.focus.casefold() for one in gone}
    odd = (one for one in unread(project, read) if one.focus.casefold() not in names)
    return [*gone, *odd]


def lost(project: Project) -> list[Finding]:
    """Return a finding for each file that the manifest lists and that is not there."""
    return [
        replace(
            told("lost-file", name, file=name, manifest=MANIFEST),
            place=Position(project.root / name, 0),
        )
        for name in listed(project)
        if not (project.root / name).is_file()
    ]


def unread(project: Project, read: Iterable[Path]) -> Iterator[Finding]:
    """Yield a warning for each file in the project's folders of data that nothing reads."""
    known = {*read, *project.rule_files(), project.shapes}
    known |= {project.root / name for name in listed(project)}
    for folder in _FOLDERS:
        for path in sorted((project.root / folder).rglob("*")):
            if path.is_file() and path not in known and not _is_no_data(path):
                yield _unread(project, path)


def _is_no_data(path: Path) -> bool:
    """Whether a file is there for people or programs: texts, hidden files, an editor's copies."""
    is_hidden = any(part.startswith(".") for part in path.parts[-2:])
    is_migration = path.parent.parent.name == "migrations"
    is_text = path.suffix == ".md" or path.name.endswith("~")
    return is_hidden or is_text or is_migration or path.name in _OTHERS


def _unread(project: Project, path: Path) -> Finding:
    name = project.shown(path)
    read = _WHERE.get(path.parent.name, "")
    rule = "unread-file" if format_of(path) or path.suffix.lower() in (".rq", ".gz") else "odd-file"
    found = told(rule, name, file=name, folder=project.shown(path.parent), read=read or "—")
    return replace(found, severity="Warning", place=Position(path, 1))


@dataclass(frozen=True)
class Repeats:
    """What is said twice: the findings, and the statements to leave out, by file."""

    findings: tuple[Finding, ...]
    surplus: dict[Path, set[ox.Quad]]


def repeats(project: Project, sources: Sequence[Source]) -> Repeats:
    """Find graphs of a section in two files, and things with a class in two files of a layer."""
    own = [source for source in sources if not source.given]
    ranked = sorted(own, key=lambda one: _rank(one.path, set(listed(project)), project))
    homes = _homes(ranked)
    findings: list[Finding] = []
    surplus: dict[Path, set[ox.Quad]] = defaultdict(set)
    for source in ranked:
        twice: dict[Path, list[tuple[str, str]]] = defaultdict(list)
        for key in (one for one in _claims(source) if homes[one] is not source):
            twice[homes[key].path].append(key)
        for path, keys in twice.items():
            findings += _repeated(project, source, path, keys)
            surplus[source.path] |= _of_keys(source, keys)
    return Repeats(tuple(findings), dict(surplus))


def _homes(ranked: Iterable[Source]) -> dict[tuple[str, str], Source]:
    """Return the file that each graph and thing belongs to: the one that says most, or the first.

    So a line too many in another file is told there, and not as a fault of the thing's own file.
    """
    claimed: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for source in ranked:
        for key in _claims(source):
            claimed[key].append(source)
    return {
        key: max(several, key=lambda one: len(_of_keys(one, [key]))) if several[1:] else several[0]
        for key, several in claimed.items()
    }


def _rank(path: Path, known: set[str], project: Project) -> tuple[bool, int, str]:
    """Return a key that sorts an original before its copy: listed first, then the shorter name."""
    name = project.shown(path)
    return (bool(known) and name not in known, len(path.name), name)


def _claims(source: Source) -> list[tuple[str, str]]:
    """Return what a file alone may hold: graphs of sections, and things with a class, by layer."""
    found: dict[tuple[str, str], None] = {}
    for quad in source.quads:
        graph = quad.graph_name
        if is_section_graph(graph):
            found["graph", _name(graph)] = None
        elif quad.predicate == _TYPE and isinstance(quad.subject, ox.NamedNode):
            found[_name(graph), quad.subject.value] = None
    return list(found)


def _of_keys(source: Source, keys: Iterable[tuple[str, str]]) -> set[ox.Quad]:
    wanted = set(keys)
    return {
        quad
        for quad in source.quads
        if ("graph", _name(quad.graph_name)) in wanted
        or (_name(quad.graph_name), _name(quad.subject)) in wanted
    }


def _name(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _repeated(
    project: Project, source: Source, first: Path, keys: Sequence[tuple[str, str]]
) -> Iterator[Finding]:
    """Yield one finding for a graph or thing, and one for a whole file if there are several."""
    other = project.shown(first)
    if len(keys) > 1:
        place = min(filter(None, (_place(source, key) for key in keys)), default=None)
        found = told(
            "repeated-file",
            project.shown(source.path),
            n=len(keys),
            other=other,
            file=project.shown(source.path),
        )
        yield replace(found, place=place or Position(source.path, 1))
        return
    layer, iri = keys[0]
    rule = "repeated-graph" if layer == "graph" else "repeated-thing"
    found = told(rule, iri, other=other, term=terms.shorten(iri))
    yield replace(found, place=_place(source, keys[0]))


def _place(source: Source, key: tuple[str, str]) -> Position | None:
    layer, iri = key
    if layer != "graph":
        return source.places.predicate(iri, terms.TYPE) or source.places.subject(iri)
    return source.places.graphs.get(iri)
