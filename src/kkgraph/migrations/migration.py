"""A migration: the steps run on a project's statements, and the files rewritten to match."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kkgraph.differences.comparison import Difference, compare
from kkgraph.differences.readings import read_version
from kkgraph.editing import changes, rewriting, transaction
from kkgraph.editing.placement import Files
from kkgraph.migrations.steps import FOLDER, Step, steps
from kkgraph.project import Project, package
from kkgraph.sparql.terms import Term
from kkgraph.store import Store, read
from kkgraph.validation.conformance import Validation
from kkgraph.validation.report.findings import Report

_ONTOLOGY = "ontology"


@dataclass(frozen=True)
class Todo:
    """What a person has to decide: the step that asks, and the statements it is about."""

    step: Step
    rows: tuple[tuple[Term, Term, Term], ...] = ()


@dataclass(frozen=True)
class Migrated:
    """What a migration comes to: the steps that changed something, what differs, what is left."""

    done: tuple[Step, ...]
    difference: Difference
    todo: tuple[Todo, ...]
    report: Report


def migrate(project: Project, *, dry: bool = False) -> Migrated:
    """Bring a project to the present ontology; `dry`: only say what would change.

    Files of data are edited where they state what changes; ontology, shapes and rules are
    replaced by the present ones if the project has its own.
    """
    with transaction.locked(project.root):
        found = steps(present().root / FOLDER, project.ontology_version or "0.1.0")
        graph = _stated(project)
        before = set(graph)
        done, todo = _run(graph, found, _survey(project))
        after = set(graph)
        plan = rewriting.plan(_files(project), before - after, after - before)
        texts = changes.edited(plan)
        changes.prove(project, plan, texts)
        files: dict[Path, bytes | None] = {**(_ontology(project) if found else {})}
        files |= {path: text.encode() for path, text in texts.items()}
        with changes.copied(project, files) as made:
            report = Validation(made).run()
            reading = read_version(str(made.root), made)
        difference = compare(read_version(str(project.root), project), reading)
        if files and not dry:
            transaction.write(project.root, files)
    return Migrated(tuple(done), difference, tuple(todo), report)


def present() -> Project:
    """Return the project that came with the package: its ontology is the present one."""
    return package()


def _files(project: Project) -> Files:
    return Files(Store(project, ox.Store(), stated=True, inferred=False))


def _stated(project: Project) -> ox.Store:
    """Return what the files of data state, each statement in its graph."""
    graph = ox.Store()
    ontology = project.ontology_file().path
    for file in project.data_files():
        if file.path != ontology:
            read(graph, file)
    return graph


def _survey(project: Project) -> str:
    """Return the IRI of the project's only survey, "" where `kkgraph.toml` does not name one."""
    surveys = project.settings.surveys
    return project.settings.iri(surveys[0]) if len(surveys) == 1 else ""


def _run(graph: ox.Store, found: list[Step], survey: str) -> tuple[list[Step], list[Todo]]:
    """Run the steps; return those that changed something, and what is left to a person."""
    done, todo = [], []
    for step in found:
        if step.is_update and step.needs and not survey:
            todo.append(Todo(step))
        elif step.is_update:
            size = set(graph)
            graph.update(step.text.replace("?_survey", f'"{survey}"'))
            done += [step] if set(graph) != size else []
        else:
            rows = graph.query(step.text)
            listed = tuple((row[0], row[1], row[2]) for row in rows)  # type: ignore[union-attr]
            todo += [Todo(step, listed)] if listed else []
    return done, todo


def _ontology(project: Project) -> Mapping[Path, bytes | None]:
    """Return the files of a project's own ontology that change; None for a rule that is gone."""
    shipped = present().root
    if not (project.root / _ONTOLOGY).is_dir() or project.root == shipped:
        return {}
    new = {
        project.root / path.relative_to(shipped): path.read_bytes()
        for path in (shipped / _ONTOLOGY).rglob("*")
        if path.is_file() and shipped / FOLDER not in path.parents
    }
    old = [path for path in (project.root / _ONTOLOGY).rglob("*") if path.is_file()]
    kept = {path: content for path, content in new.items() if not _is(path, content)}
    return {**kept, **{path: None for path in old if path not in new and path.suffix == ".rq"}}


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
