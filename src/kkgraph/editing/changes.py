"""A plan carried out: texts edited, the result checked, and written, all or nothing."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kkgraph import media
from kkgraph.differences.blanks import line
from kkgraph.editing import transaction
from kkgraph.editing.edits import applied, newline
from kkgraph.editing.placement import Plan, source
from kkgraph.errors.editing import EditRefused, EditUnsound
from kkgraph.project import Project, find
from kkgraph.validation.conformance import Validation
from kkgraph.validation.report.findings import Finding, Report

FOLDERS = ("data", "ontology", "queries")
FILES = ("kkgraph.toml",)


@dataclass(frozen=True)
class Done:
    """What a plan comes to: the new texts, and what validation finds that it did not before."""

    texts: Mapping[Path, str]
    plan: Plan
    report: Report


def carry_out(project: Project, make: Callable[[], Plan], *, dry: bool = False) -> Done:
    """Make a plan and carry it out while nobody else writes; `dry`: check it only.

    Raises EditRefused with what validation finds, EditUnsound where the texts would not say
    what was planned; nothing is written then.
    """
    with transaction.locked(project.root):
        plan = make()
        texts = edited(plan)
        prove(project, plan, texts)
        report = _new_findings(project, texts)
        if not report.is_clean:
            raise EditRefused(report)
        if not dry and texts:
            files = {path: text.encode() for path, text in texts.items()}
            transaction.write(project.root, files)
    return Done(texts, plan, report)


def edited(plan: Plan) -> dict[Path, str]:
    """Return the texts of the files that a plan changes."""
    texts = dict(plan.created)
    for path, edits in plan.edits.items():
        text = source(path)
        end = newline(text)
        made = [replace(e, text=e.text.replace("\n", end)) for e in edits]
        texts[path] = applied(text, made)
    return texts


def prove(project: Project, plan: Plan, texts: Mapping[Path, str]) -> None:
    """Parse the files before and after: exactly the planned statements differ."""
    graphs = {file.path: file.graph for file in project.data_files()}
    before: set[ox.Quad] = set()
    after: set[ox.Quad] = set()
    for path, text in texts.items():
        if media.rdf_of(path.name) is None:
            continue
        graph = graphs.get(path) or _graph_of(path, graphs)
        if path.is_file():
            before |= _parsed(path, source(path), graph)
        after |= _parsed(path, text, graph)
    added, removed = _stored(plan.added), _stored(plan.removed)
    wrong = {line(q) for q in (after - before) ^ (added - before)}
    wrong |= {line(q) for q in (before - after) ^ (removed - added)}
    if wrong:
        raise EditUnsound(min(wrong).strip())


def _stored(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Return statements as a store has them, numbers in their shortest form."""
    store = ox.Store()
    store.extend(quads)
    return set(store)


def _graph_of(path: Path, graphs: Mapping[Path, str | None]) -> str | None:
    """Return the graph of a new file: that of the files beside it."""
    return next((graph for other, graph in graphs.items() if other.parent == path.parent), None)


def _parsed(path: Path, text: str, graph: str | None) -> set[ox.Quad]:
    store = ox.Store()
    form = media.rdf_of(path.name) or media.GRAPHS["ttl"]
    try:
        store.load(text, format=form.rdf, to_graph=ox.NamedNode(graph) if graph else None)
    except SyntaxError as error:
        raise EditUnsound(f"{path}:{error.lineno}: {error.msg}") from None
    return set(store)


@contextmanager
def copied(project: Project, texts: Mapping[Path, bytes | None]) -> Iterator[Project]:
    """Give a copy of a project in which some files have other contents, or (None) are gone."""
    with tempfile.TemporaryDirectory(prefix="kkgraph-") as folder:
        made = Path(folder)
        for name in FOLDERS:
            if (project.root / name).is_dir():
                shutil.copytree(project.root / name, made / name)
        for name in FILES:
            if (project.root / name).is_file():
                shutil.copy(project.root / name, made / name)
        for path, content in texts.items():
            target = made / path.relative_to(project.root)
            if content is None:
                target.unlink(missing_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        yield find(made)


def _new_findings(project: Project, texts: Mapping[Path, str]) -> Report:
    """Return what validation finds in the edited project and not in the present one."""
    with copied(project, {path: text.encode() for path, text in texts.items()}) as made:
        report = Validation(made).run()
    if report.is_clean:
        return report
    known = {_mistake(one) for one in Validation(project).run().findings}
    return replace(report, findings=tuple(f for f in report.findings if _mistake(f) not in known))


def _mistake(finding: Finding) -> tuple[str | None, ...]:
    return (finding.rule, finding.focus, finding.path, finding.value, finding.sentence("en"))
