"""The folder a site goes to: the files that earlier builds wrote are replaced, others stay."""

import filecmp
import glob
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from kkgraph.errors.output import OutputNotWritable
from kkgraph.locks import Lock
from kkgraph.texts import Message

MANIFEST = ".kkgraph-site"  # the paths of the files that builds wrote, one a line
_MARK = ".well-known/void"  # sites of version 0.1.0 have this, and no manifest

Move = tuple[Path, Path]


def require_free(out: Path) -> None:
    """Raise OutputNotWritable unless the folder is missing, empty or a site."""
    if out.exists() and not out.is_dir():
        raise OutputNotWritable(out, Message("errors.output.a_file"))
    known = any((out / name).is_file() for name in (MANIFEST, _MARK))
    if out.is_dir() and not known and any(not _is_a_hosts(one.name) for one in out.iterdir()):
        raise OutputNotWritable(out, Message("errors.output.no_site"))


def _is_a_hosts(name: str) -> bool:
    """Tell whether a file is that of a folder made ready for a site: .git, .gitignore, CNAME."""
    return name == "CNAME" or name.startswith(".git")


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """Yield a temporary folder beside OUT; those that killed builds left there are removed."""
    beside = out.resolve()
    prefix = f".{beside.name}.kkgraph-"
    beside.parent.mkdir(parents=True, exist_ok=True)
    for left in beside.parent.glob(f"{glob.escape(prefix)}*"):
        _clean(left)
    with tempfile.TemporaryDirectory(dir=beside.parent, prefix=prefix) as name, Lock(Path(name)):
        yield Path(name)


def _clean(left: Path) -> None:
    """Remove a folder unless its build lives, or it is another user's."""
    with suppress(OSError), Lock(left):
        rmtree(left, ignore_errors=True)


def replace(made: Path, out: Path, files: set[str], aside: Path) -> None:
    """Put the files of a new site in OUT, in place of those that earlier builds wrote.

    Whatever fails, the earlier site is put back. Raises OutputNotWritable for a file of
    somebody else's where the site has one.
    """
    earlier = _earlier(out, files)
    _require_own(out, files - earlier)
    out.mkdir(exist_ok=True)
    done: list[Move] = []
    try:
        _record(made, out, files | earlier)
        for source, target in _moves(made, out, files, earlier, aside):
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
            done.append((source, target))
        _record(made, out, files)
    except BaseException:
        _undo(done)
        _prune(out, files - earlier)
        _record(made, out, earlier)
        raise


def _earlier(out: Path, files: set[str]) -> set[str]:
    """Return what earlier builds wrote; before there were manifests, where this site has one."""
    if (out / MANIFEST).is_file():
        listed = (out / MANIFEST).read_text("utf-8").splitlines()
        return {path for path in listed if _is_inside(out, path)}
    return files if (out / _MARK).is_file() else set()


def _is_inside(out: Path, path: str) -> bool:
    root = out.resolve()
    return bool(path) and root in (out / path).parent.joinpath("x").resolve().parents


def _require_own(out: Path, files: Iterable[str]) -> None:
    for path in sorted(files):
        target = out / path
        if target.is_symlink() or target.is_file() or not _is_inside(out, path):
            raise OutputNotWritable(target, Message("errors.output.foreign"))


def _moves(
    made: Path, out: Path, files: set[str], earlier: set[str], aside: Path
) -> Iterator[Move]:
    """Yield each renaming: stale files away, then each new one in the place of its old one."""
    stale = earlier - files
    yield from ((out / path, aside / path) for path in stale if (out / path).is_file())
    _prune(out, stale)
    for path in files:
        if _is_same(made / path, out / path):
            continue  # a file that has not changed keeps its time, for what sends changes only
        if (out / path).is_file():
            yield out / path, aside / path
        yield made / path, out / path


def _is_same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)


def _undo(done: Iterable[Move]) -> None:
    for source, target in reversed([*done]):
        source.parent.mkdir(parents=True, exist_ok=True)
        target.rename(source)


def _prune(out: Path, gone: Iterable[str]) -> None:
    """Remove the folders that files of earlier builds left empty."""
    folders = {folder for path in gone for folder in Path(path).parents if folder != Path()}
    for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
        with suppress(OSError):
            (out / folder).rmdir()


def _record(made: Path, out: Path, files: set[str]) -> None:
    """Write the manifest, whole or not at all; without files there is none."""
    if not files:
        (out / MANIFEST).unlink(missing_ok=True)
        return
    written = made.parent / "manifest"
    written.write_text("".join(f"{path}\n" for path in sorted(files)), "utf-8")
    written.replace(out / MANIFEST)
