"""Making a release: number the project, validate it, gather the files, put them in a folder."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kkgraph.citing import subjects
from kkgraph.differences.comparison import Difference, compare
from kkgraph.differences.readings import Reading, read_version
from kkgraph.differences.sentences import Speaker
from kkgraph.differences.writers import WRITERS
from kkgraph.editing import transaction
from kkgraph.editions import versions, withdrawn
from kkgraph.errors import system
from kkgraph.errors.output import OutputNotWritable
from kkgraph.errors.versions import ProjectNotValid
from kkgraph.formats import standard
from kkgraph.project import Project, find
from kkgraph.releases import catalogue, dumps, metadata, numbers, tombstones
from kkgraph.releases.metadata import Release
from kkgraph.store import Store, load
from kkgraph.texts import LANGUAGES, Message
from kkgraph.validation.conformance import Validation
from kkgraph.validation.report.findings import Report

SUMS = "SHA256SUMS"
_FOLDERS = ("data", "ontology", "queries")
_FILES = ("kkgraph.toml", "CITATION.cff", "LICENSE-data")


@dataclass(frozen=True)
class Plan:
    """What is to be released: a version of a date, into a folder, served below `base`.

    `previous`: the release before it as `kkgraph diff` takes it; "" for the first. `dry`:
    nothing is written.
    """

    version: str
    date: str
    folder: Path
    base: str
    previous: str = ""
    dry: bool = False


def latest(folder: Path, version: str) -> str:
    """Return the newest release in a folder that is older than a version, "" of none."""
    inside = folder.iterdir() if folder.is_dir() else ()
    names = [one.name for one in inside if one.is_dir() and versions.is_version(one.name)]
    older = [name for name in names if versions.order(name) < versions.order(version)]
    return str(folder / max(older, key=versions.order)) if older else ""


def release(project: Project, plan: Plan) -> int:
    """Make the release and return how many files it has.

    The project's own files are given the number when everything else is done. Raises
    ProjectNotValid, OutputNotWritable; then nothing is written.
    """
    with transaction.locked(project.root):
        if plan.folder.exists():
            raise OutputNotWritable(plan.folder, Message("errors.output.released"))
        stamps = numbers.stamped(project.root, plan.version, plan.date)
        with _numbered(project, stamps) as made:
            report = Validation(made).run()
            if not report.is_clean:
                raise ProjectNotValid(_count(report))
            files = contents(made, project, plan)
        if plan.dry:
            return len(files)
        _write(project, plan, files, stamps)
    return len(files)


def _write(
    project: Project, plan: Plan, files: Mapping[str, bytes], stamps: Mapping[Path, bytes]
) -> None:
    """Write the release and the number into the project's files, both or neither."""
    if plan.folder.resolve().is_relative_to(project.root.resolve()):
        transaction.write(project.root, stamps, (plan.folder, files))
        return
    _put(plan.folder, files)
    try:
        transaction.write(project.root, stamps)
    except BaseException:
        shutil.rmtree(plan.folder)
        raise


def _count(report: Report) -> int:
    return len(report.findings)


@contextmanager
def _numbered(project: Project, stamps: Mapping[Path, bytes]) -> Iterator[Project]:
    """Give a copy of a project in which the number stands already."""
    with tempfile.TemporaryDirectory(prefix="kkgraph-") as folder:
        made = Path(folder)
        for path in _own(project):
            target = made / path.relative_to(project.root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(stamps.get(path) or path.read_bytes())
        yield find(made)


def _own(project: Project) -> list[Path]:
    """Return the files of a project that a release takes with it."""
    inside = (path for name in _FOLDERS for path in (project.root / name).rglob("*"))
    files = [path for path in inside if path.is_file() and not path.name.startswith(".")]
    return sorted([*files, *(p for n in _FILES if (p := project.root / n).is_file())])


def contents(made: Project, project: Project, plan: Plan) -> dict[str, bytes]:
    """Return every file of a release by its path in it."""
    store = load(made)
    files = {made.shown(path): path.read_bytes() for path in _own(made)}
    tables = dumps.as_tables(store)
    paths = {name: f"{dumps.TABLES}/{name}.csv" for name in tables}
    dumped = dumps.files(store, plan.version)
    files |= dumped
    files |= {paths[name]: standard.csv(table) for name, table in tables.items()}
    if plan.previous:
        files |= _changes(made, project, plan)
    told = _told(store, plan)
    listed = {name: (paths[name], table) for name, table in tables.items()}
    data = {name: files[name] for name in (*dumped, *paths.values())}
    files["croissant.json"] = metadata.croissant(told, data, listed)
    files[".zenodo.json"] = metadata.zenodo(told)
    files |= catalogue.files(store, plan.base, told, dumped)
    files["ro-crate-metadata.json"] = metadata.crate(told, files)
    files[SUMS] = sums(files)
    return files


def _told(store: Store, plan: Plan) -> Release:
    title, description, publisher = catalogue.texts()
    citation = subjects.text(store, subjects.dataset(store), "en").strip()
    return Release(
        plan.version,
        plan.date,
        title,
        description,
        publisher,
        store.project.settings.licence,
        catalogue.address(plan.base, plan.version),
        catalogue.keywords(),
        citation,
        catalogue.address(plan.base, _number(plan)) if plan.previous else "",
    )


def _number(plan: Plan) -> str:
    """Return the number of the release before."""
    return Path(plan.previous).name


def _changes(made: Project, project: Project, plan: Plan) -> dict[str, bytes]:
    """Return what changed since the last release, in words and as patches, and the tombstones."""
    before = _called(read_version(plan.previous, project), _number(plan))
    found = compare(before, _called(read_version(str(made.root), made), plan.version))
    files = {f"changes.{lang}.md": _written(made, found, "md", lang).encode() for lang in LANGUAGES}
    for name in ("json", "ru", "rdfp"):
        files[f"changes.{name}"] = _written(made, found, name, "en").encode()
    gone = tombstones.withdrawn(found.before.stated, found.after.stated)
    own = project.settings
    named = {own.iri(old): own.iri(new) for old, new in own.replaced.items()}
    replacing = tombstones.replaced(found.after.stated, gone, named)
    earlier = Path(plan.previous) / withdrawn.FILE
    last = catalogue.address(plan.base, _number(plan))
    leaving = tombstones.Leaving(plan.version, plan.date, last)
    files[withdrawn.FILE] = tombstones.turtle(gone, replacing, earlier, leaving)
    return files


def _called(found: Reading, name: str) -> Reading:
    from dataclasses import replace

    return replace(found, name=name)


def _written(made: Project, found: Difference, name: str, lang: str) -> str:
    return WRITERS[name](found, Speaker.of(found, made.ontology_file(), lang))


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the checksums of files as `sha256sum --check` reads them."""
    rows = (f"{metadata.digest(content)}  {name}\n" for name, content in sorted(files.items()))
    return "".join(rows).encode()


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder, which is there whole or not at all."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as made:
            whole = Path(made) / "whole"
            for name in _sorted(files):
                target = whole / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(files[name])
            whole.rename(folder)
    except OSError as error:
        raise OutputNotWritable(folder, system(error)) from None


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names)
